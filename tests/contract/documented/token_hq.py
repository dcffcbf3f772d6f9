"""Cards saved as tokens, cards and IINs; and what other pages show of customers, tokens and mandates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.contract.documented_world import Call, Miss, Step, charge_of, order_of, token
from tests.flows.saved_cards import VISA, token_body

API: tuple[str, ...] = ("cards", "iins")
GUIDE: tuple[str, ...] = ("tokens", "iins", "recurring_payments", "registration_links")

_SUB_MERCHANT = "acc_KBrJAIEqre5ucn"
_CUSTOMER = "/v1/customers/cust_1Aa00000000001"


def saved_card(world: Any) -> None:
    """A customer's card, saved as a token, and what its network made of it."""
    world.staged["cust"] = world.make_cust()
    made = world.post("/v1/tokens", token_body(VISA, customer_id=world.staged["cust"]))
    world.staged |= {"token": made["id"], "spt": made["service_provider_tokens"][0]["id"]}
    world.make_spt = world.make_ba  # the tool only replaces ids of what it has a recipe for


def refused_card(world: Any) -> None:
    """A card that its network refused: the page shows why, with a status that says otherwise."""
    world.rzp.bank.script_tokens(["failed"])
    saved_card(world)


def reserved(world: Any) -> None:
    """Money that a customer has blocked with UPI Reserve Pay."""
    world.staged["cust"] = world.make_cust()
    block = {"max_amount": 200000, "frequency": "as_presented", "type": "single_block_multiple_debit"}
    order_of(100, method="upi", customer_id=world.staged["cust"], token=block)(world)
    paid = world.rzp.checkout.pay(world.staged["order"], method="upi")["razorpay_payment_id"]
    world.staged |= {"pay": paid, "token": world.read(f"/v1/payments/{paid}")["token_id"]}


def of_sub_merchant(step: Step | None = None) -> Step:
    """The same in the books of a partner's sub-merchant."""

    def first(world: Any) -> None:
        mine = {"X-Razorpay-Account": _SUB_MERCHANT}
        post, request = world.post, world.rzp.request
        world.staged["acc"] = _SUB_MERCHANT
        world.post = lambda path, body, headers=None: post(path, body, {**(headers or {}), **mine})
        world.read = lambda path: request("GET", path, headers=mine).body
        if step is not None:
            step(world)

    return first


def customer(world: Any) -> None:
    world.staged["cust"] = world.make_cust()


# Pages of several years: their cards have expired since.
_CARD = {"number": "4386289407660153", "name": "Gaurav Kumar", "expiry_month": "12", "expiry_year": "2030"}
_OF_TOKENS = "(fetch-(all-)?tokens?-by-(payment|customer)-id|fetch-a-token-by-customer-id|delete-tokens)"
_HQ = r"guide\.payments\.payment-methods\.cards\.token-hq\.[a-z-]+\.apis\."
_PARTNERS = r"guide\.partners\.aggregators\.partner-auth\.recurring-payments"

CALLS: tuple[tuple[str, Call], ...] = (
    (r"guide\..*\.upi-reserve-pay\.integration-steps\.fetch-token-by-(token-id-and-)?customer-id", Call(reserved)),
    (r"payments\.cards\.fingerprints\.fetch-razorpay-token", Call(saved_card)),
    (
        r"guide\..*\.razorpay-requestor-with-network-tokens\.apis\.fetch-card-properties-of-an-existing-token",
        Call(refused_card),
    ),
    (_HQ + "(fetch|process)-.*", Call(saved_card)),
    (r"guide\.partners\.aggregators\.partner-auth\.token-sharing\.(delete|fetch)-.*", Call(saved_card)),
    (
        r"guide\.partners\.aggregators\.partner-auth\.token-sharing\.create-token-on-.*",
        Call(customer, body=token_body("4386289407660153", customer_id="cust_1Aa00000000001", notes=[])),
    ),
    (
        r"guide\.payments\.payment-methods\.cards\.token-private",
        Call(body={"method": "card", **{f"card[{name}]": value for name, value in _CARD.items()}}),
    ),
    (r"guide\.payments\.payment-methods\.cards\.token-public", Call(body={"method": "card", "card": _CARD})),
    *(
        (
            rf"{_PARTNERS}\.{pages}\.(registration-links\.)?fetch-manage-tokens\.{_OF_TOKENS}",
            Call(of_sub_merchant(token(method))),
        )
        for pages, method in (("cards", "card"), ("emandate", "emandate"), ("upi", "upi"))
    ),
    (rf"{_PARTNERS}\.cards\.payment-api\.create-a-payment", Call(of_sub_merchant(charge_of(100, "card")))),
    (
        rf"{_PARTNERS}\.cards\.registration-links\.create-subsequent-payments\.create-a-recurring-payment",
        Call(of_sub_merchant(charge_of(71000, "card"))),
    ),
    (r"guide\..*\.create-a-(recurring|one-time)-payment", Call(charge_of(1000, "upi"))),
    (rf"{_PARTNERS}\..*\.create-a-registration-link", Call(of_sub_merchant())),
)

EXCEPTIONS: Mapping[str, Miss] = {}
