"""Two people press the same button at the same moment: done once, and the other is told."""

import pytest

from hlp.kit.models import OutboxMessage
from hlp.kit.states import WrongState
from members.models import Chase, Membership, Period, User, Waiver
from members.services import announcing, chasing, leaving
from members.states import FunnelStage
from tests.factories.policies import announcement
from tests.members.joining.test_two_people_at_once import as_new
from tests.members.joining.test_two_people_at_once import at_once as threads

pytestmark = pytest.mark.django_db(transaction=True)

REFUSALS = (
    chasing.NobodyToChase,
    leaving.NothingToWaive,
    announcing.AlreadySent,
    WrongState,
)


def at_once(deed, *people):
    """How many of them did it; the others were refused."""

    def press(person: User):
        try:
            return deed(as_new(person))
        except REFUSALS as refusal:
            return refusal

    outcomes = threads(*((lambda p=person: press(p)) for person in people))
    return len([o for o in outcomes if not isinstance(o, REFUSALS)])


def test_a_school_is_chased_once(draft, office, office2, now, head):
    def deed(by):
        period = Period.objects.get()
        return chasing.chase(period=period, stage=FunnelStage.STARTED, urns=None, by=by, now=now)

    assert at_once(deed, office, office2) == 1
    assert Chase.objects.count() == 1
    assert OutboxMessage.objects.filter(to=head.email, key__startswith="chase:").count() == 1


def test_a_year_is_waived_once(member, head, office, office2, now, period):
    leaving.give_notice(membership=member, last_day=period.ends_on, by=head, now=now)

    def deed(by):
        return leaving.waive(
            membership=Membership.objects.get(),
            decided_on=now.date(),
            minute_reference="2022-03/7",
            by=by,
            now=now,
        )

    assert at_once(deed, office, office2) == 1
    assert Waiver.objects.count() == 1


def test_notice_is_given_once(member, head, office, now, period):
    def deed(by):
        row = Membership.objects.get()
        return leaving.give_notice(membership=row, last_day=period.ends_on, by=by, now=now)

    assert at_once(deed, head, office) == 1
    assert OutboxMessage.objects.filter(to=head.email, key__startswith="notice:").count() == 1


def test_an_announcement_is_sent_once(member, office, office2, now, period):
    row = announcement(office, period)

    def deed(by):
        return announcing.send(announcement=row, by=by, now=now)

    assert at_once(deed, office, office2) == 1
