"""Downtimes of payment methods."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
