"""`requests` under a patch: a session that looks for an adapter for Razorpay's API finds one that a fake answers.

An adapter of the caller's own, and one that tries again by itself, does its work as ever: what it sends goes through
urllib3, and is served there (see `by_http`).
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from .hosts import API, AUTH, is_api
from .in_force import Force, Served

HOME = f"https://{API}"
_SERVED = (f"{HOME}/", f"https://{AUTH}/")


def sessions(module: ModuleType, force: Force) -> None:
    """Replace in `requests.sessions` how a session finds the adapter for a URL."""
    force.swap(module.Session, "get_adapter", _get_adapter)


def _get_adapter(before: Callable[[Any, str], Any], force: Force) -> Callable[[Any, str], Any]:
    def get_adapter(self: Any, url: str) -> Any:
        adapter = before(self, url)
        served = force.served
        if served and _is_api(url) and url.startswith(_SERVED) and _is_plain(adapter):
            return served[-1].made("requests", _line)
        return adapter

    return get_adapter


def _is_api(url: str) -> bool:
    parts = urlsplit(url)
    return is_api(parts.hostname, parts.port, parts.scheme)


def _is_plain(adapter: Any) -> bool:
    """Whether an adapter would do nothing but send: the class as shipped, without retries."""
    from requests.adapters import HTTPAdapter

    return type(adapter) is HTTPAdapter and not adapter.max_retries.total


def _line(served: Served) -> Any:
    from .transport import Line

    return Line(served.fake, _Razorpay, any_key=served.any_key)


class _Razorpay:
    """What a line asks for its base URL, where there is no client."""

    base_url = HOME
