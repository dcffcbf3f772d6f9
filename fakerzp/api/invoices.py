"""Invoices of every type: drawn up, issued, sent, changed as their status allows, cancelled, deleted."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.base import evolve
from ..entities.invoice import NOBODY, Invoice, invoice_json
from ..exceptions import NotFaked
from ..lifecycles import INVOICE_EDITABLE
from .endpoint import Call, Routes, Says
from .fields import Choice
from .invoice_fields import EDITED, NEW, TYPES, customer_of, lines_of, total
from .lists import page
from .money import check_amount, check_currency
from .orders import place

routes = Routes()

_SAYS: Says = {
    "key": errors.KEY_DOT,
    "unknown_id": errors.UNKNOWN_DOT,
    "invalid_id": errors.UNKNOWN_DOT,
}
_NO_KEY: Says = {"unknown_id": errors.UNKNOWN_DOT, "invalid_id": errors.UNKNOWN_DOT}


@routes.add(
    "POST",
    "/v1/invoices",
    "api/payments/invoices/create-with-details.md",
    python="invoice.create(data={}, **kwargs)",
    node="invoices.create(params={}, callback)",
    body=NEW,
    says=_SAYS,
)
def create(call: Call) -> dict[str, Any]:
    """Create an invoice or, with `type` link or ecod, a link of an `amount`; `draft` keeps it from being issued."""
    fields = call.shaped()
    if fields["type"] != "invoice":
        for name in ("amount", "description"):
            if fields.get(name) is None:
                raise call.error("required", field=name)
    elif "amount" in fields:
        raise call.error("extra", extra="amount")
    invoice = _drawn_up(call, fields)
    if fields.get("draft"):
        return invoice_json(call.world.law.create(call.books, invoice, call.now))
    return _issued(call, invoice, fields)


def _drawn_up(call: Call, fields: dict[str, Any]) -> Invoice:
    """The invoice of these fields, as a draft."""
    currency = check_currency(call, fields.get("currency", _currency_of(fields)))
    kind = fields["type"]
    lines = lines_of(call, fields.get("line_items", []), currency)
    amount = fields.get("amount") if kind != "invoice" or not lines else total(lines)
    if amount is not None:
        if currency != "INR" and not call.world.account.international:
            raise errors.NO_INTERNATIONAL.error(field="currency")
        check_amount(call, amount, currency)
    _check_first_part(call, fields.get("first_payment_min_amount"), amount)
    customer = customer_of(call, fields)
    _claim_receipt(call, fields.get("receipt"))
    return Invoice(
        id=call.world.ledger.new_id("inv_"),
        created_at=call.now,
        status="draft",
        type=kind,
        amount=amount,
        currency=currency,
        receipt=fields.get("receipt"),
        customer_id=customer.id,
        customer=customer,
        line_items=lines,
        expire_by=fields.get("expire_by"),
        date=fields.get("date", call.now),
        terms=fields.get("terms"),
        partial_payment=fields.get("partial_payment", False),
        first_payment_min_amount=fields.get("first_payment_min_amount"),
        description=fields.get("description"),
        notes=fields.get("notes", ()),
        comment=fields.get("comment"),
        view_less=fields.get("view_less", True),
        sms_status="pending" if fields.get("sms_notify", True) else None,
        email_status="pending" if fields.get("email_notify", True) else None,
    )


def _check_first_part(call: Call, first: int | None, amount: int | None) -> None:
    if first is not None and amount is not None and first > amount:
        raise call.error("too_large", field="first_payment_min_amount", limit=amount)


def _currency_of(fields: dict[str, Any]) -> str:
    """An invoice that names no currency has that of its first line."""
    lines = fields.get("line_items") or [{}]
    return str(lines[0].get("currency", "INR"))


def _claim_receipt(call: Call, receipt: str | None, invoice_id: str | None = None) -> None:
    if receipt is None:
        return
    for other in call.books.newest("invoice", field="receipt", value=receipt):
        if other.id != invoice_id:
            raise errors.DUPLICATE_INVOICE_RECEIPT.error(field="receipt")


def _complete(invoice: Invoice) -> None:
    if invoice.type != "invoice":
        return
    if invoice.customer is NOBODY or invoice.customer == NOBODY:
        raise errors.CUSTOMER_REQUIRED.error(field="customer")
    if not invoice.line_items:
        raise errors.LINE_ITEMS_REQUIRED.error(field="line_items")


def _due(call: Call, invoice: Invoice, *, mandate: Any = None) -> dict[str, Any]:
    """What becomes of an invoice when it is issued: its order, page and time."""
    order = place(
        call,
        {
            "amount": invoice.amount,
            "currency": invoice.currency,
            "receipt": invoice.receipt,
            "notes": invoice.notes,
            "customer_id": invoice.customer_id,
            "partial_payment": invoice.partial_payment,
            "first_payment_min_amount": invoice.first_payment_min_amount or 0,
        },
        owner_id=invoice.id,
        mandate=mandate,
    )
    return {"order_id": order.id, "short_url": invoice.short_url or call.world.ledger.short_url()}


def _issued(call: Call, invoice: Invoice, fields: dict[str, Any]) -> dict[str, Any]:
    """A new invoice, issued at once; the messages go out after the answer, which still calls them pending."""
    _complete(invoice)
    issued = place_invoice(call, evolve(invoice, status="issued"))
    answer = invoice_json(issued)
    deliver(call, issued)
    return answer


def place_invoice(call: Call, invoice: Invoice, *, mandate: Any = None) -> Invoice:
    """A new issued invoice in the books, with its order, and its expiry and reminders on the clock."""
    due = _due(call, invoice, mandate=mandate)
    issued: Invoice = call.world.law.create(call.books, evolve(invoice, issued_at=call.now, **due), call.now)
    _set_clock(call, issued)
    return issued


def _set_clock(call: Call, invoice: Invoice) -> None:
    call.world.schedule_expiry(call.account, invoice)
    if invoice.reminder_enable:
        call.world.schedule_reminders(call.account, invoice, invoice.expire_by)


def deliver(call: Call, invoice: Invoice) -> Invoice:
    """Send the messages that are pending and can be sent."""
    media = tuple(m for m in ("sms", "email") if getattr(invoice, f"{m}_status") == "pending")
    used = call.world.notify(invoice, "notification", media)
    changes: dict[str, Any] = {f"{medium}_status": "sent" for medium in used}
    if not changes:
        return invoice
    sent = evolve(invoice, **changes)
    call.books.put(sent)
    return sent


@routes.add(
    "GET",
    "/v1/invoices",
    "api/payments/invoices/fetch-all.md",
    python=("invoice.all(data={}, **kwargs)", "invoice.fetch_all(data={}, **kwargs)"),
    node="invoices.all(params={}, callback)",
    says=lambda call: {**_SAYS, "key": errors.KEY_SUBSCRIPTION} if "subscription_id" in call.query else _SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of invoices, newest first; `type`, `payment_id`, `receipt`, `customer_id`, `subscription_id` filter."""
    query = call.query
    if "type" in query:
        Choice(TYPES).read(call, "type", query["type"])
    wanted = {name: query[name] for name in _INDEXED if name in query}
    for kind in ("customer", "subscription"):
        if f"{kind}_id" in query:
            call.known(kind, query[f"{kind}_id"])
    invoice_id = None
    if "payment_id" in query:
        invoice_id = call.known("payment", query["payment_id"]).invoice_id or ""

    def keep(invoice: Invoice) -> bool:
        if invoice_id is not None and invoice.id != invoice_id:
            return False
        return all(getattr(invoice, name) == value for name, value in wanted.items())

    by = dict([next(iter(wanted.items()))]) if wanted else None
    return page(call, "invoice", invoice_json, by=by, keep=keep, takes=_FILTERS)


