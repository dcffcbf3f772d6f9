"""The ledger: every merchant's books, the queue of what falls due, the logs, and the serial number of ids.

Its whole state is a handful of references to immutable things, so marking it and going back to a mark is flat.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from threading import RLock
from typing import Any, NamedTuple

from immutables import Map

from ..entities.base import Record
from . import due, ids
from .books import Books, Cells
from .check import verify
from .log import Link, apart_within, append
from .money import Posting
from .tables import Balances, Journal, balances_of

BASE62_LINK = 7


class Mark(NamedTuple):
    """The state of a ledger at a moment: the merchant's own books, those of sub-merchants, and the rest."""

    cells: Cells
    changes: Link | None
    books: Map[str, tuple[Cells, Link | None]]
    written: Link | None
    owners: Map[str, str]
    queue: due.Heap | None
    serial: int
    turn: int
    events: Link | None
    calls: Link | None
    outbox: Link | None
    journal: Link | None
    slots: Map[Hashable, Any]


class Place(NamedTuple):
    """Where a request stands in the order of things: how much there was when it had been answered."""

    serial: int
    events: int
    outbox: int
    journal: int


class Ledger:
    """Everything that a fake knows. `check()` proves that it adds up; `journal` is its movements of money."""

    def __init__(self, seed: int, account: str) -> None:
        self.seed = seed
        self.account = account
        self.limited = False
        """Whether refunds may take the available balance no further below nothing than the reserve balance."""
        self.lock = RLock()
        """Held by whoever acts on the world of this ledger, so that threads see one step at a time."""
        self._own = Books(account)
        self._books: dict[str, Books] = {account: self._own}
        # The books of sub-merchants as at the last mark, which of them were written before it, and those written since.
        self._kept: Map[str, tuple[Cells, Link | None]] = Map()
        self._log: Link | None = None
        self._fresh: set[Books] = set()
        # Whose the entities of sub-merchants are.
        self._owners: Map[str, str] = Map()
        self._queue: due.Heap | None = None
        self._serial = 0
        # Ties of what falls due have a counter of their own: a retry must not change the ids to come.
        self._turn = 0
        self.events: Link | None = None
        self.calls: Link | None = None
        """The log of requests: see `keep`."""
        self.outbox: Link | None = None
        self._journal: Link | None = None
        self.slots: Map[Hashable, Any] = Map()
        """What the rest of the world keeps (scripts, faults, webhooks), so that a mark holds it too."""

    # -- books and ids

    def books(self, account: str) -> Books:
        """The books of an account; one not met before is opened."""
        found = self._books.get(account)
        if found is None:
            found = self._books[account] = Books(account, self._written)
            self._fresh.add(found)
        return found

    def is_open(self, account: str) -> bool:
        """Whether the account has books."""
        return account in self._books

    def _written(self, books: Books, new_id: str | None) -> None:
        self._fresh.add(books)
        if new_id is not None:
            self._owners = self._owners.set(new_id, books.account)

    @property
    def accounts(self) -> Iterable[str]:
        """The accounts that have books."""
        return tuple(self._books)

    def new_id(self, prefix: str) -> str:
        """The next id with that prefix."""
        self._serial += 1
        return prefix + ids.tail(self.seed, self._serial)

    @property
    def drawn(self) -> int:
        """How many ids, references and the like were given out so far."""
        return self._serial

    def short_url(self) -> str:
        """The next short URL of a hosted page."""
        self._serial += 1
        return "https://rzp.io/i/" + ids.base62(ids.mix(self.seed, self._serial), 8)[-BASE62_LINK:]

    def digits(self, count: int) -> str:
        """The next bank reference: `count` digits."""
        self._serial += 1
        return ids.digits(self.seed, self._serial, count)

    def secret(self) -> str:
        """The next 14 characters that say nothing of the time of their making (the value of a token)."""
        self._serial += 1
        first, second = ids.mix(self.seed, self._serial), ids.mix(~self.seed, self._serial)
        return ids.base62(first % 62**8, 8) + ids.base62(second % 62**6, 6)

    # -- what falls due

    def schedule(self, at: int, what: str, account: str, entity_id: str) -> None:
        """At that instant (Unix seconds) the entity goes through `what`."""
        self._turn += 1
        self._queue = due.push(self._queue, due.Due(at, self._turn, what, account, entity_id))

    def is_due(self, until: int) -> bool:
        """Whether something falls due by then."""
        return self._queue is not None and self._queue.item.at <= until

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
        """Every movement of money, oldest first; prints as a table."""
        return Journal(lambda: self._journal, _as_posting)

    @property
    def posted(self) -> int:
        """How many movements of money there were."""
        return self._journal.size if self._journal is not None else 0

    def balance(self, name: str, currency: str = "INR", account: str | None = None) -> int:
        """What an account of the books holds (`merchant`, `gateway`, `fees`, ...), in the smallest unit."""
        found: int | None = self.books(account or self.account).claimed(("balance", name, currency))
        return found or 0

    def balances(self, account: str | None = None) -> Balances:
        """What every account of the books holds: {(name, currency): amount}; prints as a table.

        `account` is a sub-merchant's id; without it, the merchant's own books. Amounts are in the smallest unit.
        """
        return balances_of(self.books(account or self.account))

    # -- requests

    def keep(self, request: tuple[Any, ...]) -> None:
        """Log a request with its place, (request, place), by which a story tells what came before it.

        Both are plain tuples of plain values, which the collector never looks at twice.
        """
        events, outbox, journal = self.events, self.outbox, self._journal
        place = (
            self._serial,
            events.size if events is not None else 0,
            outbox.size if outbox is not None else 0,
            journal.size if journal is not None else 0,
        )
        with self.lock:
            self.calls = append(self.calls, (request, place))

    # -- the whole

    def mark(self) -> Mark:
        """The present state, to go back to; costs by the sub-merchants that were written to since the last mark."""
        if self._fresh:
            for books in self._fresh:
                self._kept = self._kept.set(books.account, (books.cells, books.changes))
                self._log = append(self._log, books.account)
            self._fresh.clear()
        return Mark(
            self._own.cells,
            self._own.changes,
            self._kept,
            self._log,
            self._owners,
            self._queue,
            self._serial,
            self._turn,
            self.events,
            self.calls,
            self.outbox,
            self._journal,
            self.slots,
        )

    def go_back(self, mark: Mark) -> None:
        """Undo what was done since the mark. Slots stay: a fault that struck has struck, whatever it undid."""
        self._own.cells, self._own.changes = mark.cells, mark.changes
        for account in sorted(self._differing(mark)):
            kept = mark.books.get(account)
            if kept is None:
                self._books.pop(account, None)
            else:
                books = self.books(account)
                books.cells, books.changes = kept
        self._fresh.clear()
        self._kept, self._log, self._owners = mark.books, mark.written, mark.owners
        self._queue = mark.queue
        self._serial, self._turn = mark.serial, mark.turn
        self.events = mark.events
        self.calls = mark.calls
        self.outbox = mark.outbox
        self._journal = mark.journal

    def _differing(self, mark: Mark) -> set[str]:
        """The sub-merchants whose books may differ from the mark's; over a long history, quicker, all of them."""
        written = apart_within(len(self._books) + len(mark.books), self._log, mark.written)
        if written is None:
            return {*self._books, *mark.books} - {self.account}
        return written | {books.account for books in self._fresh}

    def restore(self, mark: Mark) -> None:
        """Be as at the mark, slots and all."""
        self.go_back(mark)
        self.slots = mark.slots

    def check(self) -> None:
        """Prove that every posting, figure, status and index adds up; LedgerError names the first that does not."""
        with self.lock:
            verify(list(self._books.values()), list(self.journal), limited=self.limited)

    def record(self, entity_id: str) -> tuple[Books, Record] | None:
        """A record and the books that it is in, whichever account's they are."""
        books = self.books(self._owners.get(entity_id, self.account))
        record: Any = books.get(entity_id)
        return (books, record) if isinstance(record, Record) else None


def _as_posting(entry: object) -> Posting:
    assert isinstance(entry, Posting)
    return entry
