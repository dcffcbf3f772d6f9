"""Whose a host is: Razorpay's API or its OAuth, which the fake answers for, another of Razorpay's, or nobody's here."""

from __future__ import annotations

from ..exceptions import NotFaked

API = "api.razorpay.com"
AUTH = "auth.razorpay.com"
OAUTH = frozenset(("/authorize", "/token", "/revoke"))
"""All that the fake answers at the second, and not at the first."""
HTTPS = 443

_RAZORPAYS = ("razorpay.com", "razorpay.in", "rzp.io")
_CUSTOMERS = "What a customer does there is a call here: rzp.checkout.pay(...), .fail(...), .abandon(...)."
_INSTEAD = {
    "rzp.io": _CUSTOMERS,
    "pages.razorpay.com": _CUSTOMERS,
    "checkout.razorpay.com": _CUSTOMERS,
}


def named(host: object) -> str:
    """A host as text in lower case, without the dot of the root."""
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("ascii", "replace")
    return host.lower().rstrip(".") if isinstance(host, str) else ""


def is_razorpays(host: object) -> bool:
    """Whether a host is one of Razorpay's, so that no call to it may leave this machine."""
    name = named(host)
    return name.endswith(_RAZORPAYS) and any(name == own or name.endswith("." + own) for own in _RAZORPAYS)


def is_api(host: object, port: int | None, scheme: str = "https") -> bool:
    """Whether the fake answers there; false for the hosts of others.

    `port` None is the scheme's own. Raises NotFaked for what is Razorpay's and not its API over HTTPS.
    """
    if not is_razorpays(host):
        return False
    name = named(host)
    if name not in (API, AUTH):
        instead = _INSTEAD.get(name, "Give the code under test a stub for this call.")
        raise NotFaked(
            f"{name} is Razorpay's and not faked, and nothing reaches it while a patch is in force: fakerzp answers "
            f"for https://{API}. {instead}"
        )
    if scheme != "https" or port not in (None, HTTPS):
        raise NotFaked(
            f"{scheme}://{name}{f':{port}' if port is not None else ''}: Razorpay documents https://{name} and no "
            f"other way to its {'API' if name == API else 'OAuth'}. Ask there."
        )
    return True


def at_host(host: str, path: str) -> str:
    """The path that is asked for at a host: each has its own.

    One that the API has not, but the other host, leads nowhere. Raises NotFaked for a page of the other host that is
    not of OAuth.
    """
    if host == API:
        return path if path not in OAUTH else f"/{API}{path}"
    if host == AUTH and path not in OAUTH:
        raise NotFaked(f"https://{AUTH}{path}: fakerzp answers {', '.join(sorted(OAUTH))} there")
    return path


def refuse_to_resolve(host: object) -> None:
    """Raise NotFaked for a host of Razorpay's whose address is asked for, by whatever library that may be."""
    if is_api(host, None):
        raise NotFaked(
            f"a library that fakerzp does not serve was about to connect to https://{named(host)}. Served are the "
            "official client, requests, httpx, aiohttp, urllib3, urllib.request and http.client; for any other caller "
            "there is rzp.request(...), or give it a stub."
        )
