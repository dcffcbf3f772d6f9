"""Adds up what the fakes of a run went through; under xdist, each worker's, then all of them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .known import CHECKS
from .listening import Listener

if TYPE_CHECKING:
    from ..lending import Lent

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
        self._listeners: dict[int, Listener] = {}
        self._told: set[bytes] = set()

    def begin(self, lent: Lent) -> None:
        """Listen to it, and see what is verified."""
        self._listeners[id(lent)] = Listener(lent.fake, self.seen.add)
        self.seen.fakes += 1
        lent.tap.start()

    def end(self, lent: Lent) -> list[str]:
        """Add up what happened to it."""
        try:
            self._listeners.pop(id(lent)).hang_up()
            messages = set(lent.tap.messages)
        finally:
            lent.tap.stop()
        for message in messages - self._told:
            for check in CHECKS:
                if check.signs.match(message):
                    self.seen.add("signatures", check.name, 1)
        # The tap forgets with its last user; what two fakes at a time saw, both would tell.
        self._told = messages if self._listeners else set()
        return []
