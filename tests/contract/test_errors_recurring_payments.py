"""Every documented error and every reason of failure of a recurring charge."""

from __future__ import annotations

import pytest

from tests.contract.refusals import Case, Keys, Stage, documented, invalid, refused, wrong_keys

PAGE = "payments.recurring-payments."
NACH = PAGE + "paper-nach.create-subsequent-payments.create-a-recurring-payment"
TPV = PAGE + "upi-tpv.create-subsequent-payments.create-a-recurring-payment"
CARDS = PAGE + "cards.create-subsequent-payments.create-a-recurring-payment"
CUSTOM_CARDS = PAGE + "custom.cards.create-subsequent-payments.create-a-recurring-payment"
URL = "/v1/payments/create/recurring"
CHARGE = {
    "email": "gaurav.kumar@example.com",
    "contact": "9123456780",
    "amount": 1000,
    "currency": "INR",
    "order_id": "<charge_order>",
    "customer_id": "<payer>",
    "token": "<token>",
    "recurring": "1",
    "description": "Creating recurring payment for Gaurav Kumar",
}

DIFFERENT = (
    "Your payment amount is different from your order amount. To pay successfully, "
    "please try using right amount."
)
CASES = [
    Case(
        TPV,
        "Amount exceeds maximum amount allowed",
        "POST",
        URL,
        invalid(),
        json=CHARGE | {"amount": 60000, "order_id": "<large_charge_order>"},
    ),
    Case(TPV, DIFFERENT, "POST", URL, invalid(), json=CHARGE | {"amount": 999}),
]

# The pages that list the word; where the reference of reasons knows it, the code it comes with.
REASONS = [
    ("bank_account_invalid", (NACH, TPV), {"BAD_REQUEST_ERROR"}),
    ("bank_account_validation_failed", (NACH, TPV), {"BAD_REQUEST_ERROR"}),
    ("bank_technical_error", (NACH, TPV), {"BAD_REQUEST_ERROR", "GATEWAY_ERROR"}),
    ("debit_instrument_blocked", (NACH, TPV), {"BAD_REQUEST_ERROR", "GATEWAY_ERROR"}),
    ("debit_instrument_inactive", (NACH, TPV), {"GATEWAY_ERROR"}),
    ("gateway_technical_error", (NACH, TPV), {"GATEWAY_ERROR"}),
    ("incorrect_ifsc", (NACH,), {"BAD_REQUEST_ERROR"}),
    ("input_validation_failed", (NACH, TPV), {"BAD_REQUEST_ERROR"}),
    ("insufficient_funds", (NACH, TPV), {"BAD_REQUEST_ERROR"}),
    ("invalid_amount", (NACH, TPV), {"BAD_REQUEST_ERROR"}),
    ("mandate_not_active", (NACH, TPV), {"BAD_REQUEST_ERROR"}),
    ("payment_cancelled", (NACH, TPV), {"BAD_REQUEST_ERROR", "GATEWAY_ERROR"}),
    ("payment_declined", (NACH, TPV), {"GATEWAY_ERROR"}),
    ("payment_failed", (NACH, TPV), {"BAD_REQUEST_ERROR", "GATEWAY_ERROR"}),
    ("payment_mandate_not_active", (NACH, TPV), {"BAD_REQUEST_ERROR"}),
    ("payment_timed_out", (NACH, TPV), {"BAD_REQUEST_ERROR", "GATEWAY_ERROR"}),
    ("server_error", (NACH, TPV), {"BAD_REQUEST_ERROR", "GATEWAY_ERROR"}),
    ("transaction_limit_exceeded", (NACH, TPV), {"BAD_REQUEST_ERROR"}),
    ("pre_debit_notification_not_sent", (CARDS, CUSTOM_CARDS), {"BAD_REQUEST_ERROR"}),
    (
        "BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED",
        (CARDS, CUSTOM_CARDS),
        {"BAD_REQUEST_ERROR"},
    ),
]


@pytest.mark.parametrize("half", ["key", "secret"])
def test_wrong_keys(half):
    """No page of recurring charges lists a text: the one of the samples."""
    row = Keys(TPV, "The api {key/secret} provided is invalid", 401, "POST", URL, json=CHARGE)
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize("case", CASES, ids=str)
def test_error(case, rzp):
    got, changed = refused(case, rzp)
    assert got == documented(case)
    assert changed == []


def test_a_charge_of_the_maximum_passes(rzp):
    stage = Stage(rzp)
    order = stage.post("/v1/orders", {"amount": 50000, "currency": "INR"})["id"]
    reply = rzp.request("POST", URL, json=stage.fill(CHARGE | {"amount": 50000, "order_id": order}))
    payment = rzp.request("GET", f"/v1/payments/{reply.body['razorpay_payment_id']}").body
    assert (reply.status, payment["amount"], payment["status"]) == (200, 50000, "captured")


@pytest.mark.parametrize(("reason", "pages", "codes"), REASONS, ids=[row[0] for row in REASONS])
def test_the_bank_refuses_a_charge(rzp, reason, pages, codes):
    """The charge is taken in, and fails by the bank's word: a failed payment that says why."""
    stage = Stage(rzp)
    charge = stage.fill(CHARGE)
    rzp.bank.script([rzp.bank.fail(reason)])
    reply = rzp.request("POST", URL, json=charge)
    assert reply.status == 200, pages
    payment = rzp.request("GET", f"/v1/payments/{reply.body['razorpay_payment_id']}").body
    assert (payment["status"], payment["captured"], payment["error_reason"]) == ("failed", False, reason)
    assert payment["error_code"] in codes
    assert isinstance(payment["error_description"], str)
    assert payment["error_description"]
    order = rzp.request("GET", f"/v1/orders/{charge['order_id']}").body
    assert (order["status"], order["amount_paid"], order["attempts"]) == ("attempted", 0, 1)
    rzp.ledger.check()


def test_after_a_refusal_the_order_can_be_charged_again(rzp):
    stage = Stage(rzp)
    charge = stage.fill(CHARGE)
    rzp.bank.script([rzp.bank.fail("insufficient_funds")])
    failed = rzp.request("POST", URL, json=charge).body["razorpay_payment_id"]
    paid = rzp.request("POST", URL, json=charge).body["razorpay_payment_id"]
    payments = rzp.request("GET", f"/v1/orders/{charge['order_id']}/payments").body["items"]
    assert {payment["id"]: payment["status"] for payment in payments} == {failed: "failed", paid: "captured"}
    assert rzp.request("GET", f"/v1/orders/{charge['order_id']}").body["status"] == "paid"


@pytest.mark.parametrize("key", ["order_id", "customer_id", "token", "amount"])
def test_a_charge_needs_its_mandatory_keys(rzp, key):
    stage = Stage(rzp)
    charge = stage.fill({name: value for name, value in CHARGE.items() if name != key} | {})
    stage.get("token")
    before = stage.picture()
    reply = rzp.request("POST", URL, json=charge)
    assert (reply.status, reply.body["error"].get("field")) == (400, key)
    assert stage.picture() == before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("order_id", "order_Unknown0000000"),
        ("customer_id", "cust_Unknown0000000"),
        ("token", "token_Unknown0000000"),
    ],
)
def test_a_charge_to_something_unknown(rzp, key, value):
    stage = Stage(rzp)
    charge = stage.fill(CHARGE) | {key: value}
    before = stage.picture()
    reply = rzp.request("POST", URL, json=charge)
    assert (reply.status, reply.body["error"]["description"]) == (400, "The id provided does not exist")
    assert stage.picture() == before
