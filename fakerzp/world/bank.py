"""The bank: decides payments by script, and confirms or rejects mandates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..entities.mandate import token_json
from ..exceptions import NotFaked
from .failures import failure, is_reason

if TYPE_CHECKING:
    from .world import World

REJECTED = "Rejected by bank"
_LATER: Mapping[str, str] = {"dispute": "disputes", "settle": "settlements", "downtime": "downtimes"}


class Outcome(NamedTuple):
    """How the bank answers a payment: `reason` is None for yes, else a documented failure reason."""

    reason: str | None


class Attempt(NamedTuple):
    """A payment as the bank sees it, before it answers. `amount` in the smallest unit of `currency`."""

    amount: int
    currency: str
    method: str
    customer_id: str | None
    order_id: str | None


Decide = Callable[[Attempt], Outcome | None]


class Bank:
    """`rzp.bank`: what banks do to this merchant's payments and mandates."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._decide: Decide | None = None

    def script(self, outcomes: Iterable[Outcome] | Decide | None) -> None:
        """Decide the payments to come: one outcome each, then as usual; or by a callable (None: as usual).

        Raises TypeError for what is neither.
        """
        if outcomes is None or callable(outcomes):
            self._decide = outcomes
            return
        waiting: Iterator[Outcome] = iter(outcomes)
        self._decide = lambda attempt: next(waiting, None)

    def succeed(self) -> Outcome:
        """The outcome of a bank that says yes."""
        return Outcome(None)

    def fail(self, reason: str) -> Outcome:
        """The outcome of a bank that says no for a documented reason; raises ValueError for any other."""
        if not is_reason(reason):
            failure(reason)  # raises, naming the reasons that come close
        return Outcome(reason)

    def decision(self, attempt: Attempt) -> str | None:
        """The reason for which the script fails the payment, or None."""
        outcome = self._decide(attempt) if self._decide is not None else None
        return outcome.reason if outcome is not None else None

    def confirm_token(self, token_id: str) -> dict[str, Any]:
        """Register the mandate of an initiated token (NACH, eMandate); returns the token."""
        return self._answer(token_id, "confirm", {})

    def reject_token(self, token_id: str, reason: str = REJECTED) -> dict[str, Any]:
        """Refuse the mandate of an initiated token; returns the token, with `reason` as its failure_reason."""
        return self._answer(token_id, "reject", {"failure_reason": reason})

    def _answer(self, token_id: str, event: str, changes: dict[str, Any]) -> dict[str, Any]:
        self._world.settle()
        with self._world.acting():
            return self._settled(token_id, event, changes)

    def _settled(self, token_id: str, event: str, changes: dict[str, Any]) -> dict[str, Any]:
        world = self._world
        found = world.ledger.record(token_id)
        if found is None or found[1].KIND != "token":
            raise LookupError(f"there is no token {token_id!r}")
        books, token = found
        if not world.law.allows(token, event):
            raise ValueError(f"{token_id} is {token.status}: the bank can only {event} a token that is initiated")
        moved = world.law.move(books, token, event, world.now, **changes)
        if event == "confirm":
            world.counter.first_payment(books, moved)
            moved = books.get(moved.id)
        return token_json(moved, books.get(moved.card_id))

    def __getattr__(self, name: str) -> Any:
        if name in _LATER:
            raise NotFaked(f"rzp.bank.{name}: {_LATER[name]} are not built yet")
        raise AttributeError(f"the bank has no {name!r}")
