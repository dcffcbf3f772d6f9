"""Registration links: an invoice of type link whose payment authorises a mandate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from ..entities.invoice import Invoice, invoice_json
from . import mandates
from .customers import check_contact, enrol, existing
from .endpoint import Call, Routes
from .fields import Choice, Email, Epoch, Flag, Integer, NotesField, Shape, String
from .invoice_fields import customer_of
from .invoices import deliver, place_invoice

routes = Routes()

DEFAULT_MAXIMUM = 9900000
# What a customer may be charged at most (paise), and what the authorisation costs, by method; the pages of each.
MAXIMUM: Mapping[str, tuple[int, int]] = {
    "card": (500, 99999900),
    "emandate": (500, 100000000),
    "nach": (500, 1000000000),
    "upi": (500, 9999900),
}
_NEW = Shape(
    {
        "customer": Shape(
            {
                "name": String(required=True, least=3, most=50),
                "email": Email(required=True),
                "contact": String(required=True, most=15),
            },
            required=True,
        ),
        "type": Choice(("link",), required=True),
        "amount": Integer(required=True, least=0),
        "currency": Choice(("INR",), required=True),
        "description": String(required=True, most=2048),
        "subscription_registration": Shape(
            {**mandates.FIELDS, "method": Choice(mandates.METHODS, required=True)}, required=True
        ),
        "receipt": String(most=40),
        "sms_notify": Flag(),
        "email_notify": Flag(),
        "expire_by": Epoch(ahead=True),
        "notes": NotesField(),
    }
)


@routes.add(
    "POST",
    "/v1/subscription_registration/auth_links",
    "api/payments/recurring-payments/cards/create-authorization-transaction.md",
    python="registration_link.create(data={}, **kwargs)",
    node="subscriptions.createRegistrationLink(params = {}, callback)",
    body=_NEW,
)
def create(call: Call) -> dict[str, Any]:
    """Create a registration link for a card, eMandate, paper NACH or UPI mandate; amounts in paise."""
    fields = call.shaped()
    asked = fields["subscription_registration"]
    method: str = asked["method"]
    _check(call, fields, asked, method)
    check_contact(fields["customer"]["contact"])
    customer = existing(call, fields["customer"]["email"], fields["customer"]["contact"])
    if customer is None:
        customer = enrol(call, fields["customer"])
    short_url = call.world.ledger.short_url()
    mandate = mandates.mandate_from(
        call,
        method,
        {"max_amount": DEFAULT_MAXIMUM, **asked},
        customer,
        description=fields["description"],
        notes=fields.get("notes", ()),
        form_url=short_url,
    )
    details = customer_of(call, fields)
    pending = {m: "pending" if fields.get(f"{m}_notify", True) else None for m in ("sms", "email")}
    invoice = Invoice(
        id=call.world.ledger.new_id("inv_"),
        created_at=call.now,
        status="issued",
        type="link",
        amount=fields["amount"],
        currency="INR",
        receipt=fields.get("receipt"),
        customer_id=details.id,
        customer=details,
        expire_by=fields.get("expire_by"),
        date=call.now,
        description=fields["description"],
        notes=fields.get("notes", ()),
        short_url=short_url,
        mandate=mandate,
        sms_status=pending["sms"],
        email_status=pending["email"],
    )
    issued = place_invoice(call, invoice, mandate=mandate)
    sent = deliver(call, issued)
    # The page of paper NACH answers the messages as sent, those of the other methods as pending.
    return invoice_json(sent if method == "nach" else issued)


def _check(call: Call, fields: dict[str, Any], asked: dict[str, Any], method: str) -> None:
    amount = fields["amount"]
    if method == "nach" and amount != 0:
        raise errors.NACH_AMOUNT.error(field="amount")
    if method in ("card", "upi") and amount < 100:
        raise call.error("minimum", field="amount", least="INR 1.00")
    if method == "nach" or "bank_account" in asked:
        mandates.check_bank_account(asked.get("bank_account"), "subscription_registration.bank_account", call)
    maximum = asked.get("max_amount", DEFAULT_MAXIMUM)
    least, most = MAXIMUM[method]
    at = "subscription_registration.max_amount"
    if "max_amount" in asked and not least <= maximum <= most:
        raise errors.REGISTRATION_MAXIMUM.error(field=at, least=least, most=most)
    if asked.get("frequency", "monthly") not in mandates.FREQUENCIES:
        raise errors.INVALID_FREQUENCY.error(field="subscription_registration.frequency")
    receipt = fields.get("receipt")
    if receipt is not None and call.books.newest("invoice", field="receipt", value=receipt, count=1):
        raise errors.DUPLICATE_INVOICE_RECEIPT.error(field="receipt")
