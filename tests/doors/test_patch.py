"""`rzp.patch()` and `fakerzp.patch`: every client of the process, for as long as it lasts and no longer."""

from __future__ import annotations

import asyncio
import inspect
import sys
import threading
from contextlib import ExitStack
from unittest import mock

import pytest

razorpay = pytest.importorskip("razorpay", reason="the official client")

import requests  # noqa: E402

import fakerzp  # noqa: E402
from fakerzp import FakeRazorpay  # noqa: E402
from fakerzp.doors.patching import Patch  # noqa: E402
from tests.doors.echo import Echo  # noqa: E402

MADE_AT_IMPORT = razorpay.Client(auth=("rzp_live_app", "app-secret"))
ORDER = {"amount": 50000, "currency": "INR"}


class Unreachable(requests.Session):
    """A session by which nothing is to reach the network: without a patch, any request ends here."""

    def get_adapter(self, url):
        raise ConnectionRefusedError(url)


@pytest.fixture(autouse=True)
def exactly_undone(monkeypatch):
    """Whatever a test does, the SDK and `requests` are afterwards what they were."""
    monkeypatch.setattr("socket.socket.connect", mock.Mock(side_effect=AssertionError("a connection")))
    classes = (razorpay.Client, requests.Session, requests.Response, requests.adapters.HTTPAdapter)
    before = [dict(vars(owner)) for owner in classes]
    mine = dict(vars(MADE_AT_IMPORT))
    yield
    assert [dict(vars(owner)) for owner in classes] == before
    assert vars(MADE_AT_IMPORT) == mine


def client_of(**options):
    return razorpay.Client(auth=("rzp_test_app", "app-secret"), **options)


# ---------------------------------------------------------------------- which clients


def own_session():
    return client_of(session=Unreachable())


def subclass():
    return type("Shop", (razorpay.Client,), {})(auth=("rzp_test_app", "app-secret"))


def subclass_with_its_own_session():
    kept = Unreachable()
    members = {"session": property(lambda self: kept, lambda self, session: None)}
    return type("Shop", (razorpay.Client,), members)(auth=("rzp_test_app", "app-secret"))


def of_a_class_attribute():
    made = type("Shop", (razorpay.Client,), {"session": Unreachable()})(auth=("rzp_test_app", "app-secret"))
    del made.__dict__["session"]
    return made


def of_another_shape():
    return client_of(session=mock.Mock(spec=[]))


CLIENTS = {
    "made at import": lambda: MADE_AT_IMPORT,
    "made before": client_of,
    "own session": own_session,
    "session of another shape": of_another_shape,
    "subclass": subclass,
    "subclass with its own session": subclass_with_its_own_session,
    "subclass with a session of the class": of_a_class_attribute,
    "a proxy": lambda: client_of(
        base_url=f"https://proxy.corp/rzp{'' if hasattr(razorpay.constants.URL, 'V1') else '/v1'}"
    ),
}


@pytest.mark.parametrize("make", CLIENTS.values(), ids=CLIENTS)
def test_a_client_made_before_is_served_and_then_is_not(rzp, make):
    client = make()
    before = vars(client).get("session")
    with rzp.patch():
        made = client.order.create(ORDER)
        assert rzp.orders.fetch(made["id"]) == made
        assert client.order.fetch(made["id"]) == made
    assert vars(client).get("session") is before
    assert "order" not in str(type(client.session))


def test_a_client_made_meanwhile_is_real_afterwards(rzp):
    session = Unreachable()
    with rzp.patch():
        client = client_of(session=session)
        assert client.order.create(ORDER)["amount"] == 50000
    assert client.session is session
    with pytest.raises(ConnectionRefusedError):
        client.order.create(ORDER)
    assert len(rzp.orders.all()["items"]) == 1


def test_a_session_set_meanwhile_is_there_afterwards(rzp):
    client, session = client_of(), Unreachable()
    with rzp.patch():
        client.session = session
        session.headers["X-Razorpay-Account"] = "acc_00000000000001"
        client.order.create(ORDER)
        assert client.order.all()["count"] == 1
        del client.session
        with pytest.raises(AttributeError, match="session"):
            client.order.create(ORDER)
        with pytest.raises(AttributeError, match="session"):
            del client.session
        client.session = session
    assert client.session is session
    assert rzp.orders.all()["count"] == 0  # they went to the sub-merchant's books


