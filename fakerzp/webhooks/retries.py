"""When a delivery that failed is tried again, and when Razorpay stops trying.

The pages say: within 5 seconds, any 2xx, else exponential back-off for 24 hours, then the webhook is disabled
(webhooks/best-practices.md, webhooks/setup-edit-payments.md). They name no interval. That the first is 5 seconds and
each next one twice as long is inferred from published measurements of real retries.
"""

from __future__ import annotations

ANSWER_WITHIN = 5
"""Seconds that a handler has to answer."""

FIRST_GAP = 5
"""Seconds from the first failure to the second attempt, unless the subscription says otherwise."""

WINDOW = 24 * 3600
"""Seconds from the first attempt to giving up."""


def next_attempt(first: int, attempts: int, failed: int, gap: int = FIRST_GAP) -> int | None:
    """When to try again (Unix seconds) after `attempts` failures, the last at `failed`; None if the window is over.

    `first` is the instant of the first attempt, which is that of the event unless it was held back.
    """
    at = failed + gap * 2 ** (attempts - 1)
    return at if at < first + WINDOW else None


def gives_up(first: int, failed: int) -> int:
    """When Razorpay gives up on an event whose last attempt failed at `failed`, and disables the webhook."""
    return max(first + WINDOW, failed)
