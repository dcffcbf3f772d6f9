"""Disputes: payments/disputes.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import disputes as texts
from .rows import SAME, Birth, Changes, Coupling, Entries, Lifecycle, Row

# -- money: what was taken at the onset stands in `disputes` until the bank has decided


def _opened(dispute: Any) -> Entries:
    return (("merchant", -dispute.held), ("disputes", dispute.held))


def _ended(dispute: Any, costs: int) -> Entries:
    moved = (("disputes", -dispute.held), ("merchant", dispute.held - costs), ("customer", costs))
    return tuple((name, amount) for name, amount in moved if amount)


def _lost(dispute: Any) -> Entries:
    return _ended(dispute, dispute.liable)


def _won(dispute: Any) -> Entries:
    return _ended(dispute, dispute.conceded)


def _closed(dispute: Any) -> Entries:
    return _ended(dispute, 0)


# -- effects: `amount_deducted` is what is gone from the balance


def _loses(dispute: Any, cause: Any, origin: Any) -> Changes:
    return {"amount_deducted": dispute.liable}


def _wins(dispute: Any, cause: Any, origin: Any) -> Changes:
    return {"amount_deducted": dispute.conceded}


def _closes(dispute: Any, cause: Any, origin: Any) -> Changes:
    return {"amount_deducted": 0}


def _returns(dispute: Any, cause: Any, origin: Any) -> Changes:
    return {"evidence": dispute.evidence._replace(submitted_at=None)}


_CARRIES = ("payment", "dispute")
_UNDECIDED = ("open", "under_review")

DISPUTE = Lifecycle(
    "dispute",
    "payments/disputes.md",
    births=(Birth("open", "payment.dispute.created", _CARRIES, _opened),),
    rows=(
        Row("draft", ("open",), SAME),
        Row("submit", ("open",), "under_review", emits="payment.dispute.under_review", carries=_CARRIES),
        Row(
            "ask",
            ("under_review",),
            "open",
            emits="payment.dispute.action_required",
            carries=_CARRIES,
            effect=_returns,
        ),
        Row("accept", ("open",), "lost", emits="payment.dispute.lost", carries=_CARRIES, effect=_loses, posts=_lost),
        Row("lose", _UNDECIDED, "lost", emits="payment.dispute.lost", carries=_CARRIES, effect=_loses, posts=_lost),
        Row("win", _UNDECIDED, "won", emits="payment.dispute.won", carries=_CARRIES, effect=_wins, posts=_won),
        Row(
            "close",
            _UNDECIDED,
            "closed",
            emits="payment.dispute.closed",
            carries=_CARRIES,
            effect=_closes,
            posts=_closed,
        ),
    ),
    refusals={("*", event): texts.STATUS for event in ("draft", "submit", "accept")},
)

MACHINES: tuple[Lifecycle, ...] = (DISPUTE,)

COUPLINGS: tuple[Coupling, ...] = ()

EXPIRY: Mapping[str, str] = {}
