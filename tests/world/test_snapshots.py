"""Snapshots, restore, reset, fork and diff: the same world again, or another one that began as this."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from fakerzp import BadRequestError, FakeRazorpay
from fakerzp.ledger.store import Mark

ORDER = {"amount": 100000, "currency": "INR"}
LINK = {"amount": 5000, "currency": "INR", "description": "A book", "accept_partial": True}


def played(rzp: FakeRazorpay) -> str:
    """A bit of everything, and all that a merchant sees of it, as text."""
    order = rzp.order.create(ORDER)
    rzp.checkout.fail(order["id"], reason="insufficient_funds")
    payment = rzp.checkout.pay(order["id"])["razorpay_payment_id"]
    rzp.payment.refund(payment, {"amount": 2500})
    link = rzp.payment_link.create({**LINK, "expire_by": rzp.clock.now() + 86400})
    rzp.checkout.pay(link["id"], amount=1000, method="upi")
    rzp.clock.advance(days=2)
    return json.dumps(
        [
            rzp.order.all(),
            rzp.payment.all(),
            rzp.payment_link.all(),
            list(rzp.events),
            [tuple(message) for message in rzp.outbox],
            [tuple(posting) for posting in rzp.ledger.journal],
            [tuple(call) for call in rzp.calls],
            rzp.clock.now(),
        ]
    )


def test_a_restored_world_replays_to_the_same_bytes(rzp):
    played(rzp)
    snapshot = rzp.snapshot()
    first = played(rzp)
    rzp.restore(snapshot)
    rzp.ledger.check()
    assert played(rzp) == first


def test_restoring_forward_again(rzp):
    early = rzp.snapshot()
    played(rzp)
    late, seen = rzp.snapshot(), rzp.payment.all()
    rzp.restore(early)
    assert rzp.payment.all()["count"] == 0
    assert rzp.clock.now() == early.at
    rzp.restore(late)
    assert rzp.payment.all() == seen
    assert rzp.clock.now() == late.at


def test_what_was_to_expire_expires_again(rzp):
    link = rzp.payment_link.create({**LINK, "expire_by": rzp.clock.now() + 3600})
    snapshot = rzp.snapshot()
    for _ in range(2):
        rzp.clock.advance(hours=2)
        assert rzp.payment_link.fetch(link["id"])["expired_at"] == link["expire_by"]
        rzp.restore(snapshot)
        assert rzp.payment_link.fetch(link["id"])["status"] == "created"


def test_reset_is_a_new_fake(rzp):
    played(rzp)
    rzp.reset()
    assert (len(rzp.calls), len(rzp.events), len(rzp.ledger.journal)) == (0, 0, 0)
    assert played(rzp) == played(FakeRazorpay(seed=1, at="2026-01-05T10:00:00Z"))


def test_a_fork_goes_its_own_way(rzp):
    order = rzp.order.create(ORDER)["id"]
    with rzp.fork() as other:
        payment = other.checkout.pay(order)
        assert other.utility.verify_payment_signature(payment)
        assert other.order.fetch(order)["status"] == "paid"
        assert (other.key_id, other.account_id) == (rzp.key_id, rzp.account_id)
        other.ledger.check()
    assert rzp.order.fetch(order)["status"] == "created"
    assert rzp.payment.all()["count"] == 0
    # The parent never met what the fork made, and makes the same ids by itself.
    assert rzp.checkout.pay(order) == payment


def test_a_fork_keeps_its_sub_merchants_and_settings(build):
    rzp = build(account={"international": False})
    headers = {"X-Razorpay-Account": "acc_00000000000001"}
    order = rzp.request("POST", "/v1/orders", json=ORDER, headers=headers).body["id"]
    other = rzp.fork()
    assert other.request("GET", f"/v1/orders/{order}", headers=headers).status == 200
    with pytest.raises(BadRequestError, match="international"):
        other.item.create({"name": "Book", "amount": 100, "currency": "USD"})


def test_the_difference_of_two_moments(rzp):
    order = rzp.order.create(ORDER)["id"]
    draft = rzp.invoice.create({"type": "invoice", "draft": "1"})["id"]
    before = rzp.snapshot()
    payment = rzp.checkout.pay(order, method="upi")["razorpay_payment_id"]
    rzp.invoice.delete(draft)
    after = rzp.snapshot()
    found = rzp.diff(before, after)
    assert set(found) == {order, payment, draft}
    assert found[order].fields["status"] == ("created", "paid")
    assert found[order].fields["amount_due"] == (100000, 0)
    assert (found[payment].before, found[payment].after["status"]) == (None, "captured")
    assert found[draft].after is None
    assert dict(rzp.diff(after)) == {}
    back = rzp.diff(after, before)
    assert back[order].fields["status"] == ("paid", "created")
    assert back[payment].after is None
    assert f"{order}\n  amount_paid: 0 -> 100000" in repr(found)
    assert f"{payment} new" in repr(found)
    assert f"{draft} gone" in repr(found)


def test_the_difference_of_a_fork(rzp):
    order = rzp.order.create(ORDER)["id"]
    other = rzp.fork()
    mine = rzp.customer.create({"name": "Gaurav Kumar"})["id"]
    other.checkout.fail(order)
    found = rzp.diff(other.snapshot())
    assert found[order].fields["attempts"] == (1, 0)
    assert (found[mine].before, found[mine].after["name"]) == (None, "Gaurav Kumar")


def test_a_mark_copies_nothing(rzp):
    """However much there is, a mark is as many references: flat by make, not by measure."""
    small = rzp.snapshot().mark
    for n in range(200):
        rzp.order.create({**ORDER, "receipt": f"r{n}"})
    large = rzp.snapshot().mark
    assert len(large) == len(small) == len(Mark._fields)
    assert large.cells is rzp.ledger.books(rzp.account_id).cells
    assert len(large.books) == len(small.books) == 0
    sub_merchant = "acc_00000000000001"
    rzp.request("POST", "/v1/orders", json=ORDER, headers={"X-Razorpay-Account": sub_merchant})
    with_another = rzp.snapshot().mark
    assert list(with_another.books) == [sub_merchant]
    assert with_another.books[sub_merchant][0] is rzp.ledger.books(sub_merchant).cells
    assert with_another.cells is large.cells


def test_a_deleted_entity_comes_back(rzp):
    item = rzp.item.create({"name": "Book", "amount": 20000, "currency": "INR"})["id"]
    snapshot = rzp.snapshot()
    rzp.item.delete(item)
    with pytest.raises(BadRequestError):
        rzp.item.fetch(item)
    rzp.restore(snapshot)
    assert rzp.item.fetch(item)["name"] == "Book"
    assert rzp.item.all()["count"] == 1


def test_going_back_over_a_long_history_leaves_no_sub_merchant_behind(rzp):
    sub_merchant = {"X-Razorpay-Account": "acc_00000000000001"}
    rzp.order.create(ORDER)
    early, seen = rzp.snapshot(), rzp.order.all()
    for _ in range(10):
        rzp.order.create(ORDER)
        rzp.request("POST", "/v1/orders", json=ORDER, headers=sub_merchant)
    late = rzp.snapshot()
    rzp.restore(early)
    rzp.ledger.check()
    assert rzp.order.all() == seen
    assert "acc_00000000000001" not in rzp.ledger.accounts
    rzp.restore(late)
    rzp.ledger.check()
    assert rzp.order.all({"count": 100})["count"] == 11
    assert rzp.request("GET", "/v1/orders", headers=sub_merchant).body["count"] == 10


def steps_of(work: Callable[[], object]) -> int:
    """How many calls that takes, of Python's functions and of C's."""
    steps = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    gc.collect()
    gc.disable()  # Hypothesis listens to the collector: its calls would be counted as ours
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return steps


def test_worlds_cost_the_same_however_long_the_history(build):
    steps = []
    for orders in (20, 400):
        rzp = build()
        empty = rzp.snapshot()
        for _ in range(orders):
            rzp.order.create(ORDER)
        full = rzp.snapshot()
        works = (rzp.snapshot, rzp.fork, lambda: rzp.restore(empty), lambda: rzp.restore(full), rzp.reset)  # noqa: B023
        steps.append([steps_of(work) for work in works])
    assert steps[0] == steps[1]
