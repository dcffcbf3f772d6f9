"""An illegal call changes nothing: no list, no token, no posting, no event, no message."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.flows.steps import (
    ALREADY_PAID,
    DIFFERENT,
    GAURAV,
    NOTES_OF_16,
    NOWHERE,
    charge_body,
    invoice_body,
    nach_order_body,
    order_of,
    paid,
    payment_link_body,
    refused,
    registered,
    registration_body,
    visible,
)

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands
UNKNOWN = "The id provided does not exist"
NO_ID = "nonsense is not a valid id"
SUPERFLUOUS = "colour is/are not required and should not be sent"
LEAST = "The amount must be at least INR 1.00"
INTEGER = "The amount must be an integer."


@pytest.fixture
def shop(rzp):
    """A merchant's world with one of each thing in each state that matters."""
    have = SimpleNamespace(rzp=rzp, order=order_of(rzp), payment=paid(rzp), refunded=paid(rzp))
    have.authorized = paid(rzp, capture=False)
    rzp.payments.refund(have.refunded)
    have.item = rzp.items.create({"name": "Book", "amount": 1000, "currency": "INR"})["id"]
    have.asha = rzp.customers.create(
        {"name": "Asha Rao", "email": "asha@example.com", "contact": "9000000001"}
    )["id"]

    def invoice(**more):
        return rzp.invoices.create(invoice_body(**more))["id"]

    have.issued, have.draft, have.cancelled, have.paid = invoice(), invoice(draft="1"), invoice(), invoice()
    have.expired = invoice(expire_by=NOW + 1000)
    rzp.invoices.cancel(have.cancelled)
    rzp.checkout.pay(have.paid)

    def link(**more):
        return rzp.paymentLink.create(payment_link_body(**more))["id"]

    have.link, have.paid_link = link(reference_id="TS1989"), link()
    have.expired_link = link(expire_by=NOW + 1000)
    rzp.checkout.pay(have.paid_link)

    have.customer, have.token, _ = registered(rzp, "card")
    _, have.waiting, _ = registered(rzp, "nach", confirm=False)
    have.due = order_of(rzp, 1000)
    have.greedy = order_of(rzp, 50001)
    rzp.clock.move_to(NOW + 1000)
    return have


def charge(s, **more):
    return s.rzp.payments.createRecurringPayment({**charge_body(s.due, s.customer, s.token), **more})


def order(s, **more):
    return s.rzp.orders.create({"amount": 1000, "currency": "INR", **more})


def registration(s, method="nach", token=None, **more):
    body = registration_body(method, s.rzp.clock.now(), token=token, **more)
    return s.rzp.subscriptions.createRegistrationLink(body)


def in_status(status):
    return f"Operation not allowed for Invoice in {status} status."


