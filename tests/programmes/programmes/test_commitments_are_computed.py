"""Checks 1 and 22: what was promised is met or missed by what took place, and by nothing typed."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from members.states import PortalRole
from programmes import commitments
from programmes.models import AcademicYear, Commitment, HalfTerm, Programme
from programmes.services import accepting, planning
from programmes.states import CommitmentKind, EventKind, EventState, Standing
from tests.factories import programmes
from tests.factories.board import holding
from tests.factories.members import PeriodFactory
from tests.factories.sessions import client_of
from tests.programmes import seen

pytestmark = pytest.mark.django_db

MARCH = datetime(2023, 3, 1, 12, tzinfo=UTC)
SESSIONS = (date(2022, 9, 27), date(2022, 11, 15), date(2023, 1, 24))


def made_with_sessions():
    made = programmes.programme()
    events = [
        seen.event(made, day, EventKind.KICK_OFF if not number else EventKind.CPD)
        for number, day in enumerate(SESSIONS)
    ]
    return made, events


def engagement(made, now=MARCH):
    return {
        row.commitment.half_term.label: row.standing
        for row in commitments.standings(made, now)
        if row.commitment.kind == CommitmentKind.ENGAGEMENT
    }


def of_kind(made, kind, now=MARCH):
    return next(row for row in commitments.standings(made, now) if row.commitment.kind == kind)


def test_half_terms_entered_after_the_programme_opened_are_all_counted():
    made = programmes.programme()
    year = AcademicYear.objects.get()
    rows = [(row.number, row.from_on, row.to_on) for row in programmes.half_terms(year)]
    made.commitments.all().delete()
    HalfTerm.objects.all().delete()
    planning.renew_commitments(programme=made, by=None, now=MARCH)
    for number, from_on, to_on in rows:
        year.half_terms.create(number=number, from_on=from_on, to_on=to_on)

    planning.renew_commitments(programme=made, by=None, now=MARCH)

    kick_off = made.commitments.get(kind=CommitmentKind.KICK_OFF)
    assert kick_off.due_on == rows[0][2]
    assert len(engagement(made)) == 6


def test_check_1_without_its_session_autumn_2_turns_red_and_names_the_half_term(time_machine):
    time_machine.move_to(MARCH)
    made, events = made_with_sessions()
    board = client_of(holding(PortalRole.BOARD_MEMBER, "Bola Board"))
    url = reverse("programmes:impact_commitments")
    assert engagement(made) == {
        "Autumn 1": Standing.MET,
        "Autumn 2": Standing.MET,
        "Spring 1": Standing.MET,
        "Spring 2": Standing.DUE,
        "Summer 1": Standing.DUE,
        "Summer 2": Standing.LATER,
    }
    before = board.get(url).content.decode()

    type(events[1]).objects.filter(pk=events[1].pk).update(
        state=EventState.CANCELLED, cancelled_at=MARCH
    )

    assert engagement(made)["Autumn 2"] == Standing.MISSED
    missed = [row for row in commitments.standings(made, MARCH) if row.standing == Standing.MISSED]
    assert [row.sentence for row in missed] == ["No session was held in Autumn 2 2022/23."]
    after = board.get(url).content.decode()
    cell = 'Missed</strong><span class="govuk-visually-hidden">: Half-termly engagement, Autumn 2'
    assert cell not in before.replace("\n", "")
    assert cell in after.replace("\n", "")


def test_no_status_of_a_commitment_is_stored():
    stored = {field.name for field in Commitment._meta.concrete_fields}

    assert stored == {"id", "programme", "kind", "half_term", "due_on", "promise"}


def test_an_event_recorded_afterwards_counts_as_well():
    made, events = made_with_sessions()
    type(events[1]).objects.filter(pk=events[1].pk).update(starts_at=seen.at(date(2022, 10, 26)))
    assert engagement(made)["Autumn 2"] == Standing.MISSED

    seen.recorded(made, date(2022, 12, 6))

    assert engagement(made)["Autumn 2"] == Standing.MET


def test_a_draft_or_an_information_meeting_is_no_engagement():
    made = programmes.programme()
    seen.event(made, date(2022, 11, 15), state=EventState.DRAFT)
    seen.event(made, date(2022, 11, 16), EventKind.INFORMATION)

    assert engagement(made)["Autumn 2"] == Standing.MISSED


def test_what_is_announced_is_planned_until_its_day_is_over():
    made = programmes.programme()
    seen.event(made, date(2023, 3, 21))

    assert engagement(made)["Spring 2"] == Standing.PLANNED
    assert engagement(made, datetime(2023, 4, 3, tzinfo=UTC))["Spring 2"] == Standing.MET


def test_a_late_evening_in_the_last_summer_night_is_dated_in_london():
    """20:30 UTC on 21 July is 21:30 in London; 23:30 UTC would be the 22nd, outside."""
    made = programmes.programme()
    late = seen.event(made, date(2023, 7, 21))
    type(late).objects.filter(pk=late.pk).update(
        starts_at=datetime(2023, 7, 21, 23, 10, tzinfo=UTC),
        ends_at=datetime(2023, 7, 21, 23, 50, tzinfo=UTC),
    )

    assert engagement(made, datetime(2023, 8, 20, tzinfo=UTC))["Summer 2"] == Standing.MISSED


def test_a_kick_off_that_slipped_says_for_when_it_is_planned_now():
    made = programmes.programme()
    seen.event(made, date(2023, 3, 21), EventKind.KICK_OFF)

    row = of_kind(made, CommitmentKind.KICK_OFF)

    assert row.standing == Standing.MISSED
    assert row.sentence == "Was due by 21 October 2022; now planned for 21 March 2023."


def test_check_22_speakers_of_the_borough_alone_are_no_outside_expertise():
    made = programmes.programme()
    local = {"speaker": "Hana Local", "organisation": "Oak Wood School"}
    seen.event(made, date(2022, 11, 15), EventKind.SPEAKER, **local)  # type: ignore[arg-type]
    after = datetime(2023, 9, 10, tzinfo=UTC)
    row = of_kind(made, CommitmentKind.EXPERTISE, after)
    assert row.standing == Standing.MISSED
    assert row.sentence == "Everybody who has spoken so far is from the borough."

    seen.event(
        made,
        date(2023, 1, 24),
        EventKind.SPEAKER,
        speaker="Ola Outside",
        organisation="A university",
        is_outside_hillingdon=True,
        expertise_evidence="EEF guidance of 2021",
    )

    assert of_kind(made, CommitmentKind.EXPERTISE, after).standing == Standing.MET


def test_check_22_the_log_says_who_spoke_from_where_and_on_what_evidence(time_machine):
    time_machine.move_to(MARCH)
    made = programmes.programme()
    seen.event(
        made,
        date(2023, 1, 24),
        EventKind.SPEAKER,
        speaker="Ola Outside",
        organisation="A university",
        is_outside_hillingdon=True,
        expertise_evidence="EEF guidance of 2021",
    )
    url = reverse("programmes:plan", kwargs={"programme_id": made.pk})

    page = client_of(programmes.lead(made)).get(url).content.decode()

    assert "Ola Outside, A university" in page
    assert "EEF guidance of 2021" in page


def test_the_boards_acceptance_stands_beside_what_was_computed_and_can_be_taken_back():
    made = programmes.programme()
    chair = holding(PortalRole.CHAIR, "Chris Chair")
    row = of_kind(made, CommitmentKind.KICK_OFF)

    accepted = accepting.accept(
        commitment=row.commitment,
        because="Held with the borough’s conference.",
        by=chair,
        now=MARCH,
    )

    row = of_kind(made, CommitmentKind.KICK_OFF)
    assert (row.standing, row.acceptance) == (Standing.MISSED, accepted)
    assert not row.is_open
    accepting.withdraw(acceptance=accepted, by=chair, now=MARCH)
    assert of_kind(made, CommitmentKind.KICK_OFF).acceptance is None


def test_an_acceptance_needs_a_reason_and_is_the_chairs_or_clerks():
    made = programmes.programme()
    row = of_kind(made, CommitmentKind.KICK_OFF)

    with pytest.raises(accepting.NotAccepted, match="Say why"):
        accepting.accept(
            commitment=row.commitment,
            because=" ",
            by=holding(PortalRole.CHAIR, "Chris Chair"),
            now=MARCH,
        )
    with pytest.raises(Exception, match="permission"):
        accepting.accept(
            commitment=row.commitment, because="So.", by=programmes.office(), now=MARCH
        )


def test_the_matrix_costs_the_same_for_one_programme_and_for_many(django_assert_num_queries):
    made = [programmes.programme() for _ in range(3)]
    for one in made:
        seen.event(one, date(2022, 11, 15))

    with django_assert_num_queries(4):
        commitments.standings_of(made[:1], MARCH)
    with django_assert_num_queries(4):
        commitments.standings_of(made, MARCH)
    assert Programme.objects.filter(period=PeriodFactory.create()).count() == 3
