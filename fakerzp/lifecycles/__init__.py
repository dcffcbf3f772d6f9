"""The law: every entity's states, what may move it, and what else moves with it.

Everything here is a table. The engine (`ledger/law.py`) knows no entity; a resource never asks for a status, it asks
the law to move a record, and the law says yes, or says which text Razorpay answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..errors import Text
from . import (
    accounts,
    balances,
    disputes,
    documents,
    downtimes,
    fund_accounts,
    invoices,
    offers,
    payments,
    qr_codes,
    refunds,
    route,
    server_payments,
    settlements,
    subscriptions,
    token_hq,
    tokens,
    virtual_accounts,
)
from .invoices import INVOICE_EDITABLE
from .rows import SAME, Birth, Changes, Coupling, Effect, Entries, Lifecycle, Row

__all__ = [
    "BIRTHS",
    "COUPLED",
    "COUPLINGS",
    "EXPIRY",
    "INVOICE_EDITABLE",
    "LIFECYCLES",
    "SAME",
    "Birth",
    "Changes",
    "Coupling",
    "Effect",
    "Entries",
    "Lifecycle",
    "Row",
    "entries_of",
    "refusal",
    "row_of",
]

_FAMILIES: Final = (
    payments,
    refunds,
    invoices,
    tokens,
    balances,
    offers,
    subscriptions,
    qr_codes,
    virtual_accounts,
    route,
    accounts,
    disputes,
    settlements,
    downtimes,
    server_payments,
    token_hq,
    fund_accounts,
    documents,
)

LIFECYCLES: Mapping[str, Lifecycle] = {
    machine.entity: machine for family in _FAMILIES for machine in family.MACHINES
}
COUPLINGS: tuple[Coupling, ...] = tuple(coupling for family in _FAMILIES for coupling in family.COUPLINGS)

# What expires, and the field that says when.
EXPIRY: Mapping[str, str] = {kind: by for family in _FAMILIES for kind, by in family.EXPIRY.items()}


def row_of(kind: str, status: str | None, event: str) -> Row | None:
    """The row that lets a record of that kind and status go through the event, or None."""
    return _ROWS.get((kind, status, event))


def entries_of(record: Any, event: str) -> Entries:
    """What the step that `event` is moves of the record's money."""
    machine = LIFECYCLES[record.KIND]
    steps: list[Birth] | list[Row]
    if event == "create":
        steps = [birth for birth in machine.births if birth.status == record.steps[0].status]
    else:
        steps = [row for row in machine.rows if row.event == event]
    return next((step.posts(record) for step in steps if step.posts is not None), ())


def refusal(kind: str, status: str | None, event: str) -> Text | None:
    """How Razorpay words that this event is not allowed in that status, or None where no page says."""
    words = LIFECYCLES[kind].refusals
    for key in ((status or "", event), ("*", event), (status or "", "*"), ("*", "*")):
        if key in words:
            return words[key]
    return None


_ROWS: Mapping[tuple[str, str | None, str], Row] = {
    (machine.entity, status, row.event): row
    for machine in LIFECYCLES.values()
    for row in machine.rows
    for status in row.before
}
BIRTHS: Mapping[tuple[str, str], Birth] = {
    (machine.entity, birth.status): birth for machine in LIFECYCLES.values() for birth in machine.births
}
COUPLED: Mapping[tuple[str, str], tuple[Coupling, ...]] = {
    (c.entity, c.event): tuple(d for d in COUPLINGS if (d.entity, d.event) == (c.entity, c.event)) for c in COUPLINGS
}
