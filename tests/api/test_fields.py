"""What a request body may hold, field by field; and that no request, however odd, gets anything but an answer."""

from __future__ import annotations

import pytest

from fakerzp import BadRequestError, NotFaked
from fakerzp.api.endpoint import Call, Endpoint
from fakerzp.api.fields import (
    Anything,
    Choice,
    Email,
    Epoch,
    Flag,
    Integer,
    ListOf,
    NotesField,
    Shape,
    String,
)
from fakerzp.api.lists import expansions, moment
from fakerzp.doors.bodies import read_body, read_query
from fakerzp.doors.forms import nested
from fakerzp.errors import ApiError, Text
from fakerzp.world.world import Account, World
from tests.flows.steps import (
    charge_body,
    invoice_body,
    nach_order_body,
    order_of,
    paid,
    payment_link_body,
    registered,
    registration_body,
    visible,
)

CALLS_WITH_BODIES = 20
NOW = 1767607200  # 2026-01-05T10:00:00Z
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def call_of(query=None, says=None):
    """Make a call that nobody sent, at a standing clock."""
    world = World(1, NOW, "acc_00000000000001", Account(), legacy_links=False)
    endpoint = Endpoint("POST", "/v1/things", "a page", says=says or {})
    account = world.ledger.account
    return Call(world=world, endpoint=endpoint, body={}, query=query or {}, headers={}, account=account, now=NOW)


READ = [
    (String(), "", ""),
    (String(), "₹ and more", "₹ and more"),
    (String(), 9123456789, "9123456789"),
    (String(), 0, "0"),
    (String(most=3), "abc", "abc"),
    (String(least=3), "abc", "abc"),
    (Email(), "gaurav.kumar@example.com", "gaurav.kumar@example.com"),
    (Email(), "", None),
    (Integer(), 0, 0),
    (Integer(), -5, -5),
    (Integer(), "100", 100),
    (Integer(), "-5", -5),
    (Integer(), "007", 7),
    (Integer(), 10**18, 10**18),
    (Integer(least=1, most=100), 1, 1),
    (Integer(least=1, most=100), "100", 100),
    (Epoch(), 946684800, 946684800),
    (Epoch(), 4765046400, 4765046400),
    (Epoch(), str(NOW), NOW),
    (Epoch(), 0, None),
    (Epoch(ahead=True), NOW + 900, NOW + 900),
    (Epoch(ahead=True), "0", None),
    (Flag(), True, True),
    (Flag(), False, False),
    (Flag(), 1, True),
    (Flag(), 0, False),
    (Flag(), "1", True),
    (Flag(), "0", False),
    (Flag(), "true", True),
    (Flag(), "false", False),
    (Choice(("a", "b")), "b", "b"),
    (NotesField(), {}, ()),
    (NotesField(), [], ()),
    (NotesField(), "", ()),
    (NotesField(), {"a": "b", "c": "d"}, (("a", "b"), ("c", "d"))),
    (NotesField(), ["x", "y"], (("0", "x"), ("1", "y"))),
    (NotesField(), {str(n): "v" for n in range(15)}, tuple((str(n), "v") for n in range(15))),
    (NotesField(), {"a": "x" * 256}, (("a", "x" * 256),)),
    (NotesField(limit=255), {"a": "x" * 255}, (("a", "x" * 255),)),
    (Anything(), {"a": [1]}, {"a": [1]}),
    (Shape({"a": String()}), {}, {}),
    (Shape({"a": String()}), [], {}),
    (Shape({"a": String()}), {"a": None}, {}),
    (Shape({"a": String(), "b": Integer()}), {"b": "2", "a": 1}, {"a": "1", "b": 2}),
    (Shape({"a": String()}, open=True), {"a": "x", "b": "y"}, {"a": "x"}),
    (Shape({"a": Shape({"b": Integer()})}), {"a": {"b": 1}}, {"a": {"b": 1}}),
    (ListOf(Shape({"a": Integer()})), [], []),
    (ListOf(Shape({"a": Integer()}), most=2), [{"a": 1}, {"a": "2"}], [{"a": 1}, {"a": 2}]),
]


@pytest.mark.parametrize(("field", "value", "expected"), READ)
def test_a_value_that_fits_is_read(field, value, expected):
    got = field.read(call_of(), "thing", value)
    assert got == expected
    assert type(got) is type(expected)


