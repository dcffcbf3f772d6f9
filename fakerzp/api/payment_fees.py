"""What a payment will cost a customer who bears the fee, by the terms of the account (`fee_percent`, `tax_percent`)."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..errors import server_payments as texts
from ..ledger.money import fee_of
from ..world.instrument import METHODS
from .endpoint import Call, Routes, Says
from .fields import Anything, Integer, Shape, String
from .money import check_amount, check_currency
from .server_payment_fields import FIELDS

routes = Routes()

_S2S = "payments/payment-gateway/s2s-integration"
_SAYS: Says = {"key": errors.KEY_DOT, "minimum": errors.MINIMUM_DOT}
_BODY = Shape(
    {
        **FIELDS,
        "amount": Integer(required=True),
        "payer_account_type": String(),
        # Pages send more of a payment along, which the fee does not depend on.
        **dict.fromkeys(("card", "save", "recurring"), Anything()),
        "upi": Shape({}, open=True),
    }
)


def _fee(call: Call, fields: dict[str, Any], method: str) -> tuple[int, int]:
    amount, currency = fields["amount"], check_currency(call, fields["currency"])
    if method not in METHODS:
        raise texts.INVALID_METHOD.error(method=method)
    check_amount(call, amount, currency)
    account = call.world.account
    return fee_of(amount, method, account.fee_percent, account.tax_percent)


@routes.add(
    "POST",
    "/v1/payments/calculate/fees",
    f"{_S2S}/payment-methods/upi/cfb-cc-upi.md",
    body=_BODY,
    says=_SAYS,
)
def calculate(call: Call) -> dict[str, Any]:
    """The fee of a payment: `input` in the smallest unit, what to send; `display` in rupees, what to show."""
    fields = call.shaped()
    method = fields.get("method", "upi")
    fee, tax = _fee(call, fields, method)
    amount = fields["amount"]
    asked = {name: call.body[name] for name in call.body if name != "amount"}
    if method == "upi":
        asked["upi"] = {"flow": "intent", **(asked.get("upi") or {}), "type": "default"}
    original = _rupees(amount)
    return {
        "input": {"amount": amount + fee, **asked, "fee": fee, "tax": tax},
        "display": {
            "originalAmount": original,
            "original_amount": original,
            "fees": _rupees(fee),
            "razorpay_fee": _rupees(fee - tax),
            "tax": _rupees(tax),
            "amount": _rupees(amount + fee),
            "currency": fields["currency"],
        },
    }


@routes.add(
    "POST",
    "/v1/payments/fees",
    f"{_S2S}/recurring-payments/cards/customer-fee-bearer.md",
    body=_BODY,
    says=_SAYS,
)
def fees(call: Call) -> dict[str, Any]:
    """The fee of a payment by card, in the smallest unit: so the sample, where the table of the page says rupees."""
    fields = call.shaped()
    fee, tax = _fee(call, fields, fields.get("method", "card"))
    amount = fields["amount"]
    return {
        "original_amount": amount,
        "fees": fee,
        "razorpay_fee": fee - tax,
        "tax": tax,
        "amount": amount + fee,
        "currency": fields["currency"],
    }


def _rupees(paise: int) -> float | int:
    """Rupees as JSON writes them: whole ones without a point."""
    return paise // 100 if paise % 100 == 0 else paise / 100
