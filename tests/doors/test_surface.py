"""The SDKs' names: `rzp.invoice.notify_by(...)` and `rzp.invoices.notifyBy(...)`.

The official Python package is looked through where it is installed; of Node's a table stands here, and the whole
of it in the project's documented facts.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest

from fakerzp import BadRequestError, NotFaked, ServerError
from fakerzp.api.refused import REFUSED

ORACLE = Path(__file__).resolve().parents[3] / "shared" / "oracle" / "sdk_surface.json"
needs_oracle = pytest.mark.skipif(not ORACLE.is_file(), reason=f"the documented facts are not at {ORACLE}")
NO_URL = "The requested URL was not found on the server."

PYTHON = (
    *("account", "addon", "card", "customer", "device_activity", "dispute", "document", "fund_account", "iin"),
    *("invoice", "item", "order", "payment", "payment_link", "plan", "product", "qrcode", "refund"),
    *("registration_link", "settlement", "stakeholder", "subscription", "token", "transfer", "virtual_account"),
    "webhook",
)
PLUMBING = {"get_url", "post_url", "put_url", "patch_url", "delete_url", "file_url"}  # of the SDK's base class

# Python's names that the fake answers; every other one is refused, or leads nowhere.
ANSWERED = {
    "card": "fetch requestCardReference",
    "iin": "all fetch",
    "customer": "addBankAccount all create deleteBankAccount edit fetch fetchEligibility requestEligibilityCheck",
    "dispute": "accept all contest fetch",
    "fund_account": "all create fetch",
    "account": "create delete edit fetch fetchAccountDoc uploadAccountDoc",
    "device_activity": "create fetch get_status",
    "document": "create fetch",
    "addon": "all delete fetch",
    "invoice": "all cancel create delete edit fetch fetch_all issue notify_by",
    "item": "all create delete edit fetch",
    "order": "all create edit editFulfillment fetch fetch_all fetch_all_payments payments viewRtoReview",
    "payment": "all bank_transfer capture createPaymentJson createRecurring createUpi edit fetch fetchCardDetails"
    " fetchDownTime fetchDownTimeById fetchPaymentMethods fetch_all fetch_multiple_refund fetch_refund_id otpGenerate"
    " otpResend otpSubmit refund transfer transfers upi_transfer validateVpa",
    "payment_link": "all cancel create edit fetch fetch_all notifyBy",
    "qrcode": "all close create fetch fetch_all_payments",
    "product": "edit fetch fetchTnc requestProductConfiguration",
    "plan": "all create fetch",
    "refund": "all create edit fetch fetch_all",
    "registration_link": "create",
    "settlement": "all create_ondemand_settlement fetch fetch_all_ondemand_settlement fetch_ondemand_settlement_id"
    " report",
    "transfer": "all create edit fetch fetch_all reversals reverse",
    "token": "all cancel create delete deleteToken fetch fetchToken processPaymentOnAlternatePAorPG",
    "virtual_account": "add_allowed_player add_receiver all close create delete_allowed_player fetch payments",
    "stakeholder": "all create edit fetch fetchStakeholderDoc uploadStakeholderDoc",
    "webhook": "all create delete edit fetch",
    "subscription": "all cancel cancel_scheduled_changes create createAddon delete delete_offer edit fetch pause"
    " pending_update resume",
}
# What Python's resources inherit, and neither a page nor another SDK knows: GET of the base URL or of an id below
# it, and DELETE of /{id}/delete.
LOST = {
    "account": "all",
    "card": "all delete",
    "customer": "delete",
    "device_activity": "all delete",
    "dispute": "delete",
    "document": "all delete",
    "fund_account": "delete",
    "iin": "delete",
    "order": "delete",
    "payment": "delete",
    "payment_link": "delete",
    "plan": "delete",
    "product": "all delete",
    "qrcode": "delete",
    "refund": "delete",
    "registration_link": "all delete fetch",
    "settlement": "delete",
    "stakeholder": "delete",
    "transfer": "delete",
    "virtual_account": "delete",
}

# Node's names of the resources that are built, as its files write them, without the callback.
NODE = {
    "customers": "create(params) edit(customerId, params) fetch(customerId) all(params={}) fetchTokens(customerId)"
    " fetchToken(customerId, tokenId) deleteToken(customerId, tokenId) addBankAccount(customerId, params)"
    " deleteBankAccount(customerId, bankId) requestEligibilityCheck(params) fetchEligibility(eligibilityId)",
    "items": "all(params={}) fetch(itemId) create(params={}) edit(itemId, params={}) delete(itemId)",
    "orders": "all(params={}) fetch(orderId) create(params={}) edit(orderId, params={}) fetchPayments(orderId)"
    " fetchTransferOrder(orderId) viewRtoReview(orderId) editFulfillment(orderId, param={})",
    "payments": "all(params={}) fetch(paymentId, params={}) capture(paymentId, amount, currency)"
    " createPaymentJson(params) createRecurringPayment(params) edit(paymentId, params={})"
    " refund(paymentId, params={}) fetchMultipleRefund(paymentId, params={}) fetchRefund(paymentId, refundId)"
    " fetchTransfer(paymentId) transfer(paymentId, params={}) bankTransfer(paymentId) fetchCardDetails(paymentId)"
    " fetchPaymentDowntime() fetchPaymentDowntimeById(downtimeId) otpGenerate(paymentId)"
    " otpSubmit(paymentId, params={}) otpResend(paymentId) createUpi(params={}) validateVpa(params={})"
    " fetchPaymentMethods()",
    "refunds": "all(params={}) edit(refundId, params) fetch(refundId, params={})",
    "invoices": "create(params={}) edit(invoiceId, params={}) issue(invoiceId) delete(invoiceId) cancel(invoiceId)"
    " fetch(invoiceId) all(params={}) notifyBy(invoiceId, medium)",
    "paymentLink": "create(params) cancel(paymentLinkId) fetch(paymentLinkId) all(params={})"
    " edit(paymentLinkId, params) notifyBy(paymentLinkId, medium)",
    "subscriptions": "create(params={}) fetch(subscriptionId) update(subscriptionId, params)"
    " pendingUpdate(subscriptionId) cancelScheduledChanges(subscriptionId) pause(subscriptionId, params={})"
    " resume(subscriptionId, params={}) deleteOffer(subscriptionId, offerId) all(params={})"
    " cancel(subscriptionId, cancelAtCycleEnd=false) createAddon(subscriptionId, params)"
    " createRegistrationLink(params={})",
    "qrCode": "create(params={}) all(params={}) fetchAllPayments(qrCodeId, params={}) fetch(qrCodeId) close(qrCodeId)",
    "virtualAccounts": "all(params={}) fetch(virtualAccountId) create(params={}) close(virtualAccountId)"
    " fetchPayments(virtualAccountId) addReceiver(virtualAccountId, params={})"
    " allowedPayer(virtualAccountId, params={}) deleteAllowedPayer(virtualAccountId, allowedPayerId)",
    "tokens": "create(params) fetch(params) delete(params) processPaymentOnAlternatePAorPG(params)",
    "cards": "fetch(itemId) requestCardReference(params)",
}


def split(written: str) -> dict[str, str]:
    """Turn "edit(itemId, params={}) delete(itemId)" into the methods' parameters by name."""
    return dict(re.findall(r"(\w+)\(([^)]*)\)", written))


