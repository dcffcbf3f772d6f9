"""Mandates end to end: registered by order or by link, confirmed or not, and charged without the customer."""

from __future__ import annotations

import pytest

from fakerzp import NotPayable
from tests.flows.steps import (
    ALREADY_PAID,
    DIFFERENT,
    GAURAV,
    charge_body,
    nach_order_body,
    order_of,
    refused,
    registered,
    registration_body,
    statuses,
    token_of,
    visible,
)

NOW = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands
ANSWER = {"razorpay_payment_id", "razorpay_order_id", "razorpay_signature"}
AT_ONCE = ("card", "upi")  # nobody at a bank has to look at these first
VISA = {
    "number": "4100280000001007",
    "expiry_month": 12,
    "expiry_year": 2030,
    "cvv": "123",
    "name": "Gaurav Kumar",
}


def test_paper_nach_from_the_customer_to_the_recurring_charge(rzp):
    customer_id = rzp.customers.create(GAURAV)["id"]
    order = rzp.orders.create(nach_order_body(customer_id))
    assert rzp.customers.fetchTokens(customer_id)["count"] == 0

    # The customer signs the form and uploads it at Checkout: a payment of nothing.
    answer = rzp.checkout.pay(order["id"], method="nach")
    assert set(answer) == ANSWER
    assert answer["razorpay_order_id"] == order["id"]
    assert rzp.utility.verify_payment_signature(answer)
    payment = rzp.payments.fetch(answer["razorpay_payment_id"])
    assert (payment["method"], payment["status"], payment["amount"]) == ("nach", "captured", 0)
    assert (payment["fee"], payment["tax"], payment["bank"]) == (0, 0, "HDFC")
    assert (payment["customer_id"], payment["invoice_id"]) == (customer_id, None)
    paid = rzp.orders.fetch(order["id"])
    assert (paid["status"], paid["attempts"], paid["amount_paid"]) == ("paid", 1, 0)

    # Paper takes days: the token waits for the bank.
    (token,) = rzp.customers.fetchTokens(customer_id)["items"]
    assert (token["id"], token["method"]) == (payment["token_id"], "nach")
    assert token["recurring"] is False
    assert token["recurring_details"] == {"status": "initiated", "failure_reason": None}
    rzp.clock.advance(days=5)
    rzp.bank.confirm_token(token["id"])
    token = token_of(rzp, customer_id, token["id"])
    assert token["recurring"] is True
    assert token["recurring_details"] == {"status": "confirmed", "failure_reason": None}
    assert token["created_at"] == NOW
    steps = [(step.status, step.at) for step in rzp.history(token["id"])]
    assert steps[-2:] == [("initiated", NOW), ("confirmed", NOW + 5 * 86400)]

    # The first month's charge, the customer far away.
    order_id = order_of(rzp, 100000, receipt="Receipt No. 2", payment_capture=True)
    answer = rzp.payments.createRecurringPayment(charge_body(order_id, customer_id, token["id"], 100000))
    assert set(answer) == ANSWER
    assert rzp.utility.verify_payment_signature(answer)
    payment = rzp.payments.fetch(answer["razorpay_payment_id"])
    assert (payment["status"], payment["captured"], payment["amount"]) == ("captured", True, 100000)
    assert (payment["fee"], payment["tax"]) == (2360, 360)  # 2 %, and 18 % of that
    assert (payment["method"], payment["token_id"]) == ("nach", token["id"])
    charged = rzp.orders.fetch(order_id)
    assert (charged["status"], charged["amount_paid"], charged["amount_due"]) == ("paid", 100000, 0)
    assert statuses(rzp, payment["id"]) == ["created", "authorized", "captured"]
    assert statuses(rzp, order_id) == ["created", "attempted", "paid"]
    with pytest.raises(NotPayable):
        rzp.checkout.pay(order_id)


def test_a_forged_signature_does_not_verify(rzp):
    customer_id, token_id, _ = registered(rzp, "nach")
    answer = rzp.payments.createRecurringPayment(charge_body(order_of(rzp, 1000), customer_id, token_id))
    other = order_of(rzp, 1000)
    with pytest.raises(Exception, match="Razorpay Signature Verification Failed"):
        rzp.utility.verify_payment_signature({**answer, "razorpay_order_id": other})


