"""The detector: an application that acted on a webhook or a callback whose signature it did not verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .lending import Lent


class Detector:
    """Looks on while fakes are lent."""

    def begin(self, lent: Lent) -> None:
        """The fake is about to be handed out."""

    def end(self, lent: Lent) -> list[str]:
        """The fake was given back."""
        return []
