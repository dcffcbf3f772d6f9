"""Whether figures add up: transfers to linked accounts, and their reversals."""

from __future__ import annotations

from ..books import Books


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
