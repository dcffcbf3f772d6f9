"""QR codes."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.base import collection
from ..entities.payment import payment_json
from ..entities.qr_codes import QrCode, qr_code_json
from ..errors import qr_codes as texts
from ..errors import virtual_accounts as smart_collect
from ..world.qr_codes import METHODS, content
from .closing import CloseBy
from .endpoint import Call, Routes, Says
from .fields import Choice, Field, Flag, Integer, NotesField, Shape, String
from .ids import is_well_formed, stripped
from .lists import PAGING, page

routes = Routes()

LONGEST = 2 * 3600
"""How long a code for one payment lasts at most, and unless it is to close before (api/qr-codes/create.md)."""
_TAX_INVOICE = Shape(
    {
        "number": String(),
        "date": Integer(),
        "customer_name": String(),
        "business_gstin": String(),
        "gst_amount": Integer(least=0),
        "cess_amount": Integer(least=0),
        "supply_type": Choice(("interstate", "intrastate")),
    }
)
_FIELDS: dict[str, Field] = {
    "type": Choice(tuple(METHODS), required=True),
    "name": String(),
    "usage": Choice(("single_use", "multiple_use"), required=True),
    "fixed_amount": Flag(),
    "payment_amount": Integer(),
    "description": String(),
    "customer_id": String(),
    "close_by": CloseBy(120, texts.CLOSE_BY_EARLY, texts.CLOSE_BY_LATE),
    "notes": NotesField(),
    "tax_invoice": _TAX_INVOICE,
}
_SAYS: Says = {"key": errors.KEY_DOT, "invalid_id": errors.INVALID_DOT, "unknown_id": errors.UNKNOWN_DOT}
_PATH = "/v1/payments/qr_codes"


@routes.add(
    "POST",
    _PATH,
    "api/qr-codes/create.md",
    python="qrcode.create(data={}, **kwargs)",
    node="qrCode.create(params={}, callback)",
    body=Shape(_FIELDS),
    says={**_SAYS, "unknown_id": errors.GENERAL["unknown_id"], "one_of": texts.SELECTED},
)
def create(call: Call) -> dict[str, Any]:
    """A QR code for one payment or many; `payment_amount` in paise, `close_by` in Unix seconds.

    A code for one payment has a fixed amount, and closes after two hours at most.
    """
    if call.raw in (None, "", b""):  # as when the list is asked for by POST
        raise texts.TROUBLE.error()
    fields = call.shaped()
    _check_amount(call, fields)
    _check_customer(call, fields.get("customer_id"))
    world = call.world
    if fields["type"] == "bharat_qr" and not world.account.bharat_qr:
        raise smart_collect.QR_DISABLED.error(field="type")
    if fields["usage"] == "single_use":
        latest = call.now + LONGEST
        fields["close_by"] = min(fields.get("close_by") or latest, latest)
    invoice = fields.pop("tax_invoice", None)
    if invoice:
        fields["tax_invoice"] = tuple({**invoice, "date": invoice.get("date", call.now)}.items())
    code_id = world.ledger.new_id("qr_")
    label, amount = world.account.billing_label, fields.get("payment_amount")
    said = content(fields["type"], stripped("qr_code", code_id), label, fields.get("name") or "", amount)
    code = QrCode(
        id=code_id,
        created_at=call.now,
        status="active",
        image_url=world.ledger.short_url(),
        content=said if world.account.qr_image_content else None,
        **fields,
    )
    created = world.law.create(call.books, code, call.now)
    world.schedule_expiry(call.account, created)
    return qr_code_json(created)


def _check_amount(call: Call, fields: dict[str, Any]) -> None:
    """A fixed amount goes with codes that have one, and codes for one payment do."""
    amount, is_fixed = fields.get("payment_amount"), fields.get("fixed_amount", False)
    if fields["usage"] == "single_use" and not is_fixed:
        raise texts.NOT_FIXED.error(field="fixed_amount")
    if is_fixed and amount is None:
        raise call.error("required", field="payment_amount")
    if amount is not None and not is_fixed:
        raise texts.NO_AMOUNT.error()
    if amount is not None and amount < 1:
        raise texts.AMOUNT_MINIMUM.error(field="payment_amount", limit=1)


def _check_customer(call: Call, customer_id: str | None) -> None:
    if customer_id is None:
        return
    if not is_well_formed("customer", customer_id):
        raise call.error("invalid_id", id=stripped("customer", customer_id))
    call.known("customer", customer_id)


@routes.add(
    "GET",
    _PATH,
    "api/qr-codes/fetch-all.md",
    python="qrcode.all(data={}, **kwargs)",
    node="qrCode.all(params={}, callback)",
    says=_SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of QR codes, newest first: all, a customer's (`customer_id`), or the one of a payment (`payment_id`)."""
    customer_id, payment_id = call.query.get("customer_id"), call.query.get("payment_id")
    takes = ("customer_id", "payment_id")
    unknown = [name for name in call.query if name not in PAGING and name not in takes]
    if unknown:
        raise call.error("extra", extra=", ".join(unknown))
    _check_customer(call, customer_id)
    if payment_id is None:
        by = {"customer_id": customer_id} if customer_id is not None else None
        return page(call, "qr_code", qr_code_json, by=by, takes=takes)
    if not is_well_formed("payment", payment_id):
        raise call.error("invalid_id", id=stripped("payment", payment_id))
    payment = call.books.get(payment_id)
    code: QrCode | None = call.books.get(payment.qr_code_id) if payment is not None else None
    found = code if code is not None and customer_id in (None, code.customer_id) else None
    return collection([qr_code_json(found)] if found is not None else [])


@routes.add(
    "GET",
    _PATH + "/{id}",
    "api/qr-codes/fetch-with-id.md",
    python="qrcode.fetch(qrcode_id, data={}, **kwargs)",
    node="qrCode.fetch(qrCodeId, callback)",
    says=_SAYS,
)
def fetch(call: Call, code_id: str) -> dict[str, Any]:
    """One QR code."""
    return qr_code_json(call.find("qr_code", code_id))


@routes.add(
    "PATCH",
    _PATH + "/{id}",
    "api/qr-codes/update.md",
    body=Shape({"notes": NotesField(required=True)}),
    says=_SAYS,
)
def edit(call: Call, code_id: str) -> dict[str, Any]:
    """Change a QR code's notes."""
    code: QrCode = call.find("qr_code", code_id)
    fields = call.shaped()
    return qr_code_json(call.world.law.move(call.books, code, "edit", call.now, **fields))


@routes.add(
    "POST",
    _PATH + "/{id}/close",
    "api/qr-codes/close.md",
    python="qrcode.close(qrcode_id, **kwargs)",
    node="qrCode.close(qrCodeId, callback)",
    says={"key": errors.KEY_DOT, "invalid_id": texts.TROUBLE},
)
def close(call: Call, code_id: str) -> dict[str, Any]:
    """Close a QR code: nobody can pay it any more."""
    code: QrCode = call.find("qr_code", code_id)
    return qr_code_json(call.world.law.move(call.books, code, "close", call.now))


@routes.add(
    "GET",
    _PATH + "/{id}/payments",
    "api/qr-codes/fetch-payments.md",
    python="qrcode.fetch_all_payments(qrcode_id, data={}, **kwargs)",
    node="qrCode.fetchAllPayments(qrCodeId, params={}, callback)",
    says=_SAYS,
)
def payments_of(call: Call, code_id: str) -> dict[str, Any]:
    """A page of a QR code's payments, newest first."""
    code: QrCode = call.find("qr_code", code_id)
    return page(call, "payment", payment_json, by={"qr_code_id": code.id})
