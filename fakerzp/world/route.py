"""Route: transfers reach linked accounts, wait while they are on hold, are settled there, or come back.

Sources: payments/route/transfer-funds-to-linked-accounts.md, schedule-settlement.md, transfer-fees-example.md and the
pages under api/payments/route. Each linked account has books of its own, opened when the first transfer reaches it;
what it receives is a payment by the method `transfer` there, and what it gives back a refund of that. Settlements pay
both out, or wait, as they do with the payments of any account.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..entities.base import Notes, evolve
from ..entities.order import Order
from ..entities.payment import Payment, Refund
from ..entities.route import Reversal, Transfer, TransferFailure
from ..entities.settlement import Settlement
from ..ledger.books import Books
from ..ledger.due import Due
from ..ledger.money import transfer_fee_of
from .working_days import after

if TYPE_CHECKING:
    from .world import World

DAY = 86400
RETRIES = 3
"""How often a transfer of an order is tried again, a day after the last time."""
# The errors of api/payments/route/transfers-entity.md.
NO_BALANCE = TransferFailure(
    "BAD_REQUEST_TRANSFER_INSUFFICIENT_BALANCE",
    "Transfer failed due to insufficient balance",
    "insufficient_balance",
    "balance_check",
)
NOT_AVAILABLE = TransferFailure(
    "BAD_REQUEST_PAYMENT_FEES_GREATER_THAN_AMOUNT",
    "Transfer amount was greater than amount available for transfer",
    "transfer_amount_higher_than_balance",
    "amount_validation",
)
FAILURES = (NO_BALANCE, NOT_AVAILABLE)


class Route:
    """Moves transfers on, and keeps what linked accounts are paid out."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.parts["transfer"] = self._due
        world.parts["retry_transfer"] = self._retry
        world.parts["release_transfer"] = self._hold_is_over

    # -- what there is

    def available(self, books: Books, currency: str) -> int:
        """What transfers can be made of: the balance, and how far below nothing the reserve balance lets it go."""
        return _held(books, "merchant", currency) + _held(books, "reserves", currency)

    def left_with(self, account: str, currency: str) -> int:
        """What a linked account has that can be taken back from it, held or not."""
        return _held(self._world.ledger.books(account), "merchant", currency)

    def cost_of(self, amount: int) -> int:
        """The amount and the fee for its transfer, in the smallest unit."""
        return amount + self._fee(amount)[0]

    def _fee(self, amount: int) -> tuple[int, int]:
        account = self._world.account
        return transfer_fee_of(amount, account.transfer_fee_percent, account.tax_percent)

    # -- on its way

    def captured(self, books: Books, order: Order) -> None:
        """The order is paid: its transfers, pending by now, go on their way."""
        for transfer_id in order.transfers:
            transfer = books.get(transfer_id)
            if transfer.status == "pending":
                self.begin(books, transfer)

    def begin(self, books: Books, transfer: Transfer) -> Transfer:
        """Let a pending transfer be processed: at once or, if the fake was given a delay, when that is over."""
        world = self._world
        if not world.delays.transfer:
            return self.process(books, transfer)
        at = after(world.now, world.delays.transfer)
        world.ledger.schedule(at, "transfer", books.account, transfer.id)
        return transfer

    def process(self, books: Books, transfer: Transfer) -> Transfer:
        """Move its money now, or let it fail for want of it."""
        world = self._world
        fees, tax = self._fee(transfer.amount)
        why = self._lack(books, transfer, fees)
        if why is not None:
            return self.fail(books, transfer, why)
        moved: Transfer = world.law.move(
            books,
            transfer,
            "process",
            world.now,
            fees=fees,
            tax=tax,
            received_id=self._received(books, transfer).id,
        )
        return moved

    def fail(self, books: Books, transfer: Transfer, why: TransferFailure = NO_BALANCE) -> Transfer:
        """Let it fail; one of an order is tried again, on the days after."""
        world = self._world
        moved: Transfer = world.law.move(books, transfer, "fail", world.now, failure=why, fees=0, tax=0)
        if moved.source.startswith("order_") and moved.retries < RETRIES and self._is_wanted(books, moved):
            world.ledger.schedule(world.now + DAY, "retry_transfer", books.account, moved.id)
        return moved

    def _is_wanted(self, books: Books, transfer: Transfer) -> bool:
        """Whether the payment that it is a share of, if any, can still be shared, and as much is left of it."""
        payment = books.get(transfer.payment_id)
        if payment is None:
            return True
        left = payment.amount - payment.amount_transferred
        return left >= transfer.amount and self._world.law.allows(payment, "transfer")

    def _lack(self, books: Books, transfer: Transfer, fees: int) -> TransferFailure | None:
        """Why it cannot be processed. Which of the two is said where the fee alone is not covered: inferred."""
        available = self.available(books, transfer.currency)
        if available < transfer.amount:
            return NO_BALANCE
        if available < transfer.amount + fees or not self._is_wanted(books, transfer):
            return NOT_AVAILABLE
        return None

    def _received(self, books: Books, transfer: Transfer) -> Payment:
        """The payment that the linked account has of it: with those of the notes that it is to see."""
        world, linked = self._world, self._linked(transfer)
        paid = books.get(transfer.payment_id)
        payment = Payment(
            id=world.ledger.new_id("pay_"),
            created_at=world.now,
            status="captured",
            captured=True,
            amount=transfer.amount,
            currency=transfer.currency,
            method="transfer",
            email=paid.email if paid is not None else None,
            contact=paid.contact if paid is not None else None,
            notes=tuple((key, value) for key, value in transfer.notes if key in transfer.linked_account_notes),
            fee=0,
            tax=0,
            on_hold=True if transfer.on_hold else None,
        )
        linked.claim(("transfer of", payment.id), transfer.id)
        created: Payment = world.law.create(linked, payment, world.now)
        return created

    def _linked(self, transfer: Transfer) -> Books:
        """The books of the linked account; plugins are told of it if they are opened by that."""
        world, account = self._world, transfer.recipient
        is_new = not world.ledger.is_open(account)
        books = world.ledger.books(account)
        if is_new and world.hooks is not None and world.hooks.enriches:
            world.hooks.enriched(world, account)
        return books

    def _due(self, item: Due) -> None:
        found = self._found(item)
        if found is not None and self._world.law.allows(found[1], "process"):
            self.process(*found)

    def _retry(self, item: Due) -> None:
        found = self._found(item)
        if found is not None and self._world.law.allows(found[1], "retry") and self._is_wanted(*found):
            self.begin(found[0], self._world.law.move(*found, "retry", item.at))

    def _found(self, item: Due) -> tuple[Books, Transfer] | None:
        books = self._world.ledger.books(item.account)
        transfer = books.get(item.entity_id)
        return None if transfer is None else (books, transfer)

    # -- held and settled

    def held(self, books: Books, transfer: Transfer) -> None:
        """It is on hold from its making: let that be over when it says so."""
        if transfer.on_hold and transfer.on_hold_until is not None:
            at = max(self._world.now, transfer.on_hold_until)
            self._world.ledger.schedule(at, "release_transfer", books.account, transfer.id)

    def hold(self, books: Books, transfer: Transfer, until: int | None) -> Transfer:
        """Put its settlement on hold until that moment (Unix seconds), or until further notice."""
        world = self._world
        held: Transfer = world.law.move(books, transfer, "hold", world.now, on_hold=True, on_hold_until=until)
        if held.received_id is not None and not transfer.on_hold:
            world.settlements.hold(self._linked(held), self._set(held, on_hold=True))
        self.held(books, held)
        return held

    def release(self, books: Books, transfer: Transfer) -> Transfer:
        """Let it be settled: on the day of the schedule, or the next working day if that is over."""
        world = self._world
        released: Transfer = world.law.move(books, transfer, "release", world.now)
        if released.received_id is not None and transfer.on_hold:
            world.settlements.release(self._linked(released), self._set(released, on_hold=None))
        return released

    def _set(self, transfer: Transfer, *, on_hold: bool | None) -> Payment:
        """What the linked account received of it, on hold as it is."""
        linked = self._linked(transfer)
        received: Payment = evolve(linked.get(transfer.received_id), on_hold=on_hold)
        linked.put(received)
        return received

    def _hold_is_over(self, item: Due) -> None:
        found = self._found(item)
        if found is None or not self._world.law.allows(found[1], "release"):
            return
        until = found[1].on_hold_until
        if found[1].on_hold and until is not None and until <= item.at:
            self.release(*found)

    def settled(self, linked: Books, settlement: Settlement, received: Iterable[str]) -> None:
        """What an account received is paid out: enter the settlement into the transfers that brought it."""
        world = self._world
        for payment_id in received:
            transfer_id = linked.claimed(("transfer of", payment_id))
            found = world.ledger.record(transfer_id) if transfer_id is not None else None
            if found is not None:
                world.law.move(*found, "settle", world.now, recipient_settlement_id=settlement.id)

    # -- back again

    def reverse(
        self, books: Books, transfer: Transfer, amount: int, notes: Notes = (), refund_id: str | None = None
    ) -> Reversal:
        """Take so much (smallest unit) of a transfer back: for the linked account, a refund of what it received."""
        world = self._world
        given_back = Refund(
            id=world.ledger.new_id("rfnd_"),
            created_at=world.now,
            status="processed",
            payment_id=transfer.received_id or "",
            amount=amount,
            currency=transfer.currency,
            notes=notes,
        )
        world.law.create(self._linked(transfer), given_back, world.now)
        reversal = Reversal(
            id=world.ledger.new_id("rvrsl_"),
            created_at=world.now,
            status="processed",
            transfer_id=transfer.id,
            amount=amount,
            currency=transfer.currency,
            initiator_id=books.account.removeprefix("acc_"),
            notes=notes,
            customer_refund_id=refund_id,
            given_back_id=given_back.id,
        )
        made: Reversal = world.law.create(books, reversal, world.now)
        return made


def _held(books: Books, name: str, currency: str) -> int:
    return books.claimed(("balance", name, currency)) or 0
