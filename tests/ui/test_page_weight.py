"""The first page and all it loads stay under 100 KB over the wire."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

LIMIT = 100_000


@pytest.mark.django_db
def test_the_first_page_weighs_less_than_100_kilobytes(client: Client) -> None:
    html = client.get("/").content

    files = sorted(set(re.findall(r'"/static/([^"]+)"', html.decode())))
    sizes = {name: on_the_wire(name) for name in files}
    assert "build/css/hlp.css" in sizes
    assert "build/js/govuk-frontend.min.js" in sizes
    assert sum(sizes.values()) + len(gzip.compress(html)) < LIMIT, sizes


def on_the_wire(name: str) -> int:
    """Fonts are compressed already, the rest is sent gzipped at least."""
    path = finders.find(name)
    assert path, f"{name} is on the page but not among the static files"
    with open(path, "rb") as file:  # noqa: PTH123 - finders give plain paths
        data = file.read()
    return len(data) if name.endswith(".woff2") else len(gzip.compress(data))
