"""Route through time and money: shared, failed, settled, held; every figure by hand."""

from __future__ import annotations

import pytest

from fakerzp import BadRequestError, NotFaked
from tests.flows.sharing import AT, FREE, NORTH, SOUTH, THURSDAY, WEDNESDAY, held, opened, share, shared, told
from tests.flows.steps import order_of, paid

DAY = 86400
BEFORE_FEES = ["id", "entity", "status", "source", "recipient", "amount", "currency", "amount_reversed"]
AFTER_FEES = [
    *("notes", "linked_account_notes", "on_hold", "on_hold_until", "recipient_settlement_id"),
    *("created_at", "processed_at", "error"),
]
NO_ERROR = dict.fromkeys(("code", "description", "reason", "field", "step", "id", "source", "metadata"))


@pytest.fixture
def shop(build):
    """A shop that pays no fee for payments."""
    return build(at=AT, account=FREE)


# ---------------------------------------------------------------------- from payments


def test_a_payment_is_shared(shop):
    payment = paid(shop, 100000)
    answer = shop.payment.transfer(
        payment,
        {"transfers": [share(notes={"a": "b", "c": "d"}, linked_account_notes=["a"]), share(SOUTH, 30000)]},
    )
    north, south = answer["items"]
    assert (answer["entity"], answer["count"]) == ("collection", 2)
    assert north == {
        "id": north["id"],
        "entity": "transfer",
        "status": "pending",
        "source": payment,
        "recipient": NORTH,
        "amount": 10000,
        "currency": "INR",
        "amount_reversed": 0,
        "notes": {"a": "b", "c": "d"},
        "linked_account_notes": ["a"],
        "on_hold": False,
        "on_hold_until": None,
        "recipient_settlement_id": None,
        "created_at": shop.clock.now(),
        "processed_at": None,
        "error": {**NO_ERROR, "id": north["id"]},
    }
    fetched = shop.transfer.fetch(north["id"])
    assert {name: fetched[name] for name in fetched if fetched[name] != north.get(name)} == {
        "status": "processed",
        "fees": 30,  # 25 and 18 % of it, rounded up
        "tax": 5,
        "settlement_status": "pending",
        "processed_at": shop.clock.now(),
    }
    assert shop.payment.transfers(payment)["items"] == [fetched, shop.transfer.fetch(south["id"])]
    assert [one["id"] for one in shop.transfer.all()["items"]] == [south["id"], north["id"]]
    assert shop.payment.fetch(payment)["amount_transferred"] == 40000
    assert (held(shop), held(shop, NORTH), held(shop, SOUTH)) == (100000 - 40000 - 30 - 89, 10000, 30000)
    assert told(shop, "transfer.processed") == [("transfer.processed", one["id"]) for one in (north, south)]
    assert shop.events[-1]["payload"]["transfer"]["entity"] == shop.transfer.fetch(south["id"])


@pytest.mark.parametrize(
    ("amount", "fees", "tax"),
    [(90000, 266, 41), (30000, 89, 14), (70000, 207, 32), (100, 1, 0), (300, 1, 0), (1000, 3, 0)],
)
def test_the_fees_are_those_of_the_examples_and_of_the_samples(shop, amount, fees, tax):
    """payments/route/transfer-fees-example.md; the samples of the API."""
    _, transfer = shared(shop, share(amount=amount))
    found = shop.transfer.fetch(transfer)
    assert (found["fees"], found["tax"]) == (fees, tax)
    assert (shop.ledger.balance("fees"), shop.ledger.balance("tax")) == (fees - tax, tax)


def test_the_account_has_terms_of_its_own(build):
    rzp = build(account={"transfer_fee_percent": 1, "tax_percent": 10, "fee_percent": {"*": 0}})
    _, transfer = shared(rzp, share(amount=10000))
    found = rzp.transfer.fetch(transfer)
    assert (found["fees"], found["tax"]) == (110, 10)


def test_it_is_shared_until_nothing_is_left_of_it(shop):
    paid(shop, 50000)
    payment, _ = shared(shop, share(amount=60000))
    shop.payment.transfer(payment, {"transfers": [share(SOUTH, 40000)]})
    with pytest.raises(BadRequestError, match="sum of amount requested for transfer is greater"):
        shop.payment.transfer(payment, {"transfers": [share(SOUTH, 100)]})
    assert shop.payment.fetch(payment)["amount_transferred"] == 100000


