"""Logs: they only grow, an older end is an older log, and a view of one reads as a sequence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakerzp.ledger.log import View, append


def log_of(entries):
    log = None
    for entry in entries:
        log = append(log, entry)
    return log


def view_of(entries):
    """View a log whose entries are read as lists, new at each look."""
    log = log_of(entries)
    return View(lambda: log, lambda entry: [entry])


bounds = st.one_of(st.none(), st.integers(-8, 8))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 6), bounds, bounds, st.one_of(st.none(), st.sampled_from([-3, -2, -1, 1, 2, 3])))
def test_a_slice_is_that_of_a_list(size, start, stop, step):
    expected = [[n] for n in range(size)]
    assert view_of(range(size))[start:stop:step] == expected[start:stop:step]


@pytest.mark.parametrize("size", range(5))
def test_an_index_is_that_of_a_list(size):
    view, expected = view_of(range(size)), [[n] for n in range(size)]
    for index in range(-6, 6):
        if -size <= index < size:
            assert view[index] == expected[index]
        else:
            with pytest.raises(IndexError, match=f"there are {size} entries"):
                view[index]


def test_a_step_of_nothing_is_refused_as_a_list_does():
    with pytest.raises(ValueError, match="slice step cannot be zero"):
        view_of(range(3))[::0]


def test_it_reads_as_a_sequence():
    view = view_of("abc")
    assert isinstance(view, Sequence)
    assert len(view) == 3
    assert bool(view)
    assert list(view) == [["a"], ["b"], ["c"]]
    assert list(reversed(view)) == [["c"], ["b"], ["a"]]
    assert ["b"] in view
    assert ["d"] not in view
    assert view.index(["c"]) == 2
    assert view.count(["a"]) == 1
    assert repr(view) == "[['a'], ['b'], ['c']]"


def test_nothing_is_an_empty_sequence():
    view = View(lambda: None, lambda entry: entry)
    assert len(view) == 0
    assert not view
    assert list(view) == view[:] == []
    assert repr(view) == "[]"
    with pytest.raises(IndexError):
        view[0]
    with pytest.raises(IndexError):
        view[-1]


def test_it_equals_whatever_sequence_holds_the_same():
    view = view_of("ab")
    assert view == [["a"], ["b"]]
    assert view == view_of("ab")
    assert view == (["a"], ["b"])
    assert view != [["a"]]
    assert view_of([]) != ""
    assert view != 5
    with pytest.raises(TypeError, match="unhashable"):
        hash(view)


def test_what_is_read_is_new_at_each_look():
    view = view_of("ab")
    assert view[0] is not view[0]
    for entry in view:
        entry.append("spoilt")
    view[:][0].append("spoilt")
    view[-1].clear()
    assert view == [["a"], ["b"]]


def test_it_cannot_be_written_to():
    view = view_of("ab")
    for name in ("append", "__setitem__", "__delitem__", "clear", "pop", "insert"):
        assert not hasattr(view, name)


def test_a_view_follows_its_log_and_an_older_log_stays():
    logs = [None]
    view = View(lambda: logs[-1], lambda entry: entry)
    for n in range(4):
        assert list(view) == list(range(n))
        logs.append(append(logs[-1], n))
    looked = iter(view)
    logs.append(append(logs[-1], 4))
    assert list(looked) == [0, 1, 2, 3]  # what was there when the look began
    for n, log in enumerate(logs):
        assert (log.size if log else 0) == n
        assert list(View(lambda log=log: log, lambda entry: entry)) == list(range(n))


def test_two_ends_grow_from_one_log():
    trunk = log_of("ab")
    left, right = append(trunk, "l"), append(trunk, "r")
    assert list(View(lambda: left, str)) == ["a", "b", "l"]
    assert list(View(lambda: right, str)) == ["a", "b", "r"]
    assert left.before is right.before is trunk


def test_a_long_log_is_read_without_deep_recursion():
    log = log_of(range(20000))
    view = View(lambda: log, lambda entry: entry)
    assert len(view) == 20000
    assert view[0] == 0
    assert view[-1] == 19999
    assert sum(view) == 19999 * 10000
