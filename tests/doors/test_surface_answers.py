"""A call has one answer, by whichever name it is made; and what a caller got, or sent, is the caller's own."""

from __future__ import annotations

import copy
import inspect
from importlib.metadata import version

import pytest

from fakerzp import BadRequestError, FakeRazorpay
from fakerzp.api.registry import endpoints
from tests.doors import alike_accounts, alike_products
from tests.flows.steps import (
    charge_body,
    invoice_body,
    order_of,
    paid,
    payment_link_body,
    registered,
    registration_body,
    visible,
)

START = "2026-01-05T10:00:00Z"
BANK_ACCOUNT = {"ifsc_code": "HDFC0000001", "account_number": "11214311215411", "beneficiary_name": "Asha Rao"}
PAYER = {"type": "bank_account", "bank_account": {"ifsc": "UTIB0000013", "account_number": "914010012345679"}}
NOTES = {"notes": {"colour": "red", "size": "9"}}


@pytest.fixture
def shop(build):
    """Make equal worlds, as often as asked: one of each thing that the calls below are about."""

    def make():
        rzp = build(seed=5)
        have = alike_products.Stage(rzp=rzp)
        have.customer, have.token, have.registration = registered(rzp, "card")
        have.bank_account = rzp.customers.addBankAccount(have.customer, BANK_ACCOUNT)["id"]
        have.item = rzp.items.create({"name": "Book", "amount": 1000, "currency": "INR"})["id"]
        have.order = order_of(rzp, 1000, receipt="Receipt #20", notes={"a": "b"})
        have.payment = paid(rzp, notes={"a": "b"})
        have.authorized = paid(rzp, capture=False)
        have.refund = rzp.payments.refund(have.payment, {"amount": 1000})["id"]
        have.invoice = rzp.invoices.create(invoice_body(notes={"a": "b"}))["id"]
        have.draft = rzp.invoices.create(invoice_body(draft=True))["id"]
        have.link = rzp.paymentLink.create(payment_link_body(reference_id="TS1989", notes={"a": "b"}))["id"]
        have.code = rzp.qrcode.create({"type": "upi_qr", "usage": "multiple_use"})["id"]
        rzp.checkout.pay(have.code, amount=500)
        account = rzp.virtual_account.create({"receivers": {"types": ["bank_account"]}, "allowed_payers": [PAYER]})
        have.account, have.payer = account["id"], account["allowed_payers"][0]["id"]
        have.transfer = rzp.checkout.pay(have.account, amount=500)["razorpay_payment_id"]
        receivers = rzp.virtual_account.create({"receivers": {"types": ["vpa"]}})["receivers"]
        have.by_upi = rzp.checkout.pay(receivers[0]["id"], amount=500)["razorpay_payment_id"]
        alike_accounts.prepare(have)
        return have

    return make


