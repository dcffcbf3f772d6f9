"""Every documented error of customers, in full."""

from __future__ import annotations

import pytest

from tests.contract.refusals import CONTACT, UNKNOWN, Case, Keys, documented, invalid, refused, wrong_keys

TOO_SHORT = "Contact number should be at least 8 digits, including country code."
NOT_AN_ID = "id is not a valid id."
NO_SUCH_ID = "The id provided does not exist."
NO_KEYS = "The API <key/secret> provided is invalid."
SEVEN_DIGITS = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "1234567"}

KEYS = [
    Keys("customers.create", NO_KEYS, 401, "POST", "/v1/customers", json={"name": "Gaurav Kumar"}),
    Keys(
        "customers.edit", NO_KEYS, 401, "PUT", f"/v1/customers/cust_{UNKNOWN}", json={"name": "Gaurav Kumar"}
    ),
    Keys("customers.fetch-all", NO_KEYS, 401, "GET", "/v1/customers"),
    Keys("customers.fetch-with-id", NO_KEYS, 401, "GET", f"/v1/customers/cust_{UNKNOWN}"),
]

CASES = [
    Case("customers.create", TOO_SHORT, "POST", "/v1/customers", CONTACT, json=SEVEN_DIGITS),
    Case(
        "customers.edit", TOO_SHORT, "PUT", "/v1/customers/<customer>", CONTACT, json={"contact": "1234567"}
    ),
    Case("customers.edit", NOT_AN_ID, "PUT", "/v1/customers/id", invalid(), json={"name": "Gaurav Kumar"}),
    Case(
        "customers.edit",
        NOT_AN_ID,
        "PUT",
        "/v1/customers/cust_LQPd9lomgwDE5Fs",
        invalid(says="LQPd9lomgwDE5Fs is not a valid id."),
        json={"name": "Gaurav Kumar"},
    ),
    Case("customers.fetch-with-id", NOT_AN_ID, "GET", "/v1/customers/id", invalid()),
    Case(
        "customers.fetch-with-id",  # the id of the sample, with its prefix and without
        NOT_AN_ID,
        "GET",
        "/v1/customers/cust_LQPd9lomgwDE5Fs",
        invalid(says="LQPd9lomgwDE5Fs is not a valid id."),
    ),
    Case(
        "customers.fetch-with-id",
        NOT_AN_ID,
        "GET",
        "/v1/customers/LQPd9lomgwDE5Fs",
        invalid(says="LQPd9lomgwDE5Fs is not a valid id."),
    ),
    Case("customers.fetch-with-id", NO_SUCH_ID, "GET", f"/v1/customers/cust_{UNKNOWN}", invalid()),
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
    ("contact", "status"),
    [("1234567", 400), ("12345678", 200), ("+911234", 400), ("+91123456", 200), ("+919876543210", 200)],
)
def test_eight_digits_are_enough(rzp, contact, status):
    reply = rzp.request("POST", "/v1/customers", json={"name": "Gaurav Kumar", "contact": contact})
    assert reply.status == status
    assert reply.body.get("contact") == (contact if status == 200 else None)


def test_a_second_customer_with_the_same_details_is_an_error_by_default(rzp):
    first = rzp.request("POST", "/v1/customers", json=SEVEN_DIGITS | {"contact": "9123456780"})
    second = rzp.request("POST", "/v1/customers", json=SEVEN_DIGITS | {"contact": "9123456780"})
    told = rzp.request(
        "POST", "/v1/customers", json=SEVEN_DIGITS | {"contact": "9123456780", "fail_existing": "1"}
    )
    assert (second.status, second.body["error"]["code"]) == (400, "BAD_REQUEST_ERROR")
    assert second.body["error"]["reason"] == "input_validation_failed"
    assert told.body == second.body
    assert [customer["id"] for customer in rzp.request("GET", "/v1/customers").body["items"]] == [
        first.body["id"]
    ]


@pytest.mark.parametrize("fail_existing", ["0", 0, False])
def test_a_second_customer_is_the_first_one_when_that_is_asked_for(rzp, fail_existing):
    first = rzp.request("POST", "/v1/customers", json=SEVEN_DIGITS | {"contact": "9123456780"})
    body = SEVEN_DIGITS | {"contact": "9123456780", "fail_existing": fail_existing}
    assert rzp.request("POST", "/v1/customers", json=body).body == first.body


def test_customer_tokens_of_nobody(rzp):
    unknown = rzp.request("GET", f"/v1/customers/cust_{UNKNOWN}/tokens")
    malformed = rzp.request("GET", "/v1/customers/cust_x/tokens")
    assert (unknown.status, unknown.body["error"]["description"]) == (400, "The id provided does not exist.")
    assert (malformed.status, malformed.body["error"]["description"]) == (400, "x is not a valid id.")
