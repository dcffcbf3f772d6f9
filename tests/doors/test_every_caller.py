"""What holds for every HTTP library under a patch: served at Razorpay's API, stopped at its other hosts, else alone."""

from __future__ import annotations

import json
import socket

import pytest

import fakerzp
from fakerzp import NotFaked
from fakerzp.utility import Utility
from tests.doors.callers import API, CALLERS, KEYS, ORDER, caller, loopback, replaced

__all__ = ["loopback"]
OUTSIDE = OSError("a look-up of an address")


@pytest.fixture(params=CALLERS)
def ask(request):
    return caller(request.param)


@pytest.fixture(autouse=True)
def nothing_leaves(monkeypatch):
    """Only this machine is reached, and whatever a test does, all libraries are afterwards what they were."""
    real = socket.getaddrinfo

    def getaddrinfo(host, *args, **options):
        if host not in ("127.0.0.1", "localhost"):
            raise OUTSIDE
        return real(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    before = replaced()
    yield
    after = replaced()
    assert {name: after[name] for name in before} == before


def causes(error):
    """An exception and those that led to it; aiohttp and urllib keep one as an attribute as well."""
    found = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


# ---------------------------------------------------------------------- Razorpay's API


def test_an_order_is_there_by_every_door(rzp, ask):
    with rzp.patch():
        made = ask("POST", f"{API}/v1/orders", json=ORDER)
        fetched = ask("GET", f"{API}/v1/orders/{made.body['id']}?expand[]=payments")
        page = ask("GET", f"{API}/v1/orders?count=1&skip=0")
    assert made.body == rzp.orders.fetch(made.body["id"])
    assert (made.body["amount"], made.body["notes"]) == (50000, {"shop": "₹"})
    assert fetched.body == rzp.request("GET", f"/v1/orders/{made.body['id']}", params={"expand[]": "payments"}).body
    assert page.body["items"] == [made.body]
    assert [(call.method, call.path, call.query) for call in rzp.calls[:3]] == [
        ("POST", "/v1/orders", {}),
        ("GET", f"/v1/orders/{made.body['id']}", {"expand[]": ["payments"]}),
        ("GET", "/v1/orders", {"count": "1", "skip": "0"}),
    ]
    assert rzp.calls[0].body == ORDER


def test_an_answer_is_what_the_fake_answers_elsewhere(rzp, ask):
    with rzp.patch():
        got = ask("POST", f"{API}/v1/orders", json=ORDER)
    reply = rzp.request("GET", f"/v1/orders/{got.body['id']}")
    assert (got.status, got.reason, got.content) == (200, "OK", reply.content)
    assert got.headers["content-type"] == reply.headers["content-type"] == "application/json"
    assert got.headers["content-length"] == str(len(reply.content))


def test_a_refusal_has_its_status_and_its_text(rzp, ask):
    with rzp.patch():
        got = ask("POST", f"{API}/v1/orders", json={**ORDER, "amount": 50})
    assert (got.status, got.reason) == (400, "Bad Request")
    assert got.body == rzp.request("POST", "/v1/orders", json={**ORDER, "amount": 50}).body
    assert got.body["error"]["description"] == "The amount must be at least INR 1.00."


def test_what_razorpay_has_not_gets_its_answer_and_what_the_fake_has_not_raises(rzp, ask):
    with rzp.patch():
        got = ask("POST", f"{API}/v1/no/such/thing", json={})
        with pytest.raises(NotFaked, match="/v1/payouts") as caught:
            ask("GET", f"{API}/v1/payouts")
    assert (got.status, got.body) == (400, rzp.request("GET", "/v1/no/such/thing").body)
    assert got.body["error"]["description"] == "The requested URL was not found on the server."
    assert caught.value.endpoint == "GET /v1/payouts"


def test_keys_and_headers_arrive(build, ask):
    partner = {"X-Razorpay-Account": "acc_00000000000001"}
    with fakerzp.patch(key_id="rzp_test_mine", key_secret="mine") as rzp:
        stranger = ask("POST", f"{API}/v1/orders", json=ORDER)
        theirs = ask("POST", f"{API}/v1/orders", json=ORDER, auth=("rzp_test_mine", "mine"), headers=partner)
    assert (stranger.status, theirs.status) == (400, 200)
    assert stranger.body == rzp.request("POST", "/v1/orders", json=ORDER, auth=KEYS).body
    assert rzp.order.all()["count"] == 0
    assert rzp.order.all(headers=partner)["items"] == [theirs.body]


def test_a_request_without_keys_is_a_strangers(rzp, ask):
    with rzp.patch():
        got = ask("GET", f"{API}/v1/orders", auth=None)
        token = ask("GET", f"{API}/v1/orders", auth=None, headers={"Authorization": "Bearer of-a-partner"})
    assert (got.status, got.body["error"]["code"]) == (400, "BAD_REQUEST_ERROR")
    assert token.status == 200


def test_the_order_is_signed_for_with_the_pair_that_made_it(rzp, ask):
    with rzp.patch():
        order = ask("POST", f"{API}/v1/orders", json=ORDER).body
    answer = rzp.checkout.pay(order["id"])
    assert Utility(KEYS[1]).verify_payment_signature(answer)


def test_idempotency_holds(rzp, ask):
    with rzp.patch():
        order = ask("POST", f"{API}/v1/orders", json=ORDER).body
        payment = rzp.checkout.pay(order["id"])["razorpay_payment_id"]
        headers = {"X-Refund-Idempotency": "refund-of-book-1"}
        refunds = [
            ask("POST", f"{API}/v1/payments/{payment}/refund", json={"amount": 100}, headers=headers) for _ in "12"
        ]
        other = ask("POST", f"{API}/v1/payments/{payment}/refund", json={"amount": 200}, headers=headers)
    assert refunds[0].body["id"] == refunds[1].body["id"]
    assert other.status == 409
    assert rzp.refund.all()["count"] == 1


def test_a_form_makes_the_same_order(build, ask):
    forms, jsons = build(seed=3), build(seed=3)
    with forms.patch():
        form = [("amount", "50000"), ("currency", "INR"), ("notes[shop]", "₹"), ("partial_payment", "1")]
        got = ask("POST", f"{API}/v1/orders", form=form)
    assert got.status == 200
    assert got.body == jsons.order.create({**ORDER, "partial_payment": True})


def test_a_body_without_a_type_is_not_guessed_at(rzp, ask):
    with rzp.patch(), pytest.raises(NotFaked, match=r"POST /v1/orders, a body of Content-Type text/plain: no page"):
        ask("POST", f"{API}/v1/orders", json=ORDER, headers={"Content-Type": "text/plain"})
    assert rzp.order.all()["count"] == 0


@pytest.mark.parametrize("spelled", ["https://API.Razorpay.com", "https://api.razorpay.com:443"])
def test_the_host_may_be_spelled_otherwise(rzp, ask, spelled):
    with rzp.patch():
        assert ask("GET", f"{spelled}/v1/orders").body["count"] == 0


# ---------------------------------------------------------------------- Razorpay's other hosts

STOPPED = {
    "https://rzp.io/i/nothing": r"rzp\.checkout\.pay",
    "https://checkout.razorpay.com/v1/checkout.js": r"rzp\.checkout\.pay",
    "https://auth.razorpay.com/login": "answers /authorize, /revoke, /token there",
    "https://razorpay.com/": "stub for this call",
    "http://api.razorpay.com/v1/orders": "Razorpay documents https://api.razorpay.com",
    "https://api.razorpay.com:8443/v1/orders": "Razorpay documents https://api.razorpay.com",
}


@pytest.mark.parametrize("url", STOPPED)
def test_nothing_reaches_what_is_razorpays_and_not_the_api(rzp, ask, url):
    with rzp.patch(), pytest.raises(NotFaked, match=STOPPED[url]):
        ask("GET", url)
    assert list(rzp.calls) == []


def test_oauth_is_answered_at_its_own_host(rzp, ask):
    with rzp.patch():
        answer = ask("GET", "https://auth.razorpay.com/token")
        assert answer.body["error"]["description"] == "Check the `client_id` parameter"
        answer = ask("GET", "https://api.razorpay.com/token")
        assert answer.body["error"]["description"] == "The requested URL was not found on the server."


# ---------------------------------------------------------------------- other hosts, and before and after


@pytest.mark.parametrize("url", ["https://razorpay.com.example/", "https://example.com/", "https://notrazorpay.com/"])
def test_the_hosts_of_others_are_looked_up_as_ever(rzp, ask, url):
    complaints = []
    for patched in (False, True):
        with rzp.patch() if patched else rzp:
            try:
                ask("GET", url)
            except Exception as error:
                complaints.append((type(error), str(error).partition(" object at ")[0]))
    assert complaints[0] == complaints[1]
    assert complaints[0][0] is not NotFaked


def test_a_server_on_this_machine_gets_the_same_bytes(rzp, ask, loopback):
    answers = []
    loopback.came.clear()
    for patched in (False, True):
        with rzp.patch() if patched else rzp:
            answers.append(ask("POST", f"{loopback.url}?a=1&b[]=2", json=ORDER, headers={"X-Note": "n"}))
    assert answers[0] == answers[1]
    assert (answers[0].status, answers[0].body, answers[0].headers["x-own"]) == (201, {"own": [1]}, "yes")
    assert loopback.came[0] == loopback.came[1]
    assert json.loads(loopback.came[0].partition(b"\r\n\r\n")[2]) == ORDER
    assert list(rzp.calls) == []


def test_afterwards_razorpay_is_as_far_away_as_before(rzp, ask):
    with rzp.patch():
        ask("GET", f"{API}/v1/orders")
    with pytest.raises(Exception) as caught:  # noqa: PT011
        ask("GET", f"{API}/v1/orders")
    assert OUTSIDE in causes(caught.value)
    assert len(rzp.calls) == 1


def test_the_innermost_fake_answers(build, ask):
    outer, inner = build(seed=1), build(seed=2)
    with outer.patch():
        ask("POST", f"{API}/v1/orders", json=ORDER)
        with inner.patch():
            ask("POST", f"{API}/v1/orders", json=ORDER)
            ask("POST", f"{API}/v1/orders", json=ORDER)
        ask("POST", f"{API}/v1/orders", json=ORDER)
    assert (outer.order.all()["count"], inner.order.all()["count"]) == (2, 2)


# ---------------------------------------------------------------------- faults


def test_a_page_of_a_gateway_arrives_as_a_page(rzp, ask):
    rzp.faults.inject("order.create", status=503)
    with rzp.patch():
        got = ask("POST", f"{API}/v1/orders", json=ORDER)
    assert (got.status, got.reason, got.headers["content-type"]) == (503, "Service Unavailable", "text/html")
    assert b"<h1>503 Service Unavailable</h1>" in got.content


def test_time_that_an_answer_takes_passes_on_the_clock_of_the_fake(rzp, ask):
    rzp.faults.inject("order.create", latency=4)
    before = rzp.clock.now()
    with rzp.patch():
        assert ask("POST", f"{API}/v1/orders", json=ORDER, timeout=5).body["created_at"] == before + 4
