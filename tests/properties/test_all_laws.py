"""One merchant who sells, subscribes, shares, is disputed and asks for its money: the law and the books hold."""

from __future__ import annotations

import json
from collections import Counter
from inspect import getmembers
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    INITIALIZE_RULE_MARKER,
    INVARIANT_MARKER,
    RULE_MARKER,
    initialize,
    rule,
)

from tests.properties.disputing import Disputing
from tests.properties.driven import drive
from tests.properties.sharing import DAY, SELLERS, Sharing, holds, sellers
from tests.properties.subscribing import ABROAD, BY, Subscribing, starts
from tests.properties.test_laws import LENT, Shop, pushes


class Everything(Subscribing, Sharing, Disputing, Shop):
    """All families at once; each step is taken twice, from the same snapshot, and comes to the same bytes."""

    subscriptions, transfers = Subscribing.subscriptions, Sharing.transfers
    payments, disputes = Disputing.payments, Disputing.disputes

    met: ClassVar[Counter] = Counter()

    def taken(self, call, *args, **kwargs):
        before, noted = self.rzp.snapshot(), list(self.made)
        first = super().taken(call, *args, **kwargs)
        came_to = self.written(first), self.everything()
        self.rzp.restore(before)
        self.made[:] = noted
        again = super().taken(call, *args, **kwargs)
        assert self.written(again) == came_to[0]
        assert self.everything() == came_to[1]
        return again

    def written(self, answer):
        return json.dumps([answer, list(self.rzp.events)], default=repr)

    @rule(push=pushes)
    def time_passes(self, push):
        now = self.rzp.clock.now()
        assert self.attempt(self.rzp.clock.advance, seconds=push) == now + push

    # -- something of each family is there from the beginning

    @initialize(target=subscriptions, by=st.sampled_from(BY), total=st.sampled_from([12, 2]), start=starts)
    def a_customer_subscribes(self, by, total, start):
        plan = self.noted(self.rzp.plan.create(self.plan_body(("monthly", 1), 99900))["id"])
        made = self.noted(self.subscribed(plan, total, start)["id"])
        self.pays_for(made, by)
        return made

    @initialize(target=payments)
    def a_customer_pays(self):
        return self.paid(self.attempt(self.rzp.checkout.pay, amount=250010, capture=True))

    @initialize(target=transfers, to=sellers, hold=holds)
    def a_payment_is_shared(self, to, hold):
        return self.sells_and_shares(to, 50000, hold)

    @initialize(target=disputes, onset=st.booleans())
    def a_payment_is_disputed(self, onset):
        return self.bought_and_disputed(250010, "chargeback", onset)


def walk(step):
    """Every rule, in an order in which each can be taken."""
    subscription = step("a_customer_subscribes", by={"card": ABROAD}, total=12, start=None)
    paid = step("a_customer_pays")
    step("sets_aside", into="reserve", amount=10**9, currency="INR")
    transfer = step("a_payment_is_shared", to=SELLERS[0], hold={})
    disputes = [step("a_payment_is_disputed", onset=onset) for onset in (True, False)]
    sells(step)
    lends_and_offers(step)
    registers(step)
    shares(step, paid, transfer)
    is_disputed(step, paid, disputes)
    subscribes(step, subscription)
    step("settled_at_once", currency="INR")
    step("time_passes", push=40 * DAY)


def sells(step):
    customer = step("customer", name="Asha Rao", again=0)
    step("customer_edited", customer=customer, contact="9000000002")
    order = step("order", amount=100000, parts=True, manual=True, currency="INR")
    how = {"method": "upi", "capture": None, "card": None, "vpa": None}
    payment = step("pays", what=order, share=2, **how)
    step("captures", payment=payment, wrong=0)
    step("fails", what=order, leaves=False)
    refund = step("refunds_some", payment=payment, share=3, more=0)
    step("refund_edited", refund=refund, changes={"a": "b"})
    step("refunds_what_is_put_aside_for_it", payment=payment, share=None, wrong=0)
    invoice = step("invoice", amount=100000, draft=True, parts=False, link=False, expires=None)
    step("invoice_edited", invoice=invoice, changes={"a": "b"}, field=None)
    step("invoice_moved", invoice=invoice, verb="issue")
    link = step("link", amount=100000, parts=False, expires=None, reference="r1")
    step("link_edited", link=link, parts=True, changes={"a": "b"})
    step("link_moved", link=link, verb="cancel")
    kept = step("buys", amount=100000, kind="nothing", then="is captured", share=None)
    step("held_or_released", payment=kept, held=True)
    step("the_bank_decides", outcomes=[None])


