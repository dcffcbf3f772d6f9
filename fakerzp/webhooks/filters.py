"""The events that a webhook can be set up for, by their exact names."""

from __future__ import annotations

from collections.abc import Iterable

from ..world.event_names import EVENTS


def chosen(events: Iterable[str] | None) -> tuple[str, ...] | None:
    """The events of a subscription, each once; None stands for all.

    Raises ValueError for a name that Razorpay does not have, naming those that are close, and for none at all.
    """
    if events is None:
        return None
    wanted = tuple(dict.fromkeys((events,) if isinstance(events, str) else events))
    if not wanted:
        raise ValueError("a webhook is for at least one event; leave events= out for all of them")
    for name in wanted:
        if name not in EVENTS:
            raise ValueError(f"Razorpay has no event {name!r}{_close_to(str(name))}")
    return wanted


def _close_to(name: str) -> str:
    from difflib import get_close_matches

    subject = name.partition(".")[0]
    close = get_close_matches(name, EVENTS, 3, 0.7) or sorted(e for e in EVENTS if e.startswith(subject + "."))
    return f"; it has {', '.join(close)}" if close else ""
