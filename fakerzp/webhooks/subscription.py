"""A subscription, as its owner holds it; what it says is read where the world keeps it."""

from __future__ import annotations

from typing import Any

from .bodies import secret_of
from .courier import Courier
from .state import Hook


class Subscription:
    """One webhook of `rzp.webhooks.subscribe`: who is told of which events, under which secret."""

    __slots__ = ("_courier", "id")

    def __init__(self, courier: Courier, hook_id: str) -> None:
        self._courier = courier
        self.id = hook_id
        """Its id, 14 base-62 characters."""

    def _hook(self) -> Hook:
        hook = self._courier.state.hook(self.id)
        if hook is None:
            raise LookupError(f"there is no webhook {self.id}: it was deleted, or the world is that of before it")
        return hook

    @property
    def target(self) -> Any:
        """What it was made with: the callable, the application or the URL."""
        return self._hook().target

    @property
    def secret(self) -> str | None:
        """The secret that events are signed with from now on; None if they are not signed."""
        return self._hook().secret

    @property
    def events(self) -> tuple[str, ...] | None:
        """The names of the events that it is told of; None for all."""
        return self._hook().events

    @property
    def account(self) -> str | None:
        """The account (`acc_...`) whose events it is told of; None for the merchant and all sub-merchants."""
        return self._hook().account

    @property
    def active(self) -> bool:
        """Whether it is told of anything."""
        return self._hook().active

    @property
    def disabled_at(self) -> int | None:
        """When it was disabled (Unix seconds), by hand or after 24 hours of failure; None while it is active."""
        return self._hook().disabled_at

    def rotate(self, secret: str) -> None:
        """Sign what happens from now on with another secret.

        What happened before keeps the old one, also when it is tried again later (webhooks/faqs.md).
        """
        new = secret_of(secret)
        with self._courier.world.ledger.lock:
            self._courier.collect()
            self._courier.state = self._courier.state.with_hook(self._hook()._replace(secret=new))

    def disable(self) -> None:
        """Tell it nothing more. What it did not accept by then stays pending."""
        with self._courier.world.ledger.lock:
            self._courier.collect()
            self._courier.disable(self._hook(), None)

    def enable(self) -> None:
        """Tell it of what happens from now on. What happened meanwhile is not made up for."""
        with self._courier.world.ledger.lock:
            self._courier.collect()
            hook = self._hook()._replace(active=True, disabled_at=None)
            self._courier.state = self._courier.state.with_hook(hook)
            self._courier.mirror(hook.id, "enable")

    def delete(self) -> None:
        """Take it away, with all that was pending for it."""
        courier = self._courier
        with courier.world.ledger.lock:
            hook = self._hook()
            courier.forget(hook.id)
            courier.mirror(hook.id, "delete")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Subscription) and (self._courier, self.id) == (other._courier, other.id)

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        hook = self._courier.state.hook(self.id)
        told = "deleted" if hook is None else ", ".join(hook.events) if hook.events is not None else "all events"
        return f"<Subscription {self.id}: {told}>"
