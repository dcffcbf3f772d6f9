"""The Faker provider: whatever it makes up, the fake takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from faker import Faker
from faker.providers import BaseProvider
from stdnum import luhn
from stdnum.in_ import gstin, pan

from fakerzp import BadRequestError, NotPayable, PaymentFailed
from fakerzp.api.ids import PREFIXES, is_well_formed
from fakerzp.data.instruments import BANKS, CARD_NUMBERS
from fakerzp.provider import Provider, RazorpayProvider
from fakerzp.world import cards
from fakerzp.world.banks import emandate_banks, is_ifsc, is_netbanking_bank
from fakerzp.world.cards import TEST_CARDS
from fakerzp.world.instruments import is_vpa, vpa_outcome

ROUNDS = range(60)
IDS = re.compile(r"`fake\.order_id\(\)`, and so for ([a-z_, ]+)")
OWN = sorted(name for name in set(dir(RazorpayProvider)) - set(dir(BaseProvider)) if not name.startswith("_"))


def provided(seed: int = 5, locale: str = "en_US") -> Faker:
    made = Faker(locale)
    made.add_provider(RazorpayProvider)
    made.seed_instance(seed)
    return made


@pytest.fixture
def fake() -> Faker:
    return provided()


def drawn(fake: Faker) -> list[object]:
    arguments = {"refund": (50000,), "razorpay_id": ("order",)}
    return [getattr(fake, name)(*arguments.get(name, ())) for name in OWN]


# ---------------------------------------------------------------------- as Faker has it


def test_faker_finds_the_provider_in_its_module():
    fake = Faker(includes=["fakerzp.provider"])
    assert Provider is RazorpayProvider
    assert fake.order()["currency"] == "INR"


def test_the_seed_of_faker_decides_and_nothing_else():
    assert drawn(provided(5)) == drawn(provided(5, "en_IN")) == drawn(provided(5, "ja_JP"))
    assert drawn(provided(5)) != drawn(provided(6))


def test_what_faker_has_by_itself_is_still_there():
    plain = Faker(["en_US", "en_IN"])
    assert [name for name in OWN if hasattr(plain["en_US"], name)] == []
    assert [name for name in OWN if hasattr(plain["en_IN"], name)] in ([], ["gstin", "pan"])  # newer ones know these


def test_every_method_says_what_it_makes():
    assert [name for name in OWN if not (getattr(RazorpayProvider, name).__doc__ or "").strip().endswith(".")] == []
    assert len(OWN) == 32


def test_data_of_a_seed_stays_as_it_is():
    """Tests of users lean on it: what a seed gives does not change with the version of Python or of Faker."""
    fake = provided(0)
    assert fake.customer() == {
        "name": "Rajesh Singh",
        "email": "rajesh.singh6900@example.com",
        "contact": "+918548977048",
    }
    assert fake.gstin() == "04VZJCG8269E5ZC"
    assert fake.card_number("RuPay") == "6075161310562498"


def test_the_page_on_data_has_every_method_and_no_other():
    page = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    ids = [f"{kind}_id" for kind in re.findall(r"[a-z_]+", IDS.search(page)[1])]
    shown = {*re.findall(r"\bfake\.(\w+)\(", page), *ids}
    assert shown - {"add_provider", "seed_instance"} == {*OWN}


# ---------------------------------------------------------------------- numbers


def test_phone_numbers_are_indian_mobile_numbers(fake):
    for _ in ROUNDS:
        number = fake.indian_mobile()
        assert number[:3] == "+91"
        assert number[3] in "6789"
        assert number[3:].isdigit()
        assert len(number) == 13


def test_tax_numbers_have_right_check_characters(fake):
    for _ in ROUNDS:
        number = fake.gstin()
        assert gstin.is_valid(number), number
        assert pan.info(gstin.to_pan(number))["holder_type"] == "Company"
        assert pan.is_valid(fake.pan())
    assert pan.info(fake.pan())["holder_type"] == "Individual"
    assert pan.info(fake.pan(business=True))["holder_type"] == "Company"


def test_upi_ids_pay(fake):
    for _ in ROUNDS:
        vpa = fake.vpa()
        assert is_vpa(vpa)
        assert vpa_outcome(vpa) is None


def test_codes_of_branches_are_those_of_their_banks(fake):
    for _ in ROUNDS:
        assert is_ifsc(fake.ifsc())
    assert fake.ifsc("HDFC").startswith("HDFC0")
    assert fake.ifsc("PUNB_R").startswith("PUNB0")


def test_banks_are_those_that_razorpay_lists(fake):
    assert all(is_netbanking_bank(fake.netbanking_bank()) for _ in ROUNDS)
    assert set(BANKS) <= {bank.code for bank in emandate_banks()}


@pytest.mark.parametrize("name", CARD_NUMBERS)
def test_card_numbers_are_of_their_network_and_pay(fake, rzp, name):
    for _ in ROUNDS:
        number = fake.card_number(name)
        assert luhn.is_valid(number)
        assert (cards.network(number), len(number)) == (name, CARD_NUMBERS[name][1])
        assert cards.test_card(number) is None
    card = fake.card(name)
    assert len(card["cvv"]) == (4 if name == "American Express" else 3)
    payment = rzp.checkout.pay(amount=100, card=card)["razorpay_payment_id"]
    shown = rzp.payment.fetchCardDetails(payment)
    assert (shown["network"], shown["last4"], shown["name"]) == (name, card["number"][-4:], card["name"])


def test_an_unknown_network_is_refused_with_those_that_there_are(fake):
    with pytest.raises(ValueError, match="network='Wisa' is none of Visa, MasterCard, RuPay, American Express"):
        fake.card_number("Wisa")


@pytest.mark.parametrize("reason", sorted({card.reason for card in TEST_CARDS if card.reason}))
def test_test_cards_fail_for_the_reason_that_was_asked_for(fake, rzp, reason):
    for name in ("Visa", "MasterCard"):
        with pytest.raises(PaymentFailed) as failed:
            rzp.checkout.pay(amount=100, card=fake.test_card(reason, name))
        assert failed.value.error["error"]["reason"] == reason


def test_test_cards_pay_unless_a_reason_is_asked_for(fake, rzp):
    assert {cards.test_card(fake.test_card()["number"]).reason for _ in ROUNDS} == {None}
    abroad = fake.test_card(international=True)
    payment = rzp.checkout.pay(amount=100, card=abroad)["razorpay_payment_id"]
    assert rzp.payment.fetch(payment)["international"] is True
    assert fake.test_card(network="RuPay", international=False)["number"] == "6527658900001005"


def test_a_reason_without_a_test_card_is_refused_with_those_that_have_one(fake):
    with pytest.raises(ValueError, match=r"no test card with reason='bad_luck'.*there are cards for authentication_"):
        fake.test_card("bad_luck")


# ---------------------------------------------------------------------- requests


def test_customers_are_taken_and_shown_as_they_were_sent(fake, rzp):
    bodies = [fake.customer() for _ in ROUNDS]
    for body in bodies:
        shown = rzp.customer.create(body)
        assert {name: shown[name] for name in body} == body
    assert 0 < sum("gstin" in body for body in bodies) < len(bodies)
    assert rzp.customer.create(fake.customer(name="Gaurav Kumar", gstin=None))["name"] == "Gaurav Kumar"


def test_items_are_taken(fake, rzp):
    for _ in ROUNDS:
        body = fake.item()
        shown = rzp.item.create(body)
        assert (shown["name"], shown["amount"], shown["hsn_code"]) == (body["name"], body["amount"], body["hsn_code"])


def test_orders_are_taken_and_paid_with_instruments(fake, rzp):
    methods = set()
    for _ in ROUNDS:
        body, how = fake.order(), fake.instrument()
        order = rzp.order.create(body)
        assert {name: order[name] for name in body} == body
        payment = rzp.payment.fetch(rzp.checkout.pay(order["id"], **how)["razorpay_payment_id"])
        assert (payment["method"], payment["amount"]) == (how["method"], body["amount"])
        methods.add(payment["method"])
    assert methods == {"upi", "card", "netbanking", "wallet"}
    assert rzp.order.create(fake.order(amount=77700))["amount"] == 77700


def test_an_instrument_may_be_asked_for_by_method(fake):
    for method in ("upi", "card", "netbanking", "wallet"):
        assert fake.instrument(method)["method"] == method
    with pytest.raises(ValueError, match="method='cash' is none of upi, card, netbanking, wallet"):
        fake.instrument("cash")


def test_invoices_are_taken_and_paid(fake, rzp):
    for _ in ROUNDS:
        body = fake.invoice()
        invoice = rzp.invoice.create(body)
        assert invoice["status"] == "issued"
        assert invoice["amount"] == sum(line["amount"] * line["quantity"] for line in body["line_items"])
        assert invoice["customer_details"]["billing_address"]["city"] == body["customer"]["billing_address"]["city"]
        rzp.checkout.pay(invoice["id"], **fake.instrument())
    customer = rzp.customer.create(fake.customer())
    body = fake.invoice(customer_id=customer["id"])
    assert "customer" not in body
    assert rzp.invoice.create(body)["customer_id"] == customer["id"]


def test_payment_links_are_taken_and_paid(fake, rzp):
    for _ in ROUNDS:
        body = fake.payment_link()
        link = rzp.payment_link.create(body)
        assert (link["amount"], link["reference_id"]) == (body["amount"], body["reference_id"])
        rzp.checkout.pay(link["id"], **fake.instrument())
        assert rzp.payment_link.fetch(link["id"])["status"] == "paid"
    with pytest.raises(NotPayable):
        rzp.checkout.pay(link["id"])


@pytest.mark.parametrize("method", ["card", "upi", "emandate", "nach"])
def test_registration_links_are_taken_and_lead_to_a_mandate(fake, rzp, method):
    for _ in range(10):
        body = fake.registration_link(method)
        link = rzp.registration_link.create(body)
        payment = rzp.checkout.pay(link["id"], method)["razorpay_payment_id"]
        token = rzp.token.fetch(link["customer_id"], rzp.payment.fetch(payment)["token_id"])
        assert token["method"] == method
    rzp.clock.advance(days=10)
    token = rzp.token.fetch(link["customer_id"], token["id"])
    assert token["recurring_details"]["status"] == "confirmed"


def test_a_mandate_is_by_one_of_four_methods(fake):
    assert {fake.registration_link()["subscription_registration"]["method"] for _ in ROUNDS} == {
        "card",
        "upi",
        "emandate",
        "nach",
    }
    with pytest.raises(ValueError, match="method='wallet' is none of card, upi, emandate, nach"):
        fake.registration_link("wallet")


def test_bank_accounts_are_taken_for_mandates(fake, rzp):
    for _ in ROUNDS:
        account = fake.bank_account()
        body = fake.registration_link("nach")
        body["subscription_registration"]["bank_account"] = account
        assert rzp.registration_link.create(body)["status"] == "issued"
    rzp.checkout.pay(rzp.registration_link.create(body | {"receipt": None})["id"], "nach")
    assert rzp.payment.all({"count": 1})["items"][0]["bank"] == account["ifsc_code"][:4]


def test_refunds_are_taken_and_never_too_much(fake, rzp):
    whole = 0
    for _ in ROUNDS:
        order = rzp.order.create(fake.order())
        payment = rzp.checkout.pay(order["id"])["razorpay_payment_id"]
        body = fake.refund(order["amount"])
        assert rzp.payment.refund(payment, body)["amount"] == body["amount"] <= order["amount"]
        whole += body["amount"] == order["amount"]
    assert 0 < whole < len(ROUNDS)
    assert fake.refund(100)["amount"] == 100


def test_prices_are_whole_rupees_between_the_limits(fake):
    drawn = [fake.paise(1000, 2050) for _ in ROUNDS]
    assert {price % 100 for price in drawn} == {0}
    assert 1000 <= min(drawn) < max(drawn) <= 2050
    assert fake.paise(100, 100) == 100
    for least, most in ((99, 1000), (200, 100)):
        with pytest.raises(ValueError, match="in paise, at least 100, and not more than most"):
            fake.paise(least, most)


def test_receipts_and_notes_are_what_razorpay_takes(fake, rzp):
    receipts = {fake.receipt() for _ in ROUNDS}
    assert len(receipts) == len(ROUNDS)
    assert max(map(len, receipts)) <= 40
    for receipt in receipts:
        order = rzp.order.create({"amount": 100, "currency": "INR", "receipt": receipt, "notes": fake.notes()})
        assert order["receipt"] == receipt


# ---------------------------------------------------------------------- ids

FETCHED = ("customer", "item", "order", "payment", "refund", "invoice", "payment_link")


@pytest.mark.parametrize("kind", PREFIXES)
def test_ids_are_well_formed(fake, kind):
    assert all(is_well_formed(kind, fake.razorpay_id(kind)) for _ in ROUNDS)


@pytest.mark.parametrize("kind", FETCHED)
def test_ids_are_nobodys(fake, rzp, kind):
    with pytest.raises(BadRequestError) as refused:
        getattr(rzp, kind).fetch(fake.razorpay_id(kind))
    assert refused.value.status == 400


def test_each_kind_that_is_asked_for_often_has_a_method(fake):
    for kind in ("customer", "order", "payment", "refund", "invoice", "payment_link", "token"):
        assert is_well_formed(kind, getattr(fake, f"{kind}_id")())
    assert fake.account_id().startswith("acc_")


def test_an_account_id_opens_a_sub_merchant(fake, rzp):
    reply = rzp.request("GET", "/v1/orders", headers={"X-Razorpay-Account": fake.account_id()})
    assert reply.body["count"] == 0


def test_an_unknown_kind_of_id_is_refused_with_those_that_there_are(fake):
    with pytest.raises(ValueError, match=r"kind='ordre' is none of customer, .*order, payment, .*account"):
        fake.razorpay_id("ordre")
