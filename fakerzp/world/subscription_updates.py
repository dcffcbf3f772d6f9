"""Updates of subscriptions: at once, with what they cost or give back, or at the end of the cycle.

Source: payments/subscriptions/update.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..entities.base import evolve
from ..entities.cycles import INDIA, days_shared_out
from ..entities.payment import Payment, Refund
from ..entities.subscriptions import Pending, Subscription, Terms
from ..errors import subscriptions as texts
from ..ledger.books import Books
from . import subscription_bills as bills

if TYPE_CHECKING:
    from .subscriptions import Subscriptions
    from .world import World

LEAST_DIFFERENCE = 50
"""What an immediate update must cost or give back at least, if anything, in the smallest unit."""


class Updates:
    """Changes subscriptions, now or when their cycle ends."""

    def __init__(self, world: World, subscriptions: Subscriptions) -> None:
        self._world = world
        self._subscriptions = subscriptions

    def now(self, books: Books, subscription: Subscription, asked: Pending) -> Subscription | None:
        """Update it at once; in a cycle, what the rest of that costs more is charged, what it costs less given back.

        None if the charge failed: it stays as it is. Raises the API error of a difference that is too small, and of a
        charge that the bank does not answer.
        """
        world = self._world
        at = world.now
        begun = subscription.current_start is not None
        moves_start = any(name == "start_at" for name, _ in asked.fields)
        changes = self.changes(subscription, asked, at)
        if begun and not moves_start:
            updated = evolve(subscription, **changes)
            difference = self._difference(subscription, updated, at)
            if 0 < abs(difference) < LEAST_DIFFERENCE:
                raise texts.UPDATE_DIFFERENCE.error()
            if difference > 0 and not self._charge(books, subscription, updated, difference):
                return None
            if difference < 0:
                self._give_back(books, subscription, -difference)
            subscription = books.get(subscription.id)
        moved: Subscription = world.law.move(books, subscription, "update", at, **changes)
        return moved

    def later(self, books: Books, subscription: Subscription, asked: Pending) -> Subscription:
        """Update it when its cycle ends; another update that waits is forgotten."""
        at = subscription.bills_at
        moved: Subscription = self._world.law.move(
            books, subscription, "plan_update", self._world.now, pending=asked, change_scheduled_at=at
        )
        return moved

    def due(self, books: Books, subscription: Subscription, at: int) -> Subscription:
        """The subscription at the end of a cycle: with what waited for it, if it may be updated as it is."""
        asked = subscription.pending
        if asked is None or not self._world.law.allows(subscription, "update"):
            return subscription
        changes = self.changes(subscription, asked, at, ends=True)
        done = {"pending": None, "change_scheduled_at": None}
        moved: Subscription = self._world.law.move(books, subscription, "update", at, **{**changes, **done})
        return moved

    def changes(self, subscription: Subscription, asked: Pending, at: int, *, ends: bool = False) -> dict[str, Any]:
        """What the update changes, if it is made at that moment; `ends` if the cycle ends then."""
        fields = dict(asked.fields)
        names = ("quantity", "customer_notify", "offer_id", "offer_left")
        changes: dict[str, Any] = {name: fields[name] for name in names if name in fields}
        if "remaining_count" in fields:
            changes["total_count"] = subscription.issued + fields["remaining_count"]
        if asked.terms is not None:
            changes |= {"terms": asked.terms, "plan_id": asked.terms.plan_id}
        if "start_at" in fields:
            start = fields["start_at"]
            changes |= {"start_at": start, "anchor": start, "cycle": 0, "bills_at": start, "charge_at": start}
            if subscription.current_end is not None:
                changes["current_end"] = start
        elif asked.terms is not None and not _same_rhythm(subscription.terms, asked.terms):
            changes |= self._new_rhythm(subscription, asked.terms, at, ends=ends)
        return changes

    def _new_rhythm(self, subscription: Subscription, terms: Terms, at: int, *, ends: bool) -> dict[str, Any]:
        """Cycles of another length begin on the day of the change."""
        if subscription.current_start is None:
            return {}
        if ends:
            return {"anchor": at, "cycle": 0}
        end = evolve(subscription, terms=terms, anchor=at).begins(1)
        cycle = {"anchor": at, "cycle": 1, "current_start": at, "current_end": end, "bills_at": end}
        return {**cycle, "charge_at": end if subscription.remaining_count else None}

    def _difference(self, old: Subscription, new: Subscription, at: int) -> int:
        """What the customer is to pay (negative: to get back) for the rest of the cycle, in the smallest unit."""
        days = days_shared_out(old.terms.period, old.terms.interval)
        begun = datetime.fromtimestamp(old.current_start or at, INDIA).date()
        charged = (datetime.fromtimestamp(at, INDIA).date() - begun).days
        left = max(0, days - charged)
        paid = _share(old.price, left, days)
        if _same_rhythm(old.terms, new.terms):
            return _share(new.price, left, days) - paid
        return new.price - paid

    def _charge(self, books: Books, old: Subscription, new: Subscription, amount: int) -> bool:
        """Whether the card paid; an invoice that it did not pay is cancelled (inferred)."""
        world = self._world
        line = bills.plan_line(world, new, amount)
        bill = bills.Bill((line,), None, world.now, new.current_end)
        invoice = bills.issue(world, books, old, bill)
        payment = self._subscriptions.charge(books, old, invoice, scheduled=False)
        if payment.status == "failed":
            world.law.move(books, books.get(invoice.id), "cancel", world.now)
        elif not payment.captured:
            raise texts.UPDATE_NOT_CHARGED.error()
        return payment.captured

    def _give_back(self, books: Books, subscription: Subscription, amount: int) -> None:
        """Refund it out of the subscription's payments, the newest first: all together are one credit note."""
        world = self._world
        for invoice in books.newest("invoice", field="subscription_id", value=subscription.id):
            payment: Payment | None = books.get(invoice.payment_id)
            left = payment.amount_left if payment is not None and payment.captured else 0
            part = min(left, amount)
            if payment is None or part <= 0:
                continue
            refund = Refund(
                id=world.ledger.new_id("rfnd_"),
                created_at=world.now,
                status="pending",
                payment_id=payment.id,
                amount=part,
                currency=payment.currency,
                drawn_on=world.funds.source,
            )
            world.counter.windows.refunded(books, refund)
            amount -= part
            if not amount:
                return


def _same_rhythm(old: Terms, new: Terms) -> bool:
    return (old.period, old.interval) == (new.period, new.interval)


def _share(price: int, days: int, of: int) -> int:
    """The price of so many days out of the cycle's, rounded."""
    return (2 * price * days + of) // (2 * of)
