"""Captured money reaches the bank: on which day, how much of it, for whom, and what refunds do to it."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakerzp import FakeRazorpay
from fakerzp.world.working_days import CalendarDays, WorkingDays
from tests.events.steps import names, shown
from tests.flows.steps import DAY, order_of, paid

INDIA = timezone(timedelta(hours=5, minutes=30))
ABROAD = {"number": "5105105105105100"}
SUB_MERCHANT = "acc_KBrJAIEqre5ucn"
SLOW = {"normal_refund": 20 * DAY}


def at(day, hour=12, minute=0, second=0, month=1):
    """A moment of 2026 in India, in Unix seconds. The 5th of January is a Monday."""
    return int(datetime(2026, month, day, hour, minute, second, tzinfo=INDIA).timestamp())


def settled(rzp):
    """What was paid out so far: (amount, when)."""
    happened = [event for event in rzp.events if event["event"] == "settlement.processed"]
    for event in happened:
        assert event["created_at"] == shown(event, "settlement")["created_at"]
    return [(shown(event, "settlement")["amount"], event["created_at"]) for event in happened]


def upi(rzp, amount=100000):
    """A payment that brings 97.64 % of its amount: 2 %, and 18 % of that."""
    return paid(rzp, amount, method="upi")


# ---------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("captured", "day"),
    [
        (at(5), at(7, 9)),
        (at(5, 8, 59), at(7, 9)),
        (at(5, 9), at(7, 9)),
        (at(5, 23, 59, 59), at(7, 9)),  # still Monday in India
        (at(6, 0), at(8, 9)),  # Tuesday there, 18:30 on Monday in UTC
        (at(8), at(12, 9)),  # Friday; the 10th is the second Saturday; Monday
        (at(9), at(13, 9)),
        (at(10), at(13, 9)),  # on a day of rest itself
        (at(11), at(13, 9)),
        (at(15), at(17, 9)),  # banks work on the third Saturday
        (at(16), at(19, 9)),
        (at(17), at(20, 9)),
        (at(22), at(26, 9)),  # the 24th is the fourth Saturday
        (at(30), at(2, 9, month=2)),  # and on the fifth
    ],
)
def test_money_is_paid_out_at_nine_on_the_second_working_day(build, captured, day):
    rzp = build(at=captured)
    upi(rzp)
    rzp.clock.move_to(day - 1)
    assert settled(rzp) == []
    rzp.clock.move_to(day)
    assert settled(rzp) == [(97640, day)]
    rzp.clock.advance(days=30)
    assert settled(rzp) == [(97640, day)]


@pytest.mark.parametrize(
    ("captured", "day"),
    [
        (at(5), at(12, 9)),
        (at(5, 23, 59, 59), at(12, 9)),
        (at(6, 0), at(13, 9)),
        (at(3), at(12, 9)),  # the 10th is the second Saturday, the 11th a Sunday
        (at(4), at(12, 9)),
        (at(10), at(17, 9)),  # calendar days: from a day of rest to the third Saturday
        (at(17), at(26, 9)),
    ],
)
def test_international_payments_are_paid_out_after_seven_days(build, captured, day):
    rzp = build(at=captured)
    assert rzp.payments.fetch(paid(rzp, card=ABROAD))["international"] is True
    rzp.clock.move_to(day - 1)
    assert settled(rzp) == []
    rzp.clock.move_to(day)
    assert settled(rzp) == [(98000, day)]


def test_the_day_counts_from_the_capture(build):
    rzp = build(at=at(5))
    payment = paid(rzp, method="upi", capture=False)
    rzp.clock.move_to(at(8))
    rzp.payments.capture(payment, 100000, "INR")
    rzp.clock.advance(days=20)
    assert settled(rzp) == [(97640, at(12, 9))]


def test_what_is_not_captured_is_not_paid_out(build):
    rzp = build(at=at(5))
    paid(rzp, method="upi", capture=False)
    rzp.checkout.fail(order_of(rzp))
    rzp.clock.advance(days=20)
    assert settled(rzp) == []
    assert rzp.ledger.balance("bank") == 0


@pytest.mark.parametrize(
    ("delay", "day"),
    [
        (0, at(9)),
        (3600, at(9, 13)),
        (2 * DAY, at(11)),  # seconds are seconds, on a Sunday as well
        (WorkingDays(0), at(12, 9)),  # nine o'clock has passed, on the last working day of the week
        (WorkingDays(1), at(12, 9)),
        (WorkingDays(5), at(16, 9)),
        (CalendarDays(1), at(12, 9)),
        (CalendarDays(4), at(13, 9)),
    ],
)
def test_the_delay_can_be_chosen(build, delay, day):
    """From Friday noon, before a second Saturday."""
    rzp = build(at=at(9), delays={"settlement": delay, "international_settlement": None})
    upi(rzp)
    paid(rzp, card=ABROAD)
    rzp.clock.move_to(day)
    assert settled(rzp) == [(97640, day)]
    rzp.clock.advance(days=30)
    assert settled(rzp) == [(97640, day)]
    assert rzp.ledger.balance("merchant") == 98000


def test_never_is_never(build):
    rzp = build(delays={"settlement": None, "international_settlement": None})
    upi(rzp)
    paid(rzp, card=ABROAD)
    rzp.clock.advance(days=400)
    assert settled(rzp) == []
    assert (rzp.ledger.balance("merchant"), rzp.ledger.balance("bank")) == (97640 + 98000, 0)
    assert rzp.bank.settle()["amount"] == 97640 + 98000


# ---------------------------------------------------------------------- how much


def test_what_was_captured_on_one_day_is_one_settlement(build):
    rzp = build(at=at(5, 0))
    for amount in (100000, 33333, 101):  # fees of 2360, 667 + 120 and 2
        upi(rzp, amount)
        rzp.clock.advance(hours=7)
    rzp.clock.move_to(at(6))
    upi(rzp, 50000)
    rzp.clock.advance(days=5)
    assert settled(rzp) == [(97640 + 32546 + 99, at(7, 9)), (48820, at(8, 9))]


def test_the_event_shows_the_settlement(build):
    rzp = build(at=at(5))
    payment = upi(rzp)
    rzp.clock.advance(days=2)
    event = rzp.events[-1]
    entity = shown(event, "settlement")
    assert (event["event"], event["contains"], event["account_id"]) == (
        "settlement.processed",
        ["settlement"],
        rzp.account_id,
    )
    assert entity == {
        "id": entity["id"],
        "entity": "settlement",
        "amount": 97640,
        "status": "processed",
        "fees": 0,
        "tax": 0,
        "utr": entity["utr"],
        "created_at": at(7, 9),
    }
    assert entity["id"].startswith("setl_")
    assert entity["id"][5:] > payment[4:]
    assert (len(entity["utr"]), entity["utr"].isdigit()) == (16, True)
    steps = [(step.status, step.at, step.why) for step in rzp.history(entity["id"])]
    assert steps == [("created", at(7, 9), "create"), ("processed", at(7, 9), "process")]
    posting = rzp.ledger.journal[-1]
    assert (posting.entity_id, posting.entries) == (entity["id"], (("merchant", -97640), ("bank", 97640)))
    assert dict(rzp.ledger.balances()) == {
        ("customer", "INR"): -100000,
        ("gateway", "INR"): 0,
        ("merchant", "INR"): 0,
        ("fees", "INR"): 2000,
        ("tax", "INR"): 360,
        ("bank", "INR"): 97640,
    }


def test_each_currency_is_paid_out_by_itself(build):
    """Whatever it was paid with, another currency is international."""
    rzp = build(at=at(5))
    rzp.checkout.pay(order_of(rzp, 5000, currency="USD"), method="card")
    rzp.checkout.pay(order_of(rzp, 5000), method="card")
    rzp.clock.advance(days=6)
    assert settled(rzp) == [(4900, at(7, 9))]
    assert (rzp.ledger.balance("bank"), rzp.ledger.balance("bank", "USD")) == (4900, 0)
    rzp.clock.advance(days=1)
    assert settled(rzp) == [(4900, at(7, 9)), (4900, at(12, 9))]
    assert (rzp.ledger.balance("bank"), rzp.ledger.balance("bank", "USD")) == (4900, 4900)


# ---------------------------------------------------------------------- refunds


def test_what_is_refunded_before_the_day_is_not_paid_out(build):
    """The page's first example, with fees: of 1,000 rupees 100 are refunded."""
    rzp = build(at=at(5))
    rzp.payments.refund(upi(rzp), {"amount": 10000})
    rzp.clock.advance(days=30)
    assert settled(rzp) == [(87640, at(7, 9))]
    assert rzp.ledger.balance("merchant") == 0


