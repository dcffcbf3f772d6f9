"""Schedules by hand: in which order, how often and whether what is pending is delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from .subscription import Subscription


class Pending(NamedTuple):
    """One event for one subscription that was not accepted yet.

    `attempts` is how often it was tried, `created_at` the time of the event, `at` that of the next retry (Unix
    seconds; None while it is held).
    """

    event: str
    event_id: str
    subscription: Subscription
    attempts: int
    created_at: int
    at: int | None

    def same_as(self, other: Pending) -> bool:
        """Whether both are the same event for the same subscription, whatever became of it in between."""
        return (self.event_id, self.subscription) == (other.event_id, other.subscription)


Item: TypeAlias = "int | str | Pending"
Order: TypeAlias = "str | Sequence[Item] | Callable[[list[Pending]], Iterable[Item]]"
Repeat: TypeAlias = "int | Mapping[str, int]"


def plan(
    pending: list[Pending], order: Order, repeat: Repeat, drop: Iterable[Item], chance: int
) -> tuple[list[int], set[int]]:
    """What is delivered, as places in `pending`, and which places are dropped.

    Raises LookupError for a place or an event that is not pending, ValueError for an order or a count that is none.
    """
    dropped = {place for item in drop for place in _all(pending, item)}
    times = _times(pending, repeat)
    if callable(order):
        left = [place for place in range(len(pending)) if place not in dropped]
        offered = [pending[place] for place in left]
        order = [left[place] for place in _by_hand(offered, order(list(offered)))]
    if not isinstance(order, str):
        return [p for p in _by_hand(pending, order) if p not in dropped for _ in range(times[p])], dropped
    if order not in ("fifo", "lifo", "random"):
        raise ValueError(f"order is fifo, lifo, random, a list or a callable, not {order!r}")
    places = [p for p in range(len(pending)) if p not in dropped for _ in range(times[p])]
    if order == "lifo":
        places.reverse()
    if order == "random":
        from random import Random

        Random(chance).shuffle(places)
    return places, dropped


def _times(pending: list[Pending], repeat: Repeat) -> list[int]:
    """How often each is delivered."""
    by_name = repeat if isinstance(repeat, Mapping) else {}
    for name in by_name:
        _all(pending, name)
    always = 1 if isinstance(repeat, Mapping) else repeat
    times = [by_name.get(item.event, always) for item in pending]
    counts: tuple[object, ...] = (always, *by_name.values())
    for count in counts:
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            raise ValueError(f"repeat says how often an event is delivered, at least once, not {count!r}; see drop=")
    return times


def _all(pending: list[Pending], item: Item) -> list[int]:
    """The places that an index, an event's name or an item stands for."""
    if isinstance(item, int):
        if not -len(pending) <= item < len(pending):
            raise LookupError(f"nothing is pending at {item}: {_names(pending)}")
        return [item % len(pending)]
    if isinstance(item, str):
        name, found = item, [place for place, known in enumerate(pending) if known.event == item]
    else:
        name, found = item.event, [place for place, known in enumerate(pending) if known.same_as(item)]
    if not found:
        raise LookupError(f"{name} is not pending: {_names(pending)}")
    return found


def _by_hand(pending: list[Pending], items: Iterable[Item]) -> list[int]:
    """The places of a list; the second mention of a name is the second of that name, the last one as often as asked."""
    places: list[int] = []
    seen: dict[str, int] = {}
    for item in items:
        found = _all(pending, item)
        if isinstance(item, str):
            mention = seen[item] = seen.get(item, 0) + 1
            found = found[:mention][-1:]
        places += found[:1]
    return places


def _names(pending: list[Pending]) -> str:
    return "pending are " + ", ".join(item.event for item in pending) if pending else "nothing is"
