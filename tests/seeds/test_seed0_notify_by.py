"""Seed 0: POST /v1/invoices/:id/notify_by/:medium, "Send Notifications"."""

import pytest

from fakerzp import BadRequestError
from tests.seeds.documented import DAY, GAURAV, NOW, get, ok, post, refused, sent

KEY, SECRET = "rzp_test_AbCdEfGhIjKlMn", "a-secret-of-this-test"
ADDRESS = {"sms": GAURAV["contact"], "email": GAURAV["email"]}


def invoice(rzp, **changes):
    """An invoice that sends nothing by itself, so that whatever is in the outbox was asked for."""
    body = {
        "type": "invoice",
        "customer": GAURAV,
        "line_items": [{"name": "A book", "amount": 40000, "currency": "INR"}],
        "sms_notify": False,
        "email_notify": False,
    }
    return post(rzp, "/v1/invoices", {**body, **changes})


def in_status(rzp, status):
    """An invoice in that status, by the way a merchant would bring it there."""
    if status == "draft":
        made = invoice(rzp, draft="1")
    elif status == "paid":
        made = invoice(rzp)
        rzp.checkout.pay(made["id"])
    elif status == "partially_paid":
        made = invoice(rzp, partial_payment=True)
        rzp.checkout.pay(made["id"], amount=10000)
    elif status == "expired":
        made = invoice(rzp, expire_by=NOW + DAY)
        rzp.clock.move_to(NOW + DAY)
    elif status == "cancelled":
        made = invoice(rzp)
        post(rzp, f"/v1/invoices/{made['id']}/cancel")
    else:
        made = invoice(rzp)
    made = get(rzp, f"/v1/invoices/{made['id']}")
    assert made["status"] == status
    return made


@pytest.mark.parametrize("medium", ["sms", "email"])
def test_the_documented_call_sends_the_short_url_by_that_medium(rzp, medium):
    """S0-P1, S0-Q1, S0-Q2, S0-F1, S0-X1, S0-X2: no body goes out, the documented one comes back."""
    other, made = invoice(rzp), invoice(rzp)
    rzp.clock.advance(minutes=5)
    reply = rzp.request("POST", f"/v1/invoices/{made['id']}/notify_by/{medium}")
    assert (reply.status, reply.body) == (200, {"success": True})
    assert reply.body["success"] is True

    (message,) = sent(rzp, made["id"])
    assert (message.medium, message.to, message.at) == (medium, ADDRESS[medium], NOW + 300)
    assert message.short_url == made["short_url"] != other["short_url"]
    assert made["short_url"] in message.text
    assert sent(rzp, other["id"]) == []


def test_each_medium_is_told_apart_in_the_invoice(rzp):
    """S0-F1, S0-Q2: true means that it went out by the medium asked for, and by no other."""
    made = invoice(rzp)
    post(rzp, f"/v1/invoices/{made['id']}/notify_by/email")
    after = get(rzp, f"/v1/invoices/{made['id']}")
    assert after["email_status"] == "sent"
    assert after["sms_status"] != "sent"


@pytest.mark.parametrize("door", ["python", "node"])
def test_both_sdks_name_the_same_call(rzp, door):
    """S0-P1, S0-F1: invoice.notify_by in Python, invoices.notifyBy in Node."""
    made = invoice(rzp)
    call = rzp.invoice.notify_by if door == "python" else rzp.invoices.notifyBy
    assert call(made["id"], "sms") == {"success": True}
    assert call(made["id"], "sms") == {"success": True}
    assert [message.to for message in sent(rzp, made["id"])] == [GAURAV["contact"]] * 2
    with pytest.raises(BadRequestError) as caught:
        call(made["id"], "fax")
    assert "fax is not a valid communication medium." in str(caught.value)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("auth", "wrong"),
    [((KEY, "another secret"), "secret"), (("rzp_test_00000000000000", SECRET), "key")],
)
def test_wrong_credentials(build, auth, wrong):
    """S0-E1, S0-P1: basic auth; the text names the half that is wrong, in the envelope of the samples.

    The seed says "4xx"; samples elsewhere leave out the full stop, and this page wins for its own call.
    """
    rzp = build(key_id=KEY, key_secret=SECRET)
    made = invoice(rzp)
    path = f"/v1/invoices/{made['id']}/notify_by/sms"
    reply = rzp.request("POST", path, auth=auth)
    assert reply.status == 401
    assert reply.body == {
        "error": {
            "code": "BAD_REQUEST_ERROR",
            "description": f"The API {wrong} provided is invalid.",
            "source": "NA",
            "step": "NA",
            "reason": "NA",
            "metadata": {},
        }
    }
    assert sent(rzp, made["id"]) == []
    assert ok(rzp.request("POST", path, auth=(KEY, SECRET))) == {"success": True}


