"""Payments that the merchant's own server makes, and whose customer says yes afterwards.

The customer is `rzp.checkout.authenticate(payment_id)` or `.decline(payment_id)`, or submits a one-time password.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .. import errors
from ..entities.invoice import Invoice
from ..entities.mandate import Mandate, Token
from ..entities.order import Order
from ..entities.payment_link import PaymentLink
from ..entities.server_payments import Authentication
from ..entities.token_hq import CardToken
from ..errors import server_payments as texts
from ..errors import subscriptions as subscribed
from ..exceptions import NotFaked, NotPayable, PaymentFailed
from ..world.checkout import error_of
from ..world.counter import Purchase
from ..world.instrument import DEFAULT_CARD, Instrument
from ..world.instruments import Card
from ..world.offers import with_offer
from ..world.strategies import PATIENCE
from . import next_actions as steps
from . import recurring
from .endpoint import Call, Denied, Routes, Says
from .money import check_amount, check_currency
from .server_payment_fields import ABROAD, GOOGLE_PAY, PAYMENT, Saved, is_malaysian, method_of, told, tool_of

routes = Routes()

_S2S = "payments/payment-gateway/s2s-integration"
_SAYS: Says = {"key": errors.KEY_DOT, "minimum": errors.MINIMUM_DOT}
# A collect request waits so many minutes unless it says otherwise (payment-methods/upi/collect.md).
COLLECT_MINUTES = 5
# Who sends no one-time password outside of their page; inferred.
_PAGE_ONLY = ("American Express", "Diners Club", "JCB", "Union Pay")


class Begun(NamedTuple):
    """A payment that waits for its customer, and what was asked of it."""

    awaited: Authentication
    fields: dict[str, Any]
    mandate: Mandate | None


# -- the three calls


@routes.add(
    "POST",
    "/v1/payments/create/json",
    f"{_S2S}/json/v2/build-integration/cards.md",
    python="payment.createPaymentJson(data={}, **kwargs)",
    node="payments.createPaymentJson(params, callback)",
    body=PAYMENT,
    says=_SAYS,
)
def create_json(call: Call) -> Any:
    """Begin a payment; the answer names the steps that are next. `amount` in the smallest unit."""
    if "payment" in call.body:
        raise NotFaked(
            "orders and payments in one call are documented for ACH only, of the USA; create the order first",
            endpoint=call.endpoint.name,
        )
    begun = _begin(call, call.shaped())
    return _json(call, begun) if isinstance(begun, Begun) else begun


@routes.add(
    "POST",
    "/v1/payments/create/redirect",
    f"{_S2S}/redirect/build-integration.md",
    body=PAYMENT,
    says=_SAYS,
)
def create_redirect(call: Call) -> Any:
    """Begin a payment; the answer is the page for the customer's browser, or the steps where the bank has none."""
    begun = _begin(call, call.shaped())
    if not isinstance(begun, Begun):
        return begun
    awaited, fields, _ = begun
    tool = awaited.tool
    if fields.get("provider") == GOOGLE_PAY:
        shown = {"provider": GOOGLE_PAY, "provider_data": steps.of_google_pay(call, awaited)}
        return {"razorpay_payment_id": awaited.payment_id, **shown}
    if tool.method == "app" and tool.wallet != "twid":
        return _json(call, begun)
    wants_otp = fields.get("auth_type") == "otp" or bool(steps.preferred(fields))
    if tool.method not in ("card", "emi") or not wants_otp:
        return steps.bank_page(awaited)
    if (call.header("Content-Type") or "").startswith("application/x-www-form-urlencoded"):
        # The pages that post a form show the names alone, those that post JSON each with its URL.
        named = [one["action"] for one in steps.of_card(call, awaited, fields)]
        return {"next": named, "razorpay_payment_id": awaited.payment_id}
    return _json(call, begun)


