"""What webhooks show: disputes (webhooks/disputes.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...entities.disputes import Dispute, dispute_json, evidence_json
from ...ledger.law import Happening

ASKED = "payment.dispute.action_required"
"""The event that has the evidence beside the dispute, and not within it."""


def dispute_event_json(dispute: Dispute, happening: Happening) -> dict[str, Any]:
    """A dispute, as the API answers it."""
    shown = dispute_json(dispute)
    if happening.event == ASKED:
        del shown["evidence"]
    return shown


def evidence_beside(dispute: Dispute) -> dict[str, Any]:
    """What stands beside the entity."""
    return {"evidence": evidence_json(dispute.evidence)}


SHOWN: Mapping[str, Callable[[Any, Happening], dict[str, Any]]] = {"dispute": dispute_event_json}
SHOWN_AS: Mapping[str, tuple[str, Callable[[Any, Happening], dict[str, Any]]]] = {}
BESIDE: Mapping[tuple[str, str], Callable[[Any], dict[str, Any]]] = {(ASKED, "dispute"): evidence_beside}
"""What stands beside an entity in an event, by event and kind."""
