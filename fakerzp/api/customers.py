"""Customers, and their bank accounts."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.base import evolve
from ..entities.customer import Customer, CustomerBankAccount, bank_account_json, customer_json
from ..world.banks import bank_name, is_ifsc
from .endpoint import Call, Routes
from .fields import Email, Field, Flag, NotesField, Shape, String
from .lists import page

routes = Routes()

_DETAILS: dict[str, Field] = {
    "name": String(least=3, most=50),
    "email": Email(),
    "contact": String(most=15),
    "gstin": String(most=15),
    "notes": NotesField(),
}
_NEW = Shape({**_DETAILS, "name": String(least=3, most=50, required=True), "fail_existing": Flag()})
_EDITED = Shape(_DETAILS)
_ACCOUNTS = "api/customers/bank-accounts.md"
# The page says of no field that it must be sent; those that the answer shows must: inferred. No call shows the others.
_OF_ITS_HOLDER = "address1 address2 address3 address4 mobile city state country pin"
_BANK_ACCOUNT = Shape(
    {
        "account_number": String(least=5, most=40, required=True),
        "ifsc_code": String(required=True),
        "beneficiary_name": String(most=120, required=True),
        "beneficiary_email": Email(),
        **{f"beneficiary_{name}": String() for name in _OF_ITS_HOLDER.split()},
    }
)
_SAYS = {"key": errors.KEY_DOT, "invalid_id": errors.INVALID_DOT, "unknown_id": errors.UNKNOWN_DOT}


@routes.add(
    "POST",
    "/v1/customers",
    "api/customers/create.md",
    python="customer.create(data={}, **kwargs)",
    node="customers.create(params, callback)",
    body=_NEW,
    says=_SAYS,
)
def create(call: Call) -> dict[str, Any]:
    """Create a customer; one with the same email and contact is refused, or answered with `fail_existing` 0."""
    fields = call.shaped()
    refuse = fields.pop("fail_existing", True)
    check_contact(fields.get("contact"))
    found = existing(call, fields.get("email"), fields.get("contact"))
    if found is not None:
        if refuse:
            raise errors.CUSTOMER_EXISTS.error()
        return customer_json(found)
    return customer_json(enrol(call, fields))


@routes.add(
    "PUT",
    "/v1/customers/{id}",
    "api/customers/edit.md",
    python="customer.edit(customer_id, data={}, **kwargs)",
    node="customers.edit(customerId, params, callback)",
    body=_EDITED,
    says=_SAYS,
)
def edit(call: Call, customer_id: str) -> dict[str, Any]:
    """Change a customer's details."""
    customer: Customer = call.find("customer", customer_id)
    fields = call.shaped()
    check_contact(fields.get("contact"))
    edited = evolve(customer, **fields)
    other = existing(call, edited.email, edited.contact)
    if other is not None and other.id != customer.id:
        raise errors.CUSTOMER_EXISTS.error()
    call.books.release(identity(customer.email, customer.contact))
    call.books.put(edited)
    _remember(call, edited)
    return customer_json(edited)


@routes.add(
    "GET",
    "/v1/customers",
    "api/customers/fetch-all.md",
    python="customer.all(data={}, **kwargs)",
    node="customers.all(params = {}, callback)",
    says=_SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of customers, newest first."""
    return page(call, "customer", customer_json)


@routes.add(
    "GET",
    "/v1/customers/{id}",
    "api/customers/fetch-with-id.md",
    python="customer.fetch(customer_id, data={}, **kwargs)",
    node="customers.fetch(customerId, callback)",
    says=_SAYS,
)
def fetch(call: Call, customer_id: str) -> dict[str, Any]:
    """One customer."""
    return customer_json(call.find("customer", customer_id))


@routes.add(
    "POST",
    "/v1/customers/{id}/bank_account",
    _ACCOUNTS,
    python="customer.addBankAccount(customer_id, data={}, **kwargs)",
    node="customers.addBankAccount(customerId, params, callback)",
    body=_BANK_ACCOUNT,
    says=_SAYS,
)
def add_bank_account(call: Call, customer_id: str) -> dict[str, Any]:
    """Add a bank account of a customer; its bank is known by the IFSC."""
    customer = call.find("customer", customer_id)
    fields = call.shaped()
    if not is_ifsc(fields["ifsc_code"]):
        raise errors.INVALID_IFSC.error(field="ifsc_code")
    account = CustomerBankAccount(
        id=call.world.ledger.new_id("ba_"),
        created_at=call.now,
        customer_id=customer.id,
        name=fields["beneficiary_name"],
        account_number=fields["account_number"],
        ifsc=fields["ifsc_code"],
        bank_name=bank_name(fields["ifsc_code"]),
    )
    call.books.add(account)
    return bank_account_json(account)


@routes.add(
    "DELETE",
    "/v1/customers/{id}/bank_account/{bank_id}",
    _ACCOUNTS,
    python="customer.deleteBankAccount(customer_id, bank_id, data={}, **kwargs)",
    node="customers.deleteBankAccount(customerId, bankId, callback)",
    says=_SAYS,
)
def delete_bank_account(call: Call, customer_id: str, bank_id: str) -> dict[str, Any]:
    """Delete a bank account of a customer; the answer shows it for the last time, `deleted`."""
    customer = call.find("customer", customer_id)
    account: CustomerBankAccount = call.find("bank_account", bank_id)
    if account.customer_id != customer.id:
        raise call.error("unknown_id")
    call.world.bury(call.books, account)
    shown = bank_account_json(account)
    return {name: shown[name] for name in ("id", "ifsc", "bank_name", "name", "account_number")} | {"status": "deleted"}


def check_contact(contact: str | None) -> None:
    """Refuse a contact number of fewer than 8 digits."""
    if contact and sum(character.isdigit() for character in contact) < 8:
        raise errors.CONTACT_SHORT.error(field="contact")


def identity(email: str | None, contact: str | None) -> tuple[str, str | None, str | None]:
    """The key under which the customer with these details is remembered."""
    return ("customer identity", email, contact)


def existing(call: Call, email: str | None, contact: str | None) -> Customer | None:
    """The customer with these details, if there is one (details of nobody identify nobody)."""
    if not email and not contact:
        return None
    found: Customer | None = call.books.get(call.books.claimed(identity(email, contact)))
    return found


def _remember(call: Call, customer: Customer) -> None:
    if customer.email or customer.contact:
        call.books.claim(identity(customer.email, customer.contact), customer.id)


def enrol(call: Call, fields: dict[str, Any]) -> Customer:
    """A new customer with these details."""
    customer = Customer(id=call.world.ledger.new_id("cust_"), created_at=call.now, **fields)
    call.books.add(customer)
    _remember(call, customer)
    return customer
