"""What a passing test is held to: nothing that it asked for was refused, nothing that it planned never happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..world.strategies import Sequence, strategy_of

if TYPE_CHECKING:
    from .lending import Lent

_OFF = (
    "If that is meant, switch this off: @pytest.mark.rzp(strict=False) on the test, its class or its module,\n"
    "or rzp_strict = false in the ini file for all."
)


class Strict:
    """Looks over what tests give back. `strict=True` counts the test's own calls too, and unknown URLs."""

    def begin(self, lent: Lent) -> None:
        """Nothing to prepare."""

    def end(self, lent: Lent) -> list[str]:
        """What is wrong with what came back, each with how to switch this off."""
        if not lent.passed or lent.options.strict is False:
            return []
        found = list(_refused(lent))
        if lent.fake._world.ledger.slots:  # where plans and scripts are kept
            found += [*_unmet(lent), *_undecided(lent)]
        return [f"{text}\n{_OFF}" for text in found]


def _refused(lent: Lent) -> Iterator[str]:
    """Calls that met NotFaked, which somebody then swallowed."""
    everybody = lent.options.strict is True
    texts = dict.fromkeys(call.text for call in lent.heard.refused if everybody or call.by_application)
    if texts:
        who = "the test" if everybody else "the application"
        listed = "\n".join(f"  - {text}" for text in texts)
        yield f"{who} made calls that are not faked, and the test passed although NotFaked said so:\n{listed}"
    unknown = [call for call in lent.fake.calls if not call.endpoint] if everybody else []
    if unknown:
        listed = "\n".join(dict.fromkeys(f"  - {call.method} {call.path}" for call in unknown))
        yield f"calls went to URLs that Razorpay does not have:\n{listed}"


def _unmet(lent: Lent) -> Iterator[str]:
    """Faults that no call met."""
    plans = [plan for plan in lent.fake.faults.active if not plan.met]
    if plans:
        listed = "\n".join(f"  - {plan}" for plan in plans)
        yield f"faults were injected on {lent.fixture} and no call met them, so nothing was tested by them:\n{listed}"


def _undecided(lent: Lent) -> Iterator[str]:
    """What the bank was to say and was not asked. A script that a whole module or class has is for whoever needs it."""
    bank, script = lent.fake.bank, lent.options.script
    waiting, (strategy, n) = bank._kept("next", ()), bank._kept("script", (None, 0))
    own = any("script" in mark.kwargs for mark in lent.node.own_markers if mark.name == "rzp")
    planned = own or script is None or strategy != strategy_of(script)
    left = list(waiting)
    if planned and isinstance(strategy, Sequence) and not strategy.repeat:
        left += strategy.outcomes[n:]
    if left:
        listed = "\n".join(f"  - {' '.join(str(part) for part in outcome if part)}" for outcome in left)
        yield f"the bank of {lent.fixture} was to decide payments that nobody made:\n{listed}"
