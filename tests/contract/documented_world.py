"""What a documented call needs to exist, prepared as its page means it; the scoring is the fidelity tool's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any, NamedTuple

from fakerzp import FakeRazorpay, NotFaked

SHARED = Path(__file__).resolve().parents[3] / "shared"
PRESENT = (SHARED / "tools" / "fidelity").is_file() and (SHARED / "oracle" / "endpoints.json").is_file()
MISSING = "the oracle and its scorer are kept next to the repository, in ../shared, and are not there"
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
FORM_HEADERS = {"Content-Type": "multipart/form-data; boundary=sample"}


# ---------------------------------------------------------------------------- the tool and its oracle


class _Reader(SourceFileLoader):
    """Writes no bytecode next to what it loads."""

    def set_data(self, path: Any, data: Any, **_: Any) -> None:
        pass


@cache
def tool() -> Any:
    """The scorer, as a module."""
    loader = _Reader("fidelity", str(SHARED / "tools" / "fidelity"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def oracle(name: str) -> Any:
    return json.loads((SHARED / "oracle" / f"{name}.json").read_text(encoding="utf-8"))


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

        def __init__(self, *, live: bool) -> None:
            self.rzp = FakeRazorpay(seed=1, at=AT, account={"test_mode": not live})
            self.made: dict[tuple[str, str | None], str] = {}
            self.staged: dict[str, str] = {}
            self.asked: Any = None
            """The request as the page has it, for preparations that depend on it."""
            self.serial = 0

        def get(self, prefix: str, status: str | None = None) -> str:
            if prefix in self.staged:
                return self.staged[prefix]
            made: str = super().get(prefix, status)
            return made

        def make_ba(self) -> str:
            """A bank account of the customer at hand, which the tool has no recipe for."""
            holder = {"beneficiary_name": "Test R4zorpay", "account_number": "11214311215410434"}
            path = f"/v1/customers/{self.get('cust')}/bank_account"
            made: str = self.post(path, {**holder, "ifsc_code": "ICIC0001207"})["id"]
            return made

        def make_setlod(self) -> str:
            """A settlement on demand of the balance at hand, which the tool has no recipe for either."""
            made: str = self.post("/v1/settlements/ondemand", {"settle_full_balance": True})["id"]
            return made

        def make_hook(self) -> str:
            """A webhook of the account at hand; its id has no prefix, so the tool does not know it for one."""
            body = {"url": "https://example.com", "alert_email": "gaurav.kumar@example.com", "secret": "12345"}
            path = f"/v2/accounts/{self.get('acc')}/webhooks"
            made: str = self.post(path, {**body, "events": ["payment.captured"]})["id"]
            return made

        def read(self, path: str) -> Any:
            reply = self.rzp.request("GET", path)
            if reply.status >= 300:
                raise LookupError(f"could not read {path}: {reply.status} {reply.body}")
            return reply.body

    return World


def new_world(*, live: bool = False) -> Any:
    """A world with nothing in it yet."""
    return _world()(live=live)


Step = Callable[[Any], None]


@dataclass(frozen=True)
class Call:
    """How a page's call is made here: what exists first, and what its sample lost."""

    first: Step | None = None
    path: str | None = None
    """The path with ids where the page has `:id`."""
    body: Any = None
    """The request that the page shows and the sample lost, or with what was slipped into it put right.

    Of the world, for what has no id that the tool knows as one; so may the query be.
    """
    query: Mapping[str, str] | Callable[[Any], Mapping[str, str]] | None = None
    live: bool = False
    """Whether the page's call needs an account in live mode."""
    mend: Callable[[Any], Any] | None = None
    """Puts right what slipped into each of several requests, or what has expired since."""


class Miss(NamedTuple):
    """What keeps a documented call from holding, why, and all that is wrong with its answer."""

    why: str
    misses: tuple[str, ...] = ("NotFaked",)


