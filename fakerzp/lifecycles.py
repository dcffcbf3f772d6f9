"""The law: every entity's states, what may move it, and what else moves with it.

Everything here is a table. The engine (`ledger/law.py`) knows no entity; a resource never asks for a status, it asks
the law to move a record, and the law says yes, or says which text Razorpay answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from . import errors
from .entities.payment_link import LinkPayment
from .errors import Text

SAME = ""
Changes = dict[str, Any]
Effect = Callable[[Any, Any, Any], Changes]
Entries = tuple[tuple[str, int], ...]


class Row(NamedTuple):
    """In one of the states `before`, `event` leads to `after`.

    `stamp` is the field that takes the time; `emits` the webhook event, which `carries` these entities; `effect`
    gives the other fields that change, from (record, cause, origin); `posts` the money that moves.
    """

    event: str
    before: tuple[str, ...]
    after: str
    stamp: str | None = None
    emits: str | None = None
    carries: tuple[str, ...] = ()
    effect: Effect | None = None
    posts: Callable[[Any], Entries] | None = None
    basis: str = "documented"


class Birth(NamedTuple):
    """A status that an entity may begin in, and what its creation emits and posts."""

    status: str
    emits: str | None = None
    carries: tuple[str, ...] = ()
    posts: Callable[[Any], Entries] | None = None


class Lifecycle(NamedTuple):
    """One entity's machine. `refusals` words an illegal event by (status, event), "*" standing for any."""

    entity: str
    page: str
    births: tuple[Birth, ...]
    rows: tuple[Row, ...]
    refusals: Mapping[tuple[str, str], Text]


class Coupling(NamedTuple):
    """When `entity` went through `event`, the record named by its field `by` goes through `then`.

    Only a record of kind `moves` is moved, and only if `when(record, cause)` holds.
    """

    entity: str
    event: str
    by: str
    moves: str
    then: str
    when: Callable[[Any, Any], bool] | None = None


# -- money: what each step posts (account, amount in the smallest unit); every posting sums to nothing


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


def _refund_created(refund: Any) -> Entries:
    return ((refund.drawn_on, -refund.amount), ("refunds", refund.amount))


def _refund_processed(refund: Any) -> Entries:
    return (("refunds", -refund.amount), ("customer", refund.amount))


def _refund_failed(refund: Any) -> Entries:
    return (("refunds", -refund.amount), (refund.drawn_on, refund.amount))


def _deposited(deposit: Any) -> Entries:
    return (("bank", -deposit.amount), (deposit.into, deposit.amount))


def _settled(settlement: Any) -> Entries:
    return (("merchant", -settlement.amount), ("bank", settlement.amount))


# -- effects: fields that change with a step


def _attempted(order: Any, cause: Any, origin: Any) -> Changes:
    return {"attempts": order.attempts + 1}


def _follows(order: Any, owner: Any, origin: Any) -> Changes:
    partial, first = owner.parts
    return {"partial_payment": partial, "first_payment_min_amount": first}


def _received(order: Any, payment: Any, origin: Any) -> Changes:
    return {
        "amount_paid": order.amount_paid + payment.amount,
        "offer_discount": order.offer_discount + payment.offer_discount,
    }


def _owner_received(order: Any) -> Changes:
    return {"amount_paid": order.amount_paid, "offer_discount": order.offer_discount}


def _invoice_received(invoice: Any, order: Any, payment: Any) -> Changes:
    return {**_owner_received(order), "payment_id": payment.id}


def _link_received(link: Any, order: Any, payment: Any) -> Changes:
    entry = LinkPayment(payment.amount, payment.created_at, payment.method, payment.id)
    return {**_owner_received(order), "payments": (*link.payments, entry)}


def _redeemed(offer: Any, payment: Any, origin: Any) -> Changes:
    return {"used": offer.used + 1}


def _capture(payment: Any, cause: Any, origin: Any) -> Changes:
    return {"captured": True}


def _refunded(payment: Any, refund: Any, origin: Any) -> Changes:
    return {"amount_refunded": payment.amount_refunded + refund.amount}


