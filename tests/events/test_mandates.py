"""Mandates that their customers pause, and debits that are announced a day ahead."""

from __future__ import annotations

import pytest

from fakerzp import BadRequestError
from tests.events.steps import announced, named, names, shown
from tests.flows.steps import charge_body, order_of, registered, token_of


def test_a_paused_mandate_can_not_be_charged(rzp):
    customer, token, _ = registered(rzp, "upi")
    assert rzp.bank.pause_token(token)["recurring_details"]["status"] == "paused"
    assert token_of(rzp, customer, token)["recurring_details"]["status"] == "paused"
    with pytest.raises(BadRequestError):
        rzp.payment.createRecurring(charge_body(order_of(rzp, 1000), customer, token))
    assert rzp.bank.resume_token(token)["recurring_details"]["status"] == "confirmed"
    rzp.payment.createRecurring(charge_body(order_of(rzp, 1000), customer, token))
    assert [step.status for step in rzp.history(token)] == ["initiated", "confirmed", "paused", "confirmed"]
    assert names(rzp)[-5:] == [
        "token.paused",
        "token.resumed",
        "payment.authorized",
        "payment.captured",
        "order.paid",
    ]


def test_a_paused_mandate_can_be_cancelled_and_deleted(rzp):
    customer, token, _ = registered(rzp, "upi")
    rzp.bank.pause_token(token)
    rzp.token.cancel(customer, token)
    rzp.clock.advance(minutes=1)
    assert names(rzp)[-2:] == ["token.paused", "token.cancelled"]
    customer, token, _ = registered(rzp, "upi")
    rzp.bank.pause_token(token)
    assert rzp.token.delete(customer, token) == {"deleted": True}


@pytest.mark.parametrize("method", ["card", "nach", "emandate"])
def test_only_mandates_by_upi_are_paused(rzp, method):
    _, token, _ = registered(rzp, method)
    with pytest.raises(ValueError, match=f"is a mandate by {method}: only one by upi can pause"):
        rzp.bank.pause_token(token)


def test_a_mandate_is_paused_once(rzp):
    _, token, _ = registered(rzp, "upi")
    with pytest.raises(ValueError, match="confirmed"):
        rzp.bank.resume_token(token)
    rzp.bank.pause_token(token)
    with pytest.raises(ValueError, match="paused"):
        rzp.bank.pause_token(token)
    with pytest.raises(LookupError):
        rzp.bank.pause_token("token_AAAAAAAAAAAAAA")


def test_a_debit_is_announced(rzp):
    _, token, _ = registered(rzp, "upi")
    order = announced(rzp, token)
    told = rzp.order.fetch(order)["notification"]
    assert (told["status"], told["delivered_at"]) == ("delivered", rzp.clock.now())
    event = shown(named(rzp, "order.notification.delivered"), "notification")
    assert event == {"entity": "notification", "order_id": order, **told}


@pytest.mark.parametrize("how", ["paused", "cancelled", "initiated"])
def test_a_debit_of_a_mandate_that_is_not_active_is_not_announced(rzp, how):
    customer, token, _ = registered(rzp, "emandate" if how == "initiated" else "upi", confirm=False)
    if how == "paused":
        rzp.bank.pause_token(token)
    if how == "cancelled":
        rzp.token.cancel(customer, token)
    order = announced(rzp, token)
    told = rzp.order.fetch(order)["notification"]
    assert (told["status"], told["delivered_at"]) == ("failed", None)
    event = shown(named(rzp, "order.notification.failed"), "notification")
    assert event == {"entity": "notification", "order_id": order, **told}
    assert [step.why for step in rzp.history(order)] == ["create"]
