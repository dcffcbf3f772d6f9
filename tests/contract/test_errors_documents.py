"""What calls about documents refuse."""

from __future__ import annotations

import pytest

from tests.contract.documented_world import FORM_HEADERS, form
from tests.contract.refusals import UNKNOWN, Case, Keys, documented, invalid, refused, wrong_keys

KEYS = [
    Keys("documents.create", "The API <key/secret> provided is invalid.", 401, "POST", "/v1/documents"),
    Keys(
        "documents.fetch-info",
        "The API <key/secret> provided is invalid.",
        400,
        "GET",
        f"/v1/documents/doc_{UNKNOWN}",
    ),
    Keys(
        "documents.fetch-content",
        "The API <key/secret> provided is invalid.",
        400,
        "GET",
        f"/v1/documents/doc_{UNKNOWN}/content",
    ),
]
IDS = [
    Case(record, "_id is not a valid id.", "GET", f"/v1/documents/doc_12{tail}", invalid(says="12 is not a valid id."))
    for record, tail in (("documents.fetch-info", ""), ("documents.fetch-content", "/content"))
]


@pytest.mark.parametrize("half", ["key", "secret"])
@pytest.mark.parametrize("row", KEYS, ids=str)
def test_wrong_keys(row, half):
    got, expected = wrong_keys(row, half)
    assert got == expected


@pytest.mark.parametrize("case", IDS, ids=str)
def test_an_id_that_is_none(rzp, case):
    got, changed = refused(case, rzp)
    assert got == documented(case)
    assert changed == []


@pytest.mark.parametrize(
    ("fields", "field", "text"),
    [
        ({"purpose": "dispute_evidence"}, "file", "The file field is required."),
        ({"file": "@/tmp/evidence.jpeg"}, "purpose", "The purpose field is required."),
        ({"file": "@/tmp/evidence.jpeg", "purpose": "holiday"}, "purpose", "The selected purpose is invalid."),
    ],
)
def test_what_is_missing_or_unknown(rzp, fields, field, text):
    reply = rzp.request("POST", "/v1/documents", data=form(fields), headers=FORM_HEADERS)
    assert (reply.status, reply.body) == (400, invalid(field).body(text))


def test_a_file_is_what_it_begins_with(rzp):
    wrong = ("evidence.pdf", b"MZ a program")
    with pytest.raises(Exception, match=r"^The file must be a file of type: jpg, jpeg, png, pdf\.$"):
        rzp.document.create({"purpose": "dispute_evidence", "file": wrong})


def test_a_document_is_what_was_uploaded(rzp):
    content = b"%PDF-1.4 \x00\xff all of it\r\n--"
    made = rzp.document.create({"purpose": "dispute_evidence", "file": ("evidence.pdf", content)})
    assert made == {
        "id": made["id"],
        "entity": "document",
        "purpose": "dispute_evidence",
        "name": "evidence.pdf",
        "mime_type": "application/pdf",
        "size": len(content),
        "created_at": rzp.clock.now(),
    }
    assert rzp.document.fetch(made["id"]) == made
    reply = rzp.request("GET", f"/v1/documents/{made['id']}/content")
    assert (reply.status, reply.body, reply.content) == (200, content, content)
    assert reply.headers == {"content-type": "application/pdf"}


def test_the_official_client_uploads_the_same(rzp, tmp_path):
    pytest.importorskip("razorpay", reason="the official client is what is compared with")
    (tmp_path / "evidence.png").write_bytes(b"\x89PNG\r\n\x1a\n and the rest")
    with (tmp_path / "evidence.png").open("rb") as file:
        made = rzp.client().document.create({"purpose": "dispute_evidence", "file": file})
    assert (made["name"], made["mime_type"], made["size"]) == ("evidence.png", "image/png", 21)
    with (tmp_path / "evidence.png").open("rb") as file:
        again = rzp.document.create({"purpose": "dispute_evidence", "file": file})
    assert {**again, "id": made["id"]} == made


def test_a_name_in_json_stands_for_a_file_of_unknown_content(rzp):
    from fakerzp import NotFaked

    made = rzp.request("POST", "/v1/documents", json={"purpose": "dispute_evidence", "file": "evidence.jpg"}).body
    assert (made["name"], made["mime_type"], made["size"]) == ("evidence.jpg", "image/jpeg", 0)
    with pytest.raises(NotFaked, match="upload the file itself"):
        rzp.request("GET", f"/v1/documents/{made['id']}/content")
