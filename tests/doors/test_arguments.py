"""A request as a caller types it: read as it was meant, or a Python error that says what it should have been."""

from __future__ import annotations

import pytest

from fakerzp import BadRequestError, FakeRazorpay

ORDER = {"amount": 1000, "currency": "INR"}


@pytest.fixture
def order(rzp):
    return rzp.order.create(ORDER)["id"]


def test_a_url_in_the_query_is_no_host(rzp):
    rzp.request("GET", "/v1/orders?receipt=http://example.com/v1/customers")
    assert (rzp.calls[-1].path, rzp.calls[-1].query) == ("/v1/orders", {"receipt": "http://example.com/v1/customers"})


@pytest.mark.parametrize(
    "path", ["https://api.razorpay.com/v1/orders/{}", "/v1/orders/{}?x", "/v1/orders/{}#top", "v1/orders/{}/"]
)
def test_a_path_with_more_about_it(rzp, order, path):
    assert rzp.request("get", path.format(order)).body["id"] == order


@pytest.mark.parametrize("params", ["count=1", "?count=1", {"count": 1}, [("count", "1")], (("count", 1),)])
def test_the_query_in_any_form(rzp, order, params):
    rzp.order.create(ORDER)
    assert rzp.request("GET", "/v1/orders", params=params).body["count"] == 1


@pytest.mark.parametrize(
    "headers", [{"X-Razorpay-Account": "acc_00000000000001"}, [(b"x-razorpay-account", b"acc_00000000000001")]]
)
def test_headers_in_any_form(rzp, order, headers):
    assert rzp.request("GET", f"/v1/orders/{order}", headers=headers).status == 400
    assert rzp.request("GET", "/v1/orders", headers=headers).body["count"] == 0


def test_the_right_keys_in_a_list(rzp, order):
    assert rzp.request("GET", f"/v1/orders/{order}", auth=[rzp.key_id, rzp.key_secret]).status == 200


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"auth": "rzp_test_x"}, "auth is a pair of text"),
        ({"auth": ("a",)}, "auth is a pair of text"),
        ({"params": 5}, "params=5"),
        ({"params": ["count"]}, "params="),
        ({"headers": "X"}, "headers="),
        ({"data": 5}, "data is a raw body"),
        ({"method": None}, "method=None"),
        ({"path": None}, "path=None"),
        ({"path": 5}, "path=5"),
    ],
)
def test_what_can_not_be_sent(rzp, wrong, says):
    with pytest.raises(TypeError, match=says):
        rzp.request(**{"method": "GET", "path": "/v1/orders", **wrong})
    assert len(rzp.calls) == 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"seed": "x"}, "seed is a whole number"),
        ({"seed": True}, "seed is a whole number"),
        ({"key_id": 5}, "key_id is text"),
        ({"key_secret": b"x"}, "key_secret is text"),
        ({"account": {"internationl": True}}, "account has no setting 'internationl'"),
    ],
)
def test_what_no_fake_can_be_made_of(options, says):
    with pytest.raises(TypeError, match=says):
        FakeRazorpay(**options)


def test_an_id_that_makes_another_url_of_it(rzp, order):
    """The SDK puts ids into its URLs as they are, so an empty one asks for the list."""
    assert rzp.order.fetch("")["items"][0]["id"] == order
    assert rzp.order.fetch(f"{order}/payments")["entity"] == "collection"
    with pytest.raises(BadRequestError, match="The requested URL was not found on the server"):
        rzp.order.fetch("a/b/c")


@pytest.mark.parametrize("data", [[1], "x", 5, ("a",)])
def test_fields_that_are_no_dict(rzp, data):
    with pytest.raises(TypeError, match="a dict of the request's fields"):
        rzp.order.create(data)


def test_two_filters_and_one_that_is_none(rzp, order):
    paid = rzp.checkout.pay(order)["razorpay_payment_id"]
    assert rzp.payment.all({"order_id": order})["items"][0]["id"] == paid
    with pytest.raises(BadRequestError, match="status is/are not required and should not be sent"):
        rzp.payment.all({"status": "captured"})


def test_a_filter_whose_name_is_no_text(rzp):
    with pytest.raises(BadRequestError, match=r"1 is/are not required and should not be sent"):
        rzp.transfer.all({1: 2})
    assert rzp.calls[-1].query == {"1": "2"}
