"""Reversals: a transfer taken back from its linked account, whole or in part; also by the refund of a payment."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.payment import Payment
from ..entities.route import Transfer, listed_reversal_json, reversal_json
from ..errors import route as texts
from .endpoint import Call, Routes
from .fields import Integer, NotesField, Shape
from .lists import page
from .money import check_amount

routes = Routes()


@routes.add(
    "POST",
    "/v1/transfers/{id}/reversals",
    "api/payments/route/reverse-a-transfer.md",
    python="transfer.reverse(transfer_id, data={}, **kwargs)",
    node="transfers.reverse(transferId, params, callback)",
    body=Shape({"amount": Integer(), "notes": NotesField()}),
    says={"key": errors.KEY_ROUTE},
)
def create(call: Call, transfer_id: str) -> dict[str, Any]:
    """Take back `amount` (smallest unit) of a transfer, or all that is left; the fee stays paid."""
    transfer: Transfer = call.find("transfer", transfer_id)
    fields = call.shaped()
    law = call.world.law
    if not law.allows(transfer, "reverse_part"):
        raise law.refuse(transfer, "reverse_part")
    amount = fields.get("amount", transfer.amount_left)
    check_amount(call, amount, transfer.currency)
    if amount > transfer.amount_left:
        raise texts.REVERSAL_TOO_MUCH.error(field="amount")
    _check_balance(call, transfer, amount)
    return reversal_json(call.world.route.reverse(call.books, transfer, amount, fields.get("notes", ())))


def _check_balance(call: Call, transfer: Transfer, amount: int) -> None:
    if amount > call.world.route.left_with(transfer.recipient, transfer.currency):
        raise texts.REVERSAL_BALANCE.error()


@routes.add(
    "GET",
    "/v1/transfers/{id}/reversals",
    "api/payments/route/fetch-reversals.md",
    python="transfer.reversals(transfer_id, data={}, **kwargs)",
    says={"key": texts.KEY_API},
)
def reversals_of(call: Call, transfer_id: str) -> dict[str, Any]:
    """A page of the reversals of a transfer, newest first."""
    transfer = call.find("transfer", transfer_id)
    return page(call, "reversal", listed_reversal_json, by={"transfer_id": transfer.id})


def reverse_all(call: Call, payment: Payment, amount: int, refund_id: str) -> None:
    """Before so much of a payment is refunded, take it back from whom it was transferred to.

    All of its transfers if all is refunded that is left of it, else as much of the only one. Raises the error of the
    page if it has several, and that of a linked account which has not enough.
    """
    found = call.books.newest("transfer", field="payment_id", value=payment.id)
    there = [transfer for transfer in reversed(found) if call.world.law.allows(transfer, "reverse_part")]
    whole = amount == payment.amount_left
    if not whole and len(there) > 1:
        raise texts.REVERSE_ALL_PARTLY.error(field="reverse_all")
    for transfer in there:
        taken = transfer.amount_left if whole else min(amount, transfer.amount_left)
        _check_balance(call, transfer, taken)
        call.world.route.reverse(call.books, transfer, taken, (), refund_id)
