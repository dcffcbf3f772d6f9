"""Every kind of record as the API answers it; webhooks show some of them otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from . import (
    accounts,
    disputes,
    documents,
    downtimes,
    eligibility,
    fund_accounts,
    qr_codes,
    route,
    server_payments,
    settlements,
    subscriptions,
    token_hq,
    virtual_accounts,
)
from .customer import bank_account_json, customer_json, item_json
from .deposit import deposit_json
from .invoice import invoice_json
from .mandate import card_json, token_json
from .offer import offer_json
from .order import order_json
from .payment import payment_json, refund_json
from .payment_link import payment_link_json
from .settlement import settlement_json

Render = Callable[[Any], dict[str, Any]]

_FAMILIES: Final = (
    subscriptions,
    qr_codes,
    virtual_accounts,
    route,
    accounts,
    disputes,
    settlements,
    downtimes,
    server_payments,
    token_hq,
    fund_accounts,
    eligibility,
    documents,
)

RENDER: Mapping[str, Render] = {
    "customer": customer_json,
    "bank_account": bank_account_json,
    "item": item_json,
    "card": card_json,
    "order": order_json,
    "payment": payment_json,
    "refund": refund_json,
    "invoice": invoice_json,
    "payment_link": payment_link_json,
    "token": lambda token: token_json(token, None),
    "settlement": settlement_json,
    "deposit": deposit_json,
    "offer": offer_json,
    **{kind: render for family in _FAMILIES for kind, render in family.RENDER.items()},
}
