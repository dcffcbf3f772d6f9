"""Billing cycles: when each begins.

Every cycle is counted from the moment at which the first one began, so that the 31st of January does not drift. The
first begins at that very moment, all later ones at midnight in India: so every sample of api/payments/subscriptions.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Final

INDIA: Final = timezone(timedelta(hours=5, minutes=30))
PERIODS: Final = ("daily", "weekly", "monthly", "quarterly", "yearly")
DAY: Final = 86400
_IN_DAYS: Final[Mapping[str, int]] = {"daily": 1, "weekly": 7}
_IN_MONTHS: Final[Mapping[str, int]] = {"monthly": 1, "quarterly": 3, "yearly": 12}
# How long a cycle is where an update shares out its price (payments/subscriptions/update.md).
_SHARED_OUT: Final[Mapping[str, int]] = {"daily": 1, "weekly": 7, "monthly": 30, "quarterly": 90, "yearly": 365}
# Subscriptions last a hundred years at most (payments/subscriptions/faqs.md): so many cycles of an interval of one.
_IN_A_CENTURY: Final[Mapping[str, int]] = {
    "daily": 36500,
    "weekly": 5200,
    "monthly": 1200,
    "quarterly": 400,
    "yearly": 100,
}


def boundary(anchor: int, period: str, interval: int, n: int) -> int:
    """When the nth cycle (from 0) begins that is counted from the anchor; both moments in Unix seconds."""
    if n == 0:
        return anchor
    day = datetime.fromtimestamp(anchor, INDIA)
    if period in _IN_DAYS:
        day += timedelta(days=_IN_DAYS[period] * interval * n)
        year, month, of_month = day.year, day.month, day.day
    else:
        years, months = divmod(day.month - 1 + _IN_MONTHS[period] * interval * n, 12)
        year, month = day.year + years, months + 1
        of_month = min(day.day, monthrange(year, month)[1])
    return int(datetime(year, month, of_month, tzinfo=INDIA).timestamp())


def days_shared_out(period: str, interval: int) -> int:
    """In how many days the price of a cycle is shared out by an update."""
    return _SHARED_OUT[period] * interval


def most_cycles(period: str, interval: int) -> int:
    """How many cycles a subscription can have."""
    return _IN_A_CENTURY[period] // interval
