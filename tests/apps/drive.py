"""The browser's side of the shops: each framework's own test client behind one `post`."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.apps.store import Store

SHOPS = ("flask", "django", "django-asgi", "fastapi")


class Shop:
    """A shop with nothing sold yet: the application, its store, and `post(path, values)` -> (status, values)."""

    def __init__(self, app, store, post):
        self.app = app
        self.store = store
        self.post = post

    def order(self, item="novel"):
        status, answer = self.post("/orders", {"item": item})
        assert status == 201
        return answer["order_id"]

    def kept(self, order_id):
        """An order's status and how many parcels were sent for it."""
        order = self.store.orders[order_id]
        return order["status"], order["parcels"]


def open_shop(name, store=None):
    """The shop in that framework; skips the test where it is not installed."""
    pytest.importorskip("razorpay", reason="the shops use the official client")
    pytest.importorskip(name.partition("-")[0], reason="this shop is written in it")
    store = store if store is not None else Store()
    return {"flask": _flask, "django": _django, "django-asgi": _django_asgi, "fastapi": _fastapi}[name](store)


def _flask(store):
    from tests.apps.flask_app import create_app

    app = create_app(store)

    def post(path, values):
        reply = app.test_client().post(path, json=values)
        return reply.status_code, reply.get_json(silent=True)

    return Shop(app, store, post)


def _django(store, kind="wsgi"):
    from django.test import Client

    from tests.apps import django_app

    django_app.begin_anew(store)

    def post(path, values):
        reply = Client().post(path, json.dumps(values), content_type="application/json")
        is_json = reply.headers["Content-Type"] == "application/json"
        return reply.status_code, json.loads(reply.content) if is_json else None

    return Shop(getattr(django_app, kind), store, post)


def _django_asgi(store):
    return _django(store, "asgi")


def _fastapi(store):
    httpx = pytest.importorskip("httpx", reason="what posts to this shop without a socket")
    from tests.apps.fastapi_app import app

    app.state.store = store

    async def ask(path, values):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="https://testserver") as browser:
            return await browser.post(path, json=values)

    def post(path, values):
        reply = asyncio.run(ask(path, values))
        return reply.status_code, reply.json() if reply.content else None

    return Shop(app, store, post)
