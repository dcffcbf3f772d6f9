"""What every record is: frozen, with an id, a moment of creation and the steps that it went through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

Notes = tuple[tuple[str, Any], ...]


class Step(NamedTuple):
    """One step of an entity: the status it reached, when (Unix seconds), and why (the law's event)."""

    status: str
    at: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The common part. `KIND` names the lifecycle; `INDEXED` names the fields that lists can be asked by."""

    KIND: ClassVar[str] = ""
    INDEXED: ClassVar[tuple[str, ...]] = ()

    id: str
    created_at: int
    status: str | None = None
    steps: tuple[Step, ...] = field(default=(), repr=False)


def notes_json(notes: Notes) -> Any:
    """Notes as Razorpay answers them: an object, or an empty list when there are none."""
    return dict(notes) if notes else []


def collection(items: list[Any]) -> dict[str, Any]:
    """A list as Razorpay wraps it: {entity, count, items}."""
    return {"entity": "collection", "count": len(items), "items": items}
