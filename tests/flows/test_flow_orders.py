"""Orders: attempts, failures, capture by hand, parts; and refunds, part and whole."""

from __future__ import annotations

import pytest

from fakerzp import NotPayable, PaymentFailed
from tests.flows.steps import ALREADY_PAID, order_of, paid, refused, statuses, visible
from tests.seeds.documented import REFUSED_AT_CHECKOUT

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands


def test_failed_then_paid(rzp):
    order_id = order_of(rzp)
    error = rzp.checkout.fail(order_id, reason="insufficient_funds", method="card")["error"]
    assert set(error) >= {"code", "description", "source", "step", "reason", "metadata"}
    assert (error["code"], error["reason"]) == ("BAD_REQUEST_ERROR", "insufficient_funds")
    failed = rzp.payments.fetch(error["metadata"]["payment_id"])
    assert error["metadata"]["order_id"] == order_id
    assert (failed["status"], failed["captured"], failed["amount"]) == ("failed", False, 100000)
    shown = [failed[f"error_{key}"] for key in ("code", "description", "source", "step", "reason")]
    assert shown == [error[key] for key in ("code", "description", "source", "step", "reason")]
    order = rzp.orders.fetch(order_id)
    assert (order["status"], order["attempts"], order["amount_paid"]) == ("attempted", 1, 0)

    # An instrument that says no by itself.
    with pytest.raises(PaymentFailed) as caught:
        rzp.checkout.pay(order_id, method="upi", vpa="failure@razorpay")
    said = caught.value.error.get("error", caught.value.error)
    assert said["metadata"]["order_id"] == order_id
    assert said["reason"] == "payment_failed"
    assert rzp.orders.fetch(order_id)["attempts"] == 2

    answer = rzp.checkout.pay(order_id, method="card")
    assert rzp.utility.verify_payment_signature(answer)
    order = rzp.orders.fetch(order_id)
    assert (order["status"], order["attempts"]) == ("paid", 3)
    assert (order["amount_paid"], order["amount_due"]) == (100000, 0)
    outcomes = [
        (payment["method"], payment["status"]) for payment in rzp.orders.fetchPayments(order_id)["items"]
    ]
    assert outcomes == [("card", "failed"), ("upi", "failed"), ("card", "captured")]
    assert statuses(rzp, order_id) == ["created", "attempted", "paid"]
    assert [event["event"] for event in rzp.events] == [
        "payment.failed",
        "payment.failed",
        "payment.authorized",
        "payment.captured",
        "order.paid",
    ]
    before = visible(rzp)
    with pytest.raises(NotPayable):
        rzp.checkout.pay(order_id)
    assert visible(rzp) == before


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ({"method": "upi", "vpa": "success@razorpay"}, {"vpa": "success@razorpay"}),
        ({"method": "netbanking", "bank": "HDFC"}, {"bank": "HDFC"}),
        ({"method": "wallet", "wallet": "payzapp"}, {"wallet": "payzapp"}),
    ],
    ids=["upi", "netbanking", "wallet"],
)
def test_the_instrument_stands_on_the_payment(rzp, how, shown):
    payment = rzp.payments.fetch(paid(rzp, email="asha@example.com", contact="+919000000001", **how))
    instruments = {"vpa": None, "bank": None, "wallet": None, "card_id": None, **shown}
    assert {key: payment[key] for key in instruments} == instruments
    assert payment["method"] == how["method"]
    assert (payment["email"], payment["contact"]) == ("asha@example.com", "+919000000001")
    assert (payment["fee"], payment["tax"]) == (2360, 360)
    text = "Payment was not done using card"
    refused(lambda: rzp.payments.fetchCardDetails(payment["id"]), text)


@pytest.mark.parametrize(
    ("amount", "fee", "tax"),
    [(100, 2, 0), (200000, 4000, 0), (200100, 4722, 720), (1000000, 23600, 3600)],
)
def test_the_fee_of_a_card_payment(rzp, amount, fee, tax):
    # 2 %, and 18 % tax on it for cards above 2,000 rupees; the fee includes the tax.
    payment = rzp.payments.fetch(paid(rzp, amount, method="card"))
    assert (payment["amount"], payment["fee"], payment["tax"]) == (amount, fee, tax)
    card = rzp.payments.fetchCardDetails(payment["id"])
    assert (card["id"], card["entity"]) == (payment["card_id"], "card")


