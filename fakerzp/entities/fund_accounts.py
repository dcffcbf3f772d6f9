"""Customers' fund accounts: where money can be sent to them. Source: api/customers/customer-fund-account.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from .base import Record, record


class FundBankAccount(NamedTuple):
    """The bank account behind a fund account, its number in full."""

    ifsc: str
    bank_name: str | None
    name: str
    account_number: str


@record
class FundAccount(Record):
    """A customer's fund account (`fa_`): a bank account, or a UPI address (`vpa`)."""

    KIND: ClassVar[str] = "fund_account"
    INDEXED: ClassVar[tuple[str, ...]] = ("customer_id",)

    customer_id: str
    bank_account: FundBankAccount | None = None
    vpa: str | None = None


def fund_account_json(account: FundAccount) -> dict[str, Any]:
    """A fund account as the API answers it; of a UPI address as api/x/fund-accounts/create/vpa.md shows it."""
    if account.bank_account is not None:
        held: dict[str, Any] = {**account.bank_account._asdict(), "notes": []}
        inside = {"bank_account": {key: held[key] for key in ("ifsc", "bank_name", "name", "notes", "account_number")}}
    else:
        username, _, handle = (account.vpa or "").partition("@")
        inside = {"vpa": {"username": username, "handle": handle, "address": account.vpa}}
    return {
        "id": account.id,
        "entity": "fund_account",
        "customer_id": account.customer_id,
        "account_type": next(iter(inside)),
        **inside,
        "batch_id": None,
        "active": True,
        "created_at": account.created_at,
    }


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {"fund_account": fund_account_json}
