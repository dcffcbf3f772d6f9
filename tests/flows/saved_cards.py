"""Cards saved as tokens: the calls that save them, and the lives that they lead."""

from __future__ import annotations

# Test cards of Visa and MasterCard, and one of Axis, which makes tokens of its own.
VISA, MASTERCARD, DUAL = "4100280000001007", "5500670000001002", "4718609108204366"
RUPAY, AMEX, DINERS = "6527658900001005", "340256000401007", "36082800091007"
SUB_MERCHANT = {"headers": {"X-Razorpay-Account": "acc_KBrJAIEqre5ucn"}}


def token_body(number=VISA, **more):
    """The request that saves a card."""
    card = {"number": number, "name": "Gaurav Kumar", "expiry_month": "12", "expiry_year": "30"}
    proof = {"provider": "razorpay", "provider_reference_id": "pay_1", "authentication_reference_number": "1002"}
    return {"method": "card", "card": card, "authentication": proof, **more}


def saved_card(rzp, number=VISA, *, options=None, **more):
    """Save a card; its token."""
    return rzp.token.create(token_body(number, **more), **(options or {}))["id"]


def providers_of(rzp, token):
    """The ids of the tokens that networks and issuers made of a card."""
    shown = rzp.token.fetchToken({"id": token})["service_provider_tokens"]
    return [provider["id"] for provider in shown]


def saved_cards(rzp):
    """Cards saved as tokens, one provider behind each, or two."""
    for then in ("activate", "deactivate", "fail", "delete"):
        rzp.bank.script_tokens(["pending"])
        token = saved_card(rzp, MASTERCARD)
        if then == "fail":
            rzp.bank.fail_token(token)
        elif then != "delete":
            rzp.bank.activate_token(token)
            rzp.bank.update_token_expiry(token, 11, 2034)
            rzp.bank.suspend_token(token)
            rzp.bank.update_token_expiry(token, 12, 2034)
        if then == "activate":
            rzp.bank.activate_token(token)
            rzp.bank.suspend_token(token)
        if then == "deactivate":
            rzp.bank.deactivate_token(token)
        rzp.tokens.delete({"id": token})


def saved_twice(rzp):
    """Cards of which the issuer makes a token as well: what becomes of one does not always become of the whole."""
    network, issuer = providers_of(rzp, saved_card(rzp, DUAL))
    for provider in (network, issuer):
        rzp.bank.suspend_token(provider)
    for provider in (network, issuer):
        rzp.bank.activate_token(provider)
    rzp.bank.suspend_token(issuer)
    rzp.bank.deactivate_token(network)
    rzp.bank.deactivate_token(issuer)
    rzp.bank.script_tokens("failed")
    saved_card(rzp, DUAL)
    rzp.bank.script_tokens(None)
    rzp.tokens.delete({"id": saved_card(rzp, MASTERCARD)})
    saved_card(rzp, VISA, options=SUB_MERCHANT)
    rzp.checkout.pay(amount=1000, card=saved_card(rzp, MASTERCARD))
    for card in (MASTERCARD, DUAL):
        for suspended in (False, True):
            token = saved_card(rzp, card)
            if suspended:
                rzp.bank.suspend_token(token)
    rzp.clock.move_to("2036-01-01T00:00:00Z")


def lenders_answer(rzp):
    """What lenders say of a customer: yes, no, or nothing that helps."""
    who = {"contact": "9000090000"}
    for answer in ("eligible", "user_not_approved", "timed_out"):
        rzp.bank.script_eligibility(answer)
        rzp.customer.requestEligibilityCheck({"amount": 500000, "currency": "INR", "customer": who})
