"""Customers' fund accounts, which nothing becomes of, and what lenders say of customers."""

from __future__ import annotations

from collections.abc import Mapping

from .rows import Birth, Coupling, Lifecycle, Row

# A lender that answers at once takes its check from `pending` in the same moment.
ELIGIBILITY_CHECK = Lifecycle(
    "eligibility_check",
    "payments/payment-gateway/emi²/eligibility-check.md",
    births=(Birth("pending"),),
    rows=(
        Row("approve", ("pending",), "eligible"),
        Row("decline", ("pending",), "ineligible"),
        Row("fail", ("pending",), "failed"),
    ),
    refusals={},
)

MACHINES: tuple[Lifecycle, ...] = (ELIGIBILITY_CHECK,)

COUPLINGS: tuple[Coupling, ...] = ()

EXPIRY: Mapping[str, str] = {}