REFUSED = [
    (String(), True, "The thing must be a string.", "thing"),
    (String(), 1.5, "The thing must be a string.", "thing"),
    (String(), {}, "The thing must be a string.", "thing"),
    (String(), ["a"], "The thing must be a string.", "thing"),
    (String(most=3), "abcd", "The thing may not be greater than 3 characters.", "thing"),
    (String(most=3), 1234, "The thing may not be greater than 3 characters.", "thing"),
    (String(least=3), "ab", "The thing must be at least 3 characters.", "thing"),
    (Email(), "gaurav", "The email must be a valid email address.", "thing"),
    (Email(), "a@b@c", "The email must be a valid email address.", "thing"),
    (Email(), "a b@c", "The email must be a valid email address.", "thing"),
    (Email(), "a@b\n", "The email must be a valid email address.", "thing"),
    (Email(), 5, "The email must be a valid email address.", "thing"),
    (Integer(), "ten", "The thing must be an integer.", "thing"),
    (Integer(), "", "The thing must be an integer.", "thing"),
    (Integer(), "1.0", "The thing must be an integer.", "thing"),
    (Integer(), " 1", "The thing must be an integer.", "thing"),
    (Integer(), "1\n", "The thing must be an integer.", "thing"),
    (Integer(), "१", "The thing must be an integer.", "thing"),
    (Integer(), 1.0, "The thing must be an integer.", "thing"),
    (Integer(), True, "The thing must be an integer.", "thing"),
    (Integer(), [1], "The thing must be an integer.", "thing"),
    (Integer(), {}, "The thing must be an integer.", "thing"),
    (Integer(least=1), 0, "The thing must be at least 1.", "thing"),
    (Integer(most=100), "101", "The thing may not be greater than 100.", "thing"),
    (Integer(), "9" * 5000, None, "thing"),  # more digits than Python reads
    (Epoch(), 946684799, "thing must be between 946684800 and 4765046400", "thing"),
    (Epoch(), 4765046401, "thing must be between 946684800 and 4765046400", "thing"),
    (Epoch(), -1, "thing must be between 946684800 and 4765046400", "thing"),
    (Epoch(), "soon", "The thing must be an integer.", "thing"),
    (Epoch(ahead=True), NOW + 899, "thing should be at least 15 minutes after current time.", "thing"),
    (Flag(), "yes", "The thing field must be true or false.", "thing"),
    (Flag(), 2, "The thing field must be true or false.", "thing"),
    (Flag(), 1.0, "The thing field must be true or false.", "thing"),
    (Flag(), "", "The thing field must be true or false.", "thing"),
    (Flag(), [], "The thing field must be true or false.", "thing"),
    (Flag(), {}, "The thing field must be true or false.", "thing"),
    (Choice(("a", "b")), "c", "The selected thing is invalid.", "thing"),
    (Choice(("a", "b")), "", "The selected thing is invalid.", "thing"),
    (Choice(("1",)), 1, "The selected thing is invalid.", "thing"),
    (Choice(("a", "b")), ["a"], "The selected thing is invalid.", "thing"),
    (Choice(("a", "b")), {}, "The selected thing is invalid.", "thing"),
    (NotesField(), "text", "The thing must be an array.", "thing"),
    (NotesField(), 5, "The thing must be an array.", "thing"),
    (
        NotesField(),
        {str(n): "v" for n in range(16)},
        "Number of fields in notes should be less than or equal to 15.",
        "thing",
    ),
    (
        NotesField(),
        {"k": "x" * 257},
        "The notes.k may not be greater than 256 characters.",
        "thing.k",
    ),
    (
        NotesField(limit=255),
        {"k": "x" * 256},
        "The notes.k may not be greater than 255 characters.",
        "thing.k",
    ),
    (NotesField(), {"k": {"deep": 1}}, "The thing.k must be a string.", "thing.k"),
    (NotesField(), {"k": []}, "The thing.k must be a string.", "thing.k"),
    (Shape({}), "text", "The thing must be an array.", "thing"),
    (Shape({}), [1], "The thing must be an array.", "thing"),
    (Shape({}), 0, "The thing must be an array.", "thing"),
    (Shape({}), {"b": 1}, "thing.b is/are not required and should not be sent", None),
    (Shape({"a": String(required=True)}), {}, "The thing.a field is required.", "thing.a"),
    (Shape({"a": String(required=True)}), {"a": None}, "The thing.a field is required.", "thing.a"),
    (Shape({"a": String(required=True)}), {"a": ""}, "The thing.a field is required.", "thing.a"),
    (Shape({"a": Shape({"b": Integer()})}), {"a": {"b": "x"}}, "The thing.a.b must be an integer.", "thing.a.b"),
    (ListOf(Shape({})), {}, "The thing must be an array.", "thing"),
    (ListOf(Shape({})), "x", "The thing must be an array.", "thing"),
    (ListOf(Shape({}), most=1), [{}, {}], "The thing may not be greater than 1.", "thing"),
    (ListOf(Shape({"a": Integer()})), [{"a": 1}, {"a": "x"}], "The thing.1.a must be an integer.", "thing.1.a"),
    (ListOf(Shape({})), [{}, 5], "The thing.1 must be an array.", "thing.1"),
]


