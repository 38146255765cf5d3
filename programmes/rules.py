"""Who may do what in delivery (design 9 and 12).

Predicates are questions about a person and a thing; *when* is the business of workflow/.
"""

from typing import Any

import rules

from members.models import School
from members.querysets import AnyUser, belongs, holds, schools_as
from members.rules import is_board, is_chair, is_clerk, is_office, works_as
from members.states import PortalRole, SchoolRole
from programmes.models import Event, Place, Programme, Resource
from programmes.querysets import led_from
from programmes.querysets.places import BOOKING
from programmes.states import (
    PUBLIC_PROGRAMMES,
    PlaceState,
)


def programme_of(thing: Any) -> Programme | None:
    """The programme a thing belongs to: itself, its own, its event's, its place's event's."""
    if thing is None or isinstance(thing, Programme):
        return thing
    for way in ("programme", "event", "place", "register", "survey"):
        if found := getattr(thing, way, None):
            return programme_of(found)
    return None


@rules.predicate
def plans(user: AnyUser, thing: Any) -> bool:
    """Head or CPD lead of a school that leads the programme, or named as its programme lead."""
    programme = programme_of(thing)
    urns = led_from(user)
    if programme is None or not urns:
        return False
    return programme.leads.filter(school__in=urns).exists()


@rules.predicate
def is_open_to_all(user: AnyUser, programme: Programme | None) -> bool:
    return programme is not None and programme.state in PUBLIC_PROGRAMMES


@rules.predicate
def is_published(user: AnyUser, event: Event | None) -> bool:
    return event is not None and event.was_announced


@rules.predicate
def is_own_place(user: AnyUser, place: Place | None) -> bool:
    return place is not None and user.is_authenticated and place.person_id == user.pk


@rules.predicate
def cares_for_staff_of(user: AnyUser, thing: School | Any) -> bool:
    """Head, CPD lead or business manager of the school the thing is of."""
    urn = thing.pk if isinstance(thing, School) else getattr(thing, "school_id", None)
    return urn is not None and urn in schools_as(user, *BOOKING)


@rules.predicate
def has_confirmed_place(user: AnyUser, event: Event | None) -> bool:
    if event is None or not user.is_authenticated:
        return False
    return event.places.filter(person=user, state=PlaceState.CONFIRMED).exists()


@rules.predicate
def belongs_somewhere(user: AnyUser) -> bool:
    return belongs(user)


@rules.predicate
def is_shown_resource(user: AnyUser, resource: Resource | None) -> bool:
    """One rule with the list: the queryset knows the audiences."""
    if resource is None:
        return False
    return Resource.objects.visible_to(user).filter(pk=resource.pk).exists()


@rules.predicate
def is_offices_own(user: AnyUser, thing: Any) -> bool:
    """An event outside every programme is the office's to organise."""
    return programme_of(thing) is None and holds(user, PortalRole.OFFICE)


organises = is_office | plans
watches = is_office | is_clerk | is_board
looks_after = is_own_place | cares_for_staff_of | organises

# what                                     who
rules.add_perm("programmes.manage_calendar", is_office)
rules.add_perm("programmes.view_programme", is_open_to_all | watches | plans)
rules.add_perm("programmes.open_programme", is_office)
rules.add_perm("programmes.plan_programme", organises)
rules.add_perm("programmes.close_programme", is_office)
rules.add_perm("programmes.name_lead", works_as(SchoolRole.HEADTEACHER) | is_office)  # a LeadSchool
rules.add_perm("programmes.log_outreach", organises)
rules.add_perm("programmes.view_outreach", watches | plans)
# The board's view: reach, commitments, satisfaction, quality
rules.add_perm("programmes.view_impact", watches)
rules.add_perm("programmes.accept_commitment", is_chair | is_clerk)
rules.add_perm("programmes.write_quality_note", is_board | is_clerk)
rules.add_perm("programmes.sign_off_quality_note", is_chair)
# Events and places
rules.add_perm("programmes.view_event", is_published | watches | plans)
rules.add_perm("programmes.plan_event", organises)
rules.add_perm("programmes.book_self", belongs_somewhere)
rules.add_perm("programmes.book_for_school", cares_for_staff_of | is_office)
rules.add_perm("programmes.view_place", looks_after)
rules.add_perm("programmes.change_place", looks_after)
rules.add_perm("programmes.see_join_link", has_confirmed_place | organises)
# Only who organises that very event: it may reveal health or belief.
rules.add_perm("programmes.see_needs", plans | is_offices_own)
# Registers and certificates
rules.add_perm("programmes.take_register", organises)
rules.add_perm("programmes.view_certificate", looks_after)
rules.add_perm("programmes.issue_certificate", organises)
# Surveys
rules.add_perm("programmes.write_survey", organises)
rules.add_perm("programmes.view_survey", watches | plans)
# Resources
rules.add_perm("programmes.share_resource", organises)
rules.add_perm("programmes.view_resource", is_shown_resource)
