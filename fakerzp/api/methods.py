"""The payment methods of an account: what Checkout takes here, as the Methods API lists it.

Sources: payments/third-party-validation/s2s-integration/methods-api.md and
payments/recurring-payments/emandate/supported-banks.md, whose answer is the newest. The page in the API reference
cuts its sample short, and alone puts it inside of `methods`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..entities.offer import interest
from ..entities.payment import EmiPlan
from ..world.banks import NETBANKING_BANKS, RECURRING_DEBIT_BANKS, EmandateBank, bank_name, emandate_banks
from ..world.cards import NETWORKS
from ..world.emi_plans import CARDLESS, EMI_ISSUERS, PAY_LATER, EmiIssuer, plans_of
from ..world.instrument import METHODS
from ..world.instruments import WALLETS
from .endpoint import Call, Routes

routes = Routes()

_RECURRING_NETWORKS = ("MasterCard", "Visa", "RuPay")
# In the order of the page.
_AUTH_TYPES = ("netbanking", "aadhaar", "debitcard")
_DEBIT_EMI = ("HDFC", "KKBK", "INDB", "ICIC")
# What the account has no part in: apps, and who gives credit in shops, by the name of the answer's member.
_APPS = "cred twid trustly poli sofort giropay"
_CREDIT = {
    "instalment": "vis",
    "offline_debit_emi_providers": "HDFC ICIC KKBK",
    "offline_credit_emi_providers": "AMEX AUBL BARB CITI CNRB FDRL HDFC HSBC ICIC IDFB INDB JAKA KKBK PUNB RATN SBIN"
    " SCBL UTIB YESB ONECARD",
}


@routes.add(
    "GET",
    "/v1/methods",
    "payments/third-party-validation/s2s-integration/methods-api.md",
    node="payments.fetchPaymentMethods(callback)",
    key_only=True,
)
@routes.add(
    "GET",
    "/methods",
    "razorpay-python/razorpay/resources/payment.py",
    python="payment.fetchPaymentMethods(**kwargs)",
    basis="sdk",
    key_only=True,
)
def fetch(call: Call) -> dict[str, Any]:
    """Every method, card network, bank and wallet that a customer can pay with; the key id alone is enough."""
    return {
        "entity": "methods",
        **_cards(),
        "netbanking": dict(NETBANKING_BANKS),
        "wallet": {code: True for code, _ in WALLETS},
        "emi": "emi" in METHODS,
        "upi": "upi" in METHODS,
        "cardless_emi": dict.fromkeys(CARDLESS, True),
        "paylater": dict.fromkeys(PAY_LATER, True),
        "google_pay_cards": False,
        "app": _none_of(_APPS),
        "gpay": False,
        "emi_types": {"credit": True, "debit": True, "offline_credit": False, "offline_debit": False},
        "debit_emi_providers": {code: int(plans_of(code, debit=True) is not None) for code in _DEBIT_EMI},
        "intl_bank_transfer": [],
        "fpx": [],
        "duitnow_pay": False,
        "gift_cards": False,
        **{name: _none_of(providers) for name, providers in _CREDIT.items()},
        "nach": "nach" in METHODS,
        "cod": False,
        "offline": False,
        "sodexo": False,
        "emi_subvention": "customer",
        "emi_plans": {issuer.code: _plans(issuer) for issuer in EMI_ISSUERS},
        "emi_options": {issuer.code: _options(issuer) for issuer in EMI_ISSUERS},
        "upi_config": [],
        "recurring": _recurring(),
        "upi_intent": True,
    }


def _plans(issuer: EmiIssuer) -> dict[str, Any]:
    """The interest of each tenure, in percent a year, and the least amount for which there is one."""
    return {
        "min_amount": min(terms.limits.least for terms in issuer.plans.values()),
        "plans": {str(duration): _percent(terms.rate) for duration, terms in issuer.plans.items()},
    }


def _options(issuer: EmiIssuer) -> list[dict[str, Any]]:
    """Each plan; `merchant_payback` is the percentage of the price that an offer of no cost EMI takes off."""
    return [
        {
            "duration": duration,
            "interest": _percent(terms.rate),
            "subvention": "customer",
            "min_amount": terms.limits.least,
            "merchant_payback": f"{_payback(issuer, duration):.2f}",
            **({"processing_fee_plan": dict(issuer.fee)} if issuer.fee else {}),
        }
        for duration, terms in issuer.plans.items()
    ]


def _payback(issuer: EmiIssuer, duration: int) -> Decimal:
    plan = EmiPlan(issuer.issuer, issuer.type, issuer.plans[duration].rate, duration)
    return Decimal(interest(10**6, plan)) / 10**4


def _percent(hundredths: int) -> float:
    return hundredths / 100 if hundredths % 100 else hundredths // 100


def _none_of(names: str) -> dict[str, int]:
    return dict.fromkeys(names.split(), 0)


def _cards() -> dict[str, Any]:
    """Cards of all networks, from consumers: what Checkout takes for one is neither premium nor of a business."""
    return {
        "card": True,
        "debit_card": True,
        "credit_card": True,
        "prepaid_card": True,
        "card_networks": {code: 1 for _, code in NETWORKS},
        "card_subtype": {"consumer": 1, "business": 0, "premium": 0},
        "amex": True,
    }


def _recurring() -> dict[str, Any]:
    """What mandates can be registered with."""
    return {
        "card": {
            "credit": list(_RECURRING_NETWORKS),
            "prepaid": list(_RECURRING_NETWORKS),
            "debit": {code: bank_name(code) for code in RECURRING_DEBIT_BANKS},
        },
        "emandate": {bank.code: _emandate(bank) for bank in emandate_banks()},
        "upi": True,
        "upi_autopay": {"collect": True, "intent": True},
        "nach": True,
    }


def _emandate(bank: EmandateBank) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "auth_types": [name for name in _AUTH_TYPES if name in bank.auth_types],
        "is_merged_bank": bank.served_by is not None,
        "name": bank.name,
    }
    return shown if bank.served_by is None else {**shown, "bank_code": bank.served_by}
