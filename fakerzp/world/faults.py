"""Faults: errors of Razorpay's own making, injected by name."""

from __future__ import annotations

from typing import Any

from ..errors import NA, SERVER, ApiError
from ..exceptions import NotFaked


class Faults:
    """`rzp.faults`: what goes wrong on Razorpay's side."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[ApiError]] = {}

    def inject(
        self, endpoint: str, *, error: str | None = None, status: int = 500, times: int = 1, **later: Any
    ) -> None:
        """Answer the next `times` calls of an endpoint (named as `order.create`) with this error, before the write.

        From status 500 on the code is SERVER_ERROR, below it BAD_REQUEST_ERROR. Raises LookupError for a name
        that is no endpoint's.
        """
        from ..api.registry import endpoints

        if later:
            raise NotFaked(f"faults.inject({min(later)}=...): timeouts, resets and latency are not built yet")
        if error is None:
            raise NotFaked("faults.inject without error=: replies that are not Razorpay's JSON are not built yet")

        if not any(endpoint == known.name for known in endpoints()):
            raise LookupError(f"{endpoint!r} names no endpoint; take the Python SDK's name, such as order.create")
        envelope = SERVER if status >= 500 else NA
        self._waiting.setdefault(endpoint, []).extend([ApiError(error, envelope, status, None)] * times)

    def due(self, endpoint: str) -> ApiError | None:
        """The fault that this call meets, if any."""
        waiting = self._waiting.get(endpoint)
        return waiting.pop(0) if waiting else None
