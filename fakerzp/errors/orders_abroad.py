"""What is said of orders of customers who pay abroad, and of orders that may come back."""

from __future__ import annotations

from . import INFERRED, Envelope, Text

_IMPORT = "partners/aggregators/partner-auth/payment-gateway-import-flow.md"
_RTO = "payments/magic-checkout/rto-intelligence.md"
_REVIEW = Envelope("BAD_REQUEST_ERROR", "business", "rto_review", "input_validation_failed", None)
_FULFILLMENT = _REVIEW._replace(step="fulfillment_updates")

NAME_LETTERS = Text("Only english alphabets are allowed in customer name.", _IMPORT)
NAME_LENGTH = Text("Customer name should be between 5 and 50 characters.", _IMPORT)
NAME_INVALID = Text("Customer name is invalid.", _IMPORT)
CITY_AND_STATE = Text("Only English alphabet is allowed in City and State.", _IMPORT)
ADDRESS_LINES = Text(
    "Address line 1 and line 2 can only contain alphanumeric characters and limited special characters.", _IMPORT
)
_REMITTANCE = "payments/international-payments/outward-remittances/s2s-integration/build-integration.md"
DOCUMENT_UNKNOWN = Text(
    "The id provided does not exist",
    _REMITTANCE,
    Envelope("BAD_REQUEST_ERROR", "business", "NA", "input_validation_failed", None),
)
DOCUMENT_MISSING = Text("{field} is missing.", _REMITTANCE)
# The page lists them as INVALID_ARGUMENT; its one sample of an error has BAD_REQUEST_ERROR.
REVIEW_UNKNOWN = Text("The id provided does not exist.", _RTO, _REVIEW)
REVIEW_LENGTH = Text("order_id: the length must be exactly 14", _RTO, _REVIEW)
REVIEW_ADDRESS = Text("Mandatory field shipping_address not present", _RTO, _REVIEW)
REVIEW_NOT_ASKED = Text("The order was not created for a review", INFERRED, _REVIEW)
FULFILLMENT_UNKNOWN = Text("The id provided does not exist.", _RTO, _FULFILLMENT)
SHIPPING_STATUS = Text(
    "shipping_status: invalid shipping status entered, please pass a valid shipping status.", _RTO, _FULFILLMENT
)
