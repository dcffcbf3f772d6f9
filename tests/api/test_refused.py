"""The table of what is refused: well formed in itself, and together with the rest complete."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fakerzp import NotFaked
from fakerzp.api.refused import NOT_FOUND, REFUSED
from fakerzp.api.registry import endpoints

ORACLE = Path(__file__).resolve().parents[3] / "shared" / "oracle"
needs_oracle = pytest.mark.skipif(not ORACLE.is_dir(), reason=f"the documented facts are not at {ORACLE}")

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
PATH = re.compile(r"(/([a-z0-9_-]+|\{[a-z_]+\}))+")
PAGE = re.compile(r"[^\s]+\.md")
SDK_FILE = re.compile(r"razorpay-(python|node)/[a-z/_]+\.(py|js)")
NODE_PARAMETER = r"[a-z][A-Za-z]*( ?= ?(\{\}|false))?"
NODE_NAME = re.compile(rf"[a-z][A-Za-z]*\.[a-z][A-Za-z]*\(({NODE_PARAMETER}(, {NODE_PARAMETER})*)?\)")

# What the fake answers: every documented call of these resources, and what only the Python SDK sends (POST
# /v1/refunds, GET /methods, /v1/webhooks). By hand, so that a call lost from the endpoints does not leave this list
# along with them.
ANSWERED = {
    "/v1/customers": "GET POST",
    "/v1/customers/{}": "GET PUT",
    "/v1/customers/{}/bank_account": "POST",
    "/v1/customers/{}/bank_account/{}": "DELETE",
    "/v1/customers/{}/tokens": "GET POST",
    "/v1/customers/{}/tokens/public": "POST",
    "/v1/customers/{}/tokens/{}": "GET DELETE",
    "/v1/customers/{}/tokens/{}/cancel": "PUT",
    "/v1/items": "GET POST",
    "/v1/items/{}": "GET PATCH DELETE",
    "/v1/orders": "GET POST",
    "/v1/orders/{}": "GET PATCH",
    "/v1/orders/{}/payments": "GET",
    "/v1/payments": "GET",
    "/v1/payments/{}": "GET PATCH",
    "/v1/payments/{}/capture": "POST",
    "/v1/payments/{}/card": "GET",
    "/v1/payments/{}/refund": "POST",
    "/v1/payments/{}/refunds": "GET",
    "/v1/payments/{}/transfers": "GET POST",
    "/v1/payments/{}/refunds/{}": "GET",
    "/v1/payment/flows": "POST",
    "/v1/payments/{}/authentication_information": "POST",
    "/v1/payments/{}/otp/resend": "POST",
    "/v1/payments/{}/otp/submit": "POST",
    "/v1/payments/{}/otp_generate": "POST",
    "/v1/payments/calculate/fees": "POST",
    "/v1/payments/create/json": "POST",
    "/v1/payments/create/redirect": "POST",
    "/v1/payments/create/upi": "POST",
    "/v1/payments/fees": "POST",
    "/v1/payments/validate/vpa": "POST",
    "/v1/order/{}/documents": "POST",
    "/v1/orders/{}/fulfillment": "POST",
    "/v1/orders/{}/rto_review": "POST",
    "/v1/payments/downtimes": "GET",
    "/v1/payments/downtimes/{}": "GET",
    "/v1/payments/{}/bank_transfer": "GET",
    "/v1/payments/{}/upi_transfer": "GET",
    "/v1/payments/qr_codes": "GET POST",
    "/v1/payments/qr_codes/{}": "GET PATCH",
    "/v1/payments/qr_codes/{}/close": "POST",
    "/v1/payments/qr_codes/{}/payments": "GET",
    "/v1/bharatqr/pay/test": "POST",
    "/v1/virtual_accounts": "GET POST",
    "/v1/virtual_accounts/{}": "GET PATCH",
    "/v1/virtual_accounts/{}/allowed_payers": "POST",
    "/v1/virtual_accounts/{}/allowed_payers/{}": "DELETE",
    "/v1/virtual_accounts/{}/close": "POST",
    "/v1/virtual_accounts/{}/payments": "GET",
    "/v1/virtual_accounts/{}/receivers": "POST",
    "/v1/payments/create/nach/file": "POST",
    "/v1/payments/create/recurring": "POST",
    "/v1/refunds": "GET POST",
    "/v1/refunds/{}": "GET PATCH",
    "/v1/disputes": "GET",
    "/v1/disputes/{}": "GET",
    "/v1/disputes/{}/accept": "POST",
    "/v1/disputes/{}/contest": "PATCH",
    "/v1/settlements": "GET",
    "/v1/settlements/{}": "GET",
    "/v1/settlements/ondemand": "GET POST",
    "/v1/settlements/ondemand/{}": "GET",
    "/v1/settlements/recon/combined": "GET",
    "/v1/transfers": "GET POST",
    "/v1/transfers/{}": "GET PATCH",
    "/v1/transfers/{}/reversals": "GET POST",
    "/v1/beta/accounts": "GET POST",
    "/v1/beta/accounts/{}": "GET",
    "/v1/beta/accounts/{}/bank_account": "PATCH",
    "/v1/documents": "POST",
    "/v1/documents/{}": "GET",
    "/v1/documents/{}/content": "GET",
    "/v1/webhooks": "GET POST",
    "/v1/webhooks/{}": "GET PUT",
    "/v2/accounts": "POST",
    "/v2/accounts/{}": "GET PATCH DELETE",
    "/v2/accounts/{}/documents": "GET POST",
    "/v2/accounts/{}/products": "POST",
    "/v2/accounts/{}/products/{}": "GET PATCH",
    "/v2/accounts/{}/stakeholders": "GET POST",
    "/v2/accounts/{}/stakeholders/{}": "GET PATCH",
    "/v2/accounts/{}/stakeholders/{}/documents": "GET POST",
    "/v2/accounts/{}/webhooks": "GET POST",
    "/v2/accounts/{}/webhooks/{}": "GET PATCH DELETE",
    "/v2/accounts/None/webhooks/{}": "DELETE",
    "/v2/products/{}/tnc": "GET",
    "/v1/invoices": "GET POST",
    "/v1/invoices/{}": "GET PATCH DELETE",
    "/v1/invoices/{}/issue": "POST",
    "/v1/invoices/{}/cancel": "POST",
    "/v1/invoices/{}/notify_by/{}": "POST",
    "/v1/payment_links": "GET POST",
    "/v1/payment_links/{}": "GET PATCH",
    "/v1/payment_links/{}/cancel": "POST",
    "/v1/payment_links/{}/notify_by/{}": "POST",
    "/v1/subscription_registration/auth_links": "POST",
    "/v1/tokens": "POST",
    "/v1/tokens/fetch": "POST",
    "/v1/tokens/delete": "POST",
    "/v1/tokens/service_provider_tokens/token_transactional_data": "POST",
    "/v1/cards/{}": "GET",
    "/v1/cards/fingerprints": "POST",
    "/v1/iins/list": "GET",
    "/v1/iins/{}": "GET",
    "/v1/fund_accounts": "GET POST",
    "/v1/fund_accounts/{}": "GET",
    "/v1/customers/eligibility": "POST",
    "/v1/customers/eligibility/{}": "GET",
    "/v1/devices/activity": "POST",
    "/v1/devices/activity/{}": "GET",
    "/authorize": "GET",
    "/token": "GET POST",
    "/revoke": "POST",
    "/v1/plans": "GET POST",
    "/v1/plans/{}": "GET",
    "/v1/addons": "GET",
    "/v1/addons/{}": "GET DELETE",
    "/v1/subscriptions": "GET POST",
    "/v1/subscriptions/{}": "GET PATCH",
    "/v1/subscriptions/{}/addons": "POST",
    "/v1/subscriptions/{}/cancel": "POST",
    "/v1/subscriptions/{}/cancel_scheduled_changes": "POST",
    "/v1/subscriptions/{}/delete": "DELETE",
    "/v1/subscriptions/{}/pause": "POST",
    "/v1/subscriptions/{}/resume": "POST",
    "/v1/subscriptions/{}/retrieve_scheduled_changes": "GET",
    "/v1/subscriptions/{}/{}": "DELETE",
    "/v1/methods": "GET",
    "/methods": "GET",
}
ANSWERED_CALLS = {(method, path) for path, methods in ANSWERED.items() for method in methods.split()}
REFUSED_CALLS = [(row.method, re.sub(r"\{\w+\}", "{}", row.path)) for row in REFUSED]
NOT_FOUND_CALLS = [(method, re.sub(r"\{\w+\}", "{}", path)) for _, method, path in NOT_FOUND]


def routes_to(method: str, path: str, calls: set[tuple[str, str]]) -> bool:
    """Whether the call is one of those, also where it has a word in the place of a variable."""
    if (method, path) in calls:
        return True
    parts = path.split("/")
    return any(
        known == method
        and len(template.split("/")) == len(parts)
        and all(want in ("{}", got) for want, got in zip(template.split("/"), parts, strict=True))
        for known, template in calls
    )


@cache
def oracle(name: str) -> Any:
    return json.loads((ORACLE / name).read_text(encoding="utf-8"))


def python_surface() -> dict[str, tuple[dict[str, Any], list[dict[str, str]]]]:
    """The Python SDK's names with signatures: the record, and the requests it may send."""
    return {
        f"{resource}.{name}{method['signature']}": (method, method["calls"])
        for resource, members in oracle("sdk_surface.json")["python"]["resources"].items()
        for name, method in members["methods"].items()
    }