def lends_and_offers(step):
    order = step("order", amount=1000000, parts=False, manual=False, currency="INR")
    step("pays_with_a_lender", what=order, lent=LENT[0])
    offer = step("offer", method="upi", kind="instant_discount", worth={"flat": 999}, limits={})
    step("buys_with_an_offer", offer=offer, amount=100000, fits=True, then="is captured")
    step("offer_disabled", offer=offer)


def registers(step):
    step("registers", registration=step("registration", method="card"))
    token = step("registers_by_link", method="nach", confirmed=False)
    step("the_bank_answers", token=token, verb="confirm_token")
    step("charges", token=token, amount=1000, more=0)
    step("token_cancelled", token=token)
    step("token_deleted", token=token, really=True)


def subscribes(step, subscription):
    """Changed, paused, charged, refused until it is halted, paid again, and given up."""
    plan = step("plan", rhythm=("monthly", 1), price=99900, currency="INR")
    other = step("subscription_made", plan=plan, total=12, start=None, extra=True, expires=None)
    step("subscription_paid", subscription=other, by={"card": ABROAD})
    update = {"quantity": 2, "rhythm": None, "left": None}
    step("subscription_updated", subscription=other, later=True, **update)
    step("update_given_up", subscription=other)
    step("subscription_updated", subscription=other, later=False, **update)
    addons = [step("addon", subscription=subscription, amount=100) for _ in range(2)]
    step("addon_deleted", addon=addons[0])
    step("paused_or_resumed", subscription=subscription, verb="pause")
    step("paused_or_resumed", subscription=subscription, verb="resume")
    step("paused_for_a_while", subscription=subscription, days=10)
    for refused in (0, 1, 4, 4):
        step("charged_in_time", subscription=subscription, refused=refused)
    for works, customer in ((False, False), (True, False), (True, True)):
        step("old_invoice_paid", subscription=subscription, works=works, customer=customer)
    step("subscription_cancelled", subscription=subscription, later=True, really=True)
    step("charged_in_time", subscription=subscription, refused=0)
    step("subscription_cancelled", subscription=other, later=False, really=True)
    step("subscribes", rhythm=("weekly", 2), price=100, total=2, start=None, extra=True)
    app = step("subscribes_by_upi", pauses=True)
    step("mandate_moved", subscription=app, verb="resume_token")


def shares(step, paid, transfer):
    step("pays_an_order_that_is_shared", shares=[(SELLERS[0], 50000, {}), (SELLERS[1], 999, {"on_hold": True})])
    step("holds_or_releases", transfer=transfer, on=True, until=DAY)
    step("reverses", transfer=transfer, part=2, more=0)
    step("transfers_directly", to=SELLERS[1], amount=10000)
    step("sells_and_shares", to=SELLERS[1], amount=10000, hold={})
    step("shares_it", payment=paid, to=SELLERS[0], amount=10000, hold={})
    step("refunds_and_reverses", payment=paid, part=2)
    step("a_seller_is_paid_out", seller=SELLERS[1])


def is_disputed(step, paid, disputes):
    """Contested and won, accepted, lost; and the money asked for at once, paid out or not."""
    step("contested", dispute=disputes[0], share=2, submit=True)
    step("decided", dispute=disputes[0], verb="win_dispute")
    step("accepted", dispute=disputes[1])
    lost = step("bought_and_disputed", amount=250010, phase="chargeback", onset=False)
    step("decided", dispute=lost, verb="lose_dispute")
    step("disputed", payment=paid, phase="chargeback", part=2, onset=True)
    for verb in ("process_ondemand", "reverse_ondemand"):
        step("asks_for_its_money", amount=5000, full=False)
        step("the_bank_decides_on_it", verb=verb)


def test_every_rule_of_the_machine_can_be_taken():
    shop, taken = Everything(), set()
    look = [name for name, found in getmembers(Everything) if hasattr(found, INVARIANT_MARKER)]

    def step(name, /, **how):
        before = shop.everything()
        made = getattr(shop, name)(**how)
        assert shop.everything() != before, f"{name} was refused"
        for each in look:
            getattr(shop, each)()
        taken.add(name)
        return made

    walk(step)
    markers = (RULE_MARKER, INITIALIZE_RULE_MARKER)
    assert taken == {name for name, found in getmembers(Everything) if any(hasattr(found, one) for one in markers)}


# What is taken often, and refused often; the walk above takes all the rest.
BOTH = {
    *("create", "edit", "pay", "refund", "dispute", "accept", "contest", "create_ondemand_settlement"),
    *("order that is shared", "transfer on hold", "refund with its transfers"),
    *("payment of a subscription", "subscription pause", "subscription resume"),
}


def test_whatever_they_do_the_law_and_all_books_hold():
    drive(Everything, 50, BOTH, BOTH)
