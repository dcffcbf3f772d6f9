"""The logs of a fake, read once, and what they prove about the order of things within one second.

A request, an event, a message and a posting are each kept in a log of their own. What stands in which order between
them is told by the place that every request was kept with, and by ids, which sort by creation.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from ..doors.exchange import Request, as_request
from ..entities.base import Record, Step
from ..ledger.ids import LENGTH, tail
from ..ledger.law import Happening
from ..ledger.log import Link, View
from ..ledger.money import Posting
from ..ledger.store import Ledger, Place
from ..lifecycles import COUPLINGS, LIFECYCLES
from ..world.outbox import Message

_ID = re.compile(r"[a-z]+_[0-9A-Za-z]{14}(?![0-9A-Za-z])")


class Past:
    """Everything that happened, as it was kept; gaps are counted by requests: gap n ends with request n."""

    def __init__(self, ledger: Ledger) -> None:
        self.seed, self.account = ledger.seed, ledger.account
        self.records: dict[str, Any] = {}
        self.account_of: dict[str, str] = {}
        for account, record in sorted(_records(ledger), key=lambda found: found[1].id[-LENGTH:]):
            self.records[record.id] = record
            self.account_of[record.id] = account
        self.calls: list[Request] = [as_request(entry) for entry in _entries(ledger.calls)]
        self.events: list[Happening] = _entries(ledger.events)
        self.messages: list[Message] = _entries(ledger.outbox)
        self.postings: list[Posting] = list(ledger.journal)
        places = [Place(*place) for _, place in _entries(ledger.calls)]
        self._tails = [tail(ledger.seed, place.serial) for place in places]
        self._events = [place.events for place in places]
        self._messages = [place.outbox for place in places]
        self._postings = [place.journal for place in places]
        self._ats = [call.at for call in self.calls]
        self.named = [frozenset(named_in(call.path, call.body, call.query)) for call in self.calls]
        self.answered = [frozenset(named_in(call.answer)) for call in self.calls]
        self.calls_naming: dict[str, list[int]] = defaultdict(list)
        for n, named in enumerate(self.named):
            for entity_id in named:
                self.calls_naming[entity_id].append(n)
        self._refer()
        self._read_events()

    def _refer(self) -> None:
        """Who names whom: by the fields of a record that hold the id of another."""
        self.names: dict[str, list[str]] = defaultdict(list)
        self.named_by: dict[str, list[str]] = defaultdict(list)
        for record in self.records.values():
            for field, value in record.__dict__.items():
                if field.endswith("_id") and value in self.records:
                    self.names[record.id].append(value)
                    self.named_by[value].append(record.id)

    def _read_events(self) -> None:
        """Which step of which record each event tells of."""
        self.event_of: dict[tuple[str, int], int] = {}
        self.step_of: dict[int, tuple[str, int]] = {}
        self.failed: dict[str, Any] = {}
        for n, event in enumerate(self.events):
            for record in event.records:
                if record.KIND == "payment" and record.status == "failed":
                    self.failed[record.id] = record
                last = len(record.steps) - 1
                step = record.steps[last] if record.steps else None
                if step is None or step.at != event.at or (record.id, last) in self.event_of:
                    continue  # told of a step that changed no status
                if (record.KIND, step.why) in EMITTED.get(event.event, ()):
                    self.event_of[record.id, last] = n
                    self.step_of[n] = (record.id, last)

    # -- the gap that something happened in

    def gap_of_creation(self, entity_id: str) -> int:
        """Which request had not been answered yet when the entity was made."""
        return bisect_left(self._tails, entity_id[-LENGTH:])

    def gap_of_event(self, n: int) -> int:
        """The same of the nth event."""
        return bisect_right(self._events, n)

    def gap_of_message(self, n: int) -> int:
        """The same of the nth message."""
        return bisect_right(self._messages, n)

    def gap_of_posting(self, n: int) -> int:
        """The same of the nth posting."""
        return bisect_right(self._postings, n)

    def first_gap(self, at: int) -> int:
        """The first request of that instant or later: what fell due came before it."""
        return bisect_left(self._ats, at)

    def call_at(self, gap: int, at: int) -> Request | None:
        """The request that ends the gap, if it was made at that instant and may have changed something."""
        if gap < len(self.calls) and self.calls[gap].at == at and self.calls[gap].method != "GET":
            return self.calls[gap]
        return None

    def steps(self) -> Iterator[tuple[str, int, Step]]:
        """Each step of each record, with its number, records in order of creation."""
        for record in self.records.values():
            for n, step in enumerate(record.steps):
                yield record.id, n, step


def named_in(*values: Any) -> Iterator[str]:
    """The ids in anything that was sent or answered."""
    for value in values:
        if isinstance(value, str):
            yield from _ID.findall(value)
        elif isinstance(value, dict):
            yield from named_in(*value.values())
        elif isinstance(value, list | tuple):
            yield from named_in(*value)


def _entries(log: Link | None) -> list[Any]:
    return list(View(lambda: log, lambda entry: entry))


def _records(ledger: Ledger) -> Iterator[tuple[str, Record]]:
    """Every record, deleted ones too, with the account whose it is."""
    for account in ledger.accounts:
        for key, value in ledger.books(account).cells.items():
            if isinstance(value, Record) and (isinstance(key, str) or key[0] == "buried"):
                yield account, value


def _emitted() -> Mapping[str, frozenset[tuple[str, str]]]:
    """By event: the (kind, step) that it tells of."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for machine in LIFECYCLES.values():
        for birth in machine.births:
            if birth.emits:
                found[birth.emits].add((machine.entity, "create"))
        for row in machine.rows:
            if row.emits:
                found[row.emits].add((machine.entity, row.event))
    return {event: frozenset(steps) for event, steps in found.items()}


EMITTED = _emitted()
COUPLED_STEPS = frozenset((coupling.moves, coupling.then) for coupling in COUPLINGS)
