"""The client's transport: what reaches the fake is what would have reached a server, and back."""

from __future__ import annotations

import base64
import gc
import io
import json
import pickle
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

requests = pytest.importorskip("requests", reason="the official client's transport")
razorpay = pytest.importorskip("razorpay", reason="the official client")

from fakerzp import NotFaked  # noqa: E402
from fakerzp.doors.official import make_client  # noqa: E402
from fakerzp.doors.transport import HOME, located  # noqa: E402
from fakerzp.doors.wire import Reply  # noqa: E402
from tests.doors.echo import Echo  # noqa: E402

KEYS = ("rzp_test_x", "secret")
JSON = {"Content-type": "application/json"}


class Server(BaseHTTPRequestHandler):
    """Answers with what it was sent, as the echoing wire does."""

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        url = urlsplit(self.path)
        scheme, _, encoded = self.headers.get("Authorization", "").partition(" ")
        sent = {
            "method": self.command,
            "path": url.path,
            "body": self.rfile.read(length).decode("latin-1") or None,
            "query": [list(pair) for pair in parse_qsl(url.query, keep_blank_values=True)],
            "headers": dict(self.headers.items()),
            "auth": base64.b64decode(encoded).decode().split(":", 1) if scheme == "Basic" else ["", ""],
        }
        content = json.dumps(sent).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

    def log_message(self, *_):
        """Keep quiet."""


@pytest.fixture(scope="module")
def server():
    """A real server on loopback: its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def on_the_wire(sent):
    """What counts of an exchange; the connection's own headers do not."""
    own = {"host", "content-length", "connection", "authorization"}
    headers = {name.lower(): value for name, value in sent["headers"].items()}
    boundary = headers.get("content-type", "").partition("boundary=")[2]
    body = (sent["body"] or "").replace(boundary, "---") if boundary else sent["body"]
    if boundary:
        headers["content-type"] = "multipart"
    kept = {name: value for name, value in headers.items() if name not in own or "Bearer" in value}
    asked = {name: sent[name] for name in ("method", "query", "auth")}
    return asked | {"path": unquote(sent["path"]), "body": body or None} | kept


PLAIN = {"auth": KEYS}
REQUESTS = {
    "nothing": ("get", "/v1/orders", PLAIN),
    "empty params": ("get", "/v1/orders", {**PLAIN, "params": {}}),
    "numbers": ("get", "/v1/orders", {**PLAIN, "params": {"count": 2, "skip": "1", "x": 1.5}}),
    "booleans": ("get", "/v1/orders", {**PLAIN, "params": {"authorized": True, "b": False}}),
    "none": ("get", "/v1/orders", {**PLAIN, "params": {"receipt": None, "count": 1}}),
    "lists": ("get", "/v1/orders", {**PLAIN, "params": {"expand[]": ["card", "offers"], "n": (1, None, 2)}}),
    "empty values": ("get", "/v1/orders", {**PLAIN, "params": {"receipt": "", "expand[]": []}}),
    "awkward values": ("get", "/v1/orders", {**PLAIN, "params": {"receipt": "a b&c=d+e%20/₹", "é": "ü"}}),
    "nested": ("get", "/v1/orders", {**PLAIN, "params": {"notes": {"a": 1, "b": 2}, 7: b"seven"}}),
    "pairs of params": ("get", "/v1/orders", {**PLAIN, "params": [("count", 1), ("count", 2)]}),
    "text params": ("get", "/v1/orders", {**PLAIN, "params": "count=1&skip=2"}),
    "query in the path": ("get", "/v1/orders?count=1", {**PLAIN, "params": {"skip": 2}}),
    "a fragment": ("get", "/v1/orders#top", PLAIN),
    "a space in the path": ("get", "/v1/orders/order 1", PLAIN),
    "another script in the path": ("get", "/v1/orders/ord₹r", PLAIN),
    "escapes in the path": ("get", "/v1/orders/a%20b", PLAIN),
    "dots in the path": ("get", "/v1/orders/../payments/./x", PLAIN),
    "json text": ("post", "/v1/orders", {**PLAIN, "data": '{"amount": 1}', "headers": JSON}),
    "json bytes": ("post", "/v1/orders", {**PLAIN, "data": b'{"amount": 1}', "headers": JSON}),
    "no body": ("post", "/v1/orders", {**PLAIN, "data": "", "headers": JSON}),
    "json option": ("post", "/v1/orders", {**PLAIN, "json": {"amount": 1}}),
    "a form": ("post", "/v1/orders", {**PLAIN, "data": {"amount": 1, "a": ["b", "c"]}}),
    "a file": (
        "post",
        "/v1/documents",
        {**PLAIN, "files": {"file": ("a.png", b"\x89PNG")}, "data": {"a": 1}},
    ),
    "put": ("put", "/v1/orders/o", {**PLAIN, "data": "{}", "headers": JSON}),
    "patch": ("patch", "/v1/orders/o", {**PLAIN, "data": "{}", "headers": JSON}),
    "delete with a body": ("delete", "/v1/orders/o", {**PLAIN, "data": "{}", "headers": JSON}),
    "own headers": ("get", "/v1/orders", {**PLAIN, "headers": {"X-Razorpay-Account": "acc_1"}}),
    "headers in another case": ("get", "/v1/orders", {**PLAIN, "headers": {"aCCept": "x", "X-NOTE": "u"}}),
    "a header taken away": ("get", "/v1/orders", {**PLAIN, "headers": {"Accept": None, "X-Note": None}}),
    "a header in bytes": ("get", "/v1/orders", {**PLAIN, "headers": {"X-Note": b"bytes"}}),
    "both a pair and a header": ("get", "/v1/orders", {**PLAIN, "headers": {"Authorization": "Bearer abc"}}),
    "no auth": ("get", "/v1/orders", {"auth": None}),
    "a public key": ("get", "/v1/orders", {"auth": ("rzp_test_x", "")}),
    "a colon in the secret": ("get", "/v1/orders", {"auth": ("rzp_test_x", "a:b")}),
    "a colon in the key": ("get", "/v1/orders", {"auth": ("rzp:test", "s")}),
    "bytes for a secret": ("get", "/v1/orders", {"auth": ("rzp_test_x", b"secret")}),
    "an auth object": ("get", "/v1/orders", {"auth": requests.auth.HTTPBasicAuth(*KEYS)}),
    "a bearer": ("get", "/v1/orders", {"auth": None, "headers": {"Authorization": "Bearer abc"}}),
    "options of no effect": ("get", "/v1/orders", {**PLAIN, "timeout": 3, "stream": False, "verify": True}),
}


