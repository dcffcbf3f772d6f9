"""Seed 2: reminders of payment links, and the shape that its sample shows (an account on the older API)."""

import pytest

from tests.seeds.documented import DAY, GAURAV, NOW, fits, get, ok, post, sent, unpayable

SIX_MONTHS = 1783245600  # 2026-07-05T10:00:00Z, six calendar months after NOW

REQUEST = {
    "amount": 1000,
    "currency": "INR",
    "accept_partial": True,
    "first_min_partial_amount": 100,
    "reference_id": "#425",
    "description": "Payment for policy no #23456",
    "customer": {"name": "Gaurav Kumar", "contact": "+919876543210", "email": "gaurav.kumar@example.com"},
    "notify": {"sms": True, "email": True},
    "reminder_enable": False,
}

RESPONSE = {
    "amount": 340000,
    "amount_due": 340000,
    "amount_paid": 0,
    "billing_end": None,
    "billing_start": None,
    "cancelled_at": None,
    "comment": None,
    "created_at": 1592579126,
    "currency": "",
    "currency_symbol": "₹",
    "customer_details": {
        "billing_address": None,
        "contact": "+919876543210",
        "customer_contact": "+919876543210",
        "customer_email": "gaurav.kumar@example.com",
        "customer_name": "Gaurav Kumar",
        "email": "gaurav.kumar@example.com",
        "gstin": None,
        "id": "cust_F4WNtqj1xb0Duv",
        "name": "Gaurav Kumar",
        "shipping_address": None,
    },
    "customer_id": "cust_F4WNtqj1xb0Duv",
    "date": 1592579126,
    "description": "Salon at Home Service",
    "email_status": None,
    "entity": "invoice",
    "expire_by": 1608390326,
    "expired_at": None,
    "first_payment_min_amount": 0,
    "gross_amount": 340000,
    "group_taxes_discounts": False,
    "id": "inv_F4WfpZLk1ct35b",
    "invoice_number": None,
    "issued_at": 1592579126,
    "line_items": [],
    "notes": [],
    "order_id": "order_F4WfpxUzWmYOTl",
    "paid_at": None,
    "partial_payment": False,
    "payment_id": None,
    "receipt": "5757",
    "reminder_enable": False,
    "short_url": "https://rzp.io/i/vitLptM",
    "sms_status": None,
    "status": "issued",
    "tax_amount": 0,
    "taxable_amount": 0,
    "terms": None,
    "type": "link",
    "user_id": "",
    "view_less": True,
}


def create(rzp, **changes):
    """The seed's request, with these changes; a value of None leaves the parameter out."""
    body = {key: value for key, value in {**REQUEST, **changes}.items() if value is not None}
    return post(rzp, "/v1/payment_links", body)


def reminders(rzp, made):
    return sent(rzp, made["id"], kind="reminder")


def test_the_documented_request(rzp):
    """S2-P1, S2-X1: POST to the path as the sample has it, slash included, as JSON."""
    headers = {"Content-type": "application/json"}
    made = ok(rzp.request("POST", "/v1/payment_links/", json=REQUEST, headers=headers))
    for key, value in REQUEST.items():
        assert made[key] == value, key
    assert made["id"].startswith("plink_")
    assert get(rzp, f"/v1/payment_links/{made['id']}") == made
    assert rzp.payment_link.fetch(made["id"]) == rzp.paymentLink.fetch(made["id"]) == made


def test_a_stranger_makes_no_link(rzp):
    """S2-P1: the call wants the merchant's own key and secret."""
    reply = rzp.request("POST", "/v1/payment_links", json=REQUEST, auth=("rzp_test_00000000000000", "guess"))
    assert reply.status == 401
    assert reply.body["error"]["code"] == "BAD_REQUEST_ERROR"
    assert get(rzp, "/v1/payment_links")["payment_links"] == []


@pytest.mark.parametrize("door", ["python", "node"])
def test_both_sdks_name_the_same_call(rzp, door):
    """S2-P1, S2-X1: payment_link.create in Python, paymentLink.create in Node."""
    made = (rzp.payment_link if door == "python" else rzp.paymentLink).create(REQUEST)
    assert (made["reference_id"], made["reminder_enable"]) == ("#425", False)
    assert get(rzp, f"/v1/payment_links/{made['id']}") == made


@pytest.mark.parametrize("given", [None, True])
def test_reminders_are_on(rzp, given):
    """S2-B1, S2-Q8, S2-F23: the account has them on, so a link gets some by each medium, three at most."""
    made = create(rzp, reminder_enable=given)
    assert made["reminder_enable"] is True
    rzp.clock.advance(days=30)
    told = reminders(rzp, made)
    for medium, address in (("sms", GAURAV["contact"]), ("email", GAURAV["email"])):
        mine = [message for message in told if message.medium == medium]
        assert 1 <= len(mine) <= 3
        assert {(message.to, message.short_url) for message in mine} == {(address, made["short_url"])}
        assert all(NOW < message.at <= NOW + 30 * DAY for message in mine)
        assert [message.at for message in mine] == sorted({message.at for message in mine})


def test_reminders_before_the_expiry(rzp):
    """S2-B1: a link with a date of its own is reminded of before that date, and not after."""
    made = create(rzp, reminder_enable=True, expire_by=NOW + 20 * DAY)
    rzp.clock.advance(days=15)
    assert reminders(rzp, made) == []
    rzp.clock.advance(days=30)
    told = reminders(rzp, made)
    assert told
    assert all(NOW + 15 * DAY < message.at < NOW + 20 * DAY for message in told)


