"""Forms with files: read as they are written by hand, by requests and by the official client."""

from __future__ import annotations

import io

import pytest

from fakerzp.doors.bodies import read_body
from fakerzp.doors.multipart import read_form

TYPE = "multipart/form-data; boundary=b"
TEXT = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
END = b"--b--\r\n"
URL = "/v1/payments/create/nach/file"
KEYS = ("rzp_test_app", "app-secret")
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) + b"\r\n--\r\n\r\n\n\r"
ACCOUNT = {"beneficiary_name": "Gaurav Kumar", "account_number": "11214311215411", "ifsc_code": "HDFC0001233"}


def part(disposition, content=b"", *headers):
    lines = [f"Content-Disposition: form-data; {disposition}", *headers]
    return "\r\n".join(["--b", *lines, "", ""]).encode() + content + b"\r\n"


def file(content=b"", filename="form.jpeg", *headers):
    return read_form(part(f'name="f"; filename="{filename}"', content, *headers) + END, TYPE)[1]["f"]


# -------------------------------------------------------------------------------- the form


def test_texts_in_order_and_files_by_name():
    body = TEXT + part('name="b"', "₹ 1\r\n2".encode()) + TEXT.replace(b"1", b"3")
    body += part('name="f"; filename="form.jpeg"', JPEG, "Content-Type: image/jpeg")
    texts, files = read_form(body + END, TYPE)
    assert texts == [("a", "1"), ("b", "₹ 1\r\n2"), ("a", "3")]
    assert files == {"f": {"filename": "form.jpeg", "content_type": "image/jpeg", "size": len(JPEG), "format": "jpeg"}}


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=b",
        'multipart/form-data; boundary="b"',
        "Multipart/Form-Data;charset=utf-8;BOUNDARY=b",
        'multipart/form-data; note="a; boundary=c"; boundary=b',
    ],
)
def test_the_boundary(content_type):
    assert read_form(TEXT + END, content_type) == ([("a", "1")], {})
    assert read_body(TEXT + END, content_type) == {"a": "1"}


@pytest.mark.parametrize(
    "body",
    [
        TEXT + END,
        b"for those who cannot read it\r\n" + TEXT + END + b"\r\nnothing of the form",
        TEXT + b"--b--",
        TEXT.replace(b"--b\r\n", b"--b \t\r\n") + END,
        TEXT.replace(b"Content-Disposition", b"X-Note: 1:2\r\nCONTENT-disposition") + END,
    ],
    ids=["plain", "around it", "no last line end", "padding", "other headers"],
)
def test_what_a_form_may_have_around_its_fields(body):
    assert read_form(body, TYPE) == ([("a", "1")], {})


def test_a_form_of_nothing():
    assert read_form(END, TYPE) == ([], {})


def test_without_a_boundary_there_are_no_fields():
    assert read_form(TEXT + END, "multipart/form-data") == ([], {})
    assert read_body(b'{"a": 1}', "multipart/form-data") == {}


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        b"",
        TEXT.replace(b"--b", b"--c") + END.replace(b"b", b"c"),
        (TEXT + END).replace(b"\r\n", b"\n"),
        b"--b\r\nContent-Disposition: form-data; name=a\r\n--b--\r\n",
        b"--bc\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--\r\n",
        part("filename=x") + END,
        b"--b\r\n\r\n1\r\n--b--\r\n",
        part('name="a"', b"\xff") + END,
    ],
    ids=[
        "no end",
        "nothing",
        "another boundary",
        "bare line ends",
        "no content",
        "a longer boundary",
        "no name",
        "no headers",
        "no UTF-8",
    ],
)
def test_what_is_no_form(body):
    with pytest.raises(ValueError, match=r"form|part|utf-8"):
        read_form(body, TYPE)


