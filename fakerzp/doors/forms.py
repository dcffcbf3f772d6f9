"""Form fields, nested by brackets, read as Razorpay's server reads them.

That is how PHP reads a form (inferred: empty objects come back as `[]`, as in PHP). Both official clients that send
forms write for it: PHP's with `http_build_query`, Ruby's with HTTParty and an index in each bracket (sdk). A payment's
page shows `card[number]=..` (documented: payments/payment-methods/cards/authentication/native-otp.md).

A form has text alone. What becomes of it is the field's own matter, in `fakerzp.api.fields`, and the same whether it
came in a form or in JSON:

- a number is its digits: "100" is 100 (documented for JSON by seed 4; sdk: both clients' forms);
- a switch is "1" or "0" (PHP's true and false) or "true" or "false" (Ruby's, and Node's in a query) (sdk);
- notes keep the text that came (inferred: JSON keeps a number, a form has none to keep);
- PHP leaves null out; Ruby sends it as "", which counts as missing where a field is needed (sdk).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_INDEX = re.compile(r"(?:0|-?[1-9][0-9]{0,17})\Z")
_NOT_IN_A_NAME = str.maketrans(" .[", "___")


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Form fields with brackets as nested objects and lists; of two that contradict each other the later counts."""
    fields: dict[str, Any] = {}
    for name, value in pairs:
        keys = _keys(name)
        if not keys:
            continue
        into = fields
        *stems, last = keys
        for stem in stems:
            place = _place(into, stem)
            found = into.get(place)
            if not isinstance(found, dict):
                found = into[place] = {}
            into = found
        into[_place(into, last)] = value
    return {key: _listed(value) for key, value in fields.items()}


def _keys(name: str) -> list[str | None]:
    """The keys that a name leads through, None for an empty bracket; none at all for what is no name."""
    stem, bracket, rest = name.lstrip(" ").partition("[")
    if not stem:
        return []
    keys: list[str | None] = [stem.translate(_NOT_IN_A_NAME)]
    while bracket:
        key, closed, after = rest.partition("]")
        if not closed:
            if len(keys) == 1:
                keys = [f"{keys[0]}_{rest.translate(_NOT_IN_A_NAME)}"]
            break
        keys.append(key.lstrip() or None)
        bracket, rest = after[:1] if after.startswith("[") else "", after[1:]
    return keys


def _place(into: dict[str, Any], key: str | None) -> str:
    """Where a value goes: under its key, or for an empty bracket after the largest index."""
    if key is not None:
        return key
    indexes = [int(there) for there in into if _INDEX.match(there)]
    return str(max(indexes, default=-1) + 1)


def _listed(value: Any) -> Any:
    """Objects whose keys are 0, 1, 2 and so on are lists."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(entry) for key, entry in value.items()}
    if inner and all(key == str(n) for n, key in enumerate(inner)):
        return list(inner.values())
    return inner
