"""Subscriptions that are changed: by add-ons, offers and updates, by pauses and by their end."""

from __future__ import annotations

import pytest

from fakerzp import PaymentFailed
from tests.flows.steps import DAY, refused
from tests.flows.subscribed import active, at, created, expected, invoices, paid, plan, told

# ---------------------------------------------------------------------- add-ons and offers


def test_an_addon_is_billed_with_the_next_invoice_only(rzp):
    made = active(rzp)
    extra = {"item": {"name": "Extra", "amount": 1000, "currency": "INR"}, "quantity": 2}
    first, second = (rzp.subscription.createAddon(made, extra)["id"] for _ in range(2))
    assert rzp.addon.delete(second) == []
    rzp.clock.move_to(at(2026, 3, 5))
    assert [one["amount"] for one in invoices(rzp, made)] == [69900, 71900, 69900]
    assert rzp.addon.fetch(first)["invoice_id"] == invoices(rzp, made)[1]["id"]
    assert rzp.addon.all()["count"] == 1


@pytest.mark.parametrize(
    ("cycles", "amounts"), [(None, [62910] * 3), (1, [62910, 69900, 69900]), (2, [62910] * 2 + [69900])]
)
def test_an_offer_holds_for_as_many_cycles_as_it_says(rzp, cycles, amounts):
    offer = rzp.dashboard.create_offer("card", percentage=10, cycles=cycles)["id"]
    made = active(rzp, total_count=3, offer_id=offer)
    rzp.clock.advance(days=90)
    assert [one["amount"] for one in rzp.payment.all()["items"]][::-1] == amounts
    assert [one["status"] for one in invoices(rzp, made)] == ["paid"] * 3
    assert rzp.dashboard.fetch_offer(offer)["used"] == sum(amount == 62910 for amount in amounts)


def test_an_offer_that_is_deleted_holds_no_more(rzp):
    offer = rzp.dashboard.create_offer("card", flat=900)["id"]
    made = active(rzp, offer_id=offer)
    assert rzp.subscription.delete_offer(made, offer)["offer_id"] is None
    rzp.clock.move_to(at(2026, 2, 5))
    assert [one["amount"] for one in rzp.payment.all()["items"]] == [69900, 69000]


def test_an_offer_of_cards_is_not_for_upi(rzp):
    offer = rzp.dashboard.create_offer("card", percentage=10)["id"]
    with pytest.raises(PaymentFailed):
        paid(rzp, created(rzp, offer_id=offer), "upi")


# ---------------------------------------------------------------------- updates


def test_an_update_now_charges_what_the_rest_of_the_cycle_costs_more(rzp):
    """The table of payments/subscriptions/update.md: 30 days a month, charged at the end of each day."""
    made = active(rzp, plan(rzp, 30000))
    rzp.clock.advance(days=14)
    updated = rzp.subscription.edit(made, {"plan_id": plan(rzp, 60000)})
    assert (updated["current_end"], updated["paid_count"], updated["remaining_count"]) == (at(2026, 2, 5), 1, 11)
    assert rzp.payment.all()["items"][0]["amount"] == 16000
    assert told(rzp)[2:] == ["charged", "updated"]
    rzp.clock.move_to(at(2026, 2, 5))
    assert [one["amount"] for one in invoices(rzp, made)] == [30000, 16000, 60000]


def test_an_update_now_gives_back_what_it_costs_less(rzp):
    made = active(rzp, plan(rzp, 60000))
    rzp.clock.advance(days=14)
    rzp.subscription.edit(made, {"plan_id": plan(rzp, 30000)})
    refund = rzp.refund.all()["items"][0]
    assert (refund["amount"], refund["status"]) == (16000, "processed")
    rzp.clock.move_to(at(2026, 2, 5))
    assert rzp.payment.all()["items"][0]["amount"] == 30000


def test_another_rhythm_begins_on_the_day_of_the_change(rzp):
    made = active(rzp, plan(rzp, 365000, "yearly"))
    rzp.clock.advance(days=244)
    updated = rzp.subscription.edit(made, {"plan_id": plan(rzp, 150000), "remaining_count": 5})
    now = rzp.clock.now()
    assert (updated["current_start"], updated["total_count"], updated["remaining_count"]) == (now, 6, 5)
    assert rzp.payment.all()["items"][0]["amount"] == 150000 - 121000
    ends = expected(now, "monthly", 1, 7)
    assert (updated["current_end"], updated["end_at"]) == (ends[1], ends[5])
    rzp.clock.move_to(ends[2])
    assert [one["billing_start"] for one in invoices(rzp, made)][-2:] == ends[1:3]


