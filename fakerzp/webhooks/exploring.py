"""`rzp.webhooks.explore`: the handler under every legal delivery of a flow, each in a world of its own."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .bodies import Headers
from .exploration import Break, Differences, Exploration, Step, differences
from .legal import Schedule, crashes, legal
from .points import Point, Points
from .rehearsal import called, rehearsed
from .targets import Loopback, target_of

if TYPE_CHECKING:
    from ..fake import FakeRazorpay

ROUNDS = 14
"""How often what was refused is tried again: as often as 24 hours of exponential back-off allow."""


class Crash(Exception):
    """What a handler seems to have raised that crashed, or whose answer was lost."""


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


class Seen(NamedTuple):
    """What one delivery did: whether and at which point it crashed, what it changed, which points it passed."""

    crashed: bool
    point: Point | None
    changed: Differences
    passed: tuple[Point, ...]


class Watched:
    """The handler as a target, which keeps what each call did to the state and crashes where it is told to."""

    def __init__(self, setting: Setting, fake: FakeRazorpay, target: Any, points: Points) -> None:
        self._post = target_of(target, setting.path, setting.host)
        self._now = fake.clock.now
        self._setting, self._target, self._points = setting, target, points
        self.state: Any = None
        self.schedule: Schedule | None = None
        self.seen: list[Seen] = []
        self.broken: BaseException | None = None

    def look(self) -> Differences:
        """See what the state is now, and what changed since the last look."""
        before, self.state = self.state, copy.deepcopy(called(self._setting.state, self._target))
        return differences(before, self.state)

    def __call__(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Hand the event to the handler; answers what it answers, or crashes."""
        schedule = self.schedule
        fatal = schedule is not None and schedule.crash == len(self.seen)
        point = schedule.point if schedule is not None and fatal else None
        # A server that runs by itself would go down with its handler.
        if not isinstance(self._post, Loopback):
            self._points.open(point)
        answer = self._post(body, Headers(headers), self._now)
        passed = self._points.close()
        crashes = self._points.is_dead if point is not None else fatal and answer.failure is None
        try:
            if point is not None and not crashes:
                raise ValueError(_wavers("what the handler passes", str(point), ", ".join(map(str, passed))))
            self.seen.append(Seen(crashes, point, self.look(), passed))
        except BaseException as error:  # no fault of the handler's: raised to who explores
            self.broken = self.broken or error
        # An ASGI application answers before its background tasks run: Razorpay does not hear of a crash in these.
        told = answer.failure is not None and answer.status is not None and answer.status < 500
        if crashes and not told:
            raise Crash("the handler crashed" if point is not None else "the answer was lost")
        if answer.status is None:
            raise Crash(answer.error or "no answer")
        if answer.failure is not None and answer.status >= 500:
            raise answer.failure
        return answer.status


class Played(NamedTuple):
    """What one delivery of the flow came to."""

    events: tuple[str, ...]
    steps: tuple[Step, ...]
    points: tuple[tuple[Point, ...], ...]
    state: Any
    money: dict[str, int]
    refused: tuple[str, ...]


def explore(setting: Setting, bound: int, samples: int, seed: int) -> Exploration:
    """Play the flow once for each legal delivery of its events; see `Webhooks.explore`."""
    if bound < 1:
        raise ValueError(f"bound is how many events are put into every order, at least one, not {bound!r}")
    plain = play(setting, None)
    _check(setting, plain)
    orders, all_orders = legal(len(plain.events), bound, samples, seed)
    killed, all_points = crashes(plain.points, samples, seed)
    schedules = sorted((*orders, *killed), key=lambda schedule: schedule.length)
    breaks = []
    for schedule in schedules:
        played = play(setting, schedule)
        if played.events != plain.events:
            raise ValueError(_wavers("the flow", ", ".join(plain.events), ", ".join(played.events)))
        found = differences(plain.state, played.state) | _moved(plain.money, played.money)
        if found or played.refused:
            breaks.append(Break(schedule, plain.events, played.steps, found, played.refused))
    sampled = (*(("orders",) if not all_orders else ()), *(("crash points",) if not all_points else ()))
    points = sum(map(len, plain.points))
    return Exploration(plain.events, len(schedules) + 1, breaks, sampled, points, seed, plain.state)


def _moved(expected: dict[str, int], found: dict[str, int]) -> Differences:
    """The balances that differ; one without postings is 0."""
    pairs = {name: (expected.get(name, 0), found.get(name, 0)) for name in (*expected, *found)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


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
        webhooks, points = fake.webhooks, Points()
        webhooks._world.watcher = points
        target = called(setting.handler_factory, fake, points.checkpoint)
        watched = Watched(setting, fake, target, points)
        webhooks.subscribe(watched, setting.secret, setting.events)
        webhooks.hold()
        called(setting.flow, fake, target)
        events = tuple(item.event for item in webhooks.pending)
        before = len(webhooks.deliveries)
        watched.look()
        if schedule is not None and len(events) > max(schedule.places):
            watched.schedule = schedule
            webhooks.deliver(schedule.places)
            watched.schedule = None
        # What was refused is tried again, and what the handler itself made happen is delivered too.
        for _ in range(ROUNDS):
            if watched.broken is None and webhooks.pending:
                webhooks.deliver()
        if watched.broken is not None:
            raise watched.broken
        seen = watched.seen
        steps = tuple(
            Step(d.event, d.attempt, d.status, s.crashed, s.point, None if s.crashed else d.error, s.changed)
            for d, s in zip(webhooks.deliveries[before:], seen, strict=True)
        )
        passed = tuple(one.passed for one in seen[: len(events)])
        refused = tuple(item.event for item in webhooks.pending)
        return Played(events, steps, passed, watched.state, _money(fake), refused)


def _money(fake: FakeRazorpay) -> dict[str, int]:
    """What each account of the books holds, by the call that says so."""
    found = {}
    for account in fake.ledger.accounts:
        whose = "" if account == fake.account_id else f', account="{account}"'
        for (name, currency), amount in fake.ledger.balances(account).items():
            found[f'rzp.ledger.balance("{name}", "{currency}"{whose})'] = amount
    return found


def names_of(events: Iterable[str] | None) -> tuple[str, ...] | None:
    """The events that are delivered, kept for one subscription after another; None for all."""
    return None if events is None else tuple(events)
