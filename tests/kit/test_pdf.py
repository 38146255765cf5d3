"""PDFs are tagged, say their language, come out the same every time, and fetch nothing."""

import sys
from datetime import UTC, datetime
from io import BytesIO

import page
import pytest
from django.conf import settings
from pypdf import PdfReader

from hlp.kit import pdf

BODY = """<!doctype html><html lang="en-GB"><head><title>{title}</title></head><body><main>
<h1>Invoice 1</h1><p>Bourne Lane Primary School</p>{more}
<table><thead><tr><th scope="col">What</th><th scope="col" class="amount">Net</th></tr></thead>
<tbody><tr><td>Membership</td><td class="amount">£1,500.00</td></tr></tbody></table>
</main></body></html>"""


@pytest.fixture
def render(monkeypatch):
    """Renders a body of our own instead of an app's template."""

    def make(more="", **changes):
        monkeypatch.setattr(
            pdf, "render_to_string", lambda name, context: BODY.format(**{**context, "more": more})
        )
        given = {
            "title": "Invoice 1",
            "identifier": "invoice:1",
            "created": datetime(2022, 4, 1, 12, tzinfo=UTC),
        }
        return pdf.render("any.html", {}, **{**given, **changes})

    return make


def test_the_same_input_gives_the_same_bytes(render):
    first, second = render(), render()

    assert first == second
    assert render(identifier="invoice:2") != first


def test_a_fresh_process_gives_the_same_bytes(render):
    first = render()
    pdf._shared.cache_clear()

    assert render() == first


def test_it_says_what_it_is(render):
    reader = PdfReader(BytesIO(render()))

    assert reader.metadata.title == "Invoice 1"
    assert reader.metadata.creation_date == datetime(2022, 4, 1, 12, tzinfo=UTC)
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    text = reader.pages[0].extract_text()
    assert "Bourne Lane Primary School" in text
    assert "£1,500.00" in text


def test_it_is_set_in_our_own_font(render):
    reader = PdfReader(BytesIO(render()))

    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    names = {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts}
    assert names
    assert all(name.startswith("Inter") for name in names)


def test_it_keeps_the_rules_of_pdf_ua(render):
    report = page.validate_pdf_bytes(render(), profile="ua1")

    assert [(found.rule_id, found.message) for found in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
        "https://example.org/a.png",
        "data:image/svg+xml,<svg/>",
        "ftp://example.org/a",
        f"file://{settings.BASE_DIR}/static/../manage.py",
        f"file://{settings.BASE_DIR}/static/%2e%2e/manage.py",
        "file://elsewhere/srv/static/img/logo.svg",
    ],
)
def test_nothing_outside_our_own_files_is_opened(url):
    assert not pdf.is_ours(url)
    with pytest.raises(ValueError, match="may not load"):
        pdf._shared()[2].fetch(url)


def test_our_own_files_are_opened():
    sheet = settings.BASE_DIR / "static" / "scss" / "pdf.css"

    assert pdf.is_ours(sheet.as_uri())
    assert pdf._shared()[2].fetch(sheet.as_uri()).read() == sheet.read_bytes()


def test_a_foreign_picture_is_left_out_and_the_document_still_made(render):
    plain = render()
    foreign = render(more='<img src="file:///etc/passwd" alt="x">')

    assert b"root:" not in foreign
    assert plain[:8] == foreign[:8]


def test_without_the_engine_it_says_what_to_install(render, monkeypatch):
    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])

    with pytest.raises(pdf.PdfEngineMissing, match=r"apt-get install libpango-1\.0-0"):
        render()
