"""OAuth of partners, as auth.razorpay.com answers: authorize, token, revoke. Who calls is in the body, not in keys.

Source: partners/technology-partners/onboard-businesses/integrate-oauth, integration-steps.md and errors.md there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..entities.oauth import Application, OAuthToken
from ..errors import accounts as texts
from ..ledger.books import Books
from ..world.consent import ACCESS_LASTS, SCOPES
from .endpoint import Call, Routes

routes = Routes()
Sent = Mapping[str, str]

_STEPS = "partners/technology-partners/onboard-businesses/integrate-oauth/integration-steps/partners-import-flow.md"
_SDK_PAGE = "partners/technology-partners/onboard-businesses/onboarding-sdk.md"


def _own(call: Call) -> Books:
    """The books of the merchant, whose applications these are, whatever account is named."""
    ledger = call.world.ledger
    return ledger.books(ledger.account)


@routes.add("GET", "/authorize", _STEPS, keyless=True)
def authorize(call: Call) -> dict[str, Any]:
    """The page on which a sub-merchant says yes, and what it sends the browser back with.

    Who says yes is named by X-Razorpay-Account, else an account is opened for it (inferred: a browser is logged in);
    `rzp.onboarding.authorize` plays the rest, a no too.
    """
    sent = call.query
    if sent.get("response_type") != "code" or not sent.get("client_id"):
        raise texts.RESPONSE_TYPE.error()
    scope = sent.get("scope[]", sent.get("scope"))
    if not scope or not sent.get("state") or not sent.get("redirect_uri"):
        raise texts.AUTHORIZE_SERVER.error()
    scopes = tuple(scope) if isinstance(scope, list) else (scope,)
    if any(one not in SCOPES for one in scopes):
        raise texts.SCOPE.error()
    client = _own(call).get(sent["client_id"])
    if not isinstance(client, Application) or sent["redirect_uri"] not in client.redirect_uris:
        raise texts.CLIENT_FAILED.error()
    account = call.account if call.account != call.world.ledger.account else None
    code = call.world.onboarding.granted(client, sent["redirect_uri"], scopes, account)
    return {"code": code.code, "state": sent["state"]}


def _texts(sent: Mapping[str, Any]) -> Sent:
    """What was sent that is text; anything else is as if it had not been sent (inferred)."""
    return {name: value for name, value in sent.items() if isinstance(value, str)}


def _client(call: Call, sent: Sent) -> Application:
    """The application that calls; raises what the table of errors says of one that is none."""
    if not sent.get("client_id"):
        raise texts.CHECK.error(name="client_id")
    if "client_secret" not in sent:
        raise texts.CHECK.error(name="client_secret")
    client = _own(call).get(sent["client_id"])
    if not isinstance(client, Application):
        raise texts.CLIENT.error()
    if client.secret != sent["client_secret"]:
        raise texts.DENIED.error()
    return client


def _mode(client: Application, sent: Sent) -> str:
    mode = sent.get("mode") or "live"
    if mode not in ("test", "live"):
        raise texts.MODES.error()
    if client.is_production and mode == "test":
        raise texts.PRODUCTION_MODE.error()
    return mode


@routes.add("POST", "/token", "partners/aggregators/onboarding-api.md", keyless=True)
def token(call: Call) -> dict[str, Any]:
    """Exchange a code or a refresh token for a pair of tokens, or ask for the application's own."""
    return _token(call, _texts(call.body))


@routes.add("GET", "/token", _SDK_PAGE, keyless=True)
def token_by_query(call: Call) -> dict[str, Any]:
    """The same, asked as one page has it."""
    return _token(call, _texts(call.query))


def _token(call: Call, sent: Sent) -> dict[str, Any]:
    client = _client(call, sent)
    grant = _GRANTS.get(sent.get("grant_type", ""))
    if grant is None:
        raise texts.CHECK_ALL.error()
    return grant(call, client, sent)


def _by_code(call: Call, client: Application, sent: Sent) -> dict[str, Any]:
    mode = _mode(client, sent)
    if not sent.get("redirect_uri"):
        raise texts.CHECK.error(name="redirect_uri")
    if not sent.get("code"):
        raise texts.CHECK_ALL.error()
    if sent["redirect_uri"] not in client.redirect_uris:
        raise texts.CLIENT_FAILED.error()
    books, world = _own(call), call.world
    found = books.newest("authorization_code", field="code", value=sent["code"], count=1)
    if not found:
        raise texts.CODE_UNREADABLE.error()
    code = found[0]
    if code.client_id != client.id:
        raise texts.CODE_OF_OTHER.error()
    if code.redirect_uri != sent["redirect_uri"]:
        raise texts.REDIRECT.error()
    world.law.move(books, code, "exchange", call.now)
    made = world.onboarding.issue(client.id, code.account_id, code.scopes, mode, refreshable=True)
    return {**_pair(made), "razorpay_account_id": made.account_id}


def _by_refresh_token(call: Call, client: Application, sent: Sent) -> dict[str, Any]:
    """A new pair; the old one is over (documented of the refresh token, inferred of the access token)."""
    if not sent.get("refresh_token"):
        raise texts.CHECK.error(name="refresh_token")
    books, world = _own(call), call.world
    found = books.newest("oauth_token", field="refresh_token", value=sent["refresh_token"], count=1)
    if not found:
        raise texts.REFRESH_UNREADABLE.error()
    before = found[0]
    if before.client_id != client.id:
        raise texts.TOKEN_NOT_LINKED.error()
    world.law.move(books, before, "refresh", call.now)
    made = world.onboarding.issue(client.id, before.account_id, before.scopes, before.mode, refreshable=True)
    return _pair(made)


def _of_client(call: Call, client: Application, sent: Sent) -> dict[str, Any]:
    mode = _mode(client, sent)
    own = call.world.ledger.account
    made = call.world.onboarding.issue(client.id, own, ("read_write",), mode, refreshable=False)
    return {**_pair(made), "razorpay_account_id": own}


_GRANTS: Mapping[str, Callable[[Call, Application, Sent], dict[str, Any]]] = {
    "authorization_code": _by_code,
    "refresh_token": _by_refresh_token,
    "client_credentials": _of_client,
}


def _pair(made: OAuthToken) -> dict[str, Any]:
    shown = {
        "public_token": made.public_token,
        "token_type": "Bearer",
        "expires_in": ACCESS_LASTS,
        "access_token": made.access_token,
    }
    return shown if made.refresh_token is None else {**shown, "refresh_token": made.refresh_token}


@routes.add("POST", "/revoke", _STEPS, keyless=True)
def revoke(call: Call) -> dict[str, Any]:
    """End a pair of tokens, named by either of them."""
    sent = _texts(call.body)
    client = _client(call, sent)
    hint = sent.get("token_type_hint")
    if hint not in ("access_token", "refresh_token") or "token" not in sent:
        raise texts.CHECK_ALL.error()
    books, world = _own(call), call.world
    found = books.newest("oauth_token", field=hint, value=sent["token"], count=1)
    if not found or found[0].client_id != client.id:
        raise texts.TOKEN_INVALID.error()
    if hint == "access_token" and not world.onboarding.is_valid(found[0]):
        raise texts.TOKEN_INVALID.error()
    world.law.move(books, found[0], "revoke", call.now)
    return {"message": "Token Revoked"}
