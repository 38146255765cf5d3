"""Each person's own start page, gathered from every app: what waits, where their work is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlp.kit import clock, waiting
from hlp.pages.prospectus import Milestone, timeline
from members.acting import acting_part
from members.back_room import has_key
from members.models import Affiliation, Claim, Membership, Period, School, User
from members.requests import MemberRequest
from members.states import PortalRole, SchoolRole

URGENCY = ("todo", "soon", "info", "done")
PAYERS = frozenset({SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER})


@dataclass(frozen=True)
class OwnSchool:
    """A school where the person works, how it stands this period, and what they may open."""

    school: School
    roles: str
    membership: Membership | None
    sees_invoices: bool


@dataclass(frozen=True)
class Place:
    url_name: str
    title: str
    what_for: str


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    user, now = request.user, clock.now()
    today = clock.day_of(now)
    period = Period.objects.current(today)
    part = acting_part(request)
    page = {
        "waiting": sorted(waiting.for_person(user, now), key=lambda row: URGENCY.index(row.tone)),
        "schools": own_schools(user, today, first=part.school if part else None),
        "claims": Claim.objects.waiting().filter(user=user).select_related("school"),
        "links": links_for(user, first=part.role if part else None),
        "roles": user.current_roles(),
        "coming": coming(period, today),
    }
    return render(request, "hlp/home.html", page)


def own_schools(user: User, today: date, first: School | None = None) -> list[OwnSchool]:
    """Three queries, however many schools; the one that the person acts for stands first."""
    if not user.schools_as(*SchoolRole):
        return []
    period = Period.objects.running(today)
    posts = Affiliation.objects.current(today).filter(user=user).select_related("school")
    by_school: dict[School, list[SchoolRole]] = {}
    for post in posts.order_by("school__name", "role"):
        by_school.setdefault(post.school, []).append(SchoolRole(post.role))
    found = Membership.objects.visible_to(user).filter(period=period, school__in=by_school)
    joined = {membership.school_id: membership for membership in found}
    return [
        OwnSchool(school, in_words(roles), joined.get(school.pk), not PAYERS.isdisjoint(roles))
        for school, roles in sorted(by_school.items(), key=lambda row: row[0] != first)
    ]


def in_words(roles: Iterable[SchoolRole]) -> str:
    return " and ".join(role.in_words for role in roles)


def coming(period: Period | None, today: date) -> list[Milestone]:
    """The next dates of the partnership, so that nobody's page is empty."""
    if period is None:
        return []
    years = {year.number: year for year in period.years.all()}
    return [row for row in timeline(period, years, today) if not row.is_past][:3]


# The pages a role works from: (roles, name of the page, what it is for)
OFFICE, CLERK, FINANCE = PortalRole.OFFICE, PortalRole.CLERK, PortalRole.FINANCE
PLACES: tuple[tuple[tuple[PortalRole, ...], str, str, str], ...] = (
    ((OFFICE,), "members:enquiry_list", "Questions", "What people ask, and what we answered"),
    ((OFFICE,), "members:claim_list", "Claims", "People who say they work at a school"),
    (
        (OFFICE, CLERK),
        "members:membership_list",
        "Memberships",
        "Who has started, signed and joined",
    ),
    ((OFFICE, CLERK), "members:funnel", "How far the schools are", "Invited, started, signed"),
    ((OFFICE,), "members:schools_changed", "Schools that changed", "Closed, merged, academies"),
    ((OFFICE,), "members:announcement_list", "Announcements", "Write to all heads, or some"),
    ((OFFICE,), "members:period_list", "Periods", "Set up the next run of the partnership"),
    ((OFFICE,), "members:policy_list", "Policies", "Publish terms of reference and policies"),
    ((OFFICE,), "members:invitation_list", "Invitations", "Who was invited, and when"),
    ((OFFICE, FINANCE), "invoicing:run_list", "Fee runs", "Draft, approve and issue invoices"),
    ((OFFICE, FINANCE), "invoicing:invoice_list", "Invoices", "Find and download any invoice"),
    ((OFFICE, FINANCE), "invoicing:payment_list", "Payments", "Record what was paid"),
    ((OFFICE, CLERK), "bids:office", "Priorities and calls", "Set up and run calls for bids"),
    ((OFFICE, CLERK), "board:seat_list", "Seats of the board", "Appoint, end and co-opt"),
    ((OFFICE, CLERK), "programmes:survey_list", "Surveys", "Ask schools, and read what they say"),
    ((OFFICE,), "reminder_list", "Reminders", "What people are reminded of, and when"),
    ((OFFICE, CLERK), "members:school_list", "Member schools", "The public list of who has joined"),
)


def links_for(user: User, first: PortalRole | None = None) -> list[Place]:
    """Where this person's work is, that of the role acted in before the rest."""
    open_to = [row for row in PLACES if user.holds(*row[0])]
    open_to.sort(key=lambda row: first is not None and first not in row[0])
    places = [Place(name, title, text) for _, name, title, text in open_to]
    if has_key(user):
        places.append(Place("admin:index", "Back room", "Look everything up, and correct it"))
    return places
