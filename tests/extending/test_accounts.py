"""`fakerzp_new_account`: accounts that begin with something in them."""

from __future__ import annotations

import pytest

from fakerzp import BadRequestError, FakeRazorpay

SUB = {"X-Razorpay-Account": "acc_00000000000002"}
ITEM = {"name": "Tea", "amount": 10000, "currency": "INR"}


class Catalogue:
    """Puts an item into each new account, numbered by the plugin's memory."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def fakerzp_new_account(self, rzp, account_id, context):
        assert context.account == account_id
        self.told.append(account_id)
        number = context.recall("Catalogue", 0) + 1
        context.keep("Catalogue", number)
        rzp.item.create({**ITEM, "name": f"Tea {number}"}, headers={"X-Razorpay-Account": account_id})


def names(rzp: FakeRazorpay, **options: object) -> list[str]:
    return [item["name"] for item in rzp.item.all(**options)["items"]]


def test_the_merchants_own_account_is_new_when_the_fake_is_made(build):
    plugin = Catalogue()
    rzp = build(plugins=[plugin])
    assert plugin.told == [rzp.account_id]
    assert names(rzp) == ["Tea 1"]
    assert rzp.calls[0].endpoint == "item.create"


def test_a_sub_merchants_account_is_new_at_its_first_call(build):
    plugin = Catalogue()
    rzp = build(plugins=[plugin])
    assert names(rzp, headers=SUB) == ["Tea 2"]
    assert names(rzp, headers=SUB) == ["Tea 2"]
    assert names(rzp, headers={"X-Razorpay-Account": rzp.account_id}) == ["Tea 1"]
    assert plugin.told == [rzp.account_id, "acc_00000000000002"]


def test_a_linked_account_is_new_when_a_first_transfer_reaches_it(build):
    plugin = Catalogue()
    rzp = build(plugins=[plugin])
    rzp.checkout.pay(amount=100000, capture=True)
    linked = SUB["X-Razorpay-Account"]
    for _ in range(2):
        rzp.transfer.create({"account": linked, "amount": 1000, "currency": "INR"})
    assert names(rzp, headers=SUB) == ["Tea 2"]
    assert plugin.told == [rzp.account_id, linked]


def test_an_account_that_was_not_let_in_is_not_new(build):
    plugin = Catalogue()
    rzp = build(plugins=[plugin])
    assert rzp.request("GET", "/v1/items", headers=SUB, auth=("rzp_test_other", "x")).status == 401
    assert rzp.request("GET", "/v1/items", headers={"X-Razorpay-Account": "acc_x"}).status == 400
    assert rzp.request("POST", "/v1/items", data="{", headers=SUB).status == 400
    assert plugin.told == [rzp.account_id]


def test_an_account_whose_first_call_is_refused_is_new_at_the_next(build):
    plugin = Catalogue()
    rzp = build(plugins=[plugin])
    with pytest.raises(BadRequestError):
        rzp.item.create({}, headers=SUB)
    assert names(rzp, headers=SUB) == ["Tea 3"]
    assert [call.status for call in rzp.calls] == [200, 400, 200, 200]


def test_a_plugin_that_comes_later_is_told_of_the_accounts_that_are_there(rzp):
    rzp.item.create({**ITEM, "name": "Coffee"}, headers=SUB)
    plugin = Catalogue()
    rzp.plugins.register(plugin)
    assert plugin.told == [rzp.account_id, "acc_00000000000002"]
    assert names(rzp) == ["Tea 1"]
    assert names(rzp, headers=SUB) == ["Tea 2", "Coffee"]


def test_only_the_plugin_that_comes_later_is_told(build):
    first, second = Catalogue(), Catalogue()
    rzp = build(plugins=[first])
    rzp.plugins.register(second)
    assert (first.told, second.told) == ([rzp.account_id], [rzp.account_id])
    assert names(rzp) == ["Tea 2", "Tea 1"]


def test_reset_leads_back_to_the_account_as_it_was_enriched(build):
    plugin = Catalogue()
    rzp = build(plugins=[plugin])
    rzp.item.create({**ITEM, "name": "Coffee"})
    names(rzp, headers=SUB)
    rzp.reset()
    assert names(rzp) == ["Tea 1"]
    assert names(rzp, headers=SUB) == ["Tea 2"]
    assert plugin.told == [rzp.account_id, "acc_00000000000002", "acc_00000000000002"]


def test_a_fork_is_no_new_account(build):
    plugin = Catalogue()
    rzp = build(plugins=[plugin])
    with rzp.fork() as other:
        assert names(other) == ["Tea 1"]
        assert names(other, headers=SUB) == ["Tea 2"]
        other.reset()
        assert names(other) == ["Tea 1"]
    assert plugin.told == [rzp.account_id, "acc_00000000000002"]
    assert names(rzp, headers=SUB) == ["Tea 2"]


def test_an_enriched_fake_is_the_same_for_the_same_seed(build):
    first, second = build(plugins=[Catalogue()]), build(plugins=[Catalogue()])
    assert first.item.all() == second.item.all()
    assert list(first.calls) == list(second.calls)


def test_what_is_made_of_an_account_reaches_webhooks_and_the_story(build):
    class Sells:
        def fakerzp_new_account(self, rzp, account_id):
            rzp.webhooks.subscribe(lambda body, headers: heard.append(headers["X-Razorpay-Event-Id"]))
            rzp.checkout.pay(rzp.order.create({"amount": 100, "currency": "INR"})["id"])

    heard = []
    rzp = build(plugins=[Sells()])
    assert len(heard) == 3
    assert "paid" in str(rzp.story())
    assert len(rzp.webhooks.deliveries) == 3


# ---------------------------------------------------------------------- plugins that raise


class Raises:
    """Makes an item, and then does not know how to go on."""

    def fakerzp_new_account(self, rzp, account_id):
        rzp.item.create(ITEM, headers={"X-Razorpay-Account": account_id})
        if account_id != self.bears:
            raise RuntimeError(f"what now, {account_id}?")

    bears = ""


def test_a_fake_whose_account_cannot_be_enriched_is_not_made():
    with pytest.raises(RuntimeError, match="what now, acc_"):
        FakeRazorpay(plugins=[Raises()])


def test_a_call_whose_account_cannot_be_enriched_is_undone(build):
    plugin = Raises()
    plugin.bears = build().account_id
    rzp = build(plugins=[plugin])
    for _ in range(2):
        with pytest.raises(RuntimeError, match="what now, acc_00000000000002"):
            rzp.item.all(headers=SUB)
    assert rzp.ledger.accounts == (rzp.account_id,)
    assert len(rzp.calls) == 1


def test_a_plugin_that_cannot_enrich_is_not_registered_and_leaves_nothing(rzp):
    before = rzp.snapshot()
    with pytest.raises(RuntimeError):
        rzp.plugins.register(Raises())
    assert list(rzp.plugins) == ["instrument", "bank", "api"]
    assert rzp.diff(before) == {}
    assert len(rzp.calls) == 0
