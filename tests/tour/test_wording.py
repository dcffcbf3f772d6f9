"""Rupees as in India, Indian time, and spans of time in full."""

from __future__ import annotations

import pytest

from fakerzp.tour.wording import counted, date, day, hour, rupees, span


@pytest.mark.parametrize(
    ("paise", "text"),
    [
        (0, "₹0.00"),
        (1, "₹0.01"),
        (-1, "-₹0.01"),
        (99999, "₹999.99"),
        (100000, "₹1,000.00"),
        (9999999, "₹99,999.99"),
        (10000000, "₹1,00,000.00"),
        (1000000000, "₹1,00,00,000.00"),
        (-123456789012, "-₹1,23,45,67,890.12"),
    ],
)
def test_rupees(paise, text):
    assert rupees(paise) == text


@pytest.mark.parametrize(
    ("seconds", "full", "short"),
    [
        (0, "no time", "0 s"),
        (1, "1 second", "1 s"),
        (3600, "1 hour", "1 h"),
        (345599, "3 days 23 hours 59 minutes 59 seconds", "3 d 23 h 59 min 59 s"),
        (86400 + 120, "1 day 2 minutes", "1 d 2 min"),
    ],
)
def test_spans(seconds, full, short):
    assert span(seconds) == full
    assert span(seconds, short=True) == short


def test_moments_are_indian():
    new_year = 1767205800  # 2025-12-31T18:30:00Z
    assert (date(new_year), day(new_year), hour(new_year)) == ("Thu 1 Jan 2026", "1 Jan", "00:00:00")
    assert (date(new_year - 1), hour(new_year - 1)) == ("Wed 31 Dec 2025", "23:59:59")


def test_nouns_are_counted():
    assert [counted(n, "call") for n in (0, 1, 2)] == ["0 calls", "1 call", "2 calls"]
