"""Probing: what an app accepts of what is forged, altered, repeated, or good."""

from __future__ import annotations

import json

import pytest

from fakerzp import NotFaked
from fakerzp.webhooks.probe_cases import sendings
from tests.webhooks.endpoints import START

SECRET = "whsec_1"
REFUSED = [
    "no signature",
    "wrong signature",
    "old secret",
    "tampered body",
    "another account, its secret",
    "written anew, first signature",
    "empty body",
]
GOOD = ["good event", "good event again", "good event, spaced", "good event, escaped", "good event, shuffled"]


class App:
    """An app that does it right; parts of it can be replaced."""

    def __init__(self, sign, secrets=(SECRET,)):
        self.sign = sign
        self.secrets = secrets
        self.bodies = []
        self.identities = []
        self.acted = {}

    def verified(self, body, headers):
        return any(headers.get("X-Razorpay-Signature") == self.sign(body, secret) for secret in self.secrets)

    def act(self, event, identity):
        self.acted.setdefault(identity, event["event"])

    def __call__(self, body, headers):
        self.bodies.append(body)
        self.identities.append(headers["x-razorpay-event-id"])
        if not self.verified(body, headers):
            return 400
        self.act(json.loads(body), headers["x-razorpay-event-id"])
        return 200


class Trusting(App):
    def verified(self, body, headers):
        return True


class Rewriting(App):
    def verified(self, body, headers):
        written = json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False)
        return super().verified(written.encode(), headers)


class Verbose(App):
    """Writes the body anew as `json.dumps` does unless told otherwise."""

    def verified(self, body, headers):
        return super().verified(json.dumps(json.loads(body)).encode(), headers)


class TrustsUnsigned(App):
    def verified(self, body, headers):
        return "X-Razorpay-Signature" not in headers or super().verified(body, headers)


class Repeats(App):
    def act(self, event, identity):
        self.acted[len(self.acted)] = event["event"]


def probed(rzp, kind, **options):
    app = kind(rzp.webhooks.sign)
    return app, rzp.webhooks.probe(app, secret=SECRET, **options)


def wrong(found):
    return [case.name for case in found.wrong]


def test_an_app_that_does_it_right(rzp):
    app, found = probed(rzp, App, state=lambda app: app.acted)
    assert found.ok
    assert found.wrong == []
    assert [(c.name, c.status, c.should) for c in found.cases] == [
        *((name, 400, False) for name in REFUSED),
        *((name, 200, True) for name in GOOD),
        ("another account, this secret", 200, None),
    ]
    assert [case.changed for case in found.cases] == [*[False] * 7, True, False, *[True] * 4]
    assert set(app.acted.values()) == {"payment.captured"}


def test_what_is_sent(rzp):
    app, _ = probed(rzp, App)
    good = app.bodies[7]
    event = json.loads(good)
    assert event["event"] == "payment.captured"
    assert event["account_id"] == rzp.account_id
    assert app.bodies[0] == app.bodies[1] == app.bodies[2] == app.bodies[8] == good
    assert app.identities[7] == app.identities[8]
    assert len(set(app.identities)) == 12
    tampered = json.loads(app.bodies[3])
    amount = event["payload"]["payment"]["entity"]["amount"]
    assert tampered["payload"]["payment"]["entity"]["amount"] == amount // 100
    assert json.loads(app.bodies[4])["account_id"] != rzp.account_id
    assert app.bodies[5] != good
    assert json.loads(app.bodies[5]) == event
    assert app.bodies[6] == b""
    for body in app.bodies[9:12]:
        assert body != good
        assert json.loads(body) == event
    assert app.bodies[12] == app.bodies[4]


def test_an_app_that_does_not_verify(rzp):
    _, found = probed(rzp, Trusting)
    assert wrong(found) == REFUSED[:-1]
    assert found["empty body"].status == 500
    assert found["empty body"].error.startswith("JSONDecodeError: ")
    shown = repr(found).splitlines()
    assert shown[0].split() == ["sent", "answer", "should"]
    assert shown[1].split("  ")[0] == "no signature"
    assert shown[1].endswith("WRONG: accepted")
    assert any(line.startswith("- verify X-Razorpay-Signature") for line in shown)


def test_an_app_that_writes_the_body_anew_and_has_luck_with_the_usual_spelling(rzp):
    _, found = probed(rzp, Rewriting)
    assert found["good event"].ok
    assert "written anew, first signature" in wrong(found)
    assert "good event, spaced" in wrong(found)
    assert "json.dumps(request.json) is not what was signed" in found["good event, spaced"].advice


