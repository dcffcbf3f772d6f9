"""Documented calls about the merchant's own money, partners and other products, not answered yet.

Rows are (method, path, Python SDK names, Node SDK names, source, basis), grouped by what is missing;
fakerzp.api.refused reads them. A call that gets built leaves its row for an endpoint of its own.
"""

from __future__ import annotations

from .refused_payments import Family

BUSINESS: tuple[Family, ...] = (
    ("RazorpayX (payouts): another product", (
        ("GET", "/v1/banking_balances", (), (), "api/x/account-validation/balance-fetch.md", "documented"),
        ("POST", "/v1/contacts", (), (), "api/x/contacts/create.md", "documented"),
        ("GET", "/v1/contacts", (), (), "api/x/contacts/fetch-all.md", "documented"),
        ("GET", "/v1/contacts/{id}", (), (), "api/x/contacts/fetch-with-id.md", "documented"),
        ("PATCH", "/v1/contacts/{id}", (), (), "api/x/contacts/update.md", "documented"),
        ("PATCH", "/v1/fund_accounts/{id}", (), (),
         "api/x/fund-accounts/activate-or-deactivate.md", "documented"),
        ("POST", "/v1/fund_accounts/validations", (), (),
         "api/x/account-validation/bank-account.md", "documented"),
        ("GET", "/v1/fund_accounts/validations", (), (),
         "api/x/account-validation/fetch-all-transactions.md", "documented"),
        ("GET", "/v1/fund_accounts/validations/{id}", (), (),
         "api/x/account-validation/fetch-transactions-with-id.md", "documented"),
        ("POST", "/v1/payout-links", (), (), "api/x/payout-links.md", "documented"),
        ("GET", "/v1/payout-links", (), (), "api/x/payout-links/fetch-all.md", "documented"),
        ("GET", "/v1/payout-links/{id}", (), (), "api/x/payout-links/fetch-with-id.md", "documented"),
        ("POST", "/v1/payout-links/{id}/cancel", (), (), "api/x/payout-links/cancel.md", "documented"),
        ("POST", "/v1/payouts", (), (), "api/x/payouts.md", "documented"),
        ("GET", "/v1/payouts", (), (), "api/x/payouts/fetch-all.md", "documented"),
        ("GET", "/v1/payouts/{id}", (), (), "api/x/payouts/fetch-with-id.md", "documented"),
        ("POST", "/v1/payouts/{id}/approve", (), (), "api/x/payouts-approval/approve.md", "documented"),
        ("POST", "/v1/payouts/{id}/cancel", (), (), "api/x/payouts/cancel.md", "documented"),
        ("POST", "/v1/payouts/{id}/reject", (), (), "api/x/payouts-approval/reject.md", "documented"),
        ("GET", "/v1/transactions", (), (), "api/x/transactions/fetch-all.md", "documented"),
        ("GET", "/v1/transactions/{id}", (), (), "api/x/transactions/fetch-with-id.md", "documented"),
    )),
    ("bills: another product", (
        ("POST", "/v1/bills", (), (), "api/bills/create.md", "documented"),
        ("PATCH", "/v1/bills/{bill_id}", (), (), "api/bills/update.md", "documented"),
        ("DELETE", "/v1/bills/{bill_id}", (), (), "api/bills/delete.md", "documented"),
    )),
    ("offer vouchers: another product", (
        ("POST", "/v1/engage/offers/list", (), (),
         "payments/offers/voucher/s2s-integration.md", "documented"),
        ("POST", "/v1/engage/offers/validate", (), (),
         "payments/offers/voucher/s2s-integration.md", "documented"),
    )),
)
