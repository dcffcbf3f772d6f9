"""urllib3, http.client, urllib.request and aiohttp under a patch: their own code, over a connection that is none."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import urllib.request
from collections import deque
from unittest import mock

import pytest

from fakerzp import NotFaked
from fakerzp.doors.messages import read_request, waits_for_leave, write_reply
from fakerzp.doors.wire import Reply
from tests.doors.callers import API, JSON, KEYS, ORDER, plain, replaced

URL = f"{API}/v1/orders"
HOST = "api.razorpay.com"
BODY, HEADERS = plain(ORDER, None, None, KEYS)


@pytest.fixture(autouse=True)
def nothing_leaves(monkeypatch):
    monkeypatch.setattr("socket.socket.connect", mock.Mock(side_effect=ConnectionRefusedError("a connection")))
    before = replaced()
    yield
    assert {name: vars_ for name, vars_ in replaced().items() if name in before} == before


def statuses(rzp):
    return [call.status for call in rzp.calls]


# ---------------------------------------------------------------------- http.client and urllib.request


def test_one_connection_makes_many_requests(rzp):
    with rzp.patch():
        connection = http.client.HTTPSConnection(HOST, timeout=3)
        for count in (1, 2):
            connection.request("POST", "/v1/orders", BODY, HEADERS)
            with connection.getresponse() as answer:
                made = json.load(answer)
            connection.putrequest("GET", f"/v1/orders/{made['id']}?expand[]=payments")
            connection.putheader("Authorization", HEADERS["Authorization"])
            connection.endheaders()
            answer = connection.getresponse()
            assert (answer.status, answer.reason, answer.version, answer.getheader("X-None")) == (200, "OK", 11, None)
            assert json.load(answer)["payments"]["count"] == 0
            assert rzp.order.all()["count"] == count


def test_a_body_in_chunks(rzp):
    with rzp.patch():
        connection = http.client.HTTPSConnection(HOST)
        chunks = iter([BODY[:10], BODY[10:]])
        connection.request("POST", "/v1/orders", chunks, HEADERS, encode_chunked=True)
        assert json.load(connection.getresponse())["amount"] == 50000


def test_through_a_proxy(rzp):
    with rzp.patch():
        connection = http.client.HTTPSConnection("127.0.0.1", 9)
        connection.set_tunnel(HOST)
        connection.request("GET", "/v1/orders", None, HEADERS)
        assert json.load(connection.getresponse())["count"] == 0
        plain = http.client.HTTPConnection("127.0.0.1", 9)
        with pytest.raises(NotFaked, match="Razorpay documents https://"):
            plain.request("GET", f"http://{HOST}/v1/orders", None, HEADERS)
        with pytest.raises(ConnectionRefusedError):
            plain.request("GET", "http://example.com/", None, {})


@pytest.mark.parametrize(
    ("fault", "error", "text"),
    [
        ({"timeout": True}, TimeoutError, "The read operation timed out"),
        ({"latency": 4}, TimeoutError, "The read operation timed out"),
        ({"reset": True}, ConnectionResetError, "[Errno 104] Connection reset by peer"),
    ],
    ids=str,
)
def test_an_answer_that_does_not_come(rzp, fault, error, text):
    connection = http.client.HTTPSConnection(HOST, timeout=3.5)
    with rzp.patch():
        connection.request("POST", "/v1/orders", BODY, HEADERS)
        for ask in (
            lambda: urllib.request.urlopen(urllib.request.Request(URL, BODY, HEADERS), timeout=3),
            connection.getresponse,
        ):
            rzp.faults.inject("order.create", **fault)
            with pytest.raises(error) as caught:
                ask()
            assert str(caught.value) == text
    assert statuses(rzp) == [0, 0]


def test_a_connection_open_since_before_is_not_used(rzp):
    connection = http.client.HTTPSConnection(HOST)
    connection.sock = real = mock.Mock(spec=socket.socket)
    with rzp.patch():
        connection.request("GET", "/v1/orders", None, HEADERS)
        assert json.load(connection.getresponse())["count"] == 0
    real.close.assert_called_once_with()
    assert real.method_calls == [mock.call.close()]
    assert connection.sock is None


def test_an_answer_to_head_has_no_body(rzp):
    with rzp.patch():
        connection = http.client.HTTPSConnection(HOST)
        connection.request("HEAD", "/v1/orders", None, HEADERS)
        assert connection.getresponse().read() == b""


@pytest.mark.parametrize("host", [HOST, HOST.encode(), "API.razorpay.com."], ids=str)
def test_a_library_that_has_no_door_learns_of_those_that_have(rzp, host):
    with rzp.patch(), pytest.raises(NotFaked, match=r"requests, httpx, aiohttp, urllib3, urllib\.request"):
        socket.create_connection((host, 443))
    with rzp.patch():
        assert socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)[0][4] == ("127.0.0.1", 80)
        assert socket.getaddrinfo(host=None, port=80)


def test_a_loop_that_connects_by_itself_is_stopped(rzp):
    async def main():
        await asyncio.open_connection(HOST, 443)

    with rzp.patch(), pytest.raises(NotFaked, match="was about to connect"):
        asyncio.run(main())


# ---------------------------------------------------------------------- urllib3


def test_a_pool_of_urllib3(rzp):
    urllib3 = pytest.importorskip("urllib3")
    pool = urllib3.HTTPSConnectionPool(HOST, maxsize=1, block=True)
    with rzp.patch():
        made = pool.request("POST", "/v1/orders", body=BODY, headers=HEADERS)
        page = pool.request("GET", "/v1/orders", headers=HEADERS)
        assert json.loads(page.data)["items"] == [json.loads(made.data)]
        fields = {"amount": "100", "currency": "INR", "notes[a]": "b"}
        key = {"Authorization": HEADERS["Authorization"]}
        assert b'"notes":{"a":"b"}' in pool.request("POST", "/v1/orders", fields=fields, headers=key).data
        rzp.faults.inject("order.all", reset=True)
        rzp.faults.inject("order.all", status=503)
        retries = urllib3.Retry(4, status_forcelist=[503])
        answer = pool.request("GET", "/v1/orders", headers=HEADERS, retries=retries)
    assert (answer.status, len(answer.retries.history)) == (200, 2)
    assert statuses(rzp) == [200, 200, 200, 0, 503, 200]
    with pytest.raises(urllib3.exceptions.MaxRetryError):
        pool.request("GET", "/v1/orders", headers=HEADERS, retries=0)


@pytest.mark.parametrize(("verify", "warnings"), [("CERT_NONE", 1), ("CERT_REQUIRED", 0)])
def test_urllib3_warns_of_what_is_not_verified(rzp, verify, warnings):
    urllib3 = pytest.importorskip("urllib3")
    with rzp.patch(), urllib3.PoolManager(cert_reqs=verify) as pool, mock.patch("warnings.warn") as warn:
        assert pool.request("GET", URL, headers=HEADERS).status == 200
    assert warn.call_count == warnings


def test_urllib3_through_a_proxy(rzp):
    urllib3 = pytest.importorskip("urllib3")
    with rzp.patch(), urllib3.ProxyManager("http://127.0.0.1:9") as proxy:
        assert json.loads(proxy.request("GET", URL, headers=HEADERS).data)["count"] == 0


# ---------------------------------------------------------------------- aiohttp


def test_aiohttp_keeps_its_session(build):
    aiohttp = pytest.importorskip("aiohttp")
    one, other = build(seed=1), build(seed=2)

    async def main():
        async with aiohttp.ClientSession(API, headers=HEADERS) as session:
            for fake in (one, other):
                with fake.patch():
                    answers = [session.post("/v1/orders", json=ORDER) for _ in range(3)]
                    made = [await answer.json() for answer in await asyncio.gather(*answers)]
                    async with session.get("/v1/orders", params={"count": 2}) as page:
                        assert (page.status, page.reason, page.method) == (200, "OK", "GET")
                        assert page.content_type == "application/json"
                        assert (await page.json())["items"] == [made[2], made[1]]
            with pytest.raises(aiohttp.ClientConnectorError):
                await session.get("/v1/orders")

    asyncio.run(main())
    assert statuses(one) == statuses(other) == [200] * 4


def test_aiohttp_sends_bodies_of_every_sort(rzp):
    aiohttp = pytest.importorskip("aiohttp")

    async def chunks():
        yield BODY[:10]
        yield BODY[10:]

    async def main():
        async with aiohttp.ClientSession(headers={"Authorization": HEADERS["Authorization"]}) as session:
            for body in (BODY, chunks()):
                async with session.post(URL, data=body, headers=JSON) as answer:
                    assert (await answer.json())["amount"] == 50000
            async with session.post(URL, data=BODY, headers=JSON, expect100=True) as answer:
                assert answer.status == 200
            async with session.post(URL, data={"amount": "100", "currency": "INR", "notes[a]": "b"}) as answer:
                assert (await answer.json())["notes"] == {"a": "b"}
            form = aiohttp.FormData({"amount": "100"})
            form.add_field("currency", "INR", content_type="text/plain")  # which makes it a multipart one
            async with session.post(URL, data=form) as answer:
                assert answer.status == 200
            with pytest.raises(NotFaked, match="Content-Type text/plain"):
                await session.post(URL, data=BODY.decode())
            async with session.post(URL, json={}) as answer:
                with pytest.raises(aiohttp.ClientResponseError, match="400, message='Bad Request'"):
                    answer.raise_for_status()

    with rzp.patch():
        asyncio.run(main())


@pytest.mark.parametrize("limit", [{"total": 3}, {"sock_read": 3}], ids=str)
def test_aiohttp_when_an_answer_does_not_come(rzp, limit):
    aiohttp = pytest.importorskip("aiohttp")
    late = aiohttp.ServerTimeoutError if "sock_read" in limit else asyncio.TimeoutError

    async def main():
        timeout = aiohttp.ClientTimeout(**{"total": None, **limit})
        async with aiohttp.ClientSession(headers=HEADERS, timeout=timeout) as session:
            for fault in ({"timeout": True}, {"latency": 4}):
                rzp.faults.inject("order.create", **fault)
                with pytest.raises(late) as caught:
                    await session.post(URL, json=ORDER)
                assert str(caught.value) == ("Timeout on reading data from socket" if "sock_read" in limit else "")
            rzp.faults.inject("order.create", reset=True)
            with pytest.raises(aiohttp.ClientOSError, match=r"^\[Errno 104\] Connection reset by peer$"):
                await session.post(URL, json=ORDER)
            async with session.post(URL, json=ORDER) as answer:
                assert answer.status == 200

    with rzp.patch():
        asyncio.run(main())
    assert statuses(rzp) == [0, 0, 0, 200]


def test_aiohttp_traces_see_the_request(rzp):
    aiohttp = pytest.importorskip("aiohttp")
    seen = []
    trace = aiohttp.TraceConfig()

    @trace.on_request_end.append
    async def note(session, context, params):
        seen.append((params.method, str(params.url), params.response.status))

    async def main():
        async with aiohttp.ClientSession(headers=HEADERS, trace_configs=[trace]) as session:
            await session.get(URL)

    with rzp.patch():
        asyncio.run(main())
    assert seen == [("GET", URL, 200)]


def test_aiohttp_uses_no_connection_that_is_open_since_before(rzp):
    aiohttp = pytest.importorskip("aiohttp")

    async def main():
        async with aiohttp.ClientSession(headers=HEADERS) as session:
            connector, keys = session.connector, []
            with mock.patch.object(aiohttp.TCPConnector, "_create_connection") as create:
                create.side_effect = lambda req, traces, timeout: keys.append(req.connection_key) or 1 / 0
                with pytest.raises(ZeroDivisionError):
                    await session.get(URL)
            held = connector._factory()
            held.connection_made(mock.Mock(**{"is_closing.return_value": False}))
            connector._conns.setdefault(keys[0], deque()).append((held, asyncio.get_running_loop().time()))
            with rzp.patch():
                async with session.get(URL) as answer:
                    assert (await answer.json())["count"] == 0
            assert not held.is_connected()

    asyncio.run(main())


# ---------------------------------------------------------------------- messages


def test_a_request_is_whole_when_all_of_it_has_come():
    sent = b"POST /a?b=c HTTP/1.1\r\nHost: h\r\nX-Note:  a: b \r\nContent-Length: 3\r\n\r\nabc"
    assert [read_request(sent[:end]) for end in (10, sent.index(b"abc"), len(sent) - 1)] == [None] * 3
    asked = read_request(sent)
    assert asked == ("POST", "/a?b=c", {"Host": "h", "X-Note": "a: b", "Content-Length": "3"}, b"abc")
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b"2\r\nab\r\n3;x=y\r\n\r\nc\r\n0\r\n\r\n"
    assert {read_request(head + chunks[:end]) for end in range(len(chunks))} == {None}
    assert read_request(head + chunks).body == b"ab\r\nc"


def test_leave_is_given_once():
    head = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"
    assert [waits_for_leave(sent) for sent in (head[:-1], head, head + b"a")] == [False, True, False]


def test_a_reply_without_a_body():
    assert write_reply(Reply(204, None, {"X": "y"}), "GET", close=True) == (
        b"HTTP/1.1 204 No Content\r\nX: y\r\nConnection: close\r\n\r\n"
    )
    assert write_reply(Reply(200, [1]), "HEAD", close=False) == b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
