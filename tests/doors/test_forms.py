"""Forms: each call means the same as JSON, as PHP's client sends it and as Ruby's, and as a form with files."""

from __future__ import annotations

from contextlib import nullcontext
from urllib.parse import parse_qsl, quote, quote_plus

import pytest

from fakerzp import NotFaked, PaymentFailed
from fakerzp.doors.forms import nested
from tests.flows.steps import (
    GAURAV,
    REGISTRATIONS,
    invoice_body,
    link_invoice_body,
    nach_order_body,
    payment_link_body,
    registered,
    registration_body,
)

FORM = "application/x-www-form-urlencoded"
ITEM = {"name": "Book", "amount": 20000, "currency": "INR"}

# ---------------------------------------------------------------------- as the clients send it


def flat(name, value, text):
    """A value as pairs, each list's values by their number: PHP's and Ruby's clients agree in that."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(f"{name}[{key}]" if name else key, inner, text)
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from flat(f"{name}[{n}]", inner, text)
    elif (written := text(value)) is not None:
        yield name, written


def of_php(value):
    """What `http_build_query` writes: 1 and 0 for true and false, nothing for null."""
    return str(int(value)) if isinstance(value, bool) else value if value is None else str(value)


def of_ruby(value):
    """What `to_s` writes: true and false; an empty text for nil."""
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def php(body):
    pairs = flat("", body, of_php)
    return "&".join(f"{quote_plus(name)}={quote_plus(text)}" for name, text in pairs), FORM


def ruby(body):
    pairs = flat("", body, of_ruby)
    return "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in pairs), f"{FORM}; charset=utf-8"


def brackets_as_they_are(body):
    """As curl sends what the pages show."""
    return "&".join(f"{name}={quote(text)}" for name, text in flat("", body, of_php)), FORM


def multipart(body):
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in flat("", body, of_php)
    ]
    return "".join([*parts, "--b--\r\n"]), "multipart/form-data; boundary=b"


WRITERS = (php, ruby, brackets_as_they_are, multipart)

# ---------------------------------------------------------------------- calls


def customer(rzp):
    return rzp.customers.create(GAURAV)["id"]


def an_order(rzp):
    notes = {"key 1": "value", "key.2": "₹ a&b=c+d"}
    return "POST", "/v1/orders", {**ITEM_PRICE, "receipt": "r 1", "partial_payment": True, "notes": notes}


ITEM_PRICE = {"amount": 50000, "currency": "INR"}


def an_order_that_captures(rzp):
    options = {"automatic_expiry_period": 12, "manual_expiry_period": 7200, "refund_speed": "optimum"}
    return "POST", "/v1/orders", {**ITEM_PRICE, "payment": {"capture": "automatic", "capture_options": options}}


def an_order_of_a_mandate(rzp):
    return "POST", "/v1/orders", nach_order_body(customer(rzp))


def notes_of_an_order(rzp):
    return "PATCH", f"/v1/orders/{rzp.orders.create(ITEM_PRICE)['id']}", {"notes": {"a": "1", "b": "2"}}


def an_invoice(rzp):
    item = rzp.items.create(ITEM)["id"]
    lines = [{"item_id": item, "quantity": 2}, {"name": "Pen", "amount": 1000, "currency": "INR"}]
    body = invoice_body(line_items=lines, sms_notify=1, email_notify=0, partial_payment=True, expire_by=2000000000)
    address = {"line1": "1 MG Road", "zipcode": "560001", "city": "Bengaluru", "state": "Karnataka", "country": "in"}
    body["customer"]["billing_address"] = address
    return "POST", "/v1/invoices", body


def a_link_as_an_invoice(rzp):
    return "POST", "/v1/invoices", link_invoice_body(view_less=1, sms_notify=0)


def a_draft_changed(rzp):
    draft = rzp.invoices.create(invoice_body(draft="1"))
    lines = [{"id": draft["line_items"][0]["id"], "quantity": 3}, {**ITEM, "quantity": 1}]
    return "PATCH", f"/v1/invoices/{draft['id']}", {"line_items": lines, "notes": {"a": "b"}}


def a_payment_link(rzp):
    options = {"accept_partial": True, "first_min_partial_amount": 20000, "reminder_enable": False}
    notify = {"sms": True, "email": False}
    return "POST", "/v1/payment_links", payment_link_body(notify=notify, notes={"policy": "7"}, **options)


def a_payment_link_changed(rzp):
    link = rzp.payment_link.create(payment_link_body())
    return "PATCH", f"/v1/payment_links/{link['id']}", {"reference_id": "TS35", "reminder_enable": True}


def a_customer(rzp):
    return "POST", "/v1/customers", {**GAURAV, "fail_existing": "0", "notes": {"a": "b"}}


def a_customer_changed(rzp):
    return "PUT", f"/v1/customers/{customer(rzp)}", {"name": "Gaurav", "contact": "9000090000"}


def an_item_changed(rzp):
    return "PATCH", f"/v1/items/{rzp.items.create(ITEM)['id']}", {"active": False, "amount": 30000}


def a_capture(rzp):
    payment = rzp.checkout.pay(amount=5000, capture=False)["razorpay_payment_id"]
    return "POST", f"/v1/payments/{payment}/capture", {"amount": 5000, "currency": "INR"}


def a_refund(rzp):
    payment = rzp.checkout.pay(amount=5000, capture=True)["razorpay_payment_id"]
    return "POST", f"/v1/payments/{payment}/refund", {"amount": 100, "speed": "normal", "notes": {"a": "b"}}


def a_charge(rzp):
    customer_id, token, _ = registered(rzp, "upi")
    order = rzp.orders.create({"amount": 1000, "currency": "INR", "payment_capture": True})
    body = {"email": GAURAV["email"], "contact": GAURAV["contact"], "amount": 1000, "currency": "INR"}
    more = {"order_id": order["id"], "customer_id": customer_id, "token": token, "recurring": True}
    return "POST", "/v1/payments/create/recurring", {**body, **more, "description": "Meals"}


def registration(method):
    def a_registration(rzp):
        return "POST", "/v1/subscription_registration/auth_links", registration_body(method, rzp.clock.now())

    a_registration.__name__ = f"a_registration_by_{method}"
    return a_registration


def a_refusal(rzp):
    return "POST", "/v1/invoices", invoice_body(line_items=[{"name": "Pen", "amount": -1}])


def another_refusal(rzp):
    return "POST", "/v1/orders", {**ITEM_PRICE, "amount": "ten", "notes": {"a": {"b": "c"}}}


CALLS = [
    an_order,
    an_order_that_captures,
    an_order_of_a_mandate,
    notes_of_an_order,
    an_invoice,
    a_link_as_an_invoice,
    a_draft_changed,
    a_payment_link,
    a_payment_link_changed,
    a_customer,
    a_customer_changed,
    an_item_changed,
    a_capture,
    a_refund,
    a_charge,
    *map(registration, REGISTRATIONS),
    a_refusal,
    another_refusal,
]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.__name__)
def test_a_form_means_what_json_means(build, call, write):
    by_json, by_form = build(seed=3), build(seed=3)
    method, path, body = call(by_json)
    assert call(by_form) == (method, path, body)
    expected = by_json.request(method, path, json=body)
    data, content_type = write(body)
    got = by_form.request(method, path, data=data, headers={"Content-Type": content_type})
    assert (got.status, got.body) == (expected.status, expected.body)
    assert (expected.status == 200) == ("refusal" not in call.__name__)
    assert [dict(event, created_at=0) for event in by_form.events] == [
        dict(event, created_at=0) for event in by_json.events
    ]


# ---------------------------------------------------------------------- types


@pytest.mark.parametrize(("text", "switch"), [("1", True), ("true", True), ("0", False), ("false", False)])
def test_a_switch(rzp, text, switch):
    body = f"amount=50000&currency=INR&partial_payment={text}"
    made = rzp.request("POST", "/v1/orders", data=body, headers={"Content-Type": FORM}).body
    with nullcontext() if switch else pytest.raises(PaymentFailed, match="different from your order amount"):
        rzp.checkout.pay(made["id"], amount=100)
    assert rzp.orders.fetch(made["id"])["amount_paid"] == 100 * switch


@pytest.mark.parametrize("text", ["True", "yes", "on", "2"])
def test_what_is_no_switch(rzp, text):
    """Among them what Python makes of True, where nobody writes it otherwise."""
    body = f"amount=50000&currency=INR&partial_payment={text}"
    reply = rzp.request("POST", "/v1/orders", data=body, headers={"Content-Type": FORM})
    assert (reply.status, reply.body["error"]["field"]) == (400, "partial_payment")


@pytest.mark.parametrize("text", ["500.00", "5e4", "", " 50000", "₹500"])
def test_what_is_no_amount(rzp, text):
    reply = rzp.request("POST", "/v1/orders", data=f"amount={quote(text)}&currency=INR", headers={"Content-Type": FORM})
    assert (reply.status, reply.body["error"]["field"]) == (400, "amount")


def test_notes_keep_the_text_that_came(rzp):
    data = "amount=100&currency=INR&notes[n]=1&notes[b]=true&notes[e]="
    made = rzp.request("POST", "/v1/orders", data=data, headers={"Content-Type": FORM}).body
    assert made["notes"] == {"n": "1", "b": "true", "e": ""}


@pytest.mark.parametrize(
    "query", ["expand[]=payments", "expand[0]=payments", "expand%5B0%5D=payments", "expand=payments"]
)
def test_a_list_in_a_query(rzp, query):
    order = rzp.orders.create(ITEM_PRICE)
    assert rzp.request("GET", f"/v1/orders/{order['id']}?{query}").body["payments"]["count"] == 0


# ---------------------------------------------------------------------- content types


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json", "text/json"]
)
def test_what_is_json(rzp, content_type):
    body = '{"amount":100,"currency":"INR"}'
    reply = rzp.request("POST", "/v1/orders", data=body, headers={"Content-Type": content_type})
    assert reply.body["amount"] == 100


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "application/octet-stream", "json"])
def test_what_no_page_and_no_client_sends_is_refused(rzp, content_type):
    with pytest.raises(NotFaked, match=f"POST /v1/orders, a body of Content-Type {content_type}") as caught:
        rzp.request("POST", "/v1/orders", data="{}", headers={"Content-Type": content_type})
    assert caught.value.endpoint == "order.create"
    assert rzp.request("POST", "/v1/orders", headers={"Content-Type": content_type}).status == 400  # there is no body
    assert rzp.orders.all()["count"] == 0


def test_a_fault_comes_before_the_body_is_looked_at(rzp):
    rzp.faults.inject("order.create", status=503, where=lambda call: call.body == {})
    assert rzp.request("POST", "/v1/orders", data="{}", headers={"Content-Type": "text/plain"}).status == 503


def test_a_form_that_says_it_is_json_is_none(rzp):
    says = {"Content-Type": "application/json"}
    reply = rzp.request("POST", "/v1/orders", data="amount=100&currency=INR", headers=says)
    assert reply.body == rzp.request("POST", "/v1/orders", data="{").body


def test_json_that_says_it_is_a_form_is_one_odd_field(rzp):
    """What urllib.request does with bytes, and curl with -d, where nobody says what they are."""
    reply = rzp.request("POST", "/v1/orders", data='{"amount": 100}', headers={"Content-Type": FORM})
    assert reply.status == 400
    assert reply.body["error"]["description"].startswith('{"amount":_100} ')


# ---------------------------------------------------------------------- brackets

BRACKETS = [
    ("a=1&a=2", {"a": "2"}),
    ("a[]=1&a[]=2", {"a": ["1", "2"]}),
    ("a[0]=1&a[1]=2", {"a": ["1", "2"]}),
    ("a[1]=1&a[0]=2", {"a": {"1": "1", "0": "2"}}),
    ("a[5]=1&a[]=2&a[x]=3", {"a": {"5": "1", "6": "2", "x": "3"}}),
    ("a[][b]=1&a[][c]=2", {"a": [{"b": "1"}, {"c": "2"}]}),
    ("a[0][b]=1&a[0][c]=2", {"a": [{"b": "1", "c": "2"}]}),
    ("a[b][]=1&a[b][]=2", {"a": {"b": ["1", "2"]}}),
    ("a[01]=1&a[]=2", {"a": {"01": "1", "0": "2"}}),
    ("a=1&a[b]=2", {"a": {"b": "2"}}),
    ("a[b]=1&a=2", {"a": "2"}),
    ("a[b]=1&a[b][c]=2", {"a": {"b": {"c": "2"}}}),
    ("a[b]c=1", {"a": {"b": "1"}}),
    ("a[b]c[d]=1", {"a": {"b": "1"}}),
    ("a[b=1", {"a_b": "1"}),
    ("a[b][c=1", {"a": {"b": "1"}}),
    ("a[ b]=1&a[b.c]=2", {"a": {"b": "1", "b.c": "2"}}),
    ("a b=1&c.d=2&%20e=3", {"a_b": "1", "c_d": "2", "e": "3"}),
    ("=1&[a]=2", {}),
    ("a[]", {"a": [""]}),
]


@pytest.mark.parametrize(("text", "fields"), BRACKETS)
def test_brackets_are_read_as_php_reads_them(text, fields):
    assert nested(parse_qsl(text, keep_blank_values=True)) == fields
