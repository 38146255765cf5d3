"""Each person's own start page, gathered from every app: what waits, where their work is."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlp.kit import clock, waiting
from members.models import Affiliation, RoleHeld, User
from members.requests import MemberRequest
from members.states import PortalRole, SchoolRole


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
    ((PortalRole.OFFICE,), "reminder_list", "Reminders", "What people are reminded of, and when"),
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
