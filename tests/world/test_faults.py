"""`rzp.faults`: what goes wrong, for whom, how often, and what is left of it. Through REST and the SDKs' names."""

from __future__ import annotations

import json
import sys
import threading

import pytest

import fakerzp
from fakerzp import BadRequestError, GatewayError, NotFaked, ServerError

try:
    from requests import exceptions as of_requests
except ImportError:
    RESET, LATE, GARBLED = ConnectionResetError, TimeoutError, json.JSONDecodeError
else:
    RESET, LATE, GARBLED = of_requests.ConnectionError, of_requests.ReadTimeout, of_requests.JSONDecodeError

NOW = 1767607200  # 5 January 2026, ten o'clock UTC
ORDER = {"amount": 50000, "currency": "INR"}
REFUSED = "BAD_REQUEST_ERROR"
TOO_MANY = "The server is processing too many requests at once and is unable to process your request."
KEY = {"X-Refund-Idempotency": "refund-of-book-1"}


def error(description, code):
    rest = {"source": "NA", "step": "NA", "reason": "NA", "metadata": {}}
    return {"error": {"code": code, "description": description, **rest}}


def page(title):
    return f"<html>\n<head><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n</body>\n</html>\n"


JSON, HTML = "application/json", "text/html"
NOT_JSON = (GARBLED, "Expecting value: line 1 column 1 (char 0)")
OWN = {"error": {"code": REFUSED, "description": "mine", "field": "amount"}}

# what is injected; the reply; what a direct call gives: an exception and its text, or the answer
ANSWERS = [
    ({"error": "Busy"}, 500, error("Busy", "SERVER_ERROR"), JSON, (ServerError, "Busy")),
    ({"error": "Busy", "status": 503}, 503, error("Busy", "SERVER_ERROR"), JSON, (ServerError, "Busy")),
    ({"error": "No", "status": 409}, 409, error("No", REFUSED), JSON, (BadRequestError, "No")),
    ({"error": "No", "code": REFUSED}, 400, error("No", REFUSED), JSON, (BadRequestError, "No")),
    ({"error": "Bank", "code": "GATEWAY_ERROR"}, 502, error("Bank", "GATEWAY_ERROR"), JSON, (GatewayError, "Bank")),
    (
        {"error": "Bank", "code": "GATEWAY_ERROR", "status": 400},
        400,
        error("Bank", "GATEWAY_ERROR"),
        JSON,
        (GatewayError, "Bank"),
    ),
    ({"rate_limit": True}, 429, error(TOO_MANY, REFUSED), JSON, (BadRequestError, TOO_MANY)),
    ({"status": 503}, 503, page("503 Service Unavailable"), HTML, NOT_JSON),
    ({"status": 404}, 404, page("404 Not Found"), HTML, NOT_JSON),
    ({"status": 599}, 599, page("599"), HTML, NOT_JSON),
    ({"body": "Log in ₹"}, 200, "Log in ₹", HTML, NOT_JSON),
    ({"body": '{"id": "ord'}, 200, '{"id": "ord', HTML, (GARBLED, "Unterminated string starting at: line 1 column 8")),
    ({"body": "", "status": 502}, 502, "", HTML, NOT_JSON),
    ({"body": '{"id": "order_1"}'}, 200, '{"id": "order_1"}', HTML, {"id": "order_1"}),
    ({"body": {"id": "order_1"}}, 200, {"id": "order_1"}, JSON, {"id": "order_1"}),
    ({"body": [], "status": 201}, 201, [], JSON, []),
    ({"body": OWN, "status": 400}, 400, OWN, JSON, (BadRequestError, "mine")),
    ({"body": {"message": "no"}, "status": 500}, 500, {"message": "no"}, JSON, (ServerError, "")),
    ({"body": {"error": "no"}, "status": 500}, 500, {"error": "no"}, JSON, (ServerError, "")),
    ({"body": ["no"], "status": 500}, 500, ["no"], JSON, (ServerError, "")),
]
NO_ANSWER = [
    ({"reset": True}, RESET, "Connection reset by peer"),
    ({"timeout": True}, LATE, "Read timed out"),
]


