"""The control API: what Python does with the fake itself, any language does with JSON."""

from __future__ import annotations

import inspect
import threading

import pytest

from fakerzp import __version__
from fakerzp.server.control import COMMANDS, url_of
from fakerzp.world.recipes import ALWAYS, RECIPES
from tests.server.caller import Caller
from tests.webhooks.test_loopback import Server as Listening

START = 1767607200  # 2026-01-05T10:00:00Z, where the fixture's clock stands
ORDER = {"amount": 50000, "currency": "INR"}


@pytest.fixture
def order(rzp):
    return rzp.order.create(ORDER)["id"]


@pytest.fixture
def link(rzp):
    """A payment link of 1000 paise that expires in an hour."""
    return rzp.payment_link.create({"amount": 1000, "currency": "INR", "expire_by": START + 3600})["id"]


@pytest.fixture
def token(rzp):
    """A paper mandate that the bank has not looked at."""
    customer = rzp.customer.create({"name": "Gaurav Kumar", "contact": "9123456780", "email": "g@example.com"})["id"]
    account = {"account_number": "11214311215411", "ifsc_code": "HDFC0000001", "beneficiary_name": "Gaurav Kumar"}
    mandate = {"auth_type": "physical", "max_amount": 50000, "bank_account": {**account, "account_type": "savings"}}
    body = {"amount": 0, "currency": "INR", "method": "nach", "customer_id": customer, "token": mandate}
    rzp.checkout.pay(rzp.order.create(body)["id"])
    return rzp.token.all(customer)["items"][0]["id"]


def names(answer):
    return [item["event"] for item in answer.json["items"]]


# ---------------------------------------------------------------------- what there is


@pytest.mark.parametrize("path", ["", "/"])
def test_it_tells_of_itself(rzp, caller, path):
    answer = caller.send("GET", "/__fakerzp__" + path)
    told = answer.json
    calls = told.pop("calls")
    assert told == {
        "fakerzp": __version__,
        "key_id": rzp.key_id,
        "key_secret": rzp.key_secret,
        "takes_any_keys": True,
        "account_id": rzp.account_id,
        "now": START,
    }
    assert [call["call"] for call in calls] == [f"{command.method} {url_of(command)}" for command in COMMANDS]
    assert calls[1]["call"] == "POST /__fakerzp__/pay"
    assert calls[1]["takes"]["amount"] == "a whole number"
    assert answer.headers["content-type"] == "application/json"
    assert answer.body.endswith(b"}\n")


def test_it_is_none_of_razorpays_calls(rzp, caller):
    caller.control("GET events")
    caller.control("advance", seconds=1)
    assert len(rzp.calls) == 0


def test_no_call_is_declared_twice():
    declared = [(command.method, command.path) for command in COMMANDS]
    assert len(set(declared)) == len(declared)
    assert [command.path for command in COMMANDS if not set(command.needs) <= command.takes.keys()] == []


# ---------------------------------------------------------------------- the customer


def test_a_customer_pays(rzp, caller, order):
    answer = caller.control("pay", target=order, method="upi", vpa="success@razorpay")
    assert answer.status == 200
    rzp.utility.verify_payment_signature(answer.json)
    payment = rzp.payment.fetch(answer.json["razorpay_payment_id"])
    assert (payment["status"], payment["vpa"], payment["order_id"]) == ("captured", "success@razorpay", order)


def test_a_customer_pays_without_an_order(rzp, caller):
    how = {"email": "g@example.com", "contact": "9123456780", "notes": {"a": "b"}, "description": "tea"}
    answer = caller.control("pay", amount=700, method="card", card={"number": "4111111111111111"}, **how)
    payment = rzp.payment.fetch(answer.json["razorpay_payment_id"])
    assert (payment["amount"], payment["status"], payment["notes"]) == (700, "authorized", {"a": "b"})
    assert (payment["description"], payment["email"]) == ("tea", "g@example.com")


def test_null_is_as_good_as_not_given(rzp, caller, order):
    answer = caller.control("pay", target=order, amount=None, capture=None)
    assert rzp.payment.fetch(answer.json["razorpay_payment_id"])["amount"] == 50000