@pytest.mark.parametrize(
    ("order", "checkout"),
    [
        ({"payment": {"capture": "manual"}}, {}),
        ({"payment_capture": False}, {}),
        ({"payment_capture": 0}, {}),
        ({}, {"capture": False}),
    ],
    ids=["payment.capture manual", "payment_capture false", "payment_capture 0", "at checkout"],
)
def test_captured_by_hand(rzp, order, checkout):
    order_id = order_of(rzp, 100000, **order)
    payment_id = rzp.checkout.pay(order_id, **checkout)["razorpay_payment_id"]
    payment = rzp.payments.fetch(payment_id)
    assert (payment["status"], payment["captured"]) == ("authorized", False)
    waiting = rzp.orders.fetch(order_id)
    assert (waiting["status"], waiting["attempts"], waiting["amount_paid"]) == ("attempted", 1, 0)

    before = visible(rzp)
    wrong = "Capture amount must be equal to the amount authorized."
    refused(lambda: rzp.payments.capture(payment_id, 99900, "INR"), wrong)
    refused(lambda: rzp.payments.capture(payment_id, 100100, "INR"), wrong)
    refused(lambda: rzp.payment.capture(payment_id, "all"), "The amount must be an integer.", field="amount")
    assert visible(rzp) == before

    rzp.clock.advance(minutes=5)
    captured = rzp.payments.capture(payment_id, 100000, "INR")
    assert (captured["id"], captured["status"], captured["captured"]) == (payment_id, "captured", True)
    done = rzp.orders.fetch(order_id)
    assert (done["status"], done["amount_paid"], done["amount_due"]) == ("paid", 100000, 0)
    assert [(step.status, step.at) for step in rzp.history(payment_id)][-2:] == [
        ("authorized", NOW),
        ("captured", NOW + 300),
    ]
    before = visible(rzp)
    refused(lambda: rzp.payments.capture(payment_id, 100000, "INR"), ALREADY_PAID)
    assert visible(rzp) == before


def test_an_order_paid_in_parts(rzp):
    order_id = order_of(rzp, 100000, partial_payment=True)
    first = rzp.checkout.pay(order_id, amount=30000)
    part = rzp.orders.fetch(order_id)
    assert (part["status"], part["amount_paid"], part["amount_due"]) == ("attempted", 30000, 70000)
    before = visible(rzp)
    with pytest.raises(REFUSED_AT_CHECKOUT):
        rzp.checkout.pay(order_id, amount=70001)
    assert visible(rzp) == before
    second = rzp.checkout.pay(order_id, amount=70000)
    whole = rzp.orders.fetch(order_id)
    assert (whole["status"], whole["amount_paid"], whole["amount_due"]) == ("paid", 100000, 0)
    assert whole["attempts"] == 2
    assert [payment["id"] for payment in rzp.orders.fetchPayments(order_id)["items"]] == [
        first["razorpay_payment_id"],
        second["razorpay_payment_id"],
    ]


def test_an_order_is_paid_whole_unless_parts_are_allowed(rzp):
    order_id = order_of(rzp)
    before = visible(rzp)
    with pytest.raises(REFUSED_AT_CHECKOUT):
        rzp.checkout.pay(order_id, amount=30000)
    assert visible(rzp) == before


def test_an_abandoned_order_is_not_paid(rzp):
    order_id = order_of(rzp)
    rzp.checkout.abandon(order_id)
    order = rzp.orders.fetch(order_id)
    assert (order["amount_paid"], order["amount_due"]) == (0, 100000)
    assert order["status"] != "paid"
    rzp.checkout.pay(order_id)
    assert rzp.orders.fetch(order_id)["status"] == "paid"


