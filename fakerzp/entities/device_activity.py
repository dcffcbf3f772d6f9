"""What a point-of-sale device is told to do. Source: razorpay-python/documents/deviceActivity.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from .base import Record, record
from .onboarding import FrozenObject, thawed


@record
class DeviceActivity(Record):
    """One instruction to a device (`pda_`): to begin a checkout for an order, or to close the one under way.

    `told` is what the checkout was begun with; `failure` why the device did nothing; a checkout that was closed before
    anybody paid is `closed`.
    """

    KIND: ClassVar[str] = "device_activity"
    INDEXED: ClassVar[tuple[str, ...]] = ("device_id",)

    action: str
    device_id: str | None = None
    order_id: str | None = None
    told: FrozenObject = FrozenObject()
    failure: str | None = None
    closed: bool = False


def device_activity_json(activity: DeviceActivity, *, is_paid: bool = False) -> dict[str, Any]:
    """An instruction as the API answers it; a checkout is over when its order is paid."""
    begins = activity.action == "initiate_checkout"
    failure = activity.failure or ("checkout_closed" if activity.closed and not is_paid else None)
    status = "failed" if failure else "processing" if begins and not is_paid else "completed"
    return {
        "id": activity.id,
        "entity": "device.activity",
        "device_id": activity.device_id,
        "action": activity.action,
        **({"initiate_checkout": thawed(activity.told)} if begins else {}),
        "status": status,
        "error": {"code": "BAD_REQUEST_ERROR", "reason": failure} if failure else None,
    }


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {"device_activity": device_activity_json}