def node_surface() -> dict[str, list[dict[str, str]]]:
    """The Node SDK's names with parameters: the requests each may send."""
    return {
        f"{resource}.{name}({', '.join(method['params'])})": method["calls"]
        for resource, members in oracle("sdk_surface.json")["node"]["resources"].items()
        for name, method in members["methods"].items()
    }


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row.method} {row.path}")
def test_a_row_is_well_formed(row):
    assert row.method in METHODS
    assert PATH.fullmatch(row.path)
    assert row.basis in ("documented", "sdk")
    assert (PAGE if row.basis == "documented" else SDK_FILE).fullmatch(row.source)
    assert ("another product" in row.why) or ("not built yet" in row.why)
    for name in row.python:
        resource, _, signature = name.partition(".")
        assert resource.isidentifier()
        parsed = ast.parse(f"def {signature}: ...").body[0]
        assert isinstance(parsed, ast.FunctionDef)
        assert parsed.args.kwarg is not None
        assert parsed.args.kwarg.arg == "kwargs"
    for name in row.node:
        assert NODE_NAME.fullmatch(name)


def test_no_call_stands_twice_and_none_is_both_answered_and_refused():
    counted = Counter([*REFUSED_CALLS, *NOT_FOUND_CALLS, *ANSWERED_CALLS])
    assert [call for call, times in counted.items() if times > 1] == []


