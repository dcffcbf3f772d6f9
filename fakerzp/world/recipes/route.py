"""The ways to events: transfers to linked accounts, and their reversals."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..play import Play
from .recipe import Recipe

LINKED = ("Acme_Corp_North", "acc_AcmeCorpNorth1")
"""The account that is paid unless a linked account is asked for: its alias and its id."""


def _transferred(play: Play) -> str:
    """Half of an order, when it is paid, to a linked account that has an alias."""
    linked = play.wanted.get("recipient")
    if linked is None:
        code, linked = LINKED
        play.rzp.dashboard.account_code(linked, code, account=play.wanted.get("account"))
    notes = {"notes": play.wanted["notes"]} if "notes" in play.wanted else {}
    order = play.order(transfers=[{"account": linked, "amount": play.part, "currency": "INR", **notes}])
    play.pay(order)
    asked = play.rzp.order.fetch(order, {"expand[]": "transfers"}, **play.options)
    return str(asked["transfers"]["items"][0]["id"])


def _processed(play: Play) -> str:
    transfer = _transferred(play)
    if play.rzp.transfer.fetch(transfer, **play.options)["status"] == "pending":
        play.rzp.bank.process_transfer(transfer)
    return transfer


def _failed(play: Play) -> str:
    with play.slow_bank():
        transfer = _transferred(play)
    play.rzp.bank.fail_transfer(transfer)
    return transfer


_TAKES = ("amount", "method", "recipient")
RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType(
    {"transfer.processed": Recipe(_processed, _TAKES), "transfer.failed": Recipe(_failed, _TAKES)}
)
