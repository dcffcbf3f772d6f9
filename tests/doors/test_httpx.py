"""`httpx` under a patch, the sync client and the async one: transports, streams, exceptions; and others' patches."""

from __future__ import annotations

import asyncio
import datetime
from unittest import mock

import pytest

httpx = pytest.importorskip("httpx")

from fakerzp import NotFaked  # noqa: E402
from tests.doors.callers import API, CONTEXT, JSON, KEYS, ORDER, replaced  # noqa: E402

URL = f"{API}/v1/orders"
PROXIED_AND_OTHERS = [{"proxy": httpx.Proxy("http://127.0.0.1:9")}, {"verify": False}, {"retries": 2}]


@pytest.fixture(autouse=True)
def nothing_leaves(monkeypatch):
    monkeypatch.setattr("socket.socket.connect", mock.Mock(side_effect=ConnectionRefusedError("a connection")))
    before = replaced()
    yield
    assert replaced() == before


class Sync:
    """The sync client, asked by the same words as the async one."""

    error_texts = ("The read operation timed out", "[Errno 104] Connection reset by peer")
    transport = httpx.HTTPTransport

    def ask(self, method, url=URL, client_options=None, **options):
        with httpx.Client(**{"auth": KEYS, "verify": CONTEXT, **(client_options or {})}) as client:
            return client.request(method, url, **options)

    def streamed(self, **options):
        with httpx.Client(auth=KEYS, verify=CONTEXT) as client, client.stream("GET", URL, **options) as answer:
            assert not answer.is_closed
            return answer, b"".join(answer.iter_bytes(7))

    @staticmethod
    def chunks():
        yield b'{"amount": 100, '
        yield b'"currency": "INR"}'


class Async:
    """The async client."""

    error_texts = ("", "")
    transport = httpx.AsyncHTTPTransport

    def ask(self, method, url=URL, client_options=None, **options):
        async def ask():
            async with httpx.AsyncClient(**{"auth": KEYS, "verify": CONTEXT, **(client_options or {})}) as client:
                return await client.request(method, url, **options)

        return asyncio.run(ask())

    def streamed(self, **options):
        async def ask():
            client = httpx.AsyncClient(auth=KEYS, verify=CONTEXT)
            async with client, client.stream("GET", URL, **options) as answer:
                assert not answer.is_closed
                return answer, b"".join([chunk async for chunk in answer.aiter_bytes(7)])

        return asyncio.run(ask())

    @staticmethod
    async def chunks():
        yield b'{"amount": 100, '
        yield b'"currency": "INR"}'


@pytest.fixture(params=[Sync, Async], ids=["sync", "async"])
def client(request):
    return request.param()


def statuses(rzp):
    return [call.status for call in rzp.calls]


# ---------------------------------------------------------------------- ways to send


def test_the_functions_of_the_module(rzp):
    with rzp.patch():
        made = httpx.post(URL, json=ORDER, auth=KEYS)
        assert httpx.get(f"{URL}/{made.json()['id']}", auth=KEYS).json() == made.json()
        edited = httpx.patch(f"{URL}/{made.json()['id']}", json={"notes": {"a": "b"}}, auth=KEYS)
        with httpx.stream("GET", URL, auth=KEYS) as page:
            page.read()
    assert edited.json()["notes"] == {"a": "b"}
    assert page.json()["items"] == [edited.json()]


def test_what_the_client_is_set_to_counts(rzp, client):
    seen = []

    def note(message):
        seen.append(type(message).__name__)

    async def note_async(message):
        note(message)

    hook = note_async if isinstance(client, Async) else note
    options = {
        "base_url": f"{API}/v1",
        "params": {"count": "1"},
        "headers": {"X-Razorpay-Account": "acc_00000000000001"},
        "event_hooks": {"request": [hook], "response": [hook]},
        "follow_redirects": True,
    }
    with rzp.patch():
        made = client.ask("POST", "orders", options, json=ORDER)
    assert seen == ["Request", "Response"]
    assert rzp.order.all(headers=options["headers"])["items"] == [made.json()]
    assert rzp.calls[0].query == {"count": "1"}


