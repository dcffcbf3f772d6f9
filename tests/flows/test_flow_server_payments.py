"""Payments that a shop's own server makes: begun by a call, decided by their customer, through time and money."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from fakerzp import FakeRazorpay, NotPayable, PaymentFailed, PaymentPending
from fakerzp.utility import sign
from tests.flows.server_steps import (
    ABROAD,
    AT,
    BAD_REQUEST,
    actions,
    begun,
    body,
    card,
    ordered,
    post,
    status,
    told,
)


@pytest.fixture
def rzp():
    fake = FakeRazorpay(seed=5, at=AT)
    yield fake
    fake.ledger.check()


# ---------------------------------------------------------------------- from the call to the money


def test_a_payment_waits_for_its_customer_and_is_captured_when_they_say_yes(rzp):
    order = ordered(rzp)
    payment, _ = begun(rzp, order)
    made = rzp.payment.fetch(payment)
    assert (made["status"], made["captured"], made["card_id"][:5]) == ("created", False, "card_")
    assert made["acquirer_data"] == {"auth_code": None}
    assert (rzp.order.fetch(order)["status"], rzp.order.fetch(order)["attempts"]) == ("attempted", 1)
    assert (told(rzp), list(rzp.ledger.journal)) == ([], [])
    answer = rzp.checkout.authenticate(payment)
    assert answer == {
        "razorpay_payment_id": payment,
        "razorpay_order_id": order,
        "razorpay_signature": sign(f"{order}|{payment}", rzp.key_secret),
    }
    rzp.utility.verify_payment_signature(answer)
    assert told(rzp) == ["payment.authorized", "payment.captured", "order.paid"]
    paid = rzp.payment.fetch(payment)
    assert (paid["status"], paid["fee"], paid["tax"]) == ("captured", 1000, 0)
    assert paid["acquirer_data"]["auth_code"].isdigit()
    balances = rzp.ledger.balances()
    assert (balances["customer", "INR"], balances["merchant", "INR"], balances["fees", "INR"]) == (-50000, 49000, 1000)


def test_a_customer_who_says_no_fails_the_payment_and_may_begin_another(rzp):
    order = ordered(rzp)
    payment, _ = begun(rzp, order)
    error = rzp.checkout.decline(payment)["error"]
    assert (error["reason"], error["metadata"]) == ("payment_cancelled", {"payment_id": payment, "order_id": order})
    assert (status(rzp, payment), told(rzp)) == ("failed", ["payment.failed"])
    second, _ = begun(rzp, order)
    rzp.checkout.authenticate(second)
    assert rzp.order.fetch(order)["status"] == "paid"
    assert rzp.order.fetch(order)["attempts"] == 2


def test_a_reason_to_say_no_is_a_documented_one(rzp):
    payment, _ = begun(rzp, method="netbanking", bank="HDFC")
    with pytest.raises(ValueError, match="documents no failure reason 'no_mood'"):
        rzp.checkout.decline(payment, "no_mood")
    assert status(rzp, payment) == "created"
    assert rzp.checkout.decline(payment, "authentication_failed")["error"]["reason"] == "authentication_failed"


@pytest.mark.parametrize("how", ["authenticate", "decline"])
def test_what_does_not_wait_for_a_customer_can_not_be_answered(rzp, how):
    answer = getattr(rzp.checkout, how)
    with pytest.raises(LookupError, match="there is no payment 'pay_1'"):
        answer("pay_1")
    with pytest.raises(LookupError):
        answer(ordered(rzp))
    paid = rzp.checkout.pay(ordered(rzp))["razorpay_payment_id"]
    waiting, _ = begun(rzp)
    rzp.checkout.authenticate(waiting)
    for payment in (paid, waiting):
        with pytest.raises(NotPayable) as refused:
            answer(payment)
        assert (refused.value.target, refused.value.status) == (payment, "captured")
    assert told(rzp).count("payment.captured") == 2


def test_after_ten_minutes_the_customer_is_not_waited_for_any_more(rzp):
    payment, _ = begun(rzp)
    rzp.clock.advance(seconds=599)
    assert status(rzp, payment) == "created"
    rzp.clock.advance(seconds=1)
    failed = rzp.payment.fetch(payment)
    assert (failed["status"], failed["error_reason"]) == ("failed", "payment_timed_out")
    with pytest.raises(NotPayable):
        rzp.checkout.authenticate(payment)
    assert told(rzp) == ["payment.failed"]


def test_a_customer_in_time_is_not_timed_out_later(rzp):
    payment, _ = begun(rzp)
    rzp.clock.advance(seconds=599)
    rzp.checkout.authenticate(payment)
    rzp.clock.advance(days=1)
    assert status(rzp, payment) == "captured"


@pytest.mark.parametrize(
    ("outcome", "raised", "then"),
    [
        ("fail", PaymentFailed, "failed"),
        ("pending", PaymentPending, "created"),
        ("authorize_late", PaymentPending, "created"),
    ],
)
def test_the_bank_s_script_has_its_say_when_the_customer_has_had_theirs(rzp, outcome, raised, then):
    made = {"fail": lambda: rzp.bank.fail("card_declined")}.get(outcome, getattr(rzp.bank, outcome))()
    payment, _ = begun(rzp)
    rzp.bank.next(made)
    assert status(rzp, payment) == "created"
    with pytest.raises(raised):
        rzp.checkout.authenticate(payment)
    assert status(rzp, payment) == then
    rzp.clock.advance(hours=2)
    late = {"fail": "failed", "pending": "failed", "authorize_late": "captured"}[outcome]
    assert status(rzp, payment) == late


def test_a_test_card_fails_for_its_reason_on_the_bank_s_page(rzp):
    payment, answer = begun(rzp, **card("4100280000080001"))
    assert actions(answer) == ["redirect", "otp_generate"]
    with pytest.raises(PaymentFailed) as failed:
        rzp.checkout.authenticate(payment)
    assert failed.value.error["error"]["reason"] == "insufficient_fund"


def test_an_expired_card_fails_on_the_bank_s_page(rzp):
    payment, _ = begun(rzp, **card(expiry_year="21"))
    with pytest.raises(PaymentFailed) as failed:
        rzp.checkout.authenticate(payment)
    assert failed.value.error["error"]["reason"] == "card_expired"


def test_without_an_order_nothing_is_captured(rzp):
    request = body(rzp, **card())
    del request["order_id"]
    payment = rzp.payment.createPaymentJson(request)["razorpay_payment_id"]
    assert rzp.checkout.authenticate(payment) == {"razorpay_payment_id": payment}
    assert status(rzp, payment) == "authorized"
    rzp.payment.capture(payment, 50000)
    assert status(rzp, payment) == "captured"


def test_an_order_of_manual_capture_waits_for_it_and_is_refunded_in_the_end(rzp):
    order = ordered(rzp, payment={"capture": "manual"})
    payment, _ = begun(rzp, order)
    rzp.checkout.authenticate(payment)
    assert (status(rzp, payment), told(rzp)) == ("authorized", ["payment.authorized"])
    rzp.clock.advance(days=5)
    assert status(rzp, payment) == "refunded"


def test_two_attempts_at_one_order_and_the_late_one_is_given_back(rzp):
    order = ordered(rzp)
    (first, _), (second, _) = begun(rzp, order), begun(rzp, order)
    rzp.checkout.authenticate(second)
    assert rzp.order.fetch(order)["status"] == "paid"
    rzp.checkout.authenticate(first)  # the bank takes the money all the same, and it goes back at once
    assert [step.status for step in rzp.history(first)] == ["created", "authorized", "refunded"]
    assert (status(rzp, first), status(rzp, second)) == ("refunded", "captured")
    balances = rzp.ledger.balances()
    assert (balances["customer", "INR"], balances["gateway", "INR"]) == (-50000, 0)


def test_an_order_in_parts(rzp):
    order = ordered(rzp, partial_payment=True, first_payment_min_amount=20000)
    for amount, allowed in ((10000, False), (20000, True), (30001, False), (30000, True)):
        reply = post(rzp, "create/json", **body(rzp, order, amount, **card()))
        assert (reply[0] == 200) is allowed, amount
        if allowed:
            rzp.checkout.authenticate(reply[1]["razorpay_payment_id"])
    assert (rzp.order.fetch(order)["status"], rzp.order.fetch(order)["amount_paid"]) == ("paid", 50000)


def test_an_invoice_is_paid_by_its_order(rzp):
    line = {"name": "Book", "amount": 50000, "currency": "INR", "quantity": 1}
    invoice = rzp.invoice.create({"type": "invoice", "customer": {"name": "Asha Rao"}, "line_items": [line]})
    payment, _ = begun(rzp, invoice["order_id"])
    assert rzp.payment.fetch(payment)["invoice_id"] == invoice["id"]
    rzp.checkout.authenticate(payment)
    assert rzp.invoice.fetch(invoice["id"])["status"] == "paid"
    assert told(rzp)[-1] == "invoice.paid"


def test_a_sub_merchant_s_payments_are_in_its_books(rzp):
    headers = {"X-Razorpay-Account": "acc_IRQWUleX4BqvYn"}
    order = rzp.order.create({"amount": 50000, "currency": "INR"}, headers=headers)["id"]
    request = body(rzp, order, **card())
    assert post(rzp, "create/json", **request)[0] == 400
    payment = rzp.payment.createPaymentJson({**request, "account_id": "acc_IRQWUleX4BqvYn"})["razorpay_payment_id"]
    rzp.checkout.authenticate(payment)
    assert {event["account_id"] for event in rzp.events} == {"acc_IRQWUleX4BqvYn"}
    assert rzp.payment.fetch(payment, headers=headers)["status"] == "captured"
    assert post(rzp, "create/json", **{**request, "account_id": "acc_nobody"})[0] == 400


# ---------------------------------------------------------------------- what is next, by method


@pytest.mark.parametrize(
    ("how", "steps"),
    [
        (card(), ["redirect", "otp_generate"]),
        ({**card(), "method": "emi", "emi_duration": 9}, ["redirect", "otp_generate"]),
        (card("340256000401007"), ["redirect"]),
        (card(ABROAD), ["redirect"]),
        ({**card(), "auth_type": "otp"}, ["otp_submit", "otp_resend"]),
        ({**card(), "preferred_auth": ["otp", "3ds"]}, ["otp_submit", "otp_resend", "redirect"]),
        ({**card("340256000401007"), "preferred_auth": ["otp", "3ds"]}, ["redirect"]),
        (
            {**card(), "authentication": {"authentication_channel": "app"}},
            ["submit_authentication_information"],
        ),
        ({"method": "netbanking", "bank": "HDFC"}, ["redirect"]),
        ({"method": "wallet", "wallet": "payzapp"}, ["redirect"]),
        ({"method": "cardless_emi", "provider": "zestmoney"}, ["redirect"]),
        ({"method": "cardless_emi", "provider_name": "zestmoney"}, ["redirect"]),
        ({"method": "paylater", "provider": "lazypay"}, ["redirect"]),
        ({"method": "upi", "upi": {"flow": "collect", "vpa": "gaurav.kumar@exampleupi"}}, ["poll"]),
        ({"method": "upi", "vpa": "gaurav.kumar@exampleupi"}, ["poll"]),
        ({"method": "upi", "upi": {"flow": "intent"}}, ["intent", "poll"]),
        ({"method": "app", "provider": "cred", "app_present": "false"}, ["poll"]),
        ({"method": "app", "provider": "twid"}, ["redirect"]),
        ({"provider": "google_pay"}, ["invoke_sdk", "poll"]),
        ({"method": "card", "app": {"name": "apple_pay"}}, ["redirect", "otp_generate"]),
    ],
)
def test_the_steps_that_are_next(rzp, how, steps):
    amount = 500000
    answer = rzp.payment.createPaymentJson(body(rzp, amount=amount, **how))
    assert actions(answer) == steps
    payment = answer["razorpay_payment_id"]
    assert status(rzp, payment) == "created"
    for step in answer["next"]:
        if step["action"] == "redirect":
            assert step["url"] == f"https://api.razorpay.com/v1/payments/{payment.removeprefix('pay_')}/authenticate"
        elif step["action"] == "poll":
            assert step["url"] == f"https://api.razorpay.com/v1/payments/{payment}"
    rzp.checkout.authenticate(payment)
    assert rzp.payment.fetch(payment)["status"] == "captured"


def test_a_step_s_url_is_a_call_that_is_there(rzp):
    payment, answer = begun(rzp)
    url = urlsplit(next(step["url"] for step in answer["next"] if step["action"] == "otp_generate"))
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert query == {"track_id": payment.removeprefix("pay_"), "key_id": rzp.key_id}
    reply = rzp.request("POST", url.path, params=query, auth=("", ""))  # the key id in the URL is enough
    assert reply.status == 200
    submit, resend = (urlsplit(step["url"]).path for step in reply.body["next"])
    assert rzp.request("POST", resend).status == 200
    assert rzp.request("POST", submit, json={"otp": "1234"}).body["razorpay_payment_id"] == payment


def test_an_offer_takes_its_part_off(rzp):
    offer = rzp.dashboard.create_offer("netbanking", percentage=10, max_usage=1)["id"]
    order = ordered(rzp, offers=[offer])
    payment, _ = begun(rzp, order, method="netbanking", bank="UTIB", offer_id=offer)
    assert rzp.payment.fetch(payment)["amount"] == 45000
    rzp.checkout.authenticate(payment)
    assert rzp.order.fetch(order)["status"] == "paid"
    second = body(rzp, ordered(rzp, offers=[offer]), method="netbanking", bank="UTIB", offer_id=offer)
    assert post(rzp, "create/json", **second)[0] == 400


# ---------------------------------------------------------------------- one-time passwords


def test_the_right_password_pays(rzp):
    payment, _ = begun(rzp, **card(), auth_type="otp")
    answer = rzp.payment.otpSubmit(payment, {"otp": "123456"})
    rzp.utility.verify_payment_signature(answer)
    assert status(rzp, payment) == "captured"


def test_a_wrong_password_may_be_tried_again_and_the_third_ends_it(rzp):
    payment, _ = begun(rzp, **card(), auth_type="otp")
    again = {
        "error": {
            "code": "BAD_REQUEST_ERROR",
            "description": "Payment processing failed because of incorrect OTP",
            "source": "customer",
            "step": "payment_authentication",
            "reason": "incorrect_otp",
            "metadata": {"payment_id": payment},
            "action": "RETRY",
        },
        "next": ["otp_submit", "otp_resend"],
    }
    for otp in ("1", "12345678901"):
        assert post(rzp, f"{payment}/otp/submit", otp=otp) == (400, again)
        assert status(rzp, payment) == "created"
    said, last = post(rzp, f"{payment}/otp/submit", otp="abcd")
    assert (said, last["error"]["reason"], "next" in last) == (400, "otp_attempts_exceeded", False)
    assert rzp.payment.fetch(payment)["error_reason"] == "otp_attempts_exceeded"
    assert told(rzp) == ["payment.failed"]
    assert post(rzp, f"{payment}/otp/submit", otp="123456")[1]["error"]["description"] == (
        "The payment has already been processed"
    )


def test_a_wrong_try_is_kept_as_it_was_answered(rzp):
    payment, _ = begun(rzp, **card(), auth_type="otp")
    answered = post(rzp, f"{payment}/otp/submit", otp="1")
    last = list(rzp.calls)[-1]
    assert (last.status, last.answer) == answered
    with pytest.raises(BAD_REQUEST, match="incorrect OTP"):
        rzp.payment.otpSubmit(payment, {"otp": "1"})
    with pytest.raises(BAD_REQUEST, match="Payment failed"):
        rzp.payment.otpSubmit(payment, {"otp": "1"})
    assert status(rzp, payment) == "failed"


def test_two_tries_and_a_resend_and_the_right_one(rzp):
    payment, _ = begun(rzp)
    rzp.payment.otpGenerate(payment)
    for _ in range(2):
        post(rzp, f"{payment}/otp/submit", otp="1")
        again = rzp.payment.otpResend(payment)
        assert again == {"next": ["otp_submit", "otp_resend"], "razorpay_payment_id": payment}
    rzp.payment.otpSubmit(payment, {"otp": "0000"})
    assert status(rzp, payment) == "captured"


def test_the_password_of_a_card_that_has_no_money(rzp):
    payment, _ = begun(rzp, **card("4100280000080001"), auth_type="otp")
    said, answer = post(rzp, f"{payment}/otp/submit", otp="123456")
    assert (said, answer["error"]["reason"]) == (400, "insufficient_fund")
    assert status(rzp, payment) == "failed"


def test_the_customer_may_go_to_the_bank_s_page_after_all(rzp):
    payment, _ = begun(rzp)
    rzp.payment.otpGenerate(payment)
    rzp.checkout.authenticate(payment)
    assert status(rzp, payment) == "captured"


def test_what_generating_tells_of_the_card(rzp):
    payment, _ = begun(rzp, **card("5267318187975449"))
    told_of = rzp.payment.otpGenerate(payment)["metadata"]
    assert told_of == {"issuer": "UTIB", "network": "MC", "last4": "5449", "iin": "526731"}


@pytest.mark.parametrize(
    ("number", "flows"),
    [("4242424242424242", {"otp": True}), (ABROAD, []), ("340256000401007", []), ("1234", [])],
)
def test_which_cards_take_a_password(rzp, number, flows):
    reply = rzp.request("POST", "/v1/payment/flows", json={"card_number": number})
    assert (reply.status, reply.body) == (200, flows)


def test_passwords_survive_a_snapshot(rzp):
    payment, _ = begun(rzp, **card(), auth_type="otp")
    post(rzp, f"{payment}/otp/submit", otp="1")
    moment = rzp.snapshot()
    for _ in range(2):
        post(rzp, f"{payment}/otp/submit", otp="1")
    assert status(rzp, payment) == "failed"
    (change,) = (one for key, one in rzp.diff(moment, rzp.snapshot()).items() if key == payment.removeprefix("pay_"))
    assert change.fields == {"status": ("otp_sent", "declined"), "wrong": (1, 3)}
    rzp.restore(moment)
    post(rzp, f"{payment}/otp/submit", otp="1")
    rzp.payment.otpSubmit(payment, {"otp": "123456"})
    assert status(rzp, payment) == "captured"


# ---------------------------------------------------------------------- in the merchant's app


def test_the_bank_asks_the_customer_in_the_app(rzp):
    payment, answer = begun(rzp, **card(), authentication={"authentication_channel": "app"})
    (step,) = answer["next"]
    assert step["3DS2_data"]["message_version"] == "2.2.0"
    assert step["3DS2_data"]["directory_server_id"] == "A000000003"
    device = {"authentication": {"3DS2_data": {"device_information": {}}, "authentication_channel": "app"}}
    said, asked = post(rzp, f"{payment}/authentication_information", **device)
    assert (said, actions(asked)) == (200, ["poll"])
    assert status(rzp, payment) == "created"
    rzp.checkout.authenticate(payment)
    assert status(rzp, payment) == "captured"


def test_a_card_from_abroad_is_let_pass(rzp):
    payment, _ = begun(rzp, **card(ABROAD), authentication={"authentication_channel": "app"})
    tail = payment.removeprefix("pay_")
    reply = rzp.request("POST", f"/v1/payments/{payment}/authentication_information", json={"authentication": {}})
    assert reply.status == 400
    device = {"authentication": {"3DS2_data": {"device_information": {}}}}
    said, answer = post(rzp, f"{tail}/authentication_information", **device)  # pages name it without `pay_` too
    assert (said, answer["razorpay_payment_id"]) == (200, payment)
    assert status(rzp, payment) == "captured"
