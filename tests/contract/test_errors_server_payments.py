"""What payments of a merchant's server are refused with; texts that no page has are the fake's own (`inferred`)."""

from __future__ import annotations

import pytest

from tests.contract.refusals import UNKNOWN, WRONG, Answer, Stage, invalid, not_applicable, with_keys

CREATE = "/v1/payments/create"
MONTH = "expiry_month"
CARD = {"number": "4386289407660153", "expiry_month": "11", "expiry_year": "30"}
WRONG_AMOUNT = (
    "Your payment amount is different from your order amount. To pay successfully, please try using right amount."
)
PAID = "Your payment has been declined as the order is already paid. Please initiate the payment with a new order."
NOT_APPLICABLE = "The otp authentication type is not applicable on the given card"


def asked(stage, **changes):
    body = {"amount": 100000, "currency": "INR", "order_id": "<order>", "method": "card", "card": CARD, **changes}
    return stage.fill({name: value for name, value in body.items() if value is not None})


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize(
    "path",
    [
        f"{CREATE}/json",
        f"{CREATE}/upi",
        f"{CREATE}/redirect",
        "/v1/payments/validate/vpa",
        "/v1/payments/fees",
        "/v1/payments/calculate/fees",
        "/v1/payment/flows",
        f"/v1/payments/pay_{UNKNOWN}/otp_generate",
        f"/v1/payments/pay_{UNKNOWN}/otp/submit",
        f"/v1/payments/pay_{UNKNOWN}/otp/resend",
        f"/v1/payments/pay_{UNKNOWN}/authentication_information",
    ],
)
def test_wrong_keys(path, half):
    reply = with_keys().request("POST", path, json={}, auth=WRONG[half])
    expected = not_applicable(says=f"The API {half} provided is invalid.")
    assert (reply.status, reply.body) == (401, expected.body(""))


@pytest.mark.parametrize(
    ("changes", "text", "answer"),
    [
        ({"amount": None}, "The amount field is required.", invalid("amount")),
        ({"currency": None}, "The currency field is required.", invalid("currency")),
        ({"amount": "ten"}, "The amount must be an integer.", invalid("amount")),
        ({"currency": "XXX"}, "Currency is not supported", invalid("currency")),
        ({"currency": "USD"}, "The selected currency is invalid.", invalid("currency")),
        ({"order_id": f"order_{UNKNOWN}"}, "The id provided does not exist", invalid()),
        ({"customer_id": f"cust_{UNKNOWN}"}, "The id provided does not exist", invalid()),
        ({"token": f"token_{UNKNOWN}"}, "The id provided does not exist", invalid()),
        ({"account_id": f"acc_{UNKNOWN}"}, "The id provided does not exist", invalid("account_id")),
        ({"order_id": "<paid_order>"}, PAID, invalid()),
        ({"amount": 99999}, WRONG_AMOUNT, invalid()),
        ({"amount": 100001}, WRONG_AMOUNT, invalid()),
        ({"amount": 100001, "fee": 2}, WRONG_AMOUNT, invalid()),
        ({"order_id": None, "amount": 99}, "The amount must be at least INR 1.00.", invalid("amount")),
        # payments/payment-gateway/s2s-integration/redirect/build-integration.md, cards.md
        ({"method": "cards"}, "Invalid payment method given: cards", invalid()),
        ({"method": "banks"}, "Invalid payment method given: banks", invalid()),
        ({"method": "nach"}, "Invalid payment method given: nach", invalid()),
        ({"method": ""}, "Invalid payment method given: ", invalid()),
        ({"card": None}, "The card field is required.", invalid("card")),
        ({"card": {"cvv": "123"}}, "The card.number field is required.", invalid("card.number")),
        ({"card": {**CARD, MONTH: "May"}}, "The card.expiry_month must be an integer.", invalid(f"card.{MONTH}")),
        ({"card": {**CARD, MONTH: "13"}}, "The selected card.expiry_month is invalid.", invalid(f"card.{MONTH}")),
        ({"card": {**CARD, "colour": "red"}}, "card.colour is/are not required and should not be sent", invalid()),
        ({"pin": 1}, "pin is/are not required and should not be sent", invalid()),
        ({"method": "netbanking"}, "The bank field is required.", invalid("bank")),
        ({"method": "netbanking", "bank": "NONE"}, "The selected bank is invalid.", invalid("bank")),
        ({"method": "wallet"}, "The wallet field is required.", invalid("wallet")),
        ({"method": "wallet", "wallet": "purse"}, "The selected wallet is invalid.", invalid("wallet")),
        ({"method": "paylater", "provider": "uncle"}, "The selected provider is invalid.", invalid("provider")),
        ({"method": "app", "provider": "uncle"}, "The selected provider is invalid.", invalid("provider")),
        ({"method": "upi"}, "The vpa field is required.", invalid("vpa")),
        ({"method": "upi", "upi": {"flow": "collect"}}, "The upi.vpa field is required.", invalid("upi.vpa")),
        ({"method": "upi", "upi": {"flow": "qr"}}, "The selected upi.flow is invalid.", invalid("upi.flow")),
        (
            {"method": "upi", "upi": {"vpa": "a.b@okaxis", "expiry_time": 5761}},
            "The upi.expiry_time may not be greater than 5760.",
            invalid("upi.expiry_time"),
        ),
        ({"offer_id": f"offer_{UNKNOWN}"}, "The id provided does not exist", invalid("offer_id")),
        ({"recurring": True}, "The customer id field is required.", invalid("customer_id")),
        ({"token": "<token>", "method": "upi"}, "The token is not of the payment method", invalid("token")),
        (
            {"method": "upi", "upi": {"vpa": "a.b"}},
            "Invalid VPA. Please enter a valid Virtual Payment Address",
            Answer(source="customer", reason="invalid_vpa", field="vpa"),
        ),
        (
            {"card": {"number": "4386289407660154"}},
            "You have entered an incorrect card number. Try again.",
            Answer(source="customer", reason="card_number_invalid"),
        ),
    ],
)
def test_a_payment_that_is_refused_changes_nothing(rzp, changes, text, answer):
    stage = Stage(rzp)
    body = asked(stage, **changes)
    before = stage.picture()
    reply = rzp.request("POST", f"{CREATE}/json", json=body)
    assert (reply.status, reply.body) == (400, answer.body(text))
    assert stage.picture() == before


