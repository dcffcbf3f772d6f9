"""Checkouts on point-of-sale devices: known by the Python SDK alone, whose document is the source.

A device is connected unless it is named as `rzp.dashboard.disconnect_device` left it. A checkout is completed when its
order is paid (`rzp.checkout.pay(order_id)`), and failed when it is closed before (inferred).
"""

from __future__ import annotations

from typing import Any

from ..entities.base import evolve
from ..entities.device_activity import DeviceActivity, device_activity_json
from ..entities.onboarding import FrozenObject, frozen
from ..world.dashboard import OFF
from .endpoint import Call, Routes
from .fields import Choice, Integer, NotesField, Shape, String

routes = Routes()

_SDK = "razorpay-python/razorpay/resources/device_activity.py"
_CHECKOUT = Shape(
    {
        "name": String(),
        "amount": Integer(least=100, required=True),
        "currency": String(required=True),
        "description": String(required=True),
        "type": String(),
        "order_id": String(required=True),
        "prefill": Shape(
            {"name": String(), "email": String(), "contact": String(), "method": Choice(("upi", "card"))}
        ),
    }
)
_CREATE = Shape(
    {
        "device_id": String(),
        "action": Choice(("initiate_checkout", "close_checkout"), required=True),
        "notes": NotesField(),
        "initiate_checkout": _CHECKOUT,
        # The SDK's argument of that name, which it sends as a header.
        "device_mode": Choice(("wired", "wireless")),
    }
)


@routes.add(
    "POST",
    "/v1/devices/activity",
    _SDK,
    basis="sdk",
    python="device_activity.create(data: Dict[str, Any], device_mode: Optional[str] = None, **kwargs)"
    " -> Dict[str, Any]",
    body=_CREATE,
    key_only=True,
)
def create(call: Call) -> dict[str, Any]:
    """Tell a device to begin a checkout for an order, or to close the one under way."""
    fields = call.shaped()
    mode = fields.get("device_mode", call.header("X-Razorpay-Device-Mode"))
    if mode not in (None, "wired", "wireless"):
        raise call.error("one_of", field="device_mode")
    device = fields.get("device_id")
    if mode == "wireless" and not device:
        raise call.error("required", field="device_id")
    begins = fields["action"] == "initiate_checkout"
    if begins and "initiate_checkout" not in fields:
        raise call.error("required", field="initiate_checkout")
    told = fields.get("initiate_checkout", {}) if begins else {}
    order = call.known("order", told["order_id"]) if begins else None
    failure = "device_not_connected" if call.books.claimed((OFF, device)) else None
    if not begins and failure is None and not _close(call, device):
        failure = "checkout_not_found"
    made = DeviceActivity(
        id=call.world.ledger.new_id("pda_"),
        created_at=call.now,
        action=fields["action"],
        device_id=device,
        order_id=order.id if order is not None else None,
        told=FrozenObject((name, frozen(value)) for name, value in told.items()),
        failure=failure,
    )
    call.books.add(made)
    return _shown(call, made)


def _close(call: Call, device: str | None) -> bool:
    """Close the checkout that is under way on the device; whether there is one."""
    begun = call.books.newest(
        "device_activity",
        count=1,
        field="device_id" if device is not None else None,
        value=device,
        keep=lambda one: _shown(call, one)["status"] == "processing",
    )
    for activity in begun:
        call.books.put(evolve(activity, closed=True))
    return bool(begun)


@routes.add(
    "GET",
    "/v1/devices/activity/{id}",
    _SDK,
    basis="sdk",
    python=(
        "device_activity.get_status(activity_id: str, device_mode: Optional[str] = None, **kwargs) -> Dict[str, Any]",
        "device_activity.fetch(id, data, **kwargs)",
    ),
    key_only=True,
)
def fetch(call: Call, activity_id: str) -> dict[str, Any]:
    """How far an instruction is."""
    return _shown(call, call.find("device_activity", activity_id))


def _shown(call: Call, activity: DeviceActivity) -> dict[str, Any]:
    order = call.books.get(activity.order_id)
    return device_activity_json(activity, is_paid=order is not None and order.status == "paid")
