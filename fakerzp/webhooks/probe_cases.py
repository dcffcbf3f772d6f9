"""The requests of a probe: one good event in several spellings, and what only a forger or a mistake would send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..ledger import ids
from ..utility import sign
from .bodies import Headers, body_of, headers_of, styles_of

SPELLINGS = ("spaced", "escaped", "shuffled")
"""Besides the compact one: as another JSON encoder may write the same event, unless that makes no difference."""
_NOWHERE = "whsec_of_nobody"


class Sending(NamedTuple):
    """One request: whether an app should accept it (None: that depends), and what to do if it does not behave.

    `acts`: whether it may change anything.
    """

    name: str
    body: bytes
    headers: Headers
    should: bool | None
    acts: bool
    advice: str


_RAW = "verify the signature over the raw body, before it is parsed: json.dumps(request.json) is not what was signed"
_VERIFY = "verify X-Razorpay-Signature with the webhook's secret before anything else, and answer 400"
_ADVICE: Mapping[str, str] = {
    "no signature": f"{_VERIFY}; a missing header is a wrong one",
    "wrong signature": _VERIFY,
    "old secret": "after a change of the secret, take the old one only for events from before the change",
    "tampered body": f"{_VERIFY}, over the body that came; look amounts up, do not trust the request",
    "another account, its secret": _VERIFY,
    "another account, this secret": "if several accounts share this secret, compare account_id with your own",
    "written anew, first signature": _RAW,
    "empty body": "an empty body has no signature that is right: answer 400",
    "good event": "answer 2xx to what Razorpay signed, within 5 seconds, or it is tried again and the webhook disabled",
    "good event again": "keep the x-razorpay-event-id of what was handled, and answer 2xx to it without acting again",
}


def sendings(event: Mapping[str, Any], secret: str, old_secret: str | None, seed: int) -> list[Sending]:
    """The requests, in the order in which they are sent: the good event last, and then once more."""
    numbers = iter(range(1 << 20, 1 << 21))
    plain = _body(event)

    def sent(name: str, body: bytes, key: str | None, should: bool | None, signed: bytes | None = None) -> Sending:
        # An id of its own for each, lest an app that keeps ids takes it for one that it knows.
        headers = headers_of(body if signed is None else signed, ids.tail(seed, next(numbers)), key)
        return Sending(name, body, headers, should, should is not False, _ADVICE.get(name, _RAW))

    other = {**event, "account_id": "acc_" + ids.tail(seed, next(numbers))}
    wrong = sent("wrong signature", plain, secret, False)
    wrong.headers["X-Razorpay-Signature"] = sign(plain, _NOWHERE)
    tampered = _tampered(event)
    if tampered == event:
        tampered = {**event, "created_at": event["created_at"] - 1}
    anew = json.dumps(json.loads(plain), indent=1).encode()
    spellings = {name: _body(event, name, seed) for name in SPELLINGS}
    spelled = [sent(f"good event, {name}", body, secret, True) for name, body in spellings.items() if body != plain]
    good = sent("good event", plain, secret, True)
    return [
        sent("no signature", plain, None, False),
        wrong,
        sent("old secret", plain, old_secret or f"{_NOWHERE}_before", False),
        sent("tampered body", _body(tampered), secret, False, plain),
        sent("another account, its secret", _body(other), f"{_NOWHERE}_else", False),
        sent("written anew, first signature", anew, secret, False, plain),
        sent("empty body", b"", secret, False, plain),
        good,
        good._replace(name="good event again", acts=False, advice=_ADVICE["good event again"]),
        *spelled,
        sent("another account, this secret", _body(other), secret, None),
    ]


def _body(event: Mapping[str, Any], style: str = "compact", chance: int = 0) -> bytes:
    return body_of(event, styles_of(style), chance)


def _tampered(value: Any) -> Any:
    """The event with a hundredth of every amount."""
    if isinstance(value, list):
        return [_tampered(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    return {
        key: item // 100 or 1 if "amount" in key and type(item) is int else _tampered(item)
        for key, item in value.items()
    }