@pytest.mark.parametrize(
    ("changes", "text", "answer"),
    [
        # payments/payment-methods/cards/authentication/native-otp.md
        (
            {"card": {**CARD, "expiry_year": "17"}},
            "Your payment was not successful as you have an invalid expiry date. "
            "To pay successfully try adding the right details",
            Answer(source="customer", step="payment_authentication", reason="incorrect_card_expiry_date"),
        ),
        ({"card": {**CARD, "number": "340256000401007"}}, NOT_APPLICABLE, invalid()),
        ({"method": "netbanking", "bank": "HDFC"}, NOT_APPLICABLE, invalid()),
    ],
)
def test_a_one_time_password_that_no_bank_sends(rzp, changes, text, answer):
    stage = Stage(rzp)
    body = asked(stage, auth_type="otp", **changes)
    before = stage.picture()
    reply = rzp.request("POST", f"{CREATE}/redirect", json=body)
    assert (reply.status, reply.body) == (400, answer.body(text))
    assert stage.picture() == before


def test_only_upi_goes_to_create_upi(rzp):
    reply = rzp.request("POST", f"{CREATE}/upi", json=asked(Stage(rzp)))
    assert (reply.status, reply.body) == (400, invalid().body("Invalid payment method given: card"))


def test_an_order_of_one_method_takes_no_other(rzp):
    order = rzp.order.create({"amount": 100000, "currency": "INR", "method": "netbanking"})["id"]
    reply = rzp.request("POST", f"{CREATE}/json", json=asked(Stage(rzp), order_id=order))
    assert (reply.status, reply.body["error"]["reason"]) == (400, "order_payment_method_mismatch")
    assert reply.body["error"]["metadata"] == {"order_id": order}


STEPS = ["otp_generate", "otp/submit", "otp/resend", "authentication_information"]
BODIES = {"otp/submit": {"otp": "123456"}, "authentication_information": {"authentication": {"3DS2_data": {}}}}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("payment", "text"),
    [
        (f"pay_{UNKNOWN}", "The id provided does not exist"),
        ("pay_1", "1 is not a valid id"),
        ("<payment>", "The payment was not made for authentication"),
    ],
)
def test_a_step_of_a_payment_that_has_none(rzp, step, payment, text):
    path = Stage(rzp).fill(f"/v1/payments/{payment}/{step}")
    reply = rzp.request("POST", path, json=BODIES.get(step, {}))
    assert (reply.status, reply.body) == (400, invalid().body(text))


