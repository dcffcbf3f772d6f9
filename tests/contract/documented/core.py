"""Customers, items, orders, payments, refunds, invoices, links and mandates."""

from __future__ import annotations

from collections.abc import Mapping

from tests.contract.documented_world import (
    GAURAV,
    Call,
    Miss,
    as_written,
    authorized_mandate,
    charge_of,
    customer_who_pays,
    customers,
    draft_with_lines,
    failed_payment,
    nach_order,
    notified_order,
    order_of,
    order_with_transfers,
    payment,
    payment_of_a_linked_account,
    refunds,
    registration,
    several,
    token,
    upi_link,
    with_offer,
)

API: tuple[str, ...] = (
    "customers",
    "items",
    "orders",
    "payments",
    "refunds",
    "invoices",
    "payment_links",
    "registration_links",
    "tokens",
    "recurring_payments",
)
GUIDE: tuple[str, ...] = ()

# An id where the page has `:id`; like every id, it is replaced by that of what the row made.
PAY = "/v1/payments/pay_1Aa00000000001"
CUSTOMER = "/v1/customers/cust_1Aa00000000001"
ORDER = "/v1/orders/order_1Aa00000000001"
LINK = "/v1/payment_links/plink_1Aa00000000001"

_INSTANT = {
    "amount": 500100,
    "speed": "optimum",
    "receipt": "Receipt No. 31",
    "notes": {"notes_key_1": "Tea, Earl Grey, Hot"},
}
_UPI_LINK = {"upi_link": True, "amount": 1000, "currency": "INR", "customer": GAURAV}
_UPI_LINK_EDIT = {"reference_id": "TS35", "notes": {"policy_name": "Life Insurance Policy"}}
_TPV_ACCOUNT = {"account_number": "765432123456789", "name": "Gaurav Kumar", "ifsc": "HDFC0000053"}
_TPV_LINK = {
    "amount": 1000,
    "currency": "INR",
    "description": "Payment for policy no #23456",
    "customer": GAURAV,
    "options": {"order": {"method": "netbanking", "bank_account": _TPV_ACCOUNT}},
}
_PRODUCT = {
    "type": "mutual_fund",
    "amount": "2000",
    "receipt": "77407",
    "mf_member_id": "31",
    "mf_user_id": "ABC",
    "mf_partner": "cams",
    "mf_investment_type": "L",
    "mf_amc_code": "UTI",
}
_PRODUCTS = {"amount": 2000, "currency": "INR", "products": [_PRODUCT]}

CALLS: tuple[tuple[str, Call], ...] = (
    # Lists have nothing to show of an empty world; the dates in one page's query are of 2017.
    (r"customers\.fetch-all", Call(customers)),
    (r"customers\.bank-accounts\.add-.*", Call(path=f"{CUSTOMER}/bank_account")),
    (r"customers\.bank-accounts\.delete-.*", Call(path=f"{CUSTOMER}/bank_account/ba_1Aa00000000001")),
    (r"orders\.fetch-all", Call(several("order"))),
    (r"orders\.fetch-all-expanded(-card)?-payments", Call(payment())),
    (r"payments\.fetch-all-payments", Call(several("pay"))),
    (r"payments\.fetch-all-payments-with-expanded-card-details", Call(token("card"))),
    (
        r"payments\.fetch-all-payments-with-expanded-emi-details",
        Call(payment(300000, method="emi", emi_duration=12, capture=False)),
    ),
    (r"payments\.customer-payment-history", Call(customer_who_pays("wallet"))),
    (r"payments\.invoices\.fetch-all", Call(several("inv"))),
    (r"payments\.invoices\.fetch-all-items", Call(several("item"))),
    (r"payments\.payment-links\.fetch-all-standard", Call(several("plink"))),
    (r"payments\.payment-links\.fetch-all-upi", Call(upi_link, live=True)),
    (r"payments\.route\.fetch-payments-linked-account", Call(payment_of_a_linked_account)),
    (r"refunds\.fetch-all", Call(refunds(88800, 6000))),
    (r"refunds\.fetch-multiple-refund-payment", Call(refunds(300100, 200000), query={})),
    # One payment, as its page describes it.
    (r"orders\.fetch-payments", Call(payment(100, method="upi", notes={"notes_key_1": "Tea"}))),
    (r"payments\.capture", Call(authorized_mandate)),
    (r"payments\.fetch-card-details-payment", Call(payment(), path=f"{PAY}/card")),
    (r"payments\.fetch-payment-expanded-card", Call(failed_payment("incorrect_card_details"))),
    (
        r"payments\.fetch-payment-expanded-emi",
        Call(payment(200000, method="emi", bank="ICIC", emi_duration=6, capture=False)),
    ),
    (
        r"payments\.fetch-payment-expanded-offers",
        Call(with_offer(lambda offer: customer_who_pays("netbanking", order={"offers": [offer]}, offer_id=offer))),
    ),
    (
        r"payments\.update",
        Call(
            payment(400000, method="emi", emi_duration=24, vpa="gaurav.kumar@examplebank", capture=False),
            path=PAY,
            body={"notes": {"key1": "value1", "key2": "value2"}},
        ),
    ),
    (r"orders\.fetch-with-id", Call(with_offer(lambda offer: order_of(2000, offers=[offer])))),
    (r"payment-settlement-control-api", Call(payment(5000, capture=False), path=PAY)),
    (r"payments\.recurring-payments\..*\.upload-the-nach-file-via-api", Call(nach_order)),
    # Refunds of what a payment has: the samples refund 500100.
    (r"refunds\.(create-normal|(normal|instant)-refunds-idempotent)", Call(payment(600000))),
    (r"refunds\.create-instant", Call(payment(600000), path=f"{PAY}/refund", body=_INSTANT)),
    (r"refunds\.fetch-specific-refund-payment", Call(refunds(300100))),
    # Invoices and links; UPI links are of live mode only.
    (r"payments\.invoices\.update", Call(draft_with_lines)),
    (r"payments\.payment-links\.fetch-id-standard", Call(path=LINK)),
    (r"payments\.payment-links\.create-upi", Call(body=_UPI_LINK, live=True)),
    (r"payments\.payment-links\.fetch-id-upi", Call(upi_link, path=LINK, live=True)),
    (r"payments\.payment-links\.update-upi", Call(upi_link, path=LINK, body=_UPI_LINK_EDIT, live=True)),
    (r"payments\.payment-links\.cancel-upi", Call(upi_link, path=f"{LINK}/cancel", live=True)),
    (r"payments\.payment-links\.third-party-validation", Call(body=_TPV_LINK)),
    (
        r"payments\.(payment-links\.transfer-payments|route\.create-transfers-orders)",
        Call(as_written(acc="acc_CPRsN1LkFccllA")),
    ),
    (r"payments\.route\.fetch-transfer-order", Call(order_with_transfers)),
    # The Markdown lost the requests of two pages.
    (r"orders\.products\.create-with-details", Call(body=_PRODUCTS)),
    (r"orders\.products\.create-pl-with-details", Call(body={**_TPV_LINK, **_PRODUCTS})),
)

