"""The ways to events: plans, subscriptions and what is added to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from ..play import Play
from ..strategies import fails
from ..subscription_outcomes import decided
from .recipe import Recipe

ABROAD = "5104015555555558"
"""An international card of payments/subscriptions/test.md: what only those can do, subscriptions by it can."""
HOUR = 3600
_TAKES = ("amount", "currency", "method")


def _plan(play: Play) -> str:
    terms = play.terms
    item = {"name": "Monthly Plan", "amount": terms["amount"], "currency": terms["currency"]}
    return str(play.rzp.plan.create({"period": "monthly", "interval": 1, "item": item}, **play.options)["id"])


def _created(play: Play, **more: Any) -> str:
    body = {"plan_id": _plan(play), "total_count": 12, **more}
    if "notes" in play.wanted:
        body["notes"] = play.wanted["notes"]
    return str(play.rzp.subscription.create(body, **play.options)["id"])


def _pay(play: Play, subscription: str) -> str:
    who = play.customer
    method = play.wanted.get("method", "card")
    card = ABROAD if method == "card" else None
    play.rzp.checkout.pay(subscription, method, email=who["email"], contact=who["contact"], card=card)
    if method == "emandate":
        books = play.world.ledger.books(play.wanted.get("account") or play.world.ledger.account)
        play.rzp.bank.confirm_token(books.newest("token", count=1)[0].id)
    return subscription


def _started(play: Play, **more: Any) -> str:
    return _pay(play, _created(play, **more))


def _authenticated(play: Play) -> str:
    return _started(play, start_at=play.rzp.clock.now() + HOUR)


def _activated(play: Play) -> str:
    subscription = _authenticated(play)
    _next_cycle(play, subscription)
    return subscription


def _next_cycle(play: Play, subscription: str) -> None:
    at = play.rzp.subscription.fetch(subscription, **play.options)["charge_at"]
    play.rzp.clock.move_to(at)


def _completed(play: Play) -> str:
    subscription = _started(play, total_count=2)
    _next_cycle(play, subscription)
    return subscription


def _failing(tries: int) -> Callable[[Play], str]:
    """A subscription whose next charge fails so many times in a row."""

    def play_it(play: Play) -> str:
        subscription = _started(play)
        outcome = fails(play.wanted.get("reason", "insufficient_funds"))
        with decided(play.world, subscription, outcome):
            for _ in range(tries):
                _next_cycle(play, subscription)
        return subscription

    return play_it


def _updated(play: Play) -> str:
    subscription = _started(play)
    play.rzp.subscription.edit(subscription, {"quantity": 2}, **play.options)
    return subscription


def _paused(play: Play) -> str:
    subscription = _started(play)
    play.rzp.subscription.pause(subscription, {"pause_at": "now"}, **play.options)
    return subscription


def _resumed(play: Play) -> str:
    subscription = _paused(play)
    play.rzp.subscription.resume(subscription, {"resume_at": "now"}, **play.options)
    return subscription


def _cancelled(play: Play) -> str:
    subscription = _started(play)
    play.rzp.subscription.cancel(subscription, {"cancel_at_cycle_end": False}, **play.options)
    return subscription


RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType(
    {
        "subscription.authenticated": Recipe(_authenticated, _TAKES),
        "subscription.activated": Recipe(_activated, _TAKES),
        "subscription.charged": Recipe(_started, _TAKES),
        "subscription.completed": Recipe(_completed, _TAKES),
        "subscription.updated": Recipe(_updated, ("amount", "currency")),
        "subscription.pending": Recipe(_failing(1), (*_TAKES, "reason")),
        "subscription.halted": Recipe(_failing(4), (*_TAKES, "reason")),
        "subscription.paused": Recipe(_paused, _TAKES),
        "subscription.resumed": Recipe(_resumed, _TAKES),
        "subscription.cancelled": Recipe(_cancelled, _TAKES),
    }
)
