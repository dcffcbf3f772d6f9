"""`fakerzp serve`, as it is typed."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from fakerzp import FakeRazorpay, cli
from fakerzp.server import command_line, running
from tests.server.caller import UNFAKED, UNFAKED_PATH, Caller

ROOT = Path(__file__).resolve().parents[2]
RUN = "import sys; from fakerzp.cli import main; sys.exit(main())"
# As at a terminal: what a shell starts in the background ignores Ctrl-C, and so does all that comes of that.
HEED = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
ENDED = 0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ended by signals that only POSIX has")


@contextmanager
def spawned(*options, code=RUN, end=signal.SIGINT):
    """Serve in a process of its own, by default on any port; ends it, and kills it if it does not end."""
    options = options if "--port" in options else (*options, "--port", "0")
    process = subprocess.Popen(
        [sys.executable, "-c", HEED + code, "serve", *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
        process.send_signal(end)
        process.out, process.err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()


def port_of(process):
    """The port of the URL in the line of JSON that it prints first."""
    return int(json.loads(process.stdout.readline())["url"].rpartition(":")[2])


def is_over(connection: socket.socket) -> bool:
    """Whether the other side hung up: closed it, or, where it had not taken it yet, had it reset by the system."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_it_says_where_it_is_in_one_line_of_json_and_ends_on_ctrl_c():
    """At once, though somebody holds a connection to it; and the port is free."""
    twin = FakeRazorpay(seed=7)
    with spawned("--json", "--seed", "7") as process:
        told = json.loads(process.stdout.readline())
        port = int(told["url"].rpartition(":")[2])
        assert told == {
            "url": f"http://127.0.0.1:{port}",
            "control": f"http://127.0.0.1:{port}/__fakerzp__",
            "key_id": twin.key_id,
            "key_secret": twin.key_secret,
            "takes_any_keys": True,
            "account_id": twin.account_id,
            "webhook": None,
            "secret": None,
        }
        made = Caller(port, ("any", "pair")).call("POST", "/v1/orders", {"amount": 100, "currency": "INR"}).json
        assert made["id"] == twin.order.create({"amount": 100, "currency": "INR"})["id"]
        silent = socket.create_connection(("127.0.0.1", port), timeout=60)
    with silent:
        assert is_over(silent)
    assert (process.returncode, process.out, process.err) == (ENDED, "", "")
    with socket.create_server(("127.0.0.1", port)) as free:
        assert free.getsockname()[1] == port


def test_it_says_where_it_is_to_people_and_ends_when_told_to():
    """A reset leaves the webhook that it was started with."""
    hook = ("--webhook", "http://127.0.0.1:9/hook", "--secret", "whsec")
    with spawned("--seed", "7", *hook, end=signal.SIGTERM) as process:
        lines = [process.stdout.readline().rstrip("\n") for _ in range(7)]
        caller = Caller(int(lines[1].rpartition(":")[2]), None)
        before = caller.control("GET webhooks").json
        caller.control("reset")
        assert caller.control("GET webhooks").json == before
    assert [(one["target"], one["secret"]) for one in before["items"]] == [("http://127.0.0.1:9/hook", "whsec")]
    twin = FakeRazorpay(seed=7)
    url = lines[1].split()[-1]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
    assert lines == [
        "Razorpay in memory.",
        f"  URL          {url}",
        f"  key id       {twin.key_id}",
        f"  key secret   {twin.key_secret}",
        f"  control API  {url}/__fakerzp__/",
        "  webhook      http://127.0.0.1:9/hook, signed with whsec",
        "Any other key pair is taken as this merchant's too. Ctrl-C ends it, and nothing is kept.",
    ]
    assert (process.returncode, process.out, process.err) == (ENDED, "", "")


def test_keys_time_and_host_may_be_given():
    keys = ("--key-id", "rzp_test_given", "--key-secret", "given")
    with spawned(*keys, "--at", "1767607200", "--host", "0.0.0.0") as process:
        lines = [process.stdout.readline().rstrip("\n") for _ in range(6)]
        caller = Caller(int(lines[1].rpartition(":")[2]), ("rzp_test_given", "given"))
        assert caller.call("GET", "/v1/items").status == 200
        assert caller.call("GET", "/v1/items", auth=("other", "pair")).status == 401
        assert caller.control("GET clock").json == {"now": 1767607200}
    assert lines[1].startswith("  URL          http://127.0.0.1:")
    assert lines[2:4] == ["  key id       rzp_test_given", "  key secret   given"]
    assert lines[5] == "No other key pair is let in. Ctrl-C ends it, and nothing is kept."
    assert process.err == (
        "fakerzp serve: 0.0.0.0 is not this machine alone: whoever reaches it can do anything with this fake, "
        "and make it call servers on this machine\n"
    )


