"""Webhooks as a resource: of an account of a partner's, and of the merchant's own account as the Python SDK asks.

Those whose URL is on this machine are delivered to (`rzp.webhooks`); nothing leaves it for any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..entities.partner_webhooks import Webhook, webhook_json
from ..errors import accounts as texts
from ..world.event_names import EVENTS
from .account_fields import Url
from .endpoint import Call, Routes
from .fields import Email, Shape, String
from .linked_accounts import found
from .lists import page

routes = Routes()

_SDK = "razorpay-python/razorpay/resources/webhook.py"
LIMIT = 30


@dataclass(frozen=True, slots=True)
class Events:
    """The names of events, in a list, or in an object by whose values they are wanted."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> tuple[str, ...]:
        """The names; raises the API error that names those that are none."""
        wanted = [one for one, flag in value.items() if flag] if isinstance(value, dict) else value
        if not isinstance(wanted, list):
            raise call.error("object", field=name)
        wrong = [str(one) for one in wanted if not isinstance(one, str) or one not in EVENTS]
        if wrong:
            raise texts.EVENT_NAMES.error(names=", ".join(wrong))
        if not wanted:
            raise call.error("required", field=name)
        return tuple(dict.fromkeys(wanted))


_EDIT = Shape({"url": Url(most=255), "alert_email": Email(), "secret": String(), "events": Events()})
_CREATE = Shape({**_EDIT.fields, "url": Url(most=255, required=True), "events": Events(required=True)})


def _create(call: Call, owner: str) -> dict[str, Any]:
    from ..webhooks.by_api import renew

    fields = call.shaped()
    if len(call.books.newest("webhook", field="owner_id", value=owner)) >= LIMIT:
        raise texts.TOO_MANY.error()
    world = call.world
    made = Webhook(
        id=world.ledger.new_id(""),
        created_at=call.now,
        updated_at=call.now,
        status="active",
        owner_id=owner,
        service=f"beta-api-{'test' if world.account.test_mode else 'live'}",
        url=fields["url"],
        events=fields["events"],
        alert_email=fields.get("alert_email"),
        secret=fields.get("secret") or None,
    )
    world.law.create(call.books, made, call.now)
    renew(world, made)
    return webhook_json(made)


def _edit(call: Call, owner: str, webhook_id: str) -> dict[str, Any]:
    from ..webhooks.by_api import renew

    webhook, world = _of(call, owner, webhook_id), call.world
    edited = world.law.move(call.books, webhook, "edit", call.now, **call.shaped())
    renew(world, edited)
    return webhook_json(edited)


def _delete(call: Call, owner: str, webhook_id: str) -> list[Any]:
    from ..webhooks.by_api import take_away

    webhook, world = _of(call, owner, webhook_id), call.world
    world.bury(call.books, world.law.move(call.books, webhook, "delete", call.now))
    take_away(world, webhook_id)
    return []


def _of(call: Call, owner: str, webhook_id: str) -> Webhook:
    webhook = call.books.get(webhook_id)
    if not isinstance(webhook, Webhook) or webhook.owner_id != owner:
        raise texts.NO_WEBHOOK.error()
    return webhook


def _listed(call: Call, owner: str) -> dict[str, Any]:
    return page(call, "webhook", webhook_json, by={"owner_id": owner})


@routes.add(
    "POST",
    "/v2/accounts/{account_id}/webhooks",
    "api/partners/webhooks/create.md",
    python="webhook.create(data={}, account_id=None, **kwargs)",
    node="webhooks.create(params, accountId, callback)",
    body=_CREATE,
)
def create(call: Call, account_id: str) -> dict[str, Any]:
    """Subscribe to an account's events."""
    return _create(call, found(call, account_id).id)


@routes.add(
    "GET",
    "/v2/accounts/{account_id}/webhooks",
    "api/partners/webhooks/fetch-all.md",
    python="webhook.all(data={}, account_id=None, **kwargs)",
    node="webhooks.all(params={}, accountId, callback)",
)
def fetch_all(call: Call, account_id: str) -> dict[str, Any]:
    """The webhooks of an account, newest first."""
    return _listed(call, found(call, account_id).id)


@routes.add(
    "GET",
    "/v2/accounts/{account_id}/webhooks/{webhook_id}",
    "api/partners/webhooks/fetch-with-id.md",
    python="webhook.fetch(webhook_id, account_id, data={}, **kwargs)",
    node="webhooks.fetch(webhookId, accountId, callback)",
)
def fetch(call: Call, account_id: str, webhook_id: str) -> dict[str, Any]:
    """One webhook of an account."""
    return webhook_json(_of(call, found(call, account_id).id, webhook_id))


@routes.add(
    "PATCH",
    "/v2/accounts/{account_id}/webhooks/{webhook_id}",
    "api/partners/webhooks/update.md",
    python="webhook.edit(webhook_id, account_id, data={}, **kwargs)",
    node="webhooks.edit(params, webhookId, accountId, callback)",
    body=_EDIT,
)
def edit(call: Call, account_id: str, webhook_id: str) -> dict[str, Any]:
    """Change where a webhook of an account goes, or what it is told of."""
    return _edit(call, found(call, account_id).id, webhook_id)


@routes.add(
    "DELETE",
    "/v2/accounts/{account_id}/webhooks/{webhook_id}",
    "api/partners/webhooks/delete.md",
    python="webhook.delete(webhook_id, account_id, data={}, **kwargs)",
    node="webhooks.delete(webhookId, accountId, callback)",
)
def delete(call: Call, account_id: str, webhook_id: str) -> list[Any]:
    """Delete a webhook of an account."""
    return _delete(call, found(call, account_id).id, webhook_id)


# -- of the merchant's own account: what the Python SDK sends where no account is named, and no page has


@routes.add(
    "POST",
    "/v1/webhooks",
    _SDK,
    basis="sdk",
    python="webhook.create(data={}, account_id=None, **kwargs)",
    body=_CREATE,
)
def create_own(call: Call) -> dict[str, Any]:
    """Subscribe to the merchant's own events."""
    return _create(call, call.account)


@routes.add("GET", "/v1/webhooks", _SDK, basis="sdk", python="webhook.all(data={}, account_id=None, **kwargs)")
def fetch_all_own(call: Call) -> dict[str, Any]:
    """The merchant's own webhooks, newest first."""
    return _listed(call, call.account)


@routes.add(
    "GET",
    "/v1/webhooks/{webhook_id}",
    _SDK,
    basis="sdk",
    python="webhook.fetch(webhook_id, account_id, data={}, **kwargs)",
)
def fetch_own(call: Call, webhook_id: str) -> dict[str, Any]:
    """One of the merchant's own webhooks."""
    return webhook_json(_of(call, call.account, webhook_id))


@routes.add(
    "PUT",
    "/v1/webhooks/{webhook_id}",
    _SDK,
    basis="sdk",
    python="webhook.edit(webhook_id, account_id, data={}, **kwargs)",
    body=_EDIT,
)
def edit_own(call: Call, webhook_id: str) -> dict[str, Any]:
    """Change where one of the merchant's own webhooks goes, or what it is told of."""
    return _edit(call, call.account, webhook_id)


@routes.add(
    "DELETE",
    "/v2/accounts/None/webhooks/{webhook_id}",
    _SDK,
    basis="sdk",
    python="webhook.delete(webhook_id, account_id, data={}, **kwargs)",
)
def delete_own(call: Call, webhook_id: str) -> list[Any]:
    """Delete one of the merchant's own webhooks: the SDK forgets that it has no account, and spells that None."""
    return _delete(call, call.account, webhook_id)
