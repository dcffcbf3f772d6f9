"""A merchant, customers and a bank who do whatever comes to mind, legal or not: the law and the books hold."""

from __future__ import annotations

from collections import Counter
from math import inf
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    multiple,
    rule,
)

from fakerzp import BadRequestError, FakeRazorpay, NotPayable, PaymentFailed
from tests.flows.steps import (
    REGISTRATIONS,
    charge_body,
    invoice_body,
    link_invoice_body,
    payment_link_body,
    registration_body,
)
from tests.properties.disputing import Disputing
from tests.properties.driven import drive
from tests.properties.holds import CURRENCIES, KINDS, Holds

START = 1767607200  # 2026-01-05T10:00:00Z
DAY = 86400
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
# How one pays with a lender: the last is a debit card, which is refunded whole or not at all.
LENT = (
    {"method": "emi"},
    {"method": "emi", "bank": "ICIC", "emi_duration": 6},
    {"method": "emi", "bank": "SCBL", "emi_duration": 24},
    {"method": "cardless_emi", "provider": "walnut369"},
    {"method": "paylater"},
    {"method": "emi", "card": "4386289407660153", "emi_duration": 3},
)
DEBIT_CARD = "0153"
VPAS = (None, "success@razorpay", "failure@razorpay", "asha@okbank", "nonsense")

amounts = st.sampled_from([100, 101, 1000, 99990, 100000, 250010, 10**9])
switches = st.booleans()
shares = st.sampled_from([None, None, None, 1, 3, 2])  # all that is due, or that part of it
whens = st.sampled_from([None, 900, 1000, 2 * DAY, 30 * DAY])
pushes = st.sampled_from([1, 900, 1000, DAY, 3 * DAY, 40 * DAY, 200 * DAY])
notes = st.sampled_from([{}, {"a": "b"}, {"c": "1", "d": "2"}])


class Shop(Holds, RuleBasedStateMachine):
    """Rules name the calls; whether a call succeeds is for the law to say, and what follows is looked at here."""

    customers, orders, invoices = Bundle("customers"), Bundle("orders"), Bundle("invoices")
    links, registrations = Bundle("links"), Bundle("registrations")
    payments, refunds, tokens = Bundle("payments"), Bundle("refunds"), Bundle("tokens")
    offers = Bundle("offers")

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

    @rule(target=payments, what=st.one_of(orders, invoices, links), lent=st.sampled_from(LENT))
    def pays_with_a_lender(self, what, lent):
        return self.paid(self.attempt(self.rzp.checkout.pay, what, **lent))

    # -- offers

    @rule(
        target=offers,
        method=st.sampled_from(["card", "upi", "emi"]),
        kind=st.sampled_from(["instant_discount", "instant_discount", "cashback", "already_discounted"]),
        worth=st.sampled_from([{"flat": 999}, {"percentage": 7.5}, {"percentage": 33, "max_discount": 5000}]),
        limits=st.sampled_from([{}, {"max_usage": 1}, {"min_amount": 1000}, {"pay_without_offer": True}]),
    )
    def offer(self, method, kind, worth, limits):
        return self.noted(self.rzp.dashboard.create_offer(method, kind, **worth, **limits)["id"])

    @rule(
        target=payments,
        offer=offers,
        amount=amounts,
        fits=st.sampled_from([True, True, False]),
        then=st.sampled_from(["is left", "is captured", "is refunded"]),
    )
    def buys_with_an_offer(self, offer, amount, fits, then):
        """An order made with an offer and paid with it, in the way that it is for or in another."""
        terms = self.rzp.dashboard.fetch_offer(offer)
        order = self.rzp.orders.create({"amount": amount, "currency": "INR", "offers": [offer]})
        assert order["offers"] in ([offer], None)
        self.noted(order["id"])
        how = {"method": terms["method"] if fits else "netbanking", "capture": then == "is refunded"}
        payment = self.paid(self.attempt(self.rzp.checkout.pay, order["id"], offer_id=offer, **how))
        if not isinstance(payment, str):
            return payment
        paid = self.rzp.payments.fetch(payment, {"expand[]": "offers"})
        picked = bool(paid["offers"]["items"])
        assert paid["offers"]["items"] in ([], [{"id": offer}])
        assert picked or terms["pay_without_offer"]
        less = amount - paid["amount"]
        assert 0 <= less <= amount - 100
        assert (less > 0) == (picked and terms["offer_type"] == "instant_discount")
        if then == "is captured":
            self.capture(payment)
        if then == "is refunded":
            self.refund(payment)
        return payment

    @rule(offer=offers)
    def offer_disabled(self, offer):
        enabled = self.rzp.dashboard.fetch_offer(offer)["status"] == "enabled"
        answer = self.attempt(self.rzp.dashboard.disable_offer, offer)
        assert (answer is not NOTHING) == enabled

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
            self.charge(token, 1000, 1)  # another amount than the order's
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
        if reply.status != 200:
            return 100
        rest = reply.body["amount"] - (reply.body["amount_paid"] or 0)
        return reply.body.get("amount_due", rest) or 0

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
            whole = asked == was["amount"] or was["method"] != "emi" or self.last4(payment) != DEBIT_CARD
            assert asked > min(left, covered) or asked < 100 or not whole
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

    def last4(self, payment):
        return self.rzp.payments.fetchCardDetails(payment)["last4"]

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

    @rule(push=pushes)
    def time_passes(self, push):
        now = self.rzp.clock.now()
        assert self.rzp.clock.advance(seconds=push) == now + push


class LimitedShop(Shop):
    """One whose balance goes no further below nothing than its reserve."""

    account: ClassVar[dict] = {"limit_negative_balance": True}
    met: ClassVar[Counter] = Counter()


class DisputedShop(Disputing, Shop):
    """One whose customers dispute, and who does not wait for settlements."""

    met: ClassVar[Counter] = Counter()


class CreditShop(Shop):
    """One that refunds from credits."""

    account: ClassVar[dict] = {"refund_source": "credits"}
    met: ClassVar[Counter] = Counter()


USUAL = {"create", "edit", "cancel", "notifyBy", "pay", "capture", "refund", "createRecurringPayment", "disable_offer"}

DISPUTED = {"accept", "contest", "create_ondemand_settlement"}


@pytest.mark.parametrize(
    ("shop", "examples", "both"),
    [
        (Shop, 80, USUAL),
        (LimitedShop, 30, {"refund", "reserve"}),
        (CreditShop, 30, {"refund", "refund_credits"}),
        (DisputedShop, 40, DISPUTED),
    ],
)
def test_whatever_they_do_the_law_and_the_books_hold(shop, examples, both):
    drive(shop, examples, both, both)
