"""Seed 4: the invoice behind a registration link: its fields, sending it again, cancelling it."""

import re

import pytest

from tests.seeds.documented import DAY, NOW, fits, get, ok, post, refused, sent, unpayable

PATH = "/v1/subscription_registration/auth_links"
PARTNER = {"X-Razorpay-Account": "acc_KBrJAIEqre5ucn"}
SAMPLED_AT = 1595491014  # when the sample was made: the times in the request lay ahead then

GAURAV = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9123456780"}

REQUEST = {
    "customer": GAURAV,
    "type": "link",
    "amount": "100",
    "currency": "INR",
    "description": "Registration Link for Gaurav Kumar",
    "subscription_registration": {"method": "card", "max_amount": "500", "expire_at": 1609423824},
    "receipt": "Receipt No. 1",
    "email_notify": True,
    "sms_notify": True,
    "expire_by": 1732202345,
    "notes": {"note_key 1": "Beam me up Scotty", "note_key 2": "Tea. Earl Gray. Hot."},
}

# The seed has lost its samples; these are the keys and types of the same page in the documentation.
RESPONSE = {
    "id": "inv_FHrXGIpd3N17DX",
    "entity": "invoice",
    "receipt": "Receipt No. 24",
    "invoice_number": "Receipt No. 24",
    "customer_id": "cust_BMB3EwbqnqZ2EI",
    "customer_details": {
        "id": "cust_BMB3EwbqnqZ2EI",
        "name": "Gaurav Kumar",
        "email": "gaurav.kumar@example.com",
        "contact": "9123456780",
        "gstin": None,
        "billing_address": None,
        "shipping_address": None,
        "customer_name": "Gaurav Kumar",
        "customer_email": "gaurav.kumar@example.com",
        "customer_contact": "9123456780",
    },
    "order_id": "order_FHrXGJNngJyEAe",
    "line_items": [],
    "payment_id": None,
    "status": "issued",
    "expire_by": 1732202345,
    "issued_at": 1595491014,
    "paid_at": None,
    "cancelled_at": None,
    "expired_at": None,
    "sms_status": "pending",
    "email_status": "pending",
    "date": 1595491014,
    "terms": None,
    "partial_payment": False,
    "gross_amount": 100,
    "tax_amount": 0,
    "taxable_amount": 0,
    "amount": 100,
    "amount_paid": 0,
    "amount_due": 100,
    "currency": "INR",
    "currency_symbol": "₹",
    "description": "Registration Link for Gaurav Kumar",
    "notes": {"note_key 1": "Beam me up Scotty", "note_key 2": "Tea. Earl Gray. Hot."},
    "comment": None,
    "short_url": "https://rzp.io/i/VSriCfn",
    "view_less": True,
    "billing_start": None,
    "billing_end": None,
    "type": "link",
    "group_taxes_discounts": False,
    "created_at": 1595491014,
    "idempotency_key": None,
}


@pytest.fixture
def then(build):
    """A fake at the time of the sample, so that the documented request can be sent as it stands."""
    return build(at=SAMPLED_AT)


def create(rzp, **changes):
    return post(rzp, PATH, {**REQUEST, **changes}, headers=PARTNER)


def fetch(rzp, made):
    return get(rzp, f"/v1/invoices/{made['id']}", headers=PARTNER)


def call(rzp, made, what):
    return rzp.request("POST", f"/v1/invoices/{made['id']}/{what}", headers=PARTNER)


