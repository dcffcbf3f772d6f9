"""What webhooks show: downtimes of payment methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...entities.downtimes import Downtime, downtime_json
from ...ledger.law import Happening


def downtime_event_json(downtime: Downtime, happening: Happening) -> dict[str, Any]:
    """A downtime (webhooks/payments.md): the type of a card is `type` here, and what tells of the instrument is named.

    The samples of Turbo UPI have neither `entity` nor `instrument_schema`; those of UPI otherwise have.
    """
    shown: dict[str, Any] = {}
    for name, value in downtime_json(downtime).items():
        shown[name] = value
        if name == "instrument":
            shown[name] = {"type" if one == "card_type" else one: code for one, code in value.items()}
            shown["instrument_schema"] = list(shown[name])
    return shown


SHOWN: Mapping[str, Callable[[Any, Happening], dict[str, Any]]] = {"downtime": downtime_event_json}
SHOWN_AS: Mapping[str, tuple[str, Callable[[Any, Happening], dict[str, Any]]]] = {
    f"payment.downtime.{step}": ("payment.downtime", downtime_event_json) for step in ("started", "updated", "resolved")
}
