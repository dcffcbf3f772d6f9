"""Handlers that keep what they were told, and short ways to make something happen."""

from __future__ import annotations

import json

START = 1767607200  # where the clock of the fixtures stands
HOUR, DAY = 3600, 86400
PAID = ["payment.authorized", "payment.captured", "order.paid"]
"""What happens when an order is paid, in order."""


class Endpoint:
    """A handler: keeps every body and its headers, and answers with the next of `answers`, then with the last.

    An answer is a status, None, an exception to raise, or a function to call first.
    """

    def __init__(self, *answers):
        self.answers = list(answers) or [None]
        self.bodies = []
        self.headers = []

    @property
    def events(self):
        return [json.loads(body)["event"] for body in self.bodies]

    def __call__(self, body, headers):
        self.bodies.append(body)
        self.headers.append(headers)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer() if callable(answer) else answer


def pay(rzp, amount=50000, **options):
    """Pay a new order; returns the order's id."""
    order = rzp.order.create({"amount": amount, "currency": "INR"})["id"]
    rzp.checkout.pay(order, **options)
    return order


def seen(deliveries):
    """What was delivered and how it went."""
    return [(d.event, d.attempt, d.status) for d in deliveries]


def waits(rzp):
    """How long after the start of the fixtures' clock each attempt was made, in seconds."""
    return [d.at - START for d in rzp.webhooks.deliveries]
