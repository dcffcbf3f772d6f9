"""Texts of customers' fund accounts and of eligibility checks."""

from __future__ import annotations

from collections.abc import Mapping

from . import INFERRED, Envelope, Text

INVALID_VPA = Text("Invalid VPA. Please enter a valid Virtual Payment Address", INFERRED)

_ELIGIBILITY = "payments/payment-gateway/emi²/eligibility-check.md"


def _inquiry(reason: str, description: str) -> Text:
    return Text(description, _ELIGIBILITY, Envelope("BAD_REQUEST_ERROR", "business", "inquiry", reason, None))


INQUIRY = _inquiry("invalid_inquiry", "The inquiry parameter is invalid.")
CURRENCY = _inquiry("invalid_currency", "The currency is invalid.")
CURRENCY_REQUIRED = _inquiry("currency_required", "The currency field is required.")
USER_AGENT = _inquiry("invalid_user_agent", "The user agent is invalid.")
IP = _inquiry("invalid_ip", "The IP is invalid.")
CONTACT_REQUIRED = _inquiry("mobile_number_required", "Contact number is required.")
CONTACT_LONG = _inquiry(
    "invalid_mobile_number", "Contact number should not be greater than 15 digits, including country code."
)
CONTACT_CHARACTERS = _inquiry("invalid_mobile_number", "Contact number can only contain digits and + symbol.")
CONTACT_SHORT = _inquiry(
    "invalid_mobile_number", "Contact number should be at least 8 digits, including country code."
)
AMOUNT_REQUIRED = _inquiry("amount_required", "Amount is required.")
AMOUNT_INTEGER = _inquiry("invalid_amount", "The amount must be an integer.")
AMOUNT_SMALL = _inquiry("invalid_amount", "The amount must be at least INR 1.00.")
CUSTOMER_ID = _inquiry("invalid_customer_id", "The customer ID is invalid.")
CUSTOMER_UNKNOWN = _inquiry("customer_id_does_not_exist", "The customer ID does not exist.")
INSTRUMENTS = _inquiry("invalid_instruments", "The instruments array is invalid.")
METHOD_NOT_APPLICABLE = _inquiry("method_not_applicable", "The eligibility check is not applicable on this method.")
PROVIDER_NOT_APPLICABLE = _inquiry(
    "provider_not_applicable", "The eligibility check is not applicable on this provider."
)
TYPE_NOT_APPLICABLE = _inquiry(
    "card_type_not_applicable", "The eligibility check is not applicable on this card type."
)
ISSUER_NOT_APPLICABLE = _inquiry("issuer_not_applicable", "The eligibility check is not applicable on this issuer.")
METHOD = _inquiry("invalid_method", "The method is invalid.")
PROVIDER = _inquiry("invalid_provider", "The provider is invalid.")
CARD_TYPE = _inquiry("invalid_card_type", "The card type is invalid.")
ISSUER = _inquiry("invalid_issuer", "The issuer is invalid.")
PROVIDER_NOT_ENABLED = _inquiry("instrument_not_enabled", "The provider is not enabled for you.")
MANY_ISSUERS = _inquiry(
    "max_issuers_limit", "The number of issuers passed in the request must be less than 30."
)
MANY_PROVIDERS = _inquiry(
    "max_providers_limit", "The number of providers passed in the request must be less than 30."
)
MANY_NETWORKS = _inquiry(
    "max_networks_limit", "The number of networks passed in the request must be less than 5."
)
ELIGIBILITY_ID = _inquiry("invalid_eligibility_id", "The eligibility id is invalid.")
ELIGIBILITY_UNKNOWN = _inquiry("eligibility_id_does_not_exist", "The eligibility id does not exist.")

# What lenders answer of a customer who does not get the money, or has to wait for an answer, by its reason.
LENDERS: Mapping[str, str] = {
    "timed_out": "The payment provider could not revert with a suitable response in time.",
    "gateway_technical_error": (
        "We are facing some trouble completing your request at the moment. Please try again shortly."
    ),
    "account_does_not_exist": "The customer doesn’t have an existing account with the provider.",  # noqa: RUF001
    "user_not_approved": "The customer has not been approved by the partner.",
    "credit_limit_expired": "The customer’s credit limit has expired.",  # noqa: RUF001
    "credit_limit_exhausted": "The customer has exhausted their credit limit.",
    "credit_limit_inactive": "The customer's credit limit is inactive.",
    "min_amt_required": "The order amount is less than the minimum transaction amount.",
    "max_amt_limit": "The order amount is above the maximum transaction amount limit.",
    "eligibility_check_within_payment_flow": "The eligibility will be checked at the time of payment.",
    "account_blocked": "The customer's account has been blocked by the partner.",
    "account_disabled": "The customer's account has been disabled by the partner.",
    "transaction_suspended": "Transaction for this merchant are temporary suspended by gateway.",
    "merchant_account_disabled": "Gateway has disabled the account for this merchant.",
}
"""The gateway errors of that page, word for word."""