@routes.add(
    "GET",
    "/v1/invoices/{id}",
    "api/payments/invoices/fetch-with-id.md",
    python="invoice.fetch(invoice_id, data={}, **kwargs)",
    node="invoices.fetch(invoiceId, callback)",
    says=_SAYS,
)
def fetch(call: Call, invoice_id: str) -> dict[str, Any]:
    """One invoice."""
    return invoice_json(call.find("invoice", invoice_id))


@routes.add(
    "PATCH",
    "/v1/invoices/{id}",
    "api/payments/invoices/update.md",
    python="invoice.edit(invoice_id, data={}, **kwargs)",
    node="invoices.edit(invoiceId, params={}, callback)",
    body=EDITED,
    says={**_SAYS, "key": errors.KEY_LITERAL},
)
def edit(call: Call, invoice_id: str) -> dict[str, Any]:
    """Change an invoice: a draft wholly, an issued one in part, others only their notes."""
    invoice: Invoice = call.find("invoice", invoice_id)
    allowed = INVOICE_EDITABLE.get(invoice.status or "")
    if allowed is not None:
        extra = [name for name in call.body if name not in allowed]
        if extra:
            raise call.error("extra", extra=", ".join(extra))
    fields = call.shaped()
    _claim_receipt(call, fields.get("receipt"), invoice.id)
    changes = _changes(call, invoice, fields)
    edited: Invoice = call.world.law.move(call.books, invoice, "edit", call.now, **changes)
    if "expire_by" in fields and edited.status != "draft":
        call.world.schedule_expiry(call.account, edited)
    return invoice_json(edited)


