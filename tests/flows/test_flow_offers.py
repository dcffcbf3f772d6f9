"""Offers: made on the Dashboard, picked by customers; what is paid then, and what is due.

Pages: payments/offers/create.md, standard-integration.md, custom-integration.md, s2s-integration.md,
api/payments/fetch-payment-expanded-offers.md, api/payments/payment-links/offers.md.
"""

from __future__ import annotations

import pytest

from fakerzp import NotFaked, NotPayable, PaymentFailed, PaymentPending
from tests.flows.steps import (
    DAY,
    NOWHERE,
    invoice_body,
    nach_order_body,
    offer_of,
    order_of,
    payment_link_body,
    refused,
    statuses,
    visible,
)

USED_UP = "Offer Maximum Usage limit exceeded"
AMOUNT = "The offer is not applicable on this order amount"
METHOD = "Payment method used is not eligible for offer. Please try with a different payment method."
NOT_ACTIVE = "The offer is not active"
AXIS_CARD, OTHER_AXIS_CARD = "4718609108204366", "5267318187975449"
VISA = "4100280000001007"


def figures(rzp, order):
    """Amount, amount paid, amount due and status of an order or invoice."""
    name = "orders" if order.startswith("order_") else "invoices"
    body = rzp.request("GET", f"/v1/{name}/{order}").body
    return body["amount"], body["amount_paid"], body["amount_due"], body["status"]


def picked(rzp, order, offer, method="netbanking", **how):
    """Pay with an offer; answers the payment, with the offers that it was made with."""
    answer = rzp.checkout.pay(order, method=method, offer_id=offer, **how)
    return rzp.payment.fetch(answer["razorpay_payment_id"], {"expand[]": "offers"})


def said(rzp, order, offer, method="netbanking", **how):
    """Demand that the offer is refused and that nothing changed; answers the error."""
    before = visible(rzp)
    with pytest.raises(PaymentFailed) as caught:
        rzp.checkout.pay(order, method=method, offer_id=offer, **how)
    assert visible(rzp) == before
    error = caught.value.error["error"]
    assert error["metadata"] == {"order_id": order}
    assert error["code"] == "BAD_REQUEST_ERROR"
    return error["description"]


# ---------------------------------------------------------------------- the customer picks one


def test_the_customer_pays_less_and_nothing_is_due(rzp):
    """The sums of the samples: an order of 1000, a payment of 900 (s2s-integration.md)."""
    offer = offer_of(rzp)
    order = order_of(rzp, 1000, offers=[offer])
    payment = picked(rzp, order, offer, bank="KKBK")
    assert (payment["amount"], payment["status"], payment["order_id"]) == (900, "captured", order)
    assert payment["offers"] == {"entity": "collection", "count": 1, "items": [{"id": offer}]}
    assert figures(rzp, order) == (1000, 900, 0, "paid")
    assert statuses(rzp, order) == ["created", "attempted", "paid"]
    assert "offers" not in rzp.payment.fetch(payment["id"])
    assert "offer_id" not in rzp.payment.fetch(payment["id"])
    fee = payment["fee"]
    assert (fee, payment["tax"]) == (21, 3)
    assert rzp.ledger.balance("customer") == -900
    assert rzp.ledger.balance("merchant") == 900 - fee


def test_what_the_browser_gets_verifies(rzp):
    offer = offer_of(rzp)
    answer = rzp.checkout.pay(order_of(rzp), method="netbanking", offer_id=offer)
    assert rzp.utility.verify_payment_signature(answer)


@pytest.mark.parametrize(
    ("terms", "amount", "paid"),
    [
        ({"percentage": 10}, 30000, 27000),
        ({"flat": 3000}, 30000, 27000),
        ({"percentage": 10, "max_discount": 50000}, 1000000, 950000),
        ({"percentage": 7.5}, 1234, 1141),
        ({"percentage": 50}, 999, 499),
        ({"percentage": 33.33}, 10000, 6667),
        ({"percentage": 90}, 1000, 100),
        ({"flat": 900}, 1000, 100),
        ({"flat": 900, "max_discount": 200}, 1000, 800),
    ],
    ids=str,
)
def test_what_is_taken_off(rzp, terms, amount, paid):
    offer = offer_of(rzp, **terms)
    order = order_of(rzp, amount, offers=[offer])
    assert picked(rzp, order, offer)["amount"] == paid
    assert figures(rzp, order) == (amount, paid, 0, "paid")


