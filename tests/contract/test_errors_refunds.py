"""Every documented error of refunds, in full."""

from __future__ import annotations

import pytest

from tests.contract.refusals import (
    NOT_FOUND,
    UNKNOWN,
    Case,
    Keys,
    Stage,
    documented,
    invalid,
    not_applicable,
    refused,
    wrong_keys,
)

NO_KEYS = "The API {key/secret} provided is invalid."
NO_URL = "The requested URL was not found on the server."
NO_SUCH_ID = "The id provided does not exist"
NOT_AN_ID = "_id is not a valid id"
BARRED = "{any Extra field} is/are not required and should not be sent."
TOO_MUCH = "The refund amount provided is greater than amount captured."
TOO_LITTLE = "The amount must be at least INR 1.00."
ALL_BACK = "The payment has been fully refunded already."
ANOTHER_ID = "{Payment_id} is not a valid id."
OTHER_REQUEST = "Different request with the same idempotency key has already been processed."
SHORT_KEY = "The idempotency key must be at least 10 characters long."
ODD_KEY = "The idempotency key must only contain alphanumeric characters, underscores, and hyphens"
UNPARSED = "Internal server error - Failed to parse request body"
NO_MERCHANT = "Merchant id not found in authentication"
NORMAL, INSTANT, OF_QR = "refunds.create-normal", "refunds.create-instant", "qr-codes.image-content.refunds"
ONCE, ONCE_INSTANT = "refunds.normal-refunds-idempotent", "refunds.instant-refunds-idempotent"
REVERSE = "payments.route.refund-payments-and-reverse-transfer"
OF_PAYMENT, ONE_OF_PAYMENT = "refunds.fetch-multiple-refund-payment", "refunds.fetch-specific-refund-payment"
ONE, ALL, UPDATE = "refunds.fetch-with-id", "refunds.fetch-all", "refunds.update"
KEY = {"X-Refund-Idempotency": "refund-key-0001"}  # under which <replayed> was refunded 1000
NOBODY, NOTHING = f"/v1/payments/pay_{UNKNOWN}", f"/v1/refunds/rfnd_{UNKNOWN}"

# What tells the pages of POST /v1/payments/{id}/refund apart: body and headers.
PAGES = {
    NORMAL: ({"speed": "normal"}, None),
    INSTANT: ({"speed": "optimum"}, None),
    OF_QR: ({}, None),
    ONCE: ({"speed": "normal"}, KEY),
    ONCE_INSTANT: ({"speed": "optimum"}, KEY),
    REVERSE: ({"reverse_all": True}, None),
}

KEYS = [
    *(
        Keys(page, NO_KEYS, 401, "POST", f"{NOBODY}/refund", json=PAGES[page][0], headers=PAGES[page][1])
        for page in (NORMAL, INSTANT, OF_QR, ONCE)
    ),
    Keys(
        REVERSE,
        "The api key/secret provided is invalid",
        401,
        "POST",
        f"{NOBODY}/refund",
        json={"amount": 100, "reverse_all": True},
    ),
    Keys(ALL, NO_KEYS, 401, "GET", "/v1/refunds"),
    Keys(ONE, NO_KEYS, 401, "GET", NOTHING),
    Keys(UPDATE, NO_KEYS, 401, "PATCH", NOTHING, json={"notes": {"a": "b"}}),
    Keys(OF_PAYMENT, NO_KEYS, 401, "GET", f"{NOBODY}/refunds"),
    Keys(ONE_OF_PAYMENT, NO_KEYS, 401, "GET", f"{NOBODY}/refunds/rfnd_{UNKNOWN}"),
]


def refund(page, text, answer, payment="<payment>", headers=None, **body):
    fixed, page_headers = PAGES[page]
    return Case(
        page,
        text,
        "POST",
        f"/v1/payments/{payment}/refund",
        answer,
        json=fixed | body,
        headers=headers or page_headers,
    )


def unless_qr(pages=(NORMAL, INSTANT, ONCE)):
    for page in pages:
        yield refund(
            page, BARRED, invalid(says="foo is/are not required and should not be sent."), foo=1, amount=1000
        )
        yield refund(
            page,
            BARRED,
            invalid(says="foo, bar is/are not required and should not be sent."),
            foo=1,
            bar=2,
            amount=1000,
        )
        yield refund(page, TOO_MUCH, invalid("amount"), amount=100001)
        yield refund(page, ALL_BACK, invalid(), payment="<refunded>")
        yield refund(page, ALL_BACK, invalid(), payment="<refunded>", amount=1000)


