"""The ways to events: payments that the merchant makes from his server."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from .recipe import Recipe

RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType({})
