"""Every documented error of payment links, in full; ten pages share the list of the create call."""

from __future__ import annotations

import pytest

from tests.contract.refusals import UNKNOWN, Case, Keys, Stage, documented, of_links, refused, wrong_keys

PAGE = "payments.payment-links."
STANDARD, UPI = PAGE + "create-standard", PAGE + "create-upi"
LINK = {"amount": 1000, "currency": "INR", "description": "Payment for policy no #23456"}

# What the request of each page adds to a plain link.
PAGES = {
    STANDARD: {},
    UPI: {"upi_link": True},
    PAGE + "change-business-name": {"options": {"checkout": {"name": "Lacme Corp"}}},
    PAGE + "checkout-theme": {"options": {"checkout": {"theme": {"hide_topbar": True}}}},
    PAGE + "customise-payment-methods": {
        "options": {"checkout": {"method": {"netbanking": True, "upi": False}}}
    },
    PAGE + "offers": {"options": {"order": {"offers": ["offer_F4WMTC3pwFKnzq"]}}},
    PAGE + "rename-checkout-labels": {
        "options": {"checkout": {"partial_payment": {"min_amount_label": "Minimum Money to be paid"}}}
    },
    PAGE + "rename-payment-details-labels": {
        "options": {"hosted_page": {"label": {"receipt": "Ref No.", "description": "Course Name"}}}
    },
    PAGE + "third-party-validation": {
        "options": {
            "order": {
                "method": "netbanking",
                "bank_account": {
                    "account_number": "765432123456789",
                    "name": "Gaurav",
                    "ifsc": "HDFC0000053",
                },
            }
        }
    },
    PAGE + "transfer-payments": {
        "options": {
            "order": {"transfers": [{"account": "acc_CNo3jSI8OkFJJJ", "amount": 500, "currency": "INR"}]}
        }
    },
}
LIVE = {"test_mode": False}
NO_KEYS = "The api {key/secret} provided is invalid"
REQUIRED = "The {input field} is required"
WRONG_FIELDS = "wrong input fields sent."
ATTEMPTED = "payment link creation with reference ID already attempted"
TOO_SOON = "timestamp must be atleast 15 minutes in future"
NOT_LIVE = "Invalid access: Cannot create a payment link in live mode, as live mode is disabled for merchant."
SUSPENDED = "Invalid access: Cannot create a payment link, as Merchant is Suspended."
TOO_LONG = "value: the length must not be greater than 255."
TEST_MODE = "UPI Payment Links is not supported in Test Mode. Please experience the product in Live Mode."
RUPEES_ONLY = "upi is currently supported only in indian currency"
NOT_IN_PARTS = "partial payment not supported in upi link"
NO_SUCH_ID = "The id provided does not exist"
UPDATABLE = "update can only be made in created or partially paid state"
PAID = "cannot cancel or expire an already paid/partially paid link"
EXPIRED = "cannot cancel or expire an expired link"
NOBODY = f"/v1/payment_links/plink_{UNKNOWN}"


def create(page, text, says=None, drop=(), account=None, **changes):
    """A refused create call of that page; the one of UPI links is made in live mode, as it asks for."""
    if page == UPI:
        account = LIVE | (account or {})
    body = {key: value for key, value in (LINK | PAGES[page] | changes).items() if key not in drop}
    return Case(page, text, "POST", "/v1/payment_links", of_links(says), json=body, account=account)


CREATE = [
    case
    for page in PAGES
    for case in (
        create(page, REQUIRED, "The amount is required", drop=("amount",)),
        create(page, WRONG_FIELDS, foo="bar"),
        create(page, ATTEMPTED, reference_id="<reference_in_use>"),
        create(page, TOO_SOON, expire_by="<now+899>"),
        create(page, TOO_SOON, expire_by=1500000000),
        create(page, NOT_LIVE, account=LIVE | {"live_mode_disabled": True}),
        create(page, SUSPENDED, account={"suspended": True}),
        create(page, TOO_LONG, notes={"policy_name": "x" * 256}),
    )
] + [
    case
    for page in (STANDARD, UPI)
    for case in (
        create(page, TEST_MODE, account={"test_mode": True}, upi_link=True),
        create(page, RUPEES_ONLY, account=LIVE, upi_link=True, currency="USD"),
        create(page, NOT_IN_PARTS, account=LIVE, upi_link=True, accept_partial=True),
    )
]


def shared(name, text, method, path, says=None, json=None):
    """A text that the standard page and the UPI page both list."""
    return [
        Case(f"{PAGE}{name}-{kind}", text, method, path, of_links(says), json=json)
        for kind in ("standard", "upi")
    ]


