"""Payments: fetched, listed, captured, edited. They are made by customers (`world/checkout`) and by mandates."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .. import errors
from ..entities.base import collection, evolve
from ..entities.mandate import card_json, token_json
from ..entities.payment import Payment, payment_json, refund_json
from ..entities.token_hq import CardToken
from ..exceptions import NotFaked
from ..world.recon import transaction
from .bank_transfers import TO_ACCOUNTS, to_accounts
from .endpoint import Call, Routes, Says
from .fields import Epoch, Flag, Integer, NotesField, Shape, String
from .lists import expansions, page, page_of

routes = Routes()

EXPANDABLE = ("card", "emi", "transaction", "refunds", "offers", "token", "transaction.settlement")
_SAYS: Says = {"key": errors.KEY_DOT, "unknown_id": errors.UNKNOWN_DOT, "invalid_id": errors.UNKNOWN_DOT}


def payment_with(call: Call, payment: Payment, wanted: Collection[str]) -> dict[str, Any]:
    """A payment with what `expand[]` asks for."""
    body = payment_json(payment)
    if payment.status == "created" and isinstance(call.books.get(payment.token_id), CardToken):
        # payment-methods/cards/token-hq/merchant-requestor/apis.md, and that with network tokens
        body["reference17"] = None
    for name in wanted:
        if name == "card":
            if payment.card_id is not None:
                body["card"] = card_json(call.books.get(payment.card_id))
        elif name == "refunds":
            refunds = call.books.newest("refund", field="payment_id", value=payment.id)
            body["refunds"] = collection([refund_json(refund) for refund in refunds])
        elif name == "offers":
            body["offers"] = collection([{"id": payment.offer_id}] if payment.offer_id is not None else [])
        elif name == "token":
            token = call.books.get(payment.token_id)
            if isinstance(token, CardToken):
                body["token"] = _saved_card(call, token)
            elif token is not None:
                body["token"] = token_json(token, call.books.get(token.card_id))
        elif name == "emi":
            if payment.emi is not None:  # others show no such key
                body["emi"] = body.pop("emi_plan")
        else:
            whole = "transaction.settlement" in wanted
            body["transaction"] = transaction(call.books, payment, "capture", "create", settlement=whole)
    return body


def _saved_card(call: Call, token: CardToken) -> dict[str, Any]:
    """A card of TokenHQ as a payment shows it (cards/token-hq/razorpay-requestor-with-network-tokens/apis.md)."""
    card = call.books.get(token.card_id)
    shown: dict[str, Any] = call.world.token_hq.shown(call.books, token)
    return {**shown, "expiry_month": card.expiry_month, "expiry_year": card.expiry_year}


def _wanted(call: Call) -> list[str]:
    wanted = expansions(call)
    for n, name in enumerate(wanted):
        if name not in EXPANDABLE:
            text = errors.EXPAND_CARD if "card" in wanted else errors.GENERAL["expand"]
            raise text.error(field=f"expand.{n}")
    return wanted


def _says_all(call: Call) -> Says:
    if call.header("X-Razorpay-Account") is not None:
        return {"key": errors.KEY_ROUTE}
    return _SAYS


@routes.add(
    "GET",
    "/v1/payments",
    "api/payments/fetch-all-payments.md",
    python=("payment.all(data={}, **kwargs)", "payment.fetch_all(data={}, **kwargs)"),
    node="payments.all(params = {}, callback)",
    says=_says_all,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of payments, newest first; `customer_id` and `order_id` filter, `expand[]` adds.

    `virtual_account=1` asks for those to virtual accounts, `va_transaction_id` for the one with that UTR.
    """
    wanted = _wanted(call)
    by: dict[str, object] = {name: call.query[name] for name in ("order_id", "customer_id") if name in call.query}

    def render(payment: Payment) -> dict[str, Any]:
        return payment_with(call, payment, wanted)

    def keep(payment: Payment) -> bool:
        return all(getattr(payment, name) == value for name, value in by.items())

    takes = ("order_id", "customer_id", "expand[]", "expand", *TO_ACCOUNTS)
    if any(name in call.query for name in TO_ACCOUNTS):
        return page_of(call, to_accounts(call), render, keep=keep, takes=takes)
    return page(call, "payment", render, by=by or None, keep=keep, takes=takes)


