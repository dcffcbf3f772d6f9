"""Faults as the official client meets them: its own exceptions, its own retries, and no time lost in between."""

from __future__ import annotations

import pickle
import threading
import time
from contextlib import contextmanager
from unittest import mock

import pytest

razorpay = pytest.importorskip("razorpay", reason="the official client")

import requests  # noqa: E402

from fakerzp.doors.naps import Naps  # noqa: E402
from fakerzp.doors.official import make_client  # noqa: E402
from fakerzp.doors.patching import Patch  # noqa: E402
from tests.doors.echo import Echo  # noqa: E402

NOW = 1767607200  # 5 January 2026, ten o'clock UTC
ORDER = {"amount": 50000, "currency": "INR"}
URL = "https://api.razorpay.com/v1/orders"
KEY = {"X-Refund-Idempotency": "refund-of-book-1"}
STEADY = {"jitter": 0}
RETRIES = hasattr(razorpay.Client, "enable_retry")
retries = pytest.mark.skipif(not RETRIES, reason="SDK 1 never retries")
Exceptions = requests.exceptions


@contextmanager
def by_client(rzp, **options):
    """A client of the fake, nothing patched."""
    yield rzp.client(**options)


@contextmanager
def by_patch(rzp, **options):
    """An ordinary client, served by the fake while a patch is in force."""
    client = razorpay.Client(auth=("rzp_test_app", "app"), **options)
    with rzp.patch():
        yield client


@pytest.fixture(params=[by_client, by_patch], ids=["client()", "patch()"])
def door(request):
    return request.param


@pytest.fixture(autouse=True)
def nobody_sleeps(monkeypatch):
    """And `razorpay.client` has its `time` back afterwards."""
    before = dict(vars(razorpay.client))
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail(f"slept {seconds} s"))
    yield
    assert dict(vars(razorpay.client)) == before


def patient(client):
    client.enable_retry(True)
    return client


def attempts(rzp):
    """The status of each request for an order, 0 for no answer."""
    return [call.status for call in rzp.calls if call.endpoint == "order.create"]


# ---------------------------------------------------------------------- exceptions

FAULTS = {
    "error": ({"error": "Busy", "status": 503}, razorpay.errors.ServerError),
    "refusal": ({"error": "No", "status": 409}, razorpay.errors.BadRequestError),
    "gateway": ({"error": "Bank", "code": "GATEWAY_ERROR"}, razorpay.errors.GatewayError),
    "rate limit": ({"rate_limit": True}, razorpay.errors.BadRequestError),
    "page": ({"status": 503}, Exceptions.JSONDecodeError),
    "page with 200": ({"body": "<html>"}, Exceptions.JSONDecodeError),
    "half an answer": ({"body": '{"id": '}, Exceptions.JSONDecodeError),
    "other JSON": ({"body": {"message": "no"}, "status": 500}, razorpay.errors.ServerError),
    "JSON as text": ({"body": '{"error": {"code": "x"}}', "status": 500}, razorpay.errors.ServerError),
    "text in error": ({"body": {"error": "no"}, "status": 500}, razorpay.errors.ServerError),
    "list": ({"body": [], "status": 500}, razorpay.errors.ServerError),
    "reset": ({"reset": True}, Exceptions.ConnectionError),
    "timeout": ({"timeout": True}, Exceptions.ReadTimeout),
}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", FAULTS)
def test_the_client_raises_what_it_raises_and_a_direct_call_does_so_too(rzp, door, name, after):
    fault, exception = FAULTS[name]
    rzp.faults.inject("order.create", times=2, after=after, **fault)
    with door(rzp) as client, pytest.raises(Exception) as through:  # noqa: PT011
        client.order.create(ORDER)
    with pytest.raises(Exception) as direct:  # noqa: PT011
        rzp.order.create(ORDER)
    assert type(through.value) is type(direct.value) is exception
    assert str(through.value) == str(direct.value)
    assert client.session is not None
    assert rzp.order.all()["count"] == 2 * after


@pytest.mark.parametrize("body", [{"id": "order_1"}, '{"id": "order_1"}', []], ids=str)
def test_an_answer_that_is_made_up_is_returned(rzp, door, body):
    rzp.faults.inject("order.create", body=body, times=2)
    with door(rzp) as client:
        assert client.order.create(ORDER) == rzp.order.create(ORDER) == ([] if body == [] else {"id": "order_1"})


