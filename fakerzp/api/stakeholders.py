"""Stakeholders of accounts, and the documents of proof of both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..entities.base import collection, evolve
from ..entities.onboarding import Proof, Stakeholder, stakeholder_json
from ..entities.requirements import ACCOUNT_PROOFS, STAKEHOLDER_PROOFS
from ..errors import accounts as texts
from . import account_fields as checks
from .account_fields import Told
from .endpoint import Call, Routes
from .fields import Anything, Email, Flag, NotesField, Shape, String
from .linked_accounts import found, linked

routes = Routes()

_IMAGES = ("jpeg", "png", "pdf")
_FILE_NAME = re.compile(r"\.(jpe?g|png|pdf)\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?\Z")
_RESIDENTIAL = Shape(
    {
        "street": String(most=255, least=10),
        "city": String(most=32, least=2),
        "state": String(most=32, least=2),
        "postal_code": Told(least=2, most=10),
        "country": String(most=64, least=2),
    }
)


@dataclass(frozen=True, slots=True)
class Percentage:
    """Up to 100, whole or not."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> Any:
        """The number, also if it was sent as text; raises the API error of what is none."""
        if isinstance(value, str) and _NUMBER.match(value):
            value = float(value) if "." in value else int(value)
        if type(value) not in (int, float):
            raise call.error("integer", field=name)
        if not 0 <= value <= 100:
            raise call.error("too_large", field=name, limit=100)
        return value


_FIELDS: Mapping[str, Any] = {
    "percentage_ownership": Percentage(),
    "relationship": Shape({"director": Flag(), "executive": Flag()}),
    "phone": Shape({"primary": Told(least=8, most=11), "secondary": Told(least=8, most=11)}),
    "addresses": Shape({"residential": _RESIDENTIAL}),
    "kyc": Shape({"pan": String(most=10, least=10)}),
    "notes": NotesField(512),
}
_CREATE = Shape({"name": String(most=255, required=True), "email": Email(required=True), **_FIELDS})
_EDIT = Shape({"name": String(most=255), "email": Email(), **_FIELDS})
_PAIRS = {"relationship": "relationship", "phone": "phone", "kyc": "kyc"}


def _changes(fields: dict[str, Any], before: Stakeholder | None) -> dict[str, Any]:
    plain = ("name", "email", "percentage_ownership", "notes")
    told: dict[str, Any] = {name: fields[name] for name in plain if name in fields}
    for name in _PAIRS:
        if name in fields:
            known = dict(getattr(before, name)) if before is not None else {}
            told[name] = tuple({**known, **fields[name]}.items())
    if "residential" in fields.get("addresses", {}):
        known = dict(before.residential) if before is not None else {}
        told["residential"] = tuple({**known, **fields["addresses"]["residential"]}.items())
    pan = fields.get("kyc", {}).get("pan")
    if pan is not None and not checks.is_pan(pan):
        raise texts.PAN.error(field="kyc.pan")
    return told


@routes.add(
    "POST",
    "/v2/accounts/{id}/stakeholders",
    "api/partners/stakeholder/create.md",
    python="stakeholder.create(account_id, data={}, **kwargs)",
    node="stakeholders.create(accountId, params, callback)",
    body=_CREATE,
)
def create(call: Call, account_id: str) -> dict[str, Any]:
    """Add a stakeholder; a linked account has one at most."""
    account = linked(call, account_id)
    checks.check_text(call)
    fields = call.shaped()
    told = _changes(fields, None)
    if account.KIND == "linked_account" and call.books.newest("stakeholder", field="account_id", value=account_id):
        raise texts.ONE_STAKEHOLDER.error()
    call.world.onboarding.told(call.books, account, checks.references(fields))
    made = Stakeholder(
        id=call.world.ledger.new_id("sth_"),
        created_at=call.now,
        account_id=account_id,
        **told,
    )
    call.books.add(made)
    call.world.onboarding.assess(call.books, account)
    return stakeholder_json(made)


def _of(call: Call, account_id: str, stakeholder_id: str) -> Stakeholder:
    stakeholder = call.books.get(stakeholder_id)
    if not isinstance(stakeholder, Stakeholder) or stakeholder.account_id != account_id:
        raise texts.NO_STAKEHOLDER.error()
    return stakeholder


@routes.add(
    "GET",
    "/v2/accounts/{id}/stakeholders",
    "api/partners/stakeholder/fetch-all.md",
    python="stakeholder.all(account_id, data={}, **kwargs)",
    node="stakeholders.all(accountId, callback)",
)
def fetch_all(call: Call, account_id: str) -> dict[str, Any]:
    """All stakeholders of an account, newest first."""
    found(call, account_id)
    if call.query:
        raise call.error("extra", extra=", ".join(call.query))
    shown = call.books.newest("stakeholder", field="account_id", value=account_id)
    return collection([stakeholder_json(one) for one in shown])


@routes.add(
    "GET",
    "/v2/accounts/{id}/stakeholders/{stakeholder_id}",
    "api/partners/stakeholder/fetch-with-id.md",
    python="stakeholder.fetch(account_id, stakeholder_id, data={}, **kwargs)",
    node="stakeholders.fetch(accountId, stakeholderId, callback)",
)
def fetch(call: Call, account_id: str, stakeholder_id: str) -> dict[str, Any]:
    """One stakeholder."""
    found(call, account_id)
    return stakeholder_json(_of(call, account_id, stakeholder_id))


