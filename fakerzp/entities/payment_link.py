"""Payment links."""

from __future__ import annotations

import json
from typing import Any, ClassVar, NamedTuple

from . import link_options
from .base import Notes, Record, record


class LinkPayment(NamedTuple):
    """A captured payment as its link lists it."""

    amount: int
    created_at: int
    method: str
    payment_id: str


@record
class PaymentLink(Record):
    """A payment link (`plink_`). Amounts in the smallest unit of `currency`, times in Unix seconds or 0.

    `expire_by` is the date that the merchant gave, `expires_at` the moment at which the link does expire.
    `options` is the JSON text of how the page looks and what its order carries (see `link_options`);
    `offer_discount` is what an offer took off when it was paid.
    """

    KIND: ClassVar[str] = "payment_link"
    INDEXED: ClassVar[tuple[str, ...]] = ("reference_id",)

    amount: int
    currency: str
    order_id: str
    upi_link: bool = False
    accept_partial: bool = False
    amount_paid: int = 0
    offer_discount: int = 0
    callback_url: str = ""
    callback_method: str = ""
    cancelled_at: int = 0
    customer: tuple[tuple[str, str], ...] = ()
    customer_id: str | None = None
    description: str = ""
    expire_by: int = 0
    expires_at: int = 0
    expired_at: int = 0
    first_min_partial_amount: int = 0
    notes: Notes = ()
    notify: tuple[tuple[str, bool], ...] = ()
    payments: tuple[LinkPayment, ...] = ()
    reference_id: str = ""
    reminder_enable: bool = False
    short_url: str = ""
    updated_at: int = 0
    options: str = "{}"

    @property
    def amount_due(self) -> int:
        """What is left to pay."""
        return self.amount - self.amount_paid - self.offer_discount

    @property
    def parts(self) -> tuple[bool, int]:
        """Whether it may be paid in parts, and the least that the first of them may be."""
        return self.accept_partial, self.first_min_partial_amount

    def reachable_by(self) -> tuple[tuple[str, str], ...]:
        """The media and addresses at which the customer can be notified."""
        known = dict(self.customer)
        return tuple((m, known[key]) for m, key in (("sms", "contact"), ("email", "email")) if known.get(key))

    def shows_method(self, method: str) -> bool:
        """Whether the customer finds this payment method on the link's page."""
        if self.upi_link:
            return method == "upi"
        return link_options.shows_method(json.loads(self.options), method)


def payment_link_json(link: PaymentLink) -> dict[str, Any]:
    """A payment link as the API answers it."""
    body: dict[str, Any] = {
        "accept_partial": link.accept_partial,
        "amount": link.amount,
        "amount_paid": link.amount_paid,
        "callback_method": link.callback_method,
        "callback_url": link.callback_url,
        "cancelled_at": link.cancelled_at,
        "created_at": link.created_at,
        "currency": link.currency,
        "customer": dict(link.customer),
        "deleted_at": 0,
        "description": link.description,
        "expire_by": link.expire_by or link.expires_at,
        "expired_at": link.expired_at,
        "first_min_partial_amount": link.first_min_partial_amount,
        "id": link.id,
        "notes": dict(link.notes) if link.notes else None,
        "notify": dict(link.notify),
        "payments": [_payment_json(p, link.id) for p in link.payments] or None,
        "reference_id": link.reference_id,
        "reminder_enable": link.reminder_enable,
        "reminders": [],
        "short_url": link.short_url,
        "source": "",
        "source_id": "",
        "status": link.status,
        "updated_at": link.updated_at,
        "upi_link": link.upi_link,
        "user_id": "",
    }
    if link.payments:
        body["order_id"] = link.order_id
    return body


def _payment_json(payment: LinkPayment, link_id: str) -> dict[str, Any]:
    return {
        "amount": payment.amount,
        "created_at": payment.created_at,
        "method": payment.method,
        "payment_id": payment.payment_id,
        "plink_id": link_id,
        "status": "captured",
        "updated_at": payment.created_at,
    }
