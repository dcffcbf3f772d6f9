"""Whether figures add up: cards saved as tokens."""

from __future__ import annotations

from typing import Any

from ...exceptions import LedgerError
from ...lifecycles.token_hq import overall
from ..books import Books


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
    for token in books.all("card_token"):
        _check_token(books, token)
    reserving = {token.id: token for token in books.all("token") if token.reserves}
    payments: dict[str, list[Any]] = {token_id: [] for token_id in reserving}
    for payment in books.all("payment") if reserving else ():
        if payment.token_id in reserving:
            payments[payment.token_id].append(payment)
    for token_id, token in reserving.items():
        _check_reserve(token, payments[token_id])
    for made in books.all("service_provider_token"):
        if books.get(made.card_token_id) is None:
            raise LedgerError(f"{made.id} stands behind {made.card_token_id}, which is not there")


def _check_reserve(token: Any, payments: list[Any]) -> None:
    """Of blocked money so much was debited as payments were authorized, besides the one that blocked it."""
    said = sum(one.amount for one in payments[:-1] if any(step.status == "authorized" for step in one.steps))
    if token.debited > said:  # one that was answered after the end of the mandate is debited of nothing
        raise LedgerError(f"{token.id} says that {token.debited} were debited, its payments say {said}")
    if token.debited > token.blocked:
        raise LedgerError(f"{token.id} blocks {token.blocked}, and {token.debited} were debited")


def _check_token(books: Books, token: Any) -> None:
    """A token stands as those behind it do, expires when they do, and is of a card that is there."""
    behind = books.newest("service_provider_token", field="card_token_id", value=token.id)
    statuses = {one.id: one.status for one in behind}
    if dict(token.standing) != statuses:
        raise LedgerError(f"{token.id} knows its providers' tokens as {dict(token.standing)}, they are {statuses}")
    said = overall(statuses.values()) if statuses else "initiated"
    if token.status != said:
        raise LedgerError(f"{token.id} is {token.status}, by its providers' tokens it is {said}")
    if (token.status_reason is not None) != (token.status == "deactivated"):
        raise LedgerError(f"{token.id} is {token.status} for the reason {token.status_reason!r}")
    if any(one.expired_at != token.expired_at for one in behind):
        raise LedgerError(f"{token.id} expires at {token.expired_at}, what stands behind it does not")
    if books.get(token.card_id) is None:
        raise LedgerError(f"{token.id} is of the card {token.card_id}, which is not there")
