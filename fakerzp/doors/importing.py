"""Being told when a module is loaded, without importing it and without a trace in it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

Tell = Callable[[str, ModuleType], None]


def told_when_loaded(
    finder: object, tell: Tell, name: str, path: Sequence[str] | None, target: ModuleType | None
) -> ModuleSpec | None:
    """The spec that the finders other than `finder` have for a module; when it is loaded, `tell(name, module)`."""
    for other in list(sys.meta_path):
        find = None if other is finder else getattr(other, "find_spec", None)
        spec: ModuleSpec | None = find(name, path, target) if find is not None else None
        if spec is not None:
            if hasattr(spec.loader, "exec_module"):
                spec.loader = _Telling(spec.loader, tell)  # type: ignore[assignment]
            return spec
    return None


class _Telling:
    """A module's own loader, but that it tells when it is done. The module never learns of it."""

    def __init__(self, loader: Any, tell: Tell) -> None:
        self._loader = loader
        self._tell = tell

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """The module, not yet executed; None for the usual."""
        spec.loader = self._loader
        try:
            made: ModuleType | None = self._loader.create_module(spec)
        finally:
            spec.loader = self  # type: ignore[assignment]
        return made

    def exec_module(self, module: ModuleType) -> None:
        """Execute the module, with its own loader in place, and tell."""
        spec = module.__spec__
        assert spec is not None
        spec.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._tell(spec.name, module)
