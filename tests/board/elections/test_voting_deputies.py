"""A head names somebody of the school to cast its vote."""

from datetime import timedelta

import pytest

from board import home
from board.emails.elections import addresses
from board.services import casting, deputies
from hlp.kit import waiting
from hlp.kit.states import WrongPerson
from members.models import User
from members.states import SchoolRole
from tests.factories import board as made
from tests.factories import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll(time_machine):
    time_machine.move_to(made.opens_at())
    return made.voting()


@pytest.fixture
def school(poll):
    return made.roll(poll)[0]


def name(school, person, by=None):
    return deputies.name(
        school=school, person=person, by=by or made.head_of(school), now=made.opens_at()
    )


def test_the_deputy_votes_for_the_school_once(poll, school):
    deputy = cast.at_school("Dan Deputy", school, SchoolRole.STAFF)
    with pytest.raises(WrongPerson):
        made.vote(poll, school, by=deputy)

    name(school, deputy)

    assert made.vote(poll, school, by=User.objects.get(pk=deputy.pk))
    with pytest.raises(casting.AlreadyVoted):
        made.vote(poll, school)


def test_a_deputy_who_has_left_the_school_votes_for_it_no_more(poll, school):
    deputy = cast.at_school("Dan Deputy", school, SchoolRole.STAFF)
    name(school, deputy)
    assert deputy.email in addresses([school], poll)[school.pk]
    yesterday = made.opens_at().date() - timedelta(days=1)
    deputy.affiliations.update(from_on=yesterday - timedelta(days=90), to_on=yesterday)

    with pytest.raises(WrongPerson):
        made.vote(poll, school, by=User.objects.get(pk=deputy.pk))

    assert deputy.email not in addresses([school], poll)[school.pk]
    assert (
        waiting.for_person(User.objects.get(pk=deputy.pk), made.opens_at(), home.OF_ELECTIONS) == []
    )
    made.vote(poll, school)


def test_the_deputy_is_of_the_school_and_one(poll, school):
    first = cast.at_school("Dan Deputy", school, SchoolRole.STAFF)
    other = cast.at_school("Dora Deputy", school, SchoolRole.STAFF)
    with pytest.raises(deputies.NotOfTheSchool):
        name(school, made.officer())
    with pytest.raises(WrongPerson):
        name(school, first, by=first)

    name(school, first)
    name(school, other)

    assert deputies.current(school, made.opens_at()).user == other
    deputies.end(school=school, by=made.head_of(school), now=made.opens_at())
    assert deputies.current(school, made.opens_at()) is None
