"""Append-only logs (events, requests, messages, postings) whose snapshot is one reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import Any, Generic, NamedTuple, Optional, TypeVar, overload

T = TypeVar("T")


class Link(NamedTuple):
    """The newest entry of a log, and all that came before it."""

    before: Optional[Link]  # noqa: UP045  (a NamedTuple's own name is not defined yet)
    size: int
    entry: object


def append(log: Link | None, entry: object) -> Link:
    """The log with one more entry."""
    return Link(log, log.size + 1 if log else 1, entry)


def apart(a: Link | None, b: Link | None) -> set[Any]:
    """The entries that only one of two logs has: everything after what they have in common."""
    found = apart_within(inf, a, b)
    assert found is not None
    return found


def apart_within(steps: float, a: Link | None, b: Link | None) -> set[Any] | None:
    """The entries that only one of two logs has; None if finding them takes more than so many steps."""
    found: set[Any] = set()
    while a is not b:
        if steps <= 0:
            return None
        steps -= 1
        if b is None or (a is not None and a.size >= b.size):
            assert a is not None
            found.add(a.entry)
            a = a.before
        else:
            found.add(b.entry)
            b = b.before
    return found


class View(Sequence[T], Generic[T]):
    """A log read as a sequence, oldest first; each read gives fresh values, changing them changes nothing."""

    def __init__(self, head: Callable[[], Link | None], read: Callable[[object], T]) -> None:
        self._head = head
        self._read = read

    def _links(self, newest: int) -> list[object]:
        """The `newest` last entries, oldest of them first."""
        out: list[object] = []
        link = self._head()
        while link is not None and len(out) < newest:
            out.append(link.entry)
            link = link.before
        out.reverse()
        return out

    def __len__(self) -> int:
        head = self._head()
        return head.size if head else 0

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        size = len(self)
        if isinstance(index, slice):
            wanted = range(size)[index]
            entries = self._links(size - min(wanted, default=size))
            first = size - len(entries)
            return [self._read(entries[i - first]) for i in wanted]
        if not -size <= index < size:
            raise IndexError(f"there are {size} entries")
        return self._read(self._links(size - index if index >= 0 else -index)[0])

    def __iter__(self) -> Iterator[T]:
        return (self._read(entry) for entry in self._links(len(self)))

    def __repr__(self) -> str:
        return repr(list(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and not isinstance(other, str) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]
