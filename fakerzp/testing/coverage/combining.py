"""Which named combination a step completes, told by the record's own past and by what it is coupled to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from ... import errors
from ...doors.exchange import Request
from ...ledger.books import Books
from ...ledger.log import Link
from ...webhooks.delivery import Delivery
from ...world.settlements import settlement_of
from ...world.strategies import PATIENCE

_TOO_MUCH = {text.error().body["error"]["description"] for text in (errors.FULLY_REFUNDED, errors.REFUND_TOO_MUCH)}
_REFUNDS = ("payment.refund", "refund.create")


def completed(books: Books, record: Any, event: str) -> Iterator[str]:
    """The combinations that the record completes by going through the event; `record` is as before it."""
    kind = record.KIND
    if kind == "payment":
        failed = [step for step in record.steps if step.why == "fail"]
        if event == "capture" and failed:
            yield "failed_then_captured"
        if event == "authorize" and any(step.at >= record.created_at + PATIENCE for step in failed):
            yield "late_authorization"
        if event == "fail" and _is_down(books, record):
            yield "downtime"
        if event in ("authorize", "fail") and _has_expired(books, record):
            yield "link_expired_while_paying"
    elif kind == "order" and event == "pay":
        if books.newest("payment", field="order_id", value=record.id, keep=lambda one: one.status == "failed"):
            yield "paid_at_last"
    elif (kind, event) in _BY_A_STEP:
        name, holds = _BY_A_STEP[kind, event]
        if holds(books, record):
            yield name
    elif event == "expire" and record.status == "partially_paid":
        yield "expired_in_part"


def _was_paid_out(books: Books, dispute: Any) -> bool:
    return settlement_of(books, dispute.payment_id, "capture") is not None


# Those that one step is, where this holds of its record.
_BY_A_STEP: Final[Mapping[tuple[str, str], tuple[str, Callable[[Books, Any], bool]]]] = {
    ("token", "reject"): ("nach_rejected", lambda books, token: bool(token.method == "nach")),
    ("subscription", "halt"): ("subscription_halted", lambda books, subscription: True),
    ("dispute", "accept"): ("dispute_lost_after_settlement", _was_paid_out),
    ("dispute", "lose"): ("dispute_lost_after_settlement", _was_paid_out),
}


def _is_down(books: Books, payment: Any) -> bool:
    """Whether something of its method is down; downtimes are told to the merchant's own account only."""
    return any(
        books.newest("downtime", field="status", value=status, keep=lambda one: one.method == payment.method)
        for status in ("started", "updated")
    )


def _has_expired(books: Books, payment: Any) -> bool:
    owners = (books.get(payment.link_id), books.get(payment.invoice_id))
    return any(owner is not None and owner.status == "expired" for owner in owners)


def raced(call: Request, events: Link | None) -> bool:
    """Whether a request asked for a refund of more than another refund had left; `events` as when it came."""
    if call.status != 400 or call.endpoint not in _REFUNDS:
        return False
    if call.answer["error"].get("description") not in _TOO_MUCH:
        return False
    payment_id = call.body.get("payment_id") or call.path.rstrip("/").split("/")[-2]
    while events is not None:
        happened: Any = events.entry
        if happened.event == "refund.created" and happened.records[0].payment_id == payment_id:
            return True
        events = events.before
    return False


def repeated(deliveries: Sequence[Delivery]) -> int:
    """How many of the deliveries repeat one that the same webhook had accepted."""
    accepted: set[tuple[str, str]] = set()
    again = 0
    for delivery in deliveries:
        what = (delivery.subscription.id, delivery.event_id)
        again += what in accepted
        if delivery.accepted:
            accepted.add(what)
    return again
