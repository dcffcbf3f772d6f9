"""Where an error is documented: the page of the text that Razorpay answered with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from .. import errors
from ..api.registry import endpoints
from ..entities.payment import Payment
from ..errors import INFERRED, Text
from ..world.failures import METHODS, failures

_PLACE = re.compile(r"\{\w+\}")


@cache
def _texts() -> tuple[tuple[re.Pattern[str], Text], ...]:
    """Every text of the API, and what it looks like once its placeholders are filled in."""
    found = dict.fromkeys(_inside(vars(errors)))
    for endpoint in endpoints():
        if not callable(endpoint.says):
            found.update(dict.fromkeys(_inside(endpoint.says)))
    return tuple((_pattern(text.template), text) for text in found)


def _inside(named: Mapping[str, object]) -> Iterator[Text]:
    for value in named.values():
        if isinstance(value, Text):
            yield value
        elif isinstance(value, Mapping):
            yield from (text for text in value.values() if isinstance(text, Text))


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)
    return re.compile(".+".join(map(re.escape, parts)), re.DOTALL)


def page_of(endpoint: str, description: str) -> str | None:
    """The page that has this text: the endpoint's own if it does, else the first; None if no page is known to.

    A text that the project had to word itself gives "inferred".
    """
    own = next((known.source for known in endpoints() if known.name == endpoint), None)
    fitting = [text for pattern, text in _texts() if pattern.fullmatch(description)]
    matching = [(len(_PLACE.sub("", text.template)), text.page) for text in fitting]
    # Of several texts that fit, the one with the most words of its own was meant.
    longest = max((length for length, _ in matching), default=0)
    pages = [page for length, page in matching if length == longest]
    if own in pages:
        return own
    return next((page for page in pages if page != INFERRED), pages[0] if pages else None)


def page_of_failure(payment: Payment) -> str | None:
    """The page that has the error of a failed payment, None if none is known to."""
    failure = payment.failure
    if not failure.code:
        return None
    methods = (payment.method, *METHODS)
    for method in (method for method in methods if method in METHODS):
        for recurring in (False, True):
            try:
                told = failures(failure.reason, method, recurring=recurring)
            except ValueError:
                return None
            for one in told:
                if (one.description, one.source, one.step) == (failure.description, failure.source, failure.step):
                    return one.page
    return None
