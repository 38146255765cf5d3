"""Check 22: interests are declared per bid before it opens, and bind by school and trust."""

import pytest

from bids import rules
from bids.models import Bid, Interest
from bids.services import declaring_interests, partnering, ruling
from bids.states import InterestKind
from hlp.kit.models import OutboxMessage
from hlp.kit.states import WrongPerson
from members.states import PortalRole, SchoolRole
from tests.bids.marking import acts
from tests.factories import bids as made
from tests.factories import board, cast, deciding
from tests.factories.members import AffiliationFactory, RoleHeldFactory, TrustFactory

pytestmark = pytest.mark.django_db


def sees(user, bid):
    """By the permission and by the list, which must agree."""
    user = acts.fresh(user)
    allowed = user.has_perm("bids.view_bid", acts.again(bid))
    assert Bid.objects.visible_to(user).filter(pk=bid.pk).exists() == allowed
    return allowed


def test_nothing_opens_before_an_interest_is_declared(bid, rival, assessor, now):
    assert not sees(assessor, bid)

    acts.declare(bid, assessor, now=now)

    assert sees(assessor, bid)
    assert not sees(assessor, rival)


def test_a_direct_interest_shuts_that_bid_and_no_other(bid, rival, assessor, now):
    acts.declare(bid, assessor, InterestKind.DIRECT, "I govern there.", now=now)
    acts.declare(rival, assessor, now=now)

    assert not sees(assessor, bid)
    assert sees(assessor, rival)


def test_a_perceived_interest_waits_for_the_chair(bid, assessor, now):
    interest = acts.perceived(bid, assessor, now=now)
    assert not sees(assessor, bid)

    ruling.rule(
        interest=interest,
        stays_out=False,
        because="She left ten years ago.",
        by=deciding.chair(),
        now=now,
    )

    assert sees(assessor, bid)


def test_who_is_ruled_out_stays_out(bid, assessor, now):
    interest = acts.perceived(bid, assessor, now=now)

    ruling.rule(
        interest=interest, stays_out=True, because="Too close.", by=deciding.chair(), now=now
    )

    assert not sees(assessor, bid)


def test_an_interest_says_what_it_is(bid, assessor, now):
    with pytest.raises(declaring_interests.CannotDeclare, match="Say what"):
        acts.declare(bid, assessor, InterestKind.DIRECT, " ", now=now)


@pytest.mark.parametrize("kind", [InterestKind.PERCEIVED, InterestKind.DIRECT])
def test_nobody_takes_an_interest_back_alone(kind, bid, assessor, now):
    acts.declare(bid, assessor, kind, "My sister teaches there.", now=now)

    with pytest.raises(declaring_interests.CannotDeclare, match="the chair rules"):
        acts.declare(bid, assessor, now=now)
    again = acts.perceived(bid, assessor, details="She has left since.", now=now)
    assert not sees(assessor, bid)
    ruling.rule(
        interest=again, stays_out=False, because="She has left.", by=deciding.chair(), now=now
    )
    assert sees(assessor, bid)


def test_a_partner_added_later_asks_again(bid, clear, office, now):
    assert sees(clear, bid)
    school = made.member_of(bid.call)

    partnering.change_after_closing(
        bid=acts.again(bid), school=school, part="x", agreed="Board, item 4", by=office, now=now
    )

    assert not sees(clear, bid)
    acts.declare(bid, clear, now=now)
    assert sees(clear, bid)


def test_an_answer_for_schools_that_have_changed_is_refused(bid, assessor, now):
    with pytest.raises(declaring_interests.LineUpChanged, match="have just changed"):
        acts.declare(bid, assessor, seen="1,2,3", now=now)


@pytest.mark.parametrize("role", SchoolRole)
def test_who_works_for_a_bidding_school_is_out_of_the_whole_call(role, bid, rival, clear):
    AffiliationFactory.create(user=clear, school=bid.lead_school, role=role)
    person = acts.fresh(clear)

    assert rules.is_out(person, bid.call)
    assert not sees(person, rival)
    assert not person.has_perm("bids.declare_interest", rival)


def test_who_works_for_a_partner_school_is_out_as_well(assessor, now):
    school = board.member()
    AffiliationFactory.create(user=assessor, school=school)
    call = made.CallFactory.create(state="open")
    bid = made.BidFactory.create(call=call, partners=[school], state="submitted")
    rival = deciding.a_bid(call)
    deciding.started(call)

    assert rules.is_out(acts.fresh(assessor), call)
    with pytest.raises(WrongPerson, match="out of this call"):
        acts.declare(rival, acts.fresh(assessor), now=now)
    assert not sees(assessor, bid)


@pytest.mark.parametrize("how", ["works at another school of the trust", "signs for the trust"])
def test_the_trust_counts_as_its_schools_do(how, bid, rival, clear):
    trust = TrustFactory.create()
    bid.lead_school.trust = trust
    bid.lead_school.save()
    if how == "signs for the trust":
        RoleHeldFactory.create(user=clear, role=PortalRole.TRUST_SIGNATORY, trust=trust)
    else:
        AffiliationFactory.create(user=clear, school=board.member(trust=trust))

    assert rules.is_out(acts.fresh(clear), bid.call)
    assert not sees(clear, rival)


def test_bidders_always_reach_their_own_bid(bid, rival):
    head = made.head_of(bid.lead_school)
    RoleHeldFactory.create(user=head, role=PortalRole.BOARD_MEMBER)

    assert sees(head, bid)
    assert not sees(head, rival)


def test_only_who_may_assess_declares(bid, chair, office, now):
    for person in (chair, office, cast.in_partnership("Fay Finance", PortalRole.FINANCE)):
        with pytest.raises(WrongPerson):
            acts.declare(bid, person, now=now)


def test_nothing_is_declared_of_a_bid_that_is_not_before_the_board(assessor, now):
    draft = made.BidFactory.create()

    with pytest.raises(declaring_interests.CannotDeclare, match="nothing to declare"):
        acts.declare(draft, assessor, now=now)


def test_a_page_of_answers_is_kept_whole_or_not_at_all(bid, rival, assessor, now):
    answers = [
        {"bid": bid, "kind": InterestKind.NONE, "details": "", "seen": bid.line_up},
        {"bid": rival, "kind": InterestKind.NONE, "details": "", "seen": "1"},
    ]

    with pytest.raises(declaring_interests.LineUpChanged) as refused:
        declaring_interests.declare_all(answers=answers, by=assessor, now=now)  # type: ignore[arg-type]

    assert refused.value.bid == rival
    assert not Interest.objects.exists()


def test_the_mail_to_who_rules_names_no_bid(bid, assessor, now):
    chair = deciding.chair()
    acts.perceived(bid, assessor, now=now)

    mail = OutboxMessage.objects.get(to=chair.email)
    assert bid.title not in mail.text
    assert "sister" not in mail.text