def test_no_name_stands_twice():
    python = Counter(
        [name for row in REFUSED for name in row.python] + [name for row in NOT_FOUND for name in row[0]]
    )
    node = Counter(name.partition("(")[0] for row in REFUSED for name in row.node)
    assert [name for name, times in (python + node).items() if times > 1] == []


def test_the_endpoints_are_what_is_answered_and_what_is_refused():
    declared = {(each.method, re.sub(r"\{\w+\}", "{}", each.path)): each.refused for each in endpoints()}
    assert {call for call, refused in declared.items() if refused is None} == ANSWERED_CALLS
    assert {call for call, refused in declared.items() if refused is not None} == set(REFUSED_CALLS)
    assert len(endpoints()) == len(declared)


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: f"{row.method} {row.path}")
def test_a_refused_call_says_which_and_why_and_changes_nothing(rzp, row):
    before = (list(rzp.events), list(rzp.outbox), list(rzp.ledger.journal))
    with pytest.raises(NotFaked) as refusal:
        rzp.request(row.method, re.sub(r"\{\w+\}", "x_00000000000001", row.path))
    assert f"{row.method} {row.path}" in str(refusal.value)
    assert row.why in str(refusal.value)
    assert (list(rzp.events), list(rzp.outbox), list(rzp.ledger.journal)) == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *((method, path) for _, method, path in NOT_FOUND),
        ("GET", "/v1/nothing"),
        ("GET", "/v1"),
        ("DELETE", "/v1/orders/order_00000000000001"),
        ("GET", "/v1/orders/order_00000000000001/nothing"),
        ("PUT", "/v1/items"),
        ("POST", "/v3/orders"),
    ],
)
def test_a_url_that_leads_nowhere_gets_the_answer_of_razorpay(rzp, method, path):
    reply = rzp.request(method, re.sub(r"\{\w+\}", "x_00000000000001", path))
    assert reply.status == 400
    assert reply.body["error"]["code"] == "BAD_REQUEST_ERROR"
    assert reply.body["error"]["description"] == "The requested URL was not found on the server."


