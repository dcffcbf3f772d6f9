"""Orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from .base import Notes, Record, collection, notes_json
from .mandate import Mandate, mandate_json
from .transfer import Transfer


@dataclass(frozen=True, kw_only=True)
class Order(Record):
    """An order (`order_`). Amounts in the smallest unit of `currency`.

    A payment is captured by itself if `capture` and if it is authorized within `automatic_expiry` seconds of its
    creation; what is not captured within `manual_expiry` seconds is refunded. `owner_id` is the invoice or payment
    link that the order was made for; `products` are the details of what is bought, `transfers` what linked accounts
    are to get of it; `key_id` and `key_secret` are the pair that made it, which signs its payments; `shown` holds what
    some requests add to the answer.
    """

    KIND: ClassVar[str] = "order"
    INDEXED: ClassVar[tuple[str, ...]] = ("receipt",)

    amount: int
    currency: str
    amount_paid: int = 0
    receipt: str | None = None
    offer_id: str | None = None
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
    transfers: tuple[Transfer, ...] = ()
    key_id: str = ""
    key_secret: str = ""
    shown: tuple[tuple[str, Any], ...] = ()

    @property
    def amount_due(self) -> int:
        """What is left to pay."""
        return self.amount - self.amount_paid


def order_json(order: Order) -> dict[str, Any]:
    """An order as the API answers it."""
    body: dict[str, Any] = {
        "id": order.id,
        "entity": "order",
        "amount": order.amount,
        "amount_paid": order.amount_paid,
        "amount_due": order.amount - order.amount_paid,
        "currency": order.currency,
        "receipt": order.receipt,
        "offer_id": order.offer_id,
        "status": order.status,
        "attempts": order.attempts,
        "notes": notes_json(order.notes),
        "created_at": order.created_at,
    }
    if order.products:
        body["products"] = [dict(product) for product in order.products]
    for key, value in order.shown:
        body[key] = dict(value) if isinstance(value, tuple) else value
    if order.mandate is not None:
        _add_mandate(body, order, order.mandate)
    return body


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
