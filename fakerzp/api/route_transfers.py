"""Transfers to linked accounts: from a payment or from the balance, fetched, listed, held."""

from __future__ import annotations

import re
from typing import Any

from .. import errors
from ..entities.base import collection
from ..entities.payment import Payment
from ..entities.route import Transfer, asked_json, made_json, transfer_json
from ..entities.settlement import settlement_json
from ..errors import route as texts
from ..exceptions import NotFaked
from . import transfers
from .endpoint import Call, Routes, Says
from .fields import Anything, Flag, Shape
from .idempotency import Key, once
from .lists import expansions, page

routes = Routes()

_SAYS: Says = {"key": errors.KEY_ROUTE, "required": errors.TRANSFER_INPUT}
_KEY = Key(
    "X-Transfer-Idempotency",
    4,
    36,
    re.compile(r"[0-9A-Za-z_ -]+\Z"),
    texts.KEY_SHORT,
    texts.KEY_LONG,
    texts.KEY_CHARACTERS,
    errors.IDEMPOTENCY_CONFLICT,
)
SETTLEMENT = "recipient_settlement"


def _says_direct(call: Call) -> Says:
    return {**_SAYS, "key": texts.KEY_API} if call.header(_KEY.header) is not None else _SAYS


@routes.add(
    "POST",
    "/v1/payments/{id}/transfers",
    "api/payments/route/create-transfers-payments.md",
    python="payment.transfer(payment_id, data={}, **kwargs)",
    node="payments.transfer(paymentId, params = {}, callback)",
    body=Shape({"transfers": transfers.Asked(required=True)}),
    says=_SAYS,
)
def create_of_payment(call: Call, payment_id: str) -> dict[str, Any]:
    """Share a captured payment with linked accounts; answered pending, processed then.

    The amounts (smallest unit) are no more than is left of the payment, and with their fees no more than the balance.
    """
    payment: Payment = call.find("payment", payment_id)
    asked = transfers.listed(call, call.shaped()["transfers"])
    for n, one in enumerate(asked):
        transfers.check_one(
            call, f"transfers.{n}.", one, lambda at: call.error("too_small", field=at, limit=transfers.LEAST)
        )
    law = call.world.law
    if not law.allows(payment, "transfer"):
        raise law.refuse(payment, "transfer")
    if payment.currency != "INR":
        raise errors.TRANSFER_CURRENCY.error(field="currency")
    if payment.amount_refunded:
        raise texts.TRANSFER_AFTER_REFUND.error()
    _check_sum(call, payment, asked)
    _check_balance(call, asked)
    made = [_pending(call, one, payment.id, payment_id=payment.id) for one in asked]
    answer = collection([asked_json(transfer) for transfer in made])
    for transfer in made:
        call.world.route.begin(call.books, transfer)
    return answer


def _pending(call: Call, one: dict[str, Any], source: str, payment_id: str | None = None) -> Transfer:
    transfer_id = call.world.ledger.new_id("trf_")
    return transfers.make(call, one, source, id=transfer_id, status="pending", payment_id=payment_id)


def _check_sum(call: Call, payment: Payment, asked: list[dict[str, Any]]) -> None:
    """No more than was captured, counting what is on its way: failed transfers are not, nor is what an order asks."""
    before = call.books.newest("transfer", field="payment_id", value=payment.id)
    promised = sum(transfer.amount for transfer in before if transfer.status != "failed")
    if promised + sum(one["amount"] for one in asked) > payment.amount:
        raise errors.TRANSFER_SUM.error()


def _check_balance(call: Call, asked: list[dict[str, Any]]) -> None:
    route = call.world.route
    if sum(route.cost_of(one["amount"]) for one in asked) > route.available(call.books, "INR"):
        raise errors.TRANSFER_BALANCE.error()


@routes.add(
    "GET",
    "/v1/payments/{id}/transfers",
    "api/payments/route/fetch-transfers-payment.md",
    python="payment.transfers(payment_id, data={}, **kwargs)",
    node="payments.fetchTransfer(paymentId, callback)",
    says=_SAYS,
)
def transfers_of(call: Call, payment_id: str) -> dict[str, Any]:
    """A page of the transfers that a payment is shared by, as they were asked for; those of its order too."""
    if not payment_id:
        raise call.error("unknown_id")
    payment = call.find("payment", payment_id)
    wanted = _wanted(call)
    found = page(
        call,
        "transfer",
        lambda transfer: _shown(call, transfer, wanted),
        by={"payment_id": payment.id},
        takes=("payment_id", "expand[]", "expand"),
    )
    return {**found, "items": found["items"][::-1]}