def test_without_discount_the_order_is_paid_in_full(rzp):
    """payments/payment-methods/emi/no-cost-emi/bajaj-finserv.md."""
    offer = offer_of(rzp)
    order = order_of(rzp, 1000, offers=[offer], discount=False)
    payment = picked(rzp, order, offer)
    assert (payment["amount"], payment["offers"]["items"]) == (1000, [{"id": offer}])
    assert figures(rzp, order) == (1000, 1000, 0, "paid")


def test_cashback_comes_later_and_not_from_razorpay(rzp):
    offer = offer_of(rzp, "wallet", "cashback", flat=100, issuer="payzapp")
    order = order_of(rzp, 1000, offers=[offer])
    assert picked(rzp, order, offer, "wallet")["amount"] == 1000
    (applied,) = rzp.order.fetch(order, {"expand[]": "offers"})["offers_applied"]["items"]
    assert applied["benefits"][0] == {
        "offer_type": "cashback",
        "limit_type": "flat",
        "unit": "absolute",
        "value": 100,
        "max_discount": None,
        "calculated_benefit_value": 100,
    }


def test_who_was_discounted_already_is_bound_to_the_offer(rzp):
    """No one picks it; it limits how the order is paid."""
    strict = offer_of(rzp, "card", "already_discounted", percentage=10, issuer="UTIB")
    order = order_of(rzp, 900, offer_id=strict)
    with pytest.raises(PaymentFailed, match="not eligible for offer"):
        rzp.checkout.pay(order, method="upi")
    answer = rzp.checkout.pay(order, card=AXIS_CARD)
    payment = rzp.payment.fetch(answer["razorpay_payment_id"], {"expand[]": "offers"})
    assert (payment["amount"], payment["offers"]["items"]) == (900, [{"id": strict}])
    lenient = offer_of(rzp, "card", "already_discounted", percentage=10, pay_without_offer=True)
    answer = rzp.checkout.pay(order_of(rzp, 900, offer_id=lenient, partial_payment=True), method="upi")
    assert rzp.payment.fetch(answer["razorpay_payment_id"], {"expand[]": "offers"})["offers"]["count"] == 0


def test_a_customer_may_pay_without_the_offers_of_an_order(rzp):
    order = order_of(rzp, 1000, offers=[offer_of(rzp)])
    rzp.checkout.pay(order, method="netbanking")
    assert figures(rzp, order) == (1000, 1000, 0, "paid")


def test_offers_of_checkout_are_for_orders_that_have_none(rzp):
    shown, hidden, other = offer_of(rzp), offer_of(rzp, show_on_checkout=False), offer_of(rzp)
    assert picked(rzp, order_of(rzp, 1000), shown)["amount"] == 900
    assert picked(rzp, order_of(rzp, 1000, offers=[hidden]), hidden)["amount"] == 900
    assert picked(rzp, order_of(rzp, 1000, offers=[f"offer_{NOWHERE}"]), shown)["amount"] == 900
    for order, offer in ((order_of(rzp), hidden), (order_of(rzp, offers=[other]), shown)):
        before = visible(rzp)
        with pytest.raises(NotPayable, match=f"{order} does not offer {offer}") as caught:
            rzp.checkout.pay(order, method="netbanking", offer_id=offer)
        assert (caught.value.target, caught.value.status) == (order, "created")
        assert visible(rzp) == before


