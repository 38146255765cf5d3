"""Programmes and half-terms: public to read, planned by lead schools, the rest is the office's."""

from datetime import timedelta

from hlp.kit import clock
from members.models import RoleHeld
from members.states import SchoolRole
from programmes import term_dates
from programmes.models import AcademicYear, ClosedDay, Cluster, LeadSchool, Programme
from programmes.pasting import Read
from programmes.services import calendar, clusters, leading, opening, outreach
from programmes.states import ContactOutcome, ContactWay, ProgrammeState
from tests.access.page import List, Page, Visible
from tests.access.roles import EVERYONE, Role
from tests.factories import cast

OFFICE = frozenset({Role.OFFICE})
LEADS = frozenset({Role.HEAD})
ORGANISES = LEADS | OFFICE
WATCHES = frozenset({Role.OFFICE, Role.CLERK, Role.BOARD_MEMBER, Role.CHAIR})


def school_year(world):
    """The year of today, as the office enters it; once in a world."""
    today = world.today
    first = today.year if today.month >= 8 else today.year - 1
    name = term_dates.year_name(first)
    if not AcademicYear.objects.filter(name=name).exists():
        closed = [(term_dates.usual(first)[0].from_on, "INSET day")]
        calendar.save(
            first=first,
            read=Read(half_terms=term_dates.usual(first), closed=closed),
            school=None,
            is_confirmed=False,
            source="the council’s page",
            by=world.people[Role.OFFICE],
            now=clock.now(),
        )
    return AcademicYear.objects.get(name=name)


def led(world, school=None, state=ProgrammeState.OPEN):
    """By the head's school unless told otherwise."""
    school_year(world)
    office, now = world.people[Role.OFFICE], clock.now()
    made = opening.open_programme(
        period=world.period,
        title=f"Curriculum {Programme.objects.count() + 1}",
        about="A sequence of lessons, planned and taught together.",
        outcome="Pupils remember more.",
        from_on=world.today - timedelta(days=100),
        to_on=world.today + timedelta(days=250),
        lead_schools=[school or world.school],
        by=office,
        now=now,
    )
    if state != ProgrammeState.DRAFT:
        opening.show_programme(programme=made, by=office, now=now)
    if state == ProgrammeState.CLOSED:
        opening.close_programme(programme=made, by=office, now=now)
    return made


def of_programme(world):
    return {"programme_id": led(world).pk}


def of_lead(world):
    lead = led(world).leads.get()
    name_somebody(world, lead)
    return {"lead_id": lead.pk}


def name_somebody(world, lead):
    person = cast.at_school(f"Nora Named {RoleHeld.objects.count()}", lead.school, SchoolRole.STAFF)
    return leading.name(lead=lead, person=person, by=world.people[Role.HEAD], now=clock.now())


def of_held(world):
    lead = LeadSchool.objects.filter(school=world.school).first() or led(world).leads.get()
    return {"lead_id": lead.pk, "held_id": name_somebody(world, lead).pk}


def of_year(world):
    return {"year_id": school_year(world).pk}


def of_closed_day(world):
    day = school_year(world).half_terms.first().from_on + timedelta(days=ClosedDay.objects.count())
    return {"closed_id": ClosedDay.objects.create(on=day, name="Occasional day").pk}


def a_cluster(world):
    number = Cluster.objects.count()
    return clusters.save(
        cluster=None,
        name=f"Hayes {number}",
        schools=[world.school],
        by=world.people[Role.OFFICE],
        now=clock.now(),
    )


def contact(world, programme, school):
    return outreach.log_contact(
        programme=programme,
        schools=[school],
        on=world.today,
        way=ContactWay.PHONE,
        outcome=ContactOutcome.INTERESTED,
        note="Spoke to the office.",
        by=world.people[Role.OFFICE],
        now=clock.now(),
    )


def of_school(world):
    programme = led(world)
    contact(world, programme, world.other_school)
    return {"programme_id": programme.pk, "urn": world.other_school.pk}


def every_state(world):
    return [
        led(world, school, state)
        for school in (world.school, world.other_school)
        for state in ProgrammeState
    ]


def school_with_year(world):
    school_year(world)
    return {"urn": world.school.pk}


PAGES = [
    Page("programmes:programme_list", EVERYONE),
    Page("programmes:new_programme", OFFICE),
    Page(
        "programmes:programme_detail",
        EVERYONE,
        of_programme,
        look_as=(Role.ANONYMOUS, Role.HEAD),
    ),
    Page("programmes:edit_programme", ORGANISES, of_programme),
    Page("programmes:programme_dates", OFFICE, of_programme),
    Page("programmes:move_programme", ORGANISES, of_programme, method="POST"),
    Page("programmes:plan", WATCHES | LEADS, of_programme, look_as=(Role.HEAD,)),
    Page("programmes:outreach", WATCHES | LEADS, of_programme, look_as=(Role.HEAD,)),
    Page("programmes:log_contacts", ORGANISES, of_programme),
    Page("programmes:log_contact", ORGANISES, of_school),
    Page("programmes:programme_leads", ORGANISES, of_lead),
    Page("programmes:end_lead", ORGANISES, of_held, method="POST"),
    Page("programmes:half_terms", EVERYONE, look_as=(Role.ANONYMOUS, Role.OFFICE)),
    Page("programmes:school_half_terms", EVERYONE, school_with_year),
    Page("programmes:paste_half_terms", OFFICE, query="?usual=yes"),
    Page("programmes:confirm_half_terms", OFFICE, of_year, method="POST"),
    Page("programmes:forget_closed_day", OFFICE, of_closed_day, method="POST"),
    Page("programmes:cluster_list", OFFICE),
    Page("programmes:new_cluster", OFFICE),
    Page("programmes:cluster", OFFICE, lambda world: {"cluster_id": a_cluster(world).pk}),
    Page(
        "programmes:remove_cluster",
        OFFICE,
        lambda world: {"cluster_id": a_cluster(world).pk},
        method="POST",
    ),
]
VISIBLE = [Visible("programmes.Programme", "programmes.view_programme", every_state)]


def add_programmes(world, count):
    for _ in range(count):
        led(world)


def add_clusters(world, count):
    for _ in range(count):
        a_cluster(world)


LISTS = [
    List("programmes:programme_list", Role.OFFICE, add_programmes),
    List("programmes:programme_list", Role.ANONYMOUS, add_programmes),
    List("programmes:cluster_list", Role.OFFICE, add_clusters),
]