# The Python names and Node's of one call, and the arguments that all of them take.
ALIKE = {
    **alike_accounts.ALIKE,
    **alike_products.ALIKE,
    "customer.create customers.create": lambda s: ({"name": "Asha Rao", "email": "asha@example.com", **NOTES},),
    "customer.edit customers.edit": lambda s: (s.customer, {"name": "Asha Rao"}),
    "customer.fetch customers.fetch": lambda s: (s.customer,),
    "customer.all customers.all": lambda s: ({"count": 1},),
    "customer.addBankAccount customers.addBankAccount": lambda s: (s.customer, dict(BANK_ACCOUNT)),
    "customer.deleteBankAccount customers.deleteBankAccount": lambda s: (s.customer, s.bank_account),
    "token.all customers.fetchTokens": lambda s: (s.customer,),
    "token.fetch customers.fetchToken": lambda s: (s.customer, s.token),
    "token.delete customers.deleteToken": lambda s: (s.customer, s.token),
    "token.cancel": lambda s: (s.customer, s.token),
    "item.create items.create": lambda s: ({"name": "Pen", "amount": 500, "currency": "INR"},),
    "item.fetch items.fetch": lambda s: (s.item,),
    "item.all items.all": lambda s: ({"active": 1},),
    "item.edit items.edit": lambda s: (s.item, {"amount": 2000}),
    "item.delete items.delete": lambda s: (s.item,),
    "order.create orders.create": lambda s: ({"amount": 100, "currency": "INR", **NOTES},),
    "order.fetch orders.fetch": lambda s: (s.order,),
    "order.all order.fetch_all orders.all": lambda s: ({"receipt": "Receipt #20", "expand[]": "payments"},),
    "order.edit orders.edit": lambda s: (s.order, copy.deepcopy(NOTES)),
    "order.payments order.fetch_all_payments orders.fetchPayments": lambda s: (s.order,),
    "payment.fetch payments.fetch": lambda s: (s.payment, {"expand[]": ["card", "refunds"]}),
    "payment.all payment.fetch_all payments.all": lambda s: ({"count": 2, "skip": 1},),
    "payment.edit payments.edit": lambda s: (s.payment, copy.deepcopy(NOTES)),
    "payment.refund payments.refund": lambda s: (s.payment, {"amount": 200, **copy.deepcopy(NOTES)}),
    "payment.fetchCardDetails payments.fetchCardDetails": lambda s: (s.payment,),
    "payment.fetch_multiple_refund payments.fetchMultipleRefund": lambda s: (s.payment, {"count": 1}),
    "payment.fetch_refund_id payments.fetchRefund": lambda s: (s.payment, s.refund),
    "payment.bank_transfer payments.bankTransfer": lambda s: (s.transfer,),
    "payment.upi_transfer": lambda s: (s.by_upi,),
    "qrcode.create qrCode.create": lambda s: ({"type": "upi_qr", "usage": "multiple_use", **copy.deepcopy(NOTES)},),
    "qrcode.all qrCode.all": lambda s: ({"count": 1},),
    "qrcode.fetch qrCode.fetch": lambda s: (s.code,),
    "qrcode.close qrCode.close": lambda s: (s.code,),
    "qrcode.fetch_all_payments qrCode.fetchAllPayments": lambda s: (s.code, {"count": 1}),
    "virtual_account.create virtualAccounts.create": lambda s: ({"receivers": {"types": ["vpa"]}},),
    "virtual_account.all virtualAccounts.all": lambda s: ({"count": 1},),
    "virtual_account.fetch virtualAccounts.fetch": lambda s: (s.account,),
    "virtual_account.close virtualAccounts.close": lambda s: (s.account,),
    "virtual_account.payments virtualAccounts.fetchPayments": lambda s: (s.account,),
    "virtual_account.add_receiver virtualAccounts.addReceiver": lambda s: (s.account, {"types": ["vpa"]}),
    "virtual_account.add_allowed_player virtualAccounts.allowedPayer": lambda s: (
        s.account,
        {"type": "bank_account", "bank_account": {"ifsc": "KKBK0000007", "account_number": "765432123456789"}},
    ),
    "virtual_account.delete_allowed_player virtualAccounts.deleteAllowedPayer": lambda s: (s.account, s.payer),
    "payment.createRecurring payments.createRecurringPayment": lambda s: (charge_body(s.order, s.customer, s.token),),
    "refund.create": lambda s: ({"payment_id": s.payment, "amount": 300},),
    "refund.fetch refunds.fetch": lambda s: (s.refund,),
    "refund.all refund.fetch_all refunds.all": lambda s: ({"from": 946684800},),
    "refund.edit refunds.edit": lambda s: (s.refund, copy.deepcopy(NOTES)),
    "invoice.create invoices.create": lambda s: (invoice_body(**NOTES),),
    "invoice.fetch invoices.fetch": lambda s: (s.invoice,),
    "invoice.all invoice.fetch_all invoices.all": lambda s: ({"type": "invoice", "customer_id": s.customer},),
    "invoice.edit invoices.edit": lambda s: (s.draft, {"terms": "None", **copy.deepcopy(NOTES)}),
    "invoice.issue invoices.issue": lambda s: (s.draft,),
    "invoice.cancel invoices.cancel": lambda s: (s.invoice,),
    "invoice.delete invoices.delete": lambda s: (s.draft,),
    "invoice.notify_by invoices.notifyBy": lambda s: (s.invoice, "sms"),
    "payment_link.create paymentLink.create": lambda s: (payment_link_body(500, **NOTES),),
    "payment_link.fetch paymentLink.fetch": lambda s: (s.link,),
    "payment_link.all payment_link.fetch_all paymentLink.all": lambda s: ({"reference_id": "TS1989"},),
    "payment_link.edit paymentLink.edit": lambda s: (s.link, {"reference_id": "TS1990"}),
    "payment_link.cancel paymentLink.cancel": lambda s: (s.link,),
    "payment_link.notifyBy paymentLink.notifyBy": lambda s: (s.link, "email"),
    "registration_link.create subscriptions.createRegistrationLink": lambda s: (
        registration_body("nach", s.rzp.clock.now()),
    ),
}
# Where one SDK has as parameters of its own what the other takes in the body.
APART = {
    "payment.capture": lambda s: (s.authorized, 100000, {"currency": "INR"}),
    "payments.capture": lambda s: (s.authorized, 100000, "INR"),
}
# Each with a URL of its own; that the answer is one is in tests/contract/test_methods.py.
AT_TWO_URLS = dict.fromkeys(("payment.fetchPaymentMethods", "payments.fetchPaymentMethods"), lambda s: ())
CALLS = {name: arguments for names, arguments in ALIKE.items() for name in names.split()}
CALLS |= APART | AT_TWO_URLS | alike_accounts.APART | alike_products.APART
NODES = ("s", "Link", "Code", "fundAccount")
"""How Node's resources end, and none of Python's."""
STAYS = ("qrcode.fetch_all_payments", "settlement.fetch_all_ondemand_settlement")



