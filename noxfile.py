"""Every check of the house: `nox` runs them all, `nox -s lint types` those two."""

from __future__ import annotations

import nox

nox.needs_version = ">=2024.4"
nox.options.default_venv_backend = "venv"

PYTHONS = ["3.10", "3.11", "3.12", "3.13"]
OLD_CLIENTS = ["1.3.1", "1.4.2"]  # the first that we serve, and the last before 2.0
OLD_PYTESTS = ["7", "8"]


def run_tests(session: nox.Session) -> None:
    session.run("python", "-m", "pytest", "-q", "-n", "auto", *session.posargs)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """With the newest official client."""
    session.install(".[test]")
    run_tests(session)


@nox.session(python=PYTHONS)
def without_client(session: nox.Session) -> None:
    """As a user has it who talks to Razorpay in another way: no official client, no requests."""
    session.install(".[test]")
    session.run("python", "-m", "pip", "uninstall", "-q", "-y", "razorpay", "requests", "setuptools")
    run_tests(session)


@nox.session(python=[PYTHONS[0], PYTHONS[-1]])
@nox.parametrize("client", OLD_CLIENTS)
def old_client(session: nox.Session, client: str) -> None:
    """With an older official client."""
    session.install(".[test]", f"razorpay=={client}", "setuptools<81")
    run_tests(session)


@nox.session
@nox.parametrize("pytest", OLD_PYTESTS)
def old_pytest(session: nox.Session, pytest: str) -> None:
    """The plugin under the newest pytest of an older line."""
    session.install(".[test]", f"pytest=={pytest}.*")
    session.run("python", "-m", "pytest", "-q", "-n", "auto", "tests/plugin", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    session.install(".[dev]")
    session.run("ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    session.install(".[dev]")
    session.run("mypy", "--strict")
    session.run("mypy", "--strict", "tests/users/test_typed.py")
    session.run("pyright", "tests/users/test_typed.py")


@nox.session
def examples(session: nox.Session) -> None:
    """The code in README and in the documentation."""
    session.install(".[test]")
    session.run("python", "-m", "pytest", "-q", "tests/test_project.py", "tests/docs")


@nox.session
def bench(session: nox.Session) -> None:
    """Ratios to the floor and to the official client over canned bodies; prints them, fails for nothing."""
    session.install(".[bench]")
    session.run("python", "benchmarks/create_and_fetch.py", *session.posargs)


@nox.session
def bench_plugin(session: nox.Session) -> None:
    """What the pytest plugin costs, beside others; prints it, fails for nothing."""
    session.install(".[bench]")
    session.run("python", "benchmarks/plugin_cost.py", *session.posargs)
