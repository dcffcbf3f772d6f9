"""What a request body may hold: a shape of named fields, each of which reads a JSON value or raises the API error.

Order of checks, as Razorpay's: fields that should not be sent, fields that are missing, then each field's type and
limits in the order in which they were sent. JSON null counts as not sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .endpoint import Call

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\Z")
_DIGITS = re.compile(r"-?[0-9]{1,18}\Z")
EARLIEST, LATEST = 946684800, 4765046400
SOON = 15 * 60
LARGEST = 10**18


class Field(Protocol):
    """Reads one value. `required` fields must be sent."""

    @property
    def required(self) -> bool: ...

    def read(self, call: Call, name: str, value: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class String:
    """Text; numbers are taken as their digits, as Razorpay does (a contact sent as a number)."""

    most: int | None = None
    least: int = 0
    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> str:
        text = str(value) if type(value) is int else value
        if not isinstance(text, str):
            raise call.error("string", field=name)
        if self.most is not None and len(text) > self.most:
            raise call.error("too_long", field=name, limit=self.most)
        if len(text) < self.least:
            raise call.error("too_short", field=name, limit=self.least)
        return text


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> str | None:
        if value == "":
            return None
        if not isinstance(value, str) or not _EMAIL.match(value):
            raise call.error("email", field=name)
        if len(value) > 64:
            raise call.error("too_long", field=name, limit=64)
        return value


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number, also as digits in a string (seed 4 sends "100")."""

    least: int | None = None
    most: int | None = None
    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> int:
        if type(value) is str and _DIGITS.match(value):
            value = int(value)
        if type(value) is not int or not -LARGEST <= value <= LARGEST:
            raise call.error("integer", field=name)
        if self.least is not None and value < self.least:
            raise call.error("too_small", field=name, limit=self.least)
        if self.most is not None and value > self.most:
            raise call.error("too_large", field=name, limit=self.most)
        return value


@dataclass(frozen=True, slots=True)
class Epoch:
    """A moment in Unix seconds; `ahead` asks for at least 15 minutes from now."""

    ahead: bool = False
    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> int | None:
        moment = Integer().read(call, name, value)
        if moment == 0:
            return None
        if not EARLIEST <= moment <= LATEST:
            raise call.error("epoch", field=name)
        if self.ahead and moment < call.now + SOON:
            raise call.error("early", field=name)
        return moment


@dataclass(frozen=True, slots=True)
class Flag:
    """A switch: true, false, 1, 0, "1", "0"."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value in (0, 1, "0", "1", "true", "false") and not isinstance(value, float):
            return value in (1, "1", "true")
        raise call.error("boolean", field=name)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the documented values."""

    values: tuple[str, ...]
    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> str:
        if value not in self.values:
            raise call.error("one_of", field=name)
        return str(value)


@dataclass(frozen=True, slots=True)
class NotesField:
    """At most 15 pairs; the limit of a value's length differs by page. An empty list is no notes."""

    limit: int = 256
    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> tuple[tuple[str, Any], ...]:
        if value in ("", ()):
            return ()
        if isinstance(value, list):
            value = {str(n): v for n, v in enumerate(value)}
        if not isinstance(value, dict):
            raise call.error("object", field=name)
        if len(value) > 15:
            raise call.error("notes_count", field=name)
        for key, text in value.items():
            if isinstance(text, str):
                if len(text) > self.limit:
                    raise call.error("notes_value", field=f"{name}.{key}", key=key, limit=self.limit)
            elif isinstance(text, (dict, list)):
                raise call.error("string", field=f"{name}.{key}")
        return tuple(value.items())


@dataclass(frozen=True, slots=True)
class Anything:
    """Documented, passed on or ignored, not judged here."""

    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> Any:
        return value


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of named fields. Also a field itself, for an object within an object."""

    fields: Mapping[str, Field]
    required: bool = False
    open: bool = False
    needed: tuple[str, ...] = dataclass_field(init=False)

    def __post_init__(self) -> None:
        needed = tuple(name for name, field in self.fields.items() if field.required)
        object.__setattr__(self, "needed", needed)

    def read(self, call: Call, name: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            if value == []:
                value = {}
            else:
                raise call.error("object", field=name)
        fields = self.fields
        prefix = f"{name}." if name else ""
        if not self.open and not value.keys() <= fields.keys():
            extra = ", ".join(prefix + key for key in value if key not in fields)
            raise call.error("extra", extra=extra)
        for key in self.needed:
            if value.get(key) in (None, ""):
                raise call.error("required", field=prefix + key)
        return {
            key: fields[key].read(call, prefix + key, sent)
            for key, sent in value.items()
            if sent is not None and key in fields
        }


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of objects."""

    shape: Shape
    most: int | None = None
    required: bool = False

    def read(self, call: Call, name: str, value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list):
            raise call.error("object", field=name)
        if self.most is not None and len(value) > self.most:
            raise call.error("too_large", field=name, limit=self.most)
        return [self.shape.read(call, f"{name}.{n}", entry) for n, entry in enumerate(value)]
