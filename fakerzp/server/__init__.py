"""`rzp.serve()` and `fakerzp serve`: a fake over HTTP, for callers in any language (extra `server`).

`running` starts and stops it, `listener` holds the port and the connections, `app` turns a request into the fake's
answer, `control` is the small API beside Razorpay's by which other languages do what Python does with the fake itself
(`commands`, `more_commands` and `webhook_commands` are its calls), `command_line` is `fakerzp serve`.
"""

from __future__ import annotations

from .running import Server

__all__ = ["Server"]
