"""Orders made with transfers: shown as documented, and their transfers made when they are paid."""

from __future__ import annotations

import pytest

from fakerzp import PaymentPending
from tests.flows.steps import charge_body, registered

# The request of api/payments/route/create-transfers-orders.md, but for the moment that is over.
UNTIL = 1798761600
NORTH = {
    "account": "acc_IRQWUleX4BqvYn",
    "amount": 1000,
    "currency": "INR",
    "notes": {"branch": "Acme Corp Bangalore North", "name": "Gaurav Kumar"},
    "linked_account_notes": ["branch"],
    "on_hold": True,
    "on_hold_until": UNTIL,
}
SOUTH = {
    "account": "acc_IROu8Nod6PXPtZ",
    "amount": 1000,
    "currency": "INR",
    "notes": {"branch": "Acme Corp Bangalore South", "name": "Saurav Kumar"},
    "linked_account_notes": ["branch"],
    "on_hold": False,
}
ORDER = {"amount": 2000, "currency": "INR", "transfers": [NORTH, SOUTH]}
TOO_MANY_NOTES = "Number of fields in notes should be less than or equal to 15."
NONE = {"entity": "collection", "count": 0, "items": []}
MEMBERS = (
    "id entity status source recipient amount currency amount_reversed notes linked_account_notes on_hold on_hold_until"
    " recipient_settlement_id created_at processed_at error"
)


@pytest.fixture
def order(rzp):
    return rzp.order.create(ORDER)


def refusal(rzp, **transfer):
    """Make an order with one transfer of these members, demand its refusal, and hand back (text, field)."""
    before = rzp.snapshot()
    sent = {key: value for key, value in {**SOUTH, **transfer}.items() if value is not None}
    reply = rzp.request("POST", "/v1/orders", json={**ORDER, "transfers": [sent]})
    assert reply.status == 400
    assert rzp.diff(before) == {}
    return reply.body["error"]["description"], reply.body["error"].get("field")


def expanded(rzp, order, **query):
    return rzp.order.fetch(order["id"], {"expand[]": "transfers", **query})["transfers"]


# ---------------------------------------------------------------------- made and shown


def test_the_answer_shows_the_transfers(rzp, order):
    assert (order["amount"], order["amount_due"], order["status"]) == (2000, 2000, "created")
    assert order["offers"] == NONE
    first, second = order["transfers"]
    assert list(first) == list(second) == MEMBERS.split()
    assert first["id"].startswith("trf_")
    assert len(first["id"]) == len("trf_") + 14
    assert first["id"] < second["id"]
    for shown, asked in ((first, NORTH), (second, SOUTH)):
        assert (shown["entity"], shown["status"], shown["source"]) == ("transfer", "created", order["id"])
        assert (shown["recipient"], shown["amount"], shown["currency"]) == (asked["account"], 1000, "INR")
        assert (shown["notes"], shown["linked_account_notes"]) == (asked["notes"], ["branch"])
        assert (shown["amount_reversed"], shown["recipient_settlement_id"]) == (0, None)
        assert (shown["created_at"], shown["processed_at"]) == (order["created_at"], None)
        assert shown["error"].pop("id") == shown["id"]
        assert list(shown["error"].values()) == [None] * 7
    assert (first["on_hold"], first["on_hold_until"]) == (True, UNTIL)
    assert (second["on_hold"], second["on_hold_until"]) == (False, None)


def test_the_least_that_a_transfer_needs(rzp):
    least = {name: SOUTH[name] for name in ("account", "amount", "currency")}
    (shown,) = rzp.order.create({**ORDER, "transfers": [least]})["transfers"]
    assert (shown["notes"], shown["linked_account_notes"]) == ([], [])
    assert (shown["on_hold"], shown["on_hold_until"]) == (False, None)


def test_an_order_shows_them_when_it_is_asked_to(rzp, order):
    plain = {key: value for key, value in order.items() if key not in ("offers", "transfers")}
    assert rzp.order.fetch(order["id"]) == plain
    assert rzp.order.all()["items"] == [plain]
    fees = {"fees": 0, "tax": None, "settlement_status": None}
    whole = rzp.order.fetch(order["id"], {"expand[]": "transfers"})
    assert whole.pop("transfers") == {
        "entity": "collection",
        "count": 2,
        "items": [{**transfer, **fees} for transfer in order["transfers"]],
    }
    assert whole == plain


def test_an_order_can_be_expanded_by_payments_as_well(rzp, order):
    rzp.checkout.fail(order["id"])
    whole = rzp.order.fetch(order["id"], {"expand[]": ["payments", "transfers"]})
    assert (whole["payments"]["count"], whole["transfers"]["count"]) == (1, 2)


def test_an_order_without_transfers_has_none(rzp):
    order = rzp.order.create({"amount": 2000, "currency": "INR"})
    assert "transfers" not in order
    assert "offers" not in order
    assert expanded(rzp, order) == NONE


@pytest.mark.parametrize(
    ("status", "count"),
    [("created", 2), ("processing", 2), ("pending", 0), ("processed", 0), ("failed", 0), ("reversed", 0)],
)
def test_a_status_narrows_them(rzp, order, status, count):
    assert expanded(rzp, order, status=status)["count"] == count


def test_a_status_that_no_transfer_has_is_refused(rzp, order):
    reply = rzp.request("GET", f"/v1/orders/{order['id']}", params={"expand[]": "transfers", "status": "done"})
    assert (reply.status, reply.body["error"]["description"]) == (400, "The selected status is invalid.")


