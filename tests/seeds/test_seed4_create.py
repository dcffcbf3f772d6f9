"""Seed 4: a partner's registration link for cards: the parameters of POST .../auth_links."""

import copy

import pytest

from tests.seeds.documented import DAY, NOW, get, ok, post, refused, sent, unpayable

PATH = "/v1/subscription_registration/auth_links"
PARTNER = {"X-Razorpay-Account": "acc_KBrJAIEqre5ucn"}

GAURAV = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9123456780"}

LINK = {
    "customer": GAURAV,
    "type": "link",
    "amount": "100",
    "currency": "INR",
    "description": "Registration Link for Gaurav Kumar",
    "subscription_registration": {"method": "card"},
}


def changed(**changes):
    """The least request with these changes; a double underscore goes one level down, ... leaves it out."""
    body = copy.deepcopy(LINK)
    for name, value in changes.items():
        *parents, key = name.split("__")
        place = body
        for parent in parents:
            place = place[parent]
        if value is ...:
            del place[key]
        else:
            place[key] = value
    return body


def create(rzp, **changes):
    return post(rzp, PATH, changed(**changes), headers=PARTNER)


def attempt(rzp, **changes):
    return rzp.request("POST", PATH, json=changed(**changes), headers=PARTNER)


def fetch(rzp, made):
    return get(rzp, f"/v1/invoices/{made['id']}", headers=PARTNER)


def none_made(rzp):
    return get(rzp, "/v1/invoices", headers=PARTNER)["count"] == 0


def registered(rzp, **registration):
    """The customer and token of a registration that was paid for; the books are the merchant's own."""
    made = post(rzp, PATH, changed(subscription_registration={"method": "card", **registration}))
    rzp.checkout.pay(made["id"], method="card")
    (token,) = rzp.token.all(made["customer_id"])["items"]
    return made["customer_id"], token["id"]


def charge(rzp, customer_id, token_id, amount):
    """The reply to a charge without the customer."""
    order = post(rzp, "/v1/orders", {"amount": amount, "currency": "INR", "payment_capture": True})
    body = {
        "email": GAURAV["email"],
        "contact": GAURAV["contact"],
        "amount": amount,
        "currency": "INR",
        "order_id": order["id"],
        "customer_id": customer_id,
        "token": token_id,
        "recurring": "1",
        "description": "Recurring payment",
    }
    return rzp.request("POST", "/v1/payments/create/recurring", json=body)


@pytest.mark.parametrize(
    ("missing", "speaks_of"),
    [
        ({"customer": ...}, "customer"),
        ({"customer__name": ...}, "name"),
        ({"customer__email": ...}, "email"),
        ({"customer__contact": ...}, "contact"),
        ({"type": ...}, "type"),
        ({"currency": ...}, "currency"),
        ({"amount": ...}, "amount"),
        ({"description": ...}, "description"),
        ({"subscription_registration": ...}, "subscription_registration"),
        ({"subscription_registration__method": ...}, "method"),
    ],
    ids=["S4-Q1", "S4-Q2", "S4-Q3", "S4-Q4", "S4-Q5", "S4-Q6", "S4-Q7", "S4-Q8", "S4-Q9", "S4-Q10"],
)
def test_what_it_can_not_do_without(rzp, missing, speaks_of):
    """S4-Q1, S4-Q2, S4-Q3, S4-Q4, S4-Q5, S4-Q6, S4-Q7, S4-Q8, S4-Q9, S4-Q10: mandatory, each of them.

    The seed does not mark the two objects; as their children are mandatory, so are they.
    """
    error = refused(attempt(rzp, **missing))
    assert speaks_of in f"{error.get('field')} {error['description']}"
    assert none_made(rzp)
    assert create(rzp)["status"] == "issued"


