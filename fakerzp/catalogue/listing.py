"""The list of calls as plain text and as JSON: for pipes, logs and other programs. Always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from .routes import NOWHERE, SCHEMA, Route, counted, route_json


def text(found: Sequence[Route]) -> str:
    """A line per call under its resource, its names and where it comes from; last, how many are faked how far."""
    return "\n".join([*_lines(found), ending(found), ""])


def document(found: Sequence[Route]) -> str:
    """One JSON object: `calls`, and `counts` of how far they are faked."""
    shown = {"schema": SCHEMA, "calls": [route_json(route) for route in found], "counts": counted(found)}
    return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def ending(found: Sequence[Route]) -> str:
    """How many calls there are, and how far they are faked."""
    each = ", ".join(f"{count} {kind}" for kind, count in counted(found).items())
    return f"{len(found)} calls: {each}" if found else "no call has that"


def standing(route: Route) -> str:
    """How far it is faked, and why not further."""
    if route.faked == NOWHERE:
        return "leads nowhere"
    return f"refused: {route.why}" if route.why else route.faked


def _lines(found: Sequence[Route]) -> Iterator[str]:
    resource = None
    for route in found:
        if route.resource != resource:
            yield from (("",) if resource is not None else ())
            resource = route.resource
            yield resource
        yield f"  {route.method:<6} {route.path}"
        if route.names:
            yield f"         {', '.join(route.names)}"
        yield f"         {standing(route)}; {route.source}"
    if found:
        yield ""
