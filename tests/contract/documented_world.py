"""What a documented call needs to exist, prepared as its page means it; the scoring is the fidelity tool's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

from fakerzp import FakeRazorpay

SHARED = Path(__file__).resolve().parents[3] / "shared"
PRESENT = (SHARED / "tools" / "fidelity").is_file() and (SHARED / "oracle" / "endpoints.json").is_file()
MISSING = "the oracle and its scorer are kept next to the repository, in ../shared, and are not there"
RESOURCES = (
    "customers",
    "items",
    "orders",
    "payments",
    "refunds",
    "invoices",
    "payment_links",
    "registration_links",
    "tokens",
    "recurring_payments",
)
AT = "2026-01-05T10:00:00Z"
DAY = 86400
GAURAV = {"name": "Gaurav Kumar", "contact": "9123456780", "email": "gaurav.kumar@example.com"}
BANK_ACCOUNT = {
    "beneficiary_name": "Gaurav Kumar",
    "account_number": "11214311215411",
    "account_type": "savings",
    "ifsc_code": "HDFC0001233",
}
FORM = {"form_reference1": "Recurring Payment for Gaurav Kumar", "form_reference2": "Method Paper NACH"}
REGISTRATIONS: Mapping[str, tuple[int, Mapping[str, Any]]] = {  # amount of the authorisation, what is asked
    "card": (100, {"frequency": "monthly"}),
    "upi": (100, {"frequency": "monthly"}),
    "emandate": (0, {"auth_type": "netbanking", "bank_account": BANK_ACCOUNT}),
    "nach": (0, {"auth_type": "physical", "bank_account": BANK_ACCOUNT, "nach": FORM}),
}


# ---------------------------------------------------------------------------- the tool and its oracle


@cache
def tool() -> Any:
    """The scorer, as a module."""
    loader = SourceFileLoader("fidelity", str(SHARED / "tools" / "fidelity"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def oracle(name: str) -> Any:
    return json.loads((SHARED / "oracle" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def records() -> tuple[dict[str, Any], ...]:
    """The API reference's calls of the resources above."""
    if not PRESENT:
        return ()
    return tuple(r for r in oracle("endpoints") if r["part"] == "api" and r["resource"] in RESOURCES)


@cache
def shapes() -> Any:
    """Every key and type that any document shows, learnt from the files that the tool learns from."""
    learnt = tool().Shapes()
    for body in _documented_bodies():
        learnt.learn(body, "body")
    return learnt


def _documented_bodies() -> Iterator[Any]:
    for record in (*oracle("endpoints"), *oracle("entities")):
        yield from (example.get("body") for example in record.get("response_examples", ()))
    yield from (record.get("response") for record in oracle("sdk_examples"))
    yield from (fact.get("body") for seed in oracle("seeds") for fact in seed["facts"])
    for record in oracle("webhooks")["events"]:
        yield from (payload.get("body") for payload in record["payloads"])


# ---------------------------------------------------------------------------- the world of a call


@cache
def _world() -> type[Any]:
    base: type[Any] = tool().World

    class World(base):  # type: ignore[misc, valid-type]
        """The tool's world on a day that is always the same; what a preparation made goes before its recipes."""

        def __init__(self) -> None:
            self.rzp = FakeRazorpay(seed=1, at=AT)
            self.made: dict[tuple[str, str | None], str] = {}
            self.staged: dict[str, str] = {}
            self.serial = 0

        def get(self, prefix: str, status: str | None = None) -> str:
            if prefix in self.staged:
                return self.staged[prefix]
            made: str = super().get(prefix, status)
            return made

        def read(self, path: str) -> Any:
            reply = self.rzp.request("GET", path)
            if reply.status >= 300:
                raise LookupError(f"could not read {path}: {reply.status} {reply.body}")
            return reply.body

    return World


def new_world() -> Any:
    return _world()()


Step = Callable[[Any], None]


@dataclass(frozen=True)
class Call:
    """How a page's call is made here: what exists first, and what its sample lost."""

    first: Step | None = None
    path: str | None = None
    """The path with ids where the page has `:id`."""
    body: Any = None
    """The request that the page shows and the sample lost, or with what was slipped into it put right."""
    query: Mapping[str, str] | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    """Members of the documented request that are put otherwise."""


def outcome(record: Mapping[str, Any], call: Call) -> list[list[tuple[str, str]]]:
    """What is wrong with the answer to each documented request of a record, in its nearest documented form."""
    bodies = [call.body] if call.body is not None else record["request_examples"] or [None]
    return [_misses(record, call, body) for body in bodies]


