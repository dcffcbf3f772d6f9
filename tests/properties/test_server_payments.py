"""Payments of a server, whatever their customers, banks and the clock do: each ends once, and the books add up."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakerzp import BadRequestError, FakeRazorpay, NotPayable, PaymentFailed, PaymentPending

AT = 1_770_000_000
CARD = {"number": "4386289407660153", "expiry_month": "11", "expiry_year": "30"}
METHODS = (
    {"method": "card", "card": CARD},
    {"method": "netbanking", "bank": "HDFC"},
    {"method": "upi", "upi": {"flow": "intent"}},
    {"method": "upi", "upi": {"vpa": "a.b@okaxis", "expiry_time": 30}},
)
STEPS = ("authenticate", "decline", "otpGenerate", "otpResend", "right", "wrong", "no", "pending", "late", "capture")
ENDS = {"failed", "authorized", "captured", "refunded"}
ANSWERED = (BadRequestError, NotPayable, PaymentFailed, PaymentPending)


def take(rzp, payment, step):
    if step in ("authenticate", "decline"):
        getattr(rzp.checkout, step)(payment)
    elif step in ("right", "wrong"):
        rzp.payment.otpSubmit(payment, {"otp": "123456" if step == "right" else "1"})
    elif step == "capture":
        rzp.payment.capture(payment, 50000)
    elif step in ("no", "pending", "late"):
        said = {"no": rzp.bank.fail("card_declined"), "pending": rzp.bank.pending()}
        rzp.bank.next(said.get(step, rzp.bank.authorize_late(after=900)))
    else:
        getattr(rzp.payment, step)(payment)


@settings(max_examples=80, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(METHODS), min_size=1, max_size=2),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 1), st.sampled_from(STEPS), st.sampled_from([0, 60, 700])), max_size=8),
)
def test_whatever_happens_to_payments_of_a_server_the_books_add_up(methods, manual, steps):
    rzp = FakeRazorpay(seed=2, at=AT)
    capture = {"payment": {"capture": "manual"}} if manual else {}
    order = rzp.order.create({"amount": 50000, "currency": "INR", **capture})["id"]
    body = {"amount": 50000, "currency": "INR", "order_id": order}
    payments = [rzp.payment.createPaymentJson({**body, **how})["razorpay_payment_id"] for how in methods]
    for which, step, passes in steps:
        with suppress(*ANSWERED):
            take(rzp, payments[which % len(payments)], step)
        rzp.ledger.check()
        rzp.clock.advance(seconds=passes)
    rzp.clock.advance(days=10)
    rzp.ledger.check()
    ends = [[step.status for step in rzp.history(payment)] for payment in payments]
    assert all(end[0] == "created" and end[-1] in ENDS - {"authorized"} for end in ends)
    assert sum("captured" in end for end in ends) == (rzp.order.fetch(order)["status"] == "paid")
    for payment, end in zip(payments, ends, strict=True):
        of_payments = [event for event in rzp.events if "payment" in event["payload"]]
        told = [event["event"] for event in of_payments if event["payload"]["payment"]["entity"]["id"] == payment]
        assert told.count("payment.authorized") == ("authorized" in end)
        assert told.count("payment.failed") == ("failed" in end)
