"""What calls about plans, add-ons and subscriptions refuse, to the letter, and that nothing changed then."""

from __future__ import annotations

import pytest

from tests.contract.refusals import (
    NOT_FOUND,
    UNKNOWN,
    Bare,
    Case,
    Keys,
    documented,
    invalid,
    refused,
    wrong_keys,
)
from tests.contract.subscribed import ABROAD, ITEM, PLAN

NEW = "/v1/subscriptions"
OFFER = f"offer_{UNKNOWN}"
KEY = "The API key/secret provided is invalid."
AT = "payments.subscriptions."
BODY = {"plan_id": "<plan>", "total_count": 6}
ADDON = {"item": {"name": "Extra sweet", "amount": 90000, "currency": "INR"}}


def case(record, text, method, path, answer, **more):
    return Case(AT + record, text, method, path, answer, **more)


DOCUMENTED = (
    case(
        "create-plan",
        "offer_id is/are not required and should not be sent",
        "POST",
        "/v1/plans",
        Bare(),
        json={**PLAN, "offer_id": OFFER},
    ),
    case(
        "create-plan",
        "The amount must be at least INR 1.00.",
        "POST",
        "/v1/plans",
        invalid("item.amount"),
        json={**PLAN, "item": {**ITEM, "amount": 99}},
    ),
    case("fetch-a-plan", "an_id%7D is not a valid id", "GET", "/v1/plans/%7Bplan_id%7D", Bare()),
    case(
        "create-add-on",
        "Add-ons can't be added for Subscriptions when payment mode is upi",
        "POST",
        f"{NEW}/<by_upi>/addons",
        invalid(),
        json=ADDON,
    ),
    case(
        "cancel-subscription",
        "Subscription is not cancellable in expired status.",
        "POST",
        f"{NEW}/<expired_subscription>/cancel",
        Bare(field="status"),
        json={},
    ),
    *(
        case(
            record,
            "Link expire by cannot be lesser than the current time.",
            "POST",
            NEW,
            Bare(),
            json={**BODY, "expire_by": 1561939199, "notify_info": {"notify_phone": "+919876543210"}},
        )
        for record in ("create-subscription-link", "link-offer")
    ),
    case(
        "create-subscription",
        "The requested URL was not found on the server.",
        "POST",
        NEW,
        NOT_FOUND,
        json={"plan_id": f"plan_{UNKNOWN}", "total_count": 6},
        account={"subscriptions": False},
    ),
    case(
        "create-subscription",
        "The id provided does not exist",
        "POST",
        NEW,
        invalid(),
        json={"plan_id": f"plan_{UNKNOWN}", "total_count": 6},
    ),
    case(
        "create-subscription",
        "Offer Not Found",
        "POST",
        NEW,
        invalid("offer_id"),
        json={**BODY, "offer_id": OFFER},
    ),
    *(
        case(
            "create-subscription",
            "Offer not applicable for this Subscription",
            "POST",
            NEW,
            invalid("offer_id"),
            json={**BODY, "offer_id": f"<{offer}>"},
        )
        for offer in ("large_offer", "bank_offer")
    ),
    case("fetch-subscription-id", "ub_id%7D is not a valid id", "GET", f"{NEW}/%7Bsub_id%7D", Bare()),
    case(
        "update-subscription",
        "Subscriptions cannot be updated when payment mode is UPI",
        "PATCH",
        f"{NEW}/<by_upi>",
        Bare(),
        json={"quantity": 2},
    ),
    case(
        "update-subscription",
        "Can't update Subscription when Subscription is not in Authenticated or Active state",
        "PATCH",
        f"{NEW}/<subscription>",
        invalid(),
        json={"quantity": 2},
    ),
)
KEYS = (
    Keys(AT + "create-plan", "Authentication failed", 401, "POST", "/v1/plans", PLAN),
    Keys(AT + "fetch-all-plans", KEY, 401, "GET", "/v1/plans"),
    Keys(AT + "delete-an-add-on", KEY, 401, "DELETE", f"/v1/addons/ao_{UNKNOWN}"),
    Keys(AT + "fetch-add-ons", KEY, 401, "GET", "/v1/addons"),
    Keys(AT + "fetch-an-add-on", KEY, 401, "GET", f"/v1/addons/ao_{UNKNOWN}"),
    Keys(AT + "fetch-subscriptions", KEY, 401, "GET", NEW),
    Keys(AT + "cancel-update", KEY, 401, "POST", f"{NEW}/sub_{UNKNOWN}/cancel_scheduled_changes", {}),
    Keys(AT + "delete-offer", KEY, 401, "DELETE", f"{NEW}/sub_{UNKNOWN}/{OFFER}"),
    Keys(
        AT + "fetch-pending-update-details", KEY, 401, "GET", f"{NEW}/sub_{UNKNOWN}/retrieve_scheduled_changes"
    ),
    Keys(AT + "pause-subscription", KEY, 401, "POST", f"{NEW}/sub_{UNKNOWN}/pause", {"pause_at": "now"}),
    Keys(AT + "resume-subscription", KEY, 401, "POST", f"{NEW}/sub_{UNKNOWN}/resume", {"resume_at": "now"}),
)
# What no page words; where it comes from is said beside the texts.
OURS = (
    ("POST", "/v1/plans", {**PLAN, "period": "daily"}, "The interval must be at least 7 for daily plans."),
    ("POST", NEW, {**BODY, "start_at": 1561852800}, "start_at cannot be lesser than the current time."),
    (
        "POST",
        NEW,
        {**BODY, "total_count": 5201},
        "Exceeds the maximum total_count (5200) allowed for the given period and interval.",
    ),
    (
        "POST",
        NEW,
        {**BODY, "addons": [{"item": {"name": "Fee", "amount": 100, "currency": "USD"}}]},
        "The currency of the addon must be the same as that of the plan.",
    ),
    (
        "POST",
        NEW,
        {**BODY, "customer_notify": False, "notify_info": {"notify_email": "a@example.com"}},
        "notify_info can be sent only when customer_notify is true.",
    ),
    (
        "POST",
        f"{NEW}/<cancelled_subscription>/addons",
        ADDON,
        "Add-ons can't be added for Subscriptions in cancelled status.",
    ),
    ("DELETE", "/v1/addons/<billed_addon>", None, "Add-on cannot be deleted as it is linked to an invoice."),
    (
        "PATCH",
        f"{NEW}/<domestic>",
        {"quantity": 2},
        "Can't update subscription immediately when card mandate is applicable",
    ),
    (
        "PATCH",
        f"{NEW}/<domestic>",
        {"quantity": 2, "schedule_change_at": "cycle_end"},
        "Can't update subscription when card mandate is applicable",
    ),
    (
        "PATCH",
        f"{NEW}/<from_abroad>",
        {"plan_id": "<dollar_plan>"},
        "The currency of the new plan must be the same as that of the subscription.",
    ),
    (
        "PATCH",
        f"{NEW}/<from_abroad>",
        {"plan_id": "<almost_plan>"},
        "The difference amount for the update must be at least 50.",
    ),
    *(
        ("PATCH", f"{NEW}/<from_abroad>", nothing, "At least one field to update must be sent.")
        for nothing in ({}, {"start_at": 0}, {"offer_id": ""}, {"start_at": 0, "schedule_change_at": "cycle_end"})
    ),
    (
        "PATCH",
        f"{NEW}/<with_offer>",
        {"plan_id": "<cheap_plan>"},
        "Subscription cannot be downgraded when an offer is linked to it",
    ),
    (
        "GET",
        f"{NEW}/<from_abroad>/retrieve_scheduled_changes",
        None,
        "Subscription does not have any scheduled changes.",
    ),
    (
        "POST",
        f"{NEW}/<from_abroad>/cancel_scheduled_changes",
        {},
        "Subscription does not have any scheduled changes.",
    ),
    ("DELETE", f"{NEW}/<from_abroad>/{OFFER}", None, "The offer is not linked to the Subscription."),
    (
        "DELETE",
        f"{NEW}/<cancelled_subscription>/{OFFER}",
        None,
        "Offer cannot be removed from Subscription in cancelled status.",
    ),
    ("POST", f"{NEW}/<subscription>/pause", {}, "Subscription is not pausable in created status."),
    ("POST", f"{NEW}/<from_abroad>/resume", {}, "Subscription is not resumable in active status."),
    (
        "POST",
        f"{NEW}/<paused_by_customer>/resume",
        {"resume_at": "now"},
        "Subscription paused by the customer can be resumed by the customer only.",
    ),
    (
        "POST",
        f"{NEW}/<subscription>/cancel",
        {"cancel_at_cycle_end": True},
        "Subscription cannot be cancelled since no billing cycle is going on",
    ),
    ("GET", f"{NEW}/sub_{UNKNOWN}", None, "The id provided does not exist"),
    ("GET", "/v1/invoices?subscription_id=sub_x", None, "The id provided does not exist."),
)


