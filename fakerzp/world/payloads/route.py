"""What webhooks show: transfers to linked accounts, and their reversals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...entities.route import Transfer, transfer_json
from ...ledger.law import Happening


def transfer_event_json(transfer: Transfer, happening: Happening) -> dict[str, Any]:
    """A transfer, as it is fetched (payments/wallet/api-reference.md; payments/route/account-code/api.md has less)."""
    return transfer_json(transfer)


SHOWN: Mapping[str, Callable[[Any, Happening], dict[str, Any]]] = {"transfer": transfer_event_json}
SHOWN_AS: Mapping[str, tuple[str, Callable[[Any, Happening], dict[str, Any]]]] = {}
