"""Documents of orders whose money goes abroad: what the bank asks of customers who study or travel there.

Source: payments/international-payments/outward-remittances/s2s-integration/build-integration.md.
"""

from __future__ import annotations

from typing import Any, Final

from .. import errors
from ..entities.order import Order
from ..errors import orders_abroad as texts
from .documents import uploaded
from .endpoint import Call, Routes
from .fields import Anything, Choice, Shape

routes = Routes()

PURPOSES: Final = ("lrs_education", "lrs_travel")
TYPES: Final = ("admission_letter", "passport_front", "passport_back", "loan_sanction_letter", "booking_invoice")


@routes.add(
    "POST",
    "/v1/order/{id}/documents",
    "payments/international-payments/outward-remittances/s2s-integration/build-integration.md",
    body=Shape(
        {
            "purpose": Choice(PURPOSES, required=True),
            "document_type": Choice(TYPES, required=True),
            "file": Anything(required=True),
        }
    ),
    says={"key": errors.KEY_LITERAL, "required": texts.DOCUMENT_MISSING},
    multipart=True,
)
def create(call: Call, order_id: str) -> dict[str, Any]:
    """Upload a document of an order; `GET /v1/documents/{id}` finds it again."""
    order = call.books.get(order_id)
    if not isinstance(order, Order):
        raise texts.DOCUMENT_UNKNOWN.error(field="order_id")
    fields = call.shaped()
    made = uploaded(call, fields["purpose"], fields["file"])
    key = ("documents", order.id)
    call.books.claim(key, (*(call.books.claimed(key) or ()), (fields["document_type"], made["id"])))
    return made