CREATE = [
    *unless_qr(),
    *(
        refund(page, ANOTHER_ID, invalid(says=says), payment=payment, amount=1000)
        for page in (NORMAL, INSTANT, OF_QR, ONCE)
        for payment, says in (
            ("{Payment_id}", "{Payment_id} is not a valid id."),
            ("pay__29QQoUBi66xm2f", "_29QQoUBi66xm2f is not a valid id."),
            ("Kbrq5xxQHR8", "Kbrq5xxQHR8 is not a valid id."),
        )
    ),
    *(refund(page, TOO_LITTLE, invalid("amount"), amount=99) for page in (NORMAL, ONCE)),
    *(
        Case(page, NO_URL, "GET", "/v1/payments/<payment>/refund", NOT_FOUND, headers=PAGES[page][1])
        for page in (NORMAL, INSTANT, OF_QR, ONCE)
    ),
    refund(REVERSE, "The amount must be at least INR 1.00", invalid("amount"), amount=99),
    refund(
        REVERSE,
        "The sum of amount requested for refund is greater than the available  amount",
        invalid("amount"),
        amount=100001,
    ),
    refund(REVERSE, "payment_id is not a valid id", invalid(), payment="payment_id", amount=1000),
]

IDEMPOTENT = [
    case
    for page in (ONCE, ONCE_INSTANT)
    for case in (
        refund(page, OTHER_REQUEST, not_applicable(409), payment="<replayed>", amount=2000),
        Case(
            page,
            UNPARSED,
            "POST",
            "/v1/payments/<payment>/refund",
            not_applicable(500, code="SERVER_ERROR"),
            data='{"amount": 1000',
            headers=KEY,
        ),
        Case(
            page,
            NO_MERCHANT,
            "POST",
            "/v1/payments/<payment>/refund",
            not_applicable(500, code="SERVER_ERROR"),
            json={"amount": 1000},
            headers=KEY,
            auth=("", ""),
        ),
    )
] + [
    refund(ONCE, SHORT_KEY, not_applicable(), headers={"X-Refund-Idempotency": "123456789"}, amount=1000),
    refund(ONCE, ODD_KEY, not_applicable(), headers={"X-Refund-Idempotency": "refund key #1"}, amount=1000),
    refund(ONCE, ODD_KEY, not_applicable(), headers={"X-Refund-Idempotency": "refund.key.01"}, amount=1000),
]

FETCH = [
    Case(OF_PAYMENT, NO_URL, "POST", "/v1/payments/<payment>/refunds", NOT_FOUND, json={}),
    Case(OF_PAYMENT, NOT_AN_ID, "GET", "/v1/payments/_id/refunds", invalid()),
    Case(OF_PAYMENT, NO_SUCH_ID, "GET", f"{NOBODY}/refunds", invalid()),
    Case(OF_PAYMENT, NO_SUCH_ID, "GET", "/v1/payments//refunds", invalid()),
    Case(ONE_OF_PAYMENT, NO_URL, "POST", "/v1/payments/<payment>/refunds/<refund>", NOT_FOUND, json={}),
    Case(ONE_OF_PAYMENT, NOT_AN_ID, "GET", "/v1/payments/<payment>/refunds/_id", invalid()),
    Case(
        ONE_OF_PAYMENT,
        NOT_AN_ID,
        "GET",
        "/v1/payments/pay_AABBdHIieex/refunds/<refund>",
        invalid(says="AABBdHIieex is not a valid id"),
    ),
    Case(ONE_OF_PAYMENT, NO_SUCH_ID, "GET", f"/v1/payments/<payment>/refunds/rfnd_{UNKNOWN}", invalid()),
    Case(ONE_OF_PAYMENT, NO_SUCH_ID, "GET", "/v1/payments/<refunded>/refunds/<refund>", invalid()),
    Case(ONE, NO_URL, "POST", "/v1/refunds/<refund>", NOT_FOUND, json={}),
    Case(ONE, NOT_AN_ID, "GET", "/v1/refunds/_id", invalid()),
    Case(ONE, NOT_AN_ID, "GET", "/v1/refunds/rfnd_FgRAH", invalid(says="FgRAH is not a valid id")),
    Case(ONE, NO_SUCH_ID, "GET", NOTHING, invalid()),
    Case(ALL, NO_URL, "GET", "/v1/refund", NOT_FOUND),
    Case(ALL, "The payment id field is required.", "POST", "/v1/refunds", invalid("payment_id"), json={}),
    Case(UPDATE, NO_URL, "POST", "/v1/refunds/<refund>", NOT_FOUND, json={"notes": {"a": "b"}}),
    Case(UPDATE, NO_URL, "PATCH", "/v1/refunds", NOT_FOUND, json={"notes": {"a": "b"}}),
    Case(
        UPDATE,
        "{rfnd_id} is not a valid id",
        "PATCH",
        "/v1/refunds/{rfnd_id}",
        invalid(),
        json={"notes": {"a": "b"}},
    ),
    Case(UPDATE, "The notes field is required", "PATCH", "/v1/refunds/<refund>", invalid("notes"), json={}),
]


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize("case", CREATE + IDEMPOTENT + FETCH, ids=str)
def test_error(case, rzp):
    got, changed = refused(case, rzp)
    assert got == documented(case)
    assert changed == []