ORDERS = {
    "less than a rupee": (lambda s: order(s, amount=99), LEAST),
    "an amount in words": (lambda s: order(s, amount="ten"), INTEGER),
    "no currency": (lambda s: s.rzp.orders.create({"amount": 1000}), "The currency field is required."),
    "no amount": (lambda s: s.rzp.orders.create({"currency": "INR"}), "The amount field is required."),
    "a field too many": (lambda s: order(s, colour="red"), SUPERFLUOUS),
    "sixteen notes": (lambda s: order(s, notes=NOTES_OF_16), None),
    "a receipt of 41 characters": (lambda s: order(s, receipt="x" * 41), None),
    "an edit of no order": (lambda s: s.rzp.orders.edit(f"order_{NOWHERE}", {"notes": {"a": "b"}}), UNKNOWN),
    "an edit of what is no order": (lambda s: s.rzp.orders.edit("nonsense", {"notes": {"a": "b"}}), NO_ID),
    "NACH for money": (
        lambda s: s.rzp.orders.create(nach_order_body(s.asha, amount=100)),
        "The amount should be 0.",
    ),
    "NACH for nobody": (lambda s: s.rzp.orders.create(nach_order_body(f"cust_{NOWHERE}")), UNKNOWN),
}
PAYMENTS = {
    "less captured": (
        lambda s: s.rzp.payments.capture(s.authorized, 99999, "INR"),
        "Capture amount must be equal to the amount authorized.",
    ),
    "captured in words": (lambda s: s.rzp.payments.capture(s.authorized, "all", "INR"), INTEGER),
    "captured twice": (lambda s: s.rzp.payments.capture(s.payment, 100000, "INR"), ALREADY_PAID),
    "no payment captured": (lambda s: s.rzp.payments.capture(f"pay_{NOWHERE}", 100000, "INR"), UNKNOWN),
    "refunded beyond": (
        lambda s: s.rzp.payments.refund(s.payment, {"amount": 100001}),
        "The refund amount provided is greater than amount captured.",
    ),
    "refunded twice": (
        lambda s: s.rzp.payments.refund(s.refunded),
        "The payment has been fully refunded already.",
    ),
    "half a rupee refunded": (lambda s: s.rzp.payments.refund(s.payment, {"amount": 50}), LEAST),
    "a refund with a field too many": (
        lambda s: s.rzp.payments.refund(s.payment, {"amount": 1000, "colour": "red"}),
        SUPERFLUOUS,
    ),
    "refunded before it is captured": (lambda s: s.rzp.payments.refund(s.authorized, {"amount": 1000}), None),
    "no payment refunded": (lambda s: s.rzp.payments.refund("nonsense", {"amount": 1000}), NO_ID),
    "charged less": (lambda s: charge(s, amount=999), DIFFERENT),
    "charged beyond the mandate": (
        lambda s: charge(s, amount=50001, order_id=s.greedy),
        "Amount exceeds maximum amount allowed",
    ),
    "charged on no token": (lambda s: charge(s, token=f"token_{NOWHERE}"), UNKNOWN),
    "charged on a mandate the bank has not seen": (lambda s: charge(s, token=s.waiting), None),
    "charged to somebody else": (lambda s: charge(s, customer_id=s.asha), None),
}
INVOICES = {
    "for nobody": (
        lambda s: s.rzp.invoices.create({k: v for k, v in invoice_body().items() if k != "customer"}),
        "customer is required.",
    ),
    "for nothing": (
        lambda s: s.rzp.invoices.create({k: v for k, v in invoice_body().items() if k != "line_items"}),
        "line_items is required.",
    ),
    "due in five minutes": (
        lambda s: s.rzp.invoices.create(invoice_body(expire_by=s.rzp.clock.now() + 300)),
        "expire_by should be at least 15 minutes after current time.",
    ),
    "in two currencies": (
        lambda s: s.rzp.invoices.create(
            invoice_body(line_items=[{"name": "Book", "amount": 1000, "currency": "USD", "quantity": 1}])
        ),
        "Currency of all items should be the same as of the invoice.",
    ),
    "sent by fax": (
        lambda s: s.rzp.invoices.notifyBy(s.issued, "fax"),
        "fax is not a valid communication medium.",
    ),
    "a draft sent": (lambda s: s.rzp.invoices.notifyBy(s.draft, "sms"), in_status("draft")),
    "an expired one sent": (lambda s: s.rzp.invoices.notifyBy(s.expired, "sms"), in_status("expired")),
    "cancelled twice": (lambda s: s.rzp.invoices.cancel(s.cancelled), in_status("cancelled")),
    "a paid one cancelled": (lambda s: s.rzp.invoices.cancel(s.paid), in_status("paid")),
    "issued twice": (lambda s: s.rzp.invoices.issue(s.issued), in_status("issued")),
    "an issued one deleted": (lambda s: s.rzp.invoices.delete(s.issued), in_status("issued")),
    "lines changed after it was issued": (
        lambda s: s.rzp.invoices.edit(s.issued, {"line_items": [{"name": "Pen", "amount": 1000}]}),
        "line_items is/are not required and should not be sent",
    ),
    "none at all": (lambda s: s.rzp.invoices.cancel(f"inv_{NOWHERE}"), UNKNOWN),
}
LINKS = {
    "a reference used twice": (
        lambda s: s.rzp.paymentLink.create(payment_link_body(reference_id="TS1989")),
        "payment link creation with reference ID already attempted",
    ),
    "due in five minutes": (
        lambda s: s.rzp.paymentLink.create(payment_link_body(expire_by=s.rzp.clock.now() + 300)),
        "timestamp must be atleast 15 minutes in future",
    ),
    "for no amount": (lambda s: s.rzp.paymentLink.create({"currency": "INR"}), None),
    "a paid one cancelled": (
        lambda s: s.rzp.paymentLink.cancel(s.paid_link),
        "cannot cancel or expire an already paid/partially paid link",
    ),
    "an expired one cancelled": (
        lambda s: s.rzp.paymentLink.cancel(s.expired_link),
        "cannot cancel or expire an expired link",
    ),
    "a paid one edited": (
        lambda s: s.rzp.paymentLink.edit(s.paid_link, {"reference_id": "TS1"}),
        "update can only be made in created or partially paid state",
    ),
    "sent by fax": (lambda s: s.rzp.paymentLink.notifyBy(s.link, "fax"), "not a valid notification medium"),
    "none at all": (lambda s: s.rzp.paymentLink.cancel(f"plink_{NOWHERE}"), UNKNOWN),
}
OTHERS = {
    "a customer twice": (
        lambda s: s.rzp.customers.create(
            {"name": "Asha Rao", "email": "asha@example.com", "contact": "9000000001"}
        ),
        "Customer already exists for the merchant",
    ),
    "a short number": (
        lambda s: s.rzp.customers.create({**GAURAV, "contact": "1234567"}),
        "Contact number should be at least 8 digits, including country code.",
    ),
    "a customer edited to a short number": (
        lambda s: s.rzp.customers.edit(s.asha, {"contact": "1234567"}),
        "Contact number should be at least 8 digits, including country code.",
    ),
    "no customer edited": (lambda s: s.rzp.customers.edit("nonsense", {"name": "Asha"}), NO_ID),
    "an item without a currency": (
        lambda s: s.rzp.items.create({"name": "Pen", "amount": 1000}),
        "The currency field is required.",
    ),
    "an item for less than a rupee": (
        lambda s: s.rzp.items.create({"name": "Pen", "amount": 99, "currency": "INR"}),
        LEAST,
    ),
    "no item deleted": (lambda s: s.rzp.items.delete(f"item_{NOWHERE}"), UNKNOWN),
    "no token deleted": (lambda s: s.rzp.customers.deleteToken(s.customer, f"token_{NOWHERE}"), UNKNOWN),
    "a token of somebody else deleted": (lambda s: s.rzp.customers.deleteToken(s.asha, s.token), UNKNOWN),
    "NACH registered for money": (lambda s: registration(s, amount=100), None),
    "a registration that is no link": (lambda s: registration(s, type="invoice"), None),
    "a registration in dollars": (lambda s: registration(s, currency="USD"), None),
    "a registration over for good": (
        lambda s: registration(s, expire_by=s.rzp.clock.now() - 1),
        "expire_by should be at least 15 minutes after current time.",
    ),
    "a registration by carrier pigeon": (lambda s: registration(s, token={"method": "pigeon"}), None),
}
ILLEGAL = {
    f"{resource}: {name}": call
    for resource, calls in (
        ("order", ORDERS),
        ("payment", PAYMENTS),
        ("invoice", INVOICES),
        ("link", LINKS),
        ("other", OTHERS),
    )
    for name, call in calls.items()
}


