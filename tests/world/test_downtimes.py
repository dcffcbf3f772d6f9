"""Downtimes: their life on the clock and by hand, what they are told as, and which payments they hit."""

from __future__ import annotations

import pytest

from fakerzp import FakeRazorpay, PaymentFailed, PaymentPending

AT = 1_770_000_000


@pytest.fixture
def rzp():
    fake = FakeRazorpay(seed=3, at=AT)
    yield fake
    fake.ledger.check()


def told(rzp):
    return [event["event"] for event in rzp.events]


def paid(rzp, **how):
    try:
        payment = rzp.checkout.pay(amount=500000, **how)["razorpay_payment_id"]
    except PaymentFailed as failed:
        payment = failed.error["error"]["metadata"]["payment_id"]
    return rzp.payment.fetch(payment)["error_reason"]


def test_a_downtime_as_the_api_has_it(rzp):
    made = rzp.bank.downtime("card", issuer="SBIN", card_type="credit", severity="low")
    assert made == {
        "id": made["id"],
        "entity": "payment.downtime",
        "method": "card",
        "begin": AT,
        "end": None,
        "status": "started",
        "scheduled": False,
        "severity": "low",
        "instrument": {"issuer": "SBIN", "card_type": "credit"},
        "created_at": AT,
        "updated_at": AT,
    }
    assert made["id"].startswith("down_")
    alone = {name: value for name, value in made.items() if name != "entity"}
    assert rzp.payment.fetchDownTimeById(made["id"]) == alone
    assert rzp.payments.fetchPaymentDowntimeById(made["id"]) == alone
    assert rzp.payment.fetchDownTime() == {"entity": "collection", "count": 1, "items": [made]}


@pytest.mark.parametrize(
    ("method", "named", "shown"),
    [
        ("netbanking", {"bank": "VIJB"}, {"bank": "VIJB"}),
        ("card", {"card_type": "credit", "issuer": "SBIN"}, {"issuer": "SBIN", "type": "credit"}),
        ("card", {"network": "MC", "card_type": "credit"}, {"network": "MC", "type": "credit"}),
        ("card", {"card_type": "debit"}, {"network": "ALL", "type": "debit"}),
        ("card", {}, {"network": "ALL"}),
        ("upi", {"vpa_handle": "@oksbi", "flow": "collect"}, {"vpa_handle": "oksbi", "flow": "collect"}),
        ("upi", {"psp": "bhim", "flow": "collect"}, {"psp": "bhim", "flow": "collect"}),
        ("upi", {"flow": "in_app"}, {"flow": "in_app"}),
        ("upi", {}, {"vpa_handle": "ALL"}),
    ],
)
def test_the_webhook_names_what_it_tells_of_the_instrument(rzp, method, named, shown):
    made = rzp.bank.downtime(method, **named)
    (event,) = rzp.events
    entity = event["payload"]["payment.downtime"]["entity"]
    assert event["contains"] == ["payment.downtime"]
    assert entity == {**made, "instrument": shown, "instrument_schema": list(shown)}
    assert list(entity)[8:10] == ["instrument", "instrument_schema"]


def test_its_life_by_hand(rzp):
    made = rzp.bank.downtime("netbanking", bank="HDFC")
    rzp.clock.advance(minutes=5)
    changed = rzp.bank.update_downtime(made["id"], severity="medium")
    assert changed == {**made, "status": "updated", "severity": "medium", "updated_at": AT + 300}
    rzp.clock.advance(minutes=5)
    over = rzp.bank.resolve_downtime(made["id"])
    assert over == {**changed, "status": "resolved", "end": AT + 600, "updated_at": AT + 600}
    assert told(rzp) == [f"payment.downtime.{step}" for step in ("started", "updated", "resolved")]
    assert rzp.payment.fetchDownTime()["items"] == []
    assert {**rzp.payment.fetchDownTimeById(made["id"]), "entity": "payment.downtime"} == over
    for late in (rzp.bank.resolve_downtime, lambda one: rzp.bank.update_downtime(one, severity="low")):
        with pytest.raises(ValueError, match="is resolved: it is too late"):
            late(made["id"])
    with pytest.raises(LookupError):
        rzp.bank.resolve_downtime("down_1")
    with pytest.raises(LookupError):
        rzp.bank.resolve_downtime(rzp.order.create({"amount": 100, "currency": "INR"})["id"])


def test_its_life_on_the_clock(rzp):
    made = rzp.bank.downtime("card", begin=AT + 3600, end=AT + 7200)
    assert (made["status"], made["scheduled"], made["end"]) == ("scheduled", True, AT + 7200)
    assert told(rzp) == []
    assert rzp.payment.fetchDownTime()["items"] == [made]
    with pytest.raises(ValueError, match="is scheduled: it is too late, or too early, to resolve it"):
        rzp.bank.resolve_downtime(made["id"])
    rzp.clock.advance(days=1)
    assert [(event["event"], event["created_at"]) for event in rzp.events] == [
        ("payment.downtime.started", AT + 3600),
        ("payment.downtime.resolved", AT + 7200),
    ]
    over = rzp.payment.fetchDownTimeById(made["id"])
    assert (over["status"], over["end"], over["updated_at"]) == ("resolved", AT + 7200, AT + 7200)
    assert [(step.status, step.at) for step in rzp.history(made["id"])] == [
        ("scheduled", AT),
        ("started", AT + 3600),
        ("resolved", AT + 7200),
    ]


