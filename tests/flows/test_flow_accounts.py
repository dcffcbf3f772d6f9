"""Accounts of others through their life: onboarded step by step, paid, held, suspended, granted and taken back."""

from __future__ import annotations

import http.server
import json
import threading
from urllib.parse import parse_qs, urlsplit

import pytest

from fakerzp import BadRequestError, FakeRazorpay
from fakerzp.utility import sign
from tests.contract.documented.accounts import ACCOUNT, BANK
from tests.ledger.onboarding import PDF, Opened, beta, client_of, code_of, opened, token_of

AT = "2026-01-05T10:00:00Z"
ROUTE = {**ACCOUNT, "type": "route", "reference_id": "124124"}


def fields(product):
    """What a product requires, by name."""
    return [one["field_reference"] for one in product["requirements"]]


def names(rzp, about=None):
    """The events so far, or those about an account."""
    return [event["event"] for event in rzp.events if about in (None, event["account_id"])]


# ---------------------------------------------------------------------- what is required, until it is told


def test_a_partnership_is_onboarded_step_by_step(rzp):
    account = rzp.account.create(ACCOUNT)
    assert (account["type"], account["status"]) == ("standard", "created")
    at = account["id"]
    made = rzp.product.requestProductConfiguration(at, {"product_name": "payment_gateway", "tnc_accepted": True})
    assert made["activation_status"] == "needs_clarification"
    assert made["tnc"]["accepted_at"] == rzp.clock.now()
    required = [
        "individual_proof_of_address",
        "business_proof_of_identification.business_proof_url",
        "business_proof_of_identification.business_pan_url",
        "settlements.beneficiary_name",
        "settlements.account_number",
        "settlements.ifsc_code",
        "name",
        "kyc.pan",
    ]
    assert fields(made) == required
    assert made["requirements"][0]["resolution_url"] == f"/accounts/{at}/stakeholders/{{stakeholderId}}/documents"
    person = rzp.stakeholder.create(at, {"name": "Gaurav Kumar", "email": "gaurav.kumar@example.com"})["id"]
    now = rzp.product.fetch(at, made["id"])
    assert fields(now) == [name for name in required if name != "name"]
    assert now["requirements"][0]["resolution_url"] == f"/accounts/{at}/stakeholders/{person}/documents"
    rzp.stakeholder.edit(at, person, {"kyc": {"pan": "AVOPB1111K"}})
    assert fields(rzp.product.edit(at, made["id"], {"settlements": BANK})) == required[:3]
    for sort in ("business_proof_url", "business_pan_url"):
        rzp.account.uploadAccountDoc(at, {"file": PDF, "document_type": sort})
    assert fields(rzp.product.fetch(at, made["id"])) == required[:1]
    assert names(rzp) == []
    rzp.stakeholder.uploadStakeholderDoc(at, person, {"file": PDF, "document_type": "passport_front"})
    now = rzp.product.fetch(at, made["id"])
    assert (now["activation_status"], now["requirements"]) == ("under_review", [])
    assert rzp.account.fetch(at)["status"] == "under_review"
    assert names(rzp) == ["product.payment_gateway.under_review", "account.under_review"]
    assert set(names(rzp, at)) == set(names(rzp))
    assert [step.status for step in rzp.history(made["id"])] == ["requested", "needs_clarification", "under_review"]
    rzp.onboarding.activate(made["id"])
    shown = rzp.events[-1]["payload"]["account"]["entity"]
    assert (shown["activated"], shown["live"], shown["hold_funds"]) == (True, True, False)
    assert shown["merchant_detail"]["bank_account_number"] == BANK["account_number"]
    assert shown["merchant_detail"]["promoter_pan"] == "AVOPB1111K"


@pytest.mark.parametrize(
    ("sort", "more"),
    [
        ("individual", []),
        ("proprietorship", ["individual_proof_of_identification", "business_proof_of_identification"]),
        (
            "private_limited",
            [
                "business_proof_of_identification.business_proof_url",
                "business_proof_of_identification.business_pan_url",
            ],
        ),
    ],
)
def test_what_is_required_depends_on_the_sort_of_business(rzp, sort, more):
    at = rzp.account.create({**ACCOUNT, "business_type": sort})["id"]
    made = rzp.product.requestProductConfiguration(at, {"product_name": "payment_links"})
    proofs = [name for name in fields(made) if "proof" in name]
    assert proofs == ["individual_proof_of_address", *more]
    assert ("legal_info.cin" in fields(made)) == (sort == "private_limited")