@pytest.mark.parametrize("key", ["name", "email", "contact"])
def test_the_customer_is_made_on_the_way(rzp, key):
    """S4-Q1, S4-Q2, S4-Q3, S4-Q4, S4-B1: no customer beforehand, one with these details afterwards."""
    assert get(rzp, "/v1/customers", headers=PARTNER)["count"] == 0
    made = create(rzp)
    kept = get(rzp, f"/v1/customers/{made['customer_id']}", headers=PARTNER)
    assert kept[key] == made["customer_details"][key] == GAURAV[key]
    assert get(rzp, "/v1/customers", headers=PARTNER)["count"] == 1


@pytest.mark.parametrize("contact", [9123456780, "9123456780"])
def test_the_contact_as_a_number(rzp, contact):
    """S4-Q4: typed integer, sent as a string in the sample; both are taken, and a string is answered."""
    assert create(rzp, customer__contact=contact)["customer_details"]["contact"] == "9123456780"


def test_the_type_is_link(rzp):
    """S4-Q5: and nothing else."""
    assert create(rzp)["type"] == "link"
    for other in ("invoice", "ecod", "card"):
        refused(attempt(rzp, type=other))


def test_rupees_only(rzp):
    """S4-Q6: currently only INR."""
    made = create(rzp)
    assert made["currency"] == "INR"
    assert get(rzp, f"/v1/orders/{made['order_id']}", headers=PARTNER)["currency"] == "INR"
    for other in ("USD", "rupees"):
        refused(attempt(rzp, currency=other))


@pytest.mark.parametrize("amount", ["100", 100])
def test_the_amount(rzp, amount):
    """S4-Q7, S4-B3: one rupee for cards, as digits or as an integer; the order asks for just that."""
    made = create(rzp, amount=amount)
    assert made["amount"] == made["amount_due"] == 100
    assert type(made["amount"]) is int
    order = get(rzp, f"/v1/orders/{made['order_id']}", headers=PARTNER)
    assert (order["amount"], order["amount_due"]) == (100, 100)
    rzp.checkout.pay(made["id"], method="card")
    order = get(rzp, f"/v1/orders/{made['order_id']}", headers=PARTNER)
    assert (order["amount_paid"], order["status"]) == (100, "paid")


@pytest.mark.parametrize("amount", [0, "0", "one rupee", 1.5, -100])
def test_never_without_an_amount(rzp, amount):
    """S4-Q7, S4-B3: a registration link by card always asks for money."""
    refused(attempt(rzp, amount=amount))
    assert none_made(rzp)


def test_the_description(rzp):
    """S4-Q8: shown on the hosted page, kept as given."""
    text = "12:30 p.m. Thali meals (Gaurav Kumar)."
    made = create(rzp, description=text)
    assert fetch(rzp, made)["description"] == text


def test_the_method_is_a_card(rzp):
    """S4-Q9, S4-Q10: card registers a card; a method that is none is refused."""
    customer_id, token_id = registered(rzp)
    token = rzp.token.fetch(customer_id, token_id)
    assert (token["method"], token["recurring"]) == ("card", True)
    assert token["recurring_details"]["status"] == "confirmed"
    for other in ("cash", 7):
        refused(attempt(rzp, subscription_registration__method=other))
    refused(attempt(rzp, subscription_registration="card"))


@pytest.mark.parametrize("most", [500, "500", 99999900])
def test_the_range_of_max_amount(rzp, most):
    """S4-Q11: from 500 to 99999900 paise, both included, digits in a string as in the sample."""
    made = create(rzp, subscription_registration__max_amount=most)
    assert made["status"] == "issued"


@pytest.mark.parametrize("most", [499, "499", 99999901, 0, "much"])
def test_outside_the_range_of_max_amount(rzp, most):
    """S4-Q11: one paisa off, and it is refused."""
    error = refused(attempt(rzp, subscription_registration__max_amount=most))
    assert "max_amount" in f"{error.get('field')} {error['description']}".replace(" amount", "_amount")
    assert none_made(rzp)


