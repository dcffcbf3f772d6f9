"""UPI Reserve Pay: money is blocked once, debited as often as it lasts, and what is left goes back."""

from __future__ import annotations

import pytest

from fakerzp import PaymentPending
from tests.events.steps import names
from tests.flows.steps import DAY, charge_body, order_of

BLOCK = {"max_amount": 200000, "frequency": "as_presented", "type": "single_block_multiple_debit"}


def block_order(rzp, **changes):
    """An order that asks a customer to block money: (customer, body)."""
    customer = rzp.customer.create({"name": "Gaurav Kumar", "contact": "9123456780", "fail_existing": "0"})["id"]
    body = {"amount": 100, "currency": "INR", "method": "upi", "customer_id": customer}
    return customer, {**body, "token": {**BLOCK, **changes}}


def blocked(rzp, **changes):
    """Let a customer block money: (customer, token)."""
    customer, body = block_order(rzp, **changes)
    paid = rzp.checkout.pay(rzp.order.create(body)["id"])["razorpay_payment_id"]
    return customer, rzp.payment.fetch(paid)["token_id"]


def debit(rzp, customer, token, amount):
    return rzp.payment.createRecurring(charge_body(order_of(rzp, amount), customer, token, amount=amount))


def details(rzp, customer, token):
    shown = rzp.token.fetch(customer, token)["recurring_details"]
    return shown["status"], shown["failure_reason"], shown["amount_blocked"], shown["amount_debited"]


def refused(rzp, method, path, body=None):
    before = rzp.snapshot()
    reply = rzp.request(method, path, json=body)
    assert reply.status == 400
    assert not rzp.diff(before, rzp.snapshot())
    return reply.body["error"]["description"]


def test_debits_until_nothing_is_left(rzp):
    customer, token = blocked(rzp)
    assert details(rzp, customer, token) == ("confirmed", None, 200000, 0)
    assert rzp.token.fetch(customer, token)["used_at"] is None
    rzp.clock.advance(days=1)
    for amount, debited in ((40000, 40000), (60000, 100000)):
        assert debit(rzp, customer, token, amount)["razorpay_payment_id"]
        assert details(rzp, customer, token) == ("confirmed", None, 200000, debited)
    assert rzp.token.fetch(customer, token)["used_at"] == rzp.clock.now()
    body = charge_body(order_of(rzp, 100001), customer, token, amount=100001)
    said = refused(rzp, "POST", "/v1/payments/create/recurring", body)
    assert said == "The amount exceeds what is left of the blocked amount"
    debit(rzp, customer, token, 100000)
    assert details(rzp, customer, token) == ("confirmed", "Mandate execution is completed.", 200000, 200000)
    assert rzp.ledger.balances()["merchant", "INR"] > 0


def test_a_debit_that_failed_leaves_the_money_blocked(rzp):
    customer, token = blocked(rzp)
    rzp.bank.next("payment_failed")
    debit(rzp, customer, token, 50000)
    assert details(rzp, customer, token) == ("confirmed", None, 200000, 0)


def test_the_merchant_lets_go_of_it(rzp):
    customer, token = blocked(rzp)
    path = f"/v1/customers/{customer}/tokens/{token}"
    said = refused(rzp, "DELETE", path)
    assert said == "The token can only be deleted after its mandate was cancelled"
    debit(rzp, customer, token, 50000)
    assert rzp.token.cancel(customer, token) == {"status": "cancellation_initiated"}
    assert names(rzp)[-1] == "token.cancellation_initiated"
    assert refused(rzp, "DELETE", path) == said
    assert refused(rzp, "PUT", f"{path}/cancel") == "Token cannot be cancelled in cancellation_initiated status."
    rzp.clock.advance(minutes=1)
    assert names(rzp)[-1] == "token.cancelled"
    assert details(rzp, customer, token) == ("cancelled", None, 200000, 50000)
    assert rzp.token.delete(customer, token) == {"deleted": True}


