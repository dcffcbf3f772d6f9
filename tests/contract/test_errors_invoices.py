"""Every documented error of invoices, in full."""

from __future__ import annotations

import pytest

from tests.contract.refusals import (
    BOOK,
    CUSTOMER,
    UNKNOWN,
    Case,
    Keys,
    Stage,
    documented,
    invalid,
    refused,
    wrong_keys,
)

NO_KEYS = "The API <key/secret> provided is invalid."
NO_SUCH_ID = "The id provided does not exist."
NO_ITEMS = "line_items is required."
NO_CUSTOMER = "customer is required."
DOLLARS = "the merchant doesn't have international activated."
MIXED = "Currency of all items should be the same as of the invoice."
TOO_SOON = "expire_by should be at least 15 minutes after current time."
NO_AMOUNT = "The amount field is required when item id is not present."
NO_NAME = "The name field is required when item id is not present."
BARRED = (
    "customer, line_items, sms_notify, email_notify, draft, date is/are not required and should not be sent"
)
PAGE = "payments.invoices."
WITH_ID, WITH_DETAILS = PAGE + "create-with-customer-id", PAGE + "create-with-details"
ALL, ONE, UPDATE, ISSUE = PAGE + "fetch-all", PAGE + "fetch-with-id", PAGE + "update", PAGE + "issue"
CANCEL, DELETE, RESEND = PAGE + "cancel", PAGE + "delete", PAGE + "resend"
NOBODY = f"/v1/invoices/inv_{UNKNOWN}"
SHORT = "/v1/invoices/inv_DAuFuwWYU3"
INVOICES = {
    WITH_ID: {"type": "invoice", "currency": "INR", "customer_id": "<customer>", "line_items": [BOOK]},
    WITH_DETAILS: {"type": "invoice", "currency": "INR", "customer": CUSTOMER, "line_items": [BOOK]},
}
PLAIN = {"type": "invoice", "currency": "INR", "customer": CUSTOMER, "line_items": [BOOK]}

KEYS = [
    Keys(WITH_ID, NO_KEYS, 401, "POST", "/v1/invoices", json=INVOICES[WITH_ID]),
    Keys(WITH_DETAILS, NO_KEYS, 401, "POST", "/v1/invoices", json=PLAIN),
    Keys(ALL, NO_KEYS, 401, "GET", "/v1/invoices"),
    Keys(
        "payments.subscriptions.fetch-invoices",
        "The API key/secret provided is invalid.",
        401,
        "GET",
        "/v1/invoices",
        params={"subscription_id": "sub_00000000000001"},
    ),
    Keys(ONE, NO_KEYS, 401, "GET", NOBODY),
    Keys(ISSUE, NO_KEYS, 400, "POST", f"{NOBODY}/issue"),
    Keys(RESEND, NO_KEYS, 401, "POST", f"{NOBODY}/notify_by/sms"),
    Keys(UPDATE, "The api key provided is invalid", 400, "PATCH", NOBODY, json={"notes": {"a": "b"}}),
    # no text on the page: the one of the samples
    Keys(CANCEL, "The api {key/secret} provided is invalid", 401, "POST", f"{NOBODY}/cancel"),
    Keys(DELETE, "The api {key/secret} provided is invalid", 401, "DELETE", NOBODY),
]


def create(page, text, answer, drop=(), account=None, **changes):
    body = {key: value for key, value in (INVOICES[page] | changes).items() if key not in drop}
    return Case(page, text, "POST", "/v1/invoices", answer, json=body, account=account)


CREATE = [
    case
    for page in INVOICES
    for case in (
        create(page, NO_CUSTOMER, invalid("customer"), drop=("customer", "customer_id")),
        create(
            page,
            DOLLARS,
            invalid("currency"),
            account={"international": False},
            currency="USD",
            line_items=[BOOK | {"currency": "USD"}],
        ),
        create(page, MIXED, invalid(), line_items=[BOOK, BOOK | {"currency": "USD"}]),
        create(page, MIXED, invalid(), currency="USD"),
        create(page, TOO_SOON, invalid("expire_by"), expire_by="<now+899>"),
        create(page, TOO_SOON, invalid("expire_by"), expire_by="<now+0>"),
        create(page, TOO_SOON, invalid("expire_by"), expire_by=1500000000),
        create(page, NO_ITEMS, invalid("line_items"), drop=("line_items",)),
        create(page, NO_ITEMS, invalid("line_items"), line_items=[]),
    )
]


