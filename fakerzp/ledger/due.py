"""The queue of what falls due: a persistent leftist heap.

Pushing and popping cost O(log n) and leave the old heap as it was, so a snapshot of the queue is one reference.
"""

from __future__ import annotations

from typing import NamedTuple, Optional


class Due(NamedTuple):
    """Something that happens at an instant. Ties go in order of creation (`serial`)."""

    at: int
    serial: int
    what: str
    account: str
    entity_id: str


class Heap(NamedTuple):
    """One node: the earliest item of this subtree, and two subtrees."""

    item: Due
    rank: int
    left: Optional[Heap]  # noqa: UP045  (a NamedTuple's own name is not defined yet)
    right: Optional[Heap]  # noqa: UP045


def _merge(a: Heap | None, b: Heap | None) -> Heap | None:
    if a is None:
        return b
    if b is None:
        return a
    if b.item < a.item:
        a, b = b, a
    right = _merge(a.right, b)
    left = a.left
    left_rank = left.rank if left else 0
    right_rank = right.rank if right else 0
    if left_rank < right_rank:
        left, right, right_rank = right, left, left_rank
    return Heap(a.item, right_rank + 1, left, right)


def push(heap: Heap | None, item: Due) -> Heap | None:
    """The heap with one more item."""
    return _merge(heap, Heap(item, 1, None, None))


def pop(heap: Heap) -> Heap | None:
    """The heap without its earliest item, which is `heap.item`."""
    return _merge(heap.left, heap.right)
