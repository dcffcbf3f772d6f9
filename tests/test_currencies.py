"""Currencies as payments/international-payments.md lists them."""

import pytest

from fakerzp import currencies

ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
THREE = "BHD IQD JOD KWD OMR TND"


def test_as_many_currencies_as_documented():
    assert len(currencies.CURRENCIES) == 128


def test_exactly_these_currencies_have_no_decimals():
    assert [row.code for row in currencies.CURRENCIES.values() if row.exponent == 0] == ZERO.split()


def test_exactly_these_currencies_have_three_decimals():
    assert [row.code for row in currencies.CURRENCIES.values() if row.exponent == 3] == THREE.split()


def test_all_others_have_two_decimals():
    others = {
        row.exponent
        for code, row in currencies.CURRENCIES.items()
        if code not in (ZERO + " " + THREE).split()
    }
    assert others == {2}


@pytest.mark.parametrize(("code", "decimals"), [("INR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("OMR", 3)])
def test_exponent(code, decimals):
    assert currencies.exponent(code) == decimals


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("INR", "Indian rupee"),
        ("USD", "United States dollar"),
        ("UZS", "Uzbekistani so'm"),
        ("KMF", "Comorian Franc"),
    ],
)
def test_name(code, name):
    assert currencies.CURRENCIES[code].name == name


@pytest.mark.parametrize(
    ("code", "sign"), [("INR", "₹"), ("USD", "$"), ("EUR", "€"), ("GBP", "£"), ("JPY", "¥"), ("KWD", "KWD")]
)
def test_symbol(code, sign):
    assert currencies.symbol(code) == sign


@pytest.mark.parametrize(
    ("code", "supported"),
    [
        ("INR", True),
        ("ZMW", True),
        ("AED", True),
        ("inr", False),
        ("XXX", False),
        ("", False),
        ("BTC", False),
    ],
)
def test_is_supported(code, supported):
    assert currencies.is_supported(code) is supported


@pytest.mark.parametrize(
    ("code", "least", "text"),
    [
        ("INR", 100, "INR 1.00"),  # api/orders/create.md
        ("USD", 100, "USD 1.00"),  # .../json/v2/build-integration/ach.md
        ("JPY", 1, "JPY 1"),
        ("KWD", 1000, "KWD 1.000"),
    ],
)
def test_least_amount_and_how_an_error_text_writes_it(code, least, text):
    assert currencies.minimum_amount(code) == least
    assert currencies.amount_text(code, least) == text


@pytest.mark.parametrize(
    ("code", "amount", "text"),
    [
        ("INR", 29935, "INR 299.35"),
        ("INR", 5, "INR 0.05"),
        ("INR", 0, "INR 0.00"),
        ("INR", -150, "INR -1.50"),
        ("JPY", 295, "JPY 295"),
        ("JPY", -295, "JPY -295"),
        ("KWD", 99990, "KWD 99.990"),
        ("OMR", 295990, "OMR 295.990"),
    ],
)
def test_amounts_as_text(code, amount, text):
    assert currencies.amount_text(code, amount) == text


@pytest.mark.parametrize(
    ("code", "amount", "allowed"),
    [
        ("KWD", 99990, True),  # the example of api/orders/create.md
        ("KWD", 99991, False),
        ("BHD", 295990, True),
        ("OMR", 295991, False),
        ("TND", 0, True),
        ("INR", 99991, True),
        ("JPY", 99, True),
    ],
)
def test_three_decimal_amounts_end_in_zero(code, amount, allowed):
    assert currencies.last_digit_allowed(code, amount) is allowed


@pytest.mark.parametrize(
    "ask",
    [
        currencies.exponent,
        currencies.symbol,
        currencies.minimum_amount,
        lambda code: currencies.amount_text(code, 100),
        lambda code: currencies.last_digit_allowed(code, 100),
    ],
)
def test_an_unsupported_currency_is_refused(ask):
    with pytest.raises(ValueError, match="'XYZ' is not among the 128 supported currencies"):
        ask("XYZ")


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        currencies.CURRENCIES["XYZ"] = currencies.CURRENCIES["INR"]
    with pytest.raises(AttributeError):
        currencies.CURRENCIES["INR"].exponent = 3
