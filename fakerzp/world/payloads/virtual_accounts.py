"""What webhooks show of Smart Collect (webhooks/smart-collect.md, payments/smart-collect/va-vpa-qr/notification.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...entities.virtual_accounts import (
    BankTransfer,
    UpiTransfer,
    VirtualAccount,
    bank_transfer_json,
    upi_transfer_json,
    virtual_account_json,
)
from ...ledger.law import Happening

Json = dict[str, Any]
# Where an account was credited, these come after its moments.
_LAST = ("receivers", "allowed_payers")


def virtual_account_event_json(account: VirtualAccount, happening: Happening) -> Json:
    """A virtual account; the notes of a bank account are shown where it is new only."""
    shown = virtual_account_json(account)
    if happening.event == "virtual_account.created":
        return shown
    for receiver in shown["receivers"]:
        receiver.pop("notes", None)
    if happening.event == "virtual_account.credited":
        for name in _LAST:
            if name in shown:
                shown[name] = shown.pop(name)
    return shown


def bank_transfer_event_json(transfer: BankTransfer, happening: Happening) -> Json:
    """A bank transfer."""
    shown = bank_transfer_json(transfer)
    if shown["payer_bank_account"] is not None:
        del shown["payer_bank_account"]["notes"]
    return shown


def upi_transfer_event_json(transfer: UpiTransfer, happening: Happening) -> Json:
    """A UPI transfer: NPCI's reference is called `rrn` here."""
    shown = upi_transfer_json(transfer)
    return {"rrn" if name == "npci_reference_id" else name: value for name, value in shown.items()}


SHOWN: Mapping[str, Callable[[Any, Happening], Json]] = {
    "virtual_account": virtual_account_event_json,
    "bank_transfer": bank_transfer_event_json,
    "upi_transfer": upi_transfer_event_json,
}
SHOWN_AS: Mapping[str, tuple[str, Callable[[Any, Happening], Json]]] = {}