# Each field of the entity: its fact for the new link, its fact for the cancelled one, and what the documented
# request makes it say on both. Where the seed types a thing one way and its page's sample shows another
# (contact an integer, line_items and addresses strings, type invoice), the sample is followed.
INVOICE_ID = re.compile(r"inv_[0-9A-Za-z]{14}")
CUSTOMER_ID = re.compile(r"cust_[0-9A-Za-z]{14}")
ORDER_ID = re.compile(r"order_[0-9A-Za-z]{14}")
SHORT_URL = re.compile(r"https://rzp\.io/i/[0-9A-Za-z]+")
FIELDS = [
    ("S4-F1", "S4-F37", "id", INVOICE_ID),
    ("S4-F2", "S4-F38", "entity", "invoice"),
    ("S4-F3", "S4-F39", "receipt", "Receipt No. 1"),
    ("S4-F4", "S4-F40", "invoice_number", "Receipt No. 1"),
    ("S4-F5", "S4-F41", "customer_id", CUSTOMER_ID),
    ("S4-F6", "S4-F42", "customer_details", dict),
    ("S4-F7", "S4-F43", "customer_details.id", CUSTOMER_ID),
    ("S4-F8", "S4-F44", "customer_details.name", "Gaurav Kumar"),
    ("S4-F9", "S4-F45", "customer_details.email", "gaurav.kumar@example.com"),
    ("S4-F10", "S4-F46", "customer_details.contact", "9123456780"),
    ("S4-F11", "S4-F47", "customer_details.billing_address", None),
    ("S4-F12", "S4-F48", "customer_details.shipping_address", None),
    ("S4-F13", "S4-F49", "order_id", ORDER_ID),
    ("S4-F14", "S4-F50", "line_items", []),
    ("S4-F15", "S4-F51", "payment_id", None),
    ("S4-F16", "S4-F52", "status", "issued"),
    ("S4-F17", "S4-F53", "expire_by", 1732202345),
    ("S4-F18", "S4-F54", "issued_at", SAMPLED_AT),
    ("S4-F19", "S4-F55", "paid_at", None),
    ("S4-F20", "S4-F56", "cancelled_at", None),
    ("S4-F21", "S4-F57", "expired_at", None),
    ("S4-F22", "S4-F58", "sms_status", "pending"),
    ("S4-F23", "S4-F59", "email_status", "pending"),
    ("S4-F24", "S4-F60", "date", SAMPLED_AT),
    ("S4-F25", "S4-F61", "terms", None),
    ("S4-F26", "S4-F62", "partial_payment", False),
    ("S4-F27", "S4-F63", "amount", 100),
    ("S4-F28", "S4-F64", "amount_paid", 0),
    ("S4-F29", "S4-F65", "amount_due", 100),
    ("S4-F30", "S4-F66", "currency", "INR"),
    ("S4-F31", "S4-F67", "description", "Registration Link for Gaurav Kumar"),
    ("S4-F32", "S4-F68", "notes", {"note_key 1": "Beam me up Scotty", "note_key 2": "Tea. Earl Gray. Hot."}),
    ("S4-F33", "S4-F69", "short_url", SHORT_URL),
    ("S4-F34", "S4-F70", "type", "link"),
    ("S4-F35", "S4-F71", "comment", None),
]
WHEN_CANCELLED = {
    "status": "cancelled",
    "cancelled_at": SAMPLED_AT + 9,
    "sms_status": "sent",
    "email_status": "sent",
}


def says(body, field, value):
    """The field of the answer is that value, of that type, or of that pattern."""
    for key in field.split("."):
        body = body[key]
    if isinstance(value, re.Pattern):
        assert value.fullmatch(body), (field, body)
    elif isinstance(value, type):
        assert type(body) is value, (field, body)
    else:
        assert (type(body), body) == (type(value), value), field


def cancelled(then):
    """The answer to cancelling a link nine seconds after it was made and sent again by both media."""
    made = create(then)
    for medium in ("sms", "email"):
        ok(call(then, made, f"notify_by/{medium}"))
    then.clock.advance(seconds=9)
    return made, ok(call(then, made, "cancel"))


@pytest.mark.parametrize(("field", "value"), [row[2:] for row in FIELDS], ids=[row[0] for row in FIELDS])
def test_a_field_of_the_new_link(then, field, value):
    """What the documented request makes each field of the answer say."""
    says(create(then), field, value)


@pytest.mark.parametrize(("field", "value"), [row[2:] for row in FIELDS], ids=[row[1] for row in FIELDS])
def test_a_field_of_the_cancelled_link(then, field, value):
    """The same entity comes back, cancelled at that second; only that and what was sent meanwhile differs."""
    _made, gone = cancelled(then)
    says(gone, field, WHEN_CANCELLED.get(field, value))


def test_the_documented_request(then):
    """S4-P1, S4-X1, S4-B2: sent as it stands, it issues an invoice of the documented keys and types."""
    made = create(then)
    fits(RESPONSE, made)
    assert (made["entity"], made["status"], made["issued_at"]) == ("invoice", "issued", SAMPLED_AT)
    # Whether the first messages go out at once or a moment later is nowhere said.
    statuses = {"sms_status": "pending", "email_status": "pending"}
    assert {**fetch(then, made), **statuses} == made
    listed = get(then, "/v1/invoices", headers=PARTNER)
    assert [link["id"] for link in listed["items"]] == [made["id"]]


