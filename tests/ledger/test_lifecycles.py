"""The law's tables: whole in themselves, and each row of them one that a merchant's calls can take."""

from __future__ import annotations

import dataclasses
import string
from types import SimpleNamespace

import pytest

from fakerzp import BadRequestError, PaymentFailed, PaymentPending, lifecycles
from fakerzp.api.invoice_fields import EDITED
from fakerzp.entities.base import Record
from fakerzp.entities.deposit import Deposit
from fakerzp.entities.payment import Payment, Refund
from fakerzp.entities.route import Reversal, Transfer
from fakerzp.entities.settlement import Settlement
from fakerzp.errors import Text
from fakerzp.ledger.law import Law
from fakerzp.ledger.money import ACCOUNTS
from fakerzp.lifecycles import COUPLED, COUPLINGS, EXPIRY, INVOICE_EDITABLE, LIFECYCLES, SAME, refusal, row_of
from fakerzp.world.payloads import SHOWN
from tests.flows.saved_cards import lenders_answer, saved_cards, saved_twice
from tests.flows.steps import (
    charge_body,
    invoice_body,
    order_of,
    paid,
    payment_link_body,
    registered,
)
from tests.flows.test_flow_reserve_pay import reserved_lives
from tests.ledger import collecting, onboarding, settling, subscribing
from tests.ledger.transferred import slow_transfers, to_accounts, transfers

SAMPLES = {
    "payment": Payment(id="pay_1", created_at=0, amount=1000, currency="INR", method="upi", fee=24, tax=4),
    "refund": Refund(id="rfnd_1", created_at=0, amount=1000, currency="INR", payment_id="pay_1"),
    "settlement": Settlement(id="setl_1", created_at=0, amount=976, currency="INR", utr="1"),
    **settling.SAMPLES,
    "transfer": Transfer(
        id="trf_1", created_at=0, source="pay_1", recipient="acc_2", amount=1000, currency="INR", fees=3, tax=1
    ),
    "reversal": Reversal(
        id="rvrsl_1", created_at=0, transfer_id="trf_1", amount=1000, currency="INR", initiator_id="1"
    ),
    **onboarding.SAMPLES,
    "deposit": Deposit(id="dep_1", created_at=0, amount=1000, currency="INR", into="credits"),
}
NAMED = {
    **onboarding.NAMED,
    "dispute": "payment.dispute",
    "downtime": "payment.downtime",
    "card_token": "token",
    "service_provider_token": "token",
}
"""How the events of an entity begin, where that is not its own name."""


def records(base=Record):
    """Every class of records that has a law, by its kind."""
    for one in base.__subclasses__():
        yield from records(one)
        if one.KIND in LIFECYCLES:
            yield one.KIND, one


RECORDS = dict(records())
ROWS = [(machine.entity, row) for machine in LIFECYCLES.values() for row in machine.rows]
STEPS = [(kind, before, row.event) for kind, row in ROWS for before in row.before]


def fields_of(kind):
    return {field.name for field in dataclasses.fields(RECORDS[kind])}


def events_of(kind):
    return {row.event for row in LIFECYCLES[kind].rows}


def statuses_of(kind):
    machine = LIFECYCLES[kind]
    born = {birth.status for birth in machine.births}
    return born | {row.after for row in machine.rows if row.after is not SAME}


def called(kind, row):
    return f"{kind} {row.event}" if isinstance(row, lifecycles.Row) else str(row)


# ---------------------------------------------------------------------- each table in itself


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_a_machine_is_of_an_entity_that_is_there(kind):
    machine = LIFECYCLES[kind]
    assert machine.entity == kind == RECORDS[kind].KIND
    assert machine.page.endswith(".md")
    assert machine.births
    # The money is there, and nothing more becomes of it.
    assert bool(machine.rows) == (kind not in ("deposit", "reversal"))
    assert len({birth.status for birth in machine.births}) == len(machine.births)


def test_every_entity_with_events_has_a_machine():
    assert set(LIFECYCLES) == set(RECORDS)
    told = {kind for kind, machine in LIFECYCLES.items() if any(one.emits for one in (*machine.births, *machine.rows))}
    steps = [one for machine in LIFECYCLES.values() for one in (*machine.births, *machine.rows)]
    carried = {kind for one in steps for kind in one.carries}
    assert told <= carried == set(SHOWN)


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_every_state_can_be_reached_and_none_is_left_that_cannot(kind):
    machine = LIFECYCLES[kind]
    reached = {birth.status for birth in machine.births}
    while True:
        onwards = {row.after for row in machine.rows if row.after is not SAME and reached & set(row.before)}
        if onwards <= reached:
            break
        reached |= onwards
    assert reached == statuses_of(kind)
    assert {before for row in machine.rows for before in row.before} <= reached


