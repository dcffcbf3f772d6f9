"""`fakerzp_request` and `fakerzp_answered`: requests seen and answered, by every door."""

from __future__ import annotations

import pytest

from fakerzp import BadRequestError, NotFaked, ServerError

ORDER = {"amount": 50000, "currency": "INR"}
PLAN = {"period": "weekly", "interval": 1, "item": {"name": "Tea", "amount": 100, "currency": "INR"}}


class Answers:
    """Answers requests as a function does, and notes those that it is asked about."""

    def __init__(self, answer=lambda request: None):
        self.answer = answer
        self.asked = []

    def fakerzp_request(self, request, context):
        self.asked.append(request)
        return self.answer(request)


class Sees:
    """Notes each request with its answer."""

    def __init__(self):
        self.seen = []

    def fakerzp_answered(self, request):
        self.seen.append((request.endpoint, request.status, request.answer))


def plans(request):
    """Answer a call in the fake's place."""
    return {"id": "plan_00000000000001", **request.body} if request.endpoint == "plan.create" else None


# ---------------------------------------------------------------------- asked


def test_a_plugin_answers_a_call_by_every_name(build):
    rzp = build(plugins=[Answers(plans)])
    expected = {"id": "plan_00000000000001", **PLAN}
    assert rzp.plan.create(PLAN) == expected
    assert rzp.plans.create(PLAN) == expected
    reply = rzp.request("POST", "/v1/plans", json=PLAN)
    assert (reply.status, reply.body, reply.headers) == (200, expected, {"content-type": "application/json"})
    assert [(call.endpoint, call.status, call.answer) for call in rzp.calls] == [("plan.create", 200, expected)] * 3


def test_the_official_client_gets_a_plugins_answer(build):
    pytest.importorskip("razorpay")
    rzp = build(plugins=[Answers(plans)])
    assert rzp.client().plan.create(PLAN)["id"] == "plan_00000000000001"


def test_what_no_plugin_answers_is_answered_by_the_fake(build):
    plugin = Answers(plans)
    rzp = build(plugins=[plugin])
    assert rzp.order.create(ORDER)["status"] == "created"
    with pytest.raises(NotFaked, match=r"GET /v1/contacts exists at Razorpay and is not faked"):
        rzp.request("GET", "/v1/contacts")
    assert [request.endpoint for request in plugin.asked] == ["order.create", "GET /v1/contacts"]
    assert [call.endpoint for call in rzp.calls] == ["order.create"]


def test_a_plugin_sees_the_request_as_it_came(build):
    plugin = Answers()
    rzp = build(at=1767607200, plugins=[plugin])
    account = "acc_00000000000002"
    query = {"count": 2, "expand[]": "payments"}
    rzp.request("GET", "/v1/orders", params=query, headers={"X-Razorpay-Account": account})
    (request,) = plugin.asked
    assert request.method == "GET"
    assert request.path == "/v1/orders"
    assert request.endpoint == "order.all"
    assert request.query == {"count": "2", "expand[]": ["payments"]}
    assert request.body == {}
    assert (request.account, request.at, request.status, request.answer) == (account, 1767607200, 0, None)


def test_what_a_plugin_does_to_a_request_changes_nothing(build):
    def spoil(request):
        request.body["amount"] = 1
        request.body.clear()
        assert request.body == ORDER
        with pytest.raises(AttributeError):
            request.path = "/v1/items"

    rzp = build(plugins=[Answers(spoil)])
    assert rzp.order.create(ORDER)["amount"] == 50000
    assert rzp.calls[0].body == ORDER


def test_an_error_of_a_plugin_is_what_the_client_makes_of_it(build):
    error = {"error": {"code": "BAD_REQUEST_ERROR", "description": "No plans today.", "reason": "shut", "field": "x"}}
    rzp = build(plugins=[Answers(lambda request: (400, error))])
    with pytest.raises(BadRequestError, match=r"^No plans today\.$") as refused:
        rzp.plan.create(PLAN)
    assert (refused.value.status, refused.value.reason, refused.value.field) == (400, "shut", "x")
    reply = rzp.request("POST", "/v1/plans", json=PLAN)
    assert (reply.status, reply.body) == (400, error)


def test_a_page_of_a_plugin_is_what_the_client_makes_of_it(build):
    rzp = build(plugins=[Answers(lambda request: (503, "<h1>Closed</h1>"))])
    reply = rzp.request("GET", "/v1/orders")
    assert (reply.status, reply.body, reply.headers) == (503, "<h1>Closed</h1>", {"content-type": "text/html"})
    with pytest.raises(Exception, match="Expecting value"):
        rzp.order.all()


def test_an_answer_in_place_of_the_fakes_own_leaves_the_fake_alone(build):
    rzp = build(plugins=[Answers(lambda request: {"id": "order_x"} if request.method == "POST" else None)])
    assert rzp.order.create(ORDER) == {"id": "order_x"}
    assert rzp.order.all()["count"] == 0


