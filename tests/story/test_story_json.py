"""A story as JSON: all its facts, whatever is in them."""

from __future__ import annotations

import json

from fakerzp.story import facts
from tests.story.words import HOSTILE


def test_json_has_the_facts(paid):
    rzp, order, payment = paid
    document = json.loads(rzp.story().json())
    assert list(document) == ["schema", "acts", "entities", "last_error"]
    assert (document["schema"], document["last_error"]) == (1, None)
    created, pays = document["acts"]
    assert list(created) == list(facts.Act._fields)
    assert created["call"] == {
        "method": "POST",
        "path": "/v1/orders",
        "endpoint": "order.create",
        "account": None,
        "status": 200,
        "code": None,
        "error": None,
    }
    assert (pays["at"], pays["actor"], pays["does"]) == (1767607200, "customer", "pays ₹500.00 by upi")
    assert pays["moves"] == [
        {
            "entity": "payment",
            "id": payment,
            "before": None,
            "statuses": ["created", "authorized", "captured"],
            "whys": ["create", "authorize", "capture"],
        },
        {
            "entity": "order",
            "id": order,
            "before": "created",
            "statuses": ["attempted", "paid"],
            "whys": ["attempt", "pay"],
        },
    ]
    assert [sum(entry["amount"] for entry in posting["entries"]) for posting in pays["money"]] == [0, 0]
    assert pays["events"][-1]["event"] == "order.paid"
    assert set(pays["events"][-1]["ids"]) == {payment, order}
    assert [entity["steps"] for entity in document["entities"]] == [
        [{"status": step.status, "at": step.at, "why": step.why} for step in rzp.history(entity)]
        for entity in (order, payment)
    ]


def test_json_of_a_hostile_world_is_json(hostile):
    text = hostile.story().json()
    assert text.isascii()
    notes = [entity["notes"] for entity in json.loads(text)["entities"] if entity["notes"]]
    assert len(notes) >= 2
    assert all(one == {HOSTILE: HOSTILE, "plain": "red"} for one in notes)