def _misses(record: Mapping[str, Any], call: Call, body: Any) -> list[tuple[str, str]]:
    world = new_world()
    if call.first is not None:
        call.first(world)
    needs = tool().NEEDS.get(f"{record['method']} {record['path_key']}", {})
    asked = {**record, "path_example": call.path or record["path_example"]}
    sent = tool().prepared(world, {**body, **call.said} if call.said else body, needs)
    query = record["query_example"] or {} if call.query is None else call.query
    path = tool().concrete_path(world, asked, needs)
    reply = world.rzp.request(
        record["method"],
        path,
        json=sent,
        params=tool().prepared(world, query, needs),
        headers=tool().prepared(world, record["request_headers"] or {}, needs),
    )
    world.rzp.ledger.check()
    if reply.status >= 300:
        return [("refused", f"{reply.status} {reply.body['error']['description']}")]
    shown = [e["body"] for e in record["response_examples"] if e["kind"] == "success" and e["body"] is not None]
    return min((list(shapes().misfits(one, reply.body)) for one in shown), key=len, default=[])


# ---------------------------------------------------------------------------- preparations


def several(*prefixes: str, times: int = 3) -> Step:
    """So many of each, for lists to show."""

    def first(world: Any) -> None:
        for prefix in prefixes:
            for _ in range(times):
                getattr(world, f"make_{prefix}")()

    return first


def order_of(amount: int, **more: Any) -> Step:
    def first(world: Any) -> None:
        world.staged["order"] = world.post("/v1/orders", {"amount": amount, "currency": "INR", **more})["id"]

    return first


def payment(amount: int = 100000, *, order: Mapping[str, Any] | None = None, **how: Any) -> Step:
    """An order of that amount, paid by a customer; `how` as checkout.pay takes it."""

    def first(world: Any) -> None:
        order_of(amount, **(order or {}))(world)
        paid = world.rzp.checkout.pay(world.staged["order"], **how)
        world.staged["pay"] = paid["razorpay_payment_id"]

    return first


def failed_payment(reason: str, **how: Any) -> Step:
    def first(world: Any) -> None:
        order_of(100000)(world)
        error = world.rzp.checkout.fail(world.staged["order"], reason, **how)["error"]
        world.staged["pay"] = error["metadata"]["payment_id"]

    return first


def customer_who_pays(method: str) -> Step:
    def first(world: Any) -> None:
        world.staged["cust"] = world.make_cust()
        payment(method=method, customer_id=world.staged["cust"])(world)

    return first


def refunds(*amounts: int, then: Step | None = None) -> Step:
    """A payment with refunds, oldest first."""

    def first(world: Any) -> None:
        (then or payment(600000))(world)
        for amount in amounts:
            body = {"amount": amount, "notes": {"comment": "Comment for refund"}}
            world.staged["rfnd"] = world.post(f"/v1/payments/{world.staged['pay']}/refund", body)["id"]

    return first


def draft_with_lines(world: Any) -> None:
    world.staged["inv"] = world.make_inv("draft")
    world.staged["li"] = world.read(f"/v1/invoices/{world.staged['inv']}")["line_items"][0]["id"]


def registration(method: str, **asked: Any) -> Step:
    """A registration link that nobody used yet."""

    def first(world: Any) -> None:
        amount, usual = REGISTRATIONS[method]
        terms = {"method": method, "max_amount": 5000000, "expire_at": world.later(3000), **usual, **asked}
        link = world.post(
            "/v1/subscription_registration/auth_links",
            {
                "customer": GAURAV,
                "type": "link",
                "amount": amount,
                "currency": "INR",
                "description": "Registration Link for Gaurav Kumar",
                "subscription_registration": terms,
                "receipt": world.unique("registration"),
                "notes": {"note_key 1": "Beam me up Scotty"},
                "expire_by": world.later(),
            },
        )
        world.staged |= {"inv": link["id"], "cust": link["customer_id"], "order": link["order_id"]}

    return first


def token(method: str, **asked: Any) -> Step:
    """A customer's confirmed token, from its registration link; its payment and order are at hand too."""

    def first(world: Any) -> None:
        registration(method, **asked)(world)
        paid = world.rzp.checkout.pay(world.staged["inv"], method=method)["razorpay_payment_id"]
        token_id = world.read(f"/v1/payments/{paid}")["token_id"]
        if method in ("nach", "emandate"):
            world.rzp.bank.confirm_token(token_id)
        world.staged |= {"pay": paid, "token": token_id}

    return first


def charge_of(amount: int, method: str, **asked: Any) -> Step:
    """A confirmed token, and an order of the amount that is to be charged to it."""

    def first(world: Any) -> None:
        token(method, **asked)(world)
        order_of(amount, payment_capture=True)(world)

    return first


def notified_order(method: str) -> Step:
    """An order whose charge the customer is told of beforehand."""

    def first(world: Any) -> None:
        token(method)(world)
        order_of(2000, notification={"token_id": world.staged["token"], "payment_after": world.later(2)})(world)

    return first
