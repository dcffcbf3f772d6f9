"""What every call of these resources refuses alike: ids, JSON, keys of the body, types, limits, URLs.

Texts that no page lists are not held to the letter; status, envelope, the key at fault and the unchanged
world are.
"""

from __future__ import annotations

import pytest

from fakerzp import BadRequestError
from tests.contract.refusals import (
    BOOK,
    CUSTOMER,
    NOT_FOUND,
    UNKNOWN,
    Stage,
    invalid,
    not_applicable,
    with_keys,
)

ORDER = {"amount": 50000, "currency": "INR"}
INVOICE = {"type": "invoice", "currency": "INR", "customer": CUSTOMER, "line_items": [BOOK]}
ITEM = {"name": "Book", "amount": 20000, "currency": "INR"}
LINK = {"amount": 1000, "currency": "INR", "description": "For a policy"}
REGISTRATION = {
    "customer": CUSTOMER,
    "type": "link",
    "amount": 100,
    "currency": "INR",
    "description": "Registration",
    "subscription_registration": {"method": "card", "max_amount": 50000},
}
CREATE = {
    "/v1/customers": CUSTOMER,
    "/v1/items": ITEM,
    "/v1/orders": ORDER,
    "/v1/invoices": INVOICE,
    "/v1/payment_links": LINK,
    "/v1/subscription_registration/auth_links": REGISTRATION,
}
LISTS = ["customers", "items", "orders", "payments", "refunds", "invoices", "payment_links"]
NO_URL = "The requested URL was not found on the server."
EXIST, EXIST_STOP = "The id provided does not exist", "The id provided does not exist."

# path, the text for a well-formed id that nobody has, the text for a malformed one
FETCHES = [
    ("/v1/customers/cust_{}", EXIST_STOP, "{} is not a valid id."),
    ("/v1/items/item_{}", EXIST_STOP, "no Route matched with those values"),
    ("/v1/orders/order_{}", EXIST, "{} is not a valid id."),
    ("/v1/orders/order_{}/payments", EXIST_STOP, "{} is not a valid id."),
    ("/v1/payments/pay_{}", EXIST_STOP, EXIST_STOP),
    ("/v1/payments/pay_{}/card", EXIST_STOP, EXIST_STOP),
    ("/v1/payments/pay_{}/refunds", EXIST, "{} is not a valid id"),
    ("/v1/refunds/rfnd_{}", EXIST, "{} is not a valid id"),
    ("/v1/invoices/inv_{}", EXIST_STOP, EXIST_STOP),
    ("/v1/payment_links/plink_{}", EXIST, "invalid input [strippedId] = [{}]"),
    ("/v1/customers/cust_{}/tokens", EXIST_STOP, "{} is not a valid id."),
]


def error_of(reply):
    return reply.status, reply.body["error"]["description"]


@pytest.mark.parametrize(("path", "unknown", "malformed"), FETCHES, ids=[row[0] for row in FETCHES])
def test_an_id_that_nobody_has(rzp, path, unknown, malformed):
    assert error_of(rzp.request("GET", path.format(UNKNOWN))) == (400, unknown)


@pytest.mark.parametrize("rest", ["x", "LQPd9lomgwDE5Fs", "LQPd9lomgwD-5F", "LQPd9lomgwDE5"])
@pytest.mark.parametrize(("path", "unknown", "malformed"), FETCHES, ids=[row[0] for row in FETCHES])
def test_an_id_that_is_none(rzp, path, unknown, malformed, rest):
    assert error_of(rzp.request("GET", path.format(rest))) == (400, malformed.format(rest))


@pytest.mark.parametrize("account", ["acc_KBrJAIEqre5ucn"])
def test_an_id_of_another_account_is_unknown_here(rzp, account):
    theirs = rzp.request("POST", "/v1/orders", json=ORDER, headers={"X-Razorpay-Account": account}).body["id"]
    assert error_of(rzp.request("GET", f"/v1/orders/{theirs}")) == (400, EXIST)
    ours = rzp.request("POST", "/v1/orders", json=ORDER).body["id"]
    there = rzp.request("GET", f"/v1/orders/{ours}", headers={"X-Razorpay-Account": account})
    assert error_of(there) == (400, EXIST)


# -------------------------------------------------------------------------------- the request


