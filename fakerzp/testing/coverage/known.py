"""What a suite can exercise, out of the tables that the fake itself works by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ...lifecycles import COUPLINGS, LIFECYCLES, SAME, Coupling
from ..scenarios import SCENARIOS


class Transition(NamedTuple):
    """A row of the law, or a birth (`event` "create", from nothing); `basis` as in the law."""

    entity: str
    event: str
    before: tuple[str, ...]
    after: str
    emits: str | None
    basis: str
    page: str

    @property
    def keys(self) -> dict[str, str]:
        """What it is counted under, by the status before it ("" for a birth)."""
        return {status: f"{self.entity} {self.event} {status}".rstrip() for status in self.before}


class Check(NamedTuple):
    """A signature that an application verifies: `signs` matches what an HMAC of it is made of."""

    name: str
    page: str
    signs: re.Pattern[bytes]
    lacks: str | None = None


class Combination(NamedTuple):
    """Steps that hurt together; `fixture` plays them, `lacks` is what is missing to (None: nothing)."""

    name: str
    says: str
    page: str
    fixture: str | None = None
    lacks: str | None = None


def transitions() -> Iterator[Transition]:
    """Every row of the law, in its order, each entity's births first."""
    for machine in LIFECYCLES.values():
        for birth in machine.births:
            key = (f"create {birth.status}", ("",), birth.status, birth.emits)
            yield Transition(machine.entity, *key, "documented", machine.page)
        for row in machine.rows:
            after = "the same" if row.after is SAME else row.after
            yield Transition(machine.entity, row.event, row.before, after, row.emits, row.basis, machine.page)


def couplings() -> Iterator[Coupling]:
    """Every coupling that the law lets happen, in its order."""
    for coupling in COUPLINGS:
        if any(row.event == coupling.then for row in LIFECYCLES[coupling.moves].rows):
            yield coupling


def coupling_key(entity: str, event: str, moves: str, then: str) -> str:
    """What a coupling is counted under, and how it is shown."""
    return f"{entity} {event} -> {moves} {then}"


CHECKS: Final = (
    Check(
        "payment",
        "payments/payment-gateway/web-integration/standard/integration-steps.md",
        re.compile(rb"order_\w+\|pay_\w+\Z"),
    ),
    Check("payment link", "payments/payment-links/apis.md", re.compile(rb"plink_\w+\|[^|]*\|\w*\|pay_\w+\Z")),
    Check("webhook", "webhooks/validate-test.md", re.compile(rb'\{(?=.*"event").*"payload"', re.DOTALL)),
    Check(
        "subscription",
        "payments/subscriptions/integration-guide.md",
        re.compile(rb"pay_\w+\|sub_\w+\Z"),
    ),
)

COMBINATIONS: Final = (
    *(
        Combination(name, scenario.says, scenario.page, f"rzp_{name}", scenario.lacks)
        for name, scenario in SCENARIOS.items()
    ),
    Combination("paid_at_last", "order paid after an attempt that failed", "api/orders/entity.md"),
    Combination(
        "expired_in_part", "link expired after a part of it was paid", "payments/payment-links/partial-payments.md"
    ),
)
