"""The plugins that installed packages name under the entry point group `fakerzp`: found once per process."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "fakerzp"
_SECTION = f"[{GROUP}]".encode()


@cache
def installed() -> tuple[tuple[str, object], ...]:
    """The installed plugins by name, loaded.

    Raises ImportError, naming the entry point, for one that can't be loaded.
    """
    if not _may_be_some():
        return ()
    from importlib.metadata import entry_points

    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return tuple((point.name, _loaded(point)) for point in points)


def _loaded(point: EntryPoint) -> object:
    try:
        return point.load()
    except Exception as error:
        raise ImportError(f"the plugin {point.name} = {point.value} can't be loaded: {error}") from error


def _may_be_some() -> bool:
    """Whether it is worth asking `importlib.metadata`, which takes longer to import than a fake takes for all else.

    Only where every package is a directory that lies on the path can it be told that there is none.
    """
    others = [finder for finder in sys.meta_path if finder is not PathFinder and hasattr(finder, "find_distributions")]
    return bool(others) or any(_has_section(path) for path in sys.path)


def _has_section(path: str) -> bool:
    """Whether a package in this place names the group; yes, where that is not to be seen."""
    try:
        names = os.listdir(path or ".")
    except NotADirectoryError:
        return True
    except OSError:
        return False
    kept = (name for name in names if name.endswith((".dist-info", ".egg-info")) or name == "EGG-INFO")
    return any(_names_group(os.path.join(path, name, "entry_points.txt")) for name in kept)


def _names_group(file: str) -> bool:
    try:
        with open(file, "rb") as points:
            return _SECTION in points.read()
    except OSError:
        return False