def stuck(record, method, path, status):
    text = f"Operation not allowed for Invoice in {status} status."
    return Case(record, text, method, path, invalid())


EXISTING = [
    Case(ALL, NO_SUCH_ID, "GET", "/v1/invoices", invalid(), params={"payment_id": f"pay_{UNKNOWN}"}),
    Case(ALL, NO_SUCH_ID, "GET", "/v1/invoices", invalid(), params={"customer_id": f"cust_{UNKNOWN}"}),
    Case(ONE, NO_SUCH_ID, "GET", NOBODY, invalid()),
    Case(ONE, NO_SUCH_ID, "GET", SHORT, invalid()),
    Case(ONE, NO_SUCH_ID, "GET", "/v1/invoices/<order>", invalid()),
    Case(ISSUE, NO_SUCH_ID, "POST", f"{NOBODY}/issue", invalid()),
    Case(ISSUE, NO_SUCH_ID, "POST", f"{SHORT}/issue", invalid()),
    Case(ISSUE, NO_ITEMS, "POST", "/v1/invoices/<draft_without_items>/issue", invalid("line_items")),
    Case(RESEND, NO_SUCH_ID, "POST", f"{NOBODY}/notify_by/sms", invalid()),
    Case(RESEND, NO_SUCH_ID, "POST", f"{SHORT}/notify_by/sms", invalid()),
    *(
        # The page says "email" whatever was sent; seed 0 (S0-E3) has the medium echoed.
        Case(
            RESEND,
            "email is not a valid communication medium.",
            "POST",
            f"/v1/invoices/<invoice>/notify_by/{medium}",
            invalid(says=f"{medium} is not a valid communication medium."),
        )
        for medium in ("emial", "fax", "SMS")
    ),
    Case(
        RESEND,
        "Email can not be sent since email address has not been provided.",
        "POST",
        "/v1/invoices/<invoice_without_email>/notify_by/email",
        invalid(),
    ),
    Case(
        RESEND,
        "SMS can not be sent since contact number has not been provided.",
        "POST",
        "/v1/invoices/<invoice_without_contact>/notify_by/sms",
        invalid(),
    ),
    stuck(ISSUE, "POST", "/v1/invoices/<invoice>/issue", "issued"),
    stuck(ISSUE, "POST", "/v1/invoices/<paid_invoice>/issue", "paid"),
    stuck(ISSUE, "POST", "/v1/invoices/<cancelled_invoice>/issue", "cancelled"),
    stuck(CANCEL, "POST", "/v1/invoices/<cancelled_invoice>/cancel", "cancelled"),
    stuck(CANCEL, "POST", "/v1/invoices/<paid_invoice>/cancel", "paid"),
    stuck(CANCEL, "POST", "/v1/invoices/<expired_invoice>/cancel", "expired"),
    stuck(DELETE, "DELETE", "/v1/invoices/<cancelled_invoice>", "cancelled"),
    stuck(DELETE, "DELETE", "/v1/invoices/<invoice>", "issued"),
    stuck(DELETE, "DELETE", "/v1/invoices/<paid_invoice>", "paid"),
    *(
        stuck(RESEND, "POST", f"/v1/invoices/<{name}>/notify_by/sms", status)
        for name, status in (
            ("draft", "draft"),
            ("paid_invoice", "paid"),
            ("expired_invoice", "expired"),
            ("cancelled_invoice", "cancelled"),
        )
    ),
    Case(
        UPDATE,
        BARRED,
        "PATCH",
        "/v1/invoices/<invoice>",
        invalid(),
        json={
            "customer": CUSTOMER,
            "line_items": [BOOK],
            "sms_notify": 1,
            "email_notify": 1,
            "draft": "1",
            "date": 1767607200,
            "notes": {"a": "b"},
        },
    ),
    Case(
        UPDATE,
        BARRED,
        "PATCH",
        "/v1/invoices/<invoice>",
        invalid(says="line_items is/are not required and should not be sent"),
        json={"line_items": [BOOK]},
    ),
    Case(
        UPDATE,
        NO_AMOUNT,
        "PATCH",
        "/v1/invoices/<draft>",
        invalid("line_items.0.amount"),
        json={"line_items": [{"name": "Book"}]},
    ),
    Case(
        UPDATE,
        NO_NAME,
        "PATCH",
        "/v1/invoices/<draft>",
        invalid("line_items.0.name"),
        json={"line_items": [{"amount": 40000}]},
    ),
    Case(
        UPDATE,
        NO_NAME,
        "PATCH",
        "/v1/invoices/<draft>",
        invalid("line_items.0.name"),
        json={"line_items": [{"quantity": 2}]},
    ),
]


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize("case", CREATE + EXISTING, ids=str)
def test_error(case, rzp):
    got, changed = refused(case, rzp)
    assert got == documented(case)
    assert changed == []


