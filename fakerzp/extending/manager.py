"""pluggy at work: a manager of a list of plugins, made anew for each list, so that none is ever half registered."""

from __future__ import annotations

import difflib
import inspect
from typing import Any, NamedTuple

import pluggy

from .. import hookspecs
from ..hookspecs import GROUP, PREFIX


class Entry(NamedTuple):
    """A plugin and the name under which it is registered."""

    name: str
    plugin: object


class Manager(pluggy.PluginManager):
    """Takes functions for hooks by their names, as pytest does; the marker is for options."""

    def parse_hookimpl_opts(self, plugin: Any, name: str) -> Any:
        """The options of a hook; None for what is no hook."""
        marked = super().parse_hookimpl_opts(plugin, name)
        if marked is not None or not name.startswith(PREFIX) or not inspect.isroutine(getattr(plugin, name)):
            return marked
        return {"wrapper": False, "hookwrapper": False, "optionalhook": False, "tryfirst": False, "trylast": False,
                "specname": None}  # fmt: skip


def hooks() -> tuple[str, ...]:
    """The names of all hooks."""
    return tuple(name for name in vars(hookspecs) if name.startswith(PREFIX))


def managed(entries: tuple[Entry, ...]) -> Manager:
    """A manager with these plugins, registered in order.

    Raises PluginValidationError for a hook or an argument that there is not, TypeError for what is no plugin.
    """
    manager = Manager(GROUP)
    manager.add_hookspecs(hookspecs)
    for name, plugin in entries:
        _check(plugin)
        manager.register(plugin, name)
        if not manager.get_hookcallers(plugin):
            raise TypeError(f"{plugin!r} has no hook: give it functions named {', '.join(hooks())}")
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise _explained(manager, error) from None
    return manager


def _check(plugin: object) -> None:
    if isinstance(plugin, type):
        raise TypeError(f"a plugin is an object or a module: register {plugin.__name__}(), not the class")
    if plugin is None or isinstance(plugin, (str, bytes, int, float)):
        raise TypeError(f"a plugin is an object or a module, not {plugin!r}")


def _explained(manager: Manager, error: pluggy.PluginValidationError) -> pluggy.PluginValidationError:
    """What pluggy says of an unknown hook, and which there are."""
    callers = [getattr(manager.hook, name) for name in vars(manager.hook) if name not in hooks()]
    unknown = [caller.name for caller in callers if any(not impl.optionalhook for impl in caller.get_hookimpls())]
    known = [name.removeprefix(PREFIX) for name in hooks()]
    close = difflib.get_close_matches(unknown[0].removeprefix(PREFIX), known, n=1)
    hint = f"did you mean {PREFIX}{close[0]}?" if close else f"the hooks are {', '.join(hooks())}"
    return pluggy.PluginValidationError(error.plugin, f"{error}; {hint}")
