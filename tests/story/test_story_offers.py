"""A story of offers: the merchant makes them by hand, before what is paid with them, and no other tale is drawn in."""

from __future__ import annotations

from tests.flows.steps import order_of


def test_offers_are_made_by_hand_before_they_are_used(rzp):
    order = order_of(rzp)
    first = rzp.dashboard.create_offer("upi", flat=1000)["id"]
    second = rzp.dashboard.create_offer("upi", percentage=10)["id"]
    payment = rzp.checkout.pay(order, "upi", offer_id=second)["razorpay_payment_id"]
    rzp.clock.advance(hours=1)
    rzp.dashboard.disable_offer(first)
    assert (
        str(rzp.story())
        == f"""\
2026-01-05 15:30:00 IST
  Merchant  POST /v1/orders  200
            {order}  created  ₹1,000.00
  Merchant  makes {first} on the Dashboard
            {first}  enabled
  Merchant  makes {second} on the Dashboard
            {second}  enabled
  Customer  pays ₹900.00 by upi, ₹100.00 off with {second}
            {payment}    created -> authorized -> captured  ₹900.00
            {order}  created -> attempted -> paid
            money  ₹900.00 customer -> gateway
            money  ₹878.76 gateway -> merchant
            money  ₹18.00 gateway -> fees
            money  ₹3.24 gateway -> tax
            event  payment.authorized, payment.captured, order.paid
2026-01-05 16:30:00 IST, 1 hour later
  Merchant  disables {first} on the Dashboard
            {first}  enabled -> disabled

1 call, 4 entities, 5 transitions, 3 events, 0 messages"""
    )


def test_a_failed_one_is_told_with_its_offer(rzp):
    offer = rzp.dashboard.create_offer("upi", flat=1000)["id"]
    rzp.checkout.fail(order_of(rzp), method="upi", offer_id=offer)
    assert f"tries to pay ₹990.00 by upi, ₹10.00 off with {offer}" in str(rzp.story())


def test_the_story_of_a_payment_has_its_offer_and_not_the_others_of_that(rzp):
    offer = rzp.dashboard.create_offer("upi", flat=1000)["id"]
    first, second = order_of(rzp), order_of(rzp)
    payments = [rzp.checkout.pay(order, "upi", offer_id=offer)["razorpay_payment_id"] for order in (first, second)]
    told = str(rzp.story(first))
    assert offer in told
    assert payments[0] in told
    assert payments[1] not in told
    assert second not in told
    of_the_offer = str(rzp.story(offer))
    assert all(payment in of_the_offer for payment in payments)


def test_other_pictures_have_it_too(rzp):
    offer = rzp.dashboard.create_offer("upi", flat=1000)["id"]
    rzp.checkout.pay(order_of(rzp), "upi", offer_id=offer)
    assert f"{offer} enabled" in rzp.story().mermaid()
    assert offer in rzp.story().mermaid("state")
    assert "on the Dashboard" in rzp.story()._repr_html_()
    assert '"does": "makes ' in rzp.story().json()
