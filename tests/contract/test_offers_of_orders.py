"""Orders with offers: what they take, what they drop, and what they show of them.

Pages: api/orders/fetch-with-id.md, payments/offers/standard-integration.md, s2s-integration.md,
payments/payment-methods/emi/no-cost-emi/bajaj-finserv.md. That what does not fit is dropped is inferred.
"""

from __future__ import annotations

import pytest

from fakerzp import NotFaked
from tests.flows.steps import DAY, NOWHERE, offer_of, order_of, refused


def pay(rzp, order, offer, **how):
    return rzp.checkout.pay(order, method="netbanking", offer_id=offer, **how)


@pytest.mark.parametrize("asked", [lambda one: {"offers": [one]}, lambda one: {"offer_id": one}], ids=["list", "one"])
def test_an_order_shows_the_offer_that_it_was_made_with(rzp, asked):
    offer = offer_of(rzp)
    order = rzp.order.create({"amount": 2000, "currency": "INR", **asked(offer)})
    assert list(order) == [
        "id",
        "entity",
        "amount",
        "amount_paid",
        "amount_due",
        "currency",
        "receipt",
        "offer_id",
        "offers",
        "status",
        "attempts",
        "notes",
        "created_at",
    ]
    assert (order["offer_id"], order["offers"]) == (offer, [offer])
    assert (order["amount"], order["amount_paid"], order["amount_due"]) == (2000, 0, 2000)
    assert rzp.order.fetch(order["id"]) == order
    assert rzp.order.all()["items"] == [order]
    assert rzp.order.edit(order["id"], {"notes": {"a": "b"}})["offers"] == [offer]


def test_an_order_without_offers_shows_none(rzp):
    for asked in ({}, {"offers": []}, {"offers": None}, {"discount": True}):
        order = rzp.order.create({"amount": 2000, "currency": "INR", **asked})
        assert order["offer_id"] is None
        assert "offers" not in order


def test_of_several_offers_none_is_the_one(rzp):
    first, second = offer_of(rzp), offer_of(rzp, "upi", flat=100)
    order = rzp.order.create({"amount": 2000, "currency": "INR", "offers": [first, second, first]})
    assert order["offers"] == [first, second]
    assert "offer_id" not in order
    assert rzp.order.create({"amount": 2000, "currency": "INR", "offers": [first], "offer_id": second})["offers"] == [
        first,
        second,
    ]


def test_what_is_no_offer_or_does_not_fit_is_dropped_without_a_word(rzp):
    good = offer_of(rzp)
    bad = [
        f"offer_{NOWHERE}",
        "offer",
        order_of(rzp),
        {"offer_id": good},
        7,
        offer_of(rzp, min_amount=2001),
        offer_of(rzp, flat=1901),
        offer_of(rzp, starts_at=rzp.clock.now() + DAY),
        offer_of(rzp, max_amount=1999),
    ]
    disabled, over = offer_of(rzp), offer_of(rzp, ends_at=rzp.clock.now() + 5)
    rzp.dashboard.disable_offer(disabled)
    rzp.clock.advance(seconds=6)
    order = rzp.order.create({"amount": 2000, "currency": "INR", "offers": [*bad, disabled, over, good]})
    assert order["offers"] == [good]
    for each in (*bad, disabled, over):
        order = rzp.order.create({"amount": 2000, "currency": "INR", "offers": [each]})
        assert order["offers"] is None
        assert "offer_id" not in order
        assert rzp.order.fetch(order["id"]) == order
        rzp.checkout.pay(order["id"])
    assert rzp.order.create({"amount": 2000, "currency": "USD", "offers": [good]})["offers"] is None
    used_up = offer_of(rzp, max_usage=1)
    pay(rzp, order_of(rzp), used_up)
    assert rzp.order.create({"amount": 2000, "currency": "INR", "offer_id": used_up})["offers"] is None


def test_offers_are_a_list(rzp):
    refused(
        lambda: rzp.order.create({"amount": 2000, "currency": "INR", "offers": offer_of(rzp)}),
        "The offers must be an array.",
        field="offers",
    )


def test_forcing_an_offer_is_not_faked(rzp):
    with pytest.raises(NotFaked, match="force_offer"):
        rzp.order.create({"amount": 2000, "currency": "INR", "offers": [], "force_offer": True})


def test_the_order_expanded_shows_what_it_was_worth(rzp):
    offer = offer_of(rzp, percentage=10.2, max_discount=5000)
    order = order_of(rzp, 1000, offers=[offer], receipt="receipt#1")
    expanded = {"expand[]": "offers"}
    before = rzp.order.fetch(order, expanded)
    assert before["offers_applied"] == {"entity": "collection", "count": 0, "items": []}
    assert before["customer"] is None
    pay(rzp, order, offer, contact="+919999999999", email="anon@gmail.com")
    body = rzp.order.fetch(order, expanded)
    assert (body["status"], body["amount_paid"], body["amount_due"]) == ("paid", 898, 0)
    assert not {"offer_id", "offers"} & set(body)
    assert body["customer"] == {"contact": "+919999999999", "email": "anon@gmail.com"}
    assert body["offers_applied"]["items"] == [
        {
            "entity": "offers",
            "id": offer,
            "status": "redeemed",
            "benefits": [
                {
                    "offer_type": "instant_discount",
                    "limit_type": "up_to",
                    "unit": "percentage",
                    "value": 1020,
                    "max_discount": 5000,
                    "calculated_benefit_value": 102,
                }
            ],
        }
    ]