@routes.add(
    "POST",
    "/v1/payments/create/upi",
    f"{_S2S}/payment-methods/upi/collect.md",
    python="payment.createUpi(data={}, **kwargs)",
    node="payments.createUpi(params={}, callback)",
    body=PAYMENT,
    says=_SAYS,
)
def create_upi(call: Call) -> Any:
    """Begin a payment by UPI: send a collect request, or answer the `link` that opens an app."""
    fields = {"method": "upi", **call.shaped()}
    if fields["method"] != "upi":
        raise texts.INVALID_METHOD.error(method=fields["method"])
    begun = _begin(call, fields)
    if not isinstance(begun, Begun):
        return begun
    answer: dict[str, Any] = {"razorpay_payment_id": begun.awaited.payment_id}
    if begun.awaited.tool.flow == "intent":
        answer["link"] = _link(call, begun)
    elif "token" in fields:
        answer["next"] = [steps.poll(begun.awaited.payment_id)]
    return answer


def begun_json(call: Call, fields: dict[str, Any]) -> Any:
    """What a payment of these (checked) fields answers, begun together with its order; raises as the calls do."""
    begun = _begin(call, fields)
    if isinstance(begun, Denied):
        raise begun.error
    return _json(call, begun) if isinstance(begun, Begun) else begun


# -- what is answered


def _json(call: Call, begun: Begun) -> dict[str, Any]:
    awaited, fields, _ = begun
    payment_id, tool = awaited.payment_id, awaited.tool
    answer: dict[str, Any] = {"razorpay_payment_id": payment_id}
    if fields.get("provider") == GOOGLE_PAY:
        sdk = {"action": "invoke_sdk", "provider": GOOGLE_PAY, "provider_data": steps.of_google_pay(call, awaited)}
        return {**answer, "next": [sdk, steps.poll(payment_id)]}
    if tool.method in ("card", "emi") and tool.card is not None:
        return {**answer, "next": steps.of_card(call, awaited, fields)}
    if tool.flow == "intent":
        if "fee" in fields:  # s2s-integration/payment-methods/upi/cfb-cc-upi.md
            return {**answer, "link": _link(call, begun)}
        return {**answer, "next": [{"action": "intent", "url": _link(call, begun)}, steps.poll(payment_id)]}
    if tool.flow == "collect" or (tool.method == "app" and tool.wallet != "twid"):
        return {**answer, "next": [steps.poll(payment_id)]}
    return {**answer, "next": [steps.redirect(payment_id)]}


def _link(call: Call, begun: Begun) -> str:
    payment = call.books.get(begun.awaited.payment_id)
    return steps.upi_link(payment, begun.mandate, call.now, begun.fields.get("fee", 0))


# -- what happens


def _begin(call: Call, fields: dict[str, Any]) -> Begun | Denied | dict[str, Any]:
    """The payment, waiting for its customer; or the answer, if it waits for nobody."""
    if "account_id" in fields:
        if not call.world.ledger.is_open(fields["account_id"]):
            raise call.error("unknown_id", field="account_id")
        call.enter(fields["account_id"])
    saved = _saved(call, fields["token"]) if "token" in fields else None
    if isinstance(saved, Token) and fields.get("recurring") and call.world.law.allows(saved, "charge"):
        return recurring.charge(call, {"email": "", "contact": "", "customer_id": saved.customer_id, **fields})
    method = method_of(fields, saved)
    if method in ABROAD:
        raise NotFaked(
            f"payments by {method} are of accounts outside of India, which this fake has not; leave it to a stub",
            endpoint=call.endpoint.name,
        )
    order = call.known("order", fields["order_id"]) if "order_id" in fields else None
    if "subscription_id" in fields:
        order = _order_of_subscription(call, fields, method)
    mandate = _mandate(call, fields, order, method, saved)
    tool = tool_of(call, fields, method, mandate=mandate, saved=saved)
    purchase, tool = _purchase(call, fields, order, tool, saved)
    card_id = saved.card_id if saved is not None else None
    if fields.get("auth_type") == "skip":
        return _at_once(call, purchase, tool, card_id)
    is_native = takes_otp(tool.card)
    if fields.get("auth_type") == "otp":
        if not is_native:
            raise texts.OTP_NOT_APPLICABLE.error()
        if tool.refuses == "card_expired":  # the bank is asked for a password at once, and sends none
            raise told("incorrect_card_expiry_date", method)
    keeps = saved is None and mandate is None and fields.get("save") and tool.card is not None
    awaited = call.world.server_payments.begin(
        call.books,
        purchase,
        tool,
        takes_otp=is_native,
        patience=_patience(fields, tool),
        mandate=mandate,
        card_id=card_id,
        saves=bool(fields.get("save")) and tool.card is None,
    )
    if keeps and tool.refuses is None:
        call.world.token_hq.keep(call.books, awaited.payment_id, fields.get("card", {}).get("number", DEFAULT_CARD))
    if is_native and (fields.get("auth_type") == "otp" or "otp" in steps.preferred(fields)):
        awaited = call.world.law.move(call.books, awaited, "send_otp", call.now)
    return Begun(awaited, fields, mandate)