def test_one_that_is_over_early_is_not_over_again(rzp):
    made = rzp.bank.downtime("card", end=AT + 7200)
    assert made["scheduled"] is True
    rzp.clock.advance(minutes=1)
    rzp.bank.resolve_downtime(made["id"])
    rzp.clock.advance(days=1)
    assert told(rzp) == ["payment.downtime.started", "payment.downtime.resolved"]
    assert rzp.payment.fetchDownTimeById(made["id"])["end"] == AT + 60


def test_the_list_is_of_what_is_to_come_or_goes_on_the_newest_first(rzp):
    first = rzp.bank.downtime("card", network="VISA")
    second = rzp.bank.downtime("upi", begin=AT + 60)
    third = rzp.bank.downtime("netbanking", bank="SBIN")
    rzp.bank.update_downtime(first["id"], severity="low")
    over = rzp.bank.downtime("card", network="RUPAY")
    rzp.bank.resolve_downtime(over["id"])
    listed = rzp.payment.fetchDownTime()
    assert [one["id"] for one in listed["items"]] == [third["id"], second["id"], first["id"]]
    assert listed["count"] == 3


def test_a_sub_merchant_sees_them_too(rzp):
    made = rzp.bank.downtime("card")
    headers = {"X-Razorpay-Account": "acc_IRQWUleX4BqvYn"}
    assert rzp.request("GET", "/v1/payments/downtimes", headers=headers).body["items"] == [made]
    assert rzp.request("GET", f"/v1/payments/downtimes/{made['id']}", headers=headers).body["status"] == "started"


@pytest.mark.parametrize(
    ("down", "hit", "spared"),
    [
        ({"method": "card"}, {"method": "card"}, {"method": "upi"}),
        ({"method": "card", "network": "ALL"}, {"method": "emi"}, {"method": "netbanking"}),
        ({"method": "card", "network": "MC"}, {"card": "5500670000001002"}, {"card": "4100280000001007"}),
        ({"method": "card", "issuer": "UTIB"}, {"card": "4718609108204366"}, {"card": "4100280000001007"}),
        ({"method": "card", "card_type": "debit"}, {"card": "6527658900001005"}, {"card": "4100280000001007"}),
        (
            {"method": "netbanking", "bank": "HDFC"},
            {"method": "netbanking", "bank": "HDFC"},
            {"method": "netbanking", "bank": "ICIC"},
        ),
        ({"method": "upi"}, {"method": "upi", "vpa": "a.b@okaxis"}, {"method": "card"}),
        (
            {"method": "upi", "vpa_handle": "oksbi"},
            {"method": "upi", "vpa": "a.b@oksbi"},
            {"method": "upi", "vpa": "a.b@okaxis"},
        ),
        (
            {"method": "upi", "psp": "google_pay"},
            {"method": "upi", "vpa": "a.b@okaxis"},
            {"method": "upi", "vpa": "a.b@ybl"},
        ),
        ({"method": "upi", "flow": "collect"}, {"method": "upi"}, {"method": "card"}),
    ],
)
def test_payments_by_what_is_down_fail_if_it_declines(rzp, down, hit, spared):
    made = rzp.bank.downtime(**down, declines=True)
    assert paid(rzp, **hit) == "bank_technical_error"
    assert paid(rzp, **spared) is None
    rzp.bank.resolve_downtime(made["id"])
    assert paid(rzp, **hit) is None


def test_otherwise_they_do_not(rzp):
    rzp.bank.downtime("card")
    assert paid(rzp, method="card") is None


def test_intent_is_no_collect(rzp):
    rzp.bank.downtime("upi", flow="intent", declines=True)
    rzp.bank.downtime("upi", flow="in_app", declines=True)
    assert paid(rzp, method="upi") is None  # checkout.pay sends a collect request


def test_it_declines_from_its_beginning_to_its_end(rzp):
    rzp.bank.downtime("card", begin=AT + 60, end=AT + 120, declines=True)
    assert paid(rzp) is None
    rzp.clock.advance(seconds=60)
    assert paid(rzp) == "bank_technical_error"
    rzp.clock.advance(seconds=60)
    assert paid(rzp) is None


def test_of_two_that_decline_each_ends_by_itself(rzp):
    one, other = (rzp.bank.downtime("card", network=name, declines=True)["id"] for name in ("VISA", "MC"))
    rzp.bank.resolve_downtime(one)
    assert (paid(rzp, card="4100280000001007"), paid(rzp, card="5500670000001002")) == (None, "bank_technical_error")
    rzp.bank.update_downtime(other, severity="low")
    assert paid(rzp, card="5500670000001002") == "bank_technical_error"
    rzp.bank.resolve_downtime(other)
    assert paid(rzp, card="5500670000001002") is None


