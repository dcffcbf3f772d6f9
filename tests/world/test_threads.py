"""One fake and many threads: nothing is lost, nothing is dated back, and the books add up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from fakerzp import FakeRazorpay

NOW = 1767607200


def test_many_threads_pay_on_one_fake(rzp):
    def shop(n):
        for turn in range(20):
            order = rzp.order.create({"amount": 1000, "currency": "INR", "receipt": f"{n}-{turn}"})["id"]
            rzp.checkout.pay(order)
            rzp.ledger.check()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(shop, range(8)))
    assert len(rzp.calls) == 160
    assert rzp.ledger.balance("customer") == -160000
    ids = [call.answer["id"] for call in rzp.calls]
    assert len(set(ids)) == 160


def test_pushes_from_many_threads_add_up(rzp):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: rzp.clock.advance(seconds=1), range(200)))
    assert rzp.clock.now() == NOW + 200


def test_nobody_acts_in_a_past_that_they_have_seen(rzp):
    for n in range(200):
        rzp.payment_link.create({"amount": 1000, "currency": "INR", "expire_by": NOW + 3600 + 60 * n})

    def act(_):
        before = rzp.clock.now()
        made = rzp.order.create({"amount": 1000, "currency": "INR"})["created_at"]
        return before <= made

    with ThreadPoolExecutor(4) as pool:
        acting = [pool.submit(act, n) for n in range(200)]
        pushed = pool.submit(rzp.clock.advance, days=1)
        assert all(one.result() for one in acting)
        pushed.result()
    assert {link["status"] for link in rzp.payment_link.all({"count": 100})["payment_links"]} == {"expired"}


def test_what_fell_due_is_not_lost_when_somebody_raises():
    rzp = FakeRazorpay(at=NOW)
    link = rzp.payment_link.create({"amount": 1000, "currency": "INR", "expire_by": NOW + 3600})["id"]
    world = rzp._world
    fire, raised = world._fire, []

    def interrupted(item):
        fire(item)
        if not raised:
            raised.append(item)
            raise KeyboardInterrupt

    world._fire = interrupted
    with pytest.raises(KeyboardInterrupt):
        rzp.clock.advance(hours=2)
    assert [step.status for step in rzp.history(link)] == ["created", "expired"]
    assert rzp.payment_link.fetch(link)["expired_at"] == NOW + 3600
    assert [event["event"] for event in rzp.events] == ["payment_link.expired"]


def test_many_sub_merchants_cost_a_call_nothing(rzp):
    """However many accounts there are, a mark is one map and only what was written since is folded in."""
    for n in range(50):
        headers = {"X-Razorpay-Account": f"acc_{n:014}"}
        assert rzp.request("POST", "/v1/orders", json={"amount": 100, "currency": "INR"}, headers=headers).status == 200
    first, second = rzp.snapshot().mark, rzp.snapshot().mark
    assert len(first.books) == 50
    assert first.books is second.books
    rzp.ledger.check()
