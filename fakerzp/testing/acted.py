"""What scenarios are made of: a bank that decides the next payment so, a record, a moment that is reached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..world.strategies import Outcome

if TYPE_CHECKING:
    from ..fake import FakeRazorpay


@contextmanager
def deciding(rzp: FakeRazorpay, outcome: Outcome) -> Iterator[None]:
    """The bank says this to the next payment, and what it was to say to it already to the one after."""
    waiting = rzp.bank._kept("next", ())
    rzp.bank._keep("next", (outcome, *waiting))
    try:
        yield
    finally:
        now = rzp.bank._kept("next", ())
        if len(now) > len(waiting):
            rzp.bank._keep("next", waiting)


def record(rzp: FakeRazorpay, entity_id: str, *kinds: str) -> tuple[Any, Any]:
    """The books and the record of that id; raises LookupError if it is of no such kind."""
    rzp._world.settle()
    found = rzp._world.ledger.record(entity_id)
    if found is None or found[1].KIND not in kinds:
        raise LookupError(f"there is no {' or '.join(kinds)} {entity_id!r}")
    return found


def reach(rzp: FakeRazorpay, at: int) -> None:
    """Move the clock to that instant (Unix seconds), unless it is there already or past it."""
    if rzp.clock.now() < at:
        rzp.clock.move_to(at)
    else:
        rzp._world.settle()