@pytest.mark.parametrize(("kind", "row"), ROWS, ids=lambda one: one if isinstance(one, str) else one.event)
def test_a_row_is_well_formed(kind, row):
    assert row.before
    assert len(set(row.before)) == len(row.before)
    assert row.basis in ("documented", "sdk", "inferred")
    assert row.stamp is None or row.stamp in fields_of(kind)
    assert (row.emits is None) == (row.carries == ())
    assert set(row.carries) <= set(SHOWN)
    if row.emits is not None:
        assert kind in row.carries
        assert row.emits.startswith(NAMED.get(kind, kind) + ".")
    sample = SAMPLES.get(kind)
    if row.posts is not None:
        entries = row.posts(sample)
        assert sum(amount for _, amount in entries) == 0
        assert any(amount for _, amount in entries)
        assert {name for name, _ in entries} <= set(ACCOUNTS)


def test_one_event_in_one_status_has_one_row():
    assert len(STEPS) == len(set(STEPS))
    for kind, row in ROWS:
        for before in row.before:
            assert row_of(kind, before, row.event) is row
    assert row_of("invoice", "paid", "pay") is None
    assert row_of("invoice", None, "pay") is None
    assert row_of("nothing", "created", "pay") is None


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_a_birth_is_well_formed(kind):
    for birth in LIFECYCLES[kind].births:
        assert (birth.emits is None) == (birth.carries == ())
        assert set(birth.carries) <= set(SHOWN)
        if birth.posts is not None:
            entries = birth.posts(SAMPLES[kind])
            assert sum(amount for _, amount in entries) == 0
            assert {name for name, _ in entries} <= set(ACCOUNTS)


# ---------------------------------------------------------------------- what moves what


@pytest.mark.parametrize("coupling", COUPLINGS, ids=lambda c: f"{c.entity} {c.event}: {c.moves} {c.then}")
def test_a_coupling_names_rows_that_are_there(coupling):
    assert coupling.event in events_of(coupling.entity) | {"create"}
    assert coupling.by in fields_of(coupling.entity)
    refused = ("*", coupling.then) in LIFECYCLES[coupling.moves].refusals  # a step that is never taken has no row
    assert (coupling.then in events_of(coupling.moves)) or refused
    assert coupling.entity != coupling.moves or coupling.by == "id"
    assert coupling in COUPLED[coupling.entity, coupling.event]


def test_couplings_are_found_by_what_they_begin_with():
    assert [one for group in COUPLED.values() for one in group] != []
    assert sorted(map(id, (one for group in COUPLED.values() for one in group))) == sorted(map(id, COUPLINGS))
    assert len(set(COUPLINGS)) == len(COUPLINGS)


@pytest.mark.parametrize(
    ("kind", "record", "cause"),
    [
        ("order", {"amount_due": 100}, {"covers": 99}),
        ("order", {"amount_due": 100}, {"covers": 100}),
        ("order", {"amount_due": 100}, {"covers": 101}),
        ("order", {"amount_due": 0}, {"covers": 0}),
        ("payment", {"amount": 100, "amount_refunded": 0, "captured": True}, {"amount": 99}),
        ("payment", {"amount": 100, "amount_refunded": 1, "captured": True}, {"amount": 99}),
        ("payment", {"amount": 100, "amount_refunded": 50, "captured": True}, {"amount": 50}),
        ("payment", {"amount": 100, "amount_refunded": 0, "captured": False}, {"amount": 100}),
    ],
)
def test_of_couplings_with_conditions_exactly_one_holds(kind, record, cause):
    """Whole or part, of one event and one target: never both, never neither."""
    groups = {}
    for coupling in COUPLINGS:
        if coupling.moves == kind and coupling.when is not None:
            groups.setdefault((coupling.entity, coupling.event), []).append(coupling.when)
    assert groups
    for conditions in groups.values():
        held = [when(SimpleNamespace(**record), SimpleNamespace(**cause)) for when in conditions]
        assert sorted(held) == [False] * (len(held) - 1) + [True]


def test_no_coupling_leads_back_to_where_it_began():
    edges = {}
    for coupling in COUPLINGS:
        edges.setdefault((coupling.entity, coupling.event), set()).add((coupling.moves, coupling.then))

    def walk(at, passed):
        assert at not in passed
        for onwards in edges.get(at, ()):
            walk(onwards, (*passed, at))

    for at in list(edges):
        walk(at, ())


