"""Pages that gather from several apps: the prospectus and each person's own start page."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlp.kit import clock, waiting
from members.models import Affiliation, Period, RoleHeld, User
from members.requests import MemberRequest
from members.states import PortalRole, SchoolRole


@dataclass(frozen=True)
class Milestone:
    """One date of the period as the timeline shows it."""

    on: date
    what: str
    is_past: bool


@login_not_required
@require_safe
def prospectus(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    period = Period.objects.current(clock.day_of(now))
    page = {"period": period, "hero": True}
    if period:
        page |= {
            "year_one": period.years.get(number=1),
            "timeline": timeline(period, clock.day_of(now)),
            "members": period.memberships.members().count(),
            "joining": joining_words(period, now),
        }
    return render(request, "hlp/prospectus.html", page)


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    user, now = request.user, clock.now()
    page = {
        "waiting": waiting.for_person(user, now),
        "posts": Affiliation.objects.current(clock.day_of(now))
        .filter(user=user)
        .select_related("school")
        .order_by("school__name", "role"),
        "roles": RoleHeld.objects.current(clock.day_of(now)).filter(user=user).order_by("role"),
        "links": links_for(user),
    }
    return render(request, "hlp/home.html", page)


def timeline(period: Period, today: date) -> list[Milestone]:
    """The dates of the period in order; what has no date yet is left out."""
    years = {year.number: year.invoice_on for year in period.years.all()}
    dates = (
        (period.information_meeting_on, "Information meeting for all schools"),
        (period.signup_closes_on, "Schools sign up by this day"),
        (period.board_first_meets_on, "The partnership board meets for the first time"),
        (years.get(1), "Invoices for year 1"),
        (period.leads_in_place_on, "Independent chair and lead schools in place"),
        (period.support_starts_on, "Support to schools begins"),
        (period.last_join_on, "Last day to join late"),
        (years.get(2), "Invoices for year 2"),
        (period.evaluation_due_on, "The partnership is evaluated"),
        (period.ends_on, "The period ends"),
    )
    known = [(on, what) for on, what in dates if on is not None]
    return [Milestone(on, what, on < today) for on, what in sorted(known)]


def joining_words(period: Period, now: datetime) -> str:
    """What a head needs to know about joining today, in one sentence."""
    if now < clock.start_of_day(period.signup_opens_on):
        return f"Sign-up for {period} opens on {period.signup_opens_on:%-d %B %Y}."
    if now <= period.signup_closes_at:
        return f"Sign up for {period} by {period.signup_closes_on:%-d %B %Y}."
    if now <= period.last_join_at:
        return f"{period} has begun. You can still join until {period.last_join_on:%-d %B %Y}."
    return f"Joining for {period} has closed."


# The pages a role works from: (roles, name of the page, what it is for)
PLACES: tuple[tuple[tuple[PortalRole, ...], str, str, str], ...] = (
    ((PortalRole.OFFICE,), "members:claim_list", "Claims", "People who say they work at a school"),
    (
        (PortalRole.OFFICE, PortalRole.CLERK),
        "members:membership_list",
        "Memberships",
        "Who has started, signed and joined",
    ),
    ((PortalRole.OFFICE,), "members:invitation_list", "Invitations", "Who was invited, and when"),
    (
        (PortalRole.OFFICE, PortalRole.FINANCE),
        "invoicing:run_list",
        "Fee runs",
        "Draft, approve and issue a year's invoices",
    ),
    (
        (PortalRole.OFFICE, PortalRole.FINANCE),
        "invoicing:invoice_list",
        "Invoices",
        "Find and download any invoice",
    ),
)


@dataclass(frozen=True)
class Place:
    url_name: str
    title: str
    what_for: str


def links_for(user: User) -> list[Place]:
    """Where this person's work is; a school's own people get their invoices."""
    places = [Place(name, title, text) for roles, name, title, text in PLACES if user.holds(*roles)]
    if user.schools_as(SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER):
        places.append(Place("invoicing:invoice_list", "Invoices", "Your school's invoices"))
    return list({place.url_name: place for place in places}.values())
