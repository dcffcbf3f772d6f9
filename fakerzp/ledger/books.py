"""One merchant's books: records by id, lists in order of creation, unique keys. All of it one persistent map.

A list is kept as numbered cells. An index is a list per value; it only proposes candidates, and a reader keeps
those whose record still has the value, so a changed or deleted record costs nothing to take out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

from immutables import Map, MapMutation

from ..entities.base import Record
from .log import Link, append

Cells = Map[Any, Any]


class Books:
    """The records of one account. Every write makes a new map; `cells` is the current one."""

    __slots__ = ("_written", "account", "cells", "changes")

    def __init__(self, account: str, written: Callable[[Books, str | None], None] | None = None) -> None:
        """`written` is told of each write, with the id of a record that is new."""
        self.account = account
        self._written = written or _nobody
        self.cells: Cells = Map()
        self.changes: Link | None = None
        """The ids of the records that were written, in order: what two moments differ by."""

    # -- records

    def get(self, entity_id: object) -> Any:
        """The record with that id, or None."""
        return self.cells.get(entity_id)

    def add(self, record: Record) -> None:
        """A new record: kept under its id, at the end of the list of its kind and of each of its indexes."""
        self._written(self, record.id)
        self.changes = append(self.changes, record.id)
        cells = self.cells.mutate()
        cells[record.id] = record
        kind = record.KIND
        _enlist(cells, kind, record.id)
        for field in record.INDEXED:
            value = getattr(record, field)
            if value is not None:
                _enlist(cells, (kind, field, value), record.id)
        self.cells = cells.finish()

    def put(self, record: Record) -> None:
        """The next version of a record."""
        old = self.cells[record.id]
        self._written(self, None)
        self.changes = append(self.changes, record.id)
        moved = [f for f in record.INDEXED if getattr(record, f) != getattr(old, f) and getattr(record, f) is not None]
        if not moved:
            self.cells = self.cells.set(record.id, record)
            return
        cells = self.cells.mutate()
        cells[record.id] = record
        for field in moved:
            name = (record.KIND, field, getattr(record, field))
            _enlist(cells, name, record.id)
            cells[("late", name)] = True  # no longer in order of creation
        self.cells = cells.finish()

    def drop(self, entity_id: str) -> None:
        """Forget a record (a deleted draft, item or token). Lists pass over it from now on."""
        self.cells = self.cells.delete(entity_id)
        self._written(self, None)
        self.changes = append(self.changes, entity_id)

    # -- unique keys and counters

    def claim(self, key: Hashable, value: Any) -> None:
        """Remember a value under a key of its own (a receipt, an idempotency key, a balance)."""
        self._written(self, None)
        self.cells = self.cells.set(key, value)

    def release(self, key: Hashable) -> None:
        """Forget such a key, if it was there."""
        if key in self.cells:
            self._written(self, None)
            self.cells = self.cells.delete(key)

    def claimed(self, key: Hashable) -> Any:
        """What was remembered under the key, or None."""
        return self.cells.get(key)

    # -- lists

    def newest(
        self,
        kind: str,
        *,
        skip: int = 0,
        count: int | None = None,
        start: int | None = None,
        end: int | None = None,
        field: str | None = None,
        value: object = None,
        keep: Callable[[Any], bool] | None = None,
    ) -> list[Any]:
        """Records of a kind, newest first, created in [start, end] (Unix seconds, None for open)."""
        found: list[Any] = []
        for record in self._backwards(kind, field, value, end):
            if start is not None and record.created_at < start:
                break
            if keep is not None and not keep(record):
                continue
            if skip:
                skip -= 1
                continue
            if count is not None and len(found) >= count:
                break
            found.append(record)
        return found

    def _backwards(self, kind: str, field: str | None, value: object, end: int | None) -> Iterator[Any]:
        name: Hashable = kind if field is None else (kind, field, value)
        cells = self.cells
        size = cells.get(("size", name), 0)
        if ("late", name) in cells:
            yield from self._sorted(name, size, field, value, end)
            return
        if end is not None:
            size = self._created_by(name, size, end)
        seen = set()
        for n in range(size - 1, -1, -1):
            entity_id = cells[(name, n)]
            record = cells.get(entity_id)
            if record is None or (field is not None and getattr(record, field) != value):
                continue
            if field is not None:
                if entity_id in seen:
                    continue
                seen.add(entity_id)
            yield record

    def _sorted(self, name: Hashable, size: int, field: str | None, value: object, end: int | None) -> Iterator[Any]:
        """A list that records joined after their creation; ids sort by creation."""
        cells = self.cells
        for entity_id in sorted({cells[(name, n)] for n in range(size)}, reverse=True):
            record = cells.get(entity_id)
            if record is None or getattr(record, field or "id") != value:
                continue
            if end is None or record.created_at <= end:
                yield record

    def _created_by(self, name: Hashable, size: int, end: int) -> int:
        """How many cells of the list were created at or before `end` (time never runs backwards)."""
        cells, low, high = self.cells, 0, size
        while low < high:
            middle = probe = (low + high) // 2
            record = cells.get(cells[(name, probe)])
            while record is None and probe + 1 < high:
                probe += 1
                record = cells.get(cells[(name, probe)])
            if record is None:
                high = middle
            elif record.created_at <= end:
                low = probe + 1
            else:
                high = middle
        return low

    def all(self, kind: str) -> Iterator[Any]:
        """Every record of a kind, newest first. Only for checks and reports: it reads them all."""
        return self._backwards(kind, None, None, None)


def _nobody(books: Books, new_id: str | None) -> None:
    """Books of their own: nobody is told of a write."""


def _enlist(cells: MapMutation[Any, Any], name: Hashable, entity_id: str) -> None:
    size = cells.get(("size", name), 0)
    cells[(name, size)] = entity_id
    cells[("size", name)] = size + 1
