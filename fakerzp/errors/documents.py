"""What is said of documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from . import INFERRED, INVALID_DOT, KEY_DOT, KEY_DOT_400, Text
from .accounts import NOT_A_FILE

PURPOSE = Text("The selected purpose is invalid.", INFERRED)
FILE_TYPE = NOT_A_FILE

SAYS_CREATE: Final[Mapping[str, Text]] = {"key": KEY_DOT}
SAYS_FETCH: Final[Mapping[str, Text]] = {
    "key": KEY_DOT_400,
    "invalid_id": INVALID_DOT,
}
