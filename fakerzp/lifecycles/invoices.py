"""Invoices and payment links, which an order is paid for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from ..entities.payment_link import LinkPayment
from .rows import SAME, Birth, Changes, Coupling, Lifecycle, Row


def _owner_received(order: Any) -> Changes:
    return {"amount_paid": order.amount_paid, "offer_discount": order.offer_discount}


def _invoice_received(invoice: Any, order: Any, payment: Any) -> Changes:
    return {**_owner_received(order), "payment_id": payment.id}


def _link_received(link: Any, order: Any, payment: Any) -> Changes:
    entry = LinkPayment(payment.amount, payment.created_at, payment.method, payment.id)
    return {**_owner_received(order), "payments": (*link.payments, entry)}


_OPEN = ("issued", "partially_paid")

INVOICE = Lifecycle(
    "invoice",
    "payments/invoices/states.md",
    births=(Birth("draft"), Birth("issued")),
    rows=(
        Row("issue", ("draft",), "issued", stamp="issued_at"),
        Row("edit", ("draft", *_OPEN, "paid", "cancelled", "expired"), SAME),
        Row("edit_link", _OPEN, SAME),
        Row("notify", _OPEN, SAME),
        Row("remind", _OPEN, SAME, basis="inferred"),
        Row(
            "pay_part",
            _OPEN,
            "partially_paid",
            emits="invoice.partially_paid",
            carries=("payment", "order", "invoice"),
            effect=_invoice_received,
        ),
        Row(
            "pay",
            _OPEN,
            "paid",
            stamp="paid_at",
            emits="invoice.paid",
            carries=("payment", "order", "invoice"),
            effect=_invoice_received,
        ),
        Row("expire", _OPEN, "expired", stamp="expired_at", emits="invoice.expired", carries=("invoice",)),
        Row("cancel", ("draft", "issued"), "cancelled", stamp="cancelled_at"),
        Row("delete", ("draft",), "deleted"),
    ),
    refusals={("*", "edit_link"): errors.LINK_NOT_EDITABLE, ("*", "*"): errors.INVOICE_STATUS},
)

PAYMENT_LINK = Lifecycle(
    "payment_link",
    "api/payments/payment-links/entity.md",
    births=(Birth("created"),),
    rows=(
        Row("edit", ("created", "partially_paid"), SAME, stamp="updated_at"),
        Row("notify", ("created", "partially_paid"), SAME),
        Row("remind", ("created", "partially_paid"), SAME),
        Row(
            "pay_part",
            ("created", "partially_paid"),
            "partially_paid",
            stamp="updated_at",
            emits="payment_link.partially_paid",
            carries=("payment_link", "order", "payment"),
            effect=_link_received,
        ),
        Row(
            "pay",
            ("created", "partially_paid"),
            "paid",
            stamp="updated_at",
            emits="payment_link.paid",
            carries=("payment_link", "order", "payment"),
            effect=_link_received,
        ),
        Row(
            "cancel",
            ("created",),
            "cancelled",
            stamp="cancelled_at",
            emits="payment_link.cancelled",
            carries=("payment_link",),
        ),
        Row(
            "expire",
            ("created", "partially_paid"),
            "expired",
            stamp="expired_at",
            emits="payment_link.expired",
            carries=("payment_link",),
        ),
    ),
    refusals={
        ("paid", "cancel"): errors.LINK_PAID,
        ("partially_paid", "cancel"): errors.LINK_PAID,
        ("expired", "cancel"): errors.LINK_EXPIRED,
        ("cancelled", "cancel"): errors.LINK_CANCELLED,
        ("*", "edit"): errors.LINK_NOT_EDITABLE,
        ("*", "notify"): errors.LINK_NOT_NOTIFIABLE,
    },
)

MACHINES = (INVOICE, PAYMENT_LINK)

COUPLINGS: tuple[Coupling, ...] = (
    Coupling("order", "pay", "owner_id", "invoice", "pay"),
    Coupling("order", "pay_part", "owner_id", "invoice", "pay_part"),
    Coupling("order", "pay", "owner_id", "payment_link", "pay"),
    Coupling("order", "pay_part", "owner_id", "payment_link", "pay_part"),
    Coupling("invoice", "edit", "order_id", "order", "follow"),
    Coupling("invoice", "edit_link", "order_id", "order", "follow"),
    Coupling("payment_link", "edit", "order_id", "order", "follow"),
)

# What an edit may change, by the invoice's status (api/payments/invoices/update.md); a draft may change wholly.
_NOTES_ONLY = frozenset({"notes"})
INVOICE_EDITABLE: Mapping[str, frozenset[str]] = {
    "issued": frozenset({"partial_payment", "receipt", "comment", "terms", "notes", "expire_by"}),
    "partially_paid": _NOTES_ONLY,
    "paid": _NOTES_ONLY,
    "cancelled": _NOTES_ONLY,
    "expired": _NOTES_ONLY,
}

# What expires, and the field that says when.
EXPIRY: Mapping[str, str] = {"invoice": "expire_by", "payment_link": "expires_at"}
