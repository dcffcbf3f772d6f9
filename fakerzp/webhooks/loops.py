"""Coroutines run to completion from code that is not one, leaving no loop, task or thread behind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from contextvars import copy_context
from typing import Any, TypeVar

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns or raises.

    Within a running loop it runs on a thread of its own, which is over when this returns; the loop stands still
    meanwhile. The caller's loop and event loop policy stay as they are.
    """
    before = set(threading.enumerate())
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _run_here(coroutine, before)
    return _run_aside(coroutine, before)


def _run_here(coroutine: Coroutine[Any, Any, T], before: set[threading.Thread]) -> T:
    # Not asyncio.run: it would take away the event loop that the caller may have set for this thread.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        try:
            loop.run_until_complete(_tidy(loop, asyncio.all_tasks(loop)))
        finally:
            loop.close()
            _wait_for_workers(before)


async def _tidy(loop: asyncio.AbstractEventLoop, left: set[asyncio.Task[Any]]) -> None:
    """End what the coroutine left behind: tasks, asynchronous generators, threads of the loop's own."""
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await loop.shutdown_asyncgens()
    await loop.shutdown_default_executor()


def _wait_for_workers(before: set[threading.Thread]) -> None:
    """AnyIO tells its worker threads to stop when the loop's last task is done, and does not wait for them."""
    for thread in threading.enumerate():
        if thread not in before and thread.name.startswith("AnyIO worker"):
            thread.join(1)


def _run_aside(coroutine: Coroutine[Any, Any, T], before: set[threading.Thread]) -> T:
    results: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(_run_here(coroutine, before))
        except BaseException as error:  # handed to the thread that waits
            errors.append(error)

    thread = threading.Thread(target=copy_context().run, args=(work,), name="fakerzp webhook")
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
