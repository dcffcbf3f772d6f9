"""Plays the tables of test_errors_*.py: what must exist first, the refused call, what it left behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fakerzp import FakeRazorpay

AT = "2026-01-05T10:00:00Z"
KEY_ID = "rzp_test_Aa0Bb1Cc2Dd3Ee"
KEY_SECRET = "s3cretS3cretS3cretS3cret"
UNKNOWN = "Unknown0000000"  # 14 base-62 characters that no entity got
CUSTOMER = {"name": "Gaurav Kumar", "contact": "9123456780", "email": "gaurav.kumar@example.com"}
BOOK = {"name": "Book", "amount": 40000, "currency": "INR", "quantity": 1}
LISTS = (
    *("customers", "items", "orders", "payments", "refunds", "transfers", "invoices", "payment_links"),
    *("payments/qr_codes", "virtual_accounts", "plans", "addons", "subscriptions"),
)
LINKED = "acc_IRQWUleX4BqvYn"


@dataclass(frozen=True)
class Answer:
    """The documented error, whole: the status and every member of the envelope."""

    status: int = 400
    code: str = "BAD_REQUEST_ERROR"
    description: str | None = None  # None: the documented text as it stands
    source: str | None = "business"
    step: str | None = "payment_initiation"
    reason: str | None = "input_validation_failed"
    metadata: Any = field(default_factory=dict)
    field: str | None = None  # None: the envelope has no such key

    def body(self, text: str) -> dict[str, Any]:
        error = {
            "code": self.code,
            "description": self.description or text,
            "source": self.source,
            "step": self.step,
            "reason": self.reason,
            "metadata": self.metadata,
        }
        return {"error": error | ({"field": self.field} if self.field else {})}


def invalid(at: str | None = None, says: str | None = None) -> Answer:
    """A validation error; `at` is the key at fault."""
    return Answer(field=at, description=says)


def not_applicable(status: int = 400, says: str | None = None, code: str = "BAD_REQUEST_ERROR") -> Answer:
    """An error of no step of a payment: keys, URLs, idempotency."""
    return Answer(status, code, says, "NA", "NA", "NA")


def of_links(says: str | None = None) -> Answer:
    """An error as payment links word it: nulls, and a list for metadata."""
    return Answer(description=says, source=None, step=None, reason=None, metadata=[])


@dataclass(frozen=True)
class Bare(Answer):
    """An error of the pages that show a code and a description, and nothing else but perhaps a field."""

    def body(self, text: str) -> dict[str, Any]:
        error = {"code": self.code, "description": self.description or text}
        return {"error": error | ({"field": self.field} if self.field else {})}


CONTACT = Answer(step="NA", reason="invalid_contact_number", field="contact")
NOT_FOUND = not_applicable()


@dataclass(frozen=True)
class Case:
    """One documented error, the call that earns it and the answer.

    `<name>` in the path, the query, the headers or the body stands for the id of something made first
    (see Stage), `<now+N>` for that moment.
    """

    record: str
    text: str
    method: str
    path: str
    answer: Answer
    json: Any = None
    params: dict[str, Any] | None = None
    headers: dict[str, str] | None = None
    data: str | None = None
    auth: tuple[str, str] | None = None
    account: dict[str, bool] | None = None
    fault: tuple[str, int] | None = None  # the endpoint's Python name, the status

    def __str__(self) -> str:
        return f"{self.record} {self.text[:48]} {self.method} {self.path}".replace(" ", "-")


@dataclass(frozen=True)
class Keys:
    """The documented text for credentials not the fake's own; `{key/secret}` names the wrong half."""

    record: str
    text: str
    status: int
    method: str
    path: str
    json: Any = None
    params: dict[str, Any] | None = None
    headers: dict[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.record} {self.method} {self.path}".replace(" ", "-")


WRONG = {"key": ("rzp_test_NobodysKey0000", KEY_SECRET), "secret": (KEY_ID, "not the secret")}


def with_keys() -> FakeRazorpay:
    return FakeRazorpay(seed=1, at=AT, key_id=KEY_ID, key_secret=KEY_SECRET)


def wrong_keys(row: Keys, half: str) -> tuple[tuple[int, Any], tuple[int, Any]]:
    """What the call got with one half of the credentials wrong, and what it should have got."""
    reply = with_keys().request(
        row.method, row.path, json=row.json, params=row.params, headers=row.headers, auth=WRONG[half]
    )
    said = re.sub(r"[<{]key/secret[>}]", half, row.text)
    return (reply.status, reply.body), (row.status, not_applicable(says=said).body(said))


