"""What the figures of each family must be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..books import Books
from . import (
    accounts,
    disputes,
    documents,
    downtimes,
    fund_accounts,
    qr_codes,
    route,
    server_payments,
    settlements,
    subscriptions,
    token_hq,
    virtual_accounts,
)

CHECKS: Final[tuple[Callable[[Books], None], ...]] = (
    subscriptions.check,
    qr_codes.check,
    virtual_accounts.check,
    route.check,
    accounts.check,
    disputes.check,
    settlements.check,
    downtimes.check,
    server_payments.check,
    token_hq.check,
    fund_accounts.check,
    documents.check,
)
"""Each raises LedgerError naming the first thing that is wrong."""
