"""A merchant, customers and a bank who do whatever comes to mind, legal or not: the law and the books hold."""

from __future__ import annotations

from collections import Counter
from math import inf
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from fakerzp import BadRequestError, FakeRazorpay, NotPayable, PaymentFailed
from fakerzp.ledger.money import ACCOUNTS
from fakerzp.lifecycles import LIFECYCLES, row_of
from tests.flows.steps import (
    REGISTRATIONS,
    charge_body,
    invoice_body,
    link_invoice_body,
    payment_link_body,
    registration_body,
)

START = 1767607200  # 2026-01-05T10:00:00Z
DAY = 86400
CURRENCIES = ("INR", "USD", "KWD")
KINDS = {
    "order": "orders",
    "payment": "payments",
    "refund": "refunds",
    "invoice": "invoices",
    "payment_link": "payment_links",
}
LISTS = (*KINDS.values(), "customers", "items")
# What the pages allow, by hand: the law's own tables are what is tried here.
ALLOWED = {
    ("invoice", "issue"): ("draft",),
    ("invoice", "delete"): ("draft",),
    ("invoice", "cancel"): ("draft", "issued"),
    ("invoice", "notify"): ("issued", "partially_paid"),
    ("payment_link", "edit"): ("created", "partially_paid"),
    ("payment_link", "notify"): ("created", "partially_paid"),
    ("payment_link", "cancel"): ("created",),
}
CLOSED = ("cancelled", "expired")
NOTHING = object()
REFUSALS = (BadRequestError, NotPayable, LookupError, ValueError)
CARDS = (None, "4100280000001007", "5267318187975449", "4000000000000002", "5105105105105100")
VPAS = (None, "success@razorpay", "failure@razorpay", "asha@okbank", "nonsense")

amounts = st.sampled_from([100, 101, 1000, 99990, 100000, 250010, 10**9])
switches = st.booleans()
shares = st.sampled_from([None, None, None, 1, 3, 2])  # all that is due, or that part of it
whens = st.sampled_from([None, 900, 1000, 2 * DAY, 30 * DAY])
notes = st.sampled_from([{}, {"a": "b"}, {"c": "1", "d": "2"}])


