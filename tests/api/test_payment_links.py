"""Payment links beyond their errors and their life: lists, edits, options, live mode, the older API."""

from __future__ import annotations

import pytest

from fakerzp import NotFaked
from fakerzp.api.payment_link_fields import six_months_after
from fakerzp.entities.link_options import shows_method, transfers_of, validation_of

GAURAV = {"name": "Gaurav Kumar", "contact": "+919876543210", "email": "gaurav.kumar@example.com"}
LINK = {"amount": 100000, "currency": "INR", "customer": GAURAV}
DAY = 86400


def made(rzp, **more):
    reply = rzp.request("POST", "/v1/payment_links", json={**LINK, **more})
    assert reply.status == 200, reply.body
    return reply.body


def edited(rzp, link, **changes):
    reply = rzp.request("PATCH", f"/v1/payment_links/{link['id']}", json=changes)
    assert reply.status == 200, reply.body
    return reply.body


def refusal(reply):
    """The description of an error in the envelope of payment links."""
    error = reply.body["error"]
    assert (reply.status, error["source"], error["metadata"]) == (400, None, [])
    assert "field" not in error
    return error["description"]


def listed(rzp, **params):
    body = rzp.request("GET", "/v1/payment_links", params=params).body
    assert set(body) == {"payment_links"}
    return [link["id"] for link in body["payment_links"]]


# -------------------------------------------------------------------------------- lists


def test_the_newest_come_first_in_pages(rzp):
    ids = []
    for _ in range(12):
        ids.append(made(rzp)["id"])
        rzp.clock.advance(seconds=1)
    newest = ids[::-1]
    assert listed(rzp) == newest[:10]
    assert listed(rzp, count=2, skip=9) == newest[9:11]
    start = rzp.clock.now() - 12
    assert listed(rzp, **{"from": start + 3, "to": start + 5}) == [ids[5], ids[4], ids[3]]


def test_found_by_reference_and_by_payment(rzp):
    first, second = made(rzp, reference_id="TS1"), made(rzp, reference_id="TS2")
    payment = rzp.checkout.pay(first["id"])["razorpay_payment_id"]
    assert listed(rzp, reference_id="TS2") == [second["id"]]
    assert listed(rzp, payment_id=payment) == [first["id"]]
    assert listed(rzp, payment_id=payment, reference_id="TS2") == []
    assert listed(rzp, payment_id="pay_00000000000000") == []
    edited(rzp, second, reference_id="TS3")
    assert (listed(rzp, reference_id="TS2"), listed(rzp, reference_id="TS3")) == ([], [second["id"]])


@pytest.mark.parametrize("count", ["0", "101", "many"])
def test_a_page_of_another_size(rzp, count):
    assert "count" in refusal(rzp.request("GET", "/v1/payment_links", params={"count": count}))


# -------------------------------------------------------------------------------- edits


def test_parts_allowed_by_an_update(rzp):
    link = made(rzp)
    now = edited(rzp, link, accept_partial=True)
    assert (now["accept_partial"], now["first_min_partial_amount"]) == (True, 100)
    assert rzp.checkout.pay(link["id"], amount=40000)["razorpay_payment_link_status"] == "partially_paid"
    now = edited(rzp, link, accept_partial=False)
    assert (now["accept_partial"], now["first_min_partial_amount"]) == (False, 0)
    with pytest.raises(Exception, match="different from your order amount"):
        rzp.checkout.pay(link["id"], amount=10000)
    assert rzp.checkout.pay(link["id"], amount=60000)["razorpay_payment_link_status"] == "paid"


@pytest.mark.parametrize(
    "field", ["amount", "currency", "description", "customer", "callback_url", "upi_link"]
)
def test_what_an_update_does_not_change(rzp, field):
    link = made(rzp)
    reply = rzp.request("PATCH", f"/v1/payment_links/{link['id']}", json={field: LINK.get(field, "x")})
    assert refusal(reply) == "wrong input fields sent."
    assert rzp.payment_link.fetch(link["id"]) == link


def test_an_expiry_taken_away(rzp):
    link = made(rzp, expire_by=rzp.clock.now() + DAY)
    assert edited(rzp, link, expire_by=0)["expire_by"] == six_months_after(link["created_at"])
    rzp.clock.advance(days=2)
    assert rzp.payment_link.fetch(link["id"])["status"] == "created"
    rzp.clock.move_to(six_months_after(link["created_at"]))
    now = rzp.payment_link.fetch(link["id"])
    assert (now["status"], now["expired_at"]) == ("expired", six_months_after(link["created_at"]))