def test_what_is_not_faked_is_told_and_a_failure_of_the_fake_ends_in_1():
    code = (
        "from fakerzp import FakeRazorpay; own = FakeRazorpay.exchange\n"
        "def exchange(fake, method, path, **rest):\n"
        "    return 1 / 0 if path == '/crash' else own(fake, method, path, **rest)\n"
        "FakeRazorpay.exchange = exchange\n"
    )
    with spawned("--json", code=code + RUN) as process:
        caller = Caller(port_of(process), ("a", "b"))
        assert caller.call(UNFAKED.method, UNFAKED_PATH).status == 501
        assert caller.call("GET", "/crash").status == 500
    assert process.returncode == 1
    refused, trace, *_, last = process.err.splitlines()
    assert refused.startswith(f"fakerzp serve: {UNFAKED.method} {UNFAKED.path} exists at Razorpay and is not faked: ")
    assert (trace, last) == ("Traceback (most recent call last):", "ZeroDivisionError: division by zero")
    assert process.err.count("Traceback") == 1


def test_nobody_reads_what_it_says():
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-c", RUN, "serve", "--port", "0"], cwd=ROOT, stdout=writer, timeout=60, check=False
        )
    finally:
        os.close(writer)
    assert done.returncode == 141


def test_a_signal_that_is_ignored_stays_ignored():
    """As in the background of a script: Ctrl-C there is meant for the script."""
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN);" + RUN
    with spawned("--json", code=code, end=signal.SIGTERM) as process:
        port = port_of(process)
        process.send_signal(signal.SIGINT)
        assert Caller(port, ("a", "b")).call("GET", "/v1/items").status == 200
    assert process.returncode == ENDED


# ---------------------------------------------------------------------- used wrongly


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--port", "x"], "argument --port: invalid int value: 'x'"),
        (["--port", "70000"], "fakerzp serve: port=70000: from 0, any that is free, to 65535"),
        (["--hold", "-1"], "fakerzp serve: hold=-1.0: from 0 to 3600 seconds"),
        (["--at", "tomorrow"], "fakerzp serve: 'tomorrow' is not an ISO 8601 time, such as 2026-12-01T00:00:00Z"),
        (["--secret", "s"], "fakerzp serve: --secret signs what --webhook URL is told; give that too"),
        (["--webhook", "http://example.com/"], "fakerzp serve: webhooks reach nothing but this machine"),
        (["--webhook", "hook"], "fakerzp serve: 'hook' is no URL such as http://127.0.0.1:8000/webhook"),
        (["--host", "192.0.2.1", "--port", "0"], "fakerzp serve: cannot listen on 192.0.2.1, port 0: "),
    ],
)
def test_used_wrongly(capsys, options, message):
    assert cli.main(["serve", *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


def test_a_port_that_is_taken(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert cli.main(["serve", "--port", str(port)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"fakerzp serve: cannot listen on 127.0.0.1, port {port}: ")
    assert err.endswith("; choose another with --port, 0 for any that is free\n")


def test_without_the_extra(capsys, monkeypatch):
    monkeypatch.setattr(running, "find_spec", {}.get)
    assert cli.main(["serve"]) == 2
    assert capsys.readouterr().err.endswith("the extra `server`: pip install 'fakerzp[server]'\n")


def test_the_handlers_of_signals_are_put_back(monkeypatch, capsys):
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    monkeypatch.setattr(command_line, "Event", lambda: SimpleNamespace(wait=lambda seconds: True))
    assert cli.main(["serve", "--port", "0", "--json"]) == 0
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
    assert json.loads(capsys.readouterr().out)["url"].startswith("http://127.0.0.1:")


def test_help(capsys):
    assert cli.main(["serve", "--help"]) == 0
    out = capsys.readouterr().out
    assert "default: 8080; 0: any that is free" in out
    assert "only this machine" in " ".join(out.split())
