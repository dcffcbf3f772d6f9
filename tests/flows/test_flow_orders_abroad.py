"""Orders made with a payment in one call, orders of customers who pay abroad, and orders that may come back."""

from __future__ import annotations

import pytest

from fakerzp import FakeRazorpay, NotFaked

AT = 1_770_000_000
CARD = {"number": "4386289407660153", "name": "Gaurav Kumar", "expiry_month": "11", "expiry_year": "30"}
ADDRESS = {"line1": "84th floor", "line2": "2nd main", "city": "Bengaluru", "state": "Karnataka", "country": "IND"}


@pytest.fixture
def rzp():
    fake = FakeRazorpay(seed=6, at=AT)
    yield fake
    fake.ledger.check()


def post(rzp, path, json):
    reply = rzp.request("POST", f"/v1/{path}", json=json)
    return reply.status, reply.body


def refused(rzp, path, json):
    """The description of a refusal that changed nothing."""
    before = rzp.order.all()["count"], rzp.payment.all()["count"]
    said, answer = post(rzp, path, json)
    assert said == 400
    assert (rzp.order.all()["count"], rzp.payment.all()["count"]) == before
    return answer["error"]["description"]


# ---------------------------------------------------------------------- an order and its payment in one call


def test_an_order_is_made_with_its_payment(rzp):
    customer = rzp.customer.create({"name": "Gaurav Kumar", "contact": "9000090000"})["id"]
    mandate = {"max_amount": 20000, "expire_at": AT + 10**8, "frequency": "monthly"}
    payment = {"amount": 10000, "method": "card", "card": CARD, "recurring": 1, "customer_id": customer}
    order = rzp.order.create(
        {"amount": 10000, "currency": "INR", "customer_id": customer, "token": mandate, "payment": payment}
    )
    assert (order["status"], order["attempts"], order["method"]) == ("attempted", 1, None)
    assert order["token"] == {"expire_at": AT + 10**8, "frequency": "monthly", "max_amount": 20000}
    workflow = order["payment_workflow"]
    assert [step["action"] for step in workflow["next"]] == ["redirect", "otp_generate"]
    answer = rzp.checkout.authenticate(workflow["razorpay_payment_id"])
    assert answer["razorpay_order_id"] == order["id"]
    assert rzp.order.fetch(order["id"])["status"] == "paid"
    (token,) = rzp.token.all(customer)["items"]
    assert token["recurring"] is True


def test_how_payments_are_captured_goes_with_a_payment(rzp):
    payment = {"capture": "manual", "method": "netbanking", "bank": "HDFC"}
    order = rzp.order.create({"amount": 10000, "currency": "INR", "payment": payment})
    rzp.checkout.authenticate(order["payment_workflow"]["razorpay_payment_id"])
    assert rzp.payment.fetch(order["payment_workflow"]["razorpay_payment_id"])["status"] == "authorized"


def test_an_order_whose_payment_is_refused_is_not_made(rzp):
    body = {"amount": 10000, "currency": "INR", "payment": {"method": "netbanking", "bank": "NONE"}}
    assert refused(rzp, "orders", body) == "The selected bank is invalid."


def test_a_saved_rupay_card_registers_no_mandate(rzp):
    customer = rzp.customer.create({"name": "Gaurav Kumar", "contact": "9000090000"})["id"]
    number, terms = "6527658900001005", {"expiry_month": "11", "expiry_year": "30"}
    first = {"method": "card", "card": {"number": number, **terms}, "customer_id": customer, "save": True}
    saved = rzp.order.create({"amount": 10000, "currency": "INR", "payment": first})["payment_workflow"]
    rzp.checkout.authenticate(saved["razorpay_payment_id"])
    token = rzp.payment.fetch(saved["razorpay_payment_id"])["token_id"]
    payment = {"method": "card", "token": token, "recurring": 1, "customer_id": customer}
    assert refused(rzp, "orders", {"amount": 10000, "currency": "INR", "payment": payment}) == (
        "Mandate registrations through tokenised card is not allowed for Rupay. "
        "Please register using the full card number."
    )