@routes.add(
    "GET",
    "/v1/payments/{id}",
    "api/payments/fetch-with-id.md",
    python="payment.fetch(payment_id, data={}, **kwargs)",
    node="payments.fetch(paymentId, params = {}, callback)",
    says=_SAYS,
)
def fetch(call: Call, payment_id: str) -> dict[str, Any]:
    """One payment; `expand[]` adds its card, EMI plan, refunds, offers or token."""
    return payment_with(call, call.find("payment", payment_id), _wanted(call))


@routes.add(
    "PATCH",
    "/v1/payments/{id}",
    "api/payments/update.md",
    python="payment.edit(payment_id, data={}, **kwargs)",
    node="payments.edit(paymentId, params = {}, callback)",
    body=Shape({"notes": NotesField(), "on_hold": Flag(), "on_hold_until": Epoch()}),
    says=_SAYS,
)
def edit(call: Call, payment_id: str) -> dict[str, Any]:
    """Change a payment's notes, or hold its settlement (`on_hold`, `on_hold_until` in Unix seconds)."""
    payment: Payment = call.find("payment", payment_id)
    fields = call.shaped()
    if not fields:
        raise call.error("required", field="notes")
    if payment.method == "transfer" and fields.keys() & {"on_hold", "on_hold_until"}:
        raise NotFaked("what a transfer brought is held and released by that: transfer.edit", endpoint="payment.edit")
    edited = evolve(payment, **fields)
    call.books.put(edited)
    settlements = call.world.settlements
    if edited.on_hold and edited.on_hold_until:
        settlements.hold_until(call.account, edited.id, edited.on_hold_until)
    if bool(edited.on_hold) != bool(payment.on_hold):
        (settlements.hold if edited.on_hold else settlements.release)(call.books, edited)
    return payment_json(edited)


@routes.add(
    "POST",
    "/v1/payments/{id}/capture",
    "api/payments/capture.md",
    python="payment.capture(payment_id, amount, data={}, **kwargs)",
    node="payments.capture(paymentId, amount, currency, callback)",
    body=Shape({"amount": Integer(required=True), "currency": String()}),
    says={
        "key": errors.KEY_DOT,
        "invalid_id": errors.GENERAL["unknown_id"],
        "integer": errors.CAPTURE_INTEGER,
    },
)
def capture(call: Call, payment_id: str) -> dict[str, Any]:
    """Capture an authorized payment, whole; `amount` in the smallest unit of its currency."""
    payment: Payment = call.find("payment", payment_id)
    fields = call.shaped()
    if not call.world.law.allows(payment, "capture"):
        raise call.world.law.refuse(payment, "capture")
    if fields["amount"] != payment.amount:
        raise errors.CAPTURE_AMOUNT.error(field="amount")
    if fields.get("currency", payment.currency) != payment.currency:
        raise call.error("one_of", field="currency")
    return payment_json(call.world.counter.windows.captured(call.books, payment))


@routes.add(
    "GET",
    "/v1/payments/{id}/card",
    "api/payments/fetch-card-details-payment.md",
    python="payment.fetchCardDetails(payment_id, **kwargs)",
    node="payments.fetchCardDetails(paymentId, callback)",
    says=_SAYS,
)
def card_of(call: Call, payment_id: str) -> dict[str, Any]:
    """The card that a payment was made with."""
    payment: Payment = call.find("payment", payment_id)
    if payment.card_id is None:
        raise errors.NOT_A_CARD.error()
    return card_json(call.books.get(payment.card_id))