def test_what_is_asked_about_is_all_that_can_be_sent(rzp):
    one = opened(rzp, "payment_gateway", "under_review")
    rzp.onboarding.clarify(
        one.product, "legal_info.pan", "individual_proof_of_address.aadhar_front", description="It is not legible."
    )
    event = rzp.events[-2]
    assert event["event"] == "product.payment_gateway.needs_clarification"
    assert event["payload"]["merchant_product"]["data"]["requirements"] == [
        {
            "field_reference": "legal_info.pan",
            "resolution_url": f"/accounts/{one.id}",
            "status": "required",
            "reason_code": "needs_clarification",
            "description": "It is not legible.",
        },
        {
            "field_reference": "individual_proof_of_address.aadhar_front",
            "resolution_url": f"/accounts/{one.id}/stakeholders/{one.person}/documents",
            "status": "required",
            "reason_code": "needs_clarification",
            "description": "It is not legible.",
        },
    ]
    for send in (
        lambda: rzp.account.edit(one.id, {"legal_info": {"gst": "18AABCU9603R1ZM"}}),
        lambda: rzp.stakeholder.edit(one.id, one.person, {"name": "Gauri"}),
        lambda: one.configure(settlements=BANK),
    ):
        with pytest.raises(BadRequestError, match=r"^Only fields requested for needs clarification are allowed"):
            send()
    rzp.account.edit(one.id, {"legal_info": {"pan": "BAACL1234C"}})
    assert fields(rzp.product.fetch(one.id, one.product)) == ["individual_proof_of_address.aadhar_front"]
    rzp.stakeholder.uploadStakeholderDoc(one.id, one.person, {"file": PDF, "document_type": "aadhar_front"})
    assert one.state() == "under_review"


def test_a_linked_account_is_activated_as_soon_as_its_bank_account_is_told(rzp):
    at = rzp.account.create(ROUTE)["id"]
    made = rzp.product.requestProductConfiguration(at, {"product_name": "route", "tnc_accepted": True})
    assert fields(made) == ["settlements.beneficiary_name", "settlements.account_number", "settlements.ifsc_code"]
    done = rzp.product.edit(at, made["id"], {"settlements": BANK, "tnc_accepted": True})
    assert (done["activation_status"], done["requirements"]) == ("activated", [])
    assert names(rzp, at) == ["product.route.under_review", "product.route.activated"]
    assert rzp.account.fetch(at)["status"] == "created"


def test_a_review_takes_as_long_as_the_fake_was_told(build):
    rzp = build(delays={"route_activation": 3600})
    one = Opened(rzp, "route").request()
    assert one.configure(settlements=BANK)["activation_status"] == "under_review"
    rzp.clock.advance(seconds=3599)
    assert one.state() == "under_review"
    rzp.clock.advance(seconds=1)
    assert one.state() == "activated"
    assert rzp.events[-1]["created_at"] == rzp.clock.now()


def test_an_account_is_in_books_of_its_own_and_named_by_its_code(rzp):
    at = rzp.account.create({**ROUTE, "reference_id": "shop.1"})["id"]
    options = {"headers": {"X-Razorpay-Account": at}}
    order = rzp.order.create({"amount": 1000, "currency": "INR"}, **options)["id"]
    rzp.checkout.pay(order)
    assert rzp.order.fetch(order, **options)["status"] == "paid"
    assert rzp.order.all()["items"] == []
    assert rzp.ledger.balance("merchant", account=at) == 980
    payment = rzp.checkout.pay(rzp.order.create({"amount": 5000, "currency": "INR"})["id"])["razorpay_payment_id"]
    share = {"account_code": "shop.1", "amount": 100, "currency": "INR"}
    assert rzp.payment.transfer(payment, {"transfers": [share]})["items"][0]["recipient"] == at
    with pytest.raises(BadRequestError, match=r"^The code has already been taken\.$"):
        rzp.account.create({**ROUTE, "reference_id": "shop.1", "email": "other@example.com"})