@pytest.mark.parametrize(
    ("terms", "how", "text"),
    [
        ({"min_amount": 100001}, {}, AMOUNT),
        ({"max_amount": 99999}, {}, AMOUNT),
        ({"flat": 99901}, {}, AMOUNT),
        ({}, {"method": "upi"}, METHOD),
        ({"issuer": "SBIN"}, {"bank": "HDFC"}, METHOD),
        ({"method": "wallet", "issuer": "payzapp"}, {"method": "wallet", "wallet": "mobikwik"}, METHOD),
        ({"method": "card", "issuer": "UTIB"}, {"method": "card", "card": VISA}, METHOD),
        ({"method": "card", "network": "RuPay"}, {"method": "card", "card": VISA}, METHOD),
        ({"method": "card", "card_type": "debit"}, {"method": "card", "card": VISA}, METHOD),
        ({"method": "card", "iins": ["400000"]}, {"method": "card", "card": VISA}, METHOD),
        ({"method": "card"}, {"method": "emi"}, METHOD),
        ({"method": "emi", "durations": [3, 6]}, {"method": "emi", "emi_duration": 9}, METHOD),
        ({"method": "emi", "issuer": "ICIC"}, {"method": "emi"}, METHOD),
        ({"method": "emi", "card_type": "debit"}, {"method": "emi"}, METHOD),
        ({"method": "paylater", "issuer": "paypal"}, {"method": "paylater"}, METHOD),
    ],
    ids=str,
)
def test_an_offer_that_does_not_fit_lets_nobody_pay(rzp, terms, how, text):
    offer = offer_of(rzp, **{"method": "netbanking", **terms})
    order = order_of(rzp)
    assert said(rzp, order, offer, **how) == text
    assert figures(rzp, order) == (100000, 0, 100000, "created")


@pytest.mark.parametrize(
    ("terms", "how"),
    [
        ({"issuer": "SBIN"}, {"bank": "SBIN"}),
        ({"method": "wallet", "issuer": "mobikwik"}, {"method": "wallet", "wallet": "mobikwik"}),
        ({"method": "card", "issuer": "UTIB", "card_type": "credit"}, {"method": "card", "card": AXIS_CARD}),
        ({"method": "card", "network": "Visa", "iins": ["410028"]}, {"method": "card", "card": VISA}),
        ({"method": "card", "card_type": "debit"}, {"method": "card", "card": "4386289407660153"}),
        ({"method": "emi", "issuer": "ICIC", "durations": [6]}, {"method": "emi", "bank": "ICIC", "emi_duration": 6}),
        ({"method": "cardless_emi", "issuer": "walnut369"}, {"method": "cardless_emi", "provider": "walnut369"}),
        ({"method": "upi"}, {"method": "upi"}),
    ],
    ids=str,
)
def test_an_offer_that_fits(rzp, terms, how):
    offer = offer_of(rzp, **{"method": "netbanking", **terms})
    assert picked(rzp, order_of(rzp, 200000), offer, **how)["amount"] == 180000


def test_or_lets_them_pay_in_full(rzp):
    offer = offer_of(rzp, pay_without_offer=True)
    order = order_of(rzp, 1000, offers=[offer])
    payment = picked(rzp, order, offer, "upi")
    assert (payment["amount"], payment["offers"]["count"]) == (1000, 0)
    assert figures(rzp, order) == (1000, 1000, 0, "paid")
    assert rzp.dashboard.fetch_offer(offer)["used"] == 0


def test_an_offer_has_its_time(rzp):
    now = rzp.clock.now()
    offer = offer_of(rzp, starts_at=now + DAY, ends_at=now + 2 * DAY)
    order = order_of(rzp)
    assert said(rzp, order, offer) == NOT_ACTIVE
    rzp.clock.move_to(now + DAY)
    assert picked(rzp, order_of(rzp, 1000), offer)["amount"] == 900
    rzp.clock.move_to(now + 2 * DAY)
    assert picked(rzp, order_of(rzp, 1000), offer)["amount"] == 900
    rzp.clock.advance(seconds=1)
    assert said(rzp, order, offer) == NOT_ACTIVE


def test_a_disabled_offer_is_nobodys(rzp):
    offer = offer_of(rzp)
    order = order_of(rzp, offers=[offer])
    assert rzp.dashboard.disable_offer(offer)["status"] == "disabled"
    assert said(rzp, order, offer) == NOT_ACTIVE
    assert rzp.order.fetch(order)["offers"] == [offer]


# ---------------------------------------------------------------------- how often


def test_an_offer_is_used_up(rzp):
    offer = offer_of(rzp, max_usage=2)
    first, second, third = (order_of(rzp, 1000, offers=[offer]) for _ in range(3))
    picked(rzp, first, offer)
    picked(rzp, second, offer, capture=False)
    assert rzp.dashboard.fetch_offer(offer)["used"] == 2
    assert said(rzp, third, offer) == USED_UP


