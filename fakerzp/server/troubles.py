"""What is answered where Razorpay has no answer to give: JSON that says what to do."""

from __future__ import annotations

import json
from traceback import format_exception_only
from typing import Any

from werkzeug.wrappers import Response

from ..doors.faulted import fault_of
from ..exceptions import NotFaked, NotPayable, PaymentFailed, PaymentPending
from .arguments import Misused

_OF_THE_CALLER = (
    *(Misused, LookupError, OverflowError, TypeError, ValueError),
    *(PaymentFailed, PaymentPending, NotPayable),
)


def json_answer(status: int, body: Any) -> Response:
    """A body as JSON, laid out for people."""
    return Response(json.dumps(body, indent=2) + "\n", status, content_type="application/json")


def trouble(status: int, code: str, description: str, /, **more: Any) -> Response:
    """An error in the envelope of Razorpay's: {"error": {"code", "description", ...}}."""
    return json_answer(status, {"error": {"code": code, "description": description, **more}})


def is_expected(error: BaseException) -> bool:
    """Whether an exception of a call is an answer to its caller, and nobody else needs to hear of it."""
    return isinstance(error, _OF_THE_CALLER) or _is_refusal(error) or fault_of(error) is not None


def answer_to(error: BaseException) -> Response:
    """What an exception is over HTTP; 500 for what nobody expects."""
    if isinstance(error, PaymentFailed):
        return json_answer(402, error.error)
    if isinstance(error, PaymentPending):
        return json_answer(202, {"payment_id": error.payment_id, "status": "created", "description": str(error)})
    if isinstance(error, NotPayable):
        return trouble(409, "NOT_PAYABLE", str(error), target=error.target, status=error.status)
    if isinstance(error, NotFaked):
        return trouble(501, "NOT_FAKED", str(error), endpoint=error.endpoint)
    if _is_refusal(error):
        told = {name: getattr(error, name, None) for name in ("field", "source", "step", "reason")}
        return trouble(vars(error)["status"], vars(error)["code"], str(error), **told)
    if fault_of(error) is not None:
        return trouble(409, "FAULT_MET", f"a fault that was injected met a call on the way: {fault_of(error)}")
    if isinstance(error, LookupError):
        return trouble(404, "NOT_FOUND", str(error))
    if isinstance(error, _OF_THE_CALLER):
        return trouble(400, "BAD_REQUEST", str(error))
    return crash(error)


def crash(error: BaseException) -> Response:
    """What nobody expects: a failure of the fake's own, which is none of Razorpay's."""
    what = "".join(format_exception_only(type(error), error)).strip()
    return trouble(500, "FAKERZP_ERROR", f"fakerzp itself failed, or what it was told to call: {what}")


def _is_refusal(error: BaseException) -> bool:
    """Whether it is an API error, of whichever class, as direct calls on the fake raise it."""
    return {"status", "code"} <= vars(error).keys()