def test_each_caller_gets_a_copy_of_the_answer(build):
    kept = {"items": [1]}
    rzp = build(plugins=[Answers(lambda request: kept)])
    rzp.order.all()["items"].append(2)
    rzp.request("GET", "/v1/orders").body["items"].append(3)
    assert kept == {"items": [1]}
    assert rzp.calls[0].answer == {"items": [1]}


def test_requests_with_wrong_keys_or_to_no_url_are_not_the_plugins(build):
    plugin = Answers(plans)
    rzp = build(plugins=[plugin])
    assert rzp.request("POST", "/v1/plans", json=PLAN, auth=("rzp_test_other", "x")).status == 401
    assert rzp.request("POST", "/v1/no/such/url", json=PLAN).status == 400
    assert rzp.request("POST", "/v1/plans", data="{").status == 400
    assert plugin.asked == []


def test_a_fault_comes_before_a_plugin_and_one_after_the_write_after_it(build):
    plugin = Answers(plans)
    rzp = build(plugins=[plugin])
    rzp.faults.inject("plan.create", status=503)
    assert rzp.request("POST", "/v1/plans", json=PLAN).status == 503
    assert plugin.asked == []
    rzp.faults.inject("plan.create", error="Down", after=True)
    with pytest.raises(ServerError, match="Down"):
        rzp.plan.create(PLAN)
    assert len(plugin.asked) == 1
    rzp.faults.inject("plan.create", latency=5)
    before = rzp.clock.now()
    assert rzp.plan.create(PLAN)["id"] == "plan_00000000000001"
    assert rzp.clock.now() == before + 5


@pytest.mark.parametrize(
    ("said", "error", "text"),
    [
        (7, TypeError, r"fakerzp_request, answered by Answers: 7 is no answer: return None to leave it"),
        (True, TypeError, "True is no answer"),
        ((200, 7), TypeError, r"\(200, 7\) is no answer"),
        ((200, {}, {}), TypeError, "is no answer"),
        (("200", {}), TypeError, "status is a whole number, not str"),
        ((99, {}), ValueError, "status is from 200 to 599, other than 204 and 304, not 99"),
        ({"when": object()}, TypeError, "the answer is not JSON: Object of type object"),
    ],
)
def test_what_is_no_answer_is_refused_and_changes_nothing(build, said, error, text):
    rzp = build(plugins=[Answers(lambda request: said)])
    before = rzp.snapshot()
    with pytest.raises(error, match=text):
        rzp.order.create(ORDER)
    assert len(rzp.calls) == 0
    rzp.plugins.unregister("Answers")
    assert rzp.diff(before) == {}
    assert rzp.order.all()["count"] == 0


# ---------------------------------------------------------------------- told


def test_a_plugin_sees_all_that_is_kept_of_requests(build):
    sees = Sees()
    rzp = build(plugins=[Answers(plans), sees])
    made = rzp.order.create(ORDER)
    rzp.request("POST", "/v1/orders", json={"amount": 1, "currency": "INR"})
    rzp.request("GET", "/v1/nowhere")
    rzp.plan.create(PLAN)
    rzp.faults.inject("order.all", status=502)
    rzp.request("GET", "/v1/orders")
    rzp.faults.inject("order.fetch", status=504, after=True)
    rzp.request("GET", f"/v1/orders/{made['id']}")
    assert sees.seen == [(call.endpoint, call.status, call.answer) for call in rzp.calls]
    assert [status for _, status, _ in sees.seen] == [200, 400, 400, 200, 502, 504]


def test_a_plugin_that_does_not_bear_an_answer_undoes_the_request(build):
    class Strict:
        def fakerzp_answered(self, request):
            if request.endpoint == "order.create":
                raise AssertionError(f"{request.answer['id']} has no receipt")

    rzp = build(plugins=[Strict()])
    for _ in range(2):
        with pytest.raises(AssertionError, match=r"order_\w{14} has no receipt") as raised:
            rzp.order.create(ORDER)
    rzp.plugins.unregister("Strict")
    assert rzp.order.all()["count"] == 0
    assert rzp.order.create(ORDER)["id"] in str(raised.value)


def test_a_plugin_that_raises_at_an_error_leaves_no_trace_of_the_request(build):
    class Strict:
        def fakerzp_answered(self, request):
            if request.status >= 400:
                raise RuntimeError(request.answer["error"]["description"])

    rzp = build(plugins=[Strict()])
    with pytest.raises(RuntimeError, match=r"The amount must be at least INR 1\.00\."):
        rzp.order.create({"amount": 1, "currency": "INR"})
    with pytest.raises(RuntimeError, match="The requested URL was not found"):
        rzp.request("GET", "/v1/nowhere")
    assert len(rzp.calls) == 0
