"""A marketplace that shares, holds, reverses and refunds whatever comes to mind: every book of every account holds."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from fakerzp import BadRequestError, FakeRazorpay
from tests.properties.driven import drive
from tests.properties.sharing import ARRIVED, DAY, Sharing, amounts

START = 1767607200  # 2026-01-05T10:00:00Z
NOTHING = object()


class Market(Sharing, RuleBasedStateMachine):
    """Rules name the calls; what they may refuse is said beside them, and what follows is added up again."""

    payments = Sharing.payments

    delays: ClassVar[dict] = {}
    met: ClassVar[Counter] = Counter()  # how often each call was taken, and how often it was refused

    def __init__(self):
        super().__init__()
        self.rzp = FakeRazorpay(seed=5, at=START, delays=self.delays)

    # -- how a step is taken

    def everything(self):
        mark = self.rzp.ledger.mark()
        return mark._replace(**dict.fromkeys({"calls", "places"} & set(mark._fields)))

    def attempt(self, call, *args, **kwargs):
        """Take a step; if it is refused, nothing may have changed."""
        before = self.everything()
        try:
            answer = call(*args, **kwargs)
        except BadRequestError:
            assert self.everything() == before
            answer = NOTHING
        self.met[call.__name__, answer is not NOTHING] += 1
        return answer

    def noted(self, entity_id):
        return entity_id

    def paid(self, answer):
        return answer["razorpay_payment_id"]

    # -- what is paid, and given back without its transfers

    @rule(target=payments, amount=amounts)
    def pays(self, amount):
        return self.paid(self.rzp.checkout.pay(amount=amount, capture=True))

    @rule(payment=payments, part=st.sampled_from([1, 1, 2]))
    def refunds(self, payment, part):
        was = self.rzp.payment.fetch(payment)
        self.attempt(self.rzp.payment.refund, payment, {"amount": (was["amount"] - was["amount_refunded"]) // part})

    @rule(push=st.sampled_from([60, DAY, 3 * DAY, 20 * DAY]))
    def time_passes(self, push):
        self.rzp.clock.advance(seconds=push)

    # -- what always holds

    @invariant()
    def every_book_adds_up(self):
        self.rzp.ledger.check()
        arrived = [one for one in self.all_transfers() if one["status"] in ARRIVED]
        books = self.rzp.ledger.books(self.rzp.account_id)
        brought = sum(one.amount - one.fee for one in books.all("payment"))
        brought -= sum(one.amount for one in books.all("refund"))
        sent = sum(one["amount"] + one["fees"] - one["amount_reversed"] for one in arrived)
        assert self.held() + self.held("bank") == brought - sent

    @invariant()
    def nothing_stays_for_long_that_is_not_on_hold(self):
        with self.rzp.fork() as later:
            later.clock.advance(days=self.weeks * 7)
            self.others_have_been_paid(later)
            later.ledger.check()


class SlowMarket(Market):
    """One whose transfers take an hour."""

    delays: ClassVar[dict] = {"transfer": 3600}
    met: ClassVar[Counter] = Counter()


CALLS = {
    "order that is shared",
    "transfer",
    "transfer from the balance",
    "transfer on hold",
    "reverse",
    "refund with its transfers",
    "refund",
}


def test_whatever_is_shared_every_book_holds():
    drive(Market, 25, CALLS, CALLS, steps=30)


def test_also_where_transfers_take_their_time():
    drive(SlowMarket, 15, CALLS - {"reverse"}, CALLS, steps=30)
