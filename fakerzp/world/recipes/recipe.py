"""What a recipe is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..play import Play

# Overrides that every event takes, and those of events that a payment leads to.
ALWAYS = ("customer", "notes", "account")
PAID = ("amount", "currency", "method")


class Recipe(NamedTuple):
    """How an event comes about: `play` returns the id of what it is about; `takes` names the overrides.

    `always` are those besides that nearly all events take: there are events that are about no customer.
    """

    play: Callable[[Play], str]
    takes: tuple[str, ...]
    always: tuple[str, ...] = ALWAYS
