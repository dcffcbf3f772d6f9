"""What the pages of webhooks show, as keys: each sample, and where and why the fake shows more than it.

A sample is one code block of a page. Older samples lack keys that newer ones of the same entity have, so besides the
keys of the sample each row says what else is shown; together that is all that is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

ORDERS = "webhooks/orders.md"
PAYMENTS = "webhooks/payments.md"
REFUNDS = "webhooks/refunds.md"
INVOICES = "webhooks/invoices.md"
LINKS = "webhooks/payment-links.md"
SETTLEMENTS = "webhooks/settlements.md"
SUBSCRIPTIONS = "webhooks/subscriptions.md"
QR_CODES = "webhooks/qr-codes.md"
SMART_COLLECT = "webhooks/smart-collect.md"
ACCOUNT_CODE = "payments/route/account-code/api.md"
WALLET = "payments/wallet/api-reference.md"
DISPUTES = "webhooks/disputes.md"
RECURRING = "api/payments/recurring-payments/webhooks.md"
CUSTOM = "api/payments/recurring-payments/custom/webhooks.md"

# A payment of 2019, one since, and what its method, its capture and a mandate add to that.
OLD_PAYMENT = (
    "id entity amount currency status order_id invoice_id international method amount_refunded refund_status captured"
    " description card_id bank wallet vpa email contact notes fee tax error_code error_description created_at"
)
REASON = "error_source error_step error_reason acquirer_data"
PAYMENT = f"{OLD_PAYMENT} {REASON}"
WHOLE = "base_amount amount_transferred"
MANDATE = "customer_id token_id"
CARD_KEYS = "id entity name last4 network type issuer international emi sub_type iin"
SAVED_CARD_KEYS = "entity name last4 network type issuer international emi sub_type expiry_month expiry_year flows"

ORDER = "id entity amount amount_paid amount_due currency receipt offer_id status attempts notes created_at"
ORDER_OF_LINK = (
    "account_number amount amount_due amount_paid app_offer attempts authorized bank bank_account checkout_config_id"
    " created_at currency customer_id discount first_payment_min_amount force_offer id late_auth_config_id merchant_id"
    " method notes offers order_metas order_relationships partial_payment payer_name payment_capture product_id"
    " product_type provider_context public_key public_response receipt reference2 reference3 reference4 reference5"
    " reference6 reference7 reference8 source status transfers updated_at"
)
REFUND = (
    "id entity amount currency payment_id notes receipt acquirer_data created_at batch_id status speed_processed"
    " speed_requested"
)
OWN_TRANSFER = (
    "id entity source recipient amount currency amount_reversed notes fees tax on_hold on_hold_until"
    " recipient_settlement_id created_at linked_account_notes processed_at"
)
TRANSFER, TRANSFER_NOW = f"{OWN_TRANSFER} account_code", "status settlement_status error"
INVOICE = (
    "id entity receipt invoice_number customer_id customer_details order_id payment_id status expire_by issued_at"
    " paid_at cancelled_at expired_at sms_status email_status date terms partial_payment gross_amount tax_amount"
    " taxable_amount amount amount_paid amount_due first_payment_min_amount currency description notes comment"
    " short_url view_less billing_start billing_end type group_taxes_discounts supply_state_code user_id created_at"
    " idempotency_key"
)
LINK = (
    "accept_partial amount amount_paid cancelled_at created_at currency customer description expire_by expired_at"
    " first_min_partial_amount id notes notify reference_id reminder_enable reminders short_url status updated_at"
    " upi_link user_id whatsapp_link"
)
CALLBACK = "callback_method callback_url"
TOKEN = "id entity token bank wallet method recurring auth_type mrn used_at created_at dcc_enabled"
LIMITS = "max_amount expired_at"
SUBSCRIPTION = (
    "id entity plan_id customer_id status current_start current_end ended_at quantity notes charge_at start_at end_at"
    " auth_attempts total_count paid_count customer_notify created_at expire_by short_url has_scheduled_changes"
    " change_scheduled_at source offer_id remaining_count"
)
PAUSED = "type payment_method pause_initiated_by cancel_initiated_by"
DOWNTIME = (
    "id entity method begin end status scheduled severity instrument instrument_schema created_at updated_at"
)
QR_CODE = (
    "id entity created_at name usage type image_url payment_amount status description fixed_amount"
    " payments_amount_received payments_count_received notes customer_id close_by"
)
CLOSED = "closed_at close_reason"
ACCOUNT = (
    "id name entity status description amount_expected notes amount_paid customer_id receivers close_by closed_at"
    " created_at"
)
BANK_TRANSFER = "id entity payment_id mode bank_reference amount payer_bank_account virtual_account_id"
UPI_TRANSFER = "id entity amount payer_vpa payer_bank payer_account payer_ifsc payment_id rrn virtual_account_id"
DISPUTE = (
    "id entity payment_id amount currency amount_deducted reason_code respond_by status phase created_at evidence"
)
NOTIFICATION = "id entity order_id token_id delivered_at status payment_after"
HQ = "status error_code error_description compliant_with_tokenisation_guidelines"


NONE: Mapping[str, str] = MappingProxyType({})


class Sample(NamedTuple):
    """One sample: its event and page, the method it was made with, and its keys by entity, in order of `contains`.

    `also` are the keys that the fake shows besides, `lacks` those that it has no value for.
    """

    event: str
    page: str
    method: str
    keys: Mapping[str, str]
    also: Mapping[str, str] = NONE
    lacks: Mapping[str, str] = NONE


def _payment(event: str, method: str, keys: str, also: str = "") -> Sample:
    return Sample(event, PAYMENTS, method, {"payment": keys}, {"payment": also})


# What the samples of 2019 show of a payment by a method, and what is shown of it by now.
_BY_METHOD: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "netbanking": (OLD_PAYMENT, f"{REASON} {WHOLE}"),
        "wallet": (OLD_PAYMENT, f"{REASON} {WHOLE}"),
        "card": (f"{OLD_PAYMENT} card", f"{REASON} {WHOLE} token_id"),
        "upi": (OLD_PAYMENT, f"{REASON} {WHOLE} upi"),
    }
)


def _order(method: str) -> Sample:
    old, also = _BY_METHOD[method]
    return Sample("order.paid", ORDERS, method, {"payment": old, "order": ORDER}, {"payment": also})


def _invoice(event: str, method: str) -> Sample:
    """An invoice that is paid shows the offers of its order."""
    old, also = _BY_METHOD[method]
    order = f"{ORDER} offers" if event == "invoice.paid" else ORDER
    besides = {"payment": f"{also} customer_id", "invoice": "currency_symbol"}
    return Sample(event, INVOICES, method, {"payment": old, "order": order, "invoice": INVOICE}, besides)


def _link(event: str, method: str, link: str, payment: str, also: str) -> Sample:
    keys = {"payment_link": link, "order": ORDER_OF_LINK, "payment": payment}
    return Sample(event, LINKS, method, keys, {"payment": also})


_LINK_PAYMENT = f"{PAYMENT} {WHOLE} card fee_bearer"
_OF_A_DISPUTE = f"{PAYMENT} {WHOLE}".replace(" acquirer_data", "")
METHODS = tuple(_BY_METHOD)

# Of a payment, order, invoice, link or refund without a mandate: `rzp.trigger(event, method=...)`.
SAMPLES: tuple[Sample, ...] = (
    *(_payment("payment.authorized", method, PAYMENT) for method in ("netbanking", "wallet")),
    *(
        Sample(f"payment.downtime.{step}", PAYMENTS, "netbanking", {"payment.downtime": DOWNTIME})
        for step in ("started", "updated", "resolved")
    ),
    *(_payment("payment.failed", method, PAYMENT) for method in ("netbanking", "wallet")),
    _payment("payment.authorized", "card", f"{PAYMENT} amount_transferred card token_id"),
    _payment("payment.failed", "card", f"{PAYMENT} amount_transferred card token_id"),
    _payment("payment.authorized", "upi", f"{PAYMENT} upi"),
    _payment("payment.failed", "upi", f"{PAYMENT} upi"),
    *(_payment("payment.captured", method, f"{PAYMENT} {WHOLE}") for method in ("netbanking", "wallet")),
    # the page of partners' cards shows base_amount as well
    _payment("payment.captured", "card", f"{PAYMENT} amount_transferred card token_id", "base_amount"),
    _payment("payment.captured", "upi", f"{PAYMENT} {WHOLE} upi"),
    *(_order(method) for method in METHODS),
    *(_invoice("invoice.paid", method) for method in METHODS),
    *(_invoice("invoice.partially_paid", method) for method in METHODS),
    Sample(
        "invoice.expired",
        INVOICES,
        "",
        {"invoice": f"{INVOICE} subscription_status"},
        {"invoice": "currency_symbol reminder_status"},
    ),
    # The first sample shows no callback: that link had none. Those of UPI links show more of the payment.
    _link(
        "payment_link.paid",
        "upi",
        f"{LINK} {CALLBACK} order_id",
        f"{_LINK_PAYMENT} upi amount_captured provider reward",
        "",
    ),
    _link("payment_link.paid", "card", f"{LINK} {CALLBACK} order_id", _LINK_PAYMENT, "token_id amount_captured"),
    _link("payment_link.paid", "netbanking", f"{LINK} {CALLBACK} order_id", _LINK_PAYMENT, "amount_captured"),
    # No sample: as payment_link.paid
    _link(
        "payment_link.partially_paid",
        "upi",
        f"{LINK} {CALLBACK} order_id",
        f"{_LINK_PAYMENT} upi amount_captured provider reward",
        "",
    ),
    Sample("payment_link.cancelled", LINKS, "", {"payment_link": f"{LINK} {CALLBACK}"}),
    Sample("payment_link.expired", LINKS, "", {"payment_link": f"{LINK} {CALLBACK}"}),
    *(
        Sample(event, REFUNDS, "netbanking", {"refund": REFUND, "payment": f"{PAYMENT} {WHOLE}"})
        for event in ("refund.created", "refund.processed", "refund.failed")
    ),
    Sample(
        "refund.speed_changed",
        REFUNDS,
        "netbanking",
        {"refund": REFUND.replace("batch_id ", ""), "payment": f"{PAYMENT} {WHOLE}"},
        {"refund": "batch_id"},
    ),
    Sample("qr_code.created", QR_CODES, "", {"qr_code": QR_CODE}),
    Sample(
        "qr_code.credited",
        QR_CODES,
        "upi",
        {"payment": f"{PAYMENT} customer_id", "qr_code": f"{QR_CODE} {CLOSED}"},
        {"payment": f"{WHOLE} upi"},
    ),
    Sample("qr_code.closed", QR_CODES, "", {"qr_code": f"{QR_CODE} {CLOSED}"}),
    Sample("virtual_account.created", SMART_COLLECT, "", {"virtual_account": ACCOUNT}),
    Sample(
        "virtual_account.credited",
        SMART_COLLECT,
        "bank_transfer",
        {
            "payment": f"{OLD_PAYMENT} amount_transferred customer_id",
            "virtual_account": ACCOUNT,
            "bank_transfer": BANK_TRANSFER,
        },
        {"payment": f"{REASON} base_amount"},
    ),
    Sample(
        "virtual_account.credited",
        SMART_COLLECT,
        "upi",
        {
            "payment": f"{OLD_PAYMENT} amount_transferred customer_id acquirer_data",
            "virtual_account": ACCOUNT,
            "upi_transfer": UPI_TRANSFER,
        },
        {"payment": "error_source error_step error_reason base_amount upi"},
    ),
    Sample("virtual_account.closed", SMART_COLLECT, "", {"virtual_account": ACCOUNT}),
    Sample("transfer.processed", ACCOUNT_CODE, "", {"transfer": TRANSFER}, {"transfer": TRANSFER_NOW}),
    Sample("transfer.failed", WALLET, "", {"transfer": f"{OWN_TRANSFER} {TRANSFER_NOW}"}, {"transfer": "account_code"}),
    *(
        Sample(f"payment.dispute.{step}", DISPUTES, "card", {"payment": payment, "dispute": dispute}, {"payment": also})
        for step, payment, dispute, also in (
            ("created", f"{PAYMENT} {WHOLE}", DISPUTE, ""),
            # the evidence stands beside the dispute
            ("action_required", f"{PAYMENT} {WHOLE}", DISPUTE.removesuffix(" evidence"), ""),
            *((step, _OF_A_DISPUTE, DISPUTE, "acquirer_data") for step in ("under_review", "won", "lost", "closed")),
        )
    ),
    # Later and with nothing upfront, so without a `type`
    *(
        Sample(f"subscription.{step}", SUBSCRIPTIONS, "card", {"subscription": SUBSCRIPTION})
        for step in ("authenticated", "activated")
    ),
    *(
        Sample(
            f"subscription.{step}",
            SUBSCRIPTIONS,
            "card",
            {
                "subscription": f"{SUBSCRIPTION} type",
                "payment": f"{OLD_PAYMENT} amount_transferred card {MANDATE}",
            },
            {"payment": f"{REASON} base_amount"},
        )
        for step in ("charged", "completed")
    ),
    *(
        Sample(f"subscription.{step}", SUBSCRIPTIONS, "", {"subscription": f"{SUBSCRIPTION} type"})
        for step in ("updated", "pending", "halted", "cancelled")
    ),
    *(
        Sample(f"subscription.{step}", SUBSCRIPTIONS, "card", {"subscription": f"{SUBSCRIPTION} {PAUSED}"})
        for step in ("paused", "resumed")
    ),
    Sample("settlement.processed", SETTLEMENTS, "", {"settlement": "id entity amount status fees tax utr created_at"}),
)

# Of a registration link and its mandate, by method: what one flow sends, from the link to its last event.
MANDATES: tuple[Sample, ...] = (
    *(
        Sample("payment.authorized", RECURRING, method, {"payment": f"{PAYMENT} {MANDATE} {more}"}, {"payment": also})
        for method, more, also in (
            ("emandate", "", ""),
            ("card", "card", "amount_transferred"),
            ("nach", WHOLE, ""),
            ("upi", "", "upi"),
        )
    ),
    *(
        Sample("payment.captured", RECURRING, method, {"payment": f"{keys} {MANDATE}"}, {"payment": also})
        for method, keys, also in (
            ("emandate", PAYMENT, WHOLE),
            ("card", f"{PAYMENT} card", WHOLE),
            ("nach", f"{OLD_PAYMENT} {WHOLE}", REASON),
            ("upi", PAYMENT, f"{WHOLE} upi"),
        )
    ),
    *(
        Sample(
            "order.paid",
            RECURRING,
            method,
            {"payment": f"{keys} {MANDATE}", "order": order},
            {"payment": also},
        )
        for method, keys, also, order in (
            ("emandate", PAYMENT, WHOLE, f"{ORDER} token"),
            ("card", f"{PAYMENT} card", WHOLE, ORDER),
            ("nach", f"{OLD_PAYMENT} {WHOLE}", REASON, f"{ORDER} token"),
            ("upi", PAYMENT, f"{WHOLE} upi", ORDER),
        )
    ),
    *(
        Sample(
            "invoice.paid",
            RECURRING,
            method,
            {
                "payment": f"{keys} {MANDATE}",
                "order": f"{ORDER} offers token",
                "invoice": f"{INVOICE} currency_symbol {link}",
            },
            {"payment": also},
        )
        for method, keys, also, link in (
            ("emandate", PAYMENT, WHOLE, ""),
            ("card", f"{PAYMENT} card", WHOLE, ""),
            ("nach", f"{OLD_PAYMENT} {WHOLE}", REASON, "subscription_status reminder_status token nach_form_url"),
            ("upi", PAYMENT, f"{WHOLE} upi", ""),
        )
    ),
    *(
        Sample(
            "invoice.expired",
            RECURRING,
            method,
            {"invoice": f"{INVOICE} currency_symbol subscription_status reminder_status {more}"},
        )
        for method, more in (("emandate", ""), ("card", ""), ("nach", "token nach_form_url"))
    ),
    Sample("token.confirmed", RECURRING, "emandate", {"token": f"{TOKEN} recurring_details bank_details {LIMITS}"}),
    Sample("token.confirmed", RECURRING, "nach", {"token": f"{TOKEN} recurring_details {LIMITS}"}),
    Sample("token.confirmed", RECURRING, "upi", {"token": f"{TOKEN} recurring_details vpa start_time"}),
    Sample("token.confirmed", RECURRING, "card", {"token": f"{TOKEN} card expired_at"}, {"token": "recurring_details"}),
    Sample("token.rejected", RECURRING, "emandate", {"token": f"{TOKEN} recurring_details bank_details {LIMITS}"}),
    Sample("token.rejected", RECURRING, "nach", {"token": f"{TOKEN} recurring_details {LIMITS}"}),
    *(
        Sample(event, page, "upi", {"token": f"{TOKEN} recurring_details vpa start_time {LIMITS}"})
        for event, page in (("token.cancelled", RECURRING), ("token.paused", RECURRING), ("token.resumed", CUSTOM))
    ),
    Sample("token.cancelled", RECURRING, "card", {"token": f"{TOKEN} recurring_details card {LIMITS} {HQ}"}),
    # The token of a registration that failed is none that this fake has.
    *(
        Sample(
            "payment.failed",
            RECURRING,
            method,
            {"payment": f"{keys} {MANDATE}"},
            {"payment": also},
            {"payment": lacks},
        )
        for method, keys, also, lacks in (
            ("emandate", PAYMENT, "", "token_id"),
            ("card", f"{PAYMENT} card", "amount_transferred", ""),
            ("nach", f"{PAYMENT} {WHOLE}", "", "token_id"),
            ("upi", OLD_PAYMENT, f"{REASON} upi", "token_id"),
        )
    ),
    Sample("order.notification.delivered", RECURRING, "upi", {"notification": NOTIFICATION}),
    Sample("order.notification.failed", RECURRING, "upi", {"notification": NOTIFICATION}),
)

# Where `created_at` is inside of `payload`, as these pages have it; it is beside as well, as everywhere else.
DATED_INSIDE = ("refund.speed_changed", "order.notification.delivered", "order.notification.failed")
# Of cards saved as tokens; what these show is in test_saved_cards.py.
SAVED_CARDS = (
    *(f"token.{name}" for name in ("initiated", "activated", "deactivated", "suspended", "expiry_updated")),
    *(f"token.service_provider.{name}" for name in ("activated", "cancelled", "deactivated", "failed")),
    "token.service_provider_token.activated",
    "token.cancellation_initiated",
)
_STATES = "under_review needs_clarification activated activated_kyc_pending"
# Of the accounts that a merchant opened: about another account than his own; see test_accounts.
OF_ACCOUNTS = (
    *(f"product.route.{state}" for state in _STATES.split()[:3]),
    *(f"product.{name}.{state}" for name in ("payment_gateway", "payment_links") for state in _STATES.split()),
    *("product.payment_gateway.instantly_activated", "product.payment_gateway.rejected"),
    "product.payment_link.rejected",
    *(f"account.{state}" for state in _STATES.split()),
    *("account.instantly_activated", "account.rejected", "account.suspended", "account.payments_enabled"),
    *("account.funds_hold", "account.funds_unhold", "account.updated", "account.app.authorization_revoked"),
)
BUILT = tuple(dict.fromkeys((*(sample.event for sample in (*SAMPLES, *MANDATES)), *SAVED_CARDS, *OF_ACCOUNTS)))
"""Every event that the fake sends."""
