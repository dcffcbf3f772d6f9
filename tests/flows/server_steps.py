"""Steps of a shop whose own server makes payments."""

from __future__ import annotations

from fakerzp import exceptions

AT = 1_770_000_000
BAD_REQUEST = exceptions.raised_as("BadRequestError")
DEBIT = "4386289407660153"
ABROAD = "5555555555554444"
WHO = {"email": "gaurav.kumar@example.com", "contact": "9000090000"}


def ordered(rzp, amount=50000, **more):
    return rzp.order.create({"amount": amount, "currency": "INR", **more})["id"]


def card(number=DEBIT, **more):
    plastic = {"number": number, "name": "Gaurav", "expiry_month": 11, "expiry_year": 30, **more}
    return {"method": "card", "card": plastic}


def body(rzp, order_id=None, amount=50000, **more):
    return {"amount": amount, "currency": "INR", "order_id": order_id or ordered(rzp, amount), **WHO, **more}


def begun(rzp, order_id=None, **more):
    """The payment's id, and the answer."""
    answer = rzp.payment.createPaymentJson(body(rzp, order_id, **(more or card())))
    return answer["razorpay_payment_id"], answer


def post(rzp, path, **json):
    reply = rzp.request("POST", f"/v1/payments/{path}", json=json)
    return reply.status, reply.body


def status(rzp, payment):
    return rzp.history(payment)[-1].status


def told(rzp):
    return [event["event"] for event in rzp.events]


def actions(answer):
    return [step["action"] for step in answer["next"]]
