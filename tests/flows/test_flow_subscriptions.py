"""Subscriptions through time and money: who pays what and when, what is tried again, and what ends them."""

from __future__ import annotations

from datetime import datetime

import pytest

from fakerzp import NotPayable, PaymentFailed, PaymentPending
from fakerzp.testing.scenarios import SubscriptionHalted
from tests.events.steps import names
from tests.flows.steps import DAY, refused
from tests.flows.subscribed import DOMESTIC, INDIA, WHO, active, at, created, expected, invoices, paid, plan, told

AT_THIS_STAGE = "Customer payment is not allowed for the Subscription at this stage."


# ---------------------------------------------------------------------- the first payment


def test_who_starts_at_once_pays_the_first_cycle_and_is_active(rzp):
    made = created(rzp)
    before = rzp.subscription.fetch(made)
    assert [before[key] for key in ("status", "start_at", "end_at", "charge_at", "customer_id")] == [
        "created",
        None,
        None,
        None,
        None,
    ]
    answer = paid(rzp, made)
    assert list(answer) == ["razorpay_payment_id", "razorpay_subscription_id", "razorpay_signature"]
    rzp.utility.verify_subscription_payment_signature(answer)
    now, after = rzp.clock.now(), rzp.subscription.fetch(made)
    customer = rzp.customer.fetch(after["customer_id"])
    assert (customer["email"], customer["contact"], customer["name"]) == (*WHO.values(), None)
    assert {key: after[key] for key in ("status", "paid_count", "remaining_count", "start_at", "current_start")} == {
        "status": "active",
        "paid_count": 1,
        "remaining_count": 11,
        "start_at": now,
        "current_start": now,
    }
    assert (after["current_end"], after["charge_at"], after["end_at"]) == (*(at(2026, 2, 5),) * 2, at(2026, 12, 5))
    payment = rzp.payment.fetch(answer["razorpay_payment_id"])
    [invoice] = invoices(rzp, made)
    assert (payment["amount"], payment["status"], payment["invoice_id"]) == (69900, "captured", invoice["id"])
    assert (invoice["status"], invoice["billing_start"], invoice["billing_end"]) == ("paid", now, at(2026, 2, 5))
    assert told(rzp) == ["activated", "charged"]
    activated = next(one for one in rzp.events if one["event"] == "subscription.activated")
    assert activated["contains"] == ["subscription"]
    assert list(activated["payload"]) == ["subscription", "payment", "created_at"]
    assert activated["payload"]["subscription"]["entity"]["paid_count"] == 1
    with pytest.raises(NotPayable, match=AT_THIS_STAGE):
        rzp.checkout.pay(made)


def test_who_starts_later_pays_five_rupees_and_gets_them_back(rzp):
    start = at(2026, 3, 1, hour=9)
    made = created(rzp, start_at=start)
    answer = paid(rzp, made, "upi")
    payment = rzp.payment.fetch(answer["razorpay_payment_id"])
    assert (payment["amount"], payment["status"], payment["amount_refunded"]) == (500, "refunded", 500)
    assert rzp.ledger.balance("customer") == 0
    assert (rzp.subscription.fetch(made)["status"], invoices(rzp, made), told(rzp)) == (
        "authenticated",
        [],
        ["authenticated"],
    )
    rzp.clock.move_to(start - 1)
    assert rzp.subscription.fetch(made)["status"] == "authenticated"
    rzp.clock.move_to(start)
    begun = rzp.subscription.fetch(made)
    assert (begun["status"], begun["current_start"], begun["current_end"]) == ("active", start, at(2026, 4, 1))
    assert told(rzp) == ["authenticated", "activated", "charged"]
    shown = [one["payload"]["subscription"]["entity"] for one in rzp.events if one["event"].startswith("subscription")]
    assert [(one["paid_count"], one["remaining_count"]) for one in shown] == [(0, 12), (0, 11), (1, 11)]


