"""How the ids of each kind look: their prefix, and 14 base-62 characters."""

from __future__ import annotations

import re
from collections.abc import Mapping

PREFIXES: Mapping[str, str] = {
    "customer": "cust_",
    "bank_account": "ba_",
    "item": "item_",
    "order": "order_",
    "payment": "pay_",
    "refund": "rfnd_",
    "invoice": "inv_",
    "payment_link": "plink_",
    "token": "token_",
    "card_token": "token_",
    "service_provider_token": "spt_",
    "eligibility": "elig_",
    "card": "card_",
    "settlement": "setl_",
    "offer": "offer_",
    "plan": "plan_",
    "addon": "ao_",
    "subscription": "sub_",
    "qr_code": "qr_",
    "virtual_account": "va_",
    "bank_transfer": "bt_",
    "upi_transfer": "ut_",
    "transfer": "trf_",
    "reversal": "rvrsl_",
    "account": "acc_",
    "stakeholder": "sth_",
    "product": "acc_prd_",
    "webhook": "wh_",
    "document": "doc_",
    "device_activity": "pda_",
    "dispute": "disp_",
    "ondemand": "setlod_",
    "downtime": "down_",
    "fund_account": "fa_",
}
_REST = re.compile(r"[0-9A-Za-z]{14}\Z")


def stripped(kind: str, entity_id: str) -> str:
    """The id without its own prefix, as Razorpay's messages show it."""
    return entity_id.removeprefix(PREFIXES[kind])


def is_well_formed(kind: str, entity_id: str) -> bool:
    """Whether it is the prefix of that kind and 14 base-62 characters."""
    return entity_id.startswith(PREFIXES[kind]) and _REST.match(stripped(kind, entity_id)) is not None
