"""How a story writes what came from outside: whole, on one line, and harmless to a terminal."""

from __future__ import annotations

CLIPPED = 60
"""How many characters of a description are shown."""


def plain(text: object) -> str:
    """The text with everything that a terminal would obey or hide written as its escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in str(text))


def clipped(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= CLIPPED else text[: CLIPPED - 3] + "..."


def span(seconds: int) -> str:
    """A span of time in its two largest units: 3 days 20 minutes."""
    parts = []
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(counted(count, name))
    return " ".join(parts[:2])


def counted(count: int, noun: str) -> str:
    """A number and its noun: 1 entity, 2 entities."""
    many = noun[:-1] + "ies" if noun.endswith(("ty", "ry")) else noun + "s"
    return f"{count} {noun if count == 1 else many}"


def listed(words: list[str]) -> str:
    """The words with commas between them."""
    return ", ".join(words)
