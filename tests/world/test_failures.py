"""Failure reasons: every documented one resolves, and each text that a page shows is answered exactly."""

import pytest

from fakerzp.world.failures import (
    METHODS,
    FailureReason,
    default_method,
    failure,
    failures,
    is_reason,
    reasons,
)

# The 157 reasons that the documentation names for payments (errors/payments/list.md, the pages of cards,
# UPI and netbanking, and those of recurring payments).
NAMED = """
adequate_funds_not_available_blocked amount_does_not_match_mandate_amount
amount_less_than_minimum_amount authentication_failed authorisation_declined_by_psp bad_request_error
bank_account_invalid bank_account_validation_failed bank_cutoff_in_progress bank_not_available
bank_not_enabled bank_technical_error banks_hsm_is_down_remitter beneficiary_account_does_not_exist
beneficiary_account_dormant capture_failed card_declined card_disabled_for_online_payments card_expired
card_network_not_enabled card_not_enrolled card_number_invalid card_type_invalid collect_on_mcc_blocked
collect_request_pending compliance_violation credit_failed credit_limit_exceeded credit_limit_expired
credit_limit_inactive credit_limit_not_approved credit_not_permitted credit_to_beneficiary_failed
debit_declined debit_instrument_blocked debit_instrument_inactive deemed_transaction
duplicate_mandate_request duplicate_refund_id duplicate_request duplicate_rrn_found
emi_greater_than_max_amount emi_plan_unavailable execution_day_rule_mismatch funds_blocked_by_mandate
gateway_technical_error id_value_must_be_present incorrect_atm_pin incorrect_card_details
incorrect_card_expiry_date incorrect_cardholder_name incorrect_cvv incorrect_otp incorrect_pin
input_validation_failed insufficient_funds international_transaction_not_allowed invalid_amount
invalid_currency invalid_device invalid_email invalid_mobile_number invalid_order_id invalid_request
invalid_response_from_gateway invalid_token invalid_transaction_beneficiary invalid_user_details
invalid_vpa issuer_dispatch_failed issuer_technical_error limit_exceeded_remitting_bank
live_mode_not_enabled mandate_cancelled mandate_creation_declined mandate_creation_expired
mandate_creation_failed mandate_creation_timeout mandate_current_cycle_allowed_debit_exceeds
mandate_debit_beyond_psp_amount_cap mandate_expired mandate_not_active mandate_paused
mandate_request_limit_breached mcc_amount_limit_exceeded merchant_error_payee_psp
merchant_not_activated mismatch_in_transaction_details mobile_number_invalid mpin_not_set_by_customer
nature_of_debit_not_allowed no_financial_address_record_found no_original_request_found
null_ack_processing_failure number_of_pin_tries_exceeded order_already_paid order_amount_mismatch
order_payment_method_mismatch otp_attempts_exceeded otp_expired payer_account_has_changed
payer_seqnum_validation_failure payment_amount_tampered payment_cancelled
payment_collect_request_expired payment_declined payment_declined_due_to_high_traffic payment_failed
payment_method_not_enabled payment_pending payment_pending_approval payment_risk_check_failed
payment_session_expired payment_stopped_by_court_order payment_timed_out per_transaction_limit_exceeded
pin_attempts_exceeded pin_not_set pre_debit_notification_failed psp_app_not_available
psp_app_not_supported psp_bank_not_available psp_not_available psp_not_registered psp_timeout
record_not_found recurring_payment_not_enabled refund_limit_crossed regid_details_must_be_present
remitter_account_dormant remitter_dispatch_failed reqauth_mandate_not_acknowledged request_timed_out
response_not_received_within_tat seqnum_mismatch_payer_psp server_error suspected_fraud_decline
transaction_daily_count_exceeded transaction_daily_limit_exceeded transaction_frequency_limit_exceeded
transaction_limit_exceeded transaction_not_allowed transaction_not_permitted_cardholder
transaction_not_permitted_cardholder_beneficiary transaction_not_permitted_to_vpa
transaction_on_vpa_restricted umn_does_not_exist_payer unable_to_process_beneficiary_bank
upi_app_technical_error upi_autopay_not_supported_on_psp upi_collect_not_enabled upi_dummy_payment
upi_intent_not_enabled user_not_eligible user_not_registered_for_netbanking verification_failed
vpa_resolution_failed
"""
REASONS = NAMED.split()

