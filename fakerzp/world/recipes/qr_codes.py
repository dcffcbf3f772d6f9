"""How the events of QR codes come about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..play import Play
from .recipe import Recipe


def _created(play: Play) -> str:
    return _code(play)


def _credited(play: Play) -> str:
    code = _code(play)
    play.pay(code, "upi", amount=play.terms["amount"])
    return code


def _closed(play: Play) -> str:
    code = _code(play)
    play.rzp.qrcode.close(code, **play.options)
    return code


def _code(play: Play) -> str:
    """A code for many payments of any amount, of the customer."""
    body: dict[str, Any] = {"type": "upi_qr", "name": "Store Front Display", "usage": "multiple_use"}
    body["customer_id"] = play.customer_id
    if "notes" in play.wanted:
        body["notes"] = play.wanted["notes"]
    if play.wanted.get("method") == "card":
        body["type"] = "bharat_qr"
    return str(play.rzp.qrcode.create(body, **play.options)["id"])


RECIPES: Mapping[str, Recipe] = {
    "qr_code.created": Recipe(_created, ()),
    "qr_code.credited": Recipe(_credited, ("amount", "method")),
    "qr_code.closed": Recipe(_closed, ()),
}
