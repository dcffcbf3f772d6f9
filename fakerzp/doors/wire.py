"""The one wire: every door ends in `exchange`, and every answer is a `Reply`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Query = Sequence[tuple[str, str]] | Mapping[str, Any]
KeyPair = tuple[str, str]

NO_KEYS: KeyPair = ("", "")
"""What a request without credentials carries; `auth=None` stands for the fake's own keys instead."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: HTTP status, headers, and the body as parsed JSON (the caller's own copy), as text or as bytes."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        """Whether the body is text that is not JSON, such as the HTML page of a gateway."""
        if not isinstance(self.body, str):
            return False
        return any(name.lower() == "content-type" and "json" not in self.headers[name] for name in self.headers)

    @property
    def content(self) -> bytes:
        """The body as the bytes on the wire: UTF-8 JSON, or text that is none; nothing for 204."""
        if self.status == 204:
            return b""
        if isinstance(self.body, bytes):
            return bytes(self.body)
        if self.is_text:
            return str(self.body).encode()
        return json.dumps(self.body, separators=(",", ":")).encode()


class Wire(Protocol):
    """What a door needs of a fake."""

    @property
    def key_id(self) -> str:
        """The merchant's key id."""

    @property
    def key_secret(self) -> str:
        """The merchant's key secret."""

    @property
    def keys_given(self) -> bool:
        """Whether the fake was made with keys of the caller's choosing, so that no others are let in."""

    def exchange(
        self,
        method: str,
        path: str,
        *,
        body: str | bytes | None = None,
        query: Query = (),
        headers: Mapping[str, str] = ...,
        auth: KeyPair | None = None,
        any_key: bool = False,
        timeout: float | None = None,
    ) -> Reply:
        """Answer one request.

        `path` is as in a request line, after the host and without its query ("/v1/orders"). `body` is JSON
        text unless the content type says otherwise. `any_key` takes whatever pair comes as this merchant's.
        `timeout` is how many seconds the caller waits for an answer, None for ever.
        Raises NotFaked, or the transport's own exception where a fault was injected; never an API error.
        """
