"""Razorpay's API over HTTP: every request ends in `fake.exchange`, and its answer is sent as it is, to the byte."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from fakerzp import FakeRazorpay, __version__
from tests.server.caller import UNFAKED, UNFAKED_PATH, Caller

ORDER = {"amount": 50000, "currency": "INR", "receipt": "Größe ₹"}
NO_URL = "The requested URL was not found on the server."
BAD_KEY = "The API key provided is invalid."


def raw(port, request):
    """Send bytes, and read until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        pieces = []
        while piece := connection.recv(1 << 16):
            pieces.append(piece)
    return b"".join(pieces)


def test_an_order_is_made_and_fetched(rzp, caller):
    made = caller.call("POST", "/v1/orders", ORDER)
    assert (made.status, made.json["amount"], made.json["receipt"]) == (200, 50000, "Größe ₹")
    assert caller.call("GET", f"/v1/orders/{made.json['id']}").json == made.json == rzp.order.fetch(made.json["id"])
    assert [(call.method, call.path, call.body) for call in rzp.calls[:1]] == [("POST", "/v1/orders", ORDER)]


def test_the_answer_is_the_exchanges_to_the_byte(rzp, build, caller):
    twin = build()
    for method, path, fields in [
        ("POST", "/v1/customers", {"name": "Gaurav Kumar", "contact": "9123456780"}),
        ("POST", "/v1/orders", {**ORDER, "notes": {"a": "b"}}),
        ("POST", "/v1/orders", {"amount": 1}),
        ("GET", "/v1/orders?count=1&expand[]=payments", None),
        ("PUT", "/v1/orders", {}),
        ("DELETE", "/v2/no/such/thing", None),
    ]:
        answer = caller.call(method, path, fields)
        body = None if fields is None else json.dumps(fields)
        reply = twin.exchange(method, path, body=body, headers={"Content-Type": "application/json"})
        assert (answer.status, answer.body) == (reply.status, reply.content)
        assert answer.headers["content-type"] == reply.headers["content-type"] == "application/json"
    assert list(rzp.calls) == list(twin.calls)


def test_the_headers_of_an_answer_are_the_same_each_time(rzp, caller):
    """The date too: it is the fake's."""
    rzp.clock.move_to("2026-12-01T00:00:00Z")
    assert caller.call("GET", "/v1/items").headers == {
        "server": f"fakerzp/{__version__}",
        "date": "Tue, 01 Dec 2026 00:00:00 GMT",
        "content-type": "application/json",
        "content-length": "44",
        "connection": "close",
    }


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 3), ("?count=2", 2), ("?count=2&skip=2", 1), ("?receipt=a%20%26b", 1)],
)
def test_the_query_is_read(rzp, caller, query, count):
    for receipt in ("one", "two", "a &b"):
        rzp.order.create({**ORDER, "receipt": receipt})
    assert caller.call("GET", f"/v1/orders{query}").json["count"] == count


def test_a_url_in_the_query_is_no_part_of_the_path(rzp, caller):
    caller.call("GET", "/v1/orders?receipt=http://example.com/v1/customers")
    assert (rzp.calls[-1].path, rzp.calls[-1].query) == ("/v1/orders", {"receipt": "http://example.com/v1/customers"})


def test_an_id_that_is_quoted_stays_quoted(rzp, build, caller):
    for path in ("/v1/orders/a%2Fb", "/v1/orders/%E2%82%B9", "/v1/orders//", "/v1/orders/"):
        reply = build().exchange("GET", path)
        assert (caller.call("GET", path).status, rzp.calls[-1].path) == (reply.status, path)


def test_a_form_is_read_as_php_and_ruby_send_it(rzp, caller):
    body = "amount=50000&currency=INR&notes[one]=1&notes[two]=2"
    made = caller.send("POST", "/v1/orders", body, {"Content-Type": "application/x-www-form-urlencoded"})
    assert (made.status, made.json["amount"], made.json["notes"]) == (200, 50000, {"one": "1", "two": "2"})


def test_a_multipart_form_is_read(rzp, caller):
    parts = "".join(
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("amount", "50000"), ("currency", "INR"))
    )
    headers = {"Content-Type": "multipart/form-data; boundary=edge"}
    made = caller.send("POST", "/v1/orders", f"{parts}--edge--\r\n", headers)
    assert (made.status, made.json["amount"]) == (200, 50000)


def test_a_body_in_chunks_is_read(rzp, caller):
    pieces = [b'{"amount": 50000,', b' "currency": "INR"}']
    made = caller.send("POST", "/v1/orders", iter(pieces), {"Content-Type": "application/json"})
    assert (made.status, made.json["amount"]) == (200, 50000)


def test_a_caller_that_asks_before_it_sends_is_told_to_go_on(rzp, server, caller):
    body = json.dumps(ORDER).encode()
    head = f"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head.encode())
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 100 Continue\r\n")


