"""What an invoice is made of: the shapes of its requests, its lines (from items or not) and its customer."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.customer import Customer, Item
from ..entities.invoice import NOBODY, Address, CustomerDetails, LineItem
from ..exceptions import NotFaked
from .customers import check_contact, enrol, existing
from .endpoint import Call
from .fields import Anything, Choice, Email, Epoch, Field, Flag, Integer, ListOf, NotesField, Shape, String
from .money import check_amount

ADDRESS = Shape(
    {
        "line1": String(),
        "line2": String(),
        "zipcode": String(),
        "city": String(),
        "state": String(),
        "country": String(),
    }
)
CUSTOMER = Shape(
    {
        "id": String(),
        "name": String(least=3, most=50),
        "email": Email(),
        "contact": String(most=15),
        "gstin": String(most=15),
        "billing_address": ADDRESS,
        "shipping_address": ADDRESS,
    }
)
LINE = Shape(
    {
        "id": String(),
        "item_id": String(),
        "name": String(most=512),
        "description": String(most=2048),
        "amount": Integer(),
        "unit_amount": Integer(),
        "currency": String(),
        "quantity": Integer(least=1),
        "unit": String(),
        "tax_inclusive": Flag(),
        "hsn_code": String(),
        "sac_code": String(),
        "tax_rate": Integer(least=0),
        "expire_by": Epoch(),
    }
)
TYPES = ("invoice", "link", "ecod")
_BOTH: dict[str, Field] = {
    "description": String(most=2048),
    "customer_id": String(),
    "customer": CUSTOMER,
    "line_items": ListOf(LINE, most=50),
    "expire_by": Epoch(ahead=True),
    "sms_notify": Flag(),
    "email_notify": Flag(),
    "partial_payment": Flag(),
    "first_payment_min_amount": Integer(least=0),
    "currency": String(),
    "receipt": String(most=40),
    "notes": NotesField(),
    "terms": String(most=2048),
    "comment": String(most=2048),
    "date": Epoch(),
    "draft": Flag(),
    "view_less": Flag(),
    "amount": Integer(),
}
NEW = Shape({"type": Choice(TYPES, required=True), **_BOTH})
EDITED = Shape({"type": Anything(), **_BOTH})


def customer_of(call: Call, fields: dict[str, Any], before: CustomerDetails = NOBODY) -> CustomerDetails:
    """The customer of an invoice: by id, or by details, which make one if nobody has them yet.

    `before` is whom it was made out to; what an edit does not say of the customer stays.
    """
    customer_id = fields.get("customer_id") or fields.get("customer", {}).get("id")
    given = fields.get("customer")
    if given and before != NOBODY and customer_id is None:
        kept = {name: getattr(before, name) for name in ("name", "email", "contact", "gstin")}
        given = {**{name: value for name, value in kept.items() if value is not None}, **given}
    if customer_id is not None:
        return _details(call, call.known("customer", customer_id), given or {})
    if not given:
        return NOBODY
    check_contact(given.get("contact"))
    customer = existing(call, given.get("email"), given.get("contact"))
    if customer is None:
        names = ("name", "email", "contact", "gstin")
        customer = enrol(call, {name: given[name] for name in names if name in given})
        return _details(call, customer, given)
    return _details(call, customer, given)


def _details(call: Call, customer: Customer, given: dict[str, Any]) -> CustomerDetails:
    return CustomerDetails(
        id=customer.id,
        name=given.get("name", customer.name),
        email=given.get("email", customer.email),
        contact=given.get("contact", customer.contact),
        gstin=given.get("gstin", customer.gstin),
        billing_address=_address(call, "billing_address", given),
        shipping_address=_address(call, "shipping_address", given),
    )


def _address(call: Call, kind: str, given: dict[str, Any]) -> Address | None:
    lines = given.get(kind)
    if not lines:
        return None
    whole = {"id": call.world.ledger.new_id("addr_"), "type": kind, "primary": True}
    whole |= {name: lines.get(name) for name in ADDRESS.fields}
    return tuple(whole.items())


def lines_of(
    call: Call, entries: list[dict[str, Any]], currency: str, old: tuple[LineItem, ...] = ()
) -> tuple[LineItem, ...]:
    """The lines of an invoice; those that name the id of an old line change it."""
    known = {line.id: line for line in old}
    lines = tuple(_line(call, f"line_items.{n}", entry, currency, known) for n, entry in enumerate(entries))
    international = call.world.account.international
    for line in lines:
        if line.tax_rate:
            raise NotFaked("taxes of line items are not computed yet; leave tax_rate out", endpoint=call.endpoint.name)
        if line.currency != "INR" and not international:
            raise errors.NO_INTERNATIONAL.error(field="currency")
        if line.currency != currency:
            raise errors.MIXED_CURRENCIES.error()
        check_amount(call, line.amount, line.currency, "line_items.amount")
    return lines


def _line(call: Call, at: str, entry: dict[str, Any], currency: str, known: dict[str, LineItem]) -> LineItem:
    entry = {name: value for name, value in entry.items() if name != "expire_by"}
    one_amount(call, entry, f"{at}.")
    template = _template(call, entry.get("item_id"))
    if "id" in entry:
        line = known.get(entry["id"])
        if line is None:
            raise call.error("unknown_id")
        return line._replace(**entry)
    if template is None:
        for name, text in (("name", errors.ITEM_NAME_REQUIRED), ("amount", errors.ITEM_AMOUNT_REQUIRED)):
            if name not in entry:
                raise text.error(field=f"{at}.{name}")
    blank = LineItem(
        id=call.world.ledger.new_id("li_"),
        item_id=None,
        name="",
        description=None,
        amount=0,
        currency=currency,
        quantity=1,
        unit=None,
        tax_inclusive=False,
        hsn_code=None,
        sac_code=None,
        tax_rate=None,
        type="invoice",
    )
    if template is not None:
        blank = blank._replace(
            name=template.name,
            description=template.description,
            amount=template.amount,
            currency=template.currency,
            unit=template.unit,
            tax_inclusive=template.tax_inclusive,
            hsn_code=template.hsn_code,
            sac_code=template.sac_code,
            tax_rate=template.tax_rate,
        )
    return blank._replace(**entry)


def one_amount(call: Call, entry: dict[str, Any], prefix: str = "") -> None:
    """Take `unit_amount` for `amount`; two different ones are refused."""
    unit = entry.pop("unit_amount", None)
    if unit is not None and entry.setdefault("amount", unit) != unit:
        raise call.error("one_of", field=f"{prefix}unit_amount")


def _template(call: Call, item_id: str | None) -> Item | None:
    if item_id is None:
        return None
    item: Item = call.known("item", item_id)
    if item.type != "invoice":
        raise errors.ITEM_TYPE.error()
    return item


def total(lines: tuple[LineItem, ...]) -> int:
    """What the lines come to, in the smallest unit."""
    return sum(line.amount * line.quantity for line in lines)
