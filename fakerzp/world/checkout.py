"""The customer, in front of Checkout or a hosted page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import currencies, errors
from ..entities.invoice import Invoice
from ..entities.order import Order
from ..entities.payment import Payment
from ..entities.payment_link import PaymentLink
from ..errors import ApiError
from ..exceptions import NotFaked, NotPayable, PaymentFailed, PaymentPending
from ..ledger.books import Books
from ..utility import sign
from .counter import Purchase
from .failures import default_method, failure
from .instrument import ARGUMENTS, TO_ACCOUNTS, WITHOUT_MANDATES, Instrument, instrument
from .offers import with_offer
from .strategies import fails

if TYPE_CHECKING:
    from .world import World


FROM_ABROAD = "international_transaction_not_allowed"


class Target(NamedTuple):
    """What stands in front of the customer: the thing itself, the order behind it, and what it says of them.

    Where there is no order, `amount` is what is due (None: the customer says how much), in `currency`; if it is
    `exact`, nothing else can be paid. `methods` are those that it takes (None: any), the first if none is named;
    `domestic` takes no cards from abroad. A method may lead to something `otherwise` than the others. The payment shows
    its `description` and `notes`, and `carries` these fields of its own: what it belongs to besides an order.
    `receipt` is what the browser hands the application, if it is not that of the order.
    """

    books: Books
    thing: Any
    order: Order | None
    least: int
    email: str | None
    contact: str | None
    customer_id: str | None
    amount: int | None = None
    currency: str = "INR"
    carries: tuple[tuple[str, Any], ...] = ()
    exact: bool = False
    methods: tuple[str, ...] | None = None
    domestic: bool = False
    description: str | None = None
    notes: tuple[tuple[str, Any], ...] = ()
    otherwise: Mapping[str, Callable[[], Target]] | None = None
    receipt: Callable[[Payment], dict[str, Any]] | None = None


class Checkout:
    """`rzp.checkout`: a customer who pays, fails or walks away."""

    def __init__(self, world: World) -> None:
        self._world = world

    def pay(
        self,
        target: str | None = None,
        method: str | None = None,
        amount: int | None = None,
        *,
        capture: bool | None = None,
        currency: str = "INR",
        card: Mapping[str, Any] | str | None = None,
        vpa: str | None = None,
        bank: str | None = None,
        wallet: str | None = None,
        emi_duration: int | None = None,
        provider: str | None = None,
        payer: Mapping[str, Any] | None = None,
        offer_id: str | None = None,
        email: str | None = None,
        contact: str | None = None,
        customer_id: str | None = None,
        description: str | None = None,
        notes: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Pay an order, invoice, link, QR code, virtual account or one of its receivers, or `amount=` without any.

        `amount` is in the smallest unit, by default all that is due; an offer takes its discount off that.
        `emi_duration` is in months, `card` may be the id of a saved one. `payer` is the bank account that a transfer
        to a virtual account comes from: `name`, `account_number`, `ifsc` (none of them where the bank does not tell),
        `mode` (NEFT unless it is RTGS, IMPS or UPI). `capture=False` leaves the payment authorized. Returns what the
        browser hands the application: ids and a signature that verifies.
        Raises PaymentFailed if the instrument, the amount or the bank says no, PaymentPending if the bank gives no
        answer yet, NotPayable if nobody could pay the target, LookupError if there is none, ValueError for arguments
        that do not go together.
        """
        self._world.settle()
        with self._world.acting():
            found = _by(self._target(target), method)
            tool = self._tool(
                found,
                method,
                currency,
                card=card,
                vpa=vpa,
                bank=bank,
                wallet=wallet,
                emi_duration=emi_duration,
                provider=provider,
                payer=payer,
            )
            who = (email, contact, customer_id)
            purchase = self._purchase(found, amount, currency, capture, who, description, _notes(notes))
            purchase = _of_owner(found.books, purchase, tool)
            purchase = with_offer(self._world, found.books, found.thing, purchase, tool, offer_id)
            payment = self._attempt(found, purchase, tool)
            answer = self._handed_back(found, payment)
        if payment.status == "failed":
            raise PaymentFailed(error_of(payment))
        if not answer:
            raise PaymentPending(payment.id)
        return answer

    def _attempt(
        self, found: Target, purchase: Purchase, tool: Instrument, reason: str | None = None
    ) -> Payment:
        """One payment; without a reason to fail, the world decides how it ends."""
        world = self._world
        refusal = tool.refusal(purchase.amount + purchase.offer_discount)
        if refusal != tool.refuses:
            tool = tool._replace(refuses=refusal)
        attempt = world.counter.attempt_of(purchase, tool)
        outcome = fails(reason) if reason is not None else world.decide(found.books, attempt, tool)
        if tool.method in TO_ACCOUNTS and (outcome.kind == "pending" or outcome.reason is not None):
            raise ValueError("a bank transfer that fails never reaches Razorpay, and makes no payment")
        try:
            return world.counter.pay(found.books, purchase, tool, outcome)
        except ApiError as refusal:
            raise self._unpayable(found.thing, str(refusal)) from None

    def fail(
        self, target: str | None = None, reason: str | None = None, method: str | None = None, **how: Any
    ) -> dict[str, Any]:
        """Try to pay and fail for a documented reason; returns what Checkout hands the browser: {"error": {...}}.

        Raises NotPayable as `pay` does, ValueError for a reason that no page documents.
        """
        reason = reason or "payment_failed"
        self._world.settle()
        with self._world.acting():
            found = _by(self._target(target), method)
            mandate = found.order.mandate if found.order is not None else None
            if method is None and found.order is not None:
                usual = next(iter(found.methods or ()), None)
                method = (mandate.method or usual) if mandate is not None else found.order.method
            method = method or _default_method(found, reason, mandate=mandate is not None)
            if method not in TO_ACCOUNTS:
                failure(reason, method)
            tool = self._tool(found, method, **{k: how.pop(k, None) for k in ARGUMENTS})
            who = (how.pop("email", None), how.pop("contact", None), how.pop("customer_id", None))
            amount, currency = how.pop("amount", None), how.pop("currency", "INR")
            said, offer_id = _notes(how.pop("notes", None)), how.pop("offer_id", None)
            if how:
                raise TypeError(f"checkout.fail() got an unexpected keyword argument {min(how)!r}")
            purchase = self._purchase(found, amount, currency, False, who, None, said)
            purchase = _of_owner(found.books, purchase, tool)
            purchase = with_offer(self._world, found.books, found.thing, purchase, tool, offer_id)
            return error_of(self._attempt(found, purchase, tool, reason))

    def abandon(self, target: str | None = None, **how: Any) -> dict[str, Any]:
        """Begin to pay and walk away: a failed attempt with the reason `payment_cancelled`; returns its error."""
        return self.fail(target, reason="payment_cancelled", **how)

    # -- what the merchant's server began

    def authenticate(self, payment_id: str, *, vpa: str | None = None) -> dict[str, Any]:
        """Say yes to a payment that the merchant's server made: on the bank's page, or in the UPI app.

        `vpa` says who pays by UPI intent. Returns what Razorpay then posts to `callback_url`: ids and signature. Raises
        PaymentFailed if the instrument or the bank says no, PaymentPending if the bank gives no answer yet, NotPayable
        for a payment that does not wait for its customer, LookupError if there is none.
        """
        world = self._world
        world.settle()
        with world.acting():
            books, awaited = world.server_payments.waiting(payment_id)
            payment = world.server_payments.confirm(books, awaited, vpa=vpa)
            answer = world.counter.handed_back(books, payment)
        if payment.status == "failed":
            raise PaymentFailed(error_of(payment))
        if not answer:
            raise PaymentPending(payment.id)
        return answer

    def decline(self, payment_id: str, reason: str = "payment_cancelled") -> dict[str, Any]:
        """Say no to a payment that the merchant's server made, for a documented reason; returns its error.

        Raises as `authenticate` does, and ValueError for a reason that no page documents.
        """
        world = self._world
        world.settle()
        with world.acting():
            books, awaited = world.server_payments.waiting(payment_id)
            failure(reason, awaited.tool.method)
            return error_of(world.server_payments.decline(books, awaited, reason))

    # -- what is being paid

    def _target(self, target: str | None) -> Target:
        world = self._world
        if target is None:
            return Target(world.ledger.books(world.ledger.account), None, None, 0, None, None, None)
        found = world.ledger.record(target)
        if found is None:
            received = world.virtual_accounts.received_by(target)
            if received is None:
                raise LookupError(f"there is no {target!r} to pay")
            return received
        books, thing = found
        if isinstance(thing, Order):
            owner = books.get(thing.owner_id)
            if owner is None:
                return self._order_target(books, thing)
            thing = owner  # paid by its order's id, an invoice or link is still what is paid
        if isinstance(thing, Invoice) and thing.subscription_id is not None:
            self._payable(thing)
            return world.subscriptions.of_invoice(books, thing)
        if isinstance(thing, Invoice):
            who = thing.customer
            order = books.get(thing.order_id)
            self._payable(thing)
            least = thing.first_payment_min_amount or 0
            return Target(books, thing, order, least, who.email, who.contact, who.id)
        if isinstance(thing, PaymentLink):
            self._payable(thing)
            said = dict(thing.customer)
            order = books.get(thing.order_id)
            return Target(
                books,
                thing,
                order,
                thing.first_min_partial_amount,
                said.get("email"),
                said.get("contact"),
                thing.customer_id,
            )
        payable = world.payables.get(thing.KIND)
        if payable is None:
            raise NotFaked(f"a customer can't pay a {thing.KIND} ({target}) yet; pay an order, invoice or link")
        return payable(books, thing)

    def _order_target(self, books: Books, order: Order) -> Target:
        self._payable(order)
        customer = books.get(order.customer_id)
        email, contact = (customer.email, customer.contact) if customer is not None else (None, None)
        return Target(books, order, order, order.first_payment_min_amount, email, contact, order.customer_id)

    def _payable(self, thing: Any) -> None:
        if not self._world.law.allows(thing, "pay"):
            raise self._unpayable(thing, f"{thing.id} is {thing.status}: nobody can pay it")

    def _unpayable(self, thing: Any, why: str) -> NotPayable:
        return NotPayable(why, target=getattr(thing, "id", None) or "", status=getattr(thing, "status", None))

    def _tool(self, found: Target, method: str | None, given_currency: str = "INR", **given: Any) -> Instrument:
        order = found.order
        mandate = order.mandate if order else None
        if method is None:
            usual = found.methods[0] if found.methods else "card"
            method = (mandate.method if mandate else None) or (order.method if order else None) or usual
        if mandate is not None and mandate.method not in (None, method):
            raise ValueError(f"{found.thing.id} asks for a mandate by {mandate.method}, not {method}")
        if mandate is not None and method in WITHOUT_MANDATES:
            raise ValueError(f"{target_of(found)} asks for a mandate, which {method} does not register")
        if mandate is None and method in ("emandate", "nach"):
            raise ValueError(f"{method} registers a mandate, which {target_of(found)} does not ask for")
        if order is not None and order.method is not None and order.method != method:
            raise self._unpayable(found.thing, f"{found.thing.id} takes {order.method} only, not {method}")
        currency = order.currency if order is not None else given_currency
        if currency != "INR" and method != "card":
            raise self._unpayable(found.thing, f"{method} pays in INR only, not in {currency}")
        thing = found.thing
        if isinstance(thing, PaymentLink) and not thing.shows_method(method):
            raise NotPayable(f"{thing.id} does not offer {method}", target=thing.id, status=thing.status)
        if found.methods is not None and method not in found.methods:
            takes = " and ".join(found.methods) or "nothing"
            raise self._unpayable(thing, f"{thing.id} takes {takes} only, not {method}")
        if found.methods is None and method in TO_ACCOUNTS:
            raise ValueError(f"{method} pays a virtual account (Smart Collect), not {target_of(found)}")
        saved = given.get("card")
        if method == "card" and isinstance(saved, str) and saved.startswith("token_"):
            return self._world.token_hq.instrument(found.books, saved)
        today = datetime.fromtimestamp(self._world.now, timezone.utc).date()
        tool = instrument(method, mandate, today=today, **given)
        if found.domestic and tool.card is not None and tool.card.international:
            tool = tool._replace(refuses=tool.refuses or FROM_ABROAD)
        return tool

    def _purchase(
        self,
        found: Target,
        amount: int | None,
        currency: str,
        capture: bool | None,
        who: tuple[str | None, str | None, str | None],
        description: str | None,
        notes: tuple[tuple[str, Any], ...],
    ) -> Purchase:
        order, thing = found.order, found.thing
        _check_arguments(amount, capture, {"email": who[0], "contact": who[1], "description": description})
        customer = found.books.get(who[2]) if who[2] is not None else None
        if who[2] is not None and (customer is None or customer.KIND != "customer"):
            raise LookupError(f"there is no customer {who[2]!r} in the books of {target_of(found)}")
        if order is None:
            amount = found.amount if amount is None else amount
            currency = currency if thing is None else found.currency
            if amount is None or amount <= 0:
                what = "without a target" if thing is None else f"{thing.id} has no amount of its own"
                raise ValueError(f"{what}, pay(amount=...) says how much, in the smallest unit")
            if not currencies.is_supported(currency):
                raise ValueError(f"currency={currency!r} is none that Razorpay supports")
            if found.exact and amount != found.amount:
                raise self._unpayable(thing, f"{thing.id} takes {found.amount} only, not {amount}")
            email, contact = who[0] or found.email, who[1] or found.contact
            customer_id = who[2] or found.customer_id
            return Purchase(
                None,
                amount,
                currency,
                email,
                contact,
                customer_id,
                description or found.description,
                notes or found.notes,
                None,
                None,
                capture is True if thing is None else capture is not False,
                carries=found.carries,
            )
        due = order.amount_due
        paid = due if amount is None else amount
        self._check_amount(found, order, paid)
        owner = found.books.get(order.owner_id)
        return Purchase(
            order,
            paid,
            order.currency,
            who[0] or found.email,
            who[1] or found.contact,
            who[2] or found.customer_id,
            description or found.description or _described(thing),
            notes or (order.notes if thing is not order or order.mandate is not None else ()),
            owner.id if isinstance(owner, Invoice) else None,
            thing.id if isinstance(thing, PaymentLink) else None,
            order.capture if capture is None else capture,
            carries=found.carries,
        )

    def _check_amount(self, found: Target, order: Order, amount: int) -> None:
        """Parts only where they are allowed, the first of them no less than its minimum, never more than is due."""
        due = order.amount_due
        wrong = amount > due or (amount <= 0 and due > 0)
        if amount < due:
            wrong = wrong or not order.partial_payment
            wrong = wrong or (order.amount_paid == 0 and amount < found.least)
        if wrong:
            body = errors.CHARGE_AMOUNT.error().body
            body["error"]["metadata"] = {"order_id": order.id}
            raise PaymentFailed(body)

    def _handed_back(self, found: Target, payment: Payment) -> dict[str, Any]:
        if payment.status in ("created", "failed"):
            return {}
        if found.receipt is not None:
            return found.receipt(payment)
        if found.order is None:
            return {"razorpay_payment_id": payment.id}
        order = found.books.get(found.order.id)
        secret = order.key_secret
        thing = found.thing
        if not isinstance(thing, PaymentLink):
            return self._world.counter.receipt(order, payment)
        link = found.books.get(thing.id)
        said = f"{link.id}|{link.reference_id}|{link.status}|{payment.id}"
        return {
            "razorpay_payment_id": payment.id,
            "razorpay_payment_link_id": link.id,
            "razorpay_payment_link_reference_id": link.reference_id,
            "razorpay_payment_link_status": link.status,
            "razorpay_signature": sign(said, secret),
        }


