"""Cards: what their number tells, and the documented test cards.

Sources: payments/payments/test-card-details.md (test cards), api/payments/entity.md and
api/payments/cards/iin-api.md (spelling of networks, types and sub-types). Which numbers belong to a
network is the networks' own numbering (ISO/IEC 7812), not said by Razorpay: inferred.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Use = Literal["domestic", "error", "international", "subscription", "emi", "native_otp"]

UNKNOWN_NETWORK: Final = "Unknown"

NETWORKS: Final[tuple[tuple[str, str], ...]] = (
    ("Visa", "VISA"),
    ("MasterCard", "MC"),
    ("RuPay", "RUPAY"),
    ("American Express", "AMEX"),
    ("Diners Club", "DICL"),
    ("Maestro", "MAES"),
    ("JCB", "JCB"),
    ("Union Pay", "UNP"),
    ("Bajaj Finserv", "BAJAJ"),
)
"""Name in a card entity, and code in the Methods API (`card_networks`)."""

# First six digits, from and to, first match wins: RuPay and Maestro lie inside the ranges of others.
_RANGES: Final[tuple[tuple[int, int, str], ...]] = (
    (203040, 203040, "Bajaj Finserv"),
    (340000, 349999, "American Express"),
    (370000, 379999, "American Express"),
    (300000, 305999, "Diners Club"),
    (309500, 309599, "Diners Club"),
    (360000, 369999, "Diners Club"),
    (380000, 399999, "Diners Club"),
    (352800, 358999, "JCB"),
    (508500, 508999, "RuPay"),
    (606985, 607984, "RuPay"),
    (608001, 608500, "RuPay"),
    (652150, 653149, "RuPay"),
    (817200, 820199, "RuPay"),
    (400000, 499999, "Visa"),
    (222100, 272099, "MasterCard"),
    (510000, 559999, "MasterCard"),
    (622018, 622018, "Maestro"),
    (620000, 629999, "Union Pay"),
    (500000, 508499, "Maestro"),
    (560000, 589999, "Maestro"),
    (630400, 630499, "Maestro"),
    (639000, 639099, "Maestro"),
    (670000, 679999, "Maestro"),
)

# Banks whose credit cards can pay in instalments
# (payments/payment-gateway/web-integration/standard/configure-payment-methods/supported-methods.md).
_EMI_ISSUERS: Final[frozenset[str]] = frozenset(
    (
        "AMEX",
        "BARB",
        "CITI",
        "FDRL",
        "HDFC",
        "HSBC",
        "ICIC",
        "INDB",
        "KKBK",
        "RATN",
        "SBIN",
        "SCBL",
        "UTIB",
        "YESB",
    )
)


class Card(NamedTuple):
    """What a card entity says of the plastic: the fields of the card object, without id and holder.

    `type` is "credit", "debit", "prepaid" or "unknown"; `issuer` is a bank code such as "HDFC", or None;
    `token_iin` is None for a card that was typed in rather than tokenised.
    """

    last4: str
    network: str
    type: str
    issuer: str | None
    international: bool
    emi: bool
    sub_type: str
    token_iin: str | None
    iin: str


class DocumentedCard(NamedTuple):
    """A documented test card.

    `reason` is the failure that it brings about, in the spelling of its page, or None when it pays. `type`
    and `issuer` are those of the page or of a sample answer for that card; `stated` tells whether one gives
    the type (a type that is not stated is inferred).
    """

    number: str
    network: str
    uses: tuple[Use, ...]
    reason: str | None = None
    type: str = "credit"
    issuer: str | None = None
    stated: bool = False
    page: str = "payments/payments/test-card-details.md"

    @property
    def international(self) -> bool:
        """Whether the page lists it for international payments."""
        return "international" in self.uses


_OUTWARD = "payments/international-payments/outward-remittances/standard-integration/test-integration.md"
_IMPORT = (
    "payments/international-payments/accept-international-payments-from-indian-customers/"
    "custom-integration/test-integration.md"
)
_NATIVE = "payments/payment-gateway/android-integration/custom/test-native-otp-integration.md"

# On the real mock page the customer still has to press "Failure" for an error card to fail; here the
# number alone decides.
TEST_CARDS: Final[tuple[DocumentedCard, ...]] = (
    DocumentedCard("4100280000001007", "Visa", ("domestic",)),
    DocumentedCard("5500670000001002", "MasterCard", ("domestic",)),
    DocumentedCard("6527658900001005", "RuPay", ("domestic",), type="debit"),
    DocumentedCard("36082800091007", "Diners Club", ("domestic",)),
    DocumentedCard("340256000401007", "American Express", ("domestic",)),
    DocumentedCard("4100280000090000", "Visa", ("domestic", "error"), "payment_timed_out"),
    DocumentedCard("5305620000060000", "MasterCard", ("domestic", "error"), "payment_timed_out"),
    DocumentedCard("4100280000080001", "Visa", ("domestic", "error"), "insufficient_fund"),
    DocumentedCard("5305620000050001", "MasterCard", ("domestic", "error"), "insufficient_fund"),
    DocumentedCard("4100280000070002", "Visa", ("domestic", "error"), "payment_cancelled"),
    DocumentedCard("5305620000040002", "MasterCard", ("domestic", "error"), "payment_cancelled"),
    DocumentedCard("4100280000060003", "Visa", ("domestic", "error"), "card_declined"),
    DocumentedCard("5305620000030003", "MasterCard", ("domestic", "error"), "card_declined"),
    DocumentedCard("4100280000050004", "Visa", ("domestic", "error"), "card_declined"),
    DocumentedCard("5305620000020004", "MasterCard", ("domestic", "error"), "card_declined"),
    DocumentedCard("4100280000040005", "Visa", ("domestic", "error"), "card_declined"),
    DocumentedCard("5305620000010005", "MasterCard", ("domestic", "error"), "card_declined"),
    DocumentedCard("4100280000030006", "Visa", ("domestic", "error"), "card_disabled_for_online_payments"),
    DocumentedCard("5305620000000006", "MasterCard", ("domestic", "error"), "card_disabled_for_online_payments"),
    DocumentedCard("4100280000010008", "Visa", ("domestic", "error"), "card_number_invalid"),
    DocumentedCard("5305620000080008", "MasterCard", ("domestic", "error"), "card_number_invalid"),
    DocumentedCard("4100280000020007", "Visa", ("domestic", "error"), "gateway_technical_error"),
    DocumentedCard("5305620000090007", "MasterCard", ("domestic", "error"), "gateway_technical_error"),
    DocumentedCard("4100280000000009", "Visa", ("domestic", "error"), "authentication_failed"),
    DocumentedCard("5305620000070009", "MasterCard", ("domestic", "error"), "authentication_failed"),
    DocumentedCard("5555555555554444", "MasterCard", ("international",)),
    DocumentedCard("5105105105105100", "MasterCard", ("international",)),
    DocumentedCard("5104060000000008", "MasterCard", ("international", "subscription"), type="debit", stated=True),
    DocumentedCard("4012888888881881", "Visa", ("international",)),
    DocumentedCard("4718609108204366", "Visa", ("domestic", "subscription"), issuer="UTIB", stated=True),
    DocumentedCard("5104015555555558", "MasterCard", ("international", "subscription"), stated=True),
    DocumentedCard("5241810000000000", "MasterCard", ("domestic", "emi")),
    DocumentedCard(
        "5267318187975449",
        "MasterCard",
        ("domestic", "native_otp"),
        issuer="UTIB",
        stated=True,
        page=_IMPORT,
    ),
    DocumentedCard("4386289407660153", "Visa", ("domestic",), type="debit", stated=True, page=_IMPORT),
    DocumentedCard("4111111111111111", "Visa", ("domestic",), stated=True, page=_OUTWARD),
    DocumentedCard("4895191111111115", "Visa", ("domestic", "native_otp"), page=_NATIVE),
)
"""The 36 documented test cards; any CVV and any expiry date to come go with each."""

_BY_NUMBER: Final[Mapping[str, DocumentedCard]] = MappingProxyType({row.number: row for row in TEST_CARDS})


def digits(number: str) -> str:
    """Return the number as typed, without the spaces and hyphens between its groups."""
    return number.replace(" ", "").replace("-", "")


def is_card_number(number: str) -> bool:
    """Whether this is a card number at all: 12 to 19 digits that pass the Luhn check."""
    plain = digits(number)
    if not (plain.isascii() and plain.isdigit() and 12 <= len(plain) <= 19):
        return False
    from stdnum import luhn

    return bool(luhn.is_valid(plain))


def test_card(number: str) -> DocumentedCard | None:
    """Look a number up among the documented test cards; None when it is not one."""
    return _BY_NUMBER.get(digits(number))


def network(number: str) -> str:
    """Tell the network from the number, as Razorpay spells it ("MasterCard"), or "Unknown"."""
    head = digits(number)[:6]
    if len(head) < 6 or not (head.isascii() and head.isdigit()):
        return UNKNOWN_NETWORK
    iin = int(head)
    return next((name for low, high, name in _RANGES if low <= iin <= high), UNKNOWN_NETWORK)


def network_code(name: str) -> str | None:
    """Give the code of a network in the Methods API ("MasterCard": "MC"); None when it has none."""
    return dict(NETWORKS).get(name)


def describe(number: str) -> Card:
    """Tell the facts of a card from its number alone.

    A number that is no test card is a domestic consumer card of type "unknown" without issuer, as the API
    answers for an IIN that it does not know. Raises `ValueError` for what is not a card number.
    """
    plain = digits(number)
    if not is_card_number(plain):
        raise ValueError("not a card number: 12 to 19 digits with a right check digit are expected")
    return told_by(plain)


def told_by(plain: str) -> Card:
    """Tell the same of digits that are known to be a card's number."""
    known = _BY_NUMBER.get(plain)
    kind = known.type if known else "unknown"
    issuer = known.issuer if known else None
    return Card(
        last4=plain[-4:],
        network=network(plain),
        type=kind,
        issuer=issuer,
        international=known.international if known else False,
        emi=bool(known and "emi" in known.uses) or (kind == "credit" and issuer in _EMI_ISSUERS),
        sub_type="consumer",
        token_iin=None,
        iin=plain[:6],
    )