# The filters of the list.
_INDEXED = ("subscription_id", "receipt", "customer_id", "type")
_FILTERS = (*_INDEXED, "payment_id")
_PLAIN = (
    "description",
    "expire_by",
    "partial_payment",
    "first_payment_min_amount",
    "receipt",
    "notes",
    "terms",
    "comment",
    "date",
    "view_less",
)


def _changes(call: Call, invoice: Invoice, fields: dict[str, Any]) -> dict[str, Any]:
    if fields.get("type", invoice.type) != invoice.type:
        raise call.error("extra", extra="type")
    if fields.get("draft", True) is not True:
        raise NotFaked("an edit that issues a draft: use invoice.issue", endpoint="invoice.edit")
    changes = {name: fields[name] for name in _PLAIN if name in fields}
    changes |= _money_changes(call, invoice, fields)
    if "customer" in fields or "customer_id" in fields:
        customer = customer_of(call, fields, invoice.customer)
        changes |= {"customer": customer, "customer_id": customer.id}
    for medium in ("sms", "email"):
        if f"{medium}_notify" in fields:
            changes[f"{medium}_status"] = "pending" if fields[f"{medium}_notify"] else None
    return changes


def _money_changes(call: Call, invoice: Invoice, fields: dict[str, Any]) -> dict[str, Any]:
    """Lines, amount and currency, which must still go together."""
    changes: dict[str, Any] = {}
    currency = fields.get("currency", invoice.currency)
    lines = invoice.line_items
    if "line_items" in fields:
        lines = changes["line_items"] = lines_of(call, fields["line_items"], currency, lines)
        changes["amount"] = total(lines)
    if "currency" in fields:
        changes["currency"] = check_currency(call, currency)
        if any(line.currency != currency for line in lines):
            raise errors.MIXED_CURRENCIES.error()
        if currency != "INR" and not call.world.account.international:
            raise errors.NO_INTERNATIONAL.error(field="currency")
    if "amount" in fields:
        if invoice.type == "invoice":
            raise call.error("extra", extra="amount")
        changes["amount"] = fields["amount"]
    amount = changes.get("amount", invoice.amount)
    if amount is not None and {"amount", "currency"} & set(fields):
        check_amount(call, amount, currency)
    _check_first_part(call, fields.get("first_payment_min_amount"), amount)
    return changes