def test_only_who_got_through_has_used_it(rzp):
    offer = offer_of(rzp, "upi", max_usage=1)
    order = order_of(rzp, 1000, offers=[offer])
    error = rzp.checkout.fail(order, method="upi", offer_id=offer)["error"]
    failed = rzp.payment.fetch(error["metadata"]["payment_id"], {"expand[]": "offers"})
    assert (failed["status"], failed["amount"], failed["offers"]["count"]) == ("failed", 900, 1)
    assert rzp.dashboard.fetch_offer(offer)["used"] == 0
    assert figures(rzp, order) == (1000, 0, 1000, "attempted")
    picked(rzp, order, offer, "upi")
    assert rzp.dashboard.fetch_offer(offer)["used"] == 1


def test_a_late_yes_uses_it_also_when_it_is_disabled(rzp):
    offer = offer_of(rzp)
    order = order_of(rzp, 1000, offers=[offer])
    rzp.bank.next(rzp.bank.authorize_late(after=3600))
    with pytest.raises(PaymentPending):
        rzp.checkout.pay(order, method="netbanking", offer_id=offer)
    rzp.dashboard.disable_offer(offer)
    rzp.clock.advance(hours=1)
    assert figures(rzp, order) == (1000, 900, 0, "paid")
    assert rzp.dashboard.fetch_offer(offer)["used"] == 1


def test_a_refund_does_not_give_it_back(rzp):
    offer = offer_of(rzp, max_usage=1)
    order = order_of(rzp, 1000, offers=[offer])
    payment = picked(rzp, order, offer)["id"]
    refused(lambda: rzp.payment.refund(payment, {"amount": 1000}), field="amount")
    assert rzp.payment.refund(payment)["amount"] == 900
    assert rzp.payment.fetch(payment)["status"] == "refunded"
    assert figures(rzp, order) == (1000, 900, 0, "paid")
    assert said(rzp, order_of(rzp), offer) == USED_UP


def test_a_card_uses_it_so_often(rzp):
    offer = offer_of(rzp, "card", max_usage_per_card=1)
    picked(rzp, order_of(rzp, 1000), offer, "card", card=AXIS_CARD)
    spaced = " ".join(AXIS_CARD[n : n + 4] for n in range(0, 16, 4))
    assert said(rzp, order_of(rzp, 1000), offer, "card", card={"number": spaced, "name": "Asha"}) == USED_UP
    picked(rzp, order_of(rzp, 1000), offer, "card", card=OTHER_AXIS_CARD)
    rzp.checkout.fail(order_of(rzp, 1000), method="card", card=VISA, offer_id=offer)
    picked(rzp, order_of(rzp, 1000), offer, "card", card=VISA)
    assert said(rzp, order_of(rzp, 1000), offer, "card", card=VISA) == USED_UP
    amex = "340256000401007"  # of these nobody can tell
    assert [picked(rzp, order_of(rzp, 1000), offer, "card", card=amex)["amount"] for _ in range(2)] == [900, 900]


# ---------------------------------------------------------------------- capture, parts, other targets


def test_what_was_discounted_is_captured_as_it_was_authorized(rzp):
    offer = offer_of(rzp)
    order = order_of(rzp, 1000, offers=[offer], payment={"capture": "manual"})
    payment = picked(rzp, order, offer)["id"]
    assert figures(rzp, order) == (1000, 0, 1000, "attempted")
    refused(
        lambda: rzp.payment.capture(payment, 1000, {"currency": "INR"}),
        "Capture amount must be equal to the amount authorized.",
    )
    rzp.payment.capture(payment, 900, {"currency": "INR"})
    assert figures(rzp, order) == (1000, 900, 0, "paid")


def test_an_order_takes_one_of_two_authorized_payments(rzp):
    offer = offer_of(rzp)
    order = order_of(rzp, 1000, offers=[offer], payment={"capture": "manual"})
    discounted, whole = picked(rzp, order, offer)["id"], rzp.checkout.pay(order, "upi")["razorpay_payment_id"]
    rzp.payment.capture(discounted, 900, {"currency": "INR"})
    refused(lambda: rzp.payment.capture(whole, 1000, {"currency": "INR"}))
    assert figures(rzp, order) == (1000, 900, 0, "paid")