FAULTS = [
    ("Another request with the same idempotency key is still in progress.", 409, "BAD_REQUEST_ERROR"),
    ("Internal server error - Failed to fetch idempotency record", 500, "SERVER_ERROR"),
]


@pytest.mark.parametrize("page", [ONCE, ONCE_INSTANT])
@pytest.mark.parametrize(("text", "status", "code"), FAULTS, ids=["in-progress", "no-record"])
def test_errors_that_only_a_fault_brings(rzp, page, text, status, code):
    """Nothing runs beside the call, and no record is ever lost: these two are injected."""
    body, headers = PAGES[page]
    case = Case(
        page,
        text,
        "POST",
        "/v1/payments/<payment>/refund",
        not_applicable(status, code=code),
        json=body | {"amount": 1000},
        headers=headers,
        fault=("payment.refund", status),
    )
    (got, answered), changed = refused(case, rzp)
    assert (got, answered["error"]["code"], answered["error"]["description"]) == (status, code, text)
    assert changed == []


def test_the_refund_after_the_fault_goes_through(rzp):
    stage = Stage(rzp)
    path = stage.fill("/v1/payments/<payment>/refund")
    rzp.faults.inject("payment.refund", error=FAULTS[0][0], status=409)
    refused_once = rzp.request("POST", path, json={"amount": 1000}, headers=KEY)
    passed = rzp.request("POST", path, json={"amount": 1000}, headers=KEY)
    assert (refused_once.status, passed.status, passed.body["amount"]) == (409, 200, 1000)


def test_the_same_request_under_the_same_key_is_answered_alike_and_refunds_once(rzp):
    stage = Stage(rzp)
    path = stage.fill("/v1/payments/<payment>/refund")
    first = rzp.request("POST", path, json={"amount": 1000, "notes": {"a": "b"}}, headers=KEY)
    second = rzp.request("POST", path, json={"amount": 1000, "notes": {"a": "b"}}, headers=KEY)
    assert (first.status, second.status, second.body) == (200, 200, first.body)
    payment = rzp.request("GET", stage.fill("/v1/payments/<payment>")).body
    assert (payment["amount_refunded"], payment["refund_status"]) == (1000, "partial")


@pytest.mark.parametrize("key", ["refund-k_1", "A" * 64])
def test_a_key_of_the_allowed_characters_passes(rzp, key):
    path = Stage(rzp).fill("/v1/payments/<payment>/refund")
    reply = rzp.request("POST", path, json={"amount": 1000}, headers={"X-Refund-Idempotency": key})
    assert (reply.status, reply.body["amount"]) == (200, 1000)


def test_the_rest_can_be_refunded_and_not_one_paisa_more(rzp):
    path = Stage(rzp).fill("/v1/payments/<payment>/refund")
    assert rzp.request("POST", path, json={"amount": 60000}).status == 200
    over = rzp.request("POST", path, json={"amount": 40001})
    assert (over.status, over.body) == (400, invalid("amount").body(TOO_MUCH))
    rest = rzp.request("POST", path, json={})
    assert (rest.status, rest.body["amount"]) == (200, 40000)
    done = rzp.request("POST", path, json={"amount": 100})
    assert (done.status, done.body) == (400, invalid().body(ALL_BACK))
    rzp.ledger.check()


def test_an_unknown_payment_has_no_refunds_to_make(rzp):
    reply = rzp.request("POST", f"{NOBODY}/refund", json={"amount": 1000})
    assert (reply.status, reply.body) == (400, invalid().body(NO_SUCH_ID))


def test_only_a_captured_payment_can_be_refunded(rzp):
    stage = Stage(rzp)
    path = stage.fill("/v1/payments/<authorized>")
    before = rzp.request("GET", path).body
    reply = rzp.request("POST", f"{path}/refund", json={})
    assert (reply.status, reply.body["error"]["code"]) == (400, "BAD_REQUEST_ERROR")
    assert rzp.request("GET", path).body == before
