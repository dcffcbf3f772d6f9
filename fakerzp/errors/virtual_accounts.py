"""What is said of Smart Collect."""

from __future__ import annotations

from . import INFERRED, NA, VALIDATION, Envelope, Text

_CREATE = "api/payments/smart-collect/create-cust-id-bank-account.md"
_UPDATE = "api/payments/smart-collect/update.md"
_TPV = "api/payments/smart-collect-tpv/create.md"
_ADD = "api/payments/smart-collect-tpv/add-allowed-payer.md"
_VANITY = "payments/smart-collect/vanity.md"


def _edit(reason: str) -> Envelope:
    """The envelope of the samples of third-party validation: its own step, and an empty list of metadata."""
    return Envelope("BAD_REQUEST_ERROR", "business", "virtual_account_edit", reason, ())


KEY_OF_CREATE = Text("The api {which} provided is invalid", _CREATE, NA, 401)
REQUIRED = Text("The {field} is required", _CREATE)
RECEIVERS_REQUIRED = Text("Receivers field is required", _CREATE)
UNKNOWN = Text("The id provided does not exist", _CREATE)
DESCRIPTOR_TAKEN = Text(
    "An active Customer Identifier with the same descriptor already exists for your account.", _CREATE
)
DESCRIPTOR_NUMERIC = Text("Descriptor cannot be used for numeric accounts.", _VANITY)
DESCRIPTOR_HANDLE = Text("Descriptor field cannot be used as merchant handle is not set for your account.", _VANITY)
DESCRIPTOR_CHARACTERS = Text("The {field} may only contain letters and numbers.", INFERRED)
NOT_UPDATABLE = Text("Customer Identifier cannot be updated", _UPDATE)
BANK_ACCOUNT_EXISTS = Text("Bank account Receiver already exists", _UPDATE)
CLOSE_BY_EARLY = Text("close by date should be atleast 15 min after current time", _UPDATE, NA)
CLOSE_BY_LATE = Text("{field} must be between 946684800 and 2147483647", INFERRED)
NOTHING_TO_UPDATE = Text("The close_by, description or notes field is required.", INFERRED)
QR_RECEIVER = Text("Bharat QR not supported for Customer Identifier.", _ADD)
QR_DISABLED = Text("Bharat QR not enabled.", _ADD)
QR_METHODS = Text("The qr code must take card or upi.", INFERRED)

ONLY_BANK_ACCOUNTS_NEW = Text(
    "Account validation is only applicable on bank account as receiver type.",
    _TPV,
    _edit("account_validation_not_supported_on_vpa"),
)
ONLY_BANK_ACCOUNTS = Text(
    "Account validation is only applicable on bank account as a receiver type",
    _ADD,
    _edit("account_validation_not_supported_on_vpa"),
)
TOO_MANY_NEW = Text("only 10 allowed payers can be added", _TPV, _edit("allowed_payer_limit_exceeded"))
TOO_MANY = Text("Only 10 allowed payer accounts can be added.", _ADD, _edit("allowed_payer_limit_exceeded"))
IFSC_REQUIRED_NEW = Text("The bank account IFSC field is required when the bank is present ( in allowed payers)", _TPV)
IFSC_REQUIRED = Text("The bank account.ifsc field is required when bank account is present", _ADD)
ACCOUNT_REQUIRED = Text("The bank account.account number field is required when bank account is present.", _ADD)
IFSC_LENGTH_NEW = Text("IFSC must be 11 Characters", _TPV)
IFSC_INVALID = Text("Invalid IFSC", _TPV)
IFSC_LENGTH = Text("The ifsc must be 11 characters.", _ADD)
PAYER_EXISTS = Text("Payer detail already exist for virtual account.", _ADD, VALIDATION)
NO_TRANSFER = Text("The id provided does not exist", INFERRED)
