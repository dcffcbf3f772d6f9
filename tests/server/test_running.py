"""From `with` to the end of the block: the port is free and no thread is left, whatever happened in between."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import pytest

from fakerzp import FakeRazorpay
from fakerzp.server import Server, running
from tests.server.caller import Caller, until


def is_free(port, host="127.0.0.1"):
    """Whether somebody else may listen on that port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError:
            return False
    return True


def threads():
    return sorted(thread.name for thread in threading.enumerate() if thread.name.startswith("fakerzp"))


def test_a_server_tells_where_it_is(rzp):
    with rzp.serve() as server:
        assert server.url == f"http://127.0.0.1:{server.port}"
        assert server.control == f"{server.url}/__fakerzp__"
        assert (server.host, server.is_on_loopback) == ("127.0.0.1", True)
        assert repr(server) == f"<Server {server.url}>"
        assert not is_free(server.port)
        assert threads() == ["fakerzp server"]
    assert repr(server) == "<Server that does not run>"


def test_nothing_is_opened_before_the_block(rzp):
    server = rzp.serve(port=0)
    assert threads() == []
    for name in ("port", "url", "control"):
        with pytest.raises(RuntimeError, match=r"does not run: with rzp\.serve\(\) as server"):
            getattr(server, name)


def test_the_port_is_free_at_once(rzp):
    with rzp.serve() as server:
        port = server.port
        Caller(port, None).call("GET", "/v1/items")
    assert is_free(port)
    with rzp.serve(port) as server:
        assert server.port == port
        assert Caller(port, None).call("GET", "/v1/items").status == 401


def test_the_port_is_free_after_an_exception(rzp):
    ports = []

    def fails():
        with rzp.serve() as server:
            ports.append(server.port)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert is_free(ports[0])
    assert threads() == []


def test_a_server_may_run_again_and_not_twice_at_once(rzp):
    server = rzp.serve()
    for _ in range(3):
        with server:
            assert Caller(server.port, None).call("GET", "/v1/items").status == 401
            with pytest.raises(RuntimeError, match=r"<Server http://127\.0\.0\.1:\d+> is running"):
                server.__enter__()


def test_one_fake_behind_two_servers(rzp):
    with rzp.serve() as one, rzp.serve() as other:
        assert one.port != other.port
        Caller(one.port, ("a", "b")).call("POST", "/v1/orders", {"amount": 100, "currency": "INR"})
        assert Caller(other.port, ("a", "b")).call("GET", "/v1/orders").json["count"] == 1


def test_a_port_that_is_taken_says_so_and_leaves_nothing(rzp):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = rzp.serve(port)
        with pytest.raises(OSError, match=r"[Aa]ddress already in use|only one usage"):
            server.__enter__()
    assert threads() == []
    with server:
        assert server.port == port


def test_a_host_that_is_not_this_machines(rzp):
    with pytest.raises(OSError, match=r"\S"), rzp.serve(host="192.0.2.1"):
        pass
    assert threads() == []


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"port": "8080"}, TypeError, "port='8080': a whole number, 0 for any that is free"),
        ({"port": True}, TypeError, "port=True: a whole number"),
        ({"port": -1}, ValueError, "port=-1: from 0, any that is free, to 65535"),
        ({"port": 65536}, ValueError, "port=65536: from 0"),
        ({"host": None}, TypeError, r"host=None: text, such as '127\.0\.0\.1'"),
        ({"hold": "1"}, TypeError, "hold='1': a number of seconds"),
        ({"hold": -1}, ValueError, "hold=-1: from 0 to 3600 seconds"),
        ({"hold": float("nan")}, ValueError, "hold=nan: from 0 to 3600 seconds"),
    ],
)
def test_what_no_server_can_be_made_of(rzp, options, error, text):
    with pytest.raises(error, match=text):
        rzp.serve(**options)


def test_without_the_extra_it_says_what_to_install(rzp, monkeypatch):
    monkeypatch.setattr(running, "find_spec", {}.get)
    with pytest.raises(ImportError, match=r"pip install 'fakerzp\[server\]'"):
        rzp.serve()


@pytest.mark.parametrize(
    ("host", "shown", "is_local"),
    [("localhost", "localhost", True), ("0.0.0.0", "127.0.0.1", False), ("127.0.0.2", "127.0.0.2", True)],
)
def test_other_hosts(rzp, host, shown, is_local):
    server = rzp.serve(host=host)
    assert (server.host, server.is_on_loopback) == (shown, is_local)
    if sys.platform != "linux" and host == "127.0.0.2":
        return  # only there all of 127.0.0.0/8 is this machine's without more ado
    with server:
        assert server.url == f"http://{shown}:{server.port}"
        assert Caller(server.port, None, "127.0.0.1" if host == "0.0.0.0" else host).call("GET", "/").status == 400