def _slowed_down(refund: Any, cause: Any, origin: Any) -> Changes:
    return {"speed_processed": "normal"}


def _charged(token: Any, cause: Any, origin: Any) -> Changes:
    return {"charges": token.charges + 1}


def _unrefunded(payment: Any, refund: Any, origin: Any) -> Changes:
    return {"amount_refunded": payment.amount_refunded - refund.amount}


# -- conditions of couplings


def _settles(order: Any, payment: Any) -> bool:
    return bool(payment.covers == order.amount_due)


def _leaves_a_rest(order: Any, payment: Any) -> bool:
    return bool(payment.covers < order.amount_due)


def _is_too_much(order: Any, payment: Any) -> bool:
    return bool(payment.covers > order.amount_due)


def _was_captured(payment: Any, refund: Any) -> bool:
    return bool(payment.captured)


def _was_never_captured(payment: Any, refund: Any) -> bool:
    return not payment.captured


def _returns_all(payment: Any, refund: Any) -> bool:
    return bool(payment.captured and payment.amount_refunded + refund.amount >= payment.amount)


def _returns_some(payment: Any, refund: Any) -> bool:
    return bool(payment.captured and payment.amount_refunded + refund.amount < payment.amount)


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
    births=(Birth("created"),),
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
    ),
    refusals={
        ("captured", "capture"): errors.ALREADY_CAPTURED,
        ("refunded", "capture"): errors.ALREADY_CAPTURED,
        ("*", "capture"): errors.NOT_AUTHORIZED,
        ("refunded", "refund_part"): errors.FULLY_REFUNDED,
        ("refunded", "refund_all"): errors.FULLY_REFUNDED,
        ("*", "refund_part"): errors.REFUND_NOT_CAPTURED,
        ("*", "refund_all"): errors.REFUND_NOT_CAPTURED,
    },
)

REFUND = Lifecycle(
    "refund",
    "payments/refunds.md",
    births=(Birth("pending", "refund.created", ("refund", "payment"), _refund_created),),
    rows=(
        Row(
            "process",
            ("pending",),
            "processed",
            emits="refund.processed",
            carries=("refund", "payment"),
            posts=_refund_processed,
        ),
        Row(
            "fail",
            ("pending",),
            "failed",
            emits="refund.failed",
            carries=("refund", "payment"),
            posts=_refund_failed,
        ),
        Row(
            "slow_down",
            ("pending",),
            SAME,
            emits="refund.speed_changed",
            carries=("refund", "payment"),
            effect=_slowed_down,
        ),
    ),
    refusals={},
)

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

TOKEN = Lifecycle(
    "token",
    "api/payments/recurring-payments/paper-nach/tokens.md",
    births=(Birth("initiated"),),
    rows=(
        Row("confirm", ("initiated",), "confirmed", emits="token.confirmed", carries=("token",)),
        Row("reject", ("initiated",), "rejected", emits="token.rejected", carries=("token",)),
        Row("charge", ("confirmed",), SAME, stamp="used_at", effect=_charged),
        Row("pause", ("confirmed",), "paused", emits="token.paused", carries=("token",)),
        Row("resume", ("paused",), "confirmed", emits="token.resumed", carries=("token",)),
        Row("cancel", ("confirmed", "paused"), "cancellation_initiated"),
        Row("cancelled", ("cancellation_initiated",), "cancelled", emits="token.cancelled", carries=("token",)),
        Row(
            "delete",
            ("initiated", "confirmed", "paused", "rejected", "cancellation_initiated", "cancelled"),
            "deleted",
        ),
    ),
    refusals={
        ("initiated", "charge"): errors.TOKEN_NOT_CONFIRMED,
        ("*", "charge"): errors.TOKEN_NOT_ACTIVE,
        ("*", "cancel"): errors.TOKEN_NOT_CANCELLABLE,
    },
)

SETTLEMENT = Lifecycle(
    "settlement",
    "payments/settlements.md",
    births=(Birth("created"),),
    rows=(
        Row(
            "process",
            ("created",),
            "processed",
            emits="settlement.processed",
            carries=("settlement",),
            posts=_settled,
        ),
    ),
    refusals={},
)

