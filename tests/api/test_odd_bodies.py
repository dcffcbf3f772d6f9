"""Whatever is in a body, the answer is Razorpay's: nothing else is raised, and what is refused changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from fakerzp import FakeRazorpay, NotFaked
from fakerzp.api.fields import ListOf, Shape
from fakerzp.api.registry import endpoints
from fakerzp.api.token_hq import Named

AT = "2026-01-05T10:00:00Z"
ODD = (
    *("", "x", "x" * 3000, "\x00", "₹😀", "²²²²²²²²²²²²", "١٢", "-0", "4", "100", "4111111111111111"),
    "pay_AAAAAAAAAAAAAA",
    *(0, 1, -1, 10**30, 946684800, 1.5, 1e30, True, False),
    *([], ["x"], [{}], [[1]], [None], {}, {"a": 1}, {"a": {"b": [{}]}}, {"0": 1}),
)
ITEM = {"name": "Test plan", "amount": 69900, "currency": "INR"}
CARD = {"number": "4386289407660153", "expiry_month": "11", "expiry_year": "30"}
PAID = {"amount": 50000, "currency": "INR", "method": "card", "card": CARD}
ACCOUNT = {"name": "Gaurav Kumar", "ifsc": "HDFC0000053", "account_number": "11214311215411"}
MANDATE = {"max_amount": 50000, "frequency": "monthly"}
BODIES: dict[str, dict[str, Any]] = {
    "/v1/plans": {"period": "weekly", "interval": 1, "item": ITEM},
    "/v1/subscriptions": {"plan_id": "<plan>", "total_count": 6},
    "/v1/subscriptions/{id}/addons": {"item": ITEM},
    "/v1/payments/create/json": PAID,
    "/v1/payments/create/redirect": PAID,
    "/v1/payments/create/upi": {"amount": 50000, "currency": "INR", "upi": {"vpa": "success@razorpay"}},
    "/v1/payments/calculate/fees": PAID,
    "/v1/payments/fees": PAID,
    "/v1/payments/qr_codes": {"type": "upi_qr", "usage": "multiple_use"},
    "/v1/virtual_accounts": {"receivers": {"types": ["bank_account"]}},
    "/v1/tokens": {"method": "card", "card": CARD, "authentication": {}},
    "/v1/cards/fingerprints": {"number": "4386289407660153"},
    "/v1/fund_accounts": {"customer_id": "<customer>", "account_type": "bank_account", "bank_account": ACCOUNT},
    "/v1/orders": {"amount": 0, "currency": "INR", "method": "emandate", "customer_id": "<customer>", "token": MANDATE},
    "/v1/subscription_registration/auth_links": {
        "customer": {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9123456780"},
        "type": "link",
        "amount": 100,
        "currency": "INR",
        "description": "Registration Link for Gaurav Kumar",
        "subscription_registration": {"method": "card", **MANDATE},
    },
}


def places(shape, at=()):
    """Where fields are in a body of that shape; those of a list are in its first entry."""
    for name, field in shape.fields.items():
        yield (*at, name)
        inner = field.shape if isinstance(field, (ListOf, Named)) else field
        if isinstance(inner, Shape):
            yield from places(inner, (*at, name, 0) if isinstance(field, ListOf) else (*at, name))


def with_odd(body, place, value):
    """The body with this value in that place, and what has to be there for it."""
    head, *rest = place
    if head == 0:
        return [with_odd({}, rest, value)]
    return {**body, head: with_odd(body.get(head, {}), rest, value) if rest else value}


def shape_of(path):
    found = next(one for one in endpoints() if (one.method, one.path) == ("POST", path))
    assert found.body is not None
    return found.body


@pytest.mark.parametrize("path", BODIES)
def test_whatever_a_field_holds_is_answered_and_what_is_refused_changes_nothing(path):
    rzp = FakeRazorpay(seed=1, at=AT)
    plan = rzp.plan.create({"period": "weekly", "interval": 1, "item": ITEM})["id"]
    ids = {"<plan>": plan, "<customer>": rzp.customer.create({"name": "Gaurav Kumar"})["id"]}
    url = path.replace("{id}", rzp.subscription.create({"plan_id": plan, "total_count": 6})["id"])
    body = {name: ids.get(sent, sent) if isinstance(sent, str) else sent for name, sent in BODIES[path].items()}
    before, answered = rzp.snapshot(), set()
    assert rzp.request("POST", url, json=body).status == 200
    rzp.restore(before)
    for place in places(shape_of(path)):
        for value in ODD:
            try:
                reply = rzp.request("POST", url, json=with_odd(body, place, value))
            except NotFaked:
                assert not rzp.diff(before)
                continue
            answered.add(reply.status)
            if reply.status == 200:
                rzp.ledger.check()
                rzp.restore(before)
            else:
                assert reply.body["error"]["description"], (place, value)
                assert not rzp.diff(before), (place, value)
    assert answered == {200, 400}
