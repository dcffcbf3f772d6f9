"""How the events of Smart Collect come about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..play import Play
from .recipe import Recipe

# What takes each method.
_RECEIVERS: Mapping[str, str] = {"bank_transfer": "bank_account", "upi": "vpa", "card": "qr_code"}


def _created(play: Play) -> str:
    return _account(play)


def _credited(play: Play) -> str:
    account = _account(play)
    play.pay(account, "bank_transfer", amount=play.terms["amount"])
    return account


def _closed(play: Play) -> str:
    account = _account(play)
    play.rzp.virtual_account.close(account, **play.options)
    return account


def _account(play: Play) -> str:
    """An account with what takes the method that was asked for, of the customer."""
    receiver = _RECEIVERS.get(play.wanted.get("method", "bank_transfer"), "bank_account")
    body: dict[str, Any] = {"receivers": {"types": [receiver]}, "description": "Payments of a customer"}
    body["customer_id"] = play.customer_id
    if "notes" in play.wanted:
        body["notes"] = play.wanted["notes"]
    return str(play.rzp.virtual_account.create(body, **play.options)["id"])


RECIPES: Mapping[str, Recipe] = {
    "virtual_account.created": Recipe(_created, ()),
    "virtual_account.credited": Recipe(_credited, ("amount", "method")),
    "virtual_account.closed": Recipe(_closed, ()),
}
