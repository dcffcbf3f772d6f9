"""Smart Collect: virtual accounts (customer identifiers), their receivers and payers, and the transfers to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from .base import Notes, Record, notes_json, record
from .payment import Payer


class BankReceiver(NamedTuple):
    """A virtual bank account (`ba_`), which takes NEFT, RTGS and IMPS; `name` is the merchant's billing label."""

    id: str
    ifsc: str
    bank_name: str | None
    name: str
    account_number: str


class VpaReceiver(NamedTuple):
    """A virtual UPI ID (`vpa_`): `username` is namespace, merchant prefix and descriptor."""

    id: str
    username: str
    handle: str


class QrReceiver(NamedTuple):
    """A QR code (`qr_`) that pays into the virtual account, by card and by UPI as it says."""

    id: str
    short_url: str
    created_at: int
    card: bool
    upi: bool


Receiver = BankReceiver | VpaReceiver | QrReceiver


class AllowedPayer(NamedTuple):
    """A bank account (`ba_`) that may pay, where only some may (third-party validation)."""

    id: str
    ifsc: str
    account_number: str


@record
class VirtualAccount(Record):
    """A virtual account (`va_`). Amounts in paise, times in Unix seconds.

    `used_at` is when money came last; an account without use for 90 days is closed.
    """

    KIND: ClassVar[str] = "virtual_account"

    name: str
    description: str | None = None
    amount_expected: int | None = None
    amount_paid: int = 0
    notes: Notes = ()
    customer_id: str | None = None
    receivers: tuple[Receiver, ...] = ()
    allowed_payers: tuple[AllowedPayer, ...] = ()
    close_by: int | None = None
    closed_at: int | None = None
    used_at: int | None = None

    def receiver(self, kind: type[Receiver]) -> Any:
        """The receiver of that kind, or None."""
        return next((receiver for receiver in self.receivers if isinstance(receiver, kind)), None)

    def allows(self, payer: Payer) -> bool:
        """Whether money from that account is kept."""
        return not self.allowed_payers or any(
            (one.ifsc, one.account_number) == (payer.ifsc, payer.account_number) for one in self.allowed_payers
        )


@record
class BankTransfer(Record):
    """A bank transfer (`bt_`) to a virtual account. `amount` in paise; `payer` is None where the bank did not tell.

    `payer_id` is the id of the payer's account (`ba_`).
    """

    KIND: ClassVar[str] = "bank_transfer"

    payment_id: str
    virtual_account_id: str
    mode: str
    bank_reference: str
    amount: int
    payer: Payer | None = None
    payer_id: str | None = None
    payer_bank: str | None = None


@record
class UpiTransfer(Record):
    """A transfer (`ut_`) to a virtual UPI ID. `amount` in paise."""

    KIND: ClassVar[str] = "upi_transfer"

    payment_id: str
    virtual_account_id: str
    amount: int
    payer_vpa: str | None
    payer: Payer
    payer_bank: str | None
    reference: str


def receiver_json(receiver: Receiver) -> dict[str, Any]:
    """A receiver as virtual accounts show it."""
    if isinstance(receiver, BankReceiver):
        return {
            "id": receiver.id,
            "entity": "bank_account",
            "ifsc": receiver.ifsc,
            "bank_name": receiver.bank_name,
            "name": receiver.name,
            "notes": [],
            "account_number": receiver.account_number,
        }
    if isinstance(receiver, VpaReceiver):
        return {
            "id": receiver.id,
            "entity": "vpa",
            "username": receiver.username,
            "handle": receiver.handle,
            "address": f"{receiver.username}@{receiver.handle}",
        }
    return {
        "id": receiver.id,
        "entity": "qr_code",
        "reference": receiver.id.removeprefix("qr_"),
        "short_url": receiver.short_url,
        "created_at": receiver.created_at,
    }


def virtual_account_json(account: VirtualAccount) -> dict[str, Any]:
    """A virtual account as the API answers it; `allowed_payers` only where there are any."""
    body: dict[str, Any] = {
        "id": account.id,
        "name": account.name,
        "entity": "virtual_account",
        "status": account.status,
        "description": account.description,
        "amount_expected": account.amount_expected,
        "notes": notes_json(account.notes),
        "amount_paid": account.amount_paid,
        "customer_id": account.customer_id,
        "receivers": [receiver_json(receiver) for receiver in account.receivers],
    }
    if account.allowed_payers:
        body["allowed_payers"] = [
            {
                "type": "bank_account",
                "id": payer.id,
                "bank_account": {"ifsc": payer.ifsc, "account_number": payer.account_number},
            }
            for payer in account.allowed_payers
        ]
    body |= {"close_by": account.close_by, "closed_at": account.closed_at, "created_at": account.created_at}
    return body


def bank_transfer_json(transfer: BankTransfer) -> dict[str, Any]:
    """A bank transfer, without the virtual account that the API shows inside of it."""
    payer = transfer.payer
    return {
        "id": transfer.id,
        "entity": "bank_transfer",
        "payment_id": transfer.payment_id,
        "mode": transfer.mode,
        "bank_reference": transfer.bank_reference,
        "amount": transfer.amount,
        "payer_bank_account": None
        if payer is None
        else {
            "id": transfer.payer_id,
            "entity": "bank_account",
            "ifsc": payer.ifsc,
            "bank_name": transfer.payer_bank,
            "name": payer.name,
            "notes": [],
            "account_number": payer.account_number,
        },
        "virtual_account_id": transfer.virtual_account_id,
    }


def upi_transfer_json(transfer: UpiTransfer) -> dict[str, Any]:
    """A transfer by UPI, without the virtual account that the API shows inside of it."""
    return {
        "id": transfer.id,
        "entity": "upi_transfer",
        "amount": transfer.amount,
        "payer_vpa": transfer.payer_vpa,
        "payer_bank": transfer.payer_bank,
        "payer_account": transfer.payer.account_number,
        "payer_ifsc": transfer.payer.ifsc,
        "payment_id": transfer.payment_id,
        "npci_reference_id": transfer.reference,
        "virtual_account_id": transfer.virtual_account_id,
    }


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "virtual_account": virtual_account_json,
    "bank_transfer": bank_transfer_json,
    "upi_transfer": upi_transfer_json,
}