@pytest.mark.parametrize(
    ("first", "step", "text"),
    [
        ((), "otp/submit", "No OTP was generated for the payment"),
        ((), "otp/resend", "No OTP was generated for the payment"),
        (("otp_generate",), "authentication_information", "The payment is being authenticated with an OTP"),
        *(((), step, "The payment has already been processed") for step in STEPS),
    ],
)
def test_a_step_that_is_too_early_or_too_late(rzp, first, step, text):
    stage = Stage(rzp)
    payment = rzp.payment.createPaymentJson(asked(stage))["razorpay_payment_id"]
    for before in first:
        assert rzp.request("POST", f"/v1/payments/{payment}/{before}", json={}).status == 200
    if "already" in text:
        rzp.checkout.decline(payment)
    picture = stage.picture()
    reply = rzp.request("POST", f"/v1/payments/{payment}/{step}", json=BODIES.get(step, {}))
    assert (reply.status, reply.body) == (400, invalid().body(text))
    assert stage.picture() == picture


@pytest.mark.parametrize(
    ("path", "body", "text", "answer"),
    [
        ("/v1/payments/validate/vpa", {}, "The vpa field is required.", invalid("vpa")),
        (
            "/v1/payments/validate/vpa",
            {"vpa": "gaurav"},
            "Invalid VPA. Please enter a valid Virtual Payment Address",
            Answer(source="customer", reason="invalid_vpa", field="vpa"),
        ),
        ("/v1/payment/flows", {}, "The card number field is required.", invalid("card_number")),
        ("/v1/payments/fees", {"currency": "INR"}, "The amount field is required.", invalid("amount")),
        (
            "/v1/payments/calculate/fees",
            {"amount": 99, "currency": "INR"},
            "The amount must be at least INR 1.00.",
            invalid("amount"),
        ),
        (
            "/v1/payments/fees",
            {"amount": 100, "currency": "INR", "method": "barter"},
            "Invalid payment method given: barter",
            invalid(),
        ),
        (
            "/v1/payments/calculate/fees",
            {"amount": 100, "currency": "INR", "upi": "intent"},
            "The upi must be an array.",
            invalid("upi"),
        ),
    ],
)
def test_questions_that_are_refused(rzp, path, body, text, answer):
    reply = rzp.request("POST", path, json=body)
    assert (reply.status, reply.body) == (400, answer.body(text))


def test_a_upi_id_is_somebody_s(rzp):
    assert rzp.payment.validateVpa({"vpa": "gauravkumar@exampleupi"}) == {
        "vpa": "gauravkumar@exampleupi",
        "success": True,
        "customer_name": "Gaurav Kumar",
    }


@pytest.mark.parametrize("method", ["cards", ""])
def test_a_method_that_is_none_is_refused_before_it_is_held_against_the_order_s(rzp, method):
    customer = rzp.customer.create({"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com"})
    token = {"max_amount": 200000, "frequency": "monthly"}
    body = {"amount": 100, "currency": "INR", "method": "upi", "customer_id": customer["id"], "token": token}
    order = rzp.order.create(body)
    asked = {"amount": 100, "currency": "INR", "order_id": order["id"], "method": method}
    reply = rzp.request("POST", f"{CREATE}/json", json=asked)
    assert (reply.status, reply.body) == (400, invalid().body(f"Invalid payment method given: {method}"))
    assert rzp.payment.all()["count"] == 0


def test_a_saved_card_pays_for_nobody_but_its_customer(rzp):
    people = ({"name": name, "email": f"{name.lower()}@example.com"} for name in ("Gaurav", "Saurav"))
    owner, other = (rzp.customer.create(person)["id"] for person in people)
    card = {"number": "4386289407660153", "expiry_month": "11", "expiry_year": "30"}
    saved = rzp.token.create({"customer_id": owner, "method": "card", "card": card, "authentication": {}})["id"]
    asked = {"amount": 50000, "currency": "INR", "method": "card", "token": saved, "card": {"cvv": "100"}}
    used = rzp.token.all(owner)["items"]
    rzp.clock.advance(minutes=1)
    due = {"amount": 50000, "currency": "INR"}
    orders = [rzp.order.create({**due, "customer_id": one})["id"] for one in (owner, other)]
    for wrong in ({"customer_id": other}, {"order_id": orders[1]}):
        reply = rzp.request("POST", f"{CREATE}/json", json={**asked, **wrong})
        assert (reply.status, reply.body) == (400, invalid("token").body("The token does not belong to the customer"))
    assert (rzp.token.all(owner)["items"], rzp.payment.all()["count"]) == (used, 0)
    for right in ({}, {"customer_id": owner}, {"order_id": orders[0]}):
        payment = rzp.payment.createPaymentJson({**asked, **right})["razorpay_payment_id"]
        assert rzp.payment.fetch(payment)["customer_id"] == owner