# The pages of each method of recurring payments, and what Razorpay calls that method. Those of wallets are
# about cards all the same: their requests and answers say `card`.
_PAGES = (("cards|wallets", "card"), ("emandate", "emandate"), ("paper-nach", "nach"), ("upi(-tpv|-otm)?", "upi"))
_RECURRING = r"payments\.recurring-payments\.(custom\.)?({pages})\.[a-z-]+\.{call}"
_OF_TOKENS = (
    "(fetch-(all-)?tokens?-by-(payment|customer)-id|fetch-a-token-by-customer-id"
    "|fetch-payment-id-using-order-id|delete-tokens|cancel-token|create-an-order-to-charge-the-customer)"
)


def _of_mandates(pages: str, method: str) -> tuple[tuple[str, Call], ...]:
    calls = {
        _OF_TOKENS: Call(token(method)),
        "(cancel-a-registration-link|send-resend-notifications)": Call(
            registration(method, notes={"note_key 1": "Beam me up Scotty"})
        ),
        "create-a-(recurring|one-time)-payment": Call(charge_of(1000, method)),
        "fetch-an-order-with-id": Call(with_offer(lambda offer: notified_order(method, offers=[offer])), path=ORDER),
    }
    return tuple((_RECURRING.format(pages=pages, call=name), call) for name, call in calls.items())


DERIVED: tuple[tuple[str, Call], ...] = tuple(row for pages, method in _PAGES for row in _of_mandates(pages, method))
"""Rows of every page of recurring payments, also for calls that a page has not."""

# What only Razorpay.js has inside of `methods`, and this call beside each other.
_METHODS = (
    "methods; entity; card is boolean, documented object; debit_card; credit_card; prepaid_card; card_networks; "
    "card_subtype; amex; netbanking; wallet; emi; upi; cardless_emi; paylater; google_pay_cards; app; gpay; emi_types; "
    "debit_emi_providers; intl_bank_transfer; fpx; duitnow_pay; gift_cards; instalment; offline_debit_emi_providers; "
    "offline_credit_emi_providers; nach; cod; offline; sodexo; emi_subvention; emi_plans; emi_options; upi_config; "
    "recurring is object, documented string; upi_intent"
)
_NACH = "payments.recurring-payments.paper-nach."
_CUSTOM = "payments.recurring-payments.custom."

EXCEPTIONS: Mapping[str, Miss] = {
    "payments.fetch-payment-expanded-card": Miss(
        "the page is wrong: terminal_id is in this one sample, and in no table of a payment's members",
        ("body.terminal_id",),
    ),
    "payments.form-post-payment-create": Miss(
        "not faked: the answer is HTML that no page shows; what the record holds is what the browser posts in the end"
    ),
    _CUSTOM + "cards.create-authorization-transaction.create-a-registration-link": Miss(
        "contradicts seed 4, which counts: the sample asks for a maximum of 100000000",
        ("The max amount must be between 500 and 99999900.",),
    ),
    _CUSTOM + "emandate.create-authorization-transaction.fetch-payment-methods": Miss(
        "outvoted: the page's sample, cut short, is what Razorpay.js hands over, all of it inside of `methods`; every"
        " other page that asks for GET /v1/methods shows it at the top (both methods-api.md, netbanking.md, ...)",
        tuple(f"body.{name}" for name in _METHODS.split("; ")),
    ),
    _NACH + "auto-debit.cancel-a-registration-link": Miss(
        "one page of four: the others show the same cancelled link without these (seed 3's, S3-X8, is of a card)",
        (
            "body.auth_link_status",
            "body.first_payment_min_amount",
            "body.reminder_status",
            "body.subscription_status",
            "body.supply_state_code",
            "invoice.token.nach.prefilled_form_transient",
            "body.user_id",
        ),
    ),
}
