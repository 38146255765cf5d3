"""Each person's own start page, gathered from every app: what waits, where their work is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlp.kit import clock, waiting
from hlp.pages.prospectus import Milestone, timeline
from members.acting import acting_part
from members.back_room import has_key
from members.models import Claim, Membership, MembershipYear, Period, School, User
from members.requests import MemberRequest
from members.states import PortalRole, SchoolRole
from programmes.models import Event
from programmes.states import PlaceState
from programmes.wording import span

URGENCY = ("todo", "soon", "info", "done")
PAYERS = frozenset({SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER})
AT_FIRST = 8  # what waits is a page to take in at a glance; the rest opens on it
NEXT_EVENTS = 4


@dataclass(frozen=True)
class OwnSchool:
    """A school where the person works, how it stands this period, and what they may open."""

    school: School
    roles: str
    membership: Membership | None
    sees_invoices: bool


@dataclass(frozen=True)
class ComingEvent:
    """An event the person goes to, or that their school may book; `place` is their own."""

    event: Event
    place: PlaceState | None

    @property
    def when(self) -> str:
        return span(self.event.starts_at, self.event.ends_at)


@dataclass(frozen=True)
class Place:
    url_name: str
    title: str
    what_for: str


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    user, now = request.user, clock.now()
    today = clock.day_of(now)
    part = acting_part(request)
    waits = sorted(waiting.for_person(user, now), key=lambda row: URGENCY.index(row.tone))
    page = {
        "waiting": waits[:AT_FIRST],
        "waiting_more": waits[AT_FIRST:],
        "schools": own_schools(user, today, first=part.school if part else None),
        "events": coming_events(user, now),
        "claims": Claim.objects.waiting().filter(user=user).select_related("school"),
        "work": work_of(user, first=part.role if part else None),
        "roles": user.current_roles(),
        "coming": coming(today),
    }
    return render(request, "hlp/home.html", page)


def own_schools(user: User, today: date, first: School | None = None) -> list[OwnSchool]:
    """One query, however many schools; the one that the person acts for stands first."""
    by_school: dict[School, list[SchoolRole]] = {}
    for post in user.current_posts():
        by_school.setdefault(post.school, []).append(SchoolRole(post.role))
    if not by_school:
        return []
    period = Period.objects.only_running(today)
    found = Membership.objects.visible_to(user).filter(period__in=period, school__in=by_school)
    joined = {membership.school_id: membership for membership in found}
    return [
        OwnSchool(school, in_words(roles), joined.get(school.pk), not PAYERS.isdisjoint(roles))
        for school, roles in sorted(by_school.items(), key=lambda row: row[0] != first)
    ]


def in_words(roles: Iterable[SchoolRole]) -> str:
    return " and ".join(role.in_words for role in roles)


def coming_events(user: User, now: datetime) -> list[ComingEvent]:
    """For people of schools: the next events they go to, then those they may book."""
    if not user.current_posts():
        return []
    rows = Event.objects.next_for(user, now)[:NEXT_EVENTS]
    return [ComingEvent(event, _own_place(event)) for event in rows]


def _own_place(event: Event) -> PlaceState | None:
    place = event.own_place  # type: ignore[attr-defined]  # annotated
    return PlaceState(place) if place else None


def coming(today: date) -> list[Milestone]:
    """The next dates of the partnership, so that nobody's page is empty."""
    period = Period.objects.only_current(today)
    rows = MembershipYear.objects.filter(period__in=period).select_related("period")
    years = {year.number: year for year in rows}
    if not years:
        return []
    dates = timeline(years[min(years)].period, years, today)
    return [row for row in dates if not row.is_past][:3]


# The pages a role works from: subject → (roles, name of the page, title, what it is for)
OFFICE, CLERK, FINANCE = PortalRole.OFFICE, PortalRole.CLERK, PortalRole.FINANCE
BOTH, BOOKS = (OFFICE, CLERK), (OFFICE, FINANCE)
Row = tuple[tuple[PortalRole, ...], str, str, str]
WORK: dict[str, tuple[Row, ...]] = {
    "Schools and people": (
        ((OFFICE,), "members:enquiry_list", "Questions", "What people ask, and our answers"),
        ((OFFICE,), "members:claim_list", "Claims", "Who says they work at a school"),
        ((OFFICE,), "members:invitation_list", "Invitations", "Who was invited, and when"),
        (BOTH, "members:membership_list", "Memberships", "Who has started, signed, joined"),
        (BOTH, "members:funnel", "How far the schools are", "Invited, started, signed"),
        ((OFFICE,), "members:schools_changed", "Schools that changed", "Closed or merged"),
        ((OFFICE,), "members:announcement_list", "Announcements", "Write to heads"),
    ),
    "Fees": (
        (BOOKS, "invoicing:run_list", "Fee runs", "Draft, approve and issue invoices"),
        (BOOKS, "invoicing:invoice_list", "Invoices", "Find and download any invoice"),
        (BOOKS, "invoicing:payment_list", "Payments", "Record what was paid"),
    ),
    "Bids": ((BOTH, "bids:office", "Priorities and calls", "Set up and run calls for bids"),),
    "Board": ((BOTH, "board:seat_list", "Seats of the board", "Appoint, end and co-opt"),),
    "Programmes": ((BOTH, "programmes:survey_list", "Surveys", "Ask schools, read what they say"),),
    "The portal": (
        ((OFFICE,), "members:period_list", "Periods", "Set up the next run of the partnership"),
        ((OFFICE,), "members:policy_list", "Policies", "Publish terms and policies"),
        ((OFFICE,), "reminder_list", "Reminders", "What people are reminded of, and when"),
    ),
}
BACK_ROOM = Place("admin:index", "Back room", "Look everything up, and correct it")


def work_of(user: User, first: PortalRole | None = None) -> dict[str, list[Place]]:
    """Where this person's work is, by subject; that of the role acted in before the rest."""
    found: dict[str, list[Place]] = {}
    for subject, rows in sorted(WORK.items(), key=lambda item: not _is_of(first, item[1])):
        if own := [Place(*row) for roles, *row in rows if user.holds(*roles)]:
            found[subject] = own
    if has_key(user):
        found.setdefault("The portal", []).append(BACK_ROOM)
    return found


def _is_of(role: PortalRole | None, rows: Iterable[Row]) -> bool:
    return role is None or any(role in roles for roles, *_ in rows)