def test_capture_may_be_left_to_the_merchant(rzp, caller, order):
    answer = caller.control("pay", target=order, capture=False)
    assert rzp.payment.fetch(answer.json["razorpay_payment_id"])["status"] == "authorized"


def test_a_card_that_is_declined(rzp, caller, order):
    answer = caller.control("pay", target=order, method="upi", vpa="failure@razorpay")
    assert answer.status == 402
    assert answer.json["error"]["reason"] == "payment_failed"
    assert answer.json["error"]["metadata"]["order_id"] == order
    assert rzp.order.fetch(order)["status"] == "attempted"


def test_a_payment_fails_for_a_reason(rzp, caller, order):
    answer = caller.control("fail", target=order, reason="insufficient_funds", method="card")
    assert (answer.status, answer.json["error"]["reason"]) == (200, "insufficient_funds")
    assert rzp.payment.fetch(answer.json["error"]["metadata"]["payment_id"])["status"] == "failed"


def test_a_customer_walks_away(caller, order):
    assert caller.control("abandon", target=order).json["error"]["reason"] == "payment_cancelled"


def test_nobody_could_pay(caller, order):
    caller.control("pay", target=order)
    answer = caller.control("pay", target=order)
    assert answer.status == 409
    assert answer.json["error"] == {
        "code": "NOT_PAYABLE",
        "description": f"{order} is paid: nobody can pay it",
        "target": order,
        "status": "paid",
    }


# ---------------------------------------------------------------------- the bank


def test_the_bank_has_no_answer_yet(rzp, caller, order):
    caller.control("next", outcome="pending")
    answer = caller.control("pay", target=order)
    payment = answer.json["payment_id"]
    assert answer.status == 202
    assert answer.json == {
        "payment_id": payment,
        "status": "created",
        "description": f"the bank has not answered: {payment} is created",
    }
    assert rzp.payment.fetch(payment)["status"] == "created"


PAID, DECLINED, LATE = (200, None), (402, "insufficient_funds"), (402, "payment_timed_out")


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ({"script": "insufficient_funds"}, [DECLINED] * 3),
        ({"script": ["insufficient_funds", "succeed"]}, [DECLINED, PAID, PAID]),
        ({"script": ["time_out", "succeed"], "repeat": True}, [LATE, PAID, LATE]),
        ({"script": {"by_method": {"upi": "insufficient_funds"}}}, [DECLINED, DECLINED, DECLINED]),
        ({"script": {"by_method": {"card": "insufficient_funds"}}}, [PAID, PAID, PAID]),
        ({"script": {"by_amount": {"200": "insufficient_funds"}, "otherwise": "time_out"}}, [LATE, DECLINED, LATE]),
        ({"script": {"by_customer": {"cust_x": "insufficient_funds"}, "otherwise": None}}, [PAID, PAID, PAID]),
        ({"script": None}, [PAID, PAID, PAID]),
    ],
)
def test_the_bank_goes_by_a_script(caller, script, told):
    caller.control("script", script="bank_technical_error")
    assert caller.control("script", **script).json == {"script": script["script"]}
    answers = [caller.control("pay", amount=amount, method="upi") for amount in (100, 200, 300)]
    assert [(answer.status, answer.json.get("error", {}).get("reason")) for answer in answers] == told


def test_the_bank_says_yes_later(rzp, caller, order):
    outcome = {"authorize_late": {"after": 1800, "failed_first": True}}
    assert caller.control("next", outcome=outcome).json == {"next": outcome}
    answer = caller.control("pay", target=order)
    payment = answer.json["error"]["metadata"]["payment_id"]
    assert rzp.payment.fetch(payment)["status"] == "failed"
    caller.control("advance", minutes=30)
    assert rzp.payment.fetch(payment)["status"] == "captured"
    caller.control("next", outcome={"authorize_late": {}})
    assert caller.control("pay", amount=100).status == 202


