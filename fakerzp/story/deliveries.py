"""Attempts to deliver webhooks, as a story tells of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .past import Past


class Sent(NamedTuple):
    """One attempt: `number` is that of the event in the ledger's log, `ids` are the entities of its payload."""

    at: int
    event: str
    target: str
    status: int | None
    attempt: int
    error: str | None
    number: int | None
    ids: tuple[str, ...]


def sent_in(past: Past, deliveries: Sequence[Any]) -> list[Sent]:
    """Every attempt, oldest first."""
    if not deliveries:
        return []
    from ..webhooks.state import event_id

    numbers = {event_id(past.seed, event): n for n, event in enumerate(past.events)}
    found = []
    for one in deliveries:
        number = numbers.get(one.event_id)
        ids = tuple(record.id for record in past.events[number].records) if number is not None else ()
        target = _named(one.subscription)
        found.append(Sent(one.at, one.event, target, one.status, one.attempt, _in_short(one.error), number, ids))
    return found


def _named(subscription: Any) -> str:
    """A URL as it is, a function by its name; a webhook that was deleted by its id."""
    try:
        target = subscription.target
    except LookupError:
        return str(subscription.id)
    if isinstance(target, str):
        return target
    return str(getattr(target, "__qualname__", type(target).__name__)).rpartition("<locals>.")[2]


def _in_short(error: str | None) -> str | None:
    """Of a traceback the exception, with the first line of its message; any other error as it is."""
    if not error or '\n  File "' not in error:
        return error
    _, *rest = error.rpartition('\n  File "')[2].splitlines()
    return next((line for line in rest if not line.startswith(" ")), error)
