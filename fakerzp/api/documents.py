"""Documents: evidence that is uploaded for disputes."""

from __future__ import annotations

from typing import Any

from ..doors.multipart import contents
from ..entities.documents import Document, document_json
from ..errors import documents as texts
from ..exceptions import NotFaked
from .endpoint import Blob, Call, Routes
from .fields import Anything, Shape, String
from .stakeholders import file_name

routes = Routes()

PURPOSES = ("dispute_evidence",)
_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
_BY_NAME = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
_CREATE = Shape({"file": Anything(required=True), "purpose": String(required=True)})


@routes.add(
    "POST",
    "/v1/documents",
    "api/documents/create.md",
    python="document.create(data={}, **kwargs)",
    node="documents.create(params, callback)",
    body=_CREATE,
    says=texts.SAYS_CREATE,
    multipart=True,
)
def create(call: Call) -> dict[str, Any]:
    """Upload a document: a file in a form; in JSON the name of one stands for a file whose content nobody gave."""
    fields = call.shaped()
    if fields["purpose"] not in PURPOSES:
        raise texts.PURPOSE.error(field="purpose")
    return uploaded(call, fields["purpose"], fields["file"])


def uploaded(call: Call, purpose: str, file: Any) -> dict[str, Any]:
    """The document that a file becomes; raises the page's error for what is no file of a kind that it names."""
    name = file_name(call, file)
    if name is None:
        raise texts.FILE_TYPE.error(field="file")
    content: bytes | None = None
    if isinstance(file, dict):
        mime = _TYPES[file["format"]]
        content = _content(call)
    else:
        mime = _BY_NAME[name.rpartition(".")[2].lower()]
    made = Document(
        id=call.world.ledger.new_id("doc_"),
        created_at=call.now,
        purpose=purpose,
        name=name,
        mime_type=mime,
        size=len(content) if content is not None else 0,
        content=content,
    )
    call.books.add(made)
    return document_json(made)


def _content(call: Call) -> bytes:
    raw = call.raw
    assert isinstance(raw, (str, bytes))
    found: bytes = contents(raw.encode() if isinstance(raw, str) else raw, call.header("content-type") or "")["file"]
    return found


@routes.add(
    "GET",
    "/v1/documents/{id}",
    "api/documents/fetch-info.md",
    python="document.fetch(dispute_id, data={}, **kwargs)",
    node="documents.fetch(documentId, callback)",
    says=texts.SAYS_FETCH,
)
def fetch(call: Call, document_id: str) -> dict[str, Any]:
    """What is known of a document."""
    return document_json(call.find("document", document_id))


@routes.add("GET", "/v1/documents/{id}/content", "api/documents/fetch-content.md", says=texts.SAYS_FETCH)
def fetch_content(call: Call, document_id: str) -> Blob:
    """The document itself, byte by byte."""
    document = call.find("document", document_id)
    if document.content is None:
        raise NotFaked(
            f"{document_id} was made from the name of a file alone; upload the file itself (multipart/form-data)",
            endpoint=call.endpoint.name,
        )
    return Blob(document.content, document.mime_type)