def test_an_update_at_the_end_waits_and_can_be_called_off(rzp):
    made = active(rzp)
    rzp.subscription.edit(made, {"quantity": 3, "schedule_change_at": "cycle_end"})
    waits = rzp.subscription.fetch(made)
    assert (waits["quantity"], waits["has_scheduled_changes"], waits["change_scheduled_at"]) == (
        1,
        True,
        at(2026, 2, 5),
    )
    assert rzp.subscription.pending_update(made)["quantity"] == 3
    called_off = rzp.subscription.cancel_scheduled_changes(made)
    assert (called_off["has_scheduled_changes"], called_off["change_scheduled_at"]) == (False, None)
    rzp.subscription.edit(made, {"quantity": 2, "schedule_change_at": "cycle_end"})
    rzp.clock.move_to(at(2026, 2, 5))
    done = rzp.subscription.fetch(made)
    assert (done["quantity"], done["has_scheduled_changes"]) == (2, False)
    assert rzp.payment.all()["items"][0]["amount"] == 139800
    assert told(rzp)[2:] == ["updated", "charged"]


def test_a_weekly_plan_at_the_end_of_a_month_counts_weeks_from_there(rzp):
    made = active(rzp)
    rzp.subscription.edit(made, {"plan_id": plan(rzp, 20000, "weekly"), "schedule_change_at": "cycle_end"})
    rzp.clock.move_to(at(2026, 2, 19))
    assert [one["billing_start"] for one in invoices(rzp, made)][1:] == [at(2026, 2, day) for day in (5, 12, 19)]


def test_the_start_may_move(rzp):
    made = created(rzp, start_at=rzp.clock.now() + 30 * DAY)
    paid(rzp, made)
    start = at(2026, 6, 1)
    assert rzp.subscription.edit(made, {"start_at": start})["charge_at"] == start
    rzp.clock.advance(days=60)
    assert rzp.subscription.fetch(made)["status"] == "authenticated"
    rzp.clock.move_to(start)
    assert rzp.subscription.fetch(made)["current_end"] == at(2026, 7, 1)


# ---------------------------------------------------------------------- pause, resume, cancel


def test_cycles_that_would_have_begun_in_a_pause_are_left_out(rzp):
    made = active(rzp)
    rzp.subscription.pause(made, {"pause_at": "now"})
    paused = rzp.subscription.fetch(made)
    assert (paused["status"], paused["charge_at"], paused["pause_initiated_by"]) == ("paused", None, "self")
    assert paused["paused_at"] == rzp.clock.now()
    rzp.clock.move_to(at(2026, 4, 20))
    assert len(invoices(rzp, made)) == 1
    resumed = rzp.subscription.resume(made, {"resume_at": "now"})
    assert (resumed["status"], resumed["charge_at"], resumed["pause_initiated_by"]) == ("active", at(2026, 5, 5), None)
    assert (resumed["remaining_count"], resumed["end_at"]) == (11, at(2027, 3, 5))
    rzp.clock.move_to(at(2026, 5, 5))
    assert [one["billing_start"] for one in invoices(rzp, made)][1:] == [at(2026, 5, 5)]
    assert told(rzp)[2:] == ["paused", "resumed", "charged"]


def test_a_pause_before_the_start_is_the_end(rzp):
    made = created(rzp, start_at=rzp.clock.now() + DAY)
    paid(rzp, made)
    assert rzp.subscription.pause(made)["status"] == "cancelled"
    assert told(rzp) == ["authenticated", "cancelled"]


def test_what_is_cancelled_at_the_end_lives_until_then(rzp):
    made = active(rzp)
    kept = rzp.subscriptions.cancel(made, True)
    assert (kept["status"], kept["has_scheduled_changes"]) == ("active", False)
    rzp.subscription.cancel(made, {"cancel_at_cycle_end": True})
    rzp.clock.move_to(at(2026, 2, 5))
    done = rzp.subscription.fetch(made)
    assert (done["status"], done["ended_at"], done["charge_at"]) == ("cancelled", at(2026, 2, 5), None)
    assert (len(invoices(rzp, made)), told(rzp)[2:]) == (1, ["cancelled"])
    rzp.clock.advance(days=365)
    assert len(invoices(rzp, made)) == 1


def test_customers_of_upi_pause_resume_and_cancel_in_their_app(rzp):
    made = created(rzp)
    token = rzp.payment.fetch(paid(rzp, made, "upi")["razorpay_payment_id"])["token_id"]
    rzp.bank.pause_token(token)
    assert rzp.subscription.fetch(made)["pause_initiated_by"] == "customer"
    text = "Subscription paused by the customer can be resumed by the customer only"
    refused(lambda: rzp.subscription.resume(made), text)
    rzp.clock.move_to(at(2026, 3, 1))
    rzp.bank.resume_token(token)
    assert rzp.subscription.fetch(made)["charge_at"] == at(2026, 3, 5)
    rzp.token.cancel(rzp.subscription.fetch(made)["customer_id"], token)
    rzp.clock.advance(minutes=2)
    assert told(rzp)[2:] == ["paused", "resumed", "cancelled"]
