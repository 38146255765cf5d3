"""HTML to tagged PDF (PDF/UA-1): the same input gives the same bytes, and nothing is fetched.

The font configuration and the parsed stylesheet are made once per process; without that each
page costs twice as much.
"""

import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from hlp.kit.refusal import TryLater

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
    html = render_to_string(
        template, {**context, "title": title, "created": created, "lang": "en-GB"}
    )
    with _one_at_a_time:
        weasyprint = _engine()
        fonts, stylesheet, fetcher = _shared()
        page = weasyprint.HTML(string=html, base_url=_folder().as_uri() + "/", url_fetcher=fetcher)
        document = page.render(font_config=fonts, stylesheets=[stylesheet], pdf_variant="pdf/ua-1")
        document.metadata.title = title
        document.metadata.lang = "en-GB"
        if created:
            document.metadata.created = document.metadata.modified = created.isoformat(
                timespec="seconds"
            )
        data: bytes = document.write_pdf(
            pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=identifier.encode()
        )
    return data


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "static"


def _engine() -> Any:
    try:
        # Slow library (over a second), and it raises OSError where Pango is missing.
        import weasyprint
    except OSError as error:
        raise PdfEngineMissing(
            "The PDF engine is missing, so documents wait. On Debian: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; on macOS: brew install pango."
        ) from error
    return weasyprint


@cache
def _shared() -> tuple[Any, Any, Any]:
    weasyprint = _engine()
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), _fetcher()
    css = _font_faces() + (_folder() / STYLESHEET).read_text("utf-8")
    stylesheet = weasyprint.CSS(
        string=css,
        base_url=(_folder() / STYLESHEET).as_uri(),
        font_config=fonts,
        url_fetcher=fetcher,
    )
    return fonts, stylesheet, fetcher


def _font_faces() -> str:
    folder = (_folder() / "build" / "fonts").as_uri()
    return "".join(
        f'@font-face {{ font-family: "Inter"; font-weight: {weight}; src: url("{folder}/Inter-{style}.ttf") }}\n'
        for style, weight in FONTS.items()
    )


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
        """Opens files under static/ and nothing else: no network, no other file of the machine."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not _is_ours(url):
                raise ValueError(f"documents may not load {url}")
            return super().fetch(url, headers)

    return OwnFilesOnly(allowed_protocols=("file",), allow_redirects=False)


def _is_ours(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return False
    return Path(unquote(parts.path)).resolve().is_relative_to(_folder().resolve())
