"""What the tests of the law need of accounts that a merchant opened: samples, and the calls that lead to each row."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from fakerzp.entities.accounts import LinkedAccount, SubMerchant
from fakerzp.entities.oauth import AuthorizationCode, OAuthToken
from fakerzp.entities.onboarding import PaymentGatewayProduct, PaymentLinksProduct, RouteProduct
from fakerzp.entities.partner_webhooks import Webhook
from tests.contract.documented.accounts import ACCOUNT, BANK, STAKEHOLDER

NOW = 1767607200
_OF = {"created_at": NOW, "account_id": "acc_1"}
_PRODUCT = {**_OF, "tnc_id": "tnc_1", "tnc_accepted_at": NOW, "requested_at": NOW}
SAMPLES = {
    "account": SubMerchant(id="acc_1", created_at=NOW, type="standard", email="a@example.com"),
    "linked_account": LinkedAccount(id="acc_1", created_at=NOW, type="route", email="a@example.com"),
    "route_product": RouteProduct(id="acc_prd_1", product_name="route", **_PRODUCT),
    "payment_gateway_product": PaymentGatewayProduct(id="acc_prd_1", product_name="payment_gateway", **_PRODUCT),
    "payment_links_product": PaymentLinksProduct(id="acc_prd_1", product_name="payment_links", **_PRODUCT),
    "webhook": Webhook(
        id="00000000000001",
        created_at=NOW,
        owner_id="acc_1",
        url="https://example.com",
        events=("order.paid",),
        updated_at=NOW,
        service="beta-api-test",
    ),
    "authorization_code": AuthorizationCode(
        id="code_1",
        code="def50200",
        client_id="c",
        redirect_uri="https://example.com",
        scopes=("read_write",),
        expires_at=NOW + 600,
        **_OF,
    ),
    "oauth_token": OAuthToken(
        id="oauth_1",
        client_id="c",
        scopes=("read_write",),
        mode="test",
        access_token="eyJ",
        public_token="rzp_test_oauth_1",
        access_expires_at=NOW + 600,
        refresh_token="def50200",
        expires_at=NOW + 900,
        **_OF,
    ),
}
NAMED = {
    "linked_account": "account",
    "route_product": "product",
    "payment_gateway_product": "product",
    "payment_links_product": "product",
    "oauth_token": "account.app",
}
PDF = ("proof.pdf", b"%PDF-1.4")
PG, PL = "payment_gateway", "payment_links"
OPEN = ("created", "needs_clarification", "activated_kyc_pending", "instantly_activated")
ALL = (*OPEN, "under_review", "activated", "rejected")
LOOPBACK = "http://127.0.0.1:9/webhook"


class Opened:
    """An account that requests a product, and what can be told of it."""

    serial = 0

    def __init__(self, rzp, name, **more):
        self.rzp, self.name = rzp, name
        code = f"code-{len(rzp.calls)}"
        sort = {"type": "route"} if name == "route" else {}
        email = f"{len(rzp.calls)}@example.com"
        self.id = rzp.account.create({**ACCOUNT, "email": email, "reference_id": code, **sort, **more})["id"]

    def request(self):
        """Request the product."""
        body = {"product_name": self.name, "tnc_accepted": True}
        self.product = self.rzp.product.requestProductConfiguration(self.id, body)["id"]
        return self

    def tell(self, *papers):
        """Tell all that the product requires, and upload these papers of the stakeholder."""
        self.person = self.rzp.stakeholder.create(self.id, STAKEHOLDER)["id"]
        self.upload(*papers)
        self.configure(settlements=BANK)
        return self

    def upload(self, *papers):
        """Upload papers: the stakeholder's, and two of the account's if there are any."""
        for sort in papers:
            body = {"file": PDF, "document_type": sort}
            self.rzp.stakeholder.uploadStakeholderDoc(self.id, self.person, body)
        for sort in ("business_pan_url", "business_proof_url") if papers else ():
            self.rzp.account.uploadAccountDoc(self.id, {"file": PDF, "document_type": sort})

    def configure(self, **fields):
        """Change the product's configuration."""
        return self.rzp.product.edit(self.id, self.product, fields)

    def state(self):
        """How far the product is."""
        return self.rzp.product.fetch(self.id, self.product)["activation_status"]


def opened(rzp, name, state):
    """An account that is in that state, with its product."""
    team = rzp.onboarding
    if state == "activated_kyc_pending":
        one = Opened(rzp, name, no_doc_onboarding=True).request()
        one.configure(otp={"contact_mobile": "9820202020"})
        one.tell()
        team.activate(one.product, kyc_pending=True)
        return one
    one = Opened(rzp, name).request()
    if state == "instantly_activated":
        team.activate_instantly(one.product)
    elif state != "created":
        one.tell("aadhar_front")
        verb = {"needs_clarification": team.clarify, "activated": team.activate, "rejected": team.reject}.get(state)
        if verb is not None:
            verb(one.product)
    return one


def states_of(name):
    """Those that an account of that product can be in."""
    return [state for state in ALL if name == PG or state != "instantly_activated"]