def test_only_what_is_there_is_shared_fees_and_all(shop):
    payment = paid(shop, 100000)
    for amounts in ((99900,), (50000, 49900)):
        with pytest.raises(BadRequestError, match="Transfer cannot be made due to insufficient balance"):
            shop.payment.transfer(payment, {"transfers": [share(amount=amount) for amount in amounts]})
    assert shop.transfer.all()["items"] == []
    shop.bank.reserve(1000)  # so far the balance may go below nothing
    shop.payment.transfer(payment, {"transfers": [share(amount=100000)]})
    assert held(shop) == -295


def test_what_a_linked_account_received_is_a_payment_of_its_own(shop):
    payment, _ = shared(shop, share(notes={"a": "b", "c": "d"}, linked_account_notes=["a"]))
    (received,) = shop.payment.all(headers={"X-Razorpay-Account": NORTH})["items"]
    assert (received["method"], received["amount"], received["status"]) == ("transfer", 10000, "captured")
    assert (received["notes"], received["fee"], received["captured"]) == ({"a": "b"}, 0, True)
    paying = shop.payment.fetch(payment)
    assert (received["email"], received["contact"]) == (paying["email"], paying["contact"])
    assert [one["id"] for one in shop.payment.all()["items"]] == [payment]
    mine = {"headers": {"X-Razorpay-Account": NORTH}}
    with pytest.raises(NotFaked, match="Dashboard"):
        shop.payment.refund(received["id"], {}, **mine)
    with pytest.raises(NotFaked, match=r"transfer\.edit"):
        shop.payment.edit(received["id"], {"on_hold": True}, **mine)
    assert shop.payment.edit(received["id"], {"notes": {"x": "y"}}, **mine)["notes"] == {"x": "y"}
    shop.clock.move_to(WEDNESDAY)
    whole = shop.payment.fetch(received["id"], {"expand[]": "transaction.settlement"}, **mine)
    assert whole["transaction"]["settlement"]["amount"] == 10000


def test_a_captured_payment_tells_what_was_transferred(shop):
    """webhooks/refunds.md shows the payment with its amount_transferred."""
    payment, _ = shared(shop, share(amount=40000))
    shop.payment.refund(payment, {"amount": 1000})
    assert shop.events[-1]["payload"]["payment"]["entity"]["amount_transferred"] == 40000


# ---------------------------------------------------------------------- from the balance


def test_a_direct_transfer(shop):
    paid(shop, 100000)
    made = shop.transfer.create({"account": NORTH, "amount": "10000", "currency": "INR"})
    assert list(made) == [*BEFORE_FEES, "fees", "tax", *AFTER_FEES]
    assert (made["status"], made["source"], made["amount"], made["fees"]) == ("processed", shop.account_id, 10000, 30)
    assert (held(shop), held(shop, NORTH)) == (89970, 10000)
    assert shop.transfer.fetch(made["id"]) == {**made, "settlement_status": "pending"}


def test_of_everything_that_is_there(shop):
    paid(shop, 100000)
    shop.transfer.create(share(amount=99705))
    assert held(shop) == 0
    with pytest.raises(BadRequestError, match="insufficient balance"):
        shop.transfer.create(share(amount=100))


# ---------------------------------------------------------------------- from orders


def test_what_an_order_has_not_enough_for_fails_and_is_tried_again(build):
    """The example of two linked accounts in payments/route/transfer-fees-example.md: 26.56 are lacking."""
    rzp = build(at=AT, account={"fee_percent": {"*": 2}}, delays={"settlement": None})
    order = order_of(rzp, 100000, transfers=[share(NORTH, 30000), share(SOUTH, 70000)])
    rzp.checkout.pay(order, "upi")
    north, south = rzp.order.fetch(order, {"expand[]": "transfers"})["transfers"]["items"]
    assert (north["status"], south["status"]) == ("processed", "failed")
    assert south["error"] == {
        "code": "BAD_REQUEST_TRANSFER_INSUFFICIENT_BALANCE",
        "description": "Transfer failed due to insufficient balance",
        "reason": "insufficient_balance",
        "field": None,
        "step": "balance_check",
        "id": south["id"],
        "source": "transfer",
        "metadata": None,
    }
    assert (south["fees"], south["tax"], south["settlement_status"], south["processed_at"]) == (0, 0, None, None)
    assert held(rzp) == 67551
    assert told(rzp, "transfer.failed") == [("transfer.failed", south["id"])]
    rzp.clock.advance(days=1)
    assert len(told(rzp, "transfer.failed")) == 2
    rzp.bank.reserve(2656)
    rzp.clock.advance(days=1)
    found = rzp.transfer.fetch(south["id"])
    assert (found["status"], found["error"]) == ("processed", {**NO_ERROR, "id": south["id"]})
    assert held(rzp) == -2656
    rzp.clock.advance(days=9)
    assert len(told(rzp, "transfer.failed")) == 2
    assert told(rzp, "transfer.processed")[-1] == ("transfer.processed", south["id"])


