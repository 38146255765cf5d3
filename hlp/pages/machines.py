"""Small files that programs ask for: search engines, security researchers, browsers."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hlp.kit import clock
from hlp.kit.access import public

# Nothing behind sign-in is for a search engine; personal links least of all.
NOT_FOR_ROBOTS = ("/accounts/", "/admin/", "/home/", "/invitations/", "/invoices/", "/office/")


@public
@require_safe
@cache_control(max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    return _text(lines)


@public
@require_safe
@cache_control(max_age=86_400)
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a weakness. It may not promise more than a year."""
    expires = (clock.now() + timedelta(days=180)).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{settings.OFFICE_EMAIL}",
        f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return _text(lines)


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it by this name whatever the page says."""
    return redirect(static("img/favicon.svg"))


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
