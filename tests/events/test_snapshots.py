"""An event is a snapshot of its moment: it fits what the API answered then, and nothing that follows changes it."""

from __future__ import annotations

import json

import pytest

from fakerzp.world.trigger import RECIPES
from tests.events.documented import BUILT, OF_ACCOUNTS
from tests.events.steps import named, names, played, shown
from tests.flows.steps import (
    DAY,
    REGISTRATIONS,
    charge_body,
    invoice_body,
    order_of,
    paid,
    payment_link_body,
    registered,
    token_of,
)

# What a webhook shows otherwise than the API on purpose (keys), and what has moved on by the time the call is over.
OTHERWISE = {
    "payment": {"upi"},
    "payment_link": {"reminders", "notify", "expire_by"},
    "token": {"recurring", "recurring_details", "max_amount", "expired_at", "card", "status"},
    "order": {"id", "offers"},
    "subscription": {"short_url"},
    "qr_code": {"payments_amount_received", "payments_count_received"},
    "virtual_account": {"receivers"},
    "bank_transfer": {"payer_bank_account"},
}
MOVED_ON = {
    "subscription.activated": {"charge_at", "paid_count"},  # and then it is charged
    "subscription.charged": {"captured"},  # the page shows "1"
    "subscription.completed": {"captured"},
    "refund.created": {"status"}, "refund.speed_changed": {"status"}}
FETCH = {
    "subscription": "subscription",
    "payment": "payment",
    "order": "order",
    "invoice": "invoice",
    "payment_link": "payment_link",
    "refund": "refund",
    "transfer": "transfer",
    "dispute": "dispute",
    "settlement": "settlement",
    "qr_code": "qrcode",
    "virtual_account": "virtual_account",
}


def fetched(rzp, entity, entity_id):
    if entity == "bank_transfer":
        return rzp.payment.bank_transfer(rzp.payment.all()["items"][0]["id"])
    return getattr(rzp, FETCH[entity]).fetch(entity_id)


# Not in the API of this fake as the event shows them: tokens and notifications are elsewhere.
# Downtimes are (tests/world/test_downtimes.py), and take neither notes nor amounts.
NOT_FETCHED = ("token.", "order.not", "payment.downtime.")


@pytest.mark.parametrize(
    "event", [event for event in BUILT if not event.startswith(NOT_FETCHED) and event not in OF_ACCOUNTS]
)
def test_the_values_are_those_of_the_api(rzp, event):
    """Of an event that was just sent: every key that the API answers as well has the same value there."""
    amount = {"amount": 250000} if "amount" in RECIPES[event].takes else {}
    happened = rzp.trigger(event, notes={"a": "b"}, **amount)
    for entity in happened["contains"]:
        body = shown(happened, entity)
        entity_id = body["id"] if "_" in body["id"] else f"{entity}_{body['id']}"
        answer = fetched(rzp, entity, entity_id)
        same = set(body) & set(answer) - OTHERWISE.get(entity, set()) - MOVED_ON.get(event, set())
        assert len(same) >= (7 if entity == "bank_transfer" else 8)
        assert {name: body[name] for name in same} == {name: answer[name] for name in same}


@pytest.mark.parametrize(
    ("event", "method"),
    [
        *((event, method) for event in ("token.confirmed", "token.cancelled") for method in REGISTRATIONS),
        ("token.rejected", "emandate"),
        ("token.rejected", "nach"),
        ("token.paused", "upi"),
    ],
)
def test_a_token_fits_the_list_of_its_customer(rzp, event, method):
    body = shown(played(rzp, event, method), "token")
    customer = next(c["id"] for c in rzp.customer.all()["items"] if rzp.token.all(c["id"])["items"])
    answer = token_of(rzp, customer, body["id"])
    same = set(body) & set(answer) - OTHERWISE["token"]
    assert len(same) >= 10
    assert {name: body[name] for name in same} == {name: answer[name] for name in same}
    assert body["recurring_details"] == answer["recurring_details"]
    if method in ("emandate", "nach"):
        assert body["max_amount"] == 50000


# ---------------------------------------------------------------------- of that moment