@pytest.mark.parametrize("make", [subclass_with_its_own_session, of_a_class_attribute])
def test_a_subclass_gets_its_own_session_back(rzp, make):
    client = make()
    shop = type(client)
    before = vars(shop)["session"]
    with rzp.patch():
        assert client.order.create(ORDER)["status"] == "created"
        client.session = client.session
    assert vars(shop)["session"] is before


def test_direct_calls_of_the_client_are_served(rzp):
    base = "" if hasattr(razorpay.constants.URL, "V1") else "/v1"
    path = "/v1/orders".removeprefix(base) if base else "/v1/orders"
    with rzp.patch():
        made = MADE_AT_IMPORT.post(path, ORDER)
        assert MADE_AT_IMPORT.get(f"{path}/{made['id']}", {}) == made
        edited = MADE_AT_IMPORT.patch(f"{path}/{made['id']}", {"notes": {"a": "b"}})
        assert edited["notes"] == {"a": "b"}
        assert MADE_AT_IMPORT.request("get", path, params={"count": 1})["items"] == [edited]
        item = MADE_AT_IMPORT.post(path.replace("orders", "items"), {"name": "Book", "amount": 100, "currency": "INR"})
        assert MADE_AT_IMPORT.delete(path.replace("orders", f"items/{item['id']}"), {}) == []
        customer = rzp.customers.create({"name": "Gaurav Kumar", "contact": "9123456780"})
        changed = MADE_AT_IMPORT.put(path.replace("orders", f"customers/{customer['id']}"), {"name": "Gau"})
        assert changed["name"] == "Gau"
    assert [call.method for call in rzp.calls if call.path != "/v1/customers"][:2] == ["POST", "GET"]


def test_the_session_of_a_client_is_served_too(rzp):
    with rzp.patch():
        answer = MADE_AT_IMPORT.session.post("https://api.razorpay.com/v1/orders", json=ORDER, auth=("a", "b"))
    assert answer.status_code == 200
    assert rzp.orders.fetch(answer.json()["id"]) == answer.json()


# ---------------------------------------------------------------------- whose keys


def test_every_key_pair_is_the_merchants(rzp):
    with rzp.patch():
        order = MADE_AT_IMPORT.order.create(ORDER)
        assert client_of().order.fetch(order["id"]) == order
        paid = rzp.checkout.pay(order["id"])
        assert MADE_AT_IMPORT.utility.verify_payment_signature(paid) is True
        with pytest.raises(razorpay.errors.SignatureVerificationError):
            razorpay.Client(auth=("rzp_test_app", "other")).utility.verify_payment_signature(paid)


def test_a_partners_token_will_do_but_nothing_will_not(rzp):
    """A client that has forgotten its keys is refused by Razorpay; a patch does not hide that."""
    partner = razorpay.Client()
    with rzp.patch():
        for auth in (None, ("", "")):
            partner.auth = auth
            with pytest.raises(razorpay.errors.BadRequestError, match="Authentication failed"):
                partner.order.create(ORDER)
        partner.auth = None
        partner.session.headers["Authorization"] = "Bearer token"
        order = partner.order.create(ORDER)
    assert rzp.utility.verify_payment_signature(rzp.checkout.pay(order["id"])) is True


def test_keys_that_were_given_are_the_only_ones():
    with fakerzp.patch(key_id="rzp_test_mine", key_secret="mine") as rzp:
        with pytest.raises(razorpay.errors.BadRequestError):
            MADE_AT_IMPORT.order.create(ORDER)
        assert razorpay.Client(auth=("rzp_test_mine", "mine")).order.create(ORDER)["status"] == "created"
    assert [call.status for call in rzp.calls] == [400, 200]


# ---------------------------------------------------------------------- nesting, and the end


def test_the_innermost_patch_is_in_force(build):
    outer, inner = build(seed=1), build(seed=2)
    with outer.patch():
        MADE_AT_IMPORT.order.create(ORDER)
        with inner.patch():
            MADE_AT_IMPORT.order.create(ORDER)
            with outer.patch():
                MADE_AT_IMPORT.order.create(ORDER)
            MADE_AT_IMPORT.order.create(ORDER)
            MADE_AT_IMPORT.order.create(ORDER)
    assert (outer.orders.all()["count"], inner.orders.all()["count"]) == (2, 3)