def parameters(written: str) -> list[tuple[str, object]]:
    """List JavaScript's parameters as Python can have them: (name, default), `...` where there is none.

    Python lets none without a default follow one that has one: such a one may then be left out, as None.
    """
    values: dict[str, object] = {"": ..., "{}": {}, "false": False}
    found: list[tuple[str, object]] = []
    for part in filter(None, re.split(r",\s*", written)):
        name, _, default = (piece.strip() for piece in part.partition("="))
        if name != "callback":
            found.append((name, values[default]))
            values[""] = ... if found[-1][1] is ... else None
    return found


def taken(method: object) -> list[tuple[str, object]]:
    """List the parameters that a method of the fake takes by name, and their defaults."""
    signature = inspect.signature(method)  # type: ignore[arg-type]
    return [
        (each.name, ... if each.default is each.empty else each.default)
        for each in signature.parameters.values()
        if each.kind is each.POSITIONAL_OR_KEYWORD
    ]


@cache
def official(resource: str) -> dict[str, inspect.Signature]:
    """The methods of a resource of the installed package, inherited ones too; {} if it has no such resource.

    Some of its methods write into their own default of `data`: {} is what stands in their signatures.
    """
    classes = importlib.import_module("razorpay.client").RESOURCE_CLASSES
    if resource not in classes:
        return {}
    found = {}
    for name, method in inspect.getmembers(classes[resource], inspect.isfunction):
        if not name.startswith("_") and name not in PLUMBING:
            _, *rest = inspect.signature(method).parameters.values()
            bare = [each.replace(annotation=each.empty) for each in rest]
            found[name] = inspect.Signature(
                [each.replace(default={}) if isinstance(each.default, dict) else each for each in bare]
            )
    return found


