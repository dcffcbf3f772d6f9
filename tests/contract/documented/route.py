from __future__ import annotations

from collections.abc import Mapping

from tests.contract.documented_world import Call, Miss

API: tuple[str, ...] = ()
GUIDE: tuple[str, ...] = ()
CALLS: tuple[tuple[str, Call], ...] = ()
EXCEPTIONS: Mapping[str, Miss] = {}