def test_a_large_body_arrives_whole(rzp, caller):
    notes = {f"key {n}": "x" * 250 for n in range(15)}
    made = caller.call("POST", "/v1/orders", {**ORDER, "notes": notes, "junk": "y" * 2_000_000})
    assert made.status == 400
    assert len(rzp.calls[-1].body["junk"]) == 2_000_000


@pytest.mark.parametrize("body", ["{", "[1]", b"\xff\xfe", '{"amount": NaN}'])
def test_a_body_that_is_none_gets_razorpays_answer(rzp, build, caller, body):
    reply = build().request("POST", "/v1/orders", data=body)
    answer = caller.send("POST", "/v1/orders", body, {"Content-Type": "application/json"})
    assert (answer.status, answer.json) == (400, reply.body)
    assert rzp.order.all()["count"] == 0


# ---------------------------------------------------------------------- keys


@pytest.mark.parametrize("pair", [("rzp_test_another", "secret"), ("x", ""), ("rzp_test_ü", "ö")])
def test_any_pair_is_this_merchants(rzp, caller, pair):
    made = caller.call("POST", "/v1/orders", ORDER, auth=pair)
    assert (made.status, rzp.order.all()["count"]) == (200, 1)


def test_an_order_is_signed_for_with_the_pair_that_made_it(rzp, caller):
    made = caller.call("POST", "/v1/orders", ORDER, auth=("rzp_test_mine", "my own secret")).json
    paid = rzp.checkout.pay(made["id"])
    signed = f"{made['id']}|{paid['razorpay_payment_id']}"
    assert paid["razorpay_signature"] == rzp.webhooks.sign(signed, "my own secret")


def test_only_the_pair_that_was_given(build):
    fake = build(key_id="rzp_test_given", key_secret="secret")
    with fake.serve() as server:
        caller = Caller(server.port, ("rzp_test_given", "secret"))
        assert caller.call("GET", "/v1/items").status == 200
        stranger = caller.call("GET", "/v1/items", auth=("rzp_test_other", "secret"))
        wrong = caller.call("GET", "/v1/items", auth=("rzp_test_given", "other"))
        token = Caller(server.port, None).call("GET", "/v1/items", headers={"Authorization": "Bearer x"})
    assert (stranger.status, stranger.said) == (401, BAD_KEY)
    assert (wrong.status, wrong.said) == (401, "The API secret provided is invalid.")
    assert (token.status, token.said) == (401, BAD_KEY)


@pytest.mark.parametrize("header", [None, "Basic !!!", "Basic", "Basic Og==", "Basic OnNlY3JldA=="])
def test_whoever_shows_no_pair_is_a_stranger(server, header):
    headers = {} if header is None else {"Authorization": header}
    answer = Caller(server.port, None).call("GET", "/v1/items", headers=headers)
    assert (answer.status, answer.said) == (401, BAD_KEY)


def test_a_partners_token_is_as_good_as_a_pair(server):
    answer = Caller(server.port, None).call("GET", "/v1/items", headers={"Authorization": "Bearer abc"})
    assert (answer.status, answer.json["count"]) == (200, 0)


def test_a_sub_merchant_has_books_of_its_own(rzp, caller):
    headers = {"X-Razorpay-Account": "acc_00000000000001"}
    caller.call("POST", "/v1/orders", ORDER, headers=headers)
    assert caller.call("GET", "/v1/orders").json["count"] == 0
    assert caller.call("GET", "/v1/orders", headers=headers).json["count"] == 1


# ---------------------------------------------------------------------- what Razorpay has not, or the fake has not


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/favicon.ico"),
        ("GET", "/__fakerzp"),
        ("GET", "/__fakerzp__x"),
        ("POST", "/v3/orders"),
        ("OPTIONS", "/v1/orders"),
        ("TRACE", "/v1/orders"),
        ("PROPFIND", "/v1/orders"),
    ],
)
def test_what_razorpay_does_not_have_is_not_found(rzp, caller, method, path):
    answer = caller.call(method, path)
    assert (answer.status, answer.said) == (400, NO_URL)
    assert (rzp.calls[-1].method, rzp.calls[-1].path, rzp.calls[-1].status) == (method, path, 400)
    assert "access-control-allow-origin" not in answer.headers


def test_head_is_answered_without_a_body(rzp, caller):
    """No page documents HEAD: it is a method that Razorpay's URLs do not have, like any other."""
    answer = caller.call("HEAD", "/v1/orders")
    assert (answer.status, answer.body) == (400, b"")
    assert int(answer.headers["content-length"]) == len(rzp.request("HEAD", "/v1/orders").content)


