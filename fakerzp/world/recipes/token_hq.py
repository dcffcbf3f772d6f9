"""The ways to events: cards saved as tokens."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from .recipe import Recipe

RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType({})
