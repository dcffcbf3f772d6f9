"""Add-ons: what a subscription bills once, with its next invoice."""

from __future__ import annotations

from typing import Any

from ..entities.subscriptions import Addon, Subscription, addon_json
from ..errors import KEY_SUBSCRIPTION
from ..errors import subscriptions as texts
from .endpoint import Call, Routes, Says
from .fields import Integer, Shape, String
from .lists import page
from .plans import ITEM, item_of

routes = Routes()

_ITEM = Shape({**ITEM, "name": String(most=512, required=True)}, required=True)
_NEW = Shape({"item": _ITEM, "quantity": Integer(least=1)})
_SAYS: Says = {"key": KEY_SUBSCRIPTION}
# Whose subscriptions have no add-ons, and how the text calls them (api/payments/subscriptions/create-add-on.md).
_WITHOUT = {"upi": "upi", "emandate": "emandate"}


def addon_of(call: Call, subscription_id: str, currency: str, fields: dict[str, Any], *, upfront: bool) -> Addon:
    """A new add-on of that subscription, in the plan's currency."""
    item = item_of(call, fields.get("item", {}), "addon", currency)
    if item.currency != currency:
        raise texts.ADDON_CURRENCY.error(field="item.currency")
    addon = Addon(
        id=call.world.ledger.new_id("ao_"),
        created_at=call.now,
        subscription_id=subscription_id,
        item=item,
        quantity=fields.get("quantity", 1),
        upfront=upfront,
    )
    call.books.add(addon)
    return addon


@routes.add(
    "POST",
    "/v1/subscriptions/{id}/addons",
    "api/payments/subscriptions/create-add-on.md",
    python="subscription.createAddon(subscription_id, data={}, **kwargs)",
    node="subscriptions.createAddon(subscriptionId, params, callback)",
    body=_NEW,
)
def create(call: Call, subscription_id: str) -> dict[str, Any]:
    """Add to the next invoice of a subscription: `item.amount` (smallest unit) times `quantity`."""
    subscription: Subscription = call.find("subscription", subscription_id)
    mode = _WITHOUT.get(subscription.payment_method or "")
    if mode is not None:
        raise texts.ADDON_UPI.error(mode=mode)
    law = call.world.law
    if not law.allows(subscription, "add"):
        raise law.refuse(subscription, "add")
    addon = addon_of(call, subscription.id, subscription.terms.currency, call.shaped(), upfront=False)
    law.move(call.books, subscription, "add", call.now, addons=(*subscription.addons, addon.id))
    return addon_json(addon)


@routes.add(
    "GET",
    "/v1/addons",
    "api/payments/subscriptions/fetch-add-ons.md",
    python="addon.all(data={}, **kwargs)",
    node="addons.all()",
    says=_SAYS,
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of add-ons, newest first."""
    return page(call, "addon", addon_json)


@routes.add(
    "GET",
    "/v1/addons/{id}",
    "api/payments/subscriptions/fetch-an-add-on.md",
    python="addon.fetch(addon_id, data={}, **kwargs)",
    node="addons.fetch(addonId, callback)",
    says=_SAYS,
)
def fetch(call: Call, addon_id: str) -> dict[str, Any]:
    """One add-on."""
    return addon_json(call.find("addon", addon_id))


@routes.add(
    "DELETE",
    "/v1/addons/{id}",
    "api/payments/subscriptions/delete-an-add-on.md",
    python="addon.delete(addon_id, data={}, **kwargs)",
    node="addons.delete(addonId, callback)",
    says=_SAYS,
)
def delete(call: Call, addon_id: str) -> list[Any]:
    """Delete an add-on that no invoice has billed yet; the answer is an empty list."""
    addon: Addon = call.find("addon", addon_id)
    if addon.invoice_id is not None:
        raise texts.ADDON_BILLED.error()
    subscription: Subscription = call.books.get(addon.subscription_id)
    left = tuple(one for one in subscription.addons if one != addon.id)
    call.world.law.move(call.books, subscription, "drop_addon", call.now, addons=left)
    call.world.bury(call.books, addon)
    return []
