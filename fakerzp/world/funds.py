"""What refunds are paid from: the available balance, as far below nothing as the reserve balance reaches, or credits.

Sources: payments/dashboard/account-settings/balances.md and credits.md. The reserve balance itself is not spent: it is
how far below nothing the available balance may go. By default nothing limits that, and an account has neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..currencies import CURRENCIES
from ..entities.deposit import Deposit
from ..ledger.books import Books

if TYPE_CHECKING:
    from .world import World


class Funds:
    """Says what a refund is drawn on and how much is left there; moves what the merchant sets aside."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def source(self) -> str:
        """The account of the books that refunds of captured payments are drawn on."""
        return "credits" if self._world.account.refund_source == "credits" else "merchant"

    def left(self, books: Books, currency: str) -> int | None:
        """How much may still be refunded, in the smallest unit; None if nothing limits it."""
        if self.source == "credits":
            return _held(books, "credits", currency)
        if not self._world.account.limit_negative_balance:
            return None
        return _held(books, "merchant", currency) + _held(books, "reserves", currency)

    def deposit(self, books: Books, into: str, amount: int, currency: str) -> int:
        """Move so much from the merchant's bank account, back if it is negative; returns what is there then.

        Raises ValueError for nothing, for no known currency, and for more back than is there and not needed.
        """
        if not amount:
            raise ValueError("a deposit is an amount in the smallest unit, or a negative one to take that back")
        if currency not in CURRENCIES:
            raise ValueError(f"there is no currency {currency!r}")
        free = self._free(books, into, currency)
        if -amount > free:
            raise ValueError(f"{-amount} of the {into} can't be taken back: {free} are there and not needed")
        world = self._world
        made = Deposit(
            id=world.ledger.new_id("dep_"),
            created_at=world.now,
            status="processed",
            amount=amount,
            currency=currency,
            into=into,
        )
        world.law.create(books, made, world.now)
        return _held(books, into, currency)

    def _free(self, books: Books, into: str, currency: str) -> int:
        """What of it may be taken back: a reserve stays as long as the available balance is below nothing by it."""
        held = _held(books, into, currency)
        if into != "reserves" or not self._world.account.limit_negative_balance:
            return held
        return max(0, held + min(0, _held(books, "merchant", currency)))


def _held(books: Books, name: str, currency: str) -> int:
    return books.claimed(("balance", name, currency)) or 0
