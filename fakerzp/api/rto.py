"""Orders that may come back to where they were sent from: how risky they are, and what became of them.

Source: payments/magic-checkout/rto-intelligence.md.
"""

from __future__ import annotations

import json
from typing import Any, Final

from .. import errors
from ..entities.order import Order
from ..errors import orders_abroad as texts
from ..exceptions import NotFaked
from .endpoint import Call, Routes, Says
from .fields import Choice, Shape, String

routes = Routes()

_PAGE: Final = "payments/magic-checkout/rto-intelligence.md"
_SAYS: Says = {"key": errors.KEY_LITERAL}
_STATUSES: Final = ("rto", "delivered", "cancelled", "lost", "returned", "partially_delivered", "created")
_METHODS: Final = (
    *("upi", "card", "wallet", "netbanking", "cod"),
    *("emi", "cardless_emi", "paylater", "recurring", "other"),
)


def _order(call: Call, order_id: str, unknown: Any) -> Order:
    """The order of that id, which may come without its prefix, as the page's samples have it."""
    bare = order_id.removeprefix("order_")
    if len(bare) != 14:
        raise texts.REVIEW_LENGTH.error()
    order = call.books.get(f"order_{bare}")
    if not isinstance(order, Order):
        raise unknown.error(field="order_id")
    return order


@routes.add(
    "POST",
    "/v1/orders/{id}/rto_review",
    _PAGE,
    python="order.viewRtoReview(order_id, data={}, **kwargs)",
    node="orders.viewRtoReview(orderId, callback)",
    body=Shape({}, open=True),
    says=_SAYS,
)
def review(call: Call, order_id: str) -> dict[str, Any]:
    """How risky an order is, and why: Razorpay's own model, of which `rzp.dashboard.rate_order` has the say here."""
    call.shaped()
    order = _order(call, order_id, texts.REVIEW_UNKNOWN)
    asked = call.books.claimed(("rto review", order.id))
    if asked is None:
        raise texts.REVIEW_NOT_ASKED.error()
    if not json.loads(asked).get("customer_details", {}).get("shipping_address"):
        raise texts.REVIEW_ADDRESS.error()
    rated = call.books.claimed(("rto rating", order.id))
    if rated is None:
        raise NotFaked(
            f"how risky {order.id} is only Razorpay's own model knows: say it with rzp.dashboard.rate_order(...)",
            endpoint=call.endpoint.name,
        )
    answer: dict[str, Any] = json.loads(rated)
    return answer


@routes.add(
    "POST",
    "/v1/orders/{id}/fulfillment",
    _PAGE,
    python="order.editFulfillment(order_id, data={}, **kwargs)",
    node="orders.editFulfillment(orderId, param = {}, callback)",
    body=Shape(
        {
            "payment_method": Choice(_METHODS),
            "shipping": Shape({"waybill": String(required=True), "status": String(), "provider": String()}),
        }
    ),
    says=_SAYS,
)
def fulfil(call: Call, order_id: str) -> dict[str, Any]:
    """Tell what became of an order's shipment, from which Razorpay's model learns; each call completes the last."""
    order = _order(call, order_id, texts.FULFILLMENT_UNKNOWN)
    fields = call.shaped()
    if fields.get("shipping", {}).get("status", "created") not in _STATUSES:
        raise texts.SHIPPING_STATUS.error()
    before = json.loads(call.books.claimed(("fulfillment", order.id)) or "{}")
    told = {**before, **fields}
    if "shipping" in fields:
        told["shipping"] = {**before.get("shipping", {}), **fields["shipping"]}
    call.books.claim(("fulfillment", order.id), json.dumps(told))
    bare = order.id.removeprefix("order_")
    return {"entity": "order.fulfillment", "order_id": bare, **json.loads(json.dumps(told))}
