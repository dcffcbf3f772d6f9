"""Whether figures add up: linked accounts and what they need to be activated."""

from __future__ import annotations

from ..books import Books


def check(books: Books) -> None:
    """Raise LedgerError naming the first thing that is wrong."""
