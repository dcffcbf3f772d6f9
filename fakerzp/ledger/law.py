"""The engine of the law: moves a record by a row of `lifecycles`, and what is coupled to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..entities.base import Record, Step, evolve
from ..errors import GENERAL, ApiError
from ..lifecycles import BIRTHS, COUPLED, SAME, Entries, refusal, row_of
from .books import Books
from .log import append
from .money import Posting
from .store import Ledger


class Happening(NamedTuple):
    """An event as it happened: the records of that moment, rendered when somebody looks.

    `beside` are cards and others that are shown inside of the records.
    """

    event: str
    account: str
    at: int
    serial: int
    records: tuple[Record, ...]
    beside: tuple[Record, ...] = ()


class Law:
    """Creates and moves records; nothing else changes a status."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.moves_balance: Callable[[Books, Any, str, int], None] | None = None
        """Told of each step that moves the merchant's balance: the books, the record, the step, and by how much."""
        self.heard: dict[str, Callable[[Books, Happening], None]] = {}
        """Who plans what follows of an event in time, by the event's name; they are not to move anything."""

    def create(self, books: Books, record: Any, at: int) -> Any:
        """A new record, if its status is one that its kind may begin in; LookupError if not.

        Its first step is entered into the record itself, which nobody else has seen yet.
        """
        birth = BIRTHS[record.KIND, record.status]
        object.__setattr__(record, "steps", (Step(record.status, at, "create"),))
        books.add(record)
        if birth.posts:
            self._post(books, record, "create", birth.posts(record), at)
        self._couple(books, record, "create", record, at)
        if birth.emits:
            self._emit(books, birth.emits, birth.carries, record, record, record, at)
        return record

    def allows(self, record: Any, event: str) -> bool:
        """Whether the record may go through the event as it is."""
        return row_of(record.KIND, record.status, event) is not None

    def refuse(self, record: Any, event: str) -> ApiError:
        """What Razorpay answers to an event that is not allowed."""
        text = refusal(record.KIND, record.status, event) or GENERAL["not_allowed"]
        return text.error(status=record.status)

    def move(self, books: Books, record: Any, event: str, at: int, **changes: Any) -> Any:
        """The record after the event, with the changes given; raises the ApiError of the law if it is not allowed."""
        return self._move(books, record, event, at, record, None, changes)

    def _move(
        self, books: Books, record: Any, event: str, at: int, cause: Any, origin: Any, changes: dict[str, Any]
    ) -> Any:
        row = row_of(record.KIND, record.status, event)
        if row is None:
            raise self.refuse(record, event)
        if row.effect is not None:
            changes = {**row.effect(record, cause, origin), **changes}
        if row.stamp is not None:
            changes[row.stamp] = at
        if row.after is not SAME:
            changes["status"] = row.after
            if row.after != record.status:
                changes["steps"] = (*record.steps, Step(row.after, at, event))
        moved = evolve(record, **changes)
        books.put(moved)
        if row.posts is not None:
            self._post(books, moved, event, row.posts(moved), at)
        origin = origin or moved
        # An event that shows what its own step moves along goes out after that; what follows of it, after the event.
        others = COUPLED.get((moved.KIND, event), ())
        last = any(coupling.moves in row.carries and coupling.moves != moved.KIND for coupling in others)
        if last:
            self._couple(books, moved, event, origin, at)
        if row.emits is not None:
            self._emit(books, row.emits, row.carries, moved, cause, origin, at)
        if not last:
            self._couple(books, moved, event, origin, at)
        return books.get(moved.id)

    def _couple(self, books: Books, moved: Any, event: str, origin: Any, at: int) -> None:
        couplings = COUPLED.get((moved.KIND, event))
        if couplings is None:
            return
        targets = []
        for coupling in couplings:
            by = getattr(moved, coupling.by)
            for entity_id in by if type(by) is tuple else (by,):
                target = books.get(entity_id) if entity_id is not None else None
                if target is None or coupling.moves != target.KIND:
                    continue
                if coupling.when is None or coupling.when(target, moved):
                    targets.append((target, coupling.then))
        for target, then in targets:
            self._move(books, target, then, at, moved, origin, {})

    def _emit(
        self, books: Books, event: str, carries: tuple[str, ...], moved: Any, cause: Any, origin: Any, at: int
    ) -> None:
        at_hand = {r.KIND: r for r in (origin, cause, moved)}
        for kind in carries:
            if kind not in at_hand:
                by = f"{kind}_id"
                related = books.get(getattr(moved, by, None) or getattr(cause, by, None))
                if related is not None:
                    at_hand[kind] = related
        records = tuple(at_hand[kind] for kind in carries if kind in at_hand)
        cards = (books.get(getattr(record, "card_id", None)) for record in records)
        ledger = self._ledger
        size = ledger.events.size if ledger.events else 0
        account = getattr(moved, moved.ABOUT) if moved.ABOUT else books.account
        beside = tuple(card for card in cards if card is not None)
        for kind, field in moved.BESIDE:
            beside += tuple(books.newest(kind, field=field, value=moved.id, count=1))
        happening = Happening(event, account, at, size, records, beside)
        ledger.events = append(ledger.events, happening)
        heard = self.heard.get(event)
        if heard is not None:
            heard(books, happening)

    def _post(self, books: Books, record: Any, why: str, entries: Entries, at: int) -> None:
        if not any(amount for _, amount in entries):
            return
        self._ledger.post(Posting(at, books.account, record.id, why, record.currency, entries))
        if self.moves_balance is not None:
            for name, amount in entries:
                if name == "merchant" and amount:
                    self.moves_balance(books, record, why, amount)