@pytest.mark.parametrize("invoice_id", ["inv_DAuFuwWYU3R9tg", "inv_short", "none", "order_DAuFuwWYU3R9tg"])
def test_an_id_that_is_nobodys(rzp, invoice_id):
    """S0-E2, S0-Q1: an id that is invalid or unknown."""
    reply = rzp.request("POST", f"/v1/invoices/{invoice_id}/notify_by/sms")
    refused(reply, "The id provided does not exist.")
    assert list(rzp.outbox) == []


def test_an_id_of_another_account(rzp):
    """S0-E2: an invoice that belongs to somebody else does not exist for the one who asks."""
    made = invoice(rzp)
    path = f"/v1/invoices/{made['id']}/notify_by/sms"
    reply = rzp.request("POST", path, headers={"X-Razorpay-Account": "acc_KBrJAIEqre5ucn"})
    refused(reply, "The id provided does not exist.")
    assert sent(rzp, made["id"]) == []
    assert post(rzp, path) == {"success": True}


@pytest.mark.parametrize("medium", ["fax", "whatsapp", "sms_email", "42"])
def test_a_medium_that_is_neither_is_echoed(rzp, medium):
    """S0-E3, S0-Q2: sms and email are all there is; the text says what was sent."""
    made = invoice(rzp)
    reply = rzp.request("POST", f"/v1/invoices/{made['id']}/notify_by/{medium}")
    refused(reply, f"{medium} is not a valid communication medium.")
    assert sent(rzp, made["id"]) == []


@pytest.mark.parametrize(
    ("medium", "missing", "text"),
    [
        ("email", "email", "Email can not be sent since email address has not been provided."),
        ("sms", "contact", "SMS can not be sent since contact number has not been provided."),
    ],
    ids=["S0-E4", "S0-E5"],
)
def test_a_customer_without_that_address(rzp, medium, missing, text):
    """S0-E4, S0-E5: only the medium whose address is missing is refused."""
    customer = {key: value for key, value in GAURAV.items() if key != missing}
    made = invoice(rzp, customer=customer)
    refused(rzp.request("POST", f"/v1/invoices/{made['id']}/notify_by/{medium}"), text)
    assert sent(rzp, made["id"]) == []
    other = {"sms": "email", "email": "sms"}[medium]
    assert post(rzp, f"/v1/invoices/{made['id']}/notify_by/{other}") == {"success": True}
    assert [message.medium for message in sent(rzp, made["id"])] == [other]


@pytest.mark.parametrize("status", ["draft", "paid", "expired", "cancelled"])
@pytest.mark.parametrize("medium", ["sms", "email"])
def test_states_in_which_nothing_is_sent(rzp, status, medium):
    """S0-E6, S0-B1: the text echoes the status, and the invoice stays as it was."""
    made = in_status(rzp, status)
    before = len(rzp.outbox)
    reply = rzp.request("POST", f"/v1/invoices/{made['id']}/notify_by/{medium}")
    refused(reply, f"Operation not allowed for Invoice in {status} status.")
    assert len(rzp.outbox) == before
    assert get(rzp, f"/v1/invoices/{made['id']}") == made


@pytest.mark.parametrize("status", ["issued", "partially_paid"])
@pytest.mark.parametrize("medium", ["sms", "email"])
def test_states_in_which_it_is_sent(rzp, status, medium):
    """S0-B1: issued and partially_paid, and sending leaves the status alone."""
    made = in_status(rzp, status)
    before = len(sent(rzp, made["id"], medium))
    assert post(rzp, f"/v1/invoices/{made['id']}/notify_by/{medium}") == {"success": True}
    assert len(sent(rzp, made["id"], medium)) == before + 1
    after = get(rzp, f"/v1/invoices/{made['id']}")
    assert (after["status"], after[f"{medium}_status"]) == (status, "sent")
