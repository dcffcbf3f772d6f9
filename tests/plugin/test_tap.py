"""The tap on Python's library: what it hears, and that nothing is left of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import urllib.parse
from hmac import HMAC as EARLY_CLASS
from hmac import new as early

import pytest

from fakerzp import FakeRazorpay
from fakerzp.testing.tap import Tap

PLACES = [
    (hmac.HMAC, "__init__"),
    (hmac.HMAC, "update"),
    (hmac, "digest"),
    (json.JSONDecoder, "decode"),
    (urllib.parse, "unquote"),
]
BODY = b'{"entity":"event","payload":{"payment":{"entity":{"id":"pay_1"}}}}'
SIGNATURE = "0123456789abcdef" * 4


def found():
    return [vars(owner)[name] for owner, name in PLACES]


@pytest.fixture
def tap():
    shipped = found()
    made = Tap(lambda: True)
    made.start()
    yield made
    made.stop()
    assert found() == shipped


def in_parts(key, message):
    one = hmac.new(key, digestmod=hashlib.sha256)
    for n in range(0, len(message), 7):
        one.update(message[n : n + 7])
    return one.digest()


def copied(key, message):
    one = hmac.new(key, None, "sha256").copy()
    one.update(message)
    return one.digest()


@pytest.mark.parametrize(
    "make",
    [
        lambda key, message: hmac.new(key, message, "sha256").digest(),
        lambda key, message: hmac.new(key, msg=message, digestmod=hashlib.sha256).digest(),
        lambda key, message: hmac.new(key, msg=bytearray(message), digestmod="sha256").digest(),
        lambda key, message: early(key, memoryview(message), "sha256").digest(),
        lambda key, message: EARLY_CLASS(key, message, "sha256").digest(),
        lambda key, message: hmac.digest(key, message, "sha256"),
        in_parts,
        copied,
    ],
)
@pytest.mark.parametrize("message", [BODY, b"order_1|pay_1", b"pay_1|sub_1"])
def test_every_way_to_make_an_hmac_is_heard_and_makes_what_it_made(tap, make, message):
    expected = hashlib.sha256(
        bytes(b ^ 0x5C for b in b"k".ljust(64, b"\0"))
        + hashlib.sha256(bytes(b ^ 0x36 for b in b"k".ljust(64, b"\0")) + message).digest()
    ).digest()
    assert make(b"k", message) == expected
    assert message in tap.messages
    assert tap.verified("pay_1") is (message != BODY)
    assert not tap.verified("pay_10")


def test_what_does_not_concern_razorpay_is_not_kept(tap):
    hmac.new(b"k", b"a session cookie", "sha256")
    hmac.digest(b"k", b"{" + b" " * (1 << 16), "sha256")
    json.loads(json.dumps({"signature": "short", "other": SIGNATURE + "0"}))
    assert (tap.messages, tap.arrived) == (set(), set())


def test_what_the_fake_signs_itself_is_not_taken_for_a_check_and_what_it_verifies_is(tap):
    rzp = FakeRazorpay(seed=1)
    rzp.webhooks.subscribe(lambda body, headers: None, secret="s")
    answer = rzp.checkout.pay(rzp.order.create({"amount": 100, "currency": "INR"})["id"])
    rzp.webhooks.sign(rzp.webhooks.deliveries[0].body, "s")
    assert tap.messages == set()
    rzp.utility.verify_payment_signature(answer)
    assert tap.verified(answer["razorpay_payment_id"])


def test_signatures_are_read_from_json_and_forms(tap):
    text = json.dumps({"anything": {"mySignature": SIGNATURE}})
    assert json.loads(text) == {"anything": {"mySignature": SIGNATURE}}
    assert tap.arrived == {SIGNATURE}
    tap.arrived.clear()
    assert urllib.parse.parse_qs(f"a=b%20c&s={SIGNATURE}") == {"a": ["b c"], "s": [SIGNATURE]}
    assert tap.arrived == {SIGNATURE}


def test_it_asks_whose_call_it_was():
    answers = [False, True]
    tap = Tap(lambda: answers.pop(0))
    tap.start()
    try:
        json.loads(f'{{"signature": "{SIGNATURE}"}}')
        assert tap.arrived == set()
        json.loads(f'{{"signature": "{SIGNATURE}"}}')
        assert tap.arrived == {SIGNATURE}
        json.loads(f'{{"signature": "{SIGNATURE}"}}')  # known by now: nobody is asked
    finally:
        tap.stop()
    assert answers == []


def test_it_listens_until_the_last_stops_and_then_forgets():
    shipped, tap = found(), Tap(lambda: True)
    tap.start()
    tap.start()
    hmac.new(b"k", BODY, "sha256")
    kept = hmac.digest, urllib.parse.unquote
    tap.stop()
    assert found() != shipped
    assert tap.messages == {BODY}
    tap.stop()
    assert found() == shipped
    assert tap.messages == set()
    # Whoever imported ours meanwhile has something that works and tells nobody.
    assert kept[0](b"k", BODY, "sha256") == hmac.digest(b"k", BODY, "sha256")
    assert kept[1](SIGNATURE) == SIGNATURE
    assert (tap.messages, tap.arrived) == (set(), set())


def test_what_somebody_else_put_over_ours_stays(monkeypatch):
    tap = Tap(lambda: True)
    shipped = hmac.digest
    tap.start()

    def theirs(*args):
        return b"theirs"

    with monkeypatch.context() as patched:
        patched.setattr(hmac, "digest", theirs)
        tap.stop()
        assert hmac.digest is theirs
    assert hmac.digest(b"k", BODY, "sha256") == shipped(b"k", BODY, "sha256")
    assert tap.messages == set()
    monkeypatch.setattr(hmac, "digest", shipped)


def test_two_runs_in_one_process_do_not_disturb_each_other():
    shipped = found()
    outer, inner = Tap(lambda: True), Tap(lambda: True)
    outer.start()
    inner.start()
    hmac.new(b"k", BODY, "sha256")
    inner.stop()
    hmac.new(b"k", b"order_1|pay_1", "sha256")
    assert outer.messages == {BODY, b"order_1|pay_1"}
    outer.stop()
    assert found() == shipped


def test_threads_hear_all_and_mix_nothing_up():
    tap = Tap(lambda: True)
    shipped = found()
    wanted = {b"order_%d|pay_%d_%d" % (n, n, m) for n in range(8) for m in range(50)}
    made = {}

    def work(n):
        for m in range(50):
            tap.start()
            message = b"order_%d|pay_%d_%d" % (n, n, m)
            one = hmac.new(b"k", digestmod="sha256")
            for start in range(0, len(message), 3):
                one.update(message[start : start + 3])
            made[message] = one.digest()
            tap.stop()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    tap.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wanted <= tap.messages
    assert all(tap.verified(f"pay_{n}_{m}") for n in range(8) for m in range(50))
    tap.stop()
    assert found() == shipped
    assert {message: hmac.digest(b"k", message, "sha256") for message in wanted} == made
