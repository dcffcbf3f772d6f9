"""What to do about an error: our own short sentences, by the name of its text, by condition, by kind of failure.

A text without a sentence of its own takes that of the condition that it words, of the step that the law refuses, or of
the envelope that it comes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CONDITIONS: Final[Mapping[str, str]] = MappingProxyType({
    "key": "Give the client the key id and secret of one account in one mode; the fake's own are rzp.key_id and "
    "rzp.key_secret.",
    "no_url": "Compare method and path with the page of the call: `fakerzp routes` lists them all.",
    "unknown_id": "Look whether the id is of this account and mode, and was not deleted; a fake knows only what was "
    "made on it.",
    "invalid_id": "Send the id as it was answered, prefix included; check that it is not of another resource.",
    "bad_json": "Send a JSON body with Content-Type: application/json, or a form said to be one.",
    "extra": "Leave the named fields out, or correct their spelling: this call does not take them.",
    "required": "Send the named field, and neither null nor empty.",
    "integer": "Send a whole number; amounts are in the smallest unit (paise), without decimals.",
    "string": "Send text, not an object or a list.",
    "boolean": 'Send true or false, or 1 or 0.',
    "object": "Send an object or a list of the shape that the page shows.",
    "too_long": "Shorten the field to the limit in the message before you send it.",
    "too_short": "Send at least as many characters as the message says.",
    "too_small": "Send at least what the message names.",
    "too_large": "Send at most what the message names; page through longer lists with `skip`.",
    "one_of": "Send one of the values that the page lists, in its spelling.",
    "email": "Check the address before you send it, or leave the field out.",
    "epoch": "Send Unix seconds, not milliseconds and not a date as text.",
    "notes_count": "Keep at most 15 pairs in notes, and the rest in your own database.",
    "notes_value": "Shorten the value, or keep it in your own database under an id that fits.",
    "currency": "Send an ISO 4217 code that Razorpay supports, and that the account is enabled for.",
    "decimals": "Round an amount of a currency with three decimals so that its last digit is 0.",
    "minimum": "Raise the amount to the least in the message, in the smallest unit: 100 is one rupee.",
    "expand": "Ask for one of the expansions in the message, as expand[]=card.",
    "early": "Set the time at least 15 minutes from now; look at your machine's clock.",
    "products_sum": "Make the amounts of the products add up to the amount of the whole.",
    "not_allowed": "Fetch it and look at its status before you ask; `fakerzp states` shows which steps there are.",
})
"""By the conditions that every endpoint has (`errors.GENERAL`)."""

_INTERNATIONAL = "Use INR, or enable international payments; on the fake: account={'international': True}."
_FETCH_FIRST = "Fetch it and act on its status; another request or a webhook may have moved it."
_TRANSFER_KEY: Final = "Use 4 to 36 letters, digits, hyphens, underscores and spaces, such as a UUID."
_IFSC = "Send the 11 characters of the branch's IFSC: four letters, a zero, six more."
_IDEMPOTENCY = "Make a key of 10 or more letters, digits, `_` and `-` for each refund."

TEXTS: Final[Mapping[str, str]] = MappingProxyType({
    "RATE_LIMIT": "Wait and try again, longer each time; ask for fewer things at once.",
    # customers, items
    "CUSTOMER_EXISTS": "Create with fail_existing=0 to be given the one who is there; edit to what nobody else has.",
    "CONTACT_SHORT": "Send the number with its country code, such as +919000090000.",
    "NO_INTERNATIONAL_ITEM": _INTERNATIONAL,
    "ITEM_AMOUNT_REQUIRED": "Send amount in the line item, or the item_id of an item that has one.",
    "ITEM_NAME_REQUIRED": "Send name in the line item, or the item_id of an item that has one.",
    # orders
    "DUPLICATE_ORDER_RECEIPT": "Use a new receipt, or fetch the order that has it: orders are listed by receipt.",
    "ORDER_ALREADY_PAID": "Look at the order's status and payments first: it was paid, so deliver what it is for.",
    "OFFER_USED_UP": "Leave the offer out of the order: it has been used as often as it may be.",
    "OFFER_AMOUNT": "Show the offer only for amounts from its minimum on, or leave it out.",
    "OFFER_NOT_ACTIVE": "Leave the offer out: it has ended, has not begun, or was disabled.",
    "OFFER_METHOD": "Pay by a method that the offer is for, or without the offer.",
    "NACH_AMOUNT": "Make the order that registers this mandate with amount 0.",
    "INVALID_IFSC": _IFSC,
    "METHOD_CURRENCY": "Make the order in INR.",
    "FIELD_REQUIRED": "Send the named field in the object that the page shows it in.",
    "TOKEN_MINIMUM": "Set token.max_amount to 500 paise or more.",
    "INVALID_ACCOUNT_NUMBER": "Send the account number as the bank writes it, digits and letters only.",
    "INVALID_FREQUENCY": "Send one of the frequencies that the page lists for this method.",
    "OVER_TOKEN_MAXIMUM": "Raise token.max_amount when the mandate is registered, or lower the order's amount.",
    "TRANSFER_INPUT": "Send account, amount and currency in each entry of transfers.",
    "TRANSFER_CURRENCY": "Make transfers in INR.",
    "TRANSFER_NOTES": "Name in linked_account_notes only keys that stand in notes.",
    "TRANSFER_HOLD": "Send on_hold_until in Unix seconds.",
    "TRANSFER_ACCOUNT": "Send the id of a linked account of yours, acc_ and 14 characters.",
    "TRANSFER_SUM": "Let the transfers add up to no more than what they are made of.",
    "TRANSFER_PARTS": "Leave transfers or partial_payment out of the order.",
    "TRANSFER_BALANCE": "Transfer less, or wait until more was captured: the balance does not suffice.",
    "route.DIRECT_LEAST": "Transfer 100 paise or more.",
    "route.RECIPIENT_STATUS": "Wait until its bank account is verified; a suspended account gets nothing any more.",
    "route.TRANSFER_TWO_NAMES": "Name the linked account by account or by account_code.",
    "route.TRANSFER_AFTER_REFUND": "Transfer what a payment brought before any of it is refunded, or directly.",
    "route.KEY_SHORT": _TRANSFER_KEY,
    "route.KEY_LONG": _TRANSFER_KEY,
    "route.KEY_CHARACTERS": _TRANSFER_KEY,
    "route.EXPAND": "Ask for recipient_settlement, or for nothing.",
    "route.HOLD_STATUS": "Hold or release what is on its way or has arrived; look at the transfer's status first.",
    "route.HOLD_SETTLED": "Reverse the transfer instead: the linked account was paid out.",
    "route.HOLD_UNTIL_ALONE": "Send on_hold true along with on_hold_until, or leave that out.",
    "route.REVERSAL_STATUS": "Wait for transfer.processed; of what was reversed or failed nothing can be taken back.",
    "route.REVERSAL_TOO_MUCH": "Reverse at most amount less amount_reversed of the transfer.",
    "route.REVERSAL_BALANCE": "Wait until the linked account has received more: what it had was paid out to it.",
    "route.REVERSE_ALL_PARTLY": "Refund without reverse_all, and reverse the transfers one by one.",
    # payments and refunds
    "NOT_A_CARD": "Look at the payment's method first: only payments by card have a card.",
    "CAPTURE_AMOUNT": "Capture exactly the payment's amount; refund the rest afterwards.",
    "CAPTURE_INTEGER": "Send the amount as a whole number of the smallest unit.",
    "NOT_AUTHORIZED": "Wait for payment.authorized, and capture only what is authorized.",
    "REFUND_NOT_CAPTURED": "Capture the payment before you refund it; what is not captured goes back by itself.",
    "FULLY_REFUNDED": "Look at amount_refunded and the payment's refunds first; do not repeat a refund that was made.",
    "REFUND_TOO_MUCH": "Refund at most amount less amount_refunded of the payment.",
    "REFUND_IN_PART": "Refund such a payment whole.",
    "REFUND_TOO_MUCH_ROUTE": "Refund at most amount less amount_refunded of the payment.",
    "REFUND_BALANCE": "Add to the balance, or wait for payments to come in, and then try again.",
    "REFUND_CREDITS": "Buy refund credits, or have refunds paid from the balance.",
    "REFUND_PAYMENT_REQUIRED": "Send payment_id, or use payment.refund.",
    "REFUND_NOTES_REQUIRED": "Send notes: they are all that can be changed.",
    "IDEMPOTENCY_CONFLICT": "Use another key for another request; the same key only to repeat the very same one.",
    "IDEMPOTENCY_SHORT": _IDEMPOTENCY,
    "IDEMPOTENCY_CHARACTERS": _IDEMPOTENCY,
    "IDEMPOTENCY_BODY": "Send a JSON body with the idempotency key.",
    "IDEMPOTENCY_MERCHANT": "Send the keys of the account along with the idempotency key.",
    # recurring payments and tokens
    "CHARGE_OVER_MAXIMUM": "Charge at most the max_amount that the customer agreed to.",
    "CHARGE_AMOUNT": "Send the order's own amount.",
    "TOKEN_NOT_CONFIRMED": "Wait for token.confirmed before the first charge; on the fake: rzp.bank.confirm_token.",
    "TOKEN_NOT_ACTIVE": "Fetch the token: have the customer resume the mandate, or register a new one.",
    "TOKEN_NOT_CANCELLABLE": "Fetch the token first: only a confirmed or paused one can be cancelled.",
    "TOKEN_EXPIRED": "Register a new mandate: this one is past its expire_at.",
    "CHARGED_ONCE": "Register another mandate, or one that recurs.",
    "NOTICE_OF_OTHER_TOKEN": "Charge the token that the order's notification names.",
    "CHARGE_TOO_EARLY": "Charge at or after the time that the notification announced.",
    "TOKEN_OF_OTHER_CUSTOMER": "Send the customer_id that the token was made for.",
    "NOT_A_FILE": "Send the form as multipart/form-data with a file in that field.",
    "NOT_RECURRING": "Send recurring as 1.",
    # invoices
    "INVOICE_STATUS": _FETCH_FIRST,
    "CUSTOMER_REQUIRED": "Send customer_id, or customer with their details.",
    "LINE_ITEMS_REQUIRED": "Send at least one line item.",
    "NO_INTERNATIONAL": _INTERNATIONAL,
    "MIXED_CURRENCIES": "Use items of the invoice's own currency.",
    "INVOICE_MEDIUM": "Use sms or email.",
    "NO_EMAIL": "Notify by sms, or give the customer an e-mail address first.",
    "NO_CONTACT": "Notify by email, or give the customer a contact first.",
    "ITEM_TYPE": "Use an item of type invoice.",
    "DUPLICATE_INVOICE_RECEIPT": "Use a new receipt, or fetch the invoice that has it.",
    "REGISTRATION_MAXIMUM": "Set max_amount within the limits in the message.",
    # payment links
    "LINK_REQUIRED": "Send the named field.",
    "LINK_FIELDS": "Leave out what the page does not list, and look at the types of the rest.",
    "LINK_REFERENCE": "Use a reference_id once only, or list links by reference_id to find the one that has it.",
    "LINK_EARLY": "Set expire_by at least 15 minutes from now.",
    "LINK_LATE": "Set expire_by at most six months from now.",
    "LINK_LIVE_DISABLED": "Have live mode enabled, or use test keys.",
    "LINK_SUSPENDED": "Write to Razorpay's support: the account is suspended.",
    "LINK_VALUE_LONG": "Shorten the value to the limit in the message.",
    "LINK_UPI_TEST_MODE": "Leave upi_link out in test mode; on the fake, a key_id of rzp_live_... is live mode.",
    "LINK_UPI_CURRENCY": "Make UPI links in INR.",
    "LINK_UPI_PARTIAL": "Leave accept_partial or upi_link out.",
    "LINK_STRIPPED_ID": "Send the link's id as it was answered: plink_ and 14 characters.",
    "LINK_RAW_ID": "Send the link's id as it was answered: plink_ and 14 characters.",
    "LINK_UNKNOWN": CONDITIONS["unknown_id"],
    "LINK_NOT_EDITABLE": "Fetch the link first; make a new one in place of one that is paid, expired or cancelled.",
    "LINK_PAID": "Refund the payment instead: a link that is paid, also in part, stays.",
    "LINK_EXPIRED": "Nothing is left to do: the link can't be paid any more.",
    "LINK_NOT_NOTIFIABLE": "Remind only of links that can still be paid.",
    "LINK_MEDIUM": "Use sms or email.",
    "LINK_NO_EMAIL": "Notify by sms, or put customer.email into the link.",
    "LINK_NO_CONTACT": "Notify by email, or put customer.contact into the link.",
    "LINK_FIRST_PARTIAL": "Send accept_partial as true along with it, or leave it out.",
    "LINK_FIRST_PARTIAL_SIZE": "Let the first part be no more than the amount.",
    "LINK_CALLBACK": "Send callback_method as get, or leave callback_url out.",
    "LINK_CALLBACK_URL": "Send a whole URL, https:// included.",
    "LINK_NO_INTERNATIONAL": _INTERNATIONAL,
    # payments of the merchant's own server
    "server_payments.INVALID_METHOD": "Send the method as it is spelled: card, netbanking, wallet, upi, emi, ...",
    "server_payments.OTP_NOT_APPLICABLE": "Ask POST /v1/payment/flows first, and redirect where it answers nothing.",
    "server_payments.OTP_NOT_SENT": "Call otp_generate first, or send auth_type=otp with the payment.",
    "server_payments.OTP_WAS_CHOSEN": "Submit the password, or begin another payment.",
    "server_payments.ANSWERED_ALREADY": "Fetch the payment: its customer has answered, or their time was up.",
    "server_payments.NOT_AWAITED": "Name a payment that POST /v1/payments/create/json began.",
    "server_payments.MANDATE_CUSTOMER": "Send the customer_id: a mandate is somebody's.",
    "server_payments.TOKEN_METHOD": "Send the method that the token was saved with, or none.",
    "server_payments.RUPAY_TOKEN": "Ask the customer for the card's number.",
    "server_payments.INVALID_VPA": "Ask the customer for the UPI id again: name@handle.",
    # customers who pay abroad, and orders that may come back
    "orders_abroad.NAME_LETTERS": "Send the customer's name in the letters A to Z and spaces.",
    "orders_abroad.NAME_LENGTH": "Send a name of 5 to 50 characters.",
    "orders_abroad.NAME_INVALID": "Send the name without a space at its beginning.",
    "orders_abroad.CITY_AND_STATE": "Send city and state in the letters A to Z and spaces.",
    "orders_abroad.ADDRESS_LINES": "Send the lines of the address in letters, digits and common signs.",
    "orders_abroad.DOCUMENT_UNKNOWN": CONDITIONS["unknown_id"],
    "orders_abroad.DOCUMENT_MISSING": "Send the named field.",
    "orders_abroad.REVIEW_UNKNOWN": CONDITIONS["unknown_id"],
    "orders_abroad.REVIEW_LENGTH": "Send the order's id, with or without its prefix.",
    "orders_abroad.REVIEW_ADDRESS": "Send customer_details with a shipping_address when you create the order.",
    "orders_abroad.REVIEW_NOT_ASKED": "Create the order with rto_review.",
    "orders_abroad.FULFILLMENT_UNKNOWN": CONDITIONS["unknown_id"],
    "orders_abroad.SHIPPING_STATUS": "Send rto, delivered, cancelled, lost, returned, partially_delivered or created.",
    # settlements
    "settlements.YEAR": "Send the year as four digits: settlements.report asks for year and month.",
    "settlements.MONTH": "Send the month as 1 to 12.",
    "settlements.DAY": "Send the day as 1 to 31, or leave it out.",
    "settlements.LEAST": "Ask for 100 paise or more.",
    "settlements.MOST": "Ask for less at once.",
    "settlements.BALANCE": "Ask for at most what can be settled, or settle_full_balance.",
    "settlements.EXPAND": CONDITIONS["expand"],
    # TokenHQ, cards, IINs
    "token_hq.REQUIRED": "Send the named field.",
    "token_hq.INVALID": "Look at the named field: its form, or the id that it names.",
    "token_hq.NUMBER": "Check the card's number: its last digit is a check digit.",
    "token_hq.PROVIDER_TIMEOUT": "Try again later: the network that makes the token is down.",
    "token_hq.INVALID_TOKEN": "Fetch the token first: only an active one has a cryptogram.",
    "token_hq.NO_REFERENCE": "Do without a reference: the network has none for this card.",
    "token_hq.REFERENCE_OF": "Send the number of the card, or the token.",
    "token_hq.IIN_UNKNOWN": "Send the first six digits of a card's number, or the first nine of a token's.",
    "token_hq.IIN_OF_CARD": "Send the first six digits of the card's number.",
    "token_hq.IIN_OF_TOKEN": "Send the first nine digits of the token's number.",
    # QR codes
    "qr_codes.TROUBLE": "Look at the method, the body and the id of the request: something of them is missing.",
    "qr_codes.SELECTED": CONDITIONS["one_of"],
    "qr_codes.AMOUNT_MINIMUM": CONDITIONS["too_small"],
    "qr_codes.NOT_FIXED": "Send fixed_amount as true with usage single_use, or use multiple_use.",
    "qr_codes.NO_AMOUNT": "Leave payment_amount out, or send fixed_amount as true.",
    "qr_codes.CLOSE_BY_EARLY": "Set close_by at least 2 minutes from now.",
    "qr_codes.CLOSE_BY_LATE": "Set close_by before 2038-01-19.",
    "qr_codes.TEST_UNKNOWN": CONDITIONS["unknown_id"],
    "qr_codes.TEST_AMOUNT": "Pay exactly the amount of the QR code.",
    "qr_codes.TEST_CLOSED": "Make a new QR code.",
    "qr_codes.TEST_METHOD": "Pay by a method that the QR code takes.",
    "qr_codes.TEST_MODE": "Use test keys for test payments.",
    # Smart Collect
    "virtual_accounts.REQUIRED": "Send the named field.",
    "virtual_accounts.RECEIVERS_REQUIRED": "Send receivers with their types.",
    "virtual_accounts.UNKNOWN": CONDITIONS["unknown_id"],
    "virtual_accounts.NO_TRANSFER": CONDITIONS["unknown_id"],
    "virtual_accounts.DESCRIPTOR_TAKEN": "Use another descriptor, or close the account that has it.",
    "virtual_accounts.DESCRIPTOR_NUMERIC": "Leave the descriptor out.",
    "virtual_accounts.DESCRIPTOR_HANDLE": "Have a handle set for the account, or leave the descriptor out.",
    "virtual_accounts.DESCRIPTOR_CHARACTERS": "Use letters and digits only.",
    "virtual_accounts.NOT_UPDATABLE": "Fetch it first: what is closed can't be changed.",
    "virtual_accounts.BANK_ACCOUNT_EXISTS": "Use the bank account that it has already.",
    "virtual_accounts.CLOSE_BY_EARLY": "Set close_by at least 15 minutes from now.",
    "virtual_accounts.CLOSE_BY_LATE": "Set close_by before 2038-01-19.",
    "virtual_accounts.NOTHING_TO_UPDATE": "Send close_by, description or notes.",
    "virtual_accounts.QR_RECEIVER": "Take a bank account or a UPI id as the receiver.",
    "virtual_accounts.QR_DISABLED": "Have Bharat QR enabled for the account, or take another receiver.",
    "virtual_accounts.ONLY_BANK_ACCOUNTS_NEW": "Leave allowed_payers out, or take a bank account as the receiver.",
    "virtual_accounts.ONLY_BANK_ACCOUNTS": "Leave allowed payers out, or take a bank account as the receiver.",
    "virtual_accounts.TOO_MANY_NEW": "Allow at most 10 payers.",
    "virtual_accounts.TOO_MANY": "Delete an allowed payer before you add another: there are 10 at most.",
    "virtual_accounts.IFSC_REQUIRED_NEW": "Send the IFSC of each allowed bank account.",
    "virtual_accounts.IFSC_REQUIRED": "Send the IFSC of the bank account.",
    "virtual_accounts.ACCOUNT_REQUIRED": "Send the account number of the bank account.",
    "virtual_accounts.PAYER_EXISTS": "Do nothing: this payer is allowed already.",
    **dict.fromkeys(("virtual_accounts.IFSC_LENGTH_NEW", "virtual_accounts.IFSC_INVALID"), _IFSC),
    "virtual_accounts.IFSC_LENGTH": _IFSC,
    # pages that word the general conditions their own way
    "KEY_ORDER": CONDITIONS["key"],
    "ITEM_ROUTE": CONDITIONS["invalid_id"],
    "EXPAND_CARD": CONDITIONS["expand"],
})
"""By the names of the texts in `errors`; `route.NAME` for those of a family's module."""

