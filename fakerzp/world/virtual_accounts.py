"""Money that is sent to the accounts and UPI IDs of Smart Collect, and accounts that nobody uses any more.

Whoever has the number of an account can send money there, also to one that is closed, and from any account. What comes
to a closed account, or from an account that is not allowed, is given back (payments/smart-collect/faqs.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..entities.payment import Payer, Payment
from ..entities.virtual_accounts import (
    AllowedPayer,
    BankReceiver,
    BankTransfer,
    Receiver,
    UpiTransfer,
    VirtualAccount,
    VpaReceiver,
)
from ..ledger.books import Books
from ..ledger.due import Due
from ..ledger.log import append
from .banks import bank_name
from .checkout import Target
from .windows import Landing

if TYPE_CHECKING:
    from .world import World

UNUSED = 90 * 86400
"""After so many seconds without use an account is closed (api/payments/smart-collect/entity.md)."""
# Who pays unless the customer or the allowed payers say otherwise: the payer of the samples.
PAYER = AllowedPayer("", "UTIB0003198", "765432123456789")
NOT_ALLOWED = "Bank Account Validation Failed"


class VirtualAccounts:
    """What customers and banks do with virtual accounts."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.payables["virtual_account"] = self._payable
        world.landings["virtual_account"] = self._landing
        world.parts["lapse"] = self._lapse

    # -- what customers pay

    def _payable(self, books: Books, account: VirtualAccount) -> Target:
        return self._target(books, account, account.receivers, None)

    def received_by(self, receiver_id: str) -> Target | None:
        """What stands in front of a customer who pays that receiver of an account; None if there is none."""
        ledger = self._world.ledger
        for name in ledger.accounts:
            books = ledger.books(name)
            account = books.get(books.claimed(("receiver", receiver_id)))
            if account is not None:
                receivers = tuple(one for one in account.receivers if one.id == receiver_id)
                return self._target(books, account, receivers, receiver_id)
        return None

    def _target(
        self, books: Books, account: VirtualAccount, receivers: tuple[Receiver, ...], receiver_id: str | None
    ) -> Target:
        customer = books.get(account.customer_id)
        left = account.amount_expected - account.amount_paid if account.amount_expected is not None else None
        return Target(
            books,
            account,
            None,
            0,
            customer.email if customer is not None else None,
            customer.contact if customer is not None else None,
            account.customer_id,
            amount=left if left is not None and left > 0 else None,
            carries=(("virtual_account_id", account.id), ("receiver_id", receiver_id)),
            methods=methods_of(receivers),
            domestic=True,
        )

    # -- what becomes of the money

    def _landing(self, books: Books, account: Any, payment: Payment) -> Landing:
        world, ledger = self._world, self._world.ledger
        is_open = world.law.allows(account, "use")
        if is_open:
            world.law.move(books, account, "use", world.now)
        payer = self._payer(books, account, payment)
        is_allowed = account.allows(payer)
        reference = dict(payment.acquirer_data).get("rrn") or ledger.digits(12)
        key = ("virtual account transaction", reference)
        books.claim(key, (*(books.claimed(key) or ()), payment.id))
        arrived = ("virtual account payments",)
        books.claim(arrived, append(books.claimed(arrived), payment.id))
        shown: dict[str, Any] = {"payer": payer}
        if payment.method == "bank_transfer":
            transfer = self._by_bank(books, account, payment, payer, reference)
            shown |= {"bank_transfer_id": transfer.id, "description": payment.description or "NA"}
            shown["acquirer_data"] = (("rrn", reference),)
        elif not isinstance(receiver_of(account, payment), VpaReceiver):
            shown["description"] = payment.description or "Bharat Qr Payment"
        else:
            by_upi = self._by_upi(books, account, payment, payer, reference)
            shown |= {"upi_transfer_id": by_upi.id, "description": payment.description or "Virtual UPI ID payment"}
        if is_open and not is_allowed:
            shown["description"] = NOT_ALLOWED
        known = payment.method != "bank_transfer" or payer.account_number is not None
        return Landing(is_open and is_allowed, known, shown)

    def _payer(self, books: Books, account: VirtualAccount, payment: Payment) -> Payer:
        """Whose account it came from: if the customer did not say, the first that is allowed."""
        payer = payment.payer or Payer()
        if payer.told:
            return payer
        usual = account.allowed_payers[0] if account.allowed_payers else PAYER
        customer = books.get(payment.customer_id)
        name = customer.name if customer is not None else "Gaurav Kumar"
        return payer._replace(name=name, ifsc=usual.ifsc, account_number=usual.account_number)

    def _by_bank(
        self, books: Books, account: VirtualAccount, payment: Payment, payer: Payer, reference: str
    ) -> BankTransfer:
        """The transfer behind a payment; of the payer nothing if the bank did not tell."""
        ledger, known = self._world.ledger, payer.account_number is not None
        transfer = BankTransfer(
            id=ledger.new_id("bt_"),
            created_at=self._world.now,
            payment_id=payment.id,
            virtual_account_id=account.id,
            mode=payer.mode or "NEFT",
            bank_reference=reference,
            amount=payment.amount,
            payer=payer if known else None,
            payer_id=ledger.new_id("ba_") if known else None,
            payer_bank=bank_name(payer.ifsc) if payer.ifsc is not None else None,
        )
        books.add(transfer)
        return transfer

    def _by_upi(
        self, books: Books, account: VirtualAccount, payment: Payment, payer: Payer, reference: str
    ) -> UpiTransfer:
        transfer = UpiTransfer(
            id=self._world.ledger.new_id("ut_"),
            created_at=self._world.now,
            payment_id=payment.id,
            virtual_account_id=account.id,
            amount=payment.amount,
            payer_vpa=payment.vpa,
            payer=payer,
            payer_bank=bank_name(payer.ifsc) if payer.ifsc is not None else None,
            reference=reference,
        )
        books.add(transfer)
        return transfer

    # -- as time passes

    def watch(self, account: str, record: VirtualAccount) -> None:
        """Let a new account close when its time has come, or after 90 days without use."""
        self._world.schedule_expiry(account, record)
        self._world.ledger.schedule(record.created_at + UNUSED, "lapse", account, record.id)

    def _lapse(self, item: Due) -> None:
        world = self._world
        books = world.ledger.books(item.account)
        account = books.get(item.entity_id)
        if account is None or not world.law.allows(account, "lapse"):
            return
        at = (account.used_at or account.created_at) + UNUSED
        if at <= item.at:
            world.law.move(books, account, "lapse", item.at)
        else:
            world.ledger.schedule(at, "lapse", books.account, account.id)


def methods_of(receivers: tuple[Receiver, ...]) -> tuple[str, ...]:
    """What these receivers take, the usual first."""
    return tuple(dict.fromkeys(method for receiver in receivers for method in _taken_by(receiver)))


def receiver_of(account: VirtualAccount, payment: Payment) -> Receiver:
    """The receiver that a payment came to: the one that was paid, or the first that takes its method."""
    return next(
        receiver
        for receiver in account.receivers
        if payment.receiver_id in (None, receiver.id) and payment.method in _taken_by(receiver)
    )


def _taken_by(receiver: Receiver) -> tuple[str, ...]:
    if isinstance(receiver, BankReceiver):
        return ("bank_transfer",)
    if isinstance(receiver, VpaReceiver):
        return ("upi",)
    return (*(("upi",) if receiver.upi else ()), *(("card",) if receiver.card else ()))
