"""Where requests of any HTTP library arrive: read as a server reads them, and answered by a fake."""

from __future__ import annotations

from collections.abc import Mapping

from .arguments import path_of
from .bodies import with_type
from .credentials import credentials, known
from .faulted import fault_of
from .hosts import at_host, named
from .wire import Reply, Wire


class Unanswered(Exception):
    """A fault leaves a request without an answer, by a "reset" or a "timeout": doors say it as their library does."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Desk:
    """Answers for a fake. Any key pair is its merchant's, unless the fake was given keys."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.any_key = not wire.keys_given

    def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes, timeout: float | None
    ) -> Reply:
        """The reply to a request; `target` is the path with its query, `timeout` how many seconds the caller waits.

        Raises NotFaked, and Unanswered where a fault or a latency that is longer than `timeout` leaves no answer.
        """
        path, query = path_of(target)
        path = at_host(next((named(value) for name, value in headers.items() if name.lower() == "host"), ""), path)
        sent, pair = credentials(headers)
        has_token = any(name.lower() == "authorization" for name in sent)
        auth, any_key = known(pair, any_key=self.any_key, has_token=has_token)
        try:
            return self.wire.exchange(
                method,
                path,
                body=body or None,
                query=query,
                headers=with_type(sent, body),
                auth=auth,
                any_key=any_key,
                timeout=timeout,
            )
        except Exception as error:
            fault = fault_of(error)
            if fault is None:
                raise
            unanswered = Unanswered(fault)
        raise unanswered
