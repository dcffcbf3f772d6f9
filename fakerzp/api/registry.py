"""All endpoints together, and the way from a method and path to one of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import unquote

from .endpoint import Endpoint

# No segment of a path can be this one, since a path is split at slashes.
VARIABLE = "/"


class Match(NamedTuple):
    """The endpoint that a request reaches, and the values of its path's variables."""

    endpoint: Endpoint
    path: tuple[str, ...]


class Router:
    """A tree of path segments; literal ones go before variables."""

    def __init__(self, endpoints: tuple[Endpoint, ...]) -> None:
        self._root: dict[str, Any] = {}
        self._literal = {  # the first of a path goes before the others, as in the tree
            (endpoint.method, endpoint.path): Match(endpoint, ())
            for endpoint in reversed(endpoints)
            if "{" not in endpoint.path
        }
        for endpoint in endpoints:
            node = self._root
            for segment in endpoint.path.strip("/").split("/"):
                node = node.setdefault(VARIABLE if segment.startswith("{") else segment, {})
            node.setdefault(endpoint.method + " ", endpoint)

    def match(self, method: str, path: str) -> Match | None:
        """What answers this request, or None where Razorpay has no such URL."""
        literal = self._literal.get((method, path))
        if literal is not None:
            return literal
        if path.endswith("/"):
            path = path[:-1]
        segments = path.removeprefix("/").split("/")
        return _walk(self._root, segments, 0, method + " ", ())


def _walk(node: Mapping[str, Any], segments: list[str], n: int, method: str, found: tuple[str, ...]) -> Match | None:
    if n == len(segments):
        endpoint = node.get(method)
        return Match(endpoint, found) if endpoint is not None else None
    segment = segments[n]
    below = node.get(segment)
    if below is not None:
        match = _walk(below, segments, n + 1, method, found)
        if match is not None:
            return match
    below = node.get(VARIABLE)
    if below is not None:
        value = unquote(segment) if "%" in segment else segment
        return _walk(below, segments, n + 1, method, (*found, value))
    return None


MODULES = (
    "customers",
    "items",
    "orders",
    "payments",
    "refunds",
    "invoices",
    "payment_links",
    "registration_links",
    "tokens",
    "recurring",
    "nach_forms",
    "methods",
    "plans",
    "addons",
    "subscriptions",
    "subscription_changes",
    "qr_codes",
    "virtual_accounts",
    "bank_transfers",
    "bharat_qr",
    "route_transfers",
    "reversals",
    "linked_accounts",
    "beta_accounts",
    "stakeholders",
    "account_products",
    "partner_webhooks",
    "oauth",
    "documents",
    "device_activity",
    "disputes",
    "settlements",
    "ondemand",
    "rto",
    "order_documents",
    "server_payments",
    "otp",
    "vpa",
    "payment_fees",
    "downtimes",
    "token_hq",
    "cards",
    "iins",
    "fund_accounts",
    "eligibility",
)
"""The modules whose `routes` declare endpoints."""


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Every endpoint: the faked ones as their modules declare them, and those that are refused."""
    from .refused import REFUSED

    modules = [import_module(f".{name}", __package__) for name in MODULES]
    faked = [endpoint for module in modules for endpoint in module.routes.endpoints]
    refused = [
        Endpoint(
            row.method,
            row.path,
            row.source,
            python=row.python,
            node=row.node,
            basis="sdk" if row.basis == "sdk" else "documented",
            refused=row.why,
        )
        for row in REFUSED
    ]
    return (*faked, *refused)


@cache
def router() -> Router:
    """The router of all endpoints."""
    return Router(endpoints())
