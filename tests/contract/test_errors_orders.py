"""Every documented error of orders, in full: fetching and updating, and the plain order."""

from __future__ import annotations

import pytest

from tests.contract.refusals import UNKNOWN, Case, Keys, documented, invalid, refused, wrong_keys

NO_KEYS = "The API <key/secret> provided is invalid."
NOT_AN_ID = "id is not a valid id."
NO_SUCH_ID = "The id provided does not exist"
TOO_LITTLE = "The amount must be at least INR 1.00."
REQUIRED = "The {field name} is required."
NOBODY = f"/v1/orders/order_{UNKNOWN}"
ORDER = {"amount": 5000, "currency": "INR"}
TRANSFER = {"account": "acc_IRQWUleX4BqvYn", "amount": 1000, "currency": "INR"}

KEYS = [
    Keys("orders.create", "Authentication failed.", 400, "POST", "/v1/orders", json=ORDER),
    Keys("orders.fetch-all", NO_KEYS, 400, "GET", "/v1/orders"),
    Keys(
        "orders.fetch-all-expanded-card-payments",
        "The API {key/secret} provided is invalid.",
        401,
        "GET",
        "/v1/orders",
        params={"expand[]": "payments.card"},
    ),
    Keys("orders.fetch-with-id", NO_KEYS, 400, "GET", NOBODY),
    Keys("orders.update", NO_KEYS, 400, "PATCH", NOBODY, json={"notes": {"a": "b"}}),
    Keys("payments.fetch-payments-orders", NO_KEYS, 401, "GET", f"{NOBODY}/payments"),
    Keys(
        "payments.route.fetch-transfer-order",
        "The api key/secret provided is invalid",
        401,
        "GET",
        NOBODY,
        params={"expand[]": "transfers"},
    ),
    Keys(
        "payments.route.create-transfers-orders",
        "The api key/secret provided is invalid",
        401,
        "POST",
        "/v1/orders",
        json=ORDER | {"transfers": [TRANSFER]},
    ),
]

CASES = [
    Case("orders.create", TOO_LITTLE, "POST", "/v1/orders", invalid("amount"), json=ORDER | {"amount": 99}),
    Case(
        "orders.create",
        REQUIRED,
        "POST",
        "/v1/orders",
        invalid("amount", "The amount field is required."),
        json={"currency": "INR"},
    ),
    Case(
        "orders.create",
        REQUIRED,
        "POST",
        "/v1/orders",
        invalid("currency", "The currency field is required."),
        json={"amount": 5000},
    ),
    Case("orders.fetch-with-id", NOT_AN_ID, "GET", "/v1/orders/id", invalid()),
    Case(
        "orders.fetch-with-id",
        NOT_AN_ID,
        "GET",
        "/v1/orders/order_x48wjYEr2I",
        invalid(says="x48wjYEr2I is not a valid id."),
    ),
    Case("orders.fetch-with-id", NO_SUCH_ID, "GET", NOBODY, invalid()),
    Case("orders.update", NOT_AN_ID, "PATCH", "/v1/orders/id", invalid(), json={"notes": {"a": "b"}}),
    Case("orders.update", NO_SUCH_ID, "PATCH", NOBODY, invalid(), json={"notes": {"a": "b"}}),
    Case(
        "payments.fetch-payments-orders",
        "_id is not a valid id.",
        "GET",
        "/v1/orders/_id/payments",
        invalid(),
    ),
    Case(
        "payments.fetch-payments-orders",
        "_id is not a valid id.",
        "GET",
        "/v1/orders/order_x48wjYEr2I/payments",
        invalid(says="x48wjYEr2I is not a valid id."),
    ),
    Case(
        "payments.fetch-payments-orders",
        "The id provided does not exist.",
        "GET",
        f"{NOBODY}/payments",
        invalid(),
    ),
    Case(
        "payments.fetch-payments-orders",  # the cause on the page: the id is missing
        "The id provided does not exist.",
        "GET",
        "/v1/orders//payments",
        invalid(),
    ),
    Case(
        "payments.route.fetch-transfer-order",
        "order_id is not a valid id",
        "GET",
        "/v1/orders/order_order_id",
        invalid(),
        params={"expand[]": "transfers"},
    ),
]


