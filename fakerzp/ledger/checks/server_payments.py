"""Whether figures add up: payments that the merchant makes from his server."""

from __future__ import annotations

from ..books import Books


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
