"""Bodies that are drawn as sound are taken, those drawn as broken are refused, whatever the endpoint."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from fakerzp import FakeRazorpay, strategies
from fakerzp.strategies.rules import DRAWN_APART, LEFT_OUT
from fakerzp.strategies.valid import declared

NOW = 1767607200  # 2026-01-05T10:00:00Z
RARE = settings(deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
CALLS = (
    "customer.create",
    "customer.edit",
    "customer.addBankAccount",
    "item.create",
    "item.edit",
    "order.create",
    "order.edit",
    "invoice.create",
    "invoice.edit",
    "payment.capture",
    "payment.edit",
    "payment.refund",
    "refund.create",
    "refund.edit",
    "payment_link.create",
    "payment_link.edit",
    "registration_link.create",
)
GIVEN = {"payment.capture": {"amount": 100000, "currency": "INR"}, "refund.create": {"payment_id": "the payment"}}


def made(rzp, call):
    """What the call is about: the id that goes into its path, and the payment that a body may name."""
    order = rzp.order.create({"amount": 100000, "currency": "INR"})["id"]
    payment = rzp.checkout.pay(order, capture=call != "payment.capture")["razorpay_payment_id"]
    about = {
        "customer.edit": lambda: rzp.customer.create({"name": "Asha Rao"})["id"],
        "customer.addBankAccount": lambda: rzp.customer.create({"name": "Asha Rao"})["id"],
        "item.edit": lambda: rzp.item.create({"name": "Book", "amount": 100, "currency": "INR"})["id"],
        "order.edit": lambda: order,
        "invoice.edit": lambda: rzp.invoice.create({"type": "invoice", "draft": 1})["id"],
        "payment_link.edit": lambda: rzp.payment_link.create({"amount": 100})["id"],
        "refund.edit": lambda: rzp.payment.refund(payment, {})["id"],
    }
    return about.get(call, lambda: payment)(), payment


def played(call, body):
    """Send the body, on a fake of its own; the reply, and whether the visible world is another after it."""
    rzp = FakeRazorpay(at=NOW)
    entity_id, payment = made(rzp, call)
    if body.get("payment_id") == "the payment":
        body = {**body, "payment_id": payment}
    before = rzp.snapshot()
    endpoint = declared(call)
    reply = rzp.request(endpoint.method, endpoint.path.replace("{id}", entity_id), json=body)
    rzp.ledger.check()
    return reply, bool(rzp.diff(before))


@pytest.mark.parametrize("now", [None, NOW], ids=["no dates", "dates"])
@pytest.mark.parametrize("call", CALLS)
def test_sound_bodies_are_taken(call, now):
    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategies.bodies(call, now=now, **GIVEN.get(call, {})))
    def taken(body):
        reply, _ = played(call, body)
        assert reply.status == 200, reply.body

    taken()


@pytest.mark.parametrize("call", CALLS)
def test_broken_bodies_are_refused_and_change_nothing(call):
    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategies.broken_bodies(call, now=NOW, **GIVEN.get(call, {})))
    def refused(broken):
        reply, changed = played(call, broken.body)
        assert (reply.status, changed) == (400, False), broken
        error = reply.body["error"]
        if not call.startswith("payment_link."):  # the links service names no fields
            name = broken.field.rpartition(".")[2]
            assert error.get("field") == broken.field or name in error["description"], (broken, error)

    refused()


def sample(strategy, count=250):
    """Some of what a strategy draws."""
    drawn = []

    @settings(RARE, max_examples=count)
    @given(strategy)
    def collect(one):
        drawn.append(one)

    collect()
    return drawn


# Fields that are only passed on or refused: nothing can be drawn for them.
NOTHING_TO_DRAW = {
    "order.create": {
        "transfers",
        "offers",
        "force_offer",
        "line_items",
        "line_items_total",
        "customer_details",
        "checkout_config_id",
    },
    "invoice.edit": {"type", "first_payment_min_amount"},
}


@pytest.mark.parametrize("call", CALLS)
def test_every_field_that_can_be_drawn_is_drawn(call):
    fields = set(declared(call).body.fields) - set(LEFT_OUT.get(call, ())) - NOTHING_TO_DRAW.get(call, set())
    fields -= set(DRAWN_APART.get(call, ())) - set(GIVEN.get(call, {}))
    drawn = sample(strategies.bodies(call, now=NOW, **GIVEN.get(call, {})))
    assert set().union(*drawn) - {"callback_method"} == fields


# What can be wrong with a body, and a call whose bodies have it.
WAYS = {
    "order.create": (
        "missing",
        "null",
        "no such field",
        "no whole number",
        "under one unit",
        "no currency",
        "no object",
    ),
    "customer.create": ("under 8 digits", "no text", "too long", "too short", "no e-mail address"),
    "order.edit": ("no pairs", "too many", "nested"),
    "item.create": ("does not end in 0", "no switch"),
    "invoice.create": ("too early", "no moment", "no list", "none of the values", "too small"),
    "payment_link.create": ("no URL", "not get"),
}


@pytest.mark.parametrize(("call", "why"), [(call, why) for call, ways in WAYS.items() for why in ways])
def test_each_way_of_being_broken_is_met(call, why):
    first = settings(RARE, max_examples=5000, phases=[Phase.generate])
    assert find(strategies.broken_bodies(call, now=NOW), lambda broken: broken.why == why, settings=first).field


def test_fields_are_set_as_given_or_drawn():
    @settings(max_examples=50, database=None)
    @given(strategies.bodies("orders.create", currency="KWD", amount=st.integers(100, 200).map(lambda n: n * 10)))
    def check(body):
        assert body["currency"] == "KWD"
        assert 1000 <= body["amount"] <= 2000
        assert body.get("first_payment_min_amount", 0) <= body["amount"]

    check()


@pytest.mark.parametrize(("currency", "least", "step"), [("INR", 100, 1), ("JPY", 1, 1), ("KWD", 1000, 10)])
def test_amounts_are_chargeable_in_their_currency(currency, least, step):
    drawn = sample(strategies.amounts(currency))
    assert min(drawn) == least
    assert all(amount % step == 0 for amount in drawn)
    assert len(set(drawn)) > 30


def test_amounts_keep_within_what_is_asked():
    assert set(sample(strategies.amounts(least=5000, most=5003))) == {5000, 5001, 5002, 5003}
    with pytest.raises(ValueError, match="supported"):
        strategies.amounts("XYZ")


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ((("order.craete",), {}), LookupError, "no call 'order.craete' takes a body; there is order.create"),
        ((("order.fetch",), {}), LookupError, "no call 'order.fetch' takes a body"),
        ((("order.create",), {"amuont": 1}), TypeError, "order.create has no field 'amuont'; it has amount, currency"),
        (
            (("payment.capture",), {"amount": 1}),
            TypeError,
            "payment.capture is about something that exists: give currency",
        ),
    ],
)
def test_a_wrong_name_says_what_there_is(arguments, error, text):
    (call, fields) = arguments
    for draw in (strategies.bodies, strategies.broken_bodies):
        with pytest.raises(error, match=text):
            draw(*call, **fields)