def test_the_bank_takes_a_mandate_or_not(rzp, caller, token):
    token_id = token
    assert caller.control("confirm_token", id=token_id).json["recurring_details"]["status"] == "confirmed"
    again = caller.control("reject_token", id=token_id)
    assert (again.status, again.said) == (400, f"{token_id} is confirmed: it is too late, or too early, to reject it")


def test_the_bank_refuses_a_mandate(rzp, caller, token):
    answer = caller.control("reject_token", id=token, reason="Signature differs").json
    assert answer["recurring_details"] == {"status": "rejected", "failure_reason": "Signature differs"}


def test_a_customer_pauses_a_mandate(rzp, caller):
    token = caller.control("trigger", event="token.confirmed", method="upi").json["payload"]["token"]["entity"]["id"]
    assert caller.control("pause_token", id=token).json["recurring_details"]["status"] == "paused"
    assert caller.control("resume_token", id=token).json["recurring_details"]["status"] == "confirmed"


def test_the_bank_pays_back_or_not(build):
    fake = build(delays={"normal_refund": 86400, "instant_refund": 86400})
    with fake.serve() as server:
        caller = Caller(server.port, (fake.key_id, fake.key_secret))
        refunds = []
        for speed in ("normal", "normal", "optimum"):
            paid = caller.control("pay", amount=1000, capture=True).json["razorpay_payment_id"]
            refunds.append(caller.call("POST", f"/v1/payments/{paid}/refund", {"speed": speed}).json["id"])
        done, failed, slow = refunds
        assert caller.control("process_refund", id=done).json["status"] == "processed"
        assert caller.control("fail_refund", id=failed).json["status"] == "failed"
        assert caller.control("slow_refund", id=slow).json["speed_processed"] == "normal"


def test_transfers_arrive_or_not(build):
    fake = build(delays={"transfer": 86400})
    linked = "acc_IROu8Nod6PXPtZ"
    with fake.serve() as server:
        caller = Caller(server.port, (fake.key_id, fake.key_secret))
        paid = caller.control("pay", amount=100000, capture=True).json["razorpay_payment_id"]
        named = caller.control("account_code", linked=linked, code="North").json
        assert named == {"linked": linked, "account_code": "North"}
        shares = [{"account_code": "North", "amount": 1000, "currency": "INR"}] * 2
        made = caller.call("POST", f"/v1/payments/{paid}/transfers", {"transfers": shares}).json["items"]
        arrived, failed = (one["id"] for one in made)
        assert caller.control("process_transfer", id=arrived).json["status"] == "processed"
        assert caller.control("fail_transfer", id=failed).json["status"] == "failed"
        caller.control("account_code", linked=linked, code=None)
        refused = caller.call("POST", "/v1/transfers", shares[0])
        assert (refused.status, refused.json["error"]["description"]) == (400, "North is an invalid account_code.")


def test_a_customer_pays_by_emi_with_an_offer(rzp, caller):
    made = caller.control("offers", method="emi", percentage=7.5, durations=[6], ends_at="2036-01-05T10:00:00Z")
    offer = made.json["id"]
    assert (made.json["percentage"], made.json["durations"], made.json["status"]) == (7.5, [6], "enabled")
    order = rzp.order.create({"amount": 200000, "currency": "INR", "offers": [offer]})["id"]
    how = {"method": "emi", "bank": "ICIC", "emi_duration": 6, "offer_id": offer}
    paid = rzp.payment.fetch(caller.control("pay", target=order, **how).json["razorpay_payment_id"])
    assert (paid["amount"], paid["emi_plan"]["duration"]) == (185000, 6)
    lent = caller.control("pay", amount=300000, method="cardless_emi", provider="earlysalary")
    assert rzp.payment.fetch(lent.json["razorpay_payment_id"])["wallet"] == "earlysalary"
    assert caller.control(f"GET offers/{offer}").json["used"] == 1
    assert caller.control(f"DELETE offers/{offer}").json["status"] == "disabled"
    again = caller.control(f"DELETE offers/{offer}")
    assert (again.status, again.said) == (400, f"{offer} is disabled")
    wrong = caller.control("offers", method="upi")
    assert (wrong.status, wrong.said.partition(":")[0]) == (400, "offer_type='instant_discount'")
    assert caller.control("GET offers/offer_x").status == 404