@pytest.mark.parametrize("name", REQUESTS)
@pytest.mark.parametrize("session", ["plain", "with settings"])
def test_the_fake_sees_what_a_server_sees(server, monkeypatch, tmp_path, name, session):
    monkeypatch.setenv("NETRC", str(tmp_path / "none"))
    method, path, options = REQUESTS[name]
    real = requests.Session()
    real.trust_env = False
    if session == "with settings":
        real.headers.update({"X-Razorpay-Account": "acc_session", "X-Note": "always"})
        real.params = {"session": "yes"}
        real.cookies.set("colour", "blue")
    wire = Echo()
    client = make_client(wire, session=real)
    getattr(client.session, method)(f"{HOME}{path}", **options)
    expected = getattr(real, method)(f"{server}{path}", **options).json()
    assert on_the_wire(wire.seen[0]) == on_the_wire(expected)


def test_an_ordinary_call_is_not_prepared(monkeypatch):
    """The preparation that `requests` does costs ten times what the rest of the call does."""
    wire = Echo()
    client = make_client(wire)
    monkeypatch.setattr(requests.PreparedRequest, "prepare", None)
    client.order.create({"amount": 100, "notes": {"₹": "é"}})
    client.order.fetch("order_1")
    client.order.all({"count": 1, "expand[]": ["payments"]}, headers={"X-Razorpay-Account": "acc_1"})
    client.order.edit("order_1", {"notes": {}})
    client.invoice.delete("inv_1")
    assert [sent["method"] for sent in wire.seen] == ["POST", "GET", "GET", "PATCH", "DELETE"]


def test_the_path_is_looked_up_as_the_server_does():
    """The differential test above compares with a server; this one holds a few of the values in hand."""
    wire = Echo()
    session = make_client(wire).session
    session.get(f"{HOME}/v1/orders", params={"authorized": True, "n": [1, None, 2]}, auth=KEYS)
    session.delete(f"{HOME}/v1/orders/a b?x=", auth=None)
    first, second = wire.seen
    assert first["query"] == [["authorized", "True"], ["n", "1"], ["n", "2"]]
    assert first["auth"] == list(KEYS)
    assert (second["method"], second["path"], second["query"]) == ("DELETE", "/v1/orders/a%20b", [["x", ""]])
    assert second["auth"] == ["", ""]


