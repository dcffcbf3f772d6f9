"""`rzp.story()`: the whole run, drawn from what happened: text, Mermaid, HTML and JSON.

`past` reads the logs, and what they prove about the order of things within one second; `causes` traces each step of
each entity to the request, customer, bank or deadline that it came of; `telling` puts that together as acts (see
`facts`); `lines`, `mermaid`, `page` and `machine` draw them. `states` draws the law itself, for `fakerzp states`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .deliveries import sent_in
from .facts import Act, Error, Life
from .past import Past
from .scope import coupled_to
from .telling import Telling

if TYPE_CHECKING:
    from ..fake import FakeRazorpay

KINDS = ("sequence", "state")


class Story:
    """What happened up to a moment. `acts` are what was done, in order, `lives` the entities that it was done to.

    `last_error` is the last refusal, of a request or of a payment, with its page. Prints as text.
    """

    def __init__(self, acts: tuple[Act, ...], lives: tuple[Life, ...], last_error: Error | None) -> None:
        self.acts = acts
        self.lives = lives
        self.last_error = last_error

    def __str__(self) -> str:
        """Text for a terminal."""
        from .lines import text

        return text(self.acts, self.lives, self.last_error)

    __repr__ = __str__

    def mermaid(self, kind: str = "sequence") -> str:
        """A Mermaid diagram: "sequence", who said what to whom, or "state", the path that each entity took.

        Raises ValueError for any other kind.
        """
        from . import mermaid

        if kind not in KINDS:
            raise ValueError(f"a story is drawn as {' or '.join(map(repr, KINDS))}, not {kind!r}")
        return mermaid.sequence(self.acts) if kind == "sequence" else mermaid.states(self.lives)

    def json(self) -> str:
        """One JSON object, {schema, acts, entities, last_error}; amounts in the smallest unit, times in seconds."""
        from .machine import document

        return document(self.acts, self.lives, self.last_error)

    def _repr_html_(self) -> str:
        """HTML for notebooks: self-contained, without scripts."""
        from .page import page

        return page(self.acts, self.lives, self.last_error)


def tell(fake: FakeRazorpay, entity_id: str | None = None) -> Story:
    """The story of a fake, or of one of its entities and what is coupled to it; reads everything, changes nothing.

    Raises LookupError for an id that never was.
    """
    ledger = fake.ledger
    deliveries = fake.webhooks.deliveries if "webhook" in ledger.slots else ()
    with fake._world.lock:
        past = Past(ledger)
        only = coupled_to(past, entity_id) if entity_id is not None else None
        telling = Telling(past, only)
        acts = telling.acts(sent_in(past, deliveries))
        return Story(tuple(acts), tuple(telling.lives()), telling.last_error(acts))
