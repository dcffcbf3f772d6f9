"""One-time passwords of card payments that a server made, and the device of a customer who pays in an app.

Source: payments/payment-methods/cards/authentication/native-otp.md. Its test mode takes any password of 4 to 10 digits
(payments/payments/test-card-details.md).
"""

from __future__ import annotations

import re
from typing import Any, Final

from .. import errors
from ..entities.payment import Payment
from ..entities.server_payments import Authentication
from ..errors import server_payments as texts
from ..world import instruments
from ..world.checkout import error_of
from ..world.failures import failure
from ..world.server_payments import WRONG_OTP
from . import next_actions as steps
from .endpoint import Call, Denied, Routes, Says
from .fields import Anything, Shape, String
from .server_payments import takes_otp

routes = Routes()

_NATIVE: Final = "payments/payment-methods/cards/authentication/native-otp.md"
_CARDS: Final = "payments/payment-gateway/s2s-integration/json/v2/build-integration/cards"
_SAYS: Says = {"key": errors.KEY_DOT}
_RIGHT = re.compile(r"[0-9]{4,10}")


def _awaited(call: Call, payment_id: str) -> Authentication:
    """What the payment waits for; its id may come without the prefix, as the URLs of banks' pages have it."""
    if not payment_id.startswith("pay_"):
        payment_id = f"pay_{payment_id}"
    payment: Payment = call.find("payment", payment_id)
    found = call.world.server_payments.of(call.books, payment.id)
    if found is None:
        raise texts.NOT_AWAITED.error()
    return found


@routes.add(
    "POST",
    "/v1/payments/{id}/otp_generate",
    f"{_CARDS}.md",
    python="payment.otpGenerate(payment_id, data={}, **kwargs)",
    node="payments.otpGenerate(paymentId, callback)",
    body=Shape({}, open=True),
    says=_SAYS,
    key_only=True,
)
def generate(call: Call, payment_id: str) -> dict[str, Any]:
    """Let the bank send a one-time password; the key id alone will do."""
    call.shaped()
    awaited = _awaited(call, payment_id)
    if not awaited.takes_otp:
        raise texts.OTP_NOT_APPLICABLE.error()
    call.world.law.move(call.books, awaited, "send_otp", call.now)
    card = awaited.tool.card
    told = {"issuer": card.issuer, "network": instruments.network_code(card.network), "last4": card.last4}
    return {
        "razorpay_payment_id": awaited.payment_id,
        "next": steps.otp_steps(awaited.payment_id),
        "metadata": {**told, "iin": card.iin or None},
    }


@routes.add(
    "POST",
    "/v1/payments/{id}/otp/submit",
    _NATIVE,
    python="payment.otpSubmit(payment_id, data={}, **kwargs)",
    node="payments.otpSubmit(paymentId, params={}, callback)",
    body=Shape({"otp": String(required=True)}),
    says=_SAYS,
)
def submit(call: Call, payment_id: str) -> Any:
    """Hand on what the customer typed: with the right password the bank decides, a wrong one may be tried again."""
    awaited, otp = _awaited(call, payment_id), call.shaped()["otp"]
    server_payments = call.world.server_payments
    if not call.world.law.allows(awaited, "guess_otp"):
        raise call.world.law.refuse(awaited, "guess_otp")
    if _RIGHT.fullmatch(otp):
        payment = server_payments.confirm(call.books, awaited)
        if payment.status == "failed":
            return Denied(texts.Told(error_of(payment)))
        return call.world.counter.handed_back(call.books, payment) or {"razorpay_payment_id": payment.id}
    failed = server_payments.guess(call.books, awaited)
    if failed is not None:
        return Denied(texts.Told(error_of(failed)))
    why = failure(WRONG_OTP, awaited.tool.method)
    error = {
        "code": why.code,
        "description": why.description,
        "source": why.source,
        "step": why.step,
        "reason": why.reason,
        "metadata": {"payment_id": awaited.payment_id},
        "action": "RETRY",
    }
    return Denied(texts.Told({"error": error, "next": list(steps.OTP_STEPS)}))


@routes.add(
    "POST",
    "/v1/payments/{id}/otp/resend",
    _NATIVE,
    python="payment.otpResend(payment_id, data={}, **kwargs)",
    node="payments.otpResend(paymentId, callback)",
    body=Shape({}, open=True),
    says=_SAYS,
)
def resend(call: Call, payment_id: str) -> dict[str, Any]:
    """Let the bank send the password again."""
    call.shaped()
    awaited = _awaited(call, payment_id)
    law = call.world.law
    if not law.allows(awaited, "guess_otp"):
        raise law.refuse(awaited, "guess_otp")
    law.move(call.books, awaited, "send_otp", call.now)
    return {"next": list(steps.OTP_STEPS), "razorpay_payment_id": awaited.payment_id}


@routes.add(
    "POST",
    "/v1/payment/flows",
    _NATIVE,
    body=Shape({"card_number": String(required=True)}),
    says=_SAYS,
)
def flows(call: Call) -> Any:
    """Whether a card's bank takes a one-time password outside of its page: {"otp": true}, else an empty list."""
    number = call.shaped()["card_number"]
    if not instruments.is_card_number(number):
        return []
    return {"otp": True} if takes_otp(instruments.describe(number)) else []


@routes.add(
    "POST",
    "/v1/payments/{id}/authentication_information",
    f"{_CARDS}/evm-sdk.md",
    body=Shape({"authentication": Shape({"3DS2_data": Anything(required=True)}, required=True, open=True)}),
    says=_SAYS,
)
def authentication_information(call: Call, payment_id: str) -> Any:
    """The device of a customer who pays in an app: the bank asks them there, or, of cards from abroad, lets it pass."""
    awaited = _awaited(call, payment_id)
    call.shaped()
    law, ledger = call.world.law, call.world.ledger
    if not law.allows(awaited, "identify_device"):
        raise law.refuse(awaited, "identify_device")
    awaited = law.move(call.books, awaited, "identify_device", call.now)
    if awaited.tool.card.international:  # no challenge; it is never so of cards issued in India
        payment = call.world.server_payments.confirm(call.books, awaited)
        if payment.status == "failed":
            return Denied(texts.Told(error_of(payment)))
        return call.world.counter.handed_back(call.books, payment) or {"razorpay_payment_id": payment.id}
    challenge = {
        "threeDSServerTransID": ledger.secret(),
        "acs_transaction_id": ledger.secret(),
        "acs_reference_number": ledger.secret(),
        "acs_signed_content": ledger.secret(),
        "acs_rendering_type": "native_ui",
    }
    return {
        "razorpay_payment_id": awaited.payment_id,
        "next": [{**steps.poll(awaited.payment_id), "3DS2_data": challenge}],
    }
