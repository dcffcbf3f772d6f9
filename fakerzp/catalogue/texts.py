"""Every error text of a refused call, under its name in `errors`, with what its placeholders took matched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import NamedTuple

from .. import errors
from ..errors import GENERAL, Text
from ..lifecycles import LIFECYCLES

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TAKES: Mapping[str, str] = {
    "field": r"\S+",
    "limit": r"[\d.,]+",
    "status": r"\w+",
    "which": r"\S+",
    "method": r"\w+",
}
"""What a placeholder may have taken, where it is not anything."""


class Known(NamedTuple):
    """A text and its names: `general.minimum` for a condition, else the constant's (`route.X` in a family's module)."""

    text: Text
    names: tuple[str, ...]


class Refused(NamedTuple):
    """A step that the law refuses with a text; "*" stands for any status. `allowed` are those it is allowed in."""

    entity: str
    step: str
    status: str
    allowed: tuple[str, ...]


@cache
def known_texts() -> tuple[Known, ...]:
    """All texts, in the order in which they stand."""
    found: dict[Text, list[str]] = {}
    for condition, text in GENERAL.items():
        found.setdefault(text, []).append(f"general.{condition}")
    for name, text in _declared():
        found.setdefault(text, []).append(name)
    return tuple(Known(text, tuple(names)) for text, names in found.items())


def _declared() -> Iterator[tuple[str, Text]]:
    yield from _of(errors, "")
    for found in iter_modules(errors.__path__):
        yield from _of(import_module(f"{errors.__name__}.{found.name}"), f"{found.name}.")


def _of(module: ModuleType, prefix: str) -> Iterator[tuple[str, Text]]:
    for name, value in vars(module).items():
        if isinstance(value, Text):
            yield prefix + name, value
        elif isinstance(value, Mapping) and value is not GENERAL and not name.startswith("__"):
            yield from ((f"{prefix}{name}.{key}", each) for key, each in value.items() if isinstance(each, Text))


@cache
def refused_by_law() -> Mapping[Text, tuple[Refused, ...]]:
    """The steps that each text refuses."""
    found: dict[Text, list[Refused]] = {}
    for entity, machine in LIFECYCLES.items():
        for (status, step), text in machine.refusals.items():
            allowed = dict.fromkeys(each for row in machine.rows if row.event == step for each in row.before)
            found.setdefault(text, []).append(Refused(entity, step, status, tuple(allowed)))
    return {text: tuple(steps) for text, steps in found.items()}


@cache
def pattern(template: str) -> re.Pattern[str]:
    """What matches a description made of the template, in any case; a full stop at its end may be there or not."""
    seen: set[str] = set()
    parts = []
    for n, part in enumerate(_PLACEHOLDER.split(template.rstrip(". "))):
        if n % 2 == 0:
            parts.append(re.escape(part))
        elif part in seen:
            parts.append(f"(?P={part})")
        else:
            seen.add(part)
            parts.append(f"(?P<{part}>{_TAKES.get(part, '.*?')})")
    return re.compile("".join(parts) + r"\s*\.?\s*", re.IGNORECASE | re.DOTALL)


def matching(description: str) -> tuple[Known, ...]:
    """The texts that say this, the most literal first: those that do letter by letter, else the most literal ones."""
    found = [known for known in known_texts() if pattern(known.text.template).fullmatch(description)]
    exact = [known for known in found if _is_exact(known.text.template, description)]
    if not exact:
        most = max((literal(known.text.template) for known in found), default=0)
        exact = [known for known in found if literal(known.text.template) == most]
    return tuple(sorted(exact, key=lambda known: -literal(known.text.template)))


def literal(template: str) -> int:
    """How many letters of a template are no placeholder's: the more, the surer a match."""
    return len(_PLACEHOLDER.sub("", template).rstrip(". "))


def _is_exact(template: str, description: str) -> bool:
    return template.endswith(".") == description.endswith(".") and _exactly(template).fullmatch(description) is not None


@cache
def _exactly(template: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(template)
    taken = (re.escape(part) if n % 2 == 0 else _TAKES.get(part, ".*?") for n, part in enumerate(parts))
    return re.compile("".join(taken), re.DOTALL)
