"""UPI Reserve Pay: a customer's money is blocked once, and debited as often as it lasts.

Sources: payments/recurring-payments/upi-reserve-pay.md (limits), and below
payments/payment-gateway/s2s-integration/recurring-payments/upi-reserve-pay integration-steps.md and manage.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..entities.mandate import Token
from ..ledger.books import Books
from ..ledger.due import Due

if TYPE_CHECKING:
    from .world import World

MOST: Final = 1000000
"""The most that can be blocked, in paise."""
LONGEST: Final = 90 * 86400
"""For how long at most, in seconds; so long too if nobody says."""
CANCELLATION: Final = 60
"""How long banks take to cancel a mandate, in seconds: no page says."""
_BEFORE_ITS_END: Final = 600


class ReservePay:
    """Gives back what nobody has debited, shortly before the block ends."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.parts["release_reserve"] = self._ends

    def begin(self, books: Books, token: Token) -> None:
        """See to it that the block of this token ends."""
        if token.reserves and token.expired_at is not None:
            self._world.ledger.schedule(
                token.expired_at - _BEFORE_ITS_END, "release_reserve", books.account, token.id
            )

    def release(self, books: Books, token: Token) -> Token:
        """Begin to cancel a mandate; with Reserve Pay the customer has the rest of the money back."""
        world = self._world
        moved: Token = world.law.move(books, token, "release" if token.reserves else "cancel", world.now)
        world.ledger.schedule(world.now + CANCELLATION, "cancelled", books.account, token.id)
        return moved

    def _ends(self, item: Due) -> None:
        books = self._world.ledger.books(item.account)
        token = books.get(item.entity_id)
        if token is not None and token.left and self._world.law.allows(token, "release"):
            self.release(books, token)
