"""Where payments are made: by a customer at Checkout, or by a charge to a mandate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..entities.mandate import Card, Mandate, Token
from ..entities.order import Order
from ..entities.payment import Payment
from ..ledger.books import Books
from ..utility import sign
from .instrument import Instrument
from .instruments import acquirer_data
from .strategies import Attempt, Outcome
from .windows import Windows

if TYPE_CHECKING:
    from .world import World

# What Razorpay shows for a customer who gave no address (orders/fetch-payments sample).
NO_EMAIL, NO_CONTACT = "void@razorpay.com", "+919999999999"


class Purchase(NamedTuple):
    """What is paid for: the order if there is one, and what the payment shows of it."""

    order: Order | None
    amount: int
    currency: str
    email: str | None
    contact: str | None
    customer_id: str | None
    description: str | None
    notes: tuple[tuple[str, Any], ...]
    invoice_id: str | None
    link_id: str | None
    capture: bool
    offer_id: str | None = None
    offer_discount: int = 0
    carries: tuple[tuple[str, Any], ...] = ()


class Counter:
    """Makes payments of a purchase and an instrument, and moves what they pay for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.windows = Windows(world)

    def pay(self, books: Books, purchase: Purchase, tool: Instrument, outcome: Outcome) -> Payment:
        """A payment as the bank decided it: failed, left without an answer, or authorized and perhaps captured."""
        mandate = purchase.order.mandate if purchase.order else None
        if purchase.carries and outcome.kind != "fail":
            purchase = self._world.subscriptions.enrol(books, purchase)
        card_id = self._card(books, tool) if tool.card is not None else None
        token_id = tool.token_id
        if mandate is not None and outcome.kind != "fail" and purchase.customer_id is not None:
            of = dict(purchase.carries).get("subscription_id")
            token_id = self._token(books, purchase.customer_id, mandate, tool, card_id, of)
        payment = self._attempt(books, purchase, tool, card_id, token_id, done=outcome.kind == "succeed")
        return self.windows.begin(books, payment, outcome, capture=purchase.capture)

    def open(
        self,
        books: Books,
        purchase: Purchase,
        tool: Instrument,
        *,
        mandate: Mandate | None = None,
        card_id: str | None = None,
        saves: bool = False,
    ) -> Payment:
        """A payment whose customer is still to be heard; `card_id` is that of a card which was saved.

        It registers the `mandate`, or, with `saves`, keeps what it is paid with as a token of the customer.
        """
        if card_id is None and tool.card is not None:
            card_id = self._card(books, tool)
        token_id, customer_id = tool.token_id, purchase.customer_id
        if customer_id is not None and (mandate is not None or (saves and token_id is None)):
            of = dict(purchase.carries).get("subscription_id")
            token_id = self._token(books, customer_id, mandate, tool, card_id, of)
        return self._attempt(books, purchase, tool, card_id, token_id, done=False)

    def charge(self, books: Books, order: Order, token: Token, fields: dict[str, Any]) -> Payment:
        """A recurring payment: the bank's script decides how it ends."""
        purchase = Purchase(
            order,
            fields["amount"],
            order.currency,
            fields["email"],
            fields["contact"],
            token.customer_id,
            fields.get("description"),
            fields.get("notes", ()),
            None,
            None,
            order.capture,
        )
        return self.collect(books, purchase, token)

    def collect(self, books: Books, purchase: Purchase, token: Token, refuses: str | None = None) -> Payment:
        """A payment by a mandate, with no customer in front of Checkout; `refuses` is why it can't pay."""
        tool = Instrument(token.method, bank=token.bank, wallet=token.wallet, vpa=token.vpa, refuses=refuses)
        outcome = self._world.decide(books, self.attempt_of(purchase, tool), tool, recurring=True)
        done = outcome.kind == "succeed"
        payment = self._attempt(books, purchase, tool, token.card_id, token.id, done=done)
        return self.windows.begin(books, payment, outcome, capture=purchase.capture, recurring=True)

    def first_payment(self, books: Books, token: Token) -> Payment | None:
        """Charge what a mandate asked for on top of its registration, as soon as the bank confirmed it."""
        mandate, world = token.mandate, self._world
        if token.subscription_id is not None:
            return world.subscriptions.registered(books, token)
        if mandate is None or not mandate.first_payment_amount:
            return None
        order = Order(
            id=world.ledger.new_id("order_"),
            created_at=world.now,
            status="created",
            amount=mandate.first_payment_amount,
            currency="INR",
            customer_id=token.customer_id,
            notes=mandate.notes,
        )
        order = world.law.create(books, order, world.now)
        customer = books.get(token.customer_id)
        world.law.move(books, token, "charge", world.now)
        fields = {"amount": order.amount, "email": customer.email, "contact": customer.contact, "notes": mandate.notes}
        return self.charge(books, order, token, fields)

    def receipt(self, order: Order, payment: Payment) -> dict[str, Any]:
        """What the browser or the merchant gets for a payment of an order: both ids, and the signature."""
        return {
            "razorpay_payment_id": payment.id,
            "razorpay_order_id": order.id,
            "razorpay_signature": sign(f"{order.id}|{payment.id}", order.key_secret),
        }

    def handed_back(self, books: Books, payment: Payment) -> dict[str, Any]:
        """What a payment that a server made hands back; nothing as long as it is created, or once it has failed."""
        if payment.status in ("created", "failed"):
            return {}
        order, subscription = books.get(payment.order_id), books.get(payment.subscription_id)
        if subscription is not None:
            return self._world.subscriptions.receipt(subscription, payment)
        return self.receipt(order, payment) if order is not None else {"razorpay_payment_id": payment.id}

    def attempt_of(self, purchase: Purchase, tool: Instrument) -> Attempt:
        """The payment as the bank's script sees it."""
        order_id = purchase.order.id if purchase.order else None
        return Attempt(purchase.amount, purchase.currency, tool.method, purchase.customer_id, order_id)

    def _attempt(
        self,
        books: Books,
        purchase: Purchase,
        tool: Instrument,
        card_id: str | None,
        token_id: str | None,
        *,
        done: bool,
    ) -> Payment:
        ledger, now = self._world.ledger, self._world.now
        payment = Payment(
            id=ledger.new_id("pay_"),
            created_at=now,
            status="created",
            amount=purchase.amount,
            currency=purchase.currency,
            method=tool.method,
            order_id=purchase.order.id if purchase.order else None,
            invoice_id=purchase.invoice_id,
            link_id=purchase.link_id,
            international=tool.card.international if tool.card else False,
            description=purchase.description,
            card_id=card_id,
            bank=tool.bank,
            wallet=tool.wallet,
            vpa=tool.vpa,
            upi_flow=tool.flow,
            email=purchase.email or NO_EMAIL,
            contact=purchase.contact or NO_CONTACT,
            customer_id=purchase.customer_id,
            token_id=token_id,
            notes=purchase.notes,
            acquirer_data=tuple(acquirer_data(tool.method, ledger.digits, done=done).items()),
            emi=tool.emi,
            offer_id=purchase.offer_id,
            offer_discount=purchase.offer_discount,
            payer=tool.payer,
            **dict(purchase.carries),
        )
        created: Payment = self._world.law.create(books, payment, now)
        return created

    def _card(self, books: Books, tool: Instrument) -> str:
        assert tool.card is not None
        card = Card(
            id=self._world.ledger.new_id("card_"),
            created_at=self._world.now,
            name=tool.name,
            last4=tool.card.last4,
            network=tool.card.network,
            type=tool.card.type,
            issuer=tool.card.issuer,
            international=tool.card.international,
            emi=tool.card.emi,
            sub_type=tool.card.sub_type,
            expiry_month=tool.expiry_month,
            expiry_year=tool.expiry_year,
            fingerprint=tool.fingerprint,
        )
        books.add(card)
        return card.id

    def _token(
        self,
        books: Books,
        customer_id: str,
        mandate: Mandate | None,
        tool: Instrument,
        card_id: str | None,
        subscription_id: str | None = None,
    ) -> str:
        """The token of a mandate: registered at once for cards and UPI, by the bank's word for the others.

        Without a mandate it is only what the customer saved to pay with again.
        """
        ledger, law, now = self._world.ledger, self._world.law, self._world.now
        token = Token(
            id=ledger.new_id("token_"),
            created_at=now,
            status="initiated" if mandate is not None else "not_applicable",
            token=ledger.secret(),
            customer_id=customer_id,
            method=tool.method,
            mandate=mandate,
            bank=tool.bank,
            wallet=tool.wallet,
            vpa=tool.vpa,
            card_id=card_id,
            used_at=now,
            expired_at=mandate.expire_at if mandate is not None else None,
            subscription_id=subscription_id,
        )
        created: Token = law.create(books, token, now)
        self._world.reserve_pay.begin(books, created)
        return created.id
