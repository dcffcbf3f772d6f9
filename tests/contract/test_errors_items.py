"""Every documented error of items, in full."""

from __future__ import annotations

import pytest

from tests.contract.refusals import NOT_FOUND, UNKNOWN, Case, Keys, documented, invalid, refused, wrong_keys

NO_KEYS = "The API <key/secret> provided is invalid."
NO_SUCH_ID = "The id provided does not exist."
NO_AMOUNT = "The amount field is required when item id is not present."
NO_NAME = "The name field is required when item id is not present."
CREATE = "payments.invoices.create-item"
FETCH = "payments.invoices.fetch-with-id-item"
UPDATE = "payments.invoices.update-item"
DELETE = "payments.invoices.delete-item"
ITEM = {"name": "Book / English August", "description": "An Indian story", "amount": 20000, "currency": "INR"}
WITHOUT_CURRENCY = {key: value for key, value in ITEM.items() if key != "currency"}
NOBODY = f"/v1/items/item_{UNKNOWN}"

KEYS = [
    Keys(CREATE, NO_KEYS, 401, "POST", "/v1/items", json=ITEM),
    Keys("payments.invoices.fetch-all-items", NO_KEYS, 401, "GET", "/v1/items"),
    Keys(FETCH, NO_KEYS, 401, "GET", NOBODY),
    Keys(UPDATE, NO_KEYS, 401, "PATCH", NOBODY, json={"name": "Book"}),
    Keys(DELETE, NO_KEYS, 401, "DELETE", NOBODY),
]

CASES = [
    Case(
        CREATE,
        "The currency field is required.",
        "POST",
        "/v1/items",
        invalid("currency"),
        json=WITHOUT_CURRENCY,
    ),
    Case(
        CREATE,
        "The currency field is required.",
        "POST",
        "/v1/items",
        invalid("currency"),
        json=ITEM | {"currency": ""},
    ),
    Case(
        CREATE,
        "The merchant doesn't have international activated",
        "POST",
        "/v1/items",
        invalid("currency"),
        json=ITEM | {"currency": "USD"},
        account={"international": False},
    ),
    Case(
        CREATE,
        "The amount must be at least INR 1.00",
        "POST",
        "/v1/items",
        invalid("amount"),
        json=ITEM | {"amount": 99},
    ),
    Case(FETCH, NO_SUCH_ID, "GET", NOBODY, invalid()),
    Case(FETCH, "no Route matched with those values", "GET", "/v1/items/item_7Oy8OMV6Bd", NOT_FOUND),
    Case(FETCH, "no Route matched with those values", "GET", "/v1/items/item_7Oy8OMV6BdEAacX", NOT_FOUND),
    Case(UPDATE, NO_SUCH_ID, "PATCH", NOBODY, invalid(), json={"name": "Book"}),
    Case(UPDATE, NO_SUCH_ID, "PATCH", "/v1/items/item_7Oy8OMV6Bd", invalid(), json={"name": "Book"}),
    Case(
        UPDATE,
        NO_AMOUNT,
        "PATCH",
        "/v1/items/<item>",
        invalid("amount"),
        json={"name": "Book", "amount": None},
    ),
    Case(UPDATE, NO_NAME, "PATCH", "/v1/items/<item>", invalid("name"), json={"name": "", "amount": 30000}),
    Case(UPDATE, NO_NAME, "PATCH", "/v1/items/<item>", invalid("name"), json={}),
    Case(DELETE, NO_SUCH_ID, "DELETE", NOBODY, invalid()),
    Case(DELETE, NO_SUCH_ID, "DELETE", "/v1/items/item_7Oy8OMV6Bd", invalid()),
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


def test_one_rupee_is_enough(rzp):
    reply = rzp.request("POST", "/v1/items", json=ITEM | {"amount": 100})
    assert (reply.status, reply.body["amount"]) == (200, 100)


def test_another_currency_passes_with_international_payments(rzp):
    reply = rzp.request("POST", "/v1/items", json=ITEM | {"currency": "USD"})
    assert (reply.status, reply.body["currency"]) == (200, "USD")


def test_a_deleted_item_does_not_exist(rzp):
    item = rzp.request("POST", "/v1/items", json=ITEM).body["id"]
    assert rzp.request("DELETE", f"/v1/items/{item}").status == 200
    gone = rzp.request("GET", f"/v1/items/{item}")
    assert (gone.status, gone.body["error"]["description"]) == (400, NO_SUCH_ID)
