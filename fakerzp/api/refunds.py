"""Refunds: normal and instant, whole and in part, and the header that makes a retry safe."""

from __future__ import annotations

import re
from typing import Any

from .. import errors
from ..entities.base import evolve
from ..entities.payment import Payment, Refund, refund_json
from ..exceptions import NotFaked
from .endpoint import Call, Routes, Says
from .fields import Choice, Field, Flag, Integer, NotesField, Shape, String
from .idempotency import Key, once
from .lists import page
from .money import check_amount
from .reversals import reverse_all

routes = Routes()

_FIELDS: dict[str, Field] = {
    "amount": Integer(),
    "speed": Choice(("normal", "optimum")),
    "notes": NotesField(),
    "receipt": String(most=40),
    "reverse_all": Flag(),
}
# What is said where a refund is drawn on more than is there.
_LACKING = {"merchant": errors.REFUND_BALANCE, "credits": errors.REFUND_CREDITS}
_NEVER_INSTANT = ("emi", "cardless_emi", "paylater")
"""Methods whose refunds go at normal speed whatever was asked for (payments/payment-methods/emi.md)."""
_KEY = Key(
    "X-Refund-Idempotency",
    10,
    None,
    re.compile(r"[0-9A-Za-z_-]+\Z"),
    errors.IDEMPOTENCY_SHORT,
    None,
    errors.IDEMPOTENCY_CHARACTERS,
    errors.IDEMPOTENCY_CONFLICT,
)
_SAYS: Says = {"key": errors.KEY_DOT}


def _says_new(call: Call) -> Says:
    says = {"key": errors.KEY_DOT, "invalid_id": errors.INVALID_DOT}
    if "reverse_all" in call.body:
        says = {"key": errors.KEY_ROUTE}
    else:
        says |= {"extra": errors.EXTRA_DOT, "minimum": errors.MINIMUM_DOT}
    if call.header("X-Refund-Idempotency") is not None:
        says["bad_json"] = errors.IDEMPOTENCY_BODY
        if not any((call.key_id, call.key_secret)):
            says["key"] = errors.IDEMPOTENCY_MERCHANT
    return says


@routes.add(
    "POST",
    "/v1/payments/{id}/refund",
    "api/refunds/create-normal.md",
    python="payment.refund(payment_id, data={}, **kwargs)",
    node="payments.refund(paymentId, params = {}, callback)",
    body=Shape(_FIELDS),
    says=_says_new,
)
def create(call: Call, payment_id: str) -> dict[str, Any]:
    """Refund a captured payment: `amount` (smallest unit) or all that is left; `speed` normal or optimum."""
    return _refund(call, payment_id)


@routes.add(
    "POST",
    "/v1/refunds",
    "razorpay/resources/refund.py",
    python="refund.create(data={}, **kwargs)",
    basis="sdk",
    body=Shape({**_FIELDS, "payment_id": String()}),
    says=_says_new,
)
def create_by_field(call: Call) -> dict[str, Any]:
    """The same, with the payment named by the field `payment_id`."""
    payment_id = call.body.get("payment_id")
    if not payment_id:
        raise errors.REFUND_PAYMENT_REQUIRED.error(field="payment_id")
    return _refund(call, String().read(call, "payment_id", payment_id))


def _refund(call: Call, payment_id: str) -> dict[str, Any]:
    payment: Payment = call.find("payment", payment_id)
    return once(
        call, _KEY, payment.id, lambda: _make(call, payment), lambda known: refund_json(call.books.get(known))
    )


