"""Seed 1: payment links on the older API, POST /v1/invoices with type=link: what goes in and what comes out.

The seed gives neither methods nor the /v1 prefix; both are those of the other seeds and of the SDKs. Its
sample of the entity is lost, so the shape is that of the invoice entity, as seeds 2 and 4 show it.
"""

import re

import pytest

from tests.seeds.documented import DAY, GAURAV, MINUTE, NOW, get, post, refused, sent, unpayable

LINK = {"type": "link", "amount": 100000, "description": "For XYZ purpose", "customer": GAURAV}

CURRENCIES = (
    "AED ALL AMD AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BZD CAD CHF CLP CNY COP CRC "
    "CUP CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD GBP GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR "
    "IQD ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR "
    "MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SCR SEK SGD "
    "SLL SOS SVC SZL THB TND TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV XAF XCD XOF XPF YER ZAR ZMW"
)


def create(rzp, **changes):
    return post(rzp, "/v1/invoices", {**LINK, **changes})


def attempt(rzp, body):
    return rzp.request("POST", "/v1/invoices", json=body)


def without(key):
    return {name: value for name, value in LINK.items() if name != key}


def test_a_link_is_an_invoice_of_type_link(rzp):
    """S1-P1, S1-B1, S1-F1, S1-F3, S1-F16: an invoice entity, empty where a link has no use for it."""
    made = create(rzp)
    assert re.fullmatch(r"inv_[0-9A-Za-z]{14}", made["id"])
    assert (made["entity"], made["type"], made["status"]) == ("invoice", "link", "issued")
    assert (made["amount"], made["amount_paid"], made["amount_due"]) == (100000, 0, 100000)
    assert made["description"] == "For XYZ purpose"
    assert made["created_at"] == made["issued_at"] == NOW
    assert made["line_items"] == []
    for unused in ("billing_start", "billing_end", "terms", "comment", "paid_at", "payment_id", "expired_at"):
        assert made[unused] is None, unused
    assert (made["tax_amount"], made["group_taxes_discounts"]) == (0, False)
    order = get(rzp, f"/v1/orders/{made['order_id']}")
    assert (order["amount"], order["amount_due"], order["status"]) == (100000, 100000, "created")


@pytest.mark.parametrize("key", ["type", "amount", "description"])
def test_what_a_link_can_not_do_without(rzp, key):
    """S1-Q1, S1-Q2, S1-Q3: mandatory; without one of them nothing is made."""
    refused(attempt(rzp, without(key)), names=key)
    assert get(rzp, "/v1/invoices")["count"] == 0


@pytest.mark.parametrize("kind", ["link", "ecod"])
def test_types_with_an_amount(rzp, kind):
    """S1-Q1, S1-F1: link and ecod are made alike and say what they are."""
    made = create(rzp, type=kind)
    assert made["type"] == get(rzp, f"/v1/invoices/{made['id']}")["type"] == kind
    rzp.checkout.pay(made["id"])
    assert get(rzp, f"/v1/invoices/{made['id']}")["status"] == "paid"


def test_the_third_type_and_none_besides(rzp):
    """S1-Q1: invoice is the third; anything else is refused."""
    line = {"name": "A book", "amount": 500}
    made = post(rzp, "/v1/invoices", {"type": "invoice", "customer": GAURAV, "line_items": [line]})
    assert made["type"] == "invoice"
    for other in ("bill", "Link", 1):
        refused(attempt(rzp, {**LINK, "type": other}), names="type")
    assert get(rzp, "/v1/invoices")["count"] == 1


@pytest.mark.parametrize("amount", [30050, "30050"])
def test_the_amount_is_in_paise(rzp, amount):
    """S1-Q2: 30050 is 300 rupees and 50 paise; digits in a string are taken, the answer is an integer."""
    made = create(rzp, amount=amount)
    assert made["amount"] == 30050
    assert type(made["amount"]) is int
    answer = rzp.checkout.pay(made["id"])
    assert get(rzp, f"/v1/payments/{answer['razorpay_payment_id']}")["amount"] == 30050


@pytest.mark.parametrize("amount", ["three hundred", 300.5, -100, [30050]])
def test_amounts_that_are_none(rzp, amount):
    """S1-Q2: an integer in the smallest unit, and nothing else."""
    refused(attempt(rzp, {**LINK, "amount": amount}), names="amount")
    assert get(rzp, "/v1/invoices")["count"] == 0


def test_the_customer_by_id(rzp):
    """S1-Q4, S1-F4, S1-B2: customer_id fills in what the customer is called and where to reach them."""
    saurav = {"name": "Saurav Kumar", "contact": "9000090000", "email": "saurav@example.com"}
    customer = post(rzp, "/v1/customers", saurav)
    made = post(rzp, "/v1/invoices", {**without("customer"), "customer_id": customer["id"]})
    assert made["customer_id"] == made["customer_details"]["id"] == customer["id"]
    for key in ("name", "contact", "email"):
        assert made["customer_details"][key] == customer[key]
        assert made["customer_details"][f"customer_{key}"] == customer[key]
    assert get(rzp, "/v1/customers")["count"] == 1


