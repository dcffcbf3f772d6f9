"""Who can be subscribed, and to what."""

from __future__ import annotations

import re

import pytest

from fakerzp import BadRequestError
from fakerzp.lifecycles import LIFECYCLES
from fakerzp.world.event_names import EVENTS
from tests.contract.documented.accounts import ACCOUNT
from tests.webhooks.endpoints import PAID, START, Endpoint, pay

SUB = "acc_" + "S" * 14
OTHER = "acc_" + "T" * 14


def everything(rzp, account=None):
    headers = {"X-Razorpay-Account": account} if account else {}
    order = rzp.order.create({"amount": 1000, "currency": "INR"}, headers=headers)
    return rzp.checkout.pay(order["id"])["razorpay_payment_id"]


def test_a_subscription_to_all_hears_of_everything_from_then_on(rzp):
    pay(rzp)
    endpoint = Endpoint()
    rzp.webhooks.subscribe(endpoint)
    pay(rzp)
    assert endpoint.events == PAID
    assert [d.payload for d in rzp.webhooks.deliveries] == list(rzp.events)[-3:]


def test_a_subscription_hears_of_the_events_that_it_names_and_no_others(rzp):
    endpoint, other = Endpoint(), Endpoint()
    subscription = rzp.webhooks.subscribe(endpoint, events=["order.paid", "payment.authorized", "order.paid"])
    rzp.webhooks.subscribe(other, events="payment.captured")
    pay(rzp)
    assert subscription.events == ("order.paid", "payment.authorized")
    assert endpoint.events == ["payment.authorized", "order.paid"]
    assert other.events == ["payment.captured"]


@pytest.mark.parametrize(
    ("name", "close"),
    [
        ("invoice.payed", "invoice.paid"),
        ("payment.capture", "payment.captured"),
        ("Order.paid", "order.paid"),
        ("payment_link.*", "payment_link.paid, payment_link.expired, payment_link.cancelled"),
        ("refund", "refund."),
    ],
)
def test_an_unknown_event_is_refused_with_those_that_are_close(rzp, name, close):
    with pytest.raises(ValueError, match=rf"no event {re.escape(repr(name))}") as refusal:
        rzp.webhooks.subscribe(Endpoint(), events=["order.paid", name])
    assert close.rstrip(".") in str(refusal.value)
    assert rzp.webhooks.subscriptions == []


def test_a_name_like_no_other_is_refused_too(rzp):
    with pytest.raises(ValueError, match=r"^Razorpay has no event 'zzz'$"):
        rzp.webhooks.subscribe(Endpoint(), events=["zzz"])


def test_a_webhook_for_no_event_is_refused(rzp):
    with pytest.raises(ValueError, match="at least one event"):
        rzp.webhooks.subscribe(Endpoint(), events=[])


def test_every_event_of_the_law_can_be_subscribed_to(rzp):
    emitted = {
        step.emits for machine in LIFECYCLES.values() for step in (*machine.births, *machine.rows) if step.emits
    }
    assert len(emitted) > 10
    assert emitted <= set(EVENTS)
    rzp.webhooks.subscribe(Endpoint(), events=sorted(emitted))


def test_an_account_has_thirty_webhooks_at_most(rzp):
    made = [rzp.webhooks.subscribe(Endpoint()) for _ in range(30)]
    with pytest.raises(ValueError, match="may have 30 webhooks"):
        rzp.webhooks.subscribe(Endpoint())
    rzp.webhooks.subscribe(Endpoint(), account=SUB)
    made[0].delete()
    rzp.webhooks.subscribe(Endpoint())
    assert len(rzp.webhooks.subscriptions) == 31
    assert len({subscription.id for subscription in rzp.webhooks.subscriptions}) == 31


def test_ids_of_webhooks_come_from_the_seed_and_shift_no_other_ids(build):
    first, second, plain = build(seed=3), build(seed=3), build(seed=3)
    one, two = first.webhooks.subscribe(Endpoint()), second.webhooks.subscribe(Endpoint())
    assert one.id == two.id
    assert re.fullmatch(r"[0-9A-Za-z]{14}", one.id)
    assert pay(first) == pay(second) == pay(plain)
    assert first.events == plain.events


def test_a_subscription_tells_what_it_was_made_with(rzp):
    endpoint = Endpoint()
    subscription = rzp.webhooks.subscribe(endpoint, secret="s3cret", events=["order.paid"], account=SUB)
    assert subscription.target is endpoint
    assert (subscription.secret, subscription.events) == ("s3cret", ("order.paid",))
    assert (subscription.account, subscription.active, subscription.disabled_at) == (SUB, True, None)
    assert repr(subscription) == f"<Subscription {subscription.id}: order.paid>"
    assert rzp.webhooks.subscriptions == [subscription]
    assert repr(rzp.webhooks) == "<1 webhooks, 0 deliveries>"


