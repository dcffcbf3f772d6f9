"""rzp.trigger(event): the calls that lead to an event are made, on this very fake, and the event is returned."""

from __future__ import annotations

import json

import pytest

from fakerzp import FakeRazorpay
from fakerzp.world.trigger import RECIPES
from tests.events.documented import BUILT, OF_ACCOUNTS, SAVED_CARDS
from tests.events.steps import names, shown
from tests.flows.steps import DAY, order_of
from tests.webhooks.endpoints import START

CUSTOMER = {"name": "Asha Rao", "email": "asha.rao@example.com", "contact": "9876500000"}
# Events that show what the overrides say; of a payment, a settlement only shows what it brought.
# A subscription shows neither; its events with a payment are played in tests/flows/test_flow_subscriptions.py.
SHOWING = {
    event: recipe for event, recipe in RECIPES.items() if not event.startswith(("settlement.", "subscription."))
}
OF_CUSTOMERS = [event for event in BUILT if RECIPES[event].always]
WITH_METHOD = [event for event, recipe in SHOWING.items() if "currency" in recipe.takes and "method" in recipe.takes]
WITH_AMOUNT = [event for event, recipe in SHOWING.items() if "amount" in recipe.takes and "currency" in recipe.takes]


def entities(happened):
    return [shown(happened, entity) for entity in happened["contains"]]


# ---------------------------------------------------------------------- what comes back


@pytest.mark.parametrize("event", BUILT)
def test_it_returns_the_event_as_it_was_sent(rzp, event):
    happened = rzp.trigger(event)
    assert happened["event"] == event
    assert happened in list(rzp.events)
    assert names(rzp).count(event) == 1


@pytest.mark.parametrize("event", [event for event in BUILT if event not in OF_ACCOUNTS])
def test_the_calls_are_real_ones(rzp, event):
    """They are kept like all others, and the books hold what they did."""
    happened = rzp.trigger(event)
    assert all(call.status == 200 for call in rzp.calls)
    assert ({call.method for call in rzp.calls} >= {"POST"}) == (event in OF_CUSTOMERS)
    about = shown(happened, happened["contains"][0])
    entity_id = about["order_id"] if event.startswith("order.notification.") else about["id"]
    assert rzp.history(entity_id)[0].why == "create"
    rzp.ledger.check()


@pytest.mark.parametrize("event", BUILT)
def test_it_works_again_and_again(rzp, event):
    """On a fake with a past, with things of the same kind waiting, each time about something new."""
    rzp.payment_link.create({"amount": 1000, "currency": "INR", "expire_by": rzp.clock.now() + 3600})
    rzp.checkout.pay(order_of(rzp), capture=False)
    first, second = rzp.trigger(event), rzp.trigger(event)
    assert [one["event"] for one in (first, second)] == [event, event]
    assert (first["account_id"], entities(first)) != (second["account_id"], entities(second))


@pytest.mark.parametrize("event", BUILT)
def test_the_same_seed_sends_the_same_bytes(build, event):
    one, other = (json.dumps(build(seed=7).trigger(event)) for _ in range(2))
    assert one == other
    assert json.dumps(build(seed=8).trigger(event)) != one


def test_only_what_expires_moves_the_clock(build):
    moved = {}
    for event in BUILT:
        rzp = build()
        before = rzp.clock.now()
        rzp.trigger(event)
        moved[event] = rzp.clock.now() - before
    later = {event: by for event, by in moved.items() if by}
    assert later == {
        "invoice.expired": 3600,
        "payment_link.expired": 3600,
        "token.cancelled": 60,
        "subscription.activated": 3600,
        # from 15:30 on 5 January to midnight on 5 February, in India
        "subscription.completed": 31 * DAY - 15 * 3600 - 1800,
        "subscription.pending": 31 * DAY - 15 * 3600 - 1800,
        "subscription.halted": 34 * DAY - 15 * 3600 - 1800,
        "settlement.processed": 2 * DAY - 6 * 3600 - 1800,  # from 15:30 on Monday to 9:00 on Wednesday, in India
    }


@pytest.mark.parametrize(
    "event", ["invoice.expired", "payment_link.expired", "token.cancelled", "order.paid", "settlement.processed"]
)
def test_it_works_where_the_clock_follows_the_wall(event):
    rzp = FakeRazorpay(seed=1)
    assert rzp.trigger(event)["event"] == event
    rzp.ledger.check()


