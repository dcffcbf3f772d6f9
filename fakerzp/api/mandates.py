"""The mandate that an order or registration link asks for: its fields, limits and rendering of bank and form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from ..entities.customer import Customer
from ..entities.mandate import BankAccount, Mandate, NachForm
from ..world.banks import bank_name, is_ifsc
from ..world.reserve_pay import LONGEST
from .endpoint import Call
from .fields import Choice, Epoch, Field, Integer, NotesField, Shape, String

METHODS = ("card", "emandate", "nach", "upi")
FREQUENCIES = (
    "daily",
    "weekly",
    "fortnightly",
    "bimonthly",
    "monthly",
    "quarterly",
    "half_yearly",
    "yearly",
    "as_presented",
    "one_time",
)

SBMD = "single_block_multiple_debit"
BANK_ACCOUNT = Shape(
    {
        "beneficiary_name": String(most=120),
        "name": String(most=120),
        "account_number": String(most=40),
        "account_type": Choice(("savings", "current", "cc", "nre", "nro")),
        "ifsc_code": String(),
        "ifsc": String(),
        "beneficiary_email": String(),
        "beneficiary_mobile": String(),
    }
)
FIELDS: Mapping[str, Field] = {
    "max_amount": Integer(),
    "expire_at": Epoch(),
    "auth_type": Choice(("physical", "netbanking", "debitcard", "aadhaar", "esign")),
    "frequency": String(),
    "recurring_value": Integer(least=1, most=31),
    "recurring_type": Choice(("on", "before", "after")),
    "notes": NotesField(),
    "bank_account": BANK_ACCOUNT,
    "nach": Shape(
        {"form_reference1": String(), "form_reference2": String(), "description": String(most=2048)},
    ),
    "first_payment_amount": Integer(least=0),
}


OF_ORDERS: Mapping[str, Field] = {**FIELDS, "type": Choice((SBMD,))}
"""Those of an order's mandate: with UPI, money can be blocked once and debited in parts."""


def check_bank_account(account: dict[str, Any] | None, at: str, call: Call) -> None:
    """Refuse a bank account without a number or with an IFSC that cannot be one."""
    account = account or {}
    if not account.get("account_number"):
        raise errors.INVALID_ACCOUNT_NUMBER.error(field=f"{at}.account_number")
    for name in ("ifsc_code", "ifsc"):
        if name in account and not is_ifsc(account[name]):
            raise errors.INVALID_IFSC.error(field=f"{at}.{name}")


def mandate_from(
    call: Call,
    method: str | None,
    fields: dict[str, Any],
    customer: Customer,
    *,
    description: str | None = None,
    notes: tuple[tuple[str, Any], ...] = (),
    form_url: str | None = None,
) -> Mandate:
    """The mandate of these fields. `form_url`: a registration link's page is also where its form is uploaded."""
    nach = None
    if method == "nach":
        form = fields.get("nach") or {}
        link = call.world.ledger.short_url
        nach = NachForm(
            True,
            form.get("form_reference1"),
            form.get("form_reference2"),
            form.get("description") or description,
            prefilled_form=link(),
            upload_form_url=form_url or link(),
            transient_form=None if form_url else link(),
        )
    blocks, expire_at = fields.get("type") == SBMD, fields.get("expire_at")
    if blocks:
        expire_at = min(expire_at or call.now + LONGEST, call.now + LONGEST)
    return Mandate(
        method=method,
        max_amount=fields.get("max_amount"),
        expire_at=expire_at,
        auth_type=fields.get("auth_type"),
        frequency=fields.get("frequency"),
        notes=fields.get("notes") or notes,
        bank_account=_account(fields.get("bank_account"), customer),
        nach=nach,
        first_payment_amount=fields.get("first_payment_amount", 0),
        # A NACH order shows no expiry until the mandate is registered (seed 3); its registration link does.
        shown_expire_at=None if method == "nach" and not form_url else expire_at,
        blocks=blocks,
    )


def _account(fields: dict[str, Any] | None, customer: Customer) -> BankAccount | None:
    if not fields:
        return None
    ifsc = fields.get("ifsc_code") or fields.get("ifsc") or ""
    return BankAccount(
        account_number=fields["account_number"],
        ifsc=ifsc,
        name=fields.get("beneficiary_name") or fields.get("name") or "",
        account_type=fields.get("account_type", "savings"),
        bank_name=bank_name(ifsc),
        beneficiary_email=fields.get("beneficiary_email") or customer.email,
        beneficiary_mobile=fields.get("beneficiary_mobile") or customer.contact,
    )