# ---------------------------------------------------------------------- money that is held, accounts that end


def test_held_funds_are_paid_out_when_they_are_released(build):
    rzp = build(at=AT)
    one = opened(rzp, "payment_gateway", "activated")
    options = {"headers": {"X-Razorpay-Account": one.id}}
    order = rzp.order.create({"amount": 100000, "currency": "INR"}, **options)["id"]
    rzp.checkout.pay(order, method="netbanking")
    rzp.onboarding.hold_funds(one.id)
    rzp.clock.advance(days=10)
    assert rzp.ledger.balance("merchant", account=one.id) == 97640
    later = rzp.order.create({"amount": 50000, "currency": "INR"}, **options)["id"]
    rzp.checkout.pay(later, method="netbanking")
    assert rzp.onboarding.release_funds(one.id)["id"] == one.id
    assert rzp.ledger.balance("merchant", account=one.id) == 48820  # its own day is to come
    settled = rzp.settlement.all(**options)["items"]
    assert [one["amount"] for one in settled] == [97640]
    rzp.clock.advance(days=7)
    assert rzp.ledger.balance("merchant", account=one.id) == 0
    assert [name for name in names(rzp, one.id) if name.startswith(("account.funds", "settlement"))] == [
        "account.funds_hold",
        "account.funds_unhold",
        "settlement.processed",
        "settlement.processed",
    ]


def test_a_deleted_account_is_suspended_with_its_products(rzp):
    one = opened(rzp, "payment_links", "activated")
    gone = rzp.account.delete(one.id)
    assert (gone["status"], gone["suspended_at"]) == ("suspended", rzp.clock.now())
    assert one.state() == "suspended"
    assert names(rzp, one.id)[-1] == "account.suspended"
    with pytest.raises(BadRequestError, match="locked for editing"):
        rzp.account.edit(one.id, {"legal_business_name": "Acme Corp V2"})
    with pytest.raises(BadRequestError):
        rzp.account.delete(one.id)


@pytest.mark.parametrize("penny_testing", [False, True])
def test_a_suspended_account_keeps_its_bank_account(build, penny_testing):
    rzp = build(account={"penny_testing": penny_testing})
    account = beta(rzp)
    rzp.onboarding.suspend(account)
    before = rzp.request("GET", f"/v1/beta/accounts/{account}").body
    other = {**BANK, "account_number": "99999999999"}
    refused = rzp.request("PATCH", f"/v1/beta/accounts/{account}/bank_account", json=other)
    assert (refused.status, refused.body["error"]["description"]) == (400, "The account is suspended")
    assert rzp.request("GET", f"/v1/beta/accounts/{account}").body == before


def test_penny_testing_verifies_a_bank_account_before_it_counts(build):
    rzp = build(account={"penny_testing": True}, delays={"bank_verification": 60})
    body = {
        "name": "Gaurav Kumar",
        "email": "gaurav.kumar@example.com",
        "tnc_accepted": True,
        "account_details": {"business_name": "Acme Corporation", "business_type": "individual"},
        "bank_account": {**BANK, "account_type": "current"},
    }
    made = rzp.request("POST", "/v1/beta/accounts", json=body).body
    assert made["activation_details"]["status"] == "verification_pending"
    failed = rzp.onboarding.fail_bank_account(made["id"])
    assert failed["activation_details"]["bank_details_verification_error"].startswith("KC03")
    other = {**BANK, "ifsc_code": "ICIC0000001"}
    changed = rzp.request("PATCH", f"/v1/beta/accounts/{made['id']}/bank_account", json=other).body
    assert changed == {"status": "verification_pending", **other}
    rzp.clock.advance(seconds=60)
    event = rzp.events[-1]
    assert (event["event"], event["contains"]) == ("account.updated", ["account", "bank_account"])
    assert event["payload"]["account"]["entity"]["activation_details"]["status"] == "activated"
    assert event["payload"]["bank_account"]["entity"]["bank_name"] == "ICICI Bank"


# ---------------------------------------------------------------------- webhooks that calls make


