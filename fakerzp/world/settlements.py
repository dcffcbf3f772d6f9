"""Captured money reaches the merchant's bank on a working day (payments/settlements.md).

Two working days after capture, seven days for international payments; what was refunded meanwhile is not paid out.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..entities.payment import Payment
from ..entities.settlement import Settlement
from ..ledger.books import Books
from ..ledger.due import Due
from .working_days import INDIA, after

if TYPE_CHECKING:
    from .world import World

# The page's example settles at nine o'clock in the morning.
HOUR = 9


class Settlements:
    """Plans what is paid out, and pays it when its day has come."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.parts["settle"] = self._settle

    def plan(self, books: Books, payment: Payment) -> None:
        """Put what a captured payment brings to what is paid out on its day."""
        delays = self._world.delays
        delay = delays.international_settlement if payment.international else delays.settlement
        net = payment.amount - (payment.fee or 0)
        if delay is None or net <= 0:
            return
        at = after(self._world.now, delay)
        if not isinstance(delay, int):
            at = int(datetime.fromtimestamp(at, INDIA).replace(hour=HOUR, minute=0, second=0).timestamp())
        key = ("to settle", at, payment.currency)
        planned = books.claimed(key)
        if planned is None:
            self._world.ledger.schedule(at, f"settle {payment.currency}", books.account, str(at))
        books.claim(key, (planned or 0) + net)

    def _settle(self, item: Due) -> None:
        books = self._world.ledger.books(item.account)
        currency = item.what.partition(" ")[2]
        key = ("to settle", int(item.entity_id), currency)
        planned = books.claimed(key) or 0
        books.release(key)
        self.pay_out(books, currency, planned)

    def pay_out(self, books: Books, currency: str, most: int | None = None) -> Settlement | None:
        """Pay out the merchant's balance, `most` of it at most; None if there is none."""
        world = self._world
        balance = books.claimed(("balance", "merchant", currency)) or 0
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
