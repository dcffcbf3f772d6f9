"""What a sub-merchant grants an application of the merchant's by OAuth, and takes back again.

Source: partners/technology-partners/onboard-businesses/integrate-oauth/integration-steps.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from ..entities.oauth import Application, AuthorizationCode, OAuthToken, application_json
from ..ledger.books import Books

if TYPE_CHECKING:
    from .world import World

CODE_LASTS = 600
"""Seconds; no page says how long a code can be exchanged, RFC 6749 recommends ten minutes at most (inferred)."""
ACCESS_LASTS = 7862400
"""Seconds, as every sample has it; the pages speak of 90 days."""
REFRESH_LASTS = 180 * 86400
SCOPES = ("read_only", "read_write", "rx_read_only", "rx_read_write", "rx_partner_read_write")
DENIED = "The resource owner or authorization server denied the request"
ISSUED = ("oauth", "issued")
"""The key under which the merchant's books remember that there is a token."""


class Consent:
    """The part of `rzp.onboarding` about applications."""

    def __init__(self, world: World) -> None:
        self._world = world

    def create_application(self, name: str = "Application", redirect_uris: Iterable[str] = ()) -> dict[str, Any]:
        """Create an application, as an owner does on the Dashboard: {development: client, production: client}.

        A client has `client_id` and `client_secret`; the production one takes https redirect URIs only.
        """
        world = self._world
        world.settle()
        uris = (redirect_uris,) if isinstance(redirect_uris, str) else tuple(redirect_uris)
        made = {}
        with world.acting():
            books = world.ledger.books(world.ledger.account)
            for mode in ("development", "production"):
                is_production = mode == "production"
                allowed = tuple(uri for uri in uris if not is_production or uri.startswith("https://"))
                client = Application(
                    id=world.ledger.new_id(""),
                    created_at=world.now,
                    name=name,
                    secret=world.ledger.secret(),
                    redirect_uris=allowed,
                    is_production=is_production,
                )
                books.add(client)
                made[mode] = application_json(client)
        return made

    def authorize(
        self,
        client_id: str,
        redirect_uri: str,
        *,
        scope: str | Iterable[str] = "read_write",
        state: str = "",
        account: str | None = None,
        approve: bool = True,
    ) -> str:
        """Let a sub-merchant answer the application that asks; returns the URL that the browser is sent to.

        It carries `code` and `state`, or `error=access_denied` without `approve`. `account` (`acc_...`) is who is
        asked; without it an account is opened for it. Raises LookupError for an unknown client, ValueError for a
        redirect URI or a scope that it does not have.
        """
        world = self._world
        world.settle()
        scopes = (scope,) if isinstance(scope, str) else tuple(scope)
        with world.acting():
            books = world.ledger.books(world.ledger.account)
            client = books.get(client_id)
            if not isinstance(client, Application):
                raise LookupError(f"there is no client {client_id!r}: rzp.onboarding.create_application() makes one")
            if redirect_uri not in client.redirect_uris:
                raise ValueError(f"{redirect_uri!r} is none of the redirect URIs of {client_id}")
            if not scopes or any(one not in SCOPES for one in scopes):
                raise ValueError(f"scope={scope!r}: one or more of {', '.join(SCOPES)}")
            answer: dict[str, str] = {"state": state}
            if approve:
                answer = {"code": self.granted(client, redirect_uri, scopes, account).code, "state": state}
            else:
                answer |= {"error": "access_denied", "error_description": DENIED}
                answer |= {"hint": "The user denied the request", "message": DENIED}
        return f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{urlencode(answer)}"

    def revoke_access(self, account: str, client_id: str | None = None) -> int:
        """Let a sub-merchant take back what applications were granted, or one of them; returns how many tokens ended.

        Raises LookupError if there is none to take back.
        """
        world = self._world
        world.settle()
        with world.acting():
            books = world.ledger.books(world.ledger.account)
            found = [
                token
                for token in books.newest("oauth_token", field="account_id", value=account)
                if world.law.allows(token, "withdraw") and client_id in (None, token.client_id)
            ]
            if not found:
                raise LookupError(f"{account} has granted nothing that it could take back")
            for token in found:
                world.law.move(books, token, "withdraw", world.now)
        return len(found)

    def granted(
        self, client: Application, redirect_uri: str, scopes: tuple[str, ...], account: str | None
    ) -> AuthorizationCode:
        """The code of a sub-merchant's yes; an account is opened for it if none is named."""
        ledger, now = self._world.ledger, self._world.now
        owner = account or ledger.new_id("acc_")
        ledger.books(owner)
        books = ledger.books(ledger.account)
        code = AuthorizationCode(
            id=ledger.new_id("code_"),
            created_at=now,
            status="issued",
            code=_opaque(ledger.secret()),
            client_id=client.id,
            redirect_uri=redirect_uri,
            scopes=scopes,
            account_id=owner,
            expires_at=now + CODE_LASTS,
        )
        made: AuthorizationCode = self._world.law.create(books, code, now)
        self._world.schedule_expiry(books.account, made)
        return made

    def issue(
        self, client_id: str, account_id: str, scopes: tuple[str, ...], mode: str, *, refreshable: bool
    ) -> OAuthToken:
        """A pair of tokens for an account's data; without `refreshable`, an access token alone."""
        world = self._world
        ledger, now = world.ledger, world.now
        books = ledger.books(ledger.account)
        name, key = ledger.new_id(""), ledger.new_id("")
        claims = {
            "aud": client_id,
            "jti": name,
            "iat": now,
            "nbf": now,
            "sub": "",
            "exp": now + ACCESS_LASTS,
            "user_id": None,
            "merchant_id": account_id.removeprefix("acc_"),
            "scopes": list(scopes),
        }
        token = OAuthToken(
            id=f"oauth_{name}",
            created_at=now,
            status="active",
            client_id=client_id,
            account_id=account_id,
            scopes=scopes,
            mode=mode,
            access_token=_signed(claims, ledger.secret()),
            public_token=f"rzp_{mode}_oauth_{key}",
            access_expires_at=now + ACCESS_LASTS,
            refresh_token=_opaque(ledger.secret()) if refreshable else None,
            expires_at=now + (REFRESH_LASTS if refreshable else ACCESS_LASTS),
        )
        books.claim(ISSUED, True)
        made: OAuthToken = world.law.create(books, token, now)
        world.schedule_expiry(books.account, made)
        return made

    def bearer(self, books: Books, token: str) -> OAuthToken | None:
        """The pair that an access token is of, if it is one of this merchant's; valid or not."""
        found = books.newest("oauth_token", field="access_token", value=token, count=1)
        return found[0] if found else None

    def is_valid(self, token: OAuthToken) -> bool:
        """Whether calls may be made with the access token now."""
        return token.status == "active" and self._world.now < token.access_expires_at


def _opaque(secret: str) -> str:
    """What an encrypted token of the service looks like: a version, and hexadecimal digits."""
    return "def50200" + "".join(hashlib.sha256(f"{secret}{n}".encode()).hexdigest() for n in range(6))


def _signed(claims: dict[str, Any], secret: str) -> str:
    """A JSON Web Token of these claims; its signature is one in form only, as nobody here has Razorpay's key."""
    head = {"typ": "JWT", "alg": "RS256"}
    parts = [json.dumps(part, separators=(",", ":")).encode() for part in (head, claims)]
    parts.append(b"".join(hashlib.sha256(f"{secret}{n}".encode()).digest() for n in range(4)))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
