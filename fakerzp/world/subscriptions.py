"""Subscriptions through time: what their customers pay, what each cycle bills and charges, what is tried again.

Sources: payments/subscriptions/workflow.md, states.md, payment-retries.md and test.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..entities.base import evolve
from ..entities.customer import Customer
from ..entities.invoice import Invoice
from ..entities.mandate import Card, Token
from ..entities.order import Order
from ..entities.payment import Payment
from ..entities.subscriptions import Subscription
from ..errors import subscriptions as texts
from ..exceptions import NotPayable
from ..ledger.books import Books
from ..ledger.due import Due
from ..ledger.law import Happening
from ..utility import sign
from . import subscription_bills as bills
from .checkout import Target
from .counter import Purchase
from .subscription_messages import tell
from .subscription_updates import Updates

if TYPE_CHECKING:
    from .world import World

DESCRIPTION = "Recurring Payment via Subscription"
METHODS = ("card", "upi", "emandate")
"""What subscriptions can be paid by (payments/subscriptions/supported-payment-methods.md)."""
WITHOUT_FACTOR = 1_500_000
"""The most in paise that domestic cards and UPI are charged with no further word of the customer (settings.md)."""
EVENTS = ("authenticated", "activated", "charged", "completed", "updated", "pending", "halted")
LATER_EVENTS = ("cancelled", "paused", "resumed")


class Subscriptions:
    """Acts when a subscription's customer pays, and when something of it falls due."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.updates = Updates(world, self)
        world.parts["subscription"] = self._due
        world.payables["subscription"] = self.target
        for event in (*EVENTS, *LATER_EVENTS):
            world.law.heard[f"subscription.{event}"] = self._heard

    # -- what a customer pays

    def target(self, books: Books, subscription: Subscription) -> Target:
        """What the customer has in front of them; raises NotPayable where there is nothing to pay."""
        law = self._world.law
        if law.allows(subscription, "authenticate"):
            return self._first(books, subscription)
        if law.allows(subscription, "recover"):
            invoice = books.get(subscription.invoice_id)
            if invoice is not None and law.allows(invoice, "pay"):
                return self.of_invoice(books, invoice, subscription)
        alive = law.allows(subscription, "drop_update")
        why = (texts.NOT_AT_THIS_STAGE if alive else texts.OVER).template
        raise NotPayable(why, target=subscription.id, status=subscription.status)

    def asked_by_server(self, books: Books, subscription: Subscription, amount: int) -> Target:
        """What a payment of the merchant's server is for, which says itself how much only authenticates.

        Raises NotPayable as `target` does.
        """
        found = self.target(books, subscription)
        if found.order is not None and found.order.owner_id is None:
            order = bills.token_order(self._world, books, subscription, amount)
            return found._replace(order=order)
        return found

    def of_invoice(self, books: Books, invoice: Invoice, thing: Any = None) -> Target:
        """An invoice of a subscription, paid with what is charged from then on; `thing` is what the customer opened."""
        subscription: Subscription = books.get(invoice.subscription_id)
        return self._in_front(books, thing or invoice, subscription, books.get(invoice.order_id))

    def _first(self, books: Books, subscription: Subscription) -> Target:
        """The payment that authenticates: the first cycle, the upfront amounts, or the token amount."""
        if not subscription.immediate and not subscription.upfront:
            order = bills.token_order(self._world, books, subscription)
        else:
            order = books.get(self.first_invoice(books, subscription).order_id)
        return self._in_front(books, books.get(subscription.id), books.get(subscription.id), order)

    def _in_front(self, books: Books, thing: Any, subscription: Subscription, order: Order) -> Target:
        by_bank = {"emandate": lambda: self._registration(books, thing, subscription)}
        who = books.get(subscription.customer_id)
        return Target(
            books,
            thing,
            order,
            0,
            who.email if who is not None else None,
            who.contact if who is not None else None,
            subscription.customer_id,
            currency=order.currency,
            carries=(("subscription_id", subscription.id),),
            description=DESCRIPTION,
            methods=self._methods(order),
            otherwise=by_bank,
            receipt=None if thing is not subscription else lambda payment: self.receipt(subscription, payment),
        )

    def _methods(self, order: Order) -> tuple[str, ...]:
        """UPI is not offered for more than Rs 15,000 (payments/subscriptions/faqs.md), nor eMandate and it abroad."""
        if order.currency != "INR":
            return ("card",)
        return METHODS if order.amount_due <= WITHOUT_FACTOR else ("card", "emandate")

    def _registration(self, books: Books, thing: Any, subscription: Subscription) -> Target:
        """An eMandate is registered first, for nothing; what is due is charged when the bank has confirmed it."""
        order = bills.order(self._world, books, subscription, 0, mandate=bills.mandate_of("emandate"))
        return self._in_front(books, thing, subscription, order)._replace(otherwise=None)

    def receipt(self, subscription: Subscription, payment: Payment) -> dict[str, Any]:
        """What the browser hands the application (payments/subscriptions/integration-guide.md)."""
        return {
            "razorpay_payment_id": payment.id,
            "razorpay_subscription_id": subscription.id,
            "razorpay_signature": sign(f"{payment.id}|{subscription.id}", subscription.key_secret),
        }

    def first_invoice(self, books: Books, subscription: Subscription) -> Invoice:
        """The invoice that the first payment is for: the one issued before, if it was not paid."""
        world = self._world
        now, terms = world.now, subscription.terms
        start = end = None
        if subscription.immediate:
            start, end = now, evolve(subscription, anchor=now).begins(1)
        known = books.get(subscription.invoice_id)
        if known is not None:
            current: Invoice = evolve(known, billing_start=start, billing_end=end)
            books.put(current)
            return current
        if subscription.immediate:
            bill = bills.cycle_bill(world, books, subscription, start, end)
        else:
            bill = bills.upfront_bill(world, books, subscription)
        assert all(line.currency == terms.currency for line in bill.lines)
        invoice = bills.issue(world, books, subscription, bill)
        books.put(evolve(subscription, **bills.billed(subscription, invoice, bill)))
        return invoice

    def enrol(self, books: Books, purchase: Purchase) -> Purchase:
        """The purchase of a customer who is known: one with this email and contact, or a new one."""
        from ..api.customers import identity

        carries = dict(purchase.carries)
        if purchase.customer_id is not None or "subscription_id" not in carries:
            return purchase
        email, contact = purchase.email, purchase.contact
        known = books.get(books.claimed(identity(email, contact))) if email or contact else None
        if known is None:
            known = Customer(
                id=self._world.ledger.new_id("cust_"), created_at=self._world.now, email=email, contact=contact
            )
            books.add(known)
            if email or contact:
                books.claim(identity(email, contact), known.id)
        self._made_out_to(books, books.get(purchase.invoice_id), known)
        return purchase._replace(customer_id=known.id)

    def _made_out_to(self, books: Books, invoice: Invoice | None, customer: Customer | None) -> None:
        if invoice is not None and customer is not None and invoice.customer_id is None:
            books.put(evolve(invoice, customer_id=customer.id, customer=bills.details_of(customer)))

    def registered(self, books: Books, token: Token) -> Payment | None:
        """The bank confirmed an eMandate: charge what waits for it."""
        world, law = self._world, self._world.law
        subscription: Subscription = books.get(token.subscription_id)
        if law.allows(subscription, "authenticate"):
            invoice = self.first_invoice(books, subscription)
            self._made_out_to(books, invoice, books.get(token.customer_id))
        elif law.allows(subscription, "recover"):
            invoice = books.get(subscription.invoice_id)
        else:
            return None
        if not law.allows(invoice, "pay"):
            return None
        subscription = books.get(subscription.id)
        asked = evolve(subscription, customer_id=token.customer_id)
        law.move(books, token, "charge", world.now)
        return self.collect(books, asked, books.get(invoice.id), token, scheduled=False)

    # -- cycles

    def opened(self, books: Books, subscription: Subscription) -> None:
        """A new subscription: when it expires, and the message that asks the customer to authenticate it."""
        self._world.schedule_expiry(books.account, subscription)
        tell(self._world, books, subscription, "created")

    def plan(self, books: Books, subscription: Subscription, what: str, at: int | None) -> None:
        """Let something of the subscription fall due at that moment."""
        if at is not None:
            world = self._world
            world.ledger.schedule(max(at, world.now), f"subscription {what}", books.account, subscription.id)

    def _heard(self, books: Books, happening: Happening) -> None:
        """Plan what follows of an event, and tell the customer."""
        subscription: Any = next(one for one in happening.records if isinstance(one, Subscription))
        stage = happening.event.partition(".")[2]
        if stage == "pending":
            self.plan(books, subscription, "retry", subscription.charge_at)
        elif stage in ("authenticated", "activated", "resumed", "updated"):
            self.plan(books, subscription, "bill", subscription.bills_at)
        tell(self._world, books, subscription, stage)

    def _due(self, item: Due) -> None:
        books = self._world.ledger.books(item.account)
        subscription = books.get(item.entity_id)
        if subscription is None:
            return
        if item.what == "subscription retry":
            self._retry(books, subscription, item.at)
        elif subscription.bills_at is not None and subscription.bills_at <= item.at:
            self._cycle(books, subscription, item.at)

    def _cycle(self, books: Books, subscription: Subscription, at: int) -> None:
        """A cycle ends and the next begins: what waited for that happens, and what it costs is billed and charged."""
        world, law = self._world, self._world.law
        if subscription.cancel_at_cycle_end and law.allows(subscription, "plan_cancel"):
            law.move(books, subscription, "cancel", at)
            return
        subscription = self.updates.due(books, subscription, at)
        if subscription.bills_at is None or subscription.bills_at > at:
            return
        if not subscription.remaining_count:
            if law.allows(subscription, "complete"):
                law.move(books, subscription, "complete", at)
            return
        event = "bill" if law.allows(subscription, "bill") else "activate"
        if not law.allows(subscription, event) or law.allows(subscription, "authenticate"):
            return
        start, end = (subscription.begins(subscription.cycle + n) for n in (0, 1))
        bill = bills.cycle_bill(world, books, subscription, start, end)
        invoice = bills.issue(world, books, subscription, bill)
        changes = bills.billed(subscription, invoice, bill)
        moved = law.move(books, subscription, event, at, charge_at=at, **changes)
        if event == "bill":
            self.plan(books, moved, "bill", moved.bills_at)
        self._charge_or_leave(books, moved, invoice)

    def _charge_or_leave(self, books: Books, subscription: Subscription, invoice: Invoice) -> None:
        """While it is halted, invoices are issued and not charged; with the last of them it is over."""
        law = self._world.law
        if law.allows(subscription, "miss"):
            self.charge(books, subscription, invoice)
            return
        left = subscription.remaining_count
        books.put(evolve(subscription, charge_at=subscription.bills_at if left else None))
        if not left:
            law.move(books, books.get(subscription.id), "complete", self._world.now)

    def _retry(self, books: Books, subscription: Subscription, at: int) -> None:
        """A day after a charge that failed, unless somebody has paid or the invoice is gone."""
        law = self._world.law
        invoice = books.get(subscription.invoice_id)
        if law.allows(subscription, "halt") and subscription.charge_at == at and law.allows(invoice, "pay"):
            self.charge(books, subscription, invoice)

    def charge(self, books: Books, subscription: Subscription, invoice: Invoice, *, scheduled: bool = True) -> Payment:
        """Charge an invoice to the mandate; if it is `scheduled`, a failure counts and is tried again."""
        world, law = self._world, self._world.law
        token = books.get(subscription.token_id) or books.claimed(("buried", subscription.token_id))
        if law.allows(token, "charge"):
            token = law.move(books, token, "charge", world.now)
        return self.collect(books, subscription, invoice, token, scheduled=scheduled)

    def collect(
        self, books: Books, subscription: Subscription, invoice: Invoice, token: Token, *, scheduled: bool
    ) -> Payment:
        """A payment of the invoice by that mandate; the bank's word decides how it ends."""
        order: Order = books.get(invoice.order_id)
        customer = books.get(subscription.customer_id)
        offer = books.get(order.offers[0]) if order.offers else None
        if offer is not None and not self._world.law.allows(offer, "apply"):
            offer = None
        discount = offer.discount(order.amount, None) if offer is not None else 0
        purchase = Purchase(
            order,
            order.amount_due - discount,
            order.currency,
            customer.email if customer is not None else None,
            customer.contact if customer is not None else None,
            subscription.customer_id,
            DESCRIPTION,
            (),
            invoice.id,
            None,
            True,
            offer.id if offer is not None else None,
            discount,
            (("subscription_id", subscription.id), ("scheduled", scheduled)),
        )
        return self._world.counter.collect(books, purchase, token, self._refusal(books, purchase, token))

    def _refusal(self, books: Books, purchase: Purchase, token: Token) -> str | None:
        """Why the mandate does not pay, whatever the bank says: it is gone, or the amount needs the customer's word."""
        if not self._world.law.allows(token, "charge"):
            return "mandate_not_active"
        card = books.get(token.card_id)
        domestic = token.method == "upi" or (isinstance(card, Card) and not card.international)
        too_much = purchase.currency == "INR" and purchase.amount > WITHOUT_FACTOR
        return "transaction_limit_exceeded" if domestic and too_much else None
