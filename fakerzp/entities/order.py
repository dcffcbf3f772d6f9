"""Orders."""

from __future__ import annotations

from typing import Any, ClassVar

from .base import Notes, Record, collection, notes_json, record
from .mandate import Mandate, mandate_json


@record
class Order(Record):
    """An order (`order_`). Amounts in the smallest unit of `currency`.

    A payment is captured by itself if `capture` and if it is authorized within `automatic_expiry` seconds of its
    creation; what is not captured within `manual_expiry` seconds is refunded. `owner_id` is the invoice or payment
    link that the order was made for; `products` are the details of what is bought, `transfers` the ids of what linked
    accounts are to get of it; `key_id` and `key_secret` are the pair that made it, which signs its payments; `shown`
    holds what some requests add to the answer. `offers` are those that it is payable with, None if none was asked for;
    if not `discount` they take nothing off, else `offer_discount` is what they did take off.
    """

    KIND: ClassVar[str] = "order"
    INDEXED: ClassVar[tuple[str, ...]] = ("receipt",)

    amount: int
    currency: str
    amount_paid: int = 0
    receipt: str | None = None
    offers: tuple[str, ...] | None = None
    discount: bool = True
    offer_discount: int = 0
    attempts: int = 0
    notes: Notes = ()
    method: str | None = None
    customer_id: str | None = None
    mandate: Mandate | None = None
    partial_payment: bool = False
    first_payment_min_amount: int = 0
    capture: bool = True
    automatic_expiry: int = 3 * 86400
    manual_expiry: int = 5 * 86400
    owner_id: str | None = None
    products: tuple[tuple[tuple[str, str], ...], ...] = ()
    transfers: tuple[str, ...] = ()
    key_id: str = ""
    key_secret: str = ""
    shown: tuple[tuple[str, Any], ...] = ()

    @property
    def amount_due(self) -> int:
        """What is left to pay."""
        return self.amount - self.amount_paid - self.offer_discount


def order_json(order: Order) -> dict[str, Any]:
    """An order as the API answers it."""
    body: dict[str, Any] = {
        "id": order.id,
        "entity": "order",
        "amount": order.amount,
        "amount_paid": order.amount_paid,
        "amount_due": order.amount - order.amount_paid - order.offer_discount,
        "currency": order.currency,
        "receipt": order.receipt,
        "offer_id": None,
        "status": order.status,
        "attempts": order.attempts,
        "notes": notes_json(order.notes),
        "created_at": order.created_at,
    }
    if order.offers is not None:
        body = _with_offers(body, order.offers)
    if order.products:
        body["products"] = [dict(product) for product in order.products]
    for key, value in order.shown:
        body[key] = dict(value) if isinstance(value, tuple) else value
    if order.mandate is not None:
        _add_mandate(body, order, order.mandate)
    return body


def _with_offers(body: dict[str, Any], offers: tuple[str, ...]) -> dict[str, Any]:
    """The order of a request that asked for offers. `offer_id` is there for a single one (api/orders/fetch-with-id.md).

    Not with several: so the orders of payments/magic-checkout. That `offers` is null where none of those that were
    asked for exists and fits is inferred, from what is reported of test mode; no page says it.
    """
    shown: dict[str, Any] = {}
    for key, value in body.items():
        if key != "offer_id":
            shown[key] = value
            continue
        if len(offers) == 1:
            shown["offer_id"] = offers[0]
        shown["offers"] = list(offers) or None
    return shown


def _add_mandate(body: dict[str, Any], order: Order, mandate: Mandate) -> None:
    """What the pages of each method add to an order that asks for a mandate."""
    if mandate.method == "card":
        body["method"] = "card"
        body["description"] = None
        body["customer_id"] = order.customer_id
    elif mandate.method is None:
        body["customer_id"] = order.customer_id
    elif mandate.method in ("nach", "emandate"):
        if mandate.method == "nach":
            body["payments"] = collection([])
            body["offers"] = collection([])
        body["token"] = mandate_json(mandate)
