"""Time, worlds and events: what falls due, snapshots and forks of a large ledger, and webhooks.

    python benchmarks/time_and_events.py [--sizes 1000 100000 1000000] [--rounds 3] [--events 3000] [--json]

advance: as many payment links as the size says, each with an expiry of its own, and one `clock.advance` that lets all
of them expire, each at its instant, with its history and its event. The time for one should grow with the logarithm
of how many there are. The links are put into the ledger by the law itself: by the API, a million of them would take
ten minutes, and leave the same records and the same queue.

snapshot, fork: of that ledger. restore: back from when all have expired.

events: orders paid, with a callable subscribed to everything: what one delivered event costs beyond the same payments
with nobody subscribed.

Times are the processor's, and the best round of each counts: whatever else the machine does only ever adds. The
largest sizes have one round. With the default sizes it takes a quarter of an hour, most of it for filling the ledger
and for the collector, which looks through millions of links.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fakerzp import FakeRazorpay

START = 1767607200
SIZES = (1_000, 100_000, 1_000_000)
ONE_ROUND = 500_000
LINK = {"amount": 50000, "currency": "INR", "reminder_enable": False, "notify": {"sms": False, "email": False}}


def filled(size: int) -> FakeRazorpay:
    """A fake with that many open payment links, which expire in no order within a day from the eleventh minute on."""
    fake = FakeRazorpay(seed=1, at=START)
    sample = fake.payment_link.create({**LINK, "expire_by": START + 1200})
    world = fake._world
    books = world.ledger.books(world.ledger.account)
    record = books.get(sample["id"])
    chance = random.Random(0)
    for _ in range(size - 1):
        expire_by = START + 1200 + chance.randrange(86400)
        with world.acting():  # a step each, as by the API
            made = replace(record, id=world.ledger.new_id("plink_"), steps=(), expire_by=expire_by)
            world.schedule_expiry(books.account, world.law.create(books, made, START))
    return fake


def seconds(work: Callable[[], object]) -> float:
    """How much of the processor's time that takes, without collections of what was there before."""
    gc.collect()
    gc.freeze()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.unfreeze()


def due(size: int, rounds: int) -> dict[str, float]:
    """Microseconds for one expiry, and for a snapshot, a fork and going back, with that many links."""
    fake = filled(size)
    rounds = rounds if size < ONE_ROUND else 1
    untouched = fake.snapshot()
    best: dict[str, list[float]] = {"expiry": [], "snapshot": [], "fork": [], "restore": []}
    for _ in range(rounds):
        best["snapshot"].append(seconds(lambda: [fake.snapshot() for _ in range(2000)]) / 2000)
        best["fork"].append(seconds(lambda: [fake.fork() for _ in range(20)]) / 20)
        best["expiry"].append(seconds(lambda: fake.clock.advance(days=2)) / size)
        if len(fake.events) != size:
            raise SystemExit(f"{len(fake.events)} of {size} links expired")
        after = fake.snapshot()  # kept, so that nobody waits for what restoring would set free
        best["restore"].append(seconds(lambda: fake.restore(untouched)))
        del after
    return {name: min(taken) * 1e6 for name, taken in best.items()}


def paid(orders: int, target: Any) -> tuple[float, int]:
    """How many seconds that many payments take, and how many events they make."""
    fake = FakeRazorpay(seed=1, at=START)
    if target is not None:
        fake.webhooks.subscribe(target, secret="whsec")
    ids = [fake.order.create({"amount": 50000, "currency": "INR"})["id"] for _ in range(orders)]
    taken = seconds(lambda: [fake.checkout.pay(order) for order in ids])
    return taken, len(fake.events)


def delivered(events: int, rounds: int) -> dict[str, float]:
    """Events per second that reach a callable: of the whole, and of delivery alone."""
    seen = 0

    def target(body: bytes, headers: dict[str, str]) -> None:
        nonlocal seen
        seen += 1

    told, alone, made = [], [], 0
    for _ in range(rounds):
        seen = 0
        taken, made = paid(events // 3, target)
        if seen != made:
            raise SystemExit(f"{seen} of {made} events were delivered")
        told.append(taken)
        alone.append(paid(events // 3, None)[0])
    best, least = min(told), min(alone)
    return {"events": made, "with the payments": made / best, "delivery alone": made / max(best - least, 1e-9)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--events", type=int, default=3000, help="events in a round of deliveries")
    parser.add_argument("--json", action="store_true", help="for machines")
    options = parser.parse_args()
    found = {size: due(size, options.rounds) for size in options.sizes}
    events = delivered(options.events, options.rounds)
    if options.json:
        print(json.dumps({"python": platform.python_version(), "sizes": found, "delivered": events}, indent=2))
        return
    print(f"Python {platform.python_version()}, µs, best of {options.rounds}; in brackets: times the smallest size\n")
    names = ("expiry", "snapshot", "fork", "restore")
    print("pending".rjust(10) + "".join(name.rjust(24) for name in names))
    first = found[options.sizes[0]]
    for size, row in found.items():
        cells = (f"{row[name]:.1f} ({row[name] / first[name]:.2f})".rjust(24) for name in names)
        print(f"{size:>10}" + "".join(cells))
    print(
        f"\n{events['events']:.0f} events to a callable: {events['with the payments']:.0f} a second, payments included;"
        f" {events['delivery alone']:.0f} a second for delivery alone"
    )


if __name__ == "__main__":
    main()
