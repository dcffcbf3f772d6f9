"""Whatever is sent to the control API, it knows what to say, and the books add up."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from fakerzp import FakeRazorpay, NotFaked
from fakerzp.server.control import COMMANDS, Control, url_of

# What means something to one call or another, so that not every value is refused at the door.
WORDS = (
    *("", "₹", "1", "INR", "upi", "card", "bank", "lifo", "text", "order", "order.*", "order.create", "order.paid"),
    *("succeed", "pending", "insufficient_funds", "success@razorpay", "failure@razorpay", "4111111111111111"),
    *("http://127.0.0.1:9/", "http://[::1", "http://127.0.0.1:99999/", "2026-02-01", "acc_00000000000001"),
    *("payment.failed", "token.paused", "refund.processed", "payment_link.expired"),
)
KEYS = ("by_method", "by_amount", "otherwise", "authorize_late", "after", "failed_first", "number", "cvv", "upi", "100")
ORDER = {"amount": 50000, "currency": "INR"}

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=2),
    max_leaves=5,
)


@st.composite
def calls(draw):
    """A call with some of its fields, each of the kind that it takes."""
    command = draw(st.sampled_from(COMMANDS))
    fields = {}
    for name, kind in command.takes.items():
        if name in command.needs or draw(st.booleans()):
            fits = [value for value in (draw(values),) if isinstance(value, kind.types)]
            words = st.sampled_from(WORDS) if str in kind.types else st.integers(0, 10**6)
            fields[name] = fits[0] if fits else draw(words)
    return command, fields


@given(st.lists(calls(), max_size=8))
@settings(deadline=None, max_examples=60)
def test_it_is_never_at_a_loss(made):
    fake = FakeRazorpay(seed=1, at="2026-01-05T10:00:00Z")
    order = fake.order.create(ORDER)["id"]
    troubles = []
    control = Control(fake, troubles.append)
    for command, fields in made:
        if "target" in fields:
            fields["target"] = order
        path = url_of(command).replace("<id>", order)
        if command.method == "GET":
            query = {name: str(value) for name, value in fields.items()}
            environ, body = EnvironBuilder(path=path, query_string=query).get_environ(), b""
        else:
            environ, body = EnvironBuilder(path=path, method=command.method).get_environ(), json.dumps(fields).encode()
        answer = control.answer(Request(environ), body)
        assert answer.status_code in {200, 202, 400, 402, 404, 409, 501}, answer.get_data(as_text=True)
        if answer.content_type == "application/json" and answer.status_code >= 400:
            assert json.loads(answer.get_data())["error"]["description"]
    assert [trouble for trouble in troubles if not isinstance(trouble, NotFaked)] == []
    fake.ledger.check()
