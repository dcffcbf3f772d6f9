"""Clients that people have, pointed at a server: the official one of Python, unmodified, and plain `requests`."""

from __future__ import annotations

import pytest

from fakerzp import FakeRazorpay
from tests.server.caller import UNFAKED, UNFAKED_PATH

razorpay = pytest.importorskip("razorpay", reason="these tests use the official client")
requests = pytest.importorskip("requests")

ORDER = {"amount": 50000, "currency": "INR"}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """What the machine's environment says of proxies is no matter of these tests."""
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def client(server):
    """The official client with the settings of an application."""
    with requests.Session() as session:
        yield razorpay.Client(session, auth=("rzp_test_mine", "my own secret"), base_url=server.url)


def test_the_official_client_pays_an_order(rzp, client):
    order = client.order.create(ORDER)
    answer = rzp.checkout.pay(order["id"], method="upi")
    assert client.utility.verify_payment_signature(answer)
    assert client.order.fetch(order["id"])["status"] == "paid"
    assert client.payment.fetch(answer["razorpay_payment_id"]) == rzp.payment.fetch(answer["razorpay_payment_id"])
    assert client.order.all({"count": 1, "expand[]": "payments"})["count"] == 1


def test_the_official_client_gets_the_same_as_in_process(client):
    assert client.order.create(ORDER) == FakeRazorpay(seed=1, at="2026-01-05T10:00:00Z").order.create(ORDER)


def test_the_official_client_raises_what_it_always_does(client):
    with pytest.raises(razorpay.errors.BadRequestError, match=r"The amount must be at least INR 1\.00"):
        client.order.create({**ORDER, "amount": 1})
    with pytest.raises(razorpay.errors.ServerError, match="exists at Razorpay and is not faked"):
        client.request(UNFAKED.method.lower(), UNFAKED_PATH)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"reset": True}, requests.exceptions.ConnectionError),
        ({"timeout": True}, requests.exceptions.ReadTimeout),
        ({"status": 502}, requests.exceptions.JSONDecodeError),
    ],
)
def test_faults_are_what_they_are_in_process(rzp, client, fault, error):
    rzp.faults.inject("order.create", **fault, times=2)
    with pytest.raises(error) as over_http:
        client.order.create(ORDER, timeout=0.3)
    with pytest.raises(error) as in_process:
        rzp.client().order.create(ORDER, timeout=0.3)
    assert type(over_http.value) is type(in_process.value)
    assert "Connection reset by peer" in str(over_http.value) or "reset" not in fault


def test_a_session_that_keeps_its_connections(rzp, server):
    with requests.Session() as session:
        session.auth = ("a", "b")
        told = [session.get(f"{server.url}/v1/orders").status_code for _ in range(5)]
    assert told == [200] * 5


def test_a_file_is_sent_as_a_form(rzp, server):
    """A signed NACH form: what a browser and every HTTP library make of it."""
    picture = b"\xff\xd8\xff" + b"x" * 5000
    customer = rzp.customer.create({"name": "Gaurav Kumar", "contact": "9123456780", "email": "g@example.com"})["id"]
    account = {"account_number": "11214311215411", "ifsc_code": "HDFC0000001", "beneficiary_name": "Gaurav Kumar"}
    mandate = {"auth_type": "physical", "max_amount": 50000, "bank_account": {**account, "account_type": "savings"}}
    body = {"amount": 0, "currency": "INR", "method": "nach", "customer_id": customer, "token": mandate}
    order = rzp.order.create(body)["id"]
    sent = requests.post(
        f"{server.url}/v1/payments/create/nach/file",
        auth=("a", "b"),
        data={"order_id": order},
        files={"file": ("form.jpeg", picture, "image/jpeg")},
        timeout=30,
    )
    assert sent.status_code == 200, sent.text
    assert rzp.calls[-1].body["file"] == {
        "filename": "form.jpeg",
        "content_type": "image/jpeg",
        "size": 5003,
        "format": "jpeg",
    }
    assert rzp.order.fetch(order)["status"] == "paid"
