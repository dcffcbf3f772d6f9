"""What holds of a fake whatever was done to it."""

from __future__ import annotations

from hypothesis.stateful import invariant

from fakerzp.ledger.money import ACCOUNTS
from fakerzp.lifecycles import LIFECYCLES, row_of

CURRENCIES = ("INR", "USD", "KWD")
KINDS = {
    "order": "orders",
    "payment": "payments",
    "refund": "refunds",
    "invoice": "invoices",
    "payment_link": "payment_links",
    "settlement": "settlements",
    "dispute": "disputes",
    "ondemand": "settlements/ondemand",
    "transfer": "transfers",
    "subscription": "subscriptions",
}
LISTS = (*KINDS.values(), "customers", "items", "plans", "addons")
ARRIVED = ("processed", "partially_reversed", "reversed")
PAGE = 100  # the most that a list answers at once


class Holds:
    """Mixed into a state machine that has `rzp`, `made`, `seen` and `everything()`."""

    weeks = 2  # within which all is paid out

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
            taxes = sum(one["tax"] for one in captured)
            lost = sum(one["amount_deducted"] for one in self.ended() if one["currency"] == currency)
            asked = [one for one in self.listed("settlements/ondemand") if one["currency"] == currency]
            fees += sum(one["fees"] for one in asked)
            taxes += sum(one["tax"] for one in asked)
            sent = [one for one in self.sent() if one["currency"] == currency]
            fees += sum(one["fees"] for one in sent)
            taxes += sum(one["tax"] for one in sent)
            shared = sum(one["amount"] - one["amount_reversed"] for one in sent)
            assert balance("transfers", currency) == shared
            assert sum(balance(name, currency) for name in ACCOUNTS) == 0
            assert balance("gateway", currency) == sum(one["amount"] for one in mine if one["status"] == "authorized")
            mine_too = ("merchant", "reserves", "credits", "disputes", "payouts", "bank")
            held = sum(balance(name, currency) for name in mine_too)
            assert held == sum(one["amount"] for one in captured) - fees - back - lost - shared
            aside = {"reserves": 0, "credits": -back if self.source == "credits" else 0}
            for one in self.deposits():
                aside[one.into] += one.amount if one.currency == currency else 0
            assert aside == {name: balance(name, currency) for name in aside}
            assert min(aside.values()) >= 0
            settled = sum(one.amount for one in self.paid_out() if one.currency == currency)
            deposited = sum(one.amount for one in self.deposits() if one.currency == currency)
            settled += sum(one["amount_settled"] for one in asked)
            assert balance("bank", currency) == settled - deposited
            assert balance("payouts", currency) == sum(one["amount_pending"] for one in asked)
            assert balance("fees", currency) + balance("tax", currency) == fees
            assert balance("tax", currency) == taxes
            assert balance("refunds", currency) == 0
            assert sum(one["amount_refunded"] for one in mine) == returned

    def nothing_stays_for_long_with_razorpay(self):
        """Once the days have passed all that was captured has been paid out, and no settlement is of nothing."""
        assert all(one.amount > 0 and one.status == "processed" for one in self.paid_out())
        with self.rzp.fork() as later:
            self.nothing_more_comes(later)
            later.clock.advance(days=self.weeks * 7)
            assert all(later.ledger.balance("merchant", currency) <= 0 for currency in CURRENCIES)
            self.others_have_been_paid(later)
            later.ledger.check()

    def nothing_more_comes(self, later):
        """Stop what would bring in money by itself."""

    def others_have_been_paid(self, later):
        """Look at the books of others, weeks later."""

    def sent(self):
        """Transfers that have reached a linked account."""
        return [one for one in self.listed("transfers") if one["status"] in ARRIVED]

    def ended(self):
        """Disputes that the bank has decided."""
        return [one for one in self.listed("disputes") if one["status"] in ("won", "lost", "closed")]

    def paid_out(self):
        return list(self.rzp.ledger.books(self.rzp.account_id).all("settlement"))

    def deposits(self):
        return list(self.rzp.ledger.books(self.rzp.account_id).all("deposit"))

    def nobody_pays_more_than_is_due(self):
        for name in ("orders", "invoices", "payment_links"):
            for one in self.listed(name):
                paid = one["amount_paid"] or 0
                assert 0 <= paid <= one["amount"], one
                rest = one.get("amount_due", one["amount"] - paid)
                if one["status"] in ("paid", "partially_paid"):
                    assert (rest == 0) == (one["status"] == "paid"), one
                    assert paid + rest == one["amount"] or one.get("offers"), one

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
        found, more = [], True
        while more:
            page = {"count": PAGE, "skip": len(found)}
            answer = self.rzp.request("GET", f"/v1/{name}", params=page).body
            items = answer["payment_links" if name == "payment_links" else "items"]
            found += items
            more = len(items) == PAGE
        return found
