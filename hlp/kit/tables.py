"""A table on a phone: each row is a card, each of its cells beside the name of its column."""

import re

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

HEADING = re.compile(r"<th\b([^>]*)>(.*?)</th>", re.DOTALL)
OPENING = re.compile(r"<(tr|th|td)\b([^>]*)>(\s*–\s*</td>)?")
SPAN = re.compile(r'colspan="(\d+)"')


def labelled(table: str) -> SafeString:
    """Bare thead and tbody, as a template drew them, with data-label on each td.

    A dash says on a wide page that nothing was left out; a card does not show it (data-nothing).
    """
    head, end, body = table.partition("</thead>")
    names = [name for heading in HEADING.finditer(head) for name in _names(*heading.groups())]
    column = 0

    def label(opening: re.Match[str]) -> str:
        nonlocal column
        tag, attributes, dash = opening.groups()
        at = column
        column = 0 if tag == "tr" else column + _span(attributes)
        if tag != "td" or at >= len(names):
            return opening[0]
        nothing = " data-nothing" if dash else ""
        return f'<td data-label="{names[at]}"{nothing}{attributes}>{dash or ""}'

    return SafeString(head + end + OPENING.sub(label, body))


def _names(attributes: str, heading: str) -> list[str]:
    text = " ".join(strip_tags(heading).split()).replace('"', "&quot;")
    return [text] * _span(attributes)


def _span(attributes: str) -> int:
    found = SPAN.search(attributes)
    return int(found[1]) if found else 1
