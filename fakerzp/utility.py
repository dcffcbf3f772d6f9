"""Signatures: how Razorpay makes them, and the official client's checks of them, traps included."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hmac import digest as _digest  # bound early: what the fake signs itself, nobody takes for a check
from typing import Any

from .exceptions import raised_as


def sign(message: str | bytes, secret: str) -> str:
    """Hex HMAC-SHA256 of the message under the secret."""
    data = message.encode() if isinstance(message, str) else message
    return _digest(secret.encode(), data, "sha256").hex()


class Utility:
    """`rzp.utility`: the checks of `razorpay.Client.utility`, with this merchant's secret."""

    def __init__(self, key_secret: str) -> None:
        self._secret = key_secret

    def verify_payment_signature(self, parameters: Mapping[str, Any]) -> bool:
        """Check what Checkout handed back: razorpay_order_id, razorpay_payment_id, razorpay_signature.

        Returns True; raises SignatureVerificationError, or KeyError for a missing field, as the SDK does.
        """
        message = "{}|{}".format(parameters["razorpay_order_id"], parameters["razorpay_payment_id"])
        return self.verify_signature(message, str(parameters["razorpay_signature"]), self._secret)

    def verify_payment_link_signature(self, parameters: Mapping[str, Any]) -> bool:
        """Check a payment link's callback. A missing field returns False (a trap of the SDK, kept)."""
        if not {"razorpay_payment_id", "payment_link_reference_id", "payment_link_status"} <= set(parameters):
            return False
        message = "|".join(
            str(parameters[name])
            for name in (
                "payment_link_id",
                "payment_link_reference_id",
                "payment_link_status",
                "razorpay_payment_id",
            )
        )
        secret = str(parameters.get("secret", self._secret))
        return self.verify_signature(message, str(parameters["razorpay_signature"]), secret)

    def verify_subscription_payment_signature(self, parameters: Mapping[str, Any]) -> bool:
        """Check a subscription's authentication payment: the payment id goes before the subscription id."""
        message = "{}|{}".format(parameters["razorpay_payment_id"], parameters["razorpay_subscription_id"])
        secret = str(parameters.get("secret", self._secret))
        return self.verify_signature(message, str(parameters["razorpay_signature"]), secret)

    def verify_webhook_signature(self, body: str, signature: str, secret: str) -> bool:
        """Check a webhook's body (text, not bytes: bytes raise TypeError, as the SDK does)."""
        return self.verify_signature(body, signature, secret)

    def verify_signature(self, body: str, signature: str, key: str) -> bool:
        """True if the signature is the body's under the key; raises SignatureVerificationError otherwise."""
        if not isinstance(body, str):
            raise TypeError("encoding without a string argument")
        made = hmac.new(key.encode(), body.encode(), "sha256").hexdigest()
        if not self.compare_string(made, signature):
            raise raised_as("SignatureVerificationError")("Razorpay Signature Verification Failed")
        return True

    def compare_string(self, expected_str: str, actual_str: str) -> bool:
        """Whether two texts are equal, in constant time."""
        return hmac.compare_digest(expected_str, actual_str)
