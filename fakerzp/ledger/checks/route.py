"""Whether figures add up: transfers to linked accounts, and their reversals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...exceptions import LedgerError
from ..books import Books

_THERE = ("processed", "partially_reversed", "reversed")


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
    for transfer in books.all("transfer"):
        reversals = books.newest("reversal", field="transfer_id", value=transfer.id)
        _same(transfer, "amount_reversed", transfer.amount_reversed, sum(one.amount for one in reversals))
        _check_status(transfer)
    for payment in books.all("payment"):
        shares = books.newest("transfer", field="payment_id", value=payment.id)
        there = sum(transfer.amount for transfer in shares if transfer.status in _THERE)
        _same(payment, "amount_transferred", payment.amount_transferred, there)
        if payment.amount_transferred > payment.amount:
            raise LedgerError(f"{payment.id} of {payment.amount} was transferred by {payment.amount_transferred}")
    for order in books.all("order"):
        for transfer_id in order.transfers:
            transfer = books.get(transfer_id)
            if (order.status == "paid") == (transfer.status == "created"):
                raise LedgerError(f"{order.id} is {order.status} and its transfer {transfer_id} {transfer.status}")


def _check_status(transfer: Any) -> None:
    """A transfer is as far as its figures say."""
    there = transfer.status in _THERE
    whole = transfer.amount_reversed == transfer.amount
    if (transfer.status == "reversed") != whole or (transfer.status == "partially_reversed") != (
        0 < transfer.amount_reversed and not whole
    ):
        raise LedgerError(f"{transfer.id} is {transfer.status} with {transfer.amount_reversed} reversed")
    if there != (transfer.processed_at is not None) or there != (transfer.received_id is not None):
        raise LedgerError(f"{transfer.id} is {transfer.status} and was processed at {transfer.processed_at}")
    if (transfer.failure is not None) != (transfer.status == "failed"):
        raise LedgerError(f"{transfer.id} is {transfer.status} with the error {transfer.failure}")
    if not 0 <= (transfer.tax or 0) <= transfer.fees:
        raise LedgerError(f"{transfer.id} has the fees {transfer.fees} and the tax {transfer.tax}")


def check_between(all_books: Sequence[Books]) -> None:
    """What holds between the books of accounts: what one has sent, the other has received, held and given back."""
    by_account = {books.account: books for books in all_books}
    for books in all_books:
        for transfer in books.all("transfer"):
            if transfer.received_id is not None:
                _check_received(books, by_account[transfer.recipient], transfer)


def _check_received(books: Books, linked: Books, transfer: Any) -> None:
    received = linked.get(transfer.received_id)
    if received is None:
        raise LedgerError(f"{transfer.id} is {transfer.status} and {transfer.recipient} has no payment of it")
    _same(received, "amount", received.amount, transfer.amount)
    _same(received, "amount_refunded", received.amount_refunded, transfer.amount_reversed)
    _same(received, "on_hold", bool(received.on_hold), transfer.on_hold)
    for reversal in books.newest("reversal", field="transfer_id", value=transfer.id):
        given_back = linked.get(reversal.given_back_id)
        if given_back is None or (given_back.amount, given_back.payment_id) != (reversal.amount, received.id):
            raise LedgerError(f"{reversal.id} took back {reversal.amount}, {transfer.recipient} gave {given_back}")
    settlement = linked.claimed(("settlement of", received.id, "create"))
    _same(transfer, "recipient_settlement_id", transfer.recipient_settlement_id, settlement)


def _same(record: Any, field: str, found: object, expected: object) -> None:
    if found != expected:
        raise LedgerError(f"{record.id}: {field} is {found!r}, its sources say {expected!r}")
