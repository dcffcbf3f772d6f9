"""Disputes; the evidence is of the tool's own documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.contract.documented_world import Call, Miss, Step

DISPUTE = "/v1/disputes/disp_1Aa00000000001"
_DOCUMENTS = ["doc_1Aa00000000001", "doc_1Aa00000000001"]
_OTHERS = [{"type": "receipt_signed_by_customer", "document_ids": _DOCUMENTS}]
_EVIDENCE = {"amount": 5000, "summary": "goods delivered", "shipping_proof": _DOCUMENTS, "others": _OTHERS}


def dispute(then: Callable[[Any, str], object] = lambda world, dispute: None, **how: Any) -> Step:
    """A dispute of 10000, and what became of it."""

    def first(world: Any) -> None:
        world.staged["disp"] = world.rzp.bank.dispute(world.make_pay(), 10000, **how)["id"]
        then(world, world.staged["disp"])

    return first


def contested(world: Any, dispute_id: str) -> None:
    evidence = {"proof_of_service": [world.get("doc")], "summary": "testing", "action": "submit"}
    evidence["others"] = [{"type": "second", "document_ids": [world.get("doc")]}]
    world.rzp.dispute.contest(dispute_id, evidence)


API: tuple[str, ...] = ("disputes",)
GUIDE: tuple[str, ...] = ("disputes",)
CALLS: tuple[tuple[str, Call], ...] = (
    (r"(guide\.payments\.disputes\.presentments|disputes)\.fetch-all(-disputes)?", Call(dispute())),
    (r"disputes\.fetch-dispute-expanded-(payment|transaction)", Call(dispute(contested), path=DISPUTE)),
    (r"disputes\.fetch", Call(dispute(), path=DISPUTE)),
    (r"disputes\.accept", Call(dispute(), path=f"{DISPUTE}/accept")),
    (r"disputes\.contest", Call(dispute(), path=f"{DISPUTE}/contest", body={**_EVIDENCE, "action": "submit"})),
)
EXCEPTIONS: Mapping[str, Miss] = {
    "disputes.fetch-dispute-expanded-payment": Miss(
        "the page shows the sample of the other page, of expand[]=transaction.settlement; a dispute that is expanded by"
        " its payment has it",
        ("dispute.payment",),
    ),
}
