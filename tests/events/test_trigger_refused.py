"""Events that rzp.trigger can't send, and overrides that it does not take."""

from __future__ import annotations

import pytest

import fakerzp
from fakerzp import BadRequestError, NotFaked, PaymentFailed
from fakerzp.world.event_names import EVENTS
from fakerzp.world.trigger import RECIPES
from tests.events.documented import BUILT
from tests.events.steps import names


@pytest.mark.parametrize("event", sorted(set(EVENTS) - set(BUILT)))
def test_an_event_that_is_not_built_says_what_is_missing(rzp, event):
    with pytest.raises(NotFaked) as refused:
        rzp.trigger(event)
    known = EVENTS[event]
    assert str(refused.value) == f"{event}: {known.lacks} ({known.page})"
    assert len(rzp.calls) == 0


@pytest.mark.parametrize(
    ("event", "near"),
    [
        ("payment.capture", "payment.captured"),
        ("invoice.payed", "invoice.paid"),
        ("paymentlink.paid", "payment_link.paid"),
        ("refund.proccessed", "refund.processed"),
        ("token.confirm", "token.confirmed"),
    ],
)
def test_an_unknown_event_names_those_near_it(rzp, event, near):
    with pytest.raises(ValueError, match=f"Razorpay documents no event '{event}'; near it: .*{near}"):
        rzp.trigger(event)


def test_an_event_that_nothing_is_near_to(rzp):
    with pytest.raises(ValueError, match=r"^Razorpay documents no event 'xyzzy'$"):
        rzp.trigger("xyzzy")


@pytest.mark.parametrize(
    ("event", "override"),
    [
        ("invoice.expired", "method"),
        ("payment.captured", "reason"),
        ("token.paused", "method"),
        ("token.confirmed", "currency"),
        ("order.paid", "vpa"),
    ],
)
def test_an_override_that_does_not_apply(rzp, event, override):
    with pytest.raises(TypeError, match=f"got an unexpected keyword argument '{override}'; it takes .*account"):
        rzp.trigger(event, **{override: "upi"})
    assert len(rzp.calls) == 0


def test_what_the_calls_raise_is_raised(rzp):
    with pytest.raises(BadRequestError, match=r"minimum|at least|INR 1"):
        rzp.trigger("order.paid", amount=1)
    with pytest.raises(ValueError, match="choose one of"):
        rzp.trigger("order.paid", method="barter")
    with pytest.raises(ValueError, match="no_such_reason"):
        rzp.trigger("payment.failed", reason="no_such_reason")
    with pytest.raises(BadRequestError):
        rzp.trigger("invoice.paid", customer="cust_AAAAAAAAAAAAAA")
    with pytest.raises(BadRequestError):
        rzp.trigger("invoice.paid", account="nobody")
    assert names(rzp) == []


def test_a_bank_that_says_no_is_heard(rzp):
    rzp.bank.script(rzp.bank.fail("insufficient_funds"))
    with pytest.raises(PaymentFailed) as refused:
        rzp.trigger("payment.captured")
    assert refused.value.error["error"]["reason"] == "insufficient_funds"
    assert names(rzp) == ["payment.failed"]


def test_links_of_the_older_api_are_invoices(build):
    rzp = build(legacy_payment_links=True)
    with pytest.raises(NotFaked, match="a link is an invoice"):
        rzp.trigger("payment_link.paid")
    assert rzp.trigger("invoice.paid")["event"] == "invoice.paid"


def test_every_event_that_can_be_sent_has_a_way_to_it():
    assert set(RECIPES) == set(BUILT) == {event.name for event in EVENTS.values() if event.lacks is None}
    assert len(EVENTS) == 112


def test_it_needs_no_official_client():
    """The fake's own class, nothing patched: the method is public and documented."""
    assert "trigger" in dir(fakerzp.FakeRazorpay)
    assert "NotFaked" in (fakerzp.FakeRazorpay.trigger.__doc__ or "")
