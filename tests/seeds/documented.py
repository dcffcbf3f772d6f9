"""Holding an answer against what a document shows."""

from typing import Any

import pytest

from fakerzp import BadRequestError, NotPayable, PaymentFailed

NOW = 1767607200  # where the clock of the fixture `rzp` stands: 2026-01-05T10:00:00Z
MINUTE = 60
DAY = 86400

GAURAV = {"name": "Gaurav Kumar", "contact": "+919876543210", "email": "gaurav.kumar@example.com"}

# Checkout says no before a payment exists, or the API does: no document tells which.
REFUSED_AT_CHECKOUT = (NotPayable, PaymentFailed, BadRequestError)


def fits(documented: Any, got: Any, where: str = "body") -> None:
    """The same keys, none more, and the same JSON types; a documented null fits whatever is there."""
    if documented is None:
        return
    assert type(got) is type(documented), f"{where}: {got!r}, documented {documented!r}"
    if isinstance(documented, dict) and not where.endswith(".notes"):
        assert set(got) == set(documented), where
        for key, value in documented.items():
            fits(value, got[key], f"{where}.{key}")


def ok(reply: Any) -> Any:
    """The body of an answer that must be a success."""
    assert reply.status == 200, reply.body
    return reply.body


def refused(reply: Any, text: str | None = None, names: str | None = None) -> dict[str, Any]:
    """The error object of a refusal: `text` is its whole description, `names` the field it speaks of."""
    assert reply.status == 400, reply.body
    assert set(reply.body) == {"error"}
    error: dict[str, Any] = reply.body["error"]
    assert set(error) - {"field"} == {"code", "description", "source", "step", "reason", "metadata"}
    assert error["code"] == "BAD_REQUEST_ERROR"
    if text is not None:
        assert error["description"] == text
    if names is not None:
        assert error.get("field") == names or names in error["description"]
    return error


def post(rzp: Any, path: str, body: Any = None, **more: Any) -> Any:
    """The body of a POST that must succeed."""
    return ok(rzp.request("POST", path, json=body, **more))


def get(rzp: Any, path: str, **more: Any) -> Any:
    """The body of a GET that must succeed."""
    return ok(rzp.request("GET", path, **more))


def sent(rzp: Any, entity_id: str, medium: str | None = None, kind: str = "notification") -> list[Any]:
    """What the customer was sent about an entity, oldest first."""
    return [
        message
        for message in rzp.outbox
        if message.entity_id == entity_id and message.kind == kind and medium in (None, message.medium)
    ]


def unpayable(rzp: Any, entity_id: str, **how: Any) -> None:
    """Checkout takes no such payment."""
    with pytest.raises(REFUSED_AT_CHECKOUT):
        rzp.checkout.pay(entity_id, **how)