def newest() -> bool:
    """Whether the installed package is of the generation that the fake mirrors; older ones have less."""
    return version("razorpay") >= "2"


def blank_arguments(signature: inspect.Signature) -> list[object]:
    """Fill what has no default: ids that nothing has, and empty bodies."""
    filler = {"data": {}, "params": {}, "param": {}, "amount": 100}
    return [
        filler.get(each.name, "x_00000000000001")
        for each in signature.parameters.values()
        if each.kind is each.POSITIONAL_OR_KEYWORD and each.default is each.empty
    ]


# ---------------------------------------------------------------------- the official Python package


@pytest.mark.parametrize("resource", PYTHON)
def test_a_resource_has_the_methods_of_the_official_package(rzp, resource):
    pytest.importorskip("razorpay", reason="the official client is what is compared with")
    here = {name for name in dir(getattr(rzp, resource)) if not name.startswith("_")}
    there = set(official(resource))
    if newest():
        assert here == there
    else:
        assert here >= there


@pytest.mark.parametrize("resource", PYTHON)
def test_the_methods_take_what_those_of_the_official_package_take(rzp, resource):
    pytest.importorskip("razorpay", reason="the official client is what is compared with")
    differing = {
        name: (str(inspect.signature(getattr(getattr(rzp, resource), name))), str(signature))
        for name, signature in official(resource).items()
        if inspect.signature(getattr(getattr(rzp, resource), name)) != signature
    }
    assert differing == {}


def test_the_official_package_has_no_other_resource(rzp):
    pytest.importorskip("razorpay", reason="the official client is what is compared with")
    classes = importlib.import_module("razorpay.client").RESOURCE_CLASSES
    assert set(classes) <= set(PYTHON) <= set(dir(rzp))
    if newest():
        assert set(classes) == set(PYTHON)


def outcome(owner: object, resource: str, name: str, arguments: list[object]) -> object:
    """Make a call: its answer, or the class and text of its refusal."""
    try:
        return getattr(getattr(owner, resource), name)(*arguments)
    except (NotFaked, BadRequestError, ServerError) as error:
        return type(error), str(error)
    except DeprecationWarning:  # the package's own, of names that it will drop
        return None


@pytest.mark.parametrize("resource", PYTHON)
def test_a_name_is_answered_refused_or_leads_nowhere_directly_and_through_the_official_client(rzp, resource):
    pytest.importorskip("razorpay", reason="the official client is what is compared with")
    client = rzp.client()
    answered, lost = ANSWERED.get(resource, "").split(), LOST.get(resource, "").split()
    for name, signature in official(resource).items():
        arguments = blank_arguments(signature)
        here, there = (outcome(owner, resource, name, arguments) for owner in (rzp, client))
        refused = isinstance(here, tuple) and here[0] is NotFaked
        assert refused != (name in (*answered, *lost)), name
        assert (here == (BadRequestError, NO_URL)) == (name in lost), name
        if refused and not newest():  # an older one may send the same call to another URL
            assert there is None or there[0] is NotFaked, name
        else:
            assert there in (here, None), name


