"""Documents: files that a merchant uploads as evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from .base import Record, record


@record
class Document(Record):
    """An uploaded file (`doc_`). `size` in bytes. Source: api/documents/entity.md."""

    KIND: ClassVar[str] = "document"

    purpose: str
    name: str
    mime_type: str
    size: int
    content: bytes | None


def document_json(document: Document) -> dict[str, Any]:
    """A document as the API answers it."""
    return {
        "id": document.id,
        "entity": "document",
        "purpose": document.purpose,
        "name": document.name,
        "mime_type": document.mime_type,
        "size": document.size,
        "created_at": document.created_at,
    }


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {"document": document_json}
