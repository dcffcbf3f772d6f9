"""What the control API says to a call that is wrong: JSON that says what to do, and nothing has changed."""

from __future__ import annotations

import pytest

from fakerzp import LedgerError
from fakerzp.server.control import COMMANDS, url_of
from fakerzp.world.event_names import EVENTS
from tests.server.caller import Caller

NOWHERE = "AAAAAAAAAAAAAA"
SHAPE = {"code", "description"}


@pytest.fixture(autouse=True)
def unchanged(request):
    """A call that is wrong leaves the world as it was."""
    if "caller" not in request.fixturenames:
        yield
        return
    rzp = request.getfixturevalue("rzp")
    before = rzp.snapshot()
    yield
    assert len(rzp.diff(before)) == 0
    assert (len(rzp.events), rzp.clock.now(), len(rzp.faults.active)) == (0, before.at, 0)
    assert rzp.webhooks.subscriptions == []


def test_a_call_that_is_not_there(caller):
    answer = caller.control("GET nothing/at/all")
    assert answer.status == 404
    assert answer.json == {
        "error": {
            "code": "NOT_FOUND",
            "description": "there is no /__fakerzp__/nothing/at/all; GET /__fakerzp__/ lists every call",
        }
    }
    close = caller.control("advanced", days=1)
    assert close.said.startswith("there is no /__fakerzp__/advanced; did you mean /__fakerzp__/advance? GET ")