@pytest.mark.parametrize("method", ["card", "upi", "emandate", "nach"])
def test_a_registration_link_from_the_message_to_the_recurring_charge(rzp, method):
    how = {"card": {"card": VISA}, "upi": {"vpa": "gaurav.kumar@okhdfcbank"}}.get(method, {})
    link = rzp.registration_link.create(registration_body(method, NOW))
    authorisation = link["amount"]
    assert {message.medium for message in rzp.outbox} == {"sms", "email"}
    assert all(link["short_url"] in message.text for message in rzp.outbox)

    answer = rzp.checkout.pay(link["id"], method=method, **how)
    assert answer["razorpay_order_id"] == link["order_id"]
    assert rzp.utility.verify_payment_signature(answer)
    paid = rzp.invoices.fetch(link["id"])
    assert (paid["status"], paid["payment_id"], paid["paid_at"]) == (
        "paid",
        answer["razorpay_payment_id"],
        NOW,
    )
    assert (paid["amount_paid"], paid["amount_due"]) == (authorisation, 0)
    assert statuses(rzp, link["id"])[-2:] == ["issued", "paid"]
    assert rzp.orders.fetch(link["order_id"])["status"] == "paid"

    payment = rzp.payments.fetch(answer["razorpay_payment_id"])
    assert (payment["method"], payment["invoice_id"]) == (method, link["id"])
    assert (payment["amount"], payment["notes"]) == (authorisation, link["notes"])
    token = token_of(rzp, link["customer_id"], payment["token_id"])
    assert (token["method"], token["recurring_details"]["status"]) == (
        method,
        "confirmed" if method in AT_ONCE else "initiated",
    )
    if method == "card":
        assert (token["card"]["last4"], token["card"]["network"]) == ("1007", "Visa")
    elif method == "upi":
        assert (token["vpa"]["username"], token["vpa"]["handle"]) == ("gaurav.kumar", "okhdfcbank")
    else:
        assert token["bank"] == "HDFC"
        rzp.bank.confirm_token(token["id"])

    order_id = order_of(rzp, 50000)  # all that the mandate allows
    charge = charge_body(order_id, link["customer_id"], token["id"], 50000)
    answer = rzp.payment.createRecurring(charge)
    assert rzp.utility.verify_payment_signature(answer)
    payment = rzp.payments.fetch(answer["razorpay_payment_id"])
    assert (payment["status"], payment["method"], payment["amount"]) == ("captured", method, 50000)
    # 2 % and 18 % of that; cards bear no tax up to 2,000 rupees
    assert (payment["fee"], payment["tax"]) == ((1000, 0) if method == "card" else (1180, 180))
    assert rzp.orders.fetch(order_id)["status"] == "paid"


@pytest.mark.parametrize("method", ["card", "upi", "emandate", "nach"])
def test_a_registration_link_is_paid_once(rzp, method):
    link = rzp.registration_link.create(registration_body(method, NOW))
    rzp.checkout.pay(link["id"], method=method)
    before = visible(rzp)
    with pytest.raises(NotPayable):
        rzp.checkout.pay(link["id"], method=method)
    refused(lambda: rzp.invoices.cancel(link["id"]), "Operation not allowed for Invoice in paid status.")
    refused(
        lambda: rzp.invoices.notifyBy(link["id"], "sms"), "Operation not allowed for Invoice in paid status."
    )
    assert visible(rzp) == before


@pytest.mark.parametrize("method", ["card", "upi", "emandate", "nach"])
def test_a_registration_link_that_ended_registers_nobody(rzp, method):
    gone = rzp.registration_link.create(registration_body(method, NOW))
    late = rzp.registration_link.create(registration_body(method, NOW, expire_by=NOW + 3600))
    rzp.invoices.cancel(gone["id"])
    rzp.clock.move_to(NOW + 3600)
    for link in (gone, late):
        with pytest.raises(NotPayable):
            rzp.checkout.pay(link["id"], method=method)
    assert rzp.customers.fetchTokens(gone["customer_id"])["count"] == 0
    assert rzp.payments.all()["count"] == 0