def test_after_three_more_times_it_stays_failed(build):
    rzp = build(at=AT, delays={"settlement": None})
    order = order_of(rzp, 100000, transfers=[share(NORTH, 100000)])
    rzp.checkout.pay(order)
    rzp.clock.advance(days=10)
    assert len(told(rzp, "transfer.failed")) == 4
    rzp.bank.reserve(100000)
    rzp.clock.advance(days=10)
    (failed,) = rzp.order.fetch(order, {"expand[]": "transfers"})["transfers"]["items"]
    assert failed["status"] == "failed"


def test_what_is_short_of_the_fee_alone_says_so(shop):
    order = order_of(shop, 100000, transfers=[share(NORTH, 100000)])
    shop.checkout.pay(order)
    (failed,) = shop.order.fetch(order, {"expand[]": "transfers"})["transfers"]["items"]
    assert (failed["error"]["code"], failed["error"]["reason"]) == (
        "BAD_REQUEST_PAYMENT_FEES_GREATER_THAN_AMOUNT",
        "transfer_amount_higher_than_balance",
    )
    assert failed["error"]["description"] == "Transfer amount was greater than amount available for transfer"
    assert failed["error"]["step"] == "amount_validation"


def test_what_was_refunded_is_not_tried_again(shop):
    order = order_of(shop, 100000, transfers=[share(NORTH, 100000)])
    payment = shop.checkout.pay(order)["razorpay_payment_id"]
    shop.payment.refund(payment)
    shop.bank.reserve(1000000)
    shop.clock.advance(days=5)
    assert told(shop, "transfer.processed") == []
    assert len(told(shop, "transfer.failed")) == 1


def test_what_others_got_meanwhile_is_not_sent_again(build):
    rzp = build(at=AT, account=FREE, delays={"settlement": None})
    order = order_of(rzp, 100000, transfers=[share(NORTH, 100000)])
    payment = rzp.checkout.pay(order)["razorpay_payment_id"]
    assert told(rzp, "transfer.failed") != []
    rzp.payment.transfer(payment, {"transfers": [share(SOUTH, 60000)]})
    rzp.bank.reserve(1000000)
    rzp.clock.advance(days=5)
    failed, sent = rzp.payment.transfers(payment)["items"]
    assert (failed["status"], sent["status"]) == ("failed", "processed")
    assert rzp.payment.fetch(payment)["amount_transferred"] == 60000


def test_an_offer_leaves_less_to_share(build):
    """The order was of 1000 rupees, and so were its transfers; the customer paid 900."""
    rzp = build(at=AT, account=FREE, delays={"settlement": None})
    paid(rzp, 100000)
    offer = rzp.dashboard.create_offer("upi", percentage=10)["id"]
    order = order_of(rzp, 100000, offers=[offer], transfers=[share(NORTH, 60000), share(SOUTH, 40000)])
    rzp.checkout.pay(order, "upi", offer_id=offer)
    first, second = rzp.order.fetch(order, {"expand[]": "transfers"})["transfers"]["items"]
    assert (first["status"], second["status"]) == ("processed", "failed")
    assert second["error"]["reason"] == "transfer_amount_higher_than_balance"


def test_a_payment_link_shares_what_it_is_paid(shop):
    options = {"order": {"transfers": [share(NORTH, 500), share(SOUTH, 400)]}}
    link = shop.payment_link.create({"amount": 1500, "currency": "INR", "options": options})
    payment = shop.checkout.pay(link["id"], method="upi")["razorpay_payment_id"]
    assert [one["amount"] for one in shop.payment.transfers(payment)["items"]] == [500, 400]
    assert (held(shop), held(shop, NORTH), held(shop, SOUTH)) == (1500 - 900 - 2 - 2, 500, 400)


def test_a_payment_link_with_wrong_transfers_is_refused(shop):
    options = {"order": {"transfers": [share(NORTH, 2000)]}}
    reply = shop.request("POST", "/v1/payment_links", json={"amount": 1500, "currency": "INR", "options": options})
    text = "The sum of amount requested for transfer is greater than the captured amount"
    assert (reply.status, reply.body["error"]["description"]) == (400, text)
    assert reply.body["error"]["source"] is None
    assert shop.payment_link.all()["payment_links"] == []


