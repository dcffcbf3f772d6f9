"""What the first digits of a card or token tell: of the documented test cards and samples, and of no others.

Sources: api/payments/cards/iin-api.md, payments/payment-methods/cards/token-hq/merchant-requestor/iin-validation.md,
payments/payments/test-card-details.md. Whose the other IINs are, only the networks know.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from .banks import RECURRING_DEBIT_BANKS, bank_name
from .cards import TEST_CARDS, Card, told_by

RECURRING_NETWORKS: Final = ("MasterCard", "Visa", "RuPay")
"""Networks whose cards take mandates (api/payments/recurring-payments/cards)."""


class Iin(NamedTuple):
    """The facts of an IIN. `card_iin` is that of the card behind a token's, None for a card's own."""

    network: str
    type: str
    sub_type: str
    issuer: str | None
    issuer_name: str | None
    international: bool
    emi: bool
    recurring: bool
    authentications: tuple[str, ...] = ("3ds",)
    card_iin: str | None = None
    renamed: bool = False
    """Whether its page names what tells a token's from a card's `is_tokenized`."""


def iin_json(iin: str, facts: Iin) -> dict[str, Any]:
    """What the API answers for an IIN."""
    body: dict[str, Any] = {
        "iin": iin,
        "entity": "iin",
        "network": facts.network,
        "type": facts.type,
        "sub_type": facts.sub_type,
        "issuer_code": facts.issuer,
        "issuer_name": facts.issuer_name,
        "international": facts.international,
    }
    if facts.renamed:
        body["is_tokenized"] = True
    else:
        body["tokenised_iin"] = facts.card_iin is not None
    return {
        **body,
        "card_iin": facts.card_iin,
        "emi": {"available": facts.emi},
        "recurring": {"available": facts.recurring},
        "authentication_types": [{"type": name} for name in facts.authentications],
    }


def facts_of(card: Card, uses: tuple[str, ...] = ()) -> Iin:
    """The facts of a card's IIN, from those of the card."""
    listed = card.type != "debit" or card.issuer in RECURRING_DEBIT_BANKS or "subscription" in uses
    return Iin(
        card.network,
        card.type,
        card.sub_type,
        card.issuer,
        bank_name(card.issuer) if card.issuer is not None else None,
        card.international,
        card.emi,
        card.network in RECURRING_NETWORKS and listed,
        ("3ds", "otp") if "native_otp" in uses else ("3ds",),
    )


_OTP: Final = ("3ds", "otp")
# The samples of both pages: the first is the IIN of a test card too, of which other pages say otherwise.
_SAMPLES: Final[Mapping[str, Iin]] = MappingProxyType(
    {
        "438628": Iin(
            "Visa",
            "credit",
            "business",
            "HSBC",
            "HSBC Bank",
            international=False,
            emi=True,
            recurring=True,
            authentications=(*_OTP, "otp_less_authentication"),
        ),
        "987654321": Iin(
            "Visa", "credit", "business", "HSBC", "HSBC Bank", False, True, True, _OTP, card_iin="438628"
        ),
        "412345": Iin(
            "Visa", "credit", "business", "HDFC", "HDFC Bank Ltd", False, True, True, _OTP, "438628", renamed=True
        ),
    }
)

KNOWN: Final[Mapping[str, Iin]] = MappingProxyType(
    {**{card.number[:6]: facts_of(told_by(card.number), card.uses) for card in reversed(TEST_CARDS)}, **_SAMPLES}
)
"""Every IIN that a page tells of."""
