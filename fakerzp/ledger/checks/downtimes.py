"""Whether figures add up: downtimes of payment methods."""

from __future__ import annotations

from ..books import Books


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
