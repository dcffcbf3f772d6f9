"""Settlements, the report on them, and those that the merchant asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.contract.documented_world import Call, Miss, order_of, payment


def settled(world: Any) -> None:
    """A payment that was paid out two working days later, on the 7th."""
    payment(notes={"comment": "Recurring"}, description="Recurring Payment via Subscription")(world)
    world.rzp.clock.advance(days=2)
    world.staged["setl"] = world.read("/v1/settlements")["items"][0]["id"]


def balance(world: Any) -> None:
    """More to settle than the samples ask for."""
    order_of(1000000)(world)
    world.rzp.checkout.pay(world.staged["order"])


def asked_for(world: Any) -> None:
    """Two settlements on demand that reached the bank."""
    balance(world)
    for amount in (300000, 200000):
        body = {"amount": amount, "description": "Need this to buy stock.", "notes": {"notes_key_1": "Tea"}}
        world.staged["setlod"] = world.post("/v1/settlements/ondemand", body)["id"]
    world.rzp.clock.advance(minutes=1)


DAY = {"year": "2026", "month": "01", "day": "07"}
ONDEMAND = "/v1/settlements/ondemand/setlod_1Aa00000000001"
API: tuple[str, ...] = ("settlements",)
GUIDE: tuple[str, ...] = ()
CALLS: tuple[tuple[str, Call], ...] = (
    (r"settlements\.fetch-all", Call(settled)),
    (r"settlements\.fetch-with-id", Call(settled, path="/v1/settlements/setl_1Aa00000000001")),
    (r"settlements\.fetch-recon", Call(settled, query=DAY)),
    (r"settlements\.instant\.create", Call(balance)),
    (r"settlements\.instant\.fetch-all(-payout)?", Call(asked_for)),
    (r"settlements\.instant\.fetch-with-id(-payout)?", Call(asked_for, path=ONDEMAND)),
)
EXCEPTIONS: Mapping[str, Miss] = {}