@pytest.mark.parametrize(
    ("disposition", "filename"),
    [
        ('filename="form.jpeg"', "form.jpeg"),
        ("filename=form.jpeg", "form.jpeg"),
        ('filename="a; name=b.png"', "a; name=b.png"),
        (r'filename="a \"b\" \\ c.png"', 'a "b" \\ c.png'),
        ('filename="₹.png"', "₹.png"),
        ("filename*=UTF-8''%E2%82%B9.png", "₹.png"),
        ("filename=x.gif; filename*=utf-8'en'a%27b.png", "a'b.png"),
        ("filename=x.gif; filename*=b.png", "x.gif"),
    ],
)
def test_the_name_of_a_file(disposition, filename):
    _, files = read_form(part(f"name=f; {disposition}", b"x") + END, TYPE)
    assert files["f"]["filename"] == filename


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (JPEG, "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"%PDF-1.7", "pdf"),
        (b"GIF89a", "gif"),
        (b"II*\x00", "tiff"),
        (b"MM\x00*", "tiff"),
        (b"PK\x03\x04", "zip"),
        (b"\x89PNG", None),
        (b"", None),
    ],
)
def test_what_a_file_begins_with(content, told):
    assert file(content) == {"filename": "form.jpeg", "content_type": None, "size": len(content), "format": told}


def test_no_file_chosen_and_an_empty_one():
    assert file(b"", "") is None
    assert file(b"", "form.jpeg")["size"] == 0
    assert file(b"x", "")["size"] == 1


# -------------------------------------------------------------------------------- the body


def test_brackets_nest_as_in_any_form():
    body = part('name="notes[a]"', b"1") + part('name="list[]"', b"x") + part('name="list[]"', b"y")
    assert read_body(body + END, TYPE) == {"notes": {"a": "1"}, "list": ["x", "y"]}


def test_a_form_given_as_text():
    assert read_body((TEXT + part('name="b"', "₹".encode()) + END).decode(), TYPE) == {"a": "1", "b": "₹"}


def test_a_file_goes_before_texts_of_its_name():
    body = part('name="f"; filename="a.png"', b"x") + part('name="f[size]"', b"9") + part('name="f"', b"text")
    assert read_body(body + END, TYPE)["f"]["size"] == 1


# -------------------------------------------------------------------------------- those who write them


def uploaded(rzp):
    customer = rzp.customer.create({"name": "Gaurav Kumar", "contact": "9123456780", "email": "g@example.com"})
    mandate = {"auth_type": "physical", "bank_account": ACCOUNT}
    order = {"amount": 0, "currency": "INR", "method": "nach", "customer_id": customer["id"], "token": mandate}
    return {"order_id": rzp.order.create(order)["id"], "recurring": "1"}


@pytest.mark.parametrize("filename", ["form.jpeg", "a form; of ₹ 'Gaurav' \"Kumar\".jpeg"])
def test_as_requests_writes_it(rzp, filename):
    requests = pytest.importorskip("requests")
    fields = uploaded(rzp)
    written = requests.Request(
        "POST", f"https://api.razorpay.com{URL}", data=fields, files={"file": (filename, JPEG, "image/jpeg")}
    ).prepare()
    reply = rzp.request("POST", URL, data=written.body, headers=written.headers)
    assert reply.body["razorpay_order_id"] == fields["order_id"]
    assert rzp.calls[-1].body["file"].pop("filename").replace("%22", '"') == filename
    assert rzp.calls[-1].body["file"]["size"] == len(JPEG)


@pytest.mark.parametrize("given", [JPEG, io.BytesIO(JPEG), ("form.jpeg", io.BytesIO(JPEG))])
def test_through_the_official_client(rzp, given):
    razorpay = pytest.importorskip("razorpay")
    client = rzp.client()
    if not hasattr(razorpay.Client, "file"):
        pytest.skip("this version of the client sends no files")
    fields = uploaded(rzp)
    answer = client.file(URL, {**fields, "file": given})
    assert client.utility.verify_payment_signature(answer)
    assert rzp.calls[-1].body["file"]["format"] == "jpeg"
    with pytest.raises(razorpay.errors.BadRequestError, match=r"^form status pending$"):
        client.file(URL, {**fields, "file": JPEG})


def test_under_patch(rzp, tmp_path):
    razorpay = pytest.importorskip("razorpay")
    path = tmp_path / "form.jpeg"
    path.write_bytes(JPEG)
    fields = uploaded(rzp)
    with rzp.patch(), path.open("rb") as form:
        client = razorpay.Client(auth=KEYS)
        url = f"https://api.razorpay.com{URL}"
        reply = client.session.post(url, data=fields, files={"file": form}, auth=client.auth)
    assert reply.json()["razorpay_order_id"] == fields["order_id"]
    assert rzp.calls[-1].body["file"] == {
        "filename": "form.jpeg",
        "content_type": None,
        "size": len(JPEG),
        "format": "jpeg",
    }
