"""Every documented error of transfers and their reversals, in full, and that it changed nothing."""

from __future__ import annotations

import pytest

from tests.contract.refusals import (
    LINKED,
    UNKNOWN,
    Answer,
    Case,
    Keys,
    documented,
    invalid,
    not_applicable,
    refused,
    wrong_keys,
)

API = "payments.route."
OF_PAYMENT, DIRECT = API + "create-transfers-payments", API + "direct-transfers"
ONCE, HOLD = API + "direct-transfers-idempotent-request", API + "modify-settlement-hold"
REVERSE, OF_SETTLEMENTS = API + "reverse-a-transfer", API + "fetch-settlement-details"
EXPANDED = {"expand[]": "recipient_settlement"}
NO_KEYS, NO_API_KEYS = "The api key/secret provided is invalid", "The API key/secret provided is invalid."
NOT_AN_ID = "transfer_id is not a valid id"
PAYMENT, TRANSFER = f"/v1/payments/pay_{UNKNOWN}/transfers", f"/v1/transfers/trf_{UNKNOWN}"
SHARE = {"account": LINKED, "amount": 1000, "currency": "INR"}
KEY = {"X-Transfer-Idempotency": "fbdabb70-9548-4cfe-8da1-c9bbf39e96b0"}

KEYS = [
    Keys(OF_PAYMENT, NO_KEYS, 401, "POST", PAYMENT, json={"transfers": [SHARE]}),
    Keys(API + "fetch-transfers-payment", NO_KEYS, 401, "GET", PAYMENT),
    Keys(DIRECT, NO_KEYS, 401, "POST", "/v1/transfers", json=SHARE),
    Keys(ONCE, NO_API_KEYS, 401, "POST", "/v1/transfers", json=SHARE, headers=KEY),
    Keys(API + "fetch-a-transfer", NO_KEYS, 401, "GET", TRANSFER),
    Keys(API + "fetch-reversals", NO_API_KEYS, 401, "GET", f"{TRANSFER}/reversals"),
    Keys(OF_SETTLEMENTS, NO_KEYS, 401, "GET", "/v1/transfers", params=EXPANDED),
    Keys(
        API + "fetch-transfers-for-a-settlement",
        NO_KEYS,
        401,
        "GET",
        "/v1/transfers",
        params={"recipient_settlement_id": f"setl_{UNKNOWN}"},
    ),
    Keys(HOLD, NO_KEYS, 401, "PATCH", TRANSFER, json={"on_hold": True}),
    Keys(REVERSE, NO_KEYS, 401, "POST", f"{TRANSFER}/reversals", json={}),
]


def of_payment(text, answer, payment="<payment>", **share):
    """One transfer of a payment; a member that is None is not sent."""
    sent = {key: value for key, value in (SHARE | share).items() if value is not None}
    return Case(OF_PAYMENT, text, "POST", f"/v1/payments/{payment}/transfers", answer, json={"transfers": [sent]})


def direct(text, answer, **share):
    sent = {key: value for key, value in (SHARE | share).items() if value is not None}
    return Case(DIRECT, text, "POST", "/v1/transfers", answer, json=sent)