def _make(call: Call, payment: Payment) -> dict[str, Any]:
    fields = call.shaped()
    law = call.world.law
    route = "reverse_all" in fields
    if not law.allows(payment, "refund_part"):
        raise law.refuse(payment, "refund_part")
    amount = fields.get("amount", payment.amount_left)
    check_amount(call, amount, payment.currency)
    if amount > payment.amount_left:
        too_much = errors.REFUND_TOO_MUCH_ROUTE if route else errors.REFUND_TOO_MUCH
        raise too_much.error(field="amount")
    if payment.method == "transfer":
        raise NotFaked(
            "a linked account refunds what it got by a transfer on its Dashboard, which is not faked; reverse the"
            " transfer, or refund the customer's payment",
            endpoint="payment.refund",
        )
    refund_id = call.world.ledger.new_id("rfnd_")
    if fields.get("reverse_all"):
        reverse_all(call, payment, amount, refund_id)
    funds = call.world.funds
    left = funds.left(call.books, payment.currency)
    if left is not None and amount > left:
        raise _LACKING[funds.source].error()
    if amount < payment.amount and not payment.refundable_in_part:
        raise errors.REFUND_IN_PART.error(field="amount")
    speed = fields.get("speed", "normal")
    refund = Refund(
        id=refund_id,
        created_at=call.now,
        status="pending",
        payment_id=payment.id,
        amount=amount,
        currency=payment.currency,
        notes=fields.get("notes", ()),
        receipt=fields.get("receipt"),
        speed_requested=speed,
        drawn_on=funds.source,
        speed_processed="instant" if speed == "optimum" and payment.method not in _NEVER_INSTANT else "normal",
        acquirer_data=(("rrn", None),) if payment.method == "upi" else (("arn", None),),
    )
    return refund_json(call.world.counter.windows.refunded(call.books, refund))


@routes.add(
    "GET",
    "/v1/refunds",
    "api/refunds/fetch-all.md",
    python=("refund.all(data={}, **kwargs)", "refund.fetch_all(data={}, **kwargs)"),
    node="refunds.all(params = {}, callback)",
    says=_SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of refunds, newest first; `payment_id` filters."""
    payment_id = call.query.get("payment_id")
    return page(
        call,
        "refund",
        refund_json,
        by={"payment_id": payment_id} if payment_id is not None else None,
        takes=("payment_id",),
    )


@routes.add(
    "GET",
    "/v1/refunds/{id}",
    "api/refunds/fetch-with-id.md",
    python="refund.fetch(refund_id, data={}, **kwargs)",
    node="refunds.fetch(refundId, params = {}, callback)",
    says=_SAYS,
)
def fetch(call: Call, refund_id: str) -> dict[str, Any]:
    """One refund; with `payment_id` (the Node SDK's way) only if it is one of that payment's."""
    refund: Refund = call.find("refund", refund_id)
    if call.query.get("payment_id", refund.payment_id) != refund.payment_id:
        raise call.error("unknown_id")
    return refund_json(refund)


@routes.add(
    "PATCH",
    "/v1/refunds/{id}",
    "api/refunds/update.md",
    python="refund.edit(refund_id, data={}, **kwargs)",
    node="refunds.edit(refundId, params, callback)",
    body=Shape({"notes": NotesField(required=True)}),
    says={**_SAYS, "required": errors.REFUND_NOTES_REQUIRED},
)
def edit(call: Call, refund_id: str) -> dict[str, Any]:
    """Change a refund's notes."""
    refund: Refund = call.find("refund", refund_id)
    edited = evolve(refund, notes=call.shaped()["notes"])
    call.books.put(edited)
    return refund_json(edited)


@routes.add(
    "GET",
    "/v1/payments/{id}/refunds",
    "api/refunds/fetch-multiple-refund-payment.md",
    python="payment.fetch_multiple_refund(payment_id, data={}, **kwargs)",
    node="payments.fetchMultipleRefund(paymentId, params={}, callback)",
    says=_SAYS,
)
def refunds_of(call: Call, payment_id: str) -> dict[str, Any]:
    """A page of a payment's refunds, newest first."""
    if not payment_id:
        raise call.error("unknown_id")
    payment = call.find("payment", payment_id)
    return page(call, "refund", refund_json, by={"payment_id": payment.id})


@routes.add(
    "GET",
    "/v1/payments/{id}/refunds/{refund_id}",
    "api/refunds/fetch-specific-refund-payment.md",
    python="payment.fetch_refund_id(payment_id, refund_id, **kwargs)",
    node="payments.fetchRefund(paymentId, refundId, callback)",
    says=_SAYS,
)
def refund_of(call: Call, payment_id: str, refund_id: str) -> dict[str, Any]:
    """One refund of a payment."""
    payment = call.find("payment", payment_id)
    refund: Refund = call.find("refund", refund_id)
    if refund.payment_id != payment.id:
        raise call.error("unknown_id")
    return refund_json(refund)
