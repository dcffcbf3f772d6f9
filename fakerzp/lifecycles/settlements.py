"""Settlements that the merchant asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .rows import SAME, Birth, Changes, Coupling, Entries, Lifecycle, Row

# -- money: what is on its way to the bank account stands in `payouts`, without the fee that is kept of it


def _asked_for(payout: Any) -> Entries:
    return (
        ("merchant", -payout.amount),
        ("payouts", payout.net),
        ("fees", payout.fees - payout.tax),
        ("tax", payout.tax),
    )


def _paid_out(payout: Any) -> Entries:
    return (("payouts", -payout.net), ("bank", payout.net))


def _given_back(payout: Any) -> Entries:
    return tuple((name, -amount) for name, amount in _asked_for(payout))


# -- effects and conditions


def _settled(ondemand: Any, payout: Any, origin: Any) -> Changes:
    return {
        "amount_settled": ondemand.amount_settled + payout.net,
        "amount_pending": ondemand.amount_pending - payout.net,
    }


def _reversed(ondemand: Any, payout: Any, origin: Any) -> Changes:
    return {
        "amount_reversed": ondemand.amount_reversed + payout.amount,
        "amount_pending": ondemand.amount_pending - payout.net,
        "fees": ondemand.fees - payout.fees,
        "tax": ondemand.tax - payout.tax,
    }


def _is_all(ondemand: Any, payout: Any) -> bool:
    """Whether it is the last, and those before it went the same way."""
    went_otherwise = ondemand.amount_reversed if payout.status == "processed" else ondemand.amount_settled
    return bool(payout.net == ondemand.amount_pending and not went_otherwise)


def _is_a_part(ondemand: Any, payout: Any) -> bool:
    return not _is_all(ondemand, payout)


_PAGE = "api/settlements/instant/entity.md"
_UNDER_WAY = ("initiated", "partially_processed")

ONDEMAND = Lifecycle(
    "ondemand",
    _PAGE,
    births=(Birth("created"),),
    rows=(
        Row("initiate", ("created",), "initiated"),
        Row("settle_part", _UNDER_WAY, "partially_processed", effect=_settled),
        Row("settle", _UNDER_WAY, "processed", effect=_settled),
        # Where a part was settled and the rest given back, it stays partially processed.
        Row("reverse_part", _UNDER_WAY, SAME, effect=_reversed, basis="inferred"),
        Row("reverse", ("initiated",), "reversed", effect=_reversed),
    ),
    refusals={},
)

ONDEMAND_PAYOUT = Lifecycle(
    "ondemand_payout",
    _PAGE,
    births=(Birth("created", posts=_asked_for),),
    rows=(
        Row("initiate", ("created",), "initiated", stamp="initiated_at"),
        Row("process", ("initiated",), "processed", stamp="processed_at", posts=_paid_out),
        Row("reverse", ("initiated",), "reversed", stamp="reversed_at", posts=_given_back),
    ),
    refusals={},
)

MACHINES: tuple[Lifecycle, ...] = (ONDEMAND, ONDEMAND_PAYOUT)

COUPLINGS: tuple[Coupling, ...] = (
    Coupling("ondemand_payout", "process", "ondemand_id", "ondemand", "settle", _is_all),
    Coupling("ondemand_payout", "process", "ondemand_id", "ondemand", "settle_part", _is_a_part),
    Coupling("ondemand_payout", "reverse", "ondemand_id", "ondemand", "reverse", _is_all),
    Coupling("ondemand_payout", "reverse", "ondemand_id", "ondemand", "reverse_part", _is_a_part),
)

EXPIRY: Mapping[str, str] = {}
