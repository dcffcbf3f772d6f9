"""A test file as a user writes it, with annotations: it names all that is public, and mypy and pyright look at it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import fakerzp
from fakerzp import (
    BadRequestError,
    FakeRazorpay,
    GatewayError,
    LedgerError,
    NotFaked,
    NotPayable,
    PaymentFailed,
    PaymentPending,
    ServerError,
    SignatureVerificationError,
    UnverifiedSignature,
    hookimpl,
)

START = "2026-01-05T10:00:00Z"
ORDER: dict[str, Any] = {"amount": 50000, "currency": "INR"}


@pytest.fixture
def fake() -> Iterator[FakeRazorpay]:
    """A fake that nothing is patched for."""
    with FakeRazorpay(seed=3, key_id="rzp_test_mine", key_secret="secret", at=START) as made:
        yield made
        made.ledger.check()


def test_what_it_is(fake: FakeRazorpay) -> None:
    names: tuple[str, str, str] = (fake.key_id, fake.key_secret, fake.account_id)
    assert names[:2] == ("rzp_test_mine", "secret")
    assert fake.account_id.startswith("acc_")
    given: bool = fake.keys_given
    assert given
    assert repr(fake) == "<FakeRazorpay rzp_test_mine>"


def test_the_doors(fake: FakeRazorpay) -> None:
    order: dict[str, Any] = fake.order.create(ORDER)
    assert fake.orders.fetch(order["id"]) == order
    reply = fake.request("GET", f"/v1/orders/{order['id']}", params={"expand[]": "payments"})
    status: int = reply.status
    headers: Mapping[str, str] = reply.headers
    assert (status, reply.body["payments"]["count"], headers["content-type"]) == (200, 0, "application/json")
    assert fake.exchange("GET", "/v1/orders/order_1").status == 400
    with pytest.raises(NotFaked) as refused:
        fake.request("GET", "/v1/contacts")
    endpoint: str | None = refused.value.endpoint
    assert endpoint == "GET /v1/contacts"


def test_the_official_client(fake: FakeRazorpay) -> None:
    pytest.importorskip("razorpay")
    client = fake.client()
    assert client.order.create(ORDER)["status"] == "created"
    with fake.patch() as same, fakerzp.patch(seed=7) as other:
        assert same is fake
        assert other is not fake
    assert issubclass(BadRequestError, Exception)
    assert not issubclass(GatewayError, ServerError)


@fakerzp.patch(at=START)
def test_the_decorator(rzp: FakeRazorpay) -> None:
    assert rzp.clock.now() == 1767607200


@fakerzp.patch
async def handed_over(rzp: FakeRazorpay) -> int:
    """How many orders there are."""
    count: int = rzp.order.all()["count"]
    return count


def test_time(fake: FakeRazorpay) -> None:
    start: int = fake.clock.now()
    later: int = fake.clock.advance(days=1, hours=1, minutes=1, seconds=1)
    assert later - start == 90061
    assert fake.clock.move_to("2026-02-01T00:00:00Z") == 1769904000


def test_the_customer(fake: FakeRazorpay) -> None:
    order_id: str = fake.order.create(ORDER)["id"]
    error: dict[str, Any] = fake.checkout.fail(order_id, reason="insufficient_funds", method="card")
    assert error["error"]["reason"] == "insufficient_funds"
    fake.checkout.abandon(order_id)
    answer: dict[str, Any] = fake.checkout.pay(order_id, method="upi", vpa="success@razorpay")
    checked: bool = fake.utility.verify_payment_signature(answer)
    assert checked
    with pytest.raises(SignatureVerificationError):
        fake.utility.verify_payment_signature({**answer, "razorpay_signature": "0" * 64})
    with pytest.raises(NotPayable) as closed:
        fake.checkout.pay(order_id)
    assert (closed.value.target, closed.value.status) == (order_id, "paid")


def test_the_bank(fake: FakeRazorpay) -> None:
    bank = fake.bank
    bank.script([bank.succeed(), bank.fail("insufficient_funds")])
    bank.script(bank.sequence(bank.pending(), repeat=True))
    for strategy in (
        bank.always(bank.succeed()),
        bank.by_method({"upi": bank.time_out()}, otherwise=bank.succeed()),
        bank.by_amount({100: bank.succeed()}),
        bank.by_customer({"cust_1": bank.succeed()}),
        bank.at_random({bank.succeed(): 0.9, bank.fail("payment_failed"): 0.1}, seed=1),
        lambda attempt: bank.authorize_late(after=60) if attempt.amount > 100 else None,
    ):
        bank.script(strategy)
    bank.next(bank.pending())
    with pytest.raises(PaymentPending) as pending:
        fake.checkout.pay(None, amount=50000)
    payment_id: str = pending.value.payment_id
    assert fake.payment.fetch(payment_id)["status"] == "created"
    bank.next("insufficient_funds")
    with pytest.raises(PaymentFailed) as failed:
        fake.checkout.pay(None, amount=50000)
    body: dict[str, Any] = failed.value.error
    assert body["error"]["code"] == "BAD_REQUEST_ERROR"


def test_mandates_refunds_and_settlements(fake: FakeRazorpay) -> None:
    with pytest.raises(LookupError):
        fake.bank.confirm_token("token_1")
    with pytest.raises(LookupError):
        fake.bank.reject_token("token_1", reason="mandate_creation_failed")
    for act in (fake.bank.pause_token, fake.bank.resume_token):
        with pytest.raises(LookupError):
            act("token_1")
    for move in (fake.bank.process_refund, fake.bank.fail_refund, fake.bank.slow_refund):
        with pytest.raises(LookupError):
            move("rfnd_1")
    down: dict[str, Any] = fake.bank.downtime("card", network="VISA", severity="low", declines=True)
    fake.bank.update_downtime(down["id"], severity="high")
    fake.bank.resolve_downtime(down["id"])
    request = {"amount": 50000, "currency": "INR", "method": "netbanking", "bank": "HDFC"}
    waiting: list[str] = [fake.payment.createPaymentJson(request)["razorpay_payment_id"] for _ in range(2)]
    said_yes: dict[str, Any] = fake.checkout.authenticate(waiting[0])
    said_no: dict[str, Any] = fake.checkout.decline(waiting[1], "payment_cancelled")
    assert "razorpay_payment_id" in said_yes
    assert "error" in said_no
    for decide in (fake.bank.win_dispute, fake.bank.lose_dispute, fake.bank.close_dispute):
        with pytest.raises(LookupError):
            decide("disp_1")
    with pytest.raises(LookupError):
        fake.bank.ask_for_evidence("disp_1", respond_by="2030-01-01T00:00:00Z")
    with pytest.raises(LookupError):
        fake.bank.dispute("pay_1", 100, "chargeback", reason_code="13.1", deduct_at_onset=True)
    for arrive in (fake.bank.process_transfer, fake.bank.fail_transfer):
        with pytest.raises(LookupError):
            arrive("trf_1")
    for end in (fake.bank.process_ondemand, fake.bank.reverse_ondemand):
        with pytest.raises(LookupError):
            end("setlod_1")
    paid: dict[str, Any] | None = fake.bank.settle("INR")
    assert paid is None
    held: tuple[int, int] = (fake.bank.reserve(1000), fake.bank.refund_credits(500))
    assert held == (1000, 500)


def test_saved_cards_and_lenders(fake: FakeRazorpay) -> None:
    fake.bank.script_tokens(["pending", "failed"])
    fake.bank.script_tokens(None)
    for act in (fake.bank.activate_token, fake.bank.suspend_token, fake.bank.deactivate_token):
        with pytest.raises(LookupError):
            act("token_1")
    with pytest.raises(LookupError):
        fake.bank.fail_token("token_1", "The card is not eligible")
    with pytest.raises(LookupError):
        fake.bank.update_token_expiry("token_1", 12, 2040)
    fake.bank.script_eligibility({"lazypay": "pending"})
    fake.bank.script_eligibility(lambda contact, amount, provider: "eligible" if amount > 100 else None)
    with pytest.raises(LookupError):
        fake.bank.answer_eligibility("elig_1", "eligible", provider="lazypay")


def test_the_dashboard(fake: FakeRazorpay) -> None:
    offer: dict[str, Any] = fake.dashboard.create_offer("card", percentage=10, min_amount=1000)
    assert fake.dashboard.fetch_offer(offer["id"])["status"] == "enabled"
    assert fake.dashboard.disable_offer(offer["id"])["status"] == "disabled"
    rated: dict[str, Any] = fake.dashboard.rate_order(
        fake.order.create({"amount": 100, "currency": "INR"})["id"], "low", ["invalid_phone"]
    )
    assert rated["risk_tier"] == "low"
    with pytest.raises(LookupError):
        fake.dashboard.charge_invoice("inv_1")
    fake.dashboard.disconnect_device("2841158834")
    fake.dashboard.account_code("acc_00000000000001", "code")
    with pytest.raises(LookupError):
        fake.onboarding.suspend("acc_00000000000001")


def test_explaining(fake: FakeRazorpay) -> None:
    with pytest.raises(BadRequestError) as caught:
        fake.order.fetch("order_1")
    explained = fake.explain(caught.value)
    page: str = explained.findings[0].page
    raised_by: tuple[str, ...] = explained.findings[0].raised_by
    assert page.endswith(".md")
    assert "order.fetch" in raised_by
    near: tuple[str, ...] = fake.explain("insuficient_funds").near
    assert "insufficient_funds" in near


def test_faults(fake: FakeRazorpay) -> None:
    with fake.faults.inject("order.create", error="Try later", status=500, times=1) as fault:
        assert [str(plan) for plan in fake.faults.active] == ["<order.create: error 500, 1 more time>"]
        with pytest.raises(ServerError):
            fake.order.create(ORDER)
    fault.remove()
    fake.faults.clear()
    assert fake.faults.active == []


def test_what_happened(fake: FakeRazorpay) -> None:
    order_id: str = fake.trigger("order.paid", amount=50000)["payload"]["order"]["entity"]["id"]
    events: list[str] = [event["event"] for event in fake.events]
    assert events == ["payment.authorized", "payment.captured", "order.paid"]
    endpoints: list[str] = [call.endpoint for call in fake.calls]
    assert endpoints == ["order.create"]
    steps: list[tuple[str | None, int, str]] = [(step.status, step.at, step.why) for step in fake.history(order_id)]
    assert steps[-1][0] == "paid"
    texts: list[str] = [message.text for message in fake.outbox]
    assert texts == []
    assert str(fake.story(order_id)).startswith("2026-01-05")
    assert fake.story().mermaid("state").startswith("stateDiagram")
    balances: list[int] = [fake.ledger.balance(name, "INR") for name in ("merchant", "customer")]
    assert balances == [49000, -50000]
    assert len(fake.ledger.journal) == 2
    assert "merchant" in str(fake.ledger.balances())
    with pytest.raises(LedgerError):
        raise LedgerError("what check() raises")


def test_webhooks(fake: FakeRazorpay) -> None:
    heard: list[str] = []

    def listen(body: bytes, headers: Mapping[str, str]) -> int:
        assert headers["X-Razorpay-Signature"] == fake.webhooks.sign(body, "s")
        heard.append(json.loads(body)["event"])
        return 200

    subscription = fake.webhooks.subscribe(listen, secret="s", events=["order.paid", "payment.captured"])
    assert [one.id for one in fake.webhooks.subscriptions] == [subscription.id]
    with fake.webhooks.hold():
        fake.trigger("order.paid")
        waiting: list[str] = [pending.event for pending in fake.webhooks.pending]
        delivered = fake.webhooks.deliver("lifo", repeat={"order.paid": 2}, drop=["payment.captured"])
    assert fake.webhooks.resume() == []
    statuses: list[int | None] = [delivery.status for delivery in delivered]
    assert (waiting, heard, statuses) == (["payment.captured", "order.paid"], ["order.paid"] * 2, [200, 200])
    assert list(fake.webhooks.deliveries) == delivered


def test_trying_out_a_handler(fake: FakeRazorpay) -> None:
    class Shop:
        def __init__(self) -> None:
            self.paid: set[str] = set()

        def __call__(self, body: bytes, headers: Mapping[str, str]) -> int:
            if headers["X-Razorpay-Signature"] != fake.webhooks.sign(body, "s"):
                return 400
            self.paid.add(json.loads(body)["payload"]["order"]["entity"]["id"])
            return 200

    def flow(rzp: FakeRazorpay) -> None:
        rzp.trigger("order.paid")

    found = fake.webhooks.explore(Shop, flow, state=lambda shop: sorted(shop.paid), secret="s", events=["order.paid"])
    assert found.ok, str(found)
    probed = fake.webhooks.probe(Shop(), secret="s", event="order.paid")
    assert str(probed)


def test_worlds(fake: FakeRazorpay) -> None:
    before = fake.snapshot()
    order_id: str = fake.order.create(ORDER)["id"]
    changed: list[str] = list(fake.diff(before, fake.snapshot()))
    assert changed == [order_id]
    with fake.fork() as other:
        other.checkout.pay(order_id)
        assert fake.order.fetch(order_id)["status"] == "created"
    fake.restore(before)
    fake.reset()
    assert fake.order.all()["count"] == 0


def test_plugins_and_data() -> None:
    class Careful:
        @hookimpl(tryfirst=True)
        def fakerzp_decide_payment(self, attempt: Any) -> str | None:
            return "insufficient_funds" if attempt.amount > 100000 else None

    with FakeRazorpay(at=START, plugins=[Careful()]) as fake:
        assert list(fake.plugins)[-1] == "Careful"
        with pytest.raises(PaymentFailed):
            fake.checkout.pay(None, amount=100001)
    with FakeRazorpay(at=START) as fake:
        made = fake.populate(customers=2, orders=3, progress=False)
        assert str(made)
        assert fake.customer.all()["count"] == 2


def test_over_http(fake: FakeRazorpay) -> None:
    pytest.importorskip("werkzeug")
    with fake.serve(port=0) as server:
        url: str = server.url
        assert url.startswith("http://127.0.0.1:")


def test_the_fixture(rzp: FakeRazorpay) -> None:
    assert rzp.order.all()["count"] == 0


@pytest.mark.rzp(seed=5, at=START, account={"capture": "manual"})
def test_the_marker(rzp: FakeRazorpay) -> None:
    assert rzp.clock.now() == 1767607200


@pytest.mark.filterwarnings("error::fakerzp.UnverifiedSignature")
def test_the_warning() -> None:
    assert issubclass(UnverifiedSignature, Warning)
