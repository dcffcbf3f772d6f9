"""Ten years of a subscription agree with the calendar and a few sums, whatever the bank and its people do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakerzp import FakeRazorpay
from tests.properties.billed import DAY, Subscriber, fee_of

ABROAD, ANOTHER = "5104015555555558", "5104060000000008"
TOLD = ("subscription.", "invoice.", "order.", "payment.")


class Years:
    """A subscription in the fake and beside it what it should be, looked at after each step."""

    def __init__(self, at, total, *, amount=99900, period="monthly", interval=1):
        self.rzp = FakeRazorpay(seed=7, at=at)
        self.plan = {"period": period, "interval": interval, "amount": amount}
        made = {"plan_id": self.planned(self.plan), "total_count": total}
        self.id = self.rzp.subscription.create(made)["id"]
        self.rzp.checkout.pay(self.id, card=ABROAD)
        self.should = Subscriber(self.plan, self.rzp.clock.now(), total)
        self.compared()

    def planned(self, plan):
        item = {"name": "Plan", "amount": plan["amount"], "currency": "INR"}
        return self.rzp.plan.create({"period": plan["period"], "interval": plan["interval"], "item": item})["id"]

    # -- steps

    def cycle(self, what="paid"):
        """To the beginning of the next one, and what becomes of its bill."""
        fails = {"paid": 0, "late1": 1, "late2": 2, "late3": 3, "halts": 4, "changes": 2}[what]
        if self.should.status == "halted":
            fails = 0
        for attempt in range(4):
            self.quiet_until(self.should.charge_at)
            works = attempt >= fails
            if self.should.status != "halted":
                self.rzp.bank.next(self.rzp.bank.succeed() if works else self.rzp.bank.fail("insufficient_funds"))
            self.rzp.clock.move_to(self.should.charge_at)
            self.should.retry(works) if attempt else self.should.begin(works)
            self.compared()
            if works or self.should.status == "halted":
                break
            if what == "changes" and attempt == 1:
                self.later(DAY // 2).another_card()
                break
        return self

    def quiet_until(self, moment):
        if self.rzp.clock.now() < moment - 1:
            self.rzp.clock.move_to(moment - 1)
            self.compared()

    def later(self, seconds):
        self.rzp.clock.advance(seconds=seconds)
        return self

    def another_card(self):
        """The last bill is charged to it at once."""
        self.rzp.checkout.pay(self.id, card=ANOTHER)
        self.should.attempt(self.rzp.clock.now(), self.should.bills[-1], True)
        return self.compared()

    def oldest(self, how, works=True):
        """The first bill that is open is paid: by the merchant's click or by the customer."""
        which = next(n for n, bill in enumerate(self.should.bills) if bill.paid_at is None)
        invoice = self.invoices()[which]["id"]
        self.rzp.bank.next(self.rzp.bank.succeed() if works else self.rzp.bank.fail("insufficient_funds"))
        if how == "customer":
            self.rzp.checkout.pay(invoice, card=ABROAD)
        else:
            self.rzp.dashboard.charge_invoice(invoice)
        self.should.attempt(self.rzp.clock.now(), self.should.bills[which], works, counts=False)
        return self.compared()

    def pause(self, days):
        self.rzp.subscription.pause(self.id, {"pause_at": "now"})
        self.should.pause(self.rzp.clock.now())
        self.compared().later(days * DAY).compared()
        self.rzp.subscription.resume(self.id, {"resume_at": "now"})
        self.should.resume(self.rzp.clock.now())
        return self.compared()

    def changed(self, plan=None, **more):
        body = {**more, "schedule_change_at": "cycle_end"}
        if plan:
            plan = {**self.should.plan, **plan}
            body["plan_id"], more["plan"] = self.planned(plan), plan
        self.rzp.subscription.edit(self.id, body)
        self.should.change = more
        return self.compared()

    def to_the_end(self):
        while self.should.status != "completed":
            self.cycle()
        return self

    # -- what is looked at

    def compared(self):
        should = self.should.shown()
        found = self.rzp.subscription.fetch(self.id)
        assert {name: found[name] for name in should} == should
        if self.should.status in ("pending", "halted"):
            assert found["auth_attempts"] == self.should.attempts
        return self

    def invoices(self):
        found = []
        while len(found) % 100 == 0:
            page = {"subscription_id": self.id, "count": 100, "skip": len(found)}
            found += self.rzp.invoice.all(page)["items"]
            if not found:
                break
        return found[::-1]

    def over(self):
        """All bills, all money, all events in their order."""
        should = [bill.shown() for bill in self.should.bills]
        assert [{name: one[name] for name in should[0]} for one in self.invoices()] == should
        books = self.rzp.ledger.books(self.rzp.account_id)
        assert [(one.amount, one.captured) for one in books.all("payment")] == self.should.payments[::-1]
        kept = sum(amount - fee_of(amount) for amount, works in self.should.payments if works)
        assert kept == sum(bill.amount - fee_of(bill.amount) for bill in self.should.bills if bill.paid_at)
        balance = self.rzp.ledger.balance
        assert balance("merchant") + balance("bank") == kept
        self.rzp.clock.advance(days=14)
        assert (balance("merchant"), balance("bank")) == (0, kept)
        told = [(event["created_at"], event["event"]) for event in self.rzp.events]
        assert [one for one in told if one[1].startswith(TOLD)] == self.should.events
        self.rzp.ledger.check()
        return self