# ---------------------------------------------------------------------- what is refused, and in which words


@pytest.mark.parametrize("kind", LIFECYCLES)
def test_a_refusal_is_of_a_status_and_an_event_that_are_there_and_not_allowed(kind):
    for (status, event), text in LIFECYCLES[kind].refusals.items():
        assert status in statuses_of(kind) | {"*"}
        assert event in events_of(kind) | {"*"} | {one.then for one in COUPLINGS if one.moves == kind}
        assert isinstance(text, Text)
        assert {name for _, name, _, _ in string.Formatter().parse(text.template) if name} <= {"status"}
        if "*" not in (status, event):
            assert row_of(kind, status, event) is None
        else:
            statuses = statuses_of(kind) if status == "*" else {status}
            events = events_of(kind) if event == "*" else {event}
            assert any(row_of(kind, one, other) is None for one in statuses for other in events)


# What a merchant can ask for by a call of its own.
ASKED = {
    "invoice": ["issue", "edit", "notify", "cancel", "delete"],
    "payment_link": ["edit", "notify", "cancel"],
    "payment": ["capture", "refund_part", "refund_all", "transfer"],
    "order": ["pay"],
    "token": ["charge", "cancel"],
    "transfer": ["hold", "release", "reverse_part", "reverse_all"],
}


@pytest.mark.parametrize(("kind", "event"), [(kind, event) for kind, events in ASKED.items() for event in events])
def test_whatever_a_merchant_can_ask_for_is_refused_in_words_where_it_is_not_allowed(kind, event):
    for status in statuses_of(kind) - {"deleted"}:
        if row_of(kind, status, event) is None:
            text = refusal(kind, status, event)
            assert text is not None
            assert text.error(status=status).description


def test_the_closest_refusal_speaks():
    assert refusal("payment", "captured", "capture") != refusal("payment", "failed", "capture")
    assert refusal("invoice", "paid", "cancel") == refusal("invoice", "draft", "notify")
    assert refusal("refund", "processed", "process") is None
    said = refusal("invoice", "paid", "cancel").error(status="paid").description
    assert said == "Operation not allowed for Invoice in paid status."


def test_what_expires_says_when():
    for kind, field in EXPIRY.items():
        assert field in fields_of(kind)
        assert "expire" in events_of(kind)
    assert {kind for kind in LIFECYCLES if "expire" in events_of(kind)} == set(EXPIRY)


def test_what_an_edit_may_change_is_known_of_every_status_that_can_be_edited():
    editable = {before for row in LIFECYCLES["invoice"].rows if row.event == "edit" for before in row.before}
    assert set(INVOICE_EDITABLE) == editable - {"draft"}
    for names in INVOICE_EDITABLE.values():
        assert "notes" in names
        assert names <= set(EDITED.fields)


# ---------------------------------------------------------------------- every row, by calls


def _orders(rzp):
    first = order_of(rzp, 1000, partial_payment=True)
    rzp.checkout.fail(first)
    rzp.checkout.pay(first, amount=400)
    rzp.checkout.pay(first)
    order = order_of(rzp, 1000, partial_payment=True)
    rzp.checkout.pay(order, amount=400)
    rzp.checkout.pay(order)
    payment = rzp.checkout.pay(order_of(rzp), capture=False)["razorpay_payment_id"]
    rzp.payments.capture(payment, 100000, "INR")
    rzp.payments.refund(payment, {"amount": 1000})
    rzp.payments.refund(payment)
    rzp.payments.refund(paid(rzp))


def _captured_later(rzp):
    """Payments that wait for their capture, of the whole and of its parts."""
    for amounts in ((1000,), (400, 600)):
        order = order_of(rzp, 1000, partial_payment=True)
        waiting = [rzp.checkout.pay(order, amount=a, capture=False)["razorpay_payment_id"] for a in amounts]
        for payment, amount in zip(waiting, amounts, strict=True):
            rzp.payments.capture(payment, amount, "INR")