def test_no_reminders_for_this_link(rzp):
    """S2-B1, S2-Q8, S2-F23: reminder_enable false at creation keeps that one link quiet, and no other."""
    quiet, loud = create(rzp), create(rzp, reference_id="#426", reminder_enable=True)
    assert quiet["reminder_enable"] is False
    rzp.clock.advance(days=30)
    assert reminders(rzp, quiet) == []
    assert reminders(rzp, loud) != []
    assert get(rzp, f"/v1/payment_links/{quiet['id']}")["status"] == "created"


@pytest.mark.parametrize("door", ["rest", "python", "node"])
def test_reminders_turned_off_by_an_update(rzp, door):
    """S2-B1, S2-Q8: PATCH reminder_enable false; the Python SDK's own test sends 0 for it."""
    made = create(rzp, reminder_enable=True)
    if door == "rest":
        answer = ok(rzp.request("PATCH", f"/v1/payment_links/{made['id']}", json={"reminder_enable": False}))
    elif door == "python":
        answer = rzp.payment_link.edit(made["id"], {"reminder_enable": 0})
    else:
        answer = rzp.paymentLink.edit(made["id"], {"reminder_enable": False})
    assert answer["reminder_enable"] is False
    rzp.clock.advance(days=30)
    assert reminders(rzp, made) == []


def test_reminders_turned_on_by_an_update(rzp):
    """S2-B1: and true brings them back."""
    made = create(rzp)
    answer = ok(rzp.request("PATCH", f"/v1/payment_links/{made['id']}", json={"reminder_enable": True}))
    assert answer["reminder_enable"] is True
    rzp.clock.advance(days=30)
    assert reminders(rzp, made) != []


def test_whoever_has_paid_is_not_reminded(rzp):
    """S2-B1: nor is the customer of a link that was cancelled."""
    paid = create(rzp, reminder_enable=True)
    cancelled = create(rzp, reminder_enable=True, reference_id="#426")
    rzp.checkout.pay(paid["id"])
    post(rzp, f"/v1/payment_links/{cancelled['id']}/cancel")
    rzp.clock.advance(days=30)
    assert reminders(rzp, paid) == reminders(rzp, cancelled) == []


def test_the_sample_of_the_seed_is_the_older_account(build):
    """S2-X2: with legacy_payment_links the answer has the sample's keys and types, and no others.

    The sample belongs to another request (340000, "5757"), so values are held against our own request.
    """
    rzp = build(legacy_payment_links=True)
    made = ok(rzp.request("POST", "/v1/payment_links/", json=REQUEST))
    fits(RESPONSE, made)
    assert made["id"].startswith("inv_")
    assert (made["entity"], made["type"], made["status"]) == ("invoice", "link", "issued")
    assert made["amount"] == made["amount_due"] == made["gross_amount"] == 1000
    assert made["amount_paid"] == made["tax_amount"] == made["taxable_amount"] == 0
    # The names of the older parameters: receipt, partial_payment, first_payment_min_amount.
    assert (made["receipt"], made["partial_payment"], made["first_payment_min_amount"]) == ("#425", True, 100)
    assert made["description"] == REQUEST["description"]
    assert (made["currency"], made["currency_symbol"]) == ("INR", "₹")
    assert made["reminder_enable"] is False
    assert made["created_at"] == made["issued_at"] == made["date"] == NOW
    # In the sample expire_by lies six calendar months after created_at, to the second.
    assert made["expire_by"] == SIX_MONTHS
    for empty in ("cancelled_at", "expired_at", "paid_at", "payment_id", "comment", "terms"):
        assert made[empty] is None, empty
    assert (made["line_items"], made["notes"]) == ([], [])
    details = made["customer_details"]
    assert {key: details[key] for key in GAURAV} == GAURAV
    assert details["id"] == made["customer_id"]


def test_the_older_account_works_alike(build):
    """S2-X2, S2-B1: fetched, paid in parts, cancelled and kept quiet in the older shape."""
    rzp = build(legacy_payment_links=True)
    quiet = create(rzp)
    loud = create(rzp, reference_id="#426", reminder_enable=True)
    statuses = {key: quiet[key] for key in ("sms_status", "email_status")}
    assert {**get(rzp, f"/v1/payment_links/{quiet['id']}"), **statuses} == quiet
    rzp.clock.advance(days=30)
    assert reminders(rzp, quiet) == []
    assert reminders(rzp, loud) != []

    rzp.checkout.pay(quiet["id"], amount=400)
    part = get(rzp, f"/v1/payment_links/{quiet['id']}")
    fits(RESPONSE, part)
    assert (part["status"], part["amount_paid"], part["amount_due"]) == ("partially_paid", 400, 600)
    rzp.checkout.pay(quiet["id"], amount=600)
    assert get(rzp, f"/v1/payment_links/{quiet['id']}")["status"] == "paid"

    gone = post(rzp, f"/v1/payment_links/{loud['id']}/cancel")
    fits(RESPONSE, gone)
    assert (gone["status"], gone["cancelled_at"]) == ("cancelled", NOW + 30 * DAY)
    unpayable(rzp, loud["id"])


def test_the_account_of_today_is_the_default(rzp, build):
    """S2-X2, S2-F14, S2-F21: without the option a link is a link: plink_, created, and no entity key."""
    assert build(legacy_payment_links=False).payment_link.create(REQUEST) == create(rzp)
    made = create(rzp, reference_id="#427")
    assert made["id"].startswith("plink_")
    assert made["status"] == "created"
    assert not {"entity", "type", "customer_details", "receipt", "partial_payment"} & set(made)
