"""Smart Collect: each page's account exists, with the receivers and payers that it shows, and was paid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.contract.documented.token_hq import of_sub_merchant
from tests.contract.documented_world import Call, Miss, Step

API: tuple[str, ...] = ("virtual_accounts",)
GUIDE: tuple[str, ...] = ("virtual_accounts",)

ACCOUNT = "/v1/virtual_accounts/va_1Aa00000000001"
PAYER = {"type": "bank_account", "bank_account": {"ifsc": "UTIB0000013", "account_number": "914010012345679"}}


def account(*types: str, **more: Any) -> Step:
    """A customer's account with these receivers."""

    def first(world: Any) -> None:
        world.staged["cust"] = world.make_cust()
        body = {"receivers": {"types": list(types)}, "customer_id": world.staged["cust"], **more}
        made = world.post("/v1/virtual_accounts", body)
        world.staged["va"] = made["id"]
        world.staged |= {one["entity"]: one["id"] for one in made["receivers"]}
        for payer in made.get("allowed_payers", ()):
            world.staged["ba"] = payer["id"]

    return first


def paid(*types: str, method: str = "bank_transfer", times: int = 1, **more: Any) -> Step:
    """The same, paid by that method."""

    def first(world: Any) -> None:
        account(*types, **more)(world)
        for _ in range(times):
            done = world.rzp.checkout.pay(world.staged["va"], method=method, amount=5000)
            world.staged["pay"] = done["razorpay_payment_id"]

    return first


def paid_by_qr(world: Any) -> None:
    account("qr_code")(world)
    world.staged["qr"] = world.staged["qr_code"]
    world.staged["pay"] = world.rzp.checkout.pay(world.staged["qr"], method="upi", amount=5000)["razorpay_payment_id"]


_ALL = ("bank_account", "vpa", "qr_code")
_TPV = {"allowed_payers": [PAYER]}
_GUIDE = r"guide\.payments\.(smart-collect\.va-vpa-qr|payment-methods\.{})\.api\."

CALLS: tuple[tuple[str, Call], ...] = (
    (
        r"payments\.smart-collect\.fetch-payments-bank-transfer-utr",
        Call(paid("vpa", method="upi"), query={"virtual_account": "1"}),
    ),
    (r"payments\.smart-collect-2\.fetch-payments-upi", Call(paid("vpa", method="upi"))),
    (r"payments\.smart-collect-2\.(tpv-)?add-receiver-bank-transfer", Call(account("vpa"))),
    (r"payments\.smart-collect-2\.(tpv-)?add-receiver-vpa", Call(account("bank_account"))),
    (
        r"payments\.smart-collect-tpv\.add-allowed-payer",
        Call(account("bank_account"), path=f"{ACCOUNT}/allowed_payers"),
    ),
    (r"payments\.smart-collect-tpv\.delete-allowed-payer", Call(account("bank_account", **_TPV))),
    (r"payments\.smart-collect-tpv\.(close|fetch-.*)", Call(paid("bank_account", **_TPV))),
    (r"payments\.smart-collect\.(close|fetch-.*)", Call(paid("bank_account"))),
    (r"guide\.partners\..*\.create-a-virtual-account-api", Call(of_sub_merchant())),
    (r"guide\.partners\..*\.fetch-all-virtual-accounts", Call(of_sub_merchant(paid("bank_account")))),
    (r"guide\.payments\.payment-methods\.(bharatqr|upi-qr)\.(testing|api\.(fetch|clos).*)", Call(paid_by_qr)),
    (_GUIDE.format("x") + r"fetch\.upi", Call(paid("vpa", method="upi"))),
    (_GUIDE.format("x") + r"close", Call(paid(*_ALL))),
    (_GUIDE.format("x") + r"fetch\..*", Call(paid("bank_account", "vpa"))),
)
EXCEPTIONS: Mapping[str, Miss] = {}
