"""Every documented error of the upload of a signed NACH form, in full."""

from __future__ import annotations

import pytest

from tests.contract.refusals import Keys, Stage, wrong_keys

PAGE = "payments.recurring-payments.paper-nach.create-authorization-transaction.upload-the-nach-file-via-api"
URL = "/v1/payments/create/nach/file"
FORM = {"Content-Type": "multipart/form-data; boundary=b"}
JPEG = b"\xff\xd8\xff\xe0"
MOST = 6 * 1024 * 1024
ACCOUNT = {"beneficiary_name": "Gaurav Kumar", "account_number": "11214311215411", "ifsc_code": "HDFC0001233"}

# The page's word for it; the file's name and content; whether a form is with the bank; what the bank says of this one.
REASONS = [
    ("unknown_file_type", "form.pdf", b"%PDF-1.4", False, None),
    ("unknown_file_type", "form.gif", JPEG, False, None),
    ("unknown_file_type", "form.jpeg", b"%PDF-1.4", False, None),
    ("unknown_file_type", "form", b"a form", False, None),
    ("file_size_exceeds_limit", "form.jpeg", JPEG.ljust(MOST + 1), False, None),
    ("image_not_clear", "form.jpeg", JPEG, False, "image_not_clear"),
    ("form_mismatch", "form.jpeg", JPEG, False, "form_mismatch"),
    ("form_signature_missing", "form.jpeg", JPEG, False, "form_signature_missing"),
    ("form_data_mismatch", "form.jpeg", JPEG, False, "form_data_mismatch"),
    ("form_status_pending", "form.jpeg", JPEG, True, None),
]
KEYS = Keys(PAGE, "The api {key/secret} provided is invalid", 401, "POST", URL)


def form(order, filename, content):
    fields = f'--b\r\nContent-Disposition: form-data; name="order_id"\r\n\r\n{order}\r\n'
    fields += '--b\r\nContent-Disposition: form-data; name="recurring"\r\n\r\n1\r\n'
    fields += f'--b\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n'
    return fields.encode() + content + b"\r\n--b--\r\n"


def nach_order(stage):
    return stage.post(
        "/v1/orders",
        {
            "amount": 0,
            "currency": "INR",
            "method": "nach",
            "customer_id": stage.get("customer"),
            "token": {"auth_type": "physical", "max_amount": 10000000, "bank_account": ACCOUNT},
        },
    )["id"]


def everything(stage):
    customer = stage.get("customer")
    return stage.picture(), stage.rzp.request("GET", f"/v1/customers/{customer}/tokens").body


@pytest.mark.parametrize(("reason", "filename", "content", "pending", "word"), REASONS)
def test_error(rzp, reason, filename, content, pending, word):
    stage = Stage(rzp)
    order = nach_order(stage)
    if pending:
        rzp.checkout.pay(order, method="nach")
    if word is not None:
        rzp.bank.script([rzp.bank.fail(word)])
    before = everything(stage)
    reply = rzp.request("POST", URL, data=form(order, filename, content), headers=FORM)
    assert reply.status == 400
    assert list(reply.body["error"].items()) == [
        ("code", "BAD_REQUEST_ERROR"),
        ("description", reason.replace("_", " ")),
        ("field", None),
        ("source", "customer"),
        ("step", "form_upload"),
        ("reason", reason),
        ("metadata", {"payment_id": None, "order_id": order}),
    ]
    assert everything(stage) == before


@pytest.mark.parametrize("half", ["key", "secret"])
def test_wrong_keys(half):
    """The page lists no text: the one of the samples."""
    got, expected = wrong_keys(KEYS, half)
    assert got == expected
