"""The detector: who is warned, who is not, and how to switch it off."""

from __future__ import annotations

import warnings

import pytest

from fakerzp import UnverifiedSignature

pytestmark = pytest.mark.needs_client

OFF = 'If that is meant, switch this off: @pytest.mark.rzp(detector="off") on the test, its class or its module,'
SHOP = """
    import hashlib, hmac, json
    from hmac import new as make_hmac
    import razorpay

    KEYS = ("rzp_test_OfTheShop00001", "the secret of the shop")
    SECRET = "whsec"
    client = razorpay.Client(auth=KEYS)
    paid = []

    def order():
        return client.order.create({"amount": 100, "currency": "INR"})["id"]

    # -- webhooks, each with another way to verify, or none

    def trusting(body, headers):
        paid.append(json.loads(body)["event"])

    def by_the_client(body, headers):
        client.utility.verify_webhook_signature(body.decode(), headers["X-Razorpay-Signature"], SECRET)
        return 204

    def by_hand(body, headers):
        made = make_hmac(SECRET.encode(), body, hashlib.sha256).hexdigest()
        return 204 if hmac.compare_digest(made, headers["X-Razorpay-Signature"]) else 400

    def in_one_go(body, headers):
        made = hmac.digest(SECRET.encode(), body, "sha256").hex()
        return 204 if made == headers["X-Razorpay-Signature"] else 400

    def in_parts(body, headers):
        made = hmac.HMAC(SECRET.encode(), digestmod="sha256")
        for start in range(0, len(body), 100):
            made.update(body[start : start + 100])
        return 204 if made.hexdigest() == headers["X-Razorpay-Signature"] else 400

    def what_it_made_of_it(body, headers):
        again = json.dumps(json.loads(body), indent=1)
        hmac.new(SECRET.encode(), again.encode(), "sha256").hexdigest()
        return 200

    def refusing(body, headers):
        return 400

    def picky(body, headers):
        if json.loads(body)["event"] != "order.paid":
            return 200  # does nothing about it, so needs not know who sent it
        return by_the_client(body, headers)

    def wsgi(environ, start_response):
        environ["wsgi.input"].read()
        start_response("200 OK", [])
        return [b"thanks"]

    async def asgi(scope, receive, send):
        await receive()
        await send({"type": "http.response.start", "status": 201, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    # -- what the browser posts

    def callback(text):
        answer = json.loads(text)
        client.utility.verify_payment_signature(answer)
        paid.append(answer["razorpay_order_id"])

    def trusting_callback(text):
        paid.append(json.loads(text)["razorpay_order_id"])

    def trusting_form(text):
        from urllib.parse import parse_qs

        paid.append(parse_qs(text)["razorpay_order_id"])

    def captures(answer):
        client.payment.capture(answer["razorpay_payment_id"], 100)

    def captures_what_it_finds(order_id):
        for payment in client.order.payments(order_id)["items"]:
            client.payment.capture(payment["id"], payment["amount"])
"""


def warned(result):
    """The warnings of ours that a run printed, by the test that they are about."""
    found, text = {}, result.stdout.str()
    for part in text.split("\n\n"):
        if "UnverifiedSignature: " in part:
            name = part.strip().partition("::")[2].split("\n")[0].strip()
            found.setdefault(name, []).append(part.partition("UnverifiedSignature: ")[2])
    return found


def names(result):
    return sorted(warned(result))


def test_it_warns_by_a_category_of_its_own():
    assert issubclass(UnverifiedSignature, UserWarning)
    with pytest.warns(UnverifiedSignature):
        warnings.warn(UnverifiedSignature("x"), stacklevel=1)


