"""What a state machine of a shop does besides, where it shares what it is paid with sellers."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, multiple, rule

from tests.properties.holds import ARRIVED

DAY = 86400
SELLERS = ("acc_IROu8Nod6PXPtZ", "acc_IRQWUleX4BqvYn")

amounts = st.sampled_from([100, 101, 999, 10000, 50000, 97000, 100000])
sellers = st.sampled_from(SELLERS)
holds = st.sampled_from([{}, {}, {"on_hold": True}, {"on_hold": True, "days": 5}])


class Sharing:
    """Mixed into a machine that has `rzp`, `attempt` and `noted`: tests/properties/test_route.py, test_all_laws.py."""

    payments, transfers = Bundle("payments"), Bundle("transfers")

    def held(self, name="merchant", account=None):
        return self.rzp.ledger.balance(name, account=account)

    def covered_by(self):
        """What can be shared: the balance, with what is put aside for when it is short."""
        return self.held() + self.held("reserves")

    def asked(self, to, amount, hold):
        until = {"on_hold_until": self.rzp.clock.now() + hold["days"] * DAY} if "days" in hold else {}
        held = {"on_hold": True} if hold else {}
        return {"account": to, "amount": amount, "currency": "INR", **held, **until}

    def of(self, payment):
        return self.rzp.payment.transfers(payment, {"count": 100})["items"]

    def all_transfers(self):
        books = self.rzp.ledger.books(self.rzp.account_id)
        return [self.rzp.transfer.fetch(one.id) for one in books.all("transfer")]

    # -- what is shared

    @rule(target=payments, shares=st.lists(st.tuples(sellers, amounts, holds), min_size=1, max_size=2))
    def pays_an_order_that_is_shared(self, shares):
        asked = [self.asked(*share) for share in shares]
        body = {"amount": 100000, "currency": "INR", "transfers": asked}
        order = self.attempt(self.rzp.order.create, body)
        fits = sum(one["amount"] for one in asked) <= 100000
        assert isinstance(order, dict) == fits
        self.met["order that is shared", fits] += 1
        if not fits:
            return multiple()
        self.noted(order["id"])
        return self.paid(self.attempt(self.rzp.checkout.pay, order["id"]))

    @rule(target=transfers, payment=payments, to=sellers, amount=amounts, hold=holds)
    def shares_it(self, payment, to, amount, hold):
        return self.shares(payment, to, amount, hold)

    def shares(self, payment, to, amount, hold):
        was, there = self.rzp.payment.fetch(payment), self.covered_by()
        made = self.attempt(self.rzp.payment.transfer, payment, {"transfers": [self.asked(to, amount, hold)]})
        if not isinstance(made, dict):
            shared = sum(one["amount"] for one in self.of(payment) if one["status"] != "failed")
            fee = -(-amount * 295 // 100000)
            short = amount + shared > was["amount"] or amount + fee > there
            assert short or was["amount_refunded"] or not was["captured"] or was["currency"] != "INR"
            return multiple()
        return self.noted(made["items"][0]["id"])

    @rule(target=transfers, to=sellers, amount=amounts, hold=holds)
    def sells_and_shares(self, to, amount, hold):
        """A payment made and shared in one go."""
        answer = self.attempt(self.rzp.checkout.pay, amount=100000, capture=True)
        if not isinstance(answer, dict):
            return multiple()
        return self.shares(self.paid(answer), to, amount, hold)

    @rule(target=transfers, to=sellers, amount=amounts)
    def transfers_directly(self, to, amount):
        made = self.attempt(self.rzp.transfer.create, {"account": to, "amount": amount, "currency": "INR"})
        self.met["transfer from the balance", isinstance(made, dict)] += 1
        return self.noted(made["id"]) if isinstance(made, dict) else multiple()

    # -- what becomes of it

    @rule(transfer=transfers, on=st.booleans(), until=st.sampled_from([None, DAY, 9 * DAY]))
    def holds_or_releases(self, transfer, on, until):
        was = self.rzp.transfer.fetch(transfer)
        more = {"on_hold_until": self.rzp.clock.now() + until} if on and until else {}
        held = self.attempt(self.rzp.transfer.edit, transfer, {"on_hold": on, **more})
        over = was["status"] in ("failed", "reversed") or was["settlement_status"] == "settled"
        self.met["transfer on hold", isinstance(held, dict)] += 1
        assert isinstance(held, dict) != over
        assert over or held["on_hold"] is on

    @rule(transfer=transfers, part=st.sampled_from([1, 1, 2, 3]), more=st.sampled_from([0, 0, 1]))
    def reverses(self, transfer, part, more):
        was = self.rzp.transfer.fetch(transfer)
        left = was["amount"] - was["amount_reversed"]
        asked = left // part + more
        there, mine = self.held(account=was["recipient"]), self.held()
        made = self.attempt(self.rzp.transfer.reverse, transfer, {"amount": asked})
        can = was["status"] in ("processed", "partially_reversed") and 100 <= asked <= min(left, there)
        assert isinstance(made, dict) == can
        if can:
            self.noted(made["id"])
            assert self.held() == mine + asked

    @rule(payment=payments, part=st.sampled_from([1, 1, 2]))
    def refunds_and_reverses(self, payment, part):
        was = self.rzp.payment.fetch(payment)
        left = was["amount"] - was["amount_refunded"]
        sent = [one for one in self.of(payment) if one["status"] in ("processed", "partially_reversed")]
        body = {"amount": left // part, "reverse_all": True}
        made = self.attempt(self.rzp.payment.refund, payment, body)
        self.met["refund with its transfers", isinstance(made, dict)] += 1
        if not isinstance(made, dict):
            return
        if part == 1:
            assert {self.rzp.transfer.fetch(one["id"])["status"] for one in sent} <= {"reversed"}
        else:
            assert len(sent) <= 1

    @rule(seller=sellers)
    def a_seller_is_paid_out(self, seller):
        there = self.held(account=seller)
        mine = [one for one in self.all_transfers() if one["recipient"] == seller]
        free = there - sum(one["amount"] for one in mine if one["settlement_status"] == "on_hold")
        if there:
            paid = self.rzp.bank.settle(account=seller)
            assert (paid is None and free <= 0) or paid["amount"] == free
            self.met["seller paid out", paid is not None] += 1

    # -- what always holds

    @invariant()
    def the_books_of_the_sellers_add_up(self):
        arrived = [one for one in self.all_transfers() if one["status"] in ARRIVED]
        for seller in SELLERS:
            mine = [one for one in arrived if one["recipient"] == seller]
            kept = sum(one["amount"] - one["amount_reversed"] for one in mine)
            assert self.held(account=seller) + self.held("bank", seller) == kept
            assert self.held(account=seller) >= 0
        assert self.held("transfers") + sum(self.held("transfers", seller) for seller in SELLERS) == 0
        payments = list(self.rzp.ledger.books(self.rzp.account_id).all("payment"))
        from_payments = [one["amount"] for one in arrived if not one["source"].startswith("acc_")]
        assert sum(one.amount_transferred for one in payments) == sum(from_payments)
        for payment in payments:
            if payment.amount_transferred:
                shared = [one["amount"] for one in self.of(payment.id) if one["status"] in ARRIVED]
                assert payment.amount_transferred == sum(shared) <= payment.amount

    weeks = 6

    def others_have_been_paid(self, later):
        """Some weeks on, nothing stays with Razorpay that is not on hold."""
        for seller in SELLERS:
            books = later.ledger.books(self.rzp.account_id)
            waiting = [one.amount for one in books.all("transfer") if one.recipient == seller and one.on_hold]
            assert later.ledger.balance("merchant", account=seller) <= sum(waiting)
