"""Every error text, once, with its page; and the API error that carries one to the caller.

A text is one thing, where it is said another: `GENERAL` words the conditions that every endpoint has, the
mappings at the end are the pages that word them their own way (full stops included, as each page prints them).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..exceptions import (
    BadRequestError,
    GatewayError,
    LedgerError,
    NotFaked,
    NotPayable,
    PaymentFailed,
    PaymentPending,
    ServerError,
    SignatureVerificationError,
)

__all__ = [
    "ApiError",
    "BadRequestError",
    "GatewayError",
    "LedgerError",
    "NotFaked",
    "NotPayable",
    "PaymentFailed",
    "PaymentPending",
    "ServerError",
    "SignatureVerificationError",
    "Text",
]


class Envelope(NamedTuple):
    """The fields around a description."""

    code: str
    source: str | None
    step: str | None
    reason: str | None
    metadata: object


VALIDATION = Envelope("BAD_REQUEST_ERROR", "business", "payment_initiation", "input_validation_failed", None)
NA = Envelope("BAD_REQUEST_ERROR", "NA", "NA", "NA", None)
CONTACT = Envelope("BAD_REQUEST_ERROR", "business", "NA", "invalid_contact_number", None)
# The payment links service answers nulls and an empty list (sampled on its notify_by page).
LINK = Envelope("BAD_REQUEST_ERROR", None, None, None, ())
SERVER = Envelope("SERVER_ERROR", "NA", "NA", "NA", None)
# Some pages show a code and a description, and nothing else (api/payments/subscriptions/cancel-subscription.md).
BARE = Envelope("BAD_REQUEST_ERROR", None, None, None, "bare")


class ApiError(Exception):
    """What Razorpay answers instead of success. Doors turn it into a reply or into the SDK's exception."""

    def __init__(self, description: str, envelope: Envelope, status: int, field: str | None) -> None:
        super().__init__(description)
        self.description = description
        self.envelope = envelope
        self.status = status
        self.field = field

    @property
    def body(self) -> dict[str, Any]:
        """The JSON of the reply: {"error": {...}}."""
        code, source, step, reason, metadata = self.envelope
        error: dict[str, Any] = {"code": code, "description": self.description}
        if self.envelope is not BARE:
            error |= {"source": source, "step": step, "reason": reason}
            error["metadata"] = [] if metadata == () else {}
        if self.field is not None and self.envelope is not LINK:
            error["field"] = self.field
        return {"error": error}


class Text(NamedTuple):
    """A description, possibly with {placeholders}; its envelope, HTTP status and page."""

    template: str
    page: str
    envelope: Envelope = VALIDATION
    status: int = 400

    def error(self, *, field: str | None = None, **fill: Any) -> ApiError:
        """The error that says it; `field` is the request key at fault: also the placeholders {field} and {spoken}."""
        description = self.template
        if "{" in description:
            spoken = field.replace("_", " ") if field else field
            description = description.format(field=field, spoken=spoken, **fill)
        return ApiError(description, self.envelope, self.status, field)


INFERRED = "inferred"

# -- conditions that every endpoint has

