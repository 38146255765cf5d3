"""The board's view: office, clerk and board read; the clerk and the board write."""

from datetime import timedelta

from hlp.kit import clock
from programmes.models import Commitment
from programmes.services import accepting, quality
from programmes.states import CommitmentKind, Judgement
from tests.access.page import List, Page
from tests.access.pages.programmes import contact, led, school_year
from tests.access.roles import Role
from tests.factories.members import SchoolFactory

ACCEPTS = frozenset({Role.CHAIR, Role.CLERK})
WRITES = frozenset({Role.BOARD_MEMBER, Role.CHAIR, Role.CLERK})
WATCHES = WRITES | {Role.OFFICE}


def of_missed(world):
    """A commitment whose day is over; nothing took place."""
    programme = led(world)
    found = programme.commitments.filter(kind=CommitmentKind.KICK_OFF)
    found.update(due_on=world.today - timedelta(days=5))
    return {"commitment_id": found.get().pk}


def accepted(world):
    row = Commitment.objects.get(pk=of_missed(world)["commitment_id"])
    return accepting.accept(
        commitment=row, because="A conference.", by=world.people[Role.CHAIR], now=clock.now()
    )


def a_note(world):
    programme = led(world)
    note = quality.write_note(
        programme=programme,
        half_term=school_year(world).half_terms.first(),
        judgement=Judgement.WATCH,
        text="Few secondary schools came.",
        by=world.people[Role.CLERK],
        now=clock.now(),
    )
    an_action(world, note)
    return note


def an_action(world, note):
    return quality.add_action(
        note=note,
        what="Ring the heads",
        who="Lead school",
        due_on=world.today - timedelta(days=1),
        by=world.people[Role.CLERK],
        now=clock.now(),
    )


PAGES = [
    Page("programmes:impact", WATCHES, look_as=(Role.BOARD_MEMBER,)),
    Page("programmes:impact_reach", WATCHES, look_as=(Role.BOARD_MEMBER,)),
    Page("programmes:export_reach", WATCHES, lambda world: kind(world, "xlsx"), is_html=False),
    Page("programmes:impact_commitments", WATCHES, look_as=(Role.CHAIR,)),
    Page("programmes:accept_commitment", ACCEPTS, of_missed),
    Page("programmes:commitment_due", frozenset({Role.OFFICE}), of_missed),
    Page("programmes:impact_satisfaction", WATCHES, look_as=(Role.CHAIR,)),
    Page("programmes:impact_quality", WATCHES, look_as=(Role.CHAIR,)),
    Page("programmes:export_quality", WATCHES, is_html=False),
    Page("programmes:write_note", WRITES),
    Page(
        "programmes:sign_off_note",
        frozenset({Role.CHAIR}),
        lambda world: {"note_id": a_note(world).pk},
        method="POST",
    ),
    Page("programmes:add_action", WRITES, lambda world: {"note_id": a_note(world).pk}),
    Page(
        "programmes:finish_action",
        WRITES,
        lambda world: {"action_id": a_note(world).actions.get().pk},
        method="POST",
    ),
]
VISIBLE = []


def kind(world, name):
    school_year(world)
    return {"kind": name}


def add_programmes(world, count):
    for _ in range(count):
        accepted(world)


def add_schools(world, count):
    programme = led(world)
    for school in SchoolFactory.create_batch(count):
        contact(world, programme, school)


def add_notes(world, count):
    for _ in range(count):
        a_note(world)


LISTS = [
    List("programmes:impact", Role.BOARD_MEMBER, add_programmes),
    List("programmes:impact_commitments", Role.BOARD_MEMBER, add_programmes),
    List("programmes:impact_satisfaction", Role.BOARD_MEMBER, add_programmes),
    List("programmes:impact_reach", Role.BOARD_MEMBER, add_schools),
    List("programmes:impact_quality", Role.CHAIR, add_notes),
]