def test_the_books_are_the_sub_merchants(rzp):
    """S4-P1, S4-P2, S4-P3: X-Razorpay-Account names whose link it is; for anybody else it does not exist."""
    ahead = {"expire_by": NOW + DAY, "subscription_registration": {"method": "card"}}
    made = post(rzp, PATH, {**REQUEST, **ahead}, headers=PARTNER)
    for headers in ({}, {"X-Razorpay-Account": "acc_00000000000000"}):
        for what in ("notify_by/sms", "cancel"):
            reply = rzp.request("POST", f"/v1/invoices/{made['id']}/{what}", headers=headers)
            refused(reply, "The id provided does not exist.")
        assert get(rzp, "/v1/invoices", headers=headers)["count"] == 0
    assert fetch(rzp, made)["status"] == "issued"


@pytest.mark.parametrize("door", ["python", "node"])
def test_both_sdks_name_the_same_calls(then, door):
    """S4-P1, S4-P2, S4-P3: registration_link and invoice in Python, subscriptions and invoices in Node."""
    if door == "python":
        create_link = then.registration_link.create
        notify, cancel = then.invoice.notify_by, then.invoice.cancel
    else:
        create_link = then.subscriptions.createRegistrationLink
        notify, cancel = then.invoices.notifyBy, then.invoices.cancel
    made = create_link(REQUEST)
    fits(RESPONSE, made)
    assert notify(made["id"], "sms") == {"success": True}
    assert cancel(made["id"])["status"] == "cancelled"


def test_paid(then):
    """S4-F15, S4-F16, S4-F19, S4-F28, S4-F29, S4-B2: the invoice is what the customer pays; all of it."""
    made = create(then)
    assert (made["amount_paid"], made["amount_due"]) == (0, 100)
    then.clock.advance(hours=1)
    answer = then.checkout.pay(made["id"], method="card")
    after = fetch(then, made)
    fits(RESPONSE, after)
    assert (after["status"], after["paid_at"]) == ("paid", SAMPLED_AT + 3600)
    assert after["payment_id"] == answer["razorpay_payment_id"]
    assert after["payment_id"].startswith("pay_")
    assert (after["amount_paid"], after["amount_due"]) == (100, 0)
    assert answer["razorpay_order_id"] == made["order_id"]


def test_expired(then):
    """S4-F16, S4-F17, S4-F21: at expire_by, to the second."""
    made = create(then)
    then.clock.move_to(REQUEST["expire_by"] + 5)
    after = fetch(then, made)
    fits(RESPONSE, after)
    assert (after["status"], after["expired_at"]) == ("expired", REQUEST["expire_by"])
    unpayable(then, made["id"])


@pytest.mark.parametrize(
    ("medium", "address"), [("sms", GAURAV["contact"]), ("email", GAURAV["email"])], ids=["S4-F22", "S4-F23"]
)
def test_send_it_again(then, medium, address):
    """S4-P2, S4-Q18, S4-Q19, S4-F22, S4-F23, S4-F36, S4-X2: no body; true, and the status says sent."""
    made = create(then, sms_notify=False, email_notify=False)
    reply = call(then, made, f"notify_by/{medium}")
    assert (reply.status, reply.body) == (200, {"success": True})
    (message,) = sent(then, made["id"])
    assert (message.medium, message.to, message.short_url) == (medium, address, made["short_url"])
    assert fetch(then, made)[f"{medium}_status"] == "sent"


def test_send_what_how(then):
    """S4-Q18, S4-Q19: the link has to be there, and the medium one of the two."""
    made = create(then)
    nobodys = then.request("POST", "/v1/invoices/inv_FHrfRupD2ouKIt/notify_by/sms", headers=PARTNER)
    refused(nobodys, "The id provided does not exist.")
    refused(call(then, made, "notify_by/fax"), "fax is not a valid communication medium.")


def test_cancel(then):
    """S4-P3, S4-Q20, S4-X3: no body; the whole entity comes back, and the link takes no more money."""
    made, gone = cancelled(then)
    fits(RESPONSE, gone)
    assert gone == {**made, **WHEN_CANCELLED}
    assert fetch(then, made) == gone
    unpayable(then, made["id"])


