"""What a payment link's `options` ask for: which methods its page shows, and what its order carries.

Sources: the pages under api/payments/payment-links on customised links, offers, transfers and third-party
validation. Labels, names and themes change nothing that a program sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_OFF = (False, 0, "0", "false")


def transfers_of(options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the link's order is to be shared by when it is paid (api/payments/payment-links/transfer-payments.md)."""
    transfers = _inside(options, "order").get("transfers")
    return transfers if isinstance(transfers, list) else []


def offers_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """The `offers` (ids), or the one `offer_id`, that the link's order is to have, if any."""
    order = _inside(options, "order")
    return {key: order[key] for key, kind in (("offers", list), ("offer_id", str)) if isinstance(order.get(key), kind)}


def validation_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Third-party validation: the `method` and `bank_account` that the link's order is to have, if any."""
    order = _inside(options, "order")
    found: dict[str, Any] = {}
    if isinstance(order.get("method"), str):
        found["method"] = order["method"]
    if isinstance(order.get("bank_account"), dict):
        found["bank_account"] = order["bank_account"]
    return found


def shows_method(options: Mapping[str, Any], method: str) -> bool:
    """Whether the page shows this method, by `checkout.method`, `checkout.config` and `order.method`."""
    asked = _inside(options, "order").get("method")
    if isinstance(asked, str) and asked != method:
        return False
    if isinstance(asked, dict) and asked.get(method, method in ("netbanking", "upi")) in _OFF:
        return False
    checkout = _inside(options, "checkout")
    if _inside(checkout, "method").get(method, True) in _OFF:
        return False
    return _displayed(_inside(_inside(checkout, "config"), "display"), method)


def _displayed(display: Mapping[str, Any], method: str) -> bool:
    """A hidden method is gone; without the default blocks, only those of the sequence are left."""
    hidden = display.get("hide") or []
    if {"method": method} in hidden:
        return False
    if _inside(display, "preferences").get("show_default_blocks", True) not in _OFF:
        return True
    blocks = _inside(display, "blocks")
    named = [str(name).removeprefix("block.") for name in display.get("sequence") or []]
    if method in named:
        return True
    instruments = [one for name in named for one in _inside(blocks, name).get("instruments") or []]
    return any(isinstance(one, dict) and one.get("method") == method for one in instruments)


def _inside(outer: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = outer.get(key)
    return inner if isinstance(inner, dict) else {}