def test_a_draft_without_a_customer_cannot_be_issued(rzp):
    stage = Stage(rzp)
    path = stage.fill("/v1/invoices/<draft_without_customer>")
    reply = rzp.request("POST", f"{path}/issue")
    assert (reply.status, reply.body) == (400, invalid("customer").body(NO_CUSTOMER))
    assert rzp.request("GET", path).body["status"] == "draft"


@pytest.mark.parametrize("page", INVOICES)
def test_fifteen_minutes_ahead_are_enough(rzp, page):
    body = Stage(rzp).fill(INVOICES[page] | {"expire_by": "<now+900>"})
    reply = rzp.request("POST", "/v1/invoices", json=body)
    assert (reply.status, reply.body["expire_by"]) == (200, rzp.clock.now() + 900)


def test_an_update_cannot_bring_the_expiry_nearer_than_that(rzp):
    stage = Stage(rzp)
    path = stage.fill("/v1/invoices/<invoice>")
    before = rzp.request("GET", path).body
    reply = rzp.request("PATCH", path, json={"expire_by": rzp.clock.now() + 899})
    assert (reply.status, reply.body) == (400, invalid("expire_by").body(TOO_SOON))
    assert rzp.request("GET", path).body == before


def test_another_currency_throughout_passes(rzp):
    body = PLAIN | {"currency": "USD", "line_items": [BOOK | {"currency": "USD"}]}
    reply = rzp.request("POST", "/v1/invoices", json=body)
    assert (reply.status, reply.body["currency"], reply.body["line_items"][0]["currency"]) == (
        200,
        "USD",
        "USD",
    )


def test_a_line_item_takes_the_currency_of_its_invoice(rzp):
    book = {"name": "Book", "amount": 40000}
    reply = rzp.request("POST", "/v1/invoices", json=PLAIN | {"currency": "USD", "line_items": [book]})
    assert (reply.status, reply.body["line_items"][0]["currency"]) == (200, "USD")


@pytest.mark.parametrize(("count", "status"), [(50, 200), (51, 400)])
def test_an_invoice_has_at_most_fifty_line_items(rzp, count, status):
    reply = rzp.request("POST", "/v1/invoices", json=PLAIN | {"line_items": [BOOK] * count})
    assert reply.status == status
    assert reply.body.get("error", {}).get("field") == (None if status == 200 else "line_items")


def test_a_link_of_the_invoices_api_has_a_receipt_of_its_own(rzp):
    """S1: the receipt "must be a unique number for each Payment Link"."""
    link = {"type": "link", "amount": 1000, "description": "For a policy", "receipt": "TS91"}
    first = rzp.request("POST", "/v1/invoices", json=link)
    second = rzp.request("POST", "/v1/invoices", json=link)
    assert (first.status, second.status) == (200, 400)
    assert second.body["error"]["field"] == "receipt"
    assert rzp.request("GET", "/v1/invoices").body["count"] == 1


def test_a_deleted_invoice_does_not_exist(rzp):
    path = Stage(rzp).fill("/v1/invoices/<draft>")
    assert rzp.request("DELETE", path).body == []
    gone = rzp.request("GET", path)
    assert (gone.status, gone.body) == (400, invalid().body(NO_SUCH_ID))


@pytest.mark.parametrize("path", [NOBODY, SHORT])
@pytest.mark.parametrize(("method", "tail"), [("PATCH", ""), ("DELETE", ""), ("POST", "/cancel")])
def test_an_unknown_invoice_elsewhere(rzp, method, tail, path):
    json = {"notes": {"a": "b"}} if method == "PATCH" else None
    reply = rzp.request(method, path + tail, json=json)
    assert (reply.status, reply.body) == (400, invalid().body(NO_SUCH_ID))