def test_a_full_refund_leaves_nothing_to_pay_out_and_its_fee_is_taken_from_the_next(build):
    rzp = build(at=at(5))
    rzp.payments.refund(upi(rzp))
    rzp.clock.move_to(at(7))
    assert settled(rzp) == []
    assert rzp.ledger.balance("merchant") == -2360
    upi(rzp, 50000)
    rzp.clock.advance(days=30)
    assert settled(rzp) == [(48820 - 2360, at(9, 9))]
    assert rzp.ledger.balance("merchant") == 0


def test_a_refund_of_what_was_paid_out_lowers_the_next_settlement(build):
    rzp = build(at=at(5))
    first = upi(rzp)
    rzp.clock.move_to(at(7))
    upi(rzp)
    rzp.clock.move_to(at(8))
    upi(rzp)
    rzp.payments.refund(first, {"amount": 30000})
    rzp.clock.advance(days=30)
    assert settled(rzp) == [(97640, at(7, 9)), (67640, at(9, 9)), (97640, at(12, 9))]


def test_a_refund_of_more_than_the_next_settlement_lowers_the_one_after_it(build):
    """And nothing is paid out before its day to make up for it."""
    rzp = build(at=at(5))
    first = upi(rzp)
    rzp.clock.move_to(at(7))
    upi(rzp, 50000)
    rzp.clock.move_to(at(8))
    upi(rzp)
    rzp.payments.refund(first, {"amount": 60000})
    rzp.clock.advance(days=30)
    assert settled(rzp) == [(97640, at(7, 9)), (97640 + 48820 - 60000, at(12, 9))]
    assert rzp.ledger.balance("merchant") == 0


