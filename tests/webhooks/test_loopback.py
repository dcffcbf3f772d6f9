"""Servers on this machine as targets, and no others."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from fakerzp.webhooks import targets
from tests.webhooks.endpoints import pay, seen, waits


class Server(HTTPServer):
    """Keeps what it is asked, and answers with `status`."""

    def __init__(self, address="127.0.0.1", family=socket.AF_INET):
        self.address_family = family
        self.asked = []
        self.status = 200
        self.location = None
        self.then = None
        super().__init__((address, 0), Handler)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), body))
        if self.server.then is not None:
            self.server.then()
        self.send_response(self.server.status)
        if self.server.location is not None:
            self.send_header("Location", self.server.location)
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def told(rzp, url, **options):
    """Subscribe a URL to order.paid, pay an order, and give the one delivery."""
    rzp.webhooks.subscribe(url, secret="s", events=["order.paid"], **options)
    pay(rzp)
    return rzp.webhooks.deliveries[-1]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_a_server_on_this_machine_gets_the_request(rzp, server, host):
    delivery = told(rzp, f"http://{host}:{server.server_port}/hook?a=b")
    [(path, headers, body)] = server.asked
    assert path == "/hook?a=b"
    assert body == delivery.body
    assert headers["Host"] == f"{host}:{server.server_port}"
    assert headers["Content-Type"] == "application/json"
    assert headers["User-Agent"] == "Razorpay-Webhook/v1"
    assert headers["X-Razorpay-Signature"] == rzp.webhooks.sign(body, "s")
    assert headers["x-razorpay-event-id"] == delivery.event_id
    assert (delivery.status, delivery.error) == (200, None)


def test_a_server_on_the_loopback_of_ipv6_gets_the_request(rzp):
    try:
        server = Server("::1", socket.AF_INET6)
    except OSError:  # this machine has no IPv6: the delivery says so
        delivery = told(rzp, "http://[::1]:9/")
        assert delivery.status is None
        return
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        delivery = told(rzp, f"http://[::1]:{server.server_port}")
        rzp.webhooks.subscribe(f"http://localhost:{server.server_port}/two", events=["payment.captured"])
        pay(rzp)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert [path for path, _, _ in server.asked] == ["/", "/two", "/"]
    assert (delivery.status, delivery.error) == (200, None)


@pytest.mark.parametrize("status", [204, 400, 500])
def test_the_status_is_the_servers(rzp, server, status):
    server.status = status
    assert told(rzp, f"http://127.0.0.1:{server.server_port}/").status == status


def test_a_redirect_is_not_followed_and_is_a_failure(rzp, server):
    server.status, server.location = 302, f"http://127.0.0.1:{server.server_port}/elsewhere"
    delivery = told(rzp, f"http://127.0.0.1:{server.server_port}/hook")
    assert (delivery.status, delivery.accepted) == (302, False)
    assert [path for path, _, _ in server.asked] == ["/hook"]


def test_the_servers_handler_may_use_the_fake(rzp, server):
    server.then = lambda: rzp.order.create({"amount": 777, "currency": "INR"})
    assert told(rzp, f"http://127.0.0.1:{server.server_port}/").status == 200
    assert [order["amount"] for order in rzp.order.all()["items"]] == [777, 50000]


def test_a_server_that_is_not_there_is_tried_again(rzp):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    delivery = told(rzp, f"http://localhost:{port}/")
    assert (delivery.status, delivery.error) == (None, "connection refused: nobody listens there")
    rzp.clock.advance(seconds=16)
    assert waits(rzp) == [0, 5, 15]
    assert seen(rzp.webhooks.deliveries)[-1] == ("order.paid", 3, None)


def test_a_server_that_says_nothing_in_time_has_failed(rzp, monkeypatch):
    monkeypatch.setattr(targets, "ANSWER_WITHIN", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        delivery = told(rzp, f"http://127.0.0.1:{listener.getsockname()[1]}/")
    assert (delivery.status, delivery.error) == (None, "timeout: no answer within 5 seconds")


def test_an_interrupt_while_a_server_is_asked_comes_through_and_the_event_is_retried(rzp, server, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("http.client.HTTPConnection.getresponse", interrupted)
        with pytest.raises(KeyboardInterrupt):
            told(rzp, f"http://127.0.0.1:{server.server_port}/")
    rzp.clock.advance(seconds=5)
    assert seen(rzp.webhooks.deliveries) == [("order.paid", 1, None), ("order.paid", 2, 200)]


def test_a_server_that_talks_nonsense_has_failed(rzp):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            connection, _ = listener.accept()
            with connection:
                connection.recv(1 << 16)
                connection.sendall(b"hello\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        delivery = told(rzp, f"http://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()
    assert delivery.status is None
    assert delivery.error.startswith("BadStatusLine: hello")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/webhook",
        "https://example.com/webhook",
        "http://10.0.0.1/",
        "http://0.0.0.0:8000/",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/",
        "http://example.com#@127.0.0.1/",
        "http://127.0.0.1\\@example.com/",
        "http://[::2]/",
        "http://localhost./",
        "http://2130706433/",
    ],
)
def test_any_other_host_is_refused_and_nothing_is_sent(rzp, monkeypatch, url):
    def connect(*args):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(ValueError, match=r"reach nothing but this machine.* is not 127\.0\.0\.1, localhost or \[::1\]"):
        rzp.webhooks.subscribe(url)
    assert rzp.webhooks.subscriptions == []


@pytest.mark.parametrize("url", ["hook", "/hook", "ftp://127.0.0.1/", "http:///hook", "127.0.0.1:8000/hook", ""])
def test_what_is_no_url_is_refused(rzp, url):
    with pytest.raises(ValueError, match="is no URL such as http://127"):
        rzp.webhooks.subscribe(url)


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "http://user:pass@localhost/"])
def test_encryption_and_credentials_are_refused(rzp, url):
    with pytest.raises(ValueError, match="over plain http, without credentials"):
        rzp.webhooks.subscribe(url)


def test_a_port_that_is_none_is_refused(rzp):
    with pytest.raises(ValueError, match=r"[Pp]ort"):
        rzp.webhooks.subscribe("http://127.0.0.1:99999/")


def test_a_url_takes_no_path(rzp):
    with pytest.raises(TypeError, match="a URL has its own path"):
        rzp.webhooks.subscribe("http://127.0.0.1:8000/", path="/webhook")
