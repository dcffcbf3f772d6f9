"""The ways to events: cards saved as tokens."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from ..play import Play
from .recipe import Recipe

CARD: Final[Mapping[str, str]] = MappingProxyType(
    {"number": "5500670000001002", "name": "Gaurav Kumar", "expiry_month": "12", "expiry_year": "30"}
)
# Saved for whom, if for no sub-merchant in particular: the one of the page.
_SUB_MERCHANT: Final = "acc_KBrJAIEqre5ucn"


def _saved(play: Play, **options: Any) -> str:
    """Save a card of the customer, which the network takes at once."""
    rzp = play.rzp
    options = options or play.options
    who = {**play.customer, "fail_existing": "0"}
    customer = rzp.customer.create(who, **options)["id"]
    year = str(int(CARD["expiry_year"]))
    body = {
        "customer_id": customer,
        "method": "card",
        "card": {**CARD, "expiry_year": year},
        "authentication": {"provider": "razorpay"},
    }
    if "notes" in play.wanted:
        body["notes"] = play.wanted["notes"]
    token = rzp.token.create(body, **options)
    if token["status"] == "initiated":
        token = rzp.bank.activate_token(token["id"])
    return str(token["id"])


def _suspended(play: Play) -> str:
    token = _saved(play)
    play.rzp.bank.suspend_token(token)
    return token


def _deactivated(play: Play) -> str:
    token = _saved(play)
    play.rzp.bank.deactivate_token(token)
    return token


def _prolonged(play: Play) -> str:
    token = _saved(play)
    play.rzp.bank.update_token_expiry(token, 11, 2034)
    return token


def _failed(play: Play) -> str:
    play.rzp.bank.script_tokens(["failed"])
    return _saved(play)


def _shared(play: Play) -> str:
    options = play.options or {"headers": {"X-Razorpay-Account": _SUB_MERCHANT}}
    return _saved(play, **options)


def _released(play: Play) -> str:
    """Block a customer's money by UPI, and let go of it."""
    rzp = play.rzp
    customer = rzp.customer.create({**play.customer, "fail_existing": "0"}, **play.options)["id"]
    block: dict[str, Any] = {"max_amount": 200000, "frequency": "as_presented", "type": "single_block_multiple_debit"}
    if "notes" in play.wanted:
        block["notes"] = play.wanted["notes"]
    order = play.order(amount=100, currency="INR", method="upi", customer_id=customer, token=block)
    token = str(rzp.payment.fetch(play.pay(order, "upi"), **play.options)["token_id"])
    rzp.token.cancel(customer, token, **play.options)
    return token


_TAKES: Final = ()

RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType(
    {
        "token.initiated": Recipe(_saved, _TAKES),
        "token.activated": Recipe(_saved, _TAKES),
        "token.suspended": Recipe(_suspended, _TAKES),
        "token.deactivated": Recipe(_deactivated, _TAKES),
        "token.expiry_updated": Recipe(_prolonged, _TAKES),
        "token.service_provider.activated": Recipe(_saved, _TAKES),
        "token.service_provider.cancelled": Recipe(_suspended, _TAKES),
        "token.service_provider.deactivated": Recipe(_deactivated, _TAKES),
        "token.service_provider.failed": Recipe(_failed, _TAKES),
        "token.service_provider_token.activated": Recipe(_shared, _TAKES),
        "token.cancellation_initiated": Recipe(_released, _TAKES),
    }
)
