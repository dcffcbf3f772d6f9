"""A real official client, wired to a fake; nothing is patched."""

from __future__ import annotations

import functools
import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .wire import Wire


def sdk() -> Any:
    """The official package, `razorpay`. Raises ImportError, saying what to install, if it is not there."""
    try:
        return importlib.import_module("razorpay")
    except ModuleNotFoundError as missing:
        raise ImportError(
            "rzp.client() and patch() need the official client, or a part of it that is missing "
            f"({missing.name}): pip install 'fakerzp[sdk]'",
            name=missing.name,
        ) from missing


def make_client(fake: Wire, *, session: Any = None, auth: Any = None, **options: Any) -> Any:
    """A `razorpay.Client` whose requests `fake` answers, even while another fake is patched in.

    `session`, `auth` (the fake's own keys unless given) and `options` (`base_url`, `max_retries`, ...) are as
    for `razorpay.Client`. Its auth, retries, errors and utilities run as shipped; its own version it looks up
    once, rather than at each call. Raises ImportError when the official package is not installed.
    """
    razorpay = sdk()
    from .transport import Line, transport

    client = razorpay.Client(auth=(fake.key_id, fake.key_secret) if auth is None else auth, **options)
    # A patch that is in force would serve a plain session by its own fake; a transport stays with this one.
    client.session = transport(session, Line(fake, client, any_key=False), {})
    if hasattr(client, "_get_version"):
        client._get_version = functools.cache(client._get_version)
    return client
