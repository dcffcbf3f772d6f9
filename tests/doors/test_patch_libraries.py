"""A patch and the libraries around it: imported or not, before or meanwhile; threads, loops, and others' patches."""

from __future__ import annotations

import asyncio
import contextvars
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

import pytest

import fakerzp
from tests.doors.callers import API, CALLERS, CONTEXT, KEYS, ORDER, caller, loopback, plain, replaced

__all__ = ["loopback"]
ROOT = Path(__file__).resolve().parents[2]
URL = f"{API}/v1/orders"
LIBRARIES = ["razorpay", "requests", "httpx", "aiohttp", "urllib3", "http.client", "socket", "asyncio"]


@pytest.fixture(autouse=True)
def exactly_undone():
    before = replaced()
    yield
    assert {name: found for name, found in replaced().items() if name in before} == before


def alone(code, *needed):
    """What a program prints that runs in an interpreter of its own; it has `loaded()` and a fake's `patch`."""
    for library in needed:
        pytest.importorskip(library)
    begin = (
        "import sys, fakerzp\n"
        f"def loaded(): return [name for name in {LIBRARIES!r} if name in sys.modules]\n"
        "rzp = fakerzp.FakeRazorpay(seed=1)\n"
        f"URL, KEYS, ORDER = {URL!r}, {KEYS!r}, {ORDER!r}\n"
    )
    program = [sys.executable, "-c", begin + code]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


# ---------------------------------------------------------------------- what is imported, and when


def test_a_patch_imports_no_library():
    code = """
with rzp.patch():
    print(loaded(), len(sys.meta_path))
print(loaded(), len(sys.meta_path))
"""
    one, other = alone(code)
    assert one.startswith("[] ")
    assert int(other.split()[1]) == int(one.split()[1]) - 1


@pytest.mark.parametrize(
    ("library", "ask"),
    [
        ("requests", "requests.post(URL, json=ORDER, auth=KEYS).json()"),
        ("httpx", "httpx.post(URL, json=ORDER, auth=KEYS).json()"),
        ("razorpay", "razorpay.Client(auth=KEYS).order.create(ORDER)"),
        (
            "urllib3",
            "by_urllib3('POST', URL, json=ORDER).body",
        ),
        ("urllib.request", "by_urllib_request('POST', URL, json=ORDER).body"),
        ("aiohttp", "by_aiohttp('POST', URL, json=ORDER).body"),
    ],
)
def test_a_library_that_is_imported_meanwhile_is_served_and_afterwards_is_not(library, ask):
    code = f"""
with rzp.patch():
    import {library}
    if {library!r} in ('urllib.request', 'urllib3', 'aiohttp'):
        from tests.doors.callers import by_aiohttp, by_urllib3, by_urllib_request
    with rzp.patch():
        made = {ask}
        assert rzp.order.fetch(made['id'])['notes'] == made['notes'] == ORDER['notes']
module = sys.modules[{library!r}]
assert module.__spec__.loader is module.__loader__
print(type(module.__loader__).__module__, [finder for finder in sys.meta_path if 'fakerzp' in type(finder).__module__])
import socket
socket.getaddrinfo = lambda *_, **__: 1 / 0
try:
    {ask}
except BaseException as error:
    print(type(error).__name__)
print(len(rzp.calls))
"""
    loader, error, calls = alone(code, library.partition(".")[0])
    assert loader.endswith(" []")
    assert not loader.startswith("fakerzp")
    assert error == "ZeroDivisionError"
    assert calls == "2"


def test_a_library_that_cannot_be_imported_fails_as_ever():
    code = """
import base64, pathlib, tempfile
with rzp.patch():
    pass
for broken in ("1 / 0", None):
    folder = tempfile.TemporaryDirectory()
    package = pathlib.Path(folder.name, "httpx")
    if broken:
        package.mkdir()
        (package / "__init__.py").write_text(broken)
    before, sys.path[:] = sys.path[:], [folder.name]
    sys.modules.pop("httpx", None)
    with rzp.patch():
        try:
            import httpx
        except Exception as error:
            print(type(error).__name__, "httpx" in sys.modules)
    sys.path[:] = before
"""
    assert alone(code) == ["ZeroDivisionError False", "ModuleNotFoundError False"]


def test_a_library_imported_in_a_thread_is_served_in_all():
    code = """
import threading
with rzp.patch():
    def work():
        import httpx
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    import httpx
    print(httpx.get(URL, auth=KEYS).json()["count"])
"""
    assert alone(code, "httpx") == ["0"]


