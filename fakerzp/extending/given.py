"""What hooks are given: immutable, and fresh copies where there is something to change."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from ..ledger.law import Happening
from ..world.events import event_json

if TYPE_CHECKING:
    from ..world.world import World

_KEPT = "plugin"


class Event(NamedTuple):
    """An event: its name, whose it is (`acc_...`), when it happened (Unix seconds), and what it is about."""

    name: str
    account: str
    at: int
    happening: Happening

    @property
    def body(self) -> dict[str, Any]:
        """The event as in `rzp.events`, a fresh copy at each look."""
        return event_json(self.happening)


class Context:
    """Where a hook is called: the fake's seed and clock, whose account it is, and what a plugin needs to stay true.

    A plugin that draws from `random()` and keeps what it remembers by `keep()` answers the same for the same seed and
    calls, and goes back with `rzp.restore()`.
    """

    __slots__ = ("_hook", "_turn", "_world", "account")

    def __init__(self, world: World, account: str, hook: str, turn: int = 0) -> None:
        """`turn` tells the calls of one hook apart where nothing else happened between them."""
        self._world = world
        self._hook = hook
        self._turn = turn
        self.account = account
        """The account that this is about, `acc_...`."""

    @property
    def seed(self) -> int:
        """The fake's seed."""
        return self._world.ledger.seed

    @property
    def now(self) -> int:
        """The present on the fake's clock, in Unix seconds."""
        return self._world.now

    def random(self, salt: str = "") -> Random:
        """Chance that is the same for the same seed and the same calls before; `salt` gives a plugin its own."""
        ledger = self._world.ledger
        calls, events = (log.size if log else 0 for log in (ledger.calls, ledger.events))
        return Random(f"{self.seed}/{self._hook}/{ledger.drawn}/{calls}/{events}/{self._turn}/{salt}")

    def recall(self, key: str, default: Any = None) -> Any:
        """What was kept under the key, or the default."""
        return self._world.ledger.slots.get((_KEPT, key), default)

    def keep(self, key: str, value: Any) -> None:
        """Remember an immutable value under a key; snapshots and forks hold it. Raises TypeError for any other value.

        All plugins of a fake share the keys: begin yours with your plugin's name. What is kept stays where Razorpay
        refuses the call, and is taken back where a plugin raises.
        """
        try:
            hash(value)
        except TypeError:
            kind = type(value).__name__
            raise TypeError(f"keep({key!r}) takes what can't change, such as a tuple, and not a {kind}") from None
        ledger = self._world.ledger
        ledger.slots = ledger.slots.set((_KEPT, key), value)

    def __repr__(self) -> str:
        return f"<{self._hook} for {self.account} at {self.now}>"
