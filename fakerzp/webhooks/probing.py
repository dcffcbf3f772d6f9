"""`rzp.webhooks.probe`: what an app does with events that are forged, altered or repeated, and with good ones."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..exceptions import NotFaked
from .answers import WrongAnswer
from .bodies import Headers, secret_of
from .probe_cases import Sending, sendings
from .rehearsal import called, rehearsed
from .targets import target_of
from .wording import table

if TYPE_CHECKING:
    from ..fake import FakeRazorpay

_UNSEEN = object()
# Written in one way by one JSON encoder and in another by the next.
_NOTES = {"from": "https://example.com/\u20b9"}


class Case(NamedTuple):
    """One request of a probe and what the app made of it.

    `status` is the app's answer, `should` whether it should have accepted (None: that depends), `changed` whether its
    state is another than before (None without `state=`), `error` its last line if it crashed.
    """

    name: str
    status: int | None
    accepted: bool
    should: bool | None
    changed: bool | None
    ok: bool
    advice: str
    error: str | None


@dataclass(frozen=True, repr=False)
class Probe:
    """What `rzp.webhooks.probe` found, in the order in which it was sent. Prints as a table, with advice."""

    cases: tuple[Case, ...]

    @property
    def ok(self) -> bool:
        """Whether the app accepted what it should and nothing else."""
        return all(case.ok for case in self.cases)

    @property
    def wrong(self) -> list[Case]:
        """The cases in which it did not behave."""
        return [case for case in self.cases if not case.ok]

    def __getitem__(self, name: str) -> Case:
        """The case of that name; raises KeyError if there is none."""
        found = next((case for case in self.cases if case.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def __str__(self) -> str:
        should = {True: "accept", False: "refuse", None: "depends"}
        rows = [(c.name, str(c.status), should[c.should], _verdict(c)) for c in self.cases]
        lines = table(("sent", "answer", "should", ""), rows)
        advice = dict.fromkeys(case.advice for case in self.cases if case.advice)
        return "\n".join([*lines, *(f"- {text}" for text in advice)])

    def __repr__(self) -> str:
        return str(self)


class Probed(NamedTuple):
    """What is probed, and how."""

    fork: Callable[[], FakeRazorpay]
    at: int
    app: Any
    secret: str
    old_secret: str | None
    path: str | None
    host: str
    accepted: Callable[[int], bool]
    event: str
    flow: Callable[..., object] | None
    state: Callable[..., Any] | None


def probe(probed: Probed) -> Probe:
    """Send everything to the app; see `Webhooks.probe`."""
    if not secret_of(probed.secret):
        raise ValueError("probe needs the secret that the app verifies with")
    with rehearsed(probed.fork, probed.at) as fake:
        post = target_of(probed.app, probed.path, probed.host)
        requests = sendings(_event(probed, fake), probed.secret, probed.old_secret, fake.ledger.seed)
        cases = []
        for request in requests:
            before = _look(probed)
            answer = post(request.body, Headers(request.headers), fake.clock.now)
            if answer.failure is not None and not _is_crash(answer.failure):
                raise answer.failure
            error = f"{type(answer.failure).__name__}: {answer.failure}" if answer.failure else answer.error
            changed = None if before is _UNSEEN else bool(before != _look(probed))
            cases.append(_case(request, answer.status, probed.accepted, changed, error))
    return Probe(tuple(cases))


def _event(probed: Probed, fake: FakeRazorpay) -> dict[str, Any]:
    """The good event: the last of that name that the flow makes, or that the fake is made to send."""
    if probed.flow is None:
        return fake.trigger(probed.event, notes=_NOTES)
    seen = len(fake.events)
    called(probed.flow, fake, probed.app)
    found = [event for event in fake.events[seen:] if event["event"] == probed.event]
    if not found:
        raise ValueError(f"the flow made no {probed.event}; name one that it makes with event=")
    return found[-1]


def _look(probed: Probed) -> Any:
    return _UNSEEN if probed.state is None else copy.deepcopy(called(probed.state, probed.app))


def _is_crash(failure: BaseException) -> bool:
    """Whether it is the app that failed, and not what tries it out."""
    return isinstance(failure, Exception) and not isinstance(failure, (NotFaked, WrongAnswer))


def _case(
    request: Sending,
    status: int | None,
    accepts: Callable[[int], bool],
    changed: bool | None,
    error: str | None,
) -> Case:
    accepted = status is not None and bool(accepts(status))
    advice = ""
    if request.should is None:
        ok, advice = True, request.advice if accepted else ""
    elif request.should:
        # Accepted as Razorpay sees it, too.
        ok = accepted and status is not None and 200 <= status <= 299 and not (changed and not request.acts)
    else:
        ok = not accepted and not changed
    if not ok:
        advice = request.advice
    elif not request.should and (status is None or status >= 500):
        advice = f"refused by a crash{f' ({error})' if error else ''}: answer 400, lest it is taken for an outage"
    return Case(request.name, status, accepted, request.should, changed, ok, advice, error)


def _verdict(case: Case) -> str:
    if case.ok:
        return ""
    if case.should and case.accepted:
        return "WRONG: acted again" if case.changed else "WRONG: not 2xx"
    acted = " and acted on" if case.changed else ""
    return "WRONG: refused" if case.should else f"WRONG: {'accepted' if case.accepted else 'refused'}{acted}"