def _invoices(rzp):
    soon = rzp.clock.now() + 1000

    def made(**more):
        return rzp.invoices.create(invoice_body(1000, partial_payment=True, **more))["id"]

    for then in ("pay", "part", "cancel", "expire", "part, expire"):
        invoice = made(expire_by=soon)
        rzp.invoices.notifyBy(invoice, "sms")
        rzp.invoices.edit(invoice, {"notes": {"a": "b"}})
        if "part" in then:
            rzp.checkout.pay(invoice, amount=400)
            rzp.checkout.pay(invoice, amount=300)
            rzp.invoices.notifyBy(invoice, "sms")
            rzp.invoices.edit(invoice, {"notes": {"a": "c"}})
        if then in ("pay", "part"):
            rzp.checkout.pay(invoice)
        if then == "cancel":
            rzp.invoices.cancel(invoice)
        if "expire" in then:
            rzp.clock.move_to(soon)
            soon += 1000
        rzp.invoices.edit(invoice, {"notes": {"a": "d"}})
    draft = made(draft=True)
    rzp.invoices.edit(draft, {"terms": "none"})
    rzp.invoices.issue(draft)
    rzp.invoices.cancel(made(draft=True))
    rzp.invoices.delete(made(draft=True))


def _links(rzp):
    soon = rzp.clock.now() + 4 * 86400

    def made():
        link = rzp.paymentLink.create(payment_link_body(1000, accept_partial=True, expire_by=soon))["id"]
        rzp.paymentLink.notifyBy(link, "sms")
        rzp.paymentLink.edit(link, {"notes": {"a": "b"}})
        return link

    rzp.checkout.pay(made())
    rzp.paymentLink.cancel(made())
    made()
    link = made()
    parts = made()
    for one in (link, parts):
        rzp.checkout.pay(one, amount=400)
        rzp.checkout.pay(one, amount=300)
        rzp.paymentLink.notifyBy(one, "email")
        rzp.paymentLink.edit(one, {"notes": {"a": "c"}})
    rzp.checkout.pay(link)
    rzp.clock.move_to(soon)


def _old_links(rzp):
    body = payment_link_body(1000, accept_partial=True)
    for parts in (False, True):
        link = rzp.paymentLink.create(body)["id"]
        if parts:
            rzp.checkout.pay(link, amount=400)
        rzp.paymentLink.edit(link, {"notes": {"a": "b"}})
    rzp.clock.advance(days=30)


def _tokens(rzp):
    customer, token, _ = registered(rzp, "card")
    rzp.payments.createRecurringPayment(charge_body(order_of(rzp, 1000), customer, token))
    rzp.token.cancel(customer, token)
    rzp.clock.advance(days=1)
    rzp.customers.deleteToken(customer, token)
    for confirm, then in ((False, "delete"), (True, "delete"), (True, "cancel"), (False, "reject")):
        customer, token, _ = registered(rzp, "nach", confirm=confirm)
        if then == "reject":
            rzp.bank.reject_token(token)
        if then == "cancel":
            rzp.token.cancel(customer, token)
        rzp.customers.deleteToken(customer, token)


def _slow_refunds(rzp):
    """Refunds that take their time, and may fail; also of what was authorized and not captured in time."""
    whole, part = paid(rzp), paid(rzp)
    for payment, body in ((whole, {}), (part, {"amount": 1000}), (part, {"amount": 2000, "speed": "optimum"})):
        rzp.bank.fail_refund(rzp.payments.refund(payment, body)["id"])
    instant = rzp.payments.refund(part, {"amount": 3000, "speed": "optimum"})["id"]
    rzp.bank.slow_refund(instant)
    rzp.bank.process_refund(instant)
    paid(rzp, capture=False)
    rzp.clock.advance(days=5)
    rzp.bank.fail_refund(rzp.refunds.all()["items"][0]["id"])


def _late_answers(rzp):
    rzp.bank.next(rzp.bank.authorize_late(failed_first=True))
    with pytest.raises(PaymentFailed):
        paid(rzp)
    rzp.clock.advance(days=1)


def _paused_mandates(rzp):
    for then in ("cancel", "deleteToken"):
        customer, token, _ = registered(rzp, "upi")
        order_of(rzp, 1000, notification={"token_id": token, "payment_after": rzp.clock.now() + 86400})
        rzp.bank.pause_token(token)
        order_of(rzp, 1000, notification={"token_id": token, "payment_after": rzp.clock.now() + 86400})
        rzp.bank.resume_token(token)
        rzp.bank.pause_token(token)
        (rzp.token.cancel if then == "cancel" else rzp.customers.deleteToken)(customer, token)


def _settlements(rzp):
    paid(rzp)
    rzp.clock.advance(days=2)


def _offers(rzp):
    offer = rzp.dashboard.create_offer("card", flat=1000)["id"]
    rzp.checkout.pay(order_of(rzp), offer_id=offer)
    rzp.bank.next(rzp.bank.authorize_late())
    with pytest.raises(PaymentPending):
        rzp.checkout.pay(order_of(rzp), offer_id=offer)
    rzp.dashboard.disable_offer(offer)
    rzp.clock.advance(hours=2)


