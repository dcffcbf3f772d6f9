"""Cards saved as tokens: a token follows the tokens that networks and issuers made of its card.

Source: payments/payment-methods/cards/token-hq/merchant-requestor-with-network-tokens/token-lifecycle.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import token_hq as texts
from .rows import SAME, Birth, Changes, Coupling, Lifecycle, Row

_PAGES = "payments/payment-methods/cards/token-hq/merchant-requestor-with-network-tokens"
_BOTH = ("service_provider_token", "card_token")
_ALL = ("card_token", "service_provider_token", "customer")
# With the payment, if the card was saved with one.
_ACTIVATED = (*_ALL, "payment")


def overall(statuses: Iterable[str]) -> str:
    """The status of a token whose providers' tokens have these: usable if any of them is."""
    among = set(statuses)
    return next(one for one in ("active", "suspended", "deactivated", "failed") if one in among)


def _standing(token: Any, provider: Any) -> dict[str, str]:
    """The providers' tokens and their statuses, after what happened to one of them."""
    return {**dict(token.standing), provider.id: provider.status}


def _followed(token: Any, provider: Any, origin: Any) -> Changes:
    return {"standing": tuple(_standing(token, provider).items())}


def _suspended(token: Any, provider: Any, origin: Any) -> Changes:
    """What is activated later is no part of the payment any more that the card was saved with."""
    return {**_followed(token, provider, origin), "payment_id": None}


def _parted(provider: Any, cause: Any, origin: Any) -> Changes:
    return {"payment_id": None}


def _made(token: Any, provider: Any, origin: Any) -> Changes:
    """What the first provider to answer tells, which webhooks show."""
    told = {} if token.last4 else {"token_iin": provider.token_iin, "last4": provider.token_number[-4:]}
    return {**_followed(token, provider, origin), **told}


def _ended(token: Any, provider: Any, origin: Any) -> Changes:
    return {**_followed(token, provider, origin), "status_reason": provider.status_reason}


def _refused(token: Any, provider: Any, origin: Any) -> Changes:
    return {**_followed(token, provider, origin), "error": provider.error}


def _prolonged(token: Any, provider: Any, origin: Any) -> Changes:
    return {"expired_at": provider.expired_at}


def _expired(provider: Any, cause: Any, origin: Any) -> Changes:
    return {"status_reason": "expired"}


def _differs(token: Any, provider: Any) -> bool:
    return bool(provider.expired_at != token.expired_at)


def _becomes(status: str) -> Callable[[Any, Any], bool]:
    """Whether what happened to a provider's token takes the token itself to that status."""

    def holds(token: Any, provider: Any) -> bool:
        return bool(token.status != status == overall(_standing(token, provider).values()))

    holds.__name__ = f"_becomes_{status}"
    return holds


def _stays(token: Any, provider: Any) -> bool:
    return bool(token.status == overall(_standing(token, provider).values()))


CARD_TOKEN = Lifecycle(
    "card_token",
    f"{_PAGES}/token-lifecycle.md",
    births=(Birth("initiated", "token.initiated", ("card_token",)),),
    rows=(
        Row(
            "activate",
            ("initiated", "suspended"),
            "active",
            emits="token.activated",
            carries=("card_token", "payment"),
            effect=_made,
        ),
        Row("suspend", ("active",), "suspended", emits="token.suspended", carries=("card_token",), effect=_suspended),
        Row(
            "deactivate",
            ("active", "suspended"),
            "deactivated",
            emits="token.deactivated",
            carries=("card_token",),
            effect=_ended,
        ),
        Row("fail", ("initiated",), "failed", effect=_refused),
        Row("follow", ("active", "suspended", "failed"), SAME, effect=_followed),
        Row(
            "update_expiry",
            ("active", "suspended"),
            SAME,
            emits="token.expiry_updated",
            carries=("card_token",),
            effect=_prolonged,
        ),
        Row("use", ("active",), SAME, stamp="used_at"),
        Row("delete", ("initiated", "active", "suspended", "deactivated", "failed"), "deleted"),
    ),
    refusals={("*", "use"): texts.INVALID_TOKEN},
)

PROVIDER_TOKEN = Lifecycle(
    "service_provider_token",
    f"{_PAGES}/token-lifecycle.md",
    births=(
        Birth("active", "token.service_provider.activated", _ACTIVATED),
        Birth("failed", "token.service_provider.failed", _ALL),
    ),
    rows=(
        Row(
            "activate",
            ("suspended",),
            "active",
            emits="token.service_provider.activated",
            carries=_ACTIVATED,
        ),
        Row(
            "suspend",
            ("active",),
            "suspended",
            emits="token.service_provider.cancelled",
            carries=_BOTH,
            effect=_parted,
        ),
        Row(
            "deactivate",
            ("active", "suspended"),
            "deactivated",
            emits="token.service_provider.deactivated",
            carries=_BOTH,
        ),
        Row(
            "expire",
            ("active", "suspended"),
            "deactivated",
            emits="token.service_provider.deactivated",
            carries=_BOTH,
            effect=_expired,
        ),
        Row("update_expiry", ("active", "suspended"), SAME),
        # The partner's own event, for what was saved for one of its sub-merchants:
        # partners/aggregators/partner-auth/recurring-payments/cards/payment-api.md.
        Row("share", ("active",), SAME, emits="token.service_provider_token.activated", carries=_BOTH),
        Row("delete", ("active", "suspended", "deactivated", "failed"), "deactivated"),
    ),
    refusals={},
)

MACHINES: tuple[Lifecycle, ...] = (CARD_TOKEN, PROVIDER_TOKEN)


def _leads_to(event: str, **then: Callable[[Any, Any], bool]) -> tuple[Coupling, ...]:
    return tuple(
        Coupling("service_provider_token", event, "card_token_id", "card_token", step, when)
        for step, when in then.items()
    )


COUPLINGS: tuple[Coupling, ...] = (
    *_leads_to("create", activate=_becomes("active"), fail=_becomes("failed"), follow=_stays),
    *_leads_to("activate", activate=_becomes("active"), follow=_stays),
    *_leads_to("suspend", suspend=_becomes("suspended"), follow=_stays),
    *_leads_to("deactivate", deactivate=_becomes("deactivated"), suspend=_becomes("suspended"), follow=_stays),
    *_leads_to("expire", deactivate=_becomes("deactivated"), suspend=_becomes("suspended"), follow=_stays),
    Coupling("service_provider_token", "update_expiry", "card_token_id", "card_token", "update_expiry", _differs),
    Coupling("payment", "create", "token_id", "card_token", "use"),
)

EXPIRY: Mapping[str, str] = {"service_provider_token": "expired_at"}