def test_what_is_not_faked_is_refused_and_kept(rzp, server, caller):
    answer = caller.call(UNFAKED.method, UNFAKED_PATH)
    assert answer.status == 501
    assert answer.json["error"]["code"] == "NOT_FAKED"
    [refusal] = server.refused
    assert answer.said == str(refusal)
    assert answer.json["error"]["endpoint"] == refusal.endpoint
    assert "exists at Razorpay and is not faked" in answer.said
    assert len(rzp.calls) == 0


@pytest.mark.parametrize("headers", [{}, {"Content-Type": "text/plain"}], ids=["none", "text"])
def test_a_body_that_does_not_say_what_it_is_is_not_guessed_at(rzp, server, caller, headers):
    answer = caller.send("POST", "/v1/orders", json.dumps(ORDER), headers)
    assert (answer.status, answer.json["error"]["endpoint"]) == (501, "order.create")
    assert "no page says what Razorpay reads in it" in answer.said
    assert len(rzp.calls) == 0
    assert len(server.refused) == 1


@pytest.mark.parametrize("error", [RuntimeError, LookupError, ValueError, TypeError, KeyboardInterrupt])
def test_a_failure_of_the_fake_is_none_of_razorpays_and_is_raised_at_the_end(rzp, monkeypatch, error):
    def crash(*args, **kwargs):
        raise error("a bug")

    monkeypatch.setattr(rzp, "exchange", crash)
    with pytest.raises(error, match="a bug"), rzp.serve() as server:
        answers = [Caller(server.port, None).call("GET", "/v1/items") for _ in range(2)]
    assert [answer.status for answer in answers] == [500, 500]
    assert answers[0].json["error"] == {
        "code": "FAKERZP_ERROR",
        "description": f"fakerzp itself failed, or what it was told to call: {error.__name__}: a bug",
    }


def test_a_failure_of_the_test_is_more_than_one_of_the_fake(rzp, monkeypatch):
    monkeypatch.setattr(rzp, "exchange", lambda *args, **kwargs: 1 / 0)
    server = rzp.serve()

    def fails():
        with server:
            Caller(server.port, None).call("GET", "/v1/items")
            raise LookupError("the test's own")

    with pytest.raises(LookupError, match="the test's own"):
        fails()
    with server:
        """What went wrong before is not told now."""


# ---------------------------------------------------------------------- the wire


def test_what_is_no_http_is_refused(server):
    assert b"Error code: 400" in raw(server.port, b"hello\r\n\r\n")
    assert b"Error code: 505" in raw(server.port, b"GET /v1/items HTTP/9.9\r\n\r\n")
    assert raw(server.port, b"GET /v1/items HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n").startswith(b"HTTP/1.1 431 ")


def test_an_absolute_url_is_that_of_its_path(rzp, server):
    answer = raw(server.port, b"GET https://api.razorpay.com/v1/items?count=1 HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 401 ")
    assert (rzp.calls[-1].path, rzp.calls[-1].query) == ("/v1/items", {"count": "1"})


def test_a_connection_ends_with_its_answer(server):
    """Also for a caller that would keep it: nobody can hold up the end of the server by doing nothing."""
    request = b"GET /v1/items HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n"
    answer = raw(server.port, request * 2)
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"\r\nConnection: close\r\n" in answer


def test_a_caller_that_goes_before_it_has_said_all_is_no_failure(rzp, server):
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    Caller(server.port, None).call("GET", "/v1/items")
    assert [call.path for call in rzp.calls] == ["/v1/items"]


def test_many_callers_at_once(rzp, caller):
    def shop(n):
        for turn in range(10):
            made = caller.call("POST", "/v1/orders", {**ORDER, "receipt": f"{n}-{turn}"}).json
            paid = caller.control("pay", target=made["id"], method="upi").json
            assert caller.call("GET", f"/v1/payments/{paid['razorpay_payment_id']}").json["status"] == "captured"

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(shop, range(8)))
    assert len(rzp.calls) == 160
    assert rzp.ledger.balance("customer") == -80 * 50000
    assert len({event["payload"]["payment"]["entity"]["id"] for event in rzp.events}) == 80


def test_two_fakes_know_nothing_of_each_other(rzp, caller):
    with FakeRazorpay(seed=2).serve() as other:
        Caller(other.port, ("a", "b")).call("POST", "/v1/orders", ORDER)
        assert caller.call("GET", "/v1/orders").json["count"] == 0


def test_a_fork_and_a_restored_fake_are_served_as_they_are(rzp, caller):
    before = rzp.snapshot()
    caller.call("POST", "/v1/orders", ORDER)
    with rzp.fork() as fork, fork.serve() as aside:
        Caller(aside.port, ("a", "b")).call("POST", "/v1/orders", {**ORDER, "receipt": "another"})
        assert fork.order.all()["count"] == 2
    rzp.restore(before)
    assert caller.call("GET", "/v1/orders").json["count"] == 0
