"""Ids: fourteen characters of base 62, in order of creation, and the same for the same seed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakerzp.ledger.ids import ALPHABET, LENGTH, base62, digits, mix, tail

SEEDS = [0, 1, 2, 7, 2**31, 2**64 - 1, -1, 10**30]


def number_of(text):
    value = 0
    for character in text:
        value = value * 62 + ALPHABET.index(character)
    return value


def test_the_alphabet_is_in_the_order_of_text():
    assert len(ALPHABET) == len(set(ALPHABET)) == 62
    assert "".join(sorted(ALPHABET)) == ALPHABET
    assert re.fullmatch("[0-9A-Za-z]+", ALPHABET)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 62**10 - 1))
def test_base62_can_be_read_back(number):
    text = base62(number, 10)
    assert len(text) == 10
    assert number_of(text) == number


def test_base62_has_the_order_of_numbers():
    numbers = [0, 1, 61, 62, 63, 3843, 3844, 62**10 - 1]
    texts = [base62(number, 10) for number in numbers]
    assert texts[:3] == ["0000000000", "0000000001", "000000000z"]
    assert texts == sorted(texts)


@pytest.mark.parametrize("seed", SEEDS)
def test_tails_are_fourteen_characters_in_order_and_never_the_same(seed):
    tails = [tail(seed, n) for n in range(1, 3000)]
    assert LENGTH == 14
    assert all(re.fullmatch("[0-9A-Za-z]{14}", one) for one in tails)
    assert tails == sorted(tails)
    assert len(set(tails)) == len(tails)


@pytest.mark.parametrize("n", [1, 10**6, 10**9])
def test_tails_are_in_order_however_many_there_were(n):
    assert tail(3, n) < tail(3, n + 1) < tail(3, n + 2)
    assert len(tail(3, n + 2)) == 14


def test_tails_look_like_those_of_today():
    assert {tail(seed, n)[0] for seed in SEEDS for n in range(1, 50)} <= {"Q", "R"}


def test_a_tail_depends_on_the_seed_and_the_number_alone():
    assert tail(5, 7) == tail(5, 7)
    assert tail(5, 7) != tail(5, 8)
    assert len({tail(seed, 7) for seed in range(500)}) == 500


def test_the_last_characters_look_like_chance():
    ends = [tail(1, n)[-4:] for n in range(1, 2000)]
    assert len(set(ends)) > 1990
    assert {character for end in ends for character in end} == set(ALPHABET)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(), st.integers(-3, 10**6))
def test_mixing_gives_64_bits(seed, n):
    assert 0 <= mix(seed, n) < 2**64


def test_mixing_mixes():
    assert len({mix(seed, n) for seed in range(50) for n in range(50)}) == 2500
    assert [sum(mix(1, n) >> bit & 1 for n in range(1000)) // 100 for bit in (0, 20, 40, 63)] != [0] * 4
    assert all(400 < sum(mix(1, n) >> bit & 1 for n in range(1000)) < 600 for bit in range(64))


@pytest.mark.parametrize("count", [1, 6, 12, 18, 19, 38, 60])
def test_digits_are_as_many_as_asked_for(count):
    found = {digits(1, n, count) for n in range(100)}
    assert all(re.fullmatch(f"[0-9]{{{count}}}", one) for one in found)
    assert digits(1, 5, count) == digits(1, 5, count)
    if count >= 6:
        assert len(found) >= 99
