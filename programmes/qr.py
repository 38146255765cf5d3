"""QR codes as SVG in the page itself: made here, so no other site learns who scans what."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET = 4  # modules of white around it, as the standard asks
INK = "#10192b"


def svg(text: str, label: str) -> SafeString:
    """Without a size of its own: the stylesheet gives it one. `label` is what it is, aloud."""
    made = segno.make(text, micro=False, error="m")
    side = made.symbol_size(border=QUIET)[0]
    path = made.svg_inline(border=QUIET, dark=INK, omitsize=True, svgclass=None, lineclass=None)
    start, end = path.index("<path"), path.index("</svg>")
    return format_html(
        '<svg class="hlp-scan-code" viewBox="0 0 {0} {0}" role="img"><title>{1}</title>{2}</svg>',
        side,
        label,
        mark_safe(path[start:end]),  # noqa: S308 - figures of segno's own, no text
    )