WEBHOOKS = """
    import pytest, shop
    from unittest.mock import Mock

    def pay(rzp, target, **how):
        rzp.webhooks.subscribe(target, secret=shop.SECRET, **how)
        order = rzp.order.create({"amount": 100, "currency": "INR"})
        rzp.checkout.pay(order["id"])
        return [delivery.status for delivery in rzp.webhooks.deliveries]

    @pytest.mark.parametrize(
        "name",
        "trusting what_it_made_of_it by_the_client by_hand in_one_go in_parts picky refusing".split(),
    )
    def test_function(rzp, name):
        pay(rzp, getattr(shop, name))

    def test_wsgi(rzp):
        assert pay(rzp, shop.wsgi, path="/webhook") == [200] * 3

    def test_asgi(rzp):
        assert pay(rzp, shop.asgi, path="/webhook", events=["order.paid"]) == [201]

    def test_unsigned(rzp):
        rzp.webhooks.subscribe(shop.trusting)
        rzp.checkout.pay(amount=100)

    def test_function_of_the_test(rzp):
        got = []
        pay(rzp, lambda body, headers: got.append(body))
        assert len(got) == 3

    def test_mock(rzp):
        handler = Mock(return_value=200)
        pay(rzp, handler)
        assert handler.call_count == 3

    def test_list(rzp):
        class Inbox(list):
            def __call__(self, body, headers):
                self.append(body)

        pay(rzp, Inbox())

    def test_nothing_delivered(rzp):
        rzp.webhooks.subscribe(shop.trusting, secret=shop.SECRET)
        with rzp.webhooks.hold() as webhooks:
            rzp.checkout.pay(amount=100)
            webhooks.deliver(drop=["payment.authorized"])
            rzp.webhooks.subscriptions[0].delete()

    def test_that_fails_is_told_of_its_failure_only(rzp):
        pay(rzp, shop.trusting)
        pytest.xfail()
"""


def test_an_application_that_accepts_webhooks_unverified_is_spoken_of(suite):
    result = suite(shop=SHOP, test_webhooks=WEBHOOKS)
    assert result.ret == 0
    assert names(result) == [
        "test_asgi",
        "test_function[trusting]",
        "test_function[what_it_made_of_it]",
        "test_wsgi",
    ]
    (told,) = warned(result)["test_function[trusting]"]
    lines = [line.strip() for line in told.splitlines()]
    assert lines[0].startswith("the application accepted webhooks and verified none of them: <function trusting at ")
    assert lines[0].endswith(" answered 200 to payment.authorized, payment.captured, order.paid,")
    assert "rzp.webhooks.probe(...) tries it out." in lines[1]
    assert lines[2].startswith("Verify the raw body with client.utility.verify_webhook_signature(")
    assert lines[3] == OFF
    assert lines[4] == "or rzp_detector = off in the ini file for all (off, warn or error)."


CALLBACKS = """
    import json, pytest, shop
    from urllib.parse import urlencode

    def pay(rzp, **how):
        return rzp.checkout.pay(shop.order(), **how)

    def test_verified(rzp):
        shop.callback(json.dumps(pay(rzp)))

    def test_trusting(rzp):
        shop.trusting_callback(json.dumps(pay(rzp)))

    def test_trusting_form(rzp):
        shop.trusting_form(urlencode(pay(rzp)))

    def test_link_verified_by_hand(rzp):
        link = rzp.payment_link.create({"amount": 100})
        answer = rzp.checkout.pay(link["id"])
        said = {name.removeprefix("razorpay_"): value for name, value in answer.items()}
        said |= {name: answer[name] for name in ("razorpay_payment_id", "razorpay_signature")}
        shop.trusting_callback(json.dumps({**answer, "razorpay_order_id": ""}))
        rzp.utility.verify_payment_link_signature(said)

    def test_verified_by_a_webhook(rzp):
        rzp.webhooks.subscribe(shop.by_the_client, secret=shop.SECRET)
        shop.trusting_callback(json.dumps(pay(rzp)))

    def test_forged(rzp):
        shop.trusting_callback(json.dumps({**pay(rzp), "razorpay_signature": "0" * 64}))

    def test_captures(rzp):
        shop.captures(pay(rzp, capture=False))

    def test_captures_what_it_finds(rzp):
        answer = pay(rzp, capture=False)
        shop.captures_what_it_finds(answer["razorpay_order_id"])

    def test_without_an_application(rzp, rzp_client):
        order = rzp_client.order.create({"amount": 100, "currency": "INR"})
        answer = rzp.checkout.pay(order["id"], capture=False)
        assert json.loads(json.dumps(answer)) == answer
        rzp_client.payment.capture(answer["razorpay_payment_id"], 100)
        assert rzp_client.order.fetch(order["id"])["status"] == "paid"
        assert len(rzp.payment.all()["items"]) == 1

    def test_refunded_later_by_its_id(rzp):
        answer = pay(rzp)
        shop.client.payment.refund(answer["razorpay_payment_id"], {"amount": 100})
"""