def outcome(rzp, method="POST", path="/v1/orders", json=ORDER, **request):
    """What a call got: its status, or the name of the exception."""
    try:
        return rzp.request(method, path, json=json if method == "POST" else None, **request).status
    except (RESET, LATE) as problem:
        return "reset" if isinstance(problem, RESET) else "timeout"


def outcomes(rzp, count, *args):
    return [outcome(rzp, *args) for _ in range(count)]


# ---------------------------------------------------------------------- kinds


@pytest.mark.parametrize(("fault", "status", "body", "kind", "direct"), ANSWERS, ids=lambda value: str(value)[:40])
def test_an_answer_of_another_kind(rzp, fault, status, body, kind, direct):
    rzp.faults.inject("order.create", times=2, **fault)
    reply = rzp.request("POST", "/v1/orders", json=ORDER)
    assert (reply.status, reply.body, reply.headers) == (status, body, {"content-type": kind})
    sent = body.encode() if isinstance(body, str) else json.dumps(body, separators=(",", ":")).encode()
    assert reply.content == sent
    if isinstance(direct, tuple):
        with pytest.raises(direct[0]) as caught:
            rzp.order.create(ORDER)
        assert type(caught.value) is direct[0]
        assert str(caught.value).startswith(direct[1])
    else:
        assert rzp.order.create(ORDER) == direct
    assert [(call.status, call.answer, call.body) for call in rzp.calls] == [(status, body, ORDER)] * 2
    assert rzp.order.all()["count"] == 0
    assert (list(rzp.events), rzp.faults.active) == ([], [])


@pytest.mark.parametrize(("fault", "exception", "text"), NO_ANSWER, ids=["reset", "timeout"])
def test_no_answer_at_all(rzp, fault, exception, text):
    rzp.faults.inject("order.create", times=2, **fault)
    for call in (lambda: rzp.request("POST", "/v1/orders", json=ORDER), lambda: rzp.order.create(ORDER)):
        with pytest.raises(exception, match=text) as caught:
            call()
        assert isinstance(caught.value, OSError)
    assert [(call.endpoint, call.status, call.answer) for call in rzp.calls] == [("order.create", 0, None)] * 2
    assert rzp.order.all()["count"] == 0


def test_a_direct_calls_exception_says_what_the_sdk_drops(rzp):
    rzp.faults.inject("order.create", error="Bank", code="GATEWAY_ERROR", status=504)
    rzp.faults.inject("order.create", body=OWN, status=418)
    with pytest.raises(GatewayError) as first:
        rzp.order.create(ORDER)
    with pytest.raises(BadRequestError) as second:
        rzp.order.create(ORDER)
    bank, own = first.value, second.value
    assert (bank.status, bank.code, bank.source, bank.metadata) == (504, "GATEWAY_ERROR", "NA", {})
    assert (own.status, own.code, own.field, own.reason) == (418, REFUSED, "amount", None)


def test_without_requests_they_are_pythons_own(rzp, monkeypatch):
    for name in ("requests", "requests.exceptions", "urllib3", "urllib3.exceptions"):
        monkeypatch.setitem(sys.modules, name, None)
    rzp.faults.inject("order.create", reset=True)
    rzp.faults.inject("order.create", timeout=True)
    rzp.faults.inject("order.create", status=503)
    caught = []
    for _ in range(3):
        with pytest.raises((OSError, ValueError)) as one:
            rzp.order.create(ORDER)
        caught.append(type(one.value))
    assert caught == [ConnectionResetError, TimeoutError, json.JSONDecodeError]


def test_an_answer_is_the_callers_own(rzp):
    given = {"items": [{"id": "order_1"}]}
    rzp.faults.inject("order.all", body=given, times=None)
    given["items"].clear()
    for _ in range(2):
        body = rzp.request("GET", "/v1/orders").body
        assert body == {"items": [{"id": "order_1"}]}
        body["items"][0]["id"] = "changed"
        rzp.order.all()["items"].append("changed")
    assert rzp.calls[-1].answer == {"items": [{"id": "order_1"}]}


