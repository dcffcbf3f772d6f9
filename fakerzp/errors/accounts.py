"""What is said of linked accounts and what they need to be activated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from . import GENERAL, INFERRED, INVALID_IFSC, KEY_ROUTE, NA, TRANSFER_INPUT, UNKNOWN_DOT, Envelope, Text

_CREATE: Final = "api/payments/route/create-linked-account.md"
_FETCH: Final = "api/payments/route/fetch-with-id.md"
_UPDATE: Final = "api/payments/route/update-product-config.md"
_PARTNERS: Final = "api/partners/errors.md"
_NOT_THERE: Final = Envelope("BAD_REQUEST_ERROR", "", "", "linked_account_id_does_not_exist", None)

# -- accounts

NO_ROUTE = GENERAL["no_url"]
REQUIRED = TRANSFER_INPUT
TYPE = Text("Invalid type: {type}", _CREATE)
BUSINESS_TYPE = Text("Invalid business type: {type}", _CREATE)
NO_CODES = Text("Route code Support feature not enabled to add account code.", _CREATE)
CODE_NOT_ALLOWED = Text("Account_code -{code} is not allowed for this merchant", _CREATE)
CODE_FORMAT = Text("The code format is invalid.", _CREATE)
CODE_SHORT = Text("The code must be at least 3 characters.", _CREATE)
CODE_LONG = Text("The code may not be greater than 20 characters.", INFERRED)
CODE_TAKEN = Text("The code has already been taken.", INFERRED)
EMAIL_TAKEN = Text("Merchant email already exists for account - {account}.", _CREATE)
IFSC = INVALID_IFSC
NAME_CHARACTERS = Text("The name may only contain alphabets, digits and spaces", _CREATE)
NAME_LINKS = Text("Please enter a valid name. Links, emails and HTML tags are not allowed.", _CREATE)
BANK_ACCOUNT = Text("The bank account number must be between 5 and 35 characters", _CREATE)
NO_ACCOUNT = Text("Linked account does not exist.", _FETCH, _NOT_THERE)
NOT_THEIRS = GENERAL["unknown_id"]
LOCKED = Text("Merchant activation form has been locked for editing by admin.", _UPDATE, NA)
ONLY_ASKED = Text("Only fields requested for needs clarification are allowed for update", _PARTNERS, NA)
BLANK_DBA = Text("The business dba field is required.", _PARTNERS)
DIGITS = Text("The {field} must be {limit} digits.", _PARTNERS)
URL = Text("The url is not a valid URL.", _PARTNERS)
EMOJI = Text(
    "We are facing some trouble completing your request at the moment. Please try again shortly.",
    _PARTNERS,
    NA._replace(code="SERVER_ERROR"),
    500,
)
PAN = Text("The pan format is invalid.", INFERRED)
GSTIN = Text("The gst format is invalid.", INFERRED)
CIN = Text("The cin format is invalid.", INFERRED)
COLOR = Text("The color format is invalid.", INFERRED)
SUSPENDED = Text("The account is suspended", INFERRED, NA)

# -- stakeholders and documents of proof

ONE_STAKEHOLDER = Text(
    "Stakeholders cannot be more than one for Route product.", "api/payments/route/create-stakeholder.md"
)
NO_STAKEHOLDER = UNKNOWN_DOT
DOCUMENT_TYPE = Text("Invalid document type: {type}", INFERRED)
NOT_A_FILE = Text("The file must be a file of type: jpg, jpeg, png, pdf.", INFERRED)

# -- products

_REQUEST: Final = "api/payments/route/request-product-config.md"
PRODUCT = Text("The product requested is invalid.", _REQUEST)
TNC = Text("The selected tnc accepted is invalid.", _REQUEST)
PRODUCT_TWICE = Text("The product has been requested already.", INFERRED)
NO_PRODUCT = Text(
    "The provided product config id doesn't exist for the merchant.", "api/payments/route/fetch-product-config.md", NA
)
PRODUCT_IFSC = Text("Invalid IFSC Code.", _UPDATE)
PRODUCT_ACCOUNT = Text("The account number must be between 5 and 20 characters.", _UPDATE)

# -- webhooks of accounts

EVENT_NAMES = Text("Invalid event name/names: {names}", _PARTNERS)
NO_WEBHOOK = GENERAL["unknown_id"]
TOO_MANY = Text("An account may have at most 30 webhooks.", INFERRED)

# -- OAuth: the table of errors has descriptions only; their statuses are inferred

_OAUTH: Final = "partners/technology-partners/onboard-businesses/integrate-oauth/errors.md"
_BARE: Final = NA
RESPONSE_TYPE = Text("The authorization grant type is not supported by the authorization server.", _OAUTH, _BARE)
AUTHORIZE_SERVER = Text("A server error occurred while serving this error.", _OAUTH, _BARE)
SCOPE = Text("The requested scope is invalid, unknown or malformed", _OAUTH, _BARE)
CLIENT_FAILED = Text("Client authentication failed", _OAUTH, _BARE)
FORBIDDEN = Text("Access is forbidden", _OAUTH, _BARE, 403)
CHECK = Text("Check the `{name}` parameter", _OAUTH, _BARE)
CLIENT = Text("Invalid Client or Grant type", _OAUTH, _BARE)
DENIED = Text("Access denied", _OAUTH, _BARE, 401)
CHECK_ALL = Text("Check that all required parameters have been provided", _OAUTH, _BARE)
MODES = Text("Only allowed modes are test or live", _OAUTH, _BARE)
PRODUCTION_MODE = Text("Mode can be only set to live for production clients", _OAUTH, _BARE)
CODE_UNREADABLE = Text("Cannot decrypt the authorization code", _OAUTH, _BARE)
CODE_EXPIRED = Text("Authorization code has expired", _OAUTH, _BARE)
CODE_REVOKED = Text("Authorization code has been revoked", _OAUTH, _BARE)
CODE_OF_OTHER = Text("Authorization code was not issued to this client", _OAUTH, _BARE)
REDIRECT = Text("Invalid redirect URI", _OAUTH, _BARE)
REFRESH_UNREADABLE = Text("Cannot decrypt the refresh token", _OAUTH, _BARE)
TOKEN_NOT_LINKED = Text("Token is not linked to client", _OAUTH, _BARE)
TOKEN_REVOKED = Text("Token has been revoked", _OAUTH, _BARE)
TOKEN_INVALID = Text("Could not validate the token provided", _OAUTH, _BARE)
BEARER = Text("The access token provided is invalid", INFERRED, NA, 401)

# -- pages that word the general conditions their own way

SAYS: Final[Mapping[str, Text]] = {"key": KEY_ROUTE}
SAYS_CREATE: Final[Mapping[str, Text]] = {**SAYS, "required": REQUIRED}
PARTNERS: Final[Mapping[str, Text]] = {"invalid_id": NOT_THEIRS}
# What the table of the beta API says of a missing name has no other wording than everywhere else.
BETA: Final[Mapping[str, Text]] = {"unknown_id": NOT_THEIRS, "invalid_id": NOT_THEIRS}
