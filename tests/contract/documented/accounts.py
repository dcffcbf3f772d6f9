"""Accounts, stakeholders and products, the webhooks of accounts, and OAuth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.contract.documented_world import Call, Miss, Step

API: tuple[str, ...] = ("accounts", "accounts_beta", "stakeholders", "products", "webhooks")
GUIDE: tuple[str, ...] = ("oauth",)

PLACE = {
    "street1": "507, Koramangala 6th block",
    "street2": "Kormanagala",
    "city": "Bengaluru",
    "state": "Karnataka",
    "postal_code": 560047,
    "country": "IN",
}
ACCOUNT: dict[str, Any] = {
    "email": "gaurav.kumar@example.org",
    "phone": "9000090000",
    "legal_business_name": "Acme Corp",
    "customer_facing_business_name": "Acme",
    "business_type": "partnership",
    "reference_id": "account_random",
    "contact_name": "Gaurav Kumar",
    "profile": {
        "category": "healthcare",
        "subcategory": "clinic",
        "business_model": "Clinics",
        "addresses": {"operation": PLACE, "registered": PLACE},
    },
    "legal_info": {"pan": "AAACL1234C", "gst": "18AABCU9603R1ZM"},
    "contact_info": {"support": {"email": "support@example.org", "phone": "9999999998"}},
    "apps": {"websites": ["https://www.example.org"], "android": [{"url": "play.example.org", "name": "Example"}]},
    "brand": {"color": "FFFFFF"},
}
STAKEHOLDER = {
    "name": "Gaurav Kumar",
    "email": "gaurav.kumar@example.com",
    "percentage_ownership": 10,
    "relationship": {"director": True, "executive": True},
    "phone": {"primary": "9000090000", "secondary": "9000090000"},
    "addresses": {"residential": {"street": "506, Koramangala 1st block", "city": "Bengaluru", "country": "IN"}},
    "kyc": {"pan": "AVOPB1111K"},
}

BANK = {"account_number": "1234567890", "ifsc_code": "HDFC0000317", "beneficiary_name": "Gaurav Kumar"}


def account(**more: Any) -> Step:
    """A sub-merchant's account, or with `type` a linked one."""

    def first(world: Any) -> None:
        world.staged["acc"] = world.post("/v2/accounts", {**ACCOUNT, **more})["id"]

    return first


def with_stakeholder(*documents: str) -> Step:
    """An account with its stakeholder, and documents of that."""

    def first(world: Any) -> None:
        account()(world)
        at = f"/v2/accounts/{world.staged['acc']}/stakeholders"
        world.staged["sth"] = world.post(at, STAKEHOLDER)["id"]
        for sort in documents:
            world.post(f"{at}/{world.staged['sth']}/documents", {"document_type": sort, "file": f"{sort}.jpeg"})

    return first


def with_document(world: Any) -> None:
    account()(world)
    body = {"document_type": "shop_establishment_certificate", "file": "certificate.jpeg"}
    world.post(f"/v2/accounts/{world.staged['acc']}/documents", body)


def product(name: str, told: Mapping[str, Any] | None = None, **more: Any) -> Step:
    """A product that an account requested, told of what is in `told`."""

    def first(world: Any) -> None:
        account(**more)(world)
        at = f"/v2/accounts/{world.staged['acc']}/products"
        world.staged["acc_prd"] = world.post(at, {"product_name": name, "tnc_accepted": True})["id"]
        if told:
            path = f"{at}/{world.staged['acc_prd']}"
            assert world.rzp.request("PATCH", path, json=told).status == 200

    return first


def with_methods(world: Any) -> None:
    """A product without documents that is activated, and has cards besides the methods that all have."""
    product("payment_gateway", _OTP_WHOLE, no_doc_onboarding=True)(world)
    at = f"/v2/accounts/{world.staged['acc']}"
    world.post(f"{at}/stakeholders", STAKEHOLDER)
    path = f"{at}/products/{world.staged['acc_prd']}"
    world.rzp.request("PATCH", path, json={"settlements": BANK})
    world.rzp.onboarding.activate(world.staged["acc_prd"], kyc_pending=True)
    cards = {"cards": {"enabled": True, "instrument": {"issuer": "rupay", "type": "domestic"}}}
    world.rzp.request("PATCH", path, json={"payment_methods": cards})
    world.rzp.onboarding.grant_methods(world.staged["acc_prd"])


HOOK = "/v2/accounts/acc_1Aa00000000001/webhooks"


def with_webhook(world: Any) -> None:
    """An account, and a webhook of its."""
    account()(world)
    world.staged["hook"] = world.make_hook()


CALLBACK = "http://example.com/razorpay_callback"


def client_of(world: Any) -> dict[str, str]:
    """The client of an application, as it names itself in a body."""
    made = world.rzp.onboarding.create_application("Application", [CALLBACK])["development"]
    return {name: made[name] for name in ("client_id", "client_secret")}


def asking(world: Any) -> dict[str, str]:
    """What an application asks a sub-merchant."""
    client = client_of(world)["client_id"]
    rest = {"response_type": "code", "redirect_uri": CALLBACK, "scope": "read_write", "state": "ACVD2346"}
    return {"client_id": client, **rest}


