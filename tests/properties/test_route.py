"""A marketplace that shares, holds, reverses and refunds whatever comes to mind: every book of every account holds."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from fakerzp import BadRequestError, FakeRazorpay

START = 1767607200  # 2026-01-05T10:00:00Z
DAY = 86400
SELLERS = ("acc_IROu8Nod6PXPtZ", "acc_IRQWUleX4BqvYn")
ARRIVED = ("processed", "partially_reversed", "reversed")
NOTHING = object()

amounts = st.sampled_from([100, 101, 999, 10000, 50000, 97000, 100000])
sellers = st.sampled_from(SELLERS)
holds = st.sampled_from([{}, {}, {"on_hold": True}, {"on_hold": True, "on_hold_until": START + 5 * DAY}])


class Market(RuleBasedStateMachine):
    """Rules name the calls; what they may refuse is said beside them, and what follows is added up again."""

    payments, transfers = Bundle("payments"), Bundle("transfers")

    delays: ClassVar[dict] = {}
    met: ClassVar[Counter] = Counter()  # how often each call was taken, and how often it was refused

    def __init__(self):
        super().__init__()
        self.rzp = FakeRazorpay(seed=5, at=START, delays=self.delays)

    # -- how a step is taken

    def everything(self):
        mark = self.rzp.ledger.mark()
        return mark._replace(**dict.fromkeys({"calls", "places"} & set(mark._fields)))

    def attempt(self, name, call, *args):
        """Take a step; if it is refused, nothing may have changed."""
        before = self.everything()
        try:
            answer = call(*args)
        except BadRequestError:
            assert self.everything() == before
            answer = NOTHING
        self.met[name, answer is not NOTHING] += 1
        return answer

    def held(self, name="merchant", account=None):
        return self.rzp.ledger.balance(name, account=account)

    # -- what is paid and shared

    @rule(target=payments, amount=amounts)
    def pays(self, amount):
        return self.rzp.checkout.pay(amount=amount, capture=True)["razorpay_payment_id"]

    @rule(target=payments, shares=st.lists(st.tuples(sellers, amounts, holds), min_size=1, max_size=2))
    def pays_an_order(self, shares):
        asked = [{"account": to, "amount": amount, "currency": "INR", **hold} for to, amount, hold in shares]
        body = {"amount": 100000, "currency": "INR", "transfers": asked}
        order = self.attempt("order", self.rzp.order.create, body)
        assert (order is NOTHING) == (sum(one["amount"] for one in asked) > 100000)
        return multiple() if order is NOTHING else self.rzp.checkout.pay(order["id"])["razorpay_payment_id"]

    @rule(target=transfers, payment=payments, to=sellers, amount=amounts, hold=holds)
    def shares(self, payment, to, amount, hold):
        was, there = self.rzp.payment.fetch(payment), self.held()
        asked = {"account": to, "amount": amount, "currency": "INR", **hold}
        made = self.attempt("share", self.rzp.payment.transfer, payment, {"transfers": [asked]})
        if made is NOTHING:
            shared = sum(one["amount"] for one in self.of(payment) if one["status"] != "failed")
            fee = -(-amount * 295 // 100000)
            assert was["amount_refunded"] or amount + shared > was["amount"] or amount + fee > there
            return multiple()
        return made["items"][0]["id"]

    @rule(target=transfers, to=sellers, amount=amounts)
    def transfers_directly(self, to, amount):
        made = self.attempt("direct", self.rzp.transfer.create, {"account": to, "amount": amount, "currency": "INR"})
        return multiple() if made is NOTHING else made["id"]

    def of(self, payment):
        return self.rzp.payment.transfers(payment, {"count": 100})["items"]

    # -- what becomes of it

    @rule(transfer=transfers, on=st.booleans(), until=st.sampled_from([None, DAY, 9 * DAY]))
    def holds_or_releases(self, transfer, on, until):
        was = self.rzp.transfer.fetch(transfer)
        more = {"on_hold_until": self.rzp.clock.now() + until} if on and until else {}
        held = self.attempt("hold", self.rzp.transfer.edit, transfer, {"on_hold": on, **more})
        over = was["status"] in ("failed", "reversed") or was["settlement_status"] == "settled"
        assert (held is NOTHING) == over
        assert held is NOTHING or held["on_hold"] is on

    @rule(transfer=transfers, part=st.sampled_from([1, 1, 2, 3]), more=st.sampled_from([0, 0, 1]))
    def reverses(self, transfer, part, more):
        was = self.rzp.transfer.fetch(transfer)
        left = was["amount"] - was["amount_reversed"]
        asked = left // part + more
        there = self.held(account=was["recipient"])
        made = self.attempt("reverse", self.rzp.transfer.reverse, transfer, {"amount": asked})
        can = was["status"] in ("processed", "partially_reversed") and 100 <= asked <= min(left, there)
        assert (made is not NOTHING) == can

    @rule(payment=payments, part=st.sampled_from([1, 1, 2]), back=st.booleans())
    def refunds(self, payment, part, back):
        was = self.rzp.payment.fetch(payment)
        left = was["amount"] - was["amount_refunded"]
        amount = left // part
        sent = [one for one in self.of(payment) if one["status"] in ("processed", "partially_reversed")]
        made = self.attempt("refund", self.rzp.payment.refund, payment, {"amount": amount, "reverse_all": back})
        if made is NOTHING or not back:
            return
        if amount == left:
            assert {self.rzp.transfer.fetch(one["id"])["status"] for one in sent} <= {"reversed"}
        else:
            assert len(sent) <= 1

    @rule(seller=sellers)
    def a_seller_is_paid_out(self, seller):
        there = self.held(account=seller)
        waiting = [one for one in self.all() if one["recipient"] == seller and one["settlement_status"] == "on_hold"]
        free = there - sum(one["amount"] for one in waiting)
        if there:
            paid = self.rzp.bank.settle(account=seller)
            assert (paid is None and free <= 0) or paid["amount"] == free

    @rule(push=st.sampled_from([60, DAY, 3 * DAY, 20 * DAY]))
    def time_passes(self, push):
        self.rzp.clock.advance(seconds=push)

    # -- what always holds

    def all(self):
        books = self.rzp.ledger.books(self.rzp.account_id)
        return [self.rzp.transfer.fetch(one.id) for one in books.all("transfer")]

    @invariant()
    def every_book_adds_up(self):
        self.rzp.ledger.check()
        every = self.all()
        arrived = [one for one in every if one["status"] in ARRIVED]
        books = self.rzp.ledger.books(self.rzp.account_id)
        payments, refunds = list(books.all("payment")), list(books.all("refund"))
        brought = sum(one.amount - one.fee for one in payments) - sum(one.amount for one in refunds)
        sent = sum(one["amount"] + one["fees"] - one["amount_reversed"] for one in arrived)
        assert self.held() + self.held("bank") == brought - sent
        for seller in SELLERS:
            mine = [one for one in arrived if one["recipient"] == seller]
            kept = sum(one["amount"] - one["amount_reversed"] for one in mine)
            assert self.held(account=seller) + self.held("bank", seller) == kept
            assert self.held(account=seller) >= 0
        assert self.held("transfers") + sum(self.held("transfers", seller) for seller in SELLERS) == 0
        for payment in payments:
            shared = [one for one in self.of(payment.id) if one["status"] in ARRIVED]
            assert payment.amount_transferred == sum(one["amount"] for one in shared) <= payment.amount

    @invariant()
    def nothing_stays_for_long_that_is_not_on_hold(self):
        with self.rzp.fork() as later:
            later.clock.advance(days=40)
            for seller in SELLERS:
                books = later.ledger.books(self.rzp.account_id)
                waiting = [one.amount for one in books.all("transfer") if one.recipient == seller and one.on_hold]
                assert later.ledger.balance("merchant", account=seller) <= sum(waiting)
            later.ledger.check()


class SlowMarket(Market):
    """One whose transfers take an hour."""

    delays: ClassVar[dict] = {"transfer": 3600}
    met: ClassVar[Counter] = Counter()


CALLS = {"order", "share", "direct", "hold", "reverse", "refund"}


def _try(market, examples, taken):
    market.met.clear()
    often = settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(market, settings=often)
    assert {name for name, done in market.met if done} >= taken
    assert {name for name, done in market.met if not done} == CALLS


def test_whatever_is_shared_every_book_holds():
    _try(Market, 25, CALLS)


def test_also_where_transfers_take_their_time():
    _try(SlowMarket, 15, CALLS - {"reverse"})
