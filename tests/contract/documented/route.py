"""Transfers to linked accounts: from orders, payments and the balance, and what is reversed of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.contract.documented_world import Call, Miss, Step

API: tuple[str, ...] = ("transfers",)
GUIDE: tuple[str, ...] = ("transfers",)
LINKED = ("acc_IROu8Nod6PXPtZ", "acc_IRQWUleX4BqvYn")
CODES = ("GoodWill_Traders-1.", "GoodWill_Traders-2.")
TRANSFER = "/v1/transfers/trf_1Aa00000000001"
DAYS = 14


def _paid(world: Any, amount: int = 500000) -> str:
    order = world.post("/v1/orders", {"amount": amount, "currency": "INR"})["id"]
    payment: str = world.rzp.checkout.pay(order)["razorpay_payment_id"]
    world.staged["pay"] = payment
    return payment


def transferred(*, aliases: bool = False, settled: bool = False, reversed_by: int = 0) -> Step:
    """A payment shared with two linked accounts; perhaps with aliases, settled, or reversed by so much."""

    def first(world: Any) -> None:
        if aliases:
            _give_aliases(world)
        shares = [{"account": linked, "amount": 1000, "currency": "INR"} for linked in LINKED]
        made = world.post(f"/v1/payments/{_paid(world)}/transfers", {"transfers": shares})["items"]
        world.staged["trf"] = made[0]["id"]
        if settled:
            world.rzp.clock.advance(days=DAYS)
            world.staged["setl"] = world.read(f"/v1/transfers/{made[0]['id']}")["recipient_settlement_id"]
        if reversed_by:
            world.post(f"/v1/transfers/{made[0]['id']}/reversals", {"amount": reversed_by})

    return first


def balance(*, aliases: bool = False) -> Step:
    """Money in the account; perhaps linked accounts with aliases."""

    def first(world: Any) -> None:
        if aliases:
            _give_aliases(world)
        world.staged["acc"] = LINKED[0]
        _paid(world)

    return first


def _give_aliases(world: Any) -> None:
    for linked, code in zip(LINKED, CODES, strict=True):
        world.rzp.dashboard.account_code(linked, code)


CALLS: tuple[tuple[str, Call], ...] = (
    (r"payments\.route\.create-transfers-payments", Call(balance())),
    (r"payments\.route\.direct-transfers.*", Call(balance())),
    (r"payments\.route\.fetch-settlement-details", Call(transferred(aliases=True, settled=True))),
    (r"payments\.route\.fetch-transfers-for-a-settlement", Call(transferred(settled=True))),
    (r"payments\.route\.fetch-reversals", Call(transferred(reversed_by=100))),
    (
        r"payments\.route\.(fetch-a-transfer|fetch-transfers-payment|modify-settlement-hold|reverse-a-transfer)",
        Call(transferred()),
    ),
    (r"guide\.payments\.route\.account-code\.api\..*", Call(balance(aliases=True))),
)
EXCEPTIONS: Mapping[str, Miss] = {
    "payments.route.reverse-a-transfer": Miss(
        "the page is at odds with itself: its request has notes, and its answer is that to a request without",
        ("body.notes is object, documented array",),
    ),
}
