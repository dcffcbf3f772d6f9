"""What a subscription comes to, by the calendar and a few sums: nothing of the fake is in here.

Pages: payments/subscriptions/states.md, payments/subscriptions/payment-retries.md, payments/subscriptions/test.md,
payments/subscriptions/update.md, api/payments/subscriptions/fetch-invoices.md, webhooks/subscriptions.md (whose times
say where a cycle ends). What they leave open is marked as inferred.
"""

from __future__ import annotations

from calendar import monthrange, timegm
from datetime import date, datetime, timedelta, timezone

INDIA = timezone(timedelta(hours=5, minutes=30))
DAY = 86400
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
DAYS = {"daily": 1, "weekly": 7}
TRIES = 4  # on the day itself and on the three days after it


def day_of(moment):
    return datetime.fromtimestamp(moment, INDIA).date()


def midnight(day):
    """The first second of a day in India."""
    return timegm((day.year, day.month, day.day, 0, 0, 0)) - 19800


def later(day, period, count):
    """A day so many periods on; the last of the month where a month has no such day (inferred)."""
    if period in DAYS:
        return day + timedelta(days=DAYS[period] * count)
    year, month = divmod(day.year * 12 + day.month - 1 + MONTHS[period] * count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def fee_of(amount):
    """Two hundredths, and 18 % tax on them where the payment is above 2000 rupees."""
    fee = (amount * 2 + 50) // 100
    return fee + ((fee * 18 + 50) // 100 if amount > 200000 else 0)


class Bill:
    def __init__(self, start, end, amount):
        self.start, self.end, self.amount = start, end, amount
        self.paid_at = None

    def shown(self):
        paid = self.paid_at is not None
        return {
            "billing_start": self.start,
            "billing_end": self.end,
            "issued_at": self.start,
            "amount": self.amount,
            "amount_paid": self.amount if paid else 0,
            "amount_due": 0 if paid else self.amount,
            "status": "paid" if paid else "issued",
            "paid_at": self.paid_at,
        }


class Subscriber:
    """One who pays for the first cycle at once, and whatever happens then."""

    def __init__(self, plan, started, total):
        self.plan, self.quantity, self.total = plan, 1, total
        self.started, self.anchor = started, day_of(started)
        self.next_step = 1  # how many periods after the anchor the next cycle begins
        self.status, self.ended, self.attempts, self.tried_at = "active", None, 0, None
        self.change = None
        self.bills, self.events, self.payments = [], [], []
        self.bill(started)
        self.attempt(started, self.bills[0], True)

    # -- the calendar

    def bound(self, step):
        day = later(self.anchor, self.plan["period"], self.plan["interval"] * step)
        return self.started if day == day_of(self.started) else midnight(day)

    @property
    def remaining(self):
        return self.total - len(self.bills)

    @property
    def charge_at(self):
        """When there is something to do next."""
        if self.status in ("paused", "completed"):
            return None
        if self.status == "pending" and self.attempts < TRIES:
            return self.tried_at + DAY
        return self.bound(self.next_step) if self.remaining else None

    # -- what happens

    def bill(self, now):
        self.bills.append(Bill(now, self.bound(self.next_step), self.plan["amount"] * self.quantity))

    def begin(self, works):
        """The next cycle begins, and its bill is charged unless all tries of another were in vain."""
        now = self.bound(self.next_step)
        if self.change:
            self.renewed(now)
        self.next_step += 1
        self.bill(now)
        self.attempts = 0
        if self.status == "halted":
            self.finish(now)
        else:
            self.attempt(now, self.bills[-1], works)

    def renewed(self, now):
        """A change that waited for the end of the cycle: another rhythm is counted from here."""
        change, self.change = self.change, None
        plan = change.get("plan", self.plan)
        if (plan["period"], plan["interval"]) != (self.plan["period"], self.plan["interval"]):
            self.anchor, self.next_step = day_of(now), 0
        self.plan, self.quantity = plan, change.get("quantity", self.quantity)
        self.total = len(self.bills) + change.get("remaining_count", self.remaining)
        self.tell(now, "subscription.updated")

    def attempt(self, now, bill, works, counts=True):
        """The card is charged for a bill; counted as a try or not."""
        self.payments.append((bill.amount, works))
        if works:
            self.paid(now, bill)
            return
        self.tell(now, "payment.failed")
        if not counts:
            return
        self.attempts, self.tried_at = self.attempts + 1, now
        self.status = "halted" if self.attempts == TRIES else "pending"
        self.tell(now, f"subscription.{self.status}")

    def retry(self, works):
        self.attempt(self.charge_at, self.bills[-1], works)

    def paid(self, now, bill):
        bill.paid_at = now
        self.tell(now, "payment.authorized", "payment.captured", "order.paid", "invoice.paid")
        first = len(self.payments) == 1
        if first:
            self.tell(now, "subscription.activated")
        self.tell(now, "subscription.charged")
        if self.status in ("pending", "halted"):
            self.status = "active"
            self.tell(now, "subscription.activated")
        if self.status == "active":
            self.finish(now)

    def finish(self, now):
        """All bills are there: it is over."""
        if not self.remaining:
            self.status, self.ended = "completed", now
            self.tell(now, "subscription.completed")

    def pause(self, now):
        self.status = "paused"
        self.tell(now, "subscription.paused")

    def resume(self, now):
        """Cycles that began meanwhile are left out, and come at the end (inferred)."""
        self.status = "active"
        while self.bound(self.next_step) <= now:
            self.next_step += 1
        self.tell(now, "subscription.resumed")

    def tell(self, now, *names):
        self.events += [(now, name) for name in names]

    # -- what there is to see

    def shown(self):
        last = self.next_step + self.remaining - 1
        return {
            "status": self.status,
            "current_start": self.bills[-1].start,
            "current_end": self.bills[-1].end,
            "charge_at": self.charge_at,
            "start_at": self.started,
            "end_at": self.bound(last),
            "ended_at": self.ended,
            "quantity": self.quantity,
            "total_count": self.total,
            "paid_count": sum(bill.paid_at is not None for bill in self.bills),
            "remaining_count": self.remaining,
            "has_scheduled_changes": self.change is not None,
            "change_scheduled_at": self.bills[-1].end if self.change else None,
        }
