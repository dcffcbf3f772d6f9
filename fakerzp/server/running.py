"""A server's life: from `with` to the end of the block, and nothing of it after that."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ..exceptions import NotFaked

if TYPE_CHECKING:
    from types import TracebackType

    from ..fake import FakeRazorpay
    from .listener import Listener

LOOPBACK = "127.0.0.1"
HOLD = 10.0
"""How many seconds of real time a caller waits at most for an answer that a fault lets never come."""
CONTROL = "/__fakerzp__"
"""What the paths of the control API begin with; no path of Razorpay's does."""

_EVERY_INTERFACE = {"": LOOPBACK, "0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104 - what a caller may ask for


class Server:
    """`with rzp.serve() as server:` the fake at `server.url`, until the block ends.

    At the end the port is free and no thread is left; calls that are being answered are answered first. What went
    wrong within the fake meanwhile (its caller was answered 500) is raised there.
    """

    def __init__(
        self,
        fake: FakeRazorpay,
        port: int = 0,
        host: str = LOOPBACK,
        hold: float = HOLD,
        tell: Callable[[BaseException], None] | None = None,
    ) -> None:
        """See `FakeRazorpay.serve`; `tell` hears at once of each call that is refused or goes wrong."""
        if find_spec("werkzeug") is None:
            raise ImportError("a fake is served with the extra `server`: pip install 'fakerzp[server]'")
        if isinstance(port, bool) or not isinstance(port, int):
            raise TypeError(f"port={port!r}: a whole number, 0 for any that is free")
        if not 0 <= port <= 65535:
            raise ValueError(f"port={port}: from 0, any that is free, to 65535")
        if not isinstance(host, str):
            raise TypeError(f"host={host!r}: text, such as {LOOPBACK!r}")
        if isinstance(hold, bool) or not isinstance(hold, (int, float)):
            raise TypeError(f"hold={hold!r}: a number of seconds")
        if not 0 <= hold <= 3600:
            raise ValueError(f"hold={hold}: from 0 to 3600 seconds")
        self._fake, self._wanted = fake, (host, port)
        self._hold, self._tell = hold, tell
        self._listener: Listener | None = None
        self._thread: threading.Thread | None = None
        self._failures: list[BaseException] = []
        self.refused: list[NotFaked] = []
        """What was refused because it is not faked, oldest first; each caller was answered 501."""

    def __enter__(self) -> Server:
        """Listen. Raises OSError for a port that is taken or a host that is not this machine's."""
        from .app import App
        from .control import Control
        from .listener import Listener

        if self._listener is not None:
            raise RuntimeError(f"{self!r} is running")
        app = App(self._fake, Control(self._fake, self._noted), self._noted)
        listener = Listener(*self._wanted, app, now=self._fake.clock.now, hold=self._hold)
        thread = threading.Thread(target=listener.run, name="fakerzp server", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # there are too many
            listener.end()
            raise
        self._listener, self._thread = listener, thread
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        listener, thread = self._listener, self._thread
        assert listener is not None, "with rzp.serve() as server: ..."
        assert thread is not None
        listener.wake()
        thread.join()
        self._listener = self._thread = None
        failures, self._failures = self._failures, []
        if error is None and failures:
            raise failures[0]

    def _noted(self, trouble: BaseException) -> None:
        if isinstance(trouble, NotFaked):
            self.refused.append(trouble)
        else:
            self._failures.append(trouble)
        if self._tell is not None:
            self._tell(trouble)

    @property
    def port(self) -> int:
        """The port that it listens on. Raises RuntimeError when it does not run, as `url` and `control` do."""
        if self._listener is None:
            raise RuntimeError("this server does not run: with rzp.serve() as server: server.url")
        return self._listener.port

    @property
    def host(self) -> str:
        """The host of its URL: the one it was told to bind to, or the loopback address for all interfaces."""
        host = self._wanted[0]
        return _EVERY_INTERFACE.get(host, host)

    @property
    def url(self) -> str:
        """What takes the place of https://api.razorpay.com, such as http://127.0.0.1:8080, without a slash."""
        port, host = self.port, self.host
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def control(self) -> str:
        """Where the control API is: the URL and `/__fakerzp__`, without a slash at its end."""
        return self.url + CONTROL

    @property
    def is_on_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        from ipaddress import ip_address

        host = self._wanted[0]
        try:
            return ip_address(host).is_loopback
        except ValueError:  # a name
            return host == "localhost"

    def __repr__(self) -> str:
        return f"<Server {'that does not run' if self._listener is None else self.url}>"