GENERAL: Mapping[str, Text] = {
    "key": Text("The api {which} provided is invalid", "api/authentication.md", NA, 401),
    "no_url": Text("The requested URL was not found on the server.", "api/refunds/update.md", NA),
    "unknown_id": Text("The id provided does not exist", "api/orders/fetch-with-id.md"),
    "invalid_id": Text("{id} is not a valid id", "api/refunds/fetch-with-id.md"),
    "bad_json": Text("The request body is not valid JSON", INFERRED, NA),
    "extra": Text("{extra} is/are not required and should not be sent", "api/payments/invoices/update.md"),
    "required": Text("The {spoken} field is required.", "api/payments/invoices/create-item.md"),
    "integer": Text("The {field} must be an integer.", "api/payments/capture.md"),
    "string": Text("The {field} must be a string.", INFERRED),
    "boolean": Text("The {field} field must be true or false.", INFERRED),
    "object": Text("The {field} must be an array.", INFERRED),
    "too_long": Text("The {field} may not be greater than {limit} characters.", INFERRED),
    "too_short": Text("The {field} must be at least {limit} characters.", INFERRED),
    "too_small": Text("The {field} must be at least {limit}.", "api/settlements"),
    "too_large": Text("The {field} may not be greater than {limit}.", INFERRED),
    "one_of": Text("The selected {field} is invalid.", INFERRED),
    "email": Text("The email must be a valid email address.", "payments/payment-gateway/s2s-integration"),
    "epoch": Text("{field} must be between 946684800 and 4765046400", "api/payments/fetch-all-payments.md"),
    "notes_count": Text("Number of fields in notes should be less than or equal to 15.", INFERRED),
    "notes_value": Text("The notes.{key} may not be greater than {limit} characters.", INFERRED),
    "currency": Text("Currency is not supported", INFERRED),
    "decimals": Text("The amount must end in 0 for three decimal currencies.", INFERRED),
    "minimum": Text("The amount must be at least {least}", "api/orders/create.md"),
    "expand": Text(
        "Value of each expand must be one of following types: "
        "card, emi, transaction, refunds, offers, token, transaction.settlement.",
        "api/payments/fetch-all-payments-with-expanded-emi-details.md",
    ),
    "early": Text(
        "{field} should be at least 15 minutes after current time.", "api/payments/invoices/create-with-details.md"
    ),
    "products_sum": Text("The sum of the amounts of all products must be equal to the amount", INFERRED),
    "not_allowed": Text("The operation is not allowed in {status} status.", INFERRED),
}

RATE_LIMIT = Text(
    "The server is processing too many requests at once and is unable to process your request.",
    "api/understand.md",
    NA,
    429,
)

# -- customers, items

CUSTOMER_EXISTS = Text("Customer already exists for the merchant", INFERRED)
CONTACT_SHORT = Text(
    "Contact number should be at least 8 digits, including country code.", "api/customers/create.md", CONTACT
)
NO_INTERNATIONAL_ITEM = Text(
    "The merchant doesn't have international activated", "api/payments/invoices/create-item.md"
)
ITEM_AMOUNT_REQUIRED = Text(
    "The amount field is required when item id is not present.", "api/payments/invoices/update-item.md"
)
ITEM_NAME_REQUIRED = Text(
    "The name field is required when item id is not present.", "api/payments/invoices/update-item.md"
)

# -- orders

DUPLICATE_ORDER_RECEIPT = Text("The receipt has already been taken.", INFERRED)
ORDER_ALREADY_PAID = Text(
    "Your payment has been declined as the order is already paid. Please initiate the payment with a new order.",
    "api/payments/capture.md",
)
_OFFERS = "payments/offers/s2s-integration.md"
_PLAIN = Envelope("BAD_REQUEST_ERROR", None, None, None, None)
OFFER_USED_UP = Text("Offer Maximum Usage limit exceeded", _OFFERS, _PLAIN)
# The page has this description, and its reason, for an offer that is asked about; as the error of a payment: inferred.
OFFER_AMOUNT = Text(
    "The offer is not applicable on this order amount", _OFFERS, _PLAIN._replace(reason="invalid_order_amount")
)
OFFER_NOT_ACTIVE = Text("The offer is not active", INFERRED, _PLAIN)
OFFER_METHOD = Text(
    "Payment method used is not eligible for offer. Please try with a different payment method.", INFERRED, _PLAIN
)
_NACH = "api/payments/recurring-payments/paper-nach/create-authorization-transaction.md"
_UPI = "api/payments/recurring-payments/upi/create-authorization-transaction.md"
NACH_AMOUNT = Text("The amount should be 0.", _NACH)
INVALID_IFSC = Text("Invalid IFSC Code", _NACH)
METHOD_CURRENCY = Text("The currency should be INR when method is {method}", _NACH)
FIELD_REQUIRED = Text("The {name} field is required.", _UPI)
TOKEN_MINIMUM = Text("The minimum transaction amount allowed is Re. 5.", _NACH)
INVALID_ACCOUNT_NUMBER = Text("invaild_account_number", _NACH)
INVALID_FREQUENCY = Text("selected_frequency_invalid", _NACH)
OVER_TOKEN_MAXIMUM = Text("The order amount cannot be greater than the token max amount for upi recurring.", _UPI)
_ROUTE = "api/payments/route/create-transfers-orders.md"
TRANSFER_INPUT = Text("The input field is required", _ROUTE)
TRANSFER_CURRENCY = Text("The currency should be INR for transfers", _ROUTE)
TRANSFER_NOTES = Text("Keys sent in linked_account_notes must exist in notes", _ROUTE)
TRANSFER_HOLD = Text("on_hold_until must be between 946684800 and 4765046400", _ROUTE)
TRANSFER_ACCOUNT = Text("{account} is an invalid account_code.", _ROUTE)
TRANSFER_SUM = Text("The sum of amount requested for transfer is greater than the captured amount", _ROUTE)
TRANSFER_PARTS = Text("Transfers cannot be created on an order with partial payment", INFERRED)
TRANSFER_BALANCE = Text("Transfer cannot be made due to insufficient balance", _ROUTE)