@pytest.mark.parametrize(("field", "value", "text", "at"), REFUSED)
def test_a_value_that_does_not_fit_is_refused(field, value, text, at):
    with pytest.raises(ApiError) as caught:
        field.read(call_of(), "thing", value)
    assert caught.value.status == 400
    assert caught.value.field == at
    if text is not None:
        assert caught.value.description == text


def test_the_order_of_the_checks_superfluous_then_missing_then_each_field_as_sent():
    shape = Shape({"a": Integer(), "b": String(required=True), "c": String(required=True), "d": Flag()})

    def text(body):
        with pytest.raises(ApiError) as caught:
            shape.read(call_of(), "", body)
        return caught.value.description

    assert text({"a": "x", "y": 1, "z": 2}) == "y, z is/are not required and should not be sent"
    assert text({"a": "x", "d": "x"}) == "The b field is required."
    assert text({"a": "x", "d": "x", "b": "1"}) == "The c field is required."
    assert text({"a": "x", "b": 1.5, "c": "1", "d": "x"}) == "The a must be an integer."
    assert text({"d": "x", "b": 1.5, "c": "1", "a": "x"}) == "The d field must be true or false."
    assert text({"c": "1", "b": 1.5, "d": "x"}) == "The b must be a string."


def test_a_page_words_the_general_conditions_its_own_way():
    says = {"required": Text("The {field} is required.", "a page"), "integer": Text("No.", "a page", status=409)}
    with pytest.raises(ApiError, match=r"^The a is required\.$"):
        Shape({"a": Integer(required=True)}).read(call_of(says=says), "", {})
    with pytest.raises(ApiError) as caught:
        Shape({"a": Integer()}).read(call_of(says=lambda call: says), "", {"a": "x"})
    assert (caught.value.description, caught.value.status) == ("No.", 409)


def test_what_was_read_is_not_what_was_sent():
    sent = {"a": {"b": [1]}, "notes": {"k": "v"}}
    shape = Shape({"a": Shape({"b": Anything()}), "notes": NotesField()})
    read = shape.read(call_of(), "", sent)
    assert read == {"a": {"b": [1]}, "notes": (("k", "v"),)}
    sent["a"]["c"] = sent["notes"]["l"] = 1
    assert read == {"a": {"b": [1]}, "notes": (("k", "v"),)}


# ---------------------------------------------------------------------- bodies and queries


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("a=1&b=2", {"a": "1", "b": "2"}),
        ("a=&b=x%20y", {"a": "", "b": "x y"}),
        ("notes[k]=v&notes[l]=w", {"notes": {"k": "v", "l": "w"}}),
        ("a[b][c]=1&a[b][d]=2", {"a": {"b": {"c": "1", "d": "2"}}}),
        ("a[]=1&a[]=2", {"a": ["1", "2"]}),
        ("a[0][b]=1&a[1][b]=2", {"a": [{"b": "1"}, {"b": "2"}]}),
        ("a[1]=x", {"a": {"1": "x"}}),
        ("", {}),
    ],
)
def test_a_form_is_read_as_nested_fields(text, fields):
    assert read_body(text, FORM["Content-Type"]) == fields
    assert read_body(text.encode(), FORM["Content-Type"] + "; charset=utf-8") == fields


@pytest.mark.parametrize("pairs", [[("a", "1"), ("a[b]", "2")], [("a[b]", "1"), ("a[b][c]", "2")]])
def test_a_form_that_contradicts_itself_is_read_or_refused(pairs):
    """As a text and as an object at once: whichever of them is taken, the reader does not fall over."""
    try:
        fields = nested(pairs)
    except ValueError:  # which is how the reader says that it can't
        return
    assert set(fields) == {"a"}


