"""A story as JSON, for other programs."""

from __future__ import annotations

import json
from typing import Any

from .facts import Act, Error, Life

SCHEMA = 1


def document(acts: tuple[Act, ...], lives: tuple[Life, ...], last_error: Error | None) -> str:
    """One JSON object, its keys those of the classes in `facts`: {schema, acts, entities, last_error}."""
    told = {
        "schema": SCHEMA,
        "acts": [_act(act) for act in acts],
        "entities": [_life(life) for life in lives],
        "last_error": _error(last_error),
    }
    # Escaped where it is not ASCII, so that half a surrogate pair in somebody's notes is still JSON.
    return json.dumps(told, indent=2)


def _act(act: Act) -> dict[str, Any]:
    return {
        "at": act.at,
        "actor": act.actor,
        "does": act.does,
        "call": act.call._asdict() if act.call is not None else None,
        "moves": [move._asdict() for move in act.moves],
        "money": [
            {**posting._asdict(), "entries": [{"account": name, "amount": amount} for name, amount in posting.entries]}
            for posting in act.money
        ],
        "events": [event._asdict() for event in act.events],
        "letters": [letter._asdict() for letter in act.letters],
        "deliveries": [delivery._asdict() for delivery in act.deliveries],
        "failure": _error(act.failure),
    }


def _life(life: Life) -> dict[str, Any]:
    steps = [{"status": status, "at": at, "why": why} for status, at, why in life.steps]
    return {**life._asdict(), "notes": dict(life.notes), "steps": steps}


def _error(error: Error | None) -> dict[str, Any] | None:
    return error._asdict() if error is not None else None
