"""Holding events back, and delivering them by hand: in any order, again, or never."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.flows.steps import invoice_body
from tests.webhooks.endpoints import DAY, HOUR, PAID, START, Endpoint, pay, seen, waits

A, C, P = PAID


def held(rzp, *answers):
    """An endpoint that was not told of an order that was paid, for the time being."""
    endpoint = Endpoint(*answers)
    rzp.webhooks.subscribe(endpoint)
    rzp.webhooks.hold()
    pay(rzp)
    return endpoint


# ---------------------------------------------------------------------- hold


def test_a_hold_keeps_events_back_in_order(rzp):
    endpoint = held(rzp)
    assert endpoint.bodies == []
    assert list(rzp.webhooks.deliveries) == []
    assert [(item.event, item.attempts, item.created_at, item.at) for item in rzp.webhooks.pending] == [
        (event, 0, START, None) for event in PAID
    ]


def test_deliver_delivers_what_is_held_and_returns_the_deliveries(rzp):
    endpoint = held(rzp)
    rzp.clock.advance(hours=1)
    delivered = rzp.webhooks.deliver()
    assert [d.event for d in delivered] == endpoint.events == PAID
    assert delivered == list(rzp.webhooks.deliveries)
    assert {d.at for d in delivered} == {START + HOUR}
    assert [d.payload["created_at"] for d in delivered] == [START] * 3
    assert rzp.webhooks.pending == []
    assert rzp.webhooks.deliver() == []


def test_a_hold_stays_on_until_it_is_resumed(rzp):
    endpoint = held(rzp)
    rzp.webhooks.deliver()
    pay(rzp)
    assert len(endpoint.bodies) == 3
    assert [d.event for d in rzp.webhooks.resume()] == PAID
    pay(rzp)
    assert endpoint.events == PAID * 3


def test_a_block_holds_and_delivers_at_its_end(rzp):
    endpoint = Endpoint()
    rzp.webhooks.subscribe(endpoint)
    with rzp.webhooks.hold() as webhooks:
        pay(rzp)
        assert endpoint.events == []
        webhooks.deliver(order=[P])
        assert endpoint.events == [P]
    assert endpoint.events == [P, A, C]
    pay(rzp)
    assert endpoint.events == [P, A, C, *PAID]


def test_a_block_within_a_hold_ends_nothing(rzp):
    endpoint = held(rzp)
    with rzp.webhooks.hold():
        pass
    pay(rzp)
    assert endpoint.events == []


def test_a_block_that_fails_delivers_nothing_and_lets_go(rzp):
    endpoint = Endpoint()
    rzp.webhooks.subscribe(endpoint)
    hold = rzp.webhooks.hold()
    pay(rzp)
    with pytest.raises(ZeroDivisionError), hold:
        raise ZeroDivisionError
    assert endpoint.events == []
    assert [item.event for item in rzp.webhooks.pending] == PAID
    pay(rzp)
    assert endpoint.events == PAID


def test_retries_are_held_too(rzp):
    endpoint = Endpoint(500, None)
    rzp.webhooks.subscribe(endpoint, events=[P])
    pay(rzp)
    rzp.webhooks.hold()
    rzp.clock.advance(days=3)
    assert len(endpoint.bodies) == 1
    assert [(item.attempts, item.at) for item in rzp.webhooks.pending] == [(1, None)]
    assert seen(rzp.webhooks.resume()) == [(P, 2, 200)]


def test_resume_leaves_what_waits_for_a_retry_to_its_time(rzp):
    endpoint = Endpoint(500, None)
    rzp.webhooks.subscribe(endpoint, events=[P, "invoice.expired"])
    pay(rzp)
    rzp.invoice.create(invoice_body(expire_by=START + HOUR))
    rzp.webhooks.hold()
    assert rzp.webhooks.resume() == []
    rzp.clock.advance(hours=2)
    assert waits(rzp) == [0, 5, HOUR]


def test_a_handler_may_hold_what_follows(rzp):
    endpoint = Endpoint(lambda: rzp.webhooks.hold() and None, None)
    rzp.webhooks.subscribe(endpoint)
    pay(rzp)
    assert endpoint.events == [A]
    assert [item.event for item in rzp.webhooks.pending] == [C, P]
    assert [d.event for d in rzp.webhooks.deliver()] == [C, P]


# ---------------------------------------------------------------------- orders


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_every_order_by_places(rzp, order):
    endpoint = held(rzp)
    rzp.webhooks.deliver(order=list(order))
    assert endpoint.events == [PAID[place] for place in order]
    assert rzp.webhooks.pending == []


@pytest.mark.parametrize("order", list(permutations(PAID)), ids=" ".join)
def test_every_order_by_names(rzp, order):
    endpoint = held(rzp)
    rzp.webhooks.deliver(order=order)
    assert endpoint.events == list(order)


@pytest.mark.parametrize(
    ("order", "told", "left"),
    [
        ("fifo", PAID, []),
        ("lifo", [P, C, A], []),
        ([C], [C], [A, P]),
        ([], [], PAID),
        ([-1, 0], [P, A], [C]),
        ([P, P, 0, P], [P, P, A, P], [C]),
        (lambda items: sorted(items, key=lambda item: item.event), [P, A, C], []),
        (lambda items: [item for item in items if item.event != C], [A, P], [C]),
        (lambda items: reversed(range(len(items))), [P, C, A], []),
        (lambda items: [P], [P], [A, C]),
    ],
)
def test_orders(rzp, order, told, left):
    endpoint = held(rzp)
    assert [d.event for d in rzp.webhooks.deliver(order)] == told
    assert endpoint.events == told
    assert [item.event for item in rzp.webhooks.pending] == left


def test_the_second_mention_of_a_name_is_the_second_event_of_that_name(rzp):
    held(rzp)
    pay(rzp)
    first, second = (item.event_id for item in rzp.webhooks.pending if item.event == P)
    assert [d.event_id for d in rzp.webhooks.deliver([P, P, P])] == [first, second, second]


def test_an_item_stands_for_itself_whatever_became_of_it(rzp):
    held(rzp, 500, None)
    items = rzp.webhooks.pending
    rzp.webhooks.deliver(items[2:])
    assert seen(rzp.webhooks.deliver([items[2], items[0]], drop=[items[1]])) == [(P, 2, 200), (A, 1, 200)]
    with pytest.raises(LookupError, match=r"^payment.captured is not pending: nothing is$"):
        rzp.webhooks.deliver([items[1]])


def test_a_random_order_is_one_of_the_seed_and_another_one_each_time(build):
    def orders(seed):
        rzp = build(seed=seed)
        endpoint = held(rzp)
        for _ in range(5):
            rzp.webhooks.deliver("random")
            pay(rzp)
        return [tuple(endpoint.events[n : n + 3]) for n in range(0, 15, 3)]

    assert orders(1) == orders(1)
    assert len({order for seed in range(4) for order in orders(seed)}) > 3
    assert len(set(orders(1))) > 1
    assert {tuple(sorted(order)) for order in orders(1)} == {tuple(sorted(PAID))}


# ---------------------------------------------------------------------- again, and never


@pytest.mark.parametrize(
    ("order", "repeat", "told"),
    [
        ("fifo", 2, [A, A, C, C, P, P]),
        ("lifo", {P: 3}, [P, P, P, C, A]),
        ([P, A], {A: 2}, [P, A, A]),
        ("fifo", {A: 1, C: 2}, [A, C, C, P]),
    ],
)
def test_repeats(rzp, order, repeat, told):
    endpoint = held(rzp)
    delivered = rzp.webhooks.deliver(order, repeat=repeat)
    assert endpoint.events == [d.event for d in delivered] == told
    for event in set(told):
        mine = [d for d in delivered if d.event == event]
        assert [d.attempt for d in mine] == list(range(1, told.count(event) + 1))
        assert len({(d.event_id, d.body) for d in mine}) == 1


def test_copies_are_shuffled_among_the_others(rzp):
    endpoint = held(rzp)
    rzp.webhooks.deliver("random", repeat=10)
    assert sorted(endpoint.events) == sorted(PAID * 10)
    changes = sum(a != b for a, b in zip(endpoint.events, endpoint.events[1:], strict=False))
    assert changes > 10


@pytest.mark.parametrize(("drop", "left"), [([C], [A, P]), ([0, -1], [C]), ([A, C, P], []), ([1, C], [A, P])])
def test_what_is_dropped_is_lost(rzp, drop, left):
    endpoint = held(rzp)
    rzp.webhooks.deliver(drop=drop)
    assert endpoint.events == left
    rzp.webhooks.resume()
    rzp.clock.advance(days=2)
    assert endpoint.events == [*left, "settlement.processed"]  # that of the second working day, and no other
    assert rzp.webhooks.pending == []


def test_what_is_dropped_is_not_delivered_though_the_order_names_it(rzp):
    endpoint = held(rzp)
    rzp.webhooks.deliver([P, C, A], drop=[C])
    assert endpoint.events == [P, A]


def test_a_callable_sees_only_what_is_not_dropped(rzp):
    held(rzp)
    sight = []
    rzp.webhooks.deliver(lambda items: sight.extend(items) or list(reversed(items)), drop=[0])
    assert [item.event for item in sight] == [C, P]
    assert [d.event for d in rzp.webhooks.deliveries] == [P, C]


def test_places_from_a_callable_are_those_of_what_it_saw(rzp):
    endpoint = held(rzp)
    rzp.webhooks.deliver(lambda items: [0], drop=[A])
    assert endpoint.events == [C]


# ---------------------------------------------------------------------- failures


def test_a_delivery_by_hand_that_fails_is_pending_again_and_retried(rzp):
    held(rzp, 500, None)
    rzp.webhooks.deliver([P])
    assert [(item.event, item.attempts, item.at) for item in rzp.webhooks.pending] == [
        (A, 0, None),
        (C, 0, None),
        (P, 1, START + 5),
    ]
    assert seen(rzp.webhooks.deliver([P])) == [(P, 2, 200)]
    rzp.webhooks.resume()
    rzp.clock.advance(hours=1)
    assert seen(rzp.webhooks.deliveries) == [(P, 1, 500), (P, 2, 200), (A, 1, 200), (C, 1, 200)]


def test_deliver_tries_again_now_what_waits_for_its_retry(rzp):
    endpoint = Endpoint(500, None)
    rzp.webhooks.subscribe(endpoint, events=[P])
    pay(rzp)
    rzp.clock.advance(seconds=2)
    assert seen(rzp.webhooks.deliver()) == [(P, 2, 200)]
    rzp.clock.advance(hours=1)
    assert waits(rzp) == [0, 2]


@pytest.mark.parametrize(("answers", "accepted"), [((500, 200, 500), True), ((500, 500, 500), False)])
def test_an_event_delivered_several_times_is_done_if_one_of_them_was_accepted(rzp, answers, accepted):
    endpoint = Endpoint(*answers, None)
    rzp.webhooks.subscribe(endpoint, events=[P])
    rzp.webhooks.hold()
    pay(rzp)
    delivered = rzp.webhooks.deliver(repeat=3)
    assert [d.status for d in delivered] == list(answers)
    assert (rzp.webhooks.pending == []) is accepted
    rzp.webhooks.resume()
    rzp.clock.advance(days=2)
    assert len(endpoint.bodies) == (3 if accepted else 4)


def test_an_event_that_was_held_has_24_hours_from_its_first_attempt(rzp):
    endpoint = held(rzp, 500)
    rzp.clock.advance(days=2)
    rzp.webhooks.deliver([P])
    rzp.webhooks.deliver(drop=[A, C], order=[])
    rzp.webhooks.resume()
    rzp.clock.advance(days=3)
    assert endpoint.events.count(P) == 15
    assert endpoint.events.count("settlement.processed") == 15  # held too, and first attempted when it was resumed
    assert len(endpoint.bodies) == 30
    assert rzp.webhooks.subscriptions[0].disabled_at == START + 3 * DAY


def test_events_that_handlers_make_during_a_delivery_by_hand_are_held(rzp):
    endpoint = held(rzp, lambda: pay(rzp) and None, None)
    assert [d.event for d in rzp.webhooks.deliver()] == PAID
    assert [item.event for item in rzp.webhooks.pending] == PAID
    assert [d.event for d in rzp.webhooks.deliver()] == PAID
    assert endpoint.events == PAID * 2


def test_a_delivery_by_hand_within_a_handler_follows_it(rzp):
    results = []
    endpoint = Endpoint(lambda: results.append(rzp.webhooks.deliver()), None)
    rzp.webhooks.subscribe(endpoint, events=[P])
    late = Endpoint(500, None)
    rzp.webhooks.subscribe(late, events=[A])
    pay(rzp)
    assert results == [[]]
    assert seen(rzp.webhooks.deliveries) == [(A, 1, 500), (P, 1, 200), (A, 2, 200)]


def test_a_disabled_webhook_gets_nothing_by_hand_either(rzp):
    endpoint = held(rzp)
    rzp.webhooks.subscriptions[0].disable()
    assert rzp.webhooks.deliver() == []
    assert [item.event for item in rzp.webhooks.pending] == PAID
    rzp.webhooks.subscriptions[0].enable()
    rzp.webhooks.deliver("lifo")
    assert endpoint.events == [P, C, A]


# ---------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"order": "sideways"}, ValueError, "order is fifo, lifo, random, a list or a callable, not 'sideways'"),
        ({"order": [3]}, LookupError, "nothing is pending at 3: pending are payment.authorized, payment.captured"),
        ({"order": [-4]}, LookupError, "nothing is pending at -4"),
        ({"order": ["invoice.paid"]}, LookupError, "invoice.paid is not pending: pending are payment.auth"),
        ({"drop": ["invoice.paid"]}, LookupError, "invoice.paid is not pending"),
        ({"repeat": {"invoice.paid": 2}}, LookupError, "invoice.paid is not pending"),
        ({"repeat": 0}, ValueError, "at least once, not 0; see drop="),
        ({"repeat": {A: -1}}, ValueError, "at least once, not -1"),
        ({"repeat": 1.5}, ValueError, "at least once, not 1.5"),
    ],
)
def test_a_schedule_that_is_none_is_refused_and_delivers_nothing(rzp, arguments, error, message):
    endpoint = held(rzp)
    with pytest.raises(error, match=message):
        rzp.webhooks.deliver(**arguments)
    assert endpoint.events == []
    assert [item.event for item in rzp.webhooks.pending] == PAID


def test_with_nothing_pending_a_name_is_not_pending(rzp):
    rzp.webhooks.subscribe(Endpoint())
    with pytest.raises(LookupError, match=r"^order.paid is not pending: nothing is$"):
        rzp.webhooks.deliver([P])
