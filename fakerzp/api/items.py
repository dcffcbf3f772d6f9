"""Items: the templates of invoice lines."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.base import evolve
from ..entities.customer import Item, item_json
from .endpoint import Call, Routes
from .fields import Choice, Field, Flag, Integer, Shape, String
from .invoice_fields import one_amount
from .lists import page
from .money import check_amount, check_currency

routes = Routes()

_DETAILS: dict[str, Field] = {
    "name": String(most=512),
    "description": String(most=2048),
    "amount": Integer(),
    "unit_amount": Integer(),
    "currency": String(),
    "unit": String(most=512),
    "tax_inclusive": Flag(),
    "hsn_code": String(most=8),
    "sac_code": String(most=6),
    "tax_rate": Integer(least=0),
    "tax_id": String(),
    "tax_group_id": String(),
    "active": Flag(),
}
_NEW = Shape(
    {
        **_DETAILS,
        "name": String(most=512, required=True),
        "amount": Integer(required=True),
        "currency": String(required=True),
        "type": Choice(("invoice", "plan", "addon", "payment_page")),
    }
)
_EDITED = Shape(_DETAILS)
_SAYS = {
    "key": errors.KEY_DOT,
    "unknown_id": errors.UNKNOWN_DOT,
    "invalid_id": errors.UNKNOWN_DOT,
}


@routes.add(
    "POST",
    "/v1/items",
    "api/payments/invoices/create-item.md",
    python="item.create(data={}, **kwargs)",
    node="items.create(params = {}, callback)",
    body=_NEW,
    says=_SAYS,
)
def create(call: Call) -> dict[str, Any]:
    """Create an item; `amount` in the smallest unit of `currency`."""
    fields = call.shaped()
    one_amount(call, fields)
    currency = _currency(call, fields["currency"])
    check_amount(call, fields["amount"], currency)
    item = Item(id=call.world.ledger.new_id("item_"), created_at=call.now, **fields)
    call.books.add(item)
    return item_json(item)


@routes.add(
    "GET",
    "/v1/items",
    "api/payments/invoices/fetch-all-items.md",
    python="item.all(data={}, **kwargs)",
    node="items.all(params = {}, callback)",
    says=_SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of items, newest first; `active` filters."""
    active = call.query.get("active")
    if active is None:
        return page(call, "item", item_json)
    wanted = Flag().read(call, "active", active)
    return page(call, "item", item_json, keep=lambda item: item.active == wanted, takes=("active",))


@routes.add(
    "GET",
    "/v1/items/{id}",
    "api/payments/invoices/fetch-with-id-item.md",
    python="item.fetch(item_id, data={}, **kwargs)",
    node="items.fetch(itemId, callback)",
    says={**_SAYS, "invalid_id": errors.ITEM_ROUTE},
)
def fetch(call: Call, item_id: str) -> dict[str, Any]:
    """One item."""
    return item_json(call.find("item", item_id))


@routes.add(
    "PATCH",
    "/v1/items/{id}",
    "api/payments/invoices/update-item.md",
    python="item.edit(item_id, data={}, **kwargs)",
    node="items.edit(itemId, params = {}, callback)",
    body=_EDITED,
    says=_SAYS,
)
def edit(call: Call, item_id: str) -> dict[str, Any]:
    """Change an item; invoices that were made from it stay as they are."""
    item: Item = call.find("item", item_id)
    if "amount" in call.body and call.body["amount"] is None:
        raise errors.ITEM_AMOUNT_REQUIRED.error(field="amount")
    if not call.body or call.body.get("name", "") is None or call.body.get("name") == "":
        raise errors.ITEM_NAME_REQUIRED.error(field="name")
    fields = call.shaped()
    one_amount(call, fields)
    edited = evolve(item, **fields)
    check_amount(call, edited.amount, _currency(call, edited.currency))
    call.books.put(edited)
    return item_json(edited)


@routes.add(
    "DELETE",
    "/v1/items/{id}",
    "api/payments/invoices/delete-item.md",
    python="item.delete(item_id, **kwargs)",
    node="items.delete(itemId, callback)",
    says=_SAYS,
)
def delete(call: Call, item_id: str) -> list[Any]:
    """Delete an item; the answer is an empty list."""
    call.world.bury(call.books, call.find("item", item_id))
    return []


def _currency(call: Call, currency: str) -> str:
    check_currency(call, currency)
    if currency != "INR" and not call.world.account.international:
        raise errors.NO_INTERNATIONAL_ITEM.error(field="currency")
    return currency