def _saved(call: Call, token_id: str) -> Saved:
    found = call.books.get(token_id)
    saved: Saved = found if isinstance(found, CardToken) else call.known("token", token_id)
    return saved


def _at_once(call: Call, purchase: Purchase, tool: Instrument, card_id: str | None) -> Denied | dict[str, Any]:
    """A payment by mail or telephone order: the bank decides, and nobody authenticates (payment-methods/moto.md)."""
    world = call.world
    payment = world.counter.open(call.books, purchase, tool, card_id=card_id)
    outcome = world.decide(call.books, world.counter.attempt_of(purchase, tool), tool)
    if outcome.kind == "succeed":
        payment = world.counter.windows.agreed(call.books, payment)
    else:
        payment = world.counter.windows.begin(call.books, payment, outcome, capture=False)
    if payment.status == "failed":
        return Denied(texts.Told(error_of(payment)))
    return world.counter.handed_back(call.books, payment) or {"razorpay_payment_id": payment.id}


def takes_otp(card: Card | None) -> bool:
    """Whether the card's bank takes a one-time password outside of its page."""
    return card is not None and not card.international and card.network not in _PAGE_ONLY


def _patience(fields: dict[str, Any], tool: Instrument) -> int:
    """For how many seconds the customer is waited for."""
    if tool.flow != "collect":
        return PATIENCE
    minutes: int = fields.get("upi", {}).get("expiry_time", COLLECT_MINUTES)
    return 60 * minutes


def _mandate(
    call: Call, fields: dict[str, Any], order: Order | None, method: str, saved: Saved | None
) -> Mandate | None:
    """The mandate that the payment registers: as the order asks for it, or one without limits (inferred)."""
    asked = order.mandate if order is not None else None
    if asked is not None and order is not None and asked.method not in (None, method):
        raise told("order_payment_method_mismatch", method, order_id=order.id)
    if isinstance(saved, Token) or (asked is None and not fields.get("recurring")):
        return None
    if saved is not None and call.books.get(saved.card_id).network == "RuPay":
        raise texts.RUPAY_TOKEN.error()
    if asked is not None:
        return asked
    if fields.get("customer_id") is None and (order is None or order.customer_id is None):
        raise texts.MANDATE_CUSTOMER.error(field="customer_id")
    return Mandate(method, None, None, fields.get("auth_type"), "as_presented", (), None, None, 0, None)


