"""What fetching downtimes refuses; the pages list wrong keys only."""

from __future__ import annotations

import pytest

from tests.contract.refusals import UNKNOWN, Keys, invalid, wrong_keys

DOWNTIMES = "/v1/payments/downtimes"
SAID = "The API {key/secret} provided is invalid."
KEYS = [
    Keys("payments.downtime.fetch-all", SAID, 401, "GET", DOWNTIMES),
    Keys("payments.downtime.fetch-with-id", SAID, 401, "GET", f"{DOWNTIMES}/down_{UNKNOWN}"),
]


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize(
    ("downtime", "said"),
    [
        (f"down_{UNKNOWN}", "The id provided does not exist"),
        ("down_1", "1 is not a valid id"),
        (f"pay_{UNKNOWN}", f"pay_{UNKNOWN} is not a valid id"),
    ],
)
def test_an_unknown_downtime(rzp, downtime, said):
    rzp.bank.downtime("card")
    reply = rzp.request("GET", f"{DOWNTIMES}/{downtime}")
    assert (reply.status, reply.body) == (400, invalid().body(said))


def test_the_list_takes_no_filter(rzp):
    reply = rzp.request("GET", DOWNTIMES, params={"count": 1, "method": "card"})
    said = "count, method is/are not required and should not be sent"
    assert (reply.status, reply.body) == (400, invalid().body(said))