@pytest.mark.parametrize("failed", [at(6), at(7, 8), at(7, 9)])
def test_a_refund_that_fails_is_paid_out_on_the_next_working_day(build, failed):
    rzp = build(at=at(5), delays=SLOW)
    refund = rzp.payments.refund(upi(rzp), {"amount": 10000})["id"]
    rzp.clock.move_to(failed)
    rzp.bank.fail_refund(refund)
    rzp.clock.advance(days=30)
    expected = [(87640, at(7, 9)), (10000, at(8, 9))]
    assert settled(rzp) == ([(97640, at(7, 9))] if failed == at(6) else expected)
    assert rzp.ledger.balance("merchant") == 0


def test_what_comes_back_is_paid_out_once_and_only_as_much_as_is_there(build):
    """A refund that made the balance negative brings back what is above nothing."""
    rzp = build(at=at(5), delays=SLOW)
    refund = rzp.payments.refund(upi(rzp))["id"]
    rzp.clock.move_to(at(9))
    assert (settled(rzp), rzp.ledger.balance("merchant")) == ([], -2360)
    rzp.bank.fail_refund(refund)
    rzp.clock.advance(days=30)
    assert settled(rzp) == [(97640, at(12, 9))]


def test_what_waits_for_its_capture_and_is_refunded_touches_no_settlement(build):
    rzp = build(at=at(5), delays=SLOW)
    upi(rzp)
    paid(rzp, method="upi", capture=False)
    rzp.clock.move_to(at(10))
    (refund,) = rzp.refunds.all()["items"]
    rzp.bank.fail_refund(refund["id"])
    rzp.clock.advance(days=30)
    assert settled(rzp) == [(97640, at(7, 9))]