@pytest.mark.parametrize("event", BUILT)
def test_it_works_in_a_fork_and_leaves_the_original_alone(rzp, event):
    rzp.trigger("order.paid")
    before = names(rzp)
    with rzp.fork() as other:
        assert other.trigger(event)["event"] == event
        other.ledger.check()
    assert names(rzp) == before


@pytest.mark.parametrize(
    "options",
    [
        {"delays": {"normal_refund": 5 * DAY, "instant_refund": 3600}},
        {"account": {"capture": "manual"}},
        {"account": {"reminders": False}},
        {"delays": {"settlement": 0, "international_settlement": 0}},
        {"delays": {"settlement": None, "international_settlement": None}},
        {"key_id": "rzp_live_AAAAAAAAAAAAAA", "key_secret": "secret"},
    ],
    ids=["slow refunds", "manual capture", "no reminders", "settled at once", "never settled", "live keys"],
)
@pytest.mark.parametrize("event", BUILT)
def test_it_works_whatever_the_account_is_set_to(build, options, event):
    assert build(**options).trigger(event)["event"] == event


def test_a_slow_bank_is_slow_for_one_refund_only(rzp):
    rzp.trigger("refund.failed")
    rzp.trigger("refund.speed_changed")
    payment = shown(rzp.trigger("payment.captured"), "payment")["id"]
    assert rzp.payment.refund(payment)["status"] == "processed"


def test_a_slowed_refund_goes_at_normal_speed(build):
    for delays, status in (({}, "processed"), ({"normal_refund": DAY}, "pending")):
        rzp = build(delays=delays)
        refund = shown(rzp.trigger("refund.speed_changed"), "refund")["id"]
        assert rzp.refund.fetch(refund)["status"] == status
        rzp.clock.advance(days=1)
        assert rzp.refund.fetch(refund)["status"] == "processed"
        assert rzp.refund.fetch(refund)["speed_processed"] == "normal"


# ---------------------------------------------------------------------- overrides


@pytest.mark.parametrize("event", WITH_AMOUNT)
def test_amount_and_currency(rzp, event):
    happened = rzp.trigger(event, amount=43210, currency="USD")
    assert {body["currency"] for body in entities(happened)} == {"USD"}
    whole = [shown(happened, entity)["amount"] for entity in happened["contains"] if entity != "payment"]
    paid = [shown(happened, entity)["amount"] for entity in happened["contains"] if entity == "payment"]
    assert set(whole) <= {43210}
    assert set(paid) <= ({21605} if event.endswith("partially_paid") else {43210})


@pytest.mark.parametrize("event", WITH_METHOD)
@pytest.mark.parametrize("method", ["card", "upi", "netbanking", "wallet"])
def test_method(rzp, event, method):
    assert shown(rzp.trigger(event, method=method), "payment")["method"] == method


@pytest.mark.parametrize(
    ("method", "amount", "net"),
    [
        ("card", 100000, 98000),  # 2 %, no tax on cards up to 2,000 rupees
        ("card", 200001, 200001 - 4000 - 720),
        ("upi", 100000, 97640),  # and 18 % of that
        ("netbanking", 100000, 97640),
        ("wallet", 43210, 43210 - 864 - 156),
    ],
)
def test_a_settlement_brings_what_was_paid_without_fees(rzp, method, amount, net):
    happened = rzp.trigger("settlement.processed", method=method, amount=amount)
    assert shown(happened, "settlement")["amount"] == net
    assert rzp.payment.all()["items"][0]["method"] == method
    assert rzp.ledger.balances()["bank", "INR"] == net
    assert happened["created_at"] == shown(happened, "settlement")["created_at"] == rzp.clock.now()


def test_a_settlement_of_another_currency_comes_seven_days_later(rzp):
    happened = rzp.trigger("settlement.processed", amount=43210, currency="USD")
    assert shown(happened, "settlement")["amount"] == 43210 - 864
    assert rzp.ledger.balance("bank", "USD") == 43210 - 864
    assert rzp.ledger.balance("bank") == 0
    assert happened["created_at"] == START + 7 * DAY - 6 * 3600 - 1800


def test_a_settlement_is_that_of_its_payment_where_others_are_on_their_way(rzp):
    for amount in (5000, 7000):
        rzp.checkout.pay(order_of(rzp, amount))
        rzp.clock.advance(days=1)
    assert shown(rzp.trigger("settlement.processed", amount=100000), "settlement")["amount"] == 98000
    assert names(rzp).count("settlement.processed") == 3


