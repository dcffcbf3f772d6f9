"""The bytes of a webhook: the body in one of several spellings of the same JSON, and the headers that go with it.

Razorpay promises no spelling, and says to verify the raw body (webhooks/validate-test.md). A handler that parses the
body and writes it again before it verifies the signature works for one spelling by luck; the others find it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from ..utility import sign

STYLES = ("compact", "spaced", "escaped", "sorted", "shuffled", "mixed")
_EXCLUSIVE = (("compact", "spaced"), ("sorted", "shuffled"))

T = TypeVar("T")


class Headers(dict[str, str]):
    """Headers spelled as they are sent; looked up in any case, as in every web framework."""

    def _spelled(self, name: object) -> object:
        return next((key for key in self if isinstance(name, str) and key.lower() == name.lower()), name)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(str(self._spelled(name)))

    def __contains__(self, name: object) -> bool:
        return super().__contains__(self._spelled(name))

    def get(self, name: str, default: T | None = None) -> str | T | None:  # type: ignore[override]
        """The header's value in whatever case it is named, or the default."""
        return super().get(str(self._spelled(name)), default)


def secret_of(secret: str | None) -> str | None:
    """A webhook's secret; a blank one is none, as on the dashboard. Raises TypeError for what is no text."""
    if not isinstance(secret, (str, type(None))):
        raise TypeError(f"a webhook's secret is text, not {type(secret).__name__}")
    return secret or None


def styles_of(style: str | Iterable[str]) -> frozenset[str]:
    """The spellings asked for, as one name or several; raises ValueError for an unknown name or two that contradict."""
    wanted = frozenset((style,) if isinstance(style, str) else style)
    unknown = wanted - set(STYLES)
    if unknown:
        raise ValueError(f"there is no style {min(unknown)!r}; there are {', '.join(STYLES)}")
    for pair in _EXCLUSIVE:
        if wanted >= set(pair):
            raise ValueError(f"a body cannot be both {pair[0]} and {pair[1]}")
    if "mixed" in wanted and len(wanted) > 1:
        raise ValueError("mixed chooses the style of each event itself; it goes with no other")
    return wanted


def body_of(event: Mapping[str, Any], styles: frozenset[str], chance: int) -> bytes:
    r"""The event as UTF-8 JSON in that style; `chance` decides what a style leaves open.

    compact (default): no spaces, text as it is. spaced: a space after each comma and colon. escaped: `\/` and
    `\u20b9`, as PHP writes. sorted, shuffled: the keys' order. mixed: another mixture of these for each event.
    """
    if "mixed" in styles:
        styles = _mixture(chance)
    if "shuffled" in styles:
        from random import Random

        event = _shuffled(event, Random(chance))
    text = _COMPACT.encode(event) if styles <= {"compact", "shuffled"} else _encoder(styles).encode(event)
    if "escaped" in styles:
        text = text.replace("/", "\\/")
    # Half a surrogate pair has no UTF-8; written as its escape it is the same JSON.
    return text.encode("utf-8", "backslashreplace")


def _encoder(styles: frozenset[str]) -> json.JSONEncoder:
    return json.JSONEncoder(
        ensure_ascii="escaped" in styles,
        separators=(", ", ": ") if "spaced" in styles else (",", ":"),
        sort_keys="sorted" in styles,
        check_circular=False,
    )


_COMPACT = _encoder(frozenset())


def _mixture(chance: int) -> frozenset[str]:
    flags = {name for bit, name in ((1, "spaced"), (2, "escaped")) if chance & bit}
    return frozenset(flags | {("compact", "sorted", "shuffled")[(chance >> 2) % 3]})


def _shuffled(value: Any, random: Any) -> Any:
    if isinstance(value, Mapping):
        keys = list(value)
        random.shuffle(keys)
        return {key: _shuffled(value[key], random) for key in keys}
    return [_shuffled(item, random) for item in value] if isinstance(value, list) else value


def headers_of(body: bytes, event_id: str, secret: str | None) -> Headers:
    """What Razorpay sends with a body; without a secret there is no signature.

    The user agent is inferred: no page names it, and every capture of a real webhook shows it.
    """
    headers = Headers({"Content-Type": "application/json", "User-Agent": "Razorpay-Webhook/v1"})
    if secret is not None:
        headers["X-Razorpay-Signature"] = sign(body, secret)
    headers["x-razorpay-event-id"] = event_id
    return headers