@pytest.mark.parametrize("body", ["{", '{"amount": 50000,}', "[1, 2", "nonsense", b"\xff\xfe{}"])
@pytest.mark.parametrize("path", CREATE)
def test_a_body_that_is_not_json(rzp, path, body):
    stage = Stage(rzp)
    before = stage.picture()
    reply = rzp.request("POST", path, data=body)
    assert reply.status == 400
    assert reply.body["error"]["code"] == "BAD_REQUEST_ERROR"
    assert reply.body["error"]["description"]
    assert stage.picture() == before


@pytest.mark.parametrize("body", ["[]", '"text"', "17", "null", "[[1]]"])
@pytest.mark.parametrize("path", [path for path in CREATE if path != "/v1/customers"])
def test_json_that_is_not_an_object(rzp, path, body):
    stage = Stage(rzp)
    before = stage.picture()
    reply = rzp.request("POST", path, data=body)
    assert (reply.status, reply.body["error"]["code"]) == (400, "BAD_REQUEST_ERROR")
    assert stage.picture() == before


BARRED = [path for path in CREATE if path != "/v1/payment_links"]  # those have a text of their own


@pytest.mark.parametrize("path", BARRED)
def test_keys_that_the_call_does_not_know(rzp, path):
    stage = Stage(rzp)
    before = stage.picture()
    reply = rzp.request("POST", path, json=CREATE[path] | {"foo": 1, "bar": None})
    expected = invalid().body("foo, bar is/are not required and should not be sent")
    assert (reply.status, reply.body) == (400, expected)
    assert stage.picture() == before


MISSING = [
    ("/v1/items", "name"),
    ("/v1/items", "amount"),
    ("/v1/items", "currency"),
    ("/v1/orders", "amount"),
    ("/v1/orders", "currency"),
    ("/v1/invoices", "line_items"),
    ("/v1/invoices", "customer"),
    ("/v1/subscription_registration/auth_links", "amount"),
    ("/v1/subscription_registration/auth_links", "subscription_registration"),
]


@pytest.mark.parametrize(("path", "key"), MISSING)
def test_keys_that_the_call_needs(rzp, path, key):
    stage = Stage(rzp)
    before = stage.picture()
    body = {name: value for name, value in CREATE[path].items() if name != key}
    reply = rzp.request("POST", path, json=body)
    error = reply.body["error"]
    assert (reply.status, error["field"], error["reason"]) == (400, key, "input_validation_failed")
    assert "required" in error["description"]
    assert stage.picture() == before


WRONG_TYPES = [
    (path, "amount", wrong)
    for path in ("/v1/items", "/v1/orders", "/v1/subscription_registration/auth_links")
    for wrong in ("fifty", 500.5, True, [50000], {"value": 50000}, -100)
] + [
    ("/v1/customers", "name", {"first": "Gaurav"}),
    ("/v1/customers", "email", "gaurav.kumar"),
    ("/v1/customers", "email", "@example.com"),
    ("/v1/customers", "notes", "text"),
    ("/v1/items", "name", ["Book"]),
    ("/v1/items", "currency", "RUPEES"),
    ("/v1/orders", "currency", "XXX"),
    ("/v1/orders", "currency", 356),
    ("/v1/orders", "receipt", {"number": 1}),
    ("/v1/orders", "notes", 7),
    ("/v1/orders", "partial_payment", "perhaps"),
    ("/v1/invoices", "type", "proforma"),
    ("/v1/invoices", "line_items", "Book"),
    ("/v1/invoices", "expire_by", "tomorrow"),
    ("/v1/invoices", "customer", "Gaurav"),
]


@pytest.mark.parametrize(("path", "key", "wrong"), WRONG_TYPES)
def test_values_of_the_wrong_type(rzp, path, key, wrong):
    stage = Stage(rzp)
    before = stage.picture()
    reply = rzp.request("POST", path, json=CREATE[path] | {key: wrong})
    error = reply.body["error"]
    assert (reply.status, error["field"], error["reason"]) == (400, key, "input_validation_failed")
    assert stage.picture() == before


@pytest.mark.parametrize("path", ["/v1/items", "/v1/orders", "/v1/subscription_registration/auth_links"])
def test_digits_in_a_string_are_an_amount(rzp, path):
    reply = rzp.request("POST", path, json=CREATE[path] | {"amount": "100"})
    assert (reply.status, reply.body["amount"]) == (200, 100)


# -------------------------------------------------------------------------------- the limits

