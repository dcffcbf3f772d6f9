"""`fakerzp_endpoints`: calls that a plugin adds to one fake, by REST, by name and through the official client."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from fakerzp import BadRequestError, NotFaked, errors
from fakerzp.api.endpoint import Endpoint, Routes
from fakerzp.api.fields import Integer, Shape, String
from fakerzp.api.registry import endpoints

CONTACT = {"name": "Asha", "rank": 1}


routes = Routes()


@routes.add(
    "POST",
    "/v1/contacts",
    "our own",
    python="contact.create(data={}, **kwargs)",
    node="contacts.create(params, callback)",
    body=Shape({"name": String(required=True), "rank": Integer(least=1, required=True)}),
)
def create(call):
    fields = call.shaped()
    contact = {"id": call.world.ledger.new_id("cont_"), **fields, "created_at": call.now}
    call.books.claim(("contact", contact["id"]), tuple(contact.items()))
    return contact


@routes.add("GET", "/v1/contacts/{id}", "our own", python="contact.fetch(contact_id, data={}, **kwargs)")
def fetch(call, contact_id):
    found = call.books.claimed(("contact", contact_id))
    if found is None:
        raise call.error("unknown_id")
    return dict(found)


@routes.add("GET", "/v1/contacts/summary", "our own")
def summary(call):
    return {"account": call.account}


class Contacts:
    """Contacts (of RazorpayX), kept in the books of the account, as an endpoint of the fake's own would."""

    def fakerzp_endpoints(self):
        return routes


class Odd:
    """Adds one endpoint with an answer of its own."""

    def __init__(self, answer, method="GET", path="/v1/odd", **names):
        self.routes = Routes()
        self.routes.add(method, path, "our own", **names)(lambda call, *path: answer(call))

    def fakerzp_endpoints(self):
        return self.routes


def test_an_added_call_is_answered_by_rest_and_by_both_names(build):
    rzp = build(plugins=[Contacts()], at=1767607200)
    contact = rzp.contact.create(CONTACT)
    assert contact == {"id": contact["id"], **CONTACT, "created_at": 1767607200}
    assert contact["id"].startswith("cont_")
    assert rzp.contact.fetch(contact["id"]) == contact == rzp.request("GET", f"/v1/contacts/{contact['id']}").body
    assert rzp.contacts.create(CONTACT)["id"] != contact["id"]
    names = [call.endpoint for call in rzp.calls]
    assert names == ["contact.create", "contact.fetch", "contact.fetch", "contact.create"]


def test_the_official_client_reaches_an_added_call(build):
    pytest.importorskip("razorpay")
    odd = Odd(
        lambda call: {"id": call.path[0], "deleted": True},
        "DELETE",
        "/v1/plans/{id}/delete",
        python="plan.delete(id, data, **kwargs)",
    )
    client = build(plugins=[odd]).client()
    assert client.plan.delete("plan_1", {}) == {"id": "plan_1", "deleted": True}


def test_an_added_call_refuses_as_the_fakes_own_do(build):
    rzp = build(plugins=[Contacts()])
    with pytest.raises(BadRequestError, match=r"The rank must be at least 1\.") as refused:
        rzp.contact.create({**CONTACT, "rank": 0})
    assert (refused.value.field, refused.value.status) == ("rank", 400)
    reply = rzp.request("GET", "/v1/contacts/cont_00000000000000")
    assert reply.body == errors.GENERAL["unknown_id"].error().body
    assert rzp.request("POST", "/v1/contacts", json=CONTACT, auth=("a", "b")).status == 401


def test_a_literal_path_goes_before_a_variable_one(build):
    rzp = build(plugins=[Contacts()])
    assert rzp.request("GET", "/v1/contacts/summary").body == {"account": rzp.account_id}
    assert rzp.request("GET", "/v1/contacts/summary/").status == 200


