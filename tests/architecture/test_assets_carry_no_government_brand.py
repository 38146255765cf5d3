"""GDS Transport and the crown are gov.uk's alone; what set-up builds must not serve them."""

import pytest

from tests.architecture.sources import ROOT

BUILT = ROOT / "static" / "build"
NOT_OURS = (b"gds transport", b"crest", b"crown")


def brand_marks(name, content):
    """What a built file carries of the government's brand, in its name or its text."""
    return [mark.decode() for mark in NOT_OURS if mark in content.lower() or mark in name.encode()]


def test_nothing_of_it_is_built():
    files = [path for path in BUILT.rglob("*") if path.is_file()]
    found = {
        path.name: marks for path in files if (marks := brand_marks(path.name, path.read_bytes()))
    }

    assert files, "static/build is empty: run python3 manage.py check once"
    assert found == {}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hlp.css", b'@font-face{font-family:"GDS Transport"}'),
        ("hlp.css", b"background:url(govuk-crest.svg)"),
        ("govuk-crest.svg", b""),
    ],
)
def test_the_brand_is_seen(name, content):
    assert brand_marks(name, content) != []