def test_the_balance_is_paid_out(caller, order):
    assert caller.control("settle").json == {"settlement": None}
    caller.control("pay", target=order)
    settlement = caller.control("settle", currency="INR").json["settlement"]
    assert (settlement["entity"], settlement["amount"]) == ("settlement", 50000 - 1000)
    assert {"account": "merchant", "currency": "INR", "amount": 0} in caller.control("GET balances").json["items"]
    assert caller.control("GET check").json == {"balanced": True}


def test_the_merchant_puts_money_in(rzp, caller):
    assert caller.control("reserve", amount=50000).json == {"reserve": 50000}
    assert caller.control("reserve", amount=-20000, currency="INR").json == {"reserve": 30000}
    assert caller.control("refund_credits", amount=700).json == {"refund_credits": 700}
    rzp.ledger.check()


def test_faults_are_planned_and_taken_back(rzp, caller):
    planned = caller.control("faults", endpoint="order.*", status=503, times=None, after=True).json["items"]
    assert planned == [
        {
            "endpoint": "order.*",
            "answer": "status",
            "status": 503,
            "latency": 0,
            "times": None,
            "every": 1,
            "after": True,
        }
    ]
    caller.control("faults", endpoint="item.all", latency=2.5)
    reset = caller.control("faults", endpoint="item.all", reset=True, every=2).json["items"][2]
    assert (reset["answer"], reset["status"], reset["every"], reset["times"]) == ("reset", None, 2, None)
    assert [item["answer"] for item in caller.control("GET faults").json["items"]] == ["status", None, "reset"]
    assert caller.call("POST", "/v1/orders", ORDER).status == 503
    assert caller.control("DELETE faults").json == {"items": []}
    assert caller.call("POST", "/v1/orders", ORDER).status == 200
    assert len(rzp.faults.active) == 0


def test_an_event_is_made_to_happen(rzp, caller):
    event = caller.control("trigger", event="payment_link.paid", amount=70000, customer={"name": "Asha Rao"}).json
    assert event == rzp.events[-1]
    assert event["payload"]["payment_link"]["entity"]["amount"] == 70000


# ---------------------------------------------------------------------- time, what happened, and back


def test_time_passes(rzp, caller, link):
    assert caller.control("GET clock").json == {"now": START}
    assert caller.control("advance", minutes=59, seconds=59).json == {"now": START + 3599}
    assert rzp.payment_link.fetch(link)["status"] == "created"
    assert caller.control("advance", seconds=1.0).json == {"now": START + 3600}
    assert rzp.payment_link.fetch(link)["status"] == "expired"
    assert caller.control("move_to", to="2026-12-01T00:00:00Z").json == {"now": 1796083200}
    assert caller.control("move_to", to=1796083201).json == {"now": 1796083201}
    assert caller.control("advance").json == {"now": 1796083201}


def test_what_happened(rzp, caller, order, link):
    paid = caller.control("pay", target=order).json["razorpay_payment_id"]
    assert caller.control("GET events").json == {"count": 3, "items": list(rzp.events)}
    assert names(caller.control("GET events")) == ["payment.authorized", "payment.captured", "order.paid"]
    assert names(caller.control("GET events?event=order.paid")) == ["order.paid"]
    caller.call("POST", f"/v1/payment_links/{link}/notify_by/sms")
    assert caller.control("GET outbox").json["items"] == [message._asdict() for message in rzp.outbox]
    calls = caller.control("GET calls").json
    assert (calls["count"], calls["items"][0]["path"], calls["items"][0]["answer"]["id"]) == (3, "/v1/orders", order)
    assert caller.control(f"GET history/{paid}").json["items"] == [
        {"status": "created", "at": START, "why": "create"},
        {"status": "authorized", "at": START, "why": "authorize"},
        {"status": "captured", "at": START, "why": "capture"},
    ]


