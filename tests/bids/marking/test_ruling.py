"""The chair rules on perceived interests, a deputy on the chair's own (check 22)."""

import pytest

from bids.models import Interest
from bids.services import ruling
from bids.states import InterestKind
from hlp.kit.states import WrongPerson
from members.states import PortalRole
from tests.bids.marking import acts
from tests.factories import cast
from tests.factories.members import AffiliationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(db):
    return cast.in_partnership("Chris Chair", PortalRole.CHAIR, PortalRole.BOARD_MEMBER)


@pytest.fixture
def deputy(db):
    return cast.in_partnership("Dora Deputy", PortalRole.DEPUTY_CHAIR, PortalRole.BOARD_MEMBER)


@pytest.fixture
def assessor(panel):
    return next(person for person in panel if person.name.startswith("Member"))


def rule(interest, by, now, **fields):
    given = {"stays_out": True, "because": "Too close.", **fields}
    return ruling.rule(interest=interest, by=acts.fresh(by), now=now, **given)


def test_the_chair_rules_and_the_person_is_told(chair, bid, assessor, now):
    interest = acts.perceived(bid, assessor, now=now)

    made = rule(interest, chair, now)

    assert (made.ruled_by, made.stays_out) == (chair, True)
    assert not Interest.objects.rulings_of(chair).exists()


def test_the_chair_does_not_rule_on_their_own(chair, deputy, bid, now):
    interest = acts.perceived(bid, chair, now=now)

    with pytest.raises(WrongPerson):
        rule(interest, chair, now)
    assert rule(interest, deputy, now).ruled_by == deputy


def test_a_deputy_rules_on_nobody_elses_while_the_chair_may(chair, deputy, bid, assessor, now):
    interest = acts.perceived(bid, assessor, now=now)

    with pytest.raises(WrongPerson):
        rule(interest, deputy, now)


def test_a_deputy_rules_where_the_chair_is_out_of_the_call(
    chair, deputy, bid, rival, assessor, now
):
    AffiliationFactory.create(user=chair, school=rival.lead_school)
    interest = acts.perceived(bid, assessor, now=now)

    with pytest.raises(WrongPerson):
        rule(interest, chair, now)
    assert rule(interest, deputy, now)


def test_an_acting_chair_rules_like_the_chair(bid, assessor, now):
    acting = cast.in_partnership("Ada Acting", PortalRole.ACTING_CHAIR)
    interest = acts.perceived(bid, assessor, now=now)

    assert rule(interest, acting, now, stays_out=False)


def test_only_perceived_interests_are_ruled_on(chair, bid, assessor, now):
    direct = acts.declare(bid, assessor, InterestKind.DIRECT, "I govern there.", now=now)

    with pytest.raises(WrongPerson):
        rule(direct, chair, now)


def test_a_ruling_has_a_reason_and_is_made_once(chair, bid, assessor, now):
    interest = acts.perceived(bid, assessor, now=now)

    with pytest.raises(ruling.CannotRule, match="Say why"):
        rule(interest, chair, now, because=" ")
    rule(interest, chair, now)
    with pytest.raises(ruling.CannotRule, match="has been ruled on"):
        rule(interest, chair, now)


def test_the_latest_declaration_is_ruled_on(chair, bid, assessor, now):
    earlier = acts.perceived(bid, assessor, now=now)
    acts.perceived(bid, assessor, details="And my brother.", now=now)

    with pytest.raises(ruling.CannotRule, match="something else since"):
        rule(earlier, chair, now)


@pytest.mark.parametrize("who", ["office", "clerk", "finance", "board_member", "stranger"])
def test_nobody_else_rules(who, request, chair, bid, assessor, now):
    interest = acts.perceived(bid, assessor, now=now)

    with pytest.raises(WrongPerson):
        rule(interest, request.getfixturevalue(who), now)