def test_what_is_shown_is_the_callers_own(rzp, order):
    order["transfers"][0]["notes"].clear()
    order["transfers"][0]["linked_account_notes"].clear()
    shown = expanded(rzp, order)["items"][0]
    assert (shown["notes"], shown["linked_account_notes"]) == (NORTH["notes"], ["branch"])


# ---------------------------------------------------------------------- refused; more in test_errors_orders


@pytest.mark.parametrize(
    ("change", "text", "at"),
    [
        ({"amount": 99}, "The amount must be at least INR 1.00", "amount"),
        ({"amount": "ten"}, "The amount must be an integer", "amount"),
        ({"amount": "1000.5"}, "The amount must be an integer", "amount"),
        ({"amount": "9" * 19}, "The amount must be an integer", "amount"),
        ({"amount": True}, "The amount must be an integer", "amount"),
        ({"notes": {str(n): "x" for n in range(16)}, "linked_account_notes": ["1"]}, TOO_MANY_NOTES, "notes"),
        ({"notes": {"branch": "x" * 257}}, "The notes.branch may not be greater than 256 characters.", "notes.branch"),
        ({"on_hold": "perhaps"}, "The transfers.0.on_hold field must be true or false.", "on_hold"),
        ({"on_hold_until": "soon"}, "on_hold_until must be between 946684800 and 4765046400", "on_hold_until"),
    ],
)
def test_a_wrong_transfer_is_refused(rzp, change, text, at):
    assert refusal(rzp, **change) == (text, f"transfers.0.{at}")


def test_a_member_that_no_transfer_has_is_refused(rzp):
    assert refusal(rzp, colour="red") == ("transfers.0.colour is/are not required and should not be sent", None)


@pytest.mark.parametrize(
    ("change", "text", "field"),
    [
        ({"transfers": []}, "The input field is required", "transfers"),
        ({"transfers": SOUTH}, "The transfers must be an array.", "transfers"),
        ({"transfers": ["acc_IRQWUleX4BqvYn"]}, "The transfers must be an array.", "transfers"),
        ({"partial_payment": True}, "Transfers cannot be created on an order with partial payment", "partial_payment"),
        ({"amount": 1999}, "The sum of amount requested for transfer is greater than the captured amount", None),
    ],
)
def test_an_order_that_takes_no_such_transfers_is_refused(rzp, change, text, field):
    reply = rzp.request("POST", "/v1/orders", json={**ORDER, **change})
    assert (reply.status, reply.body["error"]["description"]) == (400, text)
    assert reply.body["error"].get("field") == field
    assert rzp.order.all()["items"] == []


# ---------------------------------------------------------------------- paid: more in test_flow_route


def test_an_account_by_its_code(rzp):
    rzp.dashboard.account_code("acc_IRQWUleX4BqvYn", "acme-north")
    transfer = {"account_code": "acme-north", "amount": 1000, "currency": "INR"}
    (shown,) = rzp.order.create({**ORDER, "transfers": [transfer]})["transfers"]
    assert (shown["recipient"], shown["account_code"]) == ("acc_IRQWUleX4BqvYn", "acme-north")
    assert list(shown)[4:7] == ["recipient", "account_code", "amount"]


@pytest.mark.parametrize("how", [{}, {"method": "upi"}, {"method": "netbanking"}])
def test_paying_the_order_makes_its_transfers(rzp, order, how):
    rzp.checkout.pay(amount=10000, capture=True)  # the fees of both
    payment = rzp.checkout.pay(order["id"], **how)["razorpay_payment_id"]
    assert [one["status"] for one in expanded(rzp, order)["items"]] == ["processed", "processed"]
    assert rzp.payment.fetch(payment)["amount_transferred"] == 2000


def test_a_payment_that_is_not_captured_leaves_them_until_it_is(rzp, order):
    rzp.checkout.pay(amount=10000, capture=True)
    payment = rzp.checkout.pay(order["id"], capture=False)["razorpay_payment_id"]
    assert expanded(rzp, order, status="created")["count"] == 2
    captured = rzp.payment.capture(payment, 2000)
    assert captured["amount_transferred"] == 2000
    assert expanded(rzp, order, status="processed")["count"] == 2


def test_so_does_a_payment_that_succeeds_later(rzp, order):
    rzp.checkout.pay(amount=10000, capture=True)
    rzp.bank.script(rzp.bank.authorize_late(after=60))
    with pytest.raises(PaymentPending):
        rzp.checkout.pay(order["id"])
    assert expanded(rzp, order, status="created")["count"] == 2
    rzp.clock.advance(minutes=1)
    assert expanded(rzp, order, status="processed")["count"] == 2


def test_so_does_a_charge_to_a_mandate(rzp):
    customer, token, _ = registered(rzp, "card")
    rzp.checkout.pay(amount=10000, capture=True)
    order = rzp.order.create({**ORDER, "payment_capture": True})
    rzp.payment.createRecurring(charge_body(order["id"], customer, token) | {"amount": 2000})
    assert expanded(rzp, order, status="processed")["count"] == 2


def test_a_payment_that_fails_leaves_the_transfers_as_they_are(rzp, order):
    error = rzp.checkout.fail(order["id"], "insufficient_funds")["error"]
    assert error["metadata"]["order_id"] == order["id"]
    assert rzp.order.fetch(order["id"])["status"] == "attempted"
    assert [transfer["status"] for transfer in expanded(rzp, order)["items"]] == ["created", "created"]