@pytest.mark.parametrize(("given", "most"), [({"max_amount": "500"}, 500), ({}, 9900000)])
def test_what_max_amount_does(rzp, given, most):
    """S4-Q11: no charge goes beyond it; 9900000 where none was given; the text is that of charges."""
    customer_id, token_id = registered(rzp, **given)
    refused(charge(rzp, customer_id, token_id, most + 1), "Amount exceeds maximum amount allowed")
    answer = ok(charge(rzp, customer_id, token_id, most))
    payment = get(rzp, f"/v1/payments/{answer['razorpay_payment_id']}")
    assert (payment["amount"], payment["status"]) == (most, "captured")


def test_until_when_the_token_is_charged(rzp):
    """S4-Q12: expire_at is Unix time; up to then the customer is charged, after it no longer."""
    customer_id, token_id = registered(rzp, expire_at=NOW + 60 * DAY)
    rzp.clock.move_to(NOW + 60 * DAY - 1)
    ok(charge(rzp, customer_id, token_id, 1000))
    rzp.clock.advance(days=1)
    refused(charge(rzp, customer_id, token_id, 1000))
    refused(attempt(rzp, subscription_registration__expire_at="next year"))


@pytest.mark.parametrize(
    ("parameter", "medium", "address"),
    [("sms_notify", "sms", GAURAV["contact"]), ("email_notify", "email", GAURAV["email"])],
    ids=["S4-Q13", "S4-Q14"],
)
@pytest.mark.parametrize(("given", "told"), [(..., 1), (True, 1), (False, 0)])
def test_who_tells_the_customer(rzp, parameter, medium, address, given, told):
    """S4-Q13, S4-Q14: true, the default, leaves it to Razorpay; false to the merchant."""
    made = create(rzp) if given is ... else create(rzp, **{parameter: given})
    rzp.clock.advance(minutes=1)
    messages = sent(rzp, made["id"], medium)
    assert [(m.to, m.short_url) for m in messages] == [(address, made["short_url"])] * told
    refused(attempt(rzp, **{parameter: "perhaps"}))


def test_when_the_link_expires(rzp):
    """S4-Q15: expire_by is the end of the link, to the second; without it there is none."""
    made = create(rzp, expire_by=NOW + 2 * DAY)
    assert made["expire_by"] == NOW + 2 * DAY
    rzp.clock.move_to(NOW + 2 * DAY - 1)
    assert fetch(rzp, made)["status"] == "issued"
    rzp.clock.advance(seconds=1)
    assert (fetch(rzp, made)["status"], fetch(rzp, made)["expired_at"]) == ("expired", NOW + 2 * DAY)
    unpayable(rzp, made["id"])
    refused(attempt(rzp, expire_by="tomorrow"))
    assert create(rzp)["expire_by"] is None


def test_the_receipt_is_the_orders(rzp):
    """S4-Q16: the merchant's id of the order behind the link, used once."""
    made = create(rzp, receipt="Receipt No. 1")
    assert made["receipt"] == "Receipt No. 1"
    assert get(rzp, f"/v1/orders/{made['order_id']}", headers=PARTNER)["receipt"] == "Receipt No. 1"
    refused(attempt(rzp, receipt="Receipt No. 1"))
    assert create(rzp)["receipt"] is None


def test_notes(rzp):
    """S4-Q17, S4-F32: 15 pairs of 256 characters each; what is answered holds 2048 characters and keeps them.

    15 times 256 is more than the 2048 that the seed allows for the notes of the answer; which of the two
    gives way is nowhere said, so nothing beyond both is asserted.
    """
    many = {f"key {number}": "x" for number in range(15)}
    assert create(rzp, notes=many)["notes"] == many
    long = {f"key {number}": "x" * 248 for number in range(8)}
    assert sum(len(key + value) for key, value in long.items()) <= 2048
    assert fetch(rzp, create(rzp, notes=long))["notes"] == long
    assert create(rzp, notes={"key": "x" * 256})["notes"] == {"key": "x" * 256}
    refused(attempt(rzp, notes={**many, "one more": "x"}), names="notes")
    refused(attempt(rzp, notes={"key": "x" * 257}), names="notes")
