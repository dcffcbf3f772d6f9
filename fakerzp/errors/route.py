"""What is said of transfers to linked accounts, and their reversals."""

from __future__ import annotations

from . import INFERRED, NA, Text

_DIRECT = "api/payments/route/direct-transfers.md"
_IDEMPOTENT = "api/payments/route/direct-transfers-idempotent-request.md"
# The page has the text of transfers of payments, index and all.
DIRECT_LEAST = Text("The transfers.0.amount must be at least 100.", _DIRECT)
# The rule is on payments/route/faqs.md, the words are on no page.
RECIPIENT_STATUS = Text("Transfers to a linked account in {status} status are not allowed.", INFERRED)
TRANSFER_TWO_NAMES = Text("Only one of account and account_code should be sent", INFERRED)
# The rule is on payments/route/integration-guide.md, the words are on no page.
TRANSFER_AFTER_REFUND = Text("A transfer cannot be requested on a payment that was refunded", INFERRED)
KEY_API = Text("The API key/secret provided is invalid.", _IDEMPOTENT, NA, 401)

KEY_SHORT = Text("The idempotency key must be at least 4 characters long.", INFERRED, NA)
KEY_LONG = Text("The idempotency key may not be greater than 36 characters.", INFERRED, NA)
KEY_CHARACTERS = Text(
    "The idempotency key must only contain alphanumeric characters, underscores, hyphens and spaces", INFERRED, NA
)

EXPAND = Text("Value of each expand must be one of following types: recipient_settlement.", INFERRED)
HOLD_STATUS = Text("The settlement of a transfer in {status} status cannot be modified.", INFERRED)
HOLD_SETTLED = Text("The transfer has been settled already.", INFERRED)
HOLD_UNTIL_ALONE = Text("on_hold must be true when on_hold_until is sent", INFERRED)
REVERSAL_STATUS = Text("The transfer cannot be reversed in {status} status.", INFERRED)
REVERSAL_TOO_MUCH = Text("The reversal amount is greater than the amount that is left of the transfer.", INFERRED)
REVERSAL_BALANCE = Text(
    "The linked account does not have sufficient balance to process reversal.",
    "api/payments/route/reverse-a-transfer.md",
)
# The rule is on api/payments/route/refund-payments-and-reverse-transfer.md, the words are on no page.
REVERSE_ALL_PARTLY = Text("reverse_all cannot be applied on partial refunds of multiple transfers", INFERRED)