# Named by pages of one instrument only: test cards, a sample error, UPI intent, eMandate.
MORE = [
    "insufficient_fund",
    "invalid_otp",
    "intent_no_apps_error",
    "already_declined",
    "incorrect_ifsc",
    "joint_account_not_allowed",
    "payment_mandate_not_active",
    "pre_debit_notification_not_sent",
    "BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED",
]
# Why the signed form of a paper NACH mandate is not taken in.
FORMS = [
    "unknown_file_type",
    "file_size_exceeds_limit",
    "image_not_clear",
    "form_mismatch",
    "form_signature_missing",
    "form_data_mismatch",
    "form_status_pending",
]
MORE += FORMS

# errors/payments/payment-methods-error-parameters.md
ALLOWED = {
    "card": (
        "customer business internal gateway issuer_bank",
        "payment_initiation card_enrollment_check payment_authentication "
        "payment_authorization payment_capture",
    ),
    "upi": (
        "customer business internal customer_psp gateway network issuer_bank beneficiary_bank",
        "mandate_creation payment_initiation payment_creation payment_authentication payment_request "
        "payment_request_beneficiary_details payment_response_beneficiary_details payment_debit_request "
        "payment_debit_response payment_credit_request payment_credit_response payment_status_request "
        "payment_status_response payment_response refund_request",
    ),
    "netbanking": (
        "customer business internal issuer_bank",
        "payment_initiation payment_authentication payment_authorization",
    ),
    "wallet": (
        "customer business internal issuer",
        "payment_initiation payment_eligibility_check payment_authentication payment_authorization",
    ),
    "cardless_emi": (
        "customer business internal network issuer",
        "payment_initiation payment_eligibility_check payment_authentication payment_authorization",
    ),
    "emandate": (
        "customer bank business internal gateway issuer_bank",
        "payment_initiation payment_authentication payment_authorization",
    ),
}
TOLD_AS = {"emi": "card", "paylater": "cardless_emi", "app": "wallet", "fpx": "netbanking"}
# That page leaves paper NACH out: it is debited as eMandate is, and has a step of its own.
ALLOWED["nach"] = (ALLOWED["emandate"][0], ALLOWED["emandate"][1] + " form_upload")

# Error objects that a page shows whole: reason, method, code, description, source, step, field.
SHOWN = [
    (
        "payment_failed",
        "upi",
        "Payment was unsuccessful due to a temporary issue. "
        "If amount got deducted, it will be refunded within 5-7 working days.",
        "gateway",
        "payment_response",
        None,
    ),
    ("payment_failed", "card", "Payment failed", "gateway", "payment_authorization", None),
    ("payment_failed", "netbanking", "Payment failed", "bank", "payment_authorization", None),
    ("payment_failed", "wallet", "Payment failed", "issuer", "payment_authorization", None),
    (
        "payment_cancelled",
        "card",
        "Your payment has been cancelled. Try again or complete the payment later.",
        "customer",
        "payment_authentication",
        None,
    ),
    (
        "payment_cancelled",
        "upi",
        "You may have cancelled the payment or there was a delay in response from the UPI app.",
        "customer",
        "payment_authentication",
        None,
    ),
    (
        "incorrect_card_details",
        "card",
        "Card issuer is invalid",
        "customer",
        "payment_authentication",
        None,
    ),
    (
        "incorrect_card_expiry_date",
        "card",
        "Your payment was not successful as you have an invalid expiry date. "
        "To pay successfully try adding the right details",
        "customer",
        "payment_authentication",
        None,
    ),
    (
        "incorrect_otp",
        "card",
        "Payment processing failed because of incorrect OTP",
        "customer",
        "payment_authentication",
        None,
    ),
    (
        "invalid_otp",
        "card",
        "Authentication failed due to incorrect otp",
        "customer",
        "payment_authentication",
        None,
    ),
    (
        "invalid_vpa",
        "upi",
        "Invalid VPA. Please enter a valid Virtual Payment Address",
        "customer",
        "payment_initiation",
        "vpa",
    ),
    ("file_size_exceeds_limit", "nach", "file size exceeds limit", "customer", "form_upload", None),
    (
        "upi_dummy_payment",
        "upi",
        "Payment was a dummy payment for one time mandate registration.",
        "business",
        "payment_initiation",
        None,
    ),
]

