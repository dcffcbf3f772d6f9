"""The customer's part of payments that the merchant's server makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import server_payments as texts
from .rows import SAME, Birth, Changes, Coupling, Lifecycle, Row


def _guessed(authentication: Any, cause: Any, origin: Any) -> Changes:
    return {"wrong": authentication.wrong + 1}


_OPEN = ("awaited", "otp_sent")

AUTHENTICATION = Lifecycle(
    "authentication",
    "payments/payment-methods/cards/authentication/native-otp.md",
    births=(Birth("awaited"),),
    rows=(
        Row("send_otp", _OPEN, "otp_sent"),
        Row("guess_otp", ("otp_sent",), SAME, effect=_guessed),
        Row("identify_device", ("awaited",), SAME),
        Row("confirm", _OPEN, "confirmed"),
        Row("decline", _OPEN, "declined"),
    ),
    refusals={
        ("awaited", "guess_otp"): texts.OTP_NOT_SENT,
        ("otp_sent", "identify_device"): texts.OTP_WAS_CHOSEN,
        ("*", "*"): texts.ANSWERED_ALREADY,
    },
)

MACHINES: tuple[Lifecycle, ...] = (AUTHENTICATION,)

COUPLINGS: tuple[Coupling, ...] = ()

EXPIRY: Mapping[str, str] = {}