def test_bodies_of_every_sort(rzp, client):
    with rzp.patch():
        assert client.ask("POST", content=client.chunks(), headers=JSON).json()["amount"] == 100
        assert client.ask("POST", content='{"amount": 100, "currency": "INR"}', headers=JSON).status_code == 200
        form = {"amount": "100", "currency": "INR", "notes[a]": "1", "partial_payment": True}
        assert client.ask("POST", data=form).json()["notes"] == {"a": "1"}
        parts = {"amount": (None, b"100"), "currency": (None, b"INR"), "notes[a]": (None, b"1")}
        assert client.ask("POST", files=parts).json()["notes"] == {"a": "1"}
        with pytest.raises(NotFaked, match=r"application/octet-stream \(or of none\)"):
            client.ask("POST", content="{}")


def test_a_client_made_before_is_served_and_then_is_not(rzp):
    with httpx.Client(auth=KEYS) as client:
        with rzp.patch():
            assert client.post(URL, json=ORDER).status_code == 200
        with pytest.raises(httpx.ConnectError):
            client.get(URL)
    assert statuses(rzp) == [200]


# ---------------------------------------------------------------------- responses


def test_a_response_is_whole(rzp, client):
    with rzp.patch():
        answer = client.ask("POST", json=ORDER)
    assert (answer.status_code, answer.reason_phrase, answer.http_version) == (200, "OK", "HTTP/1.1")
    assert (answer.is_success, answer.is_closed, answer.is_stream_consumed) == (True, True, True)
    assert (str(answer.url), answer.request.method) == (URL, "POST")
    assert answer.headers["Content-Type"] == "application/json"
    assert int(answer.headers["Content-Length"]) == answer.num_bytes_downloaded == len(answer.content)
    assert answer.elapsed > datetime.timedelta(0)
    assert answer.encoding == "utf-8"
    assert answer.raise_for_status() is answer
    answer.json()["notes"]["shop"] = "changed"
    assert answer.json() == rzp.order.fetch(answer.json()["id"])


def test_a_response_can_be_streamed(rzp, client):
    order = rzp.order.create(ORDER)
    with rzp.patch():
        answer, content = client.streamed()
    assert answer.is_closed
    assert content == rzp.request("GET", "/v1/orders").content
    assert order["id"].encode() in content


def test_a_refusal_raises_what_httpx_raises(rzp, client):
    with rzp.patch():
        answer = client.ask("POST", json={})
    text = f"Client error '400 Bad Request' for url '{URL}'"
    with pytest.raises(httpx.HTTPStatusError) as caught:
        answer.raise_for_status()
    assert str(caught.value).splitlines()[0] == text
    assert caught.value.response is answer


# ---------------------------------------------------------------------- faults


def test_an_answer_that_does_not_come(rzp, client):
    late, broken = client.error_texts
    with rzp.patch():
        for fault, options in (
            ({"timeout": True, "after": True}, {}),
            ({"latency": 6}, {"timeout": httpx.Timeout(60, read=5)}),
        ):
            rzp.faults.inject("order.create", **fault)
            with pytest.raises(httpx.ReadTimeout) as caught:
                client.ask("POST", json=ORDER, **options)
            assert str(caught.value) == late
            assert str(caught.value.request.url) == URL
        rzp.faults.inject("order.create", reset=True)
        with pytest.raises(httpx.ReadError) as caught:
            client.ask("POST", json=ORDER)
    assert str(caught.value) == broken
    assert statuses(rzp) == [0, 0, 0]
    assert rzp.order.all()["count"] == 2  # both took effect, and nobody was told


