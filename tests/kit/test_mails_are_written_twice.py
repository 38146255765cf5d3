"""A mail is written as plain text and as HTML; names stay names in both."""

import pytest
from django.template import TemplateDoesNotExist

from hlp.kit import mail


@pytest.fixture
def written(tmp_path, settings):
    folder = tmp_path / "emails"
    folder.mkdir()
    (folder / "hello.txt").write_text("Welcome {{ name }}\n\nDear {{ name }},\n{{ site_url }}\n")
    (folder / "hello.html").write_text("<h1>{{ subject }}</h1><p>{{ name }}</p>")
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path]}]


def test_the_first_line_is_the_subject(written, settings):
    letter = mail.compose("hello", {"name": "O'Brien & Co"})

    assert letter.subject == "Welcome O'Brien & Co"
    assert letter.text == f"Dear O'Brien & Co,\n{settings.SITE_URL}\n"
    assert letter.html == "<h1>Welcome O&#x27;Brien &amp; Co</h1><p>O&#x27;Brien &amp; Co</p>"


def test_a_name_cannot_add_a_header(written):
    letter = mail.compose("hello", {"name": "X\r\nBcc: all@school.example"})

    assert "\n" not in letter.subject
    assert "\r" not in letter.subject


def test_a_missing_half_is_a_mistake(written):
    with pytest.raises(TemplateDoesNotExist):
        mail.compose("nothing", {})