@pytest.mark.parametrize(("body", "fields"), [(None, {}), ("", {}), (b"", {}), ("null", {}), ("[]", {}), ("{}", {})])
def test_an_empty_body_has_no_fields(body, fields):
    assert read_body(body, "application/json") == fields


@pytest.mark.parametrize("body", ["{", "[1]", "3", '"x"', "{} {}", b"\xff", "true", "a=1"])
def test_a_body_that_is_no_json_object_is_a_value_error(body):
    with pytest.raises(ValueError):  # noqa: PT011  (the reader's words are nobody's)
        read_body(body, "application/json")


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ((), {}),
        ({}, {}),
        ({"count": 5, "skip": None}, {"count": "5"}),
        ([("a", "1"), ("a", "2"), ("a", "3")], {"a": "3"}),
        ({"expand[]": ["card", "emi"]}, {"expand[]": ["card", "emi"]}),
        ({"expand[]": ("card",)}, {"expand[]": ["card"]}),
    ],
)
def test_a_query_is_text_by_name(query, read):
    assert read_query(query) == read


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({}, []),
        ({"expand[]": "card"}, ["card"]),
        ({"expand[]": ["card", "emi"]}, ["card", "emi"]),
        ({"expand": "card"}, ["card"]),
    ],
)
def test_expansions_come_in_order(query, wanted):
    assert expansions(call_of(query)) == wanted


def test_from_and_to_are_moments():
    assert moment(call_of(), "from") is None
    assert moment(call_of({"from": "946684800"}), "from") == 946684800
    with pytest.raises(ApiError, match=r"^to must be between 946684800 and 4765046400$"):
        moment(call_of({"to": "5"}), "to")


# ---------------------------------------------------------------------- whatever is sent, there is an answer


@pytest.fixture
def shop(rzp):
    """A merchant's world, and every call of it that takes a body, with a body that it takes."""
    customer, token, _ = registered(rzp, "card")
    order, payment, authorized = order_of(rzp, 1000), paid(rzp), paid(rzp, capture=False)
    refund = rzp.payments.refund(payment, {"amount": 1000})["id"]
    item = rzp.items.create({"name": "Book", "amount": 1000, "currency": "INR"})["id"]
    invoice = rzp.invoices.create(invoice_body())["id"]
    draft = rzp.invoices.create(invoice_body(draft=True))["id"]
    link = rzp.paymentLink.create(payment_link_body())["id"]
    notes = {"notes": {"a": "b"}}
    transfer = {"account": "acc_00000000000001", "amount": 100, "currency": "INR", "on_hold_until": NOW}
    transfer |= {"notes": {"a": "b"}, "linked_account_notes": ["a"]}
    bodies = {
        "POST /v1/customers": {"name": "Asha", "email": "asha@example.com", "contact": "9000000001", **notes},
        f"PUT /v1/customers/{customer}": {"name": "Asha", **notes},
        "POST /v1/items": {"name": "Pen", "amount": 1000, "currency": "INR", "active": True},
        f"PATCH /v1/items/{item}": {"name": "Pen", "amount": 1000, "currency": "INR"},
        "POST /v1/orders": {"amount": 1000, "currency": "INR", "receipt": "r", "payment": {"capture": "manual"}},
        "POST /v1/orders ": {"amount": 1000, "currency": "INR", "transfers": [transfer]},
        "POST /v1/orders  ": nach_order_body(customer),
        f"PATCH /v1/orders/{order}": notes,
        f"PATCH /v1/payments/{payment}": {**notes, "on_hold": True, "on_hold_until": NOW},
        f"POST /v1/payments/{authorized}/capture": {"amount": 100000, "currency": "INR"},
        f"POST /v1/payments/{payment}/refund": {"amount": 1000, "speed": "normal", "receipt": "r", **notes},
        "POST /v1/refunds": {"payment_id": payment, "amount": 100},
        f"PATCH /v1/refunds/{refund}": notes,
        "POST /v1/invoices": invoice_body(receipt="r", expire_by=NOW + 1000, **notes),
        f"PATCH /v1/invoices/{draft}": {"line_items": [{"item_id": item}], "terms": "t", **notes},
        f"PATCH /v1/invoices/{invoice}": {"partial_payment": True, "comment": "c", **notes},
        "POST /v1/payment_links": payment_link_body(accept_partial=True, notify={"sms": True}, **notes),
        f"PATCH /v1/payment_links/{link}": {"reference_id": "r", "expire_by": NOW + 1000, **notes},
        "POST /v1/payments/create/recurring": charge_body(order, customer, token),
        "POST /v1/subscription_registration/auth_links": registration_body("nach", NOW, receipt="r"),
    }
    return rzp, bodies


