"""Lists of ids in order of creation, kept in the cells of the books: what is newest in one cell, the rest in full ones.

Adding copies one cell of at most so many ids, whatever the length of the list; reading the nth is one look.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from immutables import Map, MapMutation

FULL = 32
"""How many ids a full cell holds."""

Name = tuple[Hashable, ...]


def enlist(cells: MapMutation[Any, Any], name: Name, entity_id: str) -> None:
    """Add an id at the end of a list; a list that was not there begins with it."""
    newest = cells.get(name, ())
    if len(newest) == FULL:
        size = cells.get(("full", name), 0)
        cells[("full", name, size)] = newest
        cells[("full", name)] = size + 1
        newest = ()
    cells[name] = (*newest, entity_id)


class Listed:
    """A list as it is in these cells."""

    __slots__ = ("_cells", "_full", "_name", "_newest")

    def __init__(self, cells: Map[Any, Any], name: Name) -> None:
        self._cells, self._name = cells, name
        self._newest: tuple[str, ...] = cells.get(name, ())
        self._full: int = cells.get(("full", name), 0) if len(self._newest) else 0

    def __len__(self) -> int:
        return self._full * FULL + len(self._newest)

    def __getitem__(self, n: int) -> str:
        """The nth id, from 0."""
        cell, place = divmod(n, FULL)
        found: str = self._cell(cell)[place]
        return found

    def backwards(self, size: int) -> Iterator[str]:
        """The first `size` ids, the newest of them first."""
        cell, place = divmod(size, FULL)
        while True:
            if place:
                yield from reversed(self._cell(cell)[:place])
            if not cell:
                return
            cell, place = cell - 1, FULL

    def _cell(self, n: int) -> tuple[str, ...]:
        if n == self._full:
            return self._newest
        found: tuple[str, ...] = self._cells["full", self._name, n]
        return found
