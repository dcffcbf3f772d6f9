"""Invoices of both types: paid in parts, expired at the second, cancelled; and nothing is paid afterwards."""

from __future__ import annotations

import pytest

from fakerzp import NotPayable
from tests.flows.steps import GAURAV, invoice_body, link_invoice_body, messages, refused, statuses, visible
from tests.seeds.documented import REFUSED_AT_CHECKOUT

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands
BODIES = {"invoice": invoice_body, "link": link_invoice_body}
both_types = pytest.mark.parametrize("sort", ["invoice", "link"])


def issued(rzp, sort, amount=100000, **more):
    return rzp.invoices.create(BODIES[sort](amount, **more))


@both_types
def test_an_invoice_paid_at_once(rzp, sort):
    invoice = issued(rzp, sort)
    assert (invoice["type"], invoice["status"], invoice["amount_due"]) == (sort, "issued", 100000)
    assert messages(rzp, invoice["id"]) == [("sms", GAURAV["contact"]), ("email", GAURAV["email"])]
    assert all(invoice["short_url"] in message.text for message in rzp.outbox)

    rzp.clock.advance(minutes=7)
    answer = rzp.checkout.pay(invoice["id"], method="netbanking", bank="HDFC")
    assert answer["razorpay_order_id"] == invoice["order_id"]
    assert rzp.utility.verify_payment_signature(answer)
    paid = rzp.invoices.fetch(invoice["id"])
    assert (paid["status"], paid["paid_at"]) == ("paid", NOW + 420)
    assert paid["payment_id"] == answer["razorpay_payment_id"]
    assert (paid["amount"], paid["amount_paid"], paid["amount_due"]) == (100000, 100000, 0)
    payment = rzp.payments.fetch(paid["payment_id"])
    assert (payment["invoice_id"], payment["order_id"]) == (invoice["id"], invoice["order_id"])
    assert (payment["amount"], payment["fee"], payment["tax"]) == (100000, 2360, 360)
    assert [found["id"] for found in rzp.invoices.all({"payment_id": payment["id"]})["items"]] == [
        invoice["id"]
    ]
    order = rzp.orders.fetch(invoice["order_id"])
    assert (order["status"], order["amount_paid"], order["attempts"]) == ("paid", 100000, 1)


@both_types
def test_an_invoice_paid_in_parts(rzp, sort):
    invoice = issued(rzp, sort, partial_payment=True)
    assert invoice["partial_payment"] is True
    rzp.clock.advance(hours=1)
    first = rzp.checkout.pay(invoice["id"], amount=40000, method="card")
    assert rzp.utility.verify_payment_signature(first)
    half = rzp.invoices.fetch(invoice["id"])
    assert (half["status"], half["amount_paid"], half["amount_due"]) == ("partially_paid", 40000, 60000)
    assert half["paid_at"] is None
    order = rzp.orders.fetch(invoice["order_id"])
    assert (order["status"], order["amount_paid"], order["amount_due"]) == ("attempted", 40000, 60000)

    # Partly paid, it may be sent once more, but no longer cancelled.
    assert rzp.invoices.notifyBy(invoice["id"], "email") == {"success": True}
    refused(
        lambda: rzp.invoices.cancel(invoice["id"]),
        "Operation not allowed for Invoice in partially_paid status.",
    )

    rzp.clock.advance(hours=1)
    second = rzp.checkout.pay(invoice["id"], amount=60000, method="upi", vpa="success@razorpay")
    whole = rzp.invoices.fetch(invoice["id"])
    assert (whole["status"], whole["amount_paid"], whole["amount_due"]) == ("paid", 100000, 0)
    assert whole["paid_at"] == NOW + 7200
    assert statuses(rzp, invoice["id"])[-3:] == ["issued", "partially_paid", "paid"]
    payments = rzp.orders.fetchPayments(invoice["order_id"])
    assert [payment["id"] for payment in payments["items"]] == [
        first["razorpay_payment_id"],
        second["razorpay_payment_id"],
    ]
    assert [(payment["amount"], payment["method"]) for payment in payments["items"]] == [
        (40000, "card"),
        (60000, "upi"),
    ]
    order = rzp.orders.fetch(invoice["order_id"])
    assert (order["status"], order["amount_paid"], order["attempts"]) == ("paid", 100000, 2)
    assert [event["event"] for event in rzp.events if event["event"].startswith("invoice.")] == [
        "invoice.partially_paid",
        "invoice.paid",
    ]


