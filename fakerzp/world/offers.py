"""Which offers an order is payable with, and whether the customer who picks one gets it.

What an offer asks of an order (amount, status, dates, usage) is the table "Validation Criteria" of
payments/offers/standard-integration.md, what it asks of an instrument the section "Applicable On" of
payments/offers/create.md. Which text Razorpay has for which of them is documented for the usage only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import errors
from ..entities.offer import OF_EMI, TAKES_OFF, Offer
from ..entities.order import Order
from ..errors import Text
from ..exceptions import NotFaked, NotPayable, PaymentFailed
from ..ledger.books import Books
from .counter import Purchase
from .instrument import Instrument

if TYPE_CHECKING:
    from .world import World

# The only networks that tell of a saved card whether it was used before (payments/offers/create.md).
_COUNTED = ("Visa", "MasterCard", "RuPay")
_LEAST_LEFT = 100


class Asked(NamedTuple):
    """What an offer is held against: an order's amount (paise) and the moment, then who pays it and with what."""

    world: World
    amount: int
    books: Books
    tool: Instrument | None = None


def _is_enabled(offer: Offer, asked: Asked) -> bool:
    return asked.world.law.allows(offer, "apply")


def _is_in_time(offer: Offer, asked: Asked) -> bool:
    now: int = asked.world.now
    return offer.starts_at <= now and (offer.ends_at is None or now <= offer.ends_at)


def _is_left(offer: Offer, asked: Asked) -> bool:
    return offer.max_usage is None or offer.used < offer.max_usage


def _fits_amount(offer: Offer, asked: Asked) -> bool:
    """Also that at least a rupee is left to pay: inferred from payments/subscriptions/offers.md."""
    plan = asked.tool.emi if asked.tool is not None else None
    left = asked.amount - offer.discount(asked.amount, plan)
    most = offer.max_amount
    return offer.min_amount <= asked.amount and (most is None or asked.amount <= most) and left >= _LEAST_LEFT


def _fits_instrument(offer: Offer, asked: Asked) -> bool:
    tool = asked.tool
    assert tool is not None
    card, plan = tool.card, tool.emi
    limits: Mapping[str, tuple[object, object]] = {
        "method": (offer.method, tool.method),
        "issuer": (offer.issuer, card.issuer if card is not None else tool.bank or tool.wallet),
        "network": (offer.network, card.network if card is not None else None),
        "card_type": (offer.card_type, card.type if card is not None else None),
    }
    if any(wanted is not None and wanted != found for wanted, found in limits.values()):
        return False
    if offer.iins and (card is None or card.iin not in offer.iins):
        return False
    if plan is None:
        return not offer.durations and offer.offer_type not in OF_EMI
    return not offer.durations or plan.duration in offer.durations


def _is_left_for_card(offer: Offer, asked: Asked) -> bool:
    tool, books = asked.tool, asked.books
    most = offer.max_usage_per_card
    if most is None or tool is None or tool.card is None or tool.card.network not in _COUNTED:
        return True
    payments = books.newest("payment", field="offer_id", value=offer.id)
    cards = [books.get(p.card_id) for p in payments if any(step.status == "authorized" for step in p.steps)]
    used: int = sum(card is not None and card.fingerprint == tool.fingerprint for card in cards)
    return used < most


Criterion = tuple[Callable[[Offer, Asked], bool], Text]
OF_ORDER: tuple[Criterion, ...] = (
    (_is_enabled, errors.OFFER_NOT_ACTIVE),
    (_is_in_time, errors.OFFER_NOT_ACTIVE),
    (_is_left, errors.OFFER_USED_UP),
    (_fits_amount, errors.OFFER_AMOUNT),
)
"""What must hold for an order to have an offer."""
OF_PAYMENT: tuple[Criterion, ...] = (
    *OF_ORDER,
    (_fits_instrument, errors.OFFER_METHOD),
    (_is_left_for_card, errors.OFFER_USED_UP),
)
"""What must hold for a payment to be made with it, and what is said where it does not."""


def _refusal(criteria: tuple[Criterion, ...], offer: Offer, asked: Asked) -> Text | None:
    return next((text for holds, text in criteria if not holds(offer, asked)), None)


def attached(world: World, books: Books, ids: Iterable[object], amount: int, currency: str) -> tuple[str, ...]:
    """Those of the offers that are there and fit an order of that amount (smallest unit); others are dropped.

    Offers are in rupees only (payments/offers.md). That the rest is dropped without a word is inferred: reported of
    test mode, and on no page.
    """
    asked = Asked(world, amount, books)
    known = [books.get(one) for one in dict.fromkeys(one for one in ids if isinstance(one, str))]
    offers = [one for one in known if isinstance(one, Offer) and currency == "INR"]
    return tuple(one.id for one in offers if _refusal(OF_ORDER, one, asked) is None)


def with_offer(
    world: World, books: Books, thing: Any, purchase: Purchase, tool: Instrument, offer_id: str | None
) -> Purchase:
    """The purchase with the offer that was picked, or with the one that its order was discounted by already.

    Raises PaymentFailed if it does not fit and its payments are not to go through without it, NotPayable if the
    target does not offer it, LookupError if there is none, ValueError if nothing there can have an offer.
    """
    order = purchase.order
    subscribed = "subscription_id" in dict(purchase.carries)
    offer = _picked(books, order, offer_id, subscribed=subscribed)
    if offer is None:
        return purchase
    if order is None or (order.mandate is not None and not subscribed) or order.currency != "INR":
        raise ValueError("an offer goes with an order, invoice or link in INR, and with no mandate")
    if not (offer.id in order.offers if order.offers else offer.show_on_checkout):
        raise NotPayable(f"{thing.id} does not offer {offer.id}", target=thing.id, status=thing.status)
    if offer.offer_type in TAKES_OFF and (order.partial_payment or purchase.amount != order.amount):
        raise NotFaked(f"{thing.id} is paid in parts: no page says what {offer.id} takes off a part")
    text = _refusal(OF_PAYMENT, offer, Asked(world, order.amount, books, tool))
    if text is None:
        discount = offer.discount(order.amount, tool.emi) if order.discount else 0
        return purchase._replace(amount=purchase.amount - discount, offer_id=offer.id, offer_discount=discount)
    if offer.pay_without_offer:
        return purchase
    body = text.error().body
    body["error"]["metadata"] = {"order_id": order.id}
    raise PaymentFailed(body)


def _picked(books: Books, order: Order | None, offer_id: str | None, *, subscribed: bool) -> Offer | None:
    """The offer of that id; without one, that of a subscription, or one whose discount was given before Checkout."""
    if offer_id is not None:
        found = books.get(offer_id)
        if not isinstance(found, Offer):
            raise LookupError(f"there is no offer {offer_id!r} there; rzp.dashboard.create_offer(...) makes one")
        return found
    if order is None or (order.mandate is not None and not subscribed):
        return None
    offers = [books.get(one) for one in order.offers or ()]
    return next((one for one in offers if subscribed or one.offer_type == "already_discounted"), None)
