"""Downtimes of payment methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.contract.documented_world import Call, Miss, Step


def down(**named: str) -> Step:
    """Cards are down, or what is named of them."""

    def first(world: Any) -> None:
        world.staged["down"] = world.rzp.bank.downtime("card", **named)["id"]

    return first


CARD_DOWN = down(network="VISA", card_type="credit")
API: tuple[str, ...] = ("payment_downtimes",)
GUIDE: tuple[str, ...] = ()
CALLS: tuple[tuple[str, Call], ...] = (
    (r"payments\.downtime\.fetch-all", Call(down())),
    # The samples of one downtime name the type of the card too.
    (r"payments\.downtime\.fetch-with-id", Call(CARD_DOWN, path="/v1/payments/downtimes/down_1Aa00000000001")),
)
EXCEPTIONS: Mapping[str, Miss] = {}
