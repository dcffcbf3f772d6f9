"""`fakerzp_endpoints`: calls that a plugin adds to one fake, by REST, by name and through the official client."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from fakerzp import BadRequestError, NotFaked, errors
from fakerzp.api.endpoint import Endpoint, Routes
from fakerzp.api.fields import Integer, Shape, String
from fakerzp.api.registry import endpoints

PLAN = {"period": "weekly", "interval": 1}


routes = Routes()


@routes.add(
    "POST",
    "/v1/plans",
    "our own",
    python="plan.create(data={}, **kwargs)",
    node="plans.create(params, callback)",
    body=Shape({"period": String(required=True), "interval": Integer(least=1, required=True)}),
)
def create(call):
    fields = call.shaped()
    plan = {"id": call.world.ledger.new_id("plan_"), **fields, "created_at": call.now}
    call.books.claim(("plan", plan["id"]), tuple(plan.items()))
    return plan


@routes.add("GET", "/v1/plans/{id}", "our own", python="plan.fetch(plan_id, data={}, **kwargs)")
def fetch(call, plan_id):
    found = call.books.claimed(("plan", plan_id))
    if found is None:
        raise call.error("unknown_id")
    return dict(found)


@routes.add("GET", "/v1/plans/summary", "our own")
def summary(call):
    return {"account": call.account}


class Plans:
    """Plans, kept in the books of the account, as an endpoint of the fake's own would."""

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
    rzp = build(plugins=[Plans()], at=1767607200)
    plan = rzp.plan.create(PLAN)
    assert plan == {"id": plan["id"], **PLAN, "created_at": 1767607200}
    assert plan["id"].startswith("plan_")
    assert rzp.plan.fetch(plan["id"]) == plan == rzp.request("GET", f"/v1/plans/{plan['id']}").body
    assert rzp.plans.create(PLAN)["id"] != plan["id"]
    assert [call.endpoint for call in rzp.calls] == ["plan.create", "plan.fetch", "plan.fetch", "plan.create"]


def test_the_official_client_reaches_an_added_call(build):
    pytest.importorskip("razorpay")
    rzp = build(plugins=[Plans()])
    client = rzp.client()
    plan = client.plan.create(PLAN)
    assert client.plan.fetch(plan["id"]) == plan


def test_an_added_call_refuses_as_the_fakes_own_do(build):
    rzp = build(plugins=[Plans()])
    with pytest.raises(BadRequestError, match=r"The interval must be at least 1\.") as refused:
        rzp.plan.create({**PLAN, "interval": 0})
    assert (refused.value.field, refused.value.status) == ("interval", 400)
    reply = rzp.request("GET", "/v1/plans/plan_00000000000000")
    assert reply.body == errors.GENERAL["unknown_id"].error().body
    assert rzp.request("POST", "/v1/plans", json=PLAN, auth=("a", "b")).status == 401


def test_a_literal_path_goes_before_a_variable_one(build):
    rzp = build(plugins=[Plans()])
    assert rzp.request("GET", "/v1/plans/summary").body == {"account": rzp.account_id}
    assert rzp.request("GET", "/v1/plans/summary/").status == 200


def test_what_was_not_added_is_as_before(build):
    rzp = build(plugins=[Plans()])
    with pytest.raises(NotFaked, match="GET /v1/plans exists"):
        rzp.plan.all()
    assert rzp.order.create({"amount": 100, "currency": "INR"})["status"] == "created"
    assert rzp.request("GET", "/v1/nowhere").status == 400
    assert {"plan", "plans", "order", "orders"} <= set(dir(rzp))


def test_added_calls_are_one_fakes_alone(build):
    with_them, without = build(plugins=[Plans()]), build()
    assert with_them.plan.create(PLAN)["interval"] == 1
    with pytest.raises(NotFaked):
        without.plan.create(PLAN)
    with pytest.raises(NotFaked, match=r"GET /v1/plans/\{id\} exists"):
        without.request("GET", "/v1/plans/summary")


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
    plan = rzp.plan
    with pytest.raises(NotFaked):
        plan.create(PLAN)
    rzp.plugins.register(Plans())
    assert plan.create(PLAN)["interval"] == 1
    assert rzp.plan.create(PLAN)["interval"] == 1


def test_the_resource_webhooks_may_be_added_to(rzp):
    rzp.webhooks.subscribe(lambda body, headers: 200)
    rzp.plugins.register(Odd(lambda call: [], path="/v1/webhooks/odd", python="webhooks.odd()"))
    assert rzp.webhooks.odd() == []


def test_what_an_added_call_keeps_goes_back_with_a_snapshot(build):
    rzp = build(plugins=[Plans()])
    before = rzp.snapshot()
    first = rzp.plan.create(PLAN)
    with rzp.fork() as other:
        assert other.plan.fetch(first["id"]) == first
    rzp.restore(before)
    with pytest.raises(BadRequestError):
        rzp.plan.fetch(first["id"])
    assert rzp.plan.create(PLAN) == first


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
    rzp = build(plugins=[Plans()])
    rzp.faults.inject("plans.create", status=503)
    assert rzp.request("POST", "/v1/plans", json=PLAN).status == 503
    assert rzp.plan.create(PLAN)["interval"] == 1
    rzp.faults.inject("GET /v1/plans/summary", status=504)
    assert rzp.request("GET", "/v1/plans/summary").status == 504


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