def test_a_customer_id_of_nobody(rzp):
    """S1-Q4, S1-B2: an id that does not exist identifies no one."""
    refused(attempt(rzp, {**without("customer"), "customer_id": "cust_00000000000000"}))
    assert get(rzp, "/v1/invoices")["count"] == 0


def test_the_customer_by_details(rzp):
    """S1-Q5, S1-Q6, S1-Q7, S1-Q8, S1-F5, S1-F6, S1-F7, S1-F8, S1-B2: a customer object makes the customer.

    The seed calls the field of the answer `customer`; every sample of the entity has it as customer_details.
    """
    assert get(rzp, "/v1/customers")["count"] == 0
    made = create(rzp)
    details = made["customer_details"]
    assert details["id"] == made["customer_id"]
    for key in ("name", "email", "contact"):
        assert type(details[key]) is str
        assert details[key] == details[f"customer_{key}"] == GAURAV[key]
    kept = get(rzp, f"/v1/customers/{made['customer_id']}")
    assert {key: kept[key] for key in GAURAV} == GAURAV


@pytest.mark.parametrize("key", ["name", "email", "contact"])
def test_each_detail_of_the_customer_may_be_left_out(rzp, key):
    """S1-Q6, S1-Q7, S1-Q8: optional; what is not given is null."""
    customer = {name: value for name, value in GAURAV.items() if name != key}
    details = create(rzp, customer=customer)["customer_details"]
    assert details[key] is None
    assert {name: details[name] for name in customer} == customer


def test_the_billing_address(rzp):
    """S1-F9, S1-F10, S1-F11, S1-F12, S1-F13, S1-F14, S1-F15: an object of strings, kept as given."""
    address = {
        "line1": "Bakers Street",
        "line2": "Country Road",
        "city": "Bengaluru",
        "zipcode": "560068",
        "state": "Karnataka",
        "country": "in",
    }
    made = create(rzp, customer={**GAURAV, "billing_address": address})
    got = get(rzp, f"/v1/invoices/{made['id']}")["customer_details"]["billing_address"]
    assert {key: got[key] for key in address} == address
    assert got["type"] == "billing_address"
    assert create(rzp)["customer_details"]["billing_address"] is None


@pytest.mark.parametrize(("given", "shown"), [(None, True), (1, True), ("1", True), (0, False), ("0", False)])
def test_view_less(rzp, given, shown):
    """S1-Q9: 1 unless told otherwise; 0 and 1 are taken, a boolean is answered, as in the samples."""
    made = create(rzp) if given is None else create(rzp, view_less=given)
    assert made["view_less"] is shown


def test_rupees_unless_told_otherwise(rzp):
    """S1-Q10, S1-F2: currency defaults to INR and is what the customer pays in."""
    assert create(rzp)["currency"] == "INR"
    made = create(rzp, currency="USD")
    assert made["currency"] == "USD"
    answer = rzp.checkout.pay(made["id"])
    payment = get(rzp, f"/v1/payments/{answer['razorpay_payment_id']}")
    assert (payment["amount"], payment["currency"]) == (100000, "USD")
    refused(attempt(rzp, {**LINK, "currency": "RUPEES"}), names="currency")


def test_more_than_ninety_currencies(rzp):
    """S1-F2: each of the currencies that the documentation lists makes a link."""
    codes = CURRENCIES.split()
    assert len(set(codes)) > 90
    assert [create(rzp, currency=code)["currency"] for code in codes] == codes


def test_the_receipt_is_used_once(rzp):
    """S1-Q11: unique for each link; no document gives the text of the refusal."""
    assert create(rzp, receipt="TS1989")["receipt"] == "TS1989"
    refused(attempt(rzp, {**LINK, "receipt": "TS1989"}), names="receipt")
    assert create(rzp, receipt="TS1990")["receipt"] == "TS1990"
    assert create(rzp)["receipt"] is None
    assert get(rzp, "/v1/invoices")["count"] == 3


def test_it_expires_at_the_second(rzp):
    """S1-Q12, S1-F23: expire_by is Unix time; its place is the link, not the line items as listed."""
    made = create(rzp, expire_by=NOW + 2 * DAY)
    assert made["expire_by"] == NOW + 2 * DAY
    assert type(made["expire_by"]) is int
    rzp.clock.move_to(NOW + 2 * DAY - 1)
    assert get(rzp, f"/v1/invoices/{made['id']}")["status"] == "issued"
    rzp.clock.advance(days=3)
    after = get(rzp, f"/v1/invoices/{made['id']}")
    assert (after["status"], after["expired_at"]) == ("expired", NOW + 2 * DAY)
    unpayable(rzp, made["id"])
    assert create(rzp)["expire_by"] is None


