"""Webhooks that calls of the API made: those whose URL is on this machine are delivered to like any other.

All others are kept, shown and edited, and nothing is ever sent to them.
"""

from __future__ import annotations

from ..entities.partner_webhooks import Webhook
from ..world.world import World
from .bodies import secret_of, styles_of
from .courier import Courier
from .retries import FIRST_GAP
from .state import Hook
from .targets import is_on_this_machine, target_of


def courier_of(world: World) -> Courier:
    """Who carries the events of a world; made when the first is needed."""
    if world.courier is None:
        world.courier = Courier(world)
    found: Courier = world.courier
    return found


def renew(world: World, webhook: Webhook) -> None:
    """Deliver to a webhook as it is now, from now on."""
    courier = courier_of(world)
    with world.ledger.lock:
        courier.collect()
        state = courier.state
        before = state.hook(webhook.id)
        others = tuple(hook for hook in state.hooks if hook.id != webhook.id)
        if is_on_this_machine(webhook.url):
            others = (*others, _hook(world, webhook, before))
        courier.state = state._replace(hooks=others)
        courier.listen()


def take_away(world: World, webhook_id: str) -> None:
    """Deliver nothing more to it, not even what was on its way."""
    courier = courier_of(world)
    with world.ledger.lock:
        courier.collect()
        courier.forget(webhook_id)


def _hook(world: World, webhook: Webhook, before: Hook | None) -> Hook:
    is_own = webhook.owner_id == world.ledger.account
    return Hook(
        webhook.id,
        webhook.url,
        target_of(webhook.url, None, ""),
        secret_of(webhook.secret),
        webhook.events,
        None if is_own else webhook.owner_id,
        styles_of("compact") if before is None else before.styles,
        FIRST_GAP,
        webhook.alert_email,
        raise_errors=False,
        active=webhook.status == "active",
        disabled_at=webhook.disabled_at,
    )
