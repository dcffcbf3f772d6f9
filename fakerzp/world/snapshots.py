"""Snapshots of a world, and what two of them differ by. All of it costs the same however large the ledger is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from immutables import Map

from ..entities.base import Record
from ..entities.rendering import RENDER
from ..ledger.books import Cells
from ..ledger.log import Link, apart
from ..ledger.store import Mark

_NOTHING: tuple[Cells, Link | None] = (Map(), None)


class Snapshot(NamedTuple):
    """The state of a fake at a moment, `at` (Unix seconds). Opaque: hand it to `restore` or `diff`."""

    mark: Mark
    clock: tuple[int, int | None]
    at: int
    of: tuple[int, str]

    def books(self, account: str) -> tuple[Cells, Link | None]:
        """The records of an account, the merchant's own (see `of`) or a sub-merchant's, and the log of changes."""
        mark = self.mark
        return (mark.cells, mark.changes) if account == self.of[1] else mark.books.get(account, _NOTHING)

    def __repr__(self) -> str:
        return f"<Snapshot at {self.at}>"


class Change(NamedTuple):
    """What became of one entity: its JSON before and after, None where it was not there."""

    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def fields(self) -> dict[str, tuple[Any, Any]]:
        """The fields that differ, as (before, after)."""
        before, after = self.before or {}, self.after or {}
        names = [*before, *(name for name in after if name not in before)]
        return {n: (before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n)}


class Diff(Mapping[str, Change]):
    """The entities that two moments differ by, by id, in order of creation. Prints as a table."""

    def __init__(self, changes: list[Change]) -> None:
        self._changes = {change.id: change for change in sorted(changes)}

    def __getitem__(self, entity_id: str) -> Change:
        return self._changes[entity_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._changes)

    def __len__(self) -> int:
        return len(self._changes)

    def __repr__(self) -> str:
        lines = []
        for change in self._changes.values():
            kind = "new" if change.before is None else "gone" if change.after is None else ""
            lines.append(f"{change.id} {kind}".rstrip())
            if not kind:
                lines += [f"  {name}: {old!r} -> {new!r}" for name, (old, new) in change.fields.items()]
        return "\n".join(lines) or "no difference"


def diff(a: Snapshot, b: Snapshot) -> Diff:
    """What changed from one snapshot to another, of the same world or of a fork of it."""
    found = []
    for account in {a.of[1], b.of[1]} | apart(a.mark.written, b.mark.written):
        old_cells, old_changes = a.books(account)
        new_cells, new_changes = b.books(account)
        for entity_id in apart(old_changes, new_changes):
            old, new = _json(old_cells.get(entity_id)), _json(new_cells.get(entity_id))
            if old != new:
                found.append(Change(entity_id, old, new))
    return Diff(found)


def _json(record: Record | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return RENDER[record.KIND](record)
