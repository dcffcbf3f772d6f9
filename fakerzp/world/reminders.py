"""When payment links remind their customers (payments/payment-links/reminders.md)."""

from __future__ import annotations

DAY = 86400
# The page's examples: days before a link's own expiry, or after its issue.
BEFORE = (3, 2, 1)
AFTER = (3, 7, 10)
# Reminders go out between 11 and 12 and between 15 and 17 o'clock, in India.
HOURS = ((11, 12), (15, 17))
INDIA = 19800


def reminder_moments(created_at: int, expire_by: int | None) -> tuple[int, ...]:
    """The moments (Unix seconds) of a link's reminders, in order."""
    if expire_by:
        return tuple(_in_hours(expire_by - days * DAY) for days in BEFORE)
    return tuple(_in_hours(created_at + days * DAY) for days in AFTER)


def _in_hours(at: int) -> int:
    """The moment, or the next one at which reminders go out."""
    clock = (at + INDIA) % DAY
    midnight = at - clock
    for first, last in HOURS:
        if clock < last * 3600:
            return midnight + max(clock, first * 3600)
    return midnight + DAY + HOURS[0][0] * 3600
