"""What banks say to disputes and to settlements on demand, for the control API."""

from __future__ import annotations

from functools import partial
from typing import Any

from .arguments import FLAG, MOMENT, TEXT, WHOLE, Takes
from .command import Bench, Command


def _of_the_bank(verb: str, bench: Bench, id: str, **how: Any) -> Any:  # noqa: A002 - as the caller spells it
    return getattr(bench.fake.bank, verb)(id, **how)


def _dispute(bench: Bench, **how: Any) -> Any:
    return bench.fake.bank.dispute(**how)


_ID: Takes = {"id": TEXT}
_DISPUTE: Takes = {
    "payment_id": TEXT,
    "amount": WHOLE,
    "phase": TEXT,
    "reason_code": TEXT,
    "reason_description": TEXT,
    "respond_by": MOMENT,
    "deduct_at_onset": FLAG,
}

COMMANDS = (
    Command("POST", "dispute", "a captured payment is disputed", _dispute, _DISPUTE, ("payment_id",)),
    *(
        Command("POST", verb, does, partial(_of_the_bank, verb), takes, ("id",))
        for verb, does, takes in (
            ("win_dispute", "the bank decides a dispute for the merchant", _ID),
            ("lose_dispute", "the bank decides it for the customer", _ID),
            ("close_dispute", "a suspicion of fraud is dropped", _ID),
            ("ask_for_evidence", "the bank wants better evidence", {**_ID, "respond_by": MOMENT}),
            ("process_ondemand", "a settlement on demand, or one payout of it, reaches the merchant's bank", _ID),
            ("reverse_ondemand", "it fails, and is in the balance again", _ID),
        )
    ),
)
"""What merchants cannot make happen themselves."""
