"""What changes while a patch is in force: `razorpay.Client.session` is a property of the class.

It wins over the attribute that each client has, so it does not matter when, where or how a client was made.
It reads as the client's own session with the line to the fake in it. `requests` is left alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .naps import Naps, without_sleep
from .official import sdk

if TYPE_CHECKING:
    from .wire import Wire

_ABSENT = object()
_SWITCHING = threading.Lock()


class Served:
    """A fake in force: what the property needs in order to serve a client, and where it has been put."""

    def __init__(self, fake: Wire) -> None:
        from .transport import Line, Wired, transport

        self.fake = fake
        self._line, self._wired, self._transport = Line, Wired, transport
        self._any_key = not fake.keys_given
        self._flavours: dict[type, type] = {}
        # The client asked about last: mostly it is asked again, and its session then is the same object.
        self._last: tuple[Any, Any, Any] = (None, None, None)
        self.properties: list[SessionProperty] = []

    def session(self, client: Any, own: Any) -> Any:
        """What a client's `session` reads as. One that was wired to a fake stays with that fake."""
        last_client, last_own, last = self._last
        if client is last_client and own is last_own:
            return last
        if isinstance(own, self._wired):
            return own
        line = self._line(self.fake, client, any_key=self._any_key)
        made = self._transport(own, line, self._flavours)
        self._last = (client, own, made)
        return made


class SessionProperty:
    """`session`, on the class. While no fake is in force, it is as if it were not there."""

    def __init__(self, before: Any) -> None:
        """`before` is what the class had under the name: nothing, unless a caller's subclass has its own."""
        self.before = before
        self.is_property = hasattr(type(before), "__set__")
        # A tuple, replaced as a whole: a thread that reads it meanwhile sees the old one or the new one.
        self.served: tuple[Served, ...] = ()
        self.replaced: list[Replaced | Naps] = []

    def __get__(self, client: Any, owner: type | None = None) -> Any:
        if client is None:
            return self
        own = self._own(client, owner)
        served = self.served
        return served[-1].session(client, own) if served else own

    def __set__(self, client: Any, session: Any) -> None:
        if self.is_property:
            self.before.__set__(client, session)
        else:
            client.__dict__["session"] = session

    def __delete__(self, client: Any) -> None:
        if self.is_property:
            self.before.__delete__(client)
        elif client.__dict__.pop("session", _ABSENT) is _ABSENT:
            raise AttributeError("session")

    def _own(self, client: Any, owner: type | None) -> Any:
        """The client's own session, as Python would look it up without this property."""
        if self.is_property:
            return self.before.__get__(client, owner)
        own = client.__dict__.get("session", self.before)
        if own is _ABSENT:
            raise AttributeError(f"{type(client).__name__!r} object has no attribute 'session'")
        if own is self.before and hasattr(type(own), "__get__"):
            return own.__get__(client, owner)
        return own


class Replaced:
    """An attribute, replaced for a while. Undone exactly, unless someone else has replaced it since."""

    def __init__(self, owner: Any, name: str, ours: Any) -> None:
        self.owner, self.name, self.ours = owner, name, ours
        self.before = vars(owner).get(name, _ABSENT)
        setattr(owner, name, ours)

    def undo(self) -> None:
        """Put back what was there, or nothing."""
        if vars(self.owner).get(self.name) is not self.ours:
            return
        if self.before is _ABSENT:
            delattr(self.owner, self.name)
        else:
            setattr(self.owner, self.name, self.before)


def put_in_force(served: Served) -> None:
    """Serve every client by that fake from now on. Raises ImportError without the official package."""
    client_class = sdk().Client
    with _SWITCHING:
        for owner in _owners(client_class):
            found = vars(owner).get("session", _ABSENT)
            if not isinstance(found, SessionProperty):
                found = SessionProperty(found)
                found.replaced.append(Replaced(owner, "session", found))
                # Whatever else of the SDK is to change for the time of a patch belongs in this list.
                if owner is client_class and "_get_version" in vars(owner):
                    found.replaced.append(Replaced(owner, "_get_version", _remembered(owner._get_version)))
                naps = without_sleep(owner) if owner is client_class else None
                if naps is not None:
                    found.replaced.append(naps)
            found.served += (served,)
            served.properties.append(found)


def take_out_of_force(served: Served) -> None:
    """Serve clients as before; when it was the last, all that was replaced is put back."""
    with _SWITCHING:
        for found in served.properties:
            found.served = tuple(other for other in found.served if other is not served)
            if not found.served:
                for replaced in found.replaced:
                    replaced.undo()


def _owners(client_class: type) -> list[type]:
    """The classes whose `session` has to change: the client's, and subclasses that have one of their own."""
    owners: list[type] = [client_class]
    classes: list[type] = client_class.__subclasses__()
    while classes:
        subclass = classes.pop()
        classes += subclass.__subclasses__()
        if "session" in vars(subclass) and subclass not in owners:
            owners.append(subclass)
    return owners


def _remembered(look_up: Callable[[Any], str]) -> Callable[[Any], str]:
    """The SDK's look-up of its own version, done once: it reads the disk, which takes 0.3 ms and more."""
    found: list[str] = []

    def _get_version(self: Any) -> str:
        if not found:
            found.append(look_up(self))
        return found[0]

    return _get_version