@pytest.mark.parametrize(
    ("call", "allowed"),
    [
        ("GET pay", "POST"),
        ("PUT faults", "DELETE or GET or POST"),
        ("DELETE history/x", "GET"),
        ("OPTIONS pay", "POST"),
        ("POST events", "GET"),
        ("HEAD events", "GET"),
    ],
)
def test_a_call_by_another_method(caller, call, allowed):
    method, path = call.split()
    answer = caller.control(call)
    if method == "HEAD":  # to which there is no body
        assert (answer.status, answer.body) == (405, b"")
        return
    assert (answer.status, answer.json["error"]["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert answer.said == f"/__fakerzp__/{path} is called with {allowed}, not with {method}"


@pytest.mark.parametrize("body", ["{", "[1]", "5", '"pay"', b"\xff", "target=order_x", "[" * 100_000])
def test_a_body_that_is_no_object(caller, body):
    answer = caller.send("POST", "/__fakerzp__/confirm_token", body)
    assert (answer.status, answer.json["error"]["code"]) == (400, "BAD_REQUEST")
    assert answer.said == 'the body is no JSON object; send one such as {"id": "..."}'


@pytest.mark.parametrize(
    ("call", "fields", "text"),
    [
        (
            "advance",
            {"day": 1},
            "POST /__fakerzp__/advance takes days, hours, minutes, seconds, not 'day'; did you mean 'days'?",
        ),
        ("reset", {"all": True}, "POST /__fakerzp__/reset takes no fields, not 'all'"),
        ("GET events?evnt=x", {}, "GET /__fakerzp__/events takes event, not 'evnt'; did you mean 'event'?"),
        ("GET clock?a=1", {}, "GET /__fakerzp__/clock takes no fields, not 'a'"),
        ("advance", {"days": "1"}, 'POST /__fakerzp__/advance: days is a number, not "1"'),
        ("advance", {"days": True}, "POST /__fakerzp__/advance: days is a number, not true"),
        ("pay", {"amount": "500"}, 'POST /__fakerzp__/pay: amount is a whole number, not "500"'),
        ("pay", {"amount": 5.5}, "POST /__fakerzp__/pay: amount is a whole number, not 5.5"),
        ("pay", {"capture": 1}, "POST /__fakerzp__/pay: capture is true or false, not 1"),
        ("pay", {"notes": []}, "POST /__fakerzp__/pay: notes is an object, not []"),
        ("faults", {"status": 503}, "POST /__fakerzp__/faults needs endpoint: text"),
        ("faults", {"endpoint": None}, "POST /__fakerzp__/faults needs endpoint: text"),
        (
            "faults",
            {"endpoint": "order.*", "times": "2"},
            'POST /__fakerzp__/faults: times is a whole number, or null for no end, not "2"',
        ),
        ("restore", {}, "POST /__fakerzp__/restore needs name: text"),
        ("script", {}, "POST /__fakerzp__/script needs script: anything"),
        ("deliver", {"drop": "order.paid"}, 'POST /__fakerzp__/deliver: drop is a list, not "order.paid"'),
    ],
)
def test_fields_that_are_wrong(caller, call, fields, text):
    answer = caller.control(call, **fields)
    assert (answer.status, answer.json["error"]) == (400, {"code": "BAD_REQUEST", "description": text})


def test_a_page_in_a_browser(caller):
    """Any page that a developer happens to look at may send a form to a port of the machine."""
    answer = caller.send("POST", "/__fakerzp__/advance", '{"days": 1}', {"Origin": "http://example.com"})
    assert (answer.status, answer.json["error"]["code"]) == (403, "FORBIDDEN")
    assert answer.said == "the control API is for programs, and a page in a browser asked for this"


@pytest.mark.parametrize(
    ("status", "call", "fields", "text"),
    [
        (404, "pay", {"target": f"order_{NOWHERE}"}, f"there is no 'order_{NOWHERE}' to pay"),
        (404, "confirm_token", {"id": "token_x"}, "there is no token 'token_x'"),
        (404, "GET history/%E2%82%B9", {}, "there is no '₹', and there was none"),
        (404, f"GET history/pay_{NOWHERE}", {}, f"there is no 'pay_{NOWHERE}', and there was none"),
        (404, f"GET story/pay_{NOWHERE}", {}, f"'pay_{NOWHERE}'"),
        (404, "DELETE webhooks/x", {}, "there is no webhook 'x'; there are: none"),
        (404, "restore", {"name": "x"}, "no snapshot is named 'x'; there are: none"),
        (404, "faults", {"endpoint": "ordr.create", "status": 503}, "'ordr.create' is no endpoint's name"),
        (404, "deliver", {"order": ["order.paid"]}, "order.paid"),
        (400, "deliver", {"order": [None]}, "order lists places in what is pending, from 0, and names of events"),
        (400, "deliver", {"drop": [True]}, "drop lists places in what is pending, from 0, and names of events"),
        (400, "advance", {"days": 10**30}, "too large"),
        (400, "move_to", {"to": 1e300}, "is beyond 4765046400, the latest moment of the API"),
        (400, "pay", {}, "without a target, pay(amount=...) says how much, in the smallest unit"),
        (400, "fail", {"amount": 100, "reason": "tired"}, "tired"),
        (400, "advance", {"days": -1}, "time does not run backwards"),
        (400, "advance", {"seconds": 0.5}, "is no whole number of seconds"),
        (400, "move_to", {"to": "2020-01-01"}, "'2020-01-01' is before 1767607200: time does not run backwards"),
        (400, "move_to", {"to": "tomorrow"}, "'tomorrow' is not an ISO 8601 time, such as 2026-12-01T00:00:00Z"),
        (400, "GET story?form=pdf", {}, "form is json, text, mermaid, states, html, not 'pdf'"),
        (400, "faults", {"endpoint": "order.create"}, "inject needs one of error, status, body"),
        (400, "trigger", {"event": "order.payed"}, "Razorpay documents no event 'order.payed'; near it: order.paid"),
        (400, "trigger", {"event": "token.paused", "amount": 100, "reason": "x"}, "it takes amount, customer, notes"),
        (400, "webhooks", {"url": "http://example.com/"}, "webhooks reach nothing but this machine"),
        (400, "webhooks", {"url": "http://127.0.0.1/", "events": ["order.payed"]}, "Razorpay has no event 'order.paye"),
        (400, "next", {"outcome": "tired"}, "tired"),
        (400, "next", {"outcome": None}, 'an outcome is "succeed", "pending", "time_out", a reason to fail'),
        (400, "next", {"outcome": {"authorize_late": 5}}, "an outcome is"),
        (400, "next", {"outcome": {"authorize_late": {"after": "1"}}}, "an outcome is"),
        (400, "next", {"outcome": {"authorize_late": {"before": 1}}}, "an outcome is"),
        (400, "next", {"outcome": {"fail": "x"}}, "an outcome is"),
        (400, "script", {"script": {"by_amount": {"five": "succeed"}}}, "by_amount goes by amounts in the smallest"),
        (400, "script", {"script": {"by_method": ["upi"]}}, 'a script by what is paid is {"by_method": {value:'),
        (400, "script", {"script": {"by_method": {}, "else": "succeed"}}, "a script by what is paid is"),
        (400, "script", {"script": 5}, "an outcome is"),
    ],
)
def test_what_the_fake_refuses(caller, status, call, fields, text):
    answer = caller.control(call, **fields)
    assert answer.status == status
    assert answer.json["error"].keys() == SHAPE
    assert text in answer.said


def test_an_unknown_snapshot_is_told_which_there_are(caller):
    for name in ("one", "two"):
        caller.control("snapshot", name=name)
    assert caller.control("restore", name="three").said == "no snapshot is named 'three'; there are: one, two"


def test_what_is_not_faked_is_refused_and_kept(server, caller):
    answer = caller.control("trigger", event=next(name for name, known in EVENTS.items() if known.lacks is not None))
    assert (answer.status, answer.json["error"]["code"]) == (501, "NOT_FAKED")
    assert answer.said == str(server.refused[0])


def test_a_call_on_the_way_that_razorpay_refuses(build):
    with build(account={"suspended": True}).serve() as server:
        answer = Caller(server.port, None).control("trigger", event="payment_link.paid")
    assert answer.status == 400
    assert answer.json["error"]["code"] == "BAD_REQUEST_ERROR"
    assert set(answer.json["error"]) == SHAPE | {"field", "source", "step", "reason"}


def test_a_call_on_the_way_that_meets_a_fault(rzp, server):
    rzp.faults.inject("order.create", reset=True)
    answer = Caller(server.port, None).control("trigger", event="order.paid")
    assert (answer.status, answer.json["error"]["code"]) == (409, "FAULT_MET")
    assert answer.said == "a fault that was injected met a call on the way: reset"


def test_books_that_do_not_add_up_are_a_failure(rzp, monkeypatch):
    def off():
        raise LedgerError("a paisa is missing")

    monkeypatch.setattr(rzp.ledger, "check", off)
    with pytest.raises(LedgerError, match="a paisa is missing"), rzp.serve() as server:
        answer = Caller(server.port, None).control("GET check")
    monkeypatch.undo()
    assert (answer.status, answer.json["error"]["code"]) == (500, "FAKERZP_ERROR")
    assert answer.said.endswith("LedgerError: a paisa is missing")


def test_what_a_handler_lets_through_is_raised_at_the_end(rzp):
    """A handler's crash is Razorpay's 500, unless the subscription wants to hear of it."""

    def crash(body, headers):
        raise AssertionError("not what the test expects")

    rzp.webhooks.subscribe(crash, raise_errors=True)
    with pytest.raises(AssertionError, match="not what the test expects"), rzp.serve() as server:
        answer = Caller(server.port, None).control("pay", amount=100)
    assert answer.status == 500


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: f"{command.method} {command.path}")
def test_every_call_names_its_fields(caller, command):
    path = url_of(command).replace("<id>", "x")
    query = "?no_such_field=1" if command.method == "GET" else ""
    answer = caller.send(command.method, path + query, None if query else '{"no_such_field": 1}')
    assert answer.status == 400
    assert answer.said == (
        f"{command.method} {url_of(command)} takes {', '.join(command.takes) or 'no fields'}, not 'no_such_field'"
    )