def _default_method(found: Target, reason: str, *, mandate: bool) -> str:
    """The first method of a failure's pages, if the target takes it, else the target's own first."""
    method = default_method(reason, mandate=mandate)
    return method if not found.methods or method in found.methods else found.methods[0]


def _by(found: Target, method: str | None) -> Target:
    """What stands in front of a customer who pays by that method."""
    other = (found.otherwise or {}).get(method or "")
    return other() if other is not None else found


def _described(thing: Any) -> str | None:
    """How a payment is described that the customer did not describe."""
    if isinstance(thing, Invoice):
        return thing.description or f"Invoice #{thing.id}"
    return f"#{thing.id.removeprefix('plink_')}" if isinstance(thing, PaymentLink) else None


def target_of(found: Target) -> str:
    """How a message names what is paid."""
    return str(found.thing.id) if found.thing is not None else "a payment without a target"


def _check_arguments(amount: object, capture: object, texts: Mapping[str, object]) -> None:
    if amount is not None and (not isinstance(amount, int) or isinstance(amount, bool)):
        raise TypeError(f"amount={amount!r}: a whole number, in the smallest unit of the currency")
    if capture is not None and not isinstance(capture, bool):
        raise TypeError(f"capture={capture!r}: True, False or None for what the order says")
    for name, text in texts.items():
        if text is not None and not isinstance(text, str):
            raise TypeError(f"{name}={text!r}: text")