def test_a_call_that_is_not_faked_can_fail(rzp):
    """What is answered is said by whoever injects it; the call's own answer is still refused."""
    rzp.faults.inject("GET /v1/payouts", status=503)
    rzp.faults.inject("GET /v1/payouts", status=503, after=True)
    rzp.faults.inject("GET /v1/payouts", latency=5)
    assert rzp.request("GET", "/v1/payouts").status == 503
    for _ in range(2):
        with pytest.raises(NotFaked, match="/v1/payouts"):
            rzp.request("GET", "/v1/payouts")
    assert (rzp.clock.now(), rzp.faults.active) == (NOW + 5, [])


def test_a_fault_comes_before_the_keys_and_the_body(rzp):
    headers = {"X-Razorpay-Account": "acc_00000000000001"}
    rzp.faults.inject("order.create", status=503, times=3)
    assert outcome(rzp, auth=("rzp_test_other", "x"), headers=headers) == 503
    assert rzp.request("POST", "/v1/orders", data="{", headers={"X-Razorpay-Account": "nobody"}).status == 503
    assert rzp.request("POST", "/v1/orders", data=b"\xff").status == 503
    seen = [(call.account, call.body, call.status) for call in rzp.calls]
    assert seen == [("acc_00000000000001", ORDER, 503), (rzp.account_id, {}, 503), (rzp.account_id, {}, 503)]
    assert rzp.request("POST", "/v1/orders", data="{").status == 400


# ---------------------------------------------------------------------- before and after


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("fault", [{"status": 504}, {"error": "x"}, {"reset": True}, {"timeout": True}], ids=str)
def test_before_the_write_nothing_happens_and_after_it_all_of_it(rzp, after, fault):
    payment_id = rzp.checkout.pay(rzp.order.create(ORDER)["id"])["razorpay_payment_id"]
    journal, events = len(rzp.ledger.journal), len(rzp.events)
    rzp.faults.inject("payment.refund", after=after, **fault)
    assert outcome(rzp, "POST", f"/v1/payments/{payment_id}/refund", {}) in (504, 500, "reset", "timeout")
    payment = rzp.payment.fetch(payment_id)
    assert (payment["amount_refunded"], payment["status"]) == ((50000, "refunded") if after else (0, "captured"))
    assert (len(rzp.ledger.journal) > journal, len(rzp.events) > events) == (after, after)
    seen = [call.status for call in rzp.calls if call.endpoint == "payment.refund"]
    assert seen == [fault.get("status", 500 if "error" in fault else 0)]
    rzp.ledger.check()


def test_the_caller_cannot_tell_before_from_after(rzp):
    texts = []
    for after in (False, True):
        rzp.faults.inject("order.create", reset=True, after=after)
        with pytest.raises(RESET) as caught:
            rzp.order.create(ORDER)
        texts.append(repr(caught.value))
    assert texts[0] == texts[1]
    assert rzp.order.all()["count"] == 1


@pytest.mark.parametrize(("headers", "refunded"), [(None, 20000), (KEY, 10000)], ids=["without a key", "with a key"])
@pytest.mark.parametrize("fault", [{"timeout": True}, {"status": 504}], ids=str)
def test_a_refund_tried_again_is_safe_with_an_idempotency_key_alone(rzp, headers, refunded, fault):
    payment_id = rzp.checkout.pay(rzp.order.create(ORDER)["id"])["razorpay_payment_id"]
    rzp.faults.inject("payment.refund", after=True, **fault)
    sent = {"json": {"amount": 10000}, "headers": headers}
    if "timeout" in fault:
        with pytest.raises(LATE):
            rzp.request("POST", f"/v1/payments/{payment_id}/refund", **sent)
    else:
        assert rzp.request("POST", f"/v1/payments/{payment_id}/refund", **sent).status == 504
    again = rzp.request("POST", f"/v1/payments/{payment_id}/refund", **sent)
    assert (again.status, again.body["amount"]) == (200, 10000)
    assert rzp.payment.fetch(payment_id)["amount_refunded"] == refunded
    assert rzp.refund.all()["count"] == refunded // 10000
    assert [call.status for call in rzp.calls][1:3] == [fault.get("status", 0), 200]


