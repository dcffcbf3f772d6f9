"""What webhooks show of QR codes (webhooks/qr-codes.md): what the API does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...entities.qr_codes import QrCode, qr_code_json
from ...ledger.law import Happening

Json = dict[str, Any]


def qr_code_event_json(code: QrCode, happening: Happening) -> Json:
    """A QR code; what is in its image only the API shows."""
    shown = qr_code_json(code)
    shown.pop("image_content", None)
    if happening.event == "qr_code.created":
        del shown["closed_at"], shown["close_reason"]
    return shown


SHOWN: Mapping[str, Callable[[Any, Happening], Json]] = {"qr_code": qr_code_event_json}
SHOWN_AS: Mapping[str, tuple[str, Callable[[Any, Happening], Json]]] = {}
