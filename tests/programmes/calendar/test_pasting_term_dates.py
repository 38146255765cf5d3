"""Check 27: the office pastes term dates and sees what they would hit before anything is saved."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from members.states import PortalRole
from programmes import calendar as dates
from programmes import pasting, term_dates
from programmes.models import AcademicYear, ClosedDay, HalfTerm
from programmes.services import calendar
from programmes.states import CommitmentKind, EventKind
from tests.factories import programmes
from tests.factories.board import holding
from tests.factories.members import SchoolFactory
from tests.factories.sessions import client_of
from tests.programmes import seen

pytestmark = pytest.mark.django_db

NOW = datetime(2022, 9, 1, 12, tzinfo=UTC)
OF_A_PAGE = """
Autumn term 2022
Term starts: Thursday 1st September 2022
Half term: Monday 24 October to Friday 28 October 2022
Term ends: Tuesday 20 December 2022
Spring term 2023: 3 January to 31 March
Half-term holiday: 13 February to 17 February
Summer term
First half: 17/04/2023 - 26/05/2023
Second half: 05/06/2023 - 21/07/2023
INSET days: 1 September 2022 and 3 January 2023
Have a good year!
"""
A_SHEET = """Half-term,From,To
Autumn 1,2022-09-01,2022-10-21
Autumn 2,2022-10-31,2022-12-20
Occasional day,2022-12-02,
"""


def days(read):
    return [(row.number.label, row.from_on, row.to_on) for row in read.half_terms]


def test_whole_terms_with_their_breaks_become_half_terms():
    read = pasting.read(OF_A_PAGE, 2022)

    assert days(read) == [
        ("Autumn 1", date(2022, 9, 1), date(2022, 10, 21)),
        ("Autumn 2", date(2022, 10, 31), date(2022, 12, 20)),
        ("Spring 1", date(2023, 1, 3), date(2023, 2, 10)),
        ("Spring 2", date(2023, 2, 20), date(2023, 3, 31)),
        ("Summer 1", date(2023, 4, 17), date(2023, 5, 26)),
        ("Summer 2", date(2023, 6, 5), date(2023, 7, 21)),
    ]
    assert read.closed == [(date(2022, 9, 1), "INSET days"), (date(2023, 1, 3), "INSET days")]
    assert read.unread == ["Have a good year!"]


def test_a_sheet_is_read_too():
    read = pasting.read(A_SHEET, 2022)

    assert days(read) == [
        ("Autumn 1", date(2022, 9, 1), date(2022, 10, 21)),
        ("Autumn 2", date(2022, 10, 31), date(2022, 12, 20)),
    ]
    assert read.closed == [(date(2022, 12, 2), "Occasional day")]


def test_what_we_write_we_read():
    usual = term_dates.usual(2023)

    assert pasting.read(pasting.write(usual), 2023).half_terms == usual


def test_a_day_that_does_not_exist_is_handed_back():
    assert pasting.read("Autumn 1: 31 September to 21 October", 2022).unread == [
        "Autumn 1: 31 September to 21 October"
    ]


def preview(text, school=None):
    return calendar.preview(first=2022, read=pasting.read(text, 2022), school=school)


def test_booked_events_bank_holidays_and_inset_are_shown():
    made = programmes.programme()
    seen.event(made, date(2022, 10, 20), EventKind.KICK_OFF)
    seen.event(made, date(2022, 12, 2))
    moved = "Autumn 1: 1 September 2022 to 14 October\nAutumn 2: 24 October to 20 December\n"

    found = preview(moved + "INSET day: 2 December 2022\nINSET day: 3 December 2022")

    assert found.bookings == [
        "“Kick-off event of 20 October” on 20 October 2022 would be outside every half-term.",
        "“CPD session of 2 December” is on 2 December 2022: INSET day.",
    ]
    assert found.holidays == ["19 September 2022 in Autumn 1: State Funeral of Queen Elizabeth II."]
    assert found.oddities == ["INSET day is on a Saturday, 3 December 2022."]


def test_an_event_that_would_change_its_half_term_is_named():
    made = programmes.programme()
    seen.event(made, date(2022, 10, 20))

    found = preview("Autumn 1: 1 September to 14 October\nAutumn 2: 17 October to 20 December")

    assert found.bookings == [
        "“CPD session of 20 October” on 20 October 2022 would be in Autumn 2 instead of Autumn 1."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello", "No dates were found"),
        ("Autumn 1: 21 October to 1 September", "ends before it starts"),
        ("Autumn 1: 1 September to 1 November\nAutumn 2: 31 October to 20 December", "has ended"),
        ("Summer 2: 5 June 2024 to 21 July 2024", "not in the school year"),
        ("INSET day: 5 June 2024", "not in the school year"),
    ],
)
def test_dates_that_make_no_year_are_refused(text, said):
    with pytest.raises(calendar.WrongHalfTerms, match=said):
        preview(text)


def paste(client, text, **more):
    given = {"year": "2022/23", "school": "", "text": text, "source": "", **more}
    return client.post(reverse("programmes:paste_half_terms"), given)


def test_check_27_the_page_shows_conflicts_first_and_saves_on_the_second_button():
    made = programmes.programme()
    seen.event(made, date(2022, 10, 20), EventKind.KICK_OFF)
    HalfTerm.objects.filter(number=1).update(to_on=date(2022, 10, 20))
    office = client_of(programmes.office())
    text = "Autumn 1: 1 September to 14 October 2022\nINSET day: 7 October 2022"

    looked = paste(office, text).content.decode()

    assert "Nothing is saved yet" in looked
    assert "on 20 October 2022 would be outside every half-term" in looked
    assert "State Funeral" in looked
    assert HalfTerm.objects.get(number=1).to_on == date(2022, 10, 20)
    assert not ClosedDay.objects.exists()
    saved = paste(office, text, save="yes", is_confirmed="on")
    assert saved.status_code == 302
    assert HalfTerm.objects.get(number=1).to_on == date(2022, 10, 14)
    assert ClosedDay.objects.get().on == date(2022, 10, 7)


def save(text, *, school=None, first=2022):
    return calendar.save(
        first=first,
        read=pasting.read(text, first),
        school=school,
        is_confirmed=False,
        source="",
        by=programmes.office(),
        now=NOW,
    )


def test_half_terms_move_past_each_other_without_ever_overlapping():
    programmes.year()

    save("Autumn 1: 1 September to 4 November\nAutumn 2: 14 November to 22 December")
    save("Autumn 1: 1 September to 14 October\nAutumn 2: 17 October to 20 December")

    first, second = programmes.half_terms()[:2]
    assert (first.to_on, second.from_on) == (date(2022, 10, 14), date(2022, 10, 17))


def test_dates_that_hit_a_half_term_that_stays_are_refused():
    programmes.year()

    with pytest.raises(calendar.WrongHalfTerms, match="overlap"):
        save("Autumn 1: 1 September to 4 November")


def test_a_school_has_its_own_dates_beside_the_authoritys():
    programmes.year()
    school = SchoolFactory.create()

    save("Autumn 1: 1 September to 14 October", school=school)

    assert HalfTerm.objects.of(school).get().to_on == date(2022, 10, 14)
    assert programmes.half_terms()[0].to_on == date(2022, 10, 21)
    page = client_of(None).get(reverse("programmes:school_half_terms", args=[school.pk]))
    assert "14 October 2022" in page.content.decode()


def test_commitments_follow_the_calendar():
    made = programmes.programme()

    save("Summer 2: 5 June to 14 July")

    row = made.commitments.get(kind=CommitmentKind.ENGAGEMENT, half_term__number=6)
    assert row.due_on == date(2023, 7, 14)


def test_a_new_year_within_a_programme_adds_its_half_terms():
    made = programmes.programme(to_on=date(2024, 3, 31))
    assert made.commitments.filter(kind=CommitmentKind.ENGAGEMENT).count() == 6

    save(pasting.write(term_dates.usual(2023)), first=2023)

    assert made.commitments.filter(kind=CommitmentKind.ENGAGEMENT).count() == 10
    assert AcademicYear.objects.count() == 2


def test_clock_changes_of_the_year_are_known():
    assert dates.clock_changes(date(2022, 9, 1), date(2023, 8, 31)) == [
        (date(2022, 10, 30), "back"),
        (date(2023, 3, 26), "forward"),
    ]


def test_a_board_member_reads_the_dates_and_pastes_none():
    board = client_of(holding(PortalRole.BOARD_MEMBER, "Bola Board"))

    assert board.get(reverse("programmes:half_terms")).status_code == 200
    assert board.get(reverse("programmes:paste_half_terms")).status_code == 404
