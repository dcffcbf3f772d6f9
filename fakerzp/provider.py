"""A provider for Faker: data that the fake takes as Razorpay would.

    fake = Faker()
    fake.add_provider(RazorpayProvider)
    rzp.order.create(fake.order())

or `Faker(includes=["fakerzp.provider"])`. Amounts are in paise. What is drawn depends on Faker's seed alone: neither on
its locale nor on its version. Every method that makes a request's body takes the fields that you want otherwise.
"""

from __future__ import annotations

from typing import Any

from faker.providers import BaseProvider

from .data import bodies, instruments, people


class RazorpayProvider(BaseProvider):
    """Customers, instruments, requests and ids."""

    # -- people and businesses

    def indian_name(self) -> str:
        """A first and a last name."""
        return people.name(self.generator.random)

    def indian_mobile(self) -> str:
        """`+91` and ten digits, the first of them 6 to 9."""
        return people.mobile(self.generator.random)

    def indian_address(self) -> dict[str, Any]:
        """line1, line2, zipcode, city, state and country, as an invoice's billing_address takes them."""
        return people.address(self.generator.random)

    def pan(self, *, business: bool = False) -> str:
        """A permanent account number, of an individual or of a company."""
        return people.pan(self.generator.random, business=business)

    def gstin(self) -> str:
        """A GST number whose check character is right."""
        return people.gstin(self.generator.random)

    def customer(self, **fields: Any) -> dict[str, Any]:
        """A body for `customer.create`: name, email, contact, and of some a gstin."""
        return people.customer(self.generator.random, **fields)

    # -- instruments

    def vpa(self) -> str:
        """A UPI id that pays. `failure@razorpay` is the one that does not."""
        return instruments.vpa(self.generator.random)

    def card_number(self, network: str | None = None) -> str:
        """A number that passes the Luhn check and pays, by network: Visa, MasterCard, RuPay, American Express, ..."""
        return instruments.card_number(self.generator.random, network)

    def card(self, network: str | None = None) -> dict[str, Any]:
        """A card that pays, for `checkout.pay(card=...)`."""
        return instruments.card(self.generator.random, network=network)

    def test_card(
        self, reason: str | None = None, network: str | None = None, *, international: bool | None = None
    ) -> dict[str, Any]:
        """A documented test card that pays, or that fails for `reason` (`insufficient_fund`, `card_declined`, ...).

        Raises ValueError, naming the reasons, where there is none.
        """
        return instruments.documented_card(self.generator.random, reason, network, international=international)

    def ifsc(self, bank: str | None = None) -> str:
        """The code of a bank's branch, such as HDFC0001234."""
        return instruments.ifsc(self.generator.random, bank)

    def bank_account(self) -> dict[str, Any]:
        """A bank account as mandates take it."""
        return instruments.bank_account(self.generator.random)

    def netbanking_bank(self) -> str:
        """The code of a bank for `checkout.pay(method="netbanking", bank=...)`."""
        return instruments.netbanking_bank(self.generator.random)

    def instrument(self, method: str | None = None) -> dict[str, Any]:
        """Arguments for `checkout.pay`: a method (upi, card, netbanking, wallet) and what goes with it."""
        return instruments.instrument(self.generator.random, method)

    # -- requests

    def paise(self, least: int = 10000, most: int = 500000) -> int:
        """A price in paise, in whole rupees; small ones come more often."""
        return bodies.amount(self.generator.random, least, most)

    def receipt(self) -> str:
        """A receipt number."""
        return bodies.receipt(self.generator.random)

    def notes(self) -> dict[str, str]:
        """Notes as shops keep them."""
        return bodies.notes(self.generator.random)

    def item(self, **fields: Any) -> dict[str, Any]:
        """A body for `item.create`."""
        return bodies.item(self.generator.random, **fields)

    def order(self, **fields: Any) -> dict[str, Any]:
        """A body for `order.create`."""
        return bodies.order(self.generator.random, **fields)

    def invoice(self, **fields: Any) -> dict[str, Any]:
        """A body for `invoice.create`; its customer is made up unless `customer_id` is given."""
        return bodies.invoice(self.generator.random, **fields)

    def payment_link(self, **fields: Any) -> dict[str, Any]:
        """A body for `payment_link.create`."""
        return bodies.payment_link(self.generator.random, **fields)

    def registration_link(self, method: str | None = None, **fields: Any) -> dict[str, Any]:
        """A body for `registration_link.create`: a mandate by card, upi, emandate or nach."""
        return bodies.registration_link(self.generator.random, method, **fields)

    def refund(self, most: int, **fields: Any) -> dict[str, Any]:
        """A body for `payment.refund` of a payment of which `most` paise are left."""
        return bodies.refund(self.generator.random, most, **fields)

    # -- ids, well formed and nobody's

    def razorpay_id(self, kind: str) -> str:
        """An id of that kind: order, payment, refund, customer, invoice, payment_link, token, card, item, ..."""
        return bodies.entity_id(self.generator.random, kind)

    def account_id(self) -> str:
        """An account's id."""
        return self.razorpay_id("account")

    def customer_id(self) -> str:
        """A customer's id."""
        return self.razorpay_id("customer")

    def order_id(self) -> str:
        """An order's id."""
        return self.razorpay_id("order")

    def payment_id(self) -> str:
        """A payment's id."""
        return self.razorpay_id("payment")

    def refund_id(self) -> str:
        """A refund's id."""
        return self.razorpay_id("refund")

    def invoice_id(self) -> str:
        """An invoice's id."""
        return self.razorpay_id("invoice")

    def payment_link_id(self) -> str:
        """A payment link's id."""
        return self.razorpay_id("payment_link")

    def token_id(self) -> str:
        """A token's id."""
        return self.razorpay_id("token")


Provider = RazorpayProvider
"""The name by which Faker looks for it: `Faker(includes=["fakerzp.provider"])`."""
