"""What webhooks show: transfers to linked accounts, and their reversals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...ledger.law import Happening

SHOWN: Mapping[str, Callable[[Any, Happening], dict[str, Any]]] = {}
SHOWN_AS: Mapping[str, tuple[str, Callable[[Any, Happening], dict[str, Any]]]] = {}