def test_patches_may_end_in_another_order(build):
    first, second = build(seed=1), build(seed=2)
    one, two = first.patch(), second.patch()
    one.__enter__()
    two.__enter__()
    one.__exit__(None, None, None)
    MADE_AT_IMPORT.order.create(ORDER)
    two.__exit__(None, None, None)
    assert (first.orders.all()["count"], second.orders.all()["count"]) == (0, 1)
    assert "session" not in vars(razorpay.Client)


def test_one_patch_can_be_entered_again(rzp):
    patch = rzp.patch()
    for _ in range(2):
        with patch as outer, patch as inner:
            assert outer is inner is rzp
            MADE_AT_IMPORT.order.create(ORDER)
        assert "session" not in vars(razorpay.Client)
    assert rzp.orders.all()["count"] == 2


def test_the_patch_is_undone_after_an_exception(rzp):
    with pytest.raises(ZeroDivisionError), rzp.patch():
        1 / 0  # noqa: B018
    assert "session" not in vars(razorpay.Client)


def test_the_patch_goes_under_and_over_other_patches(rzp):
    """Someone else's replacement of the same attribute survives ours, whichever ends first."""
    theirs = mock.Mock()
    with mock.patch.object(razorpay.Client, "session", theirs, create=True):
        with rzp.patch():
            assert MADE_AT_IMPORT.order.create(ORDER)["status"] == "created"
        assert vars(razorpay.Client)["session"] is theirs
    with ExitStack() as stack:
        patch = rzp.patch()
        patch.__enter__()
        stack.enter_context(mock.patch.object(razorpay.Client, "session", theirs))
        patch.__exit__(None, None, None)
        assert vars(razorpay.Client)["session"] is theirs
    left = vars(razorpay.Client)["session"]  # put back by the other patch, and as if it were not there
    assert MADE_AT_IMPORT.session is vars(MADE_AT_IMPORT)["session"]
    assert left.force.served == ()
    del razorpay.Client.session


def test_all_threads_are_served(rzp):
    failed = []

    def work():
        try:
            for _ in range(20):
                with rzp.patch():
                    assert client_of().order.create(ORDER)["amount"] == 50000
        except BaseException as error:
            failed.append(error)

    with rzp.patch():
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    assert rzp.orders.all({"count": 100})["count"] == 80


def test_a_client_of_a_fake_stays_with_its_fake(build):
    one, other = build(seed=1), build(seed=2)
    client = one.client()
    with other.patch():
        client.order.create(ORDER)
        made_meanwhile = one.client()
        made_meanwhile.order.create(ORDER)
    made_meanwhile.order.create(ORDER)
    assert (one.orders.all()["count"], other.orders.all()["count"]) == (3, 0)


@pytest.mark.parametrize("times", [1, 2])
def test_the_sdk_looks_up_its_version_once(monkeypatch, times):
    looked = []
    real = vars(razorpay.Client)["_get_version"]
    wire = Echo()
    with monkeypatch.context() as patched:
        patched.setattr(razorpay.Client, "_get_version", lambda self: looked.append(1) or real(self))
        for _ in range(times):
            with Patch(wire):
                for _ in range(3):
                    client_of().order.fetch("order_1")
    assert len(looked) == times
    version = real(MADE_AT_IMPORT)
    agents = {sent["headers"]["User-Agent"] for sent in wire.seen}
    assert agents == {f"Razorpay-Python/{version} "}


# ---------------------------------------------------------------------- as a decorator


@fakerzp.patch
def bare(rzp):
    return rzp, MADE_AT_IMPORT.order.create(ORDER)["id"]


@fakerzp.patch()
def called(*, rzp):
    return rzp, MADE_AT_IMPORT.order.create(ORDER)["id"]


@fakerzp.patch(seed=7, at="2026-01-05T10:00:00Z")
def seeded(rzp):
    return rzp, MADE_AT_IMPORT.order.create(ORDER)["id"]


@fakerzp.patch(seed=7, at="2026-01-05T10:00:00Z")
async def coroutine(rzp):
    await asyncio.sleep(0)
    return rzp, MADE_AT_IMPORT.order.create(ORDER)["id"]


def run(function, *args, **kwargs):
    """Call a function; a coroutine runs to its end."""
    answer = function(*args, **kwargs)
    return asyncio.run(answer) if inspect.iscoroutine(answer) else answer


