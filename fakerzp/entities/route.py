"""Transfers to linked accounts, and their reversals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {}