@pytest.mark.parametrize("auth", [KEYS, None], ids=["short cut", "long way"])
def test_an_answer_is_a_real_response(auth):
    body = {"id": "order_1", "description": "₹ 5"}
    wire = Echo(Reply(200, body, {"Content-Type": "application/json", "X-Thing": "1"}))
    answer = make_client(wire).session.get(f"{HOME}/v1/orders", params={"count": 1}, auth=auth)
    assert isinstance(answer, requests.Response)
    assert (answer.status_code, answer.reason, answer.ok, bool(answer)) == (200, "OK", True, True)
    assert answer.url == f"{HOME}/v1/orders?count=1"
    assert (answer.request.method, answer.request.url) == ("GET", answer.url)
    assert ("Authorization" in answer.request.headers) == (auth is not None)
    assert answer.headers["x-thing"] == "1"
    assert json.loads(answer.content) == json.loads(answer.text) == answer.json() == body
    assert b"".join(answer.iter_content(5)) == answer.raw.read() == answer.content
    assert (answer.encoding, answer.history, dict(answer.cookies)) == ("utf-8", [], {})
    assert answer.elapsed.total_seconds() >= 0
    assert not hasattr(answer, "surprise")
    answer.raise_for_status()
    answer.close()


def test_a_refusal_is_a_response_too():
    wire = Echo(Reply(400, {"error": {"code": "BAD_REQUEST_ERROR"}}))
    answer = make_client(wire).session.get(f"{HOME}/v1/orders", auth=KEYS)
    assert (answer.status_code, answer.ok, answer.reason) == (400, False, "Bad Request")
    with pytest.raises(requests.HTTPError, match="400 Client Error: Bad Request for url: https://"):
        answer.raise_for_status()
    assert len(wire.seen) == 1


def test_an_answer_can_be_pickled():
    wire = Echo(Reply(200, {"id": "order_1"}, {"X-Thing": "1"}))
    answer = make_client(wire).session.get(f"{HOME}/v1/orders", auth=KEYS)
    again = pickle.loads(pickle.dumps(answer))
    assert (again.json(), again.headers["x-thing"], again.status_code) == ({"id": "order_1"}, "1", 200)


def test_what_json_gave_is_the_callers_own():
    wire = Echo(Reply(200, {"notes": {"a": 1}}))
    answer = make_client(wire).session.get(f"{HOME}/v1/orders", auth=KEYS)
    answer.json()["notes"]["a"] = 2
    assert answer.json() == {"notes": {"a": 1}}
    assert answer.text == '{"notes":{"a":1}}'


@pytest.mark.parametrize("body", [None, [], {}, 0, ""])
def test_any_json_value_can_be_an_answer(body):
    client = make_client(Echo(Reply(200, body)))
    answer = client.get("/v1/offers/o/payers", {})
    assert answer == body
    assert type(answer) is type(body)


def test_no_content_comes_back_as_the_sdk_says_it():
    assert make_client(Echo(Reply(204, None))).delete("/v2/accounts/a/webhooks/w", {}) == "{}"


BASES = [
    (HOME, "/v1/orders", "/v1/orders"),
    (f"{HOME}/v1", "/orders", "/v1/orders"),
    (f"{HOME}/v1", "/v1/orders", "/v1/v1/orders"),
    (f"{HOME}/gateway", "/v1/orders", "/gateway/v1/orders"),
    ("http://localhost:8080", "/v1/orders", "/v1/orders"),
    ("http://localhost:8080/", "/v1/orders", "/v1/orders"),
    ("http://localhost:8080/v1", "/orders", "/v1/orders"),
    ("http://localhost:8080/mock/razorpay", "/v2/accounts", "/v2/accounts"),
    ("https://proxy.corp/razorpay/v1/", "/orders", "/v1/orders"),
    ("https://proxy.corp/razorpay", "/methods", "/methods"),
]


@pytest.mark.parametrize(("base_url", "path", "asked"), BASES)
def test_the_path_after_the_base_url_is_what_counts(base_url, path, asked):
    wire = Echo()
    client = make_client(wire, base_url=base_url)
    client.get(path, {})
    client.get(f"{path}?count=1", {})
    assert [(sent["path"], sent["query"]) for sent in wire.seen] == [(asked, []), (asked, [["count", "1"]])]


def test_the_case_of_a_host_does_not_matter():
    wire = Echo()
    make_client(wire, base_url="HTTP://Proxy.Corp/Razorpay").get("/v1/orders/a b", {})
    assert wire.seen[0]["path"] == "/v1/orders/a%20b"


def test_a_base_url_can_be_changed_later():
    wire = Echo()
    client = make_client(wire)
    client.base_url = "https://proxy.corp/x"
    client.get("/v1/orders", {})
    assert wire.seen[0]["path"] == "/v1/orders"


STRANGERS = [
    "https://example.com/v1/orders",
    f"{HOME}.evil.com/v1/orders",
    f"{HOME}v1/orders",
    "http://x/?v1",
]


