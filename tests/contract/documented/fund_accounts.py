"""Customers' fund accounts, and what lenders say of customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.contract.documented.token_hq import of_sub_merchant
from tests.contract.documented_world import Call, Miss

API: tuple[str, ...] = ("fund_accounts",)
GUIDE: tuple[str, ...] = ("customers",)


def fund_account(world: Any) -> None:
    """A fund account of the customer at hand."""
    world.staged["cust"] = world.make_cust()
    world.make_fa()


def eligibility(world: Any) -> None:
    """A request that some lenders decline."""
    world.rzp.bank.script_eligibility({"paypal": "credit_limit_exhausted"})
    asked = {"amount": 500000, "currency": "INR", "customer": {"contact": "+917887578479"}}
    made = world.post("/v1/customers/eligibility", {**asked, "instruments": [{"method": "paylater"}]})
    world.staged["elig"] = made["instruments"][0]["eligibility_req_id"]
    world.make_elig = world.make_ba  # the tool only replaces ids of what it has a recipe for


_GUIDE = r"guide\.payments\.payment-gateway\.emi-\.eligibility-check"
CALLS: tuple[tuple[str, Call], ...] = (
    (r"customers\.customer-fund-account\.fetch-.*", Call(fund_account)),
    (rf"{_GUIDE}\.fetch-eligibility-by-id", Call(eligibility)),
    (r"guide\..*\.create-a-customer(-in-server)?", Call(of_sub_merchant())),
)
EXCEPTIONS: Mapping[str, Miss] = {}