# ---------------------------------------------------------------------- slow ones


def test_a_transfer_takes_as_long_as_the_fake_was_told(build):
    rzp = build(delays={"transfer": 60}, account={"fee_percent": {"*": 0}})
    payment, transfer = shared(rzp, share())
    pending = rzp.transfer.fetch(transfer)
    assert [pending[name] for name in ("status", "fees", "tax", "settlement_status")] == ["pending", 0, None, None]
    assert "amount_transferred" not in rzp.payment.fetch(payment)
    rzp.clock.advance(seconds=60)
    assert rzp.transfer.fetch(transfer)["processed_at"] == pending["created_at"] + 60
    assert rzp.payment.fetch(payment)["amount_transferred"] == 10000


def test_the_bank_ends_it_before_that(build):
    rzp = build(delays={"transfer": 60}, account={"fee_percent": {"*": 0}})
    _, first, second = shared(rzp, share(), share(SOUTH))
    assert rzp.bank.process_transfer(first)["status"] == "processed"
    assert rzp.bank.fail_transfer(second)["error"]["reason"] == "insufficient_balance"
    for transfer in (first, second):
        with pytest.raises(ValueError, match="not pending"):
            rzp.bank.process_transfer(transfer)
    with pytest.raises(LookupError):
        rzp.bank.fail_transfer("trf_00000000000000")
    rzp.clock.advance(days=5)
    assert rzp.transfer.fetch(second)["status"] == "failed"  # only those of orders are tried again


def test_what_was_refunded_in_between_fails(build):
    rzp = build(delays={"transfer": 60}, account={"fee_percent": {"*": 0}})
    paid(rzp, 100000)
    payment, transfer = shared(rzp, share())
    rzp.payment.refund(payment)
    rzp.clock.advance(seconds=60)
    assert rzp.transfer.fetch(transfer)["error"]["reason"] == "transfer_amount_higher_than_balance"


# ---------------------------------------------------------------------- settled


def test_linked_accounts_are_settled_on_the_day_of_the_schedule(shop):
    _, first, second = shared(shop, share(), share(SOUTH, 20000))
    third = shop.transfer.create(share(NORTH, 5000))["id"]
    shop.clock.move_to(WEDNESDAY - 1)
    assert {shop.transfer.fetch(one)["settlement_status"] for one in (first, second, third)} == {"pending"}
    shop.clock.move_to(WEDNESDAY)
    found = [shop.transfer.fetch(one) for one in (first, second, third)]
    assert [one["settlement_status"] for one in found] == ["settled"] * 3
    north, south, again = (one["recipient_settlement_id"] for one in found)
    assert north == again != south
    assert (held(shop, NORTH), held(shop, SOUTH)) == (0, 0)
    assert (shop.ledger.balance("bank", account=NORTH), shop.ledger.balance("bank", account=SOUTH)) == (15000, 20000)
    settled = [event for event in shop.events if event["event"] == "settlement.processed"]
    events = {event["account_id"]: event["payload"]["settlement"]["entity"] for event in settled}
    assert (events[NORTH]["id"], events[NORTH]["amount"], events[SOUTH]["id"]) == (north, 15000, south)
    of_north = shop.transfer.all({"recipient_settlement_id": north})
    assert [one["id"] for one in of_north["items"]] == [third, first]
    whole = shop.transfer.all({"recipient_settlement_id": south, "expand[]": "recipient_settlement"})["items"]
    assert whole == [{**found[1], "recipient_settlement": events[SOUTH], "source_channel": "online"}]
    keys = list(whole[0])
    assert keys[keys.index("recipient_settlement_id") + 1] == "recipient_settlement"


def test_what_is_not_settled_has_a_settlement_of_null(shop):
    _, transfer = shared(shop, share())
    expanded = shop.transfers.fetchSettlements()["items"]
    assert [(one["id"], one["recipient_settlement"]) for one in expanded] == [(transfer, None)]


def test_a_settlement_that_is_none_has_no_list(shop):
    """The page says that null is answered."""
    shared(shop, share())
    assert shop.transfer.all({"recipient_settlement_id": "setl_00000000000000"}) is None
    reply = shop.request("GET", "/v1/transfers", params={"recipient_settlement_id": "setl_00000000000000"})
    assert (reply.status, reply.body) == (200, None)


