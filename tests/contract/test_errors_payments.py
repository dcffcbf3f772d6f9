"""Every documented error of payments, in full."""

from __future__ import annotations

import pytest

from tests.contract.refusals import (
    NOT_FOUND,
    UNKNOWN,
    Case,
    Keys,
    documented,
    invalid,
    not_applicable,
    refused,
    wrong_keys,
)

NO_KEYS = "The API {key/secret} provided is invalid."
NO_SUCH_ID = "The id provided does not exist."
NOBODY = f"/v1/payments/pay_{UNKNOWN}"
EXPANDED_CARDS = "payments.fetch-all-payments-with-expanded-card-details"
EXPANDED_EMI = "payments.fetch-all-payments-with-expanded-emi-details"
LINKED = "payments.route.fetch-payments-linked-account"
CAPTURE = "payments.capture"
ONE_OF = "Value of each expand must be one of following types: "

KEYS = [
    Keys("payments.fetch-all-payments", NO_KEYS, 401, "GET", "/v1/payments"),
    Keys(EXPANDED_CARDS, NO_KEYS, 401, "GET", "/v1/payments", params={"expand[]": "card"}),
    Keys(EXPANDED_EMI, NO_KEYS, 401, "GET", "/v1/payments", params={"expand[]": "emi"}),
    Keys(
        "payments.smart-collect.fetch-payments-bank-transfer-utr",
        "The API <key/secret> provided is invalid.",
        401,
        "GET",
        "/v1/payments",
        params={"virtual_account": "1", "va_transaction_id": "209817848101"},
    ),
    Keys(
        LINKED,
        "The api key/secret provided is invalid",
        401,
        "GET",
        "/v1/payments",
        headers={"X-Razorpay-Account": "acc_IRQWUleX4BqvYn"},
    ),
    Keys("payments.fetch-with-id", NO_KEYS, 401, "GET", NOBODY),
    Keys("payments.fetch-payment-expanded-card", NO_KEYS, 401, "GET", NOBODY, params={"expand[]": "card"}),
    Keys("payments.fetch-payment-expanded-emi", NO_KEYS, 401, "GET", NOBODY, params={"expand[]": "emi"}),
    Keys(
        "payments.fetch-payment-expanded-offers", NO_KEYS, 401, "GET", NOBODY, params={"expand[]": "offers"}
    ),
    Keys("payments.fetch-card-details-payment", NO_KEYS, 401, "GET", f"{NOBODY}/card"),
    Keys("payments.update", NO_KEYS, 401, "PATCH", NOBODY, json={"notes": {"a": "b"}}),
    Keys(
        CAPTURE,
        "The API <key/secret> provided is invalid.",
        401,
        "POST",
        f"{NOBODY}/capture",
        json={"amount": 1000, "currency": "INR"},
    ),
]

RUPEES = {"amount": 100000, "currency": "INR"}  # what the staged payments are of
ALREADY_PAID = (
    "Your payment has been declined as the order is already paid. "
    "Please initiate the payment with a new order."
)