def of_code(world: Any) -> dict[str, str]:
    """What a code is exchanged by."""
    client = client_of(world)
    at = world.rzp.onboarding.authorize(client["client_id"], CALLBACK)
    code = parse_qs(urlsplit(at).query)["code"][0]
    rest = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code": code, "mode": "test"}
    return {**client, **rest}


def of_refresh(world: Any) -> dict[str, str]:
    """What a pair of tokens is made anew by."""
    asked = of_code(world)
    pair = world.post("/token", asked)
    client = {name: asked[name] for name in ("client_id", "client_secret")}
    return {**client, "grant_type": "refresh_token", "refresh_token": pair["refresh_token"]}


def of_revoking(world: Any) -> dict[str, str]:
    """What a pair of tokens is ended by."""
    asked = of_code(world)
    pair = world.post("/token", asked)
    client = {name: asked[name] for name in ("client_id", "client_secret")}
    return {**client, "token_type_hint": "access_token", "token": pair["access_token"]}


def of_client(world: Any) -> dict[str, str]:
    """What an application gets a token of its own by."""
    return {**client_of(world), "grant_type": "client_credentials", "mode": "test"}


def beta(world: Any) -> None:
    """Two linked accounts of the beta API."""
    for n in range(2):
        body = {
            "name": "Gaurav Kumar",
            "email": f"gaurav.kumar.{n}@example.com",
            "tnc_accepted": True,
            "account_details": {"business_name": "Acme Corporation", "business_type": "individual"},
            "bank_account": {
                "ifsc_code": "HDFC0CAGSBK",
                "beneficiary_name": "Gaurav Kumar",
                "account_type": "current",
                "account_number": 1234567890123456,
            },
            "notes": {"merchant_data_1": "some string"},
        }
        world.staged["acc"] = world.post("/v1/beta/accounts", body)["id"]


_ROUTE = {"type": "route", "reference_id": "124124"}
_OTP = {"otp": {"contact_mobile": "9820202020", "external_reference_number": "123ABCD"}}
_OTP_WHOLE = {
    "otp": {
        **_OTP["otp"],
        "otp_submission_timestamp": "3632201810011343123",
        "otp_verification_timestamp": "3632201810011354123",
    }
}
_XPRESS = r"partners\.product-configuration-xpress-onboarding\."

CALLS: tuple[tuple[str, Call], ...] = (
    (r"partners\.account-onboarding\.(fetch|delete|update)", Call(account())),
    (r"partners\.upload-document\.fetch-account-documents", Call(with_document)),
    (r"partners\.upload-document\.upload-account-documents", Call(account())),
    (
        r"partners\.upload-document\.fetch-stakeholder-documents",
        Call(with_stakeholder("aadhar_front", "aadhar_back")),
    ),
    (r"partners\.(stakeholder\.(fetch.*|update)|upload-document\.upload-stakeholder-.*)", Call(with_stakeholder())),
    (r"partners\.stakeholder\.create", Call(account())),
    (r"payments\.route\.(fetch-with-id|update-linked-accounts|create-stakeholder)", Call(account(**_ROUTE))),
    (r"payments\.route\.update-stakeholder", Call(with_stakeholder())),
    (r"payments\.route\.(linked-)?account-apis-beta\.fetch-.*", Call(beta)),
    (r"partners\.product-configuration\.request", Call(account())),
    (r"partners\.product-configuration\.(fetch|update-.*)", Call(product("payment_gateway"))),
    (_XPRESS + "request-a-.*", Call(account(no_doc_onboarding=True))),
    (_XPRESS + "update-.*", Call(product("payment_gateway", no_doc_onboarding=True))),
    (_XPRESS + "request-payment-.*", Call(with_methods)),
    (_XPRESS + "fetch-.*", Call(product("payment_gateway", _OTP_WHOLE, no_doc_onboarding=True))),
    (r"partners\.webhooks\.create", Call(account())),
    (r"partners\.webhooks\.fetch-all", Call(with_webhook)),
    (
        r"partners\.webhooks\.(fetch-with-id|update|delete)",
        Call(with_webhook, path=f"{HOOK}/hook_1Aa00000000001"),
    ),
    (r"guide\..*\.(generate-access-token|generate-token)", Call(body=of_client)),
    (r"guide\..*\.initiate-authorisation-using-url", Call(query=asking)),
    (r"guide\..*\.get-access-token", Call(body=of_code)),
    (r"guide\..*\.fetch-access-token", Call(query=of_code)),
    (r"guide\..*\.refresh-token-api", Call(body=of_refresh)),
    (r"guide\..*\.revoke-token-api", Call(body=of_revoking)),
    (r"payments\.route\.request-product-config", Call(account(**_ROUTE))),
    (r"payments\.route\.(fetch|update)-product-config", Call(product("route", **_ROUTE))),
)

_PHONE = "phone is object, documented string"
EXCEPTIONS: Mapping[str, Miss] = {
    "partners.stakeholder.update": Miss(
        "the page is wrong: what its sample shows is an account; the page of Route and both SDKs' documents show the"
        " stakeholder",
        tuple(
            f"body.{name}"
            for name in (
                *("type", "status", "profile", "created_at", _PHONE, "reference_id", "business_type"),
                *("legal_business_name", "customer_facing_business_name", "entity", "relationship", _PHONE),
                *("kyc", "percentage_ownership", "addresses"),
            )
        ),
    ),
}