@pytest.mark.parametrize("secret", [b"secret", 7])
def test_a_secret_is_text(rzp, secret):
    with pytest.raises(TypeError, match="secret is text"):
        rzp.webhooks.subscribe(Endpoint(), secret=secret)
    with pytest.raises(TypeError, match="secret is text"):
        rzp.webhooks.subscribe(Endpoint(), secret="old").rotate(secret)


# ---------------------------------------------------------------------- accounts


def test_the_merchant_hears_of_its_sub_merchants_whose_account_the_body_names(rzp):
    endpoint = Endpoint()
    rzp.webhooks.subscribe(endpoint, events=["order.paid"])
    everything(rzp)
    everything(rzp, SUB)
    assert [d.payload["account_id"] for d in rzp.webhooks.deliveries] == [rzp.account_id, SUB]


def test_a_webhook_of_one_account_hears_of_that_one_alone(rzp):
    own, theirs = Endpoint(), Endpoint()
    rzp.webhooks.subscribe(own, events=["order.paid"], account=rzp.account_id)
    rzp.webhooks.subscribe(theirs, events=["order.paid"], account=SUB)
    everything(rzp)
    everything(rzp, SUB)
    everything(rzp, OTHER)
    accounts = [(d.subscription.target, d.payload["account_id"]) for d in rzp.webhooks.deliveries]
    assert accounts == [(own, rzp.account_id), (theirs, SUB)]


@pytest.mark.parametrize("account", ["SSSSSSSSSSSSSS", "acc_short", ""])
def test_an_account_is_an_account_id(rzp, account):
    with pytest.raises(ValueError, match="acc_"):
        rzp.webhooks.subscribe(Endpoint(), account=account)


# ---------------------------------------------------------------------- off, on, and gone


def test_a_disabled_webhook_hears_of_nothing_and_an_enabled_one_of_what_happens_then(rzp):
    endpoint = Endpoint()
    subscription = rzp.webhooks.subscribe(endpoint, events=["order.paid"])
    subscription.disable()
    assert (subscription.active, subscription.disabled_at) == (False, START)
    pay(rzp)
    assert endpoint.bodies == []
    assert rzp.webhooks.pending == []
    subscription.enable()
    assert (subscription.active, subscription.disabled_at) == (True, None)
    order = pay(rzp)
    assert [d.payload["payload"]["order"]["entity"]["id"] for d in rzp.webhooks.deliveries] == [order]
    assert len(endpoint.bodies) == 1


def test_a_deleted_webhook_is_gone_with_what_was_pending_for_it(rzp):
    endpoint = Endpoint(500)
    kept, deleted = rzp.webhooks.subscribe(Endpoint(500)), rzp.webhooks.subscribe(endpoint)
    pay(rzp)
    deleted.delete()
    assert [item.subscription for item in rzp.webhooks.pending] == [kept] * 3
    rzp.clock.advance(hours=1)
    assert len(endpoint.bodies) == 3
    assert rzp.webhooks.subscriptions == [kept]
    assert repr(deleted) == f"<Subscription {deleted.id}: deleted>"
    for use in (deleted.disable, deleted.delete, lambda: deleted.secret, lambda: deleted.rotate("x")):
        with pytest.raises(LookupError, match=f"no webhook {deleted.id}"):
            use()


def test_a_webhook_may_delete_itself_while_it_is_told_of_something(rzp):
    endpoint = Endpoint(lambda: [hook.delete() for hook in rzp.webhooks.subscriptions] and None)
    rzp.webhooks.subscribe(endpoint)
    pay(rzp)
    assert endpoint.events == PAID[:1]
    assert (rzp.webhooks.subscriptions, rzp.webhooks.pending) == ([], [])


def test_nobody_listens_when_nobody_is_subscribed(rzp):
    assert rzp._world.listener is None
    first, second = rzp.webhooks.subscribe(Endpoint()), rzp.webhooks.subscribe(Endpoint())
    first.delete()
    assert rzp._world.listener is not None
    second.delete()
    assert rzp._world.listener is None


# ---------------------------------------------------------------------- the SDK's resource of the same name


def test_the_resource_of_the_node_client_is_still_there(rzp):
    with pytest.raises(BadRequestError, match=r"^Linked account does not exist\.$|^The id provided does not exist$"):
        rzp.webhooks.fetch("w", SUB)
    account = rzp.accounts.create(ACCOUNT)["id"]
    made = rzp.webhooks.create({"url": "https://example.com", "events": ["order.paid"]}, account)
    assert rzp.webhooks.fetch(made["id"], account) == made
    assert rzp.webhooks.all({}, account)["items"] == [made]
    assert rzp.webhooks.edit({"events": ["invoice.paid"]}, made["id"], account)["events"] == ["invoice.paid"]
    assert rzp.webhooks.delete(made["id"], account) == []
    assert rzp.webhooks.all({}, account)["items"] == rzp.webhooks.subscriptions == []


def test_names_that_neither_has_are_refused(rzp):
    with pytest.raises(AttributeError, match=r"rzp\.webhooks has no 'listen'"):
        _ = rzp.webhooks.listen
    assert {"subscribe", "deliver", "deliveries", "create", "fetch"} <= set(dir(rzp.webhooks))
