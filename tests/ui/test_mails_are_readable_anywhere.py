"""Mail programs know no stylesheet: links carry their colour, long addresses break on a phone."""

import re
from pathlib import Path

import pytest

EMAILS = Path(__file__).resolve().parents[2] / "templates" / "emails"
PAGES = sorted(EMAILS.rglob("*.html"))


def test_there_are_mails_to_look_at():
    assert len(PAGES) > 15


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(EMAILS)))
def test_every_link_says_its_colour_once(page):
    links = re.findall(r"<a .*?[\"']\s*>", page.read_text(encoding="utf-8"))

    assert [link for link in links if link.count("style=") != 1 or "color: #" not in link] == []


def test_what_is_long_breaks_instead_of_widening_the_page():
    frame = (EMAILS / "base.html").read_text(encoding="utf-8")

    cells = re.findall(r"<td style=\"([^\"]*)\"", frame)
    text = [
        style for style in cells if "background-color" not in style and "20px 10px" not in style
    ]
    assert len(text) == 2
    assert all("word-break: break-word" in style for style in text)
