"""One merchant's world: the ledger, the law, the clock and what the account is set to. Endpoints act on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..entities.base import Step
from ..ledger.books import Books
from ..ledger.law import Law
from ..ledger.log import append
from ..ledger.store import Ledger
from ..lifecycles import EXPIRY
from .bank import Bank
from .clock import Clock, Moment
from .counter import Counter
from .faults import Faults
from .outbox import Message

DAY = 86400
# The days of the page's examples (payments/payment-links/reminders.md).
REMIND_BEFORE = (3, 2, 1)
REMIND_AFTER = (3, 7, 10)


@dataclass(frozen=True, slots=True)
class Account:
    """What Razorpay has set for the merchant, each named as `FakeRazorpay(account={...})` takes it."""

    international: bool = True
    test_mode: bool = True
    live_mode_disabled: bool = False
    suspended: bool = False
    reminders: bool = True


class World:
    """The parts that the endpoints, Checkout and the bank share."""

    def __init__(self, seed: int, at: Moment | None, account_id: str, account: Account, *, legacy_links: bool) -> None:
        self.ledger = Ledger(seed, account_id)
        self.law = Law(self.ledger)
        self.clock = Clock(at, self.settle)
        self.account = account
        self.legacy_links = legacy_links
        self.bank = Bank(self)
        self.counter = Counter(self)
        self.faults = Faults()
        self._instant: int | None = None

    @property
    def now(self) -> int:
        """The instant at which things happen now: the clock's, or that of the due item being fired."""
        return self.clock.now() if self._instant is None else self._instant

    def settle(self) -> None:
        """Let everything happen that fell due by now, in order, each at its exact instant."""
        if self._instant is not None:
            return
        until = self.clock.now()
        while (item := self.ledger.take_due(until)) is not None:
            books = self.ledger.books(item.account)
            record = books.get(item.entity_id)
            if record is None or not self.law.allows(record, item.what):
                continue
            if item.what == "expire" and getattr(record, EXPIRY[record.KIND]) != item.at:
                continue  # the expiry was moved after this was scheduled
            self._instant = item.at
            try:
                self.law.move(books, record, item.what, item.at)
                if item.what == "remind":
                    self.notify(record, "reminder")
            finally:
                self._instant = None

    def schedule_expiry(self, account: str, record: Any) -> None:
        """Let the record expire when its field says so."""
        at = getattr(record, EXPIRY[record.KIND])
        if at:
            self.ledger.schedule(at, "expire", account, record.id)

    def bury(self, books: Books, record: Any) -> None:
        """Take a deleted record out of its tables; its history stays."""
        books.drop(record.id)
        books.claim(("buried", record.id), record)

    def steps(self, entity_id: str) -> tuple[Step, ...] | None:
        """The history of an entity, also of one that was deleted; None for an id that never was."""
        found = self.ledger.record(entity_id)
        if found is not None:
            return found[1].steps
        for account in self.ledger.accounts:
            buried = self.ledger.books(account).claimed(("buried", entity_id))
            if buried is not None:
                return tuple(buried.steps)
        return None

    def schedule_reminders(self, account: str, record: Any, expire_by: int | None) -> None:
        """Let an open link remind its customer: as many days before its own expiry, or after it was issued."""
        moments = (
            [expire_by - days * DAY for days in REMIND_BEFORE]
            if expire_by
            else [self.now + days * DAY for days in REMIND_AFTER]
        )
        for at in moments:
            if at > self.now:
                self.ledger.schedule(at, "remind", account, record.id)

    def notify(self, record: Any, kind: str, media: tuple[str, ...] = ("sms", "email")) -> tuple[str, ...]:
        """Send what is due by these media to whoever has an address there; returns the media that were used."""
        if kind == "reminder" and not record.reminder_enable:
            return ()
        used = []
        for medium, to in record.reachable_by():
            if medium in media:
                text = f"{kind}: {record.currency} {record.amount} due: {record.description or record.id}"
                message = Message(medium, to, text, record.short_url, self.now, record.id, kind)
                self.ledger.outbox = append(self.ledger.outbox, message)
                used.append(medium)
        return tuple(used)
