"""Shops in three frameworks under every legal delivery, and under what only a forger would send."""

from __future__ import annotations

import pytest

from tests.apps.drive import SHOPS, open_shop
from tests.apps.store import (
    WEBHOOK_SECRET,
    LastWordWins,
    ShipsTwice,
    SoldOut,
    SoldOutOnce,
    Store,
    WaitsForCapture,
)

BOUGHT = ("payment.failed", "payment.authorized", "payment.captured", "order.paid")
BALANCE = 'rzp.ledger.balance("merchant", "INR")'
HOOK = {"path": "/webhook", "secret": WEBHOOK_SECRET}


def buy(fake, shop):
    """Order, fail to pay, pay."""
    order_id = shop.order()
    fake.checkout.fail(order_id, reason="insufficient_funds")
    fake.checkout.pay(order_id)


def explored(rzp, name, store, **options):
    """The shop in that framework, with that store, under every delivery of what `buy` makes."""
    opened = []

    def factory():
        opened.append(open_shop(name, store()))
        return opened[-1].app

    return rzp.webhooks.explore(
        factory,
        lambda fake: buy(fake, opened[-1]),
        state=lambda app: opened[-1].store.orders,
        **HOOK,
        **options,
    )


@pytest.mark.parametrize("name", SHOPS)
def test_a_right_shop_stands_every_delivery(rzp, name):
    found = explored(rzp, name, Store)
    assert found.ok, found
    assert found.events == BOUGHT
    assert found.schedules == 24 + 10 + 10
    assert list(found.expected.values()) == [{"item": "novel", "status": "paid", "parcels": 1}]
    assert rzp.order.all()["count"] == 0
    assert list(rzp.events) == []


@pytest.mark.parametrize(
    ("name", "store", "told"),
    [
        ("flask", ShipsTwice, "order.paid comes twice"),
        ("fastapi", ShipsTwice, "order.paid comes twice"),
        ("django", LastWordWins, [*BOUGHT[1:], "payment.failed"]),
        (
            "django-asgi",
            WaitsForCapture,
            [*BOUGHT[:2], "order.paid", "payment.captured"],
        ),
    ],
)
def test_a_bug_is_shown_by_the_shortest_delivery(rzp, name, store, told):
    found = explored(rzp, name, store)
    assert not found.ok
    assert str(found.breaks[0]).splitlines()[0] == (
        told if isinstance(told, str) else f"out of order: {', '.join(told)}"
    )


@pytest.mark.parametrize("name", SHOPS)
def test_a_shop_that_crashes_between_its_refund_and_its_note_refunds_twice(rzp, name):
    """Each framework lets the crash through, which its own error handlers do not see."""
    found = explored(rzp, name, SoldOut)
    assert [(b.kind, str(b.schedule.point)) for b in found.breaks] == [("crashed", "after payment.refund")]
    assert str(found.breaks[0]).splitlines()[0] == "order.paid comes, the handler crashes after payment.refund"
    assert found.breaks[0].differences[BALANCE] == (39102 - 5000, 39102 - 10000)
    right = explored(rzp, name, SoldOutOnce)
    assert right.ok, right
    assert (right.points, right.schedules) == (2, 24 + 10 + 10 + 2)


@pytest.mark.parametrize("name", SHOPS)
def test_a_right_shop_passes_the_probe(rzp, name):
    shop = open_shop(name)
    bought = []

    def flow(fake):
        bought.append(shop.order())
        fake.checkout.pay(bought[-1])

    found = rzp.webhooks.probe(shop.app, event="order.paid", flow=flow, state=lambda app: shop.store.orders, **HOOK)
    assert found.ok, found
    assert shop.kept(bought[0]) == ("paid", 1)
    assert rzp.order.all()["count"] == 0


def flask_shop(read, store=Store):
    pytest.importorskip("razorpay", reason="the shop uses the official client")
    pytest.importorskip("flask", reason="this shop is written in it")
    from tests.apps import flask_app

    return flask_app.create_app(store(), getattr(flask_app, read))


def order_and_pay(fake, app):
    order_id = app.test_client().post("/orders", json={"item": "novel"}).get_json()["order_id"]
    fake.checkout.pay(order_id)


def test_the_probe_finds_a_shop_that_writes_the_body_anew(rzp):
    found = rzp.webhooks.probe(flask_shop("rewritten_body"), event="order.paid", flow=order_and_pay, **HOOK)
    assert found["good event"].ok
    assert {case.name: case.accepted for case in found.wrong} == {
        "written anew, first signature": True,
        "good event, spaced": False,
    }
    assert "verify the signature over the raw body" in str(found)


def test_the_style_of_bodies_finds_it_too(rzp):
    app = flask_shop("rewritten_body")
    with rzp.patch():
        rzp.webhooks.subscribe(app, style="spaced", **HOOK)
        order_and_pay(rzp, app)
    assert [(d.event, d.status) for d in rzp.webhooks.deliveries] == [
        ("payment.authorized", 400),
        ("payment.captured", 400),
        ("order.paid", 400),
    ]


def test_the_probe_finds_a_shop_that_does_not_verify(rzp):
    found = rzp.webhooks.probe(
        flask_shop("unverified_body"),
        event="order.paid",
        flow=order_and_pay,
        state=lambda app: app.store.orders,
        **HOOK,
    )
    assert [case.name for case in found.wrong] == [
        "no signature",
        "wrong signature",
        "old secret",
        "tampered body",
        "another account, its secret",
        "written anew, first signature",
    ]
    assert found["no signature"].changed is True
    assert found["empty body"].status == 500
    assert "refused by a crash" in found["empty body"].advice


def test_the_probe_finds_a_shop_that_ships_a_repeated_event_twice(rzp):
    found = rzp.webhooks.probe(
        flask_shop("signed_body", ShipsTwice),
        event="order.paid",
        flow=order_and_pay,
        state=lambda app: app.store.orders,
        **HOOK,
    )
    assert [case.name for case in found.wrong] == ["good event again"]
    assert "WRONG: acted again" in str(found)
