"""What subscriptions bill: an invoice with its order for each cycle, upfront amounts, and the cost of an update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..currencies import exponent
from ..entities.base import evolve
from ..entities.customer import Customer
from ..entities.invoice import NOBODY, CustomerDetails, Invoice, LineItem
from ..entities.mandate import Mandate
from ..entities.offer import Offer
from ..entities.order import Order
from ..entities.subscriptions import Addon, Subscription
from ..ledger.books import Books

if TYPE_CHECKING:
    from .world import World

TOKEN_UNITS = 5
"""What a customer pays, and gets back, where nothing is due before the start (payments/subscriptions/workflow.md)."""
_MOST = {"emandate": 1_000_000_000}
"""The most that a mandate is for, in paise, where nobody said (payments/subscriptions/faqs.md)."""


class Bill(NamedTuple):
    """What is billed: the lines, and the cycle's number and moments (None for what is no cycle)."""

    lines: tuple[LineItem, ...]
    cycle: int | None = None
    start: int | None = None
    end: int | None = None
    addons: tuple[Addon, ...] = ()
    offer: Offer | None = None


def mandate_of(method: str | None = None) -> Mandate:
    """What the customer of a subscription authorises."""
    return Mandate(
        method=method,
        max_amount=_MOST.get(method or ""),
        expire_at=None,
        auth_type="netbanking" if method == "emandate" else None,
        frequency=None,
        notes=(),
        bank_account=None,
        nach=None,
        first_payment_amount=0,
        shown_expire_at=None,
    )


def plan_line(world: World, subscription: Subscription, amount: int | None = None) -> LineItem:
    """The line of the plan: `amount` for once, or the price of each unit."""
    terms = subscription.terms
    one, quantity = (terms.amount, subscription.quantity) if amount is None else (amount, 1)
    return _line(world, "plan", terms.name, one, terms.currency, quantity)


def addon_line(world: World, addon: Addon) -> LineItem:
    """The line of an add-on."""
    item = addon.item
    return _line(world, "addon", item.name, item.amount, item.currency, addon.quantity)


def _line(world: World, kind: str, name: str, amount: int, currency: str, quantity: int) -> LineItem:
    return LineItem(
        id=world.ledger.new_id("li_"),
        item_id=None,
        name=name,
        description=None,
        amount=amount,
        currency=currency,
        quantity=quantity,
        unit=None,
        tax_inclusive=False,
        hsn_code=None,
        sac_code=None,
        tax_rate=None,
        type=kind,
    )


def offer_of(world: World, books: Books, subscription: Subscription, amount: int) -> Offer | None:
    """The subscription's offer, if it still holds for an invoice of that amount (smallest unit)."""
    offer = books.get(subscription.offer_id)
    if not isinstance(offer, Offer) or subscription.offer_left == 0 or not world.law.allows(offer, "apply"):
        return None
    return offer if amount - offer.discount(amount, None) >= 100 else None


def details_of(customer: Customer | None) -> CustomerDetails:
    """The customer as an invoice shows them."""
    if customer is None:
        return NOBODY
    return CustomerDetails(customer.id, customer.name, customer.email, customer.contact, customer.gstin, None, None)


def order(world: World, books: Books, subscription: Subscription, amount: int, **more: Any) -> Order:
    """A new order for something that the subscription charges."""
    account = world.account
    fields: dict[str, Any] = {
        "currency": subscription.terms.currency,
        "customer_id": subscription.customer_id,
        "mandate": mandate_of(),
        "capture": True,
        "automatic_expiry": 60 * account.automatic_expiry_period,
        "manual_expiry": 60 * account.manual_expiry_period,
        "key_id": subscription.key_id,
        "key_secret": subscription.key_secret,
        **more,
    }
    new_id = world.ledger.new_id("order_")
    new = Order(id=new_id, created_at=world.now, status="created", amount=amount, **fields)
    placed: Order = world.law.create(books, new, world.now)
    return placed


def token_order(world: World, books: Books, subscription: Subscription, amount: int | None = None) -> Order:
    """The order of the token amount, by default five units; it is never captured, and given back at once."""
    if amount is None:
        amount = TOKEN_UNITS * int(10 ** exponent(subscription.terms.currency))
    name = ("order that registers", subscription.id, amount)
    known: Order | None = books.get(books.claimed(name))
    if known is not None:
        return known
    placed = order(world, books, subscription, amount, capture=False, manual_expiry=0)
    books.claim(name, placed.id)
    return placed


def issue(world: World, books: Books, subscription: Subscription, bill: Bill) -> Invoice:
    """The invoice of these lines, issued now, with its order; its add-ons name it from now on."""
    amount = sum(line.amount * line.quantity for line in bill.lines)
    invoice_id = world.ledger.new_id("inv_")
    offers = (bill.offer.id,) if bill.offer is not None else None
    due = order(world, books, subscription, amount, owner_id=invoice_id, offers=offers)
    invoice = Invoice(
        id=invoice_id,
        created_at=world.now,
        status="issued",
        type="invoice",
        amount=amount,
        currency=due.currency,
        customer_id=subscription.customer_id,
        customer=details_of(books.get(subscription.customer_id)),
        order_id=due.id,
        line_items=bill.lines,
        issued_at=world.now,
        date=world.now,
        short_url=world.ledger.short_url(),
        subscription_id=subscription.id,
        cycle=bill.cycle,
        billing_start=bill.start,
        billing_end=bill.end,
    )
    issued: Invoice = world.law.create(books, invoice, world.now)
    for addon in bill.addons:
        books.put(evolve(addon, invoice_id=issued.id))
    return issued


def cycle_bill(
    world: World, books: Books, subscription: Subscription, start: int | None, end: int | None
) -> Bill:
    """The bill of the next cycle: the plan, and the add-ons that wait."""
    addons = tuple(books.get(one) for one in subscription.addons)
    lines = (plan_line(world, subscription), *(addon_line(world, addon) for addon in addons))
    amount = sum(line.amount * line.quantity for line in lines)
    offer = offer_of(world, books, subscription, amount)
    return Bill(lines, subscription.issued + 1, start, end, addons, offer)


def upfront_bill(world: World, books: Books, subscription: Subscription) -> Bill:
    """The bill of the amounts that are paid when the subscription is authenticated, before it starts."""
    addons = tuple(addon for addon in (books.get(one) for one in subscription.addons) if addon.upfront)
    return Bill(tuple(addon_line(world, addon) for addon in addons), addons=addons)


def billed(subscription: Subscription, invoice: Invoice, bill: Bill) -> dict[str, Any]:
    """What changes of a subscription when something was billed."""
    gone = {addon.id for addon in bill.addons}
    left = subscription.offer_left
    return {
        "invoice_id": invoice.id,
        "addons": tuple(one for one in subscription.addons if one not in gone),
        "offer_left": left - 1 if left and bill.offer is not None else left,
    }
