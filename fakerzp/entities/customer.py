"""Customers with their bank accounts, and items."""

from __future__ import annotations

from typing import Any, ClassVar

from .base import Notes, Record, notes_json, record


@record
class Customer(Record):
    """A customer (`cust_`). Source: api/customers."""

    KIND: ClassVar[str] = "customer"

    name: str | None = None
    email: str | None = None
    contact: str | None = None
    gstin: str | None = None
    notes: Notes = ()


@record
class CustomerBankAccount(Record):
    """A customer's bank account (`ba_`), whose number is shown masked. Source: api/customers/bank-accounts.md."""

    KIND: ClassVar[str] = "bank_account"

    customer_id: str
    name: str
    account_number: str
    ifsc: str
    bank_name: str | None


@record
class Item(Record):
    """An item (`item_`), the template of an invoice's line. `amount` in the smallest unit of `currency`."""

    KIND: ClassVar[str] = "item"

    name: str
    amount: int
    currency: str
    description: str | None = None
    active: bool = True
    type: str = "invoice"
    unit: str | None = None
    tax_inclusive: bool = False
    hsn_code: str | None = None
    sac_code: str | None = None
    tax_rate: int | None = None
    tax_id: str | None = None
    tax_group_id: str | None = None


def customer_json(customer: Customer) -> dict[str, Any]:
    """A customer as the API answers it."""
    return {
        "id": customer.id,
        "entity": "customer",
        "name": customer.name,
        "email": customer.email,
        "contact": customer.contact,
        "gstin": customer.gstin,
        "notes": notes_json(customer.notes),
        "created_at": customer.created_at,
    }


def bank_account_json(account: CustomerBankAccount) -> dict[str, Any]:
    """A customer's bank account as the API answers it: all but the last four characters of its number are X."""
    number = account.account_number
    return {
        "id": account.id,
        "entity": "bank_account",
        "ifsc": account.ifsc,
        "bank_name": account.bank_name,
        "name": account.name,
        "notes": [],
        "account_number": "X" * (len(number) - 4) + number[-4:],
    }


def item_json(item: Item) -> dict[str, Any]:
    """An item as the API answers it."""
    return {
        "id": item.id,
        "active": item.active,
        "name": item.name,
        "description": item.description,
        "amount": item.amount,
        "unit_amount": item.amount,
        "currency": item.currency,
        "type": item.type,
        "unit": item.unit,
        "tax_inclusive": item.tax_inclusive,
        "hsn_code": item.hsn_code,
        "sac_code": item.sac_code,
        "tax_rate": item.tax_rate,
        "tax_id": item.tax_id,
        "tax_group_id": item.tax_group_id,
        "created_at": item.created_at,
    }
