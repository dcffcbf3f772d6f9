"""What arrives: the body to the byte, its signature, and the headers."""

from __future__ import annotations

import hashlib
import hmac
import json
import re

import pytest

from fakerzp.webhooks.bodies import body_of, styles_of
from tests.webhooks.endpoints import PAID, Endpoint, pay

SECRET = "whsec_1"
NAME = 'Aśha "₹" </b> \U0001f600'


def subscribed(rzp, style="compact"):
    endpoint = Endpoint()
    rzp.webhooks.subscribe(endpoint, secret=SECRET, events=["payment.captured"], style=style)
    order = rzp.order.create({"amount": 50000, "currency": "INR", "notes": {"url": "https://a/b", "name": NAME}})
    rzp.checkout.pay(order["id"])
    return endpoint


def invoice(rzp, style, secret=SECRET):
    """The body that tells of an invoice with a link and odd characters, and the event as values."""
    endpoint = Endpoint()
    rzp.webhooks.subscribe(endpoint, secret=secret, events=["invoice.paid"], style=style)
    made = rzp.invoice.create(
        {
            "type": "invoice",
            "description": NAME,
            "customer": {"name": "Asha", "email": "a@example.com"},
            "line_items": [{"name": "Book", "amount": 20000}],
        }
    )
    rzp.checkout.pay(made["id"])
    return endpoint.bodies[0], rzp.events[-1]


def reordered(value):
    """Whether the keys of every object are in alphabetical order."""
    if isinstance(value, dict):
        return list(value) == sorted(value) and all(map(reordered, value.values()))
    return all(map(reordered, value)) if isinstance(value, list) else True


# ---------------------------------------------------------------------- headers and signature


def test_the_headers_are_the_documented_ones(rzp):
    endpoint = subscribed(rzp)
    body, headers = endpoint.bodies[0], endpoint.headers[0]
    assert list(headers) == ["Content-Type", "User-Agent", "X-Razorpay-Signature", "x-razorpay-event-id"]
    assert headers["Content-Type"] == "application/json"
    assert headers["User-Agent"] == "Razorpay-Webhook/v1"
    assert headers["X-Razorpay-Signature"] == hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert re.fullmatch(r"[0-9A-Za-z]{14}", headers["x-razorpay-event-id"])


def test_headers_are_a_dict_that_is_read_in_any_case(rzp):
    headers = subscribed(rzp).headers[0]
    assert isinstance(headers, dict)
    assert headers["x-razorpay-signature"] == headers["X-RAZORPAY-SIGNATURE"] == headers.get("X-Razorpay-signature")
    assert "X-Razorpay-Event-Id" in headers
    assert "X-Razorpay-Events" not in headers
    assert (headers.get("X-Other"), headers.get("X-Other", "none")) == (None, "none")
    with pytest.raises(KeyError):
        headers["X-Other"]


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_there_is_no_signature(rzp, secret):
    endpoint = Endpoint()
    rzp.webhooks.subscribe(endpoint, secret=secret, events=["order.paid"])
    pay(rzp)
    assert list(endpoint.headers[0]) == ["Content-Type", "User-Agent", "x-razorpay-event-id"]


@pytest.mark.parametrize("body", ['{"a":"₹"}', '{"a":"₹"}'.encode()])
def test_sign_takes_text_and_bytes(rzp, body):
    expected = hmac.new(b"k\xc3\xa9y", '{"a":"₹"}'.encode(), hashlib.sha256).hexdigest()
    assert rzp.webhooks.sign(body, "kéy") == expected


@pytest.mark.parametrize("style", ["compact", "spaced", "escaped", "sorted", "shuffled", "mixed"])
def test_the_official_client_verifies_every_style(rzp, style):
    razorpay = pytest.importorskip("razorpay")
    body, _ = invoice(rzp, style)
    signature = rzp.webhooks.deliveries[0].headers["X-Razorpay-Signature"]
    utility = razorpay.Client(auth=("key", "secret")).utility
    utility.verify_webhook_signature(body.decode(), signature, SECRET)
    assert rzp.utility.verify_webhook_signature(body.decode(), signature, SECRET) is True
    for wrong_body, secret in ((body + b" ", SECRET), (body, "whsec_2")):
        with pytest.raises(razorpay.errors.SignatureVerificationError):
            utility.verify_webhook_signature(wrong_body.decode(), signature, secret)


# ---------------------------------------------------------------------- event ids


def test_every_event_has_an_id_of_its_own_in_order(rzp):
    rzp.webhooks.subscribe(Endpoint())
    for _ in range(4):
        pay(rzp)
    ids = [d.event_id for d in rzp.webhooks.deliveries]
    assert len(set(ids)) == 12
    assert sorted(ids) == ids
    assert [d.headers["x-razorpay-event-id"] for d in rzp.webhooks.deliveries] == ids


def test_one_event_has_the_same_id_for_every_webhook_and_every_attempt(rzp):
    first, second = Endpoint(500, None), Endpoint()
    rzp.webhooks.subscribe(first, events=["order.paid"])
    rzp.webhooks.subscribe(second, events=["order.paid"])
    pay(rzp)
    rzp.clock.advance(minutes=1)
    assert [d.subscription.target for d in rzp.webhooks.deliveries] == [first, second, first]
    assert len({d.event_id for d in rzp.webhooks.deliveries}) == 1


def test_ids_of_events_come_from_the_seed(build):
    def ids(seed):
        rzp = build(seed=seed)
        rzp.webhooks.subscribe(Endpoint())
        pay(rzp)
        return [d.event_id for d in rzp.webhooks.deliveries]

    assert ids(5) == ids(5)
    assert not set(ids(5)) & set(ids(6))


