"""Whose story it is, what it is told from, and that telling it changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakerzp.entities.payment import NO_FAILURE
from fakerzp.story.pages import page_of, page_of_failure

ROOT = Path(__file__).resolve().parents[2]
WHO = {"name": "Gaurav Kumar", "contact": "+919000090000", "email": "gaurav@example.com"}


@pytest.fixture
def two_orders(rzp):
    """Two orders of one customer, both paid; the first payment was given back."""
    customer = rzp.customer.create(WHO)["id"]
    orders, payments = [], []
    for amount in (50000, 60000):
        order = {"amount": amount, "currency": "INR", "customer_id": customer}
        orders.append(rzp.order.create({**order, "token": {"max_amount": 500000}, "method": "card"})["id"])
        payments.append(rzp.checkout.pay(orders[-1])["razorpay_payment_id"])
    refund = rzp.payment.refund(payments[0], {"amount": 100})["id"]
    return rzp, customer, orders, payments, refund


def ids(story):
    return {life.id for life in story.lives}


def test_the_story_of_one_entity_is_that_of_what_is_coupled_to_it(two_orders):
    rzp, _, orders, payments, refund = two_orders
    token = rzp.payment.fetch(payments[0])["token_id"]
    mine = {orders[0], payments[0], refund, token}
    assert ids(rzp.story(orders[0])) == ids(rzp.story(refund)) == mine
    assert orders[1] not in str(rzp.story(orders[0]))
    assert payments[1] not in rzp.story(payments[0]).json()
    assert ids(rzp.story(token)) == mine
    assert ids(rzp.story()) == mine | ids(rzp.story(orders[1]))


def test_the_story_of_a_customer_is_all_that_was_done_with_them(two_orders):
    rzp, customer, orders, payments, refund = two_orders
    assert {*orders, *payments, refund} < ids(rzp.story(customer))
    assert rzp.story(customer).acts[0].call.path == "/v1/customers"


def test_a_link_brings_its_order_and_payments(rzp):
    rzp.order.create({"amount": 100, "currency": "INR"})
    link = rzp.payment_link.create({"amount": 50000, "currency": "INR", "customer": WHO})["id"]
    payment = rzp.checkout.pay(link)["razorpay_payment_id"]
    rzp.payment_link.all()
    rzp.payment_link.fetch(link)
    story = rzp.story(payment)
    assert {life.entity for life in story.lives} == {"payment_link", "order", "payment"}
    calls = [act.call.path for act in story.acts if act.call]
    assert calls == ["/v1/payment_links", f"/v1/payment_links/{link}"]
    assert sum(len(act.letters) for act in story.acts) == len(rzp.outbox) == 2


def test_deleted_things_have_a_story(rzp):
    draft = {"type": "invoice", "draft": "1", "line_items": [{"name": "Bicycle", "amount": 50000}]}
    invoice = rzp.invoice.create(draft)["id"]
    rzp.invoice.delete(invoice)
    assert [move.statuses for act in rzp.story(invoice).acts for move in act.moves] == [("draft",), ("deleted",)]


def test_an_unknown_id_is_answered_with_those_that_there_are(rzp):
    with pytest.raises(LookupError, match=r"there is no 'order_x', and there was none: nothing was made yet"):
        rzp.story("order_x")
    order = rzp.order.create({"amount": 100, "currency": "INR"})["id"]
    with pytest.raises(LookupError, match=rf"did you mean {order}\?"):
        rzp.story(order[:-1] + "#")
    with pytest.raises(LookupError, match=rf"there is no 'order_x', and there was none; the newest order_ is {order}$"):
        rzp.story("order_x")
    with pytest.raises(LookupError, match=r"there are ids that begin with order_$"):
        rzp.story("pay_x")


# -- told from what happened, and nothing changed by it


def drawn(story):
    return (str(story), story.mermaid(), story.mermaid("state"), story.json(), story._repr_html_())


def test_telling_changes_nothing(two_orders):
    rzp, *_ = two_orders
    before = rzp.snapshot()
    first, second = rzp.story(), rzp.story()
    assert drawn(first) == drawn(second)
    after = rzp.snapshot()
    assert all(a is b for a, b in zip(before.mark, after.mark, strict=True))
    assert before.clock == after.clock


def test_a_story_stays_as_it_was_told(two_orders):
    rzp, *_ = two_orders
    told = rzp.story()
    text = str(told)
    rzp.order.create({"amount": 100, "currency": "INR"})
    assert str(told) == text
    assert str(rzp.story()) != text


def test_a_restored_world_and_a_fork_tell_the_same(two_orders):
    rzp, _, orders, *_ = two_orders
    then, text = rzp.snapshot(), drawn(rzp.story())
    with rzp.fork() as other:
        assert drawn(other.story()) == text
        other.checkout.pay(amount=100, capture=True)
    rzp.clock.advance(days=3)
    rzp.request("POST", f"/v1/orders/{orders[0]}")
    rzp.restore(then)
    assert drawn(rzp.story()) == text
    rzp.order.fetch(orders[0])
    assert len(rzp.story().acts) == len(rzp.calls) + 2
    rzp.reset()
    assert str(rzp.story()) == "nothing happened yet"


def test_the_same_bytes_in_every_process():
    code = """
