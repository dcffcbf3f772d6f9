"""What a webhook shows of an entity: not what the API answers, so each is rendered here from the pages of webhooks.

Keys come in the order of their pages. Where the samples of one page differ, the union of what they show for that
method and event; amounts in the smallest unit, times in Unix seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ...entities.base import collection
from ...entities.invoice import Invoice, invoice_json
from ...entities.mandate import Card, Token, card_json, mandate_json, token_json
from ...entities.order import Order, order_json
from ...entities.payment import Payment, Refund, payment_json, refund_json
from ...entities.payment_link import PaymentLink, payment_link_json
from ...entities.settlement import Settlement, settlement_json
from ...ledger.law import Happening

Json = dict[str, Any]


def _keys(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# webhooks/payments.md, api/payments/recurring-payments/webhooks.md
PAYMENT = _keys(
    "id entity amount currency base_amount status order_id invoice_id international method amount_refunded "
    "amount_transferred refund_status captured description card_id card bank wallet vpa email contact "
    "customer_id token_id notes fee tax error_code error_description error_source error_step error_reason "
    "acquirer_data created_at upi"
)
# webhooks/payment-links.md shows more of the payment, and of the order what no other page shows
PAYMENT_OF_LINK = (*PAYMENT, "fee_bearer", "amount_captured", "provider", "reward")
CARD = _keys("id entity name last4 network type issuer international emi sub_type iin expiry_month expiry_year")
# webhooks/orders.md; `offers` only where an invoice is paid, `token` for mandates
ORDER = _keys(
    "id entity amount amount_paid amount_due currency receipt offer_id offers status attempts notes created_at token"
)
# webhooks/refunds.md
REFUND = _keys(
    "id entity amount currency payment_id notes receipt acquirer_data created_at batch_id status "
    "speed_processed speed_requested"
)
# webhooks/invoices.md, which shows no line items
INVOICE = _keys(
    "id entity receipt invoice_number customer_id customer_details order_id payment_id status expire_by "
    "issued_at paid_at cancelled_at expired_at sms_status email_status date terms partial_payment gross_amount "
    "tax_amount taxable_amount amount amount_paid amount_due first_payment_min_amount currency currency_symbol "
    "description notes comment short_url view_less billing_start billing_end type group_taxes_discounts "
    "supply_state_code subscription_status user_id created_at idempotency_key reminder_status token "
    "nach_form_url"
)
# webhooks/payment-links.md: in alphabetical order
PAYMENT_LINK = _keys(
    "accept_partial amount amount_paid callback_method callback_url cancelled_at created_at currency customer "
    "description expire_by expired_at first_min_partial_amount id notes notify order_id reference_id "
    "reminder_enable reminders short_url status updated_at upi_link user_id whatsapp_link"
)
# api/payments/recurring-payments/webhooks.md
TOKEN = _keys(
    "id entity token bank wallet method vpa card recurring recurring_details auth_type mrn used_at created_at "
    "start_time bank_details max_amount expired_at status error_code error_description "
    "compliant_with_tokenisation_guidelines dcc_enabled"
)
SAVED_CARD = _keys("entity name last4 network type issuer international emi sub_type expiry_month expiry_year flows")
# What the order of a payment link shows besides its own figures: always the same.
_ORDER_OF_LINK: Mapping[str, Any] = dict.fromkeys(
    _keys(
        "account_number bank bank_account checkout_config_id force_offer late_auth_config_id payer_name "
        "provider_context public_response reference2 reference3 reference4 reference5 reference6 reference7 "
        "reference8 source transfers"
    )
)
# The card of every sample has this in place of its first six digits.
_IIN = "999999"


def _in_order(keys: Iterable[str], shown: Mapping[str, Any]) -> Json:
    return {key: shown[key] for key in keys if key in shown}


def _bare(entity_id: str) -> str:
    """An id without its prefix."""
    return entity_id.partition("_")[2]


def _card(record: Payment | Token, happening: Happening) -> Card | None:
    return next((card for card in happening.beside if isinstance(card, Card) and card.id == record.card_id), None)


def payment_event_json(payment: Payment, happening: Happening) -> Json:
    """A payment; in Indian rupees `base_amount` is its amount, in others nobody here knows the rate."""
    of_link = happening.event.startswith("payment_link.")
    shown = payment_json(payment)
    whole = payment.captured or payment.method == "nach" or happening.event.startswith("refund.")
    if whole and payment.currency == "INR":
        shown["base_amount"] = payment.amount
    if whole or payment.method in ("card", "emi"):
        shown.setdefault("amount_transferred", payment.amount_transferred)
    card = _card(payment, happening)
    if card is not None:
        of_card = {**card_json(card), "iin": _IIN}
        if happening.event.startswith("subscription."):
            of_card |= {"expiry_month": card.expiry_month, "expiry_year": card.expiry_year}
        shown["card"] = _in_order(CARD, of_card)
        shown.setdefault("token_id", None)
    if happening.event.startswith("subscription."):
        shown["captured"] = "1" if payment.captured else False
    if "upi" in shown:
        # `flow`, which the API shows, is in webhooks for Turbo UPI only.
        del shown["upi"]["flow"]
    if payment.method == "emandate":
        shown["acquirer_data"] = {}
    if happening.event.startswith("payment.dispute."):  # no card and no token in any of the samples
        shown.pop("card", None)
        shown.pop("token_id", None)
    if not of_link:
        return _in_order(PAYMENT, shown)
    shown.setdefault("card", None)
    shown |= {"fee_bearer": "platform", "amount_captured": None}
    return _in_order(PAYMENT_OF_LINK, shown)


def order_event_json(order: Order, happening: Happening) -> Json:
    """An order; with the mandate that it asks for where its pages show one."""
    link = next((record for record in happening.records if isinstance(record, PaymentLink)), None)
    if link is not None:
        return _order_of_link(order, link, happening)
    shown = {name: value for name, value in order_json(order).items() if name not in ("offers", "token")}
    of_invoice = happening.event == "invoice.paid"
    if of_invoice:
        shown["offers"] = collection([])
    if order.mandate is not None and (of_invoice or order.mandate.method in ("nach", "emandate")):
        shown["token"] = mandate_json(order.mandate)
    return _in_order(ORDER, shown)


def _order_of_link(order: Order, link: PaymentLink, happening: Happening) -> Json:
    """The order behind a payment link, as Razorpay keeps it: ids without prefix, and no `entity`."""
    body: Json = {
        **_ORDER_OF_LINK,
        "amount": order.amount,
        "amount_due": order.amount_due,
        "amount_paid": order.amount_paid,
        "app_offer": False,
        "attempts": order.attempts,
        "authorized": True,
        "created_at": order.created_at,
        "currency": order.currency,
        "customer_id": order.customer_id,
        "discount": False,
        "first_payment_min_amount": order.first_payment_min_amount or None,
        "id": _bare(order.id),
        "merchant_id": _bare(happening.account),
        "method": order.method,
        "notes": dict(order.notes) if order.notes else [],
        "offers": {},
        "order_metas": [],
        "order_relationships": [],
        "partial_payment": order.partial_payment,
        "payment_capture": order.capture,
        "product_id": _bare(link.id),
        "product_type": "payment_link_v2",
        "public_key": order.key_id,
        "receipt": order.receipt,
        "status": order.status,
        "updated_at": happening.at,
    }
    return dict(sorted(body.items()))


def notification_event_json(order: Order, happening: Happening) -> Json:
    """The pre-debit notification of an order (api/payments/recurring-payments/webhooks.md)."""
    asked = dict(dict(order.shown)["notification"])
    return {
        "id": asked["id"],
        "entity": "notification",
        "order_id": order.id,
        "token_id": asked["token_id"],
        "delivered_at": asked["delivered_at"],
        "status": asked["status"],
        "payment_after": asked.get("payment_after"),
    }


def refund_event_json(refund: Refund, happening: Happening) -> Json:
    """A refund."""
    return _in_order(REFUND, refund_json(refund))


def invoice_event_json(invoice: Invoice, happening: Happening) -> Json:
    """An invoice, link or registration link; what reminds and what subscribes shows where it expired."""
    shown = {**dict.fromkeys(("supply_state_code", "user_id")), **invoice_json(invoice)}
    shown.setdefault("first_payment_min_amount", None)
    for name in ("subscription_status", "reminder_status"):
        if invoice.status == "expired" or "nach_form_url" in shown:
            shown.setdefault(name, None)
    return _in_order(INVOICE, shown)


def payment_link_event_json(link: PaymentLink, happening: Happening) -> Json:
    """A payment link, without its payments; the callback only if there is one."""
    shown = payment_link_json(link)
    if not link.callback_url:
        del shown["callback_url"], shown["callback_method"]
    shown["notify"] = {**dict.fromkeys(("email", "sms", "whatsapp"), False), **shown["notify"]}
    # Every sample says so, of links with reminders and without: there are none to come.
    shown["reminders"] = {"status": "failed"}
    shown |= {"expire_by": link.expire_by, "whatsapp_link": False}
    return _in_order(PAYMENT_LINK, shown)


def token_event_json(token: Token, happening: Happening) -> Json:
    """A token; which keys there are depends on its method and on what happened to it."""
    card = _card(token, happening)
    shown = token_json(token, card)
    confirmed = happening.event == "token.confirmed"
    if token.method != "upi":
        del shown["vpa"]
    if card is not None:
        flows = {"otp": True, "recurring": token.status != "rejected", "iframe": False}
        shown["card"] = {**_in_order(SAVED_CARD, shown["card"]), "flows": flows}
    if card is not None and not confirmed:
        shown["card"] |= {"token_iin": None, "cobranding_partner": None}
        shown |= {"error_code": None, "error_description": None}
    else:
        for name in ("status", "compliant_with_tokenisation_guidelines"):
            shown.pop(name, None)
    if token.method in ("nach", "emandate") or not confirmed:
        shown |= {"max_amount": token.mandate.max_amount if token.mandate else None, "expired_at": token.expired_at}
    shown["recurring"] = token.status not in ("initiated", "rejected")
    if token.reserves:
        return shown
    if happening.event == "token.resumed":
        shown["recurring_details"]["status"] = "resumed"
    return _in_order(TOKEN, shown)


def settlement_event_json(settlement: Settlement, happening: Happening) -> Json:
    """A settlement, as the API answers it (webhooks/settlements.md)."""
    return settlement_json(settlement)


# How each kind of entity is shown, and the events that show it as something else.
SHOWN: Mapping[str, Callable[[Any, Happening], Json]] = {
    "payment": payment_event_json,
    "order": order_event_json,
    "refund": refund_event_json,
    "invoice": invoice_event_json,
    "payment_link": payment_link_event_json,
    "token": token_event_json,
    "settlement": settlement_event_json,
}
SHOWN_AS: Mapping[str, tuple[str, Callable[[Any, Happening], Json]]] = {
    "order.notification.delivered": ("notification", notification_event_json),
    "order.notification.failed": ("notification", notification_event_json),
}
