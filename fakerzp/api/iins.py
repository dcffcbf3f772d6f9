"""What the first digits of a card number say."""

from __future__ import annotations

from .endpoint import Routes

routes = Routes()