NOTED = [path for path in CREATE if path not in ("/v1/items", "/v1/invoices", "/v1/payment_links")]
LONG = [
    ("/v1/customers", {"name": "G" * 50}, {"name": "G" * 51}, "name"),
    ("/v1/customers", {"name": "Gau"}, {"name": "Ga"}, "name"),
    ("/v1/customers", {"contact": "+91987654321098"}, {"contact": "+919876543210987"}, "contact"),
    ("/v1/customers", {"email": "g" * 52 + "@example.com"}, {"email": "g" * 53 + "@example.com"}, "email"),
    ("/v1/orders", {"receipt": "r" * 40}, {"receipt": "r" * 41}, "receipt"),
    ("/v1/orders", {"amount": 100}, {"amount": 99}, "amount"),
    ("/v1/items", {"amount": 100}, {"amount": 99}, "amount"),
    ("/v1/invoices", {"description": "d" * 2048}, {"description": "d" * 2049}, "description"),
    ("/v1/invoices", {"terms": "t" * 2048}, {"terms": "t" * 2049}, "terms"),
    ("/v1/invoices", {"comment": "c" * 2048}, {"comment": "c" * 2049}, "comment"),
]


@pytest.mark.parametrize(
    ("path", "fits", "exceeds", "key"), LONG, ids=[f"{row[0]}-{row[3]}-{i}" for i, row in enumerate(LONG)]
)
def test_the_limit_passes_and_one_beyond_does_not(rzp, path, fits, exceeds, key):
    stage = Stage(rzp)
    before = stage.picture()
    beyond = rzp.request("POST", path, json=CREATE[path] | exceeds)
    assert (beyond.status, beyond.body["error"]["field"]) == (400, key)
    assert stage.picture() == before
    assert rzp.request("POST", path, json=CREATE[path] | fits).status == 200


@pytest.mark.parametrize("path", NOTED)
def test_fifteen_pairs_of_notes(rzp, path):
    stage = Stage(rzp)
    before = stage.picture()
    fifteen = {f"note_key {n}": "x" * 256 for n in range(15)}
    over = rzp.request("POST", path, json=CREATE[path] | {"notes": fifteen | {"one more": "y"}})
    assert (over.status, over.body["error"]["field"]) == (400, "notes")
    assert stage.picture() == before
    reply = rzp.request("POST", path, json=CREATE[path] | {"notes": fifteen})
    assert (reply.status, reply.body["notes"]) == (200, fifteen)


@pytest.mark.parametrize("path", NOTED)
def test_a_note_of_256_characters(rzp, path):
    stage = Stage(rzp)
    before = stage.picture()
    reply = rzp.request("POST", path, json=CREATE[path] | {"notes": {"long": "x" * 257}})
    assert reply.status == 400
    assert reply.body["error"]["field"].split(".")[0] == "notes"
    assert stage.picture() == before


@pytest.mark.parametrize(
    ("path", "json"),
    [
        ("/v1/orders/<order>", {"notes": {f"k{n}": "v" for n in range(16)}}),
        ("/v1/payments/<payment>", {"notes": {f"k{n}": "v" for n in range(16)}}),
        ("/v1/refunds/<refund>", {"notes": {f"k{n}": "v" for n in range(16)}}),
    ],
)
def test_sixteen_notes_are_too_many_for_an_update(rzp, path, json):
    stage = Stage(rzp)
    path = stage.fill(path)
    before = rzp.request("GET", path).body
    reply = rzp.request("PATCH", path, json=json)
    assert (reply.status, reply.body["error"]["field"]) == (400, "notes")
    assert rzp.request("GET", path).body == before


@pytest.mark.parametrize(
    ("count", "text"), [(0, "The count must be at least 1."), (-1, "The count must be at least 1.")]
)
@pytest.mark.parametrize("name", [name for name in LISTS if name != "payment_links"])
def test_a_list_of_none(rzp, name, count, text):
    reply = rzp.request("GET", f"/v1/{name}", params={"count": count})
    assert (reply.status, reply.body) == (400, invalid("count").body(text))


@pytest.mark.parametrize("count", [101, "many"])
@pytest.mark.parametrize("name", [name for name in LISTS if name != "payment_links"])
def test_a_list_of_too_many(rzp, name, count):
    reply = rzp.request("GET", f"/v1/{name}", params={"count": count})
    assert (reply.status, reply.body["error"]["field"]) == (400, "count")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_a_hundred_is_allowed(rzp, name):
    assert rzp.request("GET", f"/v1/{name}", params={"count": 100}).status == 200


