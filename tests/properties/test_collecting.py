"""Whatever customers send to QR codes and virtual accounts, a few lines of arithmetic know the sums."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from fakerzp import FakeRazorpay, NotPayable

NOW = 1767607200
DAY = 86400
PAYERS = (("UTIB0000013", "914010012345679"), ("KKBK0000007", "765432123456789"))
amounts = st.integers(1, 10**6)


class Till(RuleBasedStateMachine):
    """A merchant with codes and accounts, and what should be in each."""

    codes = Bundle("codes")
    accounts = Bundle("accounts")
    waiting = Bundle("waiting")

    def __init__(self):
        super().__init__()
        self.rzp = FakeRazorpay(seed=1, at=NOW)
        self.received = {}  # amount and count of each code and account, of what was captured
        self.closes = {}  # when each closes by itself
        self.fixed = {}  # what each code takes, None for any amount
        self.single = set()
        self.allowed = {}  # who may pay each account; empty: anybody
        self.used = {}  # when money came to each account last, or when it was made

    def is_open(self, thing):
        return self.closes[thing] is None or self.rzp.clock.now() < self.closes[thing]

    def close_now(self, thing):
        self.closes[thing] = min(self.closes[thing] or 10**12, self.rzp.clock.now())

    def take(self, thing, amount):
        total, count = self.received[thing]
        self.received[thing] = (total + amount, count + 1)
        if thing in self.single:
            self.close_now(thing)

    # -- codes

    @rule(target=codes, single=st.booleans(), fixed=st.none() | amounts, ahead=st.none() | st.integers(120, 4 * 3600))
    def code(self, single, fixed, ahead):
        fixed = fixed or (300 if single else None)
        body = {"type": "upi_qr", "usage": "single_use" if single else "multiple_use"}
        if fixed:
            body |= {"fixed_amount": True, "payment_amount": fixed}
        now = self.rzp.clock.now()
        if ahead:
            body["close_by"] = now + ahead
        code = self.rzp.qrcode.create(body)["id"]
        self.received[code], self.fixed[code] = (0, 0), fixed
        self.closes[code] = now + min(ahead or 7200, 7200) if single else now + ahead if ahead else None
        self.single |= {code} if single else set()
        return code

    @rule(target=waiting, code=codes, amount=amounts, follows=st.booleans(), capture=st.booleans())
    def scans(self, code, amount, follows, capture):
        amount = self.fixed[code] or amount if follows else amount
        if not self.is_open(code) or self.fixed[code] not in (None, amount):
            with pytest.raises(NotPayable):
                self.rzp.checkout.pay(code, amount=amount)
            return (None, None, 0)
        paid = self.rzp.checkout.pay(code, amount=amount, capture=capture)["razorpay_payment_id"]
        if capture:
            self.take(code, amount)
        return (code, None if capture else paid, amount)

    @rule(code=codes)
    def code_closed(self, code):
        reply = self.rzp.request("POST", f"/v1/payments/qr_codes/{code}/close")
        assert (reply.status == 200) == self.is_open(code)
        self.close_now(code)

    # -- accounts

    @rule(target=accounts, ahead=st.none() | st.integers(900, 100 * DAY), payers=st.sampled_from([0, 0, 1, 2]))
    def account(self, ahead, payers):
        allowed = PAYERS[:payers]
        body = {"receivers": {"types": ["bank_account"]}}
        if allowed:
            of = [{"ifsc": ifsc, "account_number": number} for ifsc, number in allowed]
            body["allowed_payers"] = [{"type": "bank_account", "bank_account": account} for account in of]
        now = self.rzp.clock.now()
        if ahead:
            body["close_by"] = now + ahead
        account = self.rzp.virtual_account.create(body)["id"]
        self.received[account], self.allowed[account] = (0, 0), allowed
        self.used[account] = now
        self.closes[account] = min(now + (ahead or 10**9), now + 90 * DAY)
        return account

    @rule(target=waiting, account=accounts, amount=amounts, payer=st.sampled_from(PAYERS), capture=st.booleans())
    def sends(self, account, amount, payer, capture):
        was_open = self.is_open(account)
        by = {"ifsc": payer[0], "account_number": payer[1], "name": "Asha Rao"}
        paid = self.rzp.checkout.pay(account, amount=amount, payer=by, capture=capture)["razorpay_payment_id"]
        kept = was_open and (not self.allowed[account] or payer in self.allowed[account])
        if was_open:
            end = self.closes[account]
            lapse, self.used[account] = self.used[account] + 90 * DAY, self.rzp.clock.now()
            if end == lapse:
                self.closes[account] = self.used[account] + 90 * DAY
                told = self.rzp.virtual_account.fetch(account)["close_by"]
                self.closes[account] = min(self.closes[account], told or 10**12)
        status = self.rzp.payment.fetch(paid)["status"]
        assert status == ("refunded" if not kept else "captured" if capture else "authorized")
        if kept and capture:
            self.take(account, amount)
        return (account, paid if kept and not capture else None, amount)

    @rule(account=accounts)
    def account_closed(self, account):
        reply = self.rzp.request("POST", f"/v1/virtual_accounts/{account}/close")
        assert (reply.status == 200) == self.is_open(account)
        self.close_now(account)

    # -- later

    @rule(one=waiting)
    def captured(self, one):
        thing, payment, amount = one
        if payment is None or self.rzp.payment.fetch(payment)["status"] != "authorized":
            return
        self.rzp.payment.capture(payment, amount)
        self.take(thing, amount)

    @rule(push=st.sampled_from([1, 120, 7200, DAY, 30 * DAY]))
    def time_passes(self, push):
        self.rzp.clock.advance(seconds=push)

    @invariant()
    def sums_are_those_of_the_arithmetic(self):
        for thing, (total, count) in self.received.items():
            status = "active" if self.is_open(thing) else "closed"
            if thing in self.allowed:
                found = self.rzp.virtual_account.fetch(thing)
                assert (found["status"], found["amount_paid"]) == (status, total)
            else:
                found = self.rzp.qrcode.fetch(thing)
                shown = (found["status"], found["payments_amount_received"], found["payments_count_received"])
                assert shown == (status, total, count)

    def teardown(self):
        self.rzp.ledger.check()


TestTill = Till.TestCase
TestTill.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
