"""The official client under a patch: `razorpay.Client.session` is a property of the class.

It wins over the attribute that each client has, so it does not matter when, where or how a client was made, or what
its `base_url` is. It reads as the client's own session with the line to the fake in it.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from .in_force import ABSENT, Force, Served
from .naps import without_sleep


def official(module: ModuleType, force: Force) -> None:
    """Replace in `razorpay.client` the session, and what would cost time at each call."""
    client_class = getattr(module, "Client", None)
    if client_class is None:
        return
    for owner in _owners(client_class):
        force.swap(owner, "session", SessionProperty)
    if "_get_version" in vars(client_class):
        force.swap(client_class, "_get_version", _remembered)
    if not force.others:
        naps = without_sleep(client_class)
        if naps is not None:
            force.others.append(naps.undo)


class SessionProperty:
    """`session`, on the class. While no fake is in force, it is as if it were not there."""

    def __init__(self, before: Any, force: Force) -> None:
        """`before` is what the class had under the name: nothing, unless a caller's subclass has its own."""
        self.before = before
        self.force = force
        self.is_property = hasattr(type(before), "__set__")

    def __get__(self, client: Any, owner: type | None = None) -> Any:
        if client is None:
            return self
        own = self._own(client, owner)
        served = self.force.served
        if not served:
            return own
        sessions: Sessions = served[-1].made("razorpay", Sessions)
        return sessions.of(client, own)

    def __set__(self, client: Any, session: Any) -> None:
        if self.is_property:
            self.before.__set__(client, session)
        else:
            client.__dict__["session"] = session

    def __delete__(self, client: Any) -> None:
        if self.is_property:
            self.before.__delete__(client)
        elif client.__dict__.pop("session", ABSENT) is ABSENT:
            raise AttributeError("session")

    def _own(self, client: Any, owner: type | None) -> Any:
        """The client's own session, as Python would look it up without this property."""
        if self.is_property:
            return self.before.__get__(client, owner)
        own = client.__dict__.get("session", self.before)
        if own is ABSENT:
            raise AttributeError(f"{type(client).__name__!r} object has no attribute 'session'")
        if own is self.before and hasattr(type(own), "__get__"):
            return own.__get__(client, owner)
        return own


class Sessions:
    """The sessions of clients, wired to one fake."""

    def __init__(self, served: Served) -> None:
        from .transport import Line, Wired, transport

        self._served = served
        self._line, self._wired, self._transport = Line, Wired, transport
        self._flavours: dict[type, type] = {}
        # The client asked about last: mostly it is asked again, and its session then is the same object.
        self._last: tuple[Any, Any, Any] = (None, None, None)

    def of(self, client: Any, own: Any) -> Any:
        """What a client's `session` reads as. One that was wired to a fake stays with that fake."""
        last_client, last_own, last = self._last
        if client is last_client and own is last_own:
            return last
        if isinstance(own, self._wired):
            return own
        line = self._line(self._served.fake, client, any_key=self._served.any_key)
        made = self._transport(own, line, self._flavours)
        self._last = (client, own, made)
        return made


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


def _remembered(look_up: Callable[[Any], str], _: Force) -> Callable[[Any], str]:
    """The SDK's look-up of its own version, done once: it reads the disk, which takes 0.3 ms and more."""
    found: list[str] = []

    def _get_version(self: Any) -> str:
        if not found:
            found.append(look_up(self))
        return found[0]

    return _get_version
