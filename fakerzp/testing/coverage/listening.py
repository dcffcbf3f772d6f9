"""Hears what a fake goes through: each step of the law that was not undone, and what came of its calls and webhooks."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

from ...doors.exchange import as_request
from ...fake import FakeRazorpay
from ...ledger.books import Books
from ...ledger.store import Place
from ...lifecycles import row_of
from .combining import completed, raced, repeated
from .known import coupling_key

Tell = Callable[[str, str, int], None]


class _Note(NamedTuple):
    """Something heard when the account's books had been written to `size` times."""

    account: str
    size: int
    what: str
    key: str


class Listener:
    """Listens to one fake, and to the forks that are made of it, and tells what happened: (what, key, how often)."""

    def __init__(self, fake: FakeRazorpay, tell: Tell) -> None:
        self._fake = fake
        self._tell = tell
        world = fake._world
        self._world, self._law, self._ledger = world, world.law, world.ledger
        self._notes: list[_Note] = []
        self._within: list[tuple[str, str]] = []
        self._forks: list[Listener] = []
        self._shipped = {
            name: getattr(of, name)
            for of, names in (
                (self._law, ("create", "_move")),
                (self._ledger, ("go_back", "restore")),
                (fake, ("fork",)),
            )
            for name in names
        }
        self._taps: tuple[tuple[dict[str, Any], str, Any], ...] = (
            (vars(self._law), "create", self._create),
            (vars(self._law), "_move", self._move),
            (vars(self._ledger), "go_back", self._go_back),
            (vars(self._ledger), "restore", self._restore),
            (vars(fake), "fork", self._forking()),
        )
        for space, name, ours in self._taps:
            space[name] = ours
        self._begin()

    def hang_up(self) -> None:
        """Listen no more, and tell what is left to tell."""
        for space, name, ours in self._taps:
            if space.get(name) == ours:
                del space[name]
        self._flush()
        for fork in self._forks:
            fork.hang_up()
        self._forks.clear()

    # -- steps of the law

    def _create(self, books: Books, record: Any, at: int) -> Any:
        made = self._through(record.KIND, "create", "create", books, record, at)
        self._note(books, "transitions", f"{record.KIND} create {record.status}")
        return made

    def _move(
        self, books: Books, record: Any, event: str, at: int, cause: Any, origin: Any, changes: dict[str, Any]
    ) -> Any:
        kind, before = record.KIND, record.status
        row, found = row_of(kind, before, event), list(completed(books, record, event))
        moved = self._through(kind, event, "_move", books, record, event, at, cause, origin, changes)
        if row is not None:
            self._note(books, "transitions", f"{kind} {event} {before}")
        if cause is not record and self._within:
            self._note(books, "couplings", coupling_key(*self._within[-1], kind, event))
        if (kind, event) == ("payment", "fail"):
            self._note(books, "reasons", books.get(record.id).failure.reason)
        for name in found:
            self._note(books, "combinations", name)
        return moved

    def _through(self, kind: str, event: str, name: str, *args: Any) -> Any:
        """Do it, remembering meanwhile what it is, for what is coupled to it."""
        self._within.append((kind, event))
        try:
            return self._shipped[name](*args)
        finally:
            self._within.pop()

    def _note(self, books: Books, what: str, key: str) -> None:
        self._notes.append(_Note(books.account, books.changes.size if books.changes else 0, what, key))

    def _go_back(self, mark: Any) -> None:
        """Forget what is undone: an illegal call changes nothing, so it exercised nothing."""
        self._shipped["go_back"](mark)
        sizes = {name: books.changes.size if books.changes else 0 for name, books in self._ledger._books.items()}
        self._notes = [note for note in self._notes if note.size <= sizes.get(note.account, 0)]

    # -- worlds

    def _restore(self, mark: Any) -> None:
        """What happened before another moment is gone back to has happened."""
        self._flush()
        self._shipped["restore"](mark)
        self._begin()

    def _forking(self) -> Callable[..., FakeRazorpay]:
        shipped = self._shipped["fork"]

        @functools.wraps(shipped)
        def fork(**options: Any) -> FakeRazorpay:
            other: FakeRazorpay = shipped(**options)
            self._forks.append(Listener(other, self._tell))
            return other

        return fork

    # -- what the logs tell

    def _begin(self) -> None:
        """From now on: what the logs hold already is another's, or was told."""
        calls = self._ledger.calls
        self._calls, self._delivered = calls.size if calls else 0, len(self._deliveries())

    def _deliveries(self) -> Any:
        if "webhook" not in self._ledger.slots:
            return ()
        with self._world.paused():
            return self._fake.webhooks.deliveries

    def _flush(self) -> None:
        for note in self._notes:
            self._tell(note.what, note.key, 1)
        self._notes.clear()
        self._tell_races()
        fresh = list(self._deliveries()[self._delivered :])
        for delivery in fresh:
            if delivery.accepted:
                self._tell("delivered", delivery.event, 1)
        again = repeated(fresh)
        if again:
            self._tell("combinations", "duplicate_webhook", again)

    def _tell_races(self) -> None:
        """Refunds that were refused for another's sake, the newest first."""
        call: Any = self._ledger.calls
        events = self._ledger.events
        while call is not None and call.size > self._calls:
            there = Place(*call.entry[1])
            while events is not None and events.size > there.events:
                events = events.before
            if raced(as_request(call.entry), events):
                self._tell("combinations", "partial_refund_race", 1)
            call = call.before
