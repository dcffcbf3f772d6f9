"""Forms with files in them (multipart/form-data, RFC 7578), as they come over the wire."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

_PARAMETER = re.compile(r';\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))')
_ESCAPED = re.compile(r'\\(["\\])')

# What a file begins with, where that tells what it is.
_BEGINNINGS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
)


def read_form(body: bytes, content_type: str) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """The text fields of a form in their order, and its files by name.

    A file is a dict: `filename`, `content_type` as the sender says (or None), `size` in bytes, `format` told by
    what it begins with (`jpeg`, `png`, `pdf`, ..., or None); a choice of no file is None. Without a boundary
    there are no fields at all. Raises ValueError for what is no form.
    """
    boundary = _parameters(content_type).get("boundary", "").encode()
    if not boundary:
        return [], {}
    texts: list[tuple[str, str]] = []
    files: dict[str, Any] = {}
    for head, content in _parts(body, boundary):
        disposition = _parameters(head.get("content-disposition", ""))
        name = disposition.get("name")
        if name is None:
            raise ValueError("a part of the form has no name")
        filename = _filename(disposition)
        if filename is None:
            texts.append((name, content.decode()))
        else:
            files[name] = _file(filename, head.get("content-type"), content)
    return texts, files


def _parts(body: bytes, boundary: bytes) -> list[tuple[dict[str, str], bytes]]:
    """The headers (names in lower case) and the content of each part, up to the closing boundary."""
    found: list[tuple[dict[str, str], bytes]] = []
    _, *pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    for piece in pieces:
        if piece.startswith(b"--"):
            return found
        padding, line, rest = piece.partition(b"\r\n")
        head, empty, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
        if padding.strip() or not line or not empty:
            raise ValueError("a part of the form does not begin as it should")
        lines = [each.partition(":") for each in head.decode().split("\r\n") if each]
        found.append(({name.strip().lower(): value.strip() for name, _, value in lines}, content))
    raise ValueError("the form has no end")


def _parameters(header: str) -> dict[str, str]:
    """The parameters of a header's value, names in lower case."""
    return {
        name.lower(): plain or _ESCAPED.sub(r"\1", quoted or "") for name, quoted, plain in _PARAMETER.findall(header)
    }


def _filename(disposition: dict[str, str]) -> str | None:
    """The name that a file was sent under, in either of its spellings; None for what is no file."""
    encoded = disposition.get("filename*", "").split("'", 2)  # RFC 8187: UTF-8'language'text
    return unquote(encoded[2]) if len(encoded) == 3 else disposition.get("filename")


def _file(filename: str, content_type: str | None, content: bytes) -> dict[str, Any] | None:
    if not filename and not content:
        return None
    told = next((name for beginning, name in _BEGINNINGS if content.startswith(beginning)), None)
    return {"filename": filename, "content_type": content_type, "size": len(content), "format": told}