@pytest.mark.parametrize("status", ["paid", "expired", "cancelled"])
def test_cancel_only_what_is_issued(then, status):
    """S4-B4, S4-Q20: from any other state it is refused, and nothing changes."""
    made = create(then)
    if status == "paid":
        then.checkout.pay(made["id"], method="card")
    elif status == "expired":
        then.clock.move_to(REQUEST["expire_by"])
    else:
        ok(call(then, made, "cancel"))
    before = fetch(then, made)
    assert before["status"] == status
    refused(call(then, made, "cancel"), f"Operation not allowed for Invoice in {status} status.")
    assert fetch(then, made) == before


def test_cancel_nobodys(then):
    """S4-Q20: the id of an invoice that is there, or nothing happens."""
    reply = then.request("POST", "/v1/invoices/inv_1Aa00000000001/cancel", headers=PARTNER)
    refused(reply, "The id provided does not exist.")


# What the entity has for invoices rather than for registration links is played on an invoice of theirs.


def bill(rzp, lines=1, **changes):
    items = [{"name": f"Line {number}", "amount": 29995} for number in range(lines)]
    body = {"type": "invoice", "customer": GAURAV, "line_items": items, **changes}
    return rzp.request("POST", "/v1/invoices", json=body, headers=PARTNER)


def test_all_the_states(rzp):
    """S4-F16, S4-F52, S4-F26, S4-F62, S4-F28, S4-F64, S4-F29, S4-F65: draft to deleted."""
    seen = []
    draft = ok(bill(rzp, draft="1"))
    seen.append(draft["status"])
    issued = ok(bill(rzp, partial_payment=True))
    assert issued["partial_payment"] is True
    seen.append(issued["status"])
    for amount in (9995, 20000):
        rzp.checkout.pay(issued["id"], amount=amount)
        after = fetch(rzp, issued)
        assert after["amount_paid"] + after["amount_due"] == 29995
        seen.append(after["status"])
    seen.append(ok(call(rzp, ok(bill(rzp)), "cancel"))["status"])
    short = ok(bill(rzp, expire_by=NOW + DAY))
    rzp.clock.advance(days=2)
    seen.append(fetch(rzp, short)["status"])
    # A deleted invoice answers nothing more: the call gives an empty list, what is left is its history.
    assert ok(rzp.request("DELETE", f"/v1/invoices/{draft['id']}", headers=PARTNER)) == []
    seen.append(rzp.history(draft["id"])[-1].status)
    assert seen == ["draft", "issued", "partially_paid", "paid", "cancelled", "expired", "deleted"]


def test_the_amount_in_paise(rzp):
    """S4-F27, S4-F63: 299.95 rupees are 29995."""
    made = ok(bill(rzp))
    assert (made["amount"], made["amount_due"]) == (29995, 29995)
    assert type(made["amount"]) is int


def test_fifty_lines(rzp):
    """S4-F14, S4-F50: fifty at most; a list, which the seed types a string."""
    assert len(ok(bill(rzp, lines=50))["line_items"]) == 50
    refused(bill(rzp, lines=51), names="line_items")


@pytest.mark.parametrize("field", ["terms", "comment"], ids=["S4-F25 S4-F61", "S4-F35 S4-F71"])
def test_terms_and_comment(rzp, field):
    """S4-F25, S4-F35, S4-F61, S4-F71: 2048 characters; an issued invoice gets them by an update."""
    made = ok(bill(rzp))
    assert made[field] is None
    path = f"/v1/invoices/{made['id']}"
    changed = ok(rzp.request("PATCH", path, json={field: "x" * 2048}, headers=PARTNER))
    assert changed[field] == "x" * 2048
    refused(rzp.request("PATCH", path, json={field: "x" * 2049}, headers=PARTNER), names=field)
    gone = ok(call(rzp, made, "cancel"))
    assert gone[field] == "x" * 2048


def test_a_foreign_currency(rzp):
    """S4-F30, S4-F66: named by whoever takes payments from abroad."""
    made = ok(bill(rzp, currency="USD", line_items=[{"name": "Tea", "amount": 500, "currency": "USD"}]))
    assert made["currency"] == "USD"
    assert ok(call(rzp, made, "cancel"))["currency"] == "USD"
