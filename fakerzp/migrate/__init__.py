"""`fakerzp migrate PATH`: tests that stub the official client are rewritten to the fixture, where it is sure.

Sure is a test function in which `razorpay.Client` is patched, and whose mock only makes things: stubs of calls such as
`order.create`, whose made-up ids nothing else in the test relies on. The fake makes those things itself, so the stubs
go. All else is listed, with what to do about it.
"""

from .files import Migration, migrate, report
from .leftovers import Left
from .source import Rewritten, rewrite

__all__ = ["Left", "Migration", "Rewritten", "migrate", "report", "rewrite"]