# payments/payments/test-card-details.md: what an error card answers.
ERROR_CARDS = [
    (
        "payment_timed_out",
        "BAD_REQUEST_ERROR",
        "Your payment could not be completed due to a temporary issue. Try again later.",
    ),
    (
        "insufficient_fund",
        "BAD_REQUEST_ERROR",
        "Your payment could not be completed due to insufficient account balance. "
        "Try another card or payment method.",
    ),
    (
        "payment_cancelled",
        "BAD_REQUEST_ERROR",
        "Your payment has been cancelled. Try again or complete the payment later.",
    ),
    (
        "card_declined",
        "BAD_REQUEST_ERROR",
        "Your payment did not go through as it was declined by the bank. "
        "Try another payment method or contact your bank.",
    ),
    (
        "card_disabled_for_online_payments",
        "BAD_REQUEST_ERROR",
        "Your card is disabled for online payments. Please reach to your bank or try with another card.",
    ),
    (
        "card_number_invalid",
        "BAD_REQUEST_ERROR",
        "You have entered an incorrect card number. Try again.",
    ),
    (
        "gateway_technical_error",
        "GATEWAY_ERROR",
        "Your payment did not go through due to a temporary issue. "
        "Any debited amount will be refunded in 4-5 business days.",
    ),
    (
        "authentication_failed",
        "GATEWAY_ERROR",
        "Your payment could not be completed due to incorrect OTP or verification details. "
        "Try another payment method or contact your bank for details.",
    ),
]


def test_the_catalogue_is_the_documented_one():
    assert len(REASONS) == 157
    assert sorted(reasons()) == sorted(REASONS + MORE)


@pytest.mark.parametrize("reason", REASONS + MORE)
def test_every_reason_resolves_for_every_method(reason):
    for method in METHODS:
        told = failure(reason, method)
        assert told.reason == reason
        assert told.code in ("BAD_REQUEST_ERROR", "GATEWAY_ERROR")
        assert told.description
        assert told.page.endswith(".md")
        if told.basis == "inferred":
            sources, steps = ALLOWED[TOLD_AS.get(method, method)]
            assert told.source in sources.split(), method
            assert told.step in steps.split(), method


@pytest.mark.parametrize(("reason", "method", "description", "source", "step", "field"), SHOWN)
def test_a_combination_that_a_page_shows_is_answered_exactly(
    reason, method, description, source, step, field
):
    told = failure(reason, method)
    assert told.basis == "documented"
    assert told.code == "BAD_REQUEST_ERROR"
    assert (told.description, told.source, told.step, told.field) == (description, source, step, field)


@pytest.mark.parametrize(("reason", "code", "description"), ERROR_CARDS)
def test_what_the_error_cards_answer(reason, code, description):
    told = failure(reason, "card")
    assert (told.code, told.description) == (code, description)
    assert failure(reason, "emi").description == description


def test_the_whole_answer_to_a_failing_upi_id():
    assert failure("payment_failed", "upi") == FailureReason(
        reason="payment_failed",
        code="BAD_REQUEST_ERROR",
        description=(
            "Payment was unsuccessful due to a temporary issue. "
            "If amount got deducted, it will be refunded within 5-7 working days."
        ),
        source="gateway",
        step="payment_response",
        methods=("card", "upi", "netbanking", "wallet", "emandate", "nach"),
        page="api/orders/fetch-payments.md",
        field=None,
        basis="documented",
    )


