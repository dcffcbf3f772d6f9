"""A story as text: what it says, word for word, and that nothing in it can harm a terminal."""

from __future__ import annotations

import pytest

from fakerzp.story.wording import clipped, counted, plain, span


def test_nothing_happened_yet(rzp):
    assert str(rzp.story()) == "nothing happened yet"
    assert repr(rzp.story()) == "nothing happened yet"


def test_an_order_is_tried_paid_and_given_back(rzp):
    order = rzp.order.create({"amount": 12500000, "currency": "INR"})["id"]
    failed = rzp.checkout.fail(order, reason="insufficient_funds", method="card")["error"]["metadata"]["payment_id"]
    paid = rzp.checkout.pay(order, method="upi")["razorpay_payment_id"]
    refused = rzp.request("POST", f"/v1/payments/{paid}/capture", json={"amount": 12500000, "currency": "INR"})
    rzp.clock.advance(days=1, hours=2, seconds=5)
    refund = rzp.payment.refund(paid, {"amount": 12500000})["id"]
    why = rzp.payment.fetch(failed)["error_description"]
    text = refused.body["error"]["description"]
    assert (
        str(rzp.story())
        == f"""\
2026-01-05 15:30:00 IST
  Merchant  POST /v1/orders  200
            {order}  created  ₹1,25,000.00
  Customer  tries to pay ₹1,25,000.00 by card
            ! insufficient_funds: {why}
            {failed}    created -> failed     ₹1,25,000.00
            {order}  created -> attempted
            event  payment.failed
  Customer  pays ₹1,25,000.00 by upi
            {paid}    created -> authorized -> captured  ₹1,25,000.00
            {order}  attempted -> paid
            money  ₹1,25,000.00 customer -> gateway
            money  ₹1,22,050.00 gateway -> merchant
            money  ₹2,500.00 gateway -> fees
            money  ₹450.00 gateway -> tax
            event  payment.authorized, payment.captured, order.paid
  Merchant  POST /v1/payments/{paid}/capture  400
            ! {text}
2026-01-06 17:30:05 IST, 1 day 2 hours later
  Merchant  POST /v1/payments/{paid}/refund  200
            {paid}   captured -> refunded
            {refund}  pending -> processed  ₹1,25,000.00
            money  ₹1,25,000.00 merchant -> refunds
            money  ₹1,25,000.00 refunds -> customer
            event  refund.created, refund.processed
  Merchant  GET /v1/payments/{failed}  200

4 calls (1 refused), 4 entities, 7 transitions, 6 events, 0 messages
last error  2026-01-05 15:30:00 IST, POST /v1/payments/{paid}/capture: BAD_REQUEST_ERROR
            {text}
            page api/payments/capture.md"""
    )


def test_messages_deadlines_and_other_currencies(rzp):
    invoice = rzp.invoice.create(
        {
            "type": "invoice",
            "description": "Bicycles",
            "customer": {"name": "Gaurav Kumar", "contact": "+919000090000"},
            "line_items": [{"name": "Bicycle", "amount": 1050, "currency": "USD", "quantity": 1}],
            "currency": "USD",
            "expire_by": rzp.clock.now() + 86400,
        }
    )
    rzp.clock.advance(days=2)
    told = rzp.outbox[0].text
    assert (
        str(rzp.story())
        == f"""\
2026-01-05 15:30:00 IST
  Merchant  POST /v1/invoices  200
            {invoice["id"]}    issued   $10.50  "Bicycles"
            {invoice["order_id"]}  created  $10.50
            sms to +919000090000: {told}
2026-01-06 15:30:00 IST, 1 day later
  Razorpay  {invoice["id"]}  issued -> expired
            event  invoice.expired

1 call, 2 entities, 1 transition, 1 event, 1 message"""
    )


def test_a_failed_payment_may_be_the_last_error(rzp):
    order = rzp.order.create({"amount": 50000, "currency": "INR"})["id"]
    shown = rzp.checkout.fail(order, reason="payment_timed_out", method="upi")["error"]
    error = rzp.story().last_error
    assert error is not None
    assert (error.what, error.code, error.text, error.reason) == (
        f"payment {shown['metadata']['payment_id']}",
        shown["code"],
        shown["description"],
        "payment_timed_out",
    )
    assert error.page is not None
    assert str(rzp.story()).endswith(f"            page {error.page}")


def test_a_sub_merchant_is_named(rzp):
    theirs = {"X-Razorpay-Account": "acc_00000000000001"}
    rzp.order.create({"amount": 50000, "currency": "JPY"}, headers=theirs)
    rzp.order.create({"amount": 50000, "currency": "INR"})
    lines = str(rzp.story()).splitlines()
    assert lines[1] == "  Merchant  POST /v1/orders as acc_00000000000001  200"
    assert lines[2].endswith("created  ¥50,000")
    assert lines[3] == "  Merchant  POST /v1/orders  200"


HOSTILE = "\x1b[31mred\x07\r\nPAID \u202e"


def test_nothing_reaches_a_terminal_that_it_would_obey(rzp):
    link = {"amount": 50000, "currency": "INR", "description": HOSTILE, "customer": {"name": "Gaurav Kumar"}}
    rzp.payment_link.create(link)
    rzp.request("GET", f"/v1/orders/{HOSTILE}\ud800")
    text = str(rzp.story())
    assert all(c.isprintable() or c == "\n" for c in text)
    assert r'"\x1b[31mred\x07\r\nPAID \u202e"' in text
    assert text.splitlines()[4] == r"  Merchant  GET /v1/orders/\x1b[31mred\x07\r\nPAID \u202e\ud800  400"
    text.encode("utf-8")


def test_a_long_description_is_clipped(rzp):
    rzp.payment_link.create({"amount": 50000, "currency": "INR", "description": "x" * 2000})
    assert f'"{"x" * 57}..."\n' in str(rzp.story())


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (1, "1 second"),
        (61, "1 minute 1 second"),
        (3600, "1 hour"),
        (90061, "1 day 1 hour"),
        (86400 * 30 + 120, "30 days 2 minutes"),
    ],
)
def test_a_span_of_time(seconds, written):
    assert span(seconds) == written


@pytest.mark.parametrize(
    ("count", "noun", "written"),
    [(0, "call", "0 calls"), (1, "entity", "1 entity"), (2, "entity", "2 entities"), (3, "day", "3 days")],
)
def test_a_number_and_its_noun(count, noun, written):
    assert counted(count, noun) == written


def test_text_from_outside_is_told_whole():
    assert plain("₹ नमस्ते 'x'") == "₹ नमस्ते 'x'"
    assert plain("a\tb\n") == r"a\tb\n"
    assert clipped("x" * 60) == "x" * 60
    assert clipped("x" * 61) == "x" * 57 + "..."
