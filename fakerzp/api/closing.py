"""The field `close_by` of QR codes and virtual accounts: a moment in Unix seconds, some minutes ahead at least."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import Text
from .fields import EARLIEST, LATEST, Integer

if TYPE_CHECKING:
    from .endpoint import Call

LAST = 2147483647
"""Any moment after it fails (api/qr-codes/entity.md, api/payments/smart-collect/entity.md)."""


@dataclass(frozen=True, slots=True)
class CloseBy:
    """When it closes by itself: at least `ahead` seconds from now; the texts for one that is too near, and too far."""

    ahead: int
    early: Text
    late: Text
    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> int | None:
        """The moment; None for 0, which stands for none."""
        moment = Integer().read(call, name, value)
        if moment == 0:
            return None
        if not EARLIEST <= moment <= LATEST:
            raise call.error("epoch", field=name)
        if moment < call.now + self.ahead:
            raise self.early.error(field=name)
        if moment > LAST:
            raise self.late.error(field=name)
        return moment
