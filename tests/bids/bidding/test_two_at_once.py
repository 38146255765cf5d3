"""Two people press at the same moment: one bid a school, one version a number."""

from threading import Barrier, Thread

import pytest
from django.db import connections

from bids.models import Bid
from bids.services import partnering, starting, submitting
from bids.states import BidState, CallState, EditorRights
from hlp.kit.refusal import Refusal
from members.states import SchoolRole
from tests.factories import cast
from tests.factories.bids import BidFactory, CallFactory, head_of, member_of, partner
from tests.factories.members import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_writers]


def at_once(*presses):
    """What each press gave, or the refusal it met."""
    line, ends = Barrier(len(presses)), []

    def run(press):
        try:
            line.wait(timeout=20)
            ends.append(press())
        except Refusal as refusal:
            ends.append(refusal)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[press]) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return ends


@pytest.fixture
def call():
    return CallFactory.create(state=CallState.OPEN)


def test_two_of_one_school_start_at_once_and_there_is_one_bid(call):
    school = member_of(call)
    people = head_of(school), cast.at_school("Bea", school, SchoolRole.BUSINESS_MANAGER)
    now = call.opens_at

    ends = at_once(
        *(lambda by=by: starting.start(call=call, school=school, by=by, now=now) for by in people)
    )

    bid = Bid.objects.get()
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyStarted", "Bid"]
    assert {getattr(end, "bid", end) for end in ends} == {bid}


def test_two_schools_start_at_once_and_each_has_its_number(call):
    schools = [member_of(call), member_of(call)]

    at_once(
        *(
            lambda s=s: starting.start(call=call, school=s, by=head_of(s), now=call.opens_at)
            for s in schools
        )
    )

    assert sorted(Bid.objects.values_list("number", flat=True)) == [1, 2]


def test_two_people_submit_at_once_and_every_number_is_one_version(call):
    bid = BidFactory.create(call=call, title="Reading for all")
    helper = UserFactory.create(name="Ed Editor")
    now = bid.created_at
    bid.editors.create(
        email=helper.email,
        user=helper,
        rights=EditorRights.SUBMIT,
        token_digest="b" * 64,
        expires_at=now,
        invited_at=now,
        accepted_at=now,
    )
    people = head_of(bid.lead_school), helper

    ends = at_once(
        *(
            lambda by=by: submitting.submit(bid=Bid.objects.get(pk=bid.pk), by=by, now=now)
            for by in people
        )
    )

    assert sorted(type(end).__name__ for end in ends) == ["BidVersion", "NothingNew"]
    assert list(bid.versions.values_list("number", flat=True)) == [1]
    bid.refresh_from_db()
    assert bid.state == BidState.SUBMITTED


def test_a_partner_declines_while_the_lead_submits_and_no_version_keeps_it(call):
    bid = BidFactory.create(call=call, title="Reading for all")
    gone = partner(bid)
    now = bid.created_at

    at_once(
        lambda: submitting.submit(
            bid=Bid.objects.get(pk=bid.pk), by=head_of(bid.lead_school), now=now
        ),
        lambda: partnering.decline(partner=gone, by=head_of(gone.school), now=now),
    )

    last = bid.versions.order_by("-number").first()
    assert last.content["partners"] == []