@pytest.mark.parametrize(("host", "is_local"), [("::1", True), ("::", False)])
def test_the_loopback_of_ipv6(rzp, host, is_local):
    server = rzp.serve(host=host)
    assert (server.host, server.is_on_loopback) == ("::1", is_local)
    try:
        with server:
            assert server.url == f"http://[::1]:{server.port}"
            assert Caller(server.port, None, "::1").call("GET", "/v1/items").status == 401
    except OSError:  # this machine has no IPv6
        assert threads() == []


@pytest.mark.parametrize("host", ["example.com", "192.168.1.4", "0.0.0.0", ""])
def test_what_is_not_this_machine_alone(rzp, host):
    assert not rzp.serve(host=host).is_on_loopback


# ---------------------------------------------------------------------- who might hold up the end


def test_callers_that_are_silent_do_not_hold_up_the_end(rzp):
    with ExitStack() as opened:
        with rzp.serve() as server:
            address = ("127.0.0.1", server.port)
            silent = [opened.enter_context(socket.create_connection(address, timeout=30)) for _ in range(5)]
            silent[1].sendall(b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\n")
            silent[0].sendall(b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
            assert Caller(server.port, None).call("GET", "/v1/items").status == 401
            assert threads().count("fakerzp caller") >= 5
        assert [connection.recv(1) for connection in silent] == [b""] * 5
    assert [call.path for call in rzp.calls] == ["/v1/items"]


def test_a_call_that_is_being_answered_is_answered(rzp):
    asked, go_on = threading.Event(), threading.Event()

    def slow(body, headers):
        asked.set()
        assert go_on.wait(30)

    rzp.webhooks.subscribe(slow, events=["payment.captured"])
    order = rzp.order.create({"amount": 100, "currency": "INR"})["id"]
    with ThreadPoolExecutor(1) as pool:
        with rzp.serve() as server:
            waiting = pool.submit(Caller(server.port, None).control, "pay", target=order)
            assert asked.wait(30)
            later = threading.Timer(0.05, go_on.set)
            later.start()
        assert waiting.result().status == 200
    later.join()


def test_many_callers_while_it_ends(rzp):
    """Whoever is let in is answered; whoever is not gets no connection, and nothing in between."""

    def ask(port):
        told = []
        with suppress(OSError):
            while True:
                told.append(Caller(port, ("a", "b")).call("GET", "/v1/items").status)
        return told

    with ThreadPoolExecutor(4) as pool:
        with rzp.serve() as server:
            callers = [pool.submit(ask, server.port) for _ in range(4)]
            until(lambda: len(rzp.calls) >= 20)
            assert not any(caller.done() for caller in callers)
        told = [status for caller in callers for status in caller.result()]
    assert set(told) == {200}
    assert len(told) == len(rzp.calls)


def test_a_program_that_never_leaves_the_block_still_ends():
    code = (
        "import socket; from fakerzp import FakeRazorpay;"
        "server = FakeRazorpay().serve().__enter__();"
        "idle = socket.create_connection(('127.0.0.1', server.port)); print(server.url)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("http://127.0.0.1:")


def test_serving_imports_nothing_before_it_is_asked():
    code = (
        "import sys; from fakerzp import FakeRazorpay; server = FakeRazorpay().serve();"
        "print([m for m in ('werkzeug', 'http.server', 'requests') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_is_said_on_any_output(rzp, capfd):
    with rzp.serve() as server:
        caller = Caller(server.port, None)
        for path in ("/v1/items", "/", "/__fakerzp__/", "/__fakerzp__/nothing"):
            caller.call("GET", path)
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(b"nonsense\r\n\r\n")
            assert connection.recv(1 << 16)
    assert capfd.readouterr() == ("", "")


def test_the_type_of_what_serve_gives():
    assert isinstance(FakeRazorpay().serve(), Server)


def refuse(thread):
    raise RuntimeError("can't start new thread")


def test_a_caller_whose_thread_cannot_be_started_is_turned_away_alone(rzp, monkeypatch):
    with rzp.serve() as server:
        with monkeypatch.context() as patch:
            patch.setattr(threading.Thread, "start", refuse)
            with pytest.raises(ConnectionError):
                Caller(server.port, ("a", "b")).call("GET", "/v1/items")
        assert Caller(server.port, ("a", "b")).call("GET", "/v1/items").status == 200
    assert len(rzp.calls) == 1


def test_a_thread_that_cannot_be_started_leaves_no_port(rzp, monkeypatch):
    port = 0
    with rzp.serve() as server:
        port = server.port
    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(RuntimeError, match="can't start new thread"):
        rzp.serve(port).__enter__()
    assert is_free(port)