def test_what_was_not_added_is_as_before(build):
    rzp = build(plugins=[Contacts()])
    with pytest.raises(NotFaked, match="GET /v1/contacts exists"):
        rzp.request("GET", "/v1/contacts")
    assert rzp.order.create({"amount": 100, "currency": "INR"})["status"] == "created"
    assert rzp.request("GET", "/v1/nowhere").status == 400
    assert {"contact", "contacts", "order", "orders"} <= set(dir(rzp))


def test_added_calls_are_one_fakes_alone(build):
    with_them, without = build(plugins=[Contacts()]), build()
    assert with_them.contact.create(CONTACT)["rank"] == 1
    with pytest.raises(NotFaked):
        without.request("POST", "/v1/contacts", json=CONTACT)
    with pytest.raises(NotFaked, match=r"GET /v1/contacts/\{id\} exists"):
        without.request("GET", "/v1/contacts/summary")


def test_a_resource_that_is_new_comes_and_goes_with_its_plugin(rzp):
    with pytest.raises(AttributeError, match="FakeRazorpay has no 'loyalty'"):
        _ = rzp.loyalty
    odd = Odd(lambda call: {"points": 7}, python="loyalty.points(data={}, **kwargs)")
    rzp.plugins.register(odd)
    loyalty = rzp.loyalty
    assert loyalty.points() == {"points": 7}
    assert dir(loyalty) == ["points"]
    rzp.plugins.unregister(odd)
    assert not hasattr(rzp, "loyalty")
    with pytest.raises(AttributeError, match="loyalty has no method 'points'"):
        loyalty.points()
    assert rzp.request("GET", "/v1/odd").status == 400


def test_a_resource_that_was_looked_up_before_has_the_new_call(rzp):
    plans = rzp.plan
    with pytest.raises(BadRequestError):
        plans.delete("plan_1", {})
    path, name = "/v1/plans/{id}/delete", "plan.delete(id, data, **kwargs)"
    rzp.plugins.register(Odd(lambda call: [7], "DELETE", path, python=name))
    assert plans.delete("plan_1", {}) == rzp.plan.delete("plan_1", {}) == [7]


def test_the_resource_webhooks_may_be_added_to(rzp):
    rzp.webhooks.subscribe(lambda body, headers: 200)
    rzp.plugins.register(Odd(lambda call: [], path="/v1/webhooks/odd", python="webhooks.odd()"))
    assert rzp.webhooks.odd() == []


def test_what_an_added_call_keeps_goes_back_with_a_snapshot(build):
    rzp = build(plugins=[Contacts()])
    before = rzp.snapshot()
    first = rzp.contact.create(CONTACT)
    with rzp.fork() as other:
        assert other.contact.fetch(first["id"]) == first
    rzp.restore(before)
    with pytest.raises(BadRequestError):
        rzp.contact.fetch(first["id"])
    assert rzp.contact.create(CONTACT) == first


def test_an_added_call_that_raises_is_undone(build):
    def half(call):
        call.books.claim(("half", 1), "done")
        call.world.ledger.new_id("half_")
        raise ZeroDivisionError

    rzp = build(plugins=[Odd(half)])
    before = rzp.snapshot()
    with pytest.raises(ZeroDivisionError):
        rzp.request("GET", "/v1/odd")
    assert rzp.ledger.books(rzp.account_id).claimed(("half", 1)) is None
    assert rzp.snapshot().mark.serial == before.mark.serial
    assert len(rzp.calls) == 0


def test_an_added_call_that_answers_no_json_is_undone(build):
    def odd(call):
        call.books.claim(("half", 1), "done")
        return {"when": {1, 2}}

    rzp = build(plugins=[Odd(odd, python="odd.get()")])
    with pytest.raises(TypeError, match=r"odd.get, added by Odd: Object of type set is not JSON serializable"):
        rzp.odd.get()
    assert rzp.ledger.books(rzp.account_id).claimed(("half", 1)) is None


