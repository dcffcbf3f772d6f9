"""When events arrive: at once, in order, one at a time, and with the world free to be used."""

from __future__ import annotations

import json
import threading

import pytest

from tests.flows.steps import invoice_body, payment_link_body
from tests.webhooks.endpoints import DAY, HOUR, PAID, START, Endpoint, pay, seen


def test_an_event_has_arrived_when_the_call_returns(rzp):
    endpoint = Endpoint()
    rzp.webhooks.subscribe(endpoint)
    order = rzp.order.create({"amount": 1000, "currency": "INR"})["id"]
    assert endpoint.events == []
    payment = rzp.checkout.pay(order)["razorpay_payment_id"]
    assert endpoint.events == PAID
    rzp.payment.refund(payment, {"amount": 1000})
    assert endpoint.events[3:] == [event["event"] for event in rzp.events][3:]
    assert "refund.processed" in endpoint.events
    assert {d.at for d in rzp.webhooks.deliveries} == {START}


def test_a_failed_payment_is_told_of_too(rzp):
    endpoint = Endpoint()
    rzp.webhooks.subscribe(endpoint)
    order = rzp.order.create({"amount": 1000, "currency": "INR"})["id"]
    rzp.checkout.fail(order, reason="insufficient_funds")
    assert endpoint.events == ["payment.failed"]


def test_each_event_goes_to_every_webhook_before_the_next_one(rzp):
    told = []
    for name in ("first", "second"):
        rzp.webhooks.subscribe(lambda body, headers, name=name: told.append((name, json.loads(body)["event"])))
    pay(rzp)
    assert told == [(name, event) for event in PAID for name in ("first", "second")]


def test_what_falls_due_arrives_at_its_instant(rzp):
    endpoint = Endpoint(lambda: instants.append(rzp.clock.now()))
    instants = []
    rzp.webhooks.subscribe(endpoint, events=["invoice.expired", "payment_link.expired"])
    rzp.invoice.create(invoice_body(expire_by=START + 3 * HOUR))
    rzp.payment_link.create(payment_link_body(expire_by=START + 2 * HOUR))
    rzp.invoice.create(invoice_body(expire_by=START + 5 * HOUR))
    rzp.clock.advance(days=1)
    assert endpoint.events == ["payment_link.expired", "invoice.expired", "invoice.expired"]
    assert [d.at - START for d in rzp.webhooks.deliveries] == [2 * HOUR, 3 * HOUR, 5 * HOUR]
    assert instants == [d.at for d in rzp.webhooks.deliveries]
    assert rzp.clock.now() == START + DAY


# ---------------------------------------------------------------------- handlers that use the fake


def test_what_a_handler_makes_happen_follows_when_it_is_done(rzp):
    told = []

    def handler(body, headers):
        event = json.loads(body)
        told.append(("begin", event["event"]))
        if event["event"] == "payment.captured":
            rzp.payment.refund(event["payload"]["payment"]["entity"]["id"], {"amount": 50000})
        told.append(("end", event["event"]))

    rzp.webhooks.subscribe(handler)
    pay(rzp)
    order = [event["event"] for event in rzp.events]
    assert order[:3] == PAID
    assert len(order) > 3
    assert told == [(edge, event) for event in order for edge in ("begin", "end")]


def test_a_handler_that_is_told_of_what_falls_due_acts_at_that_instant(rzp):
    def handler(body, headers):
        made.append(rzp.order.create({"amount": 1000, "currency": "INR"})["created_at"])

    made = []
    rzp.webhooks.subscribe(handler, events=["invoice.expired"])
    rzp.invoice.create(invoice_body(expire_by=START + 3 * HOUR))
    rzp.clock.advance(days=1)
    assert made == [START + 3 * HOUR]


