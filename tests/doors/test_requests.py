"""Raw `requests` under a patch: sessions, adapters, retries and responses are those that the network would give."""

from __future__ import annotations

import datetime
import io
import pickle
from unittest import mock

import pytest

requests = pytest.importorskip("requests")
urllib3 = pytest.importorskip("urllib3")

from requests.adapters import BaseAdapter, HTTPAdapter  # noqa: E402

from fakerzp import NotFaked  # noqa: E402
from tests.doors.callers import API, KEYS, ORDER, replaced  # noqa: E402

URL = f"{API}/v1/orders"
Exceptions = requests.exceptions


@pytest.fixture(autouse=True)
def nothing_leaves(monkeypatch):
    monkeypatch.setattr("socket.socket.connect", mock.Mock(side_effect=ConnectionRefusedError("a connection")))
    before = replaced()
    yield
    assert replaced() == before


class Noting(HTTPAdapter):
    """An adapter of an application: it notes what it sends, and adds a header."""

    def __init__(self, **options):
        super().__init__(**options)
        self.noted = []

    def send(self, request, **options):
        request.headers["X-Razorpay-Account"] = "acc_00000000000001"
        answer = super().send(request, **options)
        self.noted.append(answer.status_code)
        return answer


class Canned(BaseAdapter):
    """A stub that somebody put in front of Razorpay's host."""

    def send(self, request, **options):
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = 418, request.url, request
        return answer

    def close(self):
        """Nothing is open."""


def mounted(adapter):
    session = requests.Session()
    session.auth = KEYS
    session.mount(API, adapter)
    return session


def statuses(rzp):
    return [call.status for call in rzp.calls]


# ---------------------------------------------------------------------- ways to send


def test_sessions_prepare_what_they_send(rzp):
    session = requests.Session()
    session.auth, session.params = KEYS, {"count": 1}
    session.headers["X-Razorpay-Account"] = "acc_00000000000001"
    with rzp.patch(), session:
        made = session.post(URL, json=ORDER).json()
        prepared = session.prepare_request(requests.Request("GET", URL, params={"skip": "0"}))
        assert session.send(prepared).json()["items"] == [made]
        assert requests.get(URL, auth=KEYS).json()["count"] == 0  # the header is that session's
    assert rzp.calls[1].query == {"count": "1", "skip": "0"}


@pytest.mark.parametrize("verb", ["get", "post", "put", "patch", "delete"])
def test_the_functions_of_the_module(rzp, verb):
    item = rzp.item.create({"name": "Book", "amount": 100, "currency": "INR"})
    customer = rzp.customer.create({"name": "Gaurav Kumar", "contact": "9123456780"})
    path, body = {
        "put": (f"customers/{customer['id']}", {"name": "Gaurav"}),
        "post": ("orders", ORDER),
        "patch": (f"items/{item['id']}", {"name": "Books"}),
    }.get(verb, (f"items/{item['id']}", None))
    with rzp.patch():
        answer = getattr(requests, verb)(f"{API}/v1/{path}", json=body, auth=KEYS)
    assert (answer.status_code, answer.json()) == (200, rzp.calls[-1].answer)
    assert (rzp.calls[-1].method, rzp.calls[-1].body) == (verb.upper(), body or {})


def test_a_session_made_before_and_one_of_a_class_of_its_own(rzp):
    class Client(requests.Session):
        def request(self, method, url, **options):
            return super().request(method, f"{API}/v1/{url}", **options)

    before, own = requests.Session(), Client()
    before.auth = own.auth = requests.auth.HTTPBasicAuth(*KEYS)
    with rzp.patch():
        made = own.post("orders", json=ORDER).json()
        assert before.get(f"{URL}/{made['id']}").json() == made
    with pytest.raises(Exceptions.ConnectionError, match="a connection"):
        requests.Session().get("https://127.0.0.1:1/")


def test_proxies_are_not_asked(rzp):
    with rzp.patch():
        answer = requests.get(URL, auth=KEYS, proxies={"https": "http://127.0.0.1:9"})
        with mounted(Noting()) as session:
            through = session.get(URL, proxies={"https": "http://127.0.0.1:9"})
    assert (answer.json()["count"], through.json()["count"]) == (0, 0)


def test_an_adapter_of_ones_own_does_its_work(rzp):
    adapter = Noting()
    with rzp.patch(), mounted(adapter) as session:
        made = session.post(URL, json=ORDER).json()
        refused = session.post(URL, json={})
    assert adapter.noted == [200, refused.status_code] == [200, 400]
    assert rzp.order.all()["count"] == 0
    assert rzp.order.all(headers={"X-Razorpay-Account": "acc_00000000000001"})["items"] == [made]


def test_a_stub_that_somebody_mounted_is_left_alone(rzp):
    with rzp.patch(), mounted(Canned()) as session:
        assert session.get(URL).status_code == 418
    assert statuses(rzp) == []


def test_a_session_without_an_adapter_has_none(rzp):
    session = requests.Session()
    session.adapters.clear()
    with rzp.patch(), pytest.raises(Exceptions.InvalidSchema, match="No connection adapters were found"):
        session.get(URL)


@pytest.mark.parametrize("adapter", [HTTPAdapter, Noting], ids=["as shipped", "of one's own"])
def test_bodies_of_every_sort(rzp, adapter):
    json = {"Content-Type": "application/json"}
    with rzp.patch(), mounted(adapter()) as session:
        for data in ('{"amount": 100, "currency": "INR"}', b'{"amount": 100, "currency": "INR"}'):
            for body in (data, io.BytesIO(data) if isinstance(data, bytes) else iter([data.encode()])):
                assert session.post(URL, data=body, headers=json).json()["amount"] == 100
        form = session.post(URL, data={"amount": 100, "currency": "INR", "notes[a]": "1", "notes[b]": ["2", "3"]})
        assert form.json()["notes"] == {"a": "1", "b": "3"}
        parts = {"amount": (None, "100"), "currency": (None, "INR"), "notes[a]": (None, "1")}
        assert session.post(URL, files=parts).json()["notes"] == {"a": "1"}
        with pytest.raises(NotFaked, match=r"order|POST /v1/orders, a body of Content-Type application/octet-stream"):
            session.post(URL, data="{}")