@pytest.mark.parametrize(
    ("form", "content_type", "begins"),
    [
        ("json", "application/json", b'{\n  "schema": 1,'),
        ("text", "text/plain; charset=utf-8", b"2026-01-05 15:30:00 IST\n"),
        ("mermaid", "text/plain; charset=utf-8", b"sequenceDiagram\n"),
        ("states", "text/plain; charset=utf-8", b"stateDiagram-v2\n"),
        ("html", "text/html; charset=utf-8", b"<div"),
    ],
)
def test_the_story(caller, order, form, content_type, begins):
    caller.control("pay", target=order)
    for path in (f"GET story?form={form}", f"GET story/{order}?form={form}"):
        answer = caller.control(path)
        assert (answer.status, answer.headers["content-type"]) == (200, content_type)
        assert answer.body.startswith(begins)
        assert order.encode() in answer.body
    assert caller.control("GET story").json["acts"][0]["call"]["endpoint"] == "order.create"


def test_moments_are_kept_and_come_back_to(rzp, caller, order):
    assert [caller.control("snapshot").json for _ in range(2)] == [{"name": "1"}, {"name": "2"}]
    assert caller.control("snapshot", name="unpaid").json == {"name": "unpaid"}
    caller.control("pay", target=order)
    caller.control("advance", days=1)
    assert caller.control("restore", name="unpaid").json == {"now": START}
    assert rzp.order.fetch(order)["status"] == "created"
    assert caller.control("snapshot").json == {"name": "4"}
    caller.control("snapshot", name="5")
    assert caller.control("snapshot").json == {"name": "6"}


def test_a_reset_goes_back_to_when_the_server_began(rzp):
    order = rzp.order.create(ORDER)["id"]
    told = []
    rzp.webhooks.subscribe(lambda body, headers: told.append(headers["x-razorpay-event-id"]), events=["order.paid"])
    with rzp.serve() as server:
        caller = Caller(server.port, (rzp.key_id, rzp.key_secret))
        caller.control("pay", target=order)
        caller.call("POST", "/v1/orders", ORDER)
        caller.control("advance", days=1)
        assert caller.control("reset").json == {"now": START}
        assert [one["id"] for one in caller.call("GET", "/v1/orders").json["items"]] == [order]
        caller.control("pay", target=order)
    assert len(told) == 2
    assert told[0] == told[1]  # the same calls, the same event


# ---------------------------------------------------------------------- webhooks


@pytest.fixture
def listening():
    """A server on this machine that keeps what it is asked."""
    listening = Listening()
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield listening
    listening.shutdown()
    thread.join()
    listening.server_close()


def test_a_server_on_this_machine_is_told(rzp, caller, listening, order):
    url = f"http://127.0.0.1:{listening.server_port}/hook"
    made = caller.control("webhooks", url=url, secret="whsec", events=["order.paid"]).json
    assert made == {
        "id": made["id"],
        "target": url,
        "secret": "whsec",
        "events": ["order.paid"],
        "account": None,
        "active": True,
        "disabled_at": None,
    }
    assert caller.control("GET webhooks").json == {"count": 1, "items": [made]}
    caller.control("pay", target=order)
    [(path, headers, body)] = listening.asked
    assert (path, headers["X-Razorpay-Signature"]) == ("/hook", rzp.webhooks.sign(body, "whsec"))
    [delivery] = caller.control("GET deliveries").json["items"]
    assert (delivery["event"], delivery["status"], delivery["accepted"]) == ("order.paid", 200, True)
    assert (delivery["body"].encode(), delivery["subscription"]) == (body, made["id"])
    assert delivery["headers"]["X-Razorpay-Signature"] == headers["X-Razorpay-Signature"]
    assert caller.control(f"DELETE webhooks/{made['id']}").json == {"id": made["id"], "deleted": True}
    assert caller.control("GET webhooks").json == {"count": 0, "items": []}


