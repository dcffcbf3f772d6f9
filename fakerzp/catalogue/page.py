"""`docs/calls.md`, written from the list of calls: `fakerzp routes --markdown > docs/calls.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from .routes import NOWHERE, REFUSED, Route, bare, counted

_HEAD = """\
# Calls

<!-- Never edit this page, nor merge it: `fakerzp routes --markdown > docs/calls.md` writes it from fakerzp/api. -->

Every call that Razorpay documents, and every one that its clients send. Each is reached by its REST path and by the
names of both clients, with all the errors that its page lists; some have [notes](reference.md#calls). `fakerzp routes`
lists the same in a terminal, `fakerzp routes refund` what has that word, and `fakerzp routes --json` is for programs.

```python
from fakerzp import FakeRazorpay, NotFaked

rzp = FakeRazorpay()
by_path = rzp.request("GET", "/v1/items", params={"count": 5})
assert by_path.body == rzp.item.all({"count": 5}) == rzp.items.all({"count": 5})
try:
    rzp.request("POST", "/v1/payouts", json={})
except NotFaked as refusal:
    assert refusal.endpoint == "POST /v1/payouts"
```
"""

_MEANINGS = {
    "documented": "answers as the page says that is named beside it",
    "sdk": "answers; a client sends it and no page has it, so it does as the nearest documented call",
    "inferred": "answers; the page shows too little, and the rest is what an engineer of Razorpay would call obvious",
    REFUSED: "raises `NotFaked`, for the reason [below](#calls-that-are-refused)",
    NOWHERE: "a client has it, Razorpay has no such URL: the fake answers so, as Razorpay does",
}


def page(found: Sequence[Route]) -> str:
    """The whole page, in Markdown."""
    parts = [_HEAD, _counts(found)]
    real = [route for route in found if route.faked != NOWHERE]
    for resource, calls in groupby(real, key=lambda route: route.resource):
        parts.append(_resource(resource, list(calls)))
    parts += [_refused(real), _nowhere([route for route in found if route.faked == NOWHERE])]
    return "\n".join(part for part in parts if part)


def _counts(found: Sequence[Route]) -> str:
    rows = [(kind, str(count), _MEANINGS[kind]) for kind, count in counted(found).items()]
    return _section("How far they are faked", _table(("faked", "calls", "means"), rows))


def _resource(resource: str, calls: Sequence[Route]) -> str:
    rows = [
        (_call(each), _names(each.python), _names(each.node), each.faked, f"`{each.source}`") for each in calls
    ]
    return _section(resource, _table(("call", "Python", "Node", "faked", "source"), rows))


def _refused(calls: Sequence[Route]) -> str:
    why = [route.why for route in calls if route.faked == REFUSED and route.why]
    rows = [(each, str(why.count(each))) for each in dict.fromkeys(why)]
    said = "They raise `NotFaked`. By what is missing, and how many calls:\n\n"
    return _section("Calls that are refused", said + _table(("what is missing", "calls"), rows))


def _nowhere(calls: Sequence[Route]) -> str:
    rows = [(_call(each), _names(each.python)) for each in calls]
    return _section("URLs that lead nowhere", _table(("call", "Python"), rows))


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n{text}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"{line}\n" for line in _rows(head, rows))


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _call(route: Route) -> str:
    return f"`{route.method} {route.path}`"


def _names(signatures: Iterable[str]) -> str:
    return ", ".join(f"`{bare(signature)}`" for signature in signatures)
