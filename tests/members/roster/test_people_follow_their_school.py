"""Who had access at the closed school has it at its successor; who is head is never guessed."""

from datetime import date

import pytest

from members.models import Affiliation, RoleHeld
from members.services import succeeding
from members.states import PortalRole, SchoolRole
from tests.factories.members import AffiliationFactory, RoleHeldFactory
from tests.members.roster.succession import CHANGE, carry_on, linked, signed

pytestmark = pytest.mark.django_db


def test_people_keep_their_access_from_the_day_of_the_change(old, new):
    head = AffiliationFactory.create(
        school=old, role=SchoolRole.HEADTEACHER, from_on=date(2020, 1, 1)
    )
    linked(old, new)

    done = carry_on()

    assert list(done.lines()) == ["1 person's role went with the school to its successor."]

    rows = Affiliation.objects.order_by("pk").values_list("school", "from_on", "to_on", "proof")
    assert list(rows) == [
        (102378, date(2020, 1, 1), date(2021, 8, 31), "office"),
        (148774, CHANGE, None, "office"),
    ]
    assert head.user.schools_as(SchoolRole.HEADTEACHER) == {148774}


def test_someone_verified_after_the_change_is_moved_from_that_day(old, new):
    AffiliationFactory.create(school=old, from_on=date(2022, 5, 1), to_on=date(2026, 7, 31))
    linked(old, new)

    carry_on()

    rows = Affiliation.objects.order_by("pk").values_list("school", "from_on", "to_on")
    assert list(rows) == [
        (102378, date(2022, 5, 1), date(2022, 5, 1)),
        (148774, date(2022, 5, 1), date(2026, 7, 31)),
    ]


def test_someone_who_works_at_both_gets_no_second_row(old, new):
    here = AffiliationFactory.create(school=old)
    AffiliationFactory.create(school=new, user=here.user)
    linked(old, new)

    carry_on()

    assert Affiliation.objects.filter(school=new).count() == 1


def test_someone_who_left_before_stays_in_the_past(old, new):
    AffiliationFactory.create(school=old, to_on=date(2021, 7, 31))
    linked(old, new)

    assert carry_on().people == 0


def test_after_a_merger_staff_follow_but_the_office_decides_who_is_head(old, new):
    head = AffiliationFactory.create(school=old, role=SchoolRole.HEADTEACHER)
    manager = AffiliationFactory.create(school=old, role=SchoolRole.BUSINESS_MANAGER)
    linked(old, new, kind="merged")

    done = carry_on()

    assert head.user.schools_as(SchoolRole.HEADTEACHER) == {old.urn}
    assert manager.user.schools_as(SchoolRole.BUSINESS_MANAGER) == {new.urn}
    assert done.undecided == [
        "Field End Junior School (URN 102378) is carried on by Field End Junior Academy "
        "(URN 148774): decide whether its headteacher is the headteacher there."
    ]


def test_a_second_head_is_never_made_silently(old, new):
    head = AffiliationFactory.create(school=old, role=SchoolRole.HEADTEACHER)
    AffiliationFactory.create(school=new, role=SchoolRole.HEADTEACHER)
    linked(old, new)

    carry_on()

    assert head.user.schools_as(SchoolRole.HEADTEACHER) == {old.urn}


def test_where_the_membership_waits_for_the_office_its_people_wait_too(old, new):
    signed(old)
    signed(new)
    AffiliationFactory.create(school=old)
    linked(old, new)

    assert carry_on().people == 0


@pytest.mark.parametrize("role", [PortalRole.VOTING_DEPUTY, PortalRole.PROGRAMME_LEAD])
def test_who_holds_a_role_for_a_school_holds_it_for_its_successor(old, new, role):
    held = RoleHeldFactory.create(role=role, school=old)
    linked(old, new)

    carry_on()

    assert RoleHeld.objects.get(user=held.user, to_on=None).school == new


def test_where_no_school_carries_on_people_stay(old):
    AffiliationFactory.create(school=old)

    assert carry_on() == succeeding.Succession()