@pytest.mark.parametrize("function", [bare, called, seeded, coroutine])
def test_a_decorated_function_gets_a_fake_of_its_own_each_time(function):
    (first, one), (second, two) = run(function), run(function)
    assert isinstance(first, FakeRazorpay)
    assert first is not second
    assert first.orders.fetch(one)["id"] == one
    assert "session" not in vars(razorpay.Client)
    assert inspect.signature(function) == inspect.Signature()
    if function in (seeded, coroutine):
        assert one == two


def test_what_is_decorated_keeps_its_name_and_its_kind():
    assert (bare.__name__, bare.__module__) == ("bare", __name__)
    assert inspect.iscoroutinefunction(coroutine)


@pytest.mark.parametrize(
    ("args", "kwargs"), [((1, 2), {}), ((1,), {"b": 2}), ((), {"a": 1, "b": 2})], ids=["both", "one", "none"]
)
def test_the_fake_finds_its_place_among_arguments(rzp, args, kwargs):
    @rzp.patch()
    def first(rzp, a, b):
        return a, b, rzp

    @rzp.patch()
    def middle(a, rzp, b=2):
        return a, b, rzp

    @rzp.patch()
    def named(a, b, *, rzp=None):
        return a, b, rzp

    @rzp.patch()
    def none(a, b, **rest):
        return a, b, rest

    for function in (first, middle, named):
        assert function(*args, **kwargs) == (1, 2, rzp)
        assert list(inspect.signature(function).parameters) == ["a", "b"]
    assert none(*args, **kwargs) == (1, 2, {})


def test_a_caller_may_pass_a_fake_of_its_own(rzp):
    assert bare.__wrapped__ is not bare
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'rzp'"):
        bare.__wrapped__()

    @fakerzp.patch
    def given(rzp):
        return rzp

    assert given(rzp=rzp) is rzp


def test_a_function_without_the_argument_is_served_as_well(rzp):
    @rzp.patch()
    def shop(amount):
        return MADE_AT_IMPORT.order.create({**ORDER, "amount": amount})["id"]

    assert rzp.orders.fetch(shop(200))["amount"] == 200


def test_generators_are_served_until_they_are_done(rzp):
    @rzp.patch()
    def plain(rzp):
        yield MADE_AT_IMPORT.order.create(ORDER)
        yield MADE_AT_IMPORT.order.create(ORDER)

    @rzp.patch()
    async def awaited(rzp):
        yield MADE_AT_IMPORT.order.create(ORDER)
        yield MADE_AT_IMPORT.order.create(ORDER)

    async def collect():
        return [made async for made in awaited()]

    assert len(list(plain())) == len(asyncio.run(collect())) == 2
    assert "session" not in vars(razorpay.Client)
    assert rzp.orders.all()["count"] == 4


def test_methods_and_test_classes_are_served():
    @fakerzp.patch(seed=3)
    class TestShop:
        amount = 100

        def helper(self):
            return vars(razorpay.Client).get("session")

        def test_it(self, rzp):
            made = MADE_AT_IMPORT.order.create({**ORDER, "amount": self.amount})
            return rzp.orders.fetch(made["id"])["amount"]

    assert TestShop().test_it() == 100
    assert TestShop().helper() is None
    assert TestShop.__name__ == "TestShop"


def test_async_with_gives_the_fake():
    async def main():
        async with fakerzp.patch(seed=7) as rzp:
            return rzp, MADE_AT_IMPORT.order.create(ORDER)["id"]

    fake, order_id = asyncio.run(main())
    assert fake.orders.fetch(order_id)["status"] == "created"


@fakerzp.patch(seed=7)
@pytest.mark.parametrize("currency", ["INR", "USD"])
def test_pytest_fills_the_arguments_that_are_left(tmp_path, rzp, currency):
    """Were `rzp` taken for the fixture of that name, it would be another fake without the order."""
    made = MADE_AT_IMPORT.order.create({**ORDER, "currency": currency})
    assert rzp.orders.fetch(made["id"])["currency"] == currency
    assert tmp_path.is_dir()


# ---------------------------------------------------------------------- without the official client


def test_without_the_official_client_the_error_says_what_to_do(rzp, monkeypatch):
    monkeypatch.setitem(sys.modules, "razorpay", None)
    with pytest.raises(ImportError, match=r"pip install 'fakerzp\[sdk\]'") as caught:
        rzp.client()
    assert caught.value.name == "razorpay"
