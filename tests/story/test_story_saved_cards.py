"""Who did what to a saved card: the merchant asks, networks and issuers act, time ends it."""

from __future__ import annotations

from tests.flows.saved_cards import DUAL, MASTERCARD, saved_card


def test_saved_suspended_and_expired(rzp):
    token = saved_card(rzp, MASTERCARD)
    rzp.clock.advance(days=1)
    rzp.bank.suspend_token(token)
    rzp.clock.move_to("2031-01-01T00:00:00Z")
    told = str(rzp.story(token))
    assert "Merchant  POST /v1/tokens  200" in told
    assert f"{token}  initiated -> active" in told
    assert "Bank      suspends spt_" in told
    assert "Razorpay" in told
    assert f"{token}  suspended -> deactivated" in told


def test_lenders_are_asked_by_a_request_and_answer_by_themselves(rzp):
    rzp.bank.script_eligibility({"paypal": "pending"})
    asked = {"amount": 500000, "currency": "INR", "customer": {"contact": "9000090000"}}
    answer = rzp.customer.requestEligibilityCheck({**asked, "instruments": [{"method": "paylater"}]})
    rzp.clock.advance(minutes=1)
    rzp.bank.answer_eligibility(answer["instruments"][0]["eligibility_req_id"], "eligible")
    told = [line for line in str(rzp.story()).splitlines() if line.startswith("  ") and line[2] != " "]
    assert told[0] == "  Merchant  POST /v1/customers/eligibility  200"
    assert told[1].startswith("  Bank      ")
    assert len(told) == 2


def test_the_story_of_a_payment_leaves_out_what_else_became_of_its_card(rzp):
    token = saved_card(rzp, DUAL)
    paid = rzp.checkout.pay(amount=1000, card=token)["razorpay_payment_id"]
    rzp.clock.advance(days=1)
    other = rzp.checkout.pay(amount=2000, card=token)["razorpay_payment_id"]
    assert other not in str(rzp.story(paid))
    assert other in str(rzp.story(token))
