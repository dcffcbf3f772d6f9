"""The engine of the law: it moves a record by a row and what is coupled to it, or says no and touches nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from fakerzp.entities.base import Step, evolve
from fakerzp.entities.deposit import Deposit
from fakerzp.entities.downtimes import Downtime
from fakerzp.entities.eligibility import Check
from fakerzp.entities.invoice import Invoice
from fakerzp.entities.mandate import Token
from fakerzp.entities.offer import Offer
from fakerzp.entities.order import Order
from fakerzp.entities.payment import Failure, Payment, Refund
from fakerzp.entities.payment_link import PaymentLink
from fakerzp.entities.qr_codes import QrCode
from fakerzp.entities.route import Reversal, Transfer
from fakerzp.entities.server_payments import Authentication
from fakerzp.entities.settlement import Settlement
from fakerzp.entities.subscriptions import Subscription, Terms
from fakerzp.entities.token_hq import CardToken, ProviderToken
from fakerzp.entities.virtual_accounts import VirtualAccount
from fakerzp.errors import ApiError
from fakerzp.ledger.law import Law
from fakerzp.ledger.log import View
from fakerzp.ledger.store import Ledger
from fakerzp.lifecycles import LIFECYCLES, SAME, refusal, row_of
from tests.ledger import onboarding, settling

NOW = 1767607200
ACCOUNT = "acc_00000000000001"
SAMPLES = {
    "order": Order(id="order_1", created_at=NOW, amount=1000, currency="INR"),
    "payment": Payment(
        id="pay_1", created_at=NOW, amount=1000, currency="INR", method="upi", order_id="order_1", fee=24, tax=4
    ),
    "refund": Refund(id="rfnd_1", created_at=NOW, amount=1000, currency="INR", payment_id="pay_1"),
    "invoice": Invoice(id="inv_1", created_at=NOW, type="link", amount=1000, currency="INR", order_id="order_1"),
    "payment_link": PaymentLink(id="plink_1", created_at=NOW, amount=1000, currency="INR", order_id="order_1"),
    "token": Token(id="token_1", created_at=NOW, token="t", customer_id="cust_1", method="card"),
    "subscription": Subscription(
        id="sub_1",
        created_at=NOW,
        plan_id="plan_1",
        terms=Terms("plan_1", "monthly", 1, "Plan", None, 1000, "INR"),
        total_count=6,
        anchor=NOW,
        bills_at=NOW,
    ),
    "settlement": Settlement(id="setl_1", created_at=NOW, amount=976, currency="INR", utr="1"),
    "deposit": Deposit(id="dep_1", created_at=NOW, amount=1000, currency="INR", into="reserves"),
    **settling.SAMPLES,
    **onboarding.SAMPLES,
    "qr_code": QrCode(id="qr_1", created_at=NOW, type="upi_qr", usage="multiple_use", image_url="https://rzp.io/i/1"),
    "virtual_account": VirtualAccount(id="va_1", created_at=NOW, name="Acme Corp"),
    "transfer": Transfer(
        id="trf_1", created_at=NOW, source="pay_1", recipient="acc_2", amount=1000, currency="INR", fees=3, tax=1
    ),
    "reversal": Reversal(
        id="rvrsl_1", created_at=NOW, transfer_id="trf_1", amount=1000, currency="INR", initiator_id="1"
    ),
    "authentication": Authentication(id="1", created_at=NOW, payment_id="pay_1", tool=None, expires_at=NOW),
    "downtime": Downtime(
        id="down_1",
        created_at=NOW,
        method="card",
        begin=NOW,
        end=None,
        scheduled=False,
        severity="high",
        instrument=(),
        updated_at=NOW,
    ),
    "eligibility_check": Check(id="chk_1", created_at=NOW, eligibility_id="elig_1", method="paylater"),
    "card_token": CardToken(id="token_hq", created_at=NOW, token="t", card_id="card_1", expired_at=NOW + 9),
    "service_provider_token": ProviderToken(
        id="spt_1",
        created_at=NOW,
        card_token_id="token_hq",
        provider_type="network",
        provider_name="Visa",
        network="Visa",
        token_number="4505058332832039",
        token_reference_number="r",
        reference=None,
        token_iin="450505833",
        token_expiry_month=12,
        token_expiry_year=2030,
        expired_at=NOW + 9,
        terminal_id="t",
    ),
    "offer": Offer(
        id="offer_1", created_at=NOW, name="Offer", offer_type="instant_discount", method="card", percentage=10
    ),
}
# What moves a record of each kind, if not a payment.
CAUSES = {
    "invoice": "order",
    "payment_link": "order",
    "payment": "refund",
    "card_token": "service_provider_token",
    **settling.CAUSES,
}
STATUSES = {
    kind: sorted({birth.status for birth in machine.births} | {row.after or birth.status for row in machine.rows})
    for kind, machine in LIFECYCLES.items()
    for birth in machine.births[:1]
}
EVENTS = {kind: sorted({row.event for row in machine.rows}) for kind, machine in LIFECYCLES.items()}
EVERY = [(kind, status, event) for kind in LIFECYCLES for status in STATUSES[kind] for event in EVENTS[kind]]
# A charge of a subscription that was behind takes it on to active, by a coupling with itself.
GOES_ON = {("subscription", status, "charge") for status in ("pending", "halted")}
LEGAL = [each for each in EVERY if row_of(*each) is not None and each not in GOES_ON]
ILLEGAL = [each for each in EVERY if row_of(*each) is None]


@pytest.fixture
def court():
    """An empty ledger, its law and its books."""
    ledger = Ledger(1, ACCOUNT)
    return SimpleNamespace(ledger=ledger, law=Law(ledger), books=ledger.books(ACCOUNT))


def put(court, kind, status, **changes):
    """Put a record of that status into the books, past the law."""
    record = evolve(SAMPLES[kind], status=status, steps=(Step(status, NOW, "create"),), **changes)
    court.books.add(record)
    return record


def state(court):
    ledger = court.ledger
    return court.books.cells, ledger.events, list(ledger.journal), ledger.mark()


def happened(court):
    return [(one.event, one.at, [each.KIND for each in one.records]) for one in events(court)]


def events(court):
    return list(View(lambda: court.ledger.events, lambda entry: entry))


@pytest.mark.parametrize(("kind", "status", "event"), ILLEGAL)
def test_an_illegal_event_raises_its_refusal_and_leaves_everything(court, kind, status, event):
    record = put(court, kind, status)
    before = state(court)
    assert court.law.allows(record, event) is False
    with pytest.raises(ApiError) as caught:
        court.law.move(court.books, record, event, NOW + 5, created_at=NOW + 5)
    assert state(court) == before
    assert court.books.get(record.id) is record
    text = refusal(kind, status, event)
    expected = f"The operation is not allowed in {status} status."
    if text is not None:
        expected = text.template.replace("{status}", status)
    assert caught.value.description == expected
    assert caught.value.status == 400


@pytest.mark.parametrize(("kind", "status", "event"), LEGAL)
def test_a_legal_event_leads_where_its_row_says(court, kind, status, event):
    record = put(court, kind, status)
    row = row_of(kind, status, event)
    assert court.law.allows(record, event) is True
    cause = SAMPLES["invoice" if (kind, event) == ("order", "follow") else CAUSES.get(kind, "payment")]
    moved = court.law._move(court.books, record, event, NOW + 5, cause, SAMPLES["payment"], {})
    assert moved is court.books.get(record.id)
    assert moved.status == (status if row.after is SAME else row.after)
    new = () if moved.status == status else (Step(moved.status, NOW + 5, event),)
    assert moved.steps == (*record.steps, *new)
    if row.stamp is not None:
        assert getattr(moved, row.stamp) == NOW + 5
    assert [one.event for one in events(court)] == ([row.emits] if row.emits else [])
    posted = [(one.why, one.at, one.entity_id, one.entries) for one in court.ledger.journal]
    assert posted == ([(event, NOW + 5, record.id, row.posts(moved))] if row.posts else [])


@pytest.mark.parametrize(
    ("kind", "status"), [(kind, birth.status) for kind, machine in LIFECYCLES.items() for birth in machine.births]
)
def test_a_record_begins_with_its_first_step(court, kind, status):
    court.books.add(evolve(SAMPLES["payment"], status="captured", id="pay_other", captured=True))
    made = court.law.create(court.books, evolve(SAMPLES[kind], status=status), NOW + 7)
    assert made.steps == (Step(status, NOW + 7, "create"),)
    assert court.books.get(made.id).status == status


def test_a_status_that_nothing_begins_in_is_no_beginning(court):
    with pytest.raises(LookupError):
        court.law.create(court.books, evolve(SAMPLES["order"], status="paid"), NOW)
    assert court.books.get("order_1") is None


def test_a_capture_moves_the_order_and_the_order_its_owner(court):
    for kind in ("invoice", "payment_link"):
        owner = put(court, kind, LIFECYCLES[kind].births[-1].status)
        order = put(court, "order", "attempted", id=f"order_{kind}", owner_id=owner.id)
        payment = put(court, "payment", "authorized", id=f"pay_{kind}", order_id=order.id)
        court.law.move(court.books, payment, "capture", NOW + 5)
        assert court.books.get(payment.id).captured
        assert (court.books.get(order.id).status, court.books.get(order.id).amount_paid) == ("paid", 1000)
        assert (court.books.get(owner.id).status, court.books.get(owner.id).amount_paid) == ("paid", 1000)
    assert happened(court) == [
        ("payment.captured", NOW + 5, ["payment"]),
        ("order.paid", NOW + 5, ["payment", "order"]),
        ("invoice.paid", NOW + 5, ["payment", "order", "invoice"]),
        ("payment.captured", NOW + 5, ["payment"]),
        ("order.paid", NOW + 5, ["payment", "order"]),
        ("payment_link.paid", NOW + 5, ["payment_link", "order", "payment"]),
    ]
    assert [one.serial for one in events(court)] == [0, 1, 2, 3, 4, 5]


def test_a_field_may_name_several_that_are_moved_along(court):
    for n in (1, 2):
        put(court, "transfer", "created", id=f"trf_{n}")
    order = put(court, "order", "attempted", transfers=("trf_1", "trf_2", "trf_3"))
    payment = put(court, "payment", "authorized", order_id=order.id)
    court.law.move(court.books, payment, "capture", NOW + 5)
    moved = [court.books.get(f"trf_{n}") for n in (1, 2)]
    assert [(one.status, one.payment_id) for one in moved] == [("pending", payment.id)] * 2
    assert court.books.get("trf_3") is None


def test_a_payment_is_begun_with_an_offer_that_is_enabled_and_uses_it_once_authorized(court):
    put(court, "order", "created")
    for status in ("enabled", "disabled"):
        put(court, "offer", status, id=f"offer_{status}")
    begun = court.law.create(court.books, evolve(SAMPLES["payment"], status="created", offer_id="offer_enabled"), NOW)
    assert court.books.get("offer_enabled").used == 0
    court.law.move(court.books, begun, "authorize", NOW)
    assert court.books.get("offer_enabled").used == 1
    late = evolve(SAMPLES["payment"], status="created", id="pay_2", offer_id="offer_disabled")
    with pytest.raises(ApiError, match="The offer is not active"):
        court.law.create(court.books, late, NOW)


def test_what_an_offer_took_off_settles_the_order_too(court):
    owner = put(court, "payment_link", "created")
    order = put(court, "order", "attempted", owner_id=owner.id)
    payment = put(court, "payment", "authorized", amount=900, offer_discount=100)
    court.law.move(court.books, payment, "capture", NOW)
    order, owner = court.books.get(order.id), court.books.get(owner.id)
    assert (order.status, order.amount_paid, order.offer_discount, order.amount_due) == ("paid", 900, 100, 0)
    assert (owner.status, owner.amount_paid, owner.offer_discount, owner.amount_due) == ("paid", 900, 100, 0)
    assert [(part.amount, part.payment_id) for part in owner.payments] == [(900, payment.id)]


def test_a_part_moves_by_the_rows_of_parts(court):
    owner = put(court, "invoice", "issued")
    order = put(court, "order", "attempted", owner_id=owner.id)
    payment = put(court, "payment", "authorized", amount=400)
    court.law.move(court.books, payment, "capture", NOW)
    assert (court.books.get(order.id).status, court.books.get(order.id).amount_due) == ("attempted", 600)
    assert (court.books.get(owner.id).status, court.books.get(owner.id).amount_due) == ("partially_paid", 600)
    assert [name for name, _, _ in happened(court)] == ["payment.captured", "invoice.partially_paid"]


@pytest.mark.parametrize("amounts", [(1000,), (400, 600), (1, 999), (300, 300, 300, 100)])
def test_a_refund_that_fails_gives_back_what_it_took(court, amounts):
    """No call leads here yet: a bank that cannot return the money."""
    put(court, "payment", "captured", captured=True)
    refunds = []
    for n, amount in enumerate(amounts):
        refund = evolve(SAMPLES["refund"], id=f"rfnd_{n}", status="pending", amount=amount)
        refunds.append(court.law.create(court.books, refund, NOW))
    assert (court.books.get("pay_1").status, court.books.get("pay_1").amount_refunded) == ("refunded", 1000)
    court.law.move(court.books, refunds[0], "fail", NOW + 5)
    payment = court.books.get("pay_1")
    assert (payment.status, payment.amount_refunded) == ("captured", 1000 - amounts[0])
    assert court.books.get("rfnd_0").status == "failed"
    with pytest.raises(ApiError):
        court.law.move(court.books, court.books.get("rfnd_0"), "process", NOW + 6)
    assert court.ledger.balance("refunds") == 1000 - amounts[0]
    assert court.ledger.balance("merchant") == amounts[0] - 1000
    again = court.law.create(
        court.books, evolve(SAMPLES["refund"], id="rfnd_again", status="pending", amount=amounts[0]), NOW
    )
    assert (court.books.get("pay_1").status, again.status) == ("refunded", "pending")


def test_what_is_given_with_a_move_goes_over_what_the_row_gives(court):
    payment = put(court, "payment", "created")
    failure = Failure("BAD_REQUEST_ERROR", "No.", "bank", "payment_authorization", "payment_failed")
    moved = court.law.move(court.books, payment, "fail", NOW + 5, failure=failure)
    assert (moved.status, moved.failure) == ("failed", failure)
    link = put(court, "payment_link", "created")
    assert court.law.move(court.books, link, "cancel", NOW + 5, updated_at=NOW + 9).updated_at == NOW + 9


def test_what_happened_keeps_the_records_of_its_moment(court):
    invoice = put(court, "invoice", "issued")
    expired = court.law.move(court.books, invoice, "expire", NOW + 5)
    court.law.move(court.books, expired, "edit", NOW + 6, comment="later")
    (event,) = events(court)
    assert event.records == (expired,)
    assert event.records[0].comment is None


def test_nothing_is_posted_where_no_money_moves(court):
    payment = put(court, "payment", "created", amount=0, fee=0, tax=0)
    authorized = court.law.move(court.books, payment, "authorize", NOW)
    court.law.move(court.books, authorized, "capture", NOW)
    assert list(court.ledger.journal) == []


def test_a_coupling_passes_over_what_is_not_there_or_not_of_its_kind(court):
    court.books.add(evolve(SAMPLES["invoice"], id="order_1", status="issued"))
    payment = put(court, "payment", "created")
    assert court.law.move(court.books, payment, "authorize", NOW).status == "authorized"
    assert court.books.get("order_1").status == "issued"
    alone = put(court, "payment", "created", id="pay_2", order_id=None)
    assert court.law.move(court.books, alone, "authorize", NOW).status == "authorized"


def test_what_cannot_follow_undoes_nothing_by_itself_but_can_be_undone(court):
    """A capture for an order that is paid already: the law says no in the middle, the mark leads back."""
    put(court, "order", "paid", amount_paid=1000)
    payment = put(court, "payment", "authorized")
    mark = court.ledger.mark()
    with pytest.raises(ApiError, match="already paid"):
        court.law.move(court.books, payment, "capture", NOW)
    court.ledger.go_back(mark)
    assert court.books.get("pay_1").status == "authorized"
    assert list(court.ledger.journal) == []
    assert events(court) == []