FAILURES: Final[Mapping[str, str]] = MappingProxyType({
    "customer_auth": "Let the customer try again, with more care or by another method, on the same order.",
    "customer_init": "Let the customer correct what they entered, and try again on the same order.",
    "business": "Change your request or your account's settings: the customer trying again will not help.",
    "internal": "Try again later; if it stays, ask Razorpay with the payment's id.",
    "enrollment": "Ask the customer for another card: this one is not enrolled for authentication online.",
    "eligibility": "Offer another method: the customer is not eligible for this one.",
    "bank": "Offer another method or another account: the bank has declined, and may again.",
    "gateway": "Let the customer try again on the same order; listen to webhooks too, for a late yes may still come.",
    "capture": "Fetch the payment, and capture it again if it is still authorized.",
    "refund": "Look at the refunds that there are before you make another.",
    "network": "Let the customer try again later, or by another method.",
    "psp": "Let the customer try again, or use another UPI app.",
    "beneficiary": "Ask Razorpay with the payment's id: the account that takes the money has declined.",
    "form": "Have the form filled in or photographed again, and upload it anew.",
    "mandate": "Let the customer register the mandate again, or by another bank or app.",
})
"""By the kinds of failure in `world.failure_table`."""

_ENABLE = "Enable it in the account's settings, or do not offer it."
_LIMIT = "Offer a smaller amount, another method, or another day: a limit of the bank's is reached."
_TOO_OFTEN = "Offer another method, or another day: the tries of this one are used up."
_MANDATE = "Fetch the token: have the customer resume the mandate, or register a new one."
_REGISTER = "Have the customer register a new mandate."
_NOTICE = "Send the pre-debit notification in time, and debit after the customer was told."
_LATER = "Try again later, or by another method: a party in between is down."
_ORDER = "Open Checkout with the order's id, and with the amount and method that the order has."