def test_a_client_that_waits_long_enough_gets_its_answer(rzp, client):
    rzp.faults.inject("order.create", latency=6, times=2)
    with rzp.patch():
        answers = [client.ask("POST", json=ORDER, timeout=timeout).json() for timeout in (7, None)]
    assert answers[1]["created_at"] - answers[0]["created_at"] == 6


# ---------------------------------------------------------------------- transports


def test_a_transport_of_ones_own_does_its_work(rzp, client):
    noted = []

    class Noting(client.transport):
        def handle_request(self, request):
            noted.append(request.url.path)
            return super().handle_request(request)

        async def handle_async_request(self, request):
            noted.append(request.url.path)
            return await super().handle_async_request(request)

    class Around(httpx.BaseTransport, httpx.AsyncBaseTransport):
        def __init__(self):
            self.inner = client.transport(retries=1)

        def handle_request(self, request):
            answer = self.inner.handle_request(request)
            noted.append(answer.status_code)
            return answer

        async def handle_async_request(self, request):
            answer = await self.inner.handle_async_request(request)
            noted.append(answer.status_code)
            return answer

    with rzp.patch():
        for transport in (Noting(), Around()):
            assert client.ask("POST", client_options={"transport": transport}, json=ORDER).status_code == 200
        mounts = {"all://api.razorpay.com": Noting()}
        assert client.ask("GET", client_options={"mounts": mounts}).json()["count"] == 2
    assert noted == ["/v1/orders", 200, "/v1/orders"]


@pytest.mark.parametrize("options", PROXIED_AND_OTHERS, ids=str)
def test_how_httpx_would_connect_does_not_matter(rzp, client, options):
    transport = client.transport(**options)
    with rzp.patch():
        assert client.ask("GET", client_options={"transport": transport}).json()["count"] == 0
        assert client.ask("GET", client_options={"mounts": {"https://": transport}}).json()["count"] == 0


def test_a_stub_that_somebody_gave_the_client_is_left_alone(rzp, client):
    canned = httpx.MockTransport(lambda request: httpx.Response(418))
    with rzp.patch():
        assert client.ask("GET", client_options={"transport": canned}).status_code == 418
    assert statuses(rzp) == []


@pytest.mark.parametrize("first", ["rzp", "theirs"])
def test_another_patch_of_the_transport_has_the_other_hosts(rzp, client, monkeypatch, first):
    """As pytest-httpx does it; whichever comes first, Razorpay's host is the fake's and the others are theirs."""
    name = "handle_async_request" if isinstance(client, Async) else "handle_request"

    def theirs(self, request):
        return httpx.Response(418, text=request.url.host)

    async def theirs_async(self, request):
        return theirs(self, request)

    own = theirs_async if isinstance(client, Async) else theirs
    before = vars(client.transport)[name]
    patch = rzp.patch()
    if first == "rzp":
        patch.__enter__()
    with monkeypatch.context() as patched:
        patched.setattr(client.transport, name, own)
        if first == "theirs":
            patch.__enter__()
        assert client.ask("GET").json()["count"] == 0
        assert client.ask("GET", "https://example.com/").text == "example.com"
        if first == "theirs":
            patch.__exit__(None, None, None)
            assert vars(client.transport)[name] is own
    if first == "rzp":
        patch.__exit__(None, None, None)
    assert vars(client.transport)[name] is before


def test_a_patch_below_httpx_has_the_other_hosts(rzp, client, monkeypatch):
    """As respx does it: there Razorpay's requests never arrive."""
    httpcore = pytest.importorskip("httpcore")
    asked = []

    def answer(self, request):
        asked.append(request.url.host)
        return httpcore.Response(418)

    async def answer_async(self, request):
        return answer(self, request)

    monkeypatch.setattr(httpcore.ConnectionPool, "handle_request", answer)
    monkeypatch.setattr(httpcore.AsyncConnectionPool, "handle_async_request", answer_async)
    with rzp.patch():
        assert client.ask("GET", "https://example.com/").status_code == 418
        assert client.ask("GET").json()["count"] == 0
    assert asked == [b"example.com"]