# ---------------------------------------------------------------------- at once


def test_the_bank_settles_at_once_when_it_is_told_to(build):
    rzp = build(at=at(5))
    upi(rzp)
    rzp.clock.advance(days=1)
    upi(rzp, 50000)
    settlement = rzp.bank.settle()
    assert settlement == shown(rzp.events[-1], "settlement")
    assert (settlement["amount"], settlement["created_at"]) == (97640 + 48820, at(6))
    assert rzp.bank.settle() is None
    assert names(rzp).count("settlement.processed") == 1
    rzp.clock.advance(days=30)
    assert names(rzp).count("settlement.processed") == 1


def test_what_was_settled_at_once_takes_nothing_of_what_comes_after(build):
    """The day of the first payment comes, and the second, captured since, still has its own."""
    rzp = build(at=at(5))
    upi(rzp)
    rzp.bank.settle()
    upi(rzp, 10000)
    rzp.clock.move_to(at(6))
    upi(rzp, 50000)
    rzp.clock.advance(days=30)
    assert settled(rzp) == [(97640, at(5)), (9764, at(7, 9)), (48820, at(8, 9))]


def test_the_bank_settles_by_currency_and_account(build):
    rzp = build(at=at(5))
    rzp.checkout.pay(order_of(rzp, 5000, currency="USD"))
    assert rzp.bank.settle() is None
    assert rzp.bank.settle("USD")["amount"] == 4900
    with pytest.raises(LookupError, match="there are no books of 'acc_KBrJAIEqre5ucn'"):
        rzp.bank.settle(account=SUB_MERCHANT)
    assert SUB_MERCHANT not in rzp.ledger.accounts
    rzp.trigger("payment.captured", account=SUB_MERCHANT, method="upi")
    assert rzp.bank.settle() is None
    assert rzp.bank.settle(account=SUB_MERCHANT)["amount"] == 97640
    assert rzp.events[-1]["account_id"] == SUB_MERCHANT


# ---------------------------------------------------------------------- accounts and worlds


def test_a_sub_merchant_has_settlements_of_its_own(build):
    rzp = build(at=at(5))
    upi(rzp)
    rzp.trigger("payment.captured", account=SUB_MERCHANT, method="upi", amount=50000)
    rzp.clock.advance(days=3)
    assert settled(rzp) == [(97640, at(7, 9)), (48820, at(7, 9))]
    accounts = [event["account_id"] for event in rzp.events if event["event"] == "settlement.processed"]
    assert accounts == [rzp.account_id, SUB_MERCHANT]
    assert rzp.ledger.balance("bank") == 97640
    assert rzp.ledger.balance("bank", account=SUB_MERCHANT) == 48820


def test_snapshots_and_forks_hold_what_is_planned(build):
    rzp = build(at=at(5))
    upi(rzp)
    snapshot = rzp.snapshot()
    rzp.bank.settle()
    rzp.clock.advance(days=5)
    assert settled(rzp) == [(97640, at(5))]
    rzp.restore(snapshot)
    assert (settled(rzp), rzp.ledger.balance("merchant")) == ([], 97640)
    with rzp.fork() as other:
        other.clock.advance(days=2)
        assert settled(other) == [(97640, at(7, 9))]
        other.ledger.check()
    assert settled(rzp) == []
    rzp.clock.advance(days=5)
    assert settled(rzp) == [(97640, at(7, 9))]