def test_only_the_notes_of_an_order_change(rzp):
    order_id = order_of(rzp, receipt="receipt#1", notes={"tea": "hot"})
    before = rzp.orders.fetch(order_id)
    assert rzp.orders.edit(order_id, {"notes": {"tea": "cold"}}) == {**before, "notes": {"tea": "cold"}}
    refused(
        lambda: rzp.orders.edit(order_id, {"amount": 1, "notes": {}}),
        "amount is/are not required and should not be sent",
    )
    assert rzp.orders.fetch(order_id) == {**before, "notes": {"tea": "cold"}}


# ---------------------------------------------------------------------- refunds


@pytest.mark.parametrize(
    ("speed", "processed"),
    [({}, {"normal"}), ({"speed": "normal"}, {"normal"}), ({"speed": "optimum"}, {"instant", "normal"})],
    ids=["by default", "normal", "optimum"],
)
def test_refunded_in_part_and_then_whole(rzp, speed, processed):
    payment_id = paid(rzp)
    order_id = rzp.payments.fetch(payment_id)["order_id"]
    first = rzp.payments.refund(
        payment_id, {"amount": 30000, "receipt": "R 1", "notes": {"why": "torn"}, **speed}
    )
    assert (first["entity"], first["payment_id"], first["amount"]) == ("refund", payment_id, 30000)
    assert (first["receipt"], first["notes"], first["status"]) == ("R 1", {"why": "torn"}, "processed")
    assert first["speed_requested"] == speed.get("speed", "normal")
    assert first["speed_processed"] in processed
    payment = rzp.payments.fetch(payment_id)
    assert (payment["status"], payment["refund_status"]) == ("captured", "partial")
    assert payment["amount_refunded"] == 30000

    before = visible(rzp)
    refused(
        lambda: rzp.payments.refund(payment_id, {"amount": 70001}),
        "The refund amount provided is greater than amount captured.",
    )
    assert visible(rzp) == before

    second = rzp.payment.refund(payment_id, {"amount": 70000, **speed})
    payment = rzp.payments.fetch(payment_id)
    assert (payment["status"], payment["refund_status"]) == ("refunded", "full")
    assert payment["amount_refunded"] == 100000
    refunds = rzp.payments.fetchMultipleRefund(payment_id)
    assert [refund["id"] for refund in refunds["items"]] == [second["id"], first["id"]]
    assert rzp.payments.fetchRefund(payment_id, first["id"])["amount"] == 30000
    assert rzp.refunds.fetch(second["id"])["amount"] == 70000
    assert statuses(rzp, payment_id)[-2:] == ["captured", "refunded"]
    # The order stays paid, as its page says, even if the payment is refunded.
    order = rzp.orders.fetch(order_id)
    assert (order["status"], order["amount_paid"]) == ("paid", 100000)

    before = visible(rzp)
    gone = "The payment has been fully refunded already."
    refused(lambda: rzp.payments.refund(payment_id, {"amount": 100}), gone)
    refused(lambda: rzp.payments.refund(payment_id), gone)
    assert visible(rzp) == before


def test_a_refund_of_no_amount_is_a_refund_of_all(rzp):
    payment_id = paid(rzp)
    assert rzp.payments.refund(payment_id)["amount"] == 100000
    payment = rzp.payments.fetch(payment_id)
    assert (payment["status"], payment["refund_status"]) == ("refunded", "full")


def test_an_authorized_payment_is_not_refunded(rzp):
    payment_id = paid(rzp, capture=False)
    before = visible(rzp)
    refused(lambda: rzp.payments.refund(payment_id, {"amount": 1000}))
    assert visible(rzp) == before


def test_a_refund_asked_for_twice_under_one_key_is_made_once(rzp):
    payment_id = paid(rzp)
    path, key = f"/v1/payments/{payment_id}/refund", {"X-Refund-Idempotency": "refund-key-0001"}
    first = rzp.request("POST", path, json={"amount": 1000}, headers=key)
    again = rzp.request("POST", path, json={"amount": 1000}, headers=key)
    assert (first.status, again.status) == (200, 200)
    assert again.body == first.body
    assert rzp.payments.fetch(payment_id)["amount_refunded"] == 1000
    before = visible(rzp)
    other = rzp.request("POST", path, json={"amount": 2000}, headers=key)
    assert other.status == 409
    text = "Different request with the same idempotency key has already been processed."
    assert other.body["error"]["description"] == text
    assert visible(rzp) == before