# -- payments and refunds

NOT_A_CARD = Text("Payment was not done using card.", "api/payments/fetch-card-details-payment.md", NA)
CAPTURE_AMOUNT = Text("Capture amount must be equal to the amount authorized.", "api/payments/capture.md")
CAPTURE_INTEGER = Text("The amount must be an integer", "api/payments/capture.md")
ALREADY_CAPTURED = ORDER_ALREADY_PAID
NOT_AUTHORIZED = Text("Only payments which have been authorized and not yet captured can be captured", INFERRED)
REFUND_NOT_CAPTURED = Text("The payment status should be captured for action to be taken", INFERRED)
FULLY_REFUNDED = Text("The payment has been fully refunded already.", "api/refunds/create-normal.md")
REFUND_TOO_MUCH = Text("The refund amount provided is greater than amount captured.", "api/refunds/create-normal.md")
# The rule is on payments/refunds/emi-pay-later.md, the words are on no page.
REFUND_IN_PART = Text("Partial refund is not supported for debit card EMI payments", INFERRED)
REFUND_TOO_MUCH_ROUTE = Text(
    "The sum of amount requested for refund is greater than the available  amount",
    "api/payments/route/refund-payments-and-reverse-transfer.md",
)
# The page has it in a newer state than that of April 2026; the envelope is that in issue 414 of razorpay-node.
REFUND_BALANCE = Text(
    "Your account does not have enough balance to carry out the refund operation.", "api/refunds/create-instant.md", NA
)
REFUND_CREDITS = Text("Your account does not have enough credits to carry out the refund operation.", INFERRED, NA)
REFUND_PAYMENT_REQUIRED = Text("The payment id field is required.", "api/refunds/fetch-all.md")
REFUND_NOTES_REQUIRED = Text("The notes field is required", "api/refunds/update.md")
_IDEMPOTENT = "api/refunds/normal-refunds-idempotent.md"
IDEMPOTENCY_CONFLICT = Text(
    "Different request with the same idempotency key has already been processed.", _IDEMPOTENT, NA, 409
)
IDEMPOTENCY_SHORT = Text("The idempotency key must be at least 10 characters long.", _IDEMPOTENT, NA)
IDEMPOTENCY_CHARACTERS = Text(
    "The idempotency key must only contain alphanumeric characters, underscores, and hyphens", _IDEMPOTENT, NA
)
IDEMPOTENCY_BODY = Text("Internal server error - Failed to parse request body", _IDEMPOTENT, SERVER, 500)
IDEMPOTENCY_MERCHANT = Text("Merchant id not found in authentication", _IDEMPOTENT, SERVER, 500)