def method(owner, name):
    """Find a method by its dotted name."""
    resource, _, own = name.partition(".")
    return getattr(getattr(owner, resource), own)


def as_sent(rzp):
    """The last request as it came, and its answer."""
    call = rzp.calls[-1]
    return call.method, call.path, call.endpoint, call.query, call.body, call.account, call.status, call.answer


def compare(shop, names):
    """Make one call by each name, each in a world of its own: one request, one answer, one state after it."""
    seen = []
    for name, arguments in names.items():
        world = shop()
        answer = method(world.rzp, name)(*arguments(world))
        assert world.rzp.calls[-1].answer == answer
        seen.append((answer, as_sent(world.rzp), visible(world.rzp)))
    assert all(one == seen[0] for one in seen)
    return seen


@pytest.mark.parametrize("names", ALIKE)
def test_a_call_has_one_answer_by_each_of_its_names(shop, names):
    (_, sent, _), *_ = compare(shop, dict.fromkeys(names.split(), ALIKE[names]))
    assert sent[6] == 200
    assert sent[2] == names.split()[0]


def test_a_capture_takes_its_currency_in_the_body_or_by_itself(shop):
    (answer, sent, _), _ = compare(shop, APART)
    assert answer["status"] == "captured"
    assert sent[4] == {"amount": 100000, "currency": "INR"}


@pytest.mark.parametrize("name", [name for name in CALLS if name not in alike_accounts.FORMS])
def test_rest_has_the_same_answer(shop, name):
    direct, rest = shop(), shop()
    answer = method(direct.rzp, name)(*CALLS[name](direct))
    call = direct.rzp.calls[-1]
    CALLS[name](rest)  # what the call is about
    reply = rest.rzp.request(call.method, call.path, json=call.body, params=call.query)
    assert (reply.status, reply.body) == (200, answer)
    assert visible(rest.rzp) == visible(direct.rzp)


@pytest.mark.parametrize("name", [name for name in CALLS if not name.partition(".")[0].endswith(NODES)])
def test_the_official_package_has_the_same_answer(shop, name):
    pytest.importorskip("razorpay", reason="the official client is what is compared with")
    direct, official = shop(), shop()
    client = official.rzp.client()
    resource, _, own = name.partition(".")
    if version("razorpay") < "2" and not hasattr(getattr(client, resource, None), own):
        pytest.skip(f"the older packages have no {name}")
    answer = method(direct.rzp, name)(*CALLS[name](direct))
    if "fetch_all" in name and name not in STAYS:  # which it will drop
        with pytest.warns(DeprecationWarning, match="Deprecated"):
            got = method(client, name)(*CALLS[name](official))
    else:
        got = method(client, name)(*CALLS[name](official))
    assert got == answer
    assert visible(official.rzp) == visible(direct.rzp)


def test_every_name_of_every_answered_call_was_compared():
    declared = {
        written.partition("(")[0]
        for endpoint in endpoints()
        if endpoint.refused is None
        for written in (*endpoint.python, *endpoint.node)
    }
    # Below, and what reads as the removal of an offer named "delete": tests/contract/test_errors_subscriptions.py.
    assert declared - set(CALLS) == {"orders.fetchTransferOrder", "subscription.delete"}
    assert set(CALLS) <= declared


def test_an_order_with_its_transfers_is_the_same_by_each_name(shop):
    """Node's fetchTransferOrder is GET /orders/{id}?expand[]=transfers."""
    world = shop()
    transfer = {"account": "acc_IRQWUleX4BqvYn", "amount": 100, "currency": "INR"}
    made = world.rzp.orders.create({"amount": 100, "currency": "INR", "transfers": [transfer]})["id"]
    for order, count in ((made, 1), (world.order, 0)):
        rest = world.rzp.request("GET", f"/v1/orders/{order}", params={"expand[]": "transfers"}).body
        assert rest["transfers"]["count"] == count
        assert world.rzp.order.fetch(order, {"expand[]": "transfers"}) == rest
        assert world.rzp.orders.fetchTransferOrder(order) == rest


