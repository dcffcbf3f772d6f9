"""Hypothesis strategies for what an application sends to Razorpay: bodies that fit, and bodies that do not.

    from hypothesis import given
    from fakerzp import FakeRazorpay, strategies

    @given(strategies.bodies("order.create"))
    def test_any_order_can_be_placed(body):
        assert FakeRazorpay().order.create(body)["amount"] == body["amount"]

They are drawn from the declarations by which the fake itself reads a body. Needs Hypothesis.
"""

from .broken import Broken, broken_bodies
from .valid import bodies
from .values import amounts, contacts, currencies, emails, names, notes

__all__ = [
    "Broken",
    "amounts",
    "bodies",
    "broken_bodies",
    "contacts",
    "currencies",
    "emails",
    "names",
    "notes",
]
