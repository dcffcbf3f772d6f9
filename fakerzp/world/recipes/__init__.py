"""How each event comes about: the calls that lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from . import (
    accounts,
    core,
    disputes,
    documents,
    downtimes,
    fund_accounts,
    qr_codes,
    route,
    server_payments,
    settlements,
    subscriptions,
    token_hq,
    virtual_accounts,
)
from .recipe import ALWAYS, Recipe

__all__ = ["ALWAYS", "RECIPES", "Recipe"]

_FAMILIES: Final = (
    core,
    subscriptions,
    qr_codes,
    virtual_accounts,
    route,
    accounts,
    disputes,
    settlements,
    downtimes,
    server_payments,
    token_hq,
    fund_accounts,
    documents,
)

RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType(
    {event: recipe for family in _FAMILIES for event, recipe in family.RECIPES.items()}
)
"""Every event that can be triggered, and how."""