@pytest.mark.parametrize("auth", [None, requests.auth.HTTPBasicAuth("a", "b")], ids=["short cut", "long way"])
@pytest.mark.parametrize("fault", [{"reset": True}, {"timeout": True}], ids=str)
def test_the_exception_says_what_request_it_is_about(rzp, door, auth, fault):
    rzp.faults.inject("order.create", **fault)
    with door(rzp) as client, pytest.raises(Exceptions.RequestException) as caught:
        client.session.post(URL, data='{"amount": 1}', auth=auth or client.auth)
    sent = caught.value.request
    assert (sent.method, sent.url, sent.body) == ("POST", URL, '{"amount": 1}')
    assert caught.value.response is None


@pytest.mark.parametrize("auth", [None, requests.auth.HTTPBasicAuth("a", "b")], ids=["short cut", "long way"])
def test_a_page_of_a_gateway_is_a_response(rzp, door, auth):
    rzp.faults.inject("order.create", status=503)
    with door(rzp) as client:
        answer = client.session.post(URL, data="{}", auth=auth or client.auth)
    assert (answer.status_code, answer.reason, answer.ok) == (503, "Service Unavailable", False)
    assert answer.headers["Content-Type"] == "text/html"
    assert "<h1>503 Service Unavailable</h1>" in answer.text
    with pytest.raises(Exceptions.HTTPError, match="503 Server Error: Service Unavailable for url: https://api"):
        answer.raise_for_status()
    with pytest.raises(Exceptions.JSONDecodeError):
        answer.json()


@pytest.mark.parametrize("fault", [{"reset": True}, {"timeout": True}], ids=str)
def test_the_exception_can_be_pickled(rzp, fault):
    rzp.faults.inject("order.create", **fault)
    with pytest.raises(Exceptions.RequestException) as caught:
        rzp.client().order.create(ORDER)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again)) == (type(caught.value), str(caught.value))
    assert again.request.url == URL
    again.fake_delay(1000)
    assert rzp.clock.now() == NOW


@pytest.mark.parametrize("timeout", [3, (60, 3), 2.5])
@pytest.mark.parametrize("auth", [None, requests.auth.HTTPBasicAuth("a", "b")], ids=["short cut", "long way"])
def test_a_client_that_waits_less_than_the_latency_does_not_learn_that_the_call_took_effect(
    build, door, timeout, auth
):
    rzp = build(key_id=None)
    rzp.faults.inject("order.create", latency=5)
    options = {"auth": (rzp.key_id, rzp.key_secret)} if door is by_client else {}
    with door(rzp, **options) as client:
        if auth is not None:
            client.auth = requests.auth.HTTPBasicAuth(*client.auth)
        with pytest.raises(Exceptions.ReadTimeout, match=r"Read timed out\. \(read timeout="):
            client.order.create(ORDER, timeout=timeout)
        assert client.order.create(ORDER, timeout=timeout)["created_at"] == NOW + 5
    assert (attempts(rzp), rzp.order.all()["count"], rzp.clock.now()) == ([0, 200], 2, NOW + 5)


# ---------------------------------------------------------------------- retries


@retries
@pytest.mark.parametrize("fault", [{"reset": True}, {"timeout": True}], ids=str)
@pytest.mark.parametrize(
    ("failures", "waited"), [(1, 1), (2, 3), (4, 15)], ids=["once", "twice", "four times"]
)
def test_the_retries_run_and_the_clock_moves_by_what_the_client_waits(rzp, door, fault, failures, waited):
    rzp.faults.inject("order.create", times=failures, **fault)
    with door(rzp, **STEADY) as client:
        order = patient(client).order.create(ORDER)
    assert attempts(rzp) == [0] * failures + [200]
    assert (order["created_at"], rzp.clock.now()) == (NOW + waited, NOW + waited)
    assert rzp.order.all()["count"] == 1


@retries
def test_the_last_attempt_raises_without_a_wait(rzp, door, capsys):
    rzp.faults.inject("order.create", reset=True, times=None)
    with door(rzp, max_retries=3, initial_delay=10, **STEADY) as client, pytest.raises(Exceptions.ConnectionError):
        patient(client).order.create(ORDER)
    assert (attempts(rzp), rzp.clock.now()) == ([0, 0, 0], NOW + 30)
    assert "Max retries (3) exceeded" in capsys.readouterr().out


@retries
def test_parts_of_a_second_add_up(rzp, door):
    rzp.faults.inject("order.create", reset=True, times=3)
    with door(rzp, initial_delay=0.3, **STEADY) as client:
        patient(client).order.create(ORDER)  # 0.3 + 0.6 + 1.2
        rzp.faults.inject("order.create", reset=True, times=2)
        client.order.create(ORDER)  # and 0.3 + 0.6
    assert [call.at - NOW for call in rzp.calls] == [0, 0, 0, 2, 2, 2, 3]


@retries
def test_the_jitter_is_the_clients_own(rzp, door, monkeypatch):
    monkeypatch.setattr("random.uniform", lambda least, most: most)
    rzp.faults.inject("order.create", reset=True)
    with door(rzp, initial_delay=4) as client:
        patient(client).order.create(ORDER)
    assert rzp.clock.now() == NOW + 5


@retries
def test_between_two_attempts_things_fall_due(rzp, door):
    line = {"name": "Book", "amount": 50000, "currency": "INR"}
    customer = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com"}
    sent = {"type": "invoice", "customer": customer, "line_items": [line], "expire_by": NOW + 1000}
    invoice_id = rzp.invoice.create(sent)["id"]
    rzp.faults.inject("invoice.cancel", timeout=True, times=1)
    refused = pytest.raises(razorpay.errors.BadRequestError, match="expired")
    with door(rzp, initial_delay=3600, max_delay=3600, **STEADY) as client, refused:
        patient(client).invoice.cancel(invoice_id)
    assert [(step.status, step.at) for step in rzp.history(invoice_id)][-1] == ("expired", NOW + 1000)
    assert [(event["event"], event["created_at"]) for event in rzp.events] == [("invoice.expired", NOW + 1000)]


@retries
@pytest.mark.parametrize("name", [name for name in FAULTS if name not in ("reset", "timeout")])
def test_an_answer_of_whatever_kind_is_not_asked_for_again(rzp, door, name):
    fault, exception = FAULTS[name]
    rzp.faults.inject("order.create", times=None, **fault)
    with door(rzp) as client, pytest.raises(exception):
        patient(client).order.create(ORDER)
    assert (len(attempts(rzp)), rzp.clock.now()) == (1, NOW)


def test_a_client_that_does_not_retry_tries_once(rzp, door):
    rzp.faults.inject("order.create", reset=True)
    with door(rzp) as client, pytest.raises(Exceptions.ConnectionError):
        client.order.create(ORDER)
    assert (attempts(rzp), rzp.clock.now()) == ([0], NOW)