def test_a_refusal_is_lost_as_well(rzp):
    rzp.faults.inject("order.create", reset=True, after=True)
    rzp.faults.inject("order.create", latency=3, after=True)
    with pytest.raises(RESET):
        rzp.order.create({"amount": 1, "currency": "INR"})
    with pytest.raises(BadRequestError, match=r"[Aa]mount"):
        rzp.order.create({"amount": 1, "currency": "INR"})
    assert ([call.status for call in rzp.calls], rzp.clock.now()) == ([0, 400], NOW + 3)


# ---------------------------------------------------------------------- which calls

NAMES = {
    "order.create": ["POST /v1/orders"],
    "orders.create": ["POST /v1/orders"],
    "POST /v1/orders": ["POST /v1/orders"],
    "order.*": ["POST /v1/orders", "GET /v1/orders", "GET /v1/orders/order_A"],
    "orders.*": ["POST /v1/orders", "GET /v1/orders", "GET /v1/orders/order_A"],
    "*.create": ["POST /v1/orders", "POST /v1/customers"],
    "GET *": ["GET /v1/orders", "GET /v1/orders/order_A", "GET /v1/customers"],
    "GET /v1/orders/{id}": ["GET /v1/orders/order_A"],
    "*": ["POST /v1/orders", "GET /v1/orders", "GET /v1/orders/order_A", "POST /v1/customers", "GET /v1/customers"],
    "c[tu]stomer?.*": ["POST /v1/customers", "GET /v1/customers"],
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_or_a_pattern_picks_calls(rzp, name):
    rzp.faults.inject(name, status=503, times=None)
    hit = []
    for call in NAMES["*"]:
        method, path = call.split()
        if rzp.request(method, path, json={} if method == "POST" else None).status == 503:
            hit.append(call)
    assert hit == NAMES[name]


def test_every_name_of_every_endpoint_is_known(rzp):
    from fakerzp.api.registry import endpoints

    for endpoint in endpoints():
        for signature in (*endpoint.python, *endpoint.node):
            rzp.faults.inject(signature.partition("(")[0], reset=True)
        rzp.faults.inject(f"{endpoint.method} {endpoint.path}", reset=True)
        assert all(plan.calls >= {f"{endpoint.method} {endpoint.path}"} for plan in rzp.faults.active)
        rzp.faults.clear()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("order.creat", r"'order\.creat' is no endpoint's name, and no pattern of any; did you mean order\.create or"),
        ("POST /v1/order", r"did you mean POST /v1/orders or"),
        ("xyzzy.*", r"take one such as order\.create or order\.\*"),
        ("", r"take one such as"),
        ("Order.*", r"and no pattern of any"),
    ],
)
def test_a_name_of_nothing_is_refused(rzp, name, hint):
    with pytest.raises(LookupError, match=hint):
        rzp.faults.inject(name, status=503)
    assert rzp.faults.active == []


