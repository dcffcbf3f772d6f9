"""Whether figures add up: settlements are the sums of what they were made of, and the rest is the balance."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ...exceptions import LedgerError
from ...lifecycles import LIFECYCLES, entries_of
from ..books import Books

Key = tuple[str, str]


def check(books: Books) -> None:
    """A settlement that was asked for is what its payouts are. Raise LedgerError naming the first that is not."""
    payouts: dict[str, list[Any]] = defaultdict(list)
    for payout in books.all("ondemand_payout"):
        payouts[payout.ondemand_id].append(payout)
    for asked in books.all("ondemand"):
        parts = payouts.pop(asked.id, [])
        said = {
            "amount_requested": sum(one.amount for one in parts),
            "amount_settled": sum(one.net for one in parts if one.status == "processed"),
            "amount_pending": sum(one.net for one in parts if one.status in ("created", "initiated")),
            "amount_reversed": sum(one.amount for one in parts if one.status == "reversed"),
            "fees": sum(one.fees for one in parts if one.status != "reversed"),
            "tax": sum(one.tax for one in parts if one.status != "reversed"),
        }
        for name, amount in said.items():
            if getattr(asked, name) != amount:
                raise LedgerError(f"{asked.id}: {name} is {getattr(asked, name)}, its payouts say {amount}")
        done = {one.status for one in parts}
        over = "processed" if done == {"processed"} else "reversed" if done == {"reversed"} else None
        if over is not None and asked.status != over:
            raise LedgerError(f"{asked.id} is {asked.status}, and all of its payouts are {over}")
        if over is None and asked.status in ("processed", "reversed"):
            raise LedgerError(f"{asked.id} is {asked.status}, and its payouts are {', '.join(sorted(done))}")


def check_settled(books: Books) -> None:
    """Every step that moved the balance is paid out once, or planned to be, or on hold. Raises as `check`."""
    left = _moved(books)
    for settlement in books.all("settlement"):
        made_of = books.claimed(("settled", settlement.id)) or ()
        amount = sum(one.amount for one in made_of)
        if amount != settlement.amount:
            raise LedgerError(f"{settlement.id} is of {settlement.amount}, what it is made of comes to {amount}")
        for one in made_of:
            _take(left, one, settlement.currency)
            if books.claimed(("settlement of", one.entity_id, one.why)) != settlement.id:
                raise LedgerError(f"{one.entity_id} ({one.why}) does not say that {settlement.id} paid it out")
    for key, planned in list(books.cells.items()):
        if isinstance(key, tuple) and key[0] == "to settle":
            for at, day in planned.items():
                _check_day(left, at, day, key[1])
        elif isinstance(key, tuple) and key[0] == "on hold":
            for _, one in planned.values():
                _take(left, one, key[1])
    for (entity_id, why), (amount, currency) in left.items():
        raise LedgerError(f"{entity_id} ({why}) moved the balance by {amount} {currency}, and no settlement has it")


def _moved(books: Books) -> dict[Key, tuple[int, str]]:
    """By how much each step moved the balance, other than by settling it."""
    found: dict[Key, tuple[int, str]] = {}
    for entity_id, record in books.cells.items():
        if not isinstance(entity_id, str) or record.KIND not in LIFECYCLES or record.KIND == "settlement":
            continue
        for step in record.steps:
            amount = sum(moved for name, moved in entries_of(record, step.why) if name == "merchant")
            if amount:
                found[entity_id, step.why] = (amount, record.currency)
    return found


def _take(left: dict[Key, tuple[int, str]], one: Any, currency: str) -> None:
    """What is paid out, planned or on hold is what moved the balance, once."""
    found = left.pop((one.entity_id, one.why), None)
    if found != (one.amount, currency):
        raise LedgerError(f"{one.entity_id} ({one.why}) is to be settled by {one.amount} {currency}, moved {found}")


def _check_day(left: dict[Key, tuple[int, str]], at: int, day: Any, currency: str) -> None:
    amount = 0
    for key, one in day.moved.items():
        amount += one.amount
        if key != (one.entity_id, one.why):
            raise LedgerError(f"{one.entity_id} ({one.why}) is to be settled under the name {key}")
        _take(left, one, currency)
    if amount != day.amount:
        raise LedgerError(f"{day.amount} {currency} are to be settled at {at}, what that is made of comes to {amount}")
