"""Webhooks that a partner sets up for an account."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
