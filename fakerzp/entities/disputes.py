"""Disputes: api/disputes/entity.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, NamedTuple

from immutables import Map

from .base import Record, record

PHASES: Final = ("fraud", "retrieval", "chargeback", "pre_arbitration", "arbitration")
PROOFS: Final = (
    *("shipping_proof", "billing_proof", "cancellation_proof", "customer_communication", "proof_of_service"),
    *("explanation_letter", "refund_confirmation", "access_activity_log", "refund_cancellation_policy"),
    "term_and_conditions",
)
"""What evidence consists of: lists of documents' ids."""


class Evidence(NamedTuple):
    """What the merchant says to a dispute; `amount` is how much of it is contested (smallest unit).

    `proofs` are documents' ids by kind of proof, `others` those by a kind of the merchant's own.
    """

    amount: int
    summary: str | None = None
    proofs: Map[str, tuple[str, ...]] = Map()
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()
    submitted_at: int | None = None

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of all its documents."""
        lists = (*self.proofs.values(), *(ids for _, ids in self.others))
        return tuple(one for ids in lists for one in ids)


@record
class Dispute(Record):
    """A dispute (`disp_`). `amount` in the smallest unit of `currency`, `respond_by` in Unix seconds.

    `deducted_at_onset`: its amount was taken from the balance when it was created, and is given back if it is won.
    `adjustments` are the ids (`adj_`) of how its end and its onset move the balance.
    """

    KIND: ClassVar[str] = "dispute"
    INDEXED: ClassVar[tuple[str, ...]] = ("payment_id",)

    payment_id: str
    amount: int
    currency: str
    phase: str
    reason_code: str
    reason_description: str | None
    respond_by: int
    evidence: Evidence
    adjustments: tuple[str, str]
    deducted_at_onset: bool = False
    amount_deducted: int = 0
    gateway_dispute_id: str | None = None
    network: str | None = None

    @property
    def held(self) -> int:
        """What was taken from the balance when it was created."""
        return self.amount if self.deducted_at_onset else 0

    @property
    def liable(self) -> int:
        """What losing it costs: nothing in case of fraud, where the merchant is to refund (payments/disputes.md)."""
        return 0 if self.phase == "fraud" else self.amount

    @property
    def conceded(self) -> int:
        """What winning it costs: what the merchant did not contest, as in the sample of a won one (fetch.md)."""
        return min(self.liable, self.amount - self.evidence.amount) if self.evidence.submitted_at else 0


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Evidence as the API answers it."""
    proofs = {name: list(evidence.proofs[name]) if evidence.proofs.get(name) else None for name in PROOFS}
    others = [{"type": kind, "document_ids": list(ids)} for kind, ids in evidence.others]
    return {
        "amount": evidence.amount,
        "summary": evidence.summary,
        **proofs,
        "others": others or None,
        "submitted_at": evidence.submitted_at,
    }


def dispute_json(dispute: Dispute) -> dict[str, Any]:
    """A dispute as the API answers it."""
    return {
        "id": dispute.id,
        "entity": "dispute",
        "payment_id": dispute.payment_id,
        "amount": dispute.amount,
        "currency": dispute.currency,
        "amount_deducted": dispute.amount_deducted,
        "reason_code": dispute.reason_code,
        "respond_by": dispute.respond_by,
        "status": dispute.status,
        "phase": dispute.phase,
        "created_at": dispute.created_at,
        "evidence": evidence_json(dispute.evidence),
    }


def expanded_json(dispute: Dispute, account: str, transaction: dict[str, Any] | None) -> dict[str, Any]:
    """A dispute with more of it, as the two pages on `expand[]` show it; they spell one proof their own way."""
    shown = dispute_json(dispute)
    evidence = shown["evidence"]
    evidence["terms_and_conditions"] = evidence.pop("term_and_conditions")
    return {
        **shown,
        "gateway_dispute_id": dispute.gateway_dispute_id,
        "reason_description": dispute.reason_description,
        "comments": None,
        "lifecycle": _lifecycle(dispute, account),
        "reason": {
            "gateway_code": dispute.reason_code,
            "gateway_description": dispute.reason_description,
            "code": dispute.reason_code,
            "description": dispute.reason_description,
            "network": dispute.network,
        },
        "transaction": transaction,
    }


def _lifecycle(dispute: Dispute, account: str) -> list[dict[str, Any]]:
    """The changes of its status. Nobody of the Dashboard made them, so they are no user's (inferred)."""
    return [
        {
            "change": {"new": {"status": new.status}, "old": {"status": old.status}},
            "user_id": None,
            "created_at": new.at,
            "merchant_id": account.removeprefix("acc_"),
        }
        for old, new in zip(dispute.steps, dispute.steps[1:], strict=False)
    ]


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {"dispute": dispute_json}
