"""Shops in three frameworks, as they are: ordered from, paid, told by webhook, and let down."""

from __future__ import annotations

import pytest

import fakerzp
from tests.apps.drive import SHOPS, open_shop
from tests.apps.store import KEYS, WEBHOOK_SECRET

PAID = ["payment.authorized", "payment.captured", "order.paid"]


@pytest.fixture(params=SHOPS)
def shop(request, rzp):
    """A shop whose every Razorpay is the fake, subscribed to its webhooks."""
    made = open_shop(request.param)
    with rzp.patch():
        rzp.webhooks.subscribe(made.app, secret=WEBHOOK_SECRET, path="/webhook")
        yield made


def answers(rzp):
    return [(d.event, d.attempt, d.status) for d in rzp.webhooks.deliveries]


def test_an_order_is_paid_verified_told_of_and_shipped_once(rzp, shop):
    order_id = shop.order()
    assert rzp.order.fetch(order_id)["notes"] == {"item": "novel"}
    assert shop.kept(order_id) == ("created", 0)
    with rzp.webhooks.hold():
        answer = rzp.checkout.pay(order_id)
        assert shop.post("/verify", answer) == (200, {"item": "novel", "status": "paid", "parcels": 1})
    assert answers(rzp) == [(event, 1, 204) for event in PAID]
    assert shop.kept(order_id) == ("paid", 1)
    assert rzp.order.fetch(order_id)["amount_paid"] == 39900


def test_the_webhook_ships_when_the_browser_is_closed(rzp, shop):
    order_id = shop.order("atlas")
    answer = rzp.checkout.pay(order_id)
    assert shop.kept(order_id) == ("paid", 1)
    assert shop.post("/verify", answer)[0] == 200
    assert shop.kept(order_id) == ("paid", 1)


def test_the_key_that_the_shop_has_is_the_one_that_checkout_signs_with(rzp, shop):
    order_id = shop.order()
    assert KEYS[0] != rzp.key_id
    assert shop.post("/verify", rzp.checkout.pay(order_id))[0] == 200


@pytest.mark.parametrize("field", ["razorpay_payment_id", "razorpay_signature"])
def test_a_forged_answer_of_checkout_ships_nothing(rzp, shop, field):
    paid, other = shop.order(), shop.order()
    answer = rzp.checkout.pay(paid)
    rzp.webhooks.hold()
    status, _ = shop.post("/verify", {**answer, "razorpay_order_id": other})
    assert status == 400
    assert shop.post("/verify", {**answer, field: "0" * 20})[0] == 400
    assert shop.kept(other) == ("created", 0)


def test_an_unknown_item_makes_no_order(rzp, shop):
    assert shop.post("/orders", {"item": "gold"})[0] == 404
    assert rzp.order.all()["count"] == 0


def test_a_failed_payment_ships_nothing_and_the_next_one_does(rzp, shop):
    order_id = shop.order()
    rzp.checkout.fail(order_id, reason="insufficient_funds")
    assert answers(rzp) == [("payment.failed", 1, 204)]
    assert shop.kept(order_id) == ("failed", 0)
    rzp.checkout.pay(order_id)
    assert shop.kept(order_id) == ("paid", 1)


def test_a_payment_authorized_late_ships_then(rzp, shop):
    order_id = shop.order()
    rzp.bank.next(rzp.bank.authorize_late(after=3600, failed_first=True))
    with pytest.raises(fakerzp.PaymentFailed):
        rzp.checkout.pay(order_id)
    assert shop.kept(order_id) == ("failed", 0)
    rzp.clock.advance(minutes=59)
    assert shop.kept(order_id) == ("failed", 0)
    rzp.clock.advance(minutes=1)
    assert shop.kept(order_id) == ("paid", 1)
    assert [event for event, _, _ in answers(rzp)] == ["payment.failed", *PAID]


def test_what_the_shop_answered_500_to_is_tried_again_and_shipped_once(rzp, shop):
    order_id = shop.order()
    shop.store.courier_is_down = True
    rzp.checkout.pay(order_id)
    assert answers(rzp)[-1] == ("order.paid", 1, 500)
    assert shop.kept(order_id) == ("created", 0)
    shop.store.courier_is_down = False
    rzp.clock.advance(seconds=4)
    assert shop.kept(order_id) == ("created", 0)
    rzp.clock.advance(seconds=1)
    assert shop.kept(order_id) == ("paid", 1)
    assert answers(rzp)[-1] == ("order.paid", 2, 204)
    rzp.clock.advance(days=2)
    assert [event for event, _, _ in answers(rzp)].count("order.paid") == 2
    assert shop.kept(order_id) == ("paid", 1)


def test_events_repeated_and_turned_round_ship_once(rzp, shop):
    order_id = shop.order()
    rzp.webhooks.hold()
    rzp.checkout.fail(order_id, reason="insufficient_funds")
    rzp.checkout.pay(order_id)
    rzp.webhooks.deliver("lifo", repeat=3)
    assert len(rzp.webhooks.deliveries) == 12
    assert {d.status for d in rzp.webhooks.deliveries} == {204}
    assert shop.kept(order_id) == ("paid", 1)


@pytest.mark.parametrize("style", ["compact", "spaced", "escaped", "sorted", "shuffled", "mixed"])
def test_a_body_of_any_spelling_is_verified(rzp, shop, style):
    rzp.webhooks.subscriptions[0].delete()
    rzp.webhooks.subscribe(shop.app, secret=WEBHOOK_SECRET, path="/webhook", style=style)
    order_id = shop.order()
    rzp.checkout.pay(order_id)
    assert shop.kept(order_id) == ("paid", 1)


def test_a_webhook_of_another_secret_is_refused(rzp, shop):
    rzp.webhooks.subscriptions[0].rotate("not what the shop has")
    order_id = shop.order()
    rzp.checkout.pay(order_id)
    assert answers(rzp) == [(event, 1, 400) for event in PAID]
    assert shop.kept(order_id) == ("created", 0)


def test_razorpay_is_down_for_one_order(rzp, shop):
    rzp.faults.inject("order.create", error="The server encountered an error", status=500)
    assert shop.post("/orders", {"item": "novel"})[0] == 503
    assert shop.store.orders == {}
    assert rzp.order.all()["count"] == 0
    assert shop.kept(shop.order()) == ("created", 0)


def test_an_order_that_was_made_all_the_same(rzp, shop):
    rzp.faults.inject("order.create", error="The server encountered an error", status=500, after=True)
    assert shop.post("/orders", {"item": "novel"})[0] == 503
    assert shop.store.orders == {}
    assert [order["status"] for order in rzp.order.all()["items"]] == ["created"]


def test_the_innermost_patch_serves_the_shop(shop):
    with fakerzp.patch(seed=7) as other:
        order_id = shop.order()
        assert other.order.fetch(order_id)["amount"] == 39900
        other.webhooks.subscribe(shop.app, secret=WEBHOOK_SECRET, path="/webhook")
        other.checkout.pay(order_id)
        assert shop.kept(order_id) == ("paid", 1)
        other.ledger.check()
