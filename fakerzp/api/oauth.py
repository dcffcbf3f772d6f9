"""Access to the accounts of other merchants."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
