"""Transfers taken back, by themselves and with the refund of their payment; every figure by hand."""

from __future__ import annotations

import pytest

from fakerzp import BadRequestError
from tests.flows.sharing import AT, FREE, NORTH, SOUTH, WEDNESDAY, held, share, shared
from tests.flows.steps import paid


@pytest.fixture
def shop(build):
    """A shop that pays no fee for payments."""
    return build(at=AT, account=FREE)


# ---------------------------------------------------------------------- reversed


def test_reversed_in_parts(shop):
    payment, transfer = shared(shop, share())
    before = held(shop)
    first = shop.transfer.reverse(transfer, {"amount": 4000, "notes": {"a": "b"}})
    assert first == {
        "id": first["id"],
        "entity": "reversal",
        "transfer_id": transfer,
        "amount": 4000,
        "fee": 0,
        "tax": 0,
        "currency": "INR",
        "notes": {"a": "b"},
        "initiator_id": shop.account_id.removeprefix("acc_"),
        "customer_refund_id": None,
        "created_at": shop.clock.now(),
    }
    found = shop.transfer.fetch(transfer)
    assert (found["status"], found["amount_reversed"], found["fees"]) == ("partially_reversed", 4000, 30)
    assert (held(shop), held(shop, NORTH)) == (before + 4000, 6000)
    (received,) = shop.payment.all(headers={"X-Razorpay-Account": NORTH})["items"]
    assert (received["amount_refunded"], received["refund_status"]) == (4000, "partial")
    second = shop.transfers.reverse(transfer, {})
    assert (second["amount"], second["notes"]) == (6000, [])
    assert shop.transfer.fetch(transfer)["status"] == "reversed"
    assert (held(shop), held(shop, NORTH)) == (before + 10000, 0)
    assert shop.transfer.reversals(transfer)["items"] == [
        {**{k: v for k, v in one.items() if k != "created_at"}, "utr": None, "created_at": one["created_at"]}
        for one in (second, first)
    ]
    (received,) = shop.payment.all(headers={"X-Razorpay-Account": NORTH})["items"]
    assert (received["status"], received["refund_status"]) == ("refunded", "full")
    with pytest.raises(BadRequestError, match="cannot be reversed in reversed status"):
        shop.transfer.reverse(transfer, {"amount": 100})
    assert shop.payment.fetch(payment)["amount_transferred"] == 10000  # it was transferred all the same


def test_what_is_reversed_is_not_settled_there_and_is_settled_here(shop):
    _, first, second = shared(shop, share(), share(amount=20000))
    shop.transfer.reverse(first)
    shop.transfer.reverse(second, {"amount": 5000})
    shop.clock.move_to(WEDNESDAY)
    assert shop.ledger.balance("bank", account=NORTH) == 15000
    found = [shop.transfer.fetch(one) for one in (first, second)]
    assert {one["settlement_status"] for one in found} == {"settled"}  # by one settlement, of all that came and went
    assert len({one["recipient_settlement_id"] for one in found}) == 1
    shop.clock.advance(days=3)
    assert shop.ledger.balance("bank") == 100000 - 15000 - 30 - 59
    assert held(shop) == 0


def test_the_report_of_each_account_has_what_went_and_came_back(shop):
    payment, transfer = shared(shop, share(notes={"a": "b"}))
    reversal = shop.transfer.reverse(transfer, {"amount": 4000})["id"]
    shop.clock.move_to(WEDNESDAY)
    names = ("entity_id", "type", "debit", "credit", "fee", "tax", "payment_id", "description")

    def reported(**options):
        rows = shop.settlement.report({"year": 2026, "month": 1}, **options)["items"]
        return [tuple(row[name] for name in names) for row in rows]

    assert reported()[1:] == [
        (transfer, "transfer", 10030, 0, 30, 5, payment, None),
        (reversal, "adjustment", 0, 4000, 0, 0, payment, f"reversal of {transfer}"),
    ]
    mine = {"headers": {"X-Razorpay-Account": NORTH}}
    (received,) = shop.payment.all(**mine)["items"]
    (given_back,) = shop.refund.all(**mine)["items"]
    assert reported(**mine) == [
        (received["id"], "payment", 0, 10000, 0, 0, None, None),
        (given_back["id"], "refund", 4000, 0, 0, 0, received["id"], None),
    ]