def test_a_payment_in_each_of_its_states(rzp):
    payment = rzp.checkout.pay(order_of(rzp, 5000), capture=False)["razorpay_payment_id"]
    rzp.clock.advance(minutes=5)
    rzp.payment.capture(payment, 5000)
    rzp.payment.refund(payment, {"amount": 2000})
    rzp.payment.refund(payment)
    states = [
        (happened["event"], part["status"], part["captured"], part["amount_refunded"], part["refund_status"])
        for happened in rzp.events
        for part in [shown(happened, "payment")]
    ]
    assert states == [
        ("payment.authorized", "authorized", False, 0, None),
        ("payment.captured", "captured", True, 0, None),
        ("order.paid", "captured", True, 0, None),
        ("refund.created", "captured", True, 2000, "partial"),
        ("refund.processed", "captured", True, 2000, "partial"),
        ("refund.created", "refunded", True, 5000, "full"),
        ("refund.processed", "refunded", True, 5000, "full"),
    ]
    assert [shown(happened, "payment")["fee"] for happened in rzp.events][:2] == [None, 100]


def test_an_order_keeps_what_it_was(rzp):
    order = order_of(rzp, 5000)
    rzp.checkout.fail(order)
    rzp.checkout.pay(order)
    before = shown(named(rzp, "order.paid"), "order")
    rzp.order.edit(order, {"notes": {"later": "than that"}})
    after = shown(named(rzp, "order.paid"), "order")
    assert after == before
    assert (after["status"], after["attempts"], after["amount_paid"], after["notes"]) == ("paid", 2, 5000, [])


def test_an_invoice_in_parts(rzp):
    invoice = rzp.invoice.create(invoice_body(1000, partial_payment=True))["id"]
    for amount in (300, 200, 500):
        rzp.checkout.pay(invoice, amount=amount)
    parts = [
        (
            happened["event"],
            shown(happened, "invoice")["status"],
            shown(happened, "invoice")["amount_due"],
            shown(happened, "order")["status"],
            shown(happened, "order")["amount_paid"],
            shown(happened, "payment")["amount"],
        )
        for happened in rzp.events
        if happened["event"].startswith("invoice.")
    ]
    assert parts == [
        ("invoice.partially_paid", "partially_paid", 700, "attempted", 300, 300),
        ("invoice.partially_paid", "partially_paid", 500, "attempted", 500, 200),
        ("invoice.paid", "paid", 0, "paid", 1000, 500),
    ]
    assert shown(named(rzp, "invoice.paid"), "invoice")["payment_id"] == shown(rzp.events[-1], "payment")["id"]


def test_a_link_in_parts(rzp):
    link = rzp.payment_link.create(payment_link_body(1000, accept_partial=True, reference_id="TS1"))["id"]
    rzp.checkout.pay(link, amount=400)
    rzp.clock.advance(hours=1)
    rzp.checkout.pay(link)
    first, last = named(rzp, "payment_link.partially_paid"), named(rzp, "payment_link.paid")
    assert [shown(one, "payment_link")["amount_paid"] for one in (first, last)] == [400, 1000]
    assert [shown(one, "payment_link")["status"] for one in (first, last)] == ["partially_paid", "paid"]
    assert [shown(one, "order")["amount_due"] for one in (first, last)] == [600, 0]
    assert [shown(one, "order")["receipt"] for one in (first, last)] == ["TS1", "TS1"]
    assert last["created_at"] - first["created_at"] == 3600
    assert shown(last, "order")["updated_at"] == last["created_at"]


def test_a_refund_that_fails_gives_the_amount_back(build):
    rzp = build(delays={"normal_refund": DAY})
    payment = paid(rzp, 5000)
    refund = rzp.payment.refund(payment, {"amount": 2000})["id"]
    rzp.bank.fail_refund(refund)
    created, failed = named(rzp, "refund.created"), named(rzp, "refund.failed")
    assert shown(created, "refund")["status"] == "pending"
    assert (shown(created, "payment")["amount_refunded"], shown(created, "payment")["refund_status"]) == (
        2000,
        "partial",
    )
    assert shown(failed, "refund")["status"] == "failed"
    assert (shown(failed, "payment")["amount_refunded"], shown(failed, "payment")["refund_status"]) == (0, None)


