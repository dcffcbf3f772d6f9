"""A bank that refuses the charges of one subscription, and answers all others as it would have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..ledger.store import Ledger
from .bank import Bank
from .strategies import Attempt, Outcome

if TYPE_CHECKING:
    from .world import World


class _Against:
    """The script while it lasts: what was planned before is kept here, and asked about everybody else's payments."""

    def __init__(self, bank: Bank, ledger: Ledger, subscription_id: str, outcome: Outcome) -> None:
        self._bank = bank
        self._ledger = ledger
        self._subscription_id = subscription_id
        self._outcome = outcome
        self._plans = {"next": bank._kept("next", ()), "script": bank._kept("script", (None, 0))}

    def stand_in(self) -> None:
        self._bank._keep("next", ())
        self._bank._keep("script", (self, 0))

    def step_back(self) -> None:
        for name, plan in self._plans.items():
            self._bank._keep(name, plan)

    def decide(self, attempt: Attempt, n: int) -> Outcome | None:
        """No to a payment of that subscription; to any other, what the bank was told before."""
        if self._is_its(attempt):
            return self._outcome
        self.step_back()
        said = self._bank.decision(attempt)
        self._plans = {name: self._bank._kept(name, plan) for name, plan in self._plans.items()}
        self.stand_in()
        return said

    def _is_its(self, attempt: Attempt) -> bool:
        found = self._ledger.record(attempt.order_id or "")
        if found is None:
            return False
        books, order = found
        invoice = books.get(getattr(order, "owner_id", None))
        return getattr(invoice, "subscription_id", None) == self._subscription_id


@contextmanager
def decided(world: World, subscription_id: str, outcome: Outcome) -> Iterator[None]:
    """While it lasts, the bank answers so to that subscription's payments, and to no others."""
    against = _Against(world.bank, world.ledger, subscription_id, outcome)
    against.stand_in()
    try:
        yield
    finally:
        against.step_back()
