"""The values that bodies are made of."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from .. import currencies as known

# What people write, of several scripts; no control characters: no form lets them in. An alphabet of all of Unicode
# would take Hypothesis seconds to build.
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?#&/()'\"+-_@%éñßøçअकमरहதமিবা中文дшΩ₹"
_WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20)
LARGEST = 10**9


def text(least: int, most: int | None) -> SearchStrategy[str]:
    """Text of `least` to `most` characters: short as a rule, now and then as long as it may be."""
    short = st.text(_LETTERS, min_size=max(least, 1), max_size=min(most or 20, 20))
    plain = st.sampled_from(["A book for Asha", "Receipt No. 1", "रसीद", "x"]).filter(lambda one: len(one) >= least)
    longest = "x" * (most if most is not None else 60)
    return st.one_of(plain, short, st.just(longest)).filter(lambda one: most is None or len(one) <= most)


def names() -> SearchStrategy[str]:
    """A customer's name: 3 to 50 characters (api/customers/create.md)."""
    return st.one_of(st.sampled_from(["Gaurav Kumar", "Asha Rao", "Zoë D'Souza"]), text(3, 50))


def emails() -> SearchStrategy[str]:
    """An e-mail address of at most 64 characters."""
    return st.builds("{}@{}.example".format, _WORD, _WORD)


def contacts() -> SearchStrategy[str]:
    """An Indian mobile number, with the country code or without."""
    number = st.integers(6 * 10**9, 10**10 - 1).map(str)
    return st.one_of(number, number.map("+91{}".format))


def notes(most: int = 256) -> SearchStrategy[dict[str, str]]:
    """Up to 15 pairs, their values of at most `most` characters."""
    few = st.dictionaries(_WORD, text(1, most), max_size=2)
    return st.one_of(few, st.just({f"key {n}": "value" for n in range(15)}))


def currencies() -> SearchStrategy[str]:
    """INR as a rule, or any other currency that Razorpay supports, of none, two and three decimals."""
    return st.one_of(st.just("INR"), st.sampled_from(["USD", "JPY", "KWD"]), st.sampled_from(sorted(known.CURRENCIES)))


def amounts(currency: str = "INR", least: int | None = None, most: int = LARGEST) -> SearchStrategy[int]:
    """An amount that can be charged, in the smallest unit of `currency`: at least one unit, or `least`.

    Amounts of three decimals end in 0. Raises ValueError for a currency that Razorpay does not support.
    """
    least = max(known.minimum_amount(currency), least or 0)
    step = 10 if known.exponent(currency) == 3 else 1
    least = -(-least // step) * step
    return st.integers(least // step, max(most, least) // step).map(lambda units: units * step)


def flags() -> SearchStrategy[Any]:
    """A switch in one of the ways in which Razorpay takes it."""
    return st.one_of(st.booleans(), st.sampled_from([0, 1, "0", "1"]))
