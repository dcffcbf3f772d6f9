"""The ways to events: settlements that the merchant asks for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from .recipe import Recipe

RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType({})