CASES = [
    Case(
        EXPANDED_EMI,
        ONE_OF + "card, emi, transaction, refunds, offers, token, transaction.settlement.",
        "GET",
        "/v1/payments",
        invalid("expand.0"),
        params={"expand[]": "emis"},
    ),
    Case(
        EXPANDED_EMI,
        ONE_OF + "card, emi, transaction, refunds, offers, token, transaction.settlement.",
        "GET",
        "/v1/payments",
        invalid("expand.1"),
        params={"expand[]": ["emi", "cards"]},
    ),
    Case(
        EXPANDED_CARDS,  # its page has a space before the full stop
        ONE_OF + "card, emi, transaction, refunds, offers, token, transaction.settlement .",
        "GET",
        "/v1/payments",
        invalid("expand.1"),
        params={"expand[]": ["card", "cards"]},
    ),
    Case(
        "payments.fetch-all-payments",
        "from must be between 946684800 and 4765046400",
        "GET",
        "/v1/payments",
        invalid("from"),
        params={"from": 946684799},
    ),
    Case(
        "payments.fetch-all-payments",
        "from must be between 946684800 and 4765046400",
        "GET",
        "/v1/payments",
        invalid("from"),
        params={"from": 4765046401},
    ),
    Case(
        LINKED,
        "The id provided does not exist",
        "GET",
        "/v1/payments",
        invalid(),
        headers={"X-Razorpay-Account": "acc_IRQWUleX4B"},
    ),
    Case("payments.fetch-with-id", NO_SUCH_ID, "GET", NOBODY, invalid()),
    Case("payments.fetch-with-id", NO_SUCH_ID, "GET", "/v1/payments/pay_29QQoUBi66", invalid()),
    Case("payments.fetch-with-id", NO_SUCH_ID, "GET", "/v1/payments/<order>", invalid()),
    Case("payments.fetch-card-details-payment", NO_SUCH_ID, "GET", f"{NOBODY}/card", invalid()),
    Case(
        "payments.fetch-card-details-payment",
        "Payment was not done using card.",
        "GET",
        "/v1/payments/<netbanking>/card",
        not_applicable(),
    ),
    Case(
        CAPTURE,
        "Capture amount must be equal to the amount authorized.",
        "POST",
        "/v1/payments/<authorized>/capture",
        invalid("amount"),
        json=RUPEES | {"amount": 99999},
    ),
    Case(
        CAPTURE,
        "Capture amount must be equal to the amount authorized.",
        "POST",
        "/v1/payments/<authorized>/capture",
        invalid("amount"),
        json=RUPEES | {"amount": 100001},
    ),
    Case(CAPTURE, ALREADY_PAID, "POST", "/v1/payments/<payment>/capture", invalid(), json=RUPEES),
    Case(CAPTURE, "The id provided does not exist", "POST", f"{NOBODY}/capture", invalid(), json=RUPEES),
    Case(
        CAPTURE,
        "The requested URL was not found on the server.",
        "GET",
        "/v1/payments/<authorized>/capture",
        NOT_FOUND,
    ),
    Case(
        CAPTURE,
        "The requested URL was not found on the server.",
        "POST",
        "/v1/payments/<authorized>/captures",
        NOT_FOUND,
        json=RUPEES,
    ),
    Case(
        CAPTURE,
        "The amount must be an integer",
        "POST",
        "/v1/payments/<authorized>/capture",
        invalid("amount"),
        json=RUPEES | {"amount": "ten"},
    ),
    Case(
        CAPTURE,
        "The amount must be an integer",
        "POST",
        "/v1/payments/<authorized>/capture",
        invalid("amount"),
        json=RUPEES | {"amount": 1000.5},
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


@pytest.mark.parametrize("moment", [946684800, 4765046400])
def test_the_ends_of_the_time_range_pass(rzp, moment):
    reply = rzp.request("GET", "/v1/payments", params={"from": moment})
    assert (reply.status, reply.body) == (200, {"entity": "collection", "count": 0, "items": []})


def test_a_linked_account_is_opened_on_first_use(rzp):
    reply = rzp.request("GET", "/v1/payments", headers={"X-Razorpay-Account": "acc_IRQWUleX4BqvYn"})
    assert (reply.status, reply.body["items"]) == (200, [])


def test_a_refused_capture_leaves_the_payment_to_be_captured(rzp):
    order = rzp.request("POST", "/v1/orders", json=RUPEES).body["id"]
    payment = rzp.checkout.pay(order, capture=False)["razorpay_payment_id"]
    before = rzp.request("GET", f"/v1/payments/{payment}").body
    rzp.request("POST", f"/v1/payments/{payment}/capture", json=RUPEES | {"amount": 1})
    assert rzp.request("GET", f"/v1/payments/{payment}").body == before
    captured = rzp.request("POST", f"/v1/payments/{payment}/capture", json=RUPEES)
    assert (captured.status, captured.body["status"], captured.body["captured"]) == (200, "captured", True)


@pytest.mark.parametrize("path", [NOBODY, "/v1/payments/pay_29QQoUBi66"])
def test_notes_of_an_unknown_payment(rzp, path):
    reply = rzp.request("PATCH", path, json={"notes": {"a": "b"}})
    assert (reply.status, reply.body) == (400, invalid().body(NO_SUCH_ID))
