"""Events and places: public to look at, booked by schools, planned by who leads."""

from datetime import timedelta

from hlp.kit import clock
from hlp.kit.uploads import Upload
from programmes.models import Event, Place, Programme
from programmes.services import booking, events, feeds, whole_booking
from programmes.services.booking import Booking
from programmes.states import Audience, EventState, ProgrammeState
from tests.access.page import List, Page, Visible
from tests.access.roles import EVERYONE, SIGNED_IN, Role
from tests.factories import events as made
from tests.factories import programmes as factory
from tests.factories.board import join

PLANS = frozenset({Role.HEAD, Role.OFFICE})
OWN = frozenset({Role.TEACHER})
STAFF = frozenset({Role.TEACHER, Role.BUSINESS_MANAGER, Role.HEAD, Role.OTHER_HEAD})
LOOKS_AFTER = frozenset({Role.BUSINESS_MANAGER, Role.HEAD})
PARTNERSHIP = frozenset(
    {
        *(Role.OFFICE, Role.CLERK, Role.FINANCE, Role.BOARD_MEMBER, Role.CHAIR),
        Role.RETURNING_OFFICER,
    }
)


def members(world):
    for school in (world.school, world.other_school):
        if not school.memberships.exists():
            join(school, world.period)


def led(world):
    """The programme that the head's school leads."""
    members(world)
    known = Programme.objects.filter(leads__school=world.school, state=ProgrammeState.OPEN).first()
    return known or factory.programme(period=world.period, school=world.school, now=clock.now())


def an_event(world, state=EventState.PUBLISHED, **more):
    """In a month; by the head, whose school leads its programme."""
    starts_at = more.pop("starts_at", clock.now() + timedelta(days=30))
    return made.event(
        programme=led(world),
        state=state,
        now=clock.now(),
        by=world.people[Role.HEAD],
        starts_at=starts_at,
        **more,
    )


def of_event(**more):
    return lambda world: {"event_id": an_event(world, **more).pk}


def a_place(world, **more):
    """The teacher's own."""
    event = an_event(world, **more)
    people = [Booking(world.people[Role.TEACHER])]
    by = world.people[Role.TEACHER]
    return booking.book(event=event, people=people, school=world.school, by=by, now=clock.now())[0]


def of_place(**more):
    return lambda world: {"place_id": a_place(world, **more).pk}


def waiting(world):
    """The teacher waits: the only seat has gone to somebody of the other school."""
    event = an_event(world, capacity=1)
    head = world.people[Role.OTHER_HEAD]
    one = {"event": event, "now": clock.now()}
    booking.book(people=[Booking(head)], school=world.other_school, by=head, **one)
    by = world.people[Role.TEACHER]
    return booking.book(people=[Booking(by)], school=world.school, by=by, **one)[0]


def offered(world):
    place = waiting(world)
    first = Place.objects.get(event=place.event, school=world.other_school)
    from programmes.services import cancelling, promoting  # noqa: PLC0415 - app ready

    cancelling.cancel_place(place=first, by=first.person, now=clock.now())
    promoting.promote(event_id=place.event_id, now=clock.now())
    return {"place_id": place.pk}


def recorded(world):
    ended = clock.now() - timedelta(days=3)
    return events.record(
        programme=led(world),
        period=world.period,
        fields=made.fields(starts_at=ended - timedelta(hours=1), ends_at=ended),
        presences={world.school: 3},
        by=world.people[Role.HEAD],
        now=clock.now(),
        evidence="The list of signatures is with the lead school.",
        evidence_file=Upload(b"%PDF-1.7\n%%EOF\n", "signatures.pdf", "application/pdf"),
    )


def whole(world):
    """The teacher's booking of a whole programme."""
    teacher = world.people[Role.TEACHER]
    (made_,) = whole_booking.book_all(
        programme=led(world),
        people=[Booking(teacher)],
        school=world.school,
        by=teacher,
        now=clock.now(),
    )
    return {"booking_id": made_.pk}


def token(world):
    return {"token": feeds.make_address(person=world.people[Role.TEACHER], now=clock.now())}


def of_programme(world):
    return f"?programme={led(world).pk}"


PLAN = {
    "title": "Kick-off",
    "kind": "kick_off",
    "audience": Audience.MEMBERS,
    "mode": "in_person",
    "venue": "Oak Wood School",
    "starts": "16:00",
    "ends": "17:30",
}