def test_the_bank_settles_a_linked_account_when_it_is_told_to(build):
    rzp = build(delays={"settlement": None}, account={"fee_percent": {"*": 0}})
    _, first, second = shared(rzp, share(), share(on_hold=True))
    rzp.clock.advance(days=30)
    assert rzp.transfer.fetch(first)["settlement_status"] == "pending"
    settlement = rzp.bank.settle(account=NORTH)
    assert settlement["amount"] == 10000  # the other half is on hold
    assert rzp.transfer.fetch(first)["recipient_settlement_id"] == settlement["id"]
    assert rzp.transfer.fetch(second)["settlement_status"] == "on_hold"
    assert rzp.bank.settle(account=NORTH) is None
    rzp.transfer.edit(second, {"on_hold": False})
    assert rzp.bank.settle(account=NORTH)["amount"] == 10000
    assert rzp.transfer.fetch(second)["settlement_status"] == "settled"


# ---------------------------------------------------------------------- held


def test_on_hold_for_good_until_it_is_released(shop):
    _, transfer, other = shared(shop, share(on_hold=True), share())
    shop.clock.advance(days=30)
    found = shop.transfer.fetch(transfer)
    assert (found["status"], found["settlement_status"], found["on_hold"]) == ("processed", "on_hold", True)
    assert shop.transfer.fetch(other)["settlement_status"] == "settled"
    assert held(shop, NORTH) == 10000
    released = shop.transfer.edit(transfer, {"on_hold": False})
    assert (released["settlement_status"], released["on_hold"], released["on_hold_until"]) == ("pending", False, None)
    shop.clock.move_to("2026-02-05T03:29:59Z")
    assert shop.transfer.fetch(transfer)["settlement_status"] == "pending"
    shop.clock.move_to("2026-02-05T03:30:00Z")  # the next working day, at nine
    assert shop.transfer.fetch(transfer)["settlement_status"] == "settled"


def test_on_hold_until_a_moment(shop):
    """The example of payments/route/schedule-settlement.md: held until seven in the evening, settled the day after."""
    until = WEDNESDAY + 10 * 3600
    _, transfer = shared(shop, share(on_hold=True, on_hold_until=until))
    shop.clock.move_to(until - 1)
    assert shop.transfer.fetch(transfer)["settlement_status"] == "on_hold"
    shop.clock.move_to(until)
    found = shop.transfer.fetch(transfer)
    assert (found["settlement_status"], found["on_hold"], found["on_hold_until"]) == ("pending", False, None)
    shop.clock.move_to(THURSDAY)
    assert shop.transfer.fetch(transfer)["settlement_status"] == "settled"


def test_a_hold_that_ends_before_the_schedule_changes_nothing(shop):
    _, transfer = shared(shop, share(on_hold=True, on_hold_until=shop.clock.now() + 3600))
    shop.clock.move_to(WEDNESDAY - 1)
    assert shop.transfer.fetch(transfer)["settlement_status"] == "pending"
    shop.clock.move_to(WEDNESDAY)
    assert shop.transfer.fetch(transfer)["settlement_status"] == "settled"


def test_put_on_hold_later_and_for_longer(shop):
    """Others of the same account are settled on their day all the same."""
    _, first, second = shared(shop, share(), share(amount=20000))
    held_back = shop.transfer.edit(second, {"on_hold": True, "on_hold_until": str(WEDNESDAY + DAY)})
    assert (held_back["settlement_status"], held_back["on_hold_until"]) == ("on_hold", WEDNESDAY + DAY)
    shop.transfer.edit(second, {"on_hold": True, "on_hold_until": WEDNESDAY + 5 * DAY})
    shop.clock.move_to(WEDNESDAY + DAY)
    assert (shop.transfer.fetch(first)["settlement_status"], held(shop, NORTH)) == ("settled", 20000)
    assert shop.transfer.fetch(second)["settlement_status"] == "on_hold"
    shop.clock.move_to(WEDNESDAY + 7 * DAY)
    assert shop.transfer.fetch(second)["settlement_status"] == "settled"
    with pytest.raises(BadRequestError, match="settled already"):
        shop.transfer.edit(second, {"on_hold": True})


def test_held_and_let_go_at_once_it_is_settled_once(shop):
    _, first, second = shared(shop, share(), share(amount=20000))
    shop.transfer.edit(second, {"on_hold": True})
    shop.transfer.edit(second, {"on_hold": False})
    shop.clock.move_to(WEDNESDAY)
    assert {shop.transfer.fetch(one)["settlement_status"] for one in (first, second)} == {"settled"}
    assert len([e for e in shop.events if e["account_id"] == NORTH]) == 1