# ---------------------------------------------------------------------- customers who pay abroad


def abroad(**details):
    return {
        "amount": 10000,
        "currency": "INR",
        "customer_details": {"name": "Gaurav Kumar", "shipping_address": ADDRESS, **details},
    }


def test_an_order_of_a_customer_who_pays_abroad(rzp):
    order = rzp.order.create(abroad(identity=[{"type": "tax_id", "id": "HSCPE4563G"}]))
    assert "customer_details" not in order
    assert rzp.checkout.pay(order["id"])["razorpay_order_id"] == order["id"]


def test_what_is_remitted_is_named_by_its_line(rzp):
    line = {"type": "lrs_hotel", "name": "Acme hotel", "description": "hotel booking", "quantity": 1}
    order = rzp.order.create({**abroad(shipping_address=None), "line_items": [line]})
    assert order["status"] == "created"


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"name": None}, "The customer details.name field is required."),
        ({"name": "Gaurav Kumar 2"}, "Only english alphabets are allowed in customer name."),
        ({"name": "गौरव कुमार"}, "Only english alphabets are allowed in customer name."),
        ({"name": "Gaur"}, "Customer name should be between 5 and 50 characters."),
        ({"name": "G" * 51}, "Customer name should be between 5 and 50 characters."),
        ({"name": " Gaurav"}, "Customer name is invalid."),
        ({"shipping_address": {**ADDRESS, "city": "Bonn 1"}}, "Only English alphabet is allowed in City and State."),
        ({"shipping_address": {**ADDRESS, "state": "K@"}}, "Only English alphabet is allowed in City and State."),
        (
            {"shipping_address": {**ADDRESS, "line1": "84 ₹"}},
            "Address line 1 and line 2 can only contain alphanumeric characters and limited special characters.",
        ),
        (
            {"shipping_address": {**ADDRESS, "line2": ""}},
            "The customer details.shipping address.line2 field is required.",
        ),
        ({"shipping_address": "here"}, "The customer_details.shipping_address must be an array."),
    ],
)
def test_what_the_page_does_not_let_pass(rzp, details, said):
    assert refused(rzp, "orders", abroad(**details)) == said