def test_of_parts_no_page_tells(rzp):
    offer, cashback = offer_of(rzp), offer_of(rzp, "netbanking", "cashback", flat=100)
    order = order_of(rzp, 1000, offers=[offer, cashback], partial_payment=True)
    for amount in (None, 400):
        before = visible(rzp)
        with pytest.raises(NotFaked, match="a part"):
            rzp.checkout.pay(order, "netbanking", amount, offer_id=offer)
        assert visible(rzp) == before
    rzp.checkout.pay(order, "netbanking", 400, offer_id=cashback)
    assert figures(rzp, order) == (1000, 400, 600, "attempted")


def test_a_wrong_amount_is_wrong_with_an_offer_too(rzp):
    offer = offer_of(rzp)
    order = order_of(rzp, 1000, offers=[offer])
    with pytest.raises(PaymentFailed, match="different from your order amount"):
        rzp.checkout.pay(order, "netbanking", 900, offer_id=offer)
    assert picked(rzp, order, offer, amount=1000)["amount"] == 900


def test_an_invoice_is_paid_with_what_checkout_shows(rzp):
    offer = offer_of(rzp, "upi")
    invoice = rzp.invoice.create(invoice_body(1000))["id"]
    payment = picked(rzp, invoice, offer, "upi")
    assert (payment["amount"], payment["invoice_id"]) == (900, invoice)
    assert figures(rzp, invoice) == (1000, 900, 0, "paid")
    sent = rzp.events[-1]["payload"]
    assert (sent["invoice"]["entity"]["amount_due"], sent["order"]["entity"]["amount_due"]) == (0, 0)
    assert sent["order"]["entity"]["amount_paid"] == sent["invoice"]["entity"]["amount_paid"] == 900


@pytest.mark.parametrize("asked", [lambda one: {"offers": [one]}, lambda one: {"offer_id": one}], ids=["list", "one"])
def test_a_payment_link_takes_offers_in_its_options(rzp, asked):
    offer = offer_of(rzp, show_on_checkout=False)
    link = rzp.payment_link.create(payment_link_body(3400, options={"order": asked(offer)}))["id"]
    assert rzp.order.all()["items"][0]["offers"] == [offer]
    payment = picked(rzp, link, offer)
    body = rzp.payment_link.fetch(link)
    assert (body["status"], body["amount"], body["amount_paid"]) == ("paid", 3400, 3060)
    assert [(part["amount"], part["payment_id"]) for part in body["payments"]] == [(3060, payment["id"])]
    sent = rzp.events[-1]["payload"]
    assert (sent["order"]["entity"]["amount_due"], sent["payment_link"]["entity"]["amount_paid"]) == (0, 3060)


def test_links_of_the_documented_request_and_of_upi(build):
    rzp = build(account={"test_mode": False})
    options = {"order": {"offers": ["offer_F4WMTC3pwFKnzq", "offer_F4WJHqvGzw8dWF"]}}
    rzp.payment_link.create(payment_link_body(3400, options=options))
    assert rzp.order.all()["items"][0]["offers"] is None
    options = {"order": {"offers": [offer_of(rzp, "upi")]}}
    rzp.payment_link.create(payment_link_body(3400, options=options, upi_link=True))
    assert "offers" not in rzp.order.all()["items"][0]


def test_what_can_have_no_offer(rzp):
    offer = offer_of(rzp, "card")
    customer = rzp.customer.create({"name": "Gaurav Kumar", "email": "g@example.com"})["id"]
    dollars = rzp.order.create({"amount": 5000, "currency": "USD"})["id"]
    for target, how in (
        (None, {"amount": 1000}),
        (rzp.order.create(nach_order_body(customer))["id"], {}),
        (dollars, {}),
    ):
        before = visible(rzp)
        with pytest.raises(ValueError, match="an offer goes with an order"):
            rzp.checkout.pay(target, offer_id=offer, **how)
        assert visible(rzp) == before


def test_a_mandate_is_registered_whatever_offers_its_order_has(rzp):
    customer = rzp.customer.create({"name": "Gaurav Kumar", "email": "g@example.com"})["id"]
    offer = offer_of(rzp, "card", "already_discounted", percentage=10)
    token = {"max_amount": 50000, "expire_at": rzp.clock.now() + 365 * DAY, "frequency": "monthly"}
    order = order_of(rzp, 1000, method="upi", customer_id=customer, token=token, offers=[offer])
    assert rzp.order.fetch(order)["offers"] == [offer]
    rzp.checkout.pay(order)
    assert figures(rzp, order) == (1000, 1000, 0, "paid")