@pytest.mark.parametrize(("later", "amount", "status"), [(True, 30000, "authenticated"), (False, 99900, "active")])
def test_upfront_amounts_are_paid_with_the_first_payment_and_billed_once(rzp, later, amount, status):
    addon = {"item": {"name": "Delivery charges", "amount": 30000, "currency": "INR"}}
    more = {"start_at": rzp.clock.now() + 30 * DAY} if later else {}
    made = created(rzp, addons=[addon], **more)
    answer = paid(rzp, made)
    assert rzp.payment.fetch(answer["razorpay_payment_id"])["amount"] == amount
    assert rzp.subscription.fetch(made)["status"] == status
    assert rzp.subscription.fetch(made)["paid_count"] == (0 if later else 1)
    [invoice] = invoices(rzp, made)
    assert [line["type"] for line in invoice["line_items"]] == (["addon"] if later else ["plan", "addon"])
    assert rzp.addon.all()["items"][0]["invoice_id"] == invoice["id"]
    rzp.clock.advance(days=62)
    assert [one["amount"] for one in invoices(rzp, made)][1:] == [69900] * len(invoices(rzp, made)[1:])


def test_a_first_payment_that_fails_may_be_tried_again(rzp):
    made = created(rzp)
    rzp.bank.next("insufficient_funds")
    with pytest.raises(PaymentFailed):
        paid(rzp, made)
    rzp.checkout.fail(made, "incorrect_cvv")
    assert (rzp.subscription.fetch(made)["status"], rzp.customer.all()["count"], told(rzp)) == ("created", 0, [])
    paid(rzp, made)
    [invoice] = invoices(rzp, made)
    assert invoice["billing_start"] == rzp.clock.now()
    assert rzp.order.fetch(invoice["order_id"])["attempts"] == 3


def test_a_late_yes_begins_the_subscription_when_it_comes(rzp):
    made = created(rzp)
    rzp.bank.next(rzp.bank.authorize_late(after=3600))
    with pytest.raises(PaymentPending):
        paid(rzp, made)
    assert rzp.subscription.fetch(made)["status"] == "created"
    rzp.clock.advance(hours=1)
    assert rzp.subscription.fetch(made)["start_at"] == rzp.clock.now()
    assert told(rzp) == ["activated", "charged"]


@pytest.mark.parametrize("cancelled", [True, False])
def test_nobody_captures_what_comes_too_late(rzp, cancelled):
    made = created(rzp, expire_by=rzp.clock.now() + 1800)
    rzp.bank.next(rzp.bank.authorize_late(after=3600))
    with pytest.raises(PaymentPending) as waits:
        paid(rzp, made)
    if cancelled:
        rzp.subscription.cancel(made)
    rzp.clock.advance(hours=1)
    assert rzp.subscription.fetch(made)["status"] == ("cancelled" if cancelled else "expired")
    assert rzp.payment.fetch(waits.value.payment_id)["status"] == "authorized"
    assert [one["status"] for one in invoices(rzp, made)] == ["cancelled"]
    rzp.clock.advance(days=6)
    assert rzp.payment.fetch(waits.value.payment_id)["status"] == "refunded"
    with pytest.raises(NotPayable, match="Oops! Something went wrong"):
        paid(rzp, made)


def test_who_has_not_authenticated_by_the_start_has_expired(rzp):
    made = created(rzp, start_at=rzp.clock.now() + DAY, expire_by=rzp.clock.now() + 2 * DAY)
    rzp.clock.advance(days=1)
    assert (rzp.subscription.fetch(made)["status"], told(rzp)) == ("expired", [])


def test_methods_are_those_of_the_pages(rzp):
    for method in ("netbanking", "wallet"):
        with pytest.raises(NotPayable, match="takes card and upi and emandate only"):
            paid(rzp, created(rzp), method)
    with pytest.raises(NotPayable, match="takes card and emandate only, not upi"):
        paid(rzp, created(rzp, plan(rzp, 1500001)), "upi")
    paid(rzp, created(rzp, plan(rzp, 1500000)), "upi")
    with pytest.raises(NotPayable):
        paid(rzp, created(rzp, plan(rzp, currency="USD")), "upi")


def test_an_emandate_is_charged_when_the_bank_has_registered_it(rzp):
    made = created(rzp)
    registered = paid(rzp, made, "emandate")["razorpay_payment_id"]
    assert rzp.payment.fetch(registered)["amount"] == 0
    assert (rzp.subscription.fetch(made)["status"], told(rzp)) == ("created", [])
    token = rzp.payment.fetch(registered)["token_id"]
    rzp.bank.confirm_token(token)
    assert (rzp.subscription.fetch(made)["status"], told(rzp)) == ("active", ["activated", "charged"])
    other = created(rzp)
    token = rzp.payment.fetch(paid(rzp, other, "emandate")["razorpay_payment_id"])["token_id"]
    rzp.bank.next("insufficient_funds")
    rzp.bank.confirm_token(token)
    assert rzp.subscription.fetch(other)["status"] == "created"
    text = "Subscriptions cannot be updated when payment mode is Emandate"
    refused(lambda: rzp.subscription.edit(made, {"quantity": 2}), text)