class Shop(RuleBasedStateMachine):
    """Rules name the calls; whether a call succeeds is for the law to say, and what follows is looked at here."""

    customers, orders, invoices = Bundle("customers"), Bundle("orders"), Bundle("invoices")
    links, registrations = Bundle("links"), Bundle("registrations")
    payments, refunds, tokens = Bundle("payments"), Bundle("refunds"), Bundle("tokens")

    account: ClassVar[dict] = {}  # as Razorpay has set it
    met: ClassVar[Counter] = Counter()  # how often each call was taken, and how often it was refused

    def __init__(self):
        super().__init__()
        self.rzp = FakeRazorpay(seed=11, at=START, account=self.account)
        self.limited = self.account.get("limit_negative_balance", False)
        self.source = self.account.get("refund_source", "balance")
        self.made = []
        self.seen = None

    # -- how a step is taken

    def everything(self):
        """All that a step may change: records, lists, keys, what falls due, the serial of ids; not the log of calls."""
        mark = self.rzp.ledger.mark()
        return mark._replace(**dict.fromkeys({"calls", "places"} & set(mark._fields)))

    def attempt(self, call, *args, **kwargs):
        """Take a step; if it is refused, nothing may have changed."""
        answer = self.taken(call, *args, **kwargs)
        self.met[call.__name__, answer is not NOTHING] += 1
        return answer

    def taken(self, call, *args, **kwargs):
        before = self.everything()
        try:
            answer = call(*args, **kwargs)
        except REFUSALS:
            assert self.everything() == before
            return NOTHING
        except PaymentFailed as failed:
            if "payment_id" in failed.error["error"]["metadata"]:
                return self.noted(failed.error["error"]["metadata"]["payment_id"])
            assert self.everything() == before
            return NOTHING
        return answer

    def lawful(self, kind, entity_id, event, call, *args):
        """Take a step which the status alone decides: it succeeds in those of the table, and in no other."""
        status = self.status(kind, entity_id)
        answer = self.attempt(call, *args)
        assert (answer is not NOTHING) == (status in ALLOWED[kind, event]), f"{event} of {entity_id} in {status}"
        return answer

    def status(self, kind, entity_id):
        reply = self.rzp.request("GET", f"/v1/{KINDS[kind]}/{entity_id}")
        return reply.body["status"] if reply.status == 200 else "deleted"

    def noted(self, entity_id):
        self.made.append(entity_id)
        return entity_id

    def created(self, answer):
        return multiple() if answer is NOTHING else self.noted(answer["id"])

    def paid(self, answer):
        """The payment that an attempt left behind, if it did."""
        if answer is NOTHING:
            return multiple()
        if isinstance(answer, str):
            return answer
        if "razorpay_order_id" in answer:
            assert self.rzp.utility.verify_payment_signature(answer)
        return self.noted(answer["razorpay_payment_id"])

    # -- the merchant makes things

    @rule(target=customers, name=st.sampled_from(["Asha Rao", "Ravi Rao"]), again=st.sampled_from([0, 1]))
    def customer(self, name, again):
        body = {"name": name, "email": f"{name[:4].lower()}@example.com", "contact": "9000000001"}
        before = self.rzp.customers.all()["count"]
        made = self.attempt(self.rzp.customers.create, {**body, "fail_existing": again})
        if made is NOTHING:
            assert again == 1
        elif self.rzp.customers.all()["count"] > before:
            self.noted(made["id"])
        return multiple() if made is NOTHING else made["id"]

    @rule(customer=customers, contact=st.sampled_from(["9000000002", "123"]))
    def customer_edited(self, customer, contact):
        edited = self.attempt(self.rzp.customers.edit, customer, {"contact": contact})
        assert edited is NOTHING or edited["contact"] == contact == "9000000002"

    @rule(target=orders, amount=amounts, parts=switches, manual=switches, currency=st.sampled_from(CURRENCIES))
    def order(self, amount, parts, manual, currency):
        body = {"amount": amount, "currency": currency, "partial_payment": parts}
        if manual:
            body["payment"] = {"capture": "manual"}
        made = self.attempt(self.rzp.orders.create, body)
        assert (made is NOTHING) == (currency == "KWD" and (amount < 1000 or amount % 10 != 0))
        return self.created(made)

    @rule(target=invoices, amount=amounts, draft=switches, parts=switches, link=switches, expires=whens)
    def invoice(self, amount, draft, parts, link, expires):
        body = link_invoice_body if link else invoice_body
        more = {"expire_by": self.rzp.clock.now() + expires} if expires else {}
        made = self.attempt(self.rzp.invoices.create, body(amount, draft=draft, partial_payment=parts, **more))
        return self.created(made)

    @rule(target=links, amount=amounts, parts=switches, expires=whens, reference=st.sampled_from(["", "r1", "r2"]))
    def link(self, amount, parts, expires, reference):
        more = {"expire_by": self.rzp.clock.now() + expires} if expires else {}
        body = payment_link_body(amount, accept_partial=parts, reference_id=reference, **more)
        return self.created(self.attempt(self.rzp.paymentLink.create, body))

    @rule(target=registrations, method=st.sampled_from(sorted(REGISTRATIONS)))
    def registration(self, method):
        body = registration_body(method, self.rzp.clock.now())
        return self.created(self.attempt(self.rzp.subscriptions.createRegistrationLink, body))

    # -- and changes them

    @rule(invoice=st.one_of(invoices, registrations), verb=st.sampled_from(["cancel", "delete", "issue", "notifyBy"]))
    def invoice_moved(self, invoice, verb):
        event = "notify" if verb == "notifyBy" else verb
        medium = ("sms",) if verb == "notifyBy" else ()
        if event == "issue" and self.status("invoice", invoice) == "draft":
            late = self.rzp.invoices.fetch(invoice)["expire_by"]
            if late is not None and late <= self.rzp.clock.now():
                assert self.attempt(self.rzp.invoices.issue, invoice) is NOTHING
                return
        self.lawful("invoice", invoice, event, getattr(self.rzp.invoices, verb), invoice, *medium)

    @rule(invoice=invoices, changes=notes, field=st.sampled_from([None, "partial_payment", "expire_by"]))
    def invoice_edited(self, invoice, changes, field):
        body = {"notes": changes}
        if field == "partial_payment":
            body[field] = True
        if field == "expire_by":
            body[field] = self.rzp.clock.now() + 1000
        status = self.status("invoice", invoice)
        edited = self.attempt(self.rzp.invoices.edit, invoice, body)
        wholly = status in ("draft", "issued")
        assert (edited is not NOTHING) == (status != "deleted" and (wholly or field is None))

    @rule(link=links, verb=st.sampled_from(["cancel", "notifyBy"]))
    def link_moved(self, link, verb):
        medium = ("email",) if verb == "notifyBy" else ()
        event = "notify" if verb == "notifyBy" else verb
        self.lawful("payment_link", link, event, getattr(self.rzp.paymentLink, verb), link, *medium)

    @rule(link=links, parts=switches, changes=notes)
    def link_edited(self, link, parts, changes):
        body = {"accept_partial": parts, "notes": changes}
        self.lawful("payment_link", link, "edit", self.rzp.paymentLink.edit, link, body)

    # -- the customer pays, or does not

    @rule(
        target=payments,
        what=st.one_of(orders, invoices, links),
        method=st.sampled_from(["card", "upi", "netbanking", "wallet"]),
        share=shares,
        capture=st.sampled_from([None, None, True, False]),
        card=st.sampled_from(CARDS),
        vpa=st.sampled_from(VPAS),
    )
    def pays(self, what, method, share, capture, card, vpa):
        how = {"card": {"card": card}, "upi": {"vpa": vpa}}.get(method, {})
        due = self.due(what)
        amount = None if share is None else due // share
        answer = self.attempt(self.rzp.checkout.pay, what, method=method, amount=amount, capture=capture, **how)
        return self.paid(answer)

    @rule(target=payments, registration=registrations)
    def registers(self, registration):
        return self.paid(self.attempt(self.rzp.checkout.pay, registration))

    @rule(
        target=payments,
        amount=amounts,
        kind=st.sampled_from(["order", "invoice", "link", "nothing"]),
        then=st.sampled_from(["is left", "is captured", "is captured", "is refunded", "is refunded"]),
        share=shares,
    )
    def buys(self, amount, kind, then, share):
        """An order, invoice, link or nothing, made and paid in one go, and what becomes of the payment."""
        made = None
        if kind == "order":
            made = self.rzp.orders.create({"amount": amount, "currency": "INR", "partial_payment": True})
        elif kind == "invoice":
            made = self.rzp.invoices.create(invoice_body(amount, partial_payment=True))
        elif kind == "link":
            made = self.rzp.paymentLink.create(payment_link_body(amount, accept_partial=True))
        target, much = (None, amount) if made is None else (self.noted(made["id"]), None)
        payment = self.paid(self.attempt(self.rzp.checkout.pay, target, "upi", much, capture=then == "is refunded"))
        if isinstance(payment, str) and then == "is captured":
            self.capture(payment)
        if isinstance(payment, str) and then == "is refunded":
            self.refund(payment, share)
        return payment

    @rule(target=tokens, method=st.sampled_from(sorted(REGISTRATIONS)), confirmed=switches)
    def registers_by_link(self, method, confirmed):
        """A mandate of a link made for it, with the bank's word on it or without."""
        body = registration_body(method, self.rzp.clock.now())
        link = self.attempt(self.rzp.subscriptions.createRegistrationLink, body)
        payment = self.paid(self.attempt(self.rzp.checkout.pay, self.noted(link["id"])))
        made = self.rzp.payments.fetch(payment)
        if "token_id" not in made:
            return multiple()
        token = made["token_id"], made["customer_id"]
        if confirmed and method in ("nach", "emandate"):
            self.rzp.bank.confirm_token(made["token_id"])
            self.charge(token, 1000)
        return token

    @rule(target=payments, what=st.one_of(orders, invoices, links, registrations), leaves=switches)
    def fails(self, what, leaves):
        error = self.attempt(self.rzp.checkout.abandon if leaves else self.rzp.checkout.fail, what)
        return multiple() if error is NOTHING else self.noted(error["error"]["metadata"]["payment_id"])

    @rule(outcomes=st.lists(st.sampled_from([None, "insufficient_funds", "payment_failed"]), max_size=3))
    def the_bank_decides(self, outcomes):
        bank = self.rzp.bank
        bank.script([bank.succeed() if reason is None else bank.fail(reason) for reason in outcomes])

    def due(self, what):
        kind = {"order": "orders", "inv": "invoices", "plink": "payment_links"}[what.partition("_")[0]]
        reply = self.rzp.request("GET", f"/v1/{kind}/{what}")
        return reply.body["amount"] - (reply.body["amount_paid"] or 0) if reply.status == 200 else 100

    # -- captures and refunds

    @rule(payment=payments, wrong=st.sampled_from([0, 0, 0, 1, -1]))
    def captures(self, payment, wrong):
        self.capture(payment, wrong)

    def capture(self, payment, wrong=0):
        was = self.rzp.payments.fetch(payment)
        got = self.attempt(self.rzp.payments.capture, payment, was["amount"] + wrong, was["currency"])
        if wrong or was["status"] != "authorized":
            assert got is NOTHING
        elif got is NOTHING:
            assert not self.wanted(was), "a capture that was due was refused"

    def wanted(self, payment):
        """Whether its order still waits for this payment, and nobody closed what the order is for meanwhile."""
        order_id = payment["order_id"]
        if order_id is None:
            return True
        owners = [*self.listed("invoices"), *self.listed("payment_links")]
        if any(one.get("order_id", order_id) == order_id and one["status"] in CLOSED for one in owners):
            return False
        return payment["amount"] <= self.rzp.orders.fetch(order_id)["amount_due"]

    @rule(target=refunds, payment=payments, share=shares, more=st.sampled_from([0, 0, 1]))
    def refunds_some(self, payment, share, more):
        return self.refund(payment, share, more)

    def refund(self, payment, share=None, more=0):
        was = self.rzp.payments.fetch(payment)
        left = was["amount"] - was["amount_refunded"]
        body = {} if share is None and not more else {"amount": left // (share or 1) + more}
        covered = self.covered(was["currency"])
        made = self.attempt(self.rzp.payments.refund, payment, body)
        asked = body.get("amount", left)
        if made is not NOTHING:
            assert was["status"] == "captured"
            assert made["amount"] == asked <= min(left, covered)
            assert made["status"] == "processed"
            assert self.covered(was["currency"]) == covered - asked
        elif was["status"] == "captured" and was["currency"] == "INR":
            assert asked > min(left, covered) or asked < 100
        return self.created(made)

    def covered(self, currency):
        """How much can be refunded of what is there."""
        balance = self.rzp.ledger.balance
        if self.source == "credits":
            return balance("credits", currency)
        return balance("merchant", currency) + balance("reserves", currency) if self.limited else inf

    @rule(
        into=st.sampled_from(["reserve", "refund_credits"]),
        amount=st.sampled_from([1000, 10**9, -1, -1000, -250010]),
        currency=st.sampled_from(["INR", "INR", "USD"]),
    )
    def sets_aside(self, into, amount, currency):
        balance, name = self.rzp.ledger.balance, "reserves" if into == "reserve" else "credits"
        held, bank = balance(name, currency), balance("bank", currency)
        used = max(0, -balance("merchant", currency)) if self.limited and into == "reserve" else 0
        got = self.attempt(getattr(self.rzp.bank, into), amount, currency)
        assert (got is NOTHING) == (amount < 0 and -amount > held - used)
        if got is not NOTHING:
            assert got == balance(name, currency) == held + amount
            assert balance("bank", currency) == bank - amount
            self.noted(self.deposits()[0].id)

    @rule(target=refunds, payment=payments, share=shares, wrong=st.sampled_from([0, 0, -1]))
    def refunds_what_is_put_aside_for_it(self, payment, share, wrong):
        """To the paisa, or all but one of them."""
        was = self.rzp.payments.fetch(payment)
        lacking = (was["amount"] - was["amount_refunded"]) // (share or 1) - self.covered(was["currency"]) + wrong
        if was["status"] == "captured" and 0 < lacking < inf:
            self.sets_aside("refund_credits" if self.source == "credits" else "reserve", lacking, was["currency"])
        return self.refund(payment, share)

    @rule(refund=refunds, changes=notes)
    def refund_edited(self, refund, changes):
        edited = self.attempt(self.rzp.refunds.edit, refund, {"notes": changes})
        assert edited["notes"] == (changes or [])

    # -- mandates

    @rule(token=tokens, verb=st.sampled_from(["confirm_token", "reject_token"]))
    def the_bank_answers(self, token, verb):
        token_id, customer = token
        before = self.mandate(customer, token_id)
        answer = self.attempt(getattr(self.rzp.bank, verb), token_id)
        assert (answer is not NOTHING) == (before == "initiated")

    @rule(token=tokens)
    def token_cancelled(self, token):
        token_id, customer = token
        before = self.mandate(customer, token_id)
        answer = self.attempt(self.rzp.token.cancel, customer, token_id)
        assert (answer is not NOTHING) == (before == "confirmed")

    @rule(token=tokens, really=st.sampled_from([False, False, True]))
    def token_deleted(self, token, really):
        token_id, customer = token
        if really:
            before = self.mandate(customer, token_id)
            answer = self.attempt(self.rzp.customers.deleteToken, customer, token_id)
            assert (answer == {"deleted": True}) == (before is not None)

    @rule(
        target=payments,
        token=tokens,
        amount=st.sampled_from([100, 1000, 50000, 50001]),
        more=st.sampled_from([0, 0, 1]),
    )
    def charges(self, token, amount, more):
        return self.charge(token, amount, more)

    def charge(self, token, amount, more=0):
        token_id, customer = token
        order = self.noted(self.rzp.orders.create({"amount": amount, "currency": "INR"})["id"])
        body = charge_body(order, customer, token_id, amount + more)
        before = self.mandate(customer, token_id)
        answer = self.attempt(self.rzp.payments.createRecurringPayment, body)
        alive = self.rzp.clock.now() < START + 3000 * DAY  # no mandate here ends before that
        fits = before == "confirmed" and amount <= 50000 and not more and alive
        assert (answer is not NOTHING) == fits or not alive
        return self.paid(answer)

    def mandate(self, customer, token_id):
        reply = self.rzp.request("GET", f"/v1/customers/{customer}/tokens/{token_id}")
        return reply.body["recurring_details"]["status"] if reply.status == 200 else None

    # -- the bank pays out

    @rule(currency=st.sampled_from(CURRENCIES))
    def settled_at_once(self, currency):
        """All that is there is paid out, and no more than that."""
        balance, bank = (self.rzp.ledger.balance(name, currency) for name in ("merchant", "bank"))
        settlement = self.rzp.bank.settle(currency)
        if balance <= 0:
            assert settlement is None
        else:
            self.noted(settlement["id"])
            assert (settlement["amount"], settlement["status"]) == (balance, "processed")
            assert self.rzp.ledger.balance("merchant", currency) == 0
            assert self.rzp.ledger.balance("bank", currency) == bank + balance

    # -- time

    @rule(push=st.sampled_from([1, 900, 1000, DAY, 3 * DAY, 40 * DAY, 200 * DAY]))
    def time_passes(self, push):
        now = self.rzp.clock.now()
        assert self.rzp.clock.advance(seconds=push) == now + push

    # -- what always holds

    @invariant()
    def the_law_and_the_books_hold(self):
        now = self.everything()
        if now == self.seen:
            return
        self.seen = now
        self.the_books_add_up()
        self.no_money_comes_from_nowhere_or_goes_there()
        self.nothing_stays_for_long_with_razorpay()
        self.nobody_pays_more_than_is_due()
        self.histories_are_paths_of_the_law()
        self.ids_come_in_order()
        self.lists_are_newest_first()
        self.events_and_messages_are_in_order_of_time()

    def the_books_add_up(self):
        self.rzp.ledger.check()

    def no_money_comes_from_nowhere_or_goes_there(self):
        balance = self.rzp.ledger.balance
        payments, refunds = self.listed("payments"), self.listed("refunds")
        for currency in CURRENCIES:
            mine = [one for one in payments if one["currency"] == currency]
            captured = [one for one in mine if one["captured"]]
            returned = sum(one["amount"] for one in refunds if one["currency"] == currency)
            back = sum(one["amount_refunded"] for one in captured)
            fees = sum(one["fee"] for one in captured)
            assert sum(balance(name, currency) for name in ACCOUNTS) == 0
            assert balance("gateway", currency) == sum(one["amount"] for one in mine if one["status"] == "authorized")
            held = sum(balance(name, currency) for name in ("merchant", "reserves", "credits", "bank"))
            assert held == sum(one["amount"] for one in captured) - fees - back
            aside = {"reserves": 0, "credits": -back if self.source == "credits" else 0}
            for one in self.deposits():
                aside[one.into] += one.amount if one.currency == currency else 0
            assert aside == {name: balance(name, currency) for name in aside}
            assert min(aside.values()) >= 0
            settled = sum(one.amount for one in self.paid_out() if one.currency == currency)
            deposited = sum(one.amount for one in self.deposits() if one.currency == currency)
            assert balance("bank", currency) == settled - deposited
            assert balance("fees", currency) + balance("tax", currency) == fees
            assert balance("tax", currency) == sum(one["tax"] for one in captured)
            assert balance("refunds", currency) == 0
            assert sum(one["amount_refunded"] for one in mine) == returned

    def nothing_stays_for_long_with_razorpay(self):
        """Once the days have passed all that was captured has been paid out, and no settlement is of nothing."""
        assert all(one.amount > 0 and one.status == "processed" for one in self.paid_out())
        with self.rzp.fork() as later:
            later.clock.advance(days=14)
            assert all(later.ledger.balance("merchant", currency) <= 0 for currency in CURRENCIES)
            later.ledger.check()

    def paid_out(self):
        return list(self.rzp.ledger.books(self.rzp.account_id).all("settlement"))

    def deposits(self):
        return list(self.rzp.ledger.books(self.rzp.account_id).all("deposit"))

    def nobody_pays_more_than_is_due(self):
        for name in ("orders", "invoices", "payment_links"):
            for one in self.listed(name):
                paid = one["amount_paid"] or 0
                assert 0 <= paid <= one["amount"], one
                if one["status"] in ("paid", "partially_paid"):
                    assert (paid == one["amount"]) == (one["status"] == "paid"), one

    def histories_are_paths_of_the_law(self):
        for kind, name in KINDS.items():
            for one in self.listed(name):
                steps = self.rzp.history(one["id"])
                assert steps[-1].status == one["status"]
                self.is_path(kind, steps)
        for entity_id in self.made:
            assert self.rzp.history(entity_id) == () or self.rzp.history(entity_id)[0].why == "create"

    def is_path(self, kind, steps):
        first, *rest = steps
        assert first.why == "create"
        assert first.status in {birth.status for birth in LIFECYCLES[kind].births}
        for before, after in zip(steps, rest, strict=False):
            row = row_of(kind, before.status, after.why)
            assert row is not None, (kind, steps)
            assert row.after == after.status
            assert before.at <= after.at <= self.rzp.clock.now()

    def ids_come_in_order(self):
        tails = [entity_id.partition("_")[2] for entity_id in self.made]
        assert tails == sorted(tails)
        assert len(set(tails)) == len(tails)

    def lists_are_newest_first(self):
        for name in LISTS:
            found = [(one["created_at"], one["id"].partition("_")[2]) for one in self.listed(name)]
            assert found == sorted(found, reverse=True), name

    def events_and_messages_are_in_order_of_time(self):
        for moments in ([e["created_at"] for e in self.rzp.events], [m.at for m in self.rzp.outbox]):
            assert moments == sorted(moments)

    def listed(self, name):
        answer = self.rzp.request("GET", f"/v1/{name}", params={"count": 100}).body
        return answer["payment_links" if name == "payment_links" else "items"]


class LimitedShop(Shop):
    """One whose balance goes no further below nothing than its reserve."""

    account: ClassVar[dict] = {"limit_negative_balance": True}
    met: ClassVar[Counter] = Counter()


class CreditShop(Shop):
    """One that refunds from credits."""

    account: ClassVar[dict] = {"refund_source": "credits"}
    met: ClassVar[Counter] = Counter()


USUAL = {"create", "edit", "cancel", "notifyBy", "pay", "capture", "refund", "createRecurringPayment"}


@pytest.mark.parametrize(
    ("shop", "examples", "both"),
    [(Shop, 80, USUAL), (LimitedShop, 30, {"refund", "reserve"}), (CreditShop, 30, {"refund", "refund_credits"})],
)
def test_whatever_they_do_the_law_and_the_books_hold(shop, examples, both):
    shop.met.clear()
    often = settings(
        max_examples=examples,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(shop, settings=often)
    assert both <= {name for name, taken in shop.met if taken}
    assert both <= {name for name, taken in shop.met if not taken}