def test_the_script_is_not_asked_about_what_is_down(rzp):
    rzp.bank.downtime("card", declines=True)
    rzp.bank.next(rzp.bank.pending())
    assert paid(rzp) == "bank_technical_error"
    with pytest.raises(PaymentPending):
        rzp.checkout.pay(amount=100, method="upi")


def test_a_card_that_says_no_by_itself_says_so(rzp):
    rzp.bank.downtime("card", declines=True)
    assert paid(rzp, card="4100280000060003") == "card_declined"


def test_a_charge_to_a_mandate_fails_too(rzp):
    event = rzp.trigger("token.confirmed", method="upi")
    token = event["payload"]["token"]["entity"]["id"]
    order = rzp.order.create({"amount": 1000, "currency": "INR"})["id"]
    rzp.bank.downtime("upi", declines=True)
    customer = rzp.events[0]["payload"]["payment"]["entity"]["customer_id"]
    body = {"email": "a@b.in", "contact": "9000090000", "amount": 1000, "currency": "INR", "recurring": "1"}
    answer = rzp.payment.createRecurring({**body, "order_id": order, "customer_id": customer, "token": token})
    assert rzp.payment.fetch(answer["razorpay_payment_id"])["error_reason"] == "bank_technical_error"


def test_snapshots_and_forks_hold_them(rzp):
    before = rzp.snapshot()
    made = rzp.bank.downtime("card", declines=True, end=AT + 600)
    with rzp.fork() as other:
        assert paid(other) == "bank_technical_error"
        other.bank.resolve_downtime(made["id"])
        assert paid(other) is None
    assert paid(rzp) == "bank_technical_error"
    (change,) = (one for key, one in rzp.diff(before, rzp.snapshot()).items() if key == made["id"])
    assert (change.before, change.after) == (None, made)
    rzp.restore(before)
    assert paid(rzp) is None
    rzp.clock.advance(days=1)
    assert "payment.downtime.resolved" not in told(rzp)


def test_a_plugin_sees_why(rzp):
    from fakerzp import hookimpl

    seen = []

    class Watches:
        @hookimpl(tryfirst=True)
        def fakerzp_decide_payment(self, instrument):
            seen.append(instrument.refuses)

    rzp.plugins.register(Watches())
    rzp.bank.downtime("card", declines=True)
    assert paid(rzp) == "bank_technical_error"
    assert seen == ["bank_technical_error"]


@pytest.mark.parametrize(
    ("method", "given", "said"),
    [
        ("wallet", {}, "downtimes are told of card, netbanking, upi only"),
        ("netbanking", {}, "bank= says which bank is down"),
        ("netbanking", {"bank": "NONE"}, "bank='NONE' is none that Razorpay lists"),
        ("netbanking", {"bank": "HDFC", "issuer": "HDFC"}, "issuer= does not go with method='netbanking'"),
        ("card", {"network": "Visa"}, "network='Visa' is none"),
        ("card", {"issuer": "hdfc"}, "issuer='hdfc' is none"),
        ("card", {"card_type": "prepaid"}, "card_type='prepaid' is none"),
        ("upi", {"psp": "mobikwik"}, "psp='mobikwik' is none"),
        ("upi", {"vpa_handle": "a@b"}, "vpa_handle='a@b' is none"),
        ("upi", {"flow": "qr"}, "flow='qr' is none"),
        ("card", {"severity": "severe"}, "severity='severe': one of high, medium, low"),
        ("card", {"end": AT}, "a downtime ends after it begins"),
        ("card", {"begin": AT + 100, "end": AT + 50}, "a downtime ends after it begins"),
    ],
)
def test_what_no_page_has_is_refused(rzp, method, given, said):
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        rzp.bank.downtime(method, **given)
    assert rzp.payment.fetchDownTime()["items"] == []
    assert told(rzp) == []


def test_a_severity_that_is_none_changes_nothing(rzp):
    made = rzp.bank.downtime("card")
    with pytest.raises(ValueError, match="severity='worse'"):
        rzp.bank.update_downtime(made["id"], severity="worse")
    assert rzp.payment.fetchDownTime()["items"] == [made]


@pytest.mark.parametrize("event", ["started", "updated", "resolved"])
def test_each_event_is_triggered(rzp, event):
    sent = rzp.trigger(f"payment.downtime.{event}", method="upi", psp="phonepe", severity="low")
    entity = sent["payload"]["payment.downtime"]["entity"]
    assert (sent["event"], entity["status"]) == (f"payment.downtime.{event}", event)
    assert entity["instrument"] == {"psp": "phonepe"}
    assert entity["severity"] == ("low" if event == "started" else "medium" if event == "updated" else "low")