@routes.add(
    "PATCH",
    "/v2/accounts/{id}/stakeholders/{stakeholder_id}",
    "api/partners/stakeholder/update.md",
    python="stakeholder.edit(account_id, stakeholder_id, data={}, **kwargs)",
    node="stakeholders.edit(accountId, stakeholderId, params, callback)",
    body=_EDIT,
)
def edit(call: Call, account_id: str, stakeholder_id: str) -> dict[str, Any]:
    """Tell more of a stakeholder, or otherwise, while Razorpay does not look at the account."""
    account = linked(call, account_id)
    stakeholder = _of(call, account_id, stakeholder_id)
    checks.check_text(call)
    fields = call.shaped()
    told = _changes(fields, stakeholder)
    call.world.onboarding.told(call.books, account, checks.references(fields))
    edited = evolve(stakeholder, **told)
    call.books.put(edited)
    call.world.onboarding.assess(call.books, account)
    return stakeholder_json(edited)


# -- documents of proof

_UPLOAD = Shape({"file": Anything(required=True), "document_type": String(required=True)}, open=True)


def file_name(call: Call, value: Any) -> str | None:
    """The name of a file that was uploaded, in a form or, as samples have it, by name; None for what is no such file.

    What a file begins with tells what it is, where there is a file; else its name does (inferred).
    """
    is_form = "multipart/form-data" in (call.header("content-type") or "").lower()
    # Fields of a form named file[size] and so on are texts, and make no file.
    if is_form and isinstance(value, dict) and isinstance(value.get("size"), int):
        name = str(value.get("filename") or "file")
        return name if value.get("format") in _IMAGES else None
    if isinstance(value, str) and _FILE_NAME.search(value):
        return value.removeprefix("@").rpartition("/")[2]
    return None


def _uploaded(call: Call, account: Any, stakeholder: Stakeholder | None, proofs: Mapping[str, str]) -> dict[str, Any]:
    fields = call.shaped()
    name, sort = file_name(call, fields["file"]), fields["document_type"].lower()
    if sort not in proofs:
        raise texts.DOCUMENT_TYPE.error(field="document_type", type=fields["document_type"])
    if name is None:
        raise texts.NOT_A_FILE.error(field="file")
    proves = proofs[sort]
    if proves != "additional_documents":
        call.world.onboarding.told(call.books, account, {f"{proves}.{sort}"})
    ledger = call.world.ledger
    proof = Proof(
        id=ledger.new_id("doc_"),
        created_at=call.now,
        account_id=account.id,
        stakeholder_id=stakeholder.id if stakeholder is not None else None,
        type=sort,
        proves=proves,
        url=ledger.short_url(),
        name=name,
    )
    call.books.add(proof)
    call.world.onboarding.assess(call.books, account)
    return {proves: [{"type": sort, "url": proof.url}]}


def _listed(proofs: list[Proof]) -> dict[str, Any]:
    """Documents by what they prove, oldest first."""
    shown: dict[str, Any] = {}
    for proof in reversed(proofs):
        shown.setdefault(proof.proves, []).append({"type": proof.type, "document_id": proof.id})
    return shown


@routes.add(
    "POST",
    "/v2/accounts/{id}/documents",
    "api/partners/upload-document/upload-account-documents.md",
    python="account.uploadAccountDoc(account_id, data={}, **kwargs)",
    node="accounts.uploadAccountDoc(accountId, params, callback)",
    body=_UPLOAD,
    multipart=True,
)
def upload_of_account(call: Call, account_id: str) -> dict[str, Any]:
    """Upload a document of proof of an account."""
    return _uploaded(call, found(call, account_id), None, ACCOUNT_PROOFS)


@routes.add(
    "GET",
    "/v2/accounts/{id}/documents",
    "api/partners/upload-document/fetch-account-documents.md",
    python="account.fetchAccountDoc(account_id, data={}, **kwargs)",
    node="accounts.fetchAccountDoc(accountId, callback)",
)
def documents_of_account(call: Call, account_id: str) -> dict[str, Any]:
    """The documents of proof of an account, by what they prove."""
    found(call, account_id)
    proofs = call.books.newest("proof", field="account_id", value=account_id)
    return _listed([proof for proof in proofs if proof.stakeholder_id is None])


@routes.add(
    "POST",
    "/v2/accounts/{id}/stakeholders/{stakeholder_id}/documents",
    "api/partners/upload-document/upload-stakeholder-documents.md",
    python="stakeholder.uploadStakeholderDoc(account_id, stakeholder_id, data={}, **kwargs)",
    node="stakeholders.uploadStakeholderDoc(accountId, stakeholderId, params, callback)",
    body=_UPLOAD,
    multipart=True,
)
def upload_of_stakeholder(call: Call, account_id: str, stakeholder_id: str) -> dict[str, Any]:
    """Upload a document of proof of a stakeholder."""
    account = found(call, account_id)
    return _uploaded(call, account, _of(call, account_id, stakeholder_id), STAKEHOLDER_PROOFS)


@routes.add(
    "GET",
    "/v2/accounts/{id}/stakeholders/{stakeholder_id}/documents",
    "api/partners/upload-document/fetch-stakeholder-documents.md",
    python="stakeholder.fetchStakeholderDoc(account_id, stakeholder_id, data={}, **kwargs)",
    node="stakeholders.fetchStakeholderDoc(accountId, stakeholderId, callback)",
)
def documents_of_stakeholder(call: Call, account_id: str, stakeholder_id: str) -> dict[str, Any]:
    """The documents of proof of a stakeholder, by what they prove."""
    found(call, account_id)
    _of(call, account_id, stakeholder_id)
    return _listed(call.books.newest("proof", field="stakeholder_id", value=stakeholder_id))
