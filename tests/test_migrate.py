"""`fakerzp migrate`: stubs of the official client become the fixture where that is sure; the rest is listed."""

from __future__ import annotations

import io
from textwrap import dedent

import pytest

from fakerzp import cli
from fakerzp.migrate import Left, migrate, report, rewrite

MADE = "let the fake make it, and take its id from the answer: ids are not known beforehand"
SURE = {
    "a decorator": (
        """
        @patch("razorpay.Client")
        def test_it(client_class):
            client_class.return_value.order.create.return_value = {"id": "order_1"}
            assert pay(500) == 500
        """,
        """
        def test_it(rzp):
            assert pay(500) == 500
        """,
    ),
    "an import that is for nothing else": (
        """
        import razorpay
        from unittest.mock import MagicMock, Mock, patch

        stub = Mock()

        @patch("razorpay.Client")
        def test_it(client_class):
            client_class.return_value.order.create.return_value = {"id": "order_1"}
            assert pay(500) == 500
        """,
        """
        import razorpay
        from unittest.mock import MagicMock, Mock

        stub = Mock()

        def test_it(rzp):
            assert pay(500) == 500
        """,
    ),
    "an import of the whole module, still in use": (
        """
        from unittest import mock

        @mock.patch("razorpay.Client")
        def test_it(client_class):
            client_class.return_value.order.create.return_value = {"id": "order_1"}
            assert pay(mock.ANY) == 500
        """,
        """
        from unittest import mock

        def test_it(rzp):
            assert pay(mock.ANY) == 500
        """,
    ),
    "a name for the client, and stubs of several calls": (
        """
        @mock.patch("shop.views.razorpay.Client")
        def test_it(client_class):
            client = client_class.return_value
            client.customer.create.return_value = {"id": "cust_1", "name": "Asha"}
            client.order.create.return_value = {"id": "order_1"}
            assert pay(500) == 500
        """,
        """
        def test_it(rzp):
            assert pay(500) == 500
        """,
    ),
    "among other decorators and arguments": (
        """
        @pytest.mark.slow
        @patch("shop.notify")
        @patch("razorpay.Client")
        @patch("shop.log", new=None)
        async def test_it(client_class, notify, db):
            \"\"\"Said in words.\"\"\"
            client_class.return_value.order.create.return_value = {"id": "order_1"}
            assert await pay(500) == 500  # stays
        """,
        """
        @pytest.mark.slow
        @patch("shop.notify")
        @patch("shop.log", new=None)
        async def test_it(notify, db, rzp):
            \"\"\"Said in words.\"\"\"
            assert await pay(500) == 500  # stays
        """,
    ),
    "a with statement": (
        """
        def test_it():
            with patch("razorpay.Client") as client_class:
                client_class.return_value.order.create.return_value = {"id": "order_1"}
                for amount in (500, 600):
                    assert pay(amount)
        """,
        """
        def test_it(rzp):
            for amount in (500, 600):
                assert pay(amount)
        """,
    ),
    "a with statement without a name": (
        """
        def test_it():
            with patch("razorpay.Client"):
                assert pay(500)
        """,
        """
        def test_it(rzp):
            assert pay(500)
        """,
    ),
    "pytest-mock": (
        """
        def test_it(mocker, db):
            client_class = mocker.patch("razorpay.Client")
            client_class.return_value.order.create.return_value = {"id": "order_1"}
            assert pay(500)
        """,
        """
        def test_it(db, rzp):
            assert pay(500)
        """,
    ),
    "pytest-mock, used for more": (
        """
        def test_it(mocker):
            mocker.patch("razorpay.Client")
            mocker.patch("shop.notify")
            assert pay(500)
        """,
        """
        def test_it(mocker, rzp):
            mocker.patch("shop.notify")
            assert pay(500)
        """,
    ),
    "a method of a plain class": (
        """
        class TestShop:
            @patch("razorpay.Client")
            def test_it(self, client_class):
                client_class.return_value.payment_link.create.return_value = {"id": "plink_1"}
                assert pay(500)
        """,
        """
        class TestShop:
            def test_it(self, rzp):
                assert pay(500)
        """,
    ),
    "a test of nothing but stubs": (
        """
        @patch("razorpay.Client")
        def test_it(client_class):
            client_class.return_value.order.create.return_value = {"id": "order_1"}
        """,
        """
        def test_it(rzp):
            pass
        """,
    ),
}


