"""Every error that the pages of QR codes list, each from a call that earns it."""

from __future__ import annotations

import pytest

from tests.contract.refusals import (
    NOT_FOUND,
    UNKNOWN,
    WRONG,
    Answer,
    Case,
    Keys,
    Stage,
    documented,
    invalid,
    not_applicable,
    refused,
    wrong_keys,
)

PATH = "/v1/payments/qr_codes"
KEYS = "The API {key/secret} provided is invalid."
TROUBLE = "We are facing some trouble completing your request at the moment. Please try again shortly."
NO_URL = "The requested URL was not found on the server."
UNKNOWN_DOT = "The id provided does not exist."
# The pages with and without what is in the image list the same.
BOTH = ("qr-codes.", "qr-codes.image-content.")
NEW = {"type": "upi_qr", "usage": "single_use", "fixed_amount": True, "payment_amount": 300}
TAKES_NONE = "type, usage, fixed_amount, payment_amount, description, close_by"


def of_both(page, text, method, path, answer, **sent):
    return [Case(prefix + page, text, method, path, answer, **sent) for prefix in BOTH]


SERVER = not_applicable(code="SERVER_ERROR")
CREATE = [
    *of_both(
        "create", "The selected {field name} is invalid.", "POST", PATH,
        invalid("type", "The selected type is invalid."), json={**NEW, "type": "abc"},
    ),
    *of_both(
        "create", "The selected {field name} is invalid.", "POST", PATH,
        invalid("usage", "The selected usage is invalid."), json={**NEW, "usage": "abc"},
    ),
    *of_both(
        "create", "The {field name} is required.", "POST", PATH,
        invalid("type", "The type field is required."), json={"usage": "multiple_use"},
    ),
    *of_both(
        "create", "The {field name} is required.", "POST", PATH,
        invalid("payment_amount", "The payment amount field is required."),
        json={"type": "upi_qr", "usage": "single_use", "fixed_amount": True},
    ),
    *of_both(
        "create", "The payment amount must be at least 1.", "POST", PATH,
        invalid("payment_amount"), json={**NEW, "payment_amount": 0},
    ),
    *of_both(
        "create", "{Customer_id} is not a valid id.", "POST", PATH,
        invalid(says="nobody is not a valid id."), json={**NEW, "customer_id": "nobody"},
    ),
    # The pages mean the list, asked for with what belongs into the body.
    *of_both(
        "create", f"{TAKES_NONE} is/are not required and should not be sent", "GET", PATH,
        invalid(), params={**NEW, "description": "For Store 1", "close_by": 1681615838},
    ),
    *of_both(
        "create", "{close_by} must be between 946684800 and 4765046400", "POST", PATH,
        invalid("close_by", "close_by must be between 946684800 and 4765046400"), json={**NEW, "close_by": 4765046401},
    ),
    *of_both(
        "create", "{any extra field} ajshdas is/are not required and should not be sent", "POST", PATH,
        invalid(says="ajshdas is/are not required and should not be sent"), json={**NEW, "ajshdas": 1},
    ),
    # How the page goes on after one of them, read as one more.
    Case(
        "qr-codes.image-content.create", "description: A POST API is executed by GET Method.", "GET", PATH,
        invalid(says="type is/are not required and should not be sent"), params={"type": "upi_qr"},
    ),
]
CLOSE = [
    *of_both("close", "The id provided does not exist", "POST", f"{PATH}/qr_{UNKNOWN}/close", invalid()),
    *of_both("close", TROUBLE, "POST", f"{PATH}/qr_x/close", SERVER),
    *of_both("close", NO_URL, "GET", f"{PATH}/<qr_code>/close", NOT_FOUND),
    *of_both("close", NO_URL, "POST", f"{PATH}/close", NOT_FOUND),
]
LISTS = [
    # An URL that is wrong, and reads as the id of a payment.
    *of_both("fetch-all", UNKNOWN_DOT, "GET", "/v1/payments/qr_codez", invalid()),
    *of_both(
        "fetch-customer-id", UNKNOWN_DOT, "GET", "/v1/payments/qr_codez", invalid(), params={"customer_id": "cust_1"}
    ),
    *of_both("fetch-all", NO_URL, "GET", "/v1/payments/qr/codes", NOT_FOUND),
    *of_both("fetch-payment-id", NO_URL, "GET", "/v1/payments/qr/codes", NOT_FOUND, params={"payment_id": "<payment>"}),
    # The pages mean the list, asked for by POST.
    *of_both("fetch-all", TROUBLE, "POST", PATH, SERVER),
    *of_both("fetch-customer-id", TROUBLE, "POST", PATH, SERVER, params={"customer_id": "<customer>"}),
    *of_both("fetch-payment-id", TROUBLE, "POST", PATH, SERVER, params={"payment_id": "<payment>"}),
    *of_both(
        "fetch-customer-id", "{Customer_id} is not a valid id.", "GET", PATH,
        invalid(says="nobody is not a valid id."), params={"customer_id": "cust_nobody"},
    ),
    *of_both(
        "fetch-customer-id", "{parameter} “cusomer_id” is/are not required and should not be sent", "GET", PATH,
        invalid(says="cusomer_id is/are not required and should not be sent"), params={"cusomer_id": "<customer>"},
    ),
    *of_both(
        "fetch-payment-id", "{Payment_id} is not a valid id.", "GET", PATH,
        invalid(says="nothing is not a valid id."), params={"payment_id": "pay_nothing"},
    ),
    *of_both(
        "fetch-payment-id", "{Payment_id} is/are not required and should not be sent", "GET", PATH,
        invalid(says="paymentid is/are not required and should not be sent"), params={"paymentid": "<payment>"},
    ),
]
ONE = [
    *of_both("fetch-with-id", UNKNOWN_DOT, "GET", f"{PATH}/qr_{UNKNOWN}", invalid()),
    *of_both(
        "fetch-with-id", "{Qr code id} is not a valid id.", "GET", f"{PATH}/qr_KbWhkDGrmxw",
        invalid(says="KbWhkDGrmxw is not a valid id."),
    ),
    *of_both(
        "fetch-payments", "{Qr code id} is not a valid id.", "GET", f"{PATH}/qr_KbWhkDGrmxw/payments",
        invalid(says="KbWhkDGrmxw is not a valid id."),
    ),
    *of_both("fetch-payments", NO_URL, "POST", f"{PATH}/<qr_code>/payments", NOT_FOUND),
]
REFUNDS = [
    Case(
        "qr-codes.image-content.refunds", "{Payment_id} is not a valid id.", "POST", "/v1/payments/pay_x/refund",
        invalid(says="x is not a valid id."), json={},
    ),
    Case("qr-codes.image-content.refunds", NO_URL, "GET", "/v1/payments/<payment>/refund", NOT_FOUND),
]
# The fake's own words, for what no page says.
INFERRED = [
    (
        {**NEW, "fixed_amount": False, "payment_amount": None},
        "The fixed amount must be true for single use QR codes.",
        "fixed_amount",
    ),
    (
        {"type": "upi_qr", "usage": "multiple_use", "payment_amount": 300},
        "payment_amount is/are not required and should not be sent",
        None,
    ),
    ({**NEW, "close_by": "<now+119>"}, "close_by should be at least 2 minutes after current time.", "close_by"),
    ({**NEW, "close_by": 2147483648}, "close_by must be between 946684800 and 2147483647", "close_by"),
    ({**NEW, "customer_id": f"cust_{UNKNOWN}"}, "The id provided does not exist", None),
]


