"""What a webhook shows of an entity: not what the API answers, so each is rendered here from the pages of webhooks.

Keys come in the order of their pages. Where the samples of one page differ, the union of what they show for that
method and event; amounts in the smallest unit, times in Unix seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ...ledger.law import Happening
from . import (
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

Shown = Callable[[Any, Happening], Any]
_FAMILIES: Final = (
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

# How each kind of entity is shown, and the events that show it as something else.
SHOWN: Mapping[str, Shown] = {kind: shown for family in _FAMILIES for kind, shown in family.SHOWN.items()}
SHOWN_AS: Mapping[str, tuple[str, Shown]] = {
    event: shown for family in _FAMILIES for event, shown in family.SHOWN_AS.items()
}
# What a kind is called in payloads, where that is not its own name.
CALLED: Mapping[str, str] = {"card_token": "token"}
# Events whose body is another than {entity, account_id, event, contains, payload, created_at} of entities alone.
WHOLE: Mapping[str, Callable[[Happening], dict[str, Any]]] = accounts.WHOLE