@needs_oracle
def test_every_documented_call_is_answered_or_refused():
    documented = {(call["method"], call["path_key"]) for call in oracle("endpoints.json")}
    assert len(documented) >= 162
    assert documented - ANSWERED_CALLS - set(REFUSED_CALLS) == set()
    assert documented & set(NOT_FOUND_CALLS) == set()


@needs_oracle
def test_what_is_refused_as_documented_names_its_page():
    pages: dict[tuple[str, str], set[str]] = {}
    for call in oracle("endpoints.json"):
        pages.setdefault((call["method"], call["path_key"]), set()).add(call["source"])
    for row, call in zip(REFUSED, REFUSED_CALLS, strict=True):
        if call in pages:
            assert row.basis == "documented"
            assert row.source in pages[call]
        else:  # another product, which the facts leave out, or what only an SDK sends
            assert row.basis == "sdk" or row.python == row.node == () or row.path.startswith("/v1/fund_acc")


@needs_oracle
def test_every_method_of_the_python_sdk_is_accounted_for():
    refused = {name: call for row, call in zip(REFUSED, REFUSED_CALLS, strict=True) for name in row.python}
    lost = {name: call for row, call in zip(NOT_FOUND, NOT_FOUND_CALLS, strict=True) for name in row[0]}
    surface = python_surface()
    for name, (_, calls) in surface.items():
        first = (calls[0]["http"], calls[0]["path_key"])
        assert first in ANSWERED_CALLS or {**refused, **lost}[name] == first
    assert refused.keys() | lost.keys() <= surface.keys()
    assert all(surface[name][0].get("inherited") for name in lost)


@needs_oracle
def test_every_method_of_the_node_sdk_is_accounted_for():
    refused = {name: call for row, call in zip(REFUSED, REFUSED_CALLS, strict=True) for name in row.node}
    surface = node_surface()
    for name, calls in surface.items():
        first = (calls[0]["http"], calls[0]["path_key"])
        assert first in ANSWERED_CALLS or refused[name] == first
    assert refused.keys() <= surface.keys()


@needs_oracle
def test_every_request_that_an_sdk_can_send_leads_somewhere():
    known = ANSWERED_CALLS | set(REFUSED_CALLS) | set(NOT_FOUND_CALLS)
    sent = {
        (call["http"], call["path_key"])
        for calls in [*(calls for _, calls in python_surface().values()), *node_surface().values()]
        for call in calls
    }
    assert {call for call in sent if not routes_to(*call, known)} == set()