def card_outcome(number: str) -> str | None:
    """Tell how a payment with this card ends: a failure reason, or None when it succeeds.

    The reason is spelled as on the page of the test cards (`insufficient_fund`, not `insufficient_funds`);
    a number that is no card number fails with `card_number_invalid`.
    """
    known = test_card(number)
    if known is not None:
        return known.reason
    return None if is_card_number(number) else "card_number_invalid"


def fingerprint(number: str) -> str:
    """What tells one card from others, without its number."""
    return blake2b(digits(number).encode(), digest_size=8).hexdigest()


# How a network's reference of a card begins, its characters, and how many there are:
# api/payments/cards/fingerprints.md.
_REFERENCES: Final[Mapping[str, tuple[str, str, int]]] = MappingProxyType(
    {
        "Visa": ("V001", "0123456789", 29),
        "MasterCard": ("5001", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 29),
        "RuPay": ("1001", "0123456789abcdefghijklmnopqrstuvwxyz", 36),
    }
)


def card_reference(network: str, fingerprint: str) -> str | None:
    """The reference by which a network knows a card everywhere; None for a network that has none."""
    if network not in _REFERENCES:
        return None
    start, characters, length = _REFERENCES[network]
    return start + _spelled(f"{network} {fingerprint}", characters, length - len(start))


