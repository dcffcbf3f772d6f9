"""The ways in which Razorpay may deliver the events of a flow: at least once each, in no promised order.

Webhooks may come more than once and out of order (webhooks/best-practices.md). An event that was lost on its way and
tried again later comes, as the handler sees it, out of order. One whose handler crashed comes again too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import NamedTuple

from .points import Point

KINDS = ("in order", "repeated", "reordered", "retried", "crashed")


class Schedule(NamedTuple):
    """One legal delivery: the places of the events in the flow, in the order in which they are delivered.

    At the place `crash` of the schedule the handler crashes at that `point`, or when it is through (None): its effect
    up to there remains, and its answer is lost. Razorpay takes it for 500 and tries again, after the rest if not
    before.
    """

    kind: str
    places: tuple[int, ...]
    crash: int | None = None
    point: Point | None = None

    @property
    def length(self) -> tuple[int, int, int, int, tuple[int, ...]]:
        """How far from in order and once each: by events out of place or once too often, deliveries, and swaps."""
        places = self.places
        if self.crash is not None and len(set(places)) == len(places):
            places = (*places, places[self.crash])  # tried again after the rest
        swaps = sum(a > b for at, a in enumerate(places) for b in places[at + 1 :])
        return len(places) - _rising(places), len(places), swaps, KINDS.index(self.kind), places

    def told(self, events: tuple[str, ...]) -> str:
        """What is unusual about it, in words."""
        names = [events[place] for place in self.places]
        if self.kind == "reordered":
            return "out of order: " + ", ".join(names)
        if self.kind == "in order":
            return "in order, once each"
        if self.kind == "crashed":
            assert self.crash is not None
            at_once = ", and it comes again at once" if len(names) > len(events) else ""
            return f"{names[self.crash]} comes, the handler crashes {self.point}{at_once}"
        again = next(at for at, place in enumerate(self.places) if place in self.places[:at])
        first = self.places.index(self.places[again])
        late = "" if again == first + 1 else f", the second time after {names[again - 1]}"
        if self.kind == "retried":
            return f"{names[again]} takes effect, its answer is lost, and it comes again{late}"
        return f"{names[again]} comes twice{late}"


def legal(count: int, bound: int, samples: int, seed: int) -> tuple[list[Schedule], bool]:
    """The legal deliveries of `count` events besides in order and once each, shortest first, and whether that is all.

    All orders of up to `bound` events; of more, each event moved to each other place, all of them the other way round,
    and `samples` orders by the seed. Each event repeated, and each retried after a crash, at each later place.
    """
    plain = tuple(range(count))
    whole = count <= bound
    orders = set(permutations(plain)) if whole else _some_orders(plain, samples, seed)
    found = [Schedule("reordered", order) for order in orders - {plain}]
    for first in plain:
        for after in range(first + 1, count + 1):
            places = (*plain[:after], first, *plain[after:])
            found += [Schedule("repeated", places), Schedule("retried", places, first)]
    return sorted(found, key=lambda schedule: schedule.length), whole


def crashes(points: Sequence[Sequence[Point]], samples: int, seed: int) -> tuple[list[Schedule], bool]:
    """A crash at each of the points that the handler passes with each event in order, and whether that is all.

    The events come in order; that one comes again after the rest, and in another schedule at once. Of more than
    `samples` points so many are drawn by the seed.
    """
    plain = tuple(range(len(points)))
    found = [(place, point) for place in plain for point in points[place]]
    whole = len(found) <= samples
    if not whole:
        from random import Random

        found = [found[n] for n in sorted(Random(seed).sample(range(len(found)), max(samples, 0)))]
    schedules = []
    for place, point in found:
        schedules.append(Schedule("crashed", plain, place, point))
        if place != plain[-1]:
            schedules.append(Schedule("crashed", (*plain[: place + 1], *plain[place:]), place, point))
    return schedules, whole


def _some_orders(plain: tuple[int, ...], samples: int, seed: int) -> set[tuple[int, ...]]:
    from random import Random

    random = Random(seed)
    orders = {plain[::-1]}
    for place in plain:
        others = [*plain[:place], *plain[place + 1 :]]
        orders |= {(*others[:to], place, *others[to:]) for to in plain}
    for _ in range(samples):
        order = list(plain)
        random.shuffle(order)
        orders.add(tuple(order))
    return orders


def _rising(places: tuple[int, ...]) -> int:
    """How many of them are in place: the longest strictly rising subsequence."""
    best: list[int] = []
    for at, place in enumerate(places):
        best.append(1 + max((best[before] for before in range(at) if places[before] < place), default=0))
    return max(best, default=0)
