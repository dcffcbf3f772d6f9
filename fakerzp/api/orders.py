"""Orders: plain, payable in parts, and those that ask for a mandate or charge one."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.base import collection, evolve
from ..entities.customer import Customer
from ..entities.offer import applied_json
from ..entities.order import Order, order_json
from ..entities.payment import payment_json
from ..errors import token_hq as reserved
from ..exceptions import NotFaked
from ..world.offers import attached
from ..world.reserve_pay import MOST
from . import mandates, order_details, products, transfers
from .endpoint import Call, Routes, Says
from .fields import Anything, Choice, Epoch, Flag, Integer, NotesField, Shape, String
from .lists import expansions, page
from .money import check_amount, check_currency
from .payments import payment_with
from .server_payment_fields import FIELDS as PAID_WITH
from .server_payments import begun_json

routes = Routes()

_CAPTURE_OPTIONS = Shape(
    {
        "automatic_expiry_period": Integer(least=12, most=7200),
        "manual_expiry_period": Integer(least=12, most=7200),
        "refund_speed": Choice(("normal", "optimum")),
    }
)
_NEW = Shape(
    {
        "amount": Integer(required=True),
        "currency": String(required=True),
        "receipt": String(most=40),
        "notes": NotesField(),
        "partial_payment": Flag(),
        "first_payment_min_amount": Integer(least=0),
        "payment_capture": Flag(),
        # How payments are captured; or a payment itself, which the order is then made with (composite orders).
        "payment": Shape(
            {
                "capture": Choice(("automatic", "manual")),
                "capture_options": _CAPTURE_OPTIONS,
                **{name: field for name, field in PAID_WITH.items() if name not in ("amount", "currency", "order_id")},
                "amount": Integer(),
                "currency": String(),
            }
        ),
        "method": Choice(("card", "emandate", "nach", "upi", "netbanking", "wallet")),
        "customer_id": String(),
        "token": Shape(mandates.OF_ORDERS),
        "bank_account": mandates.BANK_ACCOUNT,
        "notification": Shape({"token_id": String(required=True), "payment_after": Epoch()}),
        "transfers": transfers.Asked(),
        "offer_id": String(),
        "offers": Anything(),
        "discount": Flag(),
        "force_offer": Anything(),
        "products": products.PRODUCTS,
        **order_details.FIELDS,
        "checkout_config_id": Anything(),
    }
)
_ELSEWHERE = {
    "force_offer": "offers that are forced, which no page explains",
    "checkout_config_id": "checkout configurations",
}
# What an order keeps of its request as it is.
_SAME = (
    "amount",
    "currency",
    "receipt",
    "notes",
    "method",
    "customer_id",
    "partial_payment",
    "first_payment_min_amount",
)
_NOBODY = Customer(id="", created_at=0)
_EDITED = Shape({"notes": NotesField(required=True)})

_PLAIN: Says = {"key": errors.KEY_ORDER, "minimum": errors.MINIMUM_DOT}
_RECURRING: Says = {"key": errors.KEY_LITERAL, "minimum": errors.MINIMUM_DOT}
_ROUTE: Says = {"key": errors.KEY_ROUTE, "required": errors.TRANSFER_INPUT}


# The filters of the list.
_FILTERS = ("receipt", "authorized", "expand[]", "expand")


def _says_new(call: Call) -> Says:
    if "transfers" in call.body:
        return _ROUTE
    if any(name in call.body for name in ("method", "token", "notification", "bank_account")):
        return _RECURRING
    return _PLAIN


def _says_one(call: Call) -> Says:
    if "transfers" in expansions(call):
        return {"key": errors.KEY_ROUTE}
    return {"key": errors.KEY_DOT_400, "invalid_id": errors.INVALID_DOT}


def _says_all(call: Call) -> Says:
    return {"key": errors.KEY_DOT if "payments.card" in expansions(call) else errors.KEY_DOT_400}


@routes.add(
    "POST",
    "/v1/orders",
    "api/orders/create.md",
    python="order.create(data={}, **kwargs)",
    node="orders.create(params = {}, callback)",
    body=_NEW,
    says=_says_new,
)
def create(call: Call) -> dict[str, Any]:
    """Create an order; `amount` in the smallest unit of `currency`."""
    fields = call.shaped()
    if not fields.keys().isdisjoint(_ELSEWHERE.keys()):
        name = next(name for name in _ELSEWHERE if name in fields)
        raise NotFaked(
            f"orders with {name!r} need {_ELSEWHERE[name]}, not built yet; leave it out", endpoint="order.create"
        )
    if not fields.keys().isdisjoint(order_details.FIELDS.keys()):
        order_details.check(call, fields)
    method, token = fields.get("method"), fields.get("token")
    if "payment" in fields:
        _check_periods(call, fields["payment"].get("capture_options", {}))
    if "transfers" in fields:
        transfers.check(call, fields)
    if method is not None or token is not None:
        _check_mandate(call, fields, method, token)
    check_currency(call, fields["currency"])
    if fields["currency"] != "INR" and not call.world.account.international:
        raise call.error("currency", field="currency")
    if fields["amount"] != 0 or token is None or method not in ("nach", "emandate"):
        check_amount(call, fields["amount"], fields["currency"])
    first = fields.get("first_payment_min_amount", 0)
    if first > fields["amount"]:
        raise call.error("too_large", field="first_payment_min_amount", limit=fields["amount"])
    if "products" in fields:
        products.check(call, fields)
    _check_receipt(call, fields, method, token)
    customer = call.known("customer", fields["customer_id"]) if "customer_id" in fields else _NOBODY
    mandate = mandates.mandate_from(call, method, token, customer) if token is not None else None
    order = place(call, fields, mandate=mandate, shown=_shown(call, fields, method))
    answer = order_json(order) if not order.transfers else transfers.shown_with(call, order_json(order), order)
    if "notification" in fields:
        _notify(call, order)
    return answer if fields.keys().isdisjoint(("rto_review", "payment")) else _with_more(call, order, fields, answer)


def _with_more(call: Call, order: Order, fields: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The answer to an order that is to be reviewed, or that is made with a payment of it."""
    answer = order_details.keep(call, order, fields, answer)
    is_composite = not fields.get("payment", {}).keys().isdisjoint(("method", "token", "card"))
    return _paid_at_once(call, order, fields, answer) if is_composite else answer


