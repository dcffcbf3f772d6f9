"""What a state machine of a shop does besides, where its customers subscribe and banks refuse to pay."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, multiple, rule

DAY = 86400
ABROAD, DOMESTIC = "5104015555555558", "4718609108204366"
OPEN = ("created", "authenticated", "active", "pending", "halted", "paused")
# What the pages allow, by hand: the law's own tables are what is tried here.
ALLOWED = {
    "pause": ("active", "authenticated"),
    "resume": ("paused",),
    "cancel": OPEN,
    "plan_cancel": ("active", "pending", "halted", "paused"),
    "add": OPEN,
    "update": ("authenticated", "active"),
    "pay": ("created", "pending", "halted"),
}
BY = ({"card": ABROAD}, {"card": ABROAD}, {"card": DOMESTIC}, {"method": "upi"}, {"method": "emandate"})

rhythms = st.sampled_from([("monthly", 1), ("monthly", 1), ("weekly", 2), ("yearly", 1), ("daily", 7), ("daily", 1)])
prices = st.sampled_from([100, 99900, 250010])
starts = st.sampled_from([None, None, None, DAY, 40 * DAY])
totals = st.sampled_from([1, 2, 3, 12])
refusals = st.sampled_from([0, 0, 1, 2, 4])


class Subscribing:
    """Mixed into a machine of a shop (tests/properties/test_laws.py)."""

    payments, plans, subscriptions = Bundle("payments"), Bundle("plans"), Bundle("subscriptions")
    addons = Bundle("addons")

    charged = None  # the subscription whose change the bank is asked for

    def everything(self):
        """Where the bank says no to a change, its payment stays, and the subscription is as it was."""
        return self.subscription(self.charged) if self.charged else super().everything()

    def subscription(self, subscription_id):
        return self.rzp.subscription.fetch(subscription_id)

    def done(self, name, answer):
        """Whether a step was taken, counted under a name of its own."""
        taken = isinstance(answer, (dict, str))
        self.met[name, taken] += 1
        return taken

    # -- plans, and who subscribes to them

    @rule(target=plans, rhythm=rhythms, price=prices, currency=st.sampled_from(["INR", "INR", "INR", "USD"]))
    def plan(self, rhythm, price, currency):
        made = self.attempt(self.rzp.plan.create, self.plan_body(rhythm, price, currency))
        assert self.done("plan", made) == (rhythm != ("daily", 1))
        return self.created(made)

    def plan_body(self, rhythm, price, currency="INR"):
        item = {"name": "Plan", "amount": price, "currency": currency}
        return {"period": rhythm[0], "interval": rhythm[1], "item": item}

    @rule(target=subscriptions, plan=plans, total=totals, start=starts, extra=st.booleans(), expires=starts)
    def subscription_made(self, plan, total, start, extra, expires):
        return self.created(self.subscribed(plan, total, start, extra, expires))

    def subscribed(self, plan, total, start=None, extra=False, expires=None):
        now = self.rzp.clock.now()
        currency = self.rzp.plan.fetch(plan)["item"]["currency"]
        body = {"plan_id": plan, "total_count": total}
        body |= {"start_at": now + start} if start else {}
        body |= {"expire_by": now + expires} if expires else {}
        body |= {"addons": [{"item": {"name": "Extra", "amount": 3000, "currency": currency}}]} if extra else {}
        made = self.attempt(self.rzp.subscription.create, body)
        assert self.done("subscription", made)
        return made

    @rule(target=subscriptions, rhythm=rhythms, price=prices, total=totals, start=starts, extra=st.booleans())
    def subscribes(self, rhythm, price, total, start, extra):
        """A plan, a subscription and the payment that authenticates it, in one go."""
        plan = self.attempt(self.rzp.plan.create, self.plan_body(rhythm, price))
        if not isinstance(plan, dict):
            return multiple()
        self.noted(plan["id"])
        made = self.subscribed(plan["id"], total, start, extra)
        self.noted(made["id"])
        self.pays_for(made["id"], {"card": ABROAD})
        return made["id"]

    @rule(target=payments, subscription=subscriptions, by=st.sampled_from(BY))
    def subscription_paid(self, subscription, by):
        return self.pays_for(subscription, by)

    def pays_for(self, subscription, by):
        was = self.subscription(subscription)
        answer = self.attempt(self.rzp.checkout.pay, subscription, **by)
        if not self.done("payment of a subscription", answer):
            return multiple()
        assert was["status"] in ALLOWED["pay"]
        if isinstance(answer, dict):
            assert self.rzp.utility.verify_subscription_payment_signature(answer)
            self.met[f"payment of a subscription that is {was['status']}", True] += 1
        return self.paid(answer)

    # -- time and the bank

    @rule(subscription=subscriptions, refused=refusals)
    def charged_in_time(self, subscription, refused):
        """To its next charge, or through all that the bank refuses."""
        was = self.subscription(subscription)
        if was["charge_at"] is None or was["charge_at"] <= self.rzp.clock.now():
            return
        bank = self.rzp.bank
        self.attempt(bank.script, [bank.fail("insufficient_funds")] * refused)
        self.attempt(self.rzp.clock.move_to, was["charge_at"])
        for _ in range(refused - 1):
            self.attempt(self.rzp.clock.advance, days=1)
        now = self.subscription(subscription)
        self.met[f"{was['status']} to {now['status']}", True] += 1

    @rule(subscription=subscriptions, works=st.booleans(), customer=st.booleans())
    def old_invoice_paid(self, subscription, works, customer):
        invoices = self.rzp.invoice.all({"subscription_id": subscription, "count": 100})["items"]
        left = [one["id"] for one in invoices if one["status"] == "issued"]
        was = self.subscription(subscription)
        if not left or was["status"] == "created":
            return
        bank = self.rzp.bank
        self.attempt(bank.next, bank.succeed() if works else bank.fail("card_declined"))
        if customer:
            answer = self.attempt(self.rzp.checkout.pay, left[-1], card=ABROAD)
            if self.done("old invoice paid by the customer", answer):
                self.paid(answer)
        else:
            answer = self.attempt(self.rzp.dashboard.charge_invoice, left[-1])
            self.done("old invoice paid by the merchant", answer)
        if isinstance(answer, dict) and self.rzp.invoice.fetch(left[-1])["status"] == "paid":
            now = self.subscription(subscription)
            assert now["paid_count"] == was["paid_count"] + 1
            assert now["status"] not in ("pending", "halted")

    # -- what the merchant changes

    def moved(self, subscription, event, call, *args, fits=True):
        """A step which the status decides, and another condition of it."""
        status = self.subscription(subscription)["status"]
        answer = self.attempt(call, *args)
        taken = self.done(f"subscription {event}", answer)
        assert taken == (status in ALLOWED[event] and fits), f"{event} of {subscription} in {status}"
        return answer

    @rule(subscription=subscriptions, days=st.sampled_from([1, 10, 100]))
    def paused_for_a_while(self, subscription, days):
        self.paused_or_not(subscription, "pause")
        self.attempt(self.rzp.clock.advance, days=days)
        self.paused_or_not(subscription, "resume")

    @rule(subscription=subscriptions, verb=st.sampled_from(["pause", "pause", "resume"]))
    def paused_or_resumed(self, subscription, verb):
        self.paused_or_not(subscription, verb)

    def paused_or_not(self, subscription, verb):
        mine = self.subscription(subscription).get("pause_initiated_by") != "customer"
        call = getattr(self.rzp.subscription, verb)
        answer = self.moved(subscription, verb, call, subscription, fits=verb == "pause" or mine)
        if isinstance(answer, dict):
            assert answer["status"] in (("paused", "cancelled") if verb == "pause" else ("active",))

    @rule(subscription=subscriptions, later=st.booleans(), really=st.sampled_from([False, True]))
    def subscription_cancelled(self, subscription, later, really):
        if really:
            event = "plan_cancel" if later else "cancel"
            body = {"cancel_at_cycle_end": later}
            self.moved(subscription, event, self.rzp.subscription.cancel, subscription, body)

    @rule(
        subscription=subscriptions,
        quantity=st.sampled_from([1, 2, 3]),
        rhythm=st.one_of(st.none(), rhythms),
        left=st.sampled_from([None, 1, 5]),
        later=st.booleans(),
    )
    def subscription_updated(self, subscription, quantity, rhythm, left, later):
        was = self.subscription(subscription)
        body = {"quantity": quantity, "schedule_change_at": "cycle_end" if later else "now"}
        body |= {"remaining_count": left} if left else {}
        if rhythm:
            plan = self.attempt(self.rzp.plan.create, self.plan_body(rhythm, 50000))
            body |= {"plan_id": self.noted(plan["id"])} if isinstance(plan, dict) else {}
        self.charged = None if later else subscription
        answer = self.attempt(self.rzp.subscription.edit, subscription, body)
        self.charged = None
        if not self.done("update at the end of the cycle" if later else "update at once", answer):
            return
        assert was["status"] in ALLOWED["update"]
        assert answer["status"] in (was["status"], "completed")
        if later and was["current_end"]:
            assert (answer["has_scheduled_changes"], answer["quantity"]) == (True, was["quantity"])
        elif not later:
            assert answer["quantity"] == quantity

    @rule(subscription=subscriptions)
    def update_given_up(self, subscription):
        waits = self.subscription(subscription)["has_scheduled_changes"]
        answer = self.attempt(self.rzp.subscription.cancel_scheduled_changes, subscription)
        assert self.done("update given up", answer) == waits

    @rule(target=addons, subscription=subscriptions, amount=prices)
    def addon(self, subscription, amount):
        was = self.subscription(subscription)
        currency = self.rzp.plan.fetch(was["plan_id"])["item"]["currency"]
        body = {"item": {"name": "Extra", "amount": amount, "currency": currency}, "quantity": 2}
        answer = self.attempt(self.rzp.subscription.createAddon, subscription, body)
        if self.done("add-on", answer):
            assert was["status"] in ALLOWED["add"]
        return self.created(answer)

    @rule(addon=addons)
    def addon_deleted(self, addon):
        reply = self.rzp.request("GET", f"/v1/addons/{addon}")
        free = reply.status == 200 and reply.body["invoice_id"] is None
        assert self.done("add-on deleted", self.attempt(self.rzp.addon.delete, addon) or {}) == free

    # -- and their customers, in the UPI app

    @rule(subscription=subscriptions, verb=st.sampled_from(["pause_token", "resume_token"]))
    def mandate_moved(self, subscription, verb):
        token = self.rzp.ledger.books(self.rzp.account_id).get(subscription).token_id
        if token is not None:
            self.done(verb, self.attempt(getattr(self.rzp.bank, verb), token))

    @rule(target=subscriptions, pauses=st.booleans())
    def subscribes_by_upi(self, pauses):
        plan = self.attempt(self.rzp.plan.create, self.plan_body(("monthly", 1), 99900))
        made = self.subscribed(self.noted(plan["id"]), 6)
        self.noted(made["id"])
        self.pays_for(made["id"], {"method": "upi"})
        if pauses:
            self.mandate_moved(made["id"], "pause_token")
        return made["id"]

    # -- what always holds

    def nothing_more_comes(self, later):
        """Whoever still subscribes would pay again before all has been paid out."""
        for one in self.listed("subscriptions"):
            if one["status"] in OPEN:
                later.subscription.cancel(one["id"])

    @invariant()
    def subscriptions_add_up(self):
        now = self.rzp.clock.now()
        for one in self.listed("subscriptions"):
            billed = one["total_count"] - one["remaining_count"]
            assert 0 <= one["paid_count"] <= billed <= one["total_count"], one
            over = one["status"] in ("cancelled", "completed")
            assert (one["ended_at"] is not None) == over, one
            if one["charge_at"] is not None and one["status"] in ("active", "pending", "halted"):
                assert one["charge_at"] > now, one
            if one["current_start"] is not None:
                assert one["current_start"] < one["current_end"], one
            if over or one["status"] == "paused":
                assert one["charge_at"] is None, one
            if one["status"] == "completed":
                assert one["remaining_count"] == 0, one
