"""Razorpay in memory: for tests, demos and tutorials.

The vocabulary, nothing else; each name is imported when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # that of `typing`, which takes as long to import as all the rest of a test's start
if TYPE_CHECKING:
    from typing import Any

    from .doors.patching import patch
    from .exceptions import (
        BadRequestError,
        GatewayError,
        LedgerError,
        NotFaked,
        NotPayable,
        PaymentFailed,
        PaymentPending,
        ServerError,
        SignatureVerificationError,
        UnverifiedSignature,
    )
    from .fake import FakeRazorpay
    from .hookspecs import hookimpl

__version__ = "0.1.0"
__all__ = [
    "BadRequestError",
    "FakeRazorpay",
    "GatewayError",
    "LedgerError",
    "NotFaked",
    "NotPayable",
    "PaymentFailed",
    "PaymentPending",
    "ServerError",
    "SignatureVerificationError",
    "UnverifiedSignature",
    "hookimpl",
    "patch",
]

_HOMES = {"FakeRazorpay": "fake", "hookimpl": "hookspecs", "patch": "doors.patching"}
_OFFICIAL = ("BadRequestError", "GatewayError", "ServerError", "SignatureVerificationError")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'fakerzp' has no attribute {name!r}")
    import importlib

    if name in _OFFICIAL:
        exceptions = importlib.import_module(".exceptions", __name__)
        return exceptions.raised_as(name)
    module = importlib.import_module("." + _HOMES.get(name, "exceptions"), __name__)
    return getattr(module, name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
