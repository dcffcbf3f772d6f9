"""Whether figures add up: plans, subscriptions and what is added to them."""

from __future__ import annotations

from ..books import Books


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