from tests.story.test_story_order import Script
from fakerzp import FakeRazorpay
rzp = FakeRazorpay(seed=4, at=1767607200)
rzp.webhooks.subscribe(lambda body, headers: None, secret="a secret of mine")
Script(rzp, 5).play(40)
rzp.clock.advance(days=200)
story = rzp.story()
for text in (str(story), story.mermaid(), story.mermaid("state"), story.json(), story._repr_html_()):
    print(text)
"""
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(n), "TZ": zone, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for n, zone in ((1, "Asia/Kolkata"), (2, "America/New_York"))
    }
    assert len(told) == 1
    assert len(told.pop()) > 10000


# -- webhooks


def test_deliveries_are_told_in_the_order_in_which_they_went_out(rzp):
    rzp.webhooks.subscribe(lambda body, headers: 200, secret="a secret of mine")
    with rzp.webhooks.hold():
        order = rzp.order.create({"amount": 50000, "currency": "INR"})["id"]
        rzp.checkout.pay(order)
        rzp.webhooks.deliver(order="lifo")
    sent = [one.event for act in rzp.story().acts for one in act.deliveries]
    assert (
        sent
        == [one.event for one in rzp.webhooks.deliveries]
        == ["order.paid", "payment.captured", "payment.authorized"]
    )
    assert [act.actor for act in rzp.story().acts] == ["merchant", "customer", "webhook", "webhook", "webhook"]


def test_a_retry_is_told_at_its_own_instant(rzp):
    answers = iter((503, 200))
    hook = rzp.webhooks.subscribe(lambda body, headers: next(answers), secret="a secret of mine", events=["order.paid"])
    order = rzp.order.create({"amount": 50000, "currency": "INR"})["id"]
    rzp.checkout.pay(order)
    rzp.clock.advance(hours=1)
    first, again = (act for act in rzp.story(order).acts if act.deliveries)
    assert [(one.attempt, one.status) for act in (first, again) for one in act.deliveries] == [(1, 503), (2, 200)]
    assert (first.at, again.at) == tuple(one.at for one in rzp.webhooks.deliveries)
    assert "  Webhook   order.paid to <lambda>, attempt 2  200" in str(rzp.story(order)).splitlines()
    hook.delete()
    assert f"  Webhook   order.paid to {hook.id}, attempt 2  200" in str(rzp.story(order)).splitlines()


def test_a_url_is_told_as_it_is_and_a_crash_by_its_last_line(rzp):
    def view(body, headers):
        raise ValueError("no such order")

    rzp.webhooks.subscribe(view, secret="a secret of mine", events=["order.paid"])
    rzp.webhooks.subscribe("http://127.0.0.1:9/hook", secret="a secret of mine", events=["order.paid"])
    rzp.checkout.pay(rzp.order.create({"amount": 50000, "currency": "INR"})["id"])
    crashed, unreached = (one for act in rzp.story().acts for one in act.deliveries)
    assert (crashed.target, crashed.status, crashed.error) == ("view", 500, "ValueError: no such order")
    assert (unreached.target, unreached.status) == ("http://127.0.0.1:9/hook", None)
    assert unreached.error == rzp.webhooks.deliveries[1].error


# -- pages of errors


@pytest.mark.parametrize(
    ("endpoint", "text", "page"),
    [
        (
            "invoice.cancel",
            "Operation not allowed for Invoice in paid status.",
            "api/payments/invoices/cancel.md",
        ),
        ("order.fetch", "The id provided does not exist", "api/orders/fetch-with-id.md"),
        ("refund.fetch", "abc is not a valid id", "api/refunds/fetch-with-id.md"),
        ("order.create", "Currency is not supported", "inferred"),
        ("order.create", "a fault of the test's own", None),
        ("", "The requested URL was not found on the server.", "api/refunds/update.md"),
    ],
)
def test_an_error_has_the_page_of_its_text(endpoint, text, page):
    assert page_of(endpoint, text) == page


def test_an_inferred_text_and_one_of_no_page_say_so(rzp):
    rzp.faults.inject("order.create", error="a fault of the test's own", status=500)
    body = {"amount": 100, "currency": "INR"}
    rzp.request("POST", "/v1/orders", json=body)
    assert str(rzp.story()).endswith("SERVER_ERROR\n            a fault of the test's own\n            on no page")
    rzp.request("POST", "/v1/orders", json={**body, "currency": "XYZ"})
    assert str(rzp.story()).endswith("no page has this text: inferred")


def test_a_payment_that_did_not_fail_has_no_page(rzp):
    payment = rzp.checkout.pay(amount=100)["razorpay_payment_id"]
    record = rzp.ledger.record(payment)[1]
    assert record.failure == NO_FAILURE
    assert page_of_failure(record) is None