WRONG = [
    ({}, TypeError, "needs one of error, status, body, reset, timeout, rate_limit and latency"),
    ({"reset": True, "timeout": True}, TypeError, "reset and timeout are two faults"),
    ({"error": "x", "body": "y"}, TypeError, "error and body are two faults"),
    ({"error": "x", "rate_limit": True}, TypeError, "error and rate_limit are two faults"),
    ({"reset": True, "status": 503}, TypeError, "reset goes without a status"),
    ({"rate_limit": True, "status": 503}, TypeError, "rate_limit goes without a status"),
    ({"status": 503, "code": "SERVER_ERROR"}, TypeError, "code goes with error"),
    ({"error": "x", "code": "NO_ERROR"}, ValueError, "code is BAD_REQUEST_ERROR, GATEWAY_ERROR, SERVER_ERROR"),
    ({"error": "x", "status": 200}, ValueError, "status is from 400 to 599; below that it needs body, not 200"),
    ({"status": 302}, ValueError, "status is from 400 to 599"),
    ({"status": 600}, ValueError, "not 600"),
    ({"status": "503"}, TypeError, "status is a whole number, not str"),
    ({"status": True}, TypeError, "not bool"),
    ({"body": {}, "status": 204}, ValueError, "from 200 to 599, other than 204 and 304, not 204"),
    ({"body": 7}, TypeError, "body is text, a dict or a list, not int"),
    ({"body": b"x"}, TypeError, "not bytes"),
    ({"latency": -1}, ValueError, "from 0 on, not -1"),
    ({"latency": float("nan")}, ValueError, "not nan"),
    ({"latency": float("inf")}, ValueError, "not inf"),
    ({"latency": "2"}, TypeError, "latency is a number of seconds, not str"),
    ({"reset": True, "times": 0}, ValueError, "times is at least 1, not 0"),
    ({"reset": True, "times": 1.5}, TypeError, "times is a whole number, not float"),
    ({"reset": True, "every": 0}, ValueError, "every is at least 1"),
    ({"reset": True, "every": True}, TypeError, "not bool"),
    ({"reset": True, "evry": 2}, TypeError, "evry"),
]


@pytest.mark.parametrize(("arguments", "exception", "text"), WRONG, ids=lambda value: str(value)[:40])
def test_what_does_not_go_together_is_refused(rzp, arguments, exception, text):
    with pytest.raises(exception, match=text):
        rzp.faults.inject("order.create", **arguments)
    assert (rzp.faults.active, outcomes(rzp, 1)) == ([], [200])


def test_where_picks_among_the_calls(rzp):
    seen = []

    def large(call):
        seen.append((call.method, call.path, call.endpoint, call.account, call.at, call.status, call.answer))
        return call.body.get("amount", 0) > 100000

    rzp.faults.inject("order.create", status=503, times=2, where=large)
    amounts = (50000, 200000, 50000, 300000, 400000)
    got = [rzp.request("POST", "/v1/orders", json={**ORDER, "amount": amount}).status for amount in amounts]
    assert got == [200, 503, 200, 503, 200]
    assert seen == [("POST", "/v1/orders", "order.create", rzp.account_id, NOW, 0, None)] * 4


def test_what_where_does_to_its_request_changes_nothing(rzp):
    rzp.faults.inject("order.create", status=503, where=lambda call: call.body.clear() or call.query.clear())
    assert rzp.request("POST", "/v1/orders", json=ORDER, params={"a": "b"}).body["amount"] == 50000
    assert (rzp.calls[0].body, rzp.calls[0].query) == (ORDER, {"a": "b"})


# ---------------------------------------------------------------------- how often

OFTEN = [
    ({}, [503, 200, 200, 200, 200, 200, 200]),
    ({"times": 1}, [503, 200, 200, 200, 200, 200, 200]),
    ({"times": 3}, [503, 503, 503, 200, 200, 200, 200]),
    ({"times": None}, [503] * 7),
    ({"every": 3}, [200, 200, 503, 200, 200, 503, 200]),
    ({"every": 3, "times": None}, [200, 200, 503, 200, 200, 503, 200]),
    ({"every": 3, "times": 1}, [200, 200, 503, 200, 200, 200, 200]),
    ({"every": 2, "times": 2}, [200, 503, 200, 503, 200, 200, 200]),
    ({"every": 1}, [503] * 7),
]


@pytest.mark.parametrize(("often", "expected"), OFTEN, ids=str)
def test_how_often(rzp, often, expected):
    rzp.faults.inject("order.create", status=503, **often)
    assert outcomes(rzp, 7) == expected
    assert rzp.order.all()["count"] == expected.count(200)
    assert len(rzp.faults.active) == (often.get("times", 1) is None or (often.keys() == {"every"}))


