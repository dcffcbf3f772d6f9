"""A sub-merchant as the webhooks of partners show it: Razorpay's own record of a merchant (webhooks/partners).

What Razorpay decides by itself and nobody is told of (its price plan, the code of the trade) is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...entities.accounts import SubMerchant
from ...entities.onboarding import Product, Stakeholder
from ...entities.requirements import BUSINESS_TYPES
from ...ledger.law import Happening

Json = dict[str, Any]

# Events that show what the merchant may be paid by, who stands behind it, and how it was looked at.
_BEFORE_REVIEW: Final = ("account.instantly_activated", "account.payments_enabled", "account.funds_hold")
_NOT_REVIEWED: Final = (*_BEFORE_REVIEW, "account.under_review")

_NEXT: Final[Mapping[str, tuple[str, ...]]] = {
    "instantly_activated": ("under_review", "activated", "activated_mcc_pending"),
    "under_review": (
        "needs_clarification",
        "activated",
        "rejected",
        "activated_mcc_pending",
        "activated_kyc_pending",
    ),
    "needs_clarification": ("under_review",),
    "rejected": ("under_review",),
}
_NO_BANKS: Final = (
    "BBKM BKID COSB DBSS JSBP NKGS SYNB TNSC ABNA TJSB KJSB MSNU BDBL BACB KCCB TBSB SURY ESAF VARA NESF ZCBL CIUB "
    "FDRL HSBC HDFC SBIN SBBJ SBHY SBMY SBTR STBP LAVB_C UTIB_C IBKL_C YESB_C ANDB_C RATN_C DLXB_C SVCB_C BARB_C "
    "PUNB_C ICIC_C KKBK_C HDFC_C"
)
_OFF: Final = (
    "amex paytm openwallet razorpaywallet aeps emandate nach amazonpay phonepe paypal itzcash oxigen amexeasyclick "
    "paycash citibankrewards cod offline"
)
_ON: Final = (
    "payzapp payumoney airtelmoney mobikwik olamoney jiomoney sbibuddy mpesa upi netbanking debit_card credit_card "
    "prepaid_card bank_transfer cardless_emi phonepeswitch paylater"
)
_NOTHING_TOLD: Final = (
    "transaction_volume transaction_value website_about website_contact website_privacy website_terms website_refund "
    "website_pricing website_login"
)
_UNDECIDED: Final = "marketplace_activation_status virtual_accounts_activation_status subscriptions_activation_status"
_BANK_PLACE: Final = (
    "bank_beneficiary_address1 bank_beneficiary_address2 bank_beneficiary_address3 bank_beneficiary_city "
    "bank_beneficiary_state bank_beneficiary_pin role department"
)
_LATER: Final = (
    "kyc_clarification_reasons kyc_additional_details additional_websites estd_year "
    "authorized_signatory_residential_address authorized_signatory_dob platform fund_account_validation_id "
    "gstin_verification_status date_of_establishment"
)
_LAST: Final = (
    "personal_pan_doc_verification_status bank_details_doc_verification_status msme_doc_verification_status "
    "shop_establishment_number shop_establishment_verification_status client_applications business_suggested_pin "
    "business_suggested_address fraud_type bas_business_id iec_code"
)
_STAKEHOLDER: Final = (
    "pan_doc_status poa_status aadhaar_esign_status aadhaar_verification_with_pan_status aadhaar_pin"
)


def merchant_json(account: SubMerchant, happening: Happening) -> Json:
    """The merchant, with what was told of it in `merchant_detail`."""
    event = happening.event
    shown: Json = {
        "id": account.id.removeprefix("acc_"),
        "entity": "merchant",
        "name": account.legal_business_name,
        "email": account.email,
        "activated": account.live,
        "activated_at": account.activated_at,
        "live": account.live,
        "hold_funds": account.hold_funds,
        "pricing_plan_id": None,
        "parent_id": None,
        "website": account.websites[0] if account.websites else "",
        "category": None,
        "category2": account.category,
        "international": False,
        "linked_account_kyc": False,
        "has_key_access": False,
        "fee_bearer": "platform",
        "fee_model": "prepaid",
        "refund_source": "balance",
        "billing_label": account.customer_facing_business_name or account.legal_business_name,
        "receipt_email_enabled": True,
        "receipt_email_trigger_event": "authorized",
        "transaction_report_email": [account.email],
        "invoice_label_field": None,
        "channel": "axis2",
    }
    if event in _BEFORE_REVIEW:
        shown["methods"] = _methods(account)
    shown |= _settings(account, happening)
    if event not in _NOT_REVIEWED:
        shown["dcc_markup_percentage"] = 7
    shown["purpose_code"] = None
    return shown


def _settings(account: SubMerchant, happening: Happening) -> Json:
    """What the merchant is set to, and the rest of what is known of it."""
    return {
        "convert_currency": False,
        "max_payment_amount": 50000000,
        "max_international_payment_amount": None,
        "auto_refund_delay": None,
        "auto_capture_late_auth": False,
        "brand_color": account.brand_color,
        "handle": None,
        "risk_rating": 3,
        "risk_threshold": 8,
        "partner_type": None,
        "created_at": account.created_at,
        "updated_at": happening.at,
        "suspended_at": account.suspended_at,
        **dict.fromkeys(("archived_at", "icon_url", "logo_url")),
        "org_id": "100000razorpay",
        "notes": dict(account.notes) if account.notes else [],
        "whitelisted_ips_live": [],
        "whitelisted_ips_test": [],
        "whitelisted_domains": [],
        "merchant_detail": _detail(account, happening),
        **dict.fromkeys(("fee_credits_threshold", "amount_credits_threshold", "refund_credits_threshold")),
        **dict.fromkeys(("balance_threshold", "display_name", "activation_source")),
        "business_banking": False,
        "second_factor_auth": False,
        "restricted": False,
        "default_refund_speed": "normal",
        "partnership_url": None,
        "external_id": account.reference_id,
        "product_international": "0000000000",
        "signup_source": None,
    }


def _methods(account: SubMerchant) -> Json:
    """What every new merchant can be paid by."""
    return {
        "merchant_id": account.id.removeprefix("acc_"),
        "card": 1,
        "disabled_banks": _NO_BANKS.split(),
        **dict.fromkeys(_OFF.split(), False),
        **dict.fromkeys(_ON.split(), True),
        "emi": ["credit", "debit"],
        "upi_type": {"collect": 1, "intent": 1},
        "card_subtype": 3,
        "entity": "methods",
        "card_networks": {"AMEX": 0, "DICL": 0, "MC": 1, "MAES": 1, "VISA": 1, "JCB": 0, "RUPAY": 1, "BAJAJ": 0},
        "apps": {"cred": 0, "twid": 0, "trustly": 0, "poli": 0},
        "debit_emi_providers": {"HDFC": 1},
    }


def _detail(account: SubMerchant, happening: Happening) -> Json:
    stakeholder = next((one for one in happening.beside if isinstance(one, Stakeholder)), None)
    product = next((one for one in happening.beside if isinstance(one, Product)), None)
    bank = dict(product.settlements) if product is not None else {}
    shown = _business(account, stakeholder) | dict.fromkeys(_NOTHING_TOLD.split()) | _standing(account, happening)
    shown |= {
        **dict.fromkeys(_UNDECIDED.split()),
        "submitted": account.status not in ("created", "instantly_activated", "suspended"),
        "submitted_at": _submitted_at(account),
        "transaction_report_email": None,
        "bank_account_number": bank.get("account_number"),
        "bank_account_name": bank.get("beneficiary_name"),
        "bank_account_type": None,
        "bank_branch": None,
        "bank_branch_ifsc": bank.get("ifsc_code"),
        **dict.fromkeys(_BANK_PLACE.split()),
    }
    if happening.event in _NOT_REVIEWED:
        shown["stakeholder"] = _stakeholder(account, stakeholder)
    return shown | {
        "created_at": account.created_at,
        "updated_at": happening.at,
        "activation_flow": "whitelist",
        "international_activation_flow": "whitelist",
        "live_transaction_done": 0,
        **dict.fromkeys(_LATER.split()),
        "additional_websites": [],
        "activation_form_milestone": "L1" if account.status in ("created", "instantly_activated") else "L2",
        **dict.fromkeys(("company_pan_verification_status", "cin_verification_status")),
        "company_pan_doc_verification_status": None,
        **dict.fromkeys(_LAST.split()),
        "client_applications": [],
    }


def _submitted_at(account: SubMerchant) -> int | None:
    """When everything was told, for the first time."""
    return next((step.at for step in account.steps if step.status == "under_review"), None)


def _business(account: SubMerchant, stakeholder: Stakeholder | None) -> Json:
    places = {name: dict(pairs) for name, pairs in account.addresses}
    legal = dict(account.legal_info)
    shown: Json = {
        "contact_name": account.contact_name,
        "contact_email": account.email,
        "contact_mobile": account.phone,
        "contact_landline": None,
        "business_type": _code_of(account.business_type),
        "business_name": account.legal_business_name,
        "business_description": None,
        "business_dba": account.customer_facing_business_name,
        "business_website": account.websites[0] if account.websites else "",
        "business_international": False,
        "business_paymentdetails": None,
    }
    for name, stem in (("registered", "business_registered"), ("operation", "business_operation")):
        place = places.get(name, {})
        code = place.get("postal_code")
        shown |= {
            f"{stem}_address": place.get("street1"),
            f"{stem}_address_l2": place.get("street2"),
            f"{stem}_country": place.get("country"),
            f"{stem}_state": place.get("state"),
            f"{stem}_city": place.get("city"),
            f"{stem}_district": None,
            f"{stem}_pin": str(code) if code is not None else None,
        }
    return shown | {
        "promoter_pan": dict(stakeholder.kyc).get("pan") if stakeholder is not None else None,
        "promoter_pan_name": stakeholder.name if stakeholder is not None else None,
        "business_doe": None,
        "gstin": legal.get("gst"),
        "p_gstin": None,
        "company_cin": legal.get("cin"),
        "company_pan": legal.get("pan"),
        "company_pan_name": None,
        "business_category": account.category,
        "business_subcategory": account.subcategory,
        "business_model": account.business_model,
    }


def _code_of(business_type: str | None) -> str | None:
    return str(BUSINESS_TYPES.index(business_type) + 1) if business_type in BUSINESS_TYPES else None


def _standing(account: SubMerchant, happening: Happening) -> Json:
    """How far the account is."""
    early = account.status in ("created", "instantly_activated")
    asked = happening.event not in _NOT_REVIEWED and account.status != "suspended"
    shown: Json = {
        "steps_finished": "[]",
        "activation_progress": 60 if early else 80,
        "locked": account.status not in ("created", "instantly_activated", "suspended"),
        "activation_status": account.status if account.status not in ("created", "suspended") else None,
        "bank_details_verification_status": None if early else "initiated",
        "poa_verification_status": None,
        "poi_verification_status": "initiated",
        "clarification_mode": "email" if asked else None,
        "archived": 0,
        "allowed_next_activation_statuses": list(_NEXT.get(account.status or "", ())),
    }
    if happening.event not in _NOT_REVIEWED:
        shown |= dict.fromkeys(("reviewer_id", "issue_fields", "issue_fields_reason", "internal_notes"))
    return shown


def _stakeholder(account: SubMerchant, stakeholder: Stakeholder | None) -> Json | None:
    if stakeholder is None:
        return None
    phone, relations = dict(stakeholder.phone), dict(stakeholder.relationship)
    return {
        "id": stakeholder.id,
        "merchant_id": account.id.removeprefix("acc_"),
        "email": stakeholder.email,
        "name": stakeholder.name,
        "phone_primary": phone.get("primary"),
        "phone_secondary": phone.get("secondary"),
        "director": relations.get("director"),
        "executive": relations.get("executive"),
        "percentage_ownership": stakeholder.percentage_ownership,
        "notes": dict(stakeholder.notes) if stakeholder.notes else [],
        "poi_identification_number": dict(stakeholder.kyc).get("pan"),
        "poi_status": "pending",
        **dict.fromkeys(_STAKEHOLDER.split()),
        "aadhaar_linked": 1,
        "bvs_probe_id": None,
    }