ODD = [True, 0, -1, 2**70, 1.5, "", "x" * 3000, [], {}, [1], [[]], [{}], {"a": {"b": 1}}]


def with_odd_values(value, odd):
    """List copies of a body, each with one value in it, however deep, changed for the odd one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {**value, key: odd}
            yield from ({**value, key: one} for one in with_odd_values(inner, odd))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield [*value[:at], odd, *value[at + 1 :]]
            yield from ([*value[:at], one, *value[at + 1 :]] for one in with_odd_values(inner, odd))


def answered(rzp, call, **sent):
    """Whether a request got an answer, or is refused by the fake as not faked: what else there is, is raised."""
    verb, path = call.split()
    try:
        reply = rzp.request(verb, path, **sent)
    except NotFaked:
        return True
    return reply.status in (200, 400) and bool(reply.content)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
@pytest.mark.parametrize("number", range(CALLS_WITH_BODIES))
def test_a_value_of_any_kind_in_any_place_gets_an_answer(shop, number, odd):
    rzp, bodies = shop
    assert len(bodies) == CALLS_WITH_BODIES
    call = list(bodies)[number]
    for sent in with_odd_values(bodies[call], odd):
        assert answered(rzp, call, json=sent), sent
    rzp.ledger.check()


def test_more_digits_than_python_reads_get_an_answer(rzp):
    digits = "9" * 5000
    assert rzp.request("POST", "/v1/orders", json={"amount": digits, "currency": "INR"}).status == 400
    assert rzp.request("GET", "/v1/orders", params={"count": digits}).status == 400


def test_half_a_character_gets_an_answer_that_can_be_sent(rzp):
    """JSON can name a lone surrogate, which is no text: refused, and the answer has bytes."""
    reply = rzp.request("POST", "/v1/orders", data='{"amount": 100, "currency": "INR", "receipt": "\\ud800"}')
    assert reply.status in (200, 400)
    assert (b"receipt" in reply.content) == (reply.status == 200)


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        ("{", {}),
        ("[1]", {}),
        ("NaN", {}),
        (b"\xff\xfe", {}),
        ("[" * 100000, {}),
        ("9" * 5000, {}),
        ("notes=1&notes[a]=2", FORM),
        ("notes[a]=1&notes[a][b]=2&amount=100&currency=INR", FORM),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_a_body_of_any_kind_gets_an_answer(rzp, data, headers):
    reply = rzp.request("POST", "/v1/orders", data=data, headers=headers)
    assert reply.status == 400
    assert rzp.orders.all()["count"] == 0


LISTED = ["customers", "items", "orders", "payments", "refunds", "invoices", "payment_links"]


KEYS = ["count", "skip", "from", "to", "type", "active", "authorized", "expand[]", "receipt", "reference_id"]
KEYS += ["payment_id", "customer_id", "order_id"]
VALUES = ["", "x", "-1", "1.5", "true", "null", "é", ["a", "b"], ["1", "1"]]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize("name", LISTED)
def test_a_query_of_any_kind_gets_an_answer(shop, name, value):
    rzp, _ = shop
    for key in KEYS:
        assert answered(rzp, f"GET /v1/{name}", params={key: value}), key


def test_a_call_that_was_refused_for_its_body_changed_nothing(shop):
    rzp, bodies = shop
    before = visible(rzp)
    for call, body in bodies.items():
        verb, path = call.split()
        reply = rzp.request(verb, path, json={**body, "colour": "red"})
        assert reply.status == 400, call
        assert "colour" in str(reply.body) or "wrong input fields sent." in str(reply.body)
    assert visible(rzp) == before


@pytest.mark.parametrize("amount", ["100", 100])
def test_digits_in_a_text_are_an_amount(rzp, amount):
    made = rzp.orders.create({"amount": amount, "currency": "INR"})
    assert made["amount"] == 100
    assert type(made["amount"]) is int


@pytest.mark.parametrize("value", [True, False, 1, 0, "1", "0", "true", "false"])
def test_a_switch_is_written_in_any_of_eight_ways(rzp, value):
    made = rzp.invoices.create(invoice_body(partial_payment=value))
    assert made["partial_payment"] is (value in (True, "1", "true"))
    with pytest.raises(BadRequestError):
        rzp.invoices.create(invoice_body(partial_payment="perhaps"))
