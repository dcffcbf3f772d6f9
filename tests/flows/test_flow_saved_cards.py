"""The life of a saved card: networks take their time, issuers interfere, months end, and customers pay."""

from __future__ import annotations

import pytest

from fakerzp import NotPayable, PaymentFailed
from tests.events.steps import names
from tests.flows.saved_cards import DUAL, MASTERCARD, VISA, providers_of, saved_card
from tests.flows.steps import order_of

END_OF_2030 = 1924972199  # 31 December, 23:59:59 in India


def status(rzp, token):
    shown = rzp.token.fetchToken({"id": token})
    return shown["status"], shown["status_reason"]


def test_a_network_that_takes_its_time(build):
    rzp = build(delays={"tokenisation": 5})
    token = saved_card(rzp)
    shown = rzp.token.fetchToken({"id": token})
    assert (shown["status"], shown["service_provider_tokens"]) == ("initiated", [])
    assert "token_iin" not in shown["card"]
    with pytest.raises(NotPayable):
        rzp.checkout.pay(order_of(rzp), card=token)
    rzp.clock.advance(seconds=4)
    assert status(rzp, token) == ("initiated", None)
    rzp.clock.advance(seconds=1)
    assert status(rzp, token) == ("active", None)
    assert names(rzp) == ["token.initiated", "token.activated", "token.service_provider.activated"]
    assert [step.at for step in rzp.history(token)] == [rzp.clock.now() - 5, rzp.clock.now()]


def test_a_network_that_answers_when_it_is_told_to(build):
    rzp = build(delays={"tokenisation": None})
    first, second = saved_card(rzp, VISA), saved_card(rzp, MASTERCARD)
    rzp.clock.advance(days=30)
    assert rzp.bank.activate_token(first)["status"] == "active"
    refused = rzp.bank.fail_token(second, "The card is not eligible")
    (provider,) = refused["service_provider_tokens"]
    assert (refused["status"], provider["status"]) == ("failed", "failed")
    assert provider["error"] == {
        "code": "BAD_REQUEST_ERROR",
        "description": "The card is not eligible",
        "field": None,
        "source": "internal",
        "step": "token_creation",
        "reason": "token_creation_failed",
        "metadata": {},
    }
    for token in (first, second):
        with pytest.raises(ValueError, match="its network has answered"):
            rzp.bank.fail_token(token)


def test_deleted_before_its_network_answers(build):
    rzp = build(delays={"tokenisation": 5})
    token = saved_card(rzp)
    rzp.tokens.delete({"id": token})
    rzp.clock.advance(minutes=1)
    assert [step.status for step in rzp.history(token)] == ["initiated", "deleted"]


def test_suspended_and_active_again(rzp):
    token = saved_card(rzp)
    assert rzp.bank.suspend_token(token)["status"] == "suspended"
    for verb in (rzp.bank.suspend_token, rzp.bank.fail_token):
        with pytest.raises(ValueError, match=f"^{token} is suspended: "):
            verb(token)
    with pytest.raises(NotPayable):
        rzp.checkout.pay(order_of(rzp), card=token)
    assert rzp.bank.activate_token(token)["status"] == "active"
    assert rzp.checkout.pay(order_of(rzp), card=token)["razorpay_payment_id"]
    assert names(rzp)[3:7] == [
        "token.suspended",
        "token.service_provider.cancelled",
        "token.activated",
        "token.service_provider.activated",
    ]


def test_deactivated_for_good(rzp):
    token = saved_card(rzp)
    rzp.bank.suspend_token(token)
    shown = rzp.bank.deactivate_token(token)
    assert (shown["status"], shown["status_reason"]) == ("deactivated", "deactivated_by_bank")
    assert shown["service_provider_tokens"][0]["status_reason"] == "deactivated_by_bank"
    for verb in (rzp.bank.activate_token, rzp.bank.suspend_token, rzp.bank.deactivate_token):
        with pytest.raises(ValueError, match=f"^{token} is deactivated: "):
            verb(token)


def test_its_month_ends_to_the_second(rzp):
    token, longer = saved_card(rzp, VISA), saved_card(rzp, MASTERCARD)
    rzp.bank.update_token_expiry(longer, 1, 2031)
    rzp.clock.move_to(END_OF_2030 - 1)
    assert status(rzp, token) == ("active", None)
    rzp.clock.move_to(END_OF_2030)
    assert status(rzp, token) == ("deactivated", "expired")
    assert rzp.history(token)[-1].at == END_OF_2030
    assert status(rzp, longer) == ("active", None)
    shown = rzp.token.fetchToken({"id": longer})
    assert shown["expired_at"] == END_OF_2030 + 31 * 86400
    data = shown["service_provider_tokens"][0]["provider_data"]
    assert (data["token_expiry_month"], data["token_expiry_year"]) == (1, 2031)
    rzp.clock.advance(days=31)
    assert status(rzp, longer) == ("deactivated", "expired")


