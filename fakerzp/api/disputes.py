"""Disputes: fetched, listed, accepted, contested. Banks raise them (`world/disputes`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from immutables import Map

from .. import errors
from ..entities.disputes import PROOFS, Dispute, Evidence, dispute_json, expanded_json
from ..entities.payment import payment_json
from ..errors import disputes as texts
from ..world.recon import transaction
from .endpoint import Call, Routes, Says
from .fields import Field, Integer, ListOf, Shape, String
from .lists import expansions, page

routes = Routes()

EXPANDABLE = ("payment", "transaction.settlement")


@dataclass(frozen=True, slots=True)
class Documents:
    """A list of documents' ids."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> tuple[str, ...]:
        """The ids; whose documents they are is looked at later."""
        if not isinstance(value, list):
            raise call.error("object", field=name)
        if not all(isinstance(one, str) for one in value):
            raise texts.FILE.error(field=name)
        return tuple(value)


@dataclass(frozen=True, slots=True)
class Action:
    """`draft` or `submit`; nothing is a draft (api/disputes/contest.md)."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> str:
        """What is to be done with the evidence."""
        if value not in ("draft", "submit", ""):
            raise texts.ACTION.error(field=name)
        return str(value)


_OTHER = Shape({"type": String(required=True), "document_ids": Documents(required=True)})
_EVIDENCE: dict[str, Field] = {
    "amount": Integer(least=0),
    "summary": String(most=1000),
    **{name: Documents() for name in PROOFS},
    "others": ListOf(_OTHER),
    "action": Action(),
}


def _says(call: Call) -> Says:
    """An id with another prefix is one that does not exist, one of another form is not valid."""
    prefixed = not call.path or call.path[0].startswith("disp_")
    return {
        "unknown_id": errors.UNKNOWN_DOT,
        "invalid_id": errors.INVALID_DOT if prefixed else errors.UNKNOWN_DOT,
        "extra": errors.EXTRA_DOT,
    }


@routes.add(
    "GET",
    "/v1/disputes",
    "api/disputes/fetch-all.md",
    python="dispute.all(data={}, **kwargs)",
    node="disputes.all(params = {}, callback)",
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of disputes, newest first; `expand[]` adds their payments or what they took from the balance."""
    wanted = _wanted(call)
    return page(call, "dispute", lambda one: _with(call, one, wanted), takes=("expand[]", "expand"))


@routes.add(
    "GET",
    "/v1/disputes/{id}",
    "api/disputes/fetch.md",
    python="dispute.fetch(dispute_id, data={}, **kwargs)",
    node="disputes.fetch(disputeId, callback)",
    says=_says,
)
def fetch(call: Call, dispute_id: str) -> dict[str, Any]:
    """One dispute. With `expand[]`, wrapped as both pages on that show it: the dispute is `data` of the answer."""
    wanted = _wanted(call)
    shown = _with(call, call.find("dispute", dispute_id), wanted)
    return {"status_code": 200, "success": True, "data": shown} if wanted else shown


@routes.add(
    "POST",
    "/v1/disputes/{id}/accept",
    "api/disputes/accept.md",
    python="dispute.accept(dispute_id, data={}, **kwargs)",
    node="disputes.accept(disputeId, callback)",
    body=Shape({}),
    says=_says,
)
def accept(call: Call, dispute_id: str) -> dict[str, Any]:
    """Accept an open dispute: it is lost, and its amount is taken from the balance."""
    dispute: Dispute = call.find("dispute", dispute_id)
    call.shaped()
    _answerable(call, dispute, "accept")
    return dispute_json(call.world.law.move(call.books, dispute, "accept", call.now))


@routes.add(
    "PATCH",
    "/v1/disputes/{id}/contest",
    "api/disputes/contest.md",
    python="dispute.contest(dispute_id, data={}, **kwargs)",
    node="disputes.contest(disputeId, param, callback)",
    body=Shape(_EVIDENCE),
    says=_says,
)
def contest(call: Call, dispute_id: str) -> dict[str, Any]:
    """Add evidence to an open dispute; with `action` submit, hand all of it in for the bank's review."""
    dispute: Dispute = call.find("dispute", dispute_id)
    fields = call.shaped()
    event = "submit" if fields.pop("action", "") == "submit" else "draft"
    _answerable(call, dispute, event)
    if fields.get("amount", 0) > dispute.amount:
        raise texts.AMOUNT.error(field="amount")
    evidence = _merged(dispute.evidence, fields)
    for document_id in evidence.documents:
        _check_document(call, document_id)
    if event == "submit":
        if not evidence.documents:
            raise texts.NO_DOCUMENT.error()
        evidence = evidence._replace(submitted_at=call.now)
    return dispute_json(call.world.law.move(call.books, dispute, event, call.now, evidence=evidence))


def _answerable(call: Call, dispute: Dispute, event: str) -> None:
    if not call.world.law.allows(dispute, event):
        raise call.world.law.refuse(dispute, event)
    if call.now > dispute.respond_by:
        raise texts.DEADLINE.error()


def _merged(evidence: Evidence, fields: dict[str, Any]) -> Evidence:
    """The evidence with what was sent; what was not stays, and an empty list takes away."""
    proofs = dict(evidence.proofs)
    proofs.update({name: fields[name] for name in PROOFS if name in fields})
    others = evidence.others
    if "others" in fields:
        others = tuple((one["type"], one["document_ids"]) for one in fields["others"])
    return evidence._replace(
        amount=fields.get("amount", evidence.amount),
        summary=fields.get("summary", evidence.summary),
        proofs=Map({name: ids for name, ids in proofs.items() if ids}),
        others=others,
    )


def _check_document(call: Call, document_id: str) -> None:
    """Documents are the merchant's own, uploaded before."""
    document = call.books.get(document_id)
    if document is None or document.KIND != "document":
        raise texts.FILE.error()


def _wanted(call: Call) -> list[str]:
    wanted = expansions(call)
    for n, name in enumerate(wanted):
        if name not in EXPANDABLE:
            raise texts.EXPAND.error(field=f"expand.{n}")
    return wanted


def _with(call: Call, dispute: Dispute, wanted: Collection[str]) -> dict[str, Any]:
    if not wanted:
        return dispute_json(dispute)
    books = call.books
    moved = transaction(books, dispute, "create", "accept", "lose", "win", "close", settlement=True)
    shown = expanded_json(dispute, call.account, moved if "transaction.settlement" in wanted else None)
    if "payment" in wanted:
        shown["payment"] = payment_json(books.get(dispute.payment_id))
    return shown
