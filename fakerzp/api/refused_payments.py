"""Documented calls about payments and what customers do, not answered yet.

Rows are (method, path, Python SDK names, Node SDK names, source, basis), grouped by what is missing;
fakerzp.api.refused reads them. A call that gets built leaves its row for an endpoint of its own.
"""

from __future__ import annotations

Row = tuple[str, str, tuple[str, ...], tuple[str, ...], str, str]
Family = tuple[str, tuple[Row, ...]]

PAYMENTS: tuple[Family, ...] = (
    ("payments posted as a form: no page shows the HTML of the answer, not built yet; use checkout.pay", (
        ("POST", "/v1/payments", (), (), "api/payments/form-post-payment-create.md", "documented"),
    )),
    ("forex rates of the day: nobody here can know them, not built yet", (
        ("GET", "/v1/forex_charges", (), (),
         "payments/international-payments/outward-remittances/s2s-integration/build-integration.md",
         "documented"),
    )),
)
