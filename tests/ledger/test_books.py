"""One merchant's books: records by id, lists newest first, indexes, and keys of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakerzp.entities.base import Record
from fakerzp.ledger.books import Books
from tests.flows.steps import invoice_body

NOW = 1767607200


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing(Record):
    """A record with a field that lists can be asked by."""

    KIND: ClassVar[str] = "thing"
    INDEXED: ClassVar[tuple[str, ...]] = ("colour",)

    colour: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Record):
    """A record of another kind."""

    KIND: ClassVar[str] = "other"


def thing(n, at=None, colour=None):
    return Thing(id=f"thing_{n:06}", created_at=NOW + (n if at is None else at), colour=colour)


def books_of(*things):
    books = Books("acc_00000000000001")
    for one in things:
        books.add(one)
    return books


def numbers(records):
    return [int(record.id.removeprefix("thing_")) for record in records]


def test_a_record_is_kept_under_its_id():
    books = books_of(thing(1), Other(id="other_1", created_at=NOW))
    assert books.get("thing_000001") == thing(1)
    assert books.get("thing_000002") is None
    assert books.get(None) is None
    assert numbers(books.newest("thing")) == [1]
    assert [record.id for record in books.newest("other")] == ["other_1"]
    assert books.newest("nothing") == []


def test_the_next_version_takes_the_place_of_the_last():
    books = books_of(thing(1), thing(2), thing(3))
    books.put(replace(thing(1), status="moved"))
    assert books.get("thing_000001").status == "moved"
    assert numbers(books.newest("thing")) == [3, 2, 1]
    assert [record.status for record in books.newest("thing")] == [None, None, "moved"]


def test_a_version_of_what_was_never_there_is_refused():
    with pytest.raises(KeyError):
        books_of(thing(1)).put(thing(2))
    with pytest.raises(KeyError):
        books_of(thing(1)).drop("thing_000002")


def test_what_was_dropped_is_passed_over():
    books = books_of(*(thing(n, colour="red") for n in range(5)))
    for n in (0, 2, 4):
        books.drop(f"thing_{n:06}")
    assert books.get("thing_000002") is None
    assert numbers(books.newest("thing")) == [3, 1]
    assert numbers(books.newest("thing", field="colour", value="red")) == [3, 1]
    assert numbers(books.newest("thing", skip=1)) == [1]
    assert numbers(books.newest("thing", count=1)) == [3]
    assert numbers(books.all("thing")) == [3, 1]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [5, 4, 3, 2, 1, 0]),
        ({"count": 2}, [5, 4]),
        ({"count": 0}, []),
        ({"count": 100}, [5, 4, 3, 2, 1, 0]),
        ({"skip": 4}, [1, 0]),
        ({"skip": 6}, []),
        ({"skip": 1, "count": 2}, [4, 3]),
        ({"start": NOW + 3}, [5, 4, 3]),
        ({"end": NOW + 3}, [3, 2, 1, 0]),
        ({"start": NOW + 2, "end": NOW + 3}, [3, 2]),
        ({"start": NOW + 3, "end": NOW + 2}, []),
        ({"end": NOW - 1}, []),
        ({"start": NOW + 6}, []),
        ({"end": NOW + 4, "skip": 1, "count": 2}, [3, 2]),
        ({"keep": lambda record: record.colour == "red"}, [4, 2, 0]),
        ({"keep": lambda record: record.colour == "red", "skip": 1, "count": 1}, [2]),
        ({"field": "colour", "value": "red"}, [4, 2, 0]),
        ({"field": "colour", "value": "red", "end": NOW + 3}, [2, 0]),
        ({"field": "colour", "value": "red", "start": NOW + 1}, [4, 2]),
        ({"field": "colour", "value": "red", "skip": 1, "count": 1}, [2]),
        ({"field": "colour", "value": "blue"}, []),
        ({"field": "colour", "value": None}, []),
    ],
)
def test_a_list_can_be_narrowed(asked, expected):
    books = books_of(*(thing(n, colour="red" if n % 2 == 0 else None) for n in range(6)))
    assert numbers(books.newest("thing", **asked)) == expected


def test_of_one_second_the_last_made_comes_first():
    books = books_of(*(thing(n, at=0) for n in range(4)))
    assert numbers(books.newest("thing")) == [3, 2, 1, 0]
    assert numbers(books.newest("thing", start=NOW, end=NOW)) == [3, 2, 1, 0]


steps = st.lists(
    st.tuples(st.sampled_from(["add", "add", "add", "drop", "paint"]), st.integers(0, 30), st.sampled_from("rgb")),
    max_size=40,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(steps, st.integers(-2, 14), st.integers(-2, 14), st.integers(0, 3), st.integers(0, 5))
def test_a_list_is_what_a_filter_over_all_records_would_be(done, start, end, skip, count):
    """Whatever was added, dropped and repainted before; by index as well as without one."""
    books, model, now = books_of(), [], 0
    for n, (what, which, colour) in enumerate(done):
        if what == "add":
            now += which % 3
            books.add(thing(n, at=now, colour=colour))
            model.append(thing(n, at=now, colour=colour))
        elif model and what == "drop":
            books.drop(model.pop(which % len(model)).id)
        elif model:
            at = which % len(model)
            model[at] = replace(model[at], colour=colour)
            books.put(model[at])
    window = {"start": NOW + start, "end": NOW + end}
    inside = [one for one in reversed(model) if NOW + start <= one.created_at <= NOW + end]
    assert books.newest("thing") == list(reversed(model))
    assert books.newest("thing", **window, skip=skip, count=count) == inside[skip : skip + count]
    for colour in "rgb":
        painted = [one for one in inside if one.colour == colour]
        assert books.newest("thing", field="colour", value=colour, **window) == painted


def test_a_record_that_came_late_to_an_index_has_its_place_by_its_age():
    """Repainted, the oldest is still the oldest of its new colour."""
    books = books_of(thing(1, colour="blue"), thing(2, colour="red"), thing(3, colour="red"))
    books.put(replace(thing(1), colour="red"))
    assert numbers(books.newest("thing", field="colour", value="red")) == [3, 2, 1]
    assert numbers(books.newest("thing", field="colour", value="red", start=NOW + 2)) == [3, 2]
    assert numbers(books.newest("thing", field="colour", value="red", end=NOW + 1)) == [1]
    assert books.newest("thing", field="colour", value="blue") == []


def test_a_record_that_came_back_to_an_index_is_there_once():
    books = books_of(thing(1, colour="red"))
    for colour in ("blue", "red", None, "red"):
        books.put(replace(thing(1), colour=colour))
    assert numbers(books.newest("thing", field="colour", value="red")) == [1]
    assert books.newest("thing", field="colour", value="blue") == []


def test_an_edited_draft_has_its_place_by_its_age_in_the_list_of_its_new_customer(rzp):
    asha = rzp.customers.create({"name": "Asha Rao", "email": "asha@example.com"})["id"]
    first = rzp.invoices.create(invoice_body(draft=True))["id"]
    rzp.clock.advance(seconds=10)
    second = rzp.invoices.create(invoice_body(draft=True, customer={"id": asha}))["id"]
    rzp.invoices.edit(first, {"customer_id": asha})

    def found(**query):
        return [one["id"] for one in rzp.invoices.all({"customer_id": asha, **query})["items"]]

    assert found() == [second, first]
    assert found(**{"from": rzp.clock.now()}) == [second]
    assert found(to=rzp.clock.now() - 1) == [first]


def test_a_list_by_two_fields_is_narrowed_by_both(rzp):
    """payments?order_id=&customer_id=: a payment of another customer is not in it."""
    asha = rzp.customers.create({"name": "Asha Rao", "email": "asha@example.com"})["id"]
    ravi = rzp.customers.create({"name": "Ravi Rao", "email": "ravi@example.com"})["id"]
    order = rzp.orders.create({"amount": 1000, "currency": "INR", "customer_id": asha})["id"]
    payment = rzp.checkout.pay(order)["razorpay_payment_id"]

    def found(customer):
        return [one["id"] for one in rzp.payments.all({"order_id": order, "customer_id": customer})["items"]]

    assert found(asha) == [payment]
    assert found(ravi) == []


# ---------------------------------------------------------------------- keys, and older books


def test_a_key_remembers_what_it_was_given():
    books = books_of()
    assert books.claimed(("receipt", "r")) is None
    books.claim(("receipt", "r"), "inv_1")
    assert books.claimed(("receipt", "r")) == "inv_1"
    books.claim(("receipt", "r"), "inv_2")
    assert books.claimed(("receipt", "r")) == "inv_2"
    books.release(("receipt", "r"))
    books.release(("receipt", "r"))
    assert books.claimed(("receipt", "r")) is None


def test_keys_are_no_records_and_records_are_in_no_list_but_their_own():
    books = books_of(thing(1))
    books.claim(("thing", "key"), "value")
    books.claim(("balance", "merchant", "INR"), 5)
    assert numbers(books.all("thing")) == [1]
    assert books.newest("balance") == []


def test_older_books_stay_as_they_were():
    books, before = books_of(), []
    for n in range(30):
        before.append((books.cells, numbers(books.newest("thing"))))
        books.add(thing(n, colour="red"))
        if n % 3 == 0:
            books.drop(f"thing_{n:06}")
        else:
            books.put(replace(thing(n), colour="blue"))
    for cells, held in before:
        older = books_of()
        older.cells = cells
        assert numbers(older.newest("thing")) == held
        assert numbers(older.newest("thing", field="colour", value="blue")) == held
