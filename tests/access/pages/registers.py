"""Registers for organisers; codes and certificates for their holders; checks for everybody."""

from datetime import timedelta
from uuid import uuid4

from hlp.kit import clock
from programmes.models import Place
from programmes.services import booking
from programmes.services.booking import Booking
from programmes.states import Mark
from tests.access.page import MOVES_ON, OPENS, List, Page
from tests.access.pages.events import led
from tests.access.roles import EVERYONE, Role
from tests.factories import events as made
from tests.factories import registers

TAKES = frozenset({Role.HEAD, Role.OFFICE})
HOLDS = TAKES | {Role.TEACHER, Role.BUSINESS_MANAGER}
BEFORE = timedelta(days=20)
VISIBLE = []


def a_place(world, began):
    """The teacher's, at an event of the head's school that began so long ago."""
    starts_at = clock.now() - began
    head, teacher = world.people[Role.HEAD], world.people[Role.TEACHER]
    before = starts_at - BEFORE
    event = made.event(programme=led(world), now=before, by=head, starts_at=starts_at)
    one = Booking(teacher)
    rows = booking.book(event=event, people=[one], school=world.school, by=teacher, now=before)
    return rows[0]


def happening(world):
    return a_place(world, timedelta(minutes=10))


def a_register(world):
    place = happening(world)
    return registers.registered(place.event, {place: Mark.PRESENT})


def of_register(**more):
    return lambda world: {"register_id": a_register(world).pk, **more}


def of_event(world):
    return {"event_id": happening(world).event_id}


def of_token(world):
    return {"token": registers.opened(happening(world).event).token}


def scanned(world):
    place = happening(world)
    registers.opened(place.event)
    return {"code": place.code}


def certified(world):
    place = a_place(world, timedelta(days=2))
    return registers.certified(place)


def of_certified(world):
    return {"place_id": certified(world).place_id}


def of_typed_in(world):
    """Somebody without an account: their name is corrected by whoever organises."""
    place = a_place(world, timedelta(days=2))
    (typed,) = booking.book(
        event=place.event,
        people=[Booking(name="Ada Byron", email="ada@example.org")],
        school=world.school,
        by=world.people[Role.HEAD],
        now=place.event.starts_at - BEFORE,
    )
    registers.certified(typed)
    return {"place_id": typed.pk}


def a_scan(world):
    code = Place.objects.latest("pk").code
    return {"nonce": str(uuid4()), "seen_at": clock.now().isoformat(), "code": code}


PAGES = [
    Page("programmes:register", TAKES, of_event),
    Page("programmes:open_register", TAKES, of_event, method="POST"),
    Page("programmes:take_register", TAKES, of_register()),
    Page(
        "programmes:sync_register",
        TAKES,
        of_register(),
        method="POST",
        data=a_scan,
        but=dict.fromkeys(TAKES, OPENS),
        is_html=False,
    ),
    Page("programmes:scan_code", TAKES, of_register(), method="POST"),
    Page("programmes:walk_in", TAKES, of_register()),
    Page("programmes:finish_register", TAKES, of_register(), method="POST"),
    Page("programmes:register_log", TAKES, of_register()),
    Page("programmes:import_register", TAKES, of_register()),
    Page("programmes:export_register", TAKES, of_register(kind="csv"), is_html=False),
    Page("programmes:register_poster", TAKES, of_register()),
    Page("programmes:check_in", EVERYONE, of_token, look_as=(Role.ANONYMOUS, Role.TEACHER)),
    Page("programmes:checked_in", EVERYONE, of_token),
    Page("programmes:scanned", TAKES, scanned, but={Role.TEACHER: MOVES_ON}),
    Page("programmes:own_code", HOLDS, lambda world: {"place_id": happening(world).pk}),
    Page("programmes:own_certificate", HOLDS, of_certified, look_as=(Role.TEACHER, Role.HEAD)),
    Page("programmes:certificate_file", HOLDS, of_certified, is_html=False),
    Page("programmes:rename_certificate", TAKES, of_typed_in),
    Page("programmes:revoke_certificate", TAKES, of_certified),
    Page("programmes:forget_name", HOLDS, of_certified),
    Page("programmes:check_certificate", EVERYONE),
    Page("programmes:certificate", EVERYONE, lambda world: {"code": certified(world).code}),
]
LISTS: list[List] = []
