"""Texts of cards saved as tokens, of cards and IINs."""

from __future__ import annotations

from . import INFERRED, VALIDATION, Envelope, Text

_HQ = "payments/payment-methods/cards/token-hq/merchant-requestor-with-network-tokens/apis.md"
_TOKEN = Envelope("BAD_REQUEST_ERROR", "internal", "token_initiation", "input_validation_failed", None)

REQUIRED = Text("The {field} is required", _HQ, _TOKEN)
INVALID = Text("The {field} is invalid", _HQ, _TOKEN)
NUMBER = Text("The number is invalid.", _HQ, VALIDATION)
# The page has the code, which no status goes with: inferred.
PROVIDER_TIMEOUT = Text(
    "There is an issue in connecting with the token service provider",
    _HQ,
    Envelope(
        "TOKEN_SERVICE_PROVIDER_TIMEOUT", "service_provider", "token_creation", "token_service_provider_timed_out", None
    ),
    504,
)
INVALID_TOKEN = Text(
    "The token is invalid.", _HQ, Envelope("BAD_REQUEST_ERROR", "business", "get_cryptogram", "invalid_token", None)
)

# -- UPI Reserve Pay: its pages have the rules, and no words for them

NOT_CANCELLED = Text("The token can only be deleted after its mandate was cancelled", INFERRED)
TOO_MUCH_BLOCKED = Text("The maximum amount that can be blocked is Rs. 10000.", INFERRED)
AS_PRESENTED = Text("The frequency should be as_presented for type single_block_multiple_debit", INFERRED)
UPI_ONLY = Text("The method should be upi for type single_block_multiple_debit", INFERRED)
TOO_MUCH_DEBITED = Text("The amount exceeds what is left of the blocked amount", INFERRED)

# -- cards and IINs

NO_REFERENCE = Text(
    "The card network was not able to provide card reference value for this request",
    "api/payments/cards/fingerprints/fetch-tokenised-number.md",
    Envelope("BAD_REQUEST_ERROR", "gateway", "card_reference_provision", "card_reference_not_found", None),
)
REFERENCE_OF = Text("The number or the token is required.", INFERRED)

_IINS = "api/payments/cards/iin-api.md"
IIN_UNKNOWN = Text(
    "IIN {iin} does not exist", _IINS, Envelope("BAD_REQUEST_ERROR", "merchant", "NA", "iin_does_not_exist", None)
)
_LENGTH = Envelope("BAD_REQUEST_ERROR", "business", "NA", "invalid_iin_length", None)
IIN_OF_CARD = Text("The requested IIN is a card IIN & should be 6 digits long.", _IINS, _LENGTH)
IIN_OF_TOKEN = Text("The requested IIN is a token IIN & should be 9 digits long.", _IINS, _LENGTH)
