"""A real official client, wired to a fake; nothing is patched."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .naps import without_sleep

if TYPE_CHECKING:
    from .wire import Wire


def sdk() -> Any:
    """The official package, `razorpay`. Raises ImportError, saying what to install, if it is not there."""
    try:
        return importlib.import_module("razorpay")
    except ModuleNotFoundError as missing:
        raise ImportError(
            "rzp.client() needs the official client, or a part of it that is missing "
            f"({missing.name}): pip install 'fakerzp[sdk]'",
            name=missing.name,
        ) from missing


def make_client(fake: Wire, *, session: Any = None, auth: Any = None, **options: Any) -> Any:
    """A `razorpay.Client` whose requests `fake` answers, even while another fake is patched in.

    `session`, `auth` (the fake's own keys unless given) and `options` (`base_url`, `max_retries`, ...) are as
    for `razorpay.Client`. Its auth, retries, errors and utilities run as shipped; its own version it looks up
    once, rather than at each call, and before it tries again the fake's clock moves. Raises ImportError when the
    official package is not installed.
    """
    razorpay = sdk()
    from .transport import Line, transport

    client = razorpay.Client(auth=(fake.key_id, fake.key_secret) if auth is None else auth, **options)
    # A patch that is in force would serve a plain session by its own fake; a transport stays with this one.
    client.session = transport(session, Line(fake, client, any_key=False), {})
    if hasattr(client, "_get_version"):
        client._get_version = functools.cache(client._get_version)
    if hasattr(client, "enable_retry"):
        client.request = _without_sleep(client)
    return client


def _without_sleep(client: Any) -> Callable[..., Any]:
    """The client's own `request`; while it may try again, it does not sleep in between after a fault of the fake."""

    def request(*args: Any, **options: Any) -> Any:
        shipped = type(client).request
        naps = without_sleep(type(client)) if client.retry_enabled else None
        try:
            return shipped(client, *args, **options)
        finally:
            if naps is not None:
                naps.undo()

    return request
