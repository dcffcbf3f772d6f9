"""Identifiers: a prefix and 14 base-62 characters, sortable by creation and the same for the same seed.

Razorpay's own are ten characters of time and four of chance. Ours are ten characters of sequence and four
of chance, so that they stay the same whatever the wall clock says.
"""

from __future__ import annotations

from functools import lru_cache

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LENGTH = 14

_PAIRS = tuple(a + b for a in ALPHABET for b in ALPHABET)
_PAIR = 62 * 62
_FOUR = _PAIR * _PAIR
_MASK = (1 << 64) - 1
# Ids of 2025 begin with Q or R; ours begin there too, so that they look like today's.
_EPOCH = 26 * 62**9
_SPREAD = 62**9
_STEP = 3 * 62**4


def mix(seed: int, n: int) -> int:
    """64 well-mixed bits that depend on the seed and on n only (the finaliser of splitmix64)."""
    z = (seed * 0x9E3779B97F4A7C15 + (n + 1) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def base62(number: int, width: int) -> str:
    """`number` in base 62, `width` (even) characters, most significant first."""
    out = []
    for _ in range(width // 2):
        number, low = divmod(number, _PAIR)
        out.append(_PAIRS[low])
    out.reverse()
    return "".join(out)


def tail(seed: int, n: int) -> str:
    """The 14 characters of the nth id of a world."""
    chance = mix(seed, n)
    # As `base62` would have it, in steps of four characters, which fit into a machine's word: every id comes from here.
    head, low = divmod(_first(seed) + n * _STEP + chance % _STEP, _FOUR)
    top, middle = divmod(head, _FOUR)
    end = (chance >> 40) % _FOUR
    return (
        f"{_PAIRS[top]}{_PAIRS[middle // _PAIR]}{_PAIRS[middle % _PAIR]}{_PAIRS[low // _PAIR]}{_PAIRS[low % _PAIR]}"
        f"{_PAIRS[end // _PAIR]}{_PAIRS[end % _PAIR]}"
    )


@lru_cache(maxsize=64)
def _first(seed: int) -> int:
    """Where the ids of a world begin."""
    return _EPOCH + mix(seed, 0) % _SPREAD


def digits(seed: int, n: int, count: int) -> str:
    """`count` decimal digits (bank references, authorisation codes), from the seed and n."""
    out = ""
    while len(out) < count:
        out += f"{mix(seed ^ 0x5DEECE66D, n):020d}"[-18:]
        n += 1 << 32
    return out[:count]
