"""The signed forms of paper NACH mandates, which merchants upload for their customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from .. import errors
from ..entities.invoice import Invoice
from ..entities.order import Order
from ..entities.payment import NO_FAILURE
from ..errors import ApiError, Envelope
from ..exceptions import NotFaked
from ..world.counter import Purchase
from ..world.failures import failure
from ..world.instrument import instrument
from .endpoint import Call, Routes
from .fields import Flag, Shape, String

routes = Routes()

_PAGE = "api/payments/recurring-payments/paper-nach/create-authorization-transaction.md"
FORMATS = ("jpeg", "jpg", "png")
# The page's 6 MB, counted as computers do (inferred).
LARGEST = 6 * 1024 * 1024
REFUSALS = (
    "unknown_file_type",
    "file_size_exceeds_limit",
    "image_not_clear",
    "form_mismatch",
    "form_signature_missing",
    "form_data_mismatch",
    "form_status_pending",
)


class FormRefused(ApiError):
    """The answer to a form that was not taken in: of no payment, but of an order.

    The samples spell `reason` like `description`, in words; the tables of all pages name it as the API names
    every reason, and so does this.
    """

    def __init__(self, reason: str, order_id: str) -> None:
        told = failure(reason, "nach")
        envelope = Envelope(told.code, told.source, told.step, told.reason, None)
        super().__init__(told.description, envelope, 400, None)
        self._order_id = order_id

    @property
    def body(self) -> dict[str, Any]:
        """The JSON of the reply: {"error": {...}}."""
        code, source, step, reason, _ = self.envelope
        error: dict[str, Any] = {"code": code, "description": self.description, "field": None}
        error |= {"source": source, "step": step, "reason": reason}
        error["metadata"] = {"payment_id": None, "order_id": self._order_id}
        return {"error": error}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a form, as `doors.multipart` describes it; JSON has none."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> dict[str, Any]:
        """The file's description; raises the API error for anything else."""
        form = "multipart/form-data" in (call.header("content-type") or "").lower()
        # Fields of a form named file[size] and so on are texts, and make no file.
        if not form or not isinstance(value, dict) or not isinstance(value.get("size"), int):
            raise errors.NOT_A_FILE.error(field=name)
        return value


# One page in four leaves `recurring` out of its sample.
_FORM = Shape({"order_id": String(required=True), "recurring": Flag(), "file": File(required=True)})


@routes.add("POST", "/v1/payments/create/nach/file", _PAGE, body=_FORM)
def upload(call: Call) -> dict[str, Any]:
    """Hand in the signed form for a NACH order; what the customer would get at Checkout.

    The payment is of amount 0, its token waits for the bank (`bank.confirm_token`). What of a form only the eye
    can tell is the word of `bank.script`.
    """
    fields = call.shaped()
    if not fields.get("recurring", True):
        raise errors.NOT_RECURRING.error(field="recurring")
    order = _nach_order(call, fields["order_id"])
    wrong = _wrong_with(fields["file"])
    if wrong is None and _is_with_the_bank(call, order):
        wrong = "form_status_pending"
    if wrong is not None:
        raise FormRefused(wrong, order.id)
    world = call.world
    owner = call.books.get(order.owner_id) or order
    if not world.law.allows(owner, "pay"):
        raise world.law.refuse(owner, "pay")
    purchase = _purchase(call, order, owner)
    today = datetime.fromtimestamp(call.now, timezone.utc).date()
    tool = instrument("nach", order.mandate, card=None, vpa=None, bank=None, wallet=None, today=today)
    outcome = world.decide(call.books, world.counter.attempt_of(purchase, tool), tool)
    if outcome.kind == "succeed":
        return world.counter.receipt(order, world.counter.pay(call.books, purchase, tool, outcome))
    reason = outcome.reason or outcome.kind
    if reason not in REFUSALS:
        raise NotFaked(
            f"the bank's script answers the form of {order.id} with {reason!r}, and no page says what its upload "
            f"is then answered; script bank.succeed(), or bank.fail() of {', '.join(REFUSALS)}",
            endpoint=call.endpoint.name,
        )
    raise FormRefused(reason, order.id)


def _nach_order(call: Call, order_id: str) -> Order:
    order: Order = call.known("order", order_id)
    if order.mandate is None or order.mandate.method != "nach":
        raise call.error("one_of", field="order_id")
    found: Order = order
    return found


def _wrong_with(file: dict[str, Any]) -> str | None:
    """Why the file is not taken, if it is not.

    It is of the format that its name ends in. A name that says nothing leaves it to what the file begins with,
    and no name makes an image of what begins as something else.
    """
    _, dot, ending = file["filename"].rpartition(".")
    known = file["format"]
    said = ending.lower() if dot else known
    if said not in FORMATS or (known is not None and known not in FORMATS):
        return "unknown_file_type"
    return "file_size_exceeds_limit" if file["size"] > LARGEST else None


def _is_with_the_bank(call: Call, order: Order) -> bool:
    """Whether an earlier form of the order, uploaded here or at Checkout, still waits for the bank's answer."""
    payments = call.books.newest("payment", field="order_id", value=order.id)
    tokens = (call.books.get(payment.token_id) for payment in payments if payment.failure == NO_FAILURE)
    return any(token is not None and call.world.law.allows(token, "confirm") for token in tokens)


def _purchase(call: Call, order: Order, owner: Any) -> Purchase:
    """What the form pays for: the order, or the registration link that it was made for."""
    link = owner if isinstance(owner, Invoice) else None
    customer = call.books.get(order.customer_id)
    return Purchase(
        order=order,
        amount=order.amount_due,
        currency=order.currency,
        email=customer.email,
        contact=customer.contact,
        customer_id=customer.id,
        description=(link.description or f"Invoice #{link.id}") if link else None,
        notes=order.notes,
        invoice_id=link.id if link else None,
        link_id=None,
        capture=order.capture,
    )
