"""Design 12's table of seats, by phase and type: every cell of it."""

import pytest

from board.seat_table import SPECIAL_TYPES, TABLE, asks_for_head
from board.services.seats import who_may_hold
from board.states import How, SeatKind
from members.models import School
from members.states import EstablishmentType, Phase

K, P = SeatKind, Phase
ELECTED_PRIMARY, ELECTED_SECONDARY = K.PRIMARY_HEAD, K.SECONDARY_HEAD

# phase               the elected seats that its head may hold
BY_PHASE = {
    P.NURSERY: {ELECTED_PRIMARY},
    P.PRIMARY: {ELECTED_PRIMARY},  # infant and junior schools are filed as primary
    P.MIDDLE_PRIMARY: {ELECTED_PRIMARY},
    P.SECONDARY: {ELECTED_SECONDARY},
    P.MIDDLE_SECONDARY: {ELECTED_SECONDARY},
    P.SIXTEEN_PLUS: {ELECTED_SECONDARY},
    P.ALL_THROUGH: {ELECTED_PRIMARY, ELECTED_SECONDARY},
    P.NOT_APPLICABLE: set(),
}
OF_SPECIAL_SCHOOLS = {
    EstablishmentType.COMMUNITY_SPECIAL,
    EstablishmentType.FOUNDATION_SPECIAL,
    EstablishmentType.ACADEMY_SPECIAL_CONVERTER,
    EstablishmentType.ACADEMY_SPECIAL_SPONSOR_LED,
    EstablishmentType.FREE_SCHOOL_SPECIAL,
    EstablishmentType.NON_MAINTAINED_SPECIAL,
    EstablishmentType.INDEPENDENT_SPECIAL,
    EstablishmentType.PUPIL_REFERRAL_UNIT,
    EstablishmentType.ACADEMY_AP_CONVERTER,
    EstablishmentType.ACADEMY_AP_SPONSOR_LED,
    EstablishmentType.FREE_SCHOOL_AP,
}
ASKED_OF_SCHOOLS = (ELECTED_PRIMARY, ELECTED_SECONDARY, K.SPECIAL)


def seats_for(school_type, phase):
    school = School(name="A school", type=school_type, phase=phase)
    return {kind for kind in ASKED_OF_SCHOOLS if who_may_hold(kind, school) is None}


@pytest.mark.parametrize("school_type", EstablishmentType)
@pytest.mark.parametrize("phase", Phase)
def test_the_type_says_special_and_else_the_phase_decides(school_type, phase):
    expected = {K.SPECIAL} if school_type in OF_SPECIAL_SCHOOLS else BY_PHASE[phase]

    assert seats_for(school_type, phase) == expected


@pytest.mark.parametrize("kind", [K.PRIMARY_FORUM, K.HASH, K.CHAIR, K.LA, K.COOPTED])
@pytest.mark.parametrize("phase", Phase)
def test_no_other_seat_asks_what_kind_of_school_it_is(kind, phase):
    assert who_may_hold(kind, School(type=EstablishmentType.COMMUNITY, phase=phase)) is None


def test_the_sentence_names_the_school_and_what_is_asked():
    school = School(name="Bourne Lane", type=EstablishmentType.COMMUNITY, phase=Phase.PRIMARY)

    assert who_may_hold(K.SECONDARY_HEAD, school) == (
        "Bourne Lane is not a secondary or all-through school or one for 16 plus, so its head"
        " cannot hold this seat."
    )


def test_the_table_has_the_ten_seats_of_the_prospectus():
    assert {row.kind: row.seats for row in TABLE} == {
        K.CHAIR: 1,
        K.PRIMARY_FORUM: 1,
        K.HASH: 1,
        K.PRIMARY_HEAD: 3,
        K.SECONDARY_HEAD: 1,
        K.LA: 2,
        K.SPECIAL: 1,
        K.COOPTED: 0,
    }
    assert sum(row.seats for row in TABLE) == 10
    assert {row.kind for row in TABLE if row.how == How.ELECTED} == {
        ELECTED_PRIMARY,
        ELECTED_SECONDARY,
    }


def test_seven_of_the_ten_are_heads():
    assert sum(row.seats for row in TABLE if asks_for_head(row.kind)) == 7
    assert SPECIAL_TYPES == OF_SPECIAL_SCHOOLS
