"""One merchant's books: records by id, lists in order of creation, unique keys. All of it one persistent map.

An index is a list per value; it only proposes candidates, and a reader keeps those whose record still has the value,
so a changed or deleted record costs nothing to take out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from immutables import Map

from ..entities.base import Record
from .lists import Listed, Name, enlist
from .log import Link, append

Cells = Map[Any, Any]


class Books:
    """The records of one account. Every write makes a new map; `cells` is the current one."""

    __slots__ = ("_written", "account", "cells", "changes")

    def __init__(self, account: str, written: Callable[[Books, str | None], None] | None = None) -> None:
        """`written` is told of each write, with the id of a record that is new."""
        self.account = account
        self._written = written
        self.cells: Cells = Map()
        self.changes: Link | None = None
        """The ids of the records that were written, in order: what two moments differ by."""

    def _tell(self, new_id: str | None) -> None:
        if self._written is not None:
            self._written(self, new_id)

    # -- records

    def get(self, entity_id: object) -> Any:
        """The record with that id, or None."""
        return self.cells.get(entity_id)

    def add(self, record: Record) -> None:
        """A new record: kept under its id, at the end of the list of its kind and of each of its indexes."""
        self._tell(record.id)
        self.changes = append(self.changes, record.id)
        cells = self.cells.mutate()
        cells[record.id] = record
        kind = record.KIND
        enlist(cells, (kind,), record.id)
        for field in record.INDEXED:
            value = getattr(record, field)
            if value is not None:
                enlist(cells, (kind, field, value), record.id)
        self.cells = cells.finish()

    def put(self, record: Record) -> None:
        """The next version of a record."""
        old = self.cells[record.id]
        self._tell(None)
        self.changes = append(self.changes, record.id)
        moved = [f for f in record.INDEXED if getattr(record, f) != getattr(old, f) and getattr(record, f) is not None]
        if not moved:
            self.cells = self.cells.set(record.id, record)
            return
        cells = self.cells.mutate()
        cells[record.id] = record
        for field in moved:
            name = (record.KIND, field, getattr(record, field))
            enlist(cells, name, record.id)
            cells[("late", name)] = True  # no longer in order of creation
        self.cells = cells.finish()

    def drop(self, entity_id: str) -> None:
        """Forget a record (a deleted draft, item or token). Lists pass over it from now on."""
        self.cells = self.cells.delete(entity_id)
        self._tell(None)
        self.changes = append(self.changes, entity_id)

    # -- unique keys and counters

    def claim(self, key: Hashable, value: Any) -> None:
        """Remember a value under a key of its own (a receipt, an idempotency key, a balance)."""
        self._tell(None)
        self.cells = self.cells.set(key, value)

    def claim_all(self, claims: Mapping[Hashable, Any]) -> None:
        """Remember many values at once, each under its key."""
        self._tell(None)
        self.cells = self.cells.update(claims)

    def release(self, key: Hashable) -> None:
        """Forget such a key, if it was there."""
        if key in self.cells:
            self._tell(None)
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
        name: Name = (kind,) if field is None else (kind, field, value)
        cells = self.cells
        if name not in cells:
            return iter(())
        if ("late", name) in cells:
            return self._sorted(name, field, value, end)
        return self._in_order(Listed(cells, name), field, value, end)

    def _in_order(self, listed: Listed, field: str | None, value: object, end: int | None) -> Iterator[Any]:
        cells = self.cells
        size = len(listed) if end is None else self._created_by(listed, end)
        seen = set()
        for entity_id in listed.backwards(size):
            record = cells.get(entity_id)
            if record is None or (field is not None and getattr(record, field) != value):
                continue
            if field is not None:
                if entity_id in seen:
                    continue
                seen.add(entity_id)
            yield record

    def _sorted(self, name: Name, field: str | None, value: object, end: int | None) -> Iterator[Any]:
        """A list that records joined after their creation; ids sort by creation."""
        cells, listed = self.cells, Listed(self.cells, name)
        for entity_id in sorted(set(listed.backwards(len(listed))), reverse=True):
            record = cells.get(entity_id)
            if record is None or getattr(record, field or "id") != value:
                continue
            if end is None or record.created_at <= end:
                yield record

    def _created_by(self, listed: Listed, end: int) -> int:
        """How many of the list were created at or before `end` (time never runs backwards)."""
        cells, low, high = self.cells, 0, len(listed)
        while low < high:
            middle = probe = (low + high) // 2
            record = cells.get(listed[probe])
            while record is None and probe + 1 < high:
                probe += 1
                record = cells.get(listed[probe])
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