def _downtimes(rzp):
    one = rzp.bank.downtime("card", begin=rzp.clock.now() + 60, end=rzp.clock.now() + 120)["id"]
    rzp.clock.advance(seconds=60)
    for _ in range(2):
        rzp.bank.update_downtime(one, severity="low")
    rzp.bank.resolve_downtime(one)
    rzp.bank.resolve_downtime(rzp.bank.downtime("upi")["id"])


def _server_payments(rzp):
    """Payments that a server makes: by one-time password, in an app, and by customers who say no."""

    def made(**more):
        card = {"number": "4386289407660153", "expiry_month": "11", "expiry_year": "30"}
        body = {"amount": 1000, "currency": "INR", "order_id": order_of(rzp, 1000), "method": "card", "card": card}
        return rzp.payment.createPaymentJson({**body, **more})["razorpay_payment_id"]

    rzp.checkout.authenticate(made())
    rzp.checkout.decline(made())
    sent = [made(), made()]
    for payment in sent:
        rzp.payment.otpGenerate(payment)
        rzp.payment.otpResend(payment)
        with pytest.raises(BadRequestError):
            rzp.payment.otpSubmit(payment, {"otp": "1"})
    rzp.payment.otpSubmit(sent[0], {"otp": "123456"})
    rzp.checkout.decline(sent[1])
    app = made(authentication={"authentication_channel": "app"})
    device = {"authentication": {"3DS2_data": {}}}
    rzp.request("POST", f"/v1/payments/{app}/authentication_information", json=device)
    rzp.checkout.authenticate(app)


def _saved(rzp):
    customer = rzp.customer.create({"name": "Gaurav Kumar"})["id"]
    body = {"amount": 1000, "currency": "INR", "customer_id": customer, "save": True, "upi": {"vpa": "a.b@okaxis"}}
    payment = rzp.payment.createUpi({**body, "order_id": order_of(rzp, 1000)})["razorpay_payment_id"]
    rzp.token.delete(customer, rzp.payment.fetch(payment)["token_id"])


# Rows of the law that no call leads to: a payment is an attempt before it pays.
BY_THE_LAW_ALONE = {("order", "created", "pay"), ("order", "created", "pay_part")}


@pytest.fixture
def taken(monkeypatch):
    """The rows that were taken since, as (kind, status before, event)."""
    seen = set()
    move = Law._move

    def noted(self, books, record, event, *rest):
        moved = move(self, books, record, event, *rest)
        seen.add((record.KIND, record.status, event))
        return moved

    monkeypatch.setattr(Law, "_move", noted)
    return seen


def test_every_row_is_one_that_calls_lead_to(build, taken):
    collected = (collecting.qr_codes, collecting.virtual_accounts)
    subscribed = (subscribing.changes, subscribing.addons, subscribing.cycles, subscribing.mandates)
    customers = (_orders, _captured_later, _invoices, _links, _late_answers, _offers)
    everyday = (*customers, _tokens, _paused_mandates, _settlements, *settling.PLAYS, _downtimes)
    for play in (*everyday, _server_payments, _saved, *collected, transfers, *subscribed):
        play(build())
    subscribing.slow_debits(build(delays={"emandate_debit": 4 * 86400}))
    lenders_answer(build())
    slow_transfers(build(delays={"transfer": 60}))
    reserved_lives(build())
    saved_cards(build())
    saved_twice(build(account={"dual_tokens": True}))
    _slow_refunds(build(delays={"normal_refund": 3600, "instant_refund": 3600}))
    _old_links(build(legacy_payment_links=True))
    for play in (onboarding.partners, onboarding.hooks, onboarding.grants):
        play(build())
    for play in (onboarding.linked, to_accounts):
        play(build(delays={"route_activation": None}))
    onboarding.pennies(build(delays={"route_activation": None}, account={"penny_testing": True}))
    assert set(STEPS) - taken == BY_THE_LAW_ALONE
    assert taken <= set(STEPS)


def test_a_refused_move_takes_no_row(rzp, taken):
    invoice = rzp.invoices.create(invoice_body())["id"]
    rzp.invoices.cancel(invoice)
    before = set(taken)
    for call in (rzp.invoices.cancel, rzp.invoices.delete, rzp.invoices.issue):
        with pytest.raises(BadRequestError, match=r"^Operation not allowed for Invoice in cancelled status\.$"):
            call(invoice)
    assert taken == before