@pytest.mark.parametrize("name", SURE)
def test_what_is_sure_is_rewritten(name):
    before, after = map(dedent, SURE[name])
    rewritten = rewrite(before)
    assert rewritten.after == after
    assert rewritten.before == before
    assert rewritten.tests == ("test_it",)
    assert rewritten.left == ()


@pytest.mark.parametrize("name", SURE)
def test_what_was_rewritten_stays_as_it_is(name):
    after = rewrite(dedent(SURE[name][0])).after
    assert rewrite(after) == (after, after, (), ())


LEFT = {
    "an id that the test relies on": (
        """\
        @patch("razorpay.Client")
        def test_it(client_class):
            client_class.return_value.order.create.return_value = {"id": "order_1"}
            assert pay(500) == "order_1"
        """,
        [Left(3, "order.create.return_value: its id is used elsewhere", MADE)],
    ),
    "a state, a signature, an error and an assertion": (
        """\
        @patch("razorpay.Client")
        def test_it(client_class):
            client = client_class.return_value
            client.payment.fetch.return_value = {"status": "captured"}
            client.utility.verify_payment_signature.return_value = True
            client.order.create.side_effect = BadRequestError("no")
            pay(500)
            client.order.create.assert_called_once()
        """,
        [
            Left(
                4,
                "payment.fetch.return_value",
                "bring the fake there (rzp.checkout.pay, rzp.checkout.fail, rzp.clock.advance) and let it answer",
            ),
            Left(
                5,
                "utility.verify_payment_signature.return_value",
                "a real signature is what rzp.checkout.pay() answers, and for webhooks what rzp.webhooks sends",
            ),
            Left(
                6,
                "order.create.side_effect",
                "let the fake refuse: rzp.checkout.fail, rzp.bank.script, or rzp.faults.inject if Razorpay is at fault",
            ),
            Left(
                8, "order.create.assert_called_once", "rzp.calls has every request with its endpoint, body and answer"
            ),
        ],
    ),
    "an answer that is no literal": (
        """\
        @patch("razorpay.Client")
        def test_it(client_class):
            client_class.return_value.order.create.return_value = ORDER
            pay(500)
        """,
        [Left(3, "order.create.return_value", MADE)],
    ),
    "unittest": (
        """\
        class TestShop(django.test.TestCase):
            @patch("razorpay.Client")
            def test_it(self, client_class):
                pay(500)
        """,
        [
            Left(
                3,
                "test_it is unittest's, which takes no fixtures",
                "make it a function, or decorate it with @fakerzp.patch(), which hands it the argument rzp",
            )
        ],
    ),
    "a mock that is handed on": (
        """\
        @patch("razorpay.Client")
        def test_it(client_class):
            pay(500, client_class)
        """,
        [Left(2, "test_it uses its mock in another way", "see what it is used for")],
    ),
    "a name that is taken": (
        """\
        @patch("razorpay.Client")
        def test_it(rzp):
            pay(500)
        """,
        [Left(2, "test_it has an argument rzp already", "rename it")],
    ),
    "fixtures and canned answers": (
        """\
        @pytest.fixture
        def client(monkeypatch):
            monkeypatch.setattr(razorpay, "Client", MagicMock())
            monkeypatch.setattr("razorpay.Client", MagicMock())
            made = MagicMock()
            made.refund.create.return_value = {"id": "rfnd_1"}
            return made


        def test_it():
            responses.add(responses.POST, "https://api.razorpay.com/v1/orders", json={})
        """,
        [
            Left(
                3,
                "monkeypatch.setattr(razorpay, 'Client')",
                "take the fixture rzp, or rzp.patch() in this fixture: every client of the process is then served",
            ),
            Left(
                4,
                "monkeypatch.setattr('razorpay.Client')",
                "take the fixture rzp, or rzp.patch() in this fixture: every client of the process is then served",
            ),
            Left(6, "refund.create.return_value", MADE),
            Left(
                11,
                "responses.add(... api.razorpay.com ...)",
                "with the fixture rzp, the fake answers for Razorpay's host: no canned answer is needed",
            ),
        ],
    ),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_is_not_sure_is_left_and_listed(name):
    before, left = dedent(LEFT[name][0]), LEFT[name][1]
    assert rewrite(before) == (before, before, (), tuple(left))


@pytest.mark.parametrize(
    "source",
    [
        "import razorpay\nclient = razorpay.Client(auth=('a', 'b'))\n",
        "def test_it(rzp):\n    assert rzp.order.create(ORDER)['status'] == 'created'\n",
        '@patch("stripe.Client")\ndef test_it(client):\n    client.order.create.return_value = 1\n',
        "class Order:\n    pass\n\n\nOrder.create.return_value = 1\n",
    ],
)
def test_nothing_else_is_touched(source):
    rewritten = rewrite(source)
    assert (rewritten.after, rewritten.tests) == (source, ())
    assert [left.what for left in rewritten.left] in ([], ["order.create.return_value"])


SUITE = {
    "test_sure.py": "# razorpay\r\n" + dedent(SURE["a decorator"][0]).replace("\n", "\r\n"),
    "deep/test_left.py": dedent(LEFT["an answer that is no literal"][0]),
    "deep/test_other.py": "def test_other():\n    assert 1\n",
    ".venv/test_not_ours.py": dedent(SURE["a decorator"][0]),
}


@pytest.fixture
def suite(tmp_path):
    for name, text in SUITE.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    return tmp_path


def contents(suite):
    return {name: (suite / name).read_bytes().decode() for name in SUITE}


def test_the_command_shows_what_it_would_do(suite, capsys):
    assert cli.main(["migrate", str(suite)]) == 0
    assert contents(suite) == SUITE
    left, sure = suite / "deep" / "test_left.py", suite / "test_sure.py"
    out = capsys.readouterr().out
    assert out.startswith(f"{left}:3: order.create.return_value\n    {MADE}\n--- {sure}\n+++ {sure}\n@@ ")
    assert '-@patch("razorpay.Client")\r\n' in out
    assert "+def test_it(rzp):\r\n" in out
    assert out.endswith("1 test would be rewritten, 1 place left for you\n")


def test_the_command_writes_when_it_is_told_to(suite, capsys):
    assert cli.main(["migrate", "--write", str(suite / "test_sure.py"), str(suite / "deep")]) == 0
    rewritten = "# razorpay\r\n" + dedent(SURE["a decorator"][1]).replace("\n", "\r\n")
    assert contents(suite) == {**SUITE, "test_sure.py": rewritten}
    assert capsys.readouterr().out.endswith("1 test rewritten, 1 place left for you\n")
    assert cli.main(["migrate", str(suite / "test_sure.py")]) == 0
    assert capsys.readouterr().out == "0 tests would be rewritten, 0 places left for you\n"


def test_a_file_that_is_no_python_is_named_and_the_others_go_on(suite, capsys):
    (suite / "broken.py").write_text("import razorpay\ndef test_it(:\n")
    assert cli.main(["migrate", "--write", str(suite)]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"{suite / 'broken.py'}: not read: ")
    assert "1 test rewritten" in printed.out


def test_a_path_that_is_not_there_changes_nothing(suite, capsys):
    assert cli.main(["migrate", "--write", str(suite), str(suite / "nowhere")]) == 2
    assert capsys.readouterr().err == f"fakerzp migrate: there is no {suite / 'nowhere'}\n"
    assert contents(suite) == SUITE


def test_without_libcst_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(cli, "find_spec", lambda name: None)
    assert cli.main(["migrate", "."]) == 2
    assert capsys.readouterr().err == "fakerzp migrate needs libcst: pip install 'fakerzp[migrate]'\n"


def test_from_python(suite):
    out, problems = io.StringIO(), io.StringIO()
    assert report([str(suite)], out, problems)
    assert problems.getvalue() == ""
    assert migrate(suite / "deep" / "test_other.py") is None
    found = migrate(suite / "test_sure.py")
    assert found.rewritten.tests == ("test_it",)
    assert found.diff in out.getvalue()