def moment(day, time="10:00:00"):
    return f"{day}T{time}Z"



def test_monthly_from_the_last_day_of_january_for_ten_years():
    years = Years(moment("2024-01-31"), 120)
    for month in range(1, 120):
        years.cycle({7: "late1", 25: "late2", 38: "late3", 61: "changes"}.get(month, "paid"))
        if month == 12:
            years.later(5 * DAY).pause(10)
        if month == 49:
            years.changed(quantity=3)
        if month == 80:
            years.changed({"amount": 45000}, quantity=2)
    assert years.should.status == "completed"
    years.over()


def test_halted_again_and_again_for_ten_years():
    years = Years(moment("2027-08-31", "20:00:00"), 120)
    while years.should.remaining > 8:
        years.cycle("halts").later(3 * DAY).another_card()
        years.cycle().cycle("halts").cycle().cycle().oldest("merchant", works=False).oldest("merchant").cycle()
        years.cycle("halts").later(DAY).oldest("customer").cycle()
        while any(bill.paid_at is None for bill in years.should.bills):
            years.oldest("merchant")
    open_ones = years.should.remaining
    years.cycle("halts").to_the_end()
    assert years.should.shown()["paid_count"] == 120 - open_ones
    years.oldest("merchant").over()


def test_weekly_for_ten_years_with_rests():
    years = Years(moment("2026-02-26", "18:29:59"), 521, amount=100, period="weekly")
    for week in range(1, 521):
        years.cycle({100: "late3", 200: "late1"}.get(week, "paid"))
        if week in (50, 51, 300):
            years.later(2 * DAY).pause(4 if week == 50 else 30)
    years.over()


def test_every_thirty_days_for_ten_years():
    years = Years(moment("2024-02-29", "18:30:00"), 122, amount=2500, period="daily", interval=30)
    for count in range(1, 122):
        years.cycle({3: "changes", 60: "late3"}.get(count, "paid"))
        if count == 90:
            years.later(DAY).pause(400)
    years.over()


def test_yearly_from_a_leap_day():
    years = Years(moment("2024-02-29"), 11, amount=1000000, period="yearly")
    for year in range(1, 11):
        years.cycle({2: "late2", 4: "halts"}.get(year, "paid"))
        if year == 4:
            years.later(40 * DAY).another_card()
    began = [bill.start + 19800 for bill in years.should.bills]
    assert [divmod(at, DAY)[1] for at in began] == [55800] + [0] * 10
    years.over()


@pytest.mark.parametrize("rhythm", [{"period": "monthly", "interval": 3}, {"period": "quarterly", "interval": 1}])
def test_every_three_months_for_ten_years(rhythm):
    years = Years(moment("2023-11-30"), 40, **rhythm)
    for quarter in range(1, 40):
        years.cycle({5: "late1", 11: "halts", 30: "changes"}.get(quarter, "paid"))
        if quarter == 11:
            years.cycle().later(9 * DAY).oldest("customer")
        if quarter == 20:
            years.later(DAY).pause(200)
        if quarter == 38:
            break
    years.to_the_end().over()


def test_from_months_to_years_to_weeks_on_a_leap_day():
    """Another rhythm is counted from the day of the change; one of the same leaves the days as they were."""
    years = Years(moment("2024-01-31"), 20)
    years.changed({"amount": 12300}).cycle().cycle()
    years.changed({"period": "yearly"}, remaining_count=6).cycle().cycle().later(DAY)
    years.changed({"period": "weekly", "interval": 2}, quantity=4, remaining_count=9)
    for what in ("paid", "late3", "paid", "halts", "paid"):
        years.cycle(what)
    years.another_card().changed(remaining_count=2).to_the_end()
    assert len(years.should.bills) == 12
    years.over()


def test_nobody_pays_for_the_last_cycle():
    """It is over with the cycle (inferred: no page says what becomes of it)."""
    years = Years(moment("2024-01-31"), 2).cycle("halts")
    years.later(DAY).compared()
    years.rzp.clock.move_to(years.should.bills[-1].end)
    years.should.finish(years.should.bills[-1].end)
    years.compared().over()


WHAT = st.sampled_from(["paid", "paid", "late1", "late2", "late3", "halts", "changes", "rests", "more", "rhythm"])
RHYTHMS = (("monthly", 1), ("weekly", 1), ("daily", 7), ("quarterly", 1), ("monthly", 3), ("yearly", 1))


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(
    start=st.integers(1672531200, 1893456000),
    rhythm=st.sampled_from(RHYTHMS),
    story=st.lists(st.tuples(WHAT, st.integers(1, 3), st.sampled_from(RHYTHMS)), min_size=3, max_size=10),
)
def test_any_story_from_any_day(start, rhythm, story):
    years = Years(start, len(story) + 4, period=rhythm[0], interval=rhythm[1])
    for what, number, (period, interval) in story:
        if years.should.status == "halted":
            years.later(DAY)
            years.another_card() if number == 1 else years.oldest("merchant" if number == 2 else "customer")
        if what == "rests":
            years.later(DAY).pause(number * 40)
        elif what == "more":
            years.changed(quantity=number)
        elif what == "rhythm":
            years.changed({"period": period, "interval": interval}, remaining_count=years.should.remaining)
        years.cycle(what if what in ("late1", "late2", "late3", "halts", "changes") else "paid")
    if years.should.status == "halted":
        years.later(DAY).another_card()
    years.to_the_end().over()
