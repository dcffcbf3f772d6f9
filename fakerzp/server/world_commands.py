"""Time, what happened, and moments to come back to, for the control API."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.wrappers import Response

from .arguments import MOMENT, NUMBER, TEXT, Takes
from .command import Command, Desk

_FORMS = ("json", "text", "mermaid", "states", "html")


def _clock(desk: Desk) -> Any:
    return {"now": desk.fake.clock.now()}


def _advance(desk: Desk, **by: Any) -> Any:
    return {"now": desk.fake.clock.advance(**by)}


def _move_to(desk: Desk, to: Any) -> Any:
    return {"now": desk.fake.clock.move_to(to)}


def _events(desk: Desk, event: str | None = None) -> Any:
    return _listed(one for one in desk.fake.events if event in (None, one["event"]))


def _outbox(desk: Desk) -> Any:
    return _listed(message._asdict() for message in desk.fake.outbox)


def _calls(desk: Desk) -> Any:
    return _listed(call._asdict() for call in desk.fake.calls)


def _history(desk: Desk, id: str) -> Any:  # noqa: A002 - as the caller spells it
    return _listed(step._asdict() for step in desk.fake.history(id))


def _balances(desk: Desk, account: str | None = None) -> Any:
    return _listed(
        {"account": name, "currency": currency, "amount": amount}
        for (name, currency), amount in desk.fake.ledger.balances(account).items()
    )


def _check(desk: Desk) -> Any:
    desk.fake.ledger.check()
    return {"balanced": True}


def _story(desk: Desk, id: str | None = None, form: str = "json") -> Any:  # noqa: A002
    if form not in _FORMS:
        raise ValueError(f"form is {', '.join(_FORMS)}, not {form!r}")
    story = desk.fake.story(id)
    if form == "json":
        return json.loads(story.json())
    if form == "html":
        return Response(story._repr_html_(), content_type="text/html; charset=utf-8")
    text = str(story) if form == "text" else story.mermaid("state" if form == "states" else "sequence")
    return Response(text.rstrip("\n") + "\n", content_type="text/plain; charset=utf-8")


def _snapshot(desk: Desk, name: str | None = None) -> Any:
    return {"name": desk.moments.keep(name)}


def _restore(desk: Desk, name: str) -> Any:
    desk.moments.back_to(name)
    return _clock(desk)


def _reset(desk: Desk) -> Any:
    desk.moments.begin_again()
    return _clock(desk)


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
