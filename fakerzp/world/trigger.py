"""`rzp.trigger(event)`: plays the calls that lead to an event, on this very fake, and returns it as it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ..exceptions import NotFaked
from .event_names import EVENTS
from .play import Play
from .recipes import RECIPES

if TYPE_CHECKING:
    from ..fake import FakeRazorpay
    from .world import World

def trigger(rzp: FakeRazorpay, world: World, event: str, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """What `FakeRazorpay.trigger` does."""
    known = EVENTS.get(event)
    if known is None:
        close = get_close_matches(str(event), EVENTS, n=3)
        raise ValueError(f"Razorpay documents no event {event!r}" + (f"; near it: {', '.join(close)}" if close else ""))
    if known.lacks is not None:
        raise NotFaked(f"{event}: {known.lacks} ({known.page})")
    recipe = RECIPES[event]
    takes = (*recipe.takes, *recipe.always)
    for name in overrides:
        if name not in takes:
            raise TypeError(
                f"trigger({event!r}) got an unexpected keyword argument {name!r}; it takes {', '.join(takes)}"
            )
    before = len(rzp.events)
    about = recipe.play(Play(rzp, world, overrides))
    for happened in rzp.events[before:]:
        if happened["event"] == event and _is_about(happened, about):
            return happened
    raise LookupError(f"the calls were made and {event} did not come of {about}: see rzp.history({about!r})")


def _is_about(happened: Mapping[str, Any], entity_id: str) -> bool:
    if happened["account_id"] == entity_id:
        return True
    parts = (part["entity"] for part in happened.get("payload", {}).values() if isinstance(part, dict))
    shown = (entity for entity in parts if isinstance(entity, dict))
    return any(entity_id in (entity["id"], entity.get("order_id")) for entity in shown)
