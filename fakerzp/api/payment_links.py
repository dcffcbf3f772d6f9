"""Payment links: made, sent, changed while open, cancelled before anything is paid."""

from __future__ import annotations

import json
from typing import Any

from .. import errors
from ..entities.link_options import offers_of, transfers_of, validation_of
from ..entities.payment_link import PaymentLink, payment_link_json
from . import payment_links_legacy as legacy
from . import products
from .endpoint import Call, Routes
from .lists import page
from .orders import place
from .payment_link_fields import (
    EDITED,
    FILTERS,
    NEW,
    SAYS,
    Terms,
    check_account,
    check_callback,
    check_transfers,
    claim_reference,
    first_part,
    notify_of,
    terms_of,
    validity_of,
)

routes = Routes()


@routes.add(
    "POST",
    "/v1/payment_links",
    "api/payments/payment-links/create-standard.md",
    python="payment_link.create(data={}, **kwargs)",
    node="paymentLink.create(params, callback)",
    body=NEW,
    says=SAYS,
)
def create(call: Call) -> dict[str, Any]:
    """Create a link of `amount` in the smallest unit of `currency`; `notify` sends it at once.

    Without `expire_by` it is valid for six months, and says 0. UPI links need an account in live mode.
    """
    fields = call.shaped()
    options = call.body.get("options") or {}
    terms = terms_of(call, fields)
    if "products" in fields:
        products.check(call, fields)
        products.check_validation(call, options)
    check_callback(fields)
    validity = validity_of(call, fields.get("expire_by", 0), call.now)
    check_account(call, upi_link=fields.get("upi_link", False))
    check_transfers(call, terms, options)
    if call.world.legacy_links:
        return legacy.create(call, fields, terms, validity)
    link_id = call.world.ledger.new_id("plink_")
    claim_reference(call, fields.get("reference_id", ""), link_id)
    link = PaymentLink(
        id=link_id,
        created_at=call.now,
        updated_at=call.now,
        status="created",
        amount=terms.amount,
        currency=terms.currency,
        accept_partial=terms.accept_partial,
        first_min_partial_amount=terms.first_min_partial_amount,
        order_id=_order(call, link_id, terms, fields, options),
        upi_link=fields.get("upi_link", False),
        callback_url=fields.get("callback_url", ""),
        callback_method=fields.get("callback_method", ""),
        customer=tuple(sorted((key, value) for key, value in fields.get("customer", {}).items() if value)),
        description=fields.get("description", ""),
        expire_by=validity.expire_by,
        expires_at=validity.expires_at,
        notes=fields.get("notes", ()),
        notify=tuple(sorted(notify_of(fields).items())),
        reference_id=fields.get("reference_id", ""),
        reminder_enable=fields.get("reminder_enable", call.world.account.reminders),
        short_url=call.world.ledger.short_url(),
        options=json.dumps(options),
    )
    created: PaymentLink = call.world.law.create(call.books, link, call.now)
    call.world.schedule_expiry(call.account, created)
    call.world.schedule_reminders(call.account, created, created.expire_by)
    call.world.notify(created, "notification", tuple(medium for medium, wanted in created.notify if wanted))
    return payment_link_json(created)


def _order(call: Call, link_id: str, terms: Terms, fields: dict[str, Any], options: dict[str, Any]) -> str:
    """The order behind a link: what its payments are made against. UPI links have no offers."""
    validation = validation_of(options)
    account = validation.get("bank_account")
    order = place(
        call,
        {
            "amount": terms.amount,
            "currency": terms.currency,
            "receipt": fields.get("reference_id") or None,
            "notes": fields.get("notes", ()),
            "partial_payment": terms.accept_partial,
            "first_payment_min_amount": terms.first_min_partial_amount,
            **({"products": fields["products"]} if "products" in fields else {}),
            "method": "upi" if fields.get("upi_link") else validation.get("method"),
            **({} if fields.get("upi_link") else offers_of(options)),
            "transfers": transfers_of(options),
        },
        owner_id=link_id,
        shown=(("bank_account", tuple(account.items())),) if account else (),
    )
    return order.id


