"""OAuth: a partner's applications, and what sub-merchants granted them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from .base import Record, record


@record
class Application(Record):
    """A client of an application of a partner's (its `id` is the client id). Source: integration-steps.md.

    `is_production` clients have no test mode.
    """

    KIND: ClassVar[str] = "application"

    name: str
    secret: str
    redirect_uris: tuple[str, ...]
    is_production: bool


@record
class AuthorizationCode(Record):
    """What a sub-merchant's yes gives the application, to be exchanged for a token. `expires_at` in Unix seconds."""

    KIND: ClassVar[str] = "authorization_code"
    INDEXED: ClassVar[tuple[str, ...]] = ("code",)

    code: str
    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    account_id: str
    expires_at: int


@record
class OAuthToken(Record):
    """A pair of tokens for an account's data. Times in Unix seconds; without `refresh_token`, the client's own."""

    KIND: ClassVar[str] = "oauth_token"
    INDEXED: ClassVar[tuple[str, ...]] = ("access_token", "refresh_token", "account_id")
    ABOUT: ClassVar[str] = "account_id"

    client_id: str
    account_id: str
    scopes: tuple[str, ...]
    mode: str
    access_token: str
    public_token: str
    access_expires_at: int
    refresh_token: str | None
    expires_at: int


def application_json(client: Application) -> dict[str, Any]:
    """A client as the Dashboard shows it."""
    return {
        "client_id": client.id,
        "client_secret": client.secret,
        "name": client.name,
        "redirect_uris": list(client.redirect_uris),
    }


def code_json(code: AuthorizationCode) -> dict[str, Any]:
    """An authorization code, with all that is known of it; callers get its `code` only."""
    return {name: value for name, value in code.__dict__.items() if name != "steps"}


def oauth_token_json(token: OAuthToken) -> dict[str, Any]:
    """A pair of tokens, with all that is known of it; no call answers with one like this."""
    return {name: value for name, value in token.__dict__.items() if name != "steps"}


RENDER: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "application": application_json,
    "authorization_code": code_json,
    "oauth_token": oauth_token_json,
}
