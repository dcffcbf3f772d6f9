"""Invoices of every type (invoice, link, ecod) and the registration links that are made of them."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from .base import Notes, Record, notes_json, record
from .mandate import Mandate, mandate_json

Address = tuple[tuple[str, Any], ...]


class CustomerDetails(NamedTuple):
    """The customer as the invoice was made out; later edits of the customer do not change it."""

    id: str | None
    name: str | None
    email: str | None
    contact: str | None
    gstin: str | None
    billing_address: Address | None
    shipping_address: Address | None


NOBODY = CustomerDetails(None, None, None, None, None, None, None)


class LineItem(NamedTuple):
    """One line. `amount` is that of one unit, in the smallest unit of `currency`."""

    id: str
    item_id: str | None
    name: str
    description: str | None
    amount: int
    currency: str
    quantity: int
    unit: str | None
    tax_inclusive: bool
    hsn_code: str | None
    sac_code: str | None
    tax_rate: int | None
    type: str


@record
class Invoice(Record):
    """An invoice (`inv_`). Amounts in the smallest unit of `currency`, times in Unix seconds.

    `offer_discount` is what an offer took off when it was paid. `cycle` is the number (from 1) of the subscription's
    cycle that it bills, None for its upfront amounts and for what an update costs.
    """

    KIND: ClassVar[str] = "invoice"
    INDEXED: ClassVar[tuple[str, ...]] = ("receipt", "customer_id", "type", "subscription_id")

    type: str
    amount: int | None
    currency: str
    amount_paid: int = 0
    offer_discount: int = 0
    receipt: str | None = None
    customer_id: str | None = None
    customer: CustomerDetails = NOBODY
    order_id: str | None = None
    line_items: tuple[LineItem, ...] = ()
    payment_id: str | None = None
    expire_by: int | None = None
    issued_at: int | None = None
    paid_at: int | None = None
    cancelled_at: int | None = None
    expired_at: int | None = None
    sms_status: str | None = None
    email_status: str | None = None
    date: int | None = None
    terms: str | None = None
    partial_payment: bool = False
    first_payment_min_amount: int | None = None
    description: str | None = None
    notes: Notes = ()
    comment: str | None = None
    short_url: str | None = None
    view_less: bool = True
    mandate: Mandate | None = None
    reminder_enable: bool | None = None
    subscription_id: str | None = None
    cycle: int | None = None
    billing_start: int | None = None
    billing_end: int | None = None

    @property
    def amount_due(self) -> int:
        """What is left to pay."""
        return (self.amount or 0) - self.amount_paid - self.offer_discount

    @property
    def parts(self) -> tuple[bool, int]:
        """Whether it may be paid in parts, and the least that the first of them may be."""
        return self.partial_payment, self.first_payment_min_amount or 0

    def reachable_by(self) -> tuple[tuple[str, str], ...]:
        """The media and addresses at which the customer can be notified."""
        return tuple((m, to) for m, to in (("sms", self.customer.contact), ("email", self.customer.email)) if to)


def invoice_json(invoice: Invoice) -> dict[str, Any]:
    """An invoice as the API answers it; a registration link for paper NACH adds its mandate and form."""
    drawn_up = invoice.status == "draft"
    amount = invoice.amount
    body: dict[str, Any] = {
        "id": invoice.id,
        "entity": "invoice",
        "receipt": invoice.receipt,
        "invoice_number": invoice.receipt,
        "customer_id": invoice.customer_id,
        "customer_details": _customer_json(invoice.customer),
        "order_id": invoice.order_id,
        **({"subscription_id": invoice.subscription_id} if invoice.subscription_id is not None else {}),
        "line_items": [_line_json(line) for line in invoice.line_items],
        "payment_id": invoice.payment_id,
        "status": invoice.status,
        "expire_by": invoice.expire_by,
        "issued_at": invoice.issued_at,
        "paid_at": invoice.paid_at,
        "cancelled_at": invoice.cancelled_at,
        "expired_at": invoice.expired_at,
        "sms_status": invoice.sms_status,
        "email_status": invoice.email_status,
        "date": invoice.date,
        "terms": invoice.terms,
        "partial_payment": invoice.partial_payment,
        "gross_amount": amount,
        "tax_amount": 0,
        "taxable_amount": 0 if invoice.type == "link" else amount,
        "amount": amount,
        "amount_paid": None if drawn_up else invoice.amount_paid,
        "amount_due": None if drawn_up else invoice.amount_due,
        "first_payment_min_amount": invoice.first_payment_min_amount,
        "currency": invoice.currency,
        "currency_symbol": symbol(invoice.currency),
        "description": invoice.description,
        "notes": notes_json(invoice.notes),
        "comment": invoice.comment,
        "short_url": invoice.short_url,
        "view_less": invoice.view_less,
        "billing_start": invoice.billing_start,
        "billing_end": invoice.billing_end,
        "type": invoice.type,
        "group_taxes_discounts": False,
        "created_at": invoice.created_at,
        "idempotency_key": None,
    }
    if invoice.mandate is not None or invoice.subscription_id is not None:
        del body["first_payment_min_amount"]
    if invoice.mandate is not None:
        if invoice.mandate.nach is not None:
            body["token"] = mandate_json(invoice.mandate)
            body["nach_form_url"] = invoice.mandate.nach.prefilled_form
    elif invoice.type == "invoice" and invoice.cancelled_at is not None:  # api/payments/invoices/cancel.md
        body |= dict.fromkeys(("reminder_status", "subscription_status", "supply_state_code", "user_id"))
    if invoice.reminder_enable is not None:
        body["reminder_enable"] = invoice.reminder_enable
        body["user_id"] = ""
    return body


def symbol(currency: str) -> str:
    """The sign of a currency as invoices show it."""
    from ..currencies import symbol as lookup

    return lookup(currency)


def _customer_json(details: CustomerDetails) -> dict[str, Any]:
    return {
        "id": details.id,
        "name": details.name,
        "email": details.email,
        "contact": details.contact,
        "gstin": details.gstin,
        "billing_address": dict(details.billing_address) if details.billing_address else None,
        "shipping_address": dict(details.shipping_address) if details.shipping_address else None,
        "customer_name": details.name,
        "customer_email": details.email,
        "customer_contact": details.contact,
    }


def _line_json(line: LineItem) -> dict[str, Any]:
    total = line.amount * line.quantity
    return {
        "id": line.id,
        "item_id": line.item_id,
        "ref_id": None,
        "ref_type": None,
        "name": line.name,
        "description": line.description,
        "amount": line.amount,
        "unit_amount": line.amount,
        "gross_amount": total,
        "tax_amount": 0,
        "taxable_amount": total,
        "net_amount": total,
        "currency": line.currency,
        "type": line.type,
        "tax_inclusive": line.tax_inclusive,
        "hsn_code": line.hsn_code,
        "sac_code": line.sac_code,
        "tax_rate": line.tax_rate,
        "unit": line.unit,
        "quantity": line.quantity,
        "taxes": [],
    }
