"""Plugins come and go: what may be registered, under which name, in which order, and what goes wrong."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pluggy
import pytest

import fakerzp
from fakerzp import FakeRazorpay, hookspecs
from fakerzp.extending.manager import hooks

ROOT = Path(__file__).resolve().parents[2]
ORDER = {"amount": 50000, "currency": "INR"}


class Watcher:
    """Notes the names of the events that it sees."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def fakerzp_event(self, event):
        self.seen.append(event.name)


def pay(rzp: FakeRazorpay) -> None:
    rzp.checkout.pay(rzp.order.create(ORDER)["id"])


PAID = ["payment.authorized", "payment.captured", "order.paid"]


def test_a_plugin_of_one_fake_is_none_of_another(build):
    watcher = Watcher()
    with_it, without = build(plugins=[watcher]), build()
    pay(without)
    assert watcher.seen == []
    pay(with_it)
    assert watcher.seen == PAID
    assert list(with_it.plugins) == ["instrument", "bank", "api", "Watcher"]
    assert list(without.plugins) == ["instrument", "bank", "api"]


def test_a_plugin_is_registered_and_taken_out_while_the_fake_lives(rzp):
    watcher = Watcher()
    pay(rzp)
    assert rzp.plugins.register(watcher, "watcher") == "watcher"
    assert watcher in rzp.plugins
    assert "watcher" in rzp.plugins
    pay(rzp)
    assert rzp.plugins.unregister(watcher) is watcher
    assert watcher not in rzp.plugins
    pay(rzp)
    assert watcher.seen == PAID
    assert len(rzp.plugins) == 3


def test_a_plugin_is_taken_out_by_its_name(rzp):
    watcher = Watcher()
    rzp.plugins.register(watcher)
    assert rzp.plugins.unregister("Watcher") is watcher
    with pytest.raises(LookupError, match="'Watcher' is not registered; there are instrument, bank, api"):
        rzp.plugins.unregister("Watcher")


def test_two_of_a_kind_have_names_of_their_own(rzp):
    assert [rzp.plugins.register(Watcher()) for _ in range(3)] == ["Watcher", "Watcher 2", "Watcher 3"]
    assert repr(rzp.plugins) == "<plugins: instrument, bank, api, Watcher, Watcher 2, Watcher 3>"


def test_a_module_is_a_plugin_under_its_own_name(rzp):
    module = ModuleType("shop_plugin")
    seen = []
    module.fakerzp_event = lambda event: seen.append(event.name)
    assert rzp.plugins.register(module) == "shop_plugin"
    pay(rzp)
    assert seen == PAID


def test_the_last_registered_is_asked_first(rzp):
    asked = []
    for name in "abc":
        plugin = SimpleNamespace(fakerzp_decide_payment=lambda attempt, name=name: asked.append(name))
        rzp.plugins.register(plugin, name)
    first = SimpleNamespace(fakerzp_decide_payment=fakerzp.hookimpl(lambda: asked.append("first"), tryfirst=True))
    rzp.plugins.register(first, "first")
    last = SimpleNamespace(fakerzp_decide_payment=fakerzp.hookimpl(lambda: asked.append("last"), trylast=True))
    rzp.plugins.register(last, "last")
    pay(rzp)
    assert asked == ["first", "c", "b", "a", "last"]


def test_a_wrapper_sees_what_the_others_decide(rzp):
    decided = []

    class Wrapper:
        @fakerzp.hookimpl(wrapper=True)
        def fakerzp_decide_payment(self, attempt):
            outcome = yield
            decided.append((attempt.amount, outcome))
            return outcome

    rzp.plugins.register(Wrapper())
    rzp.bank.script(["card_declined"])
    with pytest.raises(fakerzp.PaymentFailed):
        pay(rzp)
    pay(rzp)
    assert decided == [(50000, rzp.bank.fail("card_declined")), (50000, None)]


# ---------------------------------------------------------------------- what is no plugin


@pytest.fixture(params=["constructor", "register"])
def give(request, rzp) -> Callable[[object], object]:
    """Give a plugin to a fake, in either way."""
    if request.param == "constructor":
        return lambda plugin: FakeRazorpay(plugins=[plugin])
    return rzp.plugins.register


def test_an_unknown_hook_is_refused_with_the_nearest_name(give):
    plugin = SimpleNamespace(fakerzp_decide_paymnt=lambda attempt: None)
    with pytest.raises(pluggy.PluginValidationError, match=r"unknown hook .*did you mean fakerzp_decide_payment\?"):
        give(plugin)


def test_an_unknown_hook_that_is_like_none_is_refused_with_all_names(give):
    with pytest.raises(pluggy.PluginValidationError, match=r"the hooks are fakerzp_decide_payment, fakerzp_request"):
        give(SimpleNamespace(fakerzp_zzz=lambda: None))


def test_a_marked_hook_of_another_name_is_refused(give):
    class Plugin:
        @fakerzp.hookimpl
        def decide(self, attempt):
            """Lacks the specname."""

    with pytest.raises(pluggy.PluginValidationError, match="unknown hook 'decide'"):
        give(Plugin())


def test_an_argument_that_a_hook_does_not_have_is_refused(give):
    with pytest.raises(pluggy.PluginValidationError, match="amuont"):
        give(SimpleNamespace(fakerzp_decide_payment=lambda amuont: None))


def test_what_has_no_hook_is_refused(give):
    with pytest.raises(TypeError, match="has no hook: give it functions named fakerzp_decide_payment, "):
        give(object())


def test_a_class_is_refused(give):
    with pytest.raises(TypeError, match=r"register Watcher\(\), not the class"):
        give(Watcher)