def test_how_soon_it_may_expire(rzp):
    """S1-Q12: a quarter of an hour ahead at least, as the invoice pages have it."""
    late = {**LINK, "expire_by": NOW + 15 * MINUTE - 1}
    refused(attempt(rzp, late), "expire_by should be at least 15 minutes after current time.")
    refused(attempt(rzp, {**LINK, "expire_by": "tomorrow"}), names="expire_by")
    assert create(rzp, expire_by=NOW + 15 * MINUTE)["status"] == "issued"


@pytest.mark.parametrize(
    ("parameter", "medium", "address"),
    [("sms_notify", "sms", GAURAV["contact"]), ("email_notify", "email", GAURAV["email"])],
    ids=["S1-Q13", "S1-Q14"],
)
@pytest.mark.parametrize(("given", "told"), [(1, 1), ("1", 1), (True, 1), (0, 0), ("0", 0), (False, 0)])
def test_who_tells_the_customer(rzp, parameter, medium, address, given, told):
    """S1-Q13, S1-Q14: 1 leaves the message to Razorpay, 0 to the merchant."""
    made = create(rzp, **{parameter: given})
    rzp.clock.advance(minutes=1)
    messages = sent(rzp, made["id"], medium)
    assert [(m.to, m.short_url) for m in messages] == [(address, made["short_url"])] * told


def test_nobody_is_told_in_words_that_mean_nothing(rzp):
    """S1-Q13, S1-Q14: 0 and 1 are all there is."""
    for parameter in ("sms_notify", "email_notify"):
        refused(attempt(rzp, {**LINK, parameter: "perhaps"}), names=parameter)
    assert list(rzp.outbox) == []


@pytest.mark.parametrize("medium", ["sms", "email"])
def test_pending_until_sent(rzp, medium):
    """S1-F24, S1-F25: pending when made, as every sample shows, and sent once it was.

    The seed types sms_status a boolean and describes email_status as email_notify; the values it lists are
    strings, and the samples name the field email_status.
    """
    made = create(rzp)
    assert made[f"{medium}_status"] == "pending"
    post(rzp, f"/v1/invoices/{made['id']}/notify_by/{medium}")
    assert get(rzp, f"/v1/invoices/{made['id']}")[f"{medium}_status"] == "sent"


def test_notes(rzp):
    """S1-Q15, S1-F26: any custom pairs, given back; an empty list where there are none, as in the samples."""
    notes = {"policy_name": "Jeevan Bima", "branch": "Bengaluru 1"}
    made = create(rzp, notes=notes)
    assert made["notes"] == get(rzp, f"/v1/invoices/{made['id']}")["notes"] == notes
    assert create(rzp)["notes"] == []
    refused(attempt(rzp, {**LINK, "notes": "a sentence"}), names="notes")


@pytest.mark.parametrize("given", ["1", 1, True])
def test_paying_in_parts(rzp, given):
    """S1-Q16: once allowed, parts are taken until nothing is due; a string in the seed, and more."""
    made = create(rzp, partial_payment=given)
    assert made["partial_payment"] is True
    rzp.checkout.pay(made["id"], amount=40000)
    after = get(rzp, f"/v1/invoices/{made['id']}")
    assert (after["status"], after["amount_paid"], after["amount_due"]) == ("partially_paid", 40000, 60000)
    unpayable(rzp, made["id"], amount=60001)
    last = rzp.checkout.pay(made["id"], amount=60000)
    after = get(rzp, f"/v1/invoices/{made['id']}")
    assert (after["status"], after["amount_paid"], after["amount_due"]) == ("paid", 100000, 0)
    assert (after["payment_id"], after["paid_at"]) == (last["razorpay_payment_id"], NOW)


@pytest.mark.parametrize("changes", [{}, {"partial_payment": "0"}, {"partial_payment": False}])
def test_in_one_piece_unless_allowed(rzp, changes):
    """S1-Q16: 0 is the default, and then a part is no payment."""
    made = create(rzp, **changes)
    assert made["partial_payment"] is False
    unpayable(rzp, made["id"], amount=40000)
    assert get(rzp, f"/v1/invoices/{made['id']}")["amount_due"] == 100000
    rzp.checkout.pay(made["id"])
    assert get(rzp, f"/v1/invoices/{made['id']}")["status"] == "paid"


def test_the_short_url_goes_anywhere(rzp):
    """S1-B5: each link has its own, in the answer and in every message about it."""
    first, second = create(rzp), create(rzp, sms_notify=0, email_notify=0)
    for made in (first, second):
        assert re.fullmatch(r"https://rzp\.io/i/[0-9A-Za-z]+", made["short_url"])
        assert get(rzp, f"/v1/invoices/{made['id']}")["short_url"] == made["short_url"]
    assert first["short_url"] != second["short_url"]
    # Sent by the merchant's own means, it is still paid the same way.
    rzp.checkout.pay(second["id"])
    assert get(rzp, f"/v1/invoices/{second['id']}")["status"] == "paid"
