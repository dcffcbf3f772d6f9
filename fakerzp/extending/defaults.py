"""What the fake does by itself, as plugins: registered before all others, and like them.

As long as a fake has no other plugin, it goes the same way without asking: see `World.decide` and `Exchange`.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ..api.endpoint import Endpoint
from ..api.registry import endpoints
from ..hookspecs import hookimpl
from ..world.strategies import fails

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..world.bank import Bank
    from ..world.instrument import Instrument
    from ..world.strategies import Attempt, Outcome


class InstrumentSays:
    """A payment fails for what it is paid with: a test card, `failure@razorpay`, a card that has expired."""

    @hookimpl(tryfirst=True)
    def fakerzp_decide_payment(self, instrument: Instrument) -> Outcome | None:
        """The instrument's own no."""
        return fails(instrument.refuses) if instrument.refuses is not None else None


class BankSays:
    """A payment ends as `rzp.bank.next` and `rzp.bank.script` have it."""

    @hookimpl
    def fakerzp_decide_payment(self, attempt: Attempt, bank: Bank) -> Outcome | None:
        """What the script says, if there is one."""
        return bank.decision(attempt)


class Api:
    """The calls of Razorpay, those that are refused too."""

    @hookimpl
    def fakerzp_endpoints(self) -> Iterable[Endpoint]:
        """All of them."""
        return endpoints()


DEFAULTS: Final[Mapping[str, object]] = MappingProxyType(
    {"instrument": InstrumentSays(), "bank": BankSays(), "api": Api()}
)
"""The fake's own plugins by name, in the order in which they are registered."""
