"""`rzp.webhooks.explore`: the handler under every legal delivery of a flow, each in a world of its own."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .bodies import Headers
from .exploration import Break, Differences, Exploration, Step, differences
from .legal import Schedule, legal
from .rehearsal import called, rehearsed
from .targets import target_of

if TYPE_CHECKING:
    from ..fake import FakeRazorpay

ROUNDS = 14
"""How often what was refused is tried again: as often as 24 hours of exponential back-off allow."""


class Crash(Exception):
    """What a handler seems to have raised whose effect remained and whose answer was lost."""


class Setting(NamedTuple):
    """What is explored, and how the webhook is set up."""

    fork: Callable[[], FakeRazorpay]
    at: int
    handler_factory: Callable[..., Any]
    flow: Callable[..., object]
    state: Callable[..., Any]
    path: str | None
    host: str
    secret: str | None
    events: tuple[str, ...] | None


class Watched:
    """The handler as a target, which keeps what each call did to the state and crashes where it is told to."""

    def __init__(self, setting: Setting, fake: FakeRazorpay, target: Any) -> None:
        self._post = target_of(target, setting.path, setting.host)
        self._now = fake.clock.now
        self._setting, self._target = setting, target
        self.state: Any = None
        self.crash: int | None = None
        self.effects: list[tuple[bool, Differences]] = []
        self.broken: BaseException | None = None

    def look(self) -> Differences:
        """See what the state is now, and what changed since the last look."""
        before, self.state = self.state, copy.deepcopy(called(self._setting.state, self._target))
        return differences(before, self.state)

    def __call__(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Hand the event to the handler; answers what it answers, or crashes."""
        answer = self._post(body, Headers(headers), self._now)
        crashes = len(self.effects) == self.crash and answer.failure is None
        try:
            self.effects.append((crashes, self.look()))
        except BaseException as error:  # no fault of the handler's: raised to who explores
            self.broken = self.broken or error
        if crashes:
            raise Crash("the answer was lost")
        if answer.status is None:
            raise Crash(answer.error or "no answer")
        if answer.failure is not None and answer.status >= 500:
            raise answer.failure
        return answer.status


class Played(NamedTuple):
    """What one delivery of the flow came to."""

    events: tuple[str, ...]
    steps: tuple[Step, ...]
    state: Any
    refused: tuple[str, ...]


def explore(setting: Setting, bound: int, samples: int, seed: int) -> Exploration:
    """Play the flow once for each legal delivery of its events; see `Webhooks.explore`."""
    if bound < 1:
        raise ValueError(f"bound is how many events are put into every order, at least one, not {bound!r}")
    plain = play(setting, None)
    _check(setting, plain)
    schedules, complete = legal(len(plain.events), bound, samples, seed)
    breaks = []
    for schedule in schedules:
        played = play(setting, schedule)
        if played.events != plain.events:
            raise ValueError(_wavers("the flow", ", ".join(plain.events), ", ".join(played.events)))
        found = differences(plain.state, played.state)
        if found or played.refused:
            breaks.append(Break(schedule, plain.events, played.steps, found, played.refused))
    return Exploration(plain.events, len(schedules) + 1, breaks, complete, seed, plain.state)


def _check(setting: Setting, plain: Played) -> None:
    """Refuse what nothing can be found out about. Raises ValueError."""
    if not plain.events:
        raise ValueError("the flow made no event that the handler is told of, so there is nothing to deliver")
    step = next((step for step in plain.steps if not step.accepted), None)
    if step is not None:
        raise ValueError(
            f"the handler does not accept {step.event} in order and once: it answers {step.outcome}"
            + (" (no secret= was given, so nothing is signed)" if setting.secret is None else "")
            + (f"\n{step.error}" if step.error else "")
        )
    found = differences(plain.state, play(setting, None).state)
    if found:
        path, (one, other) = next(iter(found.items()))
        raise ValueError(_wavers(f"the state{f' at {path}' if path else ''}", one, other))


def _wavers(what: str, one: object, other: object) -> str:
    return (
        f"{what} is not the same twice, in order both times: {one!r}, then {other!r}; handler_factory must begin anew,"
        " and state must give plain values"
    )


def play(setting: Setting, schedule: Schedule | None) -> Played:
    """Play the flow on a fork and deliver its events by the schedule, in order if there is none."""
    with rehearsed(setting.fork, setting.at) as fake:
        webhooks = fake.webhooks
        target = called(setting.handler_factory, fake)
        watched = Watched(setting, fake, target)
        webhooks.subscribe(watched, setting.secret, setting.events)
        webhooks.hold()
        called(setting.flow, fake, target)
        events = tuple(item.event for item in webhooks.pending)
        before = len(webhooks.deliveries)
        watched.look()
        if schedule is not None and len(events) > max(schedule.places):
            watched.crash = schedule.crash
            webhooks.deliver(schedule.places)
            watched.crash = None
        # What was refused is tried again, and what the handler itself made happen is delivered too.
        for _ in range(ROUNDS):
            if watched.broken is None and webhooks.pending:
                webhooks.deliver()
        if watched.broken is not None:
            raise watched.broken
        steps = tuple(
            Step(d.event, d.attempt, d.status, crashed, None if crashed else d.error, changed)
            for d, (crashed, changed) in zip(webhooks.deliveries[before:], watched.effects, strict=True)
        )
        return Played(events, steps, watched.state, tuple(item.event for item in webhooks.pending))


def names_of(events: Iterable[str] | None) -> tuple[str, ...] | None:
    """The events that are delivered, kept for one subscription after another; None for all."""
    return None if events is None else tuple(events)