def route(text, at, order=None, fault=None, says=None, **transfer):
    """An order with transfers."""
    body = ORDER | {
        "transfers": [{key: value for key, value in (TRANSFER | transfer).items() if value is not None}]
    }
    body = {key: value for key, value in (body | (order or {})).items() if value is not None}
    record = "payments.route.create-transfers-orders"
    return Case(record, text, "POST", "/v1/orders", invalid(at, says), json=body, fault=fault)


ROUTE = [
    route("The amount must be at least INR 1.00", "amount", order={"amount": 99}),
    route("The input field is required", "amount", order={"amount": None}),
    route("The input field is required", "transfers.0.account", account=None),
    route("The input field is required", "transfers.0.amount", amount=None),
    route("The input field is required", "transfers.0.currency", currency=None),
    route("The currency should be INR for transfers", "transfers.0.currency", currency="USD"),
    route("The currency should be INR for transfers", "currency", order={"currency": "USD"}),
    route(
        "Keys sent in linked_account_notes must exist in notes",
        "transfers.0.linked_account_notes",
        notes={"branch": "Acme Corp Bangalore North"},
        linked_account_notes=["roll_no"],
    ),
    route(
        "on_hold_until must be between 946684800 and 4765046400", "transfers.0.on_hold_until", on_hold_until=1
    ),
    route(
        "on_hold_until must be between 946684800 and 4765046400",
        "transfers.0.on_hold_until",
        on_hold_until=4765046401,
    ),
    route("input is an invalid account_code.", "transfers.0.account", account="input"),
    route(
        "The sum of amount requested for transfer is greater than the captured amount",
        None,
        amount=ORDER["amount"] + 1,
    ),
]

# Nothing is transferred when the order is made: the text is reachable as a fault only.
BALANCE = Case(
    "payments.route.create-transfers-orders",
    "Transfer cannot be made due to insufficient balance",
    "POST",
    "/v1/orders",
    invalid(),
    json=ORDER | {"transfers": [TRANSFER]},
    fault=("order.create", 400),
)


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize("case", CASES + ROUTE, ids=str)
def test_error(case, rzp):
    got, changed = refused(case, rzp)
    assert got == documented(case)
    assert changed == []


def test_insufficient_balance(rzp):
    (status, body), changed = refused(BALANCE, rzp)
    assert (status, body["error"]["code"]) == (400, "BAD_REQUEST_ERROR")
    assert body["error"]["description"] == BALANCE.text
    assert changed == []


def test_one_rupee_is_enough(rzp):
    reply = rzp.request("POST", "/v1/orders", json=ORDER | {"amount": 100})
    assert (reply.status, reply.body["amount"], reply.body["status"]) == (200, 100, "created")


def test_receipts_are_unique(rzp):
    first = rzp.request("POST", "/v1/orders", json=ORDER | {"receipt": "receipt#1"})
    again = rzp.request("POST", "/v1/orders", json=ORDER | {"receipt": "receipt#1"})
    other = rzp.request("POST", "/v1/orders", json=ORDER | {"receipt": "receipt#2"})
    assert (first.status, again.status, other.status) == (200, 400, 200)
    assert again.body["error"]["field"] == "receipt"
    assert again.body["error"]["reason"] == "input_validation_failed"
    listed = [order["receipt"] for order in rzp.request("GET", "/v1/orders").body["items"]]
    assert listed == ["receipt#2", "receipt#1"]


def test_orders_without_a_receipt_do_not_collide(rzp):
    statuses = [
        rzp.request("POST", "/v1/orders", json=ORDER | extra).status for extra in ({}, {}, {"receipt": None})
    ]
    assert statuses == [200, 200, 200]


@pytest.mark.parametrize(("length", "status"), [(40, 200), (41, 400)])
def test_a_receipt_has_at_most_forty_characters(rzp, length, status):
    reply = rzp.request("POST", "/v1/orders", json=ORDER | {"receipt": "r" * length})
    assert reply.status == status
    assert reply.body.get("error", {}).get("field") == (None if status == 200 else "receipt")


def test_only_notes_can_be_updated(rzp):
    order = rzp.request("POST", "/v1/orders", json=ORDER).body
    reply = rzp.request("PATCH", f"/v1/orders/{order['id']}", json={"amount": 1, "notes": {"a": "b"}})
    assert reply.status == 400
    assert reply.body == invalid().body("amount is/are not required and should not be sent")
    assert rzp.request("GET", f"/v1/orders/{order['id']}").body == order
