"""The payment links of an account on the older API: invoices of type link.

`FakeRazorpay(legacy_payment_links=True)` has such an account. Seed 2's sample shows such an answer;
payments/payment-links/legacy.md tells what those accounts can do, and
api/payments/payment-links/parameters.md what the parameters were called.
"""

from __future__ import annotations

from typing import Any

from ..entities.base import evolve
from ..entities.invoice import Invoice, invoice_json
from ..exceptions import NotFaked
from . import invoices
from .endpoint import Call
from .lists import page
from .payment_link_fields import Terms, Validity, claim_reference, notify_of, six_months_after, validity_of

_KIND = "invoice"


def create(call: Call, fields: dict[str, Any], terms: Terms, validity: Validity) -> dict[str, Any]:
    """Make the link; the answer is an invoice that says when it expires, also where no date was given."""
    for name in ("upi_link", "options"):
        if fields.get(name):
            raise NotFaked(
                f"no page shows what the older payment links API answers to {name!r}; leave it out, "
                "or make the fake without legacy_payment_links",
                endpoint="payment_link.create",
            )
    notify = notify_of(fields)
    reference = fields.get("reference_id", "")
    answer = invoices.place_link(
        call,
        amount=terms.amount,
        currency=terms.currency,
        description=fields.get("description"),
        customer={key: value for key, value in fields.get("customer", {}).items() if value},
        expire_by=validity.expire_by or None,
        receipt=reference or None,
        partial_payment=terms.accept_partial,
        first_payment_min_amount=terms.first_min_partial_amount,
        notes=fields.get("notes", ()),
        notify_sms=notify["sms"],
        notify_email=notify["email"],
        reminder_enable=fields.get("reminder_enable", call.world.account.reminders),
    )
    claim_reference(call, reference, answer["id"])
    answer.pop("idempotency_key")
    if not validity.expire_by:
        invoice = evolve(call.books.get(answer["id"]), expire_by=validity.expires_at)
        call.books.put(invoice)
        call.world.schedule_expiry(call.account, invoice)
        answer["expire_by"] = invoice.expire_by
    return answer


def _find(call: Call, invoice_id: str) -> Invoice:
    """The invoice, if it was made as a payment link: only those know of reminders."""
    invoice: Invoice = call.find(_KIND, invoice_id)
    if invoice.reminder_enable is None:
        raise call.error("unknown_id")
    return invoice


def link_json(invoice: Invoice) -> dict[str, Any]:
    """The invoice as this API answers it: what other invoices show, but for the idempotency key."""
    body = invoice_json(invoice)
    del body["idempotency_key"]
    return body


def fetch(call: Call, invoice_id: str) -> dict[str, Any]:
    """One link."""
    return link_json(_find(call, invoice_id))


def fetch_all(call: Call) -> dict[str, Any]:
    """A page of links, newest first; `reference_id` (their receipt) and `payment_id` filter."""
    wanted = call.query.get("reference_id")
    payment = call.books.get(call.query["payment_id"]) if "payment_id" in call.query else None

    def keep(invoice: Invoice) -> bool:
        if "payment_id" in call.query and invoice.order_id != getattr(payment, "order_id", ""):
            return False
        return invoice.reminder_enable is not None and wanted in (None, invoice.receipt)

    return {
        "payment_links": page(
            call, _KIND, link_json, by={"type": "link"}, keep=keep, takes=("payment_id", "reference_id")
        )["items"]
    }


def edit(call: Call, invoice_id: str) -> dict[str, Any]:
    """Change an open link: reference_id, expire_by, reminders, notes, partial payment."""
    invoice = _find(call, invoice_id)
    fields = call.shaped()
    names = {"reference_id": "receipt", "accept_partial": "partial_payment"}
    changes = {names.get(name, name): value for name, value in fields.items()}
    if "expire_by" in fields:
        changes["expire_by"] = validity_of(call, fields["expire_by"], invoice.created_at).expires_at
    edited: Invoice = call.world.law.move(call.books, invoice, "edit_link", call.now, **changes)
    claim_reference(call, fields.get("reference_id", ""), invoice.id)
    if edited.expire_by != invoice.expire_by:
        call.world.schedule_expiry(call.account, edited)
    if edited.expire_by != invoice.expire_by or (edited.reminder_enable and not invoice.reminder_enable):
        own = edited.expire_by if edited.expire_by != six_months_after(edited.created_at) else None
        call.world.schedule_reminders(call.account, edited, own)
    return link_json(edited)


def cancel(call: Call, invoice_id: str) -> dict[str, Any]:
    """Cancel a link that nobody has paid for."""
    return link_json(call.world.law.move(call.books, _find(call, invoice_id), "cancel", call.now))


def notify_by(call: Call, invoice_id: str, medium: str) -> dict[str, Any]:
    """Send the link's short URL by `sms` or `email`."""
    return invoices.notify_by(call, _find(call, invoice_id).id, medium)
