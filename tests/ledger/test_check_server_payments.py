"""`rzp.ledger.check()` finds what is wrong of payments of a server, each named."""

from __future__ import annotations

import pytest

from fakerzp import FakeRazorpay, LedgerError
from fakerzp.entities.base import Step, evolve


@pytest.fixture
def waiting():
    """A fake, its books, and a payment that waits for its customer."""
    rzp = FakeRazorpay(seed=1, at=1767607200)
    order = rzp.order.create({"amount": 50000, "currency": "INR"})["id"]
    body = {"amount": 50000, "currency": "INR", "order_id": order, "method": "netbanking", "bank": "HDFC"}
    payment = rzp.payment.createPaymentJson(body)["razorpay_payment_id"]
    rzp.ledger.check()
    return rzp, rzp._world.ledger.books(rzp.account_id), payment


def spoil(books, entity_id, **changes):
    record = books.get(entity_id)
    if "status" in changes:
        changes["steps"] = (*record.steps, Step(changes["status"], record.created_at, "spoiled"))
    books.put(evolve(record, **changes))


def test_a_customer_who_is_still_awaited(waiting):
    rzp, books, payment = waiting
    rzp.checkout.authenticate(payment)
    rzp.ledger.check()
    spoil(books, payment.removeprefix("pay_"), status="awaited")
    with pytest.raises(LedgerError, match=f"{payment} is captured and its customer is still awaited"):
        rzp.ledger.check()


def test_a_customer_who_said_no(waiting):
    rzp, books, payment = waiting
    spoil(books, payment.removeprefix("pay_"), status="declined")
    with pytest.raises(LedgerError, match=f"{payment} is created and its customer said no"):
        rzp.ledger.check()


def test_an_authentication_of_nothing(waiting):
    rzp, books, payment = waiting
    spoil(books, payment.removeprefix("pay_"), payment_id="pay_1")
    with pytest.raises(LedgerError, match="authenticates pay_1, which is not there"):
        rzp.ledger.check()


def test_a_fee_that_is_not_the_one_that_the_customer_bears(waiting):
    rzp, books, payment = waiting
    rzp.checkout.authenticate(payment)
    fee = books.get(payment).fee
    spoil(books, payment, customer_fee=fee)  # what the order was paid is less then, too
    with pytest.raises(LedgerError, match="amount_paid"):
        rzp.ledger.check()


def test_a_fee_without_an_order(waiting):
    rzp, books, _ = waiting
    body = {"amount": 50000, "currency": "INR", "method": "netbanking", "bank": "HDFC"}
    payment = rzp.payment.createPaymentJson(body)["razorpay_payment_id"]
    rzp.checkout.authenticate(payment)
    rzp.payment.capture(payment, 50000)
    spoil(books, payment, customer_fee=1)
    with pytest.raises(LedgerError, match=f"{payment}: its customer bears 1 of a fee of 1180"):
        rzp.ledger.check()
