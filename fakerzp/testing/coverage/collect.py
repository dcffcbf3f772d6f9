"""Adds up what the fakes of a run went through; under xdist, each worker's, then all of them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..lending import FIXTURES
from .known import CHECKS
from .listening import Listener

if TYPE_CHECKING:
    from ..lending import Lent

_SCOPES = tuple(FIXTURES)
SECTIONS = ("transitions", "couplings", "reasons", "delivered", "signatures", "combinations")
"""What is counted, apart from the fakes themselves."""


class Seen:
    """How often each thing happened, by section and key; `fakes` were looked at, `lost` workers told nothing."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {section: Counter() for section in SECTIONS}
        self.fakes = 0
        self.lost = 0
        self._lock = threading.Lock()

    def add(self, section: str, key: str, times: int) -> None:
        """Count something that happened."""
        with self._lock:
            self.counts[section][key] += times

    def plain(self) -> dict[str, dict[str, int]]:
        """All of it as plain values, for another process."""
        return {"": {"fakes": self.fakes}, **{name: dict(counts) for name, counts in self.counts.items()}}

    def merge(self, plain: Mapping[str, Mapping[str, int]]) -> None:
        """Add what another process counted."""
        self.fakes += plain[""]["fakes"]
        for section, counts in self.counts.items():
            counts.update(plain[section])


class Collector:
    """Looks on while fakes are lent (`lending.Watcher`), and says nothing against any test."""

    def __init__(self) -> None:
        self.seen = Seen()
        self._out: dict[Lent, tuple[Listener, set[bytes]]] = {}

    def begin(self, lent: Lent) -> None:
        """Listen to it, and see what is verified."""
        self._out[lent] = Listener(lent.fake, self.seen.add), set()
        self.seen.fakes += 1
        lent.tap.tell = self._verified
        lent.tap.start()

    def end(self, lent: Lent) -> list[str]:
        """Add up what happened to it."""
        lent.tap.stop()
        listener, messages = self._out.pop(lent)
        if not self._out:
            lent.tap.tell = None
        listener.hang_up()
        for check in CHECKS:
            self.seen.add("signatures", check.name, sum(check.signs.match(one) is not None for one in tuple(messages)))
        return []

    def _verified(self, message: bytes) -> None:
        """An HMAC was made: count it for the fake in force, that of the narrowest scope, and there once."""
        out = tuple(self._out.items())  # at once: a thread that a test left behind may verify while a fake is lent
        if out:
            _, (_, messages) = max(out, key=lambda one: _SCOPES.index(one[0].scope))
            messages.add(message)