def test_an_app_that_writes_the_body_anew_and_has_no_luck(rzp):
    _, found = probed(rzp, Verbose)
    assert {"good event", "good event, shuffled"} < set(wrong(found))
    assert not found["good event"].accepted
    assert "WRONG: refused" in str(found)


def test_an_app_that_believes_what_is_not_signed(rzp):
    _, found = probed(rzp, TrustsUnsigned)
    assert wrong(found) == ["no signature"]


def test_an_app_that_keeps_its_old_secret(rzp):
    app = App(rzp.webhooks.sign, (SECRET, "whsec_0"))
    assert wrong(rzp.webhooks.probe(app, secret=SECRET, old_secret="whsec_0")) == ["old secret"]
    assert rzp.webhooks.probe(app, secret=SECRET).ok


def test_an_app_that_acts_again_on_a_repeated_event_is_seen_by_its_state(rzp):
    assert probed(rzp, Repeats)[1].ok
    _, found = probed(rzp, Repeats, state=lambda app: app.acted)
    assert wrong(found) == ["good event again"]
    assert "WRONG: acted again" in repr(found)
    assert "x-razorpay-event-id" in found["good event again"].advice


def test_an_app_that_acts_on_what_it_refuses_is_seen_by_its_state(rzp):
    class Hasty(App):
        def verified(self, body, headers):
            self.acted[len(self.acted)] = "seen"
            return super().verified(body, headers)

        def act(self, event, identity):
            pass

    _, found = probed(rzp, Hasty, state=lambda app: app.acted)
    assert wrong(found) == [*REFUSED, "good event again"]
    assert "WRONG: refused and acted on" in repr(found)


def test_an_answer_that_razorpay_takes_for_a_failure_is_no_acceptance(rzp):
    class Redirects(App):
        def __call__(self, body, headers):
            return 302 if super().__call__(body, headers) == 200 else 400

    _, found = probed(rzp, Redirects)
    assert wrong(found) == GOOD
    assert "WRONG: not 2xx" in repr(found)


def test_what_counts_as_accepted_can_be_said(rzp):
    class Silent(App):
        """Answers 204 to what it acts on, and 200 to what it ignores."""

        def __call__(self, body, headers):
            return 204 if super().__call__(body, headers) == 200 else 200

    assert wrong(probed(rzp, Silent)[1]) == REFUSED
    assert probed(rzp, Silent, accepted=lambda status: status == 204)[1].ok


def test_another_event_and_a_flow_of_ones_own(rzp):
    def flow(fake, app):
        assert isinstance(app, App)
        order = fake.order.create({"amount": 50000, "currency": "INR"})
        fake.checkout.fail(order["id"], reason="insufficient_funds")

    app, found = probed(rzp, App, event="payment.failed", flow=flow)
    assert found.ok
    assert set(app.acted.values()) == {"payment.failed"}
    assert probed(rzp, App, event="invoice.expired")[1].ok
    with pytest.raises(ValueError, match=r"the flow made no order\.paid"):
        probed(rzp, App, event="order.paid", flow=flow)


def test_an_event_without_amounts_is_tampered_with_too(rzp):
    sent = {s.name: s.body for s in sendings({"created_at": START, "account_id": "acc_0"}, SECRET, None, 1)}
    assert json.loads(sent["tampered body"]) == {"created_at": START - 1, "account_id": "acc_0"}
    assert "good event, escaped" not in sent
    assert probed(rzp, App, event="token.confirmed")[1].ok


def test_nothing_of_it_happens_to_the_fake(rzp):
    before = rzp.snapshot()
    probed(rzp, App)
    assert len(rzp.diff(before)) == 0
    assert (list(rzp.events), list(rzp.calls), list(rzp.webhooks.deliveries)) == ([], [], [])
    assert rzp.clock.now() == START


def test_the_same_twice(rzp):
    first, second = probed(rzp, App), probed(rzp, App)
    assert first[0].bodies == second[0].bodies
    assert first[0].identities == second[0].identities
    assert first[1] == second[1]


def test_what_is_no_fault_of_the_app_is_raised(rzp):
    def refused(body, headers):
        raise NotFaked("no such thing")

    with pytest.raises(NotFaked):
        rzp.webhooks.probe(refused, secret=SECRET)
    with pytest.raises(TypeError, match="HTTP status"):
        rzp.webhooks.probe(lambda body, headers: "ok", secret=SECRET)
    with pytest.raises(ValueError, match="secret"):
        rzp.webhooks.probe(App(rzp.webhooks.sign), secret="")
    with pytest.raises(KeyError):
        probed(rzp, App)[1]["no such case"]