@both_types
def test_what_is_due_is_paid_when_no_amount_is_named(rzp, sort):
    invoice = issued(rzp, sort, partial_payment=True)
    rzp.checkout.pay(invoice["id"], amount=99000)
    answer = rzp.checkout.pay(invoice["id"])
    assert rzp.payments.fetch(answer["razorpay_payment_id"])["amount"] == 1000
    assert rzp.invoices.fetch(invoice["id"])["status"] == "paid"


@both_types
def test_checkout_takes_no_part_unless_parts_are_allowed(rzp, sort):
    whole, parts = issued(rzp, sort), issued(rzp, sort, partial_payment=True)
    before = visible(rzp)
    with pytest.raises(REFUSED_AT_CHECKOUT):
        rzp.checkout.pay(whole["id"], amount=40000)
    with pytest.raises(REFUSED_AT_CHECKOUT):
        rzp.checkout.pay(parts["id"], amount=100001)
    assert visible(rzp) == before


@both_types
@pytest.mark.parametrize("jump", [0, 3 * 86400], ids=["to the second", "far beyond"])
def test_an_invoice_expires_at_the_second(rzp, sort, jump):
    expire_by = NOW + 3600
    invoice, other = issued(rzp, sort, expire_by=expire_by), issued(rzp, sort)
    assert invoice["expire_by"] == expire_by
    rzp.clock.move_to(expire_by - 1)
    fresh = rzp.invoices.fetch(invoice["id"])
    assert (fresh["status"], fresh["expired_at"]) == ("issued", None)

    rzp.clock.move_to(expire_by + jump)
    late = rzp.invoices.fetch(invoice["id"])
    assert (late["status"], late["expired_at"], late["amount_due"]) == ("expired", expire_by, 100000)
    assert (rzp.history(invoice["id"])[-1].status, rzp.history(invoice["id"])[-1].at) == (
        "expired",
        expire_by,
    )
    assert rzp.events[-1]["event"] == "invoice.expired"
    assert rzp.events[-1]["created_at"] == expire_by
    assert rzp.invoices.fetch(other["id"])["status"] == "issued"

    before = visible(rzp)
    text = "Operation not allowed for Invoice in expired status."
    with pytest.raises(NotPayable):
        rzp.checkout.pay(invoice["id"])
    refused(lambda: rzp.invoices.cancel(invoice["id"]), text)
    refused(lambda: rzp.invoices.notifyBy(invoice["id"], "sms"), text)
    refused(lambda: rzp.invoices.issue(invoice["id"]), text)
    refused(lambda: rzp.invoices.delete(invoice["id"]), text)
    assert visible(rzp) == before


@both_types
def test_the_last_second_is_in_time(rzp, sort):
    invoice = issued(rzp, sort, expire_by=NOW + 3600)
    rzp.clock.move_to(NOW + 3599)
    rzp.checkout.pay(invoice["id"])
    rzp.clock.advance(days=30)
    paid = rzp.invoices.fetch(invoice["id"])
    assert (paid["status"], paid["paid_at"], paid["expired_at"]) == ("paid", NOW + 3599, None)


