"""Product details of orders and payment links: what a mutual fund's platform is to be told of a purchase.

Sources: api/orders/products.md and the pages below it. Razorpay does not look whether a member is there, only at
what is sent. The list of AMC codes is not closed: the pages' own samples use others.
"""

from __future__ import annotations

from typing import Any

from .endpoint import Call
from .fields import Choice, ListOf, Shape, String

Products = tuple[tuple[tuple[str, str], ...], ...]

PRODUCTS = ListOf(
    Shape(
        {
            "type": Choice(("mutual_fund",), required=True),
            "plan": String(),
            "folio": String(),
            "amount": String(most=20),
            "option": String(),
            "scheme": String(),
            "receipt": String(),
            "mf_member_id": String(most=20),
            "mf_user_id": String(most=10),
            "mf_partner": Choice(("cams", "kfin", "bse", "nse")),
            "mf_investment_type": Choice(("L", "S")),
            "mf_amc_code": String(most=5),
        }
    )
)


def check(call: Call, fields: dict[str, Any]) -> None:
    """Refuse an empty list, and, on an account with Amount Check, amounts that are not the whole together."""
    products: list[dict[str, str]] = fields["products"]
    if not products:
        raise call.error("required", field="products")
    if call.world.account.amount_check:
        amounts = [product.get("amount", "") for product in products]
        if not all(amount.isdecimal() for amount in amounts) or sum(map(int, amounts)) != fields["amount"]:
            raise call.error("products_sum", field="products")


def check_validation(call: Call, options: dict[str, Any]) -> None:
    """Refuse a link with products that is not for one bank account: api/orders/products/create-pl-with-details.md."""
    order = options.get("order") or {}
    for name in ("method", "bank_account"):
        if not order.get(name):
            raise call.error("required", field=f"options.order.{name}")


def kept(products: list[dict[str, str]]) -> Products:
    """The products as an order keeps them."""
    return tuple(tuple(product.items()) for product in products)