@pytest.mark.parametrize("due", [False, True])
def test_a_handler_may_use_the_fake_from_another_thread(rzp, due):
    """With the world locked this would hang."""
    made = []

    def handler(body, headers):
        thread = threading.Thread(target=lambda: made.append(pay(rzp)))
        thread.start()
        thread.join(20)
        assert not thread.is_alive()

    rzp.webhooks.subscribe(handler, events=["invoice.expired" if due else "invoice.paid"], raise_errors=True)
    other = Endpoint()
    rzp.webhooks.subscribe(other, events=["order.paid"])
    invoice = rzp.invoice.create(invoice_body(expire_by=START + 3 * HOUR))["id"]
    if due:
        rzp.clock.advance(days=1)
    else:
        rzp.checkout.pay(invoice)
    assert len(made) == 1
    ids = [json.loads(body)["payload"]["order"]["entity"]["id"] for body in other.bodies]
    assert made[0] in ids


def test_deliveries_from_many_threads_come_one_at_a_time_and_all_of_them(rzp):
    inside = []
    most = []

    def handler(body, headers):
        inside.append(body)
        most.append(len(inside))
        inside.pop()

    rzp.webhooks.subscribe(handler)
    threads = [threading.Thread(target=lambda: [pay(rzp) for _ in range(10)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}
    events = [d.payload for d in rzp.webhooks.deliveries]
    assert len(events) == 120
    assert events == list(rzp.events)


def test_a_handler_may_move_the_clock(rzp):
    """What falls due on the way is told of afterwards, late as it is."""
    endpoint = Endpoint(lambda: rzp.clock.advance(seconds=4) and None)
    rzp.webhooks.subscribe(endpoint, events=["order.paid", "invoice.expired"])
    rzp.invoice.create(invoice_body(expire_by=START + 16 * 60))
    rzp.clock.advance(minutes=15, seconds=58)
    pay(rzp)
    assert seen(rzp.webhooks.deliveries) == [("order.paid", 1, 200), ("invoice.expired", 1, 200)]
    expired = rzp.webhooks.deliveries[1]
    assert expired.payload["created_at"] == START + 16 * 60
    assert expired.at == START + 16 * 60 + 2


def test_a_handler_sees_its_own_delivery_only_when_it_is_over(rzp):
    counts = []
    endpoint = Endpoint(lambda: counts.append((len(rzp.webhooks.deliveries), len(rzp.webhooks.pending))))
    rzp.webhooks.subscribe(endpoint)
    pay(rzp)
    assert counts == [(0, 0), (1, 0), (2, 0)]


# ---------------------------------------------------------------------- what a handler answers


@pytest.mark.parametrize(
    ("answer", "status"), [(None, 200), (200, 200), (201, 201), (299, 299), (302, 302), (400, 400), (503, 503)]
)
def test_a_handler_answers_with_a_status(rzp, answer, status):
    rzp.webhooks.subscribe(Endpoint(answer), events=["order.paid"])
    pay(rzp)
    [delivery] = rzp.webhooks.deliveries
    assert (delivery.status, delivery.error) == (status, None)
    assert delivery.accepted is (status < 300)
    assert bool(rzp.webhooks.pending) is (status >= 300)


def test_a_handler_may_answer_with_a_response(rzp):
    class Response:
        status_code = 202

    rzp.webhooks.subscribe(lambda body, headers: Response(), events=["order.paid"])
    pay(rzp)
    assert seen(rzp.webhooks.deliveries) == [("order.paid", 1, 202)]


@pytest.mark.parametrize("answer", ["ok", True, (200, "ok"), 99, 600, 200.0])
def test_what_is_no_status_is_a_mistake_that_shows(rzp, answer):
    rzp.webhooks.subscribe(lambda body, headers: answer, events=["order.paid"])
    with pytest.raises(TypeError, match=r"returns an HTTP status or None for 200, not "):
        pay(rzp)
    assert seen(rzp.webhooks.deliveries) == [("order.paid", 1, 500)]


def test_a_handler_may_be_a_coroutine_function(rzp):
    import asyncio

    async def handler(body, headers):
        await asyncio.sleep(0)
        return 204

    rzp.webhooks.subscribe(handler, events=["order.paid"])
    pay(rzp)
    assert seen(rzp.webhooks.deliveries) == [("order.paid", 1, 204)]