# ---------------------------------------------------------------------- cycles


@pytest.mark.parametrize(
    ("start", "period", "interval", "count"),
    [
        ((2024, 2, 29), "yearly", 1, 10),
        ((2024, 2, 29), "monthly", 1, 120),
        ((2026, 1, 31), "monthly", 1, 120),
        ((2026, 1, 31), "monthly", 2, 60),
        ((2027, 11, 30), "quarterly", 1, 40),
        ((2026, 1, 5), "weekly", 1, 520),
        ((2026, 1, 5), "weekly", 3, 174),
        ((2026, 1, 5), "daily", 10, 365),
    ],
)
def test_ten_years_of_cycles_agree_with_the_calendar(build, start, period, interval, count):
    begun = at(*start, hour=14, minute=27)
    rzp = build(at=begun)
    made = active(rzp, plan(rzp, 69900, period, interval), total_count=count)
    assert rzp.subscription.fetch(made)["end_at"] == expected(begun, period, interval, count)[-1]
    rzp.clock.advance(days=3700)
    books = rzp.ledger.books(rzp.account_id)
    found = books.newest("invoice", field="subscription_id", value=made)[::-1]
    starts = expected(begun, period, interval, count + 1)
    assert [one.billing_start for one in found] == starts[:-1]
    assert [one.billing_end for one in found] == starts[1:]
    assert [one.paid_at for one in found] == starts[:-1]
    done = rzp.subscription.fetch(made)
    assert (done["status"], done["paid_count"], done["remaining_count"]) == ("completed", count, 0)
    assert done["ended_at"] == done["end_at"] == starts[-2]
    assert rzp.ledger.balance("customer") == -69900 * count
    assert names(rzp).count("subscription.charged") == names(rzp).count("invoice.paid") == count


def test_ten_years_with_failures_pauses_and_a_leap_day_agree_with_a_calculation(build):
    """Every seventh charge fails once, every thirteenth for good; each February is paused for its last week."""
    begun = at(2026, 1, 29, hour=11)
    rzp = build(at=begun)
    made = active(rzp, total_count=120)
    unpaid, retried, n = 0, 0, 1
    charged = [begun]
    while n < 120:
        n += 1
        boundary = expected(begun, "monthly", 1, n)[-1]
        rzp.clock.move_to(boundary - 1)
        if n % 13 == 0:
            SubscriptionHalted(rzp, made).halt()
            paid(rzp, made)
            charged.append(boundary + 3 * DAY)
            unpaid += 1
        elif n % 7 == 0:
            SubscriptionHalted(rzp, made).recover()
            charged.append(boundary + DAY)
            retried += 1
        else:
            rzp.clock.move_to(boundary)
            charged.append(boundary)
        assert rzp.subscription.fetch(made)["status"] == ("active" if n < 120 else "completed")
        if n < 120 and datetime.fromtimestamp(boundary, INDIA).month == 2:
            rzp.clock.advance(days=10)
            rzp.subscription.pause(made)
            rzp.clock.advance(days=7)
            rzp.subscription.resume(made)
    assert (unpaid, retried) == (9, 16)
    found = rzp.ledger.books(rzp.account_id).newest("invoice", field="subscription_id", value=made)[::-1]
    assert [one.paid_at for one in found] == charged
    assert rzp.subscription.fetch(made)["paid_count"] == 120
    assert names(rzp).count("subscription.pending") == 3 * unpaid + retried
    assert names(rzp).count("subscription.halted") == unpaid
    assert rzp.ledger.balance("customer") == -69900 * 120
    feb = [datetime.fromtimestamp(one.billing_start, INDIA) for one in found if one.cycle in (14, 26)]
    assert [(day.month, day.day) for day in feb] == [(2, 28), (2, 29)]


# ---------------------------------------------------------------------- what fails


