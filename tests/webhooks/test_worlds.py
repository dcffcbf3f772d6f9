"""Webhooks are part of the world: snapshots hold them, forks go nowhere, seeds decide."""

from __future__ import annotations

import pytest

from tests.webhooks.endpoints import DAY, PAID, START, Endpoint, pay, seen, waits


def kept(rzp):
    """Every attempt, as a plain tuple."""
    return [(*d[:7], d.subscription.id, d.error) for d in rzp.webhooks.deliveries]


def test_restore_takes_subscriptions_and_deliveries_back(rzp):
    first, second = Endpoint(), Endpoint()
    subscription = rzp.webhooks.subscribe(first, secret="old")
    pay(rzp)
    snapshot = rzp.snapshot()
    rzp.webhooks.subscribe(second)
    subscription.rotate("new")
    subscription.disable()
    pay(rzp)
    rzp.restore(snapshot)
    assert rzp.webhooks.subscriptions == [subscription]
    assert (subscription.secret, subscription.active) == ("old", True)
    assert len(rzp.webhooks.deliveries) == 3
    pay(rzp)
    assert first.events == PAID * 2
    assert second.events == PAID


def test_what_is_restored_happens_again_to_the_byte(rzp):
    endpoint = Endpoint()
    endpoint.answers = [500, 500, None]
    rzp.webhooks.subscribe(endpoint, secret="s", style="mixed")
    snapshot = rzp.snapshot()

    def run():
        endpoint.answers = [500, 500, None]
        pay(rzp)
        rzp.webhooks.hold()
        pay(rzp)
        rzp.clock.advance(hours=1)
        rzp.webhooks.deliver("random", repeat=2)
        return kept(rzp)

    first = run()
    rzp.restore(snapshot)
    assert kept(rzp) == []
    assert run() == first
    assert len(first) > 12


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_and_calls_give_the_same_deliveries(build, seed):
    def run():
        rzp = build(seed=seed)
        rzp.webhooks.subscribe(Endpoint(500, RuntimeError("no"), None), secret="s", style="shuffled")
        pay(rzp)
        rzp.clock.advance(days=1)
        return kept(rzp)

    assert run() == run()


def test_restore_takes_held_events_back(rzp):
    endpoint = Endpoint()
    rzp.webhooks.subscribe(endpoint)
    rzp.webhooks.hold()
    pay(rzp)
    snapshot = rzp.snapshot()
    for _ in range(2):
        rzp.restore(snapshot)
        assert [item.event for item in rzp.webhooks.pending] == PAID
        rzp.webhooks.resume()
    assert endpoint.events == PAID * 2
    pay(rzp)
    assert endpoint.events == PAID * 3


def test_restore_takes_retries_back(rzp):
    endpoint = Endpoint(500, 500, None)
    rzp.webhooks.subscribe(endpoint, events=["order.paid"])
    pay(rzp)
    snapshot = rzp.snapshot()
    rzp.clock.advance(days=2)
    assert waits(rzp) == [0, 5, 15]
    rzp.restore(snapshot)
    assert [(item.attempts, item.at) for item in rzp.webhooks.pending] == [(1, START + 5)]
    rzp.clock.advance(days=2)
    assert waits(rzp) == [0, 5]


def test_restore_to_before_any_subscription_leaves_nobody_listening(rzp):
    snapshot = rzp.snapshot()
    endpoint = Endpoint()
    subscription = rzp.webhooks.subscribe(endpoint)
    later = rzp.snapshot()
    rzp.restore(snapshot)
    pay(rzp)
    assert endpoint.events == []
    with pytest.raises(LookupError, match="the world is that of before it"):
        _ = subscription.active
    rzp.restore(later)
    pay(rzp)
    assert endpoint.events == PAID


def test_reset_forgets_the_subscriptions(rzp):
    endpoint = Endpoint(500)
    rzp.webhooks.subscribe(endpoint)
    pay(rzp)
    rzp.reset()
    assert (rzp.webhooks.subscriptions, rzp.webhooks.pending, list(rzp.webhooks.deliveries)) == ([], [], [])
    pay(rzp)
    rzp.clock.advance(days=2)
    assert len(endpoint.bodies) == 3


