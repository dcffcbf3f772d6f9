"""Exploring: which calls of a handler are crash points, and that no handler outlives its crash."""

from __future__ import annotations

import threading

import pytest

from fakerzp import BadRequestError
from fakerzp.webhooks.points import Killed
from tests.webhooks.sold_out import AFTER, BEFORE, Right, Shop, explored, flow, kinds

ORDER_PAID = ["order.paid"]
REFUND_URL = "https://api.razorpay.com/v1/payments/{}/refund"
KEYS = ("rzp_test_key", "secret")
PACKAGES = {"client": "razorpay", "patch": "razorpay", "requests": "requests", "httpx": "httpx"}

# ---------------------------------------------------------------------- through which doors


def by_patch(shop, payment):
    import razorpay

    razorpay.Client(auth=KEYS).payment.refund(payment, {"amount": 10000})


def by_requests(shop, payment):
    import requests

    assert requests.post(REFUND_URL.format(payment), json={"amount": 10000}, auth=KEYS).ok


def by_httpx(shop, payment):
    import httpx

    assert httpx.post(REFUND_URL.format(payment), json={"amount": 10000}, auth=KEYS).is_success


DOORS = {
    "python": lambda shop, payment: shop.fake.payment.refund(payment, {"amount": 10000}),
    "node": lambda shop, payment: shop.fake.payments.refund(payment, {"amount": 10000}),
    "rest": lambda shop, payment: shop.fake.request("POST", f"/v1/payments/{payment}/refund", {"amount": 10000}),
    "wire": lambda shop, payment: shop.fake.exchange(
        "POST", f"/v1/payments/{payment}/refund", body='{"amount": 10000}'
    ),
    "client": lambda shop, payment: shop.fake.client().payment.refund(payment, {"amount": 10000}),
    "patch": by_patch,
    "requests": by_requests,
    "httpx": by_httpx,
}


@pytest.mark.parametrize("door", DOORS)
def test_a_call_is_a_crash_point_whatever_the_door(rzp, door):
    if door in PACKAGES:
        pytest.importorskip(PACKAGES[door])

    class Through(Shop):
        def refund(self, payment, identity):
            DOORS[door](self, payment)

    found = explored(rzp, Through)
    assert kinds(found) == [("crashed", (0, 1, 2), AFTER)]
    assert found.points == 2


def test_calls_that_read_or_are_refused_have_nothing_after_them(rzp):
    class Looks(Shop):
        def refund(self, payment, identity):
            self.fake.payment.fetch(payment)
            self.fake.payment.fetch(payment)
            with pytest.raises(BadRequestError):
                self.fake.payment.refund(payment, {"amount": 10**9})

    found = explored(rzp, Looks)
    assert found.ok
    assert found.points == 3


def test_what_the_flow_and_the_state_call_are_no_points(rzp):
    def play(fake, shop):
        shop.checkpoint("before the flow")
        flow(fake)

    class Quiet(Shop):
        def refund(self, payment, identity):
            pass

    found = explored(rzp, Quiet, play)
    assert (found.ok, found.points) == (True, 0)
    assert repr(found) == "3 events, 18 deliveries, all orders: the same state after each"


def test_a_call_from_another_thread_counts(rzp):
    class Threaded(Shop):
        def refund(self, payment, identity):
            failed = []

            def work():
                try:
                    super(Threaded, self).refund(payment, identity)
                except BaseException as error:
                    failed.append(error)

            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
            if failed:
                raise failed[0]

    assert kinds(explored(rzp, Threaded)) == [("crashed", (0, 1, 2), AFTER)]


# ---------------------------------------------------------------------- a crash is a crash


@pytest.mark.parametrize("caught", [Exception, BaseException])
def test_no_handler_outlives_its_crash(rzp, caught):
    """Who catches what ends it gets no further call through, and its answer does not arrive."""
    went_on = []

    class Stubborn(Right):
        def refund(self, payment, identity):
            attempt = super().refund
            for _ in range(3):
                if self.goes_through(lambda: attempt(payment, identity)):
                    break

        def goes_through(self, call):
            try:
                call()
            except caught:
                went_on.append(self)
                return False
            return True

    found = explored(rzp, Stubborn, events=ORDER_PAID)
    assert (found.points, found.schedules) == (2, 3 + 2)
    assert len(went_on) == (0 if caught is Exception else 2 * 3)
    # The one that goes on notes in its database what no dead process could.
    assert kinds(found) == ([] if caught is Exception else [("crashed", (0,), BEFORE)])


def test_it_is_no_exception_that_a_handler_would_catch():
    assert not issubclass(Killed, Exception)


def test_an_async_handler_crashes_too(rzp):
    class Async(Shop):
        async def __call__(self, body, headers):
            super().__call__(body, headers)

    assert kinds(explored(rzp, Async)) == [("crashed", (0, 1, 2), AFTER)]


def asgi_of(shop, *, late):
    """The shop behind ASGI; `late`: its work follows its answer, as background tasks do."""

    async def app(scope, receive, send):
        body = (await receive())["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        if not late:
            shop(body, headers)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        if late:
            shop(body, headers)

    app.shop = shop
    return app


def test_work_after_the_answer_is_lost_in_a_crash(rzp):
    """Razorpay heard a yes, and does not come again."""

    def in_time(fake, checkpoint):
        return asgi_of(Right(fake, checkpoint), late=False)

    def too_late(fake, checkpoint):
        return asgi_of(Right(fake, checkpoint), late=True)

    assert explored(rzp, in_time, state=lambda app: app.shop.state, path="/hook").ok
    found = explored(rzp, too_late, state=lambda app: app.shop.state, path="/hook")
    assert kinds(found) == [("crashed", (0, 1, 2), BEFORE)]
    assert [(s.status, s.outcome) for s in found.breaks[0].steps if s.event == "order.paid"] == [
        (200, "200, crashed before payment.refund")
    ]
    assert "refunds.0: expected 10000, found nothing" in str(found.breaks[0])


def test_a_server_that_runs_by_itself_is_not_crashed(rzp):
    from http.server import BaseHTTPRequestHandler, HTTPServer

    shops = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            shops[-1](self.rfile.read(int(self.headers["Content-Length"])), self.headers)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def factory(fake, checkpoint):
        shops.append(Shop(fake, checkpoint))
        return f"http://127.0.0.1:{server.server_port}/"

    try:
        found = explored(rzp, factory, state=lambda url: shops[-1].state, events=ORDER_PAID)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert (found.ok, found.points, found.schedules) == (True, 0, 3)