@pytest.mark.parametrize("row", DOCUMENTED, ids=str)
def test_a_documented_error_is_answered_and_changes_nothing(rzp, row):
    assert refused(row, rzp) == (documented(row), [])


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize(("method", "path", "json", "text"), OURS, ids=lambda one: one if isinstance(one, str) else "")
def test_what_is_refused_in_words_of_no_page(rzp, method, path, json, text):
    row = Case("", text, method, path, invalid(), json=json)
    (status, body), changed = refused(row, rzp)
    assert (status, body["error"]["description"], changed) == (400, text, [])


@pytest.mark.parametrize("answer", ["fail", "authorize_late", "pending"])
def test_an_update_whose_charge_fails_changes_the_subscription_in_nothing(rzp, answer):
    plan = rzp.plan.create(PLAN)["id"]
    dear = rzp.plan.create({**PLAN, "item": {**ITEM, "amount": 139800}})["id"]
    made = rzp.subscription.create({"plan_id": plan, "total_count": 6})["id"]
    rzp.checkout.pay(made, "card", card=ABROAD)
    before, events = rzp.subscription.fetch(made), len(rzp.events)
    outcomes = {
        "fail": rzp.bank.fail("insufficient_funds"),
        "authorize_late": rzp.bank.authorize_late(failed_first=True),
        "pending": rzp.bank.pending(),
    }
    rzp.bank.script([outcomes[answer]])
    reply = rzp.request("PATCH", f"{NEW}/{made}", json={"plan_id": dear})
    assert reply.status == 400
    text = "The subscription was not updated, because the charge of the difference failed"
    assert reply.body["error"]["description"] == text
    assert rzp.subscription.fetch(made) == before
    invoices, payment = rzp.invoice.all({"subscription_id": made})["items"], rzp.payment.all()["items"][0]
    told = [event["event"] for event in rzp.events[events:]]
    if answer == "pending":  # what becomes of it nobody knows, so it was not begun
        assert (told, [one["status"] for one in invoices]) == ([], ["paid"])
        return
    assert told == ["payment.failed"]
    assert [(one["status"], one["amount"]) for one in invoices] == [("cancelled", 69900), ("paid", 69900)]
    assert (payment["status"], payment["amount"], payment["invoice_id"]) == ("failed", 69900, invoices[0]["id"])
    rzp.clock.advance(hours=2)
    assert rzp.payment.fetch(payment["id"])["status"] == ("failed" if answer == "fail" else "authorized")
    rzp.clock.advance(days=5)  # what came late is for nothing, and given back
    assert rzp.payment.fetch(payment["id"])["status"] == ("failed" if answer == "fail" else "refunded")
    assert rzp.subscription.fetch(made) == before


def test_an_add_on_can_be_deleted_until_it_is_billed_whatever_became_of_its_subscription(rzp):
    made = rzp.subscription.create({"plan_id": rzp.plan.create(PLAN)["id"], "total_count": 6})["id"]
    addon = rzp.subscription.createAddon(made, ADDON)["id"]
    rzp.subscription.cancel(made)
    assert rzp.request("DELETE", f"/v1/addons/{addon}").body == []
    assert rzp.request("GET", f"/v1/addons/{addon}").status == 400
