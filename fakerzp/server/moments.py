"""The moments of a fake that callers of the control API come back to, by name."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..fake import FakeRazorpay
    from ..world.snapshots import Snapshot


class Moments:
    """Snapshots by name, and that of the moment at which the server began."""

    def __init__(self, fake: FakeRazorpay) -> None:
        self._fake = fake
        self._first = fake.snapshot()
        self._kept: dict[str, Snapshot] = {}
        self._naming = Lock()

    def keep(self, name: str | None) -> str:
        """Keep the present under a name, by default the next number that is free; returns the name."""
        moment = self._fake.snapshot()
        with self._naming:
            number = len(self._kept) + 1
            while name is None:
                name = str(number) if str(number) not in self._kept else None
                number += 1
            self._kept[name] = moment
        return name

    def back_to(self, name: str) -> None:
        """Be as at that moment. Raises LookupError for a name that none was kept under."""
        moment = self._kept.get(name)
        if moment is None:
            raise LookupError(f"no snapshot is named {name!r}; there are: {', '.join(self._kept) or 'none'}")
        self._fake.restore(moment)

    def begin_again(self) -> None:
        """Be as when the server began; what was kept stays."""
        self._fake.restore(self._first)
