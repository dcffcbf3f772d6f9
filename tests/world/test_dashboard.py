"""The Dashboard: what an offer may be, and what it refuses to make (payments/offers/create.md)."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from tests.flows.steps import NOWHERE, order_of

PLAIN = {
    "status": "enabled",
    "name": "Offer",
    "offer_type": "instant_discount",
    "method": "netbanking",
    "percentage": 10,
    "flat": None,
    "max_discount": None,
    "min_amount": 0,
    "max_amount": None,
    "issuer": None,
    "network": None,
    "card_type": None,
    "iins": [],
    "durations": [],
    "starts_at": 1767607200,
    "ends_at": None,
    "max_usage": None,
    "max_usage_per_card": None,
    "cycles": None,
    "show_on_checkout": True,
    "pay_without_offer": False,
    "used": 0,
    "created_at": 1767607200,
}


def test_an_offer_as_it_is_by_default(rzp):
    offer = rzp.dashboard.create_offer("netbanking", percentage=10)
    assert offer.pop("id").startswith("offer_")
    assert offer == PLAIN


def test_an_offer_with_all_that_it_can_have(rzp):
    starts, ends = "2026-01-06T00:00:00Z", datetime(2026, 10, 31, 18, 29, tzinfo=timezone.utc)
    asked = {
        "percentage": 12.5,
        "max_discount": 50000,
        "min_amount": 40000,
        "max_amount": 900000,
        "issuer": "HDFC",
        "network": "Visa",
        "card_type": "credit",
        "iins": ["410028", 555555],
        "durations": [3, 6],
        "max_usage": 100,
        "max_usage_per_card": 2,
        "show_on_checkout": False,
        "pay_without_offer": True,
        "name": "Diwali Dhamaka",
    }
    offer = rzp.dashboard.create_offer("emi", "cashback", starts_at=starts, ends_at=ends, **asked)
    assert {name: offer[name] for name in asked} == {**asked, "iins": ["410028", "555555"]}
    assert (offer["starts_at"], offer["ends_at"]) == (1767657600, 1793471340)
    assert rzp.dashboard.fetch_offer(offer["id"]) == offer


@pytest.mark.parametrize(
    ("method", "kind", "terms", "said"),
    [
        ("nach", "instant_discount", {"flat": 100}, "method='nach': one of card, netbanking"),
        ("upi", "discount", {"flat": 100}, "offer_type='discount'"),
        ("upi", "instant_discount", {}, "either percentage= or flat="),
        ("upi", "cashback", {"flat": 100, "percentage": 10}, "either percentage= or flat="),
        ("emi", "no_cost_emi", {"flat": 100}, "with neither"),
        ("emi", "low_cost_emi", {"flat": 100}, "worth a percentage="),
        ("emi", "low_cost_emi", {}, "worth a percentage="),
        ("card", "no_cost_emi", {}, "by method='emi'"),
        ("upi", "instant_discount", {"percentage": 0}, "percentage=0: more than 0"),
        ("upi", "instant_discount", {"percentage": 100.5}, "at most 100"),
        ("upi", "instant_discount", {"percentage": "10"}, "percentage='10'"),
        ("upi", "instant_discount", {"percentage": True}, "percentage=True"),
        ("upi", "instant_discount", {"flat": 0}, "flat=0: a whole number of paise"),
        ("upi", "instant_discount", {"flat": 99.5}, "flat=99.5: a whole number of paise"),
        ("upi", "instant_discount", {"flat": 100, "max_discount": -1}, "max_discount=-1"),
        ("upi", "instant_discount", {"flat": 100, "max_amount": "many"}, "max_amount='many'"),
        ("upi", "instant_discount", {"flat": 100, "min_amount": -1}, "min_amount=-1"),
        ("upi", "instant_discount", {"flat": 100, "max_usage": 0}, "max_usage=0: a whole number of payments"),
        ("card", "instant_discount", {"flat": 100, "max_usage_per_card": 0}, "max_usage_per_card=0"),
        ("upi", "instant_discount", {"flat": 100, "max_usage_per_card": 1}, "goes with method='card' or 'emi'"),
        ("upi", "instant_discount", {"flat": 100, "network": "Visa"}, "goes with method='card' or 'emi'"),
        ("upi", "instant_discount", {"flat": 100, "card_type": "debit"}, "goes with method='card' or 'emi'"),
        ("upi", "instant_discount", {"flat": 100, "iins": ["411111"]}, "goes with method='card' or 'emi'"),
        ("upi", "instant_discount", {"flat": 100, "issuer": "HDFC"}, "none that Razorpay lists"),
        ("netbanking", "instant_discount", {"flat": 100, "issuer": "hdfc"}, "none that Razorpay lists"),
        ("wallet", "instant_discount", {"flat": 100, "issuer": "HDFC"}, "none that Razorpay lists"),
        ("card", "instant_discount", {"flat": 100, "issuer": "hdfc"}, "none that Razorpay lists"),
        ("emi", "instant_discount", {"flat": 100, "issuer": "PUNB"}, "none that Razorpay lists"),
        ("cardless_emi", "instant_discount", {"flat": 100, "issuer": "lazypay"}, "none that Razorpay lists"),
        ("paylater", "instant_discount", {"flat": 100, "issuer": "zestmoney"}, "none that Razorpay lists"),
        ("card", "instant_discount", {"flat": 100, "network": "VISA"}, "network='VISA': one of Visa, MasterCard"),
        ("card", "instant_discount", {"flat": 100, "card_type": "both"}, "debit or credit"),
        ("card", "instant_discount", {"flat": 100, "iins": ["41111"]}, "six digits each"),
        ("card", "instant_discount", {"flat": 100, "durations": [3]}, "goes with method='emi'"),
        ("emi", "instant_discount", {"flat": 100, "durations": [3, 7]}, "months out of 3, 6, 9"),
        ("emi", "instant_discount", {"flat": 100, "durations": [[3]]}, "months out of 3, 6, 9"),
        ("upi", "instant_discount", {"flat": 100, "ends_at": 1767607200}, "after starts_at"),
        ("upi", "instant_discount", {"flat": 100, "ends_at": "tomorrow"}, "ISO 8601"),
        ("upi", "instant_discount", {"flat": 100, "name": 7}, "name=7: text"),
    ],
)
def test_what_no_offer_can_be(rzp, method, kind, terms, said):
    shot = rzp.snapshot()
    with pytest.raises(ValueError, match=said):
        rzp.dashboard.create_offer(method, kind, **terms)
    assert len(rzp.diff(shot)) == 0


def test_an_offer_is_taken_back_once(rzp):
    offer = rzp.dashboard.create_offer("upi", flat=100)["id"]
    rzp.clock.advance(hours=1)
    assert rzp.dashboard.disable_offer(offer)["status"] == "disabled"
    assert [(step.status, step.why) for step in rzp.history(offer)] == [("enabled", "create"), ("disabled", "disable")]
    with pytest.raises(ValueError, match=f"{offer} is disabled"):
        rzp.dashboard.disable_offer(offer)


def test_an_offer_that_is_not_there(rzp):
    for wrong in (f"offer_{NOWHERE}", order_of(rzp)):
        for call in (rzp.dashboard.disable_offer, rzp.dashboard.fetch_offer):
            with pytest.raises(LookupError, match=f"there is no offer '{wrong}'"):
                call(wrong)


def test_what_one_got_is_ones_own(rzp):
    offer = rzp.dashboard.create_offer("card", flat=100, iins=["411111"])
    offer["iins"].append("422222")
    offer["status"] = "gone"
    assert rzp.dashboard.fetch_offer(offer["id"])["iins"] == ["411111"]
    order = rzp.order.create({"amount": 1000, "currency": "INR", "offers": [offer["id"]]})
    order["offers"].clear()
    assert rzp.order.fetch(order["id"])["offers"] == [offer["id"]]


def test_worlds_hold_offers(rzp):
    offer = rzp.dashboard.create_offer("netbanking", percentage=10)["id"]
    shot = rzp.snapshot()
    with rzp.fork() as other:
        other.checkout.pay(order_of(other, 1000), method="netbanking", offer_id=offer)
        assert other.dashboard.fetch_offer(offer)["used"] == 1
        other.ledger.check()
    assert rzp.dashboard.fetch_offer(offer)["used"] == 0
    rzp.checkout.pay(order_of(rzp, 1000), method="netbanking", offer_id=offer)
    assert rzp.diff(shot)[offer].fields == {"used": (0, 1)}
    rzp.restore(shot)
    assert rzp.dashboard.fetch_offer(offer)["used"] == 0
    rzp.reset()
    with pytest.raises(LookupError):
        rzp.dashboard.fetch_offer(offer)


def test_the_same_seed_makes_the_same_offers(build):
    first, second = (build(seed=5).dashboard.create_offer("upi", flat=100) for _ in range(2))
    assert first == second
