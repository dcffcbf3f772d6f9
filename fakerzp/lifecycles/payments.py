"""Orders and payments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from ..errors import route
from .rows import SAME, Birth, Changes, Coupling, Entries, Lifecycle, Row


def _authorized(payment: Any) -> Entries:
    return (("customer", -payment.amount), ("gateway", payment.amount))


def _captured(payment: Any) -> Entries:
    net = payment.amount - payment.fee
    return (
        ("gateway", -payment.amount),
        ("merchant", net),
        ("fees", payment.fee - payment.tax),
        ("tax", payment.tax),
    )


def _received_by_transfer(payment: Any) -> Entries:
    return (("transfers", -payment.amount), ("merchant", payment.amount))


def _attempted(order: Any, cause: Any, origin: Any) -> Changes:
    return {"attempts": order.attempts + 1}


def _follows(order: Any, owner: Any, origin: Any) -> Changes:
    partial, first = owner.parts
    return {"partial_payment": partial, "first_payment_min_amount": first}


def _received(order: Any, payment: Any, origin: Any) -> Changes:
    return {
        "amount_paid": order.amount_paid + payment.amount - payment.customer_fee,
        "offer_discount": order.offer_discount + payment.offer_discount,
    }


def _capture(payment: Any, cause: Any, origin: Any) -> Changes:
    return {"captured": True}


def _refunded(payment: Any, refund: Any, origin: Any) -> Changes:
    return {"amount_refunded": payment.amount_refunded + refund.amount}


def _unrefunded(payment: Any, refund: Any, origin: Any) -> Changes:
    return {"amount_refunded": payment.amount_refunded - refund.amount}


def _shared(payment: Any, transfer: Any, origin: Any) -> Changes:
    return {"amount_transferred": payment.amount_transferred + transfer.amount}


def _settles(order: Any, payment: Any) -> bool:
    return bool(payment.covers == order.amount_due)


def _leaves_a_rest(order: Any, payment: Any) -> bool:
    return bool(payment.covers < order.amount_due)


def _is_too_much(order: Any, payment: Any) -> bool:
    return bool(payment.covers > order.amount_due)


ORDER = Lifecycle(
    "order",
    "api/orders/entity.md",
    births=(Birth("created"),),
    rows=(
        Row("attempt", ("created", "attempted"), "attempted", effect=_attempted),
        Row("follow", ("created", "attempted", "paid"), SAME, effect=_follows),
        Row("pay_part", ("created", "attempted"), "attempted", effect=_received),
        Row(
            "pay",
            ("created", "attempted"),
            "paid",
            emits="order.paid",
            carries=("payment", "order"),
            effect=_received,
        ),
        # The pre-debit notification; api/payments/recurring-payments/webhooks.md
        Row("announce", ("created",), SAME, emits="order.notification.delivered", carries=("order",)),
        Row("fail_to_announce", ("created",), SAME, emits="order.notification.failed", carries=("order",)),
    ),
    # No row leads through "overpay": more than is due is never taken.
    refusals={("*", event): errors.ORDER_ALREADY_PAID for event in ("attempt", "pay", "pay_part", "overpay")},
)

PAYMENT = Lifecycle(
    "payment",
    "payments/payments.md",
    # Captured from the first is what a linked account receives by a transfer.
    births=(Birth("created"), Birth("captured", posts=_received_by_transfer)),
    rows=(
        Row(
            "authorize",
            ("created", "failed"),
            "authorized",
            emits="payment.authorized",
            carries=("payment",),
            posts=_authorized,
        ),
        Row("fail", ("created",), "failed", emits="payment.failed", carries=("payment",)),
        Row(
            "capture",
            ("authorized",),
            "captured",
            emits="payment.captured",
            carries=("payment",),
            effect=_capture,
            posts=_captured,
        ),
        Row("refund_part", ("captured",), SAME, effect=_refunded),
        Row("refund_all", ("captured",), "refunded", effect=_refunded),
        Row("refund_back", ("captured", "refunded"), "captured", effect=_unrefunded),
        Row("release", ("authorized",), "refunded", effect=_refunded),
        Row("hold_again", ("refunded",), "authorized", effect=_unrefunded, basis="inferred"),
        Row("transfer", ("captured",), SAME, effect=_shared),
    ),
    refusals={
        ("captured", "capture"): errors.ALREADY_CAPTURED,
        ("refunded", "capture"): errors.ALREADY_CAPTURED,
        ("*", "capture"): errors.NOT_AUTHORIZED,
        ("refunded", "refund_part"): errors.FULLY_REFUNDED,
        ("refunded", "refund_all"): errors.FULLY_REFUNDED,
        ("*", "refund_part"): errors.REFUND_NOT_CAPTURED,
        ("*", "refund_all"): errors.REFUND_NOT_CAPTURED,
        ("refunded", "transfer"): route.TRANSFER_AFTER_REFUND,
        ("*", "transfer"): errors.REFUND_NOT_CAPTURED,
    },
)

MACHINES = (ORDER, PAYMENT)

COUPLINGS: tuple[Coupling, ...] = (
    Coupling("payment", "create", "order_id", "order", "attempt"),
    Coupling("payment", "capture", "order_id", "order", "pay", _settles),
    Coupling("payment", "capture", "order_id", "order", "pay_part", _leaves_a_rest),
    Coupling("payment", "capture", "order_id", "order", "overpay", _is_too_much),
)

EXPIRY: Mapping[str, str] = {}