def test_a_handler_may_restore_the_world(rzp):
    endpoint = Endpoint(lambda: rzp.restore(snapshot), None)
    rzp.webhooks.subscribe(endpoint)
    snapshot = rzp.snapshot()
    pay(rzp)
    assert endpoint.events == PAID[:1]
    assert list(rzp.webhooks.deliveries) == []
    pay(rzp)
    assert endpoint.events == [*PAID[:1], *PAID]
    assert [d.event for d in rzp.webhooks.deliveries] == PAID


# ---------------------------------------------------------------------- forks


def test_the_webhooks_of_a_fork_go_nowhere(rzp):
    endpoint = Endpoint(500, 500, 500, None)
    rzp.webhooks.subscribe(endpoint)
    pay(rzp)
    with rzp.fork() as other:
        assert (other.webhooks.subscriptions, other.webhooks.pending) == ([], [])
        assert seen(other.webhooks.deliveries) == seen(rzp.webhooks.deliveries)
        pay(other)
        other.clock.advance(days=2)
        assert len(endpoint.bodies) == 3
        assert len(other.webhooks.deliveries) == 3
    rzp.clock.advance(days=2)
    assert endpoint.events == [*PAID, *PAID, "settlement.processed"]  # refused, again, and after two working days


def test_a_fork_has_webhooks_of_its_own(rzp):
    own, others = Endpoint(), Endpoint()
    rzp.webhooks.subscribe(own)
    pay(rzp)
    other = rzp.fork()
    subscription = other.webhooks.subscribe(others)
    assert subscription.id != rzp.webhooks.subscriptions[0].id
    pay(other)
    assert (own.events, others.events) == (PAID, PAID)
    assert len(rzp.webhooks.deliveries) == 3


def test_a_fork_with_webhooks_tells_the_same_targets(rzp):
    endpoint = Endpoint(500, 500, 500, None)
    rzp.webhooks.subscribe(endpoint)
    pay(rzp)
    other = rzp.fork(webhooks=True)
    other.clock.advance(days=2)
    assert endpoint.events == [*PAID, *PAID, "settlement.processed"]
    assert rzp.webhooks.deliveries[-1].attempt == 1
    assert seen(other.webhooks.deliveries)[-2:] == [(PAID[-1], 2, 200), ("settlement.processed", 1, 200)]
    assert other.webhooks.pending == []
    assert len(rzp.webhooks.pending) == 3
    other.webhooks.subscriptions[0].delete()
    assert len(rzp.webhooks.subscriptions) == 1
    assert rzp.clock.now() == START == other.clock.now() - 2 * DAY


def test_two_fakes_never_hear_of_each_other(build):
    endpoints = Endpoint(), Endpoint()
    fakes = build(seed=1), build(seed=2)
    for rzp, endpoint in zip(fakes, endpoints, strict=True):
        rzp.webhooks.subscribe(endpoint)
    pay(fakes[0])
    assert [endpoint.events for endpoint in endpoints] == [PAID, []]
    assert len(fakes[1].webhooks.deliveries) == 0


def test_the_clock_of_the_wall_drives_retries(build):
    freezegun = pytest.importorskip("freezegun")
    with freezegun.freeze_time("2026-01-05T10:00:00Z") as frozen:
        rzp = build(at=None)
        rzp.webhooks.subscribe(Endpoint(500, None), events=["order.paid"])
        pay(rzp)
        frozen.tick(4)
        assert waits(rzp) == [0]
        frozen.tick(60)
        assert waits(rzp) == [0, 5]


def test_a_handler_that_takes_long_by_the_wall_is_late(build):
    freezegun = pytest.importorskip("freezegun")
    with freezegun.freeze_time("2026-01-05T10:00:00Z") as frozen:
        rzp = build(at=None)
        rzp.webhooks.subscribe(Endpoint(lambda: frozen.tick(7) and None), events=["order.paid"])
        pay(rzp)
        assert rzp.webhooks.deliveries[0].error == "timeout: answered after 7 seconds, and has 5"
