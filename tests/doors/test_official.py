"""`rzp.client()`: the official client as shipped, down to its traps, with a fake at the other end."""

from __future__ import annotations

import json

import pytest

razorpay = pytest.importorskip("razorpay", reason="the official client")

import requests  # noqa: E402

from fakerzp import NotFaked  # noqa: E402
from tests.doors.echo import Echo  # noqa: E402

ORDER = {"amount": 50000, "currency": "INR", "receipt": "Receipt #20"}
UNKNOWN = "order_AAAAAAAAAAAAAA"


@pytest.fixture(autouse=True)
def nothing_is_patched(monkeypatch):
    """No connection is opened, and neither the SDK nor `requests` is touched."""

    def connect(*_):
        raise AssertionError("a connection")

    monkeypatch.setattr("socket.socket.connect", connect)
    classes = (razorpay.Client, requests.Session, requests.Response, requests.adapters.HTTPAdapter)
    before = [dict(vars(owner)) for owner in classes]
    yield
    assert [dict(vars(owner)) for owner in classes] == before


def test_it_is_the_official_client_with_the_keys_of_the_fake(build):
    rzp = build(key_id="rzp_test_mine", key_secret="mine")
    client = rzp.client()
    assert type(client) is razorpay.Client
    assert client.auth == ("rzp_test_mine", "mine")
    assert isinstance(client.session, requests.Session)


def test_what_goes_in_by_the_client_is_there_by_every_door(rzp):
    client = rzp.client()
    made = client.order.create(ORDER)
    assert made["id"].startswith("order_")
    assert (made["amount"], made["amount_due"], made["status"]) == (50000, 50000, "created")
    assert rzp.order.fetch(made["id"]) == rzp.orders.fetch(made["id"]) == made
    assert rzp.request("GET", f"/v1/orders/{made['id']}").body == made
    assert client.order.all({"count": 1, "receipt": "Receipt #20"})["items"] == [made]
    assert client.order.edit(made["id"], {"notes": {"a": "₹"}})["notes"] == {"a": "₹"}
    sent = [(call.method, call.path, call.status) for call in rzp.calls]
    assert sent[0] == ("POST", "/v1/orders", 200)
    assert sent[-1] == ("PATCH", f"/v1/orders/{made['id']}", 200)


def test_answers_are_the_callers_own(rzp):
    client = rzp.client()
    made = client.order.create({**ORDER, "notes": {"a": "b"}})
    made["notes"]["a"] = made["status"] = "changed"
    again = client.order.fetch(made["id"])
    assert (again["notes"], again["status"]) == ({"a": "b"}, "created")
    assert rzp.calls[0].answer["notes"] == {"a": "b"}


def test_a_refusal_is_the_sdks_exception_with_its_text(rzp):
    client = rzp.client()
    with pytest.raises(razorpay.errors.BadRequestError) as caught:
        client.order.create({**ORDER, "amount": 1})
    reply = rzp.request("POST", "/v1/orders", json={**ORDER, "amount": 1})
    assert reply.status == 400
    assert str(caught.value) == reply.body["error"]["description"]
    assert not hasattr(caught.value, "code")  # the SDK keeps the description alone


def test_wrong_keys_get_the_documented_error(rzp):
    for auth in ((rzp.key_id, "wrong"), ("rzp_test_wrong", "wrong")):
        with pytest.raises(razorpay.errors.BadRequestError, match="Authentication failed"):
            rzp.client(auth=auth).order.create(ORDER)
    assert [call.status for call in rzp.calls] == [400, 400]
    assert rzp.orders.all()["count"] == 0


def test_a_url_that_does_not_exist_gets_razorpays_own_error(rzp):
    client = rzp.client()
    with pytest.raises(razorpay.errors.BadRequestError, match="The requested URL was not found on the server"):
        client.request("get", "/v9/nothing")


def test_a_call_that_is_not_faked_says_so_through_the_sdk(rzp):
    with pytest.raises(NotFaked, match="/v1/payouts"):
        rzp.client().get("/v1/payouts", {})


