"""Help for heads and business managers: one short page a subject, in templates/hlp/help/."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from hlp.kit import clock
from hlp.kit.access import public
from hlp.pages import vat
from hlp.pages.prospectus import joining_words
from members.commitment import in_words
from members.models import Period


@dataclass(frozen=True)
class Guide:
    slug: str
    title: str
    about: str

    @property
    def url(self) -> str:
        return reverse(f"help_{self.slug}")


GUIDES = (
    Guide("joining", "Joining the partnership", "What you need, the five steps, and what follows"),
    Guide("signing", "Who can sign", "Headteachers, trusts, and what others can prepare"),
    Guide("invoices", "Invoices and purchase orders", "When, how much, VAT, and what to change"),
    Guide("people", "When people change", "A new head, a new business manager, a lost address"),
    Guide("second-factor", "Signing in safely", "A second factor, a new phone, recovery codes"),
)


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "hlp/help.html", {"guides": GUIDES})


@public
@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock.now()
    period = Period.objects.current(clock.day_of(now))
    page = {
        "guide": next(guide for guide in GUIDES if guide.slug == slug),
        "others": [other for other in GUIDES if other.slug != slug],
        "period": period,
        "joining": joining_words(period, now) if period else "",
        "years": _years(period) if period else [],
        "second_factor_required": settings.MFA_REQUIRED,
        "vat": vat.words_by_kind(period, clock.day_of(now)) if slug == "invoices" else [],
    }
    return render(request, f"hlp/help/{slug.replace('-', '_')}.html", page)


def _years(period: Period) -> list[dict[str, object]]:
    """What each year costs. The second may still become cheaper (prospectus, Costs)."""
    return [
        {
            "number": year.number,
            "fee": in_words(year.fee),
            "is_open": year.number == 2 and year.agreed_fee is None,
            "starts_on": year.starts_on,
            "ends_on": year.ends_on,
            "invoice_on": year.invoice_on,
        }
        for year in period.years.order_by("number")
    ]


# One address name a page, so that the tests of every URL look at each of them.
urlpatterns: list[URLPattern] = [
    path("help/", index, name="help"),
    *(
        path(f"help/{page.slug}/", guide, {"slug": page.slug}, name=f"help_{page.slug}")
        for page in GUIDES
    ),
]
