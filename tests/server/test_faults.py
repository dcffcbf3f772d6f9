"""Faults as callers over HTTP meet them: the page of a gateway, a broken connection, no answer at all."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from http.client import RemoteDisconnected

import pytest

from tests.server.caller import Caller, until

ORDER = {"amount": 50000, "currency": "INR"}
START = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands


@pytest.mark.parametrize(
    ("fault", "status", "content_type", "begins"),
    [
        ({"status": 503}, 503, "text/html", b"<html>\n<head><title>503 Service Unavailable</title>"),
        ({"status": 599}, 599, "text/html", b"<html>\n<head><title>599</title>"),
        ({"body": "not JSON", "status": 200}, 200, "text/html", b"not JSON"),
        ({"body": {"a": 1}}, 200, "application/json", b'{"a":1}'),
        ({"rate_limit": True}, 429, "application/json", b'{"error":{"code":"BAD_REQUEST_ERROR"'),
        ({"error": "We are facing some trouble"}, 500, "application/json", b'{"error":{"code":"SERVER_ERROR"'),
    ],
)
def test_an_answer_that_is_not_the_endpoints(rzp, caller, fault, status, content_type, begins):
    rzp.faults.inject("order.create", **fault)
    answer = caller.call("POST", "/v1/orders", ORDER)
    assert (answer.status, answer.headers["content-type"]) == (status, content_type)
    assert answer.body.startswith(begins)
    assert rzp.order.all()["count"] == 0
    assert caller.call("POST", "/v1/orders", ORDER).status == 200


@pytest.mark.parametrize(("after", "written"), [(False, 0), (True, 1)])
def test_a_connection_that_breaks(rzp, caller, capfd, after, written):
    rzp.faults.inject("order.create", reset=True, after=after)
    with pytest.raises(ConnectionResetError):
        caller.call("POST", "/v1/orders", ORDER)
    assert capfd.readouterr() == ("", "")
    assert rzp.order.all()["count"] == written
    assert caller.call("POST", "/v1/orders", ORDER).status == 200


@pytest.mark.parametrize(("after", "written"), [(False, 0), (True, 1)])
def test_no_answer_lasts_as_long_as_the_caller_waits(rzp, server, after, written):
    rzp.faults.inject("order.create", timeout=True, after=after)
    with socket.create_connection(("127.0.0.1", server.port), timeout=0.2) as connection:
        connection.sendall(b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\n")
        connection.sendall(b"Content-Type: application/json\r\nContent-Length: 36\r\n\r\n")
        connection.sendall(b'{"amount": 50000, "currency": "INR"}')
        with pytest.raises(TimeoutError):
            connection.recv(1)
        until(lambda: rzp.calls)  # on a busy machine the caller has no patience left before it was heard
    assert rzp.order.all()["count"] == written
    assert rzp.clock.now() == START  # what passes is the caller's patience, and none of the fake's time


def test_no_answer_lasts_no_longer_than_it_may(rzp):
    rzp.faults.inject("item.all", timeout=True)
    with rzp.serve(hold=0.05) as server:
        with pytest.raises(RemoteDisconnected):
            Caller(server.port, ("a", "b")).call("GET", "/v1/items")
        assert Caller(server.port, ("a", "b")).call("GET", "/v1/items").status == 200


def test_no_answer_ends_with_the_server(rzp):
    rzp.faults.inject("item.all", timeout=True)
    with ThreadPoolExecutor(1) as pool:
        with rzp.serve(hold=3600) as server:
            waiting = pool.submit(Caller(server.port, ("a", "b")).call, "GET", "/v1/items")
            until(lambda: rzp.calls)
            assert not waiting.done()
        with pytest.raises(RemoteDisconnected):
            waiting.result()


def test_a_caller_that_waits_does_not_keep_others_waiting(rzp, server, caller):
    rzp.faults.inject("item.all", timeout=True)
    with socket.create_connection(("127.0.0.1", server.port)) as waiting:
        waiting.sendall(b"GET /v1/items HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\n\r\n")
        until(lambda: rzp.calls)
        assert caller.call("GET", "/v1/items").status == 200


def test_latency_is_the_fakes_time_and_nobody_elses(rzp, caller):
    rzp.faults.inject("order.create", latency=90, times=2)
    made = caller.call("POST", "/v1/orders", ORDER)
    assert (made.status, made.json["created_at"]) == (200, START + 90)
    assert made.headers["date"] == "Mon, 05 Jan 2026 10:01:30 GMT"
    assert rzp.clock.now() == START + 90


def test_a_fault_that_cannot_be_decided_is_a_failure_of_the_test(rzp):
    rzp.faults.inject("order.create", status=503, where=lambda request: request.body["amont"] > 1)
    with pytest.raises(KeyError, match="amont"), rzp.serve() as server:
        answer = Caller(server.port, ("a", "b")).call("POST", "/v1/orders", ORDER)
    assert (answer.status, answer.json["error"]["code"]) == (500, "FAKERZP_ERROR")
    assert answer.said.endswith("KeyError: 'amont'")
