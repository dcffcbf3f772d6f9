"""The hooks of a plugin, as pluggy specifications: what each is asked or told, and what it may answer.

A plugin is a module or an object with functions of these names. Each takes the arguments that it needs, by name, and
leaves out the others. `@fakerzp.hookimpl(tryfirst=True)` (or `trylast`, `wrapper`; pluggy's own options) is needed
only for an option. Plugins are asked from the last registered to the first.

What a hook is given is immutable or a copy. `context` knows the fake's `seed`, `now` (Unix seconds) and the `account`
that this is about; `context.random("name")` is chance by the seed, `context.keep(key, value)` and `recall(key)` a
memory that snapshots hold. If a plugin raises, the call in which it did is undone whole, and the exception reaches the
caller.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from .api.endpoint import Endpoint, Routes
    from .doors.exchange import SeenRequest
    from .extending.given import Context, Event
    from .fake import FakeRazorpay
    from .world.bank import Bank
    from .world.instrument import Instrument
    from .world.strategies import Attempt, Outcome

GROUP = "fakerzp"
"""The entry point group in which an installed package names its plugins."""

PREFIX = "fakerzp_"
"""What the name of every hook begins with."""

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)
"""Marks a function as a hook, for pluggy's options (`tryfirst`, `trylast`, `wrapper`, `specname`)."""


@hookspec(firstresult=True)
def fakerzp_decide_payment(
    attempt: Attempt, instrument: Instrument, recurring: bool, bank: Bank, context: Context
) -> Outcome | str | None:
    """Decide how a payment ends.

    `attempt` has amount (smallest unit), currency, method, customer_id and order_id; `instrument` the method with its
    bank, wallet, vpa or card (`last4`, `network`, `type`, `issuer`, `international`; never the number) and `refuses`,
    the reason for which it says no by itself; `recurring` is true for a charge to a mandate; `bank` is `rzp.bank`,
    for its outcomes (`bank.fail("card_declined")`, `bank.pending()`, `bank.authorize_late()`).

    Return an outcome, a documented reason to fail as text, or None to leave it to the next. The first answer counts.
    The instrument (test cards, `failure@razorpay`) is asked before all that are not `tryfirst`, the bank's script after
    all that are not `trylast`; when nobody answers, the payment succeeds. `checkout.fail` asks nobody.
    """


@hookspec(firstresult=True)
def fakerzp_request(request: SeenRequest, context: Context) -> Any:
    """See a request before it is answered, and answer it in place of the fake.

    Asked of every request with the right keys to a call that Razorpay has, those that the fake refuses too, and to
    those that plugins added; `request` is as in `rzp.calls`, its `status` 0 and its `answer` None. A fault that keeps a
    request from Razorpay keeps it from plugins.

    Return None to leave it to the next, in the end to the fake; or a dict or list (status 200), text (as HTML), or a
    pair of status and one of these. An error is `(400, {"error": {...}})`: callers get what their client makes of it.
    """


@hookspec
def fakerzp_answered(request: SeenRequest, context: Context) -> None:
    """See a request with its answer, whoever gave it: each that goes into `rzp.calls`.

    `request.status` and `request.answer` are what the caller gets; a plugin's answer and a fault's too.
    """


@hookspec
def fakerzp_endpoints() -> Routes | Iterable[Endpoint] | None:
    """Add endpoints: return the `Routes` in which they are declared, as in `fakerzp/api`; the same ones each time.

    Asked when a plugin comes or goes, not while the fake is used.

    They are this fake's own: REST and the official client reach them by method and path, `rzp.<resource>.<method>` by
    the names that they declare. They may stand in for a call that the fake refuses (`NotFaked`), and not for one that
    it answers.
    """


@hookspec
def fakerzp_event(event: Event, context: Context) -> None:
    """See an event, when the step that made it is complete and before any webhook is told.

    `event.name` is as in `payment.captured`, `event.body` the webhook's body (a fresh copy at each look), `event.at`
    its moment in Unix seconds, `event.account` whose it is.
    """


@hookspec
def fakerzp_new_account(rzp: FakeRazorpay, account_id: str, context: Context) -> None:
    """Enrich a new account, `account_id`: the merchant's own when the fake is made, a sub-merchant's at its first call.

    A linked account's also when the first transfer reaches it.

    A plugin that is registered later is told of the accounts that are there. `rzp` is the fake itself: call it as a
    merchant would, with `headers={"X-Razorpay-Account": account_id}` to act in that account. `rzp.reset()` leads back
    to the account as it was enriched.
    """
