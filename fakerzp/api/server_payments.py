"""Payments that the merchant makes from his server."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
