"""What a recipe is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..play import Play

# Overrides that every event takes, and those of events that a payment leads to.
ALWAYS = ("customer", "notes", "account")
PAID = ("amount", "currency", "method")


class Recipe(NamedTuple):
    """How an event comes about: `play` returns the id of what it is about; `takes` names the overrides."""

    play: Callable[[Play], str]
    takes: tuple[str, ...]