def test_an_expiry_that_was_brought_forward(rzp):
    token = saved_card(rzp)
    rzp.bank.update_token_expiry(token, 3, 2026)
    rzp.clock.move_to("2026-03-31T18:29:58Z")
    assert status(rzp, token) == ("active", None)
    rzp.clock.move_to("2026-03-31T18:29:59Z")
    assert status(rzp, token) == ("deactivated", "expired")
    rzp.clock.move_to("2031-01-01T00:00:00Z")
    assert names(rzp).count("token.deactivated") == 1
    for month, year in ((0, 2040), (13, 2040), (1, 2020)):
        with pytest.raises(ValueError, match="a month that is not over"):
            rzp.bank.update_token_expiry(token, month, year)


def test_a_token_is_as_good_as_the_best_behind_it(build):
    rzp = build(account={"dual_tokens": True})
    token = saved_card(rzp, DUAL)
    network, issuer = providers_of(rzp, token)
    assert rzp.bank.suspend_token(network)["status"] == "active"
    assert rzp.token.processPaymentOnAlternatePAorPG({"token_id": token})["token_number"]
    assert rzp.bank.suspend_token(issuer)["status"] == "suspended"
    assert rzp.bank.activate_token(network)["status"] == "active"
    assert rzp.bank.deactivate_token(network)["status"] == "suspended"
    assert rzp.bank.activate_token(issuer)["status"] == "active"
    shown = rzp.bank.deactivate_token(issuer, "expired")
    assert (shown["status"], shown["status_reason"]) == ("deactivated", "expired")
    own = [step.status for step in rzp.history(token)]
    assert own == ["initiated", "active", "suspended", "active", "suspended", "active", "deactivated"]


def test_a_customer_pays_with_a_saved_card(rzp):
    token = saved_card(rzp, MASTERCARD)
    rzp.clock.advance(days=2)
    paid = rzp.checkout.pay(order_of(rzp, 5000), card=token)["razorpay_payment_id"]
    payment = rzp.payment.fetch(paid)
    assert (payment["status"], payment["method"], payment["token_id"]) == ("captured", "card", token)
    card = rzp.payment.fetchCardDetails(paid)
    assert (card["last4"], card["network"]) == (MASTERCARD[-4:], "MasterCard")
    used = rzp.request("POST", "/v1/tokens/fetch", json={"id": token}).body
    assert used["status"] == "active"
    assert rzp.ledger.balance("merchant") == 5000 - 100


def test_a_saved_card_says_no_as_the_card_itself_does(rzp):
    token = saved_card(rzp, "4100280000080001")
    with pytest.raises(PaymentFailed) as caught:
        rzp.checkout.pay(order_of(rzp), card=token)
    assert caught.value.error["error"]["reason"] == "insufficient_fund"


def test_a_saved_card_that_is_not_there(rzp):
    with pytest.raises(LookupError, match="there is no saved card 'token_AAAAAAAAAAAAAA'"):
        rzp.checkout.pay(amount=1000, card="token_AAAAAAAAAAAAAA")
    for verb in (rzp.bank.activate_token, rzp.bank.suspend_token, rzp.bank.fail_token, rzp.bank.deactivate_token):
        with pytest.raises(LookupError, match="there is no token of a saved card 'token_AAAAAAAAAAAAAA'"):
            verb("token_AAAAAAAAAAAAAA")


def test_answers_of_networks_one_each_then_as_usual(rzp):
    rzp.bank.script_tokens(["failed", "pending"])
    made = [saved_card(rzp, MASTERCARD) for _ in range(3)]
    assert [status(rzp, token)[0] for token in made] == ["failed", "initiated", "active"]
    rzp.bank.script_tokens("pending")
    assert status(rzp, saved_card(rzp, MASTERCARD))[0] == "initiated"
    rzp.bank.script_tokens(None)
    assert status(rzp, saved_card(rzp, MASTERCARD))[0] == "active"
    with pytest.raises(ValueError, match="a network answers active, pending, failed, timed_out"):
        rzp.bank.script_tokens("maybe")


def test_what_was_undone_is_as_it_was(rzp):
    token = saved_card(rzp)
    before = rzp.snapshot()
    rzp.bank.deactivate_token(token)
    with rzp.fork() as other:
        assert status(other, token)[0] == "deactivated"
    rzp.restore(before)
    assert status(rzp, token)[0] == "active"