def _check_periods(call: Call, options: dict[str, int]) -> None:
    """Refuse to refund what was not captured before it is too late to be captured by itself."""
    shortest = options.get("automatic_expiry_period", 12)
    if options.get("manual_expiry_period", shortest) < shortest:
        raise call.error("too_small", field="payment.capture_options.manual_expiry_period", limit=shortest)


def _paid_at_once(call: Call, order: Order, fields: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The order with the payment that was begun (partner-auth/recurring-payments/cards/payment-api.md)."""
    asked = {name: value for name, value in fields["payment"].items() if not name.startswith("capture")}
    workflow = begun_json(call, {**asked, "amount": order.amount, "currency": order.currency, "order_id": order.id})
    shown = {**answer, **order_json(call.books.get(order.id)), "payment_workflow": workflow}
    if "token" in fields:
        terms = ("expire_at", "frequency", "max_amount")
        shown |= {"method": order.method, "token": {name: fields["token"].get(name) for name in terms}}
    return shown


def place(
    call: Call,
    fields: dict[str, Any],
    *,
    mandate: Any = None,
    owner_id: str | None = None,
    shown: tuple[tuple[str, Any], ...] = (),
) -> Order:
    """A new order of these (checked) fields, for itself or for an invoice or link."""
    asked = fields.get("payment", {})
    options = asked.get("capture_options", {})
    world, account = call.world, call.world.account
    by_default = fields.get("payment_capture", account.capture == "automatic")
    order_id, asked_transfers = world.ledger.new_id("order_"), fields.get("transfers", ())
    order = Order(
        id=order_id,
        created_at=call.now,
        status="created",
        **{name: fields[name] for name in _SAME if name in fields},
        mandate=mandate,
        capture=asked["capture"] == "automatic" if "capture" in asked else by_default,
        automatic_expiry=60 * options.get("automatic_expiry_period", account.automatic_expiry_period),
        manual_expiry=60 * options.get("manual_expiry_period", account.manual_expiry_period),
        owner_id=owner_id,
        products=products.kept(fields["products"]) if "products" in fields else (),
        transfers=tuple(world.ledger.new_id("trf_") for _ in asked_transfers) if asked_transfers else (),
        key_id=call.key_id,
        key_secret=call.key_secret,
        shown=shown,
        offers=_offers(call, fields),
        discount=fields.get("discount", True),
    )
    placed: Order = world.law.create(call.books, order, call.now)
    if asked_transfers:
        transfers.of_order(call, asked_transfers, placed)
    return placed


def _offers(call: Call, fields: dict[str, Any]) -> tuple[str, ...] | None:
    """The offers of the request that an order of its amount can have; None if it asks for none."""
    asked = fields.get("offers", [])
    if not isinstance(asked, list):
        raise call.error("object", field="offers")
    asked = [*asked, *([fields["offer_id"]] if "offer_id" in fields else [])]
    return attached(call.world, call.books, asked, fields["amount"], fields["currency"]) if asked else None


def _check_mandate(call: Call, fields: dict[str, Any], method: str | None, token: dict[str, Any] | None) -> None:
    amount, currency = fields["amount"], fields["currency"]
    if method in ("nach", "upi") and currency != "INR":
        raise errors.METHOD_CURRENCY.error(field="currency", method=method)
    if method == "nach" and token is not None and amount != 0:
        raise errors.NACH_AMOUNT.error(field="amount")
    if token is not None and (method == "nach" or "bank_account" in token):
        mandates.check_bank_account(token.get("bank_account"), "token.bank_account", call)
    if method == "upi" and "bank_account" in fields:
        mandates.check_bank_account(fields["bank_account"], "bank_account", call)
    if token is None:
        return
    for name, needed in (("method", amount == 0), ("customer_id", True)):
        if needed and fields.get(name) is None:
            raise call.error("required", field=name)
    maximum = token.get("max_amount")
    if method == "upi" and maximum is None:
        raise errors.FIELD_REQUIRED.error(field="token.max_amount", name="amount")
    if token.get("type") == mandates.SBMD:
        _check_reserve(method, token)
    else:
        _check_least(method, maximum)
    if token.get("frequency", "monthly") not in mandates.FREQUENCIES:
        raise errors.INVALID_FREQUENCY.error(field="token.frequency")
    if method == "upi" and amount > maximum:
        raise errors.OVER_TOKEN_MAXIMUM.error(field="amount")


def _check_least(method: str | None, maximum: int | None) -> None:
    if method in ("nach", "upi") and maximum is not None and maximum < 500:
        raise errors.TOKEN_MINIMUM.error(field="token.max_amount")


def _check_reserve(method: str | None, token: dict[str, Any]) -> None:
    """Refuse to block money by anything but UPI, or more than UPI Reserve Pay blocks."""
    if method != "upi":
        raise reserved.UPI_ONLY.error(field="method")
    if token["max_amount"] > MOST:
        raise reserved.TOO_MUCH_BLOCKED.error(field="token.max_amount")
    if token.get("frequency", "as_presented") != "as_presented":
        raise reserved.AS_PRESENTED.error(field="token.frequency")


def _check_receipt(call: Call, fields: dict[str, Any], method: str | None, token: object) -> None:
    """Receipts of plain orders are unique; those of registration orders are not (seed 3 repeats one)."""
    receipt = fields.get("receipt")
    if receipt is None or method is not None or token is not None:
        return
    for other in call.books.newest("order", field="receipt", value=receipt):
        if other.owner_id is None and other.mandate is None and other.method is None:
            raise errors.DUPLICATE_ORDER_RECEIPT.error(field="receipt")


def _shown(call: Call, fields: dict[str, Any], method: str | None) -> tuple[tuple[str, Any], ...]:
    """What the pages of recurring payments add to the answer."""
    if method is None and "bank_account" not in fields and "notification" not in fields:
        return ()
    shown: list[tuple[str, Any]] = []
    if method == "card" and fields.get("token") is None:
        # partner-auth/recurring-payments/cards/registration-links/create-subsequent-payments.md
        shown.append(("method", method))
    if "bank_account" in fields:
        shown += [("method", method), ("bank_account", tuple(fields["bank_account"].items()))]
    if "notification" in fields:
        notification = fields["notification"]
        call.known("token", notification["token_id"])
        entry = {**notification, "id": call.world.ledger.new_id("notification_")}
        shown.append(("notification", tuple(entry.items())))
    return tuple(shown)


def _notify(call: Call, order: Order) -> None:
    """The pre-debit notification goes out after the order was answered; a fetch shows how it went.

    Inferred: it can't be delivered for a mandate that is paused, cancelled or not registered.
    """
    shown = dict(order.shown)
    asked = dict(shown["notification"])
    outcome: tuple[tuple[str, Any], ...]
    if call.world.law.allows(call.books.get(asked["token_id"]), "charge"):
        event, outcome = "announce", (("status", "delivered"), ("delivered_at", call.now))
    else:
        event, outcome = "fail_to_announce", (("status", "failed"), ("delivered_at", None))
    shown["notification"] = (*shown["notification"], *outcome)
    call.world.law.move(call.books, order, event, call.now, shown=tuple(shown.items()))


@routes.add(
    "GET",
    "/v1/orders",
    "api/orders/fetch-all.md",
    python=("order.all(data={}, **kwargs)", "order.fetch_all(data={}, **kwargs)"),
    node="orders.all(params = {}, callback)",
    says=_says_all,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of orders, newest first; `receipt` and `authorized` filter, `expand[]` adds payments."""
    wanted = expansions(call)
    receipt = call.query.get("receipt")
    authorized = call.query.get("authorized")
    keep = None
    if authorized is not None:
        asked = Flag().read(call, "authorized", authorized)
        keep = lambda order: _is_authorized(call, order) == asked  # noqa: E731
    by = {"receipt": receipt} if receipt is not None else None
    return page(call, "order", lambda order: _expanded(call, order, wanted), by=by, keep=keep, takes=_FILTERS)


@routes.add(
    "GET",
    "/v1/orders/{id}",
    "api/orders/fetch-with-id.md",
    python="order.fetch(order_id, data={}, **kwargs)",
    node=("orders.fetch(orderId, callback)", "orders.fetchTransferOrder(orderId, callback)?expand[]=transfers"),
    says=_says_one,
)
def fetch(call: Call, order_id: str) -> dict[str, Any]:
    """One order; `expand[]` adds its payments or its transfers, those in `status` if that is asked for."""
    order = call.find("order", order_id)
    wanted = expansions(call)
    body = _expanded(call, order, [name for name in wanted if name != "transfers"])
    return {**body, "transfers": transfers.expansion(call, order)} if "transfers" in wanted else body


@routes.add(
    "PATCH",
    "/v1/orders/{id}",
    "api/orders/update.md",
    python="order.edit(order_id, data={}, **kwargs)",
    node="orders.edit(orderId, params = {}, callback)",
    body=_EDITED,
    says=_says_one,
)
def edit(call: Call, order_id: str) -> dict[str, Any]:
    """Change an order's notes, in whatever status it is."""
    order: Order = call.find("order", order_id)
    edited = evolve(order, notes=call.shaped()["notes"])
    call.books.put(edited)
    return order_json(edited)


@routes.add(
    "GET",
    "/v1/orders/{id}/payments",
    "api/orders/fetch-payments.md",
    python=(
        "order.payments(order_id, data={}, **kwargs)",
        "order.fetch_all_payments(order_id, data={}, **kwargs)",
    ),
    node="orders.fetchPayments(orderId, callback)",
    says={"key": errors.KEY_DOT, "unknown_id": errors.UNKNOWN_DOT, "invalid_id": errors.INVALID_DOT},
)
def payments_of(call: Call, order_id: str) -> dict[str, Any]:
    """Every payment attempt of an order, oldest first; cards are shown whole."""
    if not order_id:
        raise call.error("unknown_id")
    order = call.find("order", order_id)
    payments = call.books.newest("payment", field="order_id", value=order.id)
    return collection([payment_with(call, payment, ["card"]) for payment in reversed(payments)])


def _is_authorized(call: Call, order: Order) -> bool:
    """Whether some payment of the order got as far as being authorized, whatever became of it then."""
    payments = call.books.newest("payment", field="order_id", value=order.id)
    return any(step.status == "authorized" for payment in payments for step in payment.steps)


def _expanded(call: Call, order: Order, wanted: list[str]) -> dict[str, Any]:
    body = order_json(order)
    for name in wanted:
        if name == "offers":
            body = _with_offers_applied(call, body, order)
            continue
        if name not in ("payments", "payments.card"):
            raise NotFaked(f"orders expanded by {name!r} are not built yet", endpoint=call.endpoint.name)
        payments = call.books.newest("payment", field="order_id", value=order.id)
        with_card = ["card"] if name == "payments.card" else []
        body["payments"] = collection(
            [payment_with(call, p, with_card) if with_card else payment_json(p) for p in payments]
        )
    return body


def _with_offers_applied(call: Call, body: dict[str, Any], order: Order) -> dict[str, Any]:
    """`expand[]=offers`: what its payments were made with, and by whom (payments/offers/s2s-integration.md)."""
    shown = {name: value for name, value in body.items() if name not in ("offer_id", "offers")}
    payments = [
        payment
        for payment in call.books.newest("payment", field="order_id", value=order.id)
        if payment.captured and payment.offer_id is not None
    ]
    shown["offers_applied"] = collection(
        [applied_json(call.books.get(p.offer_id), p.covers, p.emi) for p in reversed(payments)]
    )
    shown["customer"] = {"contact": payments[0].contact, "email": payments[0].email} if payments else None
    return shown
