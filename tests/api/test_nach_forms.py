"""The signed form of a paper NACH mandate: uploaded by the merchant, it does what it does at Checkout."""

from __future__ import annotations

import pytest

from fakerzp import NotFaked, PaymentPending

URL = "/v1/payments/create/nach/file"
FORM = {"Content-Type": "multipart/form-data; boundary=b"}
GAURAV = {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com", "contact": "9123456780"}
ACCOUNT = {"beneficiary_name": "Gaurav Kumar", "account_number": "11214311215411", "ifsc_code": "ICIC0001233"}
JPEG, PNG = b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"
MOST = 6 * 1024 * 1024
ALREADY_PAID = (
    "Your payment has been declined as the order is already paid. Please initiate the payment with a new order."
)
FILE = ("file", JPEG, "form.jpeg")


def parts(*fields):
    """A form of (name, text) and (name, content, filename)."""
    body = b""
    for name, content, *filename in fields:
        head = f'--b\r\nContent-Disposition: form-data; name="{name}"'
        head += f'; filename="{filename[0]}"\r\nContent-Type: image/jpeg' if filename else ""
        body += f"{head}\r\n\r\n".encode() + (content if filename else content.encode()) + b"\r\n"
    return body + b"--b--\r\n"


def send(rzp, *fields, **headers):
    return rzp.request("POST", URL, data=parts(*fields), headers=FORM | headers)


def upload(rzp, order, content=JPEG, filename="form.jpeg", **headers):
    return send(rzp, ("order_id", order), ("recurring", "1"), ("file", content, filename), **headers)


def nach_order(rzp, **headers):
    customer = rzp.request("POST", "/v1/customers", json=GAURAV | {"fail_existing": "0"}, headers=headers).body["id"]
    body = {
        "amount": 0,
        "currency": "INR",
        "method": "nach",
        "customer_id": customer,
        "token": {"auth_type": "physical", "max_amount": 10000000, "bank_account": ACCOUNT},
        "notes": {"note_key 1": "Beam me up Scotty"},
    }
    return rzp.request("POST", "/v1/orders", json=body, headers=headers).body["id"]


def registration_link(rzp, **more):
    registration = {"method": "nach", "auth_type": "physical", "bank_account": ACCOUNT, "max_amount": 50000}
    link = {"customer": GAURAV, "type": "link", "amount": 0, "currency": "INR", "description": "12 p.m. Meals"}
    return rzp.registration_link.create({**link, "subscription_registration": registration, **more})


def error(reply):
    assert reply.status == 400
    return reply.body["error"]


def token_of(rzp, order):
    payment = rzp.order.payments(order)["items"][-1]
    return rzp.token.fetch(payment["customer_id"], payment["token_id"])


# -------------------------------------------------------------------------------- a form that is taken in


def test_an_upload_does_what_the_customer_does_at_checkout(build):
    def seen(rzp, hand_in):
        order = nach_order(rzp)
        answer = hand_in(rzp, order)
        payment = rzp.payment.fetch(answer["razorpay_payment_id"])
        tokens = rzp.token.all(payment["customer_id"])
        return answer, payment, rzp.order.fetch(order), tokens, list(rzp.events), rzp.history(payment["id"])

    at_checkout = seen(build(), lambda rzp, order: rzp.checkout.pay(order, method="nach"))
    uploaded = seen(build(), lambda rzp, order: upload(rzp, order).body)
    assert uploaded == at_checkout


def test_a_form_that_is_taken_in(rzp):
    order = nach_order(rzp)
    reply = upload(rzp, order)
    assert reply.status == 200
    assert list(reply.body) == ["razorpay_payment_id", "razorpay_order_id", "razorpay_signature"]
    assert reply.body["razorpay_order_id"] == order
    assert rzp.utility.verify_payment_signature(reply.body)
    payment = rzp.payment.fetch(reply.body["razorpay_payment_id"])
    assert (payment["status"], payment["amount"], payment["fee"], payment["tax"]) == ("captured", 0, 0, 0)
    assert (payment["method"], payment["bank"]) == ("nach", "ICIC")
    assert (payment["email"], payment["contact"]) == (GAURAV["email"], GAURAV["contact"])
    assert payment["notes"] == {"note_key 1": "Beam me up Scotty"}
    assert (rzp.order.fetch(order)["status"], rzp.order.fetch(order)["attempts"]) == ("paid", 1)
    token = token_of(rzp, order)
    assert token["recurring_details"] == {"status": "initiated", "failure_reason": None}
    assert list(rzp.ledger.journal) == []
    rzp.bank.confirm_token(token["id"])
    assert token_of(rzp, order)["recurring_details"]["status"] == "confirmed"


def test_the_form_of_a_registration_link(rzp):
    link = registration_link(rzp)
    answer = upload(rzp, link["order_id"]).body
    payment = rzp.payment.fetch(answer["razorpay_payment_id"])
    assert (payment["invoice_id"], payment["description"]) == (link["id"], "12 p.m. Meals")
    paid = rzp.invoice.fetch(link["id"])
    assert (paid["status"], paid["payment_id"]) == ("paid", payment["id"])


@pytest.mark.parametrize("how", ["cancelled", "expired"])
def test_the_form_of_a_link_that_is_closed(rzp, how):
    link = registration_link(rzp, expire_by=rzp.clock.now() + 3600)
    if how == "cancelled":
        rzp.invoice.cancel(link["id"])
    rzp.clock.advance(hours=2)
    refused = error(upload(rzp, link["order_id"]))
    assert refused["description"] == f"Operation not allowed for Invoice in {how} status."
    assert rzp.payment.all()["items"] == []


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("form.jpeg", JPEG),
        ("form.jpg", JPEG),
        ("form.png", PNG),
        ("scan.of.the.form.JPG", JPEG),  # the FAQ writes the formats in capitals
        ("form.jpg", PNG),
        ("form.png", b"a stand-in"),
        ("file", PNG),  # what requests calls a file without a name
        ("form.jpeg", JPEG.ljust(MOST)),
    ],
)
def test_images_that_are_taken(rzp, filename, content):
    order = nach_order(rzp)
    assert upload(rzp, order, content, filename).body["razorpay_order_id"] == order