def test_six_months_are_counted_from_the_creation(rzp):
    link = made(rzp)
    rzp.clock.advance(days=30)
    end = six_months_after(link["created_at"])
    late = rzp.request("PATCH", f"/v1/payment_links/{link['id']}", json={"expire_by": end + 1})
    assert "six months" in refusal(late)
    soon = rzp.request("PATCH", f"/v1/payment_links/{link['id']}", json={"expire_by": rzp.clock.now() + 899})
    assert refusal(soon) == "timestamp must be atleast 15 minutes in future"
    assert edited(rzp, link, expire_by=end)["expire_by"] == end


def test_six_months_end_with_a_shorter_month():
    """31 August 2026, 05:30 UTC, and 28 February 2027 at the same time."""
    assert six_months_after(1788154200) == 1803792600


def test_a_reference_is_kept_by_its_first_link(rzp):
    first, second = made(rzp, reference_id="TS1"), made(rzp)
    text = "payment link creation with reference ID already attempted"
    path = f"/v1/payment_links/{second['id']}"
    assert refusal(rzp.request("PATCH", path, json={"reference_id": "TS1"})) == text
    assert rzp.payment_link.fetch(second["id"]) == second
    edited(rzp, first, reference_id="TS2")
    assert refusal(rzp.request("PATCH", path, json={"reference_id": "TS1"})) == text
    assert edited(rzp, first, reference_id="TS1")["reference_id"] == "TS1"
    rzp.payment_link.cancel(first["id"])
    assert refusal(rzp.request("POST", "/v1/payment_links", json={**LINK, "reference_id": "TS1"})) == text


# -------------------------------------------------------------------------------- what is sent along


@pytest.mark.parametrize(
    "changes",
    [
        {"callback_url": "nowhere", "callback_method": "get"},
        {"callback_url": "https://example.com/", "callback_method": "post"},
        {"callback_method": "post"},
        {"notify": {"whatsapp": True}},
        {"customer": {"surname": "Kumar"}},
        {"options": "theme"},
        {"options": {"order": {"bank_account": {"account_number": "765432123456789", "name": "Gaurav"}}}},
        {"options": {"order": {"transfers": [{"account": "acc_CNo3jSI8OkFJJJ"}]}}},
    ],
    ids=str,
)
def test_what_does_not_fit_makes_no_link(rzp, changes):
    assert refusal(rzp.request("POST", "/v1/payment_links", json={**LINK, **changes}))
    assert listed(rzp) == []
    assert len(rzp.outbox) == 0


def test_nobody_to_notify(rzp):
    link = made(rzp, customer={"name": "Gaurav Kumar"})
    for medium in ("sms", "email"):
        assert refusal(rzp.request("POST", f"/v1/payment_links/{link['id']}/notify_by/{medium}"))
    assert len(rzp.outbox) == 0


@pytest.mark.parametrize("end", ["paid", "cancelled"])
def test_nobody_is_notified_of_what_is_over(rzp, end):
    link = made(rzp)
    if end == "paid":
        rzp.checkout.pay(link["id"])
    else:
        rzp.payment_link.cancel(link["id"])
    sent = len(rzp.outbox)
    assert refusal(rzp.request("POST", f"/v1/payment_links/{link['id']}/notify_by/sms"))
    assert len(rzp.outbox) == sent


def test_an_account_without_reminders_or_other_currencies(build):
    rzp = build(account={"reminders": False, "international": False})
    assert made(rzp)["reminder_enable"] is False
    assert made(rzp, reminder_enable=True)["reminder_enable"] is True
    reply = rzp.request("POST", "/v1/payment_links", json={**LINK, "currency": "USD"})
    assert "international" in refusal(reply)


def test_a_upi_link_never_takes_parts(build):
    rzp = build(account={"test_mode": False})
    link = made(rzp, upi_link=True)
    reply = rzp.request("PATCH", f"/v1/payment_links/{link['id']}", json={"accept_partial": True})
    assert refusal(reply) == "partial payment not supported in upi link"
    paid = rzp.checkout.pay(link["id"])
    assert rzp.payment.fetch(paid["razorpay_payment_id"])["method"] == "upi"


# -------------------------------------------------------------------------------- options