INPUT, LEAST = "The input field is required", "The transfers.0.amount must be at least 100."
RUPEE = "The amount must be at least INR 1.00"
CASES = [
    of_payment(LEAST, invalid("transfers.0.amount"), amount=99),
    *(of_payment(INPUT, invalid(f"transfers.0.{name}"), **{name: None}) for name in ("account", "amount", "currency")),
    Case(OF_PAYMENT, INPUT, "POST", "/v1/payments/<payment>/transfers", invalid("transfers"), json={}),
    Case(OF_PAYMENT, INPUT, "POST", "/v1/payments/<payment>/transfers", invalid("transfers"), json={"transfers": []}),
    of_payment("payment_id is not a valid id", invalid(), payment="payment_id"),
    of_payment("The id provided does not exist", invalid(), payment=f"pay_{UNKNOWN}"),
    of_payment("input is an invalid account_code.", invalid("transfers.0.account"), account="input"),
    of_payment(
        "input is an invalid account_code.", invalid("transfers.0.account_code"), account=None, account_code="input"
    ),
    of_payment("Transfer cannot be made due to insufficient balance", invalid(), payment="<spent>"),
    of_payment(
        "The sum of amount requested for transfer is greater than the captured amount", invalid(), amount=100001
    ),
    direct(LEAST, invalid("amount"), amount=99),
    *(direct(INPUT, invalid(name), **{name: None}) for name in ("account", "amount", "currency")),
    Case(API + "fetch-a-transfer", NOT_AN_ID, "GET", "/v1/transfers/transfer_id", invalid()),
    Case(
        API + "fetch-transfers-payment",
        "payment_id is not a valid id",
        "GET",
        "/v1/payments/payment_id/transfers",
        invalid(),
    ),
    Case(HOLD, NOT_AN_ID, "PATCH", "/v1/transfers/transfer_id", invalid(), json={"on_hold": True}),
    Case(HOLD, RUPEE, "PATCH", "/v1/transfers/<transfer>", invalid("amount"), json={"on_hold": True, "amount": 99}),
    Case(REVERSE, NOT_AN_ID, "POST", "/v1/transfers/transfer_id/reversals", invalid(), json={"amount": 100}),
    Case(REVERSE, RUPEE, "POST", "/v1/transfers/<transfer>/reversals", invalid("amount"), json={"amount": 99}),
    Case(
        REVERSE,
        "The linked account does not have sufficient balance to process reversal.",
        "POST",
        "/v1/transfers/<settled_transfer>/reversals",
        invalid(),
        json={},
    ),
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


# ---------------------------------------------------------------------- what no page words: inferred

CAPTURED_ONLY = "The payment status should be captured for action to be taken"
REFUNDED = "A transfer cannot be requested on a payment that was refunded"
SETTLED = "The transfer has been settled already."
INFERRED = [
    of_payment(CAPTURED_ONLY, invalid(), payment="<authorized>"),
    of_payment(REFUNDED, invalid(), payment="<refunded>"),
    of_payment(REFUNDED, invalid(), payment="<replayed>"),
    of_payment("The currency should be INR for transfers", invalid("transfers.0.currency"), currency="USD"),
    of_payment("The amount must be an integer", invalid("transfers.0.amount"), amount="ten"),
    of_payment(
        "Only one of account and account_code should be sent",
        invalid("transfers.0.account_code"),
        account_code="Acme_Corp",
    ),
    of_payment("transfers.0.colour is/are not required and should not be sent", invalid(), colour="red"),
    direct("Transfer cannot be made due to insufficient balance", invalid()),
    direct("colour is/are not required and should not be sent", invalid(), colour="red"),
    Case(HOLD, INPUT, "PATCH", "/v1/transfers/<transfer>", invalid("on_hold"), json={}),
    Case(
        HOLD,
        "amount is/are not required and should not be sent",
        "PATCH",
        "/v1/transfers/<transfer>",
        invalid(),
        json={"on_hold": True, "amount": 100},
    ),
    Case(
        HOLD,
        "on_hold must be true when on_hold_until is sent",
        "PATCH",
        "/v1/transfers/<transfer>",
        invalid("on_hold"),
        json={"on_hold": False, "on_hold_until": 1798761600},
    ),
    Case(
        HOLD,
        "on_hold_until must be between 946684800 and 4765046400",
        "PATCH",
        "/v1/transfers/<transfer>",
        invalid("on_hold_until"),
        json={"on_hold": True, "on_hold_until": 1},
    ),
    Case(HOLD, SETTLED, "PATCH", "/v1/transfers/<settled_transfer>", invalid(), json={"on_hold": True}),
    Case(
        REVERSE,
        "The reversal amount is greater than the amount that is left of the transfer.",
        "POST",
        "/v1/transfers/<transfer>/reversals",
        invalid("amount"),
        json={"amount": 1001},
    ),
    Case(
        OF_SETTLEMENTS,
        "Value of each expand must be one of following types: recipient_settlement.",
        "GET",
        "/v1/transfers",
        invalid("expand.0"),
        params={"expand[]": "payments"},
    ),
    Case(
        OF_SETTLEMENTS,
        "The selected transfer_type is invalid.",
        "GET",
        "/v1/transfers",
        invalid("transfer_type"),
        params={"transfer_type": "odd"},
    ),
]


@pytest.mark.parametrize("case", INFERRED, ids=str)
def test_inferred_error(case, rzp):
    got, changed = refused(case, rzp)
    assert got == documented(case)
    assert changed == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("abc", "The idempotency key must be at least 4 characters long."),
        ("k" * 37, "The idempotency key may not be greater than 36 characters."),
        (
            "a.b.c.d",
            "The idempotency key must only contain alphanumeric characters, underscores, hyphens and spaces",
        ),
    ],
)
def test_a_key_that_is_none_is_refused(rzp, key, text):
    headers = {"x-transfer-idempotency": key}
    case = Case(ONCE, text, "POST", "/v1/transfers", not_applicable(), json=SHARE, headers=headers)
    got, changed = refused(case, rzp)
    assert got == documented(case)
    assert changed == []


def test_another_request_under_the_same_key_is_a_conflict(rzp):
    rzp.checkout.pay(amount=100000, capture=True)
    first = rzp.request("POST", "/v1/transfers", json=SHARE, headers=KEY)
    again = rzp.request("POST", "/v1/transfers", json=SHARE, headers=KEY)
    other = rzp.request("POST", "/v1/transfers", json=SHARE | {"amount": 2000}, headers=KEY)
    assert (first.status, again.status, again.body) == (200, 200, first.body)
    answer = Answer(409, source="NA", step="NA", reason="NA")
    text = "Different request with the same idempotency key has already been processed."
    assert (other.status, other.body) == (409, answer.body(text))
    assert rzp.transfer.all()["count"] == 1
