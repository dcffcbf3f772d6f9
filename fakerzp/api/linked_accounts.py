"""Linked accounts and sub-merchants."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