def test_four_failures_halt_and_later_invoices_are_only_issued(rzp):
    failing = SubscriptionHalted(rzp, active(rzp))
    made, due = failing.subscription_id, at(2026, 2, 5)
    pending = rzp.subscription.fetch(made)
    assert (pending["status"], pending["auth_attempts"], pending["charge_at"]) == ("pending", 1, due + DAY)
    assert [failing.retry() for _ in range(3)] == ["pending", "pending", "halted"]
    assert rzp.clock.now() == due + 3 * DAY
    halted = rzp.subscription.fetch(made)
    assert (halted["auth_attempts"], halted["charge_at"], halted["remaining_count"]) == (4, at(2026, 3, 5), 10)
    assert told(rzp) == ["activated", "charged", "pending", "pending", "pending", "halted"]
    failing.issue()
    assert [one["status"] for one in invoices(rzp, made)] == ["paid", "issued", "issued"]
    assert rzp.payment.all({"count": 100})["count"] == 5
    assert failing.change_card() == "active"
    assert [one["status"] for one in invoices(rzp, made)] == ["paid", "issued", "paid"]
    assert told(rzp)[-2:] == ["charged", "activated"]
    assert rzp.dashboard.charge_invoice(failing.invoice_id)["status"] == "paid"
    assert rzp.subscription.fetch(made)["paid_count"] == 3
    rzp.clock.move_to(at(2026, 4, 5))
    assert rzp.subscription.fetch(made)["paid_count"] == 4


def test_a_retry_that_succeeds_is_charged_and_then_active(rzp):
    failing = SubscriptionHalted(rzp, active(rzp))
    assert failing.recover() == "active"
    assert told(rzp)[2:] == ["pending", "charged", "activated"]
    assert rzp.subscription.fetch(failing.subscription_id)["charge_at"] == at(2026, 3, 5)
    rzp.clock.advance(days=3)
    assert rzp.payment.all()["count"] == 3


def test_a_customer_who_changes_the_card_while_pending_pays_with_it_from_then_on(rzp):
    failing = SubscriptionHalted(rzp, active(rzp))
    failing.change_card(DOMESTIC)
    rzp.clock.move_to(at(2026, 3, 5))
    payments = rzp.payment.all()["items"]
    last4 = [rzp.payment.fetch(one["id"], {"expand[]": "card"})["card"]["last4"] for one in payments]
    assert last4 == ["4366", "4366", "5558", "5558"]
    SubscriptionHalted(rzp, failing.subscription_id)
    with pytest.raises(ValueError, match="only international cards can"):
        rzp.dashboard.charge_invoice(rzp.invoice.all()["items"][0]["id"])


def test_an_old_invoice_that_its_customer_pays_brings_a_halted_one_back(rzp):
    failing = SubscriptionHalted(rzp, active(rzp))
    failing.halt()
    answer = rzp.checkout.pay(failing.invoice_id, "upi")
    assert "razorpay_order_id" in answer
    assert rzp.subscription.fetch(failing.subscription_id)["payment_method"] == "upi"
    assert failing.status == "active"


def test_a_manual_charge_that_fails_counts_as_no_retry(rzp):
    failing = SubscriptionHalted(rzp, active(rzp))
    rzp.bank.next("insufficient_funds")
    assert rzp.dashboard.charge_invoice(failing.invoice_id)["status"] == "issued"
    assert rzp.subscription.fetch(failing.subscription_id)["auth_attempts"] == 1
    assert rzp.dashboard.charge_invoice(failing.invoice_id)["status"] == "paid"
    with pytest.raises(ValueError, match="is paid"):
        rzp.dashboard.charge_invoice(failing.invoice_id)
    with pytest.raises(LookupError):
        rzp.dashboard.charge_invoice("inv_x")


def test_the_last_cycle_that_is_never_paid_ends_with_its_time(rzp):
    failing = SubscriptionHalted(rzp, active(rzp, total_count=2))
    failing.halt()
    assert rzp.subscription.fetch(failing.subscription_id)["charge_at"] is None
    failing.issue()
    done = rzp.subscription.fetch(failing.subscription_id)
    assert (done["status"], done["paid_count"], done["ended_at"]) == ("completed", 1, at(2026, 3, 5))
    rzp.checkout.pay(failing.invoice_id)
    assert rzp.subscription.fetch(failing.subscription_id)["paid_count"] == 2
    assert told(rzp)[-2:] == ["completed", "charged"]