def test_a_refund_slows_down(build):
    rzp = build(delays={"instant_refund": DAY})
    refund = rzp.payment.refund(paid(rzp), {"speed": "optimum"})["id"]
    rzp.bank.slow_refund(refund)
    rzp.clock.advance(days=1)
    speeds = [
        (happened["event"], shown(happened, "refund")["speed_processed"], shown(happened, "refund")["status"])
        for happened in rzp.events
        if happened["event"].startswith("refund.")
    ]
    assert speeds == [
        ("refund.created", "instant", "pending"),
        ("refund.speed_changed", "normal", "pending"),
        ("refund.processed", "normal", "processed"),
    ]
    assert {shown(happened, "refund")["speed_requested"] for happened in rzp.events[-3:]} == {"optimum"}


def test_what_was_sent_stays_as_it_was(rzp):
    """Every event of every kind, before and after a lot more has happened to the same entities."""
    for event in BUILT:
        rzp.trigger(event)
    before = json.dumps(list(rzp.events))
    sent = len(rzp.events)
    for payment in rzp.payment.all({"count": 100})["items"]:
        rzp.payment.edit(payment["id"], {"notes": {"later": "than that"}})
    for invoice in rzp.invoice.all({"count": 100})["items"]:
        rzp.invoice.edit(invoice["id"], {"notes": {"later": "than that"}})
    rzp.trigger("invoice.expired")
    assert json.dumps(rzp.events[:sent]) == before


# ---------------------------------------------------------------------- order and time


def test_the_events_of_a_flow_come_in_its_order(rzp):
    order = order_of(rzp, 1000, partial_payment=True)
    rzp.checkout.fail(order)
    rzp.checkout.pay(order, amount=400)
    rzp.checkout.pay(order)
    assert names(rzp) == [
        "payment.failed",
        "payment.authorized",
        "payment.captured",
        "payment.authorized",
        "payment.captured",
        "order.paid",
    ]


def test_the_events_of_a_registration_come_in_its_order(rzp):
    customer, token, _ = registered(rzp, "emandate")
    rzp.payment.createRecurring(charge_body(order_of(rzp, 1000), customer, token))
    assert names(rzp) == [
        "payment.authorized",
        "payment.captured",
        "order.paid",
        "invoice.paid",
        "token.confirmed",
        "payment.authorized",
        "payment.captured",
        "order.paid",
    ]
    registration, charge = (happened for happened in rzp.events if happened["event"] == "order.paid")
    assert "token" in shown(registration, "order")
    assert "token" not in shown(charge, "order")
    assert shown(charge, "payment")["token_id"] == token


def test_what_falls_due_has_its_own_moment(rzp):
    soon = rzp.clock.now() + 4000
    invoice = rzp.invoice.create(invoice_body(expire_by=soon + 7))["id"]
    link = rzp.payment_link.create(payment_link_body(expire_by=soon))["id"]
    rzp.clock.advance(days=2)
    assert [(h["event"], h["created_at"], shown(h, h["contains"][0])["id"]) for h in rzp.events] == [
        ("payment_link.expired", soon, link),
        ("invoice.expired", soon + 7, invoice),
    ]
    assert [shown(h, h["contains"][0])["expired_at"] for h in rzp.events] == [soon, soon + 7]


def test_an_event_is_of_the_account_that_it_happened_to(rzp):
    headers = {"X-Razorpay-Account": "acc_AAAAAAAAAAAAAA"}
    order = rzp.order.create({"amount": 1000, "currency": "INR"}, headers=headers)["id"]
    rzp.checkout.pay(order)
    rzp.checkout.pay(order_of(rzp))
    assert [happened["account_id"] for happened in rzp.events] == ["acc_AAAAAAAAAAAAAA"] * 3 + [rzp.account_id] * 3


def test_what_sends_no_event(rzp):
    """Pages name none for them."""
    draft = rzp.invoice.create(invoice_body(draft=True))["id"]
    rzp.invoice.issue(draft)
    rzp.invoice.notify_by(draft, "sms")
    rzp.invoice.cancel(draft)
    order_of(rzp)
    rzp.payment_link.create(payment_link_body())
    rzp.customer.create({"name": "Gaurav Kumar", "contact": "9123456780"})
    assert names(rzp) == []