@pytest.mark.parametrize("resource", ANSWERED)
def test_the_names_are_there_without_the_official_package_too(rzp, resource):
    names = {*ANSWERED[resource].split(), *LOST.get(resource, "").split()}
    assert names <= set(dir(getattr(rzp, resource)))
    for name in names:
        *_, last = inspect.signature(getattr(getattr(rzp, resource), name)).parameters.values()
        assert (last.name, last.kind) == ("kwargs", last.VAR_KEYWORD)


# ---------------------------------------------------------------------- Node's names


@pytest.mark.parametrize("resource", NODE)
def test_a_resource_has_the_methods_and_parameters_of_node(rzp, resource):
    found = getattr(rzp, resource)
    documented = split(NODE[resource])
    assert {name for name in dir(found) if not name.startswith("_")} == set(documented)
    for name, written in documented.items():
        assert taken(getattr(found, name)) == parameters(written), name


@needs_oracle
def test_every_resource_of_node_has_its_methods_and_parameters(rzp):
    resources = json.loads(ORACLE.read_text(encoding="utf-8"))["node"]["resources"]
    assert set(NODE) <= set(resources)
    assert len(resources) >= 24
    for resource, record in resources.items():
        found = getattr(rzp, resource)
        # `rzp.webhooks` is first of all the fake's own; it has Node's methods besides.
        names = {name for name in dir(found) if not name.startswith("_")} if resource != "webhooks" else set()
        assert names in (set(), set(record["methods"])), resource
        for name, method in record["methods"].items():
            assert taken(getattr(found, name)) == parameters(", ".join(method["params"])), f"{resource}.{name}"


@needs_oracle
def test_the_table_of_node_above_is_what_the_facts_say():
    resources = json.loads(ORACLE.read_text(encoding="utf-8"))["node"]["resources"]
    for resource, written in NODE.items():
        documented = {name: method["params"] for name, method in resources[resource]["methods"].items()}
        assert {name: parameters(", ".join(params)) for name, params in documented.items()} == {
            name: parameters(params) for name, params in split(written).items()
        }


# ---------------------------------------------------------------------- refusals, by name


def test_no_name_of_an_sdk_is_refused():
    assert [name for row in REFUSED for name in (*row.python, *row.node)] == []


@pytest.mark.parametrize(("resource", "name"), [(r, n) for r, names in LOST.items() for n in names.split()])
def test_a_name_that_leads_nowhere_gets_the_answer_of_razorpay(rzp, resource, name):
    method = getattr(getattr(rzp, resource), name)
    with pytest.raises(BadRequestError) as caught:
        method(*blank_arguments(inspect.signature(method)))
    assert str(caught.value) == NO_URL
    assert (caught.value.status, caught.value.code) == (400, "BAD_REQUEST_ERROR")


# ---------------------------------------------------------------------- mistakes of the caller


def test_an_unknown_name_is_an_attribute_error_that_helps(rzp):
    with pytest.raises(AttributeError, match="FakeRazorpay has no 'invoyce'"):
        rzp.invoyce  # noqa: B018
    with pytest.raises(AttributeError, match=r"invoice has no method 'notifyBy'; it has .*notify_by"):
        rzp.invoice.notifyBy  # noqa: B018
    with pytest.raises(AttributeError, match=r"invoices has no method 'notify_by'; it has .*notifyBy"):
        rzp.invoices.notify_by  # noqa: B018
    assert not hasattr(rzp, "_nothing")
    assert not hasattr(rzp.order, "_nothing")


