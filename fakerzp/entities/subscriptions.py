"""Plans, subscriptions and what is added to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {}
