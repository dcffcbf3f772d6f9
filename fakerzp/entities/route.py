"""Transfers to linked accounts, and their reversals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from .base import Notes, Record, notes_json, record

ACCOUNT_CODES = "account codes"
"""The key of the books under which the alias of a linked account is kept, by alias and by account."""
# Shown once a transfer has been fetched, not where it is made (api/payments/route/create-transfers-orders.md, ...).
_ON_THE_WAY = ("fees", "tax", "settlement_status")


class TransferFailure(NamedTuple):
    """Why a transfer failed. Source: api/payments/route/transfers-entity.md."""

    code: str
    description: str
    reason: str
    step: str


@record
class Transfer(Record):
    """A transfer (`trf_`) of money from `source` (an order, a payment, or the account itself) to a linked account.

    Amounts in the smallest unit of `currency`; `fees` include `tax`. Times in Unix seconds. `payment_id` is the payment
    that it is a share of, if any, `received_id` the payment that the linked account has of it.
    """

    KIND: ClassVar[str] = "transfer"
    INDEXED: ClassVar[tuple[str, ...]] = ("payment_id", "recipient_settlement_id")

    source: str
    recipient: str
    amount: int
    currency: str
    account_code: str | None = None
    payment_id: str | None = None
    received_id: str | None = None
    amount_reversed: int = 0
    fees: int = 0
    tax: int | None = None
    notes: Notes = ()
    linked_account_notes: tuple[str, ...] = ()
    on_hold: bool = False
    on_hold_until: int | None = None
    recipient_settlement_id: str | None = None
    processed_at: int | None = None
    retries: int = 0
    failure: TransferFailure | None = None

    @property
    def amount_left(self) -> int:
        """What has not been reversed of it."""
        return self.amount - self.amount_reversed

    @property
    def settlement_status(self) -> str | None:
        """None, `pending`, `on_hold` or `settled` (payments/route/schedule-settlement.md)."""
        if self.processed_at is None:
            return None
        if self.recipient_settlement_id is not None:
            return "settled"
        return "on_hold" if self.on_hold else "pending"


@record
class Reversal(Record):
    """A reversal (`rvrsl_`): so much of a transfer is the merchant's again. `amount` in the smallest unit.

    `given_back_id` is the refund that the linked account has of it; `initiator_id` the merchant's id, without its
    prefix; `customer_refund_id` the refund of the customer's payment that it was made for, if any.
    """

    KIND: ClassVar[str] = "reversal"
    INDEXED: ClassVar[tuple[str, ...]] = ("transfer_id",)

    transfer_id: str
    amount: int
    currency: str
    initiator_id: str
    notes: Notes = ()
    customer_refund_id: str | None = None
    given_back_id: str | None = None


def transfer_json(transfer: Transfer) -> dict[str, Any]:
    """A transfer as it is fetched; one that did not fail has an error too, of nulls but for its id."""
    failure = transfer.failure
    body: dict[str, Any] = {
        "id": transfer.id,
        "entity": "transfer",
        "status": transfer.status,
        "source": transfer.source,
        "recipient": transfer.recipient,
    }
    if transfer.account_code is not None:
        body["account_code"] = transfer.account_code
    return body | {
        "amount": transfer.amount,
        "currency": transfer.currency,
        "amount_reversed": transfer.amount_reversed,
        "fees": transfer.fees,
        "tax": transfer.tax,
        "notes": notes_json(transfer.notes),
        "linked_account_notes": list(transfer.linked_account_notes),
        "on_hold": transfer.on_hold,
        "on_hold_until": transfer.on_hold_until,
        "settlement_status": transfer.settlement_status,
        "recipient_settlement_id": transfer.recipient_settlement_id,
        "created_at": transfer.created_at,
        "processed_at": transfer.processed_at,
        "error": {
            "code": failure.code if failure else None,
            "description": failure.description if failure else None,
            "reason": failure.reason if failure else None,
            "field": None,
            "step": failure.step if failure else None,
            "id": transfer.id,
            "source": "transfer" if failure else None,
            "metadata": None,
        },
    }


def asked_json(transfer: Transfer) -> dict[str, Any]:
    """A transfer as the call that asked for it is answered, where it is not processed yet.

    To an account with an alias it has fees (payments/route/account-code/api.md), to others it has none.
    """
    absent = _ON_THE_WAY if transfer.account_code is None else ("settlement_status",)
    return {name: value for name, value in transfer_json(transfer).items() if name not in absent}


def made_json(transfer: Transfer) -> dict[str, Any]:
    """A direct transfer as the call that made it is answered."""
    return {name: value for name, value in transfer_json(transfer).items() if name != "settlement_status"}


def reversal_json(reversal: Reversal) -> dict[str, Any]:
    """A reversal as the call that made it is answered."""
    return {
        "id": reversal.id,
        "entity": "reversal",
        "transfer_id": reversal.transfer_id,
        "amount": reversal.amount,
        "fee": 0,
        "tax": 0,
        "currency": reversal.currency,
        "notes": notes_json(reversal.notes),
        "initiator_id": reversal.initiator_id,
        "customer_refund_id": reversal.customer_refund_id,
        "created_at": reversal.created_at,
    }


def listed_reversal_json(reversal: Reversal) -> dict[str, Any]:
    """A reversal as the list of its transfer's has it: with a bank reference, of which there is none."""
    body = reversal_json(reversal)
    created_at = body.pop("created_at")
    return {**body, "utr": None, "created_at": created_at}


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {"transfer": transfer_json, "reversal": reversal_json}
