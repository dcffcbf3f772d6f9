"""A server in the surroundings that tests have: clocks that stand, loops that run, a patch that is in force."""

from __future__ import annotations

import asyncio

import freezegun
import httpx
import pytest
import time_machine

from fakerzp import FakeRazorpay
from tests.server.caller import Caller

FROZEN = 1796083200  # 2026-12-01T00:00:00Z
ORDER = {"amount": 50000, "currency": "INR"}


@pytest.mark.parametrize(
    "frozen",
    [
        lambda: freezegun.freeze_time("2026-12-01T00:00:00Z"),
        lambda: time_machine.travel("2026-12-01T00:00:00Z", tick=False),
    ],
    ids=["freezegun", "time-machine"],
)
def test_time_that_stands_still(frozen):
    with frozen(), FakeRazorpay(seed=1).serve() as server:
        caller = Caller(server.port, ("a", "b"))
        made = caller.call("POST", "/v1/orders", ORDER)
        assert (made.json["created_at"], made.headers["date"]) == (FROZEN, "Tue, 01 Dec 2026 00:00:00 GMT")
        assert caller.control("advance", days=1).json == {"now": FROZEN + 86400}


def test_callers_in_a_running_loop(rzp):
    async def shop(url, n):
        async with httpx.AsyncClient(base_url=url, auth=("a", "b"), trust_env=False) as client:
            made = await client.post("/v1/orders", json={**ORDER, "receipt": str(n)})
            paid = await client.post("/__fakerzp__/pay", json={"target": made.json()["id"]})
            return (await client.get(f"/v1/payments/{paid.json()['razorpay_payment_id']}")).json()["status"]

    async def run():
        with rzp.serve() as server:
            return await asyncio.gather(*(shop(server.url, n) for n in range(10)))

    assert asyncio.run(run()) == ["captured"] * 10
    assert rzp.order.all()["count"] == 10


def test_a_patch_and_a_server_of_the_same_fake(rzp):
    """A shop in this process and one beside it, with one Razorpay."""
    razorpay = pytest.importorskip("razorpay", reason="the patch is of the official client")
    client = razorpay.Client(auth=("rzp_test_mine", "secret"))
    with rzp.patch(), rzp.serve() as server:
        order = client.order.create(ORDER)
        caller = Caller(server.port, ("rzp_test_mine", "secret"))
        assert caller.call("GET", f"/v1/orders/{order['id']}").json == order
        answer = caller.control("pay", target=order["id"]).json
        assert client.utility.verify_payment_signature(answer)
