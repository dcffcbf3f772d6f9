"""Forms with files in them (multipart/form-data, RFC 7578), as they come over the wire."""

from __future__ import annotations

import re
from collections.abc import Mapping
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


BOUNDARY = "fakerzp-form"


def form_of(fields: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
    """A form of these fields as the Python SDK sends it, and its headers.

    What can be read, bytes and tuples are files; a tuple is (name, content) with perhaps a type, as `requests` takes
    it. `file` is one in any case: text is its content, and without any it is empty.
    """
    boundary = BOUNDARY
    parts = []
    for name, value in {"file": b"", **fields}.items():
        content = value.encode() if name == "file" and isinstance(value, str) else value
        disposition = f'form-data; name="{name}"'
        if isinstance(value, tuple):
            filename, content = value[0], value[1]
            disposition += f'; filename="{filename}"'
        elif hasattr(content, "read") or isinstance(content, (bytes, bytearray)):
            filename = getattr(value, "name", None)
            shown = filename.replace("\\", "/").rpartition("/")[2] if isinstance(filename, str) else name
            disposition += f'; filename="{shown}"'
        if hasattr(content, "read"):
            content = content.read()
        content = bytes(content) if isinstance(content, (bytes, bytearray)) else str(content).encode()
        parts.append(f"--{boundary}\r\nContent-Disposition: {disposition}\r\n\r\n".encode() + content + b"\r\n")
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    return body, {**headers, "Content-Type": f"multipart/form-data; boundary={boundary}"}


def contents(body: bytes, content_type: str) -> dict[str, bytes]:
    """The files of a form by name, byte by byte; raises ValueError for what is no form."""
    boundary = _parameters(content_type).get("boundary", "").encode()
    named = {}
    for head, content in _parts(body, boundary) if boundary else ():
        disposition = _parameters(head.get("content-disposition", ""))
        if _filename(disposition) is not None:
            named[disposition.get("name", "")] = content
    return named


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
