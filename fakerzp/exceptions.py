"""Python's side of errors: what the fake raises, and what each carries.

An API error reaches a caller as the official client's own class when that package is installed, else as a class
of the same name from here. Either way the instance carries the fields that the SDK drops.
"""

from __future__ import annotations

import importlib
from typing import Any


class NotFaked(NotImplementedError):
    """The call exists at Razorpay and this fake cannot answer it faithfully, so it does not answer it at all."""

    def __init__(self, message: str, *, endpoint: str | None = None) -> None:
        super().__init__(message)
        self.endpoint = endpoint


class PaymentFailed(Exception):
    """The instrument or the bank said no. `error` is what Checkout hands the browser: {"error": {...}}."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["error"]["description"])
        self.error = error


class PaymentPending(Exception):
    """The bank has not answered: the payment `payment_id` is created, and may be authorized or failed later."""

    def __init__(self, payment_id: str) -> None:
        super().__init__(f"the bank has not answered: {payment_id} is created")
        self.payment_id = payment_id


class NotPayable(Exception):
    """The target is a draft, expired, cancelled or already paid: no customer could pay it."""

    def __init__(self, message: str, *, target: str, status: str | None) -> None:
        super().__init__(message)
        self.target = target
        self.status = status


class LedgerError(AssertionError):
    """The books do not add up; the message names the first thing that is wrong."""


class UnverifiedSignature(UserWarning):
    """The application under test acted on a webhook or a callback whose signature it did not verify."""


class BadRequestError(Exception):
    """The request was refused: `BAD_REQUEST_ERROR`."""


class GatewayError(Exception):
    """The bank or network failed: `GATEWAY_ERROR`."""


class ServerError(Exception):
    """Razorpay failed: `SERVER_ERROR`."""


class SignatureVerificationError(Exception):
    """A signature does not belong to what it came with."""


OWN = {
    "BadRequestError": BadRequestError,
    "GatewayError": GatewayError,
    "ServerError": ServerError,
    "SignatureVerificationError": SignatureVerificationError,
}


def raised_as(name: str) -> type[Exception]:
    """The class that direct calls raise under that name: the official client's if it is installed, else ours."""
    try:
        official = importlib.import_module("razorpay.errors")
    except ImportError:
        return OWN[name]
    found: type[Exception] = getattr(official, name)
    return found
