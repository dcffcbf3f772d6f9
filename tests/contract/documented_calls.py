"""How each documented call is made, and the few that do not hold.

A row is a pattern for whole record ids of the oracle; the first that fits counts. A call that no row fits is
made as it is documented.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.contract.documented import (
    accounts,
    core,
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
from tests.contract.documented_world import PRESENT, Call, Miss, oracle

_FAMILIES = (
    core,
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
API = tuple(resource for family in _FAMILIES for resource in family.API)
"""Resources of the API reference, all of whose calls are held against it."""
GUIDE = tuple(resource for family in _FAMILIES for resource in family.GUIDE)
"""The same of the other pages."""
CALLS: tuple[tuple[str, Call], ...] = tuple(row for family in _FAMILIES for row in family.CALLS)
EXCEPTIONS: Mapping[str, Miss] = {name: miss for family in _FAMILIES for name, miss in family.EXCEPTIONS.items()}


@cache
def records() -> tuple[dict[str, Any], ...]:
    """The documented calls of these resources."""
    if not PRESENT:
        return ()
    wanted = {("api", name) for name in API} | {("guide", name) for name in GUIDE}
    return tuple(record for record in oracle("endpoints") if (record["part"], record["resource"]) in wanted)


def call_of(record_id: str) -> Call:
    """The first row that fits; as documented, if none does."""
    rows = (*CALLS, *core.DERIVED, *server_payments.DERIVED)
    return next((call for pattern, call in rows if re.fullmatch(pattern, record_id)), Call())
