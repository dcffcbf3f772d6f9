"""What some orders say of their customers and lines: payments abroad, and the review of orders that may come back.

Sources: partners/aggregators/partner-auth/payment-gateway-import-flow.md and payment-gateway-import-flow-lrs.md,
payments/magic-checkout/rto-intelligence.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ..errors import orders_abroad as texts
from ..exceptions import NotFaked
from .fields import Anything, Field, Flag, Integer, Shape, String

if TYPE_CHECKING:
    from ..entities.order import Order
    from .endpoint import Call

FIELDS: Final[Mapping[str, Field]] = {
    "customer_details": Shape(
        {
            "name": String(),
            "email": String(),
            "contact": String(),
            "shipping_address": Anything(),
            "billing_address": Anything(),
            "identity": Anything(),
            "insights": Anything(),
        },
    ),
    "line_items": Anything(),
    "line_items_total": Integer(least=0),
    "rto_review": Flag(),
    "shipping_fee": Integer(least=0),
    "cod_fee": Integer(least=0),
    "promotions": Anything(),
    "device_details": Anything(),
}
# What the answer to an order that is to be reviewed shows besides, of what was sent.
_SHOWN: Final = ("line_items_total", "shipping_fee", "cod_fee", "customer_details", "promotions")
_NAME = re.compile(r"[A-Za-z][A-Za-z ]*")
_PLACE = re.compile(r"[A-Za-z ]+")
_LINE = re.compile(r"[A-Za-z0-9 *&/\-()#_+{}\[\]:'\".,]+")


def check(call: Call, fields: Mapping[str, Any]) -> None:
    """Refuse what the pages of payments abroad, and that of the review, do not let pass.

    Raises NotFaked for an order of Magic Checkout: its lines add up, and nobody asked only for a review.
    """
    if fields.get("rto_review"):
        if "line_items_total" not in fields:
            raise call.error("required", field="line_items_total")
        return
    if "line_items_total" in fields:
        raise NotFaked(
            "orders with 'line_items_total' need Magic Checkout, not built yet; leave it out", endpoint="order.create"
        )
    details = fields.get("customer_details")
    if details is not None:
        _check_name(call, details.get("name"))
        _check_address(call, details.get("shipping_address"))


def _check_name(call: Call, name: str | None) -> None:
    if not name:
        raise call.error("required", field="customer_details.name")
    if not name.isascii() or any(not (one.isalpha() or one == " ") for one in name):
        raise texts.NAME_LETTERS.error()
    if not 5 <= len(name) <= 50:
        raise texts.NAME_LENGTH.error()
    if not _NAME.fullmatch(name):
        raise texts.NAME_INVALID.error()


def _check_address(call: Call, address: Any) -> None:
    if address is None:
        return
    if not isinstance(address, dict):
        raise call.error("object", field="customer_details.shipping_address")
    at = "customer_details.shipping_address"
    for part, shape, text in _RULES:
        value = address.get(part)
        if value in (None, ""):
            raise call.error("required", field=f"{at}.{part}")
        if not isinstance(value, str) or not shape(value):
            raise text.error()


_RULES: Final[tuple[tuple[str, Callable[[str], Any], Any], ...]] = (
    ("line1", _LINE.fullmatch, texts.ADDRESS_LINES),
    ("line2", _LINE.fullmatch, texts.ADDRESS_LINES),
    ("city", _PLACE.fullmatch, texts.CITY_AND_STATE),
    ("state", _PLACE.fullmatch, texts.CITY_AND_STATE),
)


def keep(call: Call, order: Order, fields: Mapping[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """Remember what a review is about; the answer to the order shows it."""
    if not fields.get("rto_review"):
        return answer
    shown = {name: fields[name] for name in _SHOWN if name in fields}
    call.books.claim(("rto review", order.id), json.dumps(shown))
    return {**answer, **json.loads(json.dumps(shown))}
