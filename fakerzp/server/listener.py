"""The port and its connections: a thread for each, and none of them left when it stops."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from threading import Thread
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from .. import __version__

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

# SO_LINGER, on and for no time: closing then breaks the connection (RST) rather than ending it (FIN).
_AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Unanswered(ConnectionError):
    """A request whose connection breaks (`is_reset`), or that gets no answer for as long as its caller waits."""

    def __init__(self, is_reset: bool) -> None:
        super().__init__("reset" if is_reset else "no answer")
        self.is_reset = is_reset


class Handler(WSGIRequestHandler):
    """One connection: a request and its answer, after which it is closed."""

    server: Listener
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer is written in two pieces, and nobody waits for the second
    timeout = 60  # seconds for a caller to say something; otherwise who connects and is silent keeps a thread

    def version_string(self) -> str:
        """The header `Server`."""
        return f"fakerzp/{__version__}"

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The header `Date`: by the fake's clock, like every other time of its answers."""
        return super().date_time_string(self.server.now() if timestamp is None else timestamp)

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing: `rzp.calls` has it all."""

    def parse_request(self) -> bool:
        """Whether there is a request to answer. What the end of the server cut off looks whole, and is none."""
        return super().parse_request() and not self.server.is_ending

    def connection_dropped(self, error: BaseException, environ: WSGIEnvironment | None = None) -> None:
        """End a connection without an answer: at once, or when its caller goes, the time is over or the server is."""
        self.close_connection = True
        if not isinstance(error, Unanswered):
            return
        if error.is_reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            socket.close(self.connection.detach())
            return
        with DefaultSelector() as gone:
            gone.register(self.connection, EVENT_READ)
            gone.select(self.server.hold)


class Listener(ThreadedWSGIServer):
    """Takes connections between `run` and `wake`."""

    def __init__(self, host: str, port: int, app: WSGIApplication, *, now: Callable[[], int], hold: float) -> None:
        """`now` is the fake's time, `hold` how many seconds a caller is left without an answer at most.

        Raises OSError for an address that cannot be listened on.
        """
        self.now, self.hold = now, hold
        # Bound here: the library would print and leave the process when the port is taken.
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family, backlog=self.request_queue_size) as bound:
            super().__init__(host, port, app, Handler, fd=bound.fileno())
        self.socket.setblocking(False)  # a caller that goes before it is let in makes nobody wait
        self._woken, self._wake = socket.socketpair()
        self._live: list[tuple[Thread, socket.socket]] = []
        self.is_ending = False

    def run(self) -> None:
        """Take connections until somebody calls `wake`; then let each come to its end. For a thread of its own."""
        try:
            with DefaultSelector() as ready:
                ready.register(self.socket, EVENT_READ)
                ready.register(self._woken, EVENT_READ)
                while all(key.fileobj is self.socket for key, _ in ready.select()):
                    with suppress(OSError):
                        self.process_request(*self.get_request())
        finally:
            self.end()

    def wake(self) -> None:
        """Let `run` end."""
        self._wake.send(b"!")

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection on a thread of its own."""
        thread = Thread(
            target=self.process_request_thread, args=(request, client_address), name="fakerzp caller", daemon=True
        )
        self._live = [(other, connection) for other, connection in self._live if other.is_alive()]
        try:
            thread.start()
        except RuntimeError:  # there are too many: this caller is turned away, and the others are served
            self.shutdown_request(request)
        else:
            self._live.append((thread, request))

    def end(self) -> None:
        """Free the port, when it runs no more.

        Nobody hears from a caller after that, but answers that are being made are still sent.
        """
        self.is_ending = True
        self.server_close()
        for _, connection in self._live:
            with suppress(OSError):  # it is closed already
                connection.shutdown(socket.SHUT_RD)
        for thread, _ in self._live:
            thread.join()
        self._woken.close()
        self._wake.close()