# ---------------------------------------------------------------------- aliases, sub-merchants, going back


def test_an_alias_of_a_linked_account(shop):
    shop.dashboard.account_code(NORTH, "Acme_Corp-1.")
    payment = paid(shop, 100000)
    (made,) = shop.payment.transfer(
        payment, {"transfers": [{"account_code": "Acme_Corp-1.", "amount": 1000, "currency": "INR"}]}
    )["items"]
    assert (made["recipient"], made["account_code"], made["fees"], made["tax"]) == (NORTH, "Acme_Corp-1.", 0, None)
    direct = shop.transfer.create(share(NORTH, 1000))
    assert direct["account_code"] == "Acme_Corp-1."
    shop.dashboard.account_code(NORTH, "North")
    with pytest.raises(BadRequestError, match=r"Acme_Corp-1\. is an invalid account_code"):
        shop.transfer.create({"account_code": "Acme_Corp-1.", "amount": 1000, "currency": "INR"})
    with pytest.raises(ValueError, match="another account"):
        shop.dashboard.account_code(SOUTH, "North")
    shop.dashboard.account_code(NORTH, None)
    assert "account_code" not in shop.transfer.create(share(NORTH, 1000))
    shop.dashboard.account_code(SOUTH, "North")
    for wrong in ("ab", "a" * 21, "no spaces"):
        with pytest.raises(ValueError, match="3 to 20"):
            shop.dashboard.account_code(NORTH, wrong)
    with pytest.raises(ValueError, match="no id"):
        shop.dashboard.account_code("north", "North")


def test_a_linked_account_is_named_by_its_reference_too(shop):
    """Its `reference_id` is the code that transfers may name it by, where the merchant may have codes."""
    paid(shop)
    linked = opened(shop, reference_id="acme-north")
    made = shop.transfer.create({"account_code": "acme-north", "amount": 1000, "currency": "INR"})
    assert (made["recipient"], made["account_code"]) == (linked, "acme-north")
    assert shop.transfer.create({"account": linked, "amount": 1000, "currency": "INR"})["account_code"] == "acme-north"
    assert held(shop, linked) == 2000


def test_a_suspended_account_gets_nothing_any_more(shop):
    paid(shop)
    linked = opened(shop)
    shop.transfer.create(share(linked, 1000))
    shop.onboarding.suspend(linked)
    before = shop.snapshot()
    with pytest.raises(BadRequestError, match="Transfers to a linked account in suspended status are not allowed"):
        shop.transfer.create(share(linked, 1000))
    order = {"amount": 1000, "currency": "INR", "transfers": [share(linked, 1000)]}
    with pytest.raises(BadRequestError, match="in suspended status"):
        shop.order.create(order)
    assert shop.diff(before) == {}
    shop.clock.advance(days=7)
    assert held(shop, linked) == 1000  # its funds are held


def test_an_account_does_not_transfer_to_itself(shop):
    paid(shop)
    with pytest.raises(BadRequestError, match="is an invalid account_code"):
        shop.transfer.create(share(shop.account_id))


def test_a_linked_account_can_pass_on_what_it_received(shop):
    shared(shop, share(amount=40000))
    mine = {"headers": {"X-Razorpay-Account": NORTH}}
    passed = shop.transfer.create(share(SOUTH, 10000), **mine)
    assert (passed["source"], held(shop, NORTH), held(shop, SOUTH)) == (NORTH, 40000 - 10000 - 30, 10000)
    assert shop.transfer.fetch(passed["id"], **mine)["status"] == "processed"
    assert passed["id"] not in [one["id"] for one in shop.transfer.all()["items"]]


def test_snapshots_go_back_in_every_book(shop):
    payment = paid(shop, 100000)
    before = shop.snapshot()
    (made,) = shop.payment.transfer(payment, {"transfers": [share()]})["items"]
    changed = shop.diff(before)
    assert changed[made["id"]].after["status"] == "processed"
    assert changed[payment].fields == {"amount_transferred": (None, 10000)}
    shop.restore(before)
    assert (held(shop, NORTH), shop.transfer.all()["items"]) == (0, [])
    with shop.fork() as other:
        other.payment.transfer(payment, {"transfers": [share()]})
        assert held(other, NORTH) == 10000
    assert held(shop, NORTH) == 0
