"""What a server may send of a payment: one shape for all methods, and how it becomes what is paid with.

Sources: payments/payment-gateway/s2s-integration and the pages of the single methods.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Final

from ..entities.mandate import Card, Mandate, Token
from ..entities.token_hq import CardToken
from ..errors import server_payments as texts
from ..errors import token_hq as token_texts
from ..exceptions import NotFaked
from ..world import instruments
from ..world.cards import with_check_digit
from ..world.failures import METHODS as KNOWN
from ..world.failures import failure
from ..world.instrument import ARGUMENTS, DEFAULT_CARD, METHODS, Instrument, instrument
from .fields import Anything, Choice, Email, Field, Flag, Integer, NotesField, Shape, String

if TYPE_CHECKING:
    from .endpoint import Call

Saved = Token | CardToken
"""What `token` names: a mandate, what was saved without one, or a card of TokenHQ."""
CARD = Shape(
    {
        "number": String(),
        "name": String(),
        "expiry_month": String(),
        "expiry_year": String(),
        "cvv": String(),
        "cryptogram_value": String(),
        "tokenised": Flag(),
        "token_provider": String(),
        "provider_type": String(),
        "last4": String(most=4),
        "service_provider_token_data": Anything(),
    }
)
UPI = Shape(
    {
        "flow": Choice(("collect", "intent")),
        "vpa": String(),
        "expiry_time": Integer(least=1, most=5760),
        "type": String(),
    }
)
FIELDS: Final[Mapping[str, Field]] = {
    "amount": Integer(required=True, least=0),
    "currency": String(required=True),
    "order_id": String(),
    "subscription_id": String(),
    "customer_id": String(),
    "email": Email(),
    "contact": String(),
    "method": String(),
    "card": CARD,
    "bank": String(),
    "wallet": String(),
    "vpa": String(),
    "upi": UPI,
    "flow": Choice(("collect", "intent")),
    "provider": String(),
    "provider_name": String(),
    "emi_duration": Integer(least=1),
    "token": String(),
    "recurring": Flag(),
    "save": Flag(),
    "auth_type": Choice(("otp", "3ds", "skip", "netbanking", "debitcard", "aadhaar")),
    "preferred_auth": Anything(),
    "authentication": Shape({"authentication_channel": Choice(("browser", "app"))}, open=True),
    "bank_account": Anything(),
    "offer_id": String(),
    "fee": Integer(least=0),
    "app": Shape({"name": String()}, open=True),
    "account_id": String(),
    "description": String(most=2048),
    "notes": NotesField(),
    "callback_url": String(),
    # What banks weigh the risk by, and what only a page of theirs shows.
    **dict.fromkeys(
        (
            "browser",
            "ip",
            "referer",
            "referrer",
            "user_agent",
            "user-agent",
            "billing_address",
            "shipping_address",
            "app_present",
            "upi_provider",
            "_",
        ),
        Anything(),
    ),
}
PAYMENT = Shape(FIELDS)

APPS: Final = ("cred", "twid", "giropay", "poli", "sofort", "trustly")
"""Who can be the `provider` of the method `app`."""
APPLE_PAY: Final = "apple_pay"
GOOGLE_PAY: Final = "google_pay"
# Methods of accounts outside of India: their currencies and settlement are not those of this fake.
ABROAD: Final = ("ach", "duitnow_pay")
# Of an account in Malaysia: online banking (json/v2/build-integration/fpx.md) and wallets (payment-methods/wallet.md).
RINGGIT: Final = "MYR"
MALAYSIAN_WALLETS: Final = ("boost", "grabpay", "touchngo", "shopback", "mcash")
_FPX_BANK = re.compile(r"[A-Z0-9]{4}(_C)?")
# What each method can't do without.
_NEEDS: Final = {"netbanking": "bank", "wallet": "wallet", "emandate": "bank", "emi": "card", "card": "card"}


def method_of(fields: dict[str, Any], saved: Saved | None) -> str:
    """The method: as sent, if it is one, else that of the token, else what the provider says."""
    if "method" in fields:
        if fields["method"] not in (*KNOWN, *ABROAD):
            raise texts.INVALID_METHOD.error(method=fields["method"])
        return str(fields["method"])
    if saved is not None:
        return saved.method
    return "upi" if fields.get("provider") == GOOGLE_PAY or "upi" in fields else "card"


def tool_of(
    call: Call, fields: dict[str, Any], method: str, *, mandate: Mandate | None, saved: Saved | None
) -> Instrument:
    """What is paid with; raises what Razorpay answers to an instrument that is none."""
    if saved is not None:
        return _of_token(call, fields, method, saved)
    if method == "app":
        provider = fields.get("provider")
        if provider not in APPS:
            raise call.error("one_of", field="provider")
        return Instrument("app", wallet=provider)
    if method == "fpx" or (method == "wallet" and fields.get("wallet") in MALAYSIAN_WALLETS):
        return _malaysian(call, fields, method)
    if method == "emi" and "provider" in fields:
        raise NotFaked(
            f"no page shows a payment by EMI with a card of {fields['provider']!r}; choose another bank",
            endpoint=call.endpoint.name,
        )
    if method not in METHODS or method == "nach":
        raise texts.INVALID_METHOD.error(method=method)
    today = datetime.fromtimestamp(call.now, timezone.utc).date()
    try:
        tool = instrument(method, mandate, today=today, **_given(call, fields, method))
    except ValueError:
        raise call.error("one_of", field=_named(fields, method)) from None
    if method == "upi":
        return _of_upi(call, fields, tool)
    if method in ("card", "emi") and tool.card is None:
        raise told("card_number_invalid", method)
    return tool


def is_malaysian(tool: Instrument) -> bool:
    """Whether it pays in ringgit, and nothing else."""
    return tool.method == "fpx" or tool.wallet in MALAYSIAN_WALLETS


def _malaysian(call: Call, fields: dict[str, Any], method: str) -> Instrument:
    if fields["currency"] != RINGGIT:
        raise call.error("one_of", field="currency")
    if method == "wallet":
        return Instrument("wallet", wallet=fields["wallet"])
    if "bank" not in fields:
        raise call.error("required", field="bank")
    if not _FPX_BANK.fullmatch(fields["bank"]):
        raise call.error("one_of", field="bank")
    return Instrument("fpx", bank=fields["bank"])


def told(reason: str, method: str, **ids: str | None) -> texts.Told:
    """The answer to a payment that fails before anybody is asked."""
    why = failure(reason, method)
    metadata = {name: value for name, value in ids.items() if value is not None}
    error = {"code": why.code, "description": why.description, "source": why.source, "step": why.step}
    return texts.Told({"error": {**error, "reason": why.reason, "metadata": metadata}})


def _given(call: Call, fields: dict[str, Any], method: str) -> dict[str, Any]:
    """The arguments of Checkout that stand for the fields."""
    name = _NEEDS.get(method)
    app = fields.get("app", {}).get("name")
    if name is not None and name not in fields and not (method == "card" and app == APPLE_PAY):
        raise call.error("required", field=name)
    card = None
    if method in ("card", "emi"):
        card = _plastic(call, fields.get("card", {"number": DEFAULT_CARD}))
    upi = fields.get("upi", {})
    provider = fields.get("provider") or fields.get("provider_name")
    return {
        **dict.fromkeys(ARGUMENTS),
        "card": card,
        "bank": fields.get("bank") if method in ("netbanking", "emandate") else None,
        "wallet": fields.get("wallet") if method == "wallet" else None,
        "vpa": upi.get("vpa") or fields.get("vpa") if method == "upi" else None,
        "emi_duration": fields.get("emi_duration") if method == "emi" else None,
        "provider": provider if method in ("cardless_emi", "paylater") else None,
    }


def _plastic(call: Call, card: dict[str, Any]) -> dict[str, Any]:
    if not card.get("number"):
        raise call.error("required", field="card.number")
    plain = {"number": card["number"], "name": card.get("name", "")}
    if card.get("tokenised") and card["number"].isascii() and card["number"].isdigit():
        # The number of a network's token: no sample of one passes the check that cards' own numbers do.
        plain["number"] = with_check_digit(card["number"][:-1])
    for name in ("expiry_month", "expiry_year"):
        if card.get(name):
            if not (card[name].isascii() and card[name].isdigit()):
                raise call.error("integer", field=f"card.{name}")
            plain[name] = card[name]
    return plain


def _named(fields: dict[str, Any], method: str) -> str:
    """The field that an instrument which is none was named by."""
    if method == "emi":
        return "emi_duration"
    if method in ("cardless_emi", "paylater"):
        return "provider" if "provider" in fields else "provider_name"
    return "card.expiry_month" if method == "card" else _NEEDS.get(method, method)


def _of_upi(call: Call, fields: dict[str, Any], tool: Instrument) -> Instrument:
    """A collect request to a UPI id, or an intent, of which nobody knows yet who pays it."""
    upi = fields.get("upi", {})
    vpa = upi.get("vpa") or fields.get("vpa")
    flow = upi.get("flow") or fields.get("flow")
    if flow is None:
        flow = "intent" if fields.get("provider") == GOOGLE_PAY or fields.get("upi_provider") else "collect"
    if flow == "intent":
        return tool._replace(vpa=None, refuses=None, flow="intent")
    if vpa is None:
        raise call.error("required", field="upi.vpa" if "upi" in fields else "vpa")
    if not instruments.is_vpa(vpa):
        raise texts.INVALID_VPA.error(field="vpa")
    return tool._replace(flow="collect")


def _of_token(call: Call, fields: dict[str, Any], method: str, saved: Saved) -> Instrument:
    """What the customer saved: a UPI id, a mandate's card, whose number is nowhere, or a card of TokenHQ."""
    if saved.method != method and (method, saved.method) != ("emi", "card"):
        raise texts.TOKEN_METHOD.error(field="token")
    if isinstance(saved, CardToken):
        if not call.world.law.allows(saved, "use"):
            raise token_texts.INVALID_TOKEN.error()
        call.world.law.move(call.books, saved, "use", call.now)
        tool = call.world.token_hq.instrument(call.books, saved.id)
    else:
        tool = _of_mandate(call, method, saved)
    if method == "emi":
        issuer = tool.card.issuer if tool.card is not None else None
        return tool._replace(method="emi", bank=issuer)
    return tool


def _of_mandate(call: Call, method: str, token: Token) -> Instrument:
    flow = "collect" if method == "upi" else None
    tool = Instrument(method, bank=token.bank, wallet=token.wallet, vpa=token.vpa, flow=flow, token_id=token.id)
    card: Card | None = call.books.get(token.card_id)
    if card is None:
        return tool
    described = instruments.Card(
        card.last4, card.network, card.type, card.issuer, card.international, card.emi, card.sub_type, None, ""
    )
    return tool._replace(card=described, fingerprint=card.fingerprint)
