"""Products that a linked account asks for."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
