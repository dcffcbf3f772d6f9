"""What a state machine of a shop does besides, where its customers dispute and it asks for its money at once."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, multiple, rule

OPEN, REVIEWED = ("open",), ("open", "under_review")
DECIDED = {
    "win_dispute": REVIEWED,
    "lose_dispute": REVIEWED,
    "close_dispute": REVIEWED,
    "ask_for_evidence": ("under_review",),
}
PHASES = ("fraud", "chargeback", "chargeback", "pre_arbitration")


class Disputing:
    """Mixed into a machine of a shop (tests/properties/test_laws.py)."""

    payments, disputes = Bundle("payments"), Bundle("disputes")

    def dispute(self, dispute_id):
        return self.rzp.dispute.fetch(dispute_id)

    @rule(target=disputes, amount=st.sampled_from([1000, 250010]), phase=st.sampled_from(PHASES), onset=st.booleans())
    def bought_and_disputed(self, amount, phase, onset):
        payment = self.paid(self.attempt(self.rzp.checkout.pay, amount=amount, method="upi", capture=True))
        return self.raised(payment, phase, 1, onset)

    @rule(
        target=disputes,
        payment=payments,
        phase=st.sampled_from(PHASES),
        part=st.sampled_from([1, 1, 2, 3]),
        onset=st.sampled_from([False, False, True]),
    )
    def disputed(self, payment, phase, part, onset):
        return self.raised(payment, phase, part, onset)

    def raised(self, payment, phase, part, onset):
        was = self.rzp.payments.fetch(payment)
        amount = was["amount"] // part
        balance = self.rzp.ledger.balance("merchant", was["currency"])
        made = self.attempt(self.rzp.bank.dispute, payment, amount, phase, deduct_at_onset=onset)
        fits = was["captured"] and amount and not (onset and phase == "fraud")
        assert isinstance(made, dict) == bool(fits)
        if not fits:
            return multiple()
        assert made["amount_deducted"] == (amount if onset else 0)
        assert self.rzp.ledger.balance("merchant", was["currency"]) == balance - made["amount_deducted"]
        return self.noted(made["id"])

    @rule(dispute=disputes, share=st.sampled_from([0, 1, 2, 2]), submit=st.booleans())
    def contested(self, dispute, share, submit):
        was = self.dispute(dispute)
        document = self.rzp.document.create({"purpose": "dispute_evidence", "file": ("evidence.pdf", b"%PDF-1.4")})
        self.noted(document["id"])
        body = {"amount": was["amount"] * share // 2, "billing_proof": [document["id"]]}
        got = self.attempt(self.rzp.dispute.contest, dispute, {**body, "action": "submit" if submit else "draft"})
        fits = was["status"] == "open" and self.rzp.clock.now() <= was["respond_by"]
        assert isinstance(got, dict) == fits
        if fits:
            assert (got["status"], got["evidence"]["amount"]) == ("under_review" if submit else "open", body["amount"])

    @rule(dispute=disputes)
    def accepted(self, dispute):
        was = self.dispute(dispute)
        got = self.attempt(self.rzp.dispute.accept, dispute)
        assert isinstance(got, dict) == (was["status"] == "open" and self.rzp.clock.now() <= was["respond_by"])

    @rule(dispute=disputes, verb=st.sampled_from(sorted(DECIDED)))
    def decided(self, dispute, verb):
        was = self.dispute(dispute)
        balance = self.rzp.ledger.balance("merchant", was["currency"])
        got = self.attempt(getattr(self.rzp.bank, verb), dispute)
        fits = was["status"] in DECIDED[verb] and (verb != "close_dispute" or was["phase"] == "fraud")
        assert isinstance(got, dict) == fits
        if fits:
            more = got["amount_deducted"] - was["amount_deducted"]
            assert self.rzp.ledger.balance("merchant", was["currency"]) == balance - more

    @rule(amount=st.sampled_from([100, 5000, 6 * 10**7]), full=st.sampled_from([False, False, True]))
    def asks_for_its_money(self, amount, full):
        balance = self.rzp.ledger.balance("merchant")
        asked = self.attempt(
            self.rzp.settlement.create_ondemand_settlement, {"amount": amount, "settle_full_balance": full}
        )
        wanted = min(balance, 5 * 10**9) if full else amount
        assert isinstance(asked, dict) == (100 <= wanted <= balance)
        if isinstance(asked, dict):
            assert asked["amount_requested"] == wanted
            self.noted(asked["id"])
            assert self.rzp.ledger.balance("merchant") == balance - wanted

    @rule(verb=st.sampled_from(["process_ondemand", "reverse_ondemand"]))
    def the_bank_decides_on_it(self, verb):
        found = self.rzp.settlement.fetch_all_ondemand_settlement({"count": 1})["items"]
        for was in found:
            balance, pending = self.rzp.ledger.balance("merchant"), self.rzp.ledger.balance("payouts")
            got = self.attempt(getattr(self.rzp.bank, verb), was["id"])
            assert isinstance(got, dict) == (was["amount_pending"] > 0)
            if isinstance(got, dict):
                back = got["amount_reversed"] - was["amount_reversed"]
                assert self.rzp.ledger.balance("merchant") == balance + back
                assert self.rzp.ledger.balance("payouts") == pending - was["amount_pending"]

    @rule(payment=payments, held=st.booleans())
    def held_or_released(self, payment, held):
        """Released again at once, so that all is paid out in the end as in any shop."""
        for on_hold in (held, False):
            assert self.attempt(self.rzp.payments.edit, payment, {"on_hold": on_hold})["on_hold"] is on_hold
