"""Captured money reaches the merchant's bank at nine in the morning of a working day (payments/settlements.md).

Two working days after capture, seven days for international payments. Never more is paid out than the merchant's
balance: what is refunded lowers the next settlement, as the sample of api/settlements/fetch-recon.md has it. What a
refund that failed gives back is paid out on the next working day (inferred).

The page says that every settlement is in rupees; nobody here knows the rate, so each is in its payments' currency
("paise for INR, cents for USD": webhooks/settlements.md). A settlement that Razorpay makes by itself has no fee.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from immutables import Map

from ..entities.payment import Payment, Refund
from ..entities.settlement import Settlement
from ..ledger.books import Books
from ..ledger.due import Due
from .working_days import INDIA, ONE_DAY, Delay, after, is_working_day

if TYPE_CHECKING:
    from .world import World

HOUR = 9
"""The time of day in India, as in the page's example."""

Plan = Map[int, int]
"""What is to be paid out (smallest unit), by when (Unix seconds)."""


class Settlements:
    """Plans what is paid out, and pays it when its day has come."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.parts["settle"] = self._settle

    # -- what the merchant's balance goes through

    def captured(self, books: Books, payment: Payment) -> None:
        """A payment was captured now: put what it brings to what is paid out on its day."""
        at = self.day(self._delay(payment))
        if at is not None:
            self._add(books, payment.currency, at, payment.amount - (payment.fee or 0))

    def refunded(self, books: Books, currency: str) -> None:
        """Money left the balance: what is planned beyond what is there is taken from what comes first."""
        plan = self._plan(books, currency)
        excess = sum(plan.values()) - self._balance(books, currency)
        for at in sorted(plan):
            if excess <= 0:
                break
            taken = min(plan[at], excess)
            plan, excess = plan.set(at, plan[at] - taken), excess - taken
        self._keep(books, currency, plan)

    def returned(self, books: Books, refund: Refund) -> None:
        """A refund failed now: what no settlement will pay out goes to the next working day's."""
        payment = books.get(refund.payment_id)
        delay = self._delay(payment) if refund.drawn_on == "merchant" else None
        if delay is not None:
            at = self.day(delay if isinstance(delay, int) else ONE_DAY)
            self._add(books, refund.currency, at or 0, refund.amount)

    def pay_out(self, books: Books, currency: str, most: int | None = None) -> Settlement | None:
        """Pay out the merchant's balance, `most` of it at most; None if there is none.

        Without `most` all of it goes, and nothing is left of what was planned.
        """
        world = self._world
        balance = self._balance(books, currency)
        if most is None:
            self._keep(books, currency, Map())
        amount = balance if most is None else min(balance, most)
        if amount <= 0:
            return None
        settlement = Settlement(
            id=world.ledger.new_id("setl_"),
            created_at=world.now,
            status="created",
            amount=amount,
            currency=currency,
            utr=world.ledger.digits(16),
        )
        created = world.law.create(books, settlement, world.now)
        paid: Settlement = world.law.move(books, created, "process", world.now)
        return paid

    # -- days

    def day(self, delay: Delay) -> int | None:
        """When it is paid out (Unix seconds) if that takes as long from now; None for never.

        So many seconds are just that; all else is at nine o'clock, of a day on which banks work.
        """
        now = self._world.now
        if delay is None or isinstance(delay, int):
            return None if delay is None else now + delay
        day = datetime.fromtimestamp(after(now, delay), INDIA).replace(hour=HOUR, minute=0, second=0)
        while day.timestamp() < now or not is_working_day(day):
            day += timedelta(days=1)
        return int(day.timestamp())

    def day_of(self, payment: Payment) -> int | None:
        """When what a payment brings is paid out if it is captured now; None for never."""
        return self.day(self._delay(payment))

    def _delay(self, payment: Payment) -> Delay:
        """A payment in another currency is international, whatever it was paid with."""
        delays = self._world.delays
        abroad = payment.international or payment.currency != "INR"
        return delays.international_settlement if abroad else delays.settlement

    # -- what is planned

    def _add(self, books: Books, currency: str, at: int, amount: int) -> None:
        """Plan to pay out that amount, or as much of it as is there and not planned yet."""
        plan = self._plan(books, currency)
        free = self._balance(books, currency) - sum(plan.values())
        if min(amount, free) <= 0:
            return
        if at not in plan:
            self._world.ledger.schedule(at, f"settle {currency}", books.account, str(at))
        self._keep(books, currency, plan.set(at, plan.get(at, 0) + min(amount, free)))

    def _settle(self, item: Due) -> None:
        """Pay out what was planned for this moment; nothing if it was paid out before it."""
        books, at = self._world.ledger.books(item.account), int(item.entity_id)
        currency = item.what.partition(" ")[2]
        plan = self._plan(books, currency)
        if at in plan:
            self._keep(books, currency, plan.delete(at))
            self.pay_out(books, currency, plan[at])

    def _balance(self, books: Books, currency: str) -> int:
        return max(0, books.claimed(("balance", "merchant", currency)) or 0)

    def _plan(self, books: Books, currency: str) -> Plan:
        plan: Plan = books.claimed(("to settle", currency)) or Map()
        return plan

    def _keep(self, books: Books, currency: str, plan: Plan) -> None:
        if plan != self._plan(books, currency):
            books.claim(("to settle", currency), plan)