# -- recurring payments and tokens

CHARGE_OVER_MAXIMUM = Text(
    "Amount exceeds maximum amount allowed",
    "api/payments/recurring-payments/upi/create-subsequent-payments.md",
)
CHARGE_AMOUNT = Text(
    "Your payment amount is different from your order amount. To pay successfully, please try using right amount.",
    "api/payments/recurring-payments/upi-tpv/create-subsequent-payments.md",
)
TOKEN_NOT_CONFIRMED = Text(
    "The mandate of the token is not active yet",
    INFERRED,
    VALIDATION._replace(reason="payment_mandate_not_active"),
)
TOKEN_NOT_ACTIVE = Text(
    "The mandate of the token is not active", INFERRED, VALIDATION._replace(reason="mandate_not_active")
)
TOKEN_NOT_CANCELLABLE = Text("Token cannot be cancelled in {status} status.", INFERRED)
TOKEN_EXPIRED = Text("The token has expired", INFERRED)
CHARGED_ONCE = Text("The token is for one payment, which was made", INFERRED)
NOTICE_OF_OTHER_TOKEN = Text("The customer was notified of a debit to another token", INFERRED)
CHARGE_TOO_EARLY = Text(
    "The debit is before the time that the customer was notified of",
    INFERRED,
    VALIDATION._replace(reason="BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED"),
)
TOKEN_OF_OTHER_CUSTOMER = Text("The token does not belong to the customer", INFERRED)
NOT_A_FILE = Text("The {field} must be a file.", INFERRED)
NOT_RECURRING = Text("The recurring field must be 1 for recurring payments", INFERRED)

# -- invoices

INVOICE_STATUS = Text("Operation not allowed for Invoice in {status} status.", "api/payments/invoices/cancel.md")
_INVOICE = "api/payments/invoices/create-with-details.md"
CUSTOMER_REQUIRED = Text("customer is required.", _INVOICE)
LINE_ITEMS_REQUIRED = Text("line_items is required.", _INVOICE)
NO_INTERNATIONAL = Text("the merchant doesn't have international activated.", _INVOICE)
MIXED_CURRENCIES = Text("Currency of all items should be the same as of the invoice.", _INVOICE)
_NOTIFY = "api/payments/invoices/resend.md"
INVOICE_MEDIUM = Text("{medium} is not a valid communication medium.", _NOTIFY)
NO_EMAIL = Text("Email can not be sent since email address has not been provided.", _NOTIFY)
NO_CONTACT = Text("SMS can not be sent since contact number has not been provided.", _NOTIFY)
ITEM_TYPE = Text("Only items of type invoice can be used in an invoice.", INFERRED)
DUPLICATE_INVOICE_RECEIPT = Text("receipt must be unique for each item.", INFERRED)
REGISTRATION_MAXIMUM = Text("The max amount must be between {least} and {most}.", INFERRED)

# -- payment links