def test_other_calls_do_not_count(rzp):
    rzp.faults.inject("order.create", status=503, every=2)
    assert outcomes(rzp, 1) + outcomes(rzp, 3, "GET") + outcomes(rzp, 1) == [200, 200, 200, 200, 503]


def test_of_several_the_first_that_answers_is_met(rzp):
    rzp.faults.inject("order.create", status=503, times=2)
    rzp.faults.inject("*", reset=True)
    rzp.faults.inject("order.create", rate_limit=True, every=2)
    assert outcomes(rzp, 7) == [503, 503, "reset", 200, 429, 200, 429]


def test_latency_goes_together_with_what_comes_after_it(rzp):
    rzp.faults.inject("*", latency=2, times=None)
    rzp.faults.inject("order.create", latency=3, after=True)
    rzp.faults.inject("order.create", status=503, latency=5)
    assert (outcomes(rzp, 1), rzp.clock.now()) == ([503], NOW + 10)
    assert (outcomes(rzp, 1), rzp.clock.now()) == ([200], NOW + 12)


def test_a_fault_is_used_up_even_if_the_call_is_refused(rzp):
    rzp.faults.inject("order.create", latency=1, times=2)
    for _ in range(3):
        with pytest.raises(BadRequestError):
            rzp.order.create({"amount": 1, "currency": "INR"})
    assert (rzp.clock.now(), rzp.faults.active) == (NOW + 2, [])


