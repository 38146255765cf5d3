"""The prospectus page: the period's own dates and figures, who has joined, and quick."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from board.states import SeatKind
from hlp.kit import clock
from hlp.pages import joined, prospectus
from members.models import Period
from members.services import periods
from members.states import EstablishmentStatus, Phase
from tests.factories import invoicing, seats
from tests.factories.members import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return periods.create_period(name="2022–24", starts_on=date(2022, 4, 1), is_published=True)


def timeline(period, today):
    years = {year.number: year for year in period.years.all()}
    return prospectus.timeline(period, years, today)


def test_the_timeline_has_the_dates_of_the_prospectus_in_order(period):
    days = [row.on for row in timeline(period, date(2022, 4, 15))]

    assert days == [
        date(2022, 2, 24),
        date(2022, 3, 18),
        date(2022, 3, 21),
        date(2022, 4, 1),
        date(2022, 6, 30),
        date(2022, 9, 1),
        date(2022, 12, 31),
        date(2023, 4, 1),
        date(2023, 9, 30),
        date(2024, 3, 31),
    ]


def test_the_timeline_knows_what_is_past_and_what_comes_next(period):
    rows = timeline(period, date(2022, 4, 15))

    assert [row.is_past for row in rows] == [True] * 4 + [False] * 6
    assert [row.on for row in rows if row.is_next] == [date(2022, 6, 30)]
    assert not any(row.is_next for row in timeline(period, date(2030, 1, 1)))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2022, 1, 10), "Sign-up for 2022–24 opens on 1 February 2022."),
        (date(2022, 3, 18), "Sign up for 2022–24 by 18 March 2022."),
        (
            date(2022, 3, 19),
            "2022–24 starts on 1 April 2022. You can still join until 31 December 2022.",
        ),
        (date(2022, 4, 1), "2022–24 has begun. You can still join until 31 December 2022."),
        (date(2023, 1, 1), "Joining for 2022–24 has closed."),
    ],
)
def test_the_prospectus_says_how_joining_stands(period, day, words):
    assert prospectus.joining_words(period, clock.end_of_day(day)) == words


def test_a_stranger_reads_what_it_costs(client, period):
    with time_machine.travel("2022-03-01T09:00:00Z", tick=False):
        page = client.get("/").content.decode()

    assert "<strong>£1,500 a year</strong>, the same for every school" in page
    assert "Year 2 costs a further £1,500 at most" in page
    assert "Sign up for 2022–24 by 18 March 2022." in page
    assert "Find your school and join" in page


def test_once_joining_has_closed_it_leads_to_a_question(client, period):
    with time_machine.travel("2023-02-01T09:00:00Z", tick=False):
        page = client.get("/").content.decode()

    assert "Find your school and join" not in page
    assert "Ask about joining" in page


def test_without_a_period_the_prospectus_still_opens(client):
    assert "have not been published yet" in client.get("/").content.decode()


def test_every_entry_of_the_contents_leads_to_a_section(client, period):
    page = client.get("/").content.decode()

    names = [part.split('"')[0] for part in page.split('class="govuk-link" href="#')[1:]]
    assert len(names) == 10
    assert all(f'id="{name}"' in page for name in names)


def test_the_board_has_the_ten_seats_of_the_prospectus_heads_first():
    found = [place.colour for place in prospectus.seats(clock.now())]

    assert found == ["elected"] * 4 + ["named"] * 3 + ["open"] + ["named"] * 2


def test_the_seats_say_who_holds_them_once_there_is_a_board(client, period):
    seats.appoint(SeatKind.LA, person=UserFactory.create(name="Lara Authority"))

    with time_machine.travel(seats.NOW, tick=False):
        page = client.get("/").content.decode()

    assert "Lara Authority" in page
    assert page.count("hlp-seats__seat--vacant") == 9


def test_who_has_joined_is_counted_by_phase(period):
    invoicing.member(SchoolFactory.create(phase=Phase.PRIMARY), period=period)
    invoicing.member(SchoolFactory.create(phase=Phase.MIDDLE_PRIMARY), period=period)
    SchoolFactory.create_batch(2, phase=Phase.PRIMARY)
    SchoolFactory.create(phase=Phase.SECONDARY)
    SchoolFactory.create(phase=Phase.SECONDARY, status=EstablishmentStatus.CLOSED)
    SchoolFactory.create(phase=Phase.SECONDARY, la_code="313")

    rows = joined.by_phase(period)

    assert [(row.name, row.joined, row.may_join) for row in rows] == [
        ("Primary", 2, 4),
        ("Secondary", 0, 1),
    ]
    assert [(row.joined_width, row.may_join_width) for row in rows] == [(50, 100), (0, 25)]


def test_a_member_that_has_closed_still_counts(period):
    member = invoicing.member(SchoolFactory.create(phase=Phase.NURSERY), period=period)
    member.school.status = EstablishmentStatus.CLOSED
    member.school.save()

    assert [(row.joined, row.may_join) for row in joined.by_phase(period)] == [(1, 1)]


def test_today_s_members_are_counted_while_the_next_period_signs_up(client, period):
    stays = invoicing.member(period=period).school
    invoicing.member(period=period)
    following = periods.create_period(name="2024–26", starts_on=date(2024, 4, 1), is_published=True)
    assert Period.objects.current(date(2024, 2, 10)) == following

    with time_machine.travel("2024-02-10T09:00:00Z", tick=False):
        before = client.get("/").content.decode()
        invoicing.member(stays, period=following)
        after = client.get("/").content.decode()

    for page in (before, after):
        assert "<strong>2</strong> schools have joined for" in page
        assert "2 schools so far for 2022–24." in page
        assert "Sign up for 2024–26" in page
    assert "signed up for 2024–26 already" not in before
    assert "1 has signed up for 2024–26 already." in after


@pytest.mark.parametrize("schools", [1, 30])
def test_the_page_costs_few_queries_however_many_schools(client, period, schools):
    SchoolFactory.create_batch(schools)

    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get("/")

    assert len(seen) == 8
