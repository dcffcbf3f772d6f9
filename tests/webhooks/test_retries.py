"""What is not accepted is tried again, for 24 hours; then the webhook is off (webhooks/best-practices.md)."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from fakerzp import NotFaked
from tests.flows.steps import invoice_body
from tests.webhooks.endpoints import DAY, HOUR, START, Endpoint, pay, seen, waits

# 5 seconds after the first failure, and each time twice as long after the next: 5 * (2 ** n - 1) seconds in all.
WAITS = [0, 5, 15, 35, 75, 155, 315, 635, 1275, 2555, 5115, 10235, 20475, 40955, 81915]


def told_of(rzp, *answers, **options):
    """A subscription to order.paid, and an order that was paid."""
    endpoint = Endpoint(*answers)
    subscription = rzp.webhooks.subscribe(endpoint, events=["order.paid"], **options)
    pay(rzp)
    return endpoint, subscription


# ---------------------------------------------------------------------- when


def test_attempts_are_made_at_gaps_that_double_for_24_hours(rzp):
    endpoint, _ = told_of(rzp, 500)
    rzp.clock.advance(days=3)
    assert waits(rzp) == WAITS
    assert [d.attempt for d in rzp.webhooks.deliveries] == list(range(1, 16))
    assert len(endpoint.bodies) == 15
    assert WAITS[-1] < DAY < 2 * WAITS[-1]


def test_a_retry_is_made_at_its_second_and_not_before(rzp):
    endpoint, _ = told_of(rzp, 500)
    for before, after in ((4, 1), (9, 1), (19, 1), (39, 1)):
        count = len(endpoint.bodies)
        rzp.clock.advance(seconds=before)
        assert len(endpoint.bodies) == count
        rzp.clock.advance(seconds=after)
        assert len(endpoint.bodies) == count + 1


def test_the_first_accepted_attempt_is_the_last(rzp):
    told_of(rzp, 500, 503, 404, 200, 500)
    rzp.clock.advance(days=3)
    assert seen(rzp.webhooks.deliveries) == [("order.paid", n, s) for n, s in enumerate((500, 503, 404, 200), 1)]
    assert waits(rzp) == WAITS[:4]
    assert rzp.webhooks.pending == []


def test_the_first_gap_can_be_set(rzp):
    told_of(rzp, 500, retry_after=60)
    rzp.clock.advance(hours=1)
    assert waits(rzp) == [0, 60, 180, 420, 900, 1860]


@pytest.mark.parametrize("retry_after", [0, -5, 1.5, True])
def test_a_gap_that_is_none_is_refused(rzp, retry_after):
    with pytest.raises(ValueError, match="retry_after"):
        rzp.webhooks.subscribe(Endpoint(), retry_after=retry_after)


def test_retries_and_what_else_falls_due_come_in_order(rzp):
    rzp.webhooks.subscribe(Endpoint(500, 500, 500, None))
    pay(rzp)
    rzp.invoice.create(invoice_body(expire_by=START + 16 * 60))
    rzp.clock.advance(hours=1)
    instants = waits(rzp)
    assert instants == [0, 0, 0, 5, 5, 5, 960]
    assert rzp.webhooks.deliveries[-1].event == "invoice.expired"


def test_what_waits_is_pending_with_the_time_of_its_next_attempt(rzp):
    _, subscription = told_of(rzp, 500)
    [item] = rzp.webhooks.pending
    assert (item.event, item.attempts, item.created_at, item.at) == ("order.paid", 1, START, START + 5)
    assert item.subscription == subscription
    assert item.event_id == rzp.webhooks.deliveries[0].event_id
    rzp.clock.advance(seconds=5)
    assert [(item.attempts, item.at) for item in rzp.webhooks.pending] == [(2, START + 15)]


def test_retries_shift_no_instants_of_other_events(rzp):
    told_of(rzp, 500, None)
    rzp.clock.advance(seconds=2)
    pay(rzp)
    rzp.clock.advance(minutes=1)
    assert waits(rzp) == [0, 2, 5]


def test_a_retry_meets_the_handler_at_the_clock_of_its_instant(rzp):
    instants = []

    def handler(body, headers):
        instants.append(rzp.clock.now() - START)
        return 500

    rzp.webhooks.subscribe(handler, events=["order.paid"])
    pay(rzp)
    rzp.clock.advance(days=2)
    assert instants == WAITS


# ---------------------------------------------------------------------- giving up


def test_after_24_hours_of_failure_the_webhook_is_disabled_at_that_second(rzp):
    endpoint, subscription = told_of(rzp, 500)
    rzp.clock.advance(hours=23, minutes=59, seconds=59)
    assert subscription.active
    rzp.clock.advance(seconds=1)
    assert not subscription.active
    assert subscription.disabled_at == START + DAY
    pay(rzp)
    assert len(endpoint.bodies) == 15


def test_the_event_is_kept_and_goes_out_by_hand_when_the_webhook_is_on_again(rzp):
    endpoint, subscription = told_of(rzp, *[500] * 15, None)
    rzp.clock.advance(days=2)
    assert [(item.event, item.attempts, item.at) for item in rzp.webhooks.pending] == [("order.paid", 15, None)]
    assert rzp.webhooks.deliver() == []
    subscription.enable()
    rzp.clock.advance(days=2)
    assert len(endpoint.bodies) == 15
    assert seen(rzp.webhooks.deliver()) == [("order.paid", 16, 200)]
    assert rzp.webhooks.pending == []


def test_what_else_waits_for_a_disabled_webhook_is_kept(rzp):
    endpoint, subscription = told_of(rzp, 500)
    rzp.clock.advance(hours=20)
    pay(rzp)
    rzp.clock.advance(days=5)
    assert subscription.disabled_at == START + DAY
    assert [item.at for item in rzp.webhooks.pending] == [None, None]
    assert max(d.at for d in rzp.webhooks.deliveries) < START + DAY
    assert endpoint.events == ["order.paid"] * len(rzp.webhooks.deliveries)


def test_a_webhook_that_accepts_is_not_disabled_by_another_one_that_does_not(rzp):
    _, broken = told_of(rzp, 500)
    other = Endpoint()
    fine = rzp.webhooks.subscribe(other, events=["order.paid"])
    rzp.clock.advance(days=2)
    pay(rzp)
    assert (broken.active, fine.active) == (False, True)
    assert other.events == ["order.paid"]


def test_a_mail_tells_that_a_webhook_is_disabled(rzp):
    _, subscription = told_of(rzp, 500, alert_email="ops@example.com")
    count = len(rzp.outbox)
    rzp.clock.advance(days=2)
    [mail] = rzp.outbox[count:]
    assert (mail.medium, mail.to, mail.kind) == ("email", "ops@example.com", "alert")
    assert (mail.at, mail.entity_id) == (START + DAY, subscription.id)
    assert "not accepted for 24 hours" in mail.text


def test_no_mail_tells_of_what_was_done_by_hand_or_of_a_webhook_without_an_address(rzp):
    _, by_hand = told_of(rzp, 200, alert_email="ops@example.com")
    told_of(rzp, 500)
    by_hand.disable()
    rzp.clock.advance(days=2)
    assert [subscription.active for subscription in rzp.webhooks.subscriptions] == [False, False]
    assert [message for message in rzp.outbox if message.kind == "alert"] == []


# ---------------------------------------------------------------------- five seconds


@pytest.mark.parametrize(("seconds", "status"), [(5, 200), (6, None), (3600, None)])
def test_a_handler_has_five_seconds_of_the_fakes_clock(rzp, seconds, status):
    def handler(body, headers):
        if not rzp.webhooks.deliveries:
            rzp.clock.advance(seconds=seconds)

    rzp.webhooks.subscribe(handler, events=["order.paid"])
    pay(rzp)
    first = rzp.webhooks.deliveries[0]
    assert (first.at, first.status) == (START, status)
    assert first.accepted is (status == 200)
    if status is None:
        assert first.error == f"timeout: answered after {seconds} seconds, and has 5"
        rzp.clock.advance(seconds=5)
        # The sender went away after 5 seconds, and waited another 5.
        assert seen(rzp.webhooks.deliveries)[1:] == [("order.paid", 2, 200)]
        assert waits(rzp) == [0, 10]
    else:
        assert first.error is None


def test_a_handler_that_is_slow_each_time_is_retried_until_the_webhook_is_off(rzp):
    rzp.webhooks.subscribe(Endpoint(lambda: rzp.clock.advance(seconds=8) and None), events=["order.paid"])
    pay(rzp)
    rzp.clock.advance(days=2)
    assert waits(rzp) == [wait + 5 * n for n, wait in enumerate(WAITS)]
    assert {d.status for d in rzp.webhooks.deliveries} == {None}
    assert rzp.webhooks.subscriptions[0].disabled_at == START + DAY


# ---------------------------------------------------------------------- crashes


def test_a_crash_is_a_500_with_its_traceback_and_the_call_goes_on(rzp):
    def handler(body, headers):
        raise KeyError("no such order")

    rzp.webhooks.subscribe(handler, events=["order.paid"])
    order = pay(rzp)
    assert rzp.order.fetch(order)["status"] == "paid"
    [delivery] = rzp.webhooks.deliveries
    assert delivery.status == 500
    assert delivery.error.startswith("Traceback (most recent call last):")
    assert 'raise KeyError("no such order")' in delivery.error
    assert delivery.error.endswith("KeyError: 'no such order'")
    assert delivery.error.count("  File ") == 1


def test_a_crash_is_retried(rzp):
    told_of(rzp, RuntimeError("down"), None)
    rzp.clock.advance(seconds=5)
    assert seen(rzp.webhooks.deliveries) == [("order.paid", 1, 500), ("order.paid", 2, 200)]


def test_raise_errors_lets_a_crash_reach_the_caller_once_it_is_on_record(rzp):
    endpoint, other = Endpoint(ZeroDivisionError("oops"), None), Endpoint()
    rzp.webhooks.subscribe(endpoint, events=["payment.authorized"], raise_errors=True)
    rzp.webhooks.subscribe(other)
    order = rzp.order.create({"amount": 1000, "currency": "INR"})["id"]
    with pytest.raises(ZeroDivisionError, match="oops"):
        rzp.checkout.pay(order)
    assert rzp.order.fetch(order)["status"] == "paid"
    assert seen(rzp.webhooks.deliveries)[0] == ("payment.authorized", 1, 500)
    assert other.events == ["payment.authorized", "payment.captured", "order.paid"]
    rzp.clock.advance(seconds=5)
    assert endpoint.events == ["payment.authorized"] * 2


def test_raise_errors_within_the_clock_leaves_the_rest_for_the_next_step(rzp):
    rzp.webhooks.subscribe(Endpoint(ZeroDivisionError(), None), events=["invoice.expired"], raise_errors=True)
    for hours in (2, 3):
        rzp.invoice.create(invoice_body(expire_by=START + hours * HOUR))
    with pytest.raises(ZeroDivisionError):
        rzp.clock.advance(hours=5)
    assert waits(rzp) == [2 * HOUR, 2 * HOUR + 5, 3 * HOUR]


@pytest.mark.parametrize("error", [NotFaked("not this one"), KeyboardInterrupt(), SystemExit(3)])
def test_what_is_no_crash_of_the_handler_is_not_swallowed(rzp, error):
    rzp.webhooks.subscribe(Endpoint(error, None), events=["order.paid"])
    with pytest.raises(type(error)):
        pay(rzp)
    assert seen(rzp.webhooks.deliveries) == [("order.paid", 1, 500)]
    rzp.clock.advance(seconds=5)
    assert seen(rzp.webhooks.deliveries)[1:] == [("order.paid", 2, 200)]


def test_a_call_that_is_refused_within_a_handler_reaches_the_test(rzp):
    rzp.webhooks.subscribe(lambda body, headers: rzp.request("GET", "/v1/contacts"), events=["order.paid"])
    with pytest.raises(NotFaked, match="is not faked"):
        pay(rzp)


# ---------------------------------------------------------------------- secrets


def signed_with(delivery):
    for secret in ("old", "new", "newest"):
        digest = hmac.new(secret.encode(), delivery.body, hashlib.sha256).hexdigest()
        if delivery.headers["X-Razorpay-Signature"] == digest:
            return secret
    return None


def test_a_retry_is_signed_with_the_secret_of_the_time_of_its_event(rzp):
    _, subscription = told_of(rzp, 500, 500, None, secret="old")
    subscription.rotate("new")
    assert subscription.secret == "new"
    rzp.clock.advance(seconds=2)
    pay(rzp)
    rzp.clock.advance(hours=1)
    attempts = [(d.at - START, d.attempt, signed_with(d)) for d in rzp.webhooks.deliveries]
    assert attempts == [(0, 1, "old"), (2, 1, "new"), (5, 2, "old"), (7, 2, "new")]


def test_what_is_held_keeps_its_secret(rzp):
    subscription = rzp.webhooks.subscribe(Endpoint(), secret="old", events=["order.paid"])
    rzp.webhooks.hold()
    pay(rzp)
    subscription.rotate("new")
    pay(rzp)
    subscription.rotate("newest")
    assert [signed_with(d) for d in rzp.webhooks.deliver()] == ["old", "new"]
