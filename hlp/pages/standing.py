"""What the portal says about itself: privacy, cookies, accessibility."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlp.kit.access import public
from hlp.pages import kept
from members.sessions import ABSOLUTE, IDLE, SHORT_IDLE

# The statement is reviewed once a year (PSBAR 2018); change the date when it has been.
STATEMENT_ON = date(2026, 11, 24)
REVIEW = timedelta(days=365)


@dataclass(frozen=True)
class Cookie:
    name: str
    why: str
    until: str


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "hlp/privacy.html", {"records": kept.records()})


@public
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    page = {"cookies": _cookies(), "idle": _hours(IDLE), "short_idle": _minutes(SHORT_IDLE)}
    return render(request, "hlp/cookies.html", page)


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    page = {"prepared_on": STATEMENT_ON, "review_on": STATEMENT_ON + REVIEW}
    return render(request, "hlp/accessibility.html", page)


def _cookies() -> list[Cookie]:
    """By the names they really have, which differ between http and https."""
    year = f"{settings.CSRF_COOKIE_AGE // (7 * 86_400)} weeks after your last visit"
    return [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            "Keeps you signed in",
            f"you sign out, close the browser, or {_hours(ABSOLUTE)} have passed",
        ),
        Cookie(settings.CSRF_COOKIE_NAME, "Makes sure that a form you send is yours", year),
        Cookie("messages", "Carries a short message to the next page", "you have seen it"),
    ]


def _hours(span: timedelta) -> str:
    return f"{span // timedelta(hours=1)} hours"


def _minutes(span: timedelta) -> str:
    return f"{span // timedelta(minutes=1)} minutes"
