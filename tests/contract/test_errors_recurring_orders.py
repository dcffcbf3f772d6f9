"""Every documented error of the order that registers a mandate or charges one, in full."""

from __future__ import annotations

import pytest

from tests.contract.refusals import UNKNOWN, Case, Keys, documented, invalid, refused, wrong_keys

PAGE = "payments.recurring-payments."
NACH = PAGE + "paper-nach.create-authorization-transaction.create-an-order"
UPI = PAGE + "upi.create-authorization-transaction.create-an-order"
TPV = PAGE + "upi-tpv.create-authorization-transaction.create-an-order"
NACH_CHARGE = PAGE + "paper-nach.create-subsequent-payments.create-an-order-to-charge-the-customer"
UPI_CHARGE = PAGE + "upi.create-subsequent-payments.create-an-order-to-charge-the-customer"
TPV_CHARGE = PAGE + "upi-tpv.create-subsequent-payments.create-an-order-to-charge-the-customer"
CARD_CHARGE = PAGE + "cards.create-subsequent-payments.create-an-order-to-charge-the-customer"

ACCOUNT = {
    "account_number": "11214311215411",
    "ifsc_code": "HDFC0000001",
    "beneficiary_name": "Gaurav Kumar",
    "account_type": "savings",
}
PAYER = {"account_number": "123456789012345", "name": "Gaurav Kumar", "ifsc": "HDFC0000053"}
BODIES = {
    NACH: {
        "amount": 0,
        "currency": "INR",
        "method": "nach",
        "customer_id": "<customer>",
        "token": {
            "auth_type": "physical",
            "max_amount": 10000000,
            "expire_at": 2709971120,
            "bank_account": ACCOUNT,
        },
    },
    UPI: {
        "amount": 100,
        "currency": "INR",
        "method": "upi",
        "customer_id": "<customer>",
        "token": {"max_amount": 200000, "expire_at": 2709971120, "frequency": "monthly"},
    },
    TPV: {
        "amount": 100,
        "currency": "INR",
        "method": "upi",
        "customer_id": "<customer>",
        "token": {"max_amount": 200000, "expire_at": 2709971120, "frequency": "monthly"},
        "bank_account": PAYER,
    },
    # The order that charges by NACH looks like any other order: only its method, if sent, tells it.
    NACH_CHARGE: {"amount": 1000, "currency": "INR", "payment_capture": True, "method": "upi"},
    UPI_CHARGE: {"amount": 1000, "currency": "INR", "payment_capture": True, "method": "upi"},
    TPV_CHARGE: {
        "amount": 1000,
        "currency": "INR",
        "payment_capture": True,
        "method": "upi",
        "bank_account": PAYER,
    },
    CARD_CHARGE: {
        "amount": 1000,
        "currency": "INR",
        "payment_capture": True,
        "notification": {"token_id": "<token>", "payment_after": 1634057114},
    },
}
ABSENT = object()


def changed_at(body, dotted, value):
    """`body` with one key changed, or removed."""
    head, _, rest = dotted.partition(".")
    if rest:
        return body | {head: changed_at(body[head], rest, value)}
    if value is ABSENT:
        return {key: kept for key, kept in body.items() if key != head}
    return body | {head: value}


def row(record, text, dotted, value, at=None):
    return Case(
        record, text, "POST", "/v1/orders", invalid(at), json=changed_at(BODIES[record], dotted, value)
    )


NO_SUCH_ID = "The id provided does not exist"
TOO_LITTLE = "The amount must be at least INR 1.00."
NO_AMOUNT = "The amount field is required."
FIVE_RUPEES = "The minimum transaction amount allowed is Re. 5."
ONLY_INR = "The currency should be INR when method is "
TOO_MUCH = "The order amount cannot be greater than the token max amount for upi recurring."
NO_KEYS = "The api key provided is invalid"
NOBODY = f"cust_{UNKNOWN}"

