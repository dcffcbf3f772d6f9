"""The ledger: every merchant's books, the queue of what falls due, the logs, and the serial number of ids.

Its whole state is a handful of references to immutable things, so marking it and going back to a mark is flat.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple

from immutables import Map

from ..entities.base import Record
from . import due, ids
from .books import Books, Cells
from .check import verify
from .log import Link, View, append
from .money import Posting

BASE62_LINK = 7


class Mark(NamedTuple):
    """The state of a ledger at a moment."""

    books: tuple[tuple[str, Cells, Link | None], ...]
    queue: due.Heap | None
    serial: int
    events: Link | None
    calls: Link | None
    outbox: Link | None
    journal: Link | None
    slots: Map[Hashable, Any]


class Ledger:
    """Everything that a fake knows. `check()` proves that it adds up; `journal` is its movements of money."""

    def __init__(self, seed: int, account: str) -> None:
        self.seed = seed
        self.account = account
        self._books: dict[str, Books] = {account: Books(account)}
        self._queue: due.Heap | None = None
        self._serial = 0
        self.events: Link | None = None
        self.calls: Link | None = None
        self.outbox: Link | None = None
        self._journal: Link | None = None
        self.slots: Map[Hashable, Any] = Map()
        """What the rest of the world keeps (scripts, faults, webhooks), so that a mark holds it too."""

    # -- books and ids

    def books(self, account: str) -> Books:
        """The books of an account; one not met before is opened."""
        found = self._books.get(account)
        if found is None:
            found = self._books[account] = Books(account)
        return found

    @property
    def accounts(self) -> Iterable[str]:
        """The accounts that have books."""
        return tuple(self._books)

    def new_id(self, prefix: str) -> str:
        """The next id with that prefix."""
        self._serial += 1
        return prefix + ids.tail(self.seed, self._serial)

    def short_url(self) -> str:
        """The next short URL of a hosted page."""
        self._serial += 1
        return "https://rzp.io/i/" + ids.base62(ids.mix(self.seed, self._serial), 8)[-BASE62_LINK:]

    def digits(self, count: int) -> str:
        """The next bank reference: `count` digits."""
        self._serial += 1
        return ids.digits(self.seed, self._serial, count)

    # -- what falls due

    def schedule(self, at: int, what: str, account: str, entity_id: str) -> None:
        """At that instant (Unix seconds) the entity goes through `what`."""
        self._serial += 1
        self._queue = due.push(self._queue, due.Due(at, self._serial, what, account, entity_id))

    def take_due(self, until: int) -> due.Due | None:
        """The earliest item that falls due by then, taken out of the queue; None if there is none."""
        queue = self._queue
        if queue is None or queue.item.at > until:
            return None
        self._queue = due.pop(queue)
        return queue.item

    # -- money

    def post(self, posting: Posting) -> None:
        """Write one movement of money and carry it into the balances."""
        self._journal = append(self._journal, posting)
        books = self.books(posting.account)
        for name, amount in posting.entries:
            key = ("balance", name, posting.currency)
            books.claim(key, (books.claimed(key) or 0) + amount)

    @property
    def journal(self) -> Sequence[Posting]:
        """Every movement of money, oldest first."""
        return View(lambda: self._journal, _as_posting)

    def balance(self, name: str, currency: str = "INR", account: str | None = None) -> int:
        """What an account of the books holds (`merchant`, `gateway`, `fees`, ...), in the smallest unit."""
        found: int | None = self.books(account or self.account).claimed(("balance", name, currency))
        return found or 0

    # -- the whole

    def mark(self) -> Mark:
        """The present state, to go back to."""
        return Mark(
            tuple((name, books.cells, books.changes) for name, books in self._books.items()),
            self._queue,
            self._serial,
            self.events,
            self.calls,
            self.outbox,
            self._journal,
            self.slots,
        )

    def go_back(self, mark: Mark) -> None:
        """Be as at the mark."""
        for name in set(self._books) - {name for name, _, _ in mark.books}:
            del self._books[name]
        for name, cells, changes in mark.books:
            books = self.books(name)
            books.cells, books.changes = cells, changes
        self._queue = mark.queue
        self._serial = mark.serial
        self.events = mark.events
        self.calls = mark.calls
        self.outbox = mark.outbox
        self._journal = mark.journal
        self.slots = mark.slots

    def check(self) -> None:
        """Prove that every posting, figure, status and index adds up; LedgerError names the first that does not."""
        verify([self._books[name] for name in self._books], list(self.journal))

    def record(self, entity_id: str) -> tuple[Books, Record] | None:
        """A record and the books that it is in, whichever account's they are."""
        for books in self._books.values():
            record: Any = books.get(entity_id)
            if record is not None:
                return books, record
        return None


def _as_posting(entry: object) -> Posting:
    assert isinstance(entry, Posting)
    return entry
