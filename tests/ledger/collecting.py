"""Journeys through every row of QR codes and of Smart Collect."""

from __future__ import annotations

import pytest

from fakerzp import PaymentPending


def _code(rzp, **more):
    return rzp.qrcode.create({"type": "upi_qr", "usage": "multiple_use", **more})["id"]


def _account(rzp, *types, **more):
    return rzp.virtual_account.create({"receivers": {"types": list(types or ("bank_account",))}, **more})["id"]


def qr_codes(rzp):
    many = _code(rzp)
    rzp.checkout.pay(many, amount=500)
    waiting = rzp.checkout.pay(many, amount=700, capture=False)["razorpay_payment_id"]
    rzp.request("PATCH", f"/v1/payments/qr_codes/{many}", json={"notes": {"a": "b"}})
    rzp.qrcode.close(many)
    rzp.request("PATCH", f"/v1/payments/qr_codes/{many}", json={"notes": {"a": "c"}})
    rzp.payment.capture(waiting, 700)
    once = {"usage": "single_use", "fixed_amount": True, "payment_amount": 300}
    rzp.checkout.pay(_code(rzp, **once))
    _code(rzp, **once)
    rzp.clock.advance(hours=2)


def virtual_accounts(rzp):
    account = _account(rzp, close_by=rzp.clock.now() + 86400)
    rzp.checkout.pay(account, method="bank_transfer", amount=5000)
    waiting = rzp.checkout.pay(account, amount=6000, capture=False)["razorpay_payment_id"]
    rzp.request("PATCH", f"/v1/virtual_accounts/{account}", json={"notes": {"a": "b"}})
    rzp.request("PATCH", f"/v1/virtual_accounts/{account}", json={"close_by": rzp.clock.now() + 90000})
    payer = {"type": "bank_account", "bank_account": {"ifsc": "UTIB0000013", "account_number": "914010012345679"}}
    rzp.virtual_account.add_allowed_player(account, payer)
    rzp.virtual_account.add_receiver(account, {"types": ["vpa"]})
    rzp.virtual_account.close(account)
    rzp.request("PATCH", f"/v1/virtual_accounts/{account}", json={"notes": {"a": "c"}})
    rzp.payment.capture(waiting, 6000)
    _account(rzp, close_by=rzp.clock.now() + 86400)
    rzp.bank.next(rzp.bank.authorize_late(after=3600))
    with pytest.raises(PaymentPending):
        rzp.checkout.pay(_account(rzp, "vpa"), method="upi", amount=100)
    rzp.clock.advance(days=91)
