"""Settlements that the merchant asks for (instant ones): api/settlements/instant."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.settlements import Ondemand, ondemand_json, with_payouts
from ..errors import settlements as texts
from ..world.ondemand import LARGEST
from .endpoint import Call, Routes, Says
from .fields import Field, Flag, Integer, NotesField, Shape, String
from .lists import expansions, page

routes = Routes()

_SAYS: Says = {"key": errors.KEY_DOT}
_LEAST = 100
# The page limits the description to 30 letters, digits and spaces, and its own sample to neither: it is not judged.
_FIELDS: dict[str, Field] = {
    "amount": Integer(),
    "settle_full_balance": Flag(),
    "description": String(),
    "notes": NotesField(),
}


@routes.add(
    "POST",
    "/v1/settlements/ondemand",
    "api/settlements/instant/create.md",
    python="settlement.create_ondemand_settlement(data={}, **kwargs)",
    node="settlements.createOndemandSettlement(params={}, callback)",
    body=Shape(_FIELDS),
    says=_SAYS,
)
def create(call: Call) -> dict[str, Any]:
    """Settle `amount` paise of the balance at once, or with `settle_full_balance` as much of it as is possible."""
    fields = call.shaped()
    full = fields.get("settle_full_balance", False)
    available = call.world.settlements.available(call.books, "INR")
    if not full and "amount" not in fields:
        raise call.error("required", field="amount")
    amount = min(available, LARGEST) if full else fields["amount"]
    if amount < _LEAST:
        raise texts.LEAST.error()
    if amount > LARGEST:
        raise texts.MOST.error()
    if amount > available:
        raise texts.BALANCE.error()
    made = call.world.ondemands.make(
        call.books,
        amount,
        settle_full_balance=full,
        description=fields.get("description"),
        notes=fields.get("notes", ()),
    )
    return with_payouts(made, call.world.ondemands.payouts(call.books, made))


@routes.add(
    "GET",
    "/v1/settlements/ondemand",
    "api/settlements/instant/fetch-all.md",
    python="settlement.fetch_all_ondemand_settlement(data={}, **kwargs)",
    node="settlements.fetchAllOndemandSettlement(params={}, callback)",
    says=_SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of settlements on demand, newest first; `expand[]=ondemand_payouts` adds their payouts."""
    expanded = _expanded(call)
    return page(call, "ondemand", lambda one: _json(call, one, expanded), takes=("expand[]", "expand"))


@routes.add(
    "GET",
    "/v1/settlements/ondemand/{id}",
    "api/settlements/instant/fetch-with-id.md",
    python="settlement.fetch_ondemand_settlement_id(settlement_id, data={}, **kwargs)",
    node="settlements.fetchOndemandSettlementById(settlementId, param = {}, callback)",
    says=_SAYS,
)
def fetch(call: Call, settlement_id: str) -> dict[str, Any]:
    """One settlement on demand; `expand[]=ondemand_payouts` adds its payouts."""
    return _json(call, call.find("ondemand", settlement_id), _expanded(call))


def _expanded(call: Call) -> bool:
    wanted = expansions(call)
    for n, name in enumerate(wanted):
        if name != "ondemand_payouts":
            raise texts.EXPAND.error(field=f"expand.{n}")
    return bool(wanted)


def _json(call: Call, ondemand: Ondemand, expanded: bool) -> dict[str, Any]:
    if not expanded:
        return ondemand_json(ondemand)
    return with_payouts(ondemand, call.world.ondemands.payouts(call.books, ondemand))
