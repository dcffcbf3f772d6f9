"""What the tests of the law need of disputes and settlements on demand: samples, and the calls to each row."""

from __future__ import annotations

from fakerzp.entities.disputes import Dispute, Evidence
from fakerzp.entities.settlements import Ondemand, OndemandPayout
from tests.flows.steps import paid

NOW = 1767607200
SAMPLES = {
    "dispute": Dispute(
        id="disp_1",
        created_at=NOW,
        payment_id="pay_1",
        amount=1000,
        currency="INR",
        phase="chargeback",
        reason_code="chargeback",
        reason_description=None,
        respond_by=NOW + 86400,
        evidence=Evidence(400, submitted_at=NOW),
        adjustments=("", ""),
        deducted_at_onset=True,
    ),
    "ondemand": Ondemand(
        id="setlod_1", created_at=NOW, amount_requested=1000, amount_pending=997, fees=3, tax=0
    ),
    "ondemand_payout": OndemandPayout(
        id="setlodp_1", created_at=NOW, ondemand_id="setlod_1", amount=1000, fees=3, tax=1, adjustments=("", "")
    ),
}
CAUSES = {"ondemand": "ondemand_payout"}
"""What moves them, by kind."""


def on_demand(rzp):
    """Every way that one of three payouts can go, first and last."""
    paid(rzp, 5 * 10**9, method="netbanking")
    for ends in (
        ("process", "process", "process"),
        ("reverse", "reverse", "reverse"),
        ("reverse", "process", "reverse"),
        ("process", "reverse", "process"),
    ):
        asked = rzp.settlements.createOndemandSettlement({"amount": 12 * 10**7})
        payouts = [one["id"] for one in asked["ondemand_payouts"]["items"]]
        assert len(payouts) == 3
        for payout, end in zip(payouts, ends, strict=True):
            (rzp.bank.process_ondemand if end == "process" else rzp.bank.reverse_ondemand)(payout)
    rzp.settlements.createOndemandSettlement({"amount": 1000})
    rzp.clock.advance(minutes=1)


def disputes(rzp):
    """Every way that a dispute can go, with and without an answer."""

    def opened(phase="chargeback"):
        return rzp.bank.dispute(paid(rzp), phase=phase)["id"]

    def contested(phase="chargeback"):
        dispute = opened(phase)
        document = rzp.document.create({"purpose": "dispute_evidence", "file": ("evidence.pdf", b"%PDF-1.4")})["id"]
        rzp.dispute.contest(dispute, {"billing_proof": [document]})
        rzp.dispute.contest(dispute, {"action": "submit"})
        return dispute

    for made in (opened, contested):
        for end in (rzp.bank.win_dispute, rzp.bank.lose_dispute):
            end(made())
        rzp.bank.close_dispute(made("fraud"))
    rzp.bank.ask_for_evidence(contested())
    rzp.dispute.accept(opened())


PLAYS = (on_demand, disputes)
