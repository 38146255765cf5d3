"""HTML to tagged PDF (PDF/UA-1): the same input gives the same bytes, and nothing is fetched.

The font configuration and the parsed stylesheet are made once per process; without that each
page costs twice as much.
"""

import atexit
import hashlib
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from hlp.kit.refusal import TryLater

VARIANT = "pdf/ua-1"
STYLESHEET = "scss/pdf.css"
FONTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}

_one_at_a_time = threading.Lock()  # Pango's font map is not thread-safe


class PdfEngineMissing(TryLater):
    """The system libraries that set type are not installed; documents wait until they are."""


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    identifier: str,
    created: datetime | None = None,
) -> bytes:
    """A pure function of its arguments. `created` is the document's own date, never the clock's."""
    html = render_to_string(template, {**context, "title": title})
    with _one_at_a_time:
        engine = _engine()
        fonts, stylesheet, fetcher = _shared()
        page = engine.HTML(string=html, base_url=_folder().as_uri() + "/", url_fetcher=fetcher)
        document = page.render(font_config=fonts, stylesheets=[stylesheet], pdf_variant=VARIANT)
        document.metadata.title, document.metadata.lang = title, "en-GB"
        if created:
            stamp = created.astimezone(UTC).isoformat(timespec="seconds")
            document.metadata.created = document.metadata.modified = stamp
        data: bytes = document.write_pdf(
            pdf_variant=VARIANT, pdf_tags=True, pdf_identifier=_identifier(identifier)
        )
    return data


def load() -> None:
    """For a worker's start: the slow import. Without Pango nothing happens, documents wait."""
    with suppress(PdfEngineMissing):
        _engine()


def prepare() -> None:
    """For each process of a worker: fonts and stylesheet."""
    with suppress(PdfEngineMissing), _one_at_a_time:
        _engine()
        _shared()


def _identifier(text: str) -> bytes:
    # Any text will do as an identifier, so it is hashed: the file format wants no free text here.
    return hashlib.sha256(text.encode()).hexdigest()[:32].encode()


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "static"


def _engine() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 - slow library, and OSError where Pango is missing
    except OSError as error:
        raise PdfEngineMissing(
            "The PDF engine is missing, so documents wait. On Debian: apt-get install "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; on macOS: brew install pango."
        ) from error
    return weasyprint


@cache
def _shared() -> tuple[Any, Any, Any]:
    """Font configuration, parsed stylesheet and fetcher of this process."""
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - slow library

    atexit.register(_shared.cache_clear)  # while the libraries that free the fonts still live
    fonts, fetcher = FontConfiguration(), _fetcher()
    sheet = _folder() / STYLESHEET
    stylesheet = _engine().CSS(
        string=_font_faces() + sheet.read_text("utf-8"),
        base_url=sheet.as_uri(),
        font_config=fonts,
        url_fetcher=fetcher,
    )
    return fonts, stylesheet, fetcher


def _font_faces() -> str:
    folder = (_folder() / "build" / "fonts").as_uri()
    return "".join(
        f'@font-face {{ font-family: "Inter"; font-weight: {weight};'
        f' src: url("{folder}/Inter-{style}.ttf") }}\n'
        for style, weight in FONTS.items()
    )


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - slow library

    class OwnFilesOnly(URLFetcher):
        """Opens files under static/ and nothing else: no network, no other file of the machine."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not is_ours(url):
                raise ValueError(f"documents may not load {url}")
            return super().fetch(url, headers)

    return OwnFilesOnly(allowed_protocols=("file",), allow_redirects=False)


def is_ours(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return False
    return Path(unquote(parts.path)).resolve().is_relative_to(_folder().resolve())
