"""How amounts, moments and spans of time are written in a tour: rupees as in India, and Indian time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

IST = timezone(timedelta(hours=5, minutes=30), "IST")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS = ((86400, "day", "d"), (3600, "hour", "h"), (60, "minute", "min"), (1, "second", "s"))


def rupees(paise: int) -> str:
    """An amount as it is written in India: 12500000 paise are ₹1,25,000.00."""
    whole, rest = divmod(abs(paise), 100)
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    groups = [tail]
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return f"{'-' if paise < 0 else ''}₹{','.join(groups)}.{rest:02d}"


def day(at: int) -> str:
    """The day of a moment in India: 5 Jan."""
    there = datetime.fromtimestamp(at, IST)
    return f"{there.day} {_MONTHS[there.month - 1]}"


def date(at: int) -> str:
    """The date of a moment in India: Mon 5 Jan 2026."""
    there = datetime.fromtimestamp(at, IST)
    return f"{_DAYS[there.weekday()]} {day(at)} {there.year}"


def hour(at: int) -> str:
    """The time of day in India, to the second: 11:20:00."""
    return datetime.fromtimestamp(at, IST).strftime("%H:%M:%S")


def span(seconds: int, *, short: bool = False) -> str:
    """A span of time in full, "4 days 23 hours", or short, "4 d 23 h"."""
    parts = []
    for size, name, letter in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {letter}" if short else counted(count, name))
    return " ".join(parts) or ("0 s" if short else "no time")


def counted(count: int, noun: str) -> str:
    """A number and its noun: 1 call, 2 calls."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