BLOCKS = {"banks": {"instruments": [{"method": "netbanking", "banks": ["HDFC"]}]}}
ONLY = {"blocks": BLOCKS, "sequence": ["block.banks"], "preferences": {"show_default_blocks": False}}


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ({}, ["card", "netbanking", "upi", "wallet"]),
        ({"checkout": {"method": {"netbanking": True, "upi": False, "wallet": "0"}}}, ["card", "netbanking"]),
        ({"checkout": {"config": {"display": ONLY}}}, ["netbanking"]),
        (
            {"checkout": {"config": {"display": {**ONLY, "sequence": ["block.banks", "upi"]}}}},
            ["netbanking", "upi"],
        ),
        (
            {"checkout": {"config": {"display": {**ONLY, "preferences": {}}}}},
            ["card", "netbanking", "upi", "wallet"],
        ),
        (
            {"checkout": {"config": {"display": {"hide": [{"method": "card"}]}}}},
            ["netbanking", "upi", "wallet"],
        ),
        ({"order": {"method": "netbanking"}}, ["netbanking"]),
        ({"order": {"method": {"upi": False}}}, ["netbanking"]),
    ],
    ids=str,
)
def test_the_methods_that_a_page_shows(options, shown):
    assert {m for m in ("card", "upi", "netbanking", "wallet") if shows_method(options, m)} == set(shown)


def test_what_a_link_is_to_be_shared_by():
    share = {"account": "acc_IRQWUleX4BqvYn", "amount": 500, "currency": "INR"}
    assert transfers_of({"order": {"offers": ["offer_F4WMTC3pwFKnzq"]}}) == []
    assert transfers_of({"order": {"transfers": [share], "offers": []}}) == [share]
    assert transfers_of({"checkout": {"name": "Lacme Corp"}}) == []


def test_third_party_validation_is_asked_of_the_order(rzp):
    account = {"account_number": "765432123456789", "name": "Gaurav Kumar", "ifsc": "HDFC0000053"}
    options = {"order": {"method": "netbanking", "bank_account": account}}
    assert validation_of(options) == options["order"]
    link = made(rzp, options=options)
    assert "options" not in link
    order = rzp.order.all()["items"][0]
    assert (order["bank_account"], order["amount"]) == (account, 100000)


# -------------------------------------------------------------------------------- the older API


@pytest.fixture
def older(build):
    return build(legacy_payment_links=True)


def test_older_links_are_changed_listed_and_sent(older):
    link = made(older, reference_id="TS1", notify={"sms": False, "email": False})
    now = edited(older, link, reference_id="TS2", accept_partial=True, notes={"policy_name": "Jeevan Bima"})
    assert (now["receipt"], now["partial_payment"]) == ("TS2", True)
    assert now["notes"] == {"policy_name": "Jeevan Bima"}
    assert (listed(older, reference_id="TS2"), listed(older, reference_id="TS1")) == ([link["id"]], [])
    assert older.payment_link.notifyBy(link["id"], "sms") == {"success": True}
    assert [(m.medium, m.entity_id) for m in older.outbox] == [("sms", link["id"])]
    paid = older.checkout.pay(link["id"], amount=40000)["razorpay_payment_id"]
    assert listed(older, payment_id=paid) == [link["id"]]


def test_an_older_link_expires_when_it_says(older):
    link = made(older, expire_by=older.clock.now() + DAY)
    end = edited(older, link, expire_by=older.clock.now() + 2 * DAY)["expire_by"]
    undated = made(older)
    assert undated["expire_by"] == six_months_after(undated["created_at"])
    older.clock.advance(days=3)
    now = older.payment_link.fetch(link["id"])
    assert (now["status"], now["expired_at"]) == ("expired", end)
    older.clock.move_to(undated["expire_by"])
    assert older.payment_link.fetch(undated["id"])["expired_at"] == undated["expire_by"]


def test_older_links_are_not_other_invoices(older):
    invoice = older.invoice.create(
        {"type": "link", "amount": 1000, "description": "A book", "customer": GAURAV}
    )
    reply = older.request("GET", f"/v1/payment_links/{invoice['id']}")
    assert refusal(reply) == "The id provided does not exist"
    assert listed(older) == []


@pytest.mark.parametrize(
    "more", [{"upi_link": True}, {"options": {"checkout": {"name": "Lacme Corp"}}}], ids=str
)
def test_what_no_page_shows_of_older_links(build, more):
    older = build(legacy_payment_links=True, account={"test_mode": False})
    with pytest.raises(NotFaked):
        older.payment_link.create({**LINK, **more})
    assert listed(older) == []
