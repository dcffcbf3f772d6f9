"""What fetching, deleting and cancelling tokens refuses. The pages list no errors: texts are customers'."""

from __future__ import annotations

import pytest

from tests.contract.refusals import UNKNOWN, Keys, Stage, invalid, wrong_keys

NO_SUCH_ID = "The id provided does not exist."
NOBODY = f"/v1/customers/cust_{UNKNOWN}/tokens"
PAGE = "payments.recurring-payments."
CALLS = [("GET", ""), ("DELETE", ""), ("PUT", "/cancel")]

KEYS = [
    Keys(PAGE + name, "The api {key/secret} provided is invalid", 401, method, path)
    for name, method, path in (
        ("upi.tokens.fetch-tokens-by-customer-id", "GET", NOBODY),
        ("cards.tokens.fetch-a-token-by-customer-id", "GET", f"{NOBODY}/token_{UNKNOWN}"),
        ("upi.tokens.delete-tokens", "DELETE", f"{NOBODY}/token_{UNKNOWN}"),
        ("upi.tokens.cancel-token", "PUT", f"{NOBODY}/token_{UNKNOWN}/cancel"),
    )
]


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize(("method", "tail"), CALLS)
def test_an_unknown_token(rzp, method, tail):
    path = Stage(rzp).fill("/v1/customers/<payer>/tokens")
    before = rzp.request("GET", path).body
    reply = rzp.request(method, f"{path}/token_{UNKNOWN}{tail}")
    assert (reply.status, reply.body) == (400, invalid().body(NO_SUCH_ID))
    assert rzp.request("GET", path).body == before


@pytest.mark.parametrize(("method", "tail"), CALLS)
def test_the_token_of_somebody_else(rzp, method, tail):
    stage = Stage(rzp)
    token, payer = stage.get("token"), stage.get("payer")
    other = rzp.request("POST", "/v1/customers", json={"name": "Saurav Kumar", "contact": "9876543210"}).body[
        "id"
    ]
    reply = rzp.request(method, f"/v1/customers/{other}/tokens/{token}{tail}")
    assert (reply.status, reply.body) == (400, invalid().body(NO_SUCH_ID))
    kept = rzp.request("GET", f"/v1/customers/{payer}/tokens/{token}").body
    assert (kept["id"], kept["recurring_details"]["status"]) == (token, "confirmed")


@pytest.mark.parametrize(("method", "tail"), CALLS)
def test_an_unknown_customer(rzp, method, tail):
    token = Stage(rzp).get("token")
    reply = rzp.request(method, f"{NOBODY}/{token}{tail}")
    assert (reply.status, reply.body) == (400, invalid().body(NO_SUCH_ID))


def test_a_deleted_token_does_not_exist(rzp):
    stage = Stage(rzp)
    token = stage.get("token")
    path = f"/v1/customers/{stage.get('payer')}/tokens"
    assert rzp.request("DELETE", f"{path}/{token}").body == {"deleted": True}
    again = rzp.request("DELETE", f"{path}/{token}")
    assert (again.status, again.body) == (400, invalid().body(NO_SUCH_ID))
    assert rzp.request("GET", path).body["items"] == []
