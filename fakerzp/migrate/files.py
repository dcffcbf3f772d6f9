"""The files of a test suite, and what becomes of each."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, NamedTuple

from .source import Rewritten, rewrite

_SKIPPED = {".git", ".hg", ".nox", ".tox", ".venv", "venv", "node_modules", "__pycache__", "site-packages"}


class Migration(NamedTuple):
    """What becomes of a file."""

    path: Path
    rewritten: Rewritten

    @property
    def diff(self) -> str:
        """The change as a unified diff, empty if there is none."""
        before, after = self.rewritten.before, self.rewritten.after
        lines = difflib.unified_diff(
            before.splitlines(keepends=True), after.splitlines(keepends=True), str(self.path), str(self.path)
        )
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def migrate(path: Path, *, write: bool = False) -> Migration | None:
    """Rewrite a Python file that speaks of Razorpay, None for any other; `write` keeps the change.

    Raises SyntaxError for what is no Python.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        source = stream.read()
    if "razorpay" not in source:
        return None
    rewritten = rewrite(source)
    if write and rewritten.after != source:
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.write(rewritten.after)
    return Migration(path, rewritten)


def report(paths: Iterable[str], out: IO[str], problems: IO[str], *, write: bool = False) -> bool:
    """Rewrite what is below these paths and say what became of it: the diffs, what is left, and how many of each.

    Returns whether every file could be read. Raises FileNotFoundError, before anything is written, for a path that is
    not there.
    """
    tests, left, sound = 0, 0, True
    for path in [file for given in paths for file in files(Path(given))]:
        try:
            found = migrate(path, write=write)
        except (SyntaxError, UnicodeDecodeError) as error:
            print(f"{path}: not read: {error}", file=problems)
            sound = False
            continue
        if found is None:
            continue
        out.write(found.diff)
        for line, what, advice in found.rewritten.left:
            out.write(f"{path}:{line}: {what}\n    {advice}\n")
        tests += len(found.rewritten.tests)
        left += len(found.rewritten.left)
    would = "" if write else " would be"
    out.write(f"{tests} test{'s' * (tests != 1)}{would} rewritten, {left} place{'s' * (left != 1)} left for you\n")
    return sound


def files(path: Path) -> list[Path]:
    """The Python files of a path, in order; raises FileNotFoundError if there is no such path."""
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}")
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*.py") if not _SKIPPED & set(file.relative_to(path).parts))
