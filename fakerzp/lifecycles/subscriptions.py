"""Subscriptions: their states, and the invoices, payments and mandates that move them.

Where an effect has no page, what the samples of webhooks/subscriptions.md show of that event is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..entities.base import evolve
from ..entities.cycles import DAY
from ..errors import subscriptions as texts
from .rows import SAME, Birth, Changes, Coupling, Lifecycle, Row

RETRIES: Final = 3
"""How often a charge that failed is tried again, once a day (payments/subscriptions/payment-retries.md)."""
BANK_METHODS: Final = ("emandate",)
"""Methods whose mandate the bank confirms days after the customer's payment."""

_OPEN = ("created", "authenticated", "active", "pending", "halted", "paused")
_ANY = (*_OPEN, "cancelled", "completed", "expired")
_WITH_MANDATE = ("authenticated", "active", "pending", "halted", "paused")
_BILLED = ("active", "pending", "halted")
# What may still be paid for a subscription: also old invoices of one that is over (payments/subscriptions/states.md).
_CHARGED = ("active", "pending", "halted", "paused", "cancelled", "completed")


# -- effects


def _tool(subscription: Any, payment: Any) -> Changes:
    """Who pays from now on, and with what: as the payment shows that the subscription is authenticated by."""
    if payment is None or payment.KIND != "payment" or payment.token_id is None:
        return {}
    return {
        "token_id": payment.token_id,
        "payment_method": payment.method,
        "customer_id": payment.customer_id,
    }


def _authenticated(subscription: Any, cause: Any, origin: Any) -> Changes:
    if cause.KIND == "token":
        return {"token_id": cause.id, "payment_method": cause.method, "customer_id": cause.customer_id}
    return _tool(subscription, origin)


def _billed(subscription: Any, cause: Any, origin: Any) -> Changes:
    """The next cycle begins."""
    cycle = subscription.cycle
    ends = subscription.begins(cycle + 1)
    return {
        "current_start": subscription.begins(cycle),
        "current_end": ends,
        "bills_at": ends,
        "cycle": cycle + 1,
        "issued": subscription.issued + 1,
        "auth_attempts": 0,
    }


def _activated(subscription: Any, cause: Any, origin: Any) -> Changes:
    """The first cycle begins: with the first payment, or at its time and not paid yet."""
    if cause.KIND != "invoice":
        return _billed(subscription, cause, origin)
    at = cause.paid_at
    begun = evolve(subscription, anchor=at)
    paid = {"start_at": at, "anchor": at, "charge_at": at, "paid_count": 1}
    return {**_billed(begun, cause, origin), **_tool(subscription, origin), **paid}


def _charged(subscription: Any, cause: Any, origin: Any) -> Changes:
    """An invoice was paid. The first of a subscription that starts at once is counted with its activation."""
    changes = {"charge_at": subscription.bills_at if subscription.remaining_count else None}
    if cause.KIND != "invoice":
        return changes
    return {
        **changes,
        **_tool(subscription, origin),
        "paid_count": subscription.paid_count + int(cause.cycle is not None),
    }


def _missed(subscription: Any, payment: Any, origin: Any) -> Changes:
    """A charge failed: it is tried again a day later."""
    failed_at = payment.steps[-1].at if payment.steps else payment.created_at
    return {"auth_attempts": subscription.auth_attempts + 1, "charge_at": failed_at + DAY}


def _halted(subscription: Any, payment: Any, origin: Any) -> Changes:
    """The last try failed."""
    charge_at = subscription.bills_at if subscription.remaining_count else None
    return {"auth_attempts": subscription.auth_attempts + 1, "charge_at": charge_at}


def _paused(subscription: Any, cause: Any, origin: Any) -> Changes:
    return {"charge_at": None, "pause_initiated_by": "self"}


def _suspended(subscription: Any, cause: Any, origin: Any) -> Changes:
    return {"charge_at": None, "pause_initiated_by": "customer"}


def _resumed(subscription: Any, cause: Any, origin: Any) -> Changes:
    """Cycles that would have begun in the meantime are left out; the next one is (inferred)."""
    at = cause.steps[-1].at if cause.KIND == "token" else None
    changes = subscription.skipping(at) if at is not None else {}
    bills_at = changes.get("bills_at", subscription.bills_at)
    return {**changes, "pause_initiated_by": None, "charge_at": bills_at if subscription.remaining_count else None}


def _ended(subscription: Any, cause: Any, origin: Any) -> Changes:
    return {"charge_at": None, "pending": None, "change_scheduled_at": None, "cancel_at_cycle_end": False}