def misses(record: Mapping[str, Any], call: Call) -> list[str]:
    """What is wrong with the answers to a record's requests, each held against its nearest documented form.

    A miss is a place in the answer, `NotFaked`, or the text of a refusal; no misses: the call holds.
    """
    bodies = [call.body] if call.body is not None else record["request_examples"] or [None]
    bodies = [call.mend(body) for body in bodies] if call.mend is not None else bodies
    return [miss for body in bodies for miss in _misses_of(record, call, body)]


def _misses_of(record: Mapping[str, Any], call: Call, body: Any) -> list[str]:
    world = new_world(live=call.live)
    world.asked = body
    if call.first is not None:
        call.first(world)
    needs = tool().NEEDS.get(f"{record['method']} {record['path_key']}", {})
    asked = {**record, "path_example": call.path or record["path_example"]}
    query = record["query_example"] or {} if call.query is None else call.query
    body, query = (part(world) if callable(part) else part for part in (body, query))
    ready = [tool().prepared(world, part, needs) for part in (body, query, record["request_headers"] or {})]
    path = tool().concrete_path(world, asked, needs)
    try:
        if record["request_encoding"] == "multipart":
            reply = world.rzp.request(record["method"], path, data=form(ready[0]), headers=FORM_HEADERS)
        elif record["request_encoding"] == "form" and not any(isinstance(one, dict) for one in ready[0].values()):
            posted = "&".join(f"{name}={value}" for name, value in ready[0].items())
            headers = {"Content-Type": "application/x-www-form-urlencoded", **record["request_headers"]}  # as curl does
            reply = world.rzp.request(record["method"], path, data=posted, headers=headers)
        else:
            reply = world.rzp.request(record["method"], path, json=ready[0], params=ready[1], headers=ready[2])
    except NotFaked:
        return ["NotFaked"]
    world.rzp.ledger.check()
    if reply.status >= 300:
        return [reply.body["error"]["description"]]
    shown = [e["body"] for e in record["response_examples"] if e["kind"] == "success" and e["body"] is not None]
    found = min((list(shapes().misfits(one, reply.body)) for one in shown), key=len, default=[])
    return [where for _, where in found]