@pytest.mark.parametrize("plugin", [None, "watcher", b"watcher", 7])
def test_what_is_no_object_with_functions_is_refused(give, plugin):
    with pytest.raises(TypeError, match="a plugin is an object or a module, not "):
        give(plugin)


def test_plugins_are_a_list():
    for wrong in ("no:bank", Watcher()):
        with pytest.raises(TypeError, match="plugins is a list of plugins, not "):
            FakeRazorpay(plugins=wrong)


def test_a_plugin_is_registered_once(rzp):
    watcher = Watcher()
    rzp.plugins.register(watcher, "mine")
    with pytest.raises(ValueError, match="is registered already"):
        rzp.plugins.register(watcher, "again")
    with pytest.raises(ValueError, match="a plugin 'mine' is registered already; there are instrument, bank, api"):
        rzp.plugins.register(Watcher(), "mine")
    pay(rzp)
    assert watcher.seen == PAID


def test_a_plugin_that_is_refused_leaves_the_others(rzp):
    watcher = Watcher()
    rzp.plugins.register(watcher)
    with pytest.raises(pluggy.PluginValidationError):
        rzp.plugins.register(SimpleNamespace(fakerzp_event=lambda evnt: None, fakerzp_zzz=lambda: None))
    pay(rzp)
    assert watcher.seen == PAID
    assert list(rzp.plugins) == ["instrument", "bank", "api", "Watcher"]


# ---------------------------------------------------------------------- the fake's own


def test_the_bank_is_a_plugin_like_any_other(rzp):
    rzp.bank.script(rzp.bank.fail("card_declined"))
    bank = rzp.plugins.unregister("bank")
    pay(rzp)
    rzp.plugins.register(bank, "bank")
    with pytest.raises(fakerzp.PaymentFailed):
        pay(rzp)


def test_the_instruments_are_a_plugin_like_any_other(rzp):
    rzp.plugins.unregister("instrument")
    order = rzp.order.create(ORDER)
    assert rzp.checkout.pay(order["id"], method="upi", vpa="failure@razorpay")["razorpay_order_id"] == order["id"]


def test_the_api_is_a_plugin_like_any_other(rzp):
    api = rzp.plugins.unregister("api")
    reply = rzp.request("POST", "/v1/orders", json=ORDER)
    assert "The requested URL was not found" in reply.body["error"]["description"]
    with pytest.raises(AttributeError, match="order has no method 'create'"):
        rzp.order.create(ORDER)
    rzp.plugins.register(api, "api")
    assert rzp.order.create(ORDER)["status"] == "created"


EVENTS = (
    "payment.failed",
    "invoice.partially_paid",
    "invoice.expired",
    "payment_link.cancelled",
    "refund.processed",
    "token.confirmed",
    "settlement.processed",
)


def test_a_fake_with_plugins_that_leave_all_as_it_is_answers_to_the_byte_as_one_without(build):
    class Leaves:
        def fakerzp_decide_payment(self):
            pass

        def fakerzp_request(self):
            pass

        def fakerzp_answered(self):
            pass

        def fakerzp_event(self):
            pass

        def fakerzp_new_account(self):
            pass

    without, with_them = build(), build(plugins=[Leaves(), Leaves()])
    for rzp in (without, with_them):
        for event in EVENTS:
            rzp.trigger(event)
        rzp.trigger("order.paid", account="acc_00000000000002")
        assert rzp.request("GET", "/v1/no/such/url").status == 400
        assert rzp.request("POST", "/v1/orders", json={"amount": 1, "currency": "INR"}).status == 400
    assert list(with_them.calls) == list(without.calls)
    assert list(with_them.events) == list(without.events)
    assert list(with_them.ledger.journal) == list(without.ledger.journal)
    assert str(with_them.story()) == str(without.story())


# ---------------------------------------------------------------------- worlds


def test_a_fork_has_the_same_plugins(rzp):
    watcher = Watcher()
    rzp.plugins.register(watcher)
    with rzp.fork() as other:
        assert list(other.plugins) == list(rzp.plugins)
        pay(other)
        other.plugins.unregister(watcher)
    assert watcher.seen == PAID
    assert watcher in rzp.plugins


def test_a_fake_that_is_half_made_has_no_names():
    bare = object.__new__(FakeRazorpay)
    with pytest.raises(AttributeError, match="FakeRazorpay has no '_exchange'"):
        _ = bare.order


def test_snapshots_do_not_hold_plugins(rzp):
    before = rzp.snapshot()
    watcher = Watcher()
    rzp.plugins.register(watcher)
    rzp.restore(before)
    assert watcher in rzp.plugins
    rzp.reset()
    pay(rzp)
    assert watcher.seen == PAID


# ---------------------------------------------------------------------- cost, documentation


def test_a_fake_without_plugins_needs_no_pluggy():
    code = "import sys, fakerzp; r = fakerzp.FakeRazorpay(); r.order.all(); print(r.plugins, 'pluggy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "<plugins: instrument, bank, api> False\n"


def test_the_page_on_extending_has_every_hook_with_its_arguments():
    page = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `(fakerzp_\w+\([^)]*\))` \|", page, re.MULTILINE)
    assert shown == [
        f"{name}({', '.join(inspect.signature(getattr(hookspecs, name)).parameters)})" for name in hooks()
    ]


def test_every_hook_is_documented():
    assert len(hooks()) == 6
    for name in hooks():
        said = inspect.getdoc(getattr(hookspecs, name)) or ""
        arguments = inspect.signature(getattr(hookspecs, name)).parameters
        assert len(said) > 90
        assert [name for name in arguments if name != "context" and not re.search(rf"`{name}\b", said)] == []
