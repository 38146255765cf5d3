"""Check 33 of the bids notes: bid promises become a delivery plan."""

from datetime import date

import pytest

from bids.signals import awards_published
from programmes.models import Programme
from programmes.states import CommitmentKind, ProgrammeState
from tests.factories import board
from tests.factories.programmes import year
from tests.programmes.programmes.awards import DECIDED, award

pytestmark = pytest.mark.django_db


def publish(*awards):
    by = board.head_of(awards[0].bid.lead_school)
    awards_published.send(
        sender=None, call=awards[0].bid.call, awards=list(awards), by=by, now=DECIDED
    )
    return [Programme.objects.get(award=row) for row in awards]


def test_publishing_a_lead_school_creates_a_programme_with_dated_commitments():
    year()
    partner = board.member()

    (made,) = publish(award(partner=partner))

    assert made.state == ProgrammeState.OPEN
    assert made.title == made.priority.title
    assert [(row.school, row.is_coordinator) for row in made.leads.order_by("pk")] == [
        (made.award.bid.lead_school, True),
        (partner, False),
    ]
    assert (made.from_on, made.to_on) == (date(2022, 9, 1), date(2023, 8, 31))
    once = made.commitments.exclude(kind=CommitmentKind.ENGAGEMENT)
    assert {row.kind: (row.due_on, row.promise) for row in once} == {
        CommitmentKind.KICK_OFF: (date(2022, 9, 27), "A kick-off at our school."),
        CommitmentKind.EXPERTISE: (date(2023, 2, 28), "Two speakers from universities."),
        CommitmentKind.LEARNING_EVENT: (date(2023, 7, 6), "A day for all schools."),
        CommitmentKind.RESOURCES: (date(2023, 8, 31), "All plans on LEAP."),
    }
    engaged = made.commitments.filter(kind=CommitmentKind.ENGAGEMENT).order_by("due_on")
    assert [row.half_term.label for row in engaged] == [
        *("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
    ]


def test_engagement_is_counted_from_the_half_term_of_the_kick_off():
    year()
    late = {"kick_off": {"text": "In November.", "planned_on": "2022-11-15"}}

    (made,) = publish(award(promises=late))

    engaged = made.commitments.filter(kind=CommitmentKind.ENGAGEMENT).order_by("due_on")
    assert engaged.first().half_term.label == "Autumn 2"
    assert engaged.count() == 5


def test_published_again_it_opens_nothing_twice():
    year()
    given = award()
    publish(given)

    publish(given)

    assert Programme.objects.count() == 1


def test_two_awards_for_one_priority_have_titles_of_their_own():
    year()
    first = award()

    one, two = publish(first, award(priority=first.priority))

    assert one.title == first.priority.title
    assert two.title == f"{first.priority.title} ({two.award.bid.lead_school})"


def test_a_bid_without_a_public_summary_waits_for_the_lead_school_to_write_one():
    year()
    given = award(summary="")
    type(given.bid).objects.filter(pk=given.bid.pk).update(title="")
    given.refresh_from_db()

    (made,) = publish(given)

    assert made.state == ProgrammeState.DRAFT


def test_without_a_calendar_the_half_terms_follow_when_the_office_has_entered_it():
    (made,) = publish(award())

    assert not made.commitments.filter(kind=CommitmentKind.ENGAGEMENT).exists()
    assert made.commitments.count() == 4
