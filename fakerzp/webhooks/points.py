"""Where a handler may crash: at the calls that it makes to the fake, and at the checkpoints that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .wording import ordinal

if TYPE_CHECKING:
    from ..api.endpoint import Endpoint


class Point(NamedTuple):
    """A point in what a handler does with one event: before or after a call, or at a checkpoint; the nth such one."""

    when: str
    name: str
    nth: int

    def __str__(self) -> str:
        """The point in words: `before payment.refund`, `at 'saved', the 2nd time`."""
        name = repr(self.name) if self.when == "at" else self.name
        return f"{self.when} {name}" + (f", the {ordinal(self.nth)} time" if self.nth > 1 else "")


class Killed(BaseException):
    """Ends a handler as a crash of its process would: no `except Exception` of its own holds it up."""


class Points:
    """Hears of what the handler passes while it deals with an event, and kills it at the point that it is told.

    Between events nothing is counted: what the flow and `state` call is no part of the handler.
    """

    def __init__(self) -> None:
        self._passed: list[Point] | None = None
        self._fatal: Point | None = None
        self.is_dead = False
        """Whether the handler was killed while it dealt with this event."""

    def open(self, fatal: Point | None) -> None:
        """An event comes; at the point `fatal` the handler is to die."""
        self._passed, self._fatal, self.is_dead = [], fatal, False

    def close(self) -> tuple[Point, ...]:
        """The handler is through with it; returns the points that it passed."""
        passed, self._passed = tuple(self._passed or ()), None
        return passed

    def before(self, endpoint: Endpoint) -> None:
        """The handler makes this call."""
        self._pass("before", endpoint.name)

    def after(self, endpoint: Endpoint) -> None:
        """The call took effect, and its answer is on its way. A call that only reads has no such point."""
        if endpoint.method != "GET":
            self._pass("after", endpoint.name)

    def checkpoint(self, name: str) -> None:
        """A point that the handler names itself: between two writes to its database, say."""
        self._pass("at", str(name))

    def _pass(self, when: str, name: str) -> None:
        passed = self._passed
        if passed is None:
            return
        if not self.is_dead:
            point = Point(when, name, 1 + sum((p.when, p.name) == (when, name) for p in passed))
            passed.append(point)
            self.is_dead = point == self._fatal
        if self.is_dead:  # and stays so, whatever it catches
            raise Killed(f"the handler crashed {self._fatal}")
