"""What somebody wants explained, made of one form: an exception, what Checkout handed over, a reply, or text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

# "razorpay.errors.BadRequestError: The id provided does not exist", as a traceback ends.
_RAISED = re.compile(r"(?:E\s+)?((?:\w+\.)*)([A-Z]\w*): (.*)", re.DOTALL)
OF_RAZORPAY = frozenset(("BadRequestError", "GatewayError", "ServerError", "SignatureVerificationError"))


class Asked(NamedTuple):
    """An error as far as it is known: its `description`, `reason` and `code`, and what it was `raised` as.

    `endpoint` is what NotFaked names, `target` and `status` what NotPayable does.
    """

    description: str | None = None
    reason: str | None = None
    code: str | None = None
    raised: str | None = None
    endpoint: str | None = None
    target: str | None = None
    status: str | None = None


def read(error: Any) -> Asked:
    """What is asked about; raises TypeError for what can be no error."""
    if isinstance(error, str):
        return _text(error.strip())
    if isinstance(error, Mapping):
        return _fields(error)
    if isinstance(error, BaseException):
        return _exception(error)
    body = getattr(error, "body", None)  # a reply
    if isinstance(body, Mapping):
        return _fields(body)
    raise TypeError(
        f"explain() takes an exception, the dict that Checkout hands over, a reply or text, not {type(error).__name__}"
    )


def _text(text: str) -> Asked:
    if text.startswith("{"):
        try:
            return _fields(json.loads(text))
        except ValueError:
            pass
    found = _RAISED.fullmatch(text)
    if found is not None and (found[1] or found[2].endswith(("Error", "Failed", "NotFaked", "NotPayable", "NotBuilt"))):
        name = found[2]
        asked = Asked(found[3].strip(), raised=name)
        return asked._replace(endpoint=_endpoint_in(asked.description)) if name in ("NotFaked", "NotBuilt") else asked
    return Asked(text)


def _endpoint_in(description: str | None) -> str | None:
    found = re.search(r"\b(?:GET|POST|PUT|PATCH|DELETE) /\S+?(?=[,:]?(?:\s|$))", description or "")
    return found[0] if found else None


def _fields(given: Mapping[str, Any]) -> Asked:
    """An error object, what stands around one, or a failed payment with its `error_*` fields."""
    error = given.get("error", given)
    if isinstance(error, str):
        return _text(error)
    if not isinstance(error, Mapping):
        raise TypeError("the error is neither an object nor text")
    found = {
        name: error.get(name) or error.get(f"error_{name}") for name in ("description", "reason", "code")
    }
    if not any(isinstance(value, str) for value in found.values()):
        raise TypeError(f"there is no description, reason or code in {sorted(map(str, error))}")
    return Asked(**{name: value if isinstance(value, str) else None for name, value in found.items()})


def _exception(error: BaseException) -> Asked:
    handed = getattr(error, "error", None)  # PaymentFailed
    asked = _fields(handed) if isinstance(handed, Mapping) else Asked(str(error))
    carried = {name: getattr(error, name, None) for name in ("reason", "code", "endpoint", "target", "status")}
    known = {name: value for name, value in carried.items() if isinstance(value, str)}
    return asked._replace(raised=type(error).__name__, **known)
