"""What exploring found: which deliveries break a handler, the shortest first, each as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from .legal import Schedule
from .points import Point
from .wording import ordinal, table

Differences: TypeAlias = "dict[str, tuple[Any, Any]]"
_SHOWN = 60


class Missing:
    """Stands for what is not there on one side of a difference."""

    def __repr__(self) -> str:
        return "nothing"


MISSING = Missing()


class Step(NamedTuple):
    """One delivery of a schedule.

    `nth` counts the deliveries of this event from 1; `status` is what Razorpay saw; `crashed`: the handler was
    stopped at `point`, or was through (None) and only its answer was lost; `error` is the handler's traceback;
    `changed` is what it did to the state, by path, as (before, after).
    """

    event: str
    nth: int
    status: int | None
    crashed: bool
    point: Point | None
    error: str | None
    changed: Differences

    @property
    def accepted(self) -> bool:
        """Whether Razorpay takes it for delivered."""
        return self.status is not None and 200 <= self.status <= 299

    @property
    def outcome(self) -> str:
        """The answer, in words."""
        if self.crashed:
            return f"{self.status}, after its effect" if self.point is None else f"{self.status}, crashed {self.point}"
        last = self.error.splitlines()[-1] if self.error else ""
        return f"{self.status}{f' ({_short(last)})' if last else ''}"


class Break(NamedTuple):
    """A legal delivery after which the state is not that of in order and once each.

    `differences` are by path, as (expected, found); `refused` are the events that the handler did not accept however
    often they were tried.
    """

    schedule: Schedule
    events: tuple[str, ...]
    steps: tuple[Step, ...]
    differences: Differences
    refused: tuple[str, ...]

    @property
    def kind(self) -> str:
        """repeated, reordered, retried or crashed."""
        return self.schedule.kind

    def __str__(self) -> str:
        rows = [
            (str(n), step.event, ordinal(step.nth), step.outcome, "; ".join(_changes(step.changed)) or "-")
            for n, step in enumerate(self.steps, 1)
        ]
        lines = [self.schedule.told(self.events), *table(("", "event", "delivery", "answer", "state"), rows)]
        if self.differences:
            lines.append("in the end:")
            for path, (expected, found) in self.differences.items():
                lines.append(f"  {path or 'the state'}: expected {_short(expected)}, found {_short(found)}")
        if self.refused:
            lines.append(f"never accepted: {', '.join(self.refused)}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return str(self)


class Exploration(NamedTuple):
    """What `rzp.webhooks.explore` found. Prints the shortest delivery that breaks the handler.

    `events` are those of the flow, in order; `schedules` is how many deliveries were tried; `sampled` names what was
    drawn by `seed`, `orders` or `crash points`, because there were too many; `points` is how many crash points the
    handler passes in order; `expected` is the state in order.
    """

    events: tuple[str, ...]
    schedules: int
    breaks: list[Break]
    sampled: tuple[str, ...]
    points: int
    seed: int
    expected: Any

    @property
    def complete(self) -> bool:
        """Whether all orders and all crash points were tried."""
        return not self.sampled

    @property
    def ok(self) -> bool:
        """Whether every delivery led to the same state."""
        return not self.breaks

    def __str__(self) -> str:
        what = f"{len(self.events)} events, {self.schedules} deliveries, {self._of('orders', 'all orders')}"
        if self.points:
            what += f", {self._of('crash points', f'{self.points} crash points')}"
        if self.ok:
            return f"{what}: the same state after each"
        return f"{what}: {len(self.breaks)} break the handler. The shortest:\n{self.breaks[0]}"

    def _of(self, what: str, all_of_it: str) -> str:
        return f"a sample of the {what} (seed {self.seed})" if what in self.sampled else all_of_it

    def __repr__(self) -> str:
        return str(self)


def differences(before: Any, after: Any, path: str = "") -> Differences:
    """Where two values differ, by path: into mappings by key and into lists by place."""
    pairs: list[tuple[object, Any, Any]]
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = [*before, *(key for key in after if key not in before)]
        pairs = [(key, before.get(key, MISSING), after.get(key, MISSING)) for key in keys]
    elif isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)) and type(before) is type(after):
        pairs = [(n, _at(before, n), _at(after, n)) for n in range(max(len(before), len(after)))]
    else:
        return {} if before is after or before == after else {path: (before, after)}
    found: Differences = {}
    for key, old, new in pairs:
        found |= differences(old, new, f"{path}.{key}" if path else str(key))
    return found


def _at(values: Sequence[Any], place: int) -> Any:
    return values[place] if place < len(values) else MISSING


def _changes(changed: Differences) -> list[str]:
    return [f"{path or 'state'}: {_short(old)} -> {_short(new)}" for path, (old, new) in changed.items()]


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