def rejected(rzp, customer_id, token_id):
    rzp.bank.reject_token(token_id, reason="Rejected by bank")
    token = token_of(rzp, customer_id, token_id)
    assert token["recurring"] is False
    assert token["recurring_details"] == {"status": "rejected", "failure_reason": "Rejected by bank"}


def cancelled(rzp, customer_id, token_id):
    rzp.bank.confirm_token(token_id)
    assert rzp.token.cancel(customer_id, token_id) == {"status": "cancellation_initiated"}
    assert token_of(rzp, customer_id, token_id)["recurring_details"]["status"] != "confirmed"


def deleted(rzp, customer_id, token_id):
    rzp.bank.confirm_token(token_id)
    assert rzp.customers.deleteToken(customer_id, token_id) == {"deleted": True}


@pytest.mark.parametrize("method", ["emandate", "nach"])
@pytest.mark.parametrize(
    ("spoil", "text", "reason"),
    [
        # The reasons are the page's; it gives no sentence for them.
        pytest.param(None, None, "payment_mandate_not_active", id="the bank has not spoken"),
        pytest.param(rejected, None, "mandate_not_active", id="rejected"),
        pytest.param(cancelled, None, "mandate_not_active", id="cancelled"),
        pytest.param(deleted, "The id provided does not exist", "input_validation_failed", id="deleted"),
    ],
)
def test_a_mandate_that_is_not_in_force_is_not_charged(rzp, method, spoil, text, reason):
    customer_id, token_id, _ = registered(rzp, method, confirm=False)
    if spoil is not None:
        spoil(rzp, customer_id, token_id)
    order_id = order_of(rzp, 1000)
    before = visible(rzp)
    charge = charge_body(order_id, customer_id, token_id)
    refused(lambda: rzp.payments.createRecurringPayment(charge), text, reason=reason)
    assert visible(rzp) == before
    assert rzp.orders.fetch(order_id)["attempts"] == 0


def test_a_mandate_is_not_charged_once_it_expired(rzp):
    customer_id, token_id, _ = registered(rzp, "nach", expire_at=NOW + 40 * 86400)
    rzp.clock.move_to(NOW + 40 * 86400)
    order_id = order_of(rzp, 1000)
    refused(lambda: rzp.payments.createRecurringPayment(charge_body(order_id, customer_id, token_id)))
    assert rzp.orders.fetchPayments(order_id)["count"] == 0


@pytest.mark.parametrize("method", ["card", "upi", "emandate", "nach"])
def test_what_a_mandate_is_not_charged(rzp, method):
    customer_id, token_id, _ = registered(rzp, method)
    modest, greedy = order_of(rzp, 1000), order_of(rzp, 50001)
    before = visible(rzp)

    def charge(order_id, amount):
        return lambda: rzp.payments.createRecurringPayment(
            charge_body(order_id, customer_id, token_id, amount)
        )

    refused(charge(modest, 999), DIFFERENT, reason="input_validation_failed")
    refused(charge(greedy, 50001), "Amount exceeds maximum amount allowed", reason="input_validation_failed")
    assert visible(rzp) == before
    charge(modest, 1000)()
    before = visible(rzp)
    refused(charge(modest, 1000), ALREADY_PAID)
    assert visible(rzp) == before


def test_two_instruments_of_one_customer(rzp):
    customer_id, card, link = registered(rzp, "card")
    again, nach, _ = registered(rzp, "nach")
    assert again == customer_id  # the same name, e-mail and number: the same customer, as in the samples
    assert [token["id"] for token in rzp.customers.fetchTokens(customer_id)["items"]] == [nach, card]
    rzp.customers.deleteToken(customer_id, card)
    assert [token["id"] for token in rzp.customers.fetchTokens(customer_id)["items"]] == [nach]
    assert rzp.invoices.fetch(link["id"])["status"] == "paid"  # the registration itself is history
    first, second = order_of(rzp, 1000), order_of(rzp, 2000)
    rzp.payments.createRecurringPayment(charge_body(first, customer_id, nach, 1000))
    rzp.payments.createRecurringPayment(charge_body(second, customer_id, nach, 2000))
    charged = [payment["amount"] for payment in rzp.payments.all()["items"]]
    assert charged == [2000, 1000, 0, 100]
