"""The queue of what falls due: the earliest first, ties as they came, and every older queue as it was."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakerzp.ledger.due import Due, pop, push


def due(at, serial, what="expire"):
    return Due(at, serial, what, "acc_00000000000001", f"inv_{serial:014}")


def filled(items):
    heap = None
    for item in items:
        heap = push(heap, item)
    return heap


def drained(heap):
    """List a queue's items in the order in which they fall due."""
    found = []
    while heap is not None:
        found.append(heap.item)
        heap = pop(heap)
    return found


def depth(heap):
    """Count the nodes on the longest way down, without recursion."""
    deepest, waiting = 0, [(heap, 1)]
    while waiting:
        node, level = waiting.pop()
        if node is not None:
            deepest = max(deepest, level)
            waiting += [(node.left, level + 1), (node.right, level + 1)]
    return deepest


def test_one_item_goes_in_and_out():
    heap = push(None, due(5, 1))
    assert heap.item == due(5, 1)
    assert pop(heap) is None


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 20), max_size=60))
def test_the_earliest_comes_first_and_ties_as_they_came(moments):
    items = [due(at, serial) for serial, at in enumerate(moments)]
    assert drained(filled(items)) == sorted(items, key=lambda item: (item.at, item.serial))


def test_ties_go_by_their_serial_whatever_else_they_are():
    items = [due(5, 3, "a"), due(5, 1, "z"), due(5, 2, "m")]
    assert [item.serial for item in drained(filled(items))] == [1, 2, 3]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=60))
def test_pushing_and_popping_in_any_order_is_as_with_a_sorted_list(steps):
    """None stands for a pop; each step's older queue still holds what it held."""
    heap, model, before = None, [], []
    for serial, at in enumerate(steps):
        before.append((heap, list(model)))
        if at is not None:
            heap = push(heap, due(at, serial))
            model = sorted([*model, due(at, serial)])
        elif heap is not None:
            assert heap.item == model.pop(0)
            heap = pop(heap)
    assert drained(heap) == model
    for older, held in before:
        assert drained(older) == held


@pytest.mark.parametrize("order", [1, -1])
def test_a_long_queue_is_no_deep_recursion(order):
    items = [due(at, at) for at in range(5000)][::order]
    assert drained(filled(items)) == sorted(items)


def test_a_long_queue_in_no_order_is_drained_in_order():
    items = [due(at, serial) for serial, at in enumerate(random.Random(1).choices(range(10**6), k=5000))]
    heap = filled(items)
    assert depth(heap) < 1000
    assert drained(heap) == sorted(items)
