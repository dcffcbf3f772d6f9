"""What changes while a patch is in force, in which libraries, and how it is put back.

`Force` stands in `sys.meta_path`: there it sees libraries that are imported meanwhile, and the next patch finds it. A
library that nobody imported costs nothing. Each that somebody did has a module here that says what to replace in it;
a replacement looks at each call whether a fake is in force, so that one left behind is as if it were not there.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .desk import Desk
from .importing import told_when_loaded

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

    from .wire import Wire

Door = Callable[[ModuleType, "Force"], None]
ABSENT = object()
_SWITCHING = threading.Lock()
_DOORS: Mapping[str, str] = {
    "razorpay.client": "by_client:official",
    "requests.sessions": "by_requests:sessions",
    "httpx": "by_httpx:clients",
    "aiohttp.connector": "by_aiohttp:connectors",
    "http.client": "by_http:connections",
    "urllib3.connection": "by_http:pooled",
    "socket": "by_http:addresses",
}


class Served:
    """A fake in force, and what each library needs in order to be served by it, made on first use."""

    def __init__(self, fake: Wire) -> None:
        self.fake = fake
        self.any_key = not fake.keys_given
        self.desk = Desk(fake)
        self.force: Force | None = None
        self._made: dict[str, Any] = {}

    def made(self, name: str, make: Callable[[Served], Any]) -> Any:
        """What a library's module keeps for this fake under that name."""
        kept = self._made.get(name)
        if kept is None:
            kept = self._made[name] = make(self)
        return kept


class Replaced:
    """An attribute, replaced for a while. Undone exactly, unless someone else has replaced it since."""

    __slots__ = ("before", "force", "name", "ours", "owner")

    def __init__(self, owner: Any, name: str, before: Any, ours: Any, force: Force) -> None:
        self.owner, self.name, self.before, self.ours, self.force = owner, name, before, ours, force
        ours.replaced = self
        setattr(owner, name, ours)

    def undo(self) -> None:
        """Put back what was there, or nothing."""
        if vars(self.owner).get(self.name) is not self.ours:
            return
        if self.before is ABSENT:
            delattr(self.owner, self.name)
        else:
            setattr(self.owner, self.name, self.before)


class Force:
    """The fakes in force, the innermost last, and all that is replaced for them."""

    def __init__(self) -> None:
        # A tuple, replaced as a whole: a thread that reads it meanwhile sees the old one or the new one.
        self.served: tuple[Served, ...] = ()
        self.replaced: list[Replaced] = []
        self.others: list[Callable[[], None]] = []
        """What else is to be undone."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """How to load a module that has a door, so that it is served as soon as it is loaded; None for any other."""
        if name not in _DOORS or not self.served:
            return None
        return told_when_loaded(self, self._arrived, name, path, target)

    def _arrived(self, name: str, module: ModuleType) -> None:
        """A library was imported while the patch was in force, by this or another thread."""
        door = _door(name)
        with _SWITCHING:
            if self.served:
                door(module, self)

    def swap(self, owner: Any, name: str, make: Callable[[Any, Force], Any]) -> None:
        """Replace an attribute by what `make` makes of what is there (or of ABSENT), unless that is done."""
        before = vars(owner).get(name, ABSENT)
        left = getattr(before, "replaced", None)
        while isinstance(left, Replaced):
            if left.force is self:
                return
            if left.force.served:
                break
            before = left.before  # put back by someone else after it was undone
            left = getattr(before, "replaced", None)
        self.replaced.append(Replaced(owner, name, before, make(before, self), self))

    def end(self, served: Served) -> None:
        """Serve by the others; when it was the last, put back all that was replaced, the last first."""
        self.served = tuple(other for other in self.served if other is not served)
        if self.served:
            return
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for replaced in reversed(self.replaced):
            replaced.undo()
        for undo in self.others:
            undo()
        self.replaced, self.others = [], []


def put_in_force(served: Served) -> None:
    """Serve every caller by that fake from now on."""
    # Outside of the lock: another thread may be importing one of these, is waited for, and wants the lock at its end.
    doors = [(import_module(name), _door(name)) for name in _DOORS if sys.modules.get(name) is not None]
    with _SWITCHING:
        force = next((finder for finder in sys.meta_path if isinstance(finder, Force)), None)
        if force is None:
            force = Force()
            sys.meta_path.insert(0, force)
        served.force = force
        force.served += (served,)
        try:
            for module, door in doors:
                door(module, force)
        except BaseException:  # a library of a shape that is not known: as if nothing had been tried
            force.end(served)
            raise


def take_out_of_force(served: Served) -> None:
    """Serve callers as before; when it was the last, all that was replaced is put back."""
    with _SWITCHING:
        if served.force is not None:
            served.force.end(served)


@cache
def _door(name: str) -> Door:
    """What replaces, in a library, what its callers go through."""
    module, _, function = _DOORS[name].partition(":")
    found: Door = getattr(import_module(f".{module}", __package__), function)
    return found