REASONS: Final[Mapping[str, str]] = MappingProxyType({
    "adequate_funds_not_available_blocked": "Ask the customer to add money, and debit again.",
    "amount_does_not_match_mandate_amount": "Debit the amount that the mandate was registered for.",
    "amount_less_than_minimum_amount": "Raise the amount to 100 paise or more.",
    "bank_cutoff_in_progress": _LATER,
    "bank_not_available": _LATER,
    "bank_not_enabled": _ENABLE,
    "bank_technical_error": _LATER,
    "banks_hsm_is_down_remitter": _LATER,
    "BAD_REQUEST_MANDATE_PROMISED_DEBIT_DATE_NOT_HONOURED": _NOTICE,
    "card_disabled_for_online_payments": "Ask the customer to enable the card for payments online.",
    "card_network_not_enabled": _ENABLE,
    "card_expired": "Ask the customer for another card.",
    "collect_request_pending": "Let the customer answer the request that is open in their UPI app.",
    "deemed_transaction": "Wait for its webhook: the payment's end is not known yet.",
    "duplicate_mandate_request": "Fetch the customer's tokens first: the mandate is being registered already.",
    "duplicate_refund_id": "Look at the refunds that there are: this one was made.",
    "duplicate_request": "Look at what there is before you ask again: the first request counts.",
    "insufficient_fund": "Ask the customer to add money, or offer another method or account.",
    "insufficient_funds": "Ask the customer to add money, or offer another method or account.",
    "international_transaction_not_allowed": "Enable international payments, or ask for a domestic card.",
    "issuer_technical_error": _LATER,
    "limit_exceeded_remitting_bank": _LIMIT,
    "live_mode_not_enabled": "Have live mode enabled, or use test keys.",
    "mandate_cancelled": _REGISTER,
    "mandate_current_cycle_allowed_debit_exceeds": "Wait for the mandate's next cycle: this one has been debited.",
    "mandate_expired": _REGISTER,
    "mandate_not_active": _MANDATE,
    "mandate_paused": "Ask the customer to resume the mandate, and debit then.",
    "merchant_not_activated": "Finish the account's activation, or use test keys.",
    "number_of_pin_tries_exceeded": _TOO_OFTEN,
    "order_already_paid": TEXTS["ORDER_ALREADY_PAID"],
    "order_amount_mismatch": _ORDER,
    "order_payment_method_mismatch": _ORDER,
    "otp_attempts_exceeded": _TOO_OFTEN,
    "payment_amount_tampered": _ORDER,
    "payment_cancelled": "Let the customer try again on the same order; they left, so nothing was taken.",
    "payment_mandate_not_active": _MANDATE,
    "payment_method_not_enabled": _ENABLE,
    "payment_pending": "Wait for its webhook: the payment's end is not known yet.",
    "payment_timed_out": FAILURES["gateway"],
    "per_transaction_limit_exceeded": _LIMIT,
    "pin_attempts_exceeded": _TOO_OFTEN,
    "pre_debit_notification_failed": _NOTICE,
    "pre_debit_notification_not_sent": _NOTICE,
    "recurring_payment_not_enabled": _ENABLE,
    "transaction_daily_count_exceeded": _TOO_OFTEN,
    "transaction_daily_limit_exceeded": _LIMIT,
    "transaction_frequency_limit_exceeded": _TOO_OFTEN,
    "transaction_limit_exceeded": _LIMIT,
    "umn_does_not_exist_payer": _REGISTER,
    "upi_collect_not_enabled": _ENABLE,
    "upi_intent_not_enabled": _ENABLE,
})
"""By the reasons for which the sentence of their kind would say too little."""