def test_the_books_of_a_sub_merchant(rzp):
    account = {"X-Razorpay-Account": "acc_IRQWUleX4BqvYn"}
    order = nach_order(rzp, **account)
    assert error(upload(rzp, order))["description"] == "The id provided does not exist"
    assert upload(rzp, order, **account).body["razorpay_order_id"] == order
    assert rzp.payment.all()["items"] == []


def test_what_was_uploaded_is_told_afterwards(rzp):
    order = nach_order(rzp)
    upload(rzp, order, PNG, "form.png")
    call = rzp.calls[-1]
    assert (call.method, call.path, call.status) == ("POST", URL, 200)
    assert call.body == {
        "order_id": order,
        "recurring": "1",
        "file": {"filename": "form.png", "content_type": "image/jpeg", "size": 8, "format": "png"},
    }


# -------------------------------------------------------------------------------- one form after another


def test_after_a_refusal_by_the_bank_the_next_form_is_taken(rzp):
    """It may be uploaded again as often as it takes (payments/recurring-payments/paper-nach/faqs.md)."""
    order = nach_order(rzp)
    rzp.bank.script([rzp.bank.fail("image_not_clear"), rzp.bank.fail("form_signature_missing")])
    replies = [upload(rzp, order) for _ in range(3)]
    assert [error(reply)["reason"] for reply in replies[:2]] == ["image_not_clear", "form_signature_missing"]
    assert replies[2].body["razorpay_order_id"] == order
    assert len(rzp.order.payments(order)["items"]) == 1
    assert [event["event"] for event in rzp.events] == ["payment.authorized", "payment.captured", "order.paid"]


def test_a_file_that_is_refused_costs_no_word_of_the_bank(rzp):
    order = nach_order(rzp)
    rzp.bank.script([rzp.bank.fail("form_mismatch")])
    assert error(upload(rzp, order, filename="form.pdf"))["reason"] == "unknown_file_type"
    assert error(upload(rzp, order))["reason"] == "form_mismatch"


def test_the_bank_sees_an_upload_as_a_payment(rzp):
    attempts = []
    rzp.bank.script(attempts.append)
    order = nach_order(rzp)
    upload(rzp, order)
    assert [(seen.amount, seen.method, seen.order_id) for seen in attempts] == [(0, "nach", order)]


def test_a_second_form_waits_for_the_bank(rzp):
    order = nach_order(rzp)
    upload(rzp, order)
    assert error(upload(rzp, order))["reason"] == "form_status_pending"
    other = nach_order(rzp)  # of the same customer: it is the form that is pending
    assert upload(rzp, other).status == 200


def test_a_form_that_came_to_nothing_at_checkout_is_not_waited_for(rzp):
    order = nach_order(rzp)
    rzp.bank.script([rzp.bank.pending()])
    with pytest.raises(PaymentPending):
        rzp.checkout.pay(order)
    assert error(upload(rzp, order))["reason"] == "form_status_pending"
    rzp.clock.advance(minutes=10)
    assert rzp.order.payments(order)["items"][0]["status"] == "failed"
    assert upload(rzp, order).status == 200


@pytest.mark.parametrize("answer", ["confirm_token", "reject_token"])
def test_when_the_bank_has_answered_the_order_is_done(rzp, answer):
    """After a rejection the authorisation is made again from its order on (recurring-payments/webhooks.md)."""
    order = nach_order(rzp)
    upload(rzp, order)
    getattr(rzp.bank, answer)(token_of(rzp, order)["id"])
    refused = error(upload(rzp, order))
    assert (refused["description"], refused["metadata"]) == (ALREADY_PAID, {})
    assert upload(rzp, nach_order(rzp)).status == 200