PAGES = [
    Page("programmes:event_list", EVERYONE, look_as=(Role.ANONYMOUS, Role.OFFICE)),
    Page(
        "programmes:event_detail",
        EVERYONE,
        of_event(),
        look_as=(Role.ANONYMOUS, Role.TEACHER, Role.OFFICE),
    ),
    Page("programmes:event_ics", EVERYONE, of_event(), is_html=False),
    Page("programmes:public_feed", EVERYONE, is_html=False),
    Page("programmes:personal_feed", EVERYONE, token, is_html=False),
    Page("programmes:new_event", frozenset({Role.OFFICE})),
    Page("programmes:record_event", frozenset({Role.OFFICE})),
    Page(
        "programmes:event_evidence",
        PLANS,
        lambda world: {"event_id": recorded(world).pk},
        is_html=False,
    ),
    Page("programmes:edit_event", PLANS, of_event()),
    Page("programmes:publish_event", PLANS, of_event(state=EventState.DRAFT), method="POST"),
    Page("programmes:move_event", PLANS, of_event()),
    Page("programmes:cancel_event", PLANS, of_event()),
    Page("programmes:book", STAFF | PARTNERSHIP, of_event(), look_as=(Role.TEACHER,)),
    Page(
        "programmes:book_staff",
        LOOKS_AFTER | {Role.OTHER_HEAD},
        of_event(),
        look_as=(Role.HEAD,),
    ),
    Page(
        "programmes:staff_needs",
        LOOKS_AFTER,
        lambda world: {"event_id": a_place(world).event_id},
        look_as=(Role.HEAD,),
    ),
    Page("programmes:event_places", PLANS, of_event()),
    Page("programmes:places_csv", PLANS, of_event(), is_html=False),
    Page("programmes:event_needs", frozenset({Role.HEAD}), of_event()),
    Page(
        "programmes:book_programme",
        STAFF,
        lambda world: {"programme_id": led(world).pk},
        look_as=(Role.TEACHER, Role.HEAD),
    ),
    Page("programmes:end_whole_booking", LOOKS_AFTER | OWN | {Role.OFFICE}, whole, method="POST"),
    Page("programmes:my_places", SIGNED_IN),
    Page(
        "programmes:school_places",
        LOOKS_AFTER | {Role.OFFICE},
        lambda world: {"urn": world.school.pk},
    ),
    Page(
        "programmes:place_detail",
        OWN | LOOKS_AFTER | {Role.OFFICE},
        of_place(),
        look_as=(Role.TEACHER, Role.HEAD),
    ),
    Page("programmes:accept_place", OWN | LOOKS_AFTER | {Role.OFFICE}, offered, method="POST"),
    Page("programmes:cancel_place", OWN | LOOKS_AFTER | {Role.OFFICE}, of_place()),
    Page("programmes:substitute_place", OWN | LOOKS_AFTER | {Role.OFFICE}, of_place()),
    Page("programmes:place_needs", OWN | LOOKS_AFTER | {Role.OFFICE}, of_place()),
    Page("programmes:offer_out_of_turn", PLANS, lambda world: {"place_id": waiting(world).pk}),
    Page("programmes:my_calendar", SIGNED_IN),
    Page(
        "programmes:new_calendar_address",
        SIGNED_IN,
        method="POST",
        but=dict.fromkeys(SIGNED_IN, "opens"),  # the answer is the page, for it is shown once
    ),
    Page("programmes:revoke_calendar_address", SIGNED_IN, method="POST"),
]


def every_event(world):
    """Draft, published, cancelled, recorded, and one of the partnership's own."""
    from programmes.services import cancelling  # noqa: PLC0415 - app ready

    gone = an_event(world)
    cancelling.cancel_event(
        event=gone, because="The hall is closed.", by=world.people[Role.HEAD], now=clock.now()
    )
    own = made.information(
        world.period, now=clock.now(), starts_at=clock.now() + timedelta(days=10)
    )
    return [an_event(world, state=EventState.DRAFT), an_event(world), gone, recorded(world), own]


def every_place(world):
    """The teacher's, one of the other school, and a guest's."""
    chair, now = world.people[Role.CHAIR], clock.now()
    event = an_event(world)
    guest = booking.book(event=event, people=[Booking(chair)], school=None, by=chair, now=now)
    first = waiting(world)
    return [*guest, first, Place.objects.get(event=first.event, school=world.other_school)]


VISIBLE = [
    Visible("programmes.Event", "programmes.view_event", every_event),
    Visible("programmes.Place", "programmes.view_place", every_place),
]


def add_events(world, count):
    for _ in range(count):
        an_event(world)


def add_own_places(world, count):
    for _ in range(count):
        a_place(world)


def add_places(world, count):
    """To one event, by the head, for staff without accounts."""
    event = Event.objects.first()
    people = [
        Booking(name=f"Person {number}", email=f"p{Place.objects.count()}-{number}@example.org")
        for number in range(count)
    ]
    head = world.people[Role.HEAD]
    booking.book(event=event, people=people, school=world.school, by=head, now=clock.now())  # type: ignore[arg-type]


LISTS = [
    List("programmes:event_list", Role.ANONYMOUS, add_events),
    List("programmes:event_list", Role.OFFICE, add_events),
    List("programmes:my_places", Role.TEACHER, add_own_places),
    List("programmes:public_feed", Role.ANONYMOUS, add_events),
]