@routes.add(
    "GET",
    "/v1/payment_links",
    "api/payments/payment-links/fetch-all-standard.md",
    python=("payment_link.all(data={}, **kwargs)", "payment_link.fetch_all(data={}, **kwargs)"),
    node="paymentLink.all(params={}, callback)",
    says=SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of links, newest first, as {"payment_links": [...]}; `reference_id` and `payment_id` filter."""
    if call.world.legacy_links:
        return legacy.fetch_all(call)
    keep = None
    if "payment_id" in call.query:
        payment = call.books.get(call.query["payment_id"])
        order_id = getattr(payment, "order_id", None)
        keep = lambda link: link.order_id == order_id  # noqa: E731
    reference = call.query.get("reference_id")
    by = {"reference_id": reference} if reference is not None else None
    return {"payment_links": page(call, "payment_link", payment_link_json, by=by, keep=keep, takes=FILTERS)["items"]}


@routes.add(
    "GET",
    "/v1/payment_links/{id}",
    "api/payments/payment-links/fetch-id-standard.md",
    python="payment_link.fetch(payment_link_id, data={}, **kwargs)",
    node="paymentLink.fetch(paymentLinkId, callback)",
    says={**SAYS, "invalid_id": errors.LINK_STRIPPED_ID},
)
def fetch(call: Call, link_id: str) -> dict[str, Any]:
    """One link."""
    if call.world.legacy_links:
        return legacy.fetch(call, link_id)
    return payment_link_json(call.find("payment_link", link_id))


@routes.add(
    "PATCH",
    "/v1/payment_links/{id}",
    "api/payments/payment-links/update-standard.md",
    python="payment_link.edit(payment_link_id, data={}, **kwargs)",
    node="paymentLink.edit(paymentLinkId, params, callback)",
    body=EDITED,
    says=SAYS,
)
def edit(call: Call, link_id: str) -> dict[str, Any]:
    """Change an open link: reference_id, expire_by (0 takes it away), reminders, notes, partial payment."""
    if call.world.legacy_links:
        return legacy.edit(call, link_id)
    link: PaymentLink = call.find("payment_link", link_id)
    fields = call.shaped()
    plain = ("notes", "reminder_enable", "reference_id")
    changes: dict[str, Any] = {name: fields[name] for name in plain if name in fields}
    if "expire_by" in fields:
        changes |= validity_of(call, fields["expire_by"], link.created_at)._asdict()
    if "accept_partial" in fields:
        parts = fields["accept_partial"]
        if parts and link.upi_link:
            raise errors.LINK_UPI_PARTIAL.error(field="accept_partial")
        changes["accept_partial"] = parts
        changes["first_min_partial_amount"] = first_part(link.amount, parts, link.first_min_partial_amount)
    edited: PaymentLink = call.world.law.move(call.books, link, "edit", call.now, **changes)
    claim_reference(call, fields.get("reference_id", ""), link.id)
    if edited.expires_at != link.expires_at:
        call.world.schedule_expiry(call.account, edited)
    if edited.expire_by != link.expire_by:
        call.world.schedule_reminders(call.account, edited, edited.expire_by)
    return payment_link_json(edited)


@routes.add(
    "POST",
    "/v1/payment_links/{id}/cancel",
    "api/payments/payment-links/cancel-standard.md",
    python="payment_link.cancel(payment_link_id, **kwargs)",
    node="paymentLink.cancel(paymentLinkId, callback)",
    says=SAYS,
)
def cancel(call: Call, link_id: str) -> dict[str, Any]:
    """Cancel a link that nobody has paid for."""
    if call.world.legacy_links:
        return legacy.cancel(call, link_id)
    link = call.find("payment_link", link_id)
    return payment_link_json(call.world.law.move(call.books, link, "cancel", call.now, updated_at=call.now))


@routes.add(
    "POST",
    "/v1/payment_links/{id}/notify_by/{medium}",
    "api/payments/payment-links/resend.md",
    python="payment_link.notifyBy(payment_link_id, medium, **kwargs)",
    node="paymentLink.notifyBy(paymentLinkId, medium, callback)",
    says={**SAYS, "invalid_id": errors.LINK_RAW_ID},
)
def notify_by(call: Call, link_id: str, medium: str) -> dict[str, Any]:
    """Send the link's short URL by `sms` or `email`; the message lands in the outbox."""
    if call.world.legacy_links:
        return legacy.notify_by(call, link_id, medium)
    link: PaymentLink = call.find("payment_link", link_id)
    if medium not in ("sms", "email"):
        raise errors.LINK_MEDIUM.error()
    notified = call.world.law.move(call.books, link, "notify", call.now)
    if not call.world.notify(notified, "notification", (medium,)):
        raise (errors.LINK_NO_EMAIL if medium == "email" else errors.LINK_NO_CONTACT).error()
    return {"success": True}