CASES = [
    row(NACH, NO_SUCH_ID, "customer_id", NOBODY),
    row(NACH, "The amount should be 0.", "amount", 100, at="amount"),
    row(
        NACH, "Invalid IFSC Code", "token.bank_account.ifsc_code", "HDFC1", at="token.bank_account.ifsc_code"
    ),
    row(NACH, ONLY_INR + "nach", "currency", "USD", at="currency"),
    row(NACH, NO_AMOUNT, "amount", ABSENT, at="amount"),
    row(NACH, FIVE_RUPEES, "token.max_amount", 499, at="token.max_amount"),
    row(
        NACH,
        "invaild_account_number",
        "token.bank_account.account_number",
        ABSENT,
        at="token.bank_account.account_number",
    ),
    *(
        Case(
            record,
            "invaild_account_number",
            "POST",
            "/v1/orders",
            invalid("token.bank_account.account_number"),
            json=changed_at(BODIES[record], "token.bank_account", {"ifsc_code": "HDFC0000001"}),
        )
        for record in (NACH, UPI)
    ),
    row(NACH, "selected_frequency_invalid", "token.frequency", "hourly", at="token.frequency"),
    row(UPI, NO_SUCH_ID, "customer_id", NOBODY),
    row(UPI, TOO_LITTLE, "amount", 99, at="amount"),
    row(UPI, ONLY_INR + "upi", "currency", "USD", at="currency"),
    row(UPI, NO_AMOUNT, "amount", ABSENT, at="amount"),
    row(UPI, NO_AMOUNT, "token.max_amount", ABSENT, at="token.max_amount"),
    row(UPI, FIVE_RUPEES, "token.max_amount", 499, at="token.max_amount"),
    row(UPI, TOO_MUCH, "amount", 200001, at="amount"),
    row(TPV, NO_SUCH_ID, "customer_id", NOBODY),
    row(TPV, TOO_LITTLE, "amount", 99, at="amount"),
    row(TPV, ONLY_INR + "upi", "currency", "USD", at="currency"),
    row(TPV, NO_AMOUNT, "amount", ABSENT, at="amount"),
    row(TPV, FIVE_RUPEES, "token.max_amount", 499, at="token.max_amount"),
    row(
        TPV, "invaild_account_number", "bank_account.account_number", ABSENT, at="bank_account.account_number"
    ),
    row(TPV, TOO_MUCH, "amount", 200001, at="amount"),
    row(NACH_CHARGE, TOO_LITTLE, "amount", 99, at="amount"),
    row(NACH_CHARGE, ONLY_INR + "upi", "currency", "USD", at="currency"),
    row(UPI_CHARGE, TOO_LITTLE, "amount", 99, at="amount"),
    row(UPI_CHARGE, ONLY_INR + "upi", "currency", "USD", at="currency"),
    row(TPV_CHARGE, TOO_LITTLE, "amount", 99, at="amount"),
    row(TPV_CHARGE, ONLY_INR + "upi", "currency", "USD", at="currency"),
    # no error list on the page, but a failure sample
    row(CARD_CHARGE, NO_SUCH_ID, "notification.token_id", f"token_{UNKNOWN}"),
]

KEYS = [
    Keys(record, NO_KEYS, 400, "POST", "/v1/orders", json=changed_at(body, "receipt", "Receipt No. 1"))
    for record, body in BODIES.items()
    if record != CARD_CHARGE
]


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize("case", CASES, ids=str)
def test_error(case, rzp):
    got, changed = refused(case, rzp)
    assert got == documented(case)
    assert changed == []


@pytest.mark.parametrize(
    ("record", "dotted", "value"),
    [
        (NACH, "token.max_amount", 500),
        (UPI, "token.max_amount", 500),
        (UPI, "amount", 200000),
        (UPI, "token.frequency", "as_presented"),
        (NACH, "token.frequency", "monthly"),
    ],
)
def test_the_limit_itself_passes(rzp, record, dotted, value):
    customer = rzp.request(
        "POST", "/v1/customers", json={"name": "Gaurav Kumar", "contact": "9123456780"}
    ).body["id"]
    body = changed_at(changed_at(BODIES[record], dotted, value), "customer_id", customer)
    reply = rzp.request("POST", "/v1/orders", json=body)
    assert (reply.status, reply.body["amount"]) == (200, body["amount"])


def test_a_receipt_may_name_the_registration_and_the_charge(rzp):
    """Seed 3 sends "Receipt No. 1" for both."""
    customer = rzp.request(
        "POST", "/v1/customers", json={"name": "Gaurav Kumar", "contact": "9123456780"}
    ).body["id"]
    register = changed_at(changed_at(BODIES[NACH], "customer_id", customer), "receipt", "Receipt No. 1")
    charge = {"amount": 1000, "currency": "INR", "payment_capture": True, "receipt": "Receipt No. 1"}
    assert rzp.request("POST", "/v1/orders", json=register).status == 200
    assert rzp.request("POST", "/v1/orders", json=charge).status == 200
