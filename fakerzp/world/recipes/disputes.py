"""The ways to events: disputes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..play import Play
from .recipe import PAID, Recipe


def _opened(play: Play, phase: str = "chargeback") -> str:
    payment = play.pay(play.order())
    return str(play.rzp.bank.dispute(payment, phase=play.wanted.get("phase", phase))["id"])


def _contested(play: Play) -> str:
    dispute = _opened(play)
    file = {"purpose": "dispute_evidence", "file": ("evidence.pdf", b"%PDF-1.4")}
    document = play.rzp.document.create(file, **play.options)["id"]
    evidence = {"summary": "goods delivered", "shipping_proof": [document], "action": "submit"}
    play.rzp.dispute.contest(dispute, evidence, **play.options)
    return dispute


def _won(play: Play) -> str:
    dispute = _contested(play)
    play.rzp.bank.win_dispute(dispute)
    return dispute


def _lost(play: Play) -> str:
    dispute = _opened(play)
    play.rzp.dispute.accept(dispute, **play.options)
    return dispute


def _closed(play: Play) -> str:
    dispute = _opened(play, "fraud")
    play.rzp.bank.close_dispute(dispute)
    return dispute


def _sent_back(play: Play) -> str:
    dispute = _contested(play)
    play.rzp.bank.ask_for_evidence(dispute)
    return dispute


RECIPES: Final[Mapping[str, Recipe]] = MappingProxyType(
    {
        "payment.dispute.created": Recipe(_opened, (*PAID, "phase")),
        "payment.dispute.under_review": Recipe(_contested, (*PAID, "phase")),
        "payment.dispute.action_required": Recipe(_sent_back, (*PAID, "phase")),
        "payment.dispute.won": Recipe(_won, (*PAID, "phase")),
        "payment.dispute.lost": Recipe(_lost, (*PAID, "phase")),
        "payment.dispute.closed": Recipe(_closed, PAID),
    }
)