@pytest.mark.parametrize("missing", ["razorpay", "requests"])
def test_what_is_not_installed_is_not_needed(rzp, monkeypatch, missing):
    httpx = pytest.importorskip("httpx")
    monkeypatch.setitem(sys.modules, missing, None)
    with rzp.patch():
        assert httpx.post(URL, json=ORDER, auth=KEYS).json() == rzp.order.all()["items"][0]


def test_a_reset_can_be_told_without_requests(rzp, monkeypatch):
    httpx = pytest.importorskip("httpx")
    for name in ("requests", "requests.exceptions"):
        monkeypatch.setitem(sys.modules, name, None)
    rzp.faults.inject("order.all", reset=True)
    rzp.faults.inject("order.all", timeout=True)
    with rzp.patch():
        for error in (httpx.ReadError, httpx.ReadTimeout):
            with pytest.raises(error):
                httpx.get(URL, auth=KEYS)


def test_a_library_of_a_shape_that_is_not_known_leaves_nothing_half_done(rzp, monkeypatch):
    httpx = pytest.importorskip("httpx")
    with monkeypatch.context() as patched:
        patched.delattr(httpx, "AsyncHTTPTransport")
        with pytest.raises(AttributeError, match="AsyncHTTPTransport"), rzp.patch():
            pass
        assert "replaced" not in vars(httpx.Client._transport_for_url)
    with rzp.patch():
        assert httpx.get(URL, auth=KEYS).json()["count"] == 0


# ---------------------------------------------------------------------- the end


@pytest.mark.parametrize("name", CALLERS)
def test_undone_after_an_exception(rzp, name):
    ask = caller(name)
    with pytest.raises(ZeroDivisionError), rzp.patch():
        ask("GET", URL).status / 0
    with pytest.raises(ZeroDivisionError), rzp.patch(), rzp.patch():
        1 / 0  # noqa: B018


def test_patches_may_end_in_another_order(build):
    httpx = pytest.importorskip("httpx")
    first, second = build(seed=1), build(seed=2)
    one, two = first.patch(), second.patch()
    one.__enter__()
    two.__enter__()
    one.__exit__(None, None, None)
    httpx.post(URL, json=ORDER, auth=KEYS)
    two.__exit__(None, None, None)
    assert (first.order.all()["count"], second.order.all()["count"]) == (0, 1)


def test_a_replacement_that_somebody_puts_back_is_as_if_it_were_not_there(rzp, loopback):
    """Each time one is left behind; the next patch does not pile up on it, and takes it away."""
    httpx = pytest.importorskip("httpx")
    real = httpx.HTTPTransport.handle_request

    def teapot(self, request):
        return httpx.Response(418)

    for _ in range(3):
        patch = rzp.patch()
        patch.__enter__()
        theirs = mock.patch.object(httpx.HTTPTransport, "handle_request", teapot)
        theirs.start()
        patch.__exit__(None, None, None)
        theirs.stop()
        left = httpx.HTTPTransport.handle_request
        assert left is not real
        assert left.replaced.before is real
        assert httpx.get(loopback.url).status_code == 201
    with rzp.patch():
        assert httpx.get(URL, auth=KEYS).status_code == 200
    assert httpx.HTTPTransport.handle_request is real


def test_finders_that_somebody_puts_back_do_no_harm(rzp):
    httpx = pytest.importorskip("httpx")
    before = sys.meta_path[:]
    with rzp.patch():
        sys.meta_path[:] = before
        with rzp.patch():
            assert httpx.get(URL, auth=KEYS).status_code == 200
        assert httpx.get(URL, auth=KEYS).status_code == 200
    assert sys.meta_path == before


# ---------------------------------------------------------------------- others' patches


@pytest.mark.parametrize("first", ["rzp", "responses"])
def test_responses_has_the_other_hosts(rzp, first):
    requests, responses = pytest.importorskip("requests"), pytest.importorskip("responses")
    theirs = responses.RequestsMock()
    theirs.get("https://example.com/", json={"theirs": True})
    patches = [rzp.patch(), theirs]
    for patch in patches if first == "rzp" else patches[::-1]:
        patch.__enter__()
    assert requests.get("https://example.com/").json() == {"theirs": True}
    assert requests.get(URL, auth=KEYS).json()["count"] == 0
    with pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
        requests.get("https://example.org/")
    for patch in patches[::-1] if first == "rzp" else patches:
        patch.__exit__(None, None, None)


