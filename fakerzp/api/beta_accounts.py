"""Linked accounts, as the older API makes them."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
