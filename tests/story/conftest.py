"""Worlds to tell of: a small one, and one in which everything that a caller can word is worded to do harm."""

from __future__ import annotations

import pytest

from fakerzp import PaymentFailed
from tests.story.words import HOSTILE


@pytest.fixture
def paid(rzp):
    """An order that was paid by UPI, and both ids."""
    order = rzp.order.create({"amount": 50000, "currency": "INR"})["id"]
    return rzp, order, rzp.checkout.pay(order, method="upi")["razorpay_payment_id"]


@pytest.fixture
def hostile(rzp):
    """A world in which everything that a caller can word is worded to do harm."""
    who = {"name": HOSTILE[:40].strip(), "email": "a@example.com", "contact": "+919000090000"}
    notes = {HOSTILE: HOSTILE, "plain": "red"}
    order = rzp.order.create({"amount": 50000, "currency": "INR", "notes": notes, "receipt": HOSTILE[:40]})
    rzp.request("GET", f"/v1/nowhere/{HOSTILE}")
    rzp.request("POST", "/v1/orders", json={"amount": 50000, "currency": "INR", HOSTILE: 1})
    link = {"amount": 50000, "currency": "INR", "description": HOSTILE, "customer": who, "notes": notes}
    rzp.payment_link.create(link)

    def handler(body, headers):
        raise RuntimeError(HOSTILE)

    rzp.webhooks.subscribe(handler, secret="a secret of mine")
    with pytest.raises(PaymentFailed):
        rzp.checkout.pay(
            order["id"], method="upi", vpa="failure@razorpay", description=HOSTILE, email="<b>@example.com"
        )
    return rzp
