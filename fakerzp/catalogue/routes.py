"""Every call of Razorpay as the fake knows it, read from the declarations: what `fakerzp routes` lists.

No call is named here, so none can be forgotten. `docs/calls.md` is written by `fakerzp routes --markdown`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from ..api.endpoint import Endpoint
from ..api.refused import NOT_FOUND
from ..api.registry import endpoints

SCHEMA = 1
REFUSED, NOWHERE = "refused", "nowhere"
ANSWERED = ("documented", "sdk", "inferred")
FAKED = (*ANSWERED, REFUSED, NOWHERE)
"""How far a call is faked: answered as its page says, as an SDK shows, or as we infer; refused; or no URL at all."""
METHODS = ("POST", "GET", "PUT", "PATCH", "DELETE")
_LOST = "Razorpay has no such URL, and answers so"
_BASE = "razorpay-python/razorpay/resources/base.py"


class Route(NamedTuple):
    """One call: `python` and `node` are the SDKs' signatures, `source` the page or the SDK's file that has it.

    `faked` is one of FAKED, and `why` says what is missing where it is not answered. `resource` is what the Python
    SDK calls it, or what the path begins with where that SDK has nothing of the kind.
    """

    resource: str
    method: str
    path: str
    python: tuple[str, ...]
    node: tuple[str, ...]
    source: str
    faked: str
    why: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """What both SDKs call it, without parameters: Python's names first."""
        return (*map(bare, self.python), *map(bare, self.node))


def bare(signature: str) -> str:
    """A signature without its parameters."""
    return signature.partition("(")[0]


def routes(added: Iterable[Endpoint] = ()) -> tuple[Route, ...]:
    """All calls, by resource and path; `added` are those of plugins."""
    declared = (*added, *endpoints())
    named = _resources(declared)
    in_python = _python_names(declared)
    found = [
        Route(
            _resource_of(each, named, in_python),
            each.method,
            each.path,
            each.python,
            each.node,
            each.source,
            each.basis if each.refused is None else REFUSED,
            each.refused,
        )
        for each in declared
    ]
    found += [
        Route(_resource(python[0]), method, path, python, (), _BASE, NOWHERE, _LOST)
        for python, method, path in NOT_FOUND
    ]
    return tuple(sorted(found, key=_place))


def chosen(
    found: Sequence[Route], words: Iterable[str] = (), resource: str | None = None, faked: str | None = None
) -> tuple[Route, ...]:
    """Those that have all the words somewhere, of that resource (as either SDK names it), and faked so far.

    Raises LookupError, naming what is near, for a resource that there is not.
    """
    if resource is not None:
        known = {name for route in found for name in _called(route)}
        if resource not in known:
            close = get_close_matches(resource, sorted(known), n=1, cutoff=0.5)
            meant = f"; did you mean {close[0]}?" if close else "."
            listed = ", ".join(dict.fromkeys(route.resource for route in found))
            raise LookupError(f"there is no resource {resource!r}{meant} There are {listed}")
    wanted = [word.lower() for word in words]
    return tuple(
        route
        for route in found
        if (resource is None or resource in _called(route))
        and (faked is None or route.faked == faked)
        and all(word in _text_of(route) for word in wanted)
    )


def route_json(route: Route) -> dict[str, Any]:
    """The call as JSON: one object, names with their parameters."""
    return {**route._asdict(), "python": list(route.python), "node": list(route.node)}


def counted(found: Iterable[Route]) -> dict[str, int]:
    """How many are faked how far, in the order of FAKED."""
    kinds = [route.faked for route in found]
    return {kind: kinds.count(kind) for kind in FAKED if kind in kinds}


def _called(route: Route) -> set[str]:
    return {route.resource, *map(_resource, route.names)}


def _text_of(route: Route) -> str:
    said = (f"{route.method} {route.path}", *route.names, route.source, route.faked, route.why or "")
    return "\n".join(said).lower()


def _place(route: Route) -> tuple[str, int, str, int]:
    return route.resource, route.faked == NOWHERE, route.path, METHODS.index(route.method)


def _python_names(declared: Iterable[Endpoint]) -> dict[str, str]:
    """What Python calls each resource of Node's, by the first call that both have."""
    found: dict[str, str] = {}
    for endpoint in declared:
        for node in endpoint.node if endpoint.python else ():
            found.setdefault(_resource(node), _resource(endpoint.python[0]))
    return found


def _resources(declared: Iterable[Endpoint]) -> dict[tuple[str, ...], str]:
    """What Python calls the resource below each beginning of a path, of the first call that has a name there."""
    found: dict[tuple[str, ...], str] = {}
    for endpoint in declared:
        if endpoint.python:
            segments = _segments(endpoint.path)
            for length in range(2, len(segments) + 1):
                found.setdefault(segments[:length], _resource(endpoint.python[0]))
    return found


def _resource_of(endpoint: Endpoint, named: dict[tuple[str, ...], str], in_python: dict[str, str]) -> str:
    if endpoint.python:
        return _resource(endpoint.python[0])
    if endpoint.node:
        own = _resource(endpoint.node[0])
        return in_python.get(own, own)
    segments = _segments(endpoint.path)
    if segments[0] not in ("v1", "v2"):
        return "oauth"  # the only host besides is that of partners' sign-on
    for length in range(len(segments), 1, -1):
        if segments[:length] in named:
            return named[segments[:length]]
    return segments[1]


def _resource(signature: str) -> str:
    return signature.partition(".")[0]


def _segments(path: str) -> tuple[str, ...]:
    return tuple("{}" if part.startswith("{") else part for part in path.strip("/").split("/"))