def test_who_subscribes_when_does_not_change_the_id_of_an_event(build):
    early, late = build(seed=5), build(seed=5)
    early.webhooks.subscribe(Endpoint())
    pay(early)
    pay(late)
    for rzp in (early, late):
        rzp.webhooks.subscribe(Endpoint(), events=["order.paid"])
        pay(rzp)
    assert early.webhooks.deliveries[-1].event_id == late.webhooks.deliveries[-1].event_id


# ---------------------------------------------------------------------- bodies


def test_the_body_is_the_event_as_compact_utf8_json(rzp):
    body, event = invoice(rzp, "compact")
    assert body == json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
    assert NAME.replace('"', '\\"').encode() in body
    assert list(json.loads(body)) == ["entity", "account_id", "event", "contains", "payload", "created_at"]


def test_a_spaced_body_has_a_space_after_each_comma_and_colon(rzp):
    body, event = invoice(rzp, "spaced")
    assert body == json.dumps(event, ensure_ascii=False).encode()
    assert body.startswith(b'{"entity": "event", "account_id": "acc_')


def test_an_escaped_body_is_ascii_and_escapes_slashes(rzp):
    body, event = invoice(rzp, "escaped")
    assert body.isascii()
    assert b'"short_url":"https:\\/\\/rzp.io\\/i\\/' in body
    assert b"\\u20b9" in body
    assert b"<\\/b> \\ud83d\\ude00" in body
    assert json.loads(body) == event


def test_a_sorted_body_has_its_keys_in_order_at_every_depth(rzp):
    body, event = invoice(rzp, "sorted")
    assert reordered(json.loads(body))
    assert not reordered(event)
    assert json.loads(body) == event


def test_a_shuffled_body_has_its_keys_in_an_order_of_the_seed(build):
    bodies = [invoice(build(seed=seed), "shuffled") for seed in (1, 1, 2)]
    orders = [list(json.loads(body)) for body, _ in bodies]
    assert bodies[0] == bodies[1]
    assert orders[0] != orders[2]
    for body, event in bodies:
        assert json.loads(body) == event
        assert not reordered(json.loads(body))


def test_styles_go_together(rzp):
    body, event = invoice(rzp, ["spaced", "escaped", "sorted"])
    assert body == json.dumps(event, sort_keys=True).replace("/", "\\/").encode()


def test_a_mixed_style_varies_from_event_to_event(rzp):
    rzp.webhooks.subscribe(Endpoint(), style="mixed")
    for _ in range(8):
        pay(rzp)
    bodies = [d.body for d in rzp.webhooks.deliveries]
    assert [json.loads(body)["event"] for body in bodies] == PAID * 8
    assert 8 < sum(b'": ' in body for body in bodies) + sum(reordered(json.loads(body)) for body in bodies)
    assert {b'": ' in body for body in bodies} == {True, False}
    assert {reordered(json.loads(body)) for body in bodies} == {True, False}


@pytest.mark.parametrize("style", ["shuffled", "mixed"])
def test_a_retry_has_the_same_bytes_and_the_same_signature(rzp, style):
    endpoint = Endpoint(500, 500, None)
    rzp.webhooks.subscribe(endpoint, secret=SECRET, events=["order.paid"], style=style)
    pay(rzp)
    rzp.clock.advance(hours=1)
    assert len(endpoint.bodies) == 3
    assert len(set(endpoint.bodies)) == 1
    assert endpoint.headers[0] == endpoint.headers[1] == endpoint.headers[2]


@pytest.mark.parametrize(
    ("style", "status"),
    [("compact", 200), ("spaced", 400), ("escaped", 400), ("sorted", 200), (["spaced", "sorted"], 400)],
)
def test_a_handler_that_writes_the_body_again_is_found_by_a_style(rzp, style, status):
    def handler(body, headers):
        again = json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False)
        return 200 if rzp.webhooks.sign(again, SECRET) == headers["X-Razorpay-Signature"] else 400

    rzp.webhooks.subscribe(handler, secret=SECRET, events=["order.paid"], style=style)
    order = rzp.order.create({"amount": 1000, "currency": "INR", "notes": {"page": "https://example.com/a"}})["id"]
    rzp.checkout.pay(order)
    assert [d.status for d in rzp.webhooks.deliveries] == [status]


@pytest.mark.parametrize("style", ["compact", "escaped"])
def test_half_a_surrogate_pair_is_written_as_its_escape(style):
    """It has no bytes in UTF-8."""
    assert body_of({"a": "\ud83d"}, styles_of(style), 0) == b'{"a":"\\ud83d"}'


@pytest.mark.parametrize(
    ("style", "message"),
    [
        ("pretty", "no style 'pretty'; there are compact, spaced"),
        (["compact", "spaced"], "both compact and spaced"),
        (["sorted", "shuffled"], "both sorted and shuffled"),
        (["mixed", "sorted"], "goes with no other"),
    ],
)
def test_a_style_that_is_none_is_refused(rzp, style, message):
    with pytest.raises(ValueError, match=message):
        rzp.webhooks.subscribe(Endpoint(), style=style)


# ---------------------------------------------------------------------- copies


def test_what_a_handler_does_to_its_headers_changes_no_record(rzp):
    def handler(body, headers):
        headers.clear()

    rzp.webhooks.subscribe(handler, secret=SECRET, events=["order.paid"])
    pay(rzp)
    delivery = rzp.webhooks.deliveries[0]
    delivery.headers.clear()
    delivery.payload.clear()
    assert len(rzp.webhooks.deliveries[0].headers) == 4
    assert rzp.webhooks.deliveries[0].payload == rzp.events[-1]