def test_threads_share_the_count(rzp):
    rzp.faults.inject("order.create", status=503, times=50)
    got = []
    threads = [threading.Thread(target=lambda: got.extend(outcomes(rzp, 25))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (got.count(503), got.count(200), rzp.faults.active) == (50, 150, [])


# ---------------------------------------------------------------------- taken back


def test_a_fault_lasts_as_long_as_its_block(rzp):
    rzp.faults.inject("order.create", latency=1, times=None)
    with rzp.faults.inject("order.create", status=503, times=None) as fault:
        assert outcomes(rzp, 2) == [503, 503]
    assert outcomes(rzp, 1) == [200]
    fault.remove()
    assert [plan.latency for plan in rzp.faults.active] == [1]
    with pytest.raises(ZeroDivisionError), rzp.faults.inject("order.create", status=503, times=None):
        1 / 0  # noqa: B018
    assert outcomes(rzp, 1) == [200]


def test_clear_takes_all_back(rzp):
    rzp.faults.inject("order.*", status=503, times=None)
    rzp.faults.inject("*", reset=True, times=None)
    rzp.faults.clear()
    assert (rzp.faults.active, outcomes(rzp, 2)) == ([], [200, 200])


def test_what_is_planned_can_be_read(rzp):
    rzp.faults.inject("order.create", status=503)
    rzp.faults.inject("orders.*", reset=True, after=True, times=3)
    rzp.faults.inject("*", latency=2.5, every=4)
    rzp.faults.inject("order.all", rate_limit=True, latency=1, times=None)
    outcomes(rzp, 2)
    assert [repr(plan) for plan in rzp.faults.active] == [
        "<orders.*: reset, after the write, 2 more times>",
        "<*: latency 2.5 s, every 4 calls, until removed>",
        "<order.all: rate limit 429, latency 1 s, until removed>",
    ]
    first = rzp.faults.active[0]
    assert (first.endpoint, first.times, first.every, first.after, first.latency) == ("orders.*", 2, 1, True, 0)
    assert (first.answer.kind, first.answer.status, first.answer.body) == ("reset", 0, None)
    rzp.faults.active.clear()
    assert len(rzp.faults.active) == 3


# ---------------------------------------------------------------------- time


def test_latency_moves_the_clock_and_adds_up(rzp, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: pytest.fail(f"slept {seconds} s"))
    rzp.faults.inject("order.create", latency=2.5, times=2)
    rzp.faults.inject("order.create", latency=0.4, times=None)
    created = [rzp.order.create(ORDER)["created_at"] - NOW for _ in range(4)]
    assert created == [2, 5, 6, 6]  # after 2.9, 5.8, 6.2 and 6.6 s; the first two calls meet both


def invoice(rzp):
    """An issued invoice that expires in 20 minutes."""
    line = {"name": "Book", "amount": 50000, "currency": "INR"}
    customer = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9123456780"}
    sent = {"type": "invoice", "customer": customer, "line_items": [line], "expire_by": NOW + 1200}
    return rzp.invoice.create(sent)["id"]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_on_the_way_things_fall_due(rzp, after):
    invoice_id = invoice(rzp)
    sent = len(rzp.outbox)
    rzp.faults.inject("invoice.notify_by", latency=3600, after=after)
    reply = rzp.request("POST", f"/v1/invoices/{invoice_id}/notify_by/email", json={})
    assert (reply.status, len(rzp.outbox) - sent) == ((200, 1) if after else (400, 0))
    assert [(step.status, step.at) for step in rzp.history(invoice_id)][-1] == ("expired", NOW + 1200)
    assert (rzp.clock.now(), rzp.calls[-1].at) == (NOW + 3600, NOW if after else NOW + 3600)
    assert rzp.calls[-1].status == reply.status


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("timeout", "late"), [(3, True), ((1, 3), True), (5, False), (None, False), ((1, None), False)]
)
def test_a_caller_that_waits_less_gets_a_timeout_though_the_call_takes_effect(rzp, after, timeout, late):
    rzp.faults.inject("order.create", latency=5, after=after)
    if late:
        with pytest.raises(LATE, match=r"Read timed out\. \(read timeout=3\)"):
            rzp.order.create(ORDER, timeout=timeout)
    else:
        assert rzp.order.create(ORDER, timeout=timeout)["amount"] == 50000
    assert ([call.status for call in rzp.calls], rzp.order.all()["count"]) == ([0 if late else 200], 1)
    assert rzp.clock.now() == NOW + 5


def test_a_fault_comes_too_late_for_who_waits_less(rzp):
    rzp.faults.inject("order.create", latency=5, status=503, times=2)
    with pytest.raises(LATE):
        rzp.exchange("POST", "/v1/orders", body=json.dumps(ORDER), timeout=4.5)
    assert rzp.exchange("POST", "/v1/orders", body=json.dumps(ORDER), timeout=5).status == 503
    assert rzp.order.all()["count"] == 0


# ---------------------------------------------------------------------- worlds


def test_a_snapshot_holds_what_is_planned(rzp):
    rzp.faults.inject("order.create", status=503, every=2, times=2)
    rzp.faults.inject("order.create", latency=0.6, times=None)
    first = outcomes(rzp, 3)
    taken = rzp.snapshot()
    then = outcomes(rzp, 3), rzp.clock.now()
    assert (first, then) == ([200, 503, 200], ([503, 200, 200], NOW + 2))
    rzp.faults.clear()
    rzp.restore(taken)
    assert len(rzp.faults.active) == 2
    assert (outcomes(rzp, 3), rzp.clock.now()) == then
    rzp.reset()
    assert (rzp.faults.active, outcomes(rzp, 2)) == ([], [200, 200])


def test_a_fork_has_faults_of_its_own(rzp):
    fault = rzp.faults.inject("order.create", status=503, times=2)
    with rzp.fork() as other:
        assert outcomes(other, 3) == [503, 503, 200]
        other.faults.inject("order.create", reset=True)
    fault.remove()
    assert outcomes(rzp, 1) == [200]
    assert outcomes(other, 1) == ["reset"]


def test_the_same_faults_give_the_same_bytes(build):
    runs = []
    for _ in range(2):
        rzp = build()
        rzp.faults.inject("order.*", latency=0.7, times=None)
        rzp.faults.inject("order.create", status=503, every=2, after=True)
        replies = [rzp.request("POST", "/v1/orders", json=ORDER).content for _ in range(5)]
        runs.append((replies, rzp.request("GET", "/v1/orders").content, [tuple(call) for call in rzp.calls]))
    assert runs[0] == runs[1]
    assert fakerzp.FakeRazorpay(seed=1).faults.active == []