class Endpoint(http.server.BaseHTTPRequestHandler):
    """A webhook view on this machine."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((json.loads(body), body, dict(self.headers)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def endpoint():
    """The URL of a server on this machine, and what it got."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.got = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_webhook_of_an_account_is_told_of_that_account_alone(rzp, endpoint):
    url = f"http://127.0.0.1:{endpoint.server_port}/hook"
    mine, other = (rzp.account.create({**ACCOUNT, "email": f"{n}@example.com"})["id"] for n in range(2))
    hook = rzp.webhook.create({"url": url, "secret": "s3cret", "events": ["order.paid", "account.suspended"]}, mine)
    assert hook["owner_id"] == mine.removeprefix("acc_")
    assert "secret" not in hook
    for account in (mine, other, None):
        options = {"headers": {"X-Razorpay-Account": account}} if account else {}
        rzp.checkout.pay(rzp.order.create({"amount": 1000, "currency": "INR"}, **options)["id"])
    rzp.account.delete(mine)
    assert [(event["event"], event["account_id"]) for event, _, _ in endpoint.got] == [
        ("order.paid", mine),
        ("account.suspended", mine),
    ]
    _, body, headers = endpoint.got[0]
    assert headers["X-Razorpay-Signature"] == sign(body.decode(), "s3cret")
    rzp.webhook.edit(hook["id"], mine, {"events": ["refund.created"]})
    rzp.checkout.pay(
        rzp.order.create({"amount": 1000, "currency": "INR"}, headers={"X-Razorpay-Account": mine})["id"]
    )
    rzp.webhook.delete(hook["id"], mine)
    assert len(endpoint.got) == 2
    assert rzp.webhook.all({}, mine)["items"] == []


def test_a_webhook_of_the_merchants_own_hears_all(rzp, endpoint):
    url = f"http://127.0.0.1:{endpoint.server_port}/hook"
    hook = rzp.webhook.create({"url": url, "events": ["order.paid"]})
    assert rzp.webhook.fetch(hook["id"], None) == hook
    rzp.checkout.pay(rzp.order.create({"amount": 1000, "currency": "INR"})["id"])
    assert [event["event"] for event, _, _ in endpoint.got] == ["order.paid"]
    assert rzp.webhook.edit(hook["id"], None, {"url": "https://example.com/hook"})["url"] == "https://example.com/hook"
    rzp.checkout.pay(rzp.order.create({"amount": 1000, "currency": "INR"})["id"])
    assert len(endpoint.got) == len(rzp.webhooks.deliveries) == 1
    assert rzp.webhook.delete(hook["id"], None) == []
    assert rzp.webhook.all()["items"] == []


def test_a_webhook_that_fails_for_a_day_is_disabled_and_says_so(build):
    rzp = build(at=AT)
    hook = rzp.webhook.create({"url": "http://127.0.0.1:9/hook", "events": ["order.paid"]})
    rzp.checkout.pay(rzp.order.create({"amount": 1000, "currency": "INR"})["id"])
    assert rzp.webhook.fetch(hook["id"], None)["active"] is True
    rzp.clock.advance(days=2)
    shown = rzp.webhook.fetch(hook["id"], None)
    assert (shown["active"], shown["disabled_at"]) == (False, rzp.webhooks.subscriptions[0].disabled_at)


def test_webhooks_refuse_what_is_no_event_and_no_url(rzp):
    at = rzp.account.create(ACCOUNT)["id"]
    for body, text in (
        ({"url": "https://example.com", "events": ["payment.payed"]}, "Invalid event name/names: payment.payed"),
        ({"url": "nowhere", "events": ["order.paid"]}, "The url is not a valid URL."),
        ({"events": ["order.paid"]}, "The url field is required."),
    ):
        with pytest.raises(BadRequestError) as refused:
            rzp.webhook.create(body, at)
        assert str(refused.value) == text
    for _ in range(30):
        rzp.webhook.create({"url": "https://example.com", "events": ["order.paid"]}, at)
    with pytest.raises(BadRequestError, match="at most 30"):
        rzp.webhook.create({"url": "https://example.com", "events": ["order.paid"]}, at)


def test_a_fork_keeps_the_webhooks_and_tells_nobody(rzp, endpoint):
    hook = rzp.webhook.create({"url": f"http://127.0.0.1:{endpoint.server_port}/", "events": ["order.paid"]})
    with rzp.fork() as other:
        other.checkout.pay(other.order.create({"amount": 1000, "currency": "INR"})["id"])
        assert other.webhook.fetch(hook["id"], None) == hook
    assert endpoint.got == []