def _notes(notes: Mapping[str, Any] | None) -> tuple[tuple[str, Any], ...]:
    pairs = tuple((notes or {}).items())
    if any(isinstance(value, (dict, list, set)) for _, value in pairs):
        raise ValueError("notes are pairs of plain values")
    return pairs


def _of_owner(books: Books, purchase: Purchase, tool: Instrument) -> Purchase:
    """The purchase of who saved the card that it is paid with; nobody else sees that card at Checkout: ValueError."""
    saved = books.get(tool.token_id)
    if saved is None or saved.customer_id is None:
        return purchase
    if purchase.customer_id not in (None, saved.customer_id):
        raise ValueError(f"card={saved.id!r} is a card of {saved.customer_id}, and {purchase.customer_id} pays")
    owner = books.get(saved.customer_id)
    return purchase._replace(
        customer_id=owner.id,
        email=purchase.email or owner.email,
        contact=purchase.contact or owner.contact,
    )


def error_of(payment: Payment) -> dict[str, Any]:
    """The error of a failed payment as Checkout hands it to the browser."""
    code, description, source, step, reason = payment.failure
    metadata = {"payment_id": payment.id}
    if payment.order_id is not None:
        metadata["order_id"] = payment.order_id
    return {
        "error": {
            "code": code,
            "description": description,
            "source": source,
            "step": step,
            "reason": reason,
            "metadata": metadata,
        }
    }