def test_what_is_left_goes_back_ten_minutes_before_the_end(rzp):
    customer, token = blocked(rzp, expire_at=rzp.clock.now() + 10 * DAY)
    debit(rzp, customer, token, 50000)
    rzp.clock.advance(seconds=10 * DAY - 601)
    assert details(rzp, customer, token)[0] == "confirmed"
    rzp.clock.advance(seconds=1)
    assert details(rzp, customer, token)[0] == "cancellation_initiated"
    rzp.clock.advance(seconds=60)
    assert names(rzp)[-2:] == ["token.cancellation_initiated", "token.cancelled"]


def test_a_block_that_was_used_up_just_ends(rzp):
    customer, token = blocked(rzp, expire_at=rzp.clock.now() + 10 * DAY)
    debit(rzp, customer, token, 200000)
    rzp.clock.advance(days=11)
    assert details(rzp, customer, token)[0] == "confirmed"
    assert "token.cancellation_initiated" not in names(rzp)


@pytest.mark.parametrize(("asked", "days"), [(None, 90), (30, 30), (1000, 90)])
def test_a_block_ends_after_ninety_days_at_the_latest(rzp, asked, days):
    changes = {"expire_at": rzp.clock.now() + asked * DAY} if asked else {}
    customer, token = blocked(rzp, **changes)
    assert rzp.token.fetch(customer, token)["expired_at"] == rzp.clock.now() + days * DAY


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"max_amount": 1000001}, "The maximum amount that can be blocked is Rs. 10000."),
        ({"frequency": "monthly"}, "The frequency should be as_presented for type single_block_multiple_debit"),
        ({"type": "once"}, "The selected token.type is invalid."),
        ({"max_amount": 99}, "The order amount cannot be greater than the token max amount for upi recurring."),
    ],
)
def test_what_is_not_blocked(rzp, change, text):
    _, body = block_order(rzp, **change)
    assert refused(rzp, "POST", "/v1/orders", body) == text


def test_only_upi_blocks(rzp):
    _, body = block_order(rzp)
    said = refused(rzp, "POST", "/v1/orders", {**body, "method": "card"})
    assert said == "The method should be upi for type single_block_multiple_debit"


def test_other_mandates_show_nothing_of_it(rzp):
    customer, body = block_order(rzp)
    del body["token"]["type"]
    paid = rzp.checkout.pay(rzp.order.create(body)["id"])["razorpay_payment_id"]
    token = rzp.payment.fetch(paid)["token_id"]
    assert rzp.token.fetch(customer, token)["recurring_details"] == {"status": "confirmed", "failure_reason": None}
    assert rzp.token.delete(customer, token) == {"deleted": True}


def test_a_debit_that_is_answered_after_the_end_is_of_nothing_blocked(rzp):
    customer, token = blocked(rzp)
    rzp.bank.next(rzp.bank.authorize_late(after=300))
    debit(rzp, customer, token, 50000)
    rzp.token.cancel(customer, token)
    rzp.clock.advance(minutes=10)
    assert details(rzp, customer, token) == ("cancelled", None, 200000, 0)


def reserved_lives(rzp):
    """Each step of a mandate that blocks money, for the tables of the law."""
    for paused in (False, True):
        customer, token = blocked(rzp)
        rzp.bank.next(rzp.bank.authorize_late(after=300))
        debit(rzp, customer, token, 50000)
        if paused:
            rzp.bank.pause_token(token)
        rzp.clock.advance(minutes=10)
        rzp.token.cancel(customer, token)
        rzp.clock.advance(minutes=1)
        rzp.token.delete(customer, token)
    for reject in (False, True):
        customer, body = block_order(rzp)
        rzp.bank.next(rzp.bank.pending())
        with pytest.raises(PaymentPending):
            rzp.checkout.pay(rzp.order.create(body)["id"])
        token = rzp.token.all(customer)["items"][0]["id"]
        if reject:
            rzp.bank.reject_token(token)
        rzp.token.delete(customer, token)
