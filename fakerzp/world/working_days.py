"""Working days, as banks count them: not Sundays, nor the second and fourth Saturday (payments/settlements/faqs.md).

Bank holidays differ by state and year and are not known here.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import NamedTuple

INDIA = timezone(timedelta(hours=5, minutes=30))


class WorkingDays(NamedTuple):
    """A delay in working days; the time of day stays."""

    days: int


class CalendarDays(NamedTuple):
    """A delay in days; if banks rest on the last, until the next on which they work. The time of day stays."""

    days: int


Delay = int | WorkingDays | CalendarDays | None
FIVE_DAYS, TWO_DAYS, ONE_DAY = WorkingDays(5), WorkingDays(2), WorkingDays(1)
SEVEN_DAYS = CalendarDays(7)


def is_working_day(day: datetime) -> bool:
    """Whether banks work on that day in India."""
    if day.weekday() == 6:
        return False
    return day.weekday() != 5 or (day.day - 1) // 7 not in (1, 3)


def after(at: int, delay: int | WorkingDays | CalendarDays) -> int:
    """The moment that is a delay (seconds or days) after another, in Unix seconds."""
    if isinstance(delay, int):
        return at + delay
    day, left = datetime.fromtimestamp(at, INDIA), delay.days
    if isinstance(delay, CalendarDays):
        day, left = day + timedelta(days=left), 0
        while not is_working_day(day):
            day += timedelta(days=1)
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return int(day.timestamp())