@pytest.mark.parametrize(("call", "text"), ILLEGAL.values(), ids=ILLEGAL)
def test_an_illegal_call_changes_nothing(shop, call, text):
    before = visible(shop.rzp)
    refused(lambda: call(shop), text)
    assert visible(shop.rzp) == before


@pytest.mark.parametrize(
    ("method", "path", "request_", "status", "text"),
    [
        ("POST", "/v1/orders", {"data": '{"amount": 1000,'}, 400, None),
        ("POST", "/v1/orders", {"data": "[1, 2]"}, 400, None),
        (
            "POST",
            "/v1/ordres",
            {"json": {"amount": 1000}},
            400,
            "The requested URL was not found on the server.",
        ),
        (
            "PATCH",
            "/v1/customers",
            {"json": {"name": "A"}},
            400,
            "The requested URL was not found on the server.",
        ),
        (
            "POST",
            "/v1/customers",
            {"json": {"name": "Gaurav Kumar"}, "auth": ("rzp_test_00000000000000", "secret")},
            401,
            None,
        ),
    ],
    ids=["half a JSON", "a JSON list", "a path that is none", "a method that is none", "keys that are none"],
)
def test_a_request_that_reaches_nothing_changes_nothing(shop, method, path, request_, status, text):
    before = visible(shop.rzp)
    reply = shop.rzp.request(method, path, **request_)
    assert reply.status == status
    error = reply.body["error"]
    assert error["code"] == "BAD_REQUEST_ERROR"
    assert set(error) - {"field"} == {"code", "description", "source", "step", "reason", "metadata"}
    if text is not None:
        assert error["description"] == text
    assert visible(shop.rzp) == before


def test_what_a_caller_does_to_an_answer_changes_nothing(shop):
    rzp = shop.rzp
    before = visible(rzp)
    invoice = rzp.invoices.fetch(shop.issued)
    invoice["status"] = "paid"
    invoice["customer_details"]["name"] = "Somebody else"
    invoice["line_items"].clear()
    listed = rzp.orders.all()
    listed["items"].clear()
    body = {"amount": 1000, "currency": "INR", "notes": {"tea": "hot"}}
    order_id = rzp.orders.create(body)["id"]
    body["notes"]["tea"] = "cold"
    assert rzp.orders.fetch(order_id)["notes"] == {"tea": "hot"}
    after = visible(rzp)
    assert after["invoices"] == before["invoices"]
    assert after["orders"]["items"][1:] == before["orders"]["items"]


def test_a_refused_call_takes_no_id(build):
    """What two fakes of one seed draw is the same, whether or not one of them was asked for nonsense."""
    plain, asked = build(), build()
    for _ in range(3):
        refused(lambda: asked.orders.create({"amount": 1}))
        refused(lambda: asked.customers.create({**GAURAV, "contact": "1"}))
    assert asked.customers.create(GAURAV) == plain.customers.create(GAURAV)
    assert order_of(asked) == order_of(plain)
    assert paid(asked) == paid(plain)
    assert asked.subscriptions.createRegistrationLink(
        registration_body("nach", NOW)
    ) == plain.subscriptions.createRegistrationLink(registration_body("nach", NOW))
