"""Where the official client sleeps before it tries again: after a fault of a fake, that fake's clock moves instead.

`razorpay.client` looks `time` up among its own names. Only that name is replaced, and only while a patch is in force
or a client of a fake makes a call that may be tried again. Whoever sleeps for any other reason sleeps.
"""

from __future__ import annotations

import sys
import threading
from typing import Any

from .faulted import DELAY

_SWITCHING = threading.Lock()


class Naps:
    """The module `time` as `razorpay.client` sees it meanwhile: all as before, but for `sleep`."""

    def __init__(self, module: Any) -> None:
        self._module = module
        self._real = module.time
        self.users = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def sleep(self, seconds: float) -> None:
        """Sleep; while a fault of a fake is being handled, let the fake's time pass instead."""
        delay = getattr(sys.exc_info()[1], DELAY, None)
        if delay is None or seconds < 0:
            self._real.sleep(seconds)
        else:
            delay(seconds)

    def undo(self) -> None:
        """Put the module back, if this was the last who needed it and nobody else has replaced it since."""
        with _SWITCHING:
            self.users -= 1
            if not self.users and vars(self._module).get("time") is self:
                self._module.time = self._real


def without_sleep(client_class: type) -> Naps | None:
    """Let clients of that class (and, inevitably, of its module) take their naps on a fake's clock; undo it later.

    None for a version of the client that never sleeps.
    """
    module: Any = sys.modules[client_class.__module__]
    if "time" not in vars(module):
        return None
    with _SWITCHING:
        naps = module.time
        if not isinstance(naps, Naps):
            naps = module.time = Naps(module)
        naps.users += 1
        return naps
