"""Create an entity and fetch it back, by each door, against the floor.

    python benchmarks/create_and_fetch.py [--rounds 60] [--calls 50] [--json]

The floor is the least that any fake could do: the entity as a dict literal, put into a dict, and cloned
twice, once for each of the two answers. Beside it, what one would do without a fake: the official client over
`responses`, with canned bodies. The contestants take turns, many short rounds each, and the best round of
each counts: whatever else the machine does only ever adds. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import copy
import gc
import json
import platform
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import razorpay
import responses

from fakerzp import FakeRazorpay

Pair = Callable[[], object]
AIMS = {"direct": 4.0, "patch()": 7.0}

ORDER = {"amount": 50000, "currency": "INR", "receipt": "Receipt #20", "notes": {"shop": "Bengaluru"}}
INVOICE = {
    "type": "invoice",
    "description": "A book",
    "customer": {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9123456780"},
    "line_items": [{"name": "Book", "amount": 40000, "currency": "INR", "quantity": 1}],
}
ENTITIES = {"order": ORDER, "invoice": INVOICE}
PATHS = {"order": "orders", "invoice": "invoices"}


def body_of(entity: str, number: int) -> dict[str, Any]:
    """Give each creation a receipt of its own where Razorpay wants one."""
    return {**ENTITIES[entity], "receipt": f"Receipt #{number}"}


def floor(sample: dict[str, Any]) -> Pair:
    """The dict literal, put into a dict and cloned twice."""
    literal: Callable[[], dict[str, Any]] = eval(f"lambda: {sample!r}")
    kept: dict[str, dict[str, Any]] = {}

    def pair() -> None:
        made = literal()
        kept[made["id"]] = made
        copy.deepcopy(made)
        copy.deepcopy(kept[made["id"]])

    return pair


def by_name(entity: str, client: Any) -> Pair:
    """Create and fetch by the SDK's names, whoever answers."""
    resource = getattr(client, entity)
    number = iter(range(10**9))

    def pair() -> None:
        made = resource.create(body_of(entity, next(number)))
        resource.fetch(made["id"])

    return pair


def canned(entity: str, sample: dict[str, Any], stack: ExitStack) -> Pair:
    """The official client over `responses`: it answers with the sample."""
    mock = stack.enter_context(responses.RequestsMock(assert_all_requests_are_fired=False))
    url = f"https://api.razorpay.com/v1/{PATHS[entity]}"
    mock.add(responses.POST, url, json=sample)
    mock.add(responses.GET, f"{url}/{sample['id']}", json=sample)
    return by_name(entity, razorpay.Client(auth=("rzp_test_a", "b")))


def contestant(name: str, entity: str, sample: dict[str, Any], stack: ExitStack) -> Pair:
    """A fresh contestant: no round pays for the ones before it."""
    if name == "floor":
        return floor(sample)
    if name == "official over responses":
        return canned(entity, sample, stack)
    fake = FakeRazorpay(seed=1)
    if name == "direct":
        return by_name(entity, fake)
    if name == "client()":
        return by_name(entity, fake.client())
    client = razorpay.Client(auth=("rzp_test_a", "b"))
    stack.enter_context(fake.patch())
    return by_name(entity, client)


NAMES = ("floor", "direct", "client()", "patch()", "official over responses")


def timed(name: str, entity: str, sample: dict[str, Any], calls: int) -> float:
    """Microseconds per pair of calls in one round."""
    with ExitStack() as stack:
        pair = contestant(name, entity, sample, stack)
        for _ in range(5):
            pair()
        gc.collect()
        start = time.perf_counter()
        for _ in range(calls):
            pair()
        return (time.perf_counter() - start) / calls * 1e6


def best_of(entity: str, rounds: int, calls: int) -> dict[str, float]:
    """Each contestant's microseconds for a pair of calls, in its best round."""
    sample = getattr(FakeRazorpay(seed=1), entity).create(body_of(entity, 0))
    times: dict[str, list[float]] = {name: [] for name in NAMES}
    for _ in range(rounds):
        for name in NAMES:
            slow = name == "official over responses"
            times[name].append(timed(name, entity, sample, max(5, calls // 10) if slow else calls))
    return {name: min(taken) for name, taken in times.items()}


def compared(best: dict[str, float]) -> dict[str, dict[str, float]]:
    """Each contestant's microseconds, and its ratios to the floor and to the client over `responses`."""
    least, official = best["floor"], best["official over responses"]
    return {
        name: {"microseconds": taken, "floor": taken / least, "official": taken / official}
        for name, taken in best.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--calls", type=int, default=50, help="pairs of calls in a round")
    parser.add_argument("--json", action="store_true", help="for machines")
    options = parser.parse_args()
    best = {entity: best_of(entity, options.rounds, options.calls) for entity in ENTITIES}
    best["both"] = {name: sum(one[name] for one in best.values()) for name in NAMES}
    found = {what: compared(times) for what, times in best.items()}
    if options.json:
        print(json.dumps({"python": platform.python_version(), "aims": AIMS, "found": found}, indent=2))
        return
    print(f"create and fetch back, Python {platform.python_version()}, official client {razorpay_version()}")
    for entity, row in found.items():
        print(f"\n{entity:<26}{'µs a pair':>12}{'times floor':>14}{'of official':>14}{'aim':>8}")
        for name, figures in row.items():
            aim = f"{AIMS[name]:.0f}" if name in AIMS else ""
            print(
                f"  {name:<24}{figures['microseconds']:>12.1f}{figures['floor']:>14.2f}"
                f"{figures['official']:>13.1%}{aim:>9}"
            )


def razorpay_version() -> str:
    from importlib.metadata import version

    return version("razorpay")


if __name__ == "__main__":
    main()
