"""Documents."""

from __future__ import annotations

from collections.abc import Mapping

from .rows import Coupling, Lifecycle

MACHINES: tuple[Lifecycle, ...] = ()

COUPLINGS: tuple[Coupling, ...] = ()

EXPIRY: Mapping[str, str] = {}
