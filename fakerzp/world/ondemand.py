"""Settlements that the merchant asks for: paid out within seconds, for a fee (payments/settlements/instant.md).

They are paid by IMPS, which takes 5 lakh rupees at most, so a larger one is made by several payouts. That they are
initiated after a second, and each processed a second after the one before, is inferred from the times in the samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from ..entities.settlements import Ondemand, OndemandPayout, with_payouts
from ..ledger.books import Books
from ..ledger.due import Due
from .working_days import after

if TYPE_CHECKING:
    from .world import World

LARGEST_PAYOUT = 5 * 10**7
"""Five lakh rupees, in paise."""
LARGEST = 5 * 10**9
"""Five crore rupees, in paise."""


class Ondemands:
    """Makes settlements on demand, and lets their payouts reach the bank."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.parts["ondemand_initiate"] = self._initiate
        world.parts["ondemand_process"] = self._process

    def make(self, books: Books, amount: int, **fields: Any) -> Ondemand:
        """Settle so much (paise), fee and all, which is there; `fields` are those of the record that were asked for."""
        world = self._world
        parts = [(part, *self.fee(part)) for part in _parts(amount)]
        fees, tax = sum(fee for _, fee, _ in parts), sum(tax for _, _, tax in parts)
        ondemand = Ondemand(
            id=world.ledger.new_id("setlod_"),
            created_at=world.now,
            status="created",
            amount_requested=amount,
            amount_pending=amount - fees,
            fees=fees,
            tax=tax,
            **fields,
        )
        created: Ondemand = world.law.create(books, ondemand, world.now)
        for n, (part, fee, tax_of_it) in enumerate(parts):
            self._payout(books, created, n, part, fee, tax_of_it)
        initiated: Ondemand = world.law.move(books, created, "initiate", world.now)
        return initiated

    def fee(self, amount: int) -> tuple[int, int]:
        """(fee with tax, tax): GST is two halves, each rounded, as the samples have it (886 and 136 of 300000)."""
        account = self._world.account
        fee = _share(amount, account.instant_settlement_percent)
        tax = 2 * _share(fee, account.tax_percent / 2)
        return fee + tax, tax

    def payouts(self, books: Books, ondemand: Ondemand) -> list[OndemandPayout]:
        """The payouts of a settlement on demand, in order."""
        return books.newest("ondemand_payout", field="ondemand_id", value=ondemand.id)[::-1]

    def end(self, books: Books, record: Any, event: str) -> dict[str, Any]:
        """Let what is under way of it (of one payout, if it is one) be processed or reversed, and show it.

        Raises ValueError if nothing is.
        """
        world = self._world
        payouts = [record] if isinstance(record, OndemandPayout) else self.payouts(books, record)
        open_ones = [one for one in payouts if world.law.allows(one, "initiate") or world.law.allows(one, event)]
        if not open_ones:
            raise ValueError(f"{record.id} is {record.status}: it is too late to {event} it")
        for payout in open_ones:
            under_way = payout
            if world.law.allows(payout, "initiate"):
                under_way = world.law.move(books, payout, "initiate", world.now)
            self._end(books, under_way, event)
        ondemand = books.get(open_ones[0].ondemand_id)
        return with_payouts(ondemand, self.payouts(books, ondemand))

    def _end(self, books: Books, payout: OndemandPayout, event: str) -> None:
        world = self._world
        changes = {"utr": world.ledger.digits(12)} if event == "process" else {}
        world.law.move(books, payout, event, world.now, **changes)

    def _payout(self, books: Books, ondemand: Ondemand, n: int, amount: int, fees: int, tax: int) -> None:
        world = self._world
        ledger = world.ledger
        payout = OndemandPayout(
            id=ledger.new_id("setlodp_"),
            created_at=world.now,
            status="created",
            ondemand_id=ondemand.id,
            amount=amount,
            fees=fees,
            tax=tax,
            adjustments=(ledger.new_id("adj_"), ledger.new_id("adj_")),
        )
        world.law.create(books, payout, world.now)
        ledger.schedule(world.now + 1 + n, "ondemand_initiate", books.account, payout.id)
        delay = world.delays.instant_settlement
        if delay is not None:
            at = max(after(world.now, delay), world.now + 1) + n
            ledger.schedule(at, "ondemand_process", books.account, payout.id)

    def _initiate(self, item: Due) -> None:
        books = self._world.ledger.books(item.account)
        payout = books.get(item.entity_id)
        if self._world.law.allows(payout, "initiate"):
            self._world.law.move(books, payout, "initiate", self._world.now)

    def _process(self, item: Due) -> None:
        books = self._world.ledger.books(item.account)
        payout = books.get(item.entity_id)
        if self._world.law.allows(payout, "process"):
            self._end(books, payout, "process")


def _parts(amount: int) -> Iterator[int]:
    while amount > 0:
        yield min(amount, LARGEST_PAYOUT)
        amount -= LARGEST_PAYOUT


def _share(amount: int, percent: float) -> int:
    """So many percent, rounded half up."""
    return int((amount * Decimal(str(percent)) / 100).to_integral_value(ROUND_HALF_UP))