@pytest.mark.parametrize("reason", FORMS)
def test_what_is_wrong_with_a_form_is_said_in_words(reason):
    told = failure(reason, "nach")
    assert (told.code, told.description) == ("BAD_REQUEST_ERROR", reason.replace("_", " "))
    assert (told.source, told.step, told.reason) == ("customer", "form_upload", reason)
    assert told.page == "api/payments/recurring-payments/paper-nach/create-authorization-transaction.md"
    assert default_method(reason) == "nach"


@pytest.mark.parametrize("method", ["emandate", "nach"])
def test_a_mandate_payment_that_failed_says_no_more(method):
    # api/payments/recurring-payments/webhooks.md
    told = failure("payment_failed", method)
    assert (told.code, told.description) == ("BAD_REQUEST_ERROR", "Payment failed")


@pytest.mark.parametrize(
    ("reason", "description"),
    [
        ("insufficient_funds", "Transaction failed due to insufficient funds."),
        (
            "incorrect_pin",
            "You have entered an incorrect PIN on the UPI app. Please retry with the correct PIN.",
        ),
        ("bank_account_invalid", "Payment failed because Account linked to VPA is invalid."),
        ("mandate_paused", "UPI mandate is not active, it is paused by user."),
        ("mandate_expired", "UPI Mandate is expired."),
        ("payment_timed_out", "Payment was unsuccessful as you could not complete it in time."),
    ],
)
def test_texts_of_upi(reason, description):
    assert failure(reason, "upi").description == description


@pytest.mark.parametrize(
    ("reason", "first", "later"),
    [
        (
            "payment_timed_out",
            "Payment was unsuccessful as you could not complete it in time.",
            "Payment was unsuccessful as the bank linked to this UPI ID is not reachable at this time.",
        ),
        (
            "no_financial_address_record_found",
            "No financial address record found for this VPA. "
            "Please ask customer to try with another bank account.",
            "No financial address record found for this vpa. "
            "Please ask customer to try with another bank account.",
        ),
        (
            "transaction_limit_exceeded",
            "Payment failed because Transaction amount limit has exceeded.",
            "Payment failed because Transaction amount limit has exceeded",
        ),
    ],
)
def test_a_debit_by_mandate_has_texts_of_its_own(reason, first, later):
    assert failure(reason, "upi").description == first
    assert failure(reason, "upi", recurring=True).description == later


def test_a_debit_without_a_text_of_its_own_speaks_as_the_registration():
    plain = failure("incorrect_pin", "upi")
    assert failure("incorrect_pin", "upi", recurring=True) == plain
    assert plain.page == "api/payments/recurring-payments/upi/create-authorization-transaction.md"


def test_paper_nach_speaks_as_its_own_page_does():
    told = failure("insufficient_funds", "nach", recurring=True)
    assert told.description == "Transaction failed due to insufficient funds."
    assert told.page == "api/payments/recurring-payments/paper-nach/create-authorization-transaction.md"


def test_every_documented_telling_in_order():
    told = [row.description for row in failures("transaction_limit_exceeded", "upi")]
    assert told == [
        "Payment failed because Transaction amount limit has exceeded.",
        "Payment was unsuccessful as you exceeded the amount limit on the bank account linked to this "
        "UPI id.",
    ]
    assert [(row.source, row.description) for row in failures("payment_failed", "upi")[:2]] == [
        (
            "gateway",
            "Payment was unsuccessful due to a temporary issue. "
            "If amount got deducted, it will be refunded within 5-7 working days.",
        ),
        ("issuer", "Payment failed"),
    ]


def test_the_first_telling_is_the_default():
    for reason in REASONS + MORE:
        for method in METHODS:
            assert failures(reason, method)[0] == failure(reason, method)


@pytest.mark.parametrize("method", ["netbanking", "wallet", "emandate", "nach", "cardless_emi", "paylater"])
def test_a_text_that_names_no_instrument_is_borrowed(method):
    told = failure("payment_cancelled", method)
    assert told.description == "Your payment has been cancelled. Try again or complete the payment later."
    assert (told.source, told.step) == ("customer", "payment_authentication")
    assert told.basis == "inferred"


