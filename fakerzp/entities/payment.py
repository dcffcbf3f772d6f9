"""Payments and refunds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from .base import Notes, Record, notes_json, record


class Failure(NamedTuple):
    """Why a payment failed: the five error fields of a payment."""

    code: str
    description: str
    source: str | None
    step: str | None
    reason: str


NO_FAILURE = Failure(None, None, None, None, None)  # type: ignore[arg-type]


class EmiPlan(NamedTuple):
    """The instalments of a payment by EMI: `rate` a year in hundredths of a percent, `duration` in months."""

    issuer: str
    type: str
    rate: int
    duration: int


class Payer(NamedTuple):
    """The bank account that a transfer comes from, and how (`mode`: NEFT, RTGS, IMPS or UPI).

    `told`: whether the customer said from which account; if not, it is one that may pay.
    """

    name: str | None = None
    account_number: str | None = None
    ifsc: str | None = None
    mode: str | None = None
    told: bool = False


# Who pays through a UPI app, and how: an EMI so only in the sample of api/payments/update.md.
_UPI: Mapping[str, tuple[str, str]] = {"upi": ("bank_account", "collect"), "emi": ("credit_card", "intent")}


@record
class Payment(Record):
    """A payment (`pay_`). Amounts in the smallest unit of `currency`; `fee` includes `tax`.

    `offer_discount` is what an offer took off the order, and so not of `amount`; `customer_fee` is the fee that the
    customer bears, and so part of `amount` and not of what the order is paid. A payment is
    `scheduled` if it is the charge of a subscription's cycle, which is tried again when it fails.
    """

    KIND: ClassVar[str] = "payment"
    INDEXED: ClassVar[tuple[str, ...]] = ("order_id", "customer_id", "offer_id", "qr_code_id", "virtual_account_id")

    amount: int
    currency: str
    method: str
    order_id: str | None = None
    invoice_id: str | None = None
    link_id: str | None = None
    international: bool = False
    amount_refunded: int = 0
    captured: bool = False
    description: str | None = None
    card_id: str | None = None
    bank: str | None = None
    wallet: str | None = None
    vpa: str | None = None
    email: str | None = None
    contact: str | None = None
    customer_id: str | None = None
    token_id: str | None = None
    notes: Notes = ()
    fee: int | None = None
    tax: int | None = None
    failure: Failure = NO_FAILURE
    acquirer_data: tuple[tuple[str, str | None], ...] = ()
    on_hold: bool | None = None
    on_hold_until: int | None = None
    emi: EmiPlan | None = None
    offer_id: str | None = None
    offer_discount: int = 0
    upi_flow: str | None = None
    customer_fee: int = 0
    amount_transferred: int = 0
    subscription_id: str | None = None
    scheduled: bool = False
    qr_code_id: str | None = None
    virtual_account_id: str | None = None
    bank_transfer_id: str | None = None
    upi_transfer_id: str | None = None
    receiver_id: str | None = None
    payer: Payer | None = None

    @property
    def covers(self) -> int:
        """How much of its order it settles: what was paid for it, and what an offer took off."""
        return self.amount + self.offer_discount - self.customer_fee

    @property
    def product(self) -> str | None:
        """What it came by, if that has a fee of its own: a UPI payment of a QR code, money for a virtual account."""
        if self.method == "card":
            return None
        return "qr_code" if self.qr_code_id else "virtual_account" if self.virtual_account_id else None

    @property
    def refundable_in_part(self) -> bool:
        """Not if a debit card pays it in instalments (payments/refunds/emi-pay-later.md)."""
        return self.emi is None or self.emi.type != "debit"

    @property
    def amount_left(self) -> int:
        """What may still be refunded."""
        return self.amount - self.amount_refunded

    @property
    def refund_status(self) -> str | None:
        """None, `partial` or `full`."""
        if not self.amount_refunded:
            return None
        return "full" if self.amount_refunded == self.amount else "partial"


@record
class Refund(Record):
    """A refund (`rfnd_`). `amount` in the smallest unit of `currency`.

    `drawn_on` is the account that it takes from: `merchant` or `credits`, `gateway` if the payment was never captured.
    """

    KIND: ClassVar[str] = "refund"
    INDEXED: ClassVar[tuple[str, ...]] = ("payment_id",)

    payment_id: str
    amount: int
    currency: str
    notes: Notes = ()
    receipt: str | None = None
    speed_requested: str = "normal"
    speed_processed: str = "normal"
    drawn_on: str = "merchant"
    acquirer_data: tuple[tuple[str, str | None], ...] = (("arn", None),)


def payment_json(payment: Payment) -> dict[str, Any]:
    """A payment as the API answers it, without expansions."""
    failure = payment.failure
    body: dict[str, Any] = {
        "id": payment.id,
        "entity": "payment",
        "amount": payment.amount,
        "currency": payment.currency,
        "status": payment.status,
        "order_id": payment.order_id,
        "invoice_id": payment.invoice_id,
        "international": payment.international,
        "method": payment.method,
        "amount_refunded": payment.amount_refunded,
        "refund_status": payment.refund_status,
        "captured": payment.captured,
        "description": payment.description,
        "card_id": payment.card_id,
        "bank": payment.bank,
        "wallet": payment.wallet,
        "vpa": payment.vpa if payment.method == "upi" else None,
        "email": payment.email,
        "contact": payment.contact,
        "notes": notes_json(payment.notes),
        "fee": payment.fee,
        "tax": payment.tax,
        "error_code": failure.code,
        "error_description": failure.description,
        "error_source": failure.source,
        "error_step": failure.step,
        "error_reason": failure.reason,
        "acquirer_data": dict(payment.acquirer_data),
    }
    if payment.emi is not None:
        body["emi_plan"] = payment.emi._asdict()
    body["created_at"] = payment.created_at
    if payment.customer_id is not None:
        body["customer_id"] = payment.customer_id
    if payment.token_id is not None:
        body["token_id"] = payment.token_id
    if payment.vpa is not None:
        account, flow = _UPI[payment.method]
        body["upi"] = {"payer_account_type": account, "vpa": payment.vpa, "flow": payment.upi_flow or flow}
    elif payment.upi_flow is not None:  # nobody paid yet: recurring-payments/upi-reserve-pay/integration-steps.md
        body["upi"] = {"vpa": None, "flow": payment.upi_flow}
    if payment.method == "upi":
        body["provider"] = None
        body["reward"] = None
    if payment.amount_transferred or payment.on_hold is not None:
        body["amount_transferred"] = payment.amount_transferred
    if payment.on_hold is not None:
        body["on_hold"] = payment.on_hold
        body["on_hold_until"] = payment.on_hold_until
    return body


def refund_json(refund: Refund) -> dict[str, Any]:
    """A refund as the API answers it."""
    return {
        "id": refund.id,
        "entity": "refund",
        "amount": refund.amount,
        "currency": refund.currency,
        "payment_id": refund.payment_id,
        "notes": notes_json(refund.notes),
        "receipt": refund.receipt,
        "acquirer_data": dict(refund.acquirer_data),
        "created_at": refund.created_at,
        "batch_id": None,
        "status": refund.status,
        "speed_processed": refund.speed_processed,
        "speed_requested": refund.speed_requested,
    }