def test_a_handler_of_the_tests_own_is_listed_by_its_name(rzp, caller):
    def handler(body, headers):
        """Accept."""

    rzp.webhooks.subscribe(handler)
    [one] = caller.control("GET webhooks").json["items"]
    assert one["target"].endswith("<locals>.handler")
    assert (one["secret"], one["events"]) == (None, None)


def test_deliveries_are_held_and_let_go(caller, listening, order):
    url = f"http://127.0.0.1:{listening.server_port}/"
    hook = caller.control("webhooks", url=url, retry_after=7).json["id"]
    assert caller.control("hold").json == {"count": 0, "items": []}
    caller.control("pay", target=order)
    pending = caller.control("GET pending").json
    assert [one["event"] for one in pending["items"]] == ["payment.authorized", "payment.captured", "order.paid"]
    assert pending["items"][0] == {
        "event": "payment.authorized",
        "event_id": pending["items"][0]["event_id"],
        "subscription": hook,
        "attempts": 0,
        "created_at": START,
        "at": None,
    }
    done = caller.control("deliver", order=["order.paid"], repeat=2)
    assert names(done) == ["order.paid", "order.paid"]
    assert names(caller.control("deliver", order="lifo", drop=["payment.captured"])) == ["payment.authorized"]
    assert caller.control("GET pending").json["count"] == 0
    caller.control("trigger", event="payment.failed")
    assert names(caller.control("resume")) == ["payment.failed"]
    assert len(listening.asked) == 4


def test_a_handler_asks_razorpay_while_its_own_call_is_being_answered(rzp, caller, listening, order):
    seen = []
    listening.then = lambda: seen.append(caller.call("GET", f"/v1/orders/{order}").json["status"])
    caller.control("webhooks", url=f"http://127.0.0.1:{listening.server_port}/", events=["payment.captured"])
    payment = caller.control("pay", target=order, capture=False).json["razorpay_payment_id"]
    answer = caller.call("POST", f"/v1/payments/{payment}/capture", {"amount": 50000, "currency": "INR"})
    assert (answer.json["status"], seen) == ("captured", ["paid"])


# ---------------------------------------------------------------------- beside Python


def parameters(function):
    return {name for name, p in inspect.signature(function).parameters.items() if p.kind is not p.VAR_KEYWORD}


def takes(call):
    method, _, path = call.rpartition(" ")
    [found] = [command for command in COMMANDS if (command.method, command.path) == (method or "POST", path)]
    return set(found.takes)


def test_what_python_can_say_can_be_said_in_json(rzp):
    """All but what is no JSON: a callable, an application, a handler that raises in this process."""
    assert takes("pay") == parameters(rzp.checkout.pay)
    assert takes("fail") == takes("pay") - {"capture", "description"} | {"reason"}
    assert takes("abandon") == takes("fail") - {"reason"}
    assert takes("faults") == parameters(rzp.faults.inject) - {"where"}
    assert takes("advance") == parameters(rzp.clock.advance) - {"delta"}
    assert takes("settle") == parameters(rzp.bank.settle)
    assert takes("reserve") == takes("refund_credits") == parameters(rzp.bank.reserve)
    assert takes("dispute") == parameters(rzp.bank.dispute)
    assert takes("ask_for_evidence") - {"id"} == parameters(rzp.bank.ask_for_evidence) - {"dispute_id"}
    assert takes("deliver") == parameters(rzp.webhooks.deliver)
    of_python = {"target", "path", "host", "style", "raise_errors"}
    assert takes("webhooks") == parameters(rzp.webhooks.subscribe) - of_python | {"url"}
    overrides = {name for recipe in RECIPES.values() for name in recipe.takes} | set(ALWAYS)
    assert takes("trigger") == overrides | {"event"}


def test_what_the_bank_can_do_is_a_call(rzp):
    outcomes = {"succeed", "fail", "pending", "time_out", "authorize_late"}
    strategies = {"sequence", "always", "by_method", "by_amount", "by_customer", "at_random"}
    verbs = {name for name in dir(rzp.bank) if not name.startswith("_")} - outcomes - strategies - {"decision"}
    assert verbs <= {command.path for command in COMMANDS}