@pytest.mark.parametrize("case", [*CREATE, *CLOSE, *LISTS, *ONE, *REFUNDS], ids=str)
def test_an_error(rzp, case):
    assert refused(case, rzp) == (documented(case), [])


@pytest.mark.parametrize(("body", "says", "at"), INFERRED, ids=lambda value: str(value)[:40])
def test_an_error_that_no_page_words(rzp, body, says, at):
    sent = {key: value for key, value in body.items() if value is not None}
    case = Case("qr-codes.create", says, "POST", PATH, invalid(at), json=sent)
    assert refused(case, rzp) == (documented(case), [])


EMPTY = [
    *of_both("fetch-payment-id", '"count": 0', "GET", PATH, Answer(), params={"payment_id": f"pay_{UNKNOWN}"}),
    *of_both("fetch-payment-id", '"count": 0', "GET", PATH, Answer(), params={"payment_id": "<payment>"}),
    *of_both("fetch-payments", '"count": 0', "GET", f"{PATH}/<qr_code>/payments", Answer()),
]


@pytest.mark.parametrize("case", EMPTY, ids=str)
def test_what_the_pages_list_as_an_error_and_is_an_empty_list(rzp, case):
    stage = Stage(rzp)
    reply = rzp.request(case.method, stage.fill(case.path), params=stage.fill(case.params))
    assert (reply.status, reply.body) == (200, {"entity": "collection", "count": 0, "items": []})


KEYED = [
    *(Keys(f"{prefix}{page}", KEYS, 401, *call) for prefix in BOTH for page, *call in (
        ("create", "POST", PATH, NEW),
        ("close", "POST", f"{PATH}/qr_{UNKNOWN}/close"),
        ("fetch-all", "GET", PATH),
        ("fetch-customer-id", "GET", PATH, None, {"customer_id": "cust_1"}),
        ("fetch-payment-id", "GET", PATH, None, {"payment_id": "pay_1"}),
        ("fetch-with-id", "GET", f"{PATH}/qr_{UNKNOWN}"),
        ("fetch-payments", "GET", f"{PATH}/qr_{UNKNOWN}/payments"),
    )),
    Keys("qr-codes.update", KEYS, 401, "PATCH", f"{PATH}/qr_{UNKNOWN}", {"notes": {}}),
    Keys("qr-codes.image-content.refunds", KEYS, 401, "POST", "/v1/payments/pay_1/refund", {}),
]


@pytest.mark.parametrize("half", WRONG)
@pytest.mark.parametrize("row", KEYED, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected
