"""Applications as targets: WSGI and ASGI, called in process."""

from __future__ import annotations

import asyncio
import contextvars
import json
import threading

import pytest

from tests.webhooks.endpoints import PAID, START, pay, seen

SECRET = "s"
WHO = contextvars.ContextVar("who", default="nobody")


def wsgi(requests, status="200 OK", error=None):
    """An application that keeps its requests and answers."""

    def app(environ, start_response):
        requests.append({**environ, "body": environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))})
        if error is not None:
            raise error
        start_response(status, [("Content-Type", "text/plain")])
        return [b"o", b"k"]

    return app


def asgi(requests, status=200, before=None, after=None):
    """An application that keeps its requests and answers; `before` and `after` run around the answer."""

    async def app(scope, receive, send):
        message = await receive()
        requests.append((scope, message))
        if before is not None:
            await before()
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"o", "more_body": True})
        await send({"type": "http.response.body", "body": b"k"})
        if after is not None:
            await after()

    return app


def told(rzp, app, **options):
    """Subscribe an application to order.paid, pay an order, and give the one delivery."""
    rzp.webhooks.subscribe(app, SECRET, ["order.paid"], **{"path": "/webhook", **options})
    pay(rzp)
    return rzp.webhooks.deliveries[-1]


@pytest.fixture(autouse=True)
def nothing_is_left_behind():
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


# ---------------------------------------------------------------------- WSGI


def test_a_wsgi_application_gets_a_request(rzp):
    requests = []
    delivery = told(rzp, wsgi(requests), path="/razor%20pay/hook?a=b&c=d")
    [request] = requests
    assert request["REQUEST_METHOD"] == "POST"
    assert (request["SCRIPT_NAME"], request["PATH_INFO"], request["QUERY_STRING"]) == ("", "/razor pay/hook", "a=b&c=d")
    assert (request["SERVER_NAME"], request["SERVER_PORT"], request["HTTP_HOST"]) == ("testserver", "443", "testserver")
    assert (request["wsgi.url_scheme"], request["REMOTE_ADDR"]) == ("https", "52.66.75.174")
    assert (request["CONTENT_TYPE"], request["CONTENT_LENGTH"]) == ("application/json", str(len(delivery.body)))
    assert request["HTTP_X_RAZORPAY_SIGNATURE"] == rzp.webhooks.sign(request["body"], SECRET)
    assert request["HTTP_X_RAZORPAY_EVENT_ID"] == delivery.event_id
    assert request["HTTP_USER_AGENT"] == "Razorpay-Webhook/v1"
    assert request["body"] == delivery.body
    assert (delivery.status, delivery.error) == (200, None)


def test_a_wsgi_request_is_valid(rzp):
    from wsgiref.validate import validator

    delivery = told(rzp, validator(wsgi([])))
    assert (delivery.status, delivery.error) == (200, None)


def test_the_host_can_be_chosen(rzp):
    requests = []
    told(rzp, wsgi(requests), host="shop.example:8443")
    assert [requests[0][key] for key in ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT")] == [
        "shop.example:8443",
        "shop.example",
        "8443",
    ]


@pytest.mark.parametrize(("answer", "status"), [("201 Created", 201), ("302 Found", 302), ("400 Bad Request", 400)])
def test_a_wsgi_application_answers(rzp, answer, status):
    assert told(rzp, wsgi([], answer)).status == status


def test_a_wsgi_application_that_crashes_has_answered_500(rzp):
    delivery = told(rzp, wsgi([], error=ValueError("boom")))
    assert delivery.status == 500
    assert delivery.error.endswith("ValueError: boom")


def test_a_wsgi_application_may_answer_late_and_is_closed(rzp):
    class Body:
        closed = False

        def __init__(self, start_response):
            self.start_response = start_response

        def __iter__(self):
            write = self.start_response("500 Oops", [])
            write(b"more")
            self.start_response("202 Accepted", [], ("a", "b", "c"))
            yield b"ok"

        def close(self):
            Body.closed = True

    assert told(rzp, lambda environ, start_response: Body(start_response)).status == 202
    assert Body.closed


def test_a_wsgi_application_that_gives_no_answer_has_failed(rzp):
    delivery = told(rzp, lambda environ, start_response: [])
    assert delivery.status == 500
    assert "start_response was not called" in delivery.error


def test_a_wsgi_application_may_be_an_object(rzp):
    class App:
        def __call__(self, environ, start_response):
            start_response("204 No Content", [])
            return []

    assert told(rzp, App()).status == 204


# ---------------------------------------------------------------------- ASGI


def test_an_asgi_application_gets_a_request(rzp):
    requests = []
    delivery = told(rzp, asgi(requests), path="/razor%20pay/hook?a=b&c=d")
    [(scope, message)] = requests
    assert (scope["type"], scope["method"], scope["scheme"], scope["http_version"]) == ("http", "POST", "https", "1.1")
    assert scope["asgi"]["version"] == "3.0"
    assert (scope["path"], scope["raw_path"]) == ("/razor pay/hook", b"/razor%20pay/hook")
    assert (scope["query_string"], scope["root_path"]) == (b"a=b&c=d", "")
    assert (scope["server"], scope["client"][0]) == (("testserver", 443), "52.66.75.174")
    headers = dict(scope["headers"])
    assert all(name == name.lower() for name in headers)
    assert headers[b"host"] == b"testserver"
    assert headers[b"content-length"] == str(len(delivery.body)).encode()
    assert headers[b"x-razorpay-signature"].decode() == rzp.webhooks.sign(message["body"], SECRET)
    assert headers[b"x-razorpay-event-id"].decode() == delivery.event_id
    assert message == {"type": "http.request", "body": delivery.body, "more_body": False}
    assert (delivery.status, delivery.error) == (200, None)


@pytest.mark.parametrize("status", [201, 307, 422])
def test_an_asgi_application_answers(rzp, status):
    assert told(rzp, asgi([], status)).status == status


def test_an_asgi_application_that_crashes_has_answered_500(rzp):
    async def boom():
        raise ValueError("boom")

    delivery = told(rzp, asgi([], before=boom))
    assert delivery.status == 500
    assert delivery.error.endswith("ValueError: boom")


def test_an_asgi_application_that_crashes_after_its_answer_has_answered(rzp):
    async def boom():
        raise ValueError("boom")

    delivery = told(rzp, asgi([], 200, after=boom))
    assert (delivery.status, delivery.accepted) == (200, True)
    assert delivery.error.endswith("ValueError: boom")
    assert rzp.webhooks.pending == []


def test_an_asgi_application_that_gives_no_answer_has_failed(rzp):
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    delivery = told(rzp, app)
    assert delivery.status == 500
    assert "the ASGI application gave no answer" in delivery.error


def test_what_an_asgi_application_does_after_its_answer_is_done_and_takes_none_of_its_time(rzp):
    done = []

    async def slow():
        await asyncio.sleep(0)
        rzp.clock.advance(seconds=60)
        done.append(True)

    delivery = told(rzp, asgi([], after=slow))
    assert done == [True]
    assert (delivery.status, delivery.at) == (200, START)


def test_an_asgi_application_that_is_slow_is_late(rzp):
    async def slow():
        if len(rzp.webhooks.deliveries) == 0:
            rzp.clock.advance(seconds=6)

    delivery = told(rzp, asgi([], before=slow))
    assert (delivery.status, delivery.error) == (None, "timeout: answered after 6 seconds, and has 5")


def test_the_sender_is_there_until_the_answer_and_gone_after_it(rzp):
    order = []

    async def app(scope, receive, send):
        async def watch():
            order.append((await receive())["type"])

        await receive()
        task = asyncio.create_task(watch())
        await asyncio.sleep(0.01)
        order.append("answered")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body"})
        await task

    assert told(rzp, app).status == 200
    assert order == ["answered", "http.disconnect"]


def test_tasks_threads_and_generators_of_an_application_end_with_it(rzp):
    ended = []

    async def app(scope, receive, send):
        async def forever():
            try:
                await asyncio.sleep(3600)
            finally:
                ended.append("task")

        async def numbers():
            try:
                yield 1
            finally:
                ended.append("generator")

        app.task = asyncio.create_task(forever())
        app.generator = numbers()
        await anext(app.generator)
        await asyncio.to_thread(ended.append, "thread")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body"})

    assert told(rzp, app).status == 200
    assert sorted(ended) == ["generator", "task", "thread"]


def test_an_asgi_application_may_use_the_fake(rzp):
    async def fetch():
        payment = json.loads(requests[-1][1]["body"])["payload"]["payment"]["entity"]["id"]
        rzp.payment.refund(payment, {"amount": 50000})

    requests = []
    told(rzp, asgi(requests, before=fetch))
    assert "refund.processed" in [event["event"] for event in rzp.events]


@pytest.mark.parametrize("make", ["function", "object", "partial"])
def test_what_takes_scope_receive_and_send_is_asgi(rzp, make):
    from functools import partial

    class App:
        async def __call__(self, scope, receive, send):
            await asgi([], 203)(scope, receive, send)

    def function(scope, receive, send):
        return App()(scope, receive, send)

    app = {"function": function, "object": App(), "partial": partial(App())}[make]
    assert told(rzp, app).status == 203


# ---------------------------------------------------------------------- where a loop runs already


def test_within_a_running_loop_an_application_runs_aside_and_sees_the_callers_context(rzp):
    found = []

    async def look():
        found.append((threading.current_thread(), WHO.get()))

    async def test():
        WHO.set("the test")
        return told(rzp, asgi([], before=look))

    delivery = asyncio.run(test())
    [(thread, who)] = found
    assert delivery.status == 200
    assert thread is not threading.current_thread()
    assert not thread.is_alive()
    assert who == "the test"


def test_within_a_running_loop_a_crash_comes_through(rzp):
    async def boom():
        raise ValueError("boom")

    async def test():
        return told(rzp, asgi([], before=boom))

    assert asyncio.run(test()).error.endswith("ValueError: boom")


def test_without_a_running_loop_an_application_runs_on_the_thread_of_the_call(rzp):
    found = []

    async def look():
        found.append(threading.current_thread())

    told(rzp, asgi([], before=look))
    assert found == [threading.current_thread()]


def test_the_loop_that_was_set_for_the_thread_stays(rzp):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        told(rzp, asgi([]))
        assert asyncio.get_event_loop_policy().get_event_loop() is loop
        assert not loop.is_closed()
    finally:
        asyncio.set_event_loop(None)
        loop.close()


# ---------------------------------------------------------------------- what is no target


@pytest.mark.parametrize("app", [wsgi([]), asgi([])], ids=["wsgi", "asgi"])
def test_an_application_needs_a_path(rzp, app):
    with pytest.raises(TypeError, match=r"give path=, the path of the webhook view"):
        rzp.webhooks.subscribe(app)


@pytest.mark.parametrize("path", ["webhook", "https://shop.example/webhook", ""])
def test_a_path_begins_with_a_slash(rzp, path):
    with pytest.raises(ValueError, match="such as '/webhook'"):
        rzp.webhooks.subscribe(wsgi([]), path=path)


@pytest.mark.parametrize("target", [None, 7, object(), b"http://127.0.0.1/"])
def test_what_cannot_be_called_is_no_target(rzp, target):
    with pytest.raises(TypeError, match="goes to a callable, a WSGI or ASGI application or a URL"):
        rzp.webhooks.subscribe(target)


def test_a_target_that_does_not_tell_its_parameters_is_called_as_a_handler(rzp):
    calls = []

    class Shy:
        __signature__ = "none"

        def __call__(self, *args):
            calls.append(args)

    rzp.webhooks.subscribe(Shy())
    pay(rzp)
    assert seen(rzp.webhooks.deliveries) == [(event, 1, 200) for event in PAID]
    assert [len(args) for args in calls] == [2, 2, 2]