def test_what_needs_the_customers_word_fails_by_itself(rzp):
    """Cards of India above 15,000 rupees (payments/subscriptions/settings.md)."""
    made = created(rzp, plan(rzp, 1500001))
    paid(rzp, made, card=DOMESTIC)
    rzp.clock.move_to(at(2026, 2, 5))
    assert rzp.subscription.fetch(made)["status"] == "pending"
    assert rzp.payment.all()["items"][0]["error_reason"] == "transaction_limit_exceeded"


def test_a_mandate_that_is_gone_is_not_charged(rzp):
    made = active(rzp)
    customer = rzp.subscription.fetch(made)["customer_id"]
    token = rzp.token.all(customer)["items"][0]["id"]
    rzp.token.delete(customer, token)
    rzp.clock.move_to(at(2026, 2, 5))
    assert rzp.subscription.fetch(made)["status"] == "pending"
    assert rzp.payment.all()["items"][0]["error_reason"] == "mandate_not_active"


def test_a_bank_without_an_answer_is_a_failure_ten_minutes_later(rzp):
    made = active(rzp)
    rzp.bank.next(rzp.bank.pending())
    rzp.clock.move_to(at(2026, 2, 5))
    assert rzp.subscription.fetch(made)["status"] == "active"
    rzp.clock.advance(minutes=10)
    pending = rzp.subscription.fetch(made)
    assert (pending["status"], pending["charge_at"]) == ("pending", at(2026, 2, 6, minute=10))
    rzp.clock.advance(days=1)
    assert rzp.subscription.fetch(made)["status"] == "active"


# ---------------------------------------------------------------------- the rest


def test_messages_go_to_the_link_first_and_then_to_who_pays(rzp):
    info = {"notify_phone": "+919000000000", "notify_email": "link@example.com"}
    made = created(rzp, notify_info=info, total_count=2)
    assert [(one.medium, one.to, one.kind) for one in rzp.outbox] == [
        ("sms", "+919000000000", "created"),
        ("email", "link@example.com", "created"),
    ]
    paid(rzp, made)
    rzp.clock.move_to(at(2026, 2, 5))
    emails = [(one.to, one.kind) for one in list(rzp.outbox)[2:] if one.medium == "email"]
    assert emails == [(WHO["email"], kind) for kind in ("charged", "charged", "completed")]
    quiet = created(rzp, customer_notify=False)
    before = len(rzp.outbox)
    paid(rzp, quiet)
    assert len(rzp.outbox) == before


def test_a_subscription_of_a_sub_merchant_is_charged_in_its_books(rzp):
    headers = {"X-Razorpay-Account": "acc_Sub00000000001"}
    item = {"name": "Plan", "amount": 69900, "currency": "INR"}
    weekly = rzp.plan.create({"period": "weekly", "interval": 1, "item": item}, headers=headers)["id"]
    made = rzp.subscription.create({"plan_id": weekly, "total_count": 3}, headers=headers)["id"]
    paid(rzp, made)
    rzp.clock.advance(days=14)
    assert rzp.subscription.fetch(made, headers=headers)["paid_count"] == 3
    assert {one["account_id"] for one in rzp.events} == {"acc_Sub00000000001"}
    assert rzp.subscription.all()["count"] == 0


def test_a_snapshot_holds_what_is_to_come(rzp):
    made = active(rzp)
    before = rzp.snapshot()
    rzp.clock.advance(days=40)
    with rzp.fork() as other:
        other.clock.advance(days=40)
        assert other.subscription.fetch(made)["paid_count"] == 3
    first = list(rzp.events)
    rzp.restore(before)
    rzp.clock.advance(days=40)
    assert list(rzp.events) == first


def test_lists_filter_by_plan(rzp):
    one, other = plan(rzp), plan(rzp)
    made = [created(rzp, one), created(rzp, other), created(rzp, one)]
    assert [found["id"] for found in rzp.subscription.all({"plan_id": one})["items"]] == [made[2], made[0]]
    assert rzp.subscription.all()["count"] == 3


@pytest.mark.parametrize("method", ["card", "upi"])
@pytest.mark.parametrize("event", ["charged", "completed"])
def test_an_event_shows_the_payment_as_it_was_made(rzp, event, method):
    happened = rzp.trigger(f"subscription.{event}", method=method, amount=43210)
    payment = happened["payload"]["payment"]["entity"]
    assert (payment["method"], payment["amount"], payment["captured"]) == (method, 43210, "1")
    assert payment["description"] == "Recurring Payment via Subscription"