def _spelled(seed: str, characters: str, length: int) -> str:
    """So many of these characters, always the same ones for the same seed."""
    number = int.from_bytes(blake2b(seed.encode(), digest_size=64).digest(), "big")
    out = []
    for _ in range(length):
        number, place = divmod(number, len(characters))
        out.append(characters[place])
    return "".join(out)


# How the tokens of each network begin: within its own range.
_TOKENS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Visa": "4",
        "MasterCard": "54",
        "RuPay": "6530",
        "American Express": "37",
        "Diners Club": "36",
        "Maestro": "67",
        "JCB": "3568",
        "Union Pay": "625",
    }
)
TOKENISED: Final[frozenset[str]] = frozenset(_TOKENS)
"""Networks whose cards can be saved as tokens."""


def token_iin(network: str, iin: str) -> str:
    """The nine digits with which the tokens of a card's IIN begin, none of a test card's."""
    taken = {card.number[:6] for card in TEST_CARDS}
    start = _TOKENS[network]
    for n in range(len(taken) + 1):
        found = start + _spelled(f"token {network} {iin} {n}", "0123456789", 9 - len(start))
        if found[:6] not in taken:
            break
    return found


def with_check_digit(payload: str) -> str:
    """The digits with their Luhn check digit behind them."""
    from stdnum import luhn

    return payload + str(luhn.calc_check_digit(payload))