@pytest.mark.parametrize("method", ["netbanking", "wallet"])
def test_a_text_that_names_an_instrument_is_not_borrowed(method):
    told = failure("insufficient_funds", method)
    assert (told.description, told.basis) == ("Payment failed", "inferred")


def test_both_spellings_of_a_card_without_funds():
    documented, listed = failure("insufficient_fund"), failure("insufficient_funds")
    assert documented.description == listed.description
    assert (documented.reason, listed.reason) == ("insufficient_fund", "insufficient_funds")


@pytest.mark.parametrize(
    ("reason", "method", "source", "step", "code"),
    [
        ("card_not_enrolled", "card", "issuer_bank", "card_enrollment_check", "BAD_REQUEST_ERROR"),
        ("capture_failed", "card", "gateway", "payment_capture", "BAD_REQUEST_ERROR"),
        ("server_error", "netbanking", "internal", "payment_initiation", "GATEWAY_ERROR"),
        ("user_not_eligible", "wallet", "issuer", "payment_eligibility_check", "GATEWAY_ERROR"),
        ("mandate_creation_declined", "upi", "issuer_bank", "mandate_creation", "GATEWAY_ERROR"),
        ("psp_not_available", "upi", "customer_psp", "payment_authentication", "GATEWAY_ERROR"),
        ("vpa_resolution_failed", "upi", "network", "payment_request", "GATEWAY_ERROR"),
        (
            "beneficiary_account_dormant",
            "upi",
            "beneficiary_bank",
            "payment_credit_response",
            "GATEWAY_ERROR",
        ),
        ("order_already_paid", "card", "business", "payment_initiation", "BAD_REQUEST_ERROR"),
        ("bank_technical_error", "netbanking", "issuer_bank", "payment_authorization", "GATEWAY_ERROR"),
    ],
)
def test_where_a_failure_happens(reason, method, source, step, code):
    told = failure(reason, method)
    assert (told.source, told.step, told.code) == (source, step, code)


@pytest.mark.parametrize(
    ("reason", "method"),
    [
        ("mandate_paused", "upi"),
        ("card_declined", "card"),
        ("insufficient_funds", "card"),
        ("joint_account_not_allowed", "emandate"),
        ("pre_debit_notification_failed", "upi"),
        ("order_already_paid", "card"),
    ],
)
def test_the_method_to_fail_with_when_none_is_given(reason, method):
    assert default_method(reason) == method


def test_an_unknown_reason_is_refused_with_close_names():
    with pytest.raises(
        ValueError, match="no failure reason 'insuficient_funds'; did you mean insufficient_funds"
    ):
        failure("insuficient_funds")
    with pytest.raises(ValueError, match="did you mean card_declined"):
        default_method("card_decline")


def test_an_unknown_reason_without_close_names_says_where_all_are():
    with pytest.raises(ValueError, match=r"no failure reason 'zzzz'; .*reasons\(\) lists them all"):
        failure("zzzz")


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="unknown payment method 'cash'; known: card, upi"):
        failure("payment_failed", "cash")


def test_is_reason():
    assert is_reason("payment_failed") is True
    assert is_reason("Payment_Failed") is False


def test_a_reason_of_mandates_alone_fails_a_payment_without_one_by_card(rzp):
    order = rzp.order.create({"amount": 50000, "currency": "INR"})
    error = rzp.checkout.fail(order["id"], "incorrect_otp")["error"]
    assert error["reason"] == "incorrect_otp"
    assert rzp.payment.fetch(error["metadata"]["payment_id"])["method"] == "card"
    assert default_method("incorrect_otp") == "emandate"
    assert default_method("incorrect_otp", mandate=False) == "card"


def test_a_payment_fails_by_the_method_that_its_order_takes(rzp):
    account = {"account_number": "765432123456789", "name": "Gaurav Kumar", "ifsc": "HDFC0000053"}
    order = rzp.order.create(
        {"amount": 50000, "currency": "INR", "method": "netbanking", "receipt": "one", "bank_account": account}
    )
    error = rzp.checkout.fail(order["id"], "insufficient_funds")["error"]
    assert rzp.payment.fetch(error["metadata"]["payment_id"])["method"] == "netbanking"
