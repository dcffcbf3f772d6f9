"""What is said of payments that the merchant makes from his server."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from . import INFERRED, ApiError, Envelope, Text

_S2S = "payments/payment-gateway/s2s-integration"
_NATIVE = "payments/payment-methods/cards/authentication/native-otp.md"

INVALID_METHOD = Text("Invalid payment method given: {method}", f"{_S2S}/redirect/build-integration.md")
OTP_NOT_APPLICABLE = Text("The otp authentication type is not applicable on the given card", _NATIVE)
OTP_NOT_SENT = Text("No OTP was generated for the payment", INFERRED)
OTP_WAS_CHOSEN = Text("The payment is being authenticated with an OTP", INFERRED)
ANSWERED_ALREADY = Text("The payment has already been processed", INFERRED)
NOT_AWAITED = Text("The payment was not made for authentication", INFERRED)
MANDATE_CUSTOMER = Text("The customer id field is required.", INFERRED)
TOKEN_METHOD = Text("The token is not of the payment method", INFERRED)
RUPAY_TOKEN = Text(
    "Mandate registrations through tokenised card is not allowed for Rupay. "
    "Please register using the full card number.",
    "partners/aggregators/partner-auth/recurring-payments/cards/payment-api.md",
    Envelope("BAD_REQUEST_ERROR", "internal", "payment_initiation", "input_validation_failed", None),
)
INVALID_VPA = Text(
    "Invalid VPA. Please enter a valid Virtual Payment Address",
    "errors/payments/upi.md",
    Envelope("BAD_REQUEST_ERROR", "customer", "payment_initiation", "invalid_vpa", None),
)


class Told(ApiError):
    """An error whose body is not only a text in its envelope: ids of the payment, what can be done next."""

    def __init__(self, body: Mapping[str, Any], status: int = 400) -> None:
        error = body["error"]
        envelope = Envelope(error["code"], error.get("source"), error.get("step"), error.get("reason"), None)
        super().__init__(error["description"], envelope, status, error.get("field"))
        self._body = body

    @property
    def body(self) -> dict[str, Any]:
        """The JSON of the reply."""
        return copy.deepcopy(dict(self._body))