# ---------------------------------------------------------------------- responses


@pytest.mark.parametrize("adapter", [HTTPAdapter, Noting], ids=["as shipped", "of one's own"])
def test_a_response_is_whole(rzp, adapter):
    with rzp.patch(), mounted(adapter()) as session:
        answer = session.post(URL, json=ORDER, timeout=3)
        streamed = session.get(URL, stream=True)
        assert streamed.raw.read(1) + b"".join(streamed.iter_content(7)) == session.get(URL).content
        with pytest.raises(RuntimeError, match="already consumed"):
            streamed.content  # noqa: B018
    assert (answer.status_code, answer.reason, answer.ok, answer.url) == (200, "OK", True, URL)
    assert (answer.raw.status, answer.raw.reason, answer.raw.version) == (200, "OK", 11)
    assert (answer.request.method, answer.request.url) == ("POST", URL)
    assert answer.request.headers["Authorization"].startswith("Basic ")
    assert answer.headers["CONTENT-TYPE"] == "application/json"
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert isinstance(answer.elapsed, datetime.timedelta)
    assert (answer.history, dict(answer.cookies), answer.is_redirect, answer.links) == ([], {}, False, {})
    assert pickle.loads(pickle.dumps(answer)).json() == answer.json()


def test_a_refusal_raises_what_requests_raises(rzp):
    with rzp.patch():
        answer = requests.post(URL, json={}, auth=KEYS)
    assert not answer.ok
    text = f"400 Client Error: Bad Request for url: {URL}"
    with pytest.raises(Exceptions.HTTPError, match=f"^{text}$") as caught:
        answer.raise_for_status()
    assert caught.value.response is answer


def test_what_json_gave_is_the_callers_own(rzp):
    with rzp.patch():
        answer = requests.post(URL, json=ORDER, auth=KEYS)
    answer.json()["notes"]["shop"] = "changed"
    assert answer.json()["notes"] == rzp.order.fetch(answer.json()["id"])["notes"] == ORDER["notes"]


def test_hooks_see_the_response(rzp):
    seen = []
    with rzp.patch():
        requests.get(URL, auth=KEYS, hooks={"response": lambda answer, **_: seen.append(answer.status_code)})
    assert seen == [200]


# ---------------------------------------------------------------------- faults and retries


@pytest.mark.parametrize("adapter", [HTTPAdapter, Noting], ids=["as shipped", "of one's own"])
def test_an_answer_that_does_not_come(rzp, adapter):
    rzp.faults.inject("order.create", timeout=True, after=True)
    rzp.faults.inject("order.fetch", latency=5)
    rzp.faults.inject("order.all", reset=True)
    with rzp.patch(), mounted(adapter()) as session:
        pool = r"^HTTPSConnectionPool\(host='api.razorpay.com', port=443\): Read timed out. \(read timeout=3\)$"
        with pytest.raises(Exceptions.ReadTimeout, match=pool) as caught:
            session.post(URL, json=ORDER, timeout=3)
        assert (caught.value.request.url, caught.value.response) == (URL, None)
        with pytest.raises(Exceptions.ReadTimeout, match="Read timed out"):
            session.get(f"{URL}/order_AAAAAAAAAAAAAA", timeout=(60, 4.5))
        with pytest.raises(Exceptions.ConnectionError) as broken:
            session.get(URL)
    assert str(broken.value) == "('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))"
    assert statuses(rzp) == [0, 0, 0]


def test_an_adapter_with_retries_tries_again(rzp):
    retries = urllib3.Retry(3, status_forcelist=[503], allowed_methods=None)
    rzp.faults.inject("order.create", status=503)
    rzp.faults.inject("order.create", timeout=True)
    rzp.faults.inject("order.create", reset=True)
    with rzp.patch(), mounted(HTTPAdapter(max_retries=retries)) as session:
        answer = session.post(URL, json=ORDER)
        assert [step.status for step in answer.raw.retries.history] == [503, None, None]
        rzp.faults.inject("order.create", status=503, times=None)
        with pytest.raises(Exceptions.RetryError, match="too many 503 error responses"):
            session.post(URL, json=ORDER)
    assert statuses(rzp) == [503, 0, 0, 200] + [503] * 4
    assert rzp.order.all()["items"] == [answer.json()]


def test_what_must_not_be_tried_again_is_not(rzp):
    rzp.faults.inject("order.*", reset=True, times=None)
    with rzp.patch(), mounted(HTTPAdapter(max_retries=2)) as session:
        with pytest.raises(Exceptions.ConnectionError, match="Connection aborted"):
            session.post(URL, json=ORDER)  # no idempotent method
        with pytest.raises(Exceptions.ConnectionError, match="Max retries exceeded with url: /v1/orders"):
            session.get(URL)
    assert statuses(rzp) == [0] * 4


def test_a_session_that_is_kept_is_not_kept_connected(build):
    """What a pool holds on to after one patch is neither served nor sent by the next."""
    one, other, session = build(seed=1), build(seed=2), mounted(Noting())
    for fake in (one, other):
        with fake.patch():
            assert session.get(URL).json()["count"] == 0
    with pytest.raises(Exceptions.ConnectionError):
        session.get(URL)
    assert (statuses(one), statuses(other)) == ([200], [200])