EXISTING = [
    *shared(
        "fetch-id",
        "invalid input [strippedId] = [xxxxxxxxxxxx]",
        "GET",
        "/v1/payment_links/plink_xxxxxxxxxxxx",
    ),
    *shared("fetch-id", NO_SUCH_ID, "GET", NOBODY),
    *shared("update", UPDATABLE, "PATCH", "/v1/payment_links/<paid_link>", json={"notes": {"a": "b"}}),
    *shared("update", UPDATABLE, "PATCH", "/v1/payment_links/<expired_link>", json={"notes": {"a": "b"}}),
    *shared("update", UPDATABLE, "PATCH", "/v1/payment_links/<cancelled_link>", json={"notes": {"a": "b"}}),
    *shared("update", WRONG_FIELDS, "PATCH", "/v1/payment_links/<link>", json={"foo": "bar"}),
    *shared("update", NO_SUCH_ID, "PATCH", NOBODY, json={"notes": {"a": "b"}}),
    *shared("cancel", PAID, "POST", "/v1/payment_links/<paid_link>/cancel"),
    *shared("cancel", PAID, "POST", "/v1/payment_links/<partial_link>/cancel"),
    *shared("cancel", EXPIRED, "POST", "/v1/payment_links/<expired_link>/cancel"),
    *shared("cancel", EXPIRED, "POST", "/v1/payment_links/<cancelled_link>/cancel"),
    *shared("cancel", NO_SUCH_ID, "POST", f"{NOBODY}/cancel"),
    Case(
        PAGE + "resend",
        "not a valid notification medium",
        "POST",
        "/v1/payment_links/<link>/notify_by/fax",
        of_links(),
    ),
    Case(  # the failure sample of the page
        PAGE + "resend",
        "invalid input [id] = [link_QX7wiVUHdcOOoW]",
        "POST",
        "/v1/payment_links/link_QX7wiVUHdcOOoW/notify_by/sms",
        of_links(),
    ),
]

KEYS = [
    *(
        Keys(page, NO_KEYS, 401, "POST", "/v1/payment_links", json=LINK | extra)
        for page, extra in PAGES.items()
    ),
    *(
        Keys(f"{PAGE}{name}-{kind}", NO_KEYS, 401, method, path, json=json)
        for kind in ("standard", "upi")
        for name, method, path, json in (
            ("fetch-all", "GET", "/v1/payment_links", None),
            ("fetch-id", "GET", NOBODY, None),
            ("update", "PATCH", NOBODY, {"notes": {"a": "b"}}),
            ("cancel", "POST", f"{NOBODY}/cancel", None),
        )
    ),
    Keys(PAGE + "resend", NO_KEYS, 401, "POST", f"{NOBODY}/notify_by/sms"),
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


def test_links_without_a_reference_id_do_not_collide(rzp):
    replies = [
        rzp.request("POST", "/v1/payment_links", json=LINK | extra) for extra in ({}, {"reference_id": ""})
    ]
    assert [reply.status for reply in replies] == [200, 200]
    assert rzp.request("POST", "/v1/payment_links", json=LINK).status == 200


def test_fifteen_minutes_ahead_are_enough(rzp):
    reply = rzp.request("POST", "/v1/payment_links", json=LINK | {"expire_by": rzp.clock.now() + 900})
    assert (reply.status, reply.body["expire_by"]) == (200, rzp.clock.now() + 900)


def test_the_longest_note(rzp):
    reply = rzp.request("POST", "/v1/payment_links", json=LINK | {"notes": {"policy_name": "x" * 255}})
    assert (reply.status, reply.body["notes"]) == (200, {"policy_name": "x" * 255})


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"reference_id": "r" * 40}, 200),
        ({"reference_id": "r" * 41}, 400),
        ({"description": "d" * 2048}, 200),
        ({"description": "d" * 2049}, 400),
        ({"accept_partial": True, "first_min_partial_amount": 1000}, 200),
        ({"accept_partial": True, "first_min_partial_amount": 1001}, 400),
    ],
    ids=lambda value: str(value)[:24],
)
def test_limits(rzp, changes, status):
    reply = rzp.request("POST", "/v1/payment_links", json=LINK | changes)
    assert reply.status == status
    assert len(rzp.request("GET", "/v1/payment_links").body["payment_links"]) == (status == 200)


def test_a_link_expires_six_months_from_now_at_the_latest(rzp):
    # 2026-01-05T10:00:00Z, and six calendar months on
    latest = 1783245600
    late = rzp.request("POST", "/v1/payment_links", json=LINK | {"expire_by": latest + 1})
    last = rzp.request("POST", "/v1/payment_links", json=LINK | {"expire_by": latest})
    assert (late.status, last.status, last.body["expire_by"]) == (400, 200, latest)


def test_a_disabled_live_mode_leaves_test_mode_alone(rzp):
    from fakerzp import FakeRazorpay

    other = FakeRazorpay(seed=1, account={"live_mode_disabled": True})
    assert other.request("POST", "/v1/payment_links", json=LINK).status == 200


def test_a_upi_link_in_live_mode(rzp):
    from fakerzp import FakeRazorpay

    live = FakeRazorpay(seed=1, account=LIVE)
    reply = live.request("POST", "/v1/payment_links", json=LINK | {"upi_link": True})
    assert (reply.status, reply.body["upi_link"], reply.body["status"]) == (200, True, "created")


def test_a_partially_paid_link_can_be_updated(rzp):
    path = Stage(rzp).fill("/v1/payment_links/<partial_link>")
    reply = rzp.request("PATCH", path, json={"notes": {"a": "b"}})
    assert (reply.status, reply.body["status"], reply.body["notes"]) == (200, "partially_paid", {"a": "b"})
