"""What is said of QR codes."""

from __future__ import annotations

from . import INFERRED, SERVER, Text

_CREATE = "api/qr-codes/create.md"
# The envelope is that of the sample in api/qr-codes/fetch-all.md, the status that of the lists of errors.
TROUBLE = Text(
    "We are facing some trouble completing your request at the moment. Please try again shortly.",
    "api/qr-codes/close.md",
    SERVER,
)
SELECTED = Text("The selected {spoken} is invalid.", _CREATE)
AMOUNT_MINIMUM = Text("The {spoken} must be at least {limit}.", _CREATE)
NOT_FIXED = Text("The fixed amount must be true for single use QR codes.", INFERRED)
NO_AMOUNT = Text("payment_amount is/are not required and should not be sent", INFERRED)
CLOSE_BY_EARLY = Text("{field} should be at least 2 minutes after current time.", INFERRED)
CLOSE_BY_LATE = Text("{field} must be between 946684800 and 2147483647", INFERRED)
TEST_UNKNOWN = Text("The id provided does not exist", INFERRED)
TEST_AMOUNT = Text("The amount does not match the amount of the QR code.", INFERRED)
TEST_CLOSED = Text("The QR code is closed.", INFERRED)
TEST_METHOD = Text("The QR code does not take payments by {method}.", INFERRED)
TEST_MODE = Text("Test payments are not allowed in live mode.", INFERRED)
