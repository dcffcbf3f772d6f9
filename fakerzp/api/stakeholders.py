"""Who is behind a linked account."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
