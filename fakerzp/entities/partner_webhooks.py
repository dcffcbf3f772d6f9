"""Webhooks that are made by calls of the API, of the merchant's own account or of an account of theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from .base import Record, record


@record
class Webhook(Record):
    """A webhook; its id has no prefix. Source: api/partners/webhooks/entity.md. Times in Unix seconds."""

    KIND: ClassVar[str] = "webhook"
    INDEXED: ClassVar[tuple[str, ...]] = ("owner_id",)

    owner_id: str
    url: str
    events: tuple[str, ...]
    updated_at: int
    service: str
    alert_email: str | None = None
    secret: str | None = None
    disabled_at: int | None = None


def webhook_json(webhook: Webhook) -> dict[str, Any]:
    """A webhook as the API answers it."""
    return {
        "id": webhook.id,
        "created_at": webhook.created_at,
        "updated_at": webhook.updated_at,
        "service": webhook.service,
        "owner_id": webhook.owner_id.removeprefix("acc_"),
        "owner_type": "merchant",
        "context": [],
        "disabled_at": webhook.disabled_at or 0,
        "url": webhook.url,
        "alert_email": webhook.alert_email,
        "secret_exists": webhook.secret is not None,
        "entity": "webhook",
        "active": webhook.status == "active",
        "events": list(webhook.events),
    }


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {"webhook": webhook_json}