def form(fields: Mapping[str, str]) -> bytes:
    """The form that curl would send for the fields of a sample: a path after an @ is that of a JPEG file."""
    parts = []
    for name, value in fields.items():
        disposition = f'form-data; name="{name}"'
        content = value.encode()
        if value.startswith("@"):
            disposition += f'; filename="{Path(value[1:]).name}"\r\nContent-Type: image/jpeg'
            content = b"\xff\xd8\xff\xe0 a signed form \xff\xd9"
        parts.append(f"--sample\r\nContent-Disposition: {disposition}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + b"--sample--\r\n"


# ---------------------------------------------------------------------------- preparations


def several(*prefixes: str, times: int = 3) -> Step:
    """So many of each, for lists to show."""

    def first(world: Any) -> None:
        for prefix in prefixes:
            for _ in range(times):
                getattr(world, f"make_{prefix}")()

    return first


def customers(world: Any) -> None:
    for n in range(3):
        world.post("/v1/customers", {"name": "Gaurav Kumar", "email": f"gaurav.kumar.{n}@example.com"})


def as_written(**ids: str) -> Step:
    """The page's own id of what can't be made: the call itself is to say so."""

    def first(world: Any) -> None:
        world.staged |= ids

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


def customer_who_pays(method: str, **how: Any) -> Step:
    def first(world: Any) -> None:
        world.staged["cust"] = world.make_cust()
        payment(method=method, customer_id=world.staged["cust"], **how)(world)

    return first


def with_offer(step: Callable[[str], Step]) -> Step:
    """An offer of the Dashboard, and the step that its id is for."""

    def first(world: Any) -> None:
        step(world.rzp.dashboard.create_offer("netbanking", percentage=10)["id"])(world)

    return first


def refunds(*amounts: int) -> Step:
    """A payment with refunds, oldest first."""

    def first(world: Any) -> None:
        payment(600000)(world)
        for amount in amounts:
            body = {"amount": amount, "notes": {"comment": "Comment for refund"}}
            world.staged["rfnd"] = world.post(f"/v1/payments/{world.staged['pay']}/refund", body)["id"]

    return first


def draft_with_lines(world: Any) -> None:
    world.staged["inv"] = world.make_inv("draft")
    world.staged["li"] = world.read(f"/v1/invoices/{world.staged['inv']}")["line_items"][0]["id"]


def upi_link(world: Any) -> None:
    body = {"upi_link": True, "amount": 1000, "currency": "INR", "customer": GAURAV}
    world.staged["plink"] = world.post("/v1/payment_links", body)["id"]


def order_with_transfers(world: Any) -> None:
    notes = {"branch": "Acme Corp Bangalore North", "name": "Gaurav Kumar"}
    share = {"amount": 1000, "currency": "INR", "notes": notes, "linked_account_notes": ["branch"]}
    held = {"on_hold": True, "on_hold_until": world.later()}
    accounts = ("acc_IRQWUleX4BqvYn", "acc_IROu8Nod6PXPtZ")
    order_of(2000, transfers=[{"account": account, **share, **held} for account in accounts])(world)


def payment_of_a_linked_account(world: Any) -> None:
    world.staged["acc"] = "acc_IRQWUleX4BqvYn"
    body = {"amount": 10000, "currency": "INR"}
    order = world.post("/v1/orders", body, {"X-Razorpay-Account": world.staged["acc"]})["id"]
    world.rzp.checkout.pay(order, method="netbanking")


def nach_order(world: Any) -> None:
    """An order whose form the customer signed on paper."""
    customer = world.make_cust()
    mandate = {"auth_type": "physical", "max_amount": 10000000, "bank_account": BANK_ACCOUNT, "nach": FORM}
    order_of(0, method="nach", customer_id=customer, token=mandate)(world)


def authorized_mandate(world: Any) -> None:
    """A payment of 1000 that registered a UPI mandate and waits to be captured: customer, token and UPI in one."""
    world.staged["cust"] = world.make_cust()
    mandate = {"max_amount": 5000, "expire_at": world.later(3000), "frequency": "monthly"}
    order_of(1000, method="upi", customer_id=world.staged["cust"], token=mandate)(world)
    paid = world.rzp.checkout.pay(world.staged["order"], method="upi", capture=False)
    world.staged["pay"] = paid["razorpay_payment_id"]


def registration(method: str, *, notes: Mapping[str, str] | None = None) -> Step:
    """A registration link that nobody used yet."""

    def first(world: Any) -> None:
        amount, usual = REGISTRATIONS[method]
        terms = {"method": method, "max_amount": 5000000, "expire_at": world.later(3000), **usual}
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
                "notes": notes or {},
                "expire_by": world.later(),
            },
        )
        world.staged |= {"inv": link["id"], "cust": link["customer_id"], "order": link["order_id"]}

    return first


def token(method: str) -> Step:
    """A customer's confirmed token, from its registration link; its payment and order are at hand too."""

    def first(world: Any) -> None:
        registration(method)(world)
        paid = world.rzp.checkout.pay(world.staged["inv"], method=method)["razorpay_payment_id"]
        token_id = world.read(f"/v1/payments/{paid}")["token_id"]
        if method in ("nach", "emandate"):
            world.rzp.bank.confirm_token(token_id)
        world.staged |= {"pay": paid, "token": token_id}

    return first


def charge_of(amount: int, method: str) -> Step:
    """A confirmed token, and an order of the amount that is to be charged to it."""

    def first(world: Any) -> None:
        token(method)(world)
        order_of(amount, payment_capture=True)(world)

    return first


def notified_order(method: str, **more: Any) -> Step:
    """An order whose charge the customer is told of beforehand."""

    def first(world: Any) -> None:
        token(method)(world)
        notification = {"token_id": world.staged["token"], "payment_after": world.later(2)}
        order_of(2000, notification=notification, **more)(world)

    return first
