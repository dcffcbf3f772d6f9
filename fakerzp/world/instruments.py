"""Payment instruments: UPI ids, wallets, and what an acquirer reports of a payment.

Cards are in `cards`, banks in `banks`; their functions are offered from here as well, so that one import
tells all that can be known of an instrument.

Sources: payments/payments/test-upi-details.md, payments/payment-methods/wallets.md, and the
`acquirer_data` of the sample answers (api/payments/entity.md, api/orders/fetch-payments.md,
webhooks/payments.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from fakerzp.world.banks import (
    NETBANKING_BANKS,
    EmandateBank,
    bank_code,
    bank_name,
    emandate_banks,
    is_emandate_bank,
    is_ifsc,
    is_nach_bank,
    is_netbanking_bank,
    netbanking_name,
)
from fakerzp.world.cards import (
    NETWORKS,
    TEST_CARDS,
    Card,
    DocumentedCard,
    card_outcome,
    describe,
    digits,
    is_card_number,
    network,
    network_code,
    test_card,
)

__all__ = [
    "FAILURE_VPA",
    "NETBANKING_BANKS",
    "NETWORKS",
    "SUCCESS_VPA",
    "TEST_CARDS",
    "WALLETS",
    "Card",
    "DocumentedCard",
    "EmandateBank",
    "acquirer_data",
    "bank_code",
    "bank_name",
    "card_outcome",
    "describe",
    "digits",
    "emandate_banks",
    "is_card_number",
    "is_emandate_bank",
    "is_ifsc",
    "is_nach_bank",
    "is_netbanking_bank",
    "is_vpa",
    "is_wallet",
    "netbanking_name",
    "network",
    "network_code",
    "test_card",
    "vpa_outcome",
    "vpa_parts",
    "wallet_name",
]

SUCCESS_VPA: Final = "success@razorpay"
FAILURE_VPA: Final = "failure@razorpay"

WALLETS: Final[tuple[tuple[str, str], ...]] = (
    ("airtelmoney", "Airtel Money"),
    ("amazonpay", "Amazon Pay"),
    ("bajajpay", "Bajaj Pay"),
    ("jiomoney", "JioMoney"),
    ("mobikwik", "MobiKwik"),
    ("olamoney", "Ola Money"),
    ("paypal", "PayPal"),
    ("payzapp", "PayZapp"),
    ("phonepe", "PhonePe"),
    ("phonepeswitch", "PhonePe Switch"),
)
"""Code and name of each wallet, by code (payments/payment-methods/wallets.md)."""

_WALLETS: Final[Mapping[str, str]] = MappingProxyType(dict(WALLETS))

# Inferred: no page says how a UPI id is written. Every id in the documentation is of this form.
_VPA: Final = re.compile(r"[A-Za-z0-9._-]{2,256}@[A-Za-z][A-Za-z0-9]{1,63}")

# What an acquirer reports: method -> (field, number of digits; 0 for null). A payment that failed, and one
# not yet authorized, has the first field only, and null in it.
_ACQUIRER: Final[Mapping[str, tuple[tuple[str, int], ...]]] = MappingProxyType(
    {
        "card": (("auth_code", 6),),
        "emi": (("auth_code", 6),),
        "netbanking": (("bank_transaction_id", 7),),
        # Of FPX (Malaysia) neither: as netbanking, inferred.
        "fpx": (("bank_transaction_id", 7),),
        "wallet": (("transaction_id", 0),),
        "paylater": (("transaction_id", 0),),
        # Of cardless EMI no page shows a payment: as pay-later, inferred.
        "cardless_emi": (("transaction_id", 0),),
        # Of apps (CRED, twid, ...) neither.
        "app": (("transaction_id", 0),),
        "upi": (("rrn", 12), ("upi_transaction_id", 38)),
        "bank_transfer": (("rrn", 12),),
        "nach": (),
        "emandate": (),
    }
)


def is_vpa(text: str) -> bool:
    """Whether this is written like a UPI id: a user name, one "@", a handle ("gaurav.kumar@exampleupi")."""
    return _VPA.fullmatch(text) is not None


def vpa_parts(vpa: str) -> tuple[str, str]:
    """Split a UPI id into (username, handle), as a token's `vpa` object has them."""
    username, _, handle = vpa.partition("@")
    return username, handle


def vpa_outcome(vpa: str) -> str | None:
    """Tell how a payment with this UPI id ends: a failure reason, or None when it succeeds.

    `failure@razorpay` fails with `payment_failed`, what is no UPI id with `invalid_vpa`. `success@razorpay`
    succeeds, and so does, inferred, every other id: it stands for a customer who pays.
    """
    if vpa.lower() == FAILURE_VPA:
        return "payment_failed"
    return None if is_vpa(vpa) else "invalid_vpa"


def is_wallet(code: str) -> bool:
    """Whether a wallet payment can name this code ("payzapp")."""
    return code in _WALLETS


def wallet_name(code: str) -> str | None:
    """Name a wallet by its code; None when the code is not listed."""
    return _WALLETS.get(code)


def acquirer_data(method: str, token: Callable[[int], str], *, done: bool = True) -> dict[str, str | None]:
    """Build a payment's `acquirer_data`.

    `token(n)` gives n decimal digits as text and decides the values alone: card `auth_code` (6 digits),
    netbanking `bank_transaction_id` (7), UPI `rrn` (12) and `upi_transaction_id` (32 upper-case hexadecimal
    digits), wallet `transaction_id` (always null), NACH and eMandate nothing. `done=False` is for a payment
    that failed or is not authorized yet. Raises `ValueError` for a method whose data no page shows.
    """
    if method not in _ACQUIRER:
        raise ValueError(f"no acquirer_data is documented for method {method!r}")
    fields = _ACQUIRER[method]
    if not done:
        return {name: None for name, _ in fields[:1]}
    return {name: _acquirer_value(name, token(width)) if width else None for name, width in fields}


def _acquirer_value(name: str, number: str) -> str:
    # 38 decimal digits are just less than 32 hexadecimal ones can hold.
    return f"{int(number):032X}" if name == "upi_transaction_id" else number