# ---------------------------------------------------------------------- OAuth

CALLBACK = "https://example.com/callback"


def test_a_token_acts_in_the_books_of_who_granted_it(rzp):
    account = rzp.account.create(ACCOUNT)["id"]
    client = client_of(rzp)
    pair = token_of(rzp, client, code_of(rzp, client, account=account))
    assert pair["razorpay_account_id"] == account
    assert pair["expires_in"] == 7862400
    bearer = {"Authorization": f"Bearer {pair['access_token']}"}
    order = rzp.request("POST", "/v1/orders", json={"amount": 1000, "currency": "INR"}, headers=bearer).body["id"]
    assert rzp.order.fetch(order, headers={"X-Razorpay-Account": account})["id"] == order
    with pytest.raises(BadRequestError):
        rzp.order.fetch(order)
    # With no keys at all it is the token that counts.
    assert rzp.request("GET", f"/v1/orders/{order}", headers=bearer, auth=("", "")).status == 200
    assert rzp.request("GET", f"/v1/orders/{order}", auth=("", "")).status == 400


def test_a_token_ends(build):
    rzp = build(at=AT)
    client = client_of(rzp)
    pair = token_of(rzp, client, code_of(rzp, client))
    get = ("GET", "/v1/orders")

    def status(pair):
        return rzp.request(*get, headers={"Authorization": f"Bearer {pair['access_token']}"}).status

    rzp.clock.advance(seconds=7862399)
    assert status(pair) == 200
    rzp.clock.advance(seconds=1)
    assert status(pair) == 401
    body = {**client, "grant_type": "refresh_token", "refresh_token": pair["refresh_token"]}
    fresh = rzp.request("POST", "/token", json=body).body
    assert status(fresh) == 200
    assert rzp.request("POST", "/token", json=body).body["error"]["description"] == "Token has been revoked"
    owner = rzp.calls[-1].account
    assert owner == rzp.account_id
    rzp.onboarding.revoke_access(pair["razorpay_account_id"])
    assert status(fresh) == 401
    event = rzp.events[-1]
    assert event == {
        "event": "account.app.authorization_revoked",
        "account_id": pair["razorpay_account_id"],
        "contains": [],
        "created_at": rzp.clock.now(),
    }


def test_a_read_only_token_writes_nothing(rzp):
    client = client_of(rzp)
    pair = token_of(rzp, client, code_of(rzp, client, scope="read_only"))
    bearer = {"Authorization": f"Bearer {pair['access_token']}"}
    assert rzp.request("GET", "/v1/orders", headers=bearer).status == 200
    reply = rzp.request("POST", "/v1/orders", json={"amount": 1000, "currency": "INR"}, headers=bearer)
    assert (reply.status, reply.body["error"]["description"]) == (403, "Access is forbidden")


def test_the_sub_merchant_may_say_no(rzp):
    client = client_of(rzp)
    at = rzp.onboarding.authorize(client["client_id"], CALLBACK, state="s", approve=False)
    answer = parse_qs(urlsplit(at).query)
    assert (answer["error"], answer["state"]) == (["access_denied"], ["s"])
    assert "code" not in answer


WRONG = [
    ({"client_id": ""}, "Check the `client_id` parameter"),
    ({"client_secret": 1}, "Check the `client_secret` parameter"),
    ({"client_id": "nobody"}, "Invalid Client or Grant type"),
    ({"client_secret": "wrong"}, "Access denied"),
    ({"grant_type": "password"}, "Check that all required parameters have been provided"),
    ({"code": ""}, "Check that all required parameters have been provided"),
    ({"redirect_uri": ""}, "Check the `redirect_uri` parameter"),
    ({"redirect_uri": "https://example.org"}, "Client authentication failed"),
    ({"mode": "demo"}, "Only allowed modes are test or live"),
    ({"code": "def5"}, "Cannot decrypt the authorization code"),
    ({"grant_type": "refresh_token"}, "Check the `refresh_token` parameter"),
    ({"grant_type": "refresh_token", "refresh_token": "def5"}, "Cannot decrypt the refresh token"),
]


