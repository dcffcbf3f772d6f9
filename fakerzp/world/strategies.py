"""How a bank decides: outcomes, and strategies that choose one for each payment.

Everything here is immutable and a strategy is a pure function of the payment and of how many came before, so that a
snapshot of a fake holds how far its script has come.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from .failures import failure, is_reason

TIMED_OUT = "payment_timed_out"
# A payment that the bank does not answer is failed after ten minutes (payments/payments/late-authorisation.md).
PATIENCE = 600


class Outcome(NamedTuple):
    """How the bank answers a payment.

    `kind` is succeed, fail (for `reason`), pending (no answer) or late (yes, `after` seconds from the attempt;
    until then the payment is created, or failed for `reason` if there is one).
    """

    kind: str
    reason: str | None = None
    after: int = 0


KINDS = ("succeed", "fail", "pending", "late")
SUCCEED = Outcome("succeed")
PENDING = Outcome("pending")


def fails(reason: str) -> Outcome:
    """The outcome of a bank that says no for a documented reason; raises ValueError for any other."""
    if not is_reason(reason):
        failure(reason)  # raises, naming the reasons that come close
    return Outcome("fail", reason)


class Attempt(NamedTuple):
    """A payment as the bank sees it, before it answers. `amount` in the smallest unit of `currency`."""

    amount: int
    currency: str
    method: str
    customer_id: str | None
    order_id: str | None


class Strategy(Protocol):
    """Chooses the outcome of the nth payment (from 0) since it was set; None leaves it to the usual."""

    def decide(self, attempt: Attempt, n: int) -> Outcome | None:
        """The outcome of this payment."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """One outcome each, in order; after the last as usual, or from the first again."""

    outcomes: tuple[Outcome, ...]
    repeat: bool = False

    def decide(self, attempt: Attempt, n: int) -> Outcome | None:
        """The nth outcome."""
        if self.repeat and self.outcomes:
            return self.outcomes[n % len(self.outcomes)]
        return self.outcomes[n] if n < len(self.outcomes) else None


@dataclass(frozen=True, slots=True)
class Always:
    """The same outcome for all."""

    outcome: Outcome

    def decide(self, attempt: Attempt, n: int) -> Outcome | None:
        """That outcome."""
        return self.outcome


@dataclass(frozen=True, slots=True)
class By:
    """An outcome by what the payment is: its method, amount or customer."""

    field: str
    outcomes: tuple[tuple[Any, Outcome], ...]
    otherwise: Outcome | None = None

    def decide(self, attempt: Attempt, n: int) -> Outcome | None:
        """The outcome of this payment's value."""
        return dict(self.outcomes).get(getattr(attempt, self.field), self.otherwise)


@dataclass(frozen=True, slots=True)
class Chance:
    """Outcomes by their weights, the same ones for the same seed."""

    outcomes: tuple[tuple[Outcome, float], ...]
    seed: int = 0

    def decide(self, attempt: Attempt, n: int) -> Outcome | None:
        """The nth draw."""
        kinds, weights = zip(*self.outcomes, strict=True)
        found: Outcome = random.Random(f"{self.seed}/{n}").choices(kinds, weights)[0]
        return found


@dataclass(frozen=True, slots=True)
class Asked:
    """Whatever a callable says of the payment: an Outcome, a documented reason to fail, or None."""

    function: Callable[[Attempt], Outcome | str | None]

    def decide(self, attempt: Attempt, n: int) -> Outcome | None:
        """Ask it; raises TypeError for any other answer."""
        said = self.function(attempt)
        return None if said is None else outcome_of(said)


def outcome_of(said: object) -> Outcome:
    """The outcome that a bank's word stands for; raises TypeError or ValueError for what can't be one."""
    if isinstance(said, Outcome):
        if said.kind not in KINDS:
            raise ValueError(f"an outcome is one of {', '.join(KINDS)}, not {said.kind!r}")
        if said.reason is not None or said.kind == "fail":
            fails(str(said.reason))
        return said
    if isinstance(said, str):
        return fails(said)
    raise TypeError(f"a bank answers an outcome (rzp.bank.fail(...), ...) or a reason to fail, not {said!r}")


def strategy_of(script: object) -> Strategy | None:
    """The strategy that a script stands for; raises TypeError for what can't be one."""
    if script is None:
        return None
    if isinstance(script, Outcome):
        return Always(script)
    if hasattr(script, "decide"):
        chosen: Strategy = script
        return chosen
    if callable(script):
        return Asked(script)
    if isinstance(script, Iterable) and not isinstance(script, (str, Mapping)):
        return Sequence(tuple(outcome_of(entry) for entry in script))
    raise TypeError(
        "a script is an outcome, a list of outcomes, a strategy (rzp.bank.by_method(...), ...) or a callable"
    )
