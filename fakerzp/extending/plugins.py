"""`rzp.plugins`: which plugins a fake has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from .installed import installed

if TYPE_CHECKING:
    from ..world.world import World
    from .hooks import Hooks
    from .manager import Entry

_WITHOUT = "no:"
NONE = ("no:*",)
"""For `FakeRazorpay(plugins=...)`: no installed plugin."""


@cache
def _usual() -> Hooks | None:
    """What a fake has if nothing was said: the installed plugins, None if there are none."""
    return _made(installed()) if installed() else None


def hooks_for(plugins: Iterable[object]) -> Hooks | None:
    """The hooks of a new fake with these plugins besides the installed ones, None if there are none at all.

    `no:NAME` among them leaves an installed one out, `no:*` all of them. Raises LookupError for a name that is not
    installed, and what `Hooks` raises.
    """
    if plugins == ():
        return _usual()
    if isinstance(plugins, (str, bytes)) or not isinstance(plugins, Iterable):
        raise TypeError(f"plugins is a list of plugins, not {plugins!r}")
    given = list(plugins)
    left_out = [one[len(_WITHOUT) :] for one in given if isinstance(one, str) and one.startswith(_WITHOUT)]
    mine = [one for one in given if not (isinstance(one, str) and one.startswith(_WITHOUT))]
    known = {} if "*" in left_out else dict(installed())
    for name in left_out:
        if name != "*" and known.pop(name, None) is None:
            raise LookupError(f"no plugin {name!r} is installed; there are {', '.join(dict(installed())) or 'none'}")
    named = [*known.items(), *((None, plugin) for plugin in mine)]
    return _made(named) if named else None


def _made(named: Iterable[tuple[str | None, object]]) -> Hooks:
    from .hooks import OWN, Hooks

    entries = OWN
    for name, plugin in named:
        entries = _with(entries, plugin, name)
    return Hooks(entries)


def _with(entries: tuple[Entry, ...], plugin: object, name: str | None) -> tuple[Entry, ...]:
    """The list with one more plugin; raises ValueError if it, or its name, is there already."""
    from .manager import Entry

    taken = [entry.name for entry in entries]
    if any(entry.plugin is plugin for entry in entries):
        raise ValueError(f"{plugin!r} is registered already")
    if name is None:
        name = stem = str(getattr(plugin, "__name__", None) or type(plugin).__name__)
        number = 2
        while name in taken:
            name, number = f"{stem} {number}", number + 1
    elif name in taken:
        raise ValueError(f"a plugin {name!r} is registered already; there are {', '.join(taken)}")
    return (*entries, Entry(name, plugin))


class Plugins:
    """The plugins of one fake. They are no part of what happened: snapshots do not hold them, forks have them too."""

    def __init__(self, world: World, become: Callable[[Hooks | None], None]) -> None:
        """`become` gives the fake other hooks."""
        self._world = world
        self._become = become

    def register(self, plugin: object, name: str | None = None) -> str:
        """Add a plugin, an object or a module with functions named as hooks; returns its name.

        It is told of the accounts that are there. Raises PluginValidationError for an unknown hook or argument,
        TypeError for what is no plugin, ValueError for one that is registered already, and what it raises itself;
        then nothing has changed.
        """
        from .hooks import Hooks

        world = self._world
        world.settle()
        with world.ledger.lock:
            before = world.hooks
            hooks = Hooks(_with(self._entries(), plugin, name))
            self._become(hooks)
            try:
                alone = Hooks(hooks.entries[-1:])
                if alone.enriches:
                    with world.acting():
                        for account in world.ledger.accounts:
                            alone.enriched(world, account)
            except BaseException:
                self._become(before)
                raise
        return hooks.entries[-1].name

    def unregister(self, plugin: object) -> object:
        """Take a plugin out, by itself or by its name, also one of the fake's own; returns it.

        Raises LookupError for one that is not there.
        """
        from .hooks import Hooks

        with self._world.ledger.lock:
            entries = self._entries()
            found = next((entry for entry in entries if entry.plugin is plugin or entry.name == plugin), None)
            if found is None:
                raise LookupError(f"{plugin!r} is not registered; there are {', '.join(self)}")
            self._become(Hooks(tuple(entry for entry in entries if entry is not found)))
        return found.plugin

    def _entries(self) -> tuple[Entry, ...]:
        from .hooks import OWN

        hooks = self._world.hooks
        return OWN if hooks is None else hooks.entries

    def __iter__(self) -> Iterator[str]:
        return (entry.name for entry in self._entries())

    def __len__(self) -> int:
        return len(self._entries())

    def __contains__(self, plugin: object) -> bool:
        return any(entry.plugin is plugin or entry.name == plugin for entry in self._entries())

    def __repr__(self) -> str:
        return f"<plugins: {', '.join(self)}>"
