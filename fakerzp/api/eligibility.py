"""Whether a customer may pay in instalments."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
