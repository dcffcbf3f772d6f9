"""The calls that lead to each row of a subscription, from each status."""

from __future__ import annotations

import pytest

from fakerzp import NotPayable
from fakerzp.testing.scenarios import SubscriptionHalted
from tests.flows.steps import DAY

ABROAD = "5104015555555558"
STATUSES = ("created", "authenticated", "active", "pending", "halted", "paused")


def plan(rzp, amount=50000, **more):
    item = {"name": "Monthly Plan", "amount": amount, "currency": "INR"}
    return rzp.plan.create({"period": "monthly", "interval": 1, "item": item, **more})["id"]


def subscribed(rzp, *, method="card", total_count=12, **more):
    """A subscription that its customer has paid for the first time."""
    made = rzp.subscription.create({"plan_id": plan(rzp), "total_count": total_count, **more})["id"]
    rzp.checkout.pay(made, method, **({"card": ABROAD} if method == "card" else {}))
    return made


def in_status(rzp, status, **more):
    """A subscription in that status."""
    if status == "created":
        return rzp.subscription.create({"plan_id": plan(rzp), "total_count": 12, **more})["id"]
    if status == "authenticated":
        more |= {"start_at": rzp.clock.now() + 100 * DAY}
    made = subscribed(rzp, **more)
    if status == "paused":
        rzp.subscription.pause(made)
    if status in ("pending", "halted"):
        failing = SubscriptionHalted(rzp, made)
        if status == "halted":
            failing.halt()
    return made


def changes(rzp):
    """What a merchant changes, in every status that lets them."""
    for tries in (0, 3):
        made = subscribed(rzp)
        rzp.bank.next(rzp.bank.pending())  # no answer yet: still active, so an update can be planned
        rzp.clock.move_to(rzp.subscription.fetch(made)["charge_at"])
        rzp.subscription.edit(made, {"quantity": 3, "schedule_change_at": "cycle_end"})
        rzp.bank.script(rzp.bank.fail("insufficient_funds"))
        rzp.clock.advance(days=tries, minutes=10)
        rzp.bank.script(None)
        rzp.subscription.cancel_scheduled_changes(made)
        rzp.subscription.cancel(made)
    for status in STATUSES:
        offer = rzp.dashboard.create_offer("card", percentage=10)["id"]
        for change in ("cancel", "add", "drop_offer", "plan_cancel", "drop_update"):
            made = in_status(rzp, status, offer_id=offer)
            if change == "add":
                rzp.subscription.createAddon(made, {"item": {"name": "Extra", "amount": 100, "currency": "INR"}})
            elif change == "drop_offer":
                rzp.subscription.delete_offer(made, offer)
            elif change == "plan_cancel" and status not in ("created", "authenticated"):
                rzp.subscription.cancel(made, {"cancel_at_cycle_end": True})
            rzp.subscription.cancel(made)
    for status in ("authenticated", "active"):
        made = in_status(rzp, status)
        rzp.subscription.edit(made, {"quantity": 2})
        rzp.subscription.edit(made, {"quantity": 3, "schedule_change_at": "cycle_end"})
        rzp.subscription.cancel_scheduled_changes(made)
    made = subscribed(rzp)
    rzp.subscription.edit(made, {"quantity": 3, "schedule_change_at": "cycle_end"})
    rzp.subscription.pause(made)
    rzp.subscription.cancel_scheduled_changes(made)
    rzp.subscription.resume(in_status(rzp, "paused"))
    rzp.subscription.pause(in_status(rzp, "authenticated"))


