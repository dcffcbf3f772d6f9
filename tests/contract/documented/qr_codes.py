"""QR codes: each page's code exists and was paid; that of a page on GST has a tax invoice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.contract.documented.token_hq import of_sub_merchant
from tests.contract.documented_world import Call, Miss, Step

API: tuple[str, ...] = ("qr_codes",)
GUIDE: tuple[str, ...] = ("qr_codes",)

CODE = "/v1/payments/qr_codes/qr_1Aa00000000001"
_INVOICE = {
    "number": "INV001",
    "date": 1589994898,
    "customer_name": "Gaurav Kumar",
    "business_gstin": "06AABCU9605R1ZR",
    "gst_amount": 4000,
    "cess_amount": 0,
    "supply_type": "interstate",
}


def paid_code(**more: Any) -> Step:
    """A customer's code, and a payment of it."""

    def first(world: Any) -> None:
        world.staged["cust"] = world.make_cust()
        body = {"type": "upi_qr", "name": "Store_1", "usage": "multiple_use", **more}
        made = world.post("/v1/payments/qr_codes", {**body, "customer_id": world.staged["cust"]})
        world.staged["qr"] = made["id"]
        paid = world.rzp.checkout.pay(world.staged["qr"], amount=500)
        world.staged["pay"] = paid["razorpay_payment_id"]

    return first


_OF_GST = Call(paid_code(tax_invoice=_INVOICE))

CALLS: tuple[tuple[str, Call], ...] = (
    (r"qr-codes\.gst\.(close|fetch-.*)", _OF_GST),
    (r"qr-codes\.(image-content\.)?(close|fetch-.*)", Call(paid_code())),
    (r"qr-codes\.update", Call(path=CODE, body={"notes": {"key1": "value1", "key2": "value2"}})),
    (r"guide\.partners\..*\.qr-codes\.create-a-qr-code-api", Call(of_sub_merchant())),
    (r"guide\.partners\..*\.qr-codes\.fetch-all-qr-codes-api", Call(of_sub_merchant(paid_code()))),
)
# What the one code in the place of a list shows.
_ONE = (
    *("id", "created_at", "name", "usage", "type", "image_url", "payment_amount", "status", "description"),
    *("fixed_amount", "payments_amount_received", "payments_count_received", "notes", "customer_id"),
    *("close_by", "closed_at", "close_reason"),
)
EXCEPTIONS: Mapping[str, Miss] = {
    "qr-codes.gst.fetch-all": Miss(
        "the page is wrong: it shows each tax invoice within itself, which no list of members and no other page does",
        ("qr_code.tax_invoice.tax_invoice",),
    ),
    "guide.partners.aggregators.partner-auth.qr-codes.fetch-all-qr-codes-api": Miss(
        "the page is wrong: its sample is one code, api/qr-codes/fetch-all.md shows the list that this call answers",
        (*(f"body.{name}" for name in _ONE), "body.count", "body.items"),
    ),
}
