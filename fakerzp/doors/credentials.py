"""Who sends a request: the key pair or the token among its headers."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

from .wire import NO_KEYS, KeyPair


def credentials(headers: Mapping[str, str | bytes]) -> tuple[dict[str, str], KeyPair]:
    """Headers as a server reads them, and the key pair among them, which is taken out of them."""
    read = {}
    for name, value in headers.items():
        read[name] = value.decode("latin-1") if isinstance(value, bytes) else value
    name = next((name for name in read if name.lower() == "authorization"), "")
    scheme, _, encoded = read.get(name, "").partition(" ")
    if scheme.lower() != "basic":
        return read, NO_KEYS
    del read[name]
    try:
        user, _, secret = base64.b64decode(encoded).decode("latin-1").partition(":")
    except (binascii.Error, ValueError):
        return read, NO_KEYS
    return read, (user, secret)


def known(pair: KeyPair, *, any_key: bool, has_token: bool = False) -> tuple[KeyPair | None, bool]:
    """Whom a request comes from, and whether any will do: the `auth` and `any_key` of the wire.

    Where any key will do, so will a partner's token; a request that carries nothing stays a stranger's.
    """
    if not any_key or pair[0]:
        return pair, any_key
    return (None, True) if has_token else (NO_KEYS, False)