def test_a_method_tells_what_it_is(rzp):
    method = rzp.invoices.notifyBy
    assert method.__name__ == "notifyBy"
    assert str(inspect.signature(method)) == "(invoiceId, medium)"
    assert method.__doc__.startswith("POST /v1/invoices/{id}/notify_by/{medium}\n")
    assert "api/payments/invoices/resend.md" in method.__doc__
    assert repr(rzp.invoices) == "<invoices of a FakeRazorpay>"
    assert {"invoice", "invoices", "paymentLink", "checkout", "clock"} <= set(dir(rzp))
    assert rzp.invoices is rzp.invoices


WRONG = [
    ("order.create", [{}, {}], {}),
    ("order.create", [{}], {"data": {}}),
    ("order.fetch", [], {}),
    ("order.fetch", ["order_1", {}, "x"], {}),
    ("order.fetch", [], {"id": "order_1"}),
    ("order.create", [{}], {"colour": "red"}),
    ("invoice.notify_by", ["inv_1"], {}),
    ("invoice.notify_by", ["inv_1", "sms", {}], {}),
    ("invoice.cancel", ["inv_1", {}], {}),
    ("payment.capture", ["pay_1"], {}),
    ("payment.fetchCardDetails", [], {}),
    ("payment.fetch_refund_id", ["pay_1"], {}),
    ("token.fetch", ["cust_1"], {}),
    ("token.all", [], {}),
    ("item.delete", [], {}),
    ("payment_link.notifyBy", ["plink_1"], {}),
    ("registration_link.fetch", ["inv_1"], {}),
    ("customer.delete", ["cust_1"], {}),
]


@pytest.mark.parametrize(("dotted", "args", "kwargs"), WRONG)
def test_wrong_arguments_are_a_type_error_and_no_call(rzp, dotted, args, kwargs):
    resource, name = dotted.split(".")
    with pytest.raises(TypeError):
        getattr(getattr(rzp, resource), name)(*args, **kwargs)
    assert len(rzp.calls) == 0


@pytest.mark.parametrize(("dotted", "args", "kwargs"), WRONG)
def test_wrong_arguments_are_a_type_error_of_the_official_client_too(rzp, dotted, args, kwargs):
    pytest.importorskip("razorpay", reason="the official client is what is compared with")
    resource, name = dotted.split(".")
    with pytest.raises(TypeError):
        getattr(getattr(rzp.client(), resource), name)(*args, **kwargs)
    assert len(rzp.calls) == 0


@pytest.mark.parametrize(
    ("dotted", "args", "kwargs"),
    [
        ("orders.create", [{}, {}], {}),
        ("orders.create", [{}], {"headers": {}}),
        ("orders.fetch", [], {}),
        ("customers.create", [], {}),
        ("invoices.notifyBy", ["inv_1"], {}),
        ("refunds.edit", ["rfnd_1"], {}),
    ],
)
def test_wrong_arguments_to_a_name_of_node_are_a_type_error_and_no_call(rzp, dotted, args, kwargs):
    resource, name = dotted.split(".")
    with pytest.raises(TypeError):
        getattr(getattr(rzp, resource), name)(*args, **kwargs)
    assert len(rzp.calls) == 0


def test_arguments_may_be_named(rzp):
    made = rzp.order.create(data={"amount": 100, "currency": "INR"})
    assert rzp.order.fetch(order_id=made["id"]) == made
    assert rzp.orders.fetch(orderId=made["id"]) == made
    edited = rzp.orders.edit(params={"notes": {"a": "b"}}, orderId=made["id"])
    assert edited == {**made, "notes": {"a": "b"}}


def test_what_the_transport_takes_besides_is_taken(rzp):
    account = "acc_00000000000001"
    order = {"amount": 100, "currency": "INR"}
    made = rzp.order.create(order, headers={"X-Razorpay-Account": account}, timeout=3)
    assert rzp.calls[-1].account == account
    assert rzp.order.all(headers={"X-Razorpay-Account": account})["items"] == [made]
    assert rzp.order.all()["items"] == []
