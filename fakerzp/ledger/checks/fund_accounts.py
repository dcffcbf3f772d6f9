"""Whether figures add up: customers' fund accounts."""

from __future__ import annotations

from ..books import Books


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
