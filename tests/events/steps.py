"""Ways to each event of a mandate: by link, for every method."""

from __future__ import annotations

from tests.flows.steps import DAY, registered, registration_body


def named(rzp, event):
    """The last event of that name."""
    return [happened for happened in rzp.events if happened["event"] == event][-1]


def names(rzp):
    """The names of all events, in order."""
    return [happened["event"] for happened in rzp.events]


def shown(happened, entity):
    """What an event shows of an entity, or of the first in a list of them."""
    found = happened["payload"][entity]["entity"]
    return found[0] if isinstance(found, list) else found


def played(rzp, event, method):
    """Send an event of a mandate by that method; answers it."""
    if event == "payment.failed":
        rzp.checkout.fail(_link(rzp, method), method=method)
    elif event == "invoice.expired":
        _link(rzp, method)
        rzp.clock.advance(days=30)
    elif event == "token.rejected":
        rzp.bank.reject_token(registered(rzp, method, confirm=False)[1])
    else:
        customer, token, _ = registered(rzp, method)
        _then(rzp, event, customer, token)
    return named(rzp, event)


def _link(rzp, method):
    return rzp.subscriptions.createRegistrationLink(registration_body(method, rzp.clock.now()))["id"]


def _then(rzp, event, customer, token):
    if event == "token.cancelled":
        rzp.token.cancel(customer, token)
        rzp.clock.advance(minutes=1)
    if event in ("token.paused", "token.resumed", "order.notification.failed"):
        rzp.bank.pause_token(token)
    if event == "token.resumed":
        rzp.bank.resume_token(token)
    if event.startswith("order.notification."):
        announced(rzp, token)


def announced(rzp, token, amount=1000):
    """Create the order of a debit that the customer is told of a day ahead; answers its id."""
    notification = {"token_id": token, "payment_after": rzp.clock.now() + DAY}
    return rzp.order.create({"amount": amount, "currency": "INR", "notification": notification})["id"]
