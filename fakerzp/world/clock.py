"""The clock: follows `time.time()` (so freezegun and time-machine drive it) and can be pushed on its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

Moment = int | float | datetime | str
# The latest time that the API takes (`from` must be between 946684800 and 4765046400).
LATEST = 4765046400


def seconds(moment: Moment) -> int:
    """A moment as whole Unix seconds: int, float, datetime (naive ones are UTC) or ISO 8601 text."""
    if isinstance(moment, bool):
        raise TypeError("a moment is an int, float, datetime or ISO text, not a bool")
    if isinstance(moment, (int, float)):
        return int(moment)
    if isinstance(moment, str):
        text = moment[:-1] + "+00:00" if moment.endswith(("Z", "z")) else moment
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{moment!r} is not an ISO 8601 time, such as 2026-12-01T00:00:00Z") from None
    if not isinstance(moment, datetime):
        raise TypeError(f"a moment is an int, float, datetime or ISO text, not {type(moment).__name__}")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return int(moment.timestamp())


class Clock:
    """Time as this world knows it, in whole Unix seconds; once something has happened it never runs backwards."""

    def __init__(self, at: Moment | None, settle: Callable[[], None], lock: Any) -> None:
        """`settle` lets everything happen that fell due; `lock` is held while the clock is pushed."""
        self._standing = at is not None
        self._offset = 0
        self._start = seconds(at) if at is not None else 0
        # The latest moment at which something happened. A fake that nothing happened to follows the wall anywhere.
        self._last: int | None = None
        self._settle = settle
        self._lock = lock
        # What the wall's clock read when the step began that is being taken: a step is taken at one instant.
        self._wall: int | None = None
        self.held: int | None = None
        """The instant of what is happening, while things that fell due happen one after the other."""

    def _reading(self) -> int:
        """What the clock would say now: the wall's time, or where it was made to stand, and the pushes."""
        if self._standing:
            return self._start + self._offset
        wall = self._wall
        return (int(time.time()) if wall is None else wall) + self._offset

    def stop(self) -> None:
        """A step begins: until it is over, the wall's time stands still for it."""
        if not self._standing:
            self._wall = int(time.time())

    def go_on(self) -> None:
        """The step is over."""
        self._wall = None

    def reach(self) -> int:
        """How far time has come, whatever instant is being lived through."""
        reading, last = self._reading(), self._last
        return reading if last is None or reading > last else last

    def observe(self) -> int:
        """Somebody looks, or something happens: from here on, never earlier. Returns how far time has come."""
        reading, last = self._reading(), self._last
        if last is None or reading > last:
            self._last = last = reading
        return last

    def now(self) -> int:
        """The present, in Unix seconds."""
        held = self.held
        return self.observe() if held is None else held

    def advance(
        self,
        delta: timedelta | None = None,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> int:
        """Push the clock and let everything happen that falls due, in order, each at its instant; returns now().

        Raises ValueError for a negative push.
        """
        push = (delta or timedelta()) + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if push < timedelta():
            raise ValueError("time does not run backwards; make a new fake, or one with at=, to be earlier")
        if push.microseconds:
            raise ValueError(f"{push} is no whole number of seconds, and the clock of the API counts nothing smaller")
        return self._push(int(push.total_seconds()))

    def move_to(self, moment: Moment) -> int:
        """Push the clock to a moment that is not before now() and let everything happen on the way; returns now()."""
        with self._lock:
            target, present = seconds(moment), self.reach()
            if target < present:
                raise ValueError(f"{moment!r} is before {present}: time does not run backwards")
            self._push(target - present, settle=False)
        self._settle()
        return self.now()

    @contextmanager
    def standing_at(self, moment: int) -> Iterator[None]:
        """Stand at a moment, also an earlier one, while a past is played, and move from there; then go on as before.

        What is played must have come to the present, or further, by then: time does not run backwards.
        """
        was = self._standing, self._start, self._offset, self._last
        self._standing, self._start, self._offset, self._last = True, moment, 0, moment
        try:
            yield
            reached = self.reach()
            self._standing, self._start, self._offset, self._last = was
            self._push(max(0, reached - self.reach()), settle=False)
        except BaseException:
            self._standing, self._start, self._offset, self._last = was
            raise

    def _push(self, by: int, *, settle: bool = True) -> int:
        with self._lock:
            present = self.reach()
            if present + by > LATEST:
                raise ValueError(f"{present + by} is beyond {LATEST}, the latest moment of the API")
            self._offset += present + by - self._reading()
            self._last = present + by
        if settle:
            self._settle()
        return self.now()

    @property
    def state(self) -> tuple[int, int | None]:
        """What a snapshot keeps of the clock: how far it was pushed, and the last moment that it told."""
        return self._offset, self._last

    @state.setter
    def state(self, state: tuple[int, int | None]) -> None:
        self._offset, self._last = state

    def __repr__(self) -> str:
        return f"Clock({datetime.fromtimestamp(self.now(), timezone.utc).isoformat()})"
