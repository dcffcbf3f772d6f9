"""How each documented call is made: what exists first, and what its page's sample lost in the export.

Each row is a pattern for whole record ids of the oracle, and the first row that fits counts. A record that
no row fits is called as it is documented.
"""

from __future__ import annotations

import re

from tests.contract.documented_world import (
    GAURAV,
    Call,
    charge_of,
    customer_who_pays,
    draft_with_lines,
    failed_payment,
    linked_accounts,
    notified_order,
    order_of,
    payment,
    refunds,
    registration,
    several,
    token,
    upi_link,
)

# Where a page has `:id`, and where the tool's own id says less than the page: an id to be put in its place.
PAY = "pay_1Aa00000000001"
ORDER = "order_1Aa00000000001"
LINK = "plink_1Aa00000000001"
UTR_OF_UPI = {"upi_link": True, "amount": 1000, "currency": "INR", "description": "For XYZ purpose"}

_RECURRING = r"payments\.recurring-payments\.(custom\.)?"

CALLS: tuple[tuple[str, Call], ...] = (
    # -- lists show nothing of an empty world
    (r"customers\.fetch-all", Call(several("cust"))),
    (r"orders\.fetch-all", Call(several("order"))),
    (r"orders\.fetch-all-expanded(-card)?-payments", Call(payment(method="card"))),
    (r"payments\.fetch-all-payments.*", Call(several("pay"))),
    (r"payments\.customer-payment-history", Call(customer_who_pays("wallet"))),
    (r"payments\.invoices\.fetch-all", Call(several("inv"))),
    (r"payments\.invoices\.fetch-all-items", Call(several("item"))),
    (r"payments\.payment-links\.fetch-all-(standard|upi)", Call(several("plink"))),
    (r"refunds\.fetch-all", Call(refunds(88800, 6000))),
    # The page's from and to are of 2017.
    (r"refunds\.fetch-multiple-refund-payment", Call(refunds(300100, 200000), query={})),
    # -- one payment, as its page describes it
    (r"orders\.fetch-payments", Call(payment(100, method="upi", notes={"notes_key_1": "Tea"}))),
    (r"payments\.capture", Call(payment(1000, capture=False))),
    (r"payments\.fetch-card-details-payment", Call(payment(), path=f"/v1/payments/{PAY}/card")),
    (
        r"payments\.fetch-payment-expanded-card",
        Call(failed_payment("incorrect_card_details", method="card")),
    ),
    (r"payments\.fetch-payment-expanded-(emi|offers)", Call(payment())),
    (
        r"payments\.update",
        Call(payment(capture=False), path=f"/v1/payments/{PAY}", body={"notes": {"key1": "value1"}}),
    ),
    (
        r"payment-settlement-control-api",
        Call(payment(5000, capture=False), path=f"/v1/payments/{PAY}"),
    ),
    # -- refunds of what a payment has
    (r"refunds\.(create-normal|(normal|instant)-refunds-idempotent)", Call(payment(600000))),
    (
        r"refunds\.create-instant",
        Call(
            payment(600000),
            path=f"/v1/payments/{PAY}/refund",
            body={
                "amount": 500100,
                "speed": "optimum",
                "receipt": "Receipt No. 31",
                "notes": {"notes_key_1": "Tea, Earl Grey, Hot"},
            },
        ),
    ),
    (r"refunds\.fetch-specific-refund-payment", Call(refunds(300100))),
    # -- invoices and links
    (r"payments\.invoices\.update", Call(draft_with_lines)),
    (r"payments\.payment-links\.fetch-id-standard", Call(path=f"/v1/payment_links/{LINK}")),
    (
        r"payments\.payment-links\.create-upi",
        Call(body={"upi_link": True, "amount": 1000, "currency": "INR", "customer": GAURAV}, live=True),
    ),
    (r"payments\.payment-links\.fetch-id-upi", Call(upi_link, path=f"/v1/payment_links/{LINK}", live=True)),
    (
        r"payments\.payment-links\.update-upi",
        Call(
            upi_link,
            path=f"/v1/payment_links/{LINK}",
            body={"reference_id": "TS35", "notes": {"policy_name": "Life Insurance Policy"}},
            live=True,
        ),
    ),
    (
        r"payments\.payment-links\.cancel-upi",
        Call(upi_link, path=f"/v1/payment_links/{LINK}/cancel", live=True),
    ),
    (
        r"payments\.payment-links\.third-party-validation",
        Call(
            body={
                "amount": 1000,
                "currency": "INR",
                "description": "Payment for policy no #23456",
                "customer": GAURAV,
                "options": {
                    "order": {
                        "method": "netbanking",
                        "bank_account": {
                            "account_number": "765432123456789",
                            "name": "Gaurav Kumar",
                            "ifsc": "HDFC0000053",
                        },
                    }
                },
            }
        ),
    ),
    (r"payments\.(payment-links\.transfer-payments|route\.create-transfers-orders)", Call(linked_accounts)),
    (
        r"orders\.products\.create-(pl-)?with-details",
        Call(
            body={
                "amount": 2000,
                "currency": "INR",
                "products": [{"type": "mutual_fund", "amount": "2000", "receipt": "77407", "mf_member_id": "1"}],
            }
        ),
    ),
    # -- mandates, by the method of their page
    (_RECURRING + r"(cards|wallets)\.create-subsequent-payments\.fetch-an-order-with-id",
     Call(notified_order("card"), path=f"/v1/orders/{ORDER}")),
    (_RECURRING + r"upi\.create-subsequent-payments\.fetch-an-order-with-id",
     Call(notified_order("upi"), path=f"/v1/orders/{ORDER}")),
    (_RECURRING + r".*\.create-a-(recurring|one-time)-payment", Call()),
)


def call_of(record_id: str) -> Call:
    for pattern, call in CALLS:
        if re.fullmatch(pattern, record_id):
            return call
    return Call()