def test_what_is_on_hold_is_reversed_too(shop):
    _, transfer = shared(shop, share(on_hold=True))
    shop.transfer.reverse(transfer, {"amount": 4000})
    shop.transfer.edit(transfer, {"on_hold": False})
    shop.clock.move_to(WEDNESDAY)
    assert shop.ledger.balance("bank", account=NORTH) == 6000


def test_what_was_settled_is_reversed_out_of_what_came_since(shop):
    """payments/route/reversal.md: as long as there is a floating balance."""
    _, first = shared(shop, share())
    shop.clock.move_to(WEDNESDAY)
    with pytest.raises(BadRequestError, match=r"The linked account does not have sufficient balance to process"):
        shop.transfer.reverse(first)
    _, second, third = shared(shop, share(amount=7000), share(amount=8000, on_hold=True))
    shop.transfer.reverse(first)
    assert shop.transfer.fetch(first)["settlement_status"] == "settled"
    assert held(shop, NORTH) == 5000
    shop.clock.advance(days=10)
    assert shop.transfer.fetch(second)["settlement_status"] == "pending"  # its money went back
    assert shop.transfer.fetch(third)["settlement_status"] == "on_hold"


# ---------------------------------------------------------------------- refunded


def test_a_refund_leaves_the_transfers_unless_it_is_told_to_reverse_them(shop):
    payment, transfer = shared(shop, share(amount=40000))
    before = held(shop)
    shop.payment.refund(payment, {"amount": 30000, "reverse_all": False})
    assert (held(shop), held(shop, NORTH)) == (before - 30000, 40000)
    assert shop.transfer.fetch(transfer)["status"] == "processed"


def test_a_whole_refund_reverses_all(shop):
    payment, north, south = shared(shop, share(amount=40000), share(SOUTH, 30000))
    shop.transfer.reverse(south, {"amount": 10000})
    refund = shop.payment.refund(payment, {"amount": 100000, "reverse_all": True})
    assert (refund["status"], refund["amount"]) == ("processed", 100000)
    for transfer, amount in ((north, 40000), (south, 20000)):
        assert shop.transfer.fetch(transfer)["status"] == "reversed"
        newest = shop.transfer.reversals(transfer)["items"][0]
        assert (newest["amount"], newest["customer_refund_id"]) == (amount, refund["id"])
    assert (held(shop, NORTH), held(shop, SOUTH)) == (0, 0)
    assert held(shop) == -118 - 89  # the fees of the transfers stay paid


def test_a_part_refund_reverses_as_much_of_the_only_transfer(shop):
    payment, transfer = shared(shop, share(amount=40000))
    shop.payment.refund(payment, {"amount": 100, "reverse_all": True})
    assert shop.transfer.fetch(transfer)["amount_reversed"] == 100
    shop.payment.refund(payment, {"amount": 50000, "reverse_all": 1})
    assert shop.transfer.fetch(transfer)["status"] == "reversed"


def test_a_part_refund_of_several_transfers_is_refused(shop):
    payment, north, _ = shared(shop, share(), share(SOUTH))
    before = shop.snapshot()
    with pytest.raises(BadRequestError, match="reverse_all cannot be applied on partial refunds"):
        shop.payment.refund(payment, {"amount": 100, "reverse_all": True})
    assert shop.diff(before) == {}
    shop.transfer.reverse(north)
    shop.payment.refund(payment, {"amount": 100, "reverse_all": True})  # one is left


def test_a_linked_account_without_the_money_keeps_the_refund_from_being_made(shop):
    payment, north, south = shared(shop, share(), share(SOUTH))
    shop.bank.settle(account=SOUTH)
    before = shop.snapshot()
    with pytest.raises(BadRequestError, match="The linked account does not have sufficient balance"):
        shop.payment.refund(payment, {"reverse_all": True})
    assert shop.diff(before) == {}
    assert {shop.transfer.fetch(one)["status"] for one in (north, south)} == {"processed"}


def test_what_is_recovered_pays_for_the_refund(build):
    rzp = build(account={"fee_percent": {"*": 0}, "transfer_fee_percent": 0, "limit_negative_balance": True})
    payment, _ = shared(rzp, share(amount=40000))
    with pytest.raises(BadRequestError, match="not have enough balance"):
        rzp.payment.refund(payment)
    rzp.payment.refund(payment, {"reverse_all": True})
    assert held(rzp) == 0


def test_a_payment_without_transfers_is_refunded_as_ever(shop):
    assert shop.payment.refund(paid(shop), {"reverse_all": True})["status"] == "processed"
