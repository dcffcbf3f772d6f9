"""What is seen of the process while fakes are lent: which messages an HMAC was made of, and which signatures came in.

Wherever Python makes an HMAC, reads JSON or decodes a form, it comes past one of five functions of its own library.
While anybody listens they note what concerns Razorpay; when nobody does, they are what they were.

`hmac.new` and `hmac.HMAC` are seen however they were imported, `hmac.digest` only by that name: an application that
did `from hmac import digest` before, or signs with another library (`cryptography`), is not seen to verify. A module
that is imported meanwhile may keep our `digest` or `unquote` for good; when nobody listens they do what Python's do.
"""

from __future__ import annotations

import functools
import hmac
import json
import re
import threading
import urllib.parse
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

_SIGNATURE = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_RECENT = 256
"""How many HMACs are followed at a time, in case they are fed in parts."""
_LONGEST = 1 << 16
"""How many bytes a message may have."""


class _Place:
    """A function of Python's library that is listened to: replaced for a while, and put back exactly."""

    def __init__(self, owner: Any, name: str, wrap: Callable[[Any], Any]) -> None:
        self.owner, self.name, self.wrap = owner, name, wrap
        self.shipped: Any = None
        self.ours: Any = None

    def tap(self) -> None:
        """Put ours over what is there now."""
        found = vars(self.owner)[self.name]
        if found is not self.shipped:
            self.shipped, self.ours = found, functools.update_wrapper(self.wrap(found), found)
        setattr(self.owner, self.name, self.ours)

    def untap(self) -> None:
        """Put that back, unless somebody else has replaced ours since."""
        if vars(self.owner)[self.name] is self.ours:
            setattr(self.owner, self.name, self.shipped)


class Tap:
    """Listens for as long as anybody wants it to; threads may come and go."""

    def __init__(self, is_application: Callable[[], bool]) -> None:
        """`is_application` tells whether the application made the call at hand."""
        self._is_application = is_application
        self._users = 0
        self._lock = threading.Lock()
        self._places = (
            _Place(hmac.HMAC, "__init__", self._made),
            _Place(hmac.HMAC, "update", self._fed),
            _Place(hmac, "digest", self._digested),
            _Place(json.JSONDecoder, "decode", self._decoded),
            _Place(urllib.parse, "unquote", self._unquoted),
        )
        self._parts: OrderedDict[int, tuple[object, bytes]] = OrderedDict()
        self.messages: set[bytes] = set()
        """What an HMAC was made of, where it looks like a webhook's body or names a payment."""
        self.arrived: set[str] = set()
        """The signatures that the application read, from JSON or a form."""
        self.tell: Callable[[bytes], object] | None = None
        """Told of each message too, as it comes, perhaps more than once."""

    def start(self) -> None:
        """Listen, until as many as started have stopped."""
        with self._lock:
            self._users += 1
            if self._users == 1:
                for place in self._places:
                    place.tap()

    def stop(self) -> None:
        """Listen no more, if nobody else does, and forget."""
        with self._lock:
            self._users -= 1
            if self._users:
                return
            for place in self._places:
                place.untap()
            self._parts.clear()
            self.messages, self.arrived = set(), set()

    def verified(self, payment_id: str) -> bool:
        """Whether an HMAC was made of what Checkout signs for that payment: ids, joined by bars."""
        wanted = payment_id.encode()
        return any(wanted in message.split(b"|") for message in self.messages if message[:1] != b"{")

    # -- HMACs

    def _made(self, shipped: Callable[..., None]) -> Callable[..., None]:
        def made(self_: Any, *args: Any, **options: Any) -> None:
            shipped(self_, *args, **options)
            message = args[1] if len(args) > 1 else options.get("msg")
            self._follow(self_, b"", message)

        return made

    def _fed(self, shipped: Callable[..., None]) -> Callable[..., None]:
        def update(self_: Any, msg: Any) -> None:
            shipped(self_, msg)
            self._follow(self_, self._parts.get(id(self_), (None, b""))[1], msg)

        return update

    def _digested(self, shipped: Callable[..., bytes]) -> Callable[..., bytes]:
        def digest(key: Any, msg: Any, digest: Any) -> bytes:
            if self._users:
                self._note(bytes(msg))
            return shipped(key, msg, digest)

        return digest

    def _follow(self, one: object, before: bytes, part: Any) -> None:
        """Remember what an HMAC was made of so far. It is held meanwhile, so that its id stays its own."""
        if not self._users:
            return
        whole = before if part is None else before + bytes(part)
        with self._lock:
            self._parts[id(one)] = (one, whole if len(whole) <= _LONGEST else b"")
            self._parts.move_to_end(id(one))
            if len(self._parts) > _RECENT:
                self._parts.popitem(last=False)
        self._note(whole)

    def _note(self, message: bytes) -> None:
        if len(message) <= _LONGEST and (message[:1] == b"{" or b"pay_" in message):
            self.messages.add(message)
            tell = self.tell
            if tell is not None:
                tell(message)

    # -- signatures that came in

    def _decoded(self, shipped: Callable[..., Any]) -> Callable[..., Any]:
        def decode(self_: Any, s: str, *args: Any, **options: Any) -> Any:
            if self._users and "ignature" in s and len(s) <= _LONGEST:
                self._came(set(_SIGNATURE.findall(s)))
            return shipped(self_, s, *args, **options)

        return decode

    def _unquoted(self, shipped: Callable[..., str]) -> Callable[..., str]:
        def unquote(string: Any, *args: Any, **options: Any) -> str:
            plain = shipped(string, *args, **options)
            if len(plain) == 64 and self._users and _SIGNATURE.match(plain):
                self._came({plain})
            return plain

        return unquote

    def _came(self, found: set[str]) -> None:
        if found and not found <= self.arrived and self._is_application():
            self.arrived |= found