def test_a_settlement_that_a_refund_has_eaten_does_not_come(rzp):
    payment = rzp.checkout.pay(order_of(rzp, 1000000))["razorpay_payment_id"]
    rzp.bank.settle()
    rzp.payment.refund(payment)
    with pytest.raises(LookupError, match=r"and settlement\.processed did not come"):
        rzp.trigger("settlement.processed", amount=1000)


@pytest.mark.parametrize("method", ["card", "upi", "emandate", "nach"])
@pytest.mark.parametrize("event", ["token.confirmed", "token.cancelled"])
def test_method_of_a_mandate(rzp, event, method):
    assert shown(rzp.trigger(event, method=method), "token")["method"] == method


@pytest.mark.parametrize("event", ["token.confirmed", "token.cancelled", "token.paused", "token.resumed"])
def test_amount_of_a_registration(rzp, event):
    rzp.trigger(event, amount=700, **({"method": "upi"} if event in ("token.confirmed", "token.cancelled") else {}))
    assert [payment["amount"] for payment in rzp.payment.all()["items"]] == [700]


def test_amount_of_a_debit(rzp):
    happened = rzp.trigger("order.notification.delivered", amount=900)
    assert rzp.order.fetch(shown(happened, "notification")["order_id"])["amount"] == 900


@pytest.mark.parametrize("event", OF_CUSTOMERS)
def test_notes(rzp, event):
    notes = {"order": "from the test"}
    happened = rzp.trigger(event, notes=notes)
    bodies = [body for body in entities(happened) if "notes" in body]
    if event.startswith("subscription."):
        bodies = [shown(happened, "subscription")]  # what is charged by itself has none
    assert all(body["notes"] == notes for body in bodies)
    if event.startswith("order.notification."):
        bodies = [rzp.order.fetch(shown(happened, "notification")["order_id"])]
    if event.startswith("token.") and event not in SAVED_CARDS:
        bodies = rzp.invoice.all()["items"]
    if event == "settlement.processed":
        bodies = rzp.payment.all()["items"]  # a settlement has no notes, what it brings has
    assert [body["notes"] for body in bodies] == [notes] * len(bodies)
    assert bodies


@pytest.mark.parametrize("event", OF_CUSTOMERS)
def test_customer(rzp, event):
    """By details, or as one who is there; whoever pays is that one."""
    happened = rzp.trigger(event, customer=CUSTOMER)
    known = rzp.customer.create({**CUSTOMER, "email": "known@example.com"})["id"]
    rzp.trigger(event, customer=known)
    options = {"headers": {"X-Razorpay-Account": happened["account_id"]}}
    whose = rzp.customer.all({}, **options) if event in SAVED_CARDS else rzp.payment.all({"count": 100})
    details = {(one["email"], one["contact"]) for one in whose["items"]}
    for happened in rzp.events:
        for body in entities(happened):
            who = body.get("customer_details") or body.get("customer") or {}
            if not who and body.get("entity") in ("qr_code", "virtual_account"):
                who = rzp.customer.fetch(body["customer_id"])
            if who:
                # Whom Razorpay makes a customer at a subscription's first payment has told it no name.
                assert who["name"] == "Asha Rao" or (event.startswith("subscription.") and who["name"] is None)
                details.add((who["email"], who["contact"]))
    assert details == {("asha.rao@example.com", "9876500000"), ("known@example.com", "9876500000")}


def test_a_part_of_the_customer(rzp):
    link = shown(rzp.trigger("payment_link.expired", customer={"name": "Asha Rao"}), "payment_link")
    assert link["customer"] == {
        "contact": "9000090000",
        "email": "gaurav.kumar@example.com",
        "name": "Asha Rao",
    }


@pytest.mark.parametrize("event", OF_CUSTOMERS)
def test_account(rzp, event):
    happened = rzp.trigger(event, account="acc_AAAAAAAAAAAAAA")
    assert happened["account_id"] == "acc_AAAAAAAAAAAAAA"
    assert {one["account_id"] for one in rzp.events} == {"acc_AAAAAAAAAAAAAA"}
    assert rzp.payment.all()["count"] == 0


@pytest.mark.parametrize("reason", ["insufficient_funds", "payment_timed_out"])
def test_reason_of_a_failure(rzp, reason):
    payment = shown(rzp.trigger("payment.failed", reason=reason), "payment")
    assert payment["error_reason"] == reason
    assert payment["status"] == "failed"


def test_reason_of_a_rejection(rzp):
    token = shown(rzp.trigger("token.rejected", reason="Account closed"), "token")
    assert token["recurring_details"] == {"status": "rejected", "failure_reason": "Account closed"}
