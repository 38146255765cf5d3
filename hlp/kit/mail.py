"""Turns a pair of templates into a message: plain text first, HTML beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str
    html: str


def compose(name: str, context: Mapping[str, Any]) -> Mail:
    """`templates/emails/<name>.txt` (first line: the subject) and `<name>.html`."""
    shared = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "office_email": settings.OFFICE_EMAIL,
    }
    plain = get_template(f"emails/{name}.txt").template  # type: ignore[attr-defined]
    written = plain.render(Context({**shared, **context}, autoescape=False))
    first, _, body = written.lstrip().partition("\n")
    subject = " ".join(first.split())
    html = render_to_string(f"emails/{name}.html", {**shared, **context, "subject": subject})
    return Mail(subject=subject, text=body.strip() + "\n", html=html)