def addons(rzp):
    """Add-ons that nobody has billed yet, deleted in every status."""
    extra = {"item": {"name": "Extra", "amount": 100, "currency": "INR"}}
    for status in STATUSES:
        made = in_status(rzp, status)
        added = [rzp.subscription.createAddon(made, extra)["id"] for _ in range(2)]
        rzp.addon.delete(added[0])
        rzp.subscription.cancel(made)
        rzp.addon.delete(added[1])
    failing = SubscriptionHalted(rzp, subscribed(rzp, total_count=2))
    failing.halt()
    added = rzp.subscription.createAddon(failing.subscription_id, extra)["id"]
    rzp.checkout.pay(failing.subscription_id)
    rzp.addon.delete(added)
    made = rzp.subscription.create({"plan_id": plan(rzp), "total_count": 2, "expire_by": rzp.clock.now() + DAY})["id"]
    added = rzp.subscription.createAddon(made, extra)["id"]
    rzp.clock.advance(days=2)
    rzp.addon.delete(added)
    assert rzp.subscription.fetch(failing.subscription_id)["status"] == "completed"
    assert rzp.subscription.fetch(made)["status"] == "expired"


def cycles(rzp):
    """What time does: begin, bill, fail, go on, complete; and old invoices that are paid in every status."""
    rzp.clock.move_to(rzp.subscription.fetch(in_status(rzp, "authenticated"))["start_at"])
    subscribed(rzp, start_at=rzp.clock.now() + DAY, addons=[{"item": {"name": "Fee", "amount": 100}}])
    rzp.subscription.create({"plan_id": plan(rzp), "total_count": 1, "expire_by": rzp.clock.now() + DAY})
    rzp.clock.advance(days=2)
    for then in ("card", "invoice", "cancel", "pause", "complete"):
        failing = SubscriptionHalted(rzp, subscribed(rzp, total_count=3 if then == "complete" else 6))
        failing.halt()
        failing.issue()
        if then == "complete":
            rzp.checkout.pay(failing.invoice_id)
            continue
        if then == "card":
            failing.change_card()
        else:
            rzp.checkout.pay(failing.invoice_id)
        issued = rzp.invoice.all({"subscription_id": failing.subscription_id})["items"]
        left = [one["id"] for one in issued if one["status"] == "issued"]
        if then in ("cancel", "pause"):
            getattr(rzp.subscription, then)(failing.subscription_id)
        for one in left:
            rzp.checkout.pay(one)
    failing = SubscriptionHalted(rzp, subscribed(rzp, total_count=2))
    failing.recover()
    subscribed(rzp, total_count=1)
    rzp.clock.advance(days=400)


def mandates(rzp):
    """What customers do in their UPI app, and banks with eMandates."""
    for status in ("authenticated", "active", "pending", "halted", "paused"):
        made = in_status(rzp, status, method="upi")
        token = next(iter(rzp.ledger.books(rzp.account_id).newest("token", count=1)))
        customer = rzp.subscription.fetch(made)["customer_id"]
        if status == "active":
            rzp.bank.pause_token(token.id)
            rzp.bank.resume_token(token.id)
        rzp.token.cancel(customer, token.id)
        rzp.clock.advance(minutes=2)
        assert rzp.subscription.fetch(made)["status"] == "cancelled"
    made = rzp.subscription.create({"plan_id": plan(rzp), "total_count": 2, "start_at": rzp.clock.now() + 30 * DAY})
    rzp.checkout.pay(made["id"], "emandate")
    rzp.clock.advance(days=10)
    with pytest.raises(NotPayable):
        rzp.checkout.pay(made["id"])


def slow_debits(rzp):
    """A bank that takes four days to refuse an eMandate's debit: by then, the next week has begun."""
    item = {"name": "Weekly Plan", "amount": 50000, "currency": "INR"}
    week = rzp.plan.create({"period": "weekly", "interval": 1, "item": item})
    made = rzp.subscription.create({"plan_id": week["id"], "total_count": 3})["id"]
    rzp.checkout.pay(made, "emandate")
    rzp.clock.advance(days=7)
    assert rzp.subscription.fetch(made)["status"] == "active"
    rzp.bank.script(rzp.bank.fail("insufficient_funds"))
    rzp.clock.advance(days=30)
    found = rzp.subscription.fetch(made)
    assert (found["status"], found["paid_count"], found["remaining_count"]) == ("completed", 1, 0)