def test_the_same_reasons_at_checkout(rzp):
    order = nach_order(rzp)
    refused = rzp.checkout.fail(order, "image_not_clear")["error"]
    payment = refused.pop("metadata")["payment_id"]
    assert refused == {
        "code": "BAD_REQUEST_ERROR",
        "description": "image not clear",
        "source": "customer",
        "step": "form_upload",
        "reason": "image_not_clear",
    }
    assert rzp.payment.fetch(payment)["status"] == "failed"
    assert upload(rzp, order).status == 200


@pytest.mark.parametrize(
    "word",
    [lambda bank: bank.fail("insufficient_funds"), lambda bank: bank.pending(), lambda bank: bank.authorize_late()],
)
def test_an_answer_of_the_bank_that_no_page_gives_for_an_upload(rzp, word):
    order = nach_order(rzp)
    rzp.bank.script([word(rzp.bank)])
    with pytest.raises(NotFaked, match="no page says what its upload is then answered") as caught:
        upload(rzp, order)
    assert caught.value.endpoint == "POST /v1/payments/create/nach/file"
    assert rzp.order.fetch(order)["attempts"] == 0


# -------------------------------------------------------------------------------- forms that are filled in wrong


@pytest.mark.parametrize(
    ("left_out", "says"),
    [("order_id", "The order id field is required."), ("file", "The file field is required.")],
)
def test_a_field_that_is_missing(rzp, left_out, says):
    order = nach_order(rzp)
    refused = error(send(rzp, *(field for field in (("order_id", order), FILE) if field[0] != left_out)))
    assert (refused["description"], refused["field"]) == (says, left_out)


def test_no_file_was_chosen(rzp):
    refused = error(upload(rzp, nach_order(rzp), b"", ""))
    assert (refused["description"], refused["field"]) == ("The file field is required.", "file")


def test_an_empty_file(rzp):
    assert error(upload(rzp, nach_order(rzp), b"", "file"))["reason"] == "unknown_file_type"


def test_recurring_may_be_left_out_and_not_be_off(rzp):
    order = nach_order(rzp)
    refused = error(send(rzp, ("order_id", order), ("recurring", "0"), FILE))
    assert refused["field"] == "recurring"
    assert error(send(rzp, ("order_id", order), ("recurring", "yes"), FILE))["field"] == "recurring"
    assert send(rzp, ("order_id", order), FILE).status == 200


def test_a_field_too_many(rzp):
    refused = error(send(rzp, ("order_id", nach_order(rzp)), FILE, ("form[id]", "1")))
    assert refused["description"] == "form is/are not required and should not be sent"


@pytest.mark.parametrize("order_id", ["order_Unknown0000000", "order_1", "1", "<customer>"])
def test_an_order_that_is_none(rzp, order_id):
    customer = rzp.customer.create(GAURAV)["id"]
    refused = error(upload(rzp, order_id.replace("<customer>", customer)))
    assert refused["description"] == "The id provided does not exist"


@pytest.mark.parametrize("more", [{}, {"method": "nach"}, {"token": {"max_amount": 5000}, "method": "card"}])
def test_an_order_that_asks_for_no_form(rzp, more):
    customer_id = rzp.customer.create(GAURAV)["id"]
    order = rzp.order.create({"amount": 500, "currency": "INR", "customer_id": customer_id, **more})["id"]
    refused = error(upload(rzp, order))
    assert (refused["description"], refused["field"]) == ("The selected order_id is invalid.", "order_id")
    assert rzp.order.fetch(order)["attempts"] == 0


@pytest.mark.parametrize(
    "file",
    ["@/home/gaurav/form.jpeg", {"filename": "form.jpeg", "content_type": None, "size": 4, "format": "jpeg"}, ["x"]],
)
def test_json_has_no_files(rzp, file):
    body = {"order_id": nach_order(rzp), "recurring": "1", "file": file}
    refused = error(rzp.request("POST", URL, json=body))
    assert (refused["description"], refused["field"]) == ("The file must be a file.", "file")


def test_text_is_no_file(rzp):
    order = nach_order(rzp)
    for pretence in ([("file", "form.jpeg")], [("file[size]", "1"), ("file[filename]", "form.jpeg")]):
        refused = error(send(rzp, ("order_id", order), *pretence))
        assert (refused["description"], refused["field"]) == ("The file must be a file.", "file")


def test_a_form_without_its_boundary_has_no_fields(rzp):
    body = parts(("order_id", nach_order(rzp)), FILE)
    refused = error(rzp.request("POST", URL, data=body, headers={"Content-Type": "multipart/form-data"}))
    assert (refused["description"], refused["field"]) == ("The order id field is required.", "order_id")


def test_a_form_that_breaks_off(rzp):
    body = parts(("order_id", nach_order(rzp)), FILE).removesuffix(b"--b--\r\n")
    assert "not valid" in error(rzp.request("POST", URL, data=body, headers=FORM))["description"]
    assert rzp.payment.all()["items"] == []


def test_a_fault_by_the_name_of_the_call(rzp):
    order = nach_order(rzp)
    rzp.faults.inject("POST /v1/payments/create/nach/file", error="Try again later", status=502)
    assert upload(rzp, order).status == 502
    assert upload(rzp, order).status == 200