ENVELOPES: Final[Mapping[str, str]] = MappingProxyType({
    "BAD_REQUEST_ERROR": "Compare what was sent (rzp.calls[-1] on the fake) with the page, and change the request.",
    "GATEWAY_ERROR": "Try again later, or by another method: a bank or network failed.",
    "SERVER_ERROR": "Look whether the call took effect before you repeat it; then try again, later each time.",
})
"""By the code that an error comes with."""

CODES: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType({
    "BAD_REQUEST_ERROR": (
        "something about the request, the account or the customer is not right: the description says what",
        "Read description, field and reason, which the official client drops all but the first of; "
        "the same request will fail again.",
        "errors.md",
    ),
    "GATEWAY_ERROR": ("a bank, a network or a gateway has failed or declined", ENVELOPES["GATEWAY_ERROR"], "errors.md"),
    "SERVER_ERROR": (
        "Razorpay itself has failed; what was asked may or may not be done", ENVELOPES["SERVER_ERROR"], "errors.md"
    ),
})
"""By code: what it stands for, what to do, and the page."""

SIGNATURE: Final[Mapping[str, str]] = MappingProxyType({
    "callback": "Verify what Checkout handed over as it came, with the key secret of the account that made the order.",
    "webhook": "Verify the raw body, before anything parses it, as text, with the secret of that webhook (not the key "
    "secret).",
})