def test_a_settlement_can_be_told_to_an_endpoint(build):
    rzp = build(at=at(5))
    bodies = []
    rzp.webhooks.subscribe(lambda body, headers: bodies.append(body), events=["settlement.processed"])
    upi(rzp)
    assert bodies == []
    rzp.clock.advance(days=2)
    assert [json.loads(body) for body in bodies] == [rzp.events[-1]]
    assert [(d.event, d.at) for d in rzp.webhooks.deliveries] == [("settlement.processed", at(7, 9))]


def test_the_story_of_a_settlement(build):
    rzp = build(at=at(5))
    upi(rzp)
    rzp.clock.advance(days=2)
    settlement = shown(rzp.events[-1], "settlement")["id"]
    assert str(rzp.story(settlement)).splitlines() == [
        "2026-01-07 09:00:00 IST",
        f"  Razorpay  {settlement}  created -> processed  ₹976.40",
        "            money  ₹976.40 merchant -> bank",
        "            event  settlement.processed",
        "",
        "0 calls, 1 entity, 1 transition, 1 event, 0 messages",
    ]


deeds = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(100, 300000), st.sampled_from(["upi", "card", "abroad"])),
        st.tuples(st.just("refund"), st.integers(0, 9), st.integers(1, 4)),
        st.tuples(st.just("end"), st.integers(0, 9), st.sampled_from(["process_refund", "fail_refund"])),
        st.tuples(st.just("wait"), st.integers(0, 4 * DAY), st.none()),
        st.tuples(st.just("settle"), st.none(), st.none()),
    ),
    max_size=25,
)


@given(deeds)
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_whatever_happens_all_is_paid_out_and_no_more_than_was_there(deeds):
    """Once the days have passed the balance is what is owed to Razorpay, if anything; the bank has all the rest."""
    rzp = FakeRazorpay(seed=3, at=at(5), delays={"normal_refund": 400 * DAY})
    payments, refunds = [], []
    for what, number, how in deeds:
        if what == "pay":
            tool = {"method": "card", "card": ABROAD} if how == "abroad" else {"method": how}
            payments.append(paid(rzp, number, **tool))
        elif what == "refund" and number < len(payments):
            reply = rzp.request("POST", f"/v1/payments/{payments[number]}/refund", {"amount": 25000 * how})
            refunds += [reply.body["id"]] if reply.status == 200 else []
        elif what == "end" and number < len(refunds) and rzp.refunds.fetch(refunds[number])["status"] == "pending":
            getattr(rzp.bank, how)(refunds[number])
        elif what == "wait":
            rzp.clock.advance(seconds=number)
        elif what == "settle":
            rzp.bank.settle()
    rzp.clock.advance(days=14)
    rzp.ledger.check()
    captured = rzp.payments.all({"count": 100})["items"]
    held = sum(one["amount"] - one["fee"] - one["amount_refunded"] for one in captured)
    merchant, bank = rzp.ledger.balance("merchant"), rzp.ledger.balance("bank")
    assert merchant <= 0
    assert merchant + bank == held
    assert bank == sum(amount for amount, _ in settled(rzp))
    assert all(amount > 0 for amount, _ in settled(rzp))


def lines_of(do):
    """How many lines of Python run."""
    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        do()
    finally:
        sys.settrace(before)
    return count


def test_holding_a_payment_takes_no_longer_the_more_are_waiting(rzp):
    def held_and_released():
        for on_hold in (True, False):
            rzp.payment.edit(payment, {"on_hold": on_hold})

    payment = upi(rzp)
    held_and_released()  # what is made on first use
    before = lines_of(held_and_released)
    for _ in range(100):
        upi(rzp)
    assert lines_of(held_and_released) <= before + 20
    rzp.clock.move_to(at(8))
    assert settled(rzp) == [(101 * 97640, at(7, hour=9))]
