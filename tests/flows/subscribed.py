"""Steps with subscriptions: for the flow tests of subscriptions."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from dateutil.relativedelta import relativedelta

from tests.events.steps import names

INDIA = timezone(timedelta(hours=5, minutes=30))
ABROAD, DOMESTIC = "5104015555555558", "4718609108204366"
WHO = {"email": "gaurav.kumar@example.com", "contact": "+919876543210"}


def plan(rzp, amount=69900, period="monthly", interval=1, currency="INR"):
    item = {"name": "Plan", "amount": amount, "currency": currency}
    return rzp.plan.create({"period": period, "interval": interval, "item": item})["id"]


def created(rzp, plan_id=None, *, total_count=12, **more):
    return rzp.subscription.create({"plan_id": plan_id or plan(rzp), "total_count": total_count, **more})["id"]


def paid(rzp, made, method="card", **how):
    if method == "card":
        how.setdefault("card", ABROAD)
    return rzp.checkout.pay(made, method, **WHO, **how)


def active(rzp, plan_id=None, **more):
    made = created(rzp, plan_id, **more)
    paid(rzp, made)
    return made


def told(rzp):
    return [name.partition(".")[2] for name in names(rzp) if name.startswith("subscription.")]


def invoices(rzp, made):
    """Oldest first."""
    return rzp.invoice.all({"subscription_id": made, "count": 100})["items"][::-1]


def at(*when, hour=0, minute=0):
    return int(datetime(*when, hour, minute, tzinfo=INDIA).timestamp())


def expected(start, period, interval, count):
    """When the cycles begin, by another calculation than the fake's."""
    step = {
        "daily": relativedelta(days=interval),
        "weekly": relativedelta(weeks=interval),
        "monthly": relativedelta(months=interval),
        "quarterly": relativedelta(months=3 * interval),
        "yearly": relativedelta(years=interval),
    }[period]
    first = datetime.fromtimestamp(start, INDIA)
    days = [first.date() + step * n for n in range(1, count)]
    return [start, *(int(datetime(day.year, day.month, day.day, tzinfo=INDIA).timestamp()) for day in days)]
