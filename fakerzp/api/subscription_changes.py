"""What changes a subscription later."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
