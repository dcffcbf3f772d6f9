"""A wire that answers with what it was sent, or as told: what a door does is seen without rules behind it."""

from __future__ import annotations

from typing import Any

from fakerzp.doors.wire import Reply

KEY_ID, KEY_SECRET = "rzp_test_echo", "echo-secret"


class Echo:
    """Keeps what was exchanged in `seen`; answers `replies` in turn (raising the exceptions), then echoes."""

    key_id, key_secret = KEY_ID, KEY_SECRET

    def __init__(self, *replies: Reply | Exception, keys_given: bool = False) -> None:
        self.replies = list(replies)
        self.keys_given = keys_given
        self.seen: list[dict[str, Any]] = []

    def exchange(self, method, path, *, body=None, query=(), headers=None, auth=None, any_key=False, timeout=None):
        """Answer one request."""
        text = body.decode("latin-1") if isinstance(body, bytes) else body
        sent = {
            "method": method,
            "path": path,
            "body": text,
            "query": [list(pair) for pair in query],
            "headers": dict(headers or {}),
            "auth": list(auth) if auth else auth,
            "any_key": any_key,
        }
        self.seen.append(sent)
        if self.replies:
            reply = self.replies.pop(0)
            if isinstance(reply, Exception):
                raise reply
            return reply
        return Reply(200, sent, {"Content-Type": "application/json"})
