"""`fakerzp tour`: five life cycles, played on a real fake, and shown as they happened.

`play()` plays them and hands back facts (see `facts.py`). `--json` prints these as one object, amounts in paise and
times in Unix seconds, its keys those of the classes in `facts.py`:

    schema, fakerzp (the version), balanced, totals
    scenes: [ number, name, title, door, document, story, seed, began, ended, balanced, totals,
        beats: [ actor, action, means, says, at, until, refused, verified, customers (ids),
            call:     method, path, query, endpoint, account, status; null if nobody called the API
            found:    [ entity, id, status ]
            steps:    [ entity, id, before, after, at, why ]
            events:   [ event, at ]
            messages: [ medium, to, kind, at, entity_id, text ]
            postings: [ at, entity_id, why, currency, amount, entries: [ account, amount ] ] ]
        lives: [ entity, id, states: [ status, at, why ] ] ]
    totals (of a scene, of the tour): calls, refused, transitions, events, messages, postings,
        moved, paid, kept, settled, fees, tax

`schema` counts up when a key changes its meaning or goes away; new keys may come at any time.
"""

from __future__ import annotations

from collections.abc import Iterable

from .. import __version__
from ..fake import FakeRazorpay
from .facts import Scene, Totals, Tour
from .recorder import totals_of
from .scenes import PLOTS, START, Plot
from .stage import Stage

SCHEMA = 1
NUMBERS = range(1, len(PLOTS) + 1)
"""The scenes' numbers."""


def play(numbers: Iterable[int] = NUMBERS) -> Tour:
    """Play scenes by number, in that order; the same facts each time. Raises IndexError for no such scene."""
    scenes = []
    for number in numbers:
        if number not in NUMBERS:
            raise IndexError(f"there is no scene {number}; there are {NUMBERS[0]} to {NUMBERS[-1]}")
        scenes.append(_scene(number, PLOTS[number - 1]))
    totals = sum((scene.totals for scene in scenes), Totals())
    return Tour(SCHEMA, __version__, tuple(scenes), totals, all(scene.balanced for scene in scenes))


def _scene(number: int, plot: Plot) -> Scene:
    """Play one scene on a fake of its own."""
    stage = Stage(FakeRazorpay(seed=number, at=START))
    plot.play(stage)
    return Scene(
        number=number,
        name=plot.name,
        title=plot.title,
        door=plot.door,
        document=plot.document,
        story=plot.story,
        seed=number,
        began=stage.began,
        ended=stage.now,
        beats=tuple(stage.beats),
        lives=stage.recorder.lives(),
        totals=totals_of(stage.beats),
        balanced=stage.recorder.balanced(),
    )