def _purchase(
    call: Call, fields: dict[str, Any], order: Order | None, tool: Instrument, saved: Saved | None
) -> tuple[Purchase, Instrument]:
    """What is paid for; raises what Razorpay answers to another amount than is due, and the like."""
    amount, currency = fields["amount"], fields["currency"]
    check_currency(call, currency)
    if currency != "INR" and tool.method not in ("card", "emi") and not is_malaysian(tool):
        raise errors.METHOD_CURRENCY.error(field="currency", method=tool.method)
    if order is None:
        check_amount(call, amount, currency)
    else:
        _check_order(call, fields, order, tool)
    customer_id = fields.get("customer_id") or (order.customer_id if order is not None else None)
    if saved is not None and saved.customer_id not in (None, customer_id or saved.customer_id):
        raise errors.TOKEN_OF_OTHER_CUSTOMER.error(field="token")
    customer_id = customer_id or (saved.customer_id if saved is not None else None)
    customer = call.known("customer", customer_id) if customer_id is not None else None
    owner = call.books.get(order.owner_id) if order is not None else None
    carries: tuple[tuple[str, Any], ...] = ()
    if order is not None and amount > order.amount_due:
        carries = (("customer_fee", amount - order.amount_due),)
    if "subscription_id" in fields:
        carries = (*carries, ("subscription_id", fields["subscription_id"]))
    purchase = Purchase(
        order,
        amount,
        currency,
        fields.get("email") or (customer.email if customer is not None else None),
        fields.get("contact") or (customer.contact if customer is not None else None),
        customer_id,
        fields.get("description"),
        fields.get("notes", ()),
        owner.id if isinstance(owner, Invoice) else None,
        owner.id if isinstance(owner, PaymentLink) else None,
        order is not None and order.capture,
        carries=carries,
    )
    purchase = _offered(call, purchase, tool, fields.get("offer_id"))
    purchase = call.world.subscriptions.enrol(call.books, purchase)
    refuses = tool.refusal(purchase.amount + purchase.offer_discount)
    return purchase, tool if refuses == tool.refuses else tool._replace(refuses=refuses)


def _check_order(call: Call, fields: dict[str, Any], order: Order, tool: Instrument) -> None:
    law, due, amount = call.world.law, order.amount_due, fields["amount"]
    if not law.allows(order, "pay"):
        raise law.refuse(order, "pay")
    owner = call.books.get(order.owner_id)
    if owner is not None and not law.allows(owner, "pay"):
        raise law.refuse(owner, "pay")
    if fields["currency"] != order.currency:
        raise call.error("one_of", field="currency")
    if order.method is not None and order.method != tool.method:
        raise told("order_payment_method_mismatch", tool.method, order_id=order.id)
    is_part = order.partial_payment and 0 < amount < due
    first = order.first_payment_min_amount if order.amount_paid == 0 else 0
    bears_fee = owner is None and "fee" in fields and amount == due + fields["fee"]
    if amount != due and not (is_part and amount >= first) and not bears_fee:
        raise errors.CHARGE_AMOUNT.error()


def _offered(call: Call, purchase: Purchase, tool: Instrument, offer_id: str | None) -> Purchase:
    try:
        return with_offer(call.world, call.books, purchase.order, purchase, tool, offer_id)
    except PaymentFailed as refused:
        raise texts.Told(refused.error) from None
    except LookupError:
        raise call.error("unknown_id", field="offer_id") from None
    except (NotPayable, ValueError):
        raise call.error("one_of", field="offer_id") from None


def _order_of_subscription(call: Call, fields: dict[str, Any], method: str) -> Order:
    """What authenticates the subscription, or pays what it is behind with (s2s-integration/subscriptions.md)."""
    subscription = call.known("subscription", fields["subscription_id"])
    try:
        target = call.world.subscriptions.asked_by_server(call.books, subscription, fields["amount"])
    except NotPayable as refused:
        text = subscribed.NOT_AT_THIS_STAGE if str(refused) == subscribed.STAGE else subscribed.OVER
        raise text.error() from None
    if method not in (target.methods or ()):
        raise told("payment_method_not_enabled", method)
    assert target.order is not None
    return target.order