def _revoked(subscription: Any, cause: Any, origin: Any) -> Changes:
    return {**_ended(subscription, cause, origin), "cancel_initiated_by": "customer"}


SUBSCRIPTION = Lifecycle(
    "subscription",
    "payments/subscriptions/states.md",
    births=(Birth("created"),),
    rows=(
        Row(
            "authenticate",
            ("created",),
            "authenticated",
            emits="subscription.authenticated",
            carries=("subscription",),
            effect=_authenticated,
        ),
        Row(
            "activate",
            ("created", "authenticated"),
            "active",
            emits="subscription.activated",
            carries=("subscription", "payment"),
            effect=_activated,
        ),
        Row("bill", _BILLED, SAME, effect=_billed),
        Row(
            "charge",
            _CHARGED,
            SAME,
            emits="subscription.charged",
            carries=("subscription", "payment"),
            effect=_charged,
        ),
        Row(
            "miss",
            ("active", "pending"),
            "pending",
            emits="subscription.pending",
            carries=("subscription",),
            effect=_missed,
        ),
        Row(
            "halt",
            ("pending",),
            "halted",
            emits="subscription.halted",
            carries=("subscription",),
            effect=_halted,
        ),
        Row(
            "recover",
            ("pending", "halted"),
            "active",
            emits="subscription.activated",
            carries=("subscription", "payment"),
        ),
        Row(
            "complete",
            _BILLED,
            "completed",
            stamp="ended_at",
            emits="subscription.completed",
            carries=("subscription", "payment"),
            effect=_ended,
        ),
        Row(
            "update",
            ("authenticated", "active"),
            SAME,
            emits="subscription.updated",
            carries=("subscription",),
        ),
        Row("plan_update", ("authenticated", "active"), SAME),
        Row("drop_update", _WITH_MANDATE, SAME),
        Row("drop_offer", _OPEN, SAME),
        Row("add", _OPEN, SAME, basis="inferred"),
        # Until it is billed, whatever became of the subscription: api/payments/subscriptions/delete-an-add-on.md
        Row("drop_addon", _ANY, SAME),
        Row(
            "pause",
            ("active",),
            "paused",
            stamp="paused_at",
            emits="subscription.paused",
            carries=("subscription",),
            effect=_paused,
        ),
        # Nothing was charged yet, so there is nothing to pause: api/payments/subscriptions/pause-subscription.md
        Row(
            "withdraw",
            ("authenticated",),
            "cancelled",
            stamp="ended_at",
            emits="subscription.cancelled",
            carries=("subscription",),
            effect=_ended,
        ),
        Row(
            "suspend",
            ("active",),
            "paused",
            stamp="paused_at",
            emits="subscription.paused",
            carries=("subscription",),
            effect=_suspended,
        ),
        Row(
            "resume",
            ("paused",),
            "active",
            emits="subscription.resumed",
            carries=("subscription",),
            effect=_resumed,
        ),
        Row("plan_cancel", ("active", "pending", "halted", "paused"), SAME),
        Row(
            "cancel",
            _OPEN,
            "cancelled",
            stamp="ended_at",
            emits="subscription.cancelled",
            carries=("subscription",),
            effect=_ended,
        ),
        Row(
            "revoke",
            _WITH_MANDATE,
            "cancelled",
            stamp="ended_at",
            emits="subscription.cancelled",
            carries=("subscription",),
            effect=_revoked,
        ),
        Row("expire", ("created",), "expired", effect=_ended),
    ),
    refusals={
        ("*", "cancel"): texts.NOT_CANCELLABLE,
        ("*", "plan_cancel"): texts.NO_CYCLE,
        ("cancelled", "plan_cancel"): texts.NOT_CANCELLABLE,
        ("completed", "plan_cancel"): texts.NOT_CANCELLABLE,
        ("expired", "plan_cancel"): texts.NOT_CANCELLABLE,
        ("*", "update"): texts.NOT_UPDATABLE,
        ("*", "plan_update"): texts.NOT_UPDATABLE,
        ("*", "drop_update"): texts.NO_PENDING_UPDATE,
        ("*", "drop_offer"): texts.OFFER_NOT_REMOVABLE,
        ("*", "pause"): texts.NOT_PAUSABLE,
        ("*", "resume"): texts.NOT_RESUMABLE,
        ("*", "add"): texts.NO_MORE_ADDONS,
    },
)

MACHINES: tuple[Lifecycle, ...] = (SUBSCRIPTION,)