def form(**fields):
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    jpeg = "\xff\xd8\xff\xe0 a passport \xff\xd9"
    name = 'name="file"; filename="passport.jpg"'
    parts.append(f"Content-Disposition: form-data; {name}\r\nContent-Type: image/jpeg\r\n\r\n{jpeg}")
    return ("".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n").encode("latin-1")


def test_documents_of_what_is_remitted(rzp):
    order = rzp.order.create({"amount": 10000, "currency": "INR"})["id"]
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    data = form(purpose="lrs_education", document_type="passport_front")
    reply = rzp.request("POST", f"/v1/order/{order}/documents", data=data, headers=headers)
    assert (reply.status, reply.body["purpose"], reply.body["mime_type"]) == (200, "lrs_education", "image/jpeg")
    assert rzp.document.fetch(reply.body["id"]) == reply.body
    for fields, said in (
        ({"purpose": "lrs_education"}, "document_type is missing."),
        ({"purpose": "fun", "document_type": "passport_front"}, "The selected purpose is invalid."),
        ({"purpose": "lrs_travel", "document_type": "diary"}, "The selected document_type is invalid."),
    ):
        reply = rzp.request("POST", f"/v1/order/{order}/documents", data=form(**fields), headers=headers)
        assert (reply.status, reply.body["error"]["description"]) == (400, said)
    reply = rzp.request("POST", "/v1/order/order_Unknown0000000/documents", data=data, headers=headers)
    assert (reply.status, reply.body["error"]) == (
        400,
        {
            "code": "BAD_REQUEST_ERROR",
            "description": "The id provided does not exist",
            "source": "business",
            "step": "NA",
            "reason": "input_validation_failed",
            "metadata": {},
            "field": "order_id",
        },
    )


# ---------------------------------------------------------------------- orders that may come back


def risky(**more):
    details = {"name": "Gaurav Kumar", "shipping_address": ADDRESS}
    return {
        "amount": 50000,
        "currency": "INR",
        "rto_review": True,
        "line_items_total": 50000,
        "customer_details": details,
        **more,
    }


def test_an_order_is_reviewed_as_the_model_is_told_to(rzp):
    order = rzp.order.create(risky(shipping_fee=100, cod_fee=100))
    assert (order["line_items_total"], order["cod_fee"], order["shipping_fee"]) == (50000, 100, 100)
    with pytest.raises(NotFaked, match=r"say it with rzp\.dashboard\.rate_order"):
        post(rzp, f"orders/{order['id']}/rto_review", {})
    rated = rzp.dashboard.rate_order(order["id"], "high", ["short_shipping_address", "invalid_phone"])
    assert rated == {
        "risk_tier": "high",
        "rto_reasons": [
            {"reason": "short_shipping_address", "description": "Short shipping address", "bucket": "address"},
            {"reason": "invalid_phone", "description": "Invalid phone number", "bucket": "phone"},
        ],
    }
    for order_id in (order["id"], order["id"].removeprefix("order_")):
        assert post(rzp, f"orders/{order_id}/rto_review", {}) == (200, rated)
    assert rzp.order.viewRtoReview(order["id"]) == rated


def test_what_the_review_refuses(rzp):
    plain = rzp.order.create({"amount": 50000, "currency": "INR"})["id"]
    nowhere = rzp.order.create(risky(customer_details={"name": "Gaurav Kumar"}))["id"]
    for order_id, said in (
        ("order_Unknown0000000", "The id provided does not exist."),
        ("order_1", "order_id: the length must be exactly 14"),
        (plain, "The order was not created for a review"),
        (nowhere, "Mandatory field shipping_address not present"),
    ):
        answered, answer = post(rzp, f"orders/{order_id}/rto_review", {})
        assert (answered, answer["error"]["description"], answer["error"]["step"]) == (400, said, "rto_review")
    assert refused(rzp, "orders", risky(line_items_total=None)) == "The line items total field is required."
    with pytest.raises(NotFaked, match="need Magic Checkout"):
        post(rzp, "orders", risky(rto_review=False))


def test_a_rating_is_a_documented_one(rzp):
    order = rzp.order.create(risky())["id"]
    with pytest.raises(ValueError, match="high, medium or low"):
        rzp.dashboard.rate_order(order, "huge")
    with pytest.raises(ValueError, match="at most five of"):
        rzp.dashboard.rate_order(order, "high", ["no_reason"])
    with pytest.raises(ValueError, match="at most five of"):
        rzp.dashboard.rate_order(order, "high", ["invalid_phone"] * 6)
    with pytest.raises(LookupError):
        rzp.dashboard.rate_order("order_1")


def test_what_became_of_a_shipment_is_told_bit_by_bit(rzp):
    order = rzp.order.create(risky())["id"]
    shipping = {"waybill": "123456789", "provider": "Bluedart"}
    told = rzp.order.editFulfillment(order, {"payment_method": "cod", "shipping": shipping})
    bare = order.removeprefix("order_")
    assert told == {"entity": "order.fulfillment", "order_id": bare, "payment_method": "cod", "shipping": shipping}
    said, told = post(rzp, f"orders/{order}/fulfillment", {"shipping": {"waybill": "123456789", "status": "rto"}})
    assert (said, told["payment_method"]) == (200, "cod")
    assert told["shipping"] == {"waybill": "123456789", "provider": "Bluedart", "status": "rto"}
    for body, text in (
        (
            {"shipping": {"waybill": "1", "status": "gone"}},
            "shipping_status: invalid shipping status entered, please pass a valid shipping status.",
        ),
        ({"shipping": {"status": "rto"}}, "The shipping.waybill field is required."),
        ({"payment_method": "barter"}, "The selected payment_method is invalid."),
    ):
        said, answer = post(rzp, f"orders/{order}/fulfillment", body)
        assert (said, answer["error"]["description"]) == (400, text)
    said, answer = post(rzp, "orders/order_Unknown0000000/fulfillment", {})
    assert (said, answer["error"]["step"]) == (400, "fulfillment_updates")