_LINKS = "api/payments/payment-links/create-standard.md"
LINK_REQUIRED = Text("The {field} is required", _LINKS, LINK)
LINK_FIELDS = Text("wrong input fields sent.", _LINKS, LINK)
LINK_REFERENCE = Text("payment link creation with reference ID already attempted", _LINKS, LINK)
LINK_EARLY = Text("timestamp must be atleast 15 minutes in future", _LINKS, LINK)
LINK_LATE = Text("expire_by cannot be more than six months from the date of creation", INFERRED, LINK)
LINK_LIVE_DISABLED = Text(
    "Invalid access: Cannot create a payment link in live mode, as live mode is disabled for merchant.",
    _LINKS,
    LINK,
)
LINK_SUSPENDED = Text("Invalid access: Cannot create a payment link, as Merchant is Suspended.", _LINKS, LINK)
LINK_VALUE_LONG = Text("value: the length must not be greater than {limit}.", _LINKS, LINK)
_UPI_LINKS = "api/payments/payment-links/create-upi.md"
LINK_UPI_TEST_MODE = Text(
    "UPI Payment Links is not supported in Test Mode. Please experience the product in Live Mode.",
    _UPI_LINKS,
    LINK,
)
LINK_UPI_CURRENCY = Text("upi is currently supported only in indian currency", _UPI_LINKS, LINK)
LINK_UPI_PARTIAL = Text("partial payment not supported in upi link", _UPI_LINKS, LINK)
LINK_STRIPPED_ID = Text("invalid input [strippedId] = [{id}]", "api/payments/payment-links/fetch-id-standard.md", LINK)
LINK_RAW_ID = Text("invalid input [id] = [{raw}]", "api/payments/payment-links/resend.md", LINK)
LINK_UNKNOWN = Text("The id provided does not exist", "api/payments/payment-links/fetch-id-standard.md", LINK)
LINK_NOT_EDITABLE = Text(
    "update can only be made in created or partially paid state",
    "api/payments/payment-links/update-standard.md",
    LINK,
)
LINK_PAID = Text(
    "cannot cancel or expire an already paid/partially paid link",
    "api/payments/payment-links/cancel-standard.md",
    LINK,
)
LINK_EXPIRED = Text("cannot cancel or expire an expired link", "api/payments/payment-links/cancel-standard.md", LINK)
LINK_CANCELLED = LINK_EXPIRED
LINK_NOT_NOTIFIABLE = Text("notification can only be sent in created or partially paid state", INFERRED, LINK)
LINK_MEDIUM = Text("not a valid notification medium", "api/payments/payment-links/resend.md", LINK)
LINK_NO_EMAIL = Text("customer email is required to send notification by email", INFERRED, LINK)
LINK_NO_CONTACT = Text("customer contact is required to send notification by sms", INFERRED, LINK)
LINK_FIRST_PARTIAL = Text("first_min_partial_amount must be sent along with accept_partial", INFERRED, LINK)
LINK_FIRST_PARTIAL_SIZE = Text("first_min_partial_amount may not be greater than amount", INFERRED, LINK)
LINK_CALLBACK = Text("callback_method must be get when callback_url is sent", INFERRED, LINK)
LINK_CALLBACK_URL = Text("callback_url must be a valid url", INFERRED, LINK)
LINK_NO_INTERNATIONAL = Text("The merchant doesn't have international activated", INFERRED, LINK)

# -- pages that word the general conditions their own way

KEY_DOT = Text("The API {which} provided is invalid.", "api/customers/create.md", NA, 401)
KEY_DOT_400 = KEY_DOT._replace(status=400, page="api/orders/fetch-with-id.md")
KEY_LITERAL = Text("The api key provided is invalid", "api/payments/invoices/update.md", NA)
KEY_ROUTE = Text("The api key/secret provided is invalid", _ROUTE, NA, 401)
KEY_SUBSCRIPTION = Text(
    "The API key/secret provided is invalid.", "api/payments/subscriptions/fetch-invoices.md", NA, 401
)
KEY_ORDER = Text("Authentication failed.", "api/orders/create.md", NA)
UNKNOWN_DOT = Text("The id provided does not exist.", "api/payments/invoices/fetch-with-id.md")
INVALID_DOT = Text("{id} is not a valid id.", "api/orders/fetch-with-id.md")
ITEM_ROUTE = Text("no Route matched with those values", "api/payments/invoices/fetch-with-id-item.md", NA)
MINIMUM_DOT = Text("The amount must be at least {least}.", "api/orders/create.md")
EXTRA_DOT = Text("{extra} is/are not required and should not be sent.", "api/refunds/create-normal.md")
EXPAND_CARD = Text(
    "Value of each expand must be one of following types: "
    "card, emi, transaction, refunds, offers, token, transaction.settlement .",
    "api/payments/fetch-all-payments-with-expanded-card-details.md",
)
