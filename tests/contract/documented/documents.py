"""Documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.contract.documented_world import FORM_HEADERS, Call, Miss, form

API: tuple[str, ...] = ("documents",)
GUIDE: tuple[str, ...] = ()


def uploaded(world: Any) -> None:
    """A document that was uploaded as a file."""
    fields = {"purpose": "dispute_evidence", "file": "@/home/gaurav/evidence.jpeg"}
    reply = world.rzp.request("POST", "/v1/documents", data=form(fields), headers=FORM_HEADERS)
    world.staged["doc"] = reply.body["id"]


CALLS: tuple[tuple[str, Call], ...] = (
    (r"documents\.fetch-info", Call(uploaded)),
    (r"documents\.fetch-content", Call(uploaded, path="/v1/documents/doc_1Aa00000000001/content")),
)
EXCEPTIONS: Mapping[str, Miss] = {}
