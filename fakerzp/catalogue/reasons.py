"""The reasons for which payments fail, as `explain` tells them: what the API says, at which step, by which method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from ..world.cards import TEST_CARDS
from ..world.failure_table import EXACT, REASONS
from ..world.failure_texts import TEXTS
from ..world.failures import METHODS, FailureReason, default_method, failures
from .advice import FAILURES
from .advice import REASONS as SAID
from .explanation import Finding

_KINDS = {row[0]: row[2] for row in REASONS}


def all_reasons() -> tuple[str, ...]:
    """Every reason that the documentation names."""
    return tuple(_KINDS)


def is_known_reason(reason: str) -> bool:
    """Whether the documentation names it."""
    return reason in _KINDS


def descriptions() -> tuple[str, ...]:
    """Every description of a failed payment, once."""
    return tuple(_described())


def of_reason(reason: str, description: str | None = None) -> Finding:
    """A payment that failed for that reason, told as that description if it is one of the reason's."""
    told = _tellings(reason)
    same = [each for each in told if description is not None and _plain(each.description) == _plain(description)]
    by = (same or told)[0]
    methods = f" by {', '.join(by.methods)}" if by.methods else ""
    what = f"a failed payment{methods}: {by.code}, source {by.source}, step {by.step}, reason {reason}"
    says = description or by.description
    return Finding(what, f"{reason}: {says}", tuple(_played(reason)), _advice(reason), by.page)


def by_description(description: str) -> Iterator[Finding]:
    """The failed payments that the API describes so; what many reasons share is left to the reason."""
    for reason in _described().get(_plain(description), ()):
        yield of_reason(reason, description)


def _advice(reason: str) -> str:
    return SAID.get(reason) or FAILURES[_KINDS[reason]]


def _played(reason: str) -> Iterator[str]:
    yield f'rzp.checkout.fail(target, "{reason}")'
    cards = [card.number for card in TEST_CARDS if card.reason == reason]
    if cards:
        yield f"the test card {cards[0]}"


def _tellings(reason: str) -> tuple[FailureReason, ...]:
    first = default_method(reason)
    methods = [first, *(method for method in METHODS if method != first)]
    told = [each for method in methods for each in failures(reason, method)]
    told += failures(reason, "upi", recurring=True)
    return tuple(told)


@cache
def _described() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    rows = [(row[0], row[6]) for row in EXACT] + [(reason, text) for reason, _, text in TEXTS]
    for reason, text in rows:
        found.setdefault(_plain(text), {})[reason] = None
    return {text: tuple(reasons) for text, reasons in found.items()}


def _plain(description: str) -> str:
    return description.strip().rstrip(".")