@routes.add(
    "POST",
    "/v1/invoices/{id}/issue",
    "api/payments/invoices/issue.md",
    python="invoice.issue(invoice_id, **kwargs)",
    node="invoices.issue(invoiceId, callback)",
    says={**_SAYS, "key": errors.KEY_DOT_400},
)
def issue(call: Call, invoice_id: str) -> dict[str, Any]:
    """Issue a draft: it gets its order and page, and is sent."""
    invoice: Invoice = call.find("invoice", invoice_id)
    law = call.world.law
    if not law.allows(invoice, "issue"):
        raise law.refuse(invoice, "issue")
    _complete(invoice)
    if invoice.expire_by is not None and invoice.expire_by <= call.now:
        raise call.error("early", field="expire_by")
    issued: Invoice = law.move(call.books, invoice, "issue", call.now, **_due(call, invoice))
    _set_clock(call, issued)
    answer = invoice_json(issued)
    deliver(call, issued)
    return answer


@routes.add(
    "POST",
    "/v1/invoices/{id}/cancel",
    "api/payments/invoices/cancel.md",
    python="invoice.cancel(invoice_id, **kwargs)",
    node="invoices.cancel(invoiceId, callback)",
    says=_NO_KEY,
)
def cancel(call: Call, invoice_id: str) -> dict[str, Any]:
    """Cancel an invoice, link or registration link that nobody has paid for."""
    invoice = call.find("invoice", invoice_id)
    return invoice_json(call.world.law.move(call.books, invoice, "cancel", call.now))


@routes.add(
    "DELETE",
    "/v1/invoices/{id}",
    "api/payments/invoices/delete.md",
    python="invoice.delete(invoice_id, **kwargs)",
    node="invoices.delete(invoiceId, callback)",
    says=_NO_KEY,
)
def delete(call: Call, invoice_id: str) -> list[Any]:
    """Delete a draft; the answer is an empty list."""
    invoice = call.find("invoice", invoice_id)
    call.world.bury(call.books, call.world.law.move(call.books, invoice, "delete", call.now))
    return []


@routes.add(
    "POST",
    "/v1/invoices/{id}/notify_by/{medium}",
    "api/payments/invoices/resend.md",
    python="invoice.notify_by(invoice_id, medium, **kwargs)",
    node="invoices.notifyBy(invoiceId, medium, callback)",
    says=_SAYS,
)
def notify_by(call: Call, invoice_id: str, medium: str) -> dict[str, Any]:
    """Send the invoice's short URL by `sms` or `email`; the message lands in the outbox."""
    invoice: Invoice = call.find("invoice", invoice_id)
    if medium not in ("sms", "email"):
        raise errors.INVOICE_MEDIUM.error(medium=medium)
    law = call.world.law
    if not law.allows(invoice, "notify"):
        raise law.refuse(invoice, "notify")
    if medium not in dict(invoice.reachable_by()):
        raise (errors.NO_EMAIL if medium == "email" else errors.NO_CONTACT).error()
    law.move(call.books, invoice, "notify", call.now, **{f"{medium}_status": "sent"})
    call.world.notify(invoice, "notification", (medium,))
    return {"success": True}


def place_link(
    call: Call,
    *,
    amount: int,
    currency: str,
    description: str | None,
    customer: dict[str, Any],
    expire_by: int | None,
    receipt: str | None,
    partial_payment: bool,
    first_payment_min_amount: int,
    notes: tuple[tuple[str, Any], ...],
    notify_sms: bool,
    notify_email: bool,
    reminder_enable: bool,
) -> dict[str, Any]:
    """A payment link of an account on the older API: an invoice of type link, as seed 2's sample shows it."""
    fields: dict[str, Any] = {
        "type": "link",
        "amount": amount,
        "currency": currency,
        "description": description,
        "customer": customer,
        "expire_by": expire_by,
        "partial_payment": partial_payment,
        "first_payment_min_amount": first_payment_min_amount,
        "notes": notes,
        "sms_notify": notify_sms,
        "email_notify": notify_email,
    }
    if receipt is not None:
        fields["receipt"] = receipt
    invoice = evolve(_drawn_up(call, fields), reminder_enable=reminder_enable)
    return _issued(call, invoice, fields)