@routes.add(
    "POST",
    "/v1/transfers",
    "api/payments/route/direct-transfers.md",
    python="transfer.create(data={}, **kwargs)",
    node="transfers.create(params, callback)",
    says=_says_direct,
)
def create(call: Call) -> dict[str, Any]:
    """Transfer `amount` (paise) from the balance to a linked account; `X-Transfer-Idempotency` makes a retry safe."""
    return once(call, _KEY, "", lambda: _direct(call), lambda known: made_json(call.books.get(known)))


def _direct(call: Call) -> dict[str, Any]:
    one = transfers.numbered(dict(call.body))
    transfers.check_one(call, "", one, lambda at: texts.DIRECT_LEAST.error(field=at))
    _check_balance(call, [one])
    return made_json(call.world.route.begin(call.books, _pending(call, one, call.account)))


@routes.add(
    "GET",
    "/v1/transfers",
    "api/payments/route/fetch-settlement-details.md",
    python=("transfer.all(data={}, **kwargs)", "transfer.fetch_all(data={}, **kwargs)"),
    node=("transfers.all(params = {}, callback)", "transfers.fetchSettlements(callback)?expand[]=recipient_settlement"),
    says=_SAYS,
)
def fetch_all(call: Call) -> dict[str, Any] | None:
    """A page of transfers, newest first; `recipient_settlement_id` filters, `expand[]` adds the settlement of each.

    For a settlement that is none the page says null.
    """
    kind = call.query.get("transfer_type", "regular")
    if kind == "platform":
        raise NotFaked("transfers of type platform are a partner's, which this account is not", endpoint="transfer.all")
    if kind != "regular":
        raise call.error("one_of", field="transfer_type")
    settlement = call.query.get("recipient_settlement_id")
    if settlement is not None and _settlement(call, settlement) is None:
        return None
    wanted = _wanted(call)
    return page(
        call,
        "transfer",
        lambda transfer: _shown(call, transfer, wanted),
        by={"recipient_settlement_id": settlement} if settlement is not None else None,
        takes=("recipient_settlement_id", "transfer_type", "expand[]", "expand"),
    )


@routes.add(
    "GET",
    "/v1/transfers/{id}",
    "api/payments/route/fetch-a-transfer.md",
    python="transfer.fetch(transfer_id, data={}, **kwargs)",
    node="transfers.fetch(transferId, params = {}, callback)",
    says=_SAYS,
)
def fetch(call: Call, transfer_id: str) -> dict[str, Any]:
    """One transfer; `expand[]` adds the settlement that it was paid out by."""
    transfer = call.find("transfer", transfer_id)
    return _shown(call, transfer, _wanted(call))


@routes.add(
    "PATCH",
    "/v1/transfers/{id}",
    "api/payments/route/modify-settlement-hold.md",
    python="transfer.edit(transfer_id, data={}, **kwargs)",
    node="transfers.edit(transferId, params, callback)",
    body=Shape({"on_hold": Flag(required=True), "on_hold_until": Anything()}),
    says=_SAYS,
)
def edit(call: Call, transfer_id: str) -> dict[str, Any]:
    """Put the settlement of a transfer on hold, until `on_hold_until` (Unix seconds) or for good, or release it."""
    transfer: Transfer = call.find("transfer", transfer_id)
    amount = call.body.get("amount")
    if type(amount) is int and amount < transfers.LEAST:  # the page has this text, and no such field: no other is taken
        raise call.error("minimum", field="amount", least="INR 1.00")
    fields = call.shaped()
    until = transfers.until_of(call, "", fields)
    event = "hold" if fields["on_hold"] else "release"
    if until is not None and event == "release":
        raise texts.HOLD_UNTIL_ALONE.error(field="on_hold")
    law, route = call.world.law, call.world.route
    if not law.allows(transfer, event):
        raise law.refuse(transfer, event)
    if transfer.recipient_settlement_id is not None:
        raise texts.HOLD_SETTLED.error()
    held = route.hold(call.books, transfer, until) if event == "hold" else route.release(call.books, transfer)
    return transfer_json(held)


def _wanted(call: Call) -> list[str]:
    wanted = expansions(call)
    for n, name in enumerate(wanted):
        if name != SETTLEMENT:
            raise texts.EXPAND.error(field=f"expand.{n}")
    return wanted


def _settlement(call: Call, settlement_id: str | None) -> Any:
    """A settlement, whichever linked account it paid; None if there is none."""
    found = call.world.ledger.record(settlement_id) if settlement_id is not None else None
    return found[1] if found is not None and found[1].KIND == "settlement" else None


def _shown(call: Call, transfer: Transfer, wanted: list[str]) -> dict[str, Any]:
    """A transfer with the settlement that `expand[]` asks for, after its id."""
    body = transfer_json(transfer)
    if not wanted:
        return body
    shown: dict[str, Any] = {}
    for name, value in body.items():
        shown[name] = value
        if name == "recipient_settlement_id":
            settlement = _settlement(call, value)
            shown[SETTLEMENT] = None if settlement is None else settlement_json(settlement)
    return {**shown, "source_channel": "online"}
