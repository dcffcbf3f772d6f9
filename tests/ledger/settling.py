"""What the tests of the law need of settlements on demand: samples, classes, and the calls that lead to each row."""

from __future__ import annotations

from fakerzp.entities.settlements import Ondemand, OndemandPayout
from tests.flows.steps import paid

NOW = 1767607200
SAMPLES = {
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
