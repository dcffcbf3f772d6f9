"""Test payments of QR codes that cards and UPI pay (payments/payment-methods/bharatqr/testing.md)."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.payment import payment_json
from ..entities.qr_codes import QrCode
from ..errors import qr_codes as texts
from ..exceptions import NotPayable, PaymentFailed, PaymentPending
from ..world.checkout import Checkout
from ..world.qr_codes import METHODS
from .endpoint import Call, Routes
from .fields import Choice, Integer, Shape, String

routes = Routes()


@routes.add(
    "POST",
    "/v1/bharatqr/pay/test",
    "payments/payment-methods/bharatqr/testing.md",
    body=Shape(
        {
            "reference": String(required=True),
            "amount": Integer(least=1, required=True),
            "method": Choice(("card", "upi"), required=True),
        }
    ),
    says={"key": errors.KEY_DOT},
)
def pay(call: Call) -> dict[str, Any]:
    """Pay the QR code `reference`, in paise. That the payment is what it answers is inferred: the page shows none."""
    if not call.world.account.test_mode:
        raise texts.TEST_MODE.error()
    fields = call.shaped()
    reference = fields["reference"]
    code, owner = call.books.get(reference), call.books.claimed(("receiver", reference))
    if not reference.startswith("qr_") or (code is None and owner is None):
        raise texts.TEST_UNKNOWN.error(field="reference")
    try:
        paid = Checkout(call.world).pay(reference, fields["method"], fields["amount"])["razorpay_payment_id"]
    except NotPayable as refused:
        raise _refusal(code, refused, fields["method"]).error(method=fields["method"]) from None
    except PaymentFailed as failed:
        paid = failed.error["error"]["metadata"]["payment_id"]
    except PaymentPending as pending:
        paid = pending.payment_id
    return payment_json(call.books.get(paid))


def _refusal(code: QrCode | None, refused: NotPayable, method: str) -> errors.Text:
    """The text for a code that is closed, that takes another amount, or that takes no such method."""
    if refused.status == "closed":
        return texts.TEST_CLOSED
    return texts.TEST_AMOUNT if code is not None and method in METHODS[code.type] else texts.TEST_METHOD
