"""What the API says of a payment that failed at a mandate, reason by reason.

Descriptions are the API's own output, letter for letter; where a page gives a reason several, each
is a row, and the first one is the default.
"""

from __future__ import annotations

from typing import Final

# reason, phases ("r": registering the mandate, "d": a later debit), description. The same texts are
# documented for UPI (both phases) and for NACH (registering).
TEXTS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "adequate_funds_not_available_blocked",
        "rd",
        "Sufficient unblocked funds not available in customer's account. Please ask customer to add "
        "fund and try again.",
    ),
    (
        "amount_does_not_match_mandate_amount",
        "d",
        "The payment failed as the amount does not match the amount provided at the time of mandate creation.",
    ),
    ("amount_does_not_match_mandate_amount", "d", "The amount does not match with payment amount."),
    ("bad_request_error", "rd", "Invalid Mandate Sequence Number."),
    ("bank_account_invalid", "rd", "Payment failed because Account linked to VPA is invalid."),
    (
        "bank_account_validation_failed",
        "r",
        "Payment was unsuccessful as the details are invalid. Please retry with the right details.",
    ),
    (
        "bank_not_available",
        "rd",
        "Payment was unsuccessful as the bank linked to this UPI ID is temporarily unavailable. Any "
        "amount deducted will be refunded within 5-7 working days.",
    ),
    (
        "bank_technical_error",
        "r",
        "Payment was unsuccessful as the bank linked to this UPI ID is temporarily unavailable. Any "
        "amount deducted will be refunded within 5-7 working days.",
    ),
    (
        "bank_technical_error",
        "rd",
        "Payment was unsuccessful due to a temporary issue at your bank. Any amount deducted will be "
        "refunded within 5-7 working days.",
    ),
    (
        "bank_technical_error",
        "rd",
        "Payment was unsuccessful as it was declined by your bank. Any amount deducted will be "
        "refunded within 5-7 working days.",
    ),
    ("bank_technical_error", "r", "Payment processing failed due to error at bank or wallet gateway."),
    (
        "bank_technical_error",
        "rd",
        "Payment was unsuccessful due to a temporary issue. Any amount deducted will be refunded "
        "within 5-7 working days.",
    ),
    (
        "bank_technical_error",
        "rd",
        "Payment was unsuccessful due to a temporary halt of services at this bank.",
    ),
    ("bank_technical_error", "d", "Payment processing failed due to error at bank or wallet gateway"),
    (
        "banks_hsm_is_down_remitter",
        "d",
        "Remitter bank failed to process the transaction. Please try again after some time.",
    ),
    (
        "credit_to_beneficiary_failed",
        "rd",
        "Payment was unsuccessful due to a temporary issue. Any amount deducted will be refunded "
        "within 5-7 working days.",
    ),
    ("debit_declined", "rd", "Payment was unsuccessful as it was declined by remitter bank."),
    (
        "debit_instrument_blocked",
        "rd",
        "Payment was unsuccessful as the account linked to this UPI ID is blocked. Try using another account.",
    ),
    (
        "duplicate_mandate_request",
        "r",
        "Duplicate mandate request. Please try again with another mandate request.",
    ),
    (
        "execution_day_rule_mismatch",
        "d",
        "Day of debit does not match the debit execution rule for the payer. Please ensure execution "
        "day matches the execution rule.",
    ),
    ("gateway_technical_error", "rd", "Payment processing failed due to error at bank or wallet gateway."),
    (
        "gateway_technical_error",
        "rd",
        "Payment was unsuccessful due to a temporary issue. If money got deducted, reach out to the seller.",
    ),
    (
        "id_value_must_be_present",
        "d",
        "Failed to debit customer's bank account. Mandate details are incorrect.",
    ),
    (
        "incorrect_pin",
        "r",
        "You have entered an incorrect PIN on the UPI app. Please retry with the correct PIN.",
    ),
    ("insufficient_funds", "rd", "Transaction failed due to insufficient funds."),
    ("invalid_request", "r", "Payment processing failed due to error at bank or wallet gateway."),
    (
        "invalid_response_from_gateway",
        "rd",
        "Payment was unsuccessful due to a temporary issue. Any amount deducted will be refunded "
        "within 5-7 working days.",
    ),
    ("invalid_token", "d", "Invalid Token."),
    (
        "invalid_transaction_beneficiary",
        "rd",
        "Beneficiary address resolution failed. Please try again after some time.",
    ),
    ("invalid_vpa", "rd", "You have entered an incorrect UPI ID. Please retry with the correct UPI ID."),
    (
        "issuer_dispatch_failed",
        "rd",
        "Payment failed due to some issue at the issuer bank. Please try again after some time.",
    ),
    (
        "limit_exceeded_remitting_bank",
        "rd",
        "Limit exceeded for remitter bank. Please ask customer to try with another bank account.",
    ),
    ("mandate_cancelled", "d", "UPI mandate created for payment has been cancelled by user."),
    ("mandate_current_cycle_allowed_debit_exceeds", "d", "Mandate is already honoured."),
    (
        "mandate_debit_beyond_psp_amount_cap",
        "rd",
        "Debit amount is beyond payer PSP specified amount cap. Please reduce the amount and try again.",
    ),
    ("mandate_expired", "d", "UPI Mandate is expired."),
    ("mandate_not_active", "d", "UPI mandate is not active."),
    ("mandate_paused", "d", "UPI mandate is not active, it is paused by user."),
    (
        "mandate_request_limit_breached",
        "r",
        "Maximum number of mandate creation requests exceeded for customer's bank account. Please "
        "wait for some time before initiating new mandate creation requests.",
    ),
    (
        "merchant_error_payee_psp",
        "d",
        "VPA resolution into bank account details failed. Please try again after some time.",
    ),
    (
        "mobile_number_invalid",
        "rd",
        "Registered Mobile number linked to the account has been changed or removed.",
    ),
    (
        "mpin_not_set_by_customer",
        "d",
        "UPI MPIN not set by customer. Please ask customer to set MPIN and try again.",
    ),
    (
        "nature_of_debit_not_allowed",
        "rd",
        "Nature of debit not allowed in customer's account. Please ask the customer to use a different bank account.",
    ),
    (
        "no_financial_address_record_found",
        "r",
        "No financial address record found for this VPA. Please ask customer to try with another bank account.",
    ),
    (
        "no_financial_address_record_found",
        "d",
        "No financial address record found for this vpa. Please ask customer to try with another bank account.",
    ),
    (
        "no_original_request_found",
        "rd",
        "No mandate details were found in the record during debit. Please try after some time.",
    ),
    ("null_ack_processing_failure", "d", "Processing failure at gateway. Please try again after some time."),
    (
        "number_of_pin_tries_exceeded",
        "d",
        "Customer has exceeded PIN retry limit. Please ask customer to create a new mandate and enter the right PIN.",
    ),
    (
        "payer_account_has_changed",
        "d",
        "Payer account linked to the customer's VPA has changed. Please request the customer to "
        "either change it to the bank account used during mandate registration or register a new "
        "mandate for them.",
    ),
    ("payer_seqnum_validation_failure", "d", "Payer sequence number length validation failed."),
    (
        "payment_collect_request_expired",
        "r",
        "Payment was unsuccessful as you could not pay with the UPI app within time.",
    ),
    (
        "payment_declined",
        "r",
        "Payment was unsuccessful as it was declined by your bank. Any amount deducted will be "
        "refunded within 5-7 working days.",
    ),
    (
        "payment_declined",
        "r",
        "You have declined the payment request on the UPI app. Please retry when you are ready.",
    ),
    (
        "payment_failed",
        "rd",
        "Payment was unsuccessful due to a temporary issue. If amount got deducted, it will be "
        "refunded within 5-7 working days.",
    ),
    ("payment_failed", "d", "Payment failed. Please try again with another bank account."),
    (
        "payment_pending",
        "rd",
        "The status of your payment is pending. You can either wait or retry to pay successfully.",
    ),
    (
        "payment_risk_check_failed",
        "rd",
        "Payment was unsuccessful as your account does not pass the risk checks done by your bank. "
        "Try using another account.",
    ),
    (
        "payment_stopped_by_court_order",
        "d",
        "Payment processing failure at remitter bank. Please ask customer to try with another bank account.",
    ),
    ("payment_timed_out", "r", "Payment was unsuccessful as you could not complete it in time."),
    (
        "payment_timed_out",
        "d",
        "Payment was unsuccessful as the bank linked to this UPI ID is not reachable at this time.",
    ),
    (
        "per_transaction_limit_exceeded",
        "d",
        "Customer bank per transaction limit exceeded. Please try again with a lower amount.",
    ),
    ("pre_debit_notification_failed", "r", "Unable to Notify the Customer."),
    ("psp_bank_not_available", "d", "Payer PSP / Bank not available. Please try again after some time."),
    (
        "psp_not_available",
        "d",
        "Payment was unsuccessful as the UPI app is not reachable at this time. Any amount deducted "
        "will be refunded within 5-7 working days.",
    ),
    ("psp_timeout", "d", "Payer PSP timed out. Please try again."),
    (
        "regid_details_must_be_present",
        "d",
        "Gateway validation failure. Please try after sometime or create a new mandate.",
    ),
    ("remitter_account_dormant", "d", "Bank Account is closed."),
    (
        "remitter_dispatch_failed",
        "rd",
        "Payment failed due to some issue at the customer's. Please try again after some time.",
    ),
    (
        "request_timed_out",
        "rd",
        "Payment was unsuccessful due to a temporary issue. Any amount deducted will be refunded "
        "within 5-7 working days.",
    ),
    (
        "request_timed_out",
        "r",
        "Payment was unsuccessful as it was declined by your bank. Any amount deducted will be "
        "refunded within 5-7 working days.",
    ),
    (
        "request_timed_out",
        "r",
        "Payment was unsuccessful as the recurring payment can not be created at this time. Any "
        "amount deducted will be refunded within 5-7 working days.",
    ),
    (
        "response_not_received_within_tat",
        "d",
        "VPA resolution into bank account details failed. Please try again after some time.",
    ),
    (
        "seqnum_mismatch_payer_psp",
        "d",
        "Sequence number mismatch between payer and payee PSP. Please try again after some time.",
    ),
    (
        "suspected_fraud_decline",
        "d",
        "Suspected fraud, transaction declined by customer's bank. Please try again after some time.",
    ),
    (
        "transaction_frequency_limit_exceeded",
        "rd",
        "Payment failed. Please try again with another bank account.",
    ),
    ("transaction_limit_exceeded", "r", "Payment failed because Transaction amount limit has exceeded."),
    (
        "transaction_limit_exceeded",
        "r",
        "Payment was unsuccessful as you exceeded the amount limit on the bank account linked to this UPI id.",
    ),
    ("transaction_limit_exceeded", "d", "Payment failed because Transaction amount limit has exceeded"),
    (
        "transaction_not_allowed",
        "rd",
        "Payment was unsuccessful as it was declined by your bank. Reach out to your bank for more "
        "details. Try using another account.",
    ),
    (
        "transaction_not_permitted_cardholder",
        "d",
        "Transaction not permitted for customer's account. Please ask customer to try with another bank account.",
    ),
    (
        "transaction_not_permitted_cardholder_beneficiary",
        "d",
        "Transaction not permitted in beneficiary account. Please try again with another bank account.",
    ),
    (
        "transaction_not_permitted_to_vpa",
        "d",
        "Transaction not permitted to payee VPA by the payer PSP. Please contact your bank to enable "
        "Autopay for this VPA.",
    ),
    ("umn_does_not_exist_payer", "d", "Mandate does not exist. Please create a new mandate."),
    (
        "unable_to_process_beneficiary_bank",
        "d",
        "Error processing request at beneficiary bank. Please try again after some time.",
    ),
    ("upi_dummy_payment", "r", "Payment was a dummy payment for one time mandate registration."),
    (
        "vpa_resolution_failed",
        "d",
        "You have entered an incorrect UPI ID. Please retry with the correct UPI ID.",
    ),
)
"""Documented for UPI and NACH on the pages `register`, `paper` and `debit` of `failure_table.PAGES`."""