# -- conditions of couplings


def _only_registers(subscription: Any, payment: Any) -> bool:
    """The customer's first payment was the token amount, of a mandate that holds at once."""
    later = not subscription.immediate and not subscription.upfront
    return bool(subscription.status == "created" and later and payment.method not in BANK_METHODS)


def _waits_for_the_bank(subscription: Any, token: Any) -> bool:
    """The bank confirmed the mandate of a subscription that has nothing to charge before its start."""
    later = not subscription.immediate and not subscription.upfront
    return bool(subscription.status == "created" and later and token.method in BANK_METHODS)


def _pays_upfront(subscription: Any, invoice: Any) -> bool:
    return bool(subscription.status == "created" and invoice.cycle is None)


def _pays_first(subscription: Any, invoice: Any) -> bool:
    return bool(subscription.status == "created" and invoice.cycle is not None)


def _pays_later(subscription: Any, invoice: Any) -> bool:
    return bool(subscription.status in _CHARGED)


def _was_paid_to_begin(subscription: Any, moved: Any) -> bool:
    return bool(subscription.paid_count)


def _was_behind(subscription: Any, moved: Any) -> bool:
    return bool(subscription.status in ("pending", "halted"))


def _has_billed_all(subscription: Any, moved: Any) -> bool:
    return bool(subscription.status == "active" and not subscription.remaining_count)


def _is_of_this_cycle(subscription: Any, payment: Any) -> bool:
    """A bank that takes days may refuse a charge when the next cycle was charged already: that one counts."""
    return bool(payment.scheduled and payment.invoice_id == subscription.invoice_id)


def _is_tried_again(subscription: Any, payment: Any) -> bool:
    return bool(
        _is_of_this_cycle(subscription, payment)
        and subscription.status in ("active", "pending")
        and subscription.auth_attempts < RETRIES
    )


def _was_the_last_try(subscription: Any, payment: Any) -> bool:
    last = subscription.status == "pending" and subscription.auth_attempts >= RETRIES
    return bool(last and _is_of_this_cycle(subscription, payment))


def _never_began(invoice: Any, subscription: Any) -> bool:
    return bool(invoice.status == "issued" and not subscription.issued)


def _is_its_mandate(subscription: Any, token: Any) -> bool:
    return bool(subscription.status == "active" and subscription.token_id == token.id)


def _its_customer_paused_it(subscription: Any, token: Any) -> bool:
    by_customer = subscription.status == "paused" and subscription.pause_initiated_by == "customer"
    return bool(by_customer and subscription.token_id == token.id)


def _lives_by_it(subscription: Any, token: Any) -> bool:
    return bool(subscription.status in _WITH_MANDATE and subscription.token_id == token.id)


COUPLINGS: tuple[Coupling, ...] = (
    Coupling("payment", "authorize", "subscription_id", "subscription", "authenticate", _only_registers),
    Coupling("token", "confirm", "subscription_id", "subscription", "authenticate", _waits_for_the_bank),
    Coupling("invoice", "pay", "subscription_id", "subscription", "authenticate", _pays_upfront),
    Coupling("invoice", "pay", "subscription_id", "subscription", "activate", _pays_first),
    Coupling("invoice", "pay", "subscription_id", "subscription", "charge", _pays_later),
    Coupling("payment", "fail", "subscription_id", "subscription", "miss", _is_tried_again),
    Coupling("payment", "fail", "subscription_id", "subscription", "halt", _was_the_last_try),
    # What follows of a step of the same subscription.
    Coupling("subscription", "activate", "id", "subscription", "charge", _was_paid_to_begin),
    Coupling("subscription", "charge", "id", "subscription", "recover", _was_behind),
    Coupling("subscription", "charge", "id", "subscription", "complete", _has_billed_all),
    Coupling("subscription", "recover", "id", "subscription", "complete", _has_billed_all),
    Coupling("subscription", "cancel", "invoice_id", "invoice", "cancel", _never_began),
    Coupling("subscription", "expire", "invoice_id", "invoice", "cancel", _never_began),
    # Customers pause, resume and cancel UPI mandates in their app: payments/subscriptions/faqs.md
    Coupling("token", "pause", "subscription_id", "subscription", "suspend", _is_its_mandate),
    Coupling("token", "resume", "subscription_id", "subscription", "resume", _its_customer_paused_it),
    Coupling("token", "cancelled", "subscription_id", "subscription", "revoke", _lives_by_it),
)

EXPIRY: Mapping[str, str] = {"subscription": "expires_at"}