def test_two_fakes_do_not_see_each_other(build):
    one, other = build(seed=1), build(seed=2)
    made = one.client().order.create(ORDER)
    with pytest.raises(razorpay.errors.BadRequestError):
        other.client().order.fetch(made["id"])
    assert one.client().order.fetch(made["id"]) == made


def test_options_are_the_clients_own(rzp):
    session = requests.Session()
    session.headers["X-Razorpay-Account"] = "acc_00000000000001"
    client = rzp.client(session=session, base_url="http://localhost:9/mock" + version_in_base_url())
    made = client.order.create(ORDER)
    assert client.base_url.startswith("http://localhost:9/mock")
    assert client.order.fetch(made["id"]) == made
    with pytest.raises(razorpay.errors.BadRequestError):
        rzp.client().order.fetch(made["id"])  # it is the sub-merchant's


def version_in_base_url():
    """SDK 1.3 has the version of the API in its base URL, later ones in the path of each call."""
    return "" if hasattr(razorpay.constants.URL, "V1") else "/v1"


def test_headers_of_one_call_reach_the_fake(rzp):
    client = rzp.client()
    headers = {"X-Razorpay-Account": "acc_00000000000001"}
    made = client.order.create(ORDER, headers=headers)
    assert client.order.fetch(made["id"], headers={"X-Razorpay-Account": "acc_00000000000001"}) == made
    assert client.order.all()["count"] == 0


def test_the_version_is_looked_up_once_per_client(rzp, monkeypatch):
    looked = []
    real = razorpay.Client._get_version
    with monkeypatch.context() as patched:
        patched.setattr(razorpay.Client, "_get_version", lambda self: looked.append(1) or real(self))
        client = rzp.client()
        for _ in range(3):
            client.order.all()
        assert len(looked) == 1
        rzp.client().order.all()
        assert len(looked) == 2


def test_app_details_still_make_up_the_user_agent():
    from fakerzp.doors.official import make_client

    wire = Echo()
    client = make_client(wire)
    client.set_app_details({"title": "Shop", "version": "1.2"})
    client.get("/v1/orders", {})
    assert wire.seen[0]["headers"]["User-Agent"] == f"Razorpay-Python/{client._get_version()} Shop/1.2 "


def test_signatures_of_checkout_verify_with_the_sdk(rzp):
    client = rzp.client()
    answer = rzp.checkout.pay(client.order.create(ORDER)["id"])
    assert client.utility.verify_payment_signature(answer) is True
    with pytest.raises(razorpay.errors.SignatureVerificationError):
        client.utility.verify_payment_signature({**answer, "razorpay_payment_id": "pay_AAAAAAAAAAAAAA"})


def test_the_traps_of_the_sdk_are_kept(rzp):
    utility = rzp.client().utility
    with pytest.raises(TypeError):
        utility.verify_webhook_signature(b"{}", "signature", "secret")
    assert utility.verify_payment_link_signature({"razorpay_payment_id": "pay_1"}) is False


@pytest.mark.parametrize("data", ["{", "[1", '{"amount": }'])
def test_malformed_json_reaches_the_fake_as_it_is(rzp, data):
    path = f"{'/v1' if not version_in_base_url() else ''}/orders"
    with pytest.raises(razorpay.errors.BadRequestError) as caught:
        rzp.client().request("post", path, data=data, headers={"Content-Type": "application/json"})
    assert str(caught.value) == rzp.request("POST", "/v1/orders", data=data).body["error"]["description"]


def test_the_session_gives_what_the_wire_gives(rzp):
    client = rzp.client()
    made = client.order.create(ORDER)
    url = f"https://api.razorpay.com/v1/orders/{made['id']}"
    answer = client.session.get(url, auth=client.auth)
    reply = rzp.request("GET", f"/v1/orders/{made['id']}")
    assert (answer.status_code, answer.content) == (200, reply.content)
    assert json.loads(answer.text) == reply.body == made
    assert answer.headers["Content-Type"] == "application/json"
    missing = client.session.get(f"https://api.razorpay.com/v1/orders/{UNKNOWN}", auth=client.auth)
    assert missing.status_code == 400
    assert missing.json() == rzp.request("GET", f"/v1/orders/{UNKNOWN}").body
