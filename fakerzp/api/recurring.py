"""Charges to a mandate, made by the merchant with no customer in front of Checkout."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.mandate import Token
from ..entities.order import Order
from ..errors import token_hq as reserved
from .endpoint import Call, Routes
from .fields import Email, Flag, Integer, NotesField, Shape, String

routes = Routes()


@routes.add(
    "POST",
    "/v1/payments/create/recurring",
    "api/payments/recurring-payments/paper-nach/create-subsequent-payments.md",
    python="payment.createRecurring(data={}, **kwargs)",
    node="payments.createRecurringPayment(params, callback)",
    body=Shape(
        {
            "email": Email(required=True),
            "contact": String(required=True),
            "amount": Integer(required=True),
            "currency": String(required=True),
            "order_id": String(required=True),
            "customer_id": String(required=True),
            "token": String(required=True),
            "recurring": Flag(required=True),
            "description": String(most=2048),
            "notes": NotesField(),
        }
    ),
)
def create(call: Call) -> dict[str, Any]:
    """Charge a confirmed token the amount (paise) of an order; the bank's word decides how it ends."""
    fields = call.shaped()
    if not fields["recurring"]:
        raise errors.NOT_RECURRING.error(field="recurring")
    return charge(call, fields)


def charge(call: Call, fields: dict[str, Any]) -> dict[str, Any]:
    """What a charge of these (checked) fields answers."""
    if "order_id" not in fields:
        raise call.error("required", field="order_id")
    order: Order = call.known("order", fields["order_id"])
    customer = call.known("customer", fields["customer_id"])
    token: Token = call.known("token", fields["token"])
    law = call.world.law
    if token.customer_id != customer.id:
        raise errors.TOKEN_OF_OTHER_CUSTOMER.error(field="token")
    if not law.allows(token, "charge"):
        raise law.refuse(token, "charge")
    if token.expired_at is not None and token.expired_at <= call.now:
        raise errors.TOKEN_EXPIRED.error(field="token")
    _check_notice(call, order, token)
    if token.mandate is not None and token.mandate.frequency == "one_time" and token.charges:
        raise errors.CHARGED_ONCE.error(field="token")
    if not law.allows(order, "pay"):
        raise law.refuse(order, "pay")
    if fields["currency"] != order.currency:
        raise call.error("one_of", field="currency")
    if fields["amount"] != order.amount_due:
        raise errors.CHARGE_AMOUNT.error()
    maximum = token.mandate.max_amount if token.mandate else None
    if maximum is not None and fields["amount"] > maximum:
        raise errors.CHARGE_OVER_MAXIMUM.error()
    if token.left is not None and fields["amount"] > token.left:
        raise reserved.TOO_MUCH_DEBITED.error(field="amount")
    law.move(call.books, token, "charge", call.now)
    payment = call.world.counter.charge(call.books, order, token, fields)
    return call.world.counter.receipt(order, payment)


def _check_notice(call: Call, order: Order, token: Token) -> None:
    """A charge that was announced is of that token, and not before the time that was announced."""
    notice = dict(dict(order.shown).get("notification", ()))
    if not notice:
        return
    if notice["token_id"] != token.id:
        raise errors.NOTICE_OF_OTHER_TOKEN.error(field="token")
    if call.now < notice.get("payment_after", 0):
        raise errors.CHARGE_TOO_EARLY.error()
