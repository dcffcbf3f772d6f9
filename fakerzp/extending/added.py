"""Endpoints that plugins add, between those that the fake answers and those that it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..api.endpoint import Endpoint, Routes
from ..api.registry import endpoints

_SIGNATURE = re.compile(r"[A-Za-z]\w*\.[A-Za-z]\w*\(.*\)")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def together(declared: list[Any], by: str) -> tuple[tuple[Endpoint, ...], tuple[Endpoint, ...]]:
    """All endpoints of plugins in the order in which they are looked for, and those that were added; `by` says by whom.

    Raises TypeError for what is no declaration, ValueError for one that stands where another one answers.
    """
    own = endpoints()
    has_own = any(given is own for given in declared)
    added = [
        endpoint for given in reversed(declared) if given is not own for endpoint in _read(given, by)
    ]
    if not added:
        return (own if has_own else ()), ()
    faked = [endpoint for endpoint in own if endpoint.handler is not None] if has_own else []
    refused = [endpoint for endpoint in own if endpoint.handler is None] if has_own else []
    _check_apart(faked, added, by)
    return (*faked, *added, *refused), tuple(added)


def _read(given: Any, by: str) -> list[Endpoint]:
    from ..fake import FakeRazorpay

    found = given.endpoints if isinstance(given, Routes) else list(given) if isinstance(given, Iterable) else [given]
    for endpoint in found:
        if not isinstance(endpoint, Endpoint):
            raise TypeError(f"fakerzp_endpoints of {by} returns Routes or a list of Endpoint, not {endpoint!r}")
        what = f"fakerzp_endpoints of {by}: {endpoint.method} {endpoint.path}"
        if endpoint.method not in METHODS:
            raise ValueError(f"{what}: the method is one of {', '.join(METHODS)}")
        if not endpoint.path.startswith("/") or endpoint.path.endswith("/"):
            raise ValueError(f"{what}: the path is as in /v1/plans/{{id}}, from the slash after the host")
        if endpoint.handler is None:
            raise ValueError(f"{what} has no handler: declare it with @routes.add(...)")
        for signature in (*endpoint.python, *endpoint.node):
            if not _SIGNATURE.match(signature):
                raise ValueError(f"{what}: {signature!r} is no name such as plan.fetch(plan_id, data={{}}, **kwargs)")
            resource = signature.partition(".")[0]
            if hasattr(FakeRazorpay, resource) and resource != "webhooks":
                raise ValueError(f"{signature}: rzp.{resource} is a part of the fake; choose another name")
    return list(found)


def _check_apart(faked: list[Endpoint], added: list[Endpoint], by: str) -> None:
    """No two that answer share a method and path, or a name."""
    taken: dict[str, Endpoint] = {}
    for endpoint in (*faked, *added):
        keys = [f"{endpoint.method} {_shape(endpoint.path)}", *_names(endpoint)]
        for key in keys:
            other = taken.get(key)
            if other is not None and endpoint not in faked:
                whose = "is answered by the fake itself" if other in faked else "is added twice"
                raise ValueError(
                    f"fakerzp_endpoints of {by}: {key} {whose}; to answer a call in its place, use fakerzp_request"
                )
            taken.setdefault(key, endpoint)


def _shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _names(endpoint: Endpoint) -> list[str]:
    return [signature.partition("(")[0] for signature in (*endpoint.python, *endpoint.node)]