def partners(rzp):
    """Every way of a sub-merchant and of its two products, from every state."""
    team = rzp.onboarding
    for name in (PG, PL):
        for state in states_of(name):
            if state != "rejected":
                one = opened(rzp, name, state)
                one.configure(checkout={"theme_color": "#528FFF"})
                for verb in (team.enable_payments, team.hold_funds, team.release_funds):
                    verb(one.id)
            rzp.account.delete(opened(rzp, name, state).id)
        for state in states_of(name)[:-3]:
            if state == "needs_clarification":
                one = opened(rzp, name, state)
                team.clarify(opened(rzp, name, "under_review").product, "legal_info.pan", "settlements.ifsc_code")
                with_numbers = opened(rzp, name, "under_review")
                team.clarify(with_numbers.product, "legal_info.pan")
                rzp.account.edit(with_numbers.id, {"legal_info": {"pan": "BAACL1234C"}})
                one.configure(settlements=BANK)
            else:
                one = opened(rzp, name, state)
                rzp.account.edit(one.id, {"legal_business_name": "Acme Corporation"})
                if state == "activated_kyc_pending":
                    one.configure(otp=dict.fromkeys(OTP, "1"))
                    one.upload("aadhar_front", "personal_pan")
                else:
                    one.tell("aadhar_front")
            assert one.state() == "under_review", (name, state)
        team.grant_methods(opened(rzp, name, "activated").product)
        pending = opened(rzp, name, "activated_kyc_pending")
        team.grant_methods(pending.product)
        team.activate(pending.product)
    for name, other in ((PG, PL), (PL, PG)):
        both = opened(rzp, name, "under_review")
        both.name = other
        assert both.request().state() == "under_review"


OTP = ("external_reference_number", "otp_submission_timestamp", "otp_verification_timestamp")


def linked(rzp):
    """Every way of a linked account of /v2, and of Route for it; without a review that ends by itself."""
    team = rzp.onboarding
    bank = {"bank_account": {**BANK}}
    assert Opened(rzp, "route", **bank).request().state() == "under_review"
    for state in ("created", "needs_clarification", "under_review", "activated"):
        for last in ("suspend", "bank", "more"):
            one = Opened(rzp, "route").request()
            if state != "created":
                one.configure(settlements=BANK)
            if state == "needs_clarification":
                team.clarify(one.product, "legal_info.pan", "settlements.ifsc_code")
            elif state == "activated":
                team.activate(one.product)
            one.configure(checkout={"theme_color": "#528FFF"})
            if last == "suspend":
                team.suspend(one.id)
            elif last == "bank":
                rzp.request("PATCH", f"/v1/beta/accounts/{one.id}/bank_account", json=BANK)
            elif state in ("created", "needs_clarification"):
                rzp.account.edit(one.id, {"legal_info": {"pan": "BAACL1234C"}})
                one.configure(settlements={"ifsc_code": "HDFC0000318"})
    for name in (PG, PL):
        one = Opened(rzp, name, type="route").request().tell("aadhar_front")
        team.clarify(one.product)


def pennies(rzp):
    """Every way of a bank account that is verified by a rupee."""
    team = rzp.onboarding
    linked(rzp)
    for ends in ((), ("verify_bank_account",), ("fail_bank_account",)):
        for last in ("bank", "suspend"):
            one = beta(rzp)
            for verb in ends:
                getattr(team, verb)(one)
            if last == "suspend":
                team.suspend(one)
            else:
                rzp.request("PATCH", f"/v1/beta/accounts/{one}/bank_account", json=BANK)


def beta(rzp):
    """A linked account of the beta API."""
    body = {
        "name": "Gaurav Kumar",
        "email": f"{len(rzp.calls)}@example.com",
        "tnc_accepted": True,
        "account_details": {"business_name": "Acme Corporation", "business_type": "individual"},
        "bank_account": {**BANK, "account_type": "current"},
    }
    return rzp.request("POST", "/v1/beta/accounts", json=body).body["id"]


def hooks(rzp):
    """Every way of a webhook that a call made."""
    body = {"url": LOOPBACK, "events": ["order.paid"], "secret": "s"}
    for disabled in (False, True):
        made = rzp.webhook.create(body)["id"]
        if disabled:
            rzp.webhooks.subscriptions[-1].disable()
        rzp.webhook.edit(made, None, {"url": LOOPBACK})
        rzp.webhook.delete(made, None)
    rzp.webhook.create(body)
    rzp.webhooks.subscriptions[-1].disable()
    rzp.webhooks.subscriptions[-1].enable()


CALLBACK = "https://example.com/callback"


def client_of(rzp, callback=CALLBACK):
    """The client of an application, as it names itself in a body."""
    made = rzp.onboarding.create_application("Application", [callback])["development"]
    return {name: made[name] for name in ("client_id", "client_secret")}


def code_of(rzp, client, callback=CALLBACK, **how):
    """A code that a sub-merchant's yes gave."""
    at = rzp.onboarding.authorize(client["client_id"], callback, state="s", **how)
    return parse_qs(urlsplit(at).query)["code"][0]


def token_of(rzp, client, code, callback=CALLBACK):
    """The pair of tokens that a code is exchanged for."""
    body = {**client, "grant_type": "authorization_code", "redirect_uri": callback, "code": code, "mode": "test"}
    reply = rzp.request("POST", "/token", json=body)
    assert reply.status == 200, reply.body
    return reply.body


def grants(rzp):
    """Every way of a code and of a pair of tokens."""
    client = client_of(rzp)
    code_of(rzp, client)
    first = token_of(rzp, client, code_of(rzp, client))
    body = {**client, "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = rzp.request("POST", "/token", json=body).body
    body = {**client, "token_type_hint": "access_token", "token": second["access_token"]}
    assert rzp.request("POST", "/revoke", json=body).body == {"message": "Token Revoked"}
    third = token_of(rzp, client, code_of(rzp, client))
    rzp.onboarding.revoke_access(third["razorpay_account_id"])
    token_of(rzp, client, code_of(rzp, client))
    rzp.clock.advance(days=181)
