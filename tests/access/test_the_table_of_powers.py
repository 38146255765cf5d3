"""Design 12's table, row by row: who holds each power, and that nobody else does."""

from types import SimpleNamespace

import pytest

from members.states import PortalRole
from tests.factories.members import RoleHeldFactory

pytestmark = pytest.mark.django_db

WHO = (
    *("office", "clerk", "finance", "head", "business_manager", "board_member", "chair"),
    *("returning_officer", "other_head", "teacher", "stranger"),
)

# what the table says          permission                      who, and nobody else
POWERS = (
    ("prepare a membership", "members.prepare_membership", {"office", "head", "business_manager"}),
    ("sign a membership", "members.sign_membership", {"head"}),
    ("record paper", "members.record_paper", {"office"}),
    ("approve a claim", "members.approve_claim", {"office"}),
    ("draft a fee run", "invoicing.draft_run", {"office"}),
    ("approve a fee run", "invoicing.approve_run", {"office", "finance"}),
    ("record payments", "invoicing.record_payment", {"office", "finance"}),
    ("ask for a credit note", "invoicing.draft_credit", {"office", "finance"}),
    ("approve a credit note", "invoicing.approve_credit", {"office", "finance"}),
    ("set the fee until the board does", "invoicing.set_fee", {"office"}),
    ("download every invoice", "invoicing.view_all", {"office", "finance"}),
    ("download own", "invoicing.view_invoice", {"office", "finance", "head", "business_manager"}),
    ("run an election", "board.run_election", {"returning_officer"}),
    ("vote", "board.vote", {"head"}),
    ("hold a key", "board.hold_key", {"chair"}),
    ("appoint to the board", "board.manage_seats", {"office", "clerk"}),
    ("end an appointment", "board.end_appointment", {"office", "clerk"}),
    ("name an acting chair", "board.name_chair", {"office", "clerk"}),
    ("keep meetings", "board.keep_meetings", {"clerk"}),
    ("correct minutes", "board.correct_minutes", {"board_member"}),
    ("approve minutes", "board.approve_minutes", {"chair"}),
)
# A teacher verified at the school may prepare as well (design 5); the table has no column for it.
ALSO = {"members.prepare_membership": {"teacher"}}


@pytest.fixture
def people(request):
    return {who: request.getfixturevalue(who) for who in WHO}


@pytest.mark.parametrize(
    ("permission", "holders"), [row[1:] for row in POWERS], ids=[row[0] for row in POWERS]
)
def test_these_hold_the_power_and_nobody_else(people, school, permission, holders):
    # An issued invoice, a run somebody else prepared, a bid or a vote of this school.
    thing = SimpleNamespace(
        school=school, pk=school.pk, is_issued=True, prepared_by_id=0, user_id=0
    )

    found = {who for who, person in people.items() if person.has_perm(permission, thing)}

    assert found == holders | ALSO.get(permission, set())


def test_the_preparer_of_a_run_does_not_approve_it(office, office2):
    run = SimpleNamespace(prepared_by_id=office.pk)

    assert office2.has_perm("invoicing.approve_run", run)
    assert not office.has_perm("invoicing.approve_run", run)


def test_a_business_manager_votes_where_named_as_deputy(business_manager, school, other_school):
    RoleHeldFactory.create(user=business_manager, role=PortalRole.VOTING_DEPUTY, school=school)
    business_manager.forget_standing()

    assert business_manager.has_perm("board.vote", school)
    assert not business_manager.has_perm("board.vote", other_school)
