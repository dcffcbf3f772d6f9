"""QR codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from .base import Notes, Record, notes_json, record


@record
class QrCode(Record):
    """A QR code (`qr_`). Amounts in paise, times in Unix seconds.

    `type` is upi_qr or bharat_qr, `usage` single_use or multiple_use. `payment_amount` is what each payment must be
    if `fixed_amount`, else None. `content` is what is in the image, None where the account does not show it.
    """

    KIND: ClassVar[str] = "qr_code"
    INDEXED: ClassVar[tuple[str, ...]] = ("customer_id",)

    type: str
    usage: str
    image_url: str
    name: str | None = None
    fixed_amount: bool = False
    payment_amount: int | None = None
    description: str | None = None
    payments_amount_received: int = 0
    payments_count_received: int = 0
    notes: Notes = ()
    customer_id: str | None = None
    close_by: int | None = None
    closed_at: int | None = None
    close_reason: str | None = None
    content: str | None = None
    tax_invoice: tuple[tuple[str, Any], ...] = ()

    @property
    def is_single(self) -> bool:
        """Whether the first payment closes it."""
        return self.usage == "single_use"


def qr_code_json(code: QrCode) -> dict[str, Any]:
    """A QR code as the API answers it (api/qr-codes/entity.md); with what is in it, if the account shows that."""
    body: dict[str, Any] = {
        "id": code.id,
        "entity": "qr_code",
        "created_at": code.created_at,
        "name": code.name,
        "usage": code.usage,
        "type": code.type,
        "image_url": code.image_url,
    }
    if code.content is not None:
        body["image_content"] = code.content
    body |= {
        "payment_amount": code.payment_amount,
        "status": code.status,
        "description": code.description,
        "fixed_amount": code.fixed_amount,
        "payments_amount_received": code.payments_amount_received,
        "payments_count_received": code.payments_count_received,
        "notes": notes_json(code.notes),
        "customer_id": code.customer_id,
        "close_by": code.close_by,
        "closed_at": code.closed_at,
        "close_reason": code.close_reason,
    }
    if code.tax_invoice:
        body["tax_invoice"] = dict(code.tax_invoice)
    return body


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {"qr_code": qr_code_json}
