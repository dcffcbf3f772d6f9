"""`rzp.populate`: a believable merchant, made by the calls that one would make, over some months.

Everything is planned from the fake's seed and then played on the fake in order of time, so that events, histories, the
journal and webhooks are those of a merchant who really did it.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import accumulate, count
from random import Random
from typing import TYPE_CHECKING

from ..api.fields import EARLIEST
from ..ledger.tables import IST
from . import stories
from .progress import Bar
from .stories import DAY, HOUR, Shop, Story, Teller
from .summary import Populated, present, summary

if TYPE_CHECKING:
    from ..fake import FakeRazorpay
    from ..world.world import World

# How busy each hour of an Indian day is, out of ten.
_HOURS = (1, 1, 0, 0, 0, 1, 2, 3, 5, 7, 8, 9, 9, 8, 7, 7, 8, 9, 10, 10, 10, 9, 6, 3)
_SATURDAY = 5


class Wanted:
    """How many of each; what was not said follows from the orders and customers."""

    def __init__(self, given: dict[str, int | None]) -> None:
        """Raises TypeError for what is no whole number, ValueError for what can't be."""
        for name, number in given.items():
            least = 1 if name == "days" else 0
            if number is not None and (isinstance(number, bool) or not isinstance(number, int)):
                raise TypeError(f"{name} is a whole number, not {number!r}")
            if number is not None and number < least:
                raise ValueError(f"{name}={number}: at least {least}")
        self.customers = given["customers"] or 0
        self.orders = given["orders"] or 0
        self.days = given["days"] or 0
        has_customers = self.customers > 0
        self.invoices = _or(given["invoices"], self.orders // 5 * has_customers)
        self.payment_links = _or(given["payment_links"], self.orders // 5)
        self.refunds = _or(given["refunds"], self.orders // 16)
        self.tokens = _or(given["tokens"], self.customers // 5)
        self.items = _or(given["items"], 10)
        if self.refunds > self.orders:
            raise ValueError(f"refunds={self.refunds}: there are {self.orders} orders, and each is given back once")
        for name, number in (("invoices", self.invoices), ("tokens", self.tokens)):
            if number and not has_customers:
                raise ValueError(f"{name}={number} need customers, and there are none")
        if self.invoices and not self.items:
            raise ValueError(f"invoices={self.invoices} need items, and there are none")


def _or(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number


def populate(rzp: FakeRazorpay, world: World, given: dict[str, int | None], *, progress: bool) -> Populated:
    """Make a merchant; see `FakeRazorpay.populate`."""
    wanted = Wanted(given)
    world.settle()
    books, clock = world.ledger.books(world.ledger.account), world.clock
    length = wanted.days * DAY
    start = clock.reach() - length if _is_new(world) else clock.reach()
    if start < EARLIEST:
        raise ValueError(f"days={wanted.days}: that begins before {EARLIEST}, the earliest moment of the API")
    before, was = present(books), rzp.snapshot()
    luck = Random(f"{world.ledger.seed}/populate/{world.ledger.drawn}")
    try:
        with clock.standing_at(start), Bar("populating", wanted=progress) as bar:
            shop = Shop(rzp, start + length)
            _play(shop, list(_planned(wanted, luck, start, shop.end)), bar, start)
    except BaseException:
        rzp.restore(was)
        raise
    return summary(books, shop.made, before, start, start + length)


def _is_new(world: World) -> bool:
    """Whether nothing has happened on this fake, so that its past can still be made."""
    ledger = world.ledger
    return not (ledger.drawn or ledger.calls or ledger.events or ledger.outbox)


def _play(shop: Shop, told: list[tuple[int, Teller, Random]], bar: Bar, start: int) -> None:
    """Tell the stories, all together, in order of time; what is not over at the end stays as it is."""
    clock, turn = shop.rzp.clock, count()
    heap: list[tuple[int, int, Story]] = []
    for at, tell, luck in told:
        heapq.heappush(heap, (at, next(turn), tell(shop, luck)))
    while heap:
        at, _, story = heapq.heappop(heap)
        clock.move_to(max(at, clock.now()))
        bar.at((at - start) / (shop.end - start))
        gap = next(story, None)
        if gap is not None and at + gap < shop.end:
            heapq.heappush(heap, (at + gap, next(turn), story))
    clock.move_to(max(shop.end, clock.now()))


# -- the plan


def _planned(wanted: Wanted, luck: Random, start: int, end: int) -> Iterator[tuple[int, Teller, Random]]:
    """Every story with the moment at which it begins; those who are needed first come first."""
    latest = end - min(6 * HOUR, (end - start) // 4)  # what begins has time to go on

    def told(at: int, tell: Teller) -> tuple[int, Teller, Random]:
        return at, tell, Random(luck.getrandbits(64))

    for _ in range(wanted.items):
        yield told(start, stories.item)
    joined = sorted((start if n == 0 else at) for n, at in enumerate(_moments(luck, wanted.customers, start, latest)))
    for at in joined:
        yield told(at, stories.customer)

    orders = _fates(luck, wanted.orders, stories.ORDERS, least=wanted.refunds)
    given_back = set(luck.sample([n for n, fate in enumerate(orders) if fate == "paid"], wanted.refunds))
    for n, at in enumerate(_moments(luck, wanted.orders, start, latest)):
        buyer = _somebody(luck, joined, at) if luck.random() < 0.9 else None
        yield told(at, partial(stories.order, fate=orders[n], buyer=buyer, refunded=n in given_back))
    for fate, at in _begun(luck, wanted.invoices, stories.INVOICES, start, latest):
        buyer = _somebody(luck, joined, at)
        assert buyer is not None
        yield told(at, partial(stories.invoice, fate=fate, buyer=buyer))
    for fate, at in _begun(luck, wanted.payment_links, stories.LINKS, start, latest):
        buyer = _somebody(luck, joined, at)
        yield told(at, partial(stories.payment_link, fate=fate, buyer=buyer))
    for fate, at in _begun(luck, wanted.tokens, stories.TOKENS, start, (start + latest) // 2):
        buyer = _somebody(luck, joined, at)
        assert buyer is not None
        yield told(at, partial(stories.token, fate=fate, buyer=buyer))


def _begun(
    luck: Random, number: int, shares: tuple[tuple[str, int], ...], start: int, latest: int
) -> Iterator[tuple[str, int]]:
    """How each ends and when it begins; what is open at the end began within its last month."""
    for fate in _fates(luck, number, shares):
        first = max(start, latest - 30 * DAY) if fate == "open" else start
        yield fate, _moments(luck, 1, first, latest)[0]


def _fates(luck: Random, number: int, shares: tuple[tuple[str, int], ...], least: int = 0) -> list[str]:
    """How each of so many ends, by their shares in a hundred; at least so many in the first way."""
    first, ends, offset = shares[0][0], list(accumulate(share for _, share in shares)), luck.random()
    found = [shares[bisect_right(ends, (n + offset) / number * 100)][0] for n in range(number)]
    others = [fate for fate in found if fate != first][: number - least]
    found = [first] * (number - len(others)) + others
    luck.shuffle(found)
    return found


def _moments(luck: Random, number: int, start: int, end: int) -> list[int]:
    """So many moments, in order: more by day than by night, at weekends, and towards the end."""
    found: list[int] = []
    while len(found) < number:
        at = luck.randrange(start, end)
        day = datetime.fromtimestamp(at, IST)
        busy = _HOURS[day.hour] / 10 * (1.0 if day.weekday() >= _SATURDAY else 0.85)
        if luck.random() < busy * (0.6 + 0.4 * (at - start) / (end - start)) or end - start < HOUR:
            found.append(at)
    return sorted(found)


def _somebody(luck: Random, joined: list[int], at: int) -> int | None:
    """One of those who have joined by then, old customers more often; None if there is nobody."""
    there = bisect_right(joined, at)
    return int(there * luck.random() ** 1.5) if there else None