def saved_with_payment(rzp, customer, number=MASTERCARD, amount=5000, **more):
    """Begin a payment by server that saves its card; its id."""
    card = {"number": number, "name": "Gaurav Kumar", "expiry_month": "12", "expiry_year": "30", "cvv": "123"}
    body = {
        "amount": amount,
        "currency": "INR",
        "order_id": order_of(rzp, amount),
        "customer_id": customer,
        "email": "gaurav.kumar@example.com",
        "contact": "9000090000",
        "method": "card",
        "card": card,
        "save": True,
        **more,
    }
    return rzp.payment.createPaymentJson(body)["razorpay_payment_id"]


def customer_of(rzp):
    return rzp.customer.create({"name": "Gaurav Kumar", "contact": "9000090000", "fail_existing": "0"})["id"]


def test_a_card_is_saved_with_the_payment_that_its_customer_authenticates(rzp):
    customer = customer_of(rzp)
    payment = saved_with_payment(rzp, customer)
    assert rzp.token.all(customer)["count"] == 0
    assert rzp.payment.fetch(payment).get("token_id") is None
    rzp.checkout.authenticate(payment)
    (token,) = rzp.token.all(customer)["items"]
    paid = rzp.payment.fetch(payment)
    assert (paid["token_id"], paid["status"], token["status"]) == (token["id"], "captured", "active")
    assert names(rzp) == [
        "token.initiated",
        "payment.authorized",
        "payment.captured",
        "order.paid",
        "token.activated",
        "token.service_provider.activated",
    ]
    for happened in rzp.events[-2:]:
        shown = happened["payload"]["payment"]["entity"]
        assert (shown["id"], shown["status"], shown["token_id"]) == (payment, "captured", token["id"])
        assert "payment" not in happened["contains"]
    rzp.bank.suspend_token(token["id"])
    rzp.bank.activate_token(token["id"])
    assert "payment" not in rzp.events[-1]["payload"]
    assert "payment" not in rzp.events[-2]["payload"]


def test_a_payment_that_failed_saves_nothing(rzp):
    customer = customer_of(rzp)
    rzp.checkout.decline(saved_with_payment(rzp, customer))
    assert rzp.token.all(customer)["count"] == 0
    assert names(rzp) == ["payment.failed"]


def test_a_network_that_refuses_the_card_leaves_the_payment_alone(rzp):
    customer = customer_of(rzp)
    for answer in ("failed", "timed_out"):
        rzp.bank.script_tokens([answer])
        payment = saved_with_payment(rzp, customer)
        rzp.checkout.authenticate(payment)
        assert rzp.payment.fetch(payment)["status"] == "captured"
        assert rzp.token.all(customer)["items"][0]["status"] == "failed"


def test_a_network_that_takes_its_time_over_the_card_of_a_payment(build):
    rzp = build(delays={"tokenisation": 5})
    customer = customer_of(rzp)
    rzp.checkout.authenticate(saved_with_payment(rzp, customer))
    assert rzp.token.all(customer)["items"][0]["status"] == "initiated"
    rzp.clock.advance(seconds=5)
    assert rzp.token.all(customer)["items"][0]["status"] == "active"


def test_visa_knows_the_card_of_a_payment(rzp):
    customer = customer_of(rzp)
    first, second = saved_with_payment(rzp, customer, VISA), saved_with_payment(rzp, customer, VISA)
    for payment in (first, second):
        rzp.checkout.authenticate(payment)
    assert rzp.payment.fetch(first)["token_id"] == rzp.payment.fetch(second)["token_id"]
    assert rzp.token.all(customer)["count"] == 1


@pytest.mark.parametrize("verb", ["pay", "fail"])
def test_a_saved_card_is_paid_with_by_its_customer(rzp, verb):
    people = ({"name": name, "email": f"{name.lower()}@example.com"} for name in ("Gaurav", "Saurav"))
    owner, other = (rzp.customer.create(person)["id"] for person in people)
    card = {"number": VISA, "expiry_month": "12", "expiry_year": "30"}
    token = rzp.token.create({"customer_id": owner, "method": "card", "card": card, "authentication": {}})["id"]
    try_to = getattr(rzp.checkout, verb)
    theirs = rzp.order.create({"amount": 5000, "currency": "INR", "customer_id": other})["id"]
    for target, how in ((order_of(rzp, 5000), {"customer_id": other}), (theirs, {})):
        with pytest.raises(ValueError, match=f"is a card of {owner}, and {other} pays"):
            try_to(target, method="card", card=token, **how)
    assert rzp.payment.all()["count"] == 0
    try_to(order_of(rzp, 5000), method="card", card=token)
    made = rzp.payment.all()["items"][0]
    assert (made["customer_id"], made["email"], made["token_id"]) == (owner, "gaurav@example.com", token)
