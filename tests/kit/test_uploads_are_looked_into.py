"""What a person sends is what its bytes say, whatever it is called."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile

from hlp.kit import office_files, uploads
from tests.factories.resources import package

A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


def picture(kind):
    made = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(made, kind)
    return made.getvalue()


@pytest.fixture(autouse=True, params=[False, True])
def patient_pillow(request, monkeypatch):
    """Also after WeasyPrint has told Pillow to put up with pictures that were cut off."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", request.param)


def check(data, name="scan.pdf", **more):
    return uploads.check(SimpleUploadedFile(name, data), **more)


@pytest.mark.parametrize(
    ("data", "content_type", "ending"),
    [
        (A_PDF, "application/pdf", ".pdf"),
        (picture("JPEG"), "image/jpeg", ".jpg"),
        (picture("PNG"), "image/png", ".png"),
    ],
)
def test_its_kind_and_ending_come_from_its_content(data, content_type, ending):
    found = check(data, "signed.exe")

    assert (found.content_type, found.filename) == (content_type, f"signed{ending}")
    assert found.data == data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "must be a PDF, a JPEG picture or a PNG"),
        (b"MZ\x90\x00", "must be a PDF"),
        (A_PDF[:-8], "damaged or was cut off"),
        (picture("PNG")[:-30], "damaged or was cut off"),
        (picture("JPEG")[:200], "damaged or was cut off"),
        (b"\xff\xd8\xff" + b"no picture", "damaged or was cut off"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(data, words):
    with pytest.raises(uploads.BadUpload, match=words):
        check(data)


@pytest.mark.parametrize(
    ("kind", "ending"),
    [(uploads.DOCX, ".docx"), (uploads.PPTX, ".pptx"), (uploads.XLSX, ".xlsx")],
)
def test_an_office_file_is_known_by_its_parts(kind, ending):
    found = check(package(kind), "handout.doc", allowed=[kind])

    assert (found.content_type, found.filename) == (kind, f"handout{ending}")


def locked(data):
    """The flag of a package with a password, in its list of parts."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + b"\x01" + data[at + 1 :]


def damaged(data):
    at = data.index(b"<xml/>"[:1]) if b"<xml/>" in data else 45
    return data[:at] + b"\xff\xff" + data[at + 2 :]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (package(uploads.DOCX, **{"word/vbaProject.bin": b"x"}), "has macros"),
        (package(uploads.DOCX)[:-20], "must be a Word document"),
        (locked(package(uploads.DOCX)), "damaged"),
        (damaged(package(uploads.DOCX, **{"a": b"b" * 50})), "damaged"),
        (package(uploads.PPTX), "must be a Word document"),
    ],
)
def test_an_office_file_that_is_another_locked_cut_or_has_macros_is_refused(data, words):
    with pytest.raises(uploads.BadUpload, match=words):
        check(data, "a.docx", allowed=[uploads.DOCX])


def test_a_package_that_unpacks_to_a_flood_is_refused(monkeypatch):
    flood = package(uploads.DOCX, **{"word/media/a.bmp": b"0" * 3_000_000})
    monkeypatch.setattr(office_files, "MOST_UNPACKED", 2_000_000)

    with pytest.raises(uploads.BadUpload, match="damaged"):
        check(flood, "a.docx", allowed=[uploads.DOCX])


def test_ten_megabytes_are_enough(monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 30)
    with pytest.raises(uploads.BadUpload, match="smaller than"):
        check(A_PDF)


def test_a_page_may_ask_for_pdfs_alone():
    with pytest.raises(uploads.BadUpload, match=r"must be a PDF$"):
        check(picture("PNG"), allowed=[uploads.PDF])


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\scans\\Bourne  Lane.PDF", "Bourne  Lane.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "a-Set-Cookie- x.pdf"),
        (".pdf", "pdf.pdf"),
    ],
)
def test_its_name_is_made_safe(name, safe):
    file = SimpleUploadedFile("x", A_PDF)
    file._name = name  # type: ignore[attr-defined]  # what Django has cleaned before, but a service may be handed

    assert uploads.check(file).filename == safe