# What the merchant adds to the reserve balance or to the refund credits; nothing more becomes of it.
DEPOSIT = Lifecycle(
    "deposit",
    "payments/dashboard/account-settings/balances.md",
    births=(Birth("processed", posts=_deposited),),
    rows=(),
    refusals={},
)

OFFER = Lifecycle(
    "offer",
    "payments/offers/create.md",
    births=(Birth("enabled"),),
    rows=(
        Row("disable", ("enabled",), "disabled"),
        Row("apply", ("enabled",), SAME),
        # A payment that was begun with an offer keeps it, also if the bank answers when that is disabled.
        Row("redeem", ("enabled", "disabled"), SAME, effect=_redeemed, basis="inferred"),
    ),
    refusals={("disabled", "apply"): errors.OFFER_NOT_ACTIVE},
)

LIFECYCLES: Mapping[str, Lifecycle] = {
    machine.entity: machine
    for machine in (ORDER, PAYMENT, REFUND, INVOICE, PAYMENT_LINK, TOKEN, SETTLEMENT, DEPOSIT, OFFER)
}

COUPLINGS = (
    Coupling("payment", "create", "order_id", "order", "attempt"),
    Coupling("payment", "capture", "order_id", "order", "pay", _settles),
    Coupling("payment", "capture", "order_id", "order", "pay_part", _leaves_a_rest),
    Coupling("payment", "capture", "order_id", "order", "overpay", _is_too_much),
    Coupling("payment", "create", "offer_id", "offer", "apply"),
    Coupling("payment", "authorize", "offer_id", "offer", "redeem"),
    Coupling("order", "pay", "owner_id", "invoice", "pay"),
    Coupling("order", "pay_part", "owner_id", "invoice", "pay_part"),
    Coupling("order", "pay", "owner_id", "payment_link", "pay"),
    Coupling("order", "pay_part", "owner_id", "payment_link", "pay_part"),
    Coupling("invoice", "edit", "order_id", "order", "follow"),
    Coupling("invoice", "edit_link", "order_id", "order", "follow"),
    Coupling("payment_link", "edit", "order_id", "order", "follow"),
    Coupling("refund", "create", "payment_id", "payment", "refund_all", _returns_all),
    Coupling("refund", "create", "payment_id", "payment", "refund_part", _returns_some),
    Coupling("refund", "create", "payment_id", "payment", "release", _was_never_captured),
    Coupling("refund", "fail", "payment_id", "payment", "refund_back", _was_captured),
    Coupling("refund", "fail", "payment_id", "payment", "hold_again", _was_never_captured),
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


def row_of(kind: str, status: str | None, event: str) -> Row | None:
    """The row that lets a record of that kind and status go through the event, or None."""
    return _ROWS.get((kind, status, event))


def entries_of(record: Any, event: str) -> Entries:
    """What the step that `event` is moves of the record's money."""
    machine = LIFECYCLES[record.KIND]
    steps = machine.births if event == "create" else [row for row in machine.rows if row.event == event]
    return next((step.posts(record) for step in steps if step.posts is not None), ())


def refusal(kind: str, status: str | None, event: str) -> Text | None:
    """How Razorpay words that this event is not allowed in that status, or None where no page says."""
    words = LIFECYCLES[kind].refusals
    for key in ((status or "", event), ("*", event), (status or "", "*"), ("*", "*")):
        if key in words:
            return words[key]
    return None


_ROWS: Mapping[tuple[str, str | None, str], Row] = {
    (machine.entity, status, row.event): row
    for machine in LIFECYCLES.values()
    for row in machine.rows
    for status in row.before
}
BIRTHS: Mapping[tuple[str, str], Birth] = {
    (machine.entity, birth.status): birth for machine in LIFECYCLES.values() for birth in machine.births
}
COUPLED: Mapping[tuple[str, str], tuple[Coupling, ...]] = {
    (c.entity, c.event): tuple(d for d in COUPLINGS if (d.entity, d.event) == (c.entity, c.event)) for c in COUPLINGS
}