# ---------------------------------------------------------------------- threads and loops


@pytest.mark.parametrize("name", CALLERS)
def test_threads_of_all_sorts_are_served(rzp, name):
    ask = caller(name)

    def work(_):
        with rzp.patch():
            return ask("POST", URL, json=ORDER).body["id"]

    with rzp.patch():
        ask("GET", URL)
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(work, range(12)))
    assert len(set(made)) == 12
    assert {order["id"] for order in rzp.order.all({"count": 100})["items"]} == set(made)


def test_patches_that_come_and_go_in_many_threads_leave_nothing(build):
    httpx = pytest.importorskip("httpx")
    fakes = [build(seed=n) for n in range(4)]
    client, failed = httpx.Client(auth=KEYS, verify=CONTEXT), []

    def work(fake):
        try:
            for _ in range(20):
                with fake.patch():
                    assert client.get(URL).status_code == 200
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(fake,)) for fake in fakes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.close()
    assert failed == []
    assert sum(len(fake.calls) for fake in fakes) == 80


def test_sync_calls_in_async_code_are_served(rzp):
    """What people do with the official client in async code: threads of the loop, of anyio, or not at all."""
    anyio = pytest.importorskip("anyio")
    httpx = pytest.importorskip("httpx")
    merchant = contextvars.ContextVar("merchant", default="")

    def create(note):
        body = {**ORDER, "notes": {"note": note, "merchant": merchant.get()}}
        return httpx.post(URL, json=body, auth=KEYS).json()

    async def main():
        merchant.set("m1")
        async with rzp.patch(), httpx.AsyncClient(auth=KEYS) as client:
            loop = asyncio.get_running_loop()
            made = await asyncio.gather(
                asyncio.to_thread(create, "thread"),
                loop.run_in_executor(None, contextvars.copy_context().run, create, "executor"),
                anyio.to_thread.run_sync(create, "anyio"),
                asyncio.sleep(0, create("sync")),
                asyncio.sleep(0, rzp.request("POST", "/v1/orders", json=ORDER).body),
                asyncio.sleep(0, rzp.order.create(ORDER)),
            )
            page = (await client.get(URL)).json()
            assert rzp.request("GET", "/v1/orders").body == page
        return made, page

    made, page = asyncio.run(main())
    assert {order["id"] for order in page["items"]} == {order["id"] for order in made}
    assert [order["notes"].get("merchant") for order in made] == ["m1"] * 4 + [None] * 2


def test_the_official_client_in_async_code_is_served(rzp):
    razorpay = pytest.importorskip("razorpay")
    client = razorpay.Client(auth=KEYS)

    @fakerzp.patch(seed=7)
    async def shop(rzp):
        orders = await asyncio.gather(*(asyncio.to_thread(client.order.create, ORDER) for _ in range(5)))
        answer = await asyncio.to_thread(rzp.checkout.pay, orders[0]["id"])
        assert client.utility.verify_payment_signature(answer)
        return len({order["id"] for order in orders}), rzp.order.fetch(orders[0]["id"])["status"]

    assert asyncio.run(shop()) == (5, "paid")


@pytest.mark.parametrize("name", ["async httpx", "aiohttp"])
def test_several_loops_are_served_at_once(rzp, name):
    ask = caller(name)  # each call runs a loop of its own
    with rzp.patch(), ThreadPoolExecutor(3) as pool:
        assert len({answer.body["id"] for answer in pool.map(lambda _: ask("POST", URL, json=ORDER), range(9))}) == 9


@pytest.mark.parametrize("library", ["httpx", "aiohttp"])
def test_a_webhook_reaches_an_application_in_the_loop_that_pays(rzp, library):
    pytest.importorskip(library)
    told = []

    async def app(scope, receive, send):
        told.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    rzp.webhooks.subscribe(app, secret="s", path="/webhook", events=["refund.created"])
    payment = rzp.checkout.pay(rzp.order.create(ORDER)["id"])["razorpay_payment_id"]
    url = f"{API}/v1/payments/{payment}/refund"

    async def main():
        if library == "httpx":
            import httpx

            async with httpx.AsyncClient(auth=KEYS) as client:
                await client.post(url, json={"amount": 100})
        else:
            import aiohttp

            async with aiohttp.ClientSession(headers=plain(None, None, None, KEYS)[1]) as client:
                await client.post(url, json={"amount": 100})

    with rzp.patch():
        asyncio.run(main())
    assert [b'"event":"refund.created"' in body for body in told] == [True]