def test_an_application_that_takes_checkout_s_answer_unverified_is_spoken_of(suite):
    result = suite(shop=SHOP, test_callbacks=CALLBACKS)
    result.assert_outcomes(passed=10, warnings=3)
    assert names(result) == ["test_captures", "test_trusting", "test_trusting_form"]
    (told,) = warned(result)["test_trusting"]
    assert " by Checkout, read the signature and verified nothing: nobody made an" in told
    assert "client.utility.verify_payment_signature(...) before acting on it." in told
    assert OFF in told
    assert "captured the payment and verified nothing" in warned(result)["test_captures"][0]


FRAMEWORKS = """
    import json, pytest, shop

    @pytest.fixture(params=["verifies", "trusts"])
    def flask(request):
        from flask import Flask
        from flask import request as asked

        app = Flask("a_shop_in_a_test_file")

        @app.post("/callback")
        def callback():
            answer = asked.get_json(silent=True) or asked.form.to_dict()
            if request.param == "verifies":
                shop.client.utility.verify_payment_signature(answer)
            return {"paid": answer["razorpay_order_id"]}

        @app.post("/webhook")
        def webhook():
            if request.param == "verifies":
                shop.by_the_client(asked.get_data(), asked.headers)
            return ""

        return app

    def test_json(rzp, flask):
        answer = rzp.checkout.pay(shop.order())
        assert flask.test_client().post("/callback", json=answer).json == {"paid": answer["razorpay_order_id"]}

    def test_form(rzp, flask):
        answer = rzp.checkout.pay(shop.order())
        assert flask.test_client().post("/callback", data=answer).json == {"paid": answer["razorpay_order_id"]}

    def test_webhook(rzp, flask):
        rzp.webhooks.subscribe(flask, secret=shop.SECRET, path="/webhook")
        rzp.checkout.pay(shop.order())
        assert {delivery.status for delivery in rzp.webhooks.deliveries} == {200}
"""


def test_it_sees_through_a_framework(suite):
    pytest.importorskip("flask", reason="the application is written in it")
    result = suite(shop=SHOP, test_flask=FRAMEWORKS)
    result.assert_outcomes(passed=6, warnings=3)
    assert names(result) == ["test_form[trusts]", "test_json[trusts]", "test_webhook[trusts]"]


MODES = """
    import json, pytest, shop

    def play(rzp):
        shop.trusting_callback(json.dumps(rzp.checkout.pay(shop.order())))

    def test_default(rzp):
        play(rzp)

    @pytest.mark.rzp(detector="off")
    def test_off(rzp):
        play(rzp)

    @pytest.mark.rzp(detector="error")
    def test_error(rzp):
        play(rzp)

    @pytest.mark.rzp(strict=True)
    def test_strict(rzp):
        play(rzp)

    @pytest.mark.rzp(strict=True, detector="warn")
    def test_strict_but_warn(rzp):
        play(rzp)

    def test_of_the_module(rzp_module):
        play(rzp_module)
"""


@pytest.mark.parametrize(
    ("ini", "errors", "warned_of"),
    [
        ("", ["error", "strict"], ["default", "of_the_module", "strict_but_warn"]),
        ("rzp_detector = off", ["error"], ["strict_but_warn"]),
        ("rzp_detector = error", ["default", "error", "of_the_module", "strict"], ["strict_but_warn"]),
        ("filterwarnings = ignore::fakerzp.UnverifiedSignature", ["error", "strict"], []),
        (
            "filterwarnings = error::fakerzp.UnverifiedSignature",
            ["default", "error", "of_the_module", "strict", "strict_but_warn"],
            [],
        ),
    ],
)
def test_its_modes(suite, ini, errors, warned_of):
    result = suite(ini=ini, shop=SHOP, test_modes=MODES)
    result.assert_outcomes(passed=6, errors=len(errors), warnings=len(warned_of))
    failed = {line.partition("::test_")[2].partition(" ")[0] for line in result.outlines if line.startswith("ERROR ")}
    assert sorted(failed) == errors