def test_an_offer_that_is_none(rzp):
    for offer in (f"offer_{NOWHERE}", order_of(rzp)):
        with pytest.raises(LookupError, match=r"rzp\.dashboard\.create_offer"):
            rzp.checkout.pay(order_of(rzp), offer_id=offer)


def test_each_account_has_its_own_offers(rzp):
    sub = "acc_IRQWUleX4BqvYn"
    theirs, ours = offer_of(rzp, account=sub), offer_of(rzp)
    headers = {"X-Razorpay-Account": sub}
    body = {"amount": 1000, "currency": "INR", "offers": [theirs, ours]}
    assert rzp.order.create(body)["offers"] == [ours]
    order = rzp.order.create(body, headers=headers)
    assert order["offers"] == [theirs]
    rzp.checkout.pay(order["id"], "netbanking", offer_id=theirs)
    assert rzp.order.fetch(order["id"], headers=headers)["amount_paid"] == 900
    assert rzp.dashboard.fetch_offer(theirs)["used"] == 1


# ---------------------------------------------------------------------- EMI


def test_no_cost_emi_takes_off_the_interest(rzp):
    """The example of payments/offers/no-cost-emi.md, at 16 % instead of 15."""
    offer = rzp.dashboard.create_offer("emi", "no_cost_emi", issuer="HSBC", durations=[3, 6])["id"]
    order = order_of(rzp, 1500000, offers=[offer])
    payment = picked(rzp, order, offer, "emi", bank="HSBC", emi_duration=3)
    assert payment["emi_plan"] == {"issuer": "HSBC", "type": "credit", "rate": 1500, "duration": 3}
    assert payment["amount"] == 1463267
    assert figures(rzp, order) == (1500000, 1463267, 0, "paid")
    assert said(rzp, order_of(rzp, 1500000), offer, "emi", bank="HSBC", emi_duration=9) == METHOD


def test_low_cost_emi_takes_off_what_the_merchant_bears(rzp):
    """The example of payments/offers/low-cost-emi.md."""
    offer = rzp.dashboard.create_offer("emi", "low_cost_emi", percentage=2, durations=[3])["id"]
    assert picked(rzp, order_of(rzp, 1500000), offer, "emi", emi_duration=3)["amount"] == 1470000


def test_the_least_amount_of_a_plan_is_that_of_the_order(rzp):
    offer = offer_of(rzp, "emi")
    assert picked(rzp, order_of(rzp, 100000), offer, "emi")["amount"] == 90000
    with pytest.raises(PaymentFailed) as caught:
        rzp.checkout.pay(order_of(rzp, 99999), method="emi", offer_id=offer)
    assert caught.value.error["error"]["reason"] == "amount_less_than_minimum_amount"


# ---------------------------------------------------------------------- what is seen of it


def test_the_bank_sees_what_is_charged(rzp):
    offer = offer_of(rzp)
    rzp.bank.script(rzp.bank.by_amount({900: rzp.bank.fail("payment_declined")}))
    order = order_of(rzp, 1000, offers=[offer])
    with pytest.raises(PaymentFailed):
        rzp.checkout.pay(order, method="netbanking", offer_id=offer)
    rzp.checkout.pay(order, method="netbanking")


def test_its_events_are_of_what_was_paid(rzp):
    offer = offer_of(rzp)
    order = order_of(rzp, 1000, offers=[offer])
    picked(rzp, order, offer)
    assert [event["event"] for event in rzp.events] == ["payment.authorized", "payment.captured", "order.paid"]
    sent = rzp.events[-1]["payload"]
    assert sent["payment"]["entity"]["amount"] == sent["payment"]["entity"]["base_amount"] == 900
    assert sent["order"]["entity"]["offer_id"] == offer
    assert [sent["order"]["entity"][name] for name in ("amount", "amount_paid", "amount_due")] == [1000, 900, 0]


def test_the_official_client_sees_the_same(rzp):
    pytest.importorskip("razorpay")
    client, offer = rzp.client(), offer_of(rzp)
    order = client.order.create({"amount": 1000, "currency": "INR", "offers": [offer]})
    payment = picked(rzp, order["id"], offer)
    assert client.payment.fetch(payment["id"], {"expand[]": "offers"}) == payment
    assert client.order.fetch(order["id"])["offers"] == [offer]