class Stage:
    """A fake, and one of each thing in each state on demand."""

    def __init__(self, rzp: FakeRazorpay) -> None:
        self.rzp = rzp
        self.made: dict[str, str] = {}

    def post(self, path: str, json: Any, headers: dict[str, str] | None = None) -> Any:
        reply = self.rzp.request("POST", path, json=json, headers=headers)
        if reply.status != 200:
            raise LookupError(f"the stage is not set: POST {path} got {reply.status} {reply.body}")
        return reply.body

    def get(self, name: str) -> str:
        if name not in self.made:
            self.made[name] = MAKERS[name](self)
        return self.made[name]

    def fill(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.fill(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.fill(inner) for inner in value]
        if not isinstance(value, str):
            return value
        if moment := re.fullmatch(r"<now\+(\d+)>", value):
            return self.rzp.clock.now() + int(moment[1])
        return re.sub(r"<([a-z_]+)>", lambda found: self.get(found[1]), value)

    def picture(self) -> dict[str, Any]:
        """All that a merchant can see."""
        seen = {name: self.rzp.request("GET", f"/v1/{name}", params={"count": 100}).body for name in LISTS}
        seen["events"] = len(self.rzp.events)
        seen["outbox"] = len(self.rzp.outbox)
        seen["journal"] = len(list(self.rzp.ledger.journal))
        return seen


def refused(case: Case, rzp: FakeRazorpay) -> tuple[tuple[int, Any], list[str]]:
    """What the call was answered, and the names of whatever it changed."""
    if case.account is not None:
        rzp = FakeRazorpay(seed=1, at=AT, account=case.account)
    stage = Stage(rzp)
    path, json, params = stage.fill(case.path), stage.fill(case.json), stage.fill(case.params)
    before = stage.picture()
    if case.fault is not None:
        name, status = case.fault
        rzp.faults.inject(name, error=case.text, status=status)
    reply = rzp.request(
        case.method, path, json=json, params=params, headers=case.headers, data=case.data, auth=case.auth
    )
    after = stage.picture()
    rzp.ledger.check()
    return (reply.status, reply.body), [name for name in before if before[name] != after[name]]


def documented(case: Case) -> tuple[int, dict[str, Any]]:
    return case.answer.status, case.answer.body(case.text)


# ---------------------------------------------------------------------------- what can be on the stage


def make_order(stage: Stage) -> str:
    order: str = stage.post("/v1/orders", {"amount": 100000, "currency": "INR"})["id"]
    return order


def make_paid_order(stage: Stage) -> str:
    order = make_order(stage)
    stage.rzp.checkout.pay(order)
    return order


def make_payment(stage: Stage, **how: Any) -> str:
    payment: str = stage.rzp.checkout.pay(make_order(stage), **how)["razorpay_payment_id"]
    return payment


def make_refunded(stage: Stage) -> str:
    payment = make_payment(stage)
    stage.post(f"/v1/payments/{payment}/refund", {})
    return payment


def make_replayed(stage: Stage) -> str:
    """A payment with a refund under the key that the tables use."""
    payment = make_payment(stage)
    stage.post(
        f"/v1/payments/{payment}/refund", {"amount": 1000}, {"X-Refund-Idempotency": "refund-key-0001"}
    )
    return payment


def make_refund(stage: Stage) -> str:
    refund: str = stage.post(f"/v1/payments/{stage.get('payment')}/refund", {"amount": 1000})["id"]
    return refund


def make_spent(stage: Stage) -> str:
    """A payment whose money is in the bank: nothing is left to make transfers of."""
    payment = make_payment(stage)
    stage.rzp.bank.settle()
    return payment


def make_transfer(stage: Stage) -> str:
    share = {"account": LINKED, "amount": 1000, "currency": "INR"}
    path = f"/v1/payments/{make_payment(stage)}/transfers"
    transfer: str = stage.post(path, {"transfers": [share]})["items"][0]["id"]
    return transfer


def make_settled_transfer(stage: Stage) -> str:
    """A transfer whose money the linked account has been paid out."""
    transfer = make_transfer(stage)
    stage.rzp.bank.settle(account=LINKED)
    return transfer


def make_invoice(stage: Stage, **changes: Any) -> str:
    body = {"type": "invoice", "currency": "INR", "customer": CUSTOMER, "line_items": [BOOK], **changes}
    sent = {key: value for key, value in body.items() if value is not None}
    invoice: str = stage.post("/v1/invoices", sent)["id"]
    return invoice


def make_paid_invoice(stage: Stage) -> str:
    invoice = make_invoice(stage)
    stage.rzp.checkout.pay(invoice)
    return invoice


def make_cancelled_invoice(stage: Stage) -> str:
    invoice = make_invoice(stage)
    stage.post(f"/v1/invoices/{invoice}/cancel", {})
    return invoice


def make_expired_invoice(stage: Stage) -> str:
    invoice = make_invoice(stage, expire_by=stage.rzp.clock.now() + 3600)
    stage.rzp.clock.advance(hours=2)
    return invoice


def make_link(stage: Stage, **changes: Any) -> str:
    link: str = stage.post("/v1/payment_links", {"amount": 1000, "currency": "INR", **changes})["id"]
    return link


def make_paid_link(stage: Stage) -> str:
    link = make_link(stage)
    stage.rzp.checkout.pay(link)
    return link


def make_partial_link(stage: Stage) -> str:
    link = make_link(stage, accept_partial=True, first_min_partial_amount=100)
    stage.rzp.checkout.pay(link, amount=200)
    return link


def make_expired_link(stage: Stage) -> str:
    link = make_link(stage, expire_by=stage.rzp.clock.now() + 3600)
    stage.rzp.clock.advance(hours=2)
    return link


def make_cancelled_link(stage: Stage) -> str:
    link = make_link(stage)
    stage.post(f"/v1/payment_links/{link}/cancel", {})
    return link


def make_reference_in_use(stage: Stage) -> str:
    make_link(stage, reference_id="#425")
    return "#425"


def make_token(stage: Stage) -> str:
    """A confirmed card token of at most 500 rupees a charge; its customer is left on the stage too."""
    link = stage.post(
        "/v1/subscription_registration/auth_links",
        {
            "customer": CUSTOMER,
            "type": "link",
            "amount": 100,
            "currency": "INR",
            "description": "Registration Link for Gaurav Kumar",
            "subscription_registration": {
                "method": "card",
                "max_amount": 50000,
                "expire_at": stage.rzp.clock.now() + 3000 * 86400,
            },
            "receipt": "Receipt No. 1",
        },
    )
    stage.rzp.checkout.pay(link["id"], method="card")
    stage.made["payer"] = link["customer_id"]
    tokens = stage.rzp.request("GET", f"/v1/customers/{link['customer_id']}/tokens").body["items"]
    token: str = tokens[0]["id"]
    return token


def make_payer(stage: Stage) -> str:
    stage.get("token")
    return stage.made["payer"]


def make_charge_order(stage: Stage, amount: int = 1000) -> str:
    order: str = stage.post("/v1/orders", {"amount": amount, "currency": "INR", "payment_capture": True})[
        "id"
    ]
    return order


def make_account(stage: Stage, *types: str, **more: Any) -> str:
    """A virtual account with these receivers."""
    body = {"receivers": {"types": list(types or ("bank_account",))}, **more}
    account: str = stage.post("/v1/virtual_accounts", body)["id"]
    return account


def make_closed_account(stage: Stage) -> str:
    account = make_account(stage)
    stage.post(f"/v1/virtual_accounts/{account}/close", {})
    return account


def make_descriptor(stage: Stage) -> str:
    """A descriptor that an account has for its bank account and for its UPI ID."""
    descriptor = {"descriptor": "gaurikumar"}
    stage.post(
        "/v1/virtual_accounts",
        {"receivers": {"types": ["bank_account", "vpa"], "bank_account": descriptor, "vpa": descriptor}},
    )
    return descriptor["descriptor"]


def make_validated_account(stage: Stage, count: int = 1) -> str:
    """A virtual account with so many allowed payers."""
    payers = [
        {"type": "bank_account", "bank_account": {"ifsc": "UTIB0000013", "account_number": str(914010012345679 + n)}}
        for n in range(count)
    ]
    return make_account(stage, allowed_payers=payers)


MAKERS: dict[str, Callable[[Stage], str]] = {
    "customer": lambda stage: str(stage.post("/v1/customers", CUSTOMER)["id"]),
    "item": lambda stage: str(
        stage.post("/v1/items", {"name": "Book", "amount": 20000, "currency": "INR"})["id"]
    ),
    "order": make_order,
    "paid_order": make_paid_order,
    "payment": make_payment,
    "authorized": lambda stage: make_payment(stage, capture=False),
    "netbanking": lambda stage: make_payment(stage, method="netbanking", bank="HDFC"),
    "refunded": make_refunded,
    "replayed": make_replayed,
    "refund": make_refund,
    "spent": make_spent,
    "transfer": make_transfer,
    "settled_transfer": make_settled_transfer,
    "invoice": make_invoice,
    "draft": lambda stage: make_invoice(stage, draft="1"),
    "draft_without_items": lambda stage: make_invoice(stage, draft="1", line_items=None),
    "draft_without_customer": lambda stage: make_invoice(stage, draft="1", customer=None),
    "paid_invoice": make_paid_invoice,
    "cancelled_invoice": make_cancelled_invoice,
    "expired_invoice": make_expired_invoice,
    "invoice_without_email": lambda stage: make_invoice(
        stage, customer={"name": "Gaurav Kumar", "contact": "9123456780"}
    ),
    "invoice_without_contact": lambda stage: make_invoice(
        stage, customer={"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com"}
    ),
    "link": make_link,
    "paid_link": make_paid_link,
    "partial_link": make_partial_link,
    "expired_link": make_expired_link,
    "cancelled_link": make_cancelled_link,
    "reference_in_use": make_reference_in_use,
    "qr_code": lambda stage: str(
        stage.post("/v1/payments/qr_codes", {"type": "upi_qr", "usage": "multiple_use"})["id"]
    ),
    "account": make_account,
    "vpa_account": lambda stage: make_account(stage, "vpa"),
    "qr_account": lambda stage: make_account(stage, "qr_code"),
    "closed_account": make_closed_account,
    "validated_account": make_validated_account,
    "full_account": lambda stage: make_validated_account(stage, 10),
    "descriptor": make_descriptor,
    "token": make_token,
    "payer": make_payer,
    "charge_order": make_charge_order,
    "large_charge_order": lambda stage: make_charge_order(stage, 60000),
}