def test_an_answer_of_an_added_call_is_the_callers_own(build):
    kept = {"items": [1]}
    rzp = build(plugins=[Odd(lambda call: kept, python="odd.get()")])
    rzp.odd.get()["items"].append(2)
    assert kept == {"items": [1]}


def test_faults_know_added_calls_by_their_names(build):
    rzp = build(plugins=[Contacts()])
    rzp.faults.inject("contacts.create", status=503)
    assert rzp.request("POST", "/v1/contacts", json=CONTACT).status == 503
    assert rzp.contact.create(CONTACT)["rank"] == 1
    rzp.faults.inject("GET /v1/contacts/summary", status=504)
    assert rzp.request("GET", "/v1/contacts/summary").status == 504


def test_a_list_of_declarations_will_do(rzp):
    (one,) = Odd(lambda call: [1]).routes.endpoints
    rzp.plugins.register(SimpleNamespace(fakerzp_endpoints=lambda: [one, replace(one, path="/v1/odd/{id}")]))
    assert rzp.request("GET", "/v1/odd").body == rzp.request("GET", "/v1/odd/7").body == [1]
    rzp.plugins.register(SimpleNamespace(fakerzp_endpoints=lambda: None), "none")


# ---------------------------------------------------------------------- what can't be added


def test_every_call_that_the_fake_answers_is_its_own(rzp):
    for own in endpoints():
        if own.handler is not None:
            with pytest.raises(ValueError, match="is answered by the fake itself; to answer a call in its place, use"):
                rzp.plugins.register(Odd(lambda call: {}, own.method, own.path.replace("{id}", "{any}")))
    assert len(rzp.plugins) == 3


@pytest.mark.parametrize(
    ("declared", "error", "text"),
    [
        ({"method": "get"}, ValueError, "get /v1/odd: the method is one of GET, POST, PUT, PATCH, DELETE"),
        ({"path": "v1/odd"}, ValueError, "the path is as in /v1/plans/{id}"),
        ({"path": "/v1/odd/"}, ValueError, "the path is as in /v1/plans/{id}"),
        ({"python": "odd"}, ValueError, "'odd' is no name such as plan.fetch"),
        ({"python": "order.create(data={})"}, ValueError, "order.create is answered by the fake itself"),
        ({"node": "orders.create(data={})"}, ValueError, "orders.create is answered by the fake itself"),
        ({"python": "clock.tick()"}, ValueError, r"clock.tick\(\): rzp.clock is a part of the fake"),
    ],
)
def test_a_declaration_that_leads_nowhere_is_refused(rzp, declared, error, text):
    with pytest.raises(error, match=text):
        rzp.plugins.register(Odd(lambda call: {}, **declared))
    assert list(rzp.plugins) == ["instrument", "bank", "api"]


@pytest.mark.parametrize("answer", [7, [7], ["/v1/odd"], "routes", {"GET": "/v1/odd"}])
def test_what_is_no_declaration_is_refused(rzp, answer):
    with pytest.raises(TypeError, match="of SimpleNamespace returns Routes or a list of Endpoint, not "):
        rzp.plugins.register(SimpleNamespace(fakerzp_endpoints=lambda: answer))


def test_a_declaration_without_a_handler_is_refused(rzp):
    bare = Endpoint("GET", "/v1/odd", "our own")
    with pytest.raises(ValueError, match=r"GET /v1/odd has no handler: declare it with @routes.add"):
        rzp.plugins.register(SimpleNamespace(fakerzp_endpoints=lambda: [bare]))


def test_two_plugins_do_not_add_the_same_call(rzp):
    rzp.plugins.register(Odd(lambda call: {}, path="/v1/odd/{id}"))
    with pytest.raises(ValueError, match=r"GET /v1/odd/\{\} is added twice"):
        rzp.plugins.register(Odd(lambda call: {}, path="/v1/odd/{name}"))
