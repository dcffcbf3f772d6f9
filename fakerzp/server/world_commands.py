"""Time, what happened, and moments to come back to, for the control API."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.wrappers import Response

from .arguments import MOMENT, NUMBER, TEXT, Takes
from .command import Bench, Command

_FORMS = ("json", "text", "mermaid", "states", "html")


def _clock(bench: Bench) -> Any:
    return {"now": bench.fake.clock.now()}


def _advance(bench: Bench, **by: Any) -> Any:
    return {"now": bench.fake.clock.advance(**by)}


def _move_to(bench: Bench, to: Any) -> Any:
    return {"now": bench.fake.clock.move_to(to)}


def _events(bench: Bench, event: str | None = None) -> Any:
    return _listed(one for one in bench.fake.events if event in (None, one["event"]))


def _outbox(bench: Bench) -> Any:
    return _listed(message._asdict() for message in bench.fake.outbox)


def _calls(bench: Bench) -> Any:
    return _listed(call._asdict() for call in bench.fake.calls)


def _history(bench: Bench, id: str) -> Any:  # noqa: A002 - as the caller spells it
    return _listed(step._asdict() for step in bench.fake.history(id))


def _balances(bench: Bench, account: str | None = None) -> Any:
    return _listed(
        {"account": name, "currency": currency, "amount": amount}
        for (name, currency), amount in bench.fake.ledger.balances(account).items()
    )


def _check(bench: Bench) -> Any:
    bench.fake.ledger.check()
    return {"balanced": True}


def _story(bench: Bench, id: str | None = None, form: str = "json") -> Any:  # noqa: A002
    if form not in _FORMS:
        raise ValueError(f"form is {', '.join(_FORMS)}, not {form!r}")
    story = bench.fake.story(id)
    if form == "json":
        return json.loads(story.json())
    if form == "html":
        return Response(story._repr_html_(), content_type="text/html; charset=utf-8")
    text = str(story) if form == "text" else story.mermaid("state" if form == "states" else "sequence")
    return Response(text.rstrip("\n") + "\n", content_type="text/plain; charset=utf-8")


def _snapshot(bench: Bench, name: str | None = None) -> Any:
    return {"name": bench.moments.keep(name)}


def _restore(bench: Bench, name: str) -> Any:
    bench.moments.back_to(name)
    return _clock(bench)


def _reset(bench: Bench) -> Any:
    bench.moments.begin_again()
    return _clock(bench)


def _listed(items: Any) -> dict[str, Any]:
    found = list(items)
    return {"count": len(found), "items": found}


_LENGTHS: Takes = dict.fromkeys(("days", "hours", "minutes", "seconds"), NUMBER)

COMMANDS = (
    Command("GET", "clock", "the time, in Unix seconds", _clock),
    Command("POST", "advance", "time passes, and what falls due happens", _advance, _LENGTHS),
    Command("POST", "move_to", "time passes up to a moment", _move_to, {"to": MOMENT}, ("to",)),
    Command("GET", "events", "every event, or those of one name", _events, {"event": TEXT}),
    Command("GET", "outbox", "every SMS and e-mail that Razorpay would have sent", _outbox),
    Command("GET", "calls", "every request to Razorpay's API, with its answer", _calls),
    Command("GET", "history/<id>", "the steps that an entity went through", _history),
    Command("GET", "story", "the whole run, as json, text, mermaid, states or html", _story, {"form": TEXT}),
    Command("GET", "story/<id>", "that of one entity and what is coupled to it", _story, {"form": TEXT}),
    Command("GET", "balances", "what each account of the books holds", _balances, {"account": TEXT}),
    Command("GET", "check", "the books are added up", _check),
    Command("POST", "snapshot", "keep this moment", _snapshot, {"name": TEXT}),
    Command("POST", "restore", "be as at a moment that was kept", _restore, {"name": TEXT}, ("name",)),
    Command("POST", "reset", "be as when the server began", _reset),
)
"""What passes, what has passed, and the way back."""