def test_a_refund_of_another_payment_is_not_found_under_it(shop):
    """Node's refunds.fetch(refundId, {payment_id}) is GET /payments/{payment_id}/refunds/{refundId}."""
    world = shop()
    assert world.rzp.refunds.fetch(world.refund, {"payment_id": world.payment})["id"] == world.refund
    with pytest.raises(BadRequestError):
        world.rzp.payments.fetchRefund(world.authorized, world.refund)
    with pytest.raises(BadRequestError):
        world.rzp.refunds.fetch(world.refund, {"payment_id": world.authorized})


@pytest.mark.parametrize(
    ("python", "node", "arguments"),
    [
        ("order.create", "orders.create", lambda s: ({"amount": 1, "currency": "INR"},)),
        ("order.fetch", "orders.fetch", lambda s: ("nonsense",)),
        ("invoice.notify_by", "invoices.notifyBy", lambda s: (s.invoice, "fax")),
        ("payment_link.notifyBy", "paymentLink.notifyBy", lambda s: (s.link, "fax")),
        ("token.fetch", "customers.fetchToken", lambda s: (s.customer, "token_00000000000000")),
        ("payment.refund", "payments.refund", lambda s: (s.payment, {"amount": 10**9})),
    ],
)
def test_a_call_has_one_refusal_by_each_of_its_names(shop, python, node, arguments):
    errors = []
    for name in (python, node):
        world = shop()
        before = visible(world.rzp)
        with pytest.raises(BadRequestError) as caught:
            method(world.rzp, name)(*arguments(world))
        assert visible(world.rzp) == before
        fields = ("code", "source", "step", "reason", "metadata", "field", "status")
        errors.append((str(caught.value), {field: getattr(caught.value, field) for field in fields}))
    assert errors[0] == errors[1]
    reply = world.rzp.request(*_refused_again(world.rzp))
    assert reply.body["error"]["description"] == errors[0][0]
    assert reply.status == errors[0][1]["status"]


def _refused_again(rzp):
    call = next(one for one in reversed(list(rzp.calls)) if one.status != 200)
    return call.method, call.path, call.body or None


# ---------------------------------------------------------------------- the caller's own copies


def spoil(value):
    """Change everything that can be changed in a value, however deep."""
    if isinstance(value, dict):
        for inner in list(value.values()):
            spoil(inner)
        for key in list(value):
            value[key] = "spoilt"
        value["spoilt"] = "spoilt"
    elif isinstance(value, list):
        for inner in value:
            spoil(inner)
        value.append("spoilt")


@pytest.mark.parametrize("name", CALLS)
def test_neither_what_came_back_nor_what_was_sent_is_shared_with_the_fake(shop, name):
    world = shop()
    arguments = copy.deepcopy(CALLS[name](world))
    sent = copy.deepcopy(arguments)
    answer = method(world.rzp, name)(*arguments)
    assert arguments == sent
    before, noted, events = visible(world.rzp), world.rzp.calls[-8:], list(world.rzp.events)
    first = copy.deepcopy(answer)
    spoil(answer)
    spoil(list(arguments))
    assert answer != first or answer in ([], None)
    assert visible(world.rzp) == before
    assert list(world.rzp.events) == events
    assert all(one in list(world.rzp.calls) for one in noted)


def test_what_was_read_of_the_past_is_not_shared_either(shop):
    world = shop()
    rzp = world.rzp
    events, calls = copy.deepcopy(list(rzp.events)), copy.deepcopy(list(rzp.calls))
    for event in rzp.events:
        spoil(event)
    for call in rzp.calls:
        for part in (call.body, call.query, call.answer):
            spoil(part)
    assert list(rzp.events) == events
    assert list(rzp.calls) == calls


def test_the_defaults_of_the_signatures_are_nobodys_state():
    rzp = FakeRazorpay(at=START)
    payment = paid(rzp, capture=False)
    rzp.payment.capture(payment, 100000)
    other = paid(rzp, 5000, capture=False)
    assert rzp.payment.capture(other, 5000)["amount"] == 5000
    for name in ("payment.capture", "order.all", "orders.all"):
        for parameter in inspect.signature(method(rzp, name)).parameters.values():
            assert parameter.default in ({}, parameter.empty)
    assert rzp.orders.all()["count"] == rzp.order.all()["count"] == 2


def test_an_error_is_the_callers_own(rzp):
    for _ in range(2):
        with pytest.raises(BadRequestError) as caught:
            rzp.order.fetch("nonsense")
        assert caught.value.metadata == {}
        caught.value.metadata["spoilt"] = True
        reply = rzp.request("GET", "/v1/orders/nonsense")
        assert reply.body["error"]["metadata"] == {}
        assert "spoilt" not in reply.headers
        spoil(reply.body)
        reply.headers["spoilt"] = "spoilt"
