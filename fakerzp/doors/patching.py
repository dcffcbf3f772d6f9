"""`patch()`: for a while, whatever the process sends to Razorpay goes to a fake."""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, overload

from .in_force import Served, put_in_force, take_out_of_force

if TYPE_CHECKING:
    from types import TracebackType

    from ..fake import FakeRazorpay

C = TypeVar("C")
R = TypeVar("R")

Give = Callable[[Any, tuple[Any, ...], dict[str, Any]], tuple[tuple[Any, ...], dict[str, Any]]]
_CATCH_ALL = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)

ARGUMENT = "rzp"
"""The argument by which a decorated function is given the fake."""


class Patch:
    """All that the process sends to Razorpay is answered by a fake: as context manager, or as decorator.

    Served are the official client, `requests`, `httpx`, `aiohttp`, `urllib3`, `urllib.request` and `http.client`,
    imported before or meanwhile; a request to Razorpay by another library raises NotFaked. Other hosts are left alone.
    `with`, `async with`, functions, coroutines, generators, and classes (their methods whose names begin with
    `test`). As a context manager it gives the fake; a decorated function that has an argument `rzp` gets it
    there. Patches nest: the innermost is in force, for all threads and event loops.
    """

    def __init__(self, fake: FakeRazorpay | None = None, **options: Any) -> None:
        """Serve by `fake`, or by one made with `options` for each `with` block and each decorated call."""
        self._fake = fake
        self._options = options
        self._entered: list[Served] = []

    def again(self) -> Patch:
        """Another patch like this one, not entered."""
        return Patch(self._fake, **self._options)

    def __enter__(self) -> FakeRazorpay:
        fake = self._fake
        if fake is None:
            from ..fake import FakeRazorpay

            fake = FakeRazorpay(**self._options)
        served = Served(fake)
        put_in_force(served)
        self._entered.append(served)
        return fake

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        take_out_of_force(self._entered.pop())

    async def __aenter__(self) -> FakeRazorpay:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, trace)

    @overload
    def __call__(self, target: type[C]) -> type[C]: ...
    @overload
    def __call__(self, target: Callable[..., R]) -> Callable[..., R]: ...
    def __call__(self, target: Any) -> Any:
        """The function or class, patched whenever it runs."""
        if isinstance(target, type):
            for name, member in list(vars(target).items()):
                if name.startswith("test") and inspect.isfunction(member):
                    setattr(target, name, self(member))
            return target
        return _decorated(target, self.again)


@overload
def patch(target: type[C], /) -> type[C]: ...
@overload
def patch(target: Callable[..., R], /) -> Callable[..., R]: ...
@overload
def patch(**options: Any) -> Patch: ...
def patch(target: Any = None, /, **options: Any) -> Any:
    """Answer all that the process sends to Razorpay by a fake made with `options`, those of `FakeRazorpay`.

    `with patch(seed=7) as rzp:`, `async with`, `@patch`, `@patch()`, `@patch(seed=7)`; see `Patch`. Each
    block and each call of a decorated function has its own fake. Unless `key_id` or `key_secret` is given, it
    takes every key pair as its merchant's, so the code under test keeps its settings.
    """
    made = Patch(**options)
    return made if target is None else made(target)


def _decorated(function: Callable[..., Any], patched: Callable[[], Patch]) -> Callable[..., Any]:
    """The function, run under a patch of its own at each call."""
    signature, give = _hand_over(function)
    wrapper: Callable[..., Any]

    if inspect.iscoroutinefunction(function):

        async def wrapper(*args: Any, **kwargs: Any) -> Any:
            with patched() as fake:
                args, kwargs = give(fake, args, kwargs)
                return await function(*args, **kwargs)

    elif inspect.isasyncgenfunction(function):

        async def wrapper(*args: Any, **kwargs: Any) -> Any:
            with patched() as fake:
                args, kwargs = give(fake, args, kwargs)
                async with contextlib.aclosing(function(*args, **kwargs)) as values:
                    async for value in values:
                        yield value

    elif inspect.isgeneratorfunction(function):

        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with patched() as fake:
                args, kwargs = give(fake, args, kwargs)
                return (yield from function(*args, **kwargs))

    else:

        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with patched() as fake:
                args, kwargs = give(fake, args, kwargs)
                return function(*args, **kwargs)

    functools.update_wrapper(wrapper, function)
    if signature is not None:
        vars(wrapper)["__signature__"] = signature
    return wrapper


def _hand_over(function: Callable[..., Any]) -> tuple[inspect.Signature | None, Give]:
    """How the fake gets into a function's arguments, and the signature that is left for callers to fill.

    The argument is hidden from the signature, or pytest would look for a fixture of that name.
    """
    signature = inspect.signature(function)
    parameters = list(signature.parameters.values())
    place = next((n for n, parameter in enumerate(parameters) if parameter.name == ARGUMENT), None)
    if place is None or parameters[place].kind in _CATCH_ALL:
        return None, lambda fake, args, kwargs: (args, kwargs)
    by_name = parameters[place].kind is inspect.Parameter.KEYWORD_ONLY

    def give(fake: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if ARGUMENT in kwargs:
            return args, kwargs
        if by_name or len(args) <= place:
            return args, {**kwargs, ARGUMENT: fake}
        return (*args[:place], fake, *args[place:]), kwargs

    return signature.replace(parameters=parameters[:place] + parameters[place + 1 :]), give
