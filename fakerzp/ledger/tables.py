"""What people read: amounts, moments, and the tables in which the books and histories print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone

from ..currencies import CURRENCIES
from ..entities.base import Step
from .books import Books
from .log import View
from .money import ACCOUNTS, Posting

IST = timezone(timedelta(hours=5, minutes=30), "IST")
SHOWN = 50
"""How many postings the table of a journal shows: the newest."""


def figure(currency: str, amount: int) -> str:
    """An amount without its sign, `amount` in the smallest unit: 12500000 is 1,25,000.00 in INR, 125,000.00 in USD."""
    known = CURRENCIES.get(currency)
    decimals = known.exponent if known is not None else 0
    whole, rest = divmod(abs(amount), 10**decimals)
    digits = str(whole)
    head, groups = digits[:-3], [digits[-3:]]
    size = 2 if currency == "INR" else 3
    while head:
        groups.insert(0, head[-size:])
        head = head[:-size]
    fraction = f".{rest:0{decimals}d}" if decimals else ""
    return f"{'-' if amount < 0 else ''}{','.join(groups)}{fraction}"


def money(currency: str, amount: int) -> str:
    """An amount as it is written with its sign: ₹1,25,000.00, $125,000.00, KWD 1.230; `amount` in the smallest unit."""
    known = CURRENCIES.get(currency)
    sign = known.symbol if known is not None else currency
    gap = " " if sign[-1:].isalpha() else ""
    text = figure(currency, amount)
    return f"-{sign}{gap}{text[1:]}" if text.startswith("-") else f"{sign}{gap}{text}"


def moment(at: int) -> str:
    """A moment (Unix seconds) as it is in India: 2026-01-05 15:30:00."""
    return datetime.fromtimestamp(at, IST).strftime("%Y-%m-%d %H:%M:%S")


def aligned(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """The rows as lines whose columns are aligned, those of the numbers in `right` to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if n in right else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


class Journal(View[Posting]):
    """Every movement of money, oldest first: a sequence that prints as a table, a column for each account."""

    def __repr__(self) -> str:
        postings = list(self)
        if not postings:
            return "no postings"
        held: dict[tuple[str, str], int] = {}
        for posting in postings:
            for name, amount in posting.entries:
                key = (posting.currency, name)
                held[key] = held.get(key, 0) + amount
        names = sorted({name for _, name in held}, key=_place)
        several = len({posting.account for posting in postings}) > 1
        labels = ["at (IST)", *(["account"] if several else []), "id", "step", "currency"]
        rows = [[*labels, *names]]
        for posting in postings[-SHOWN:]:
            start = [moment(posting.at), *([posting.account] if several else []), posting.entity_id, posting.why]
            rows.append([*start, posting.currency, *_cells(dict(posting.entries), posting.currency, names)])
        for currency in sorted({currency for currency, _ in held}):
            sums = {name: amount for (of, name), amount in held.items() if of == currency}
            start = ["held", *[""] * (len(labels) - 2), currency]
            rows.append([*start, *_cells(sums, currency, names)])
        lines = aligned(rows, range(len(labels), len(labels) + len(names)))
        if len(postings) > SHOWN:
            lines.insert(1, f"... {len(postings) - SHOWN} before these")
        return "\n".join(lines)


def _cells(amounts: Mapping[str, int], currency: str, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield figure(currency, amounts[name]) if name in amounts else ""


def _place(name: str) -> tuple[int, str]:
    """Where an account stands among the columns: as in the list of accounts, others after them by name."""
    return (ACCOUNTS.index(name) if name in ACCOUNTS else len(ACCOUNTS), name)


class Balances(Mapping[tuple[str, str], int]):
    """What each account of the books holds, {(name, currency): amount in the smallest unit}; prints as a table."""

    def __init__(self, held: Mapping[tuple[str, str], int]) -> None:
        self._held = {key: held[key] for key in sorted(held, key=lambda key: (_place(key[0]), key[1]))}

    def __getitem__(self, key: tuple[str, str]) -> int:
        return self._held[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        if not self._held:
            return "no balances"
        currencies = sorted({currency for _, currency in self._held})
        rows = [["account", *currencies]]
        for name in dict.fromkeys(name for name, _ in self._held):
            row = [(currency, self._held.get((name, currency))) for currency in currencies]
            rows.append([name, *("" if amount is None else figure(currency, amount) for currency, amount in row)])
        sums = {c: sum(amount for (_, of), amount in self._held.items() if of == c) for c in currencies}
        rows.append(["sum", *(figure(currency, sums[currency]) for currency in currencies)])
        return "\n".join(aligned(rows, range(1, len(currencies) + 1)))


def balances_of(books: Books) -> Balances:
    """The balances that are kept in these books; it looks through all of them."""
    kept = ((key, value) for key, value in books.cells.items() if isinstance(key, tuple) and key[0] == "balance")
    return Balances({(key[1], key[2]): value for key, value in kept})


class History(tuple[Step, ...]):
    """The steps of an entity, oldest first: a tuple that prints as a table."""

    __slots__ = ()

    def __repr__(self) -> str:
        rows = [[step.status, f"{moment(step.at)} IST", step.why] for step in self]
        return "\n".join(aligned([["status", "at", "why"], *rows])) if rows else "no steps"