@pytest.mark.parametrize("url", STRANGERS)
@pytest.mark.parametrize("auth", [KEYS, None], ids=["short cut", "long way"])
def test_a_stranger_is_not_answered_for(url, auth):
    wire = Echo()
    with pytest.raises(NotFaked, match="fakerzp answers for Razorpay only, and http"):
        make_client(wire).session.get(url, auth=auth)
    assert wire.seen == []
    with pytest.raises(NotFaked, match="base_url"):
        located("http://localhost:8080/v1/orders", "http://localhost")


class Signing(requests.Session):
    """A session of an app's own: it changes what is sent, and remembers what came back."""

    def __init__(self):
        super().__init__()
        self.answers = []

    def __del__(self):
        self.close()

    def close(self):
        self.closed = True

    def request(self, method, url, **options):
        options["headers"] = {**(options.get("headers") or {}), "X-Signed": "yes"}
        answer = super().request(method, url, **options)
        self.answers.append(answer.status_code)
        return answer


def test_a_session_of_ones_own_class_runs_its_own_code():
    wire, session = Echo(), Signing()
    client = make_client(wire, session=session)
    client.get("/v1/orders", {})
    client.get("/v1/orders", {})
    assert [sent["headers"]["X-Signed"] for sent in wire.seen] == ["yes", "yes"]
    assert session.answers == [200, 200]
    assert isinstance(client.session, Signing)
    del client
    gc.collect()
    assert not hasattr(session, "closed")


def test_settings_of_the_session_count_whenever_they_are_made():
    wire, session = Echo(), requests.Session()
    client = make_client(wire, session=session)
    client.get("/v1/orders", {})
    client.session.headers["X-Razorpay-Account"] = "acc_1"
    client.get("/v1/orders", {})
    session.headers = {"X-Plain": "dict"}
    client.get("/v1/orders", {})
    accounts = [sent["headers"].get("X-Razorpay-Account") for sent in wire.seen]
    assert accounts == [None, "acc_1", None]
    assert wire.seen[2]["headers"]["X-Plain"] == "dict"
    assert client.session.headers is session.headers


def test_hooks_see_the_answer_and_may_replace_it():
    seen = []
    client = make_client(Echo(Reply(200, {"id": "order_1"}, {"X-Thing": "1"})))
    client.session.hooks["response"].append(lambda answer, **_: seen.append(answer.headers["X-Thing"]))
    assert client.get("/v1/orders/order_1", {}) == {"id": "order_1"}
    assert seen == ["1"]


def test_a_header_that_no_request_may_carry_is_refused_by_requests():
    wire = Echo()
    with pytest.raises(requests.exceptions.InvalidHeader):
        make_client(wire).session.get(f"{HOME}/v1/orders", auth=KEYS, headers={"X-Razorpay-Account": 7})
    with pytest.raises(requests.exceptions.InvalidHeader):
        make_client(wire).session.get(f"{HOME}/v1/orders", auth=KEYS, headers={"X-Note": "a\nb"})
    assert wire.seen == []


def test_a_body_given_as_a_file_or_an_iterator_is_read():
    wire = Echo()
    session = make_client(wire).session
    session.post(f"{HOME}/v1/orders", data=io.BytesIO(b'{"a": 1}'), auth=KEYS)
    session.post(f"{HOME}/v1/orders", data=iter([b'{"a"', b": 1}"]), auth=KEYS)
    assert [sent["body"] for sent in wire.seen] == ['{"a": 1}'] * 2


def test_an_exception_of_the_wire_comes_out_as_it_is():
    wire = Echo(NotFaked("not this one", endpoint="order.fetch"), requests.exceptions.ReadTimeout("late"))
    client = make_client(wire)
    with pytest.raises(NotFaked, match="not this one") as caught:
        client.order.fetch("order_1")
    assert caught.value.endpoint == "order.fetch"
    with pytest.raises(requests.exceptions.ReadTimeout, match="late"):
        client.order.fetch("order_1")


@pytest.mark.skipif(not hasattr(razorpay.Client, "enable_retry"), reason="SDK 1 never retries")
def test_the_retries_of_the_sdk_run(capsys):
    wire = Echo(requests.exceptions.ConnectionError("reset"), requests.exceptions.Timeout("late"))
    client = make_client(wire, max_retries=3, initial_delay=0)
    client.enable_retry(True)
    assert client.order.fetch("order_1")["path"] == "/v1/orders/order_1"
    assert len(wire.seen) == 3
    printed = capsys.readouterr().out
    assert "ConnectionError: reset. Retrying in" in printed
    assert "Timeout: late. Retrying in" in printed