@both_types
def test_a_cancelled_invoice_is_not_paid(rzp, sort):
    invoice = issued(rzp, sort, expire_by=NOW + 3600)
    rzp.clock.advance(minutes=1)
    gone = rzp.invoices.cancel(invoice["id"])
    assert (gone["status"], gone["cancelled_at"], gone["amount_due"]) == ("cancelled", NOW + 60, 100000)
    before = visible(rzp)
    with pytest.raises(NotPayable):
        rzp.checkout.pay(invoice["id"])
    refused(
        lambda: rzp.invoices.cancel(invoice["id"]), "Operation not allowed for Invoice in cancelled status."
    )
    assert visible(rzp) == before
    rzp.clock.advance(days=1)
    later = rzp.invoices.fetch(invoice["id"])
    assert (later["status"], later["expired_at"]) == ("cancelled", None)
    assert rzp.orders.fetchPayments(invoice["order_id"])["count"] == 0


def test_a_draft_is_paid_once_it_is_issued(rzp):
    draft = rzp.invoices.create(invoice_body(draft="1"))
    assert (draft["status"], draft["issued_at"]) == ("draft", None)
    assert messages(rzp, draft["id"]) == []
    before = visible(rzp)
    with pytest.raises(NotPayable):
        rzp.checkout.pay(draft["id"])
    refused(
        lambda: rzp.invoices.notifyBy(draft["id"], "sms"),
        "Operation not allowed for Invoice in draft status.",
    )
    assert visible(rzp) == before

    rzp.clock.advance(hours=2)
    invoice = rzp.invoices.issue(draft["id"])
    assert (invoice["id"], invoice["status"], invoice["issued_at"]) == (draft["id"], "issued", NOW + 7200)
    assert [medium for medium, _ in messages(rzp, draft["id"])] == ["sms", "email"]
    rzp.checkout.pay(draft["id"])
    assert statuses(rzp, draft["id"]) == ["draft", "issued", "paid"]


def test_a_deleted_draft_is_gone(rzp):
    draft = rzp.invoices.create(invoice_body(draft="1"))
    assert rzp.invoices.delete(draft["id"]) == []
    refused(lambda: rzp.invoices.fetch(draft["id"]), "The id provided does not exist")
    assert rzp.invoices.all()["count"] == 0


@both_types
def test_a_failed_attempt_leaves_the_invoice_open(rzp, sort):
    invoice = issued(rzp, sort)
    error = rzp.checkout.fail(invoice["id"], reason="insufficient_funds")["error"]
    assert error["metadata"]["order_id"] == invoice["order_id"]
    open_still = rzp.invoices.fetch(invoice["id"])
    assert (open_still["status"], open_still["amount_paid"], open_still["payment_id"]) == ("issued", 0, None)
    order = rzp.orders.fetch(invoice["order_id"])
    assert (order["status"], order["attempts"]) == ("attempted", 1)
    rzp.checkout.pay(invoice["id"])
    assert rzp.invoices.fetch(invoice["id"])["status"] == "paid"
    assert rzp.orders.fetch(invoice["order_id"])["attempts"] == 2
    outcomes = [payment["status"] for payment in rzp.orders.fetchPayments(invoice["order_id"])["items"]]
    assert outcomes == ["failed", "captured"]


def test_an_abandoned_invoice_stays_as_it_was(rzp):
    invoice = issued(rzp, "invoice")
    rzp.checkout.abandon(invoice["id"])
    after = rzp.invoices.fetch(invoice["id"])
    assert (after["status"], after["amount_paid"]) == ("issued", 0)
    assert all(not payment["captured"] for payment in rzp.payments.all()["items"])


def test_the_total_of_several_lines_is_what_is_paid(rzp):
    item = rzp.items.create({"name": "Pen", "amount": 1500, "currency": "INR"})
    body = invoice_body(40000)
    body["line_items"] += [
        {"item_id": item["id"], "quantity": 4},
        {"name": "Ink", "amount": 2500, "currency": "INR"},
    ]
    invoice = rzp.invoices.create(body)
    assert [line["amount"] * line["quantity"] for line in invoice["line_items"]] == [40000, 6000, 2500]
    assert invoice["amount"] == 48500
    answer = rzp.checkout.pay(invoice["id"])
    assert rzp.payments.fetch(answer["razorpay_payment_id"])["amount"] == 48500
    assert rzp.orders.fetch(invoice["order_id"])["amount_due"] == 0