# What is no text is as if it had not been sent.
NO_TEXTS = [
    ({"client_id": ["a"]}, "Check the `client_id` parameter"),
    ({"client_secret": {"a": "b"}}, "Check the `client_secret` parameter"),
    ({"grant_type": {"a": "b"}}, "Check that all required parameters have been provided"),
    ({"code": ["a"]}, "Check that all required parameters have been provided"),
    ({"redirect_uri": [[]]}, "Check the `redirect_uri` parameter"),
    ({"grant_type": "refresh_token", "refresh_token": {"a": ["b"]}}, "Check the `refresh_token` parameter"),
]


@pytest.mark.parametrize(("wrong", "text"), WRONG + NO_TEXTS, ids=str)
def test_what_is_wrong_with_a_request_for_a_token(rzp, wrong, text):
    client = client_of(rzp)
    good = {
        **client,
        "grant_type": "authorization_code",
        "redirect_uri": CALLBACK,
        "code": code_of(rzp, client),
        "mode": "test",
    }
    reply = rzp.request("POST", "/token", json={**good, **wrong})
    assert reply.body["error"]["description"] == text
    assert reply.status >= 400
    assert rzp.request("POST", "/token", json=good).status == 200  # and the code is as good as before


def test_a_code_is_for_once_for_ten_minutes_and_for_its_client(build):
    rzp = build(at=AT)
    client, other = client_of(rzp), client_of(rzp)

    def said(code, by=client):
        body = {**by, "grant_type": "authorization_code", "redirect_uri": CALLBACK, "code": code, "mode": "test"}
        return rzp.request("POST", "/token", json=body).body["error"]["description"]

    used = code_of(rzp, client)
    assert said(used, other) == "Authorization code was not issued to this client"
    token_of(rzp, client, used)
    assert said(used) == "Authorization code has been revoked"
    late = code_of(rzp, client)
    rzp.clock.advance(seconds=600)
    assert said(late) == "Authorization code has expired"


def test_a_production_client_has_no_test_mode(rzp):
    made = rzp.onboarding.create_application("App", [CALLBACK, "http://localhost/callback"])["production"]
    assert made["redirect_uris"] == [CALLBACK]
    body = {name: made[name] for name in ("client_id", "client_secret")}
    body |= {"grant_type": "client_credentials", "mode": "test"}
    said = rzp.request("POST", "/token", json=body).body["error"]["description"]
    assert said == "Mode can be only set to live for production clients"


# ---------------------------------------------------------------------- devices


def test_a_checkout_on_a_device_is_over_when_its_order_is_paid_or_it_is_closed():
    rzp = FakeRazorpay(seed=1, at=AT)
    order = rzp.order.create({"amount": 19900, "currency": "INR"})["id"]
    begin = {
        "device_id": "2841158834",
        "action": "initiate_checkout",
        "initiate_checkout": {"amount": 19900, "currency": "INR", "description": "Transaction", "order_id": order},
    }
    made = rzp.device_activity.create(begin, headers={"X-Razorpay-Device-Mode": "wireless"})
    assert (made["status"], made["error"]) == ("processing", None)
    rzp.checkout.pay(order)
    assert rzp.device_activity.get_status(made["id"])["status"] == "completed"
    close = {"device_id": "2841158834", "action": "close_checkout"}
    nothing = rzp.device_activity.create(close)
    assert (nothing["status"], nothing["error"]["reason"]) == ("failed", "checkout_not_found")
    order = rzp.order.create({"amount": 19900, "currency": "INR"})["id"]
    begin["initiate_checkout"]["order_id"] = order
    second = rzp.device_activity.create(begin)["id"]
    assert rzp.device_activity.create(close)["status"] == "completed"
    assert rzp.device_activity.get_status(second)["status"] == "failed"
    rzp.dashboard.disconnect_device("2841158834")
    assert rzp.device_activity.create(begin)["error"] == {
        "code": "BAD_REQUEST_ERROR",
        "reason": "device_not_connected",
    }
    with pytest.raises(BadRequestError, match=r"^The device id field is required\.$"):
        rzp.device_activity.create(
            {**begin, "device_id": None}, headers={"X-Razorpay-Device-Mode": "wireless"}
        )