@pytest.mark.parametrize("key", ["from", "to"])
@pytest.mark.parametrize("name", ["items", "orders", "payments", "refunds"])
def test_a_list_of_another_age(rzp, name, key):
    reply = rzp.request("GET", f"/v1/{name}", params={key: 4765046401})
    assert (reply.status, reply.body) == (
        400,
        invalid(key).body(f"{key} must be between 946684800 and 4765046400"),
    )


# -------------------------------------------------------------------------------- the currencies


@pytest.mark.parametrize(
    ("currency", "amount", "status"),
    [
        ("JPY", 295, 200),  # no decimals: 295 yen
        ("USD", 29599, 200),
        ("KWD", 99990, 200),  # three decimals, the last one 0
        ("KWD", 99991, 400),
        ("BHD", 295990, 200),
        ("BHD", 295991, 400),
        ("OMR", 295995, 400),
        ("INR", 29591, 200),
    ],
)
@pytest.mark.parametrize("path", ["/v1/orders", "/v1/items", "/v1/payment_links", "/v1/invoices"])
def test_amounts_by_currency(rzp, path, currency, amount, status):
    stage = Stage(rzp)
    body = CREATE[path] | {"currency": currency, "amount": amount}
    if path == "/v1/invoices":
        body = CREATE[path] | {
            "currency": currency,
            "line_items": [BOOK | {"amount": amount, "currency": currency}],
        }
    before = stage.picture()
    reply = rzp.request("POST", path, json=body)
    assert reply.status == status
    if status == 200:
        assert (reply.body["amount"], reply.body["currency"]) == (amount, currency)
    else:
        assert reply.body["error"]["code"] == "BAD_REQUEST_ERROR"
        assert stage.picture() == before


# -------------------------------------------------------------------------------- the URL


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/nothing"),
        ("GET", "/v1"),
        ("GET", "/"),
        ("GET", "/v9/orders"),
        ("GET", "/v1/orders/order_x/payments/more"),
        ("POST", "/v1/invoices/inv_x/print"),
        ("DELETE", "/v1/orders"),
        ("PUT", "/v1/orders"),
        ("DELETE", "/v1/payments/pay_x"),
        ("PATCH", "/v1/customers"),
        ("POST", "/v1/items/item_x"),
        ("GET", "/v1/payment_links/plink_x/cancel"),
        ("GET", "/v1/invoices/inv_x/notify_by/sms"),
    ],
)
def test_a_url_that_does_not_exist(rzp, method, path):
    stage = Stage(rzp)
    before = stage.picture()
    reply = rzp.request(method, path, json={} if method not in ("GET", "DELETE") else None)
    assert (reply.status, reply.body) == (400, NOT_FOUND.body(NO_URL))
    assert stage.picture() == before


def test_the_slash_at_the_end_is_the_same_call(rzp):
    """Seed 2 posts to /v1/payment_links/."""
    assert rzp.request("POST", "/v1/payment_links/", json=LINK).status == 200


# -------------------------------------------------------------------------------- the doors


def test_wrong_keys_come_before_everything_else():
    rzp = with_keys()
    reply = rzp.request("POST", "/v1/orders", data="{", auth=("rzp_test_NobodysKey0000", "x"))
    assert (reply.status, reply.body) == (400, not_applicable().body("Authentication failed."))


def test_a_direct_call_raises_what_a_request_answers(rzp):
    body = {"amount": 99, "currency": "INR"}
    answered = rzp.request("POST", "/v1/orders", json=body)
    with pytest.raises(BadRequestError, match=r"The amount must be at least INR 1\.00\.") as raised:
        rzp.order.create(body)
    error, envelope = raised.value, answered.body["error"]
    assert error.status == answered.status
    assert {
        key: getattr(error, key) for key in ("code", "field", "source", "step", "reason", "metadata")
    } == {key: envelope[key] for key in ("code", "field", "source", "step", "reason", "metadata")}


def test_an_answer_belongs_to_the_caller(rzp):
    first = rzp.request("GET", f"/v1/orders/order_{UNKNOWN}")
    first.body["error"]["metadata"]["mine"] = True
    first.body["error"]["description"] = "changed"
    second = rzp.request("GET", f"/v1/orders/order_{UNKNOWN}")
    assert (second.status, second.body) == (400, invalid().body(EXIST))