@retries
@pytest.mark.parametrize(("headers", "refunded"), [({}, 20000), (KEY, 10000)], ids=["without a key", "with a key"])
def test_a_retry_after_the_money_has_moved_moves_it_again_but_for_the_idempotency_key(rzp, door, headers, refunded):
    payment_id = rzp.checkout.pay(rzp.order.create(ORDER)["id"])["razorpay_payment_id"]
    rzp.faults.inject("payment.refund", timeout=True, after=True)
    with door(rzp, **STEADY) as client:
        refund = patient(client).payment.refund(payment_id, {"amount": 10000}, headers=dict(headers))
        assert client.payment.fetch(payment_id)["amount_refunded"] == refunded
    refunds = rzp.refund.all()["items"]
    assert (len(refunds), refunds[0]["id"]) == (refunded // 10000, refund["id"])
    assert refund["created_at"] == (NOW if headers else NOW + 1)
    rzp.ledger.check()


# ---------------------------------------------------------------------- nothing else is touched


@retries
def test_only_the_clients_own_look_at_time_changes_and_only_meanwhile(rzp, door):
    seen = []

    def look(call):
        module = vars(razorpay.client)["time"]
        seen.append((isinstance(module, Naps), module.monotonic is time.monotonic, isinstance(time, Naps)))
        return len(seen) < 3

    rzp.faults.inject("order.create", reset=True, times=None, where=look)
    with door(rzp, **STEADY) as client:
        patient(client).order.create(ORDER)
    assert seen == [(True, True, False)] * 3
    assert razorpay.client.time is time


@retries
def test_a_client_of_a_fake_leaves_the_module_alone_unless_it_may_retry(rzp):
    seen = []
    rzp.faults.inject("order.create", latency=0, times=None, where=lambda call: seen.append(razorpay.client.time))
    client = rzp.client()
    client.order.create(ORDER)
    patient(client).order.create(ORDER)
    client.enable_retry(False)
    client.order.create(ORDER)
    assert [isinstance(module, Naps) for module in seen] == [False, True, False]
    assert seen[0] is seen[2] is time


@retries
@pytest.mark.parametrize("wait", [1, -1])
def test_whoever_sleeps_for_another_reason_sleeps(rzp, door, monkeypatch, wait):
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    wire = Echo(*[Exceptions.ConnectionError("not injected") for _ in range(2)])
    with rzp.patch():
        patient(make_client(wire, initial_delay=wait, **STEADY)).order.fetch("order_1")
        razorpay.client.time.sleep(7)
    with Patch(Echo(Exceptions.Timeout("late"))):
        patient(razorpay.Client(auth=("a", "b"), initial_delay=wait, **STEADY)).order.fetch("order_1")
    assert slept == [wait, 2 * wait, 7, wait]
    if wait < 0:  # what sleep() makes of it is for sleep() to say
        rzp.faults.inject("order.create", reset=True)
        with door(rzp, initial_delay=wait, **STEADY) as client:
            patient(client).order.create(ORDER)
        assert slept[-1] == wait
    assert rzp.clock.now() == NOW


@retries
def test_a_request_that_someone_else_has_wrapped_still_runs(rzp, door):
    real, seen = razorpay.Client.request, []

    def wrapped(client, method, path, **options):
        seen.append((method, path))
        return real(client, method, path, **options)

    rzp.faults.inject("order.create", reset=True, times=2)
    with mock.patch.object(razorpay.Client, "request", wrapped), door(rzp, **STEADY) as client:
        patient(client).order.create(ORDER)
    assert (len(seen), attempts(rzp), rzp.clock.now()) == (1, [0, 0, 200], NOW + 3)


@retries
def test_patches_and_clients_share_the_seam_until_the_last_is_done(build):
    one, other = build(seed=1), build(seed=2)
    for rzp in (one, other):
        rzp.faults.inject("order.create", reset=True)
    client = patient(one.client(**STEADY))
    with other.patch():
        with one.patch():
            client.order.create(ORDER)
            inside = razorpay.client.time
        assert razorpay.client.time is inside
        patient(razorpay.Client(auth=("a", "b"), initial_delay=5, **STEADY)).order.create(ORDER)
        assert razorpay.client.time is inside
    assert razorpay.client.time is time
    assert (one.clock.now(), other.clock.now()) == (NOW + 1, NOW + 5)


@retries
def test_someone_elses_replacement_survives(rzp, monkeypatch):
    theirs = mock.Mock()
    with monkeypatch.context() as patched:
        with rzp.patch():
            patched.setattr(razorpay.client, "time", theirs)
        assert razorpay.client.time is theirs
        rzp.faults.inject("order.create", reset=True)
        patient(rzp.client(**STEADY)).order.create(ORDER)
        assert razorpay.client.time is theirs
    left = razorpay.client.time  # put back by the other patch, and as if it were not there
    assert (left.time is time.time, left.users) == (True, 0)
    with rzp.patch():
        assert razorpay.client.time is left
    assert razorpay.client.time is time
    theirs.sleep.assert_not_called()


@retries
def test_it_is_undone_after_whatever_comes_out_of_a_call(rzp, door):
    client_error = ZeroDivisionError("in where")

    def fail(call):
        raise client_error

    rzp.faults.inject("order.create", reset=True, where=fail)
    with pytest.raises(ZeroDivisionError), door(rzp) as client:
        patient(client).order.create(ORDER)
    assert razorpay.client.time is time
    assert len(rzp.faults.active) == 1


@retries
def test_clients_in_threads_move_their_own_fakes(build, door):
    fakes = [build(seed=n) for n in range(4)]
    failed = []

    def work(rzp, client):
        try:
            for _ in range(20):
                rzp.faults.inject("order.create", reset=True, times=2)
                client.order.create(ORDER)
        except BaseException as error:
            failed.append(error)

    threads = []
    for rzp in fakes:
        client = patient(rzp.client(**STEADY))
        threads.append(threading.Thread(target=work, args=(rzp, client)))
    with door(fakes[0]):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    assert [(rzp.clock.now() - NOW, len(rzp.calls)) for rzp in fakes] == [(60, 60)] * 4
