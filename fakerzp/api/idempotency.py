"""Headers that make a retry safe: the same request under the same key is answered once more, and does nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ..errors import Text
from .endpoint import Call

Answer = dict[str, Any]


class Key(NamedTuple):
    """One page's header: how many characters a key has, which, and what is said of others."""

    header: str
    least: int
    most: int | None
    characters: re.Pattern[str]
    short: Text
    long: Text | None
    wrong: Text
    conflict: Text


def once(call: Call, key: Key, about: str, make: Callable[[], Answer], again: Callable[[str], Answer]) -> Answer:
    """What `make` answers, or under a key that was used before, `again` of the id that it made then.

    `about` is what the request is on besides its body. Raises the page's error for a key that is none, and for one
    that another request was made under.
    """
    sent = call.header(key.header)
    if sent is None:
        return make()
    if len(sent) < key.least:
        raise key.short.error()
    if key.long is not None and key.most is not None and len(sent) > key.most:
        raise key.long.error()
    if not key.characters.match(sent):
        raise key.wrong.error()
    claim = (key.header, sent)
    request = (about, json.dumps(call.body, sort_keys=True))
    known = call.books.claimed(claim)
    if known is not None:
        if known[0] != request:
            raise key.conflict.error()
        return again(known[1])
    answer = make()
    call.books.claim(claim, (request, answer["id"]))
    return answer
