"""What belongs to the story of one entity: everything that is coupled to it, and no more."""

from __future__ import annotations

from difflib import get_close_matches

from ..lifecycles import LIFECYCLES
from .past import Past

# Shared by things that have nothing to do with each other: told of, but their other doings are not.
_SHARED = frozenset({"token", "card_token", "offer"})


def coupled_to(past: Past, entity_id: str) -> frozenset[str]:
    """The entity, and those that name it or are named by it, and so on; raises LookupError for an unknown id.

    Customers, items and cards lead no further (they have no states, and are shared), nor do tokens; unless it is
    their own story.
    """
    if entity_id not in past.records:
        raise LookupError(_unknown(past, entity_id))
    found, waiting = {entity_id}, [entity_id]
    while waiting:
        one = waiting.pop()
        if one != entity_id and past.records[one].KIND in _SHARED:
            continue
        for other in (*past.names[one], *past.named_by[one]):
            if other not in found and past.records[other].KIND in LIFECYCLES:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def _unknown(past: Past, entity_id: str) -> str:
    """That there is no such entity, and which one might have been meant."""
    text = f"there is no {entity_id!r}, and there was none"
    if not past.records:
        return f"{text}: nothing was made yet"
    prefix = entity_id.partition("_")[0] + "_"
    alike = [known for known in past.records if known.startswith(prefix)]
    close = get_close_matches(entity_id, past.records, n=3, cutoff=0.8)
    if close:
        return f"{text}; did you mean {' or '.join(close)}?"
    if alike:
        return f"{text}; the newest {prefix} is {alike[-1]}"
    kinds = dict.fromkeys(known.partition("_")[0] + "_" for known in past.records)
    return f"{text}; there are ids that begin with {', '.join(kinds)}"
