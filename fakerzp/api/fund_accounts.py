"""Customers' fund accounts."""

from __future__ import annotations

from typing import Any

from .. import errors
from ..entities.fund_accounts import FundAccount, FundBankAccount, fund_account_json
from ..errors import fund_accounts as texts
from ..exceptions import NotFaked
from ..world.banks import bank_name, is_ifsc
from ..world.instruments import is_vpa
from .endpoint import Call, Routes
from .fields import Choice, Shape, String
from .lists import page

routes = Routes()

_PAGE = "api/customers/customer-fund-account.md"
_BANK_ACCOUNT = Shape(
    {
        "name": String(most=120, required=True),
        "ifsc": String(required=True),
        "account_number": String(least=5, most=40, required=True),
    }
)
# A UPI address is on the page of RazorpayX only, whose limits these are.
_VPA = Shape({"address": String(least=3, most=100, required=True)})
_NEW = Shape(
    {
        "customer_id": String(required=True),
        "account_type": Choice(("bank_account", "vpa"), required=True),
        "bank_account": _BANK_ACCOUNT,
        "vpa": _VPA,
    }
)


@routes.add(
    "POST",
    "/v1/fund_accounts",
    _PAGE,
    python="fund_account.create(data={}, **kwargs)",
    node="fundAccount.create(params, callback)",
    body=_NEW,
)
def create(call: Call) -> dict[str, Any]:
    """A new fund account of a customer, also of details that are known: the SDK's own sample has two of the same."""
    if "contact_id" in call.body:
        raise NotFaked("fund accounts of contacts belong to RazorpayX, another product", endpoint="fund_account.create")
    fields = call.shaped()
    customer = call.find("customer", fields["customer_id"])
    kind = fields["account_type"]
    details = fields.get(kind)
    if details is None:
        raise call.error("required", field=kind)
    account = FundAccount(
        id=call.world.ledger.new_id("fa_"), created_at=call.now, customer_id=customer.id, **_of_kind(kind, details)
    )
    call.books.add(account)
    return fund_account_json(account)


def _of_kind(kind: str, details: dict[str, Any]) -> dict[str, Any]:
    """The bank account or the UPI address; raises the API error of one that can be none."""
    if kind == "vpa":
        if not is_vpa(details["address"]):
            raise texts.INVALID_VPA.error(field="vpa.address")
        return {"vpa": details["address"]}
    if not is_ifsc(details["ifsc"]):
        raise errors.INVALID_IFSC.error(field="bank_account.ifsc")
    bank = FundBankAccount(
        details["ifsc"], bank_name(details["ifsc"]), details["name"], details["account_number"]
    )
    return {"bank_account": bank}


@routes.add(
    "GET",
    "/v1/fund_accounts",
    _PAGE,
    python="fund_account.all(data={}, **kwargs)",
    node="fundAccount.fetch(customerId, callback)?customer_id={customerId}",
)
def fetch_all(call: Call) -> dict[str, Any]:
    """A page of a customer's fund accounts, newest first; the query must say which customer's."""
    customer_id = call.query.get("customer_id")
    if not customer_id:
        raise call.error("required", field="customer_id")
    customer = call.find("customer", str(customer_id))
    return page(call, "fund_account", fund_account_json, by={"customer_id": customer.id}, takes=("customer_id",))


@routes.add(
    "GET",
    "/v1/fund_accounts/{id}",
    "razorpay-python/razorpay/resources/base.py",
    python="fund_account.fetch(id, data, **kwargs)",
    basis="sdk",
)
def fetch(call: Call, account_id: str) -> dict[str, Any]:
    """One fund account of a customer."""
    return fund_account_json(call.find("fund_account", account_id))
