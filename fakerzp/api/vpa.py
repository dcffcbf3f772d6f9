"""UPI ids: whether there is one, and whose it is."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..errors import server_payments as texts
from ..world.instruments import is_vpa
from .endpoint import Call, Routes
from .fields import Shape, String

routes = Routes()

# Whose every UPI id is here, as in each sample; of nobody more is known.
OWNER = "Gaurav Kumar"


@routes.add(
    "POST",
    "/v1/payments/validate/vpa",
    "payments/payment-gateway/s2s-integration/payment-methods/upi/collect.md",
    python="payment.validateVpa(data={}, **kwargs)",
    node="payments.validateVpa(params={}, callback)",
    body=Shape({"vpa": String(required=True)}),
    says={"key": errors.KEY_DOT},
)
def validate(call: Call) -> dict[str, Any]:
    """Tell whose UPI id it is; everything that is written like one exists here, as at Checkout (inferred)."""
    vpa = call.shaped()["vpa"]
    if not is_vpa(vpa):
        raise texts.INVALID_VPA.error(field="vpa")
    return {"vpa": vpa, "success": True, "customer_name": OWNER}
