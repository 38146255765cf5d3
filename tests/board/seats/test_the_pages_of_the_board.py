"""The public page of the board, and the pages on which office and clerk look after its seats."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from board.models import Appointment, Chairing, Seat
from board.services import vacating
from board.states import ChairPost, EndedBecause, How, SeatKind
from hlp.kit import waiting
from members.models import User
from members.states import PortalRole, SchoolRole
from tests.factories import cast
from tests.factories import seats as board
from tests.factories.members import make_period
from tests.factories.seats import NOW, TODAY

pytestmark = pytest.mark.django_db
K = SeatKind


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def period():
    return make_period()


@pytest.fixture
def as_clerk(client, clerk):
    client.force_login(clerk)
    return client


def page(client, name, *args):
    return client.get(reverse(f"board:{name}", args=args)).content.decode()


def day(name, on):
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def asked(**fields):
    return {
        "email": "lara@example.org",
        "name": "Lara Authority",
        "reference": "letter of 2 May",
        **day("from_on", TODAY),
        **day("to_on", date(2024, 3, 31)),
        **fields,
    }


def test_day_one_shows_ten_vacant_seats_and_how_each_is_filled(client, period):
    shown = page(client, "board")

    assert "10 vacant seats" in shown
    assert shown.count("hlp-seats__seat--vacant") == 10
    assert "Primary Forum representative: named by the Primary Forum." in shown


def test_before_there_is_a_period_the_page_says_so(client):
    assert "There is no board yet" in page(client, "board")


def test_it_says_who_sits_for_whom_since_when_and_until_when(client, period):
    school = board.member(period, name="Yeading Brook")
    board.appoint(K.PRIMARY_FORUM, school=school, person=board.head(school, "Yara Head"))

    shown = page(client, "board")

    assert all(
        word in shown
        for word in ("Yara Head", "Yeading Brook", "2 May 2022", "31 March 2024", "9 vacant seats")
    )


def test_an_end_today_makes_a_vacancy_today_and_the_page_keeps_who_left(client, period, clerk):
    row = board.appoint(K.LA, from_on=TODAY - timedelta(30))
    note = "For the office only."

    vacating.end(appointment=row, because=EndedBecause.STEPPED_DOWN, note=note, by=clerk, now=NOW)

    shown = page(client, "board")
    assert "10 vacant seats" in shown
    assert "Who has left in the last twelve months" in shown
    assert str(row.person) in shown
    assert note not in shown


def test_the_board_in_office_is_shown_until_the_next_one_sits(client, period):
    board.appoint(K.LA)
    make_period(starts_on=date(2024, 4, 1))

    assert "Partnership Board, 2022–24" in page(client, "board")


def test_the_clerk_appoints_somebody_new_to_the_portal(as_clerk, period):
    seat = board.seat(K.LA, period)

    as_clerk.post(reverse("board:appoint", args=[seat.pk]), asked())

    row = Appointment.objects.get()
    assert (row.person.email, row.person.name, row.how) == (
        "lara@example.org",
        "Lara Authority",
        How.NAMED,
    )
    assert row.person.holds(PortalRole.BOARD_MEMBER)


def test_a_head_is_found_by_address_and_brings_the_school(as_clerk, period):
    school = board.member(period)
    head = board.head(school)
    seat = board.seat(K.PRIMARY_HEAD, period)

    as_clerk.post(reverse("board:appoint", args=[seat.pk]), asked(email=head.email.upper()))

    assert Appointment.objects.get().school == school


def test_who_heads_two_schools_is_asked_for_which(as_clerk, period):
    one, two = board.member(period), board.member(period)
    head = board.head(one)
    cast.AffiliationFactory.create(user=head, school=two, role=SchoolRole.HEADTEACHER)
    url = reverse("board:appoint", args=[board.seat(K.PRIMARY_HEAD, period).pk])

    refused = as_clerk.post(url, asked(email=head.email)).content.decode()
    as_clerk.post(url, asked(email=head.email, urn=two.pk))

    assert "Enter the URN of the one it is for" in refused
    assert Appointment.objects.get().school == two


def test_a_refusal_leaves_no_account_behind_and_keeps_what_was_typed(as_clerk, period):
    held = board.appoint(K.LA)
    url = reverse("board:appoint", args=[held.seat_id])

    shown = as_clerk.post(url, asked()).content.decode()

    assert "holds this seat until 31 March 2024" in shown
    assert 'value="lara@example.org"' in shown
    assert not User.objects.filter(email="lara@example.org").exists()


def test_the_chair_is_appointed_only_with_the_declaration(as_clerk, period):
    url = reverse("board:appoint", args=[board.seat(K.CHAIR, period).pk])

    assert "Tick the box" in as_clerk.post(url, asked()).content.decode()
    as_clerk.post(url, asked(is_declared="on"))

    assert Appointment.objects.get().declared_on == TODAY


def test_the_clerk_ends_an_appointment_on_a_day_to_come(as_clerk, period):
    row = board.appoint(K.LA)
    url = reverse("board:end_appointment", args=[row.pk])
    answers = {"when": "later", "because": "stepped_down"}

    missing = as_clerk.post(url, answers).content.decode()
    as_clerk.post(url, {**answers, **day("last_day", date(2022, 7, 22))})

    assert "Enter the last day in the seat" in missing
    row.refresh_from_db()
    assert row.to_on == date(2022, 7, 22)
    assert "Stepped down" in page(as_clerk, "seat_detail", row.seat_id)


def test_the_clerk_adds_a_seat_that_the_board_decided_on(as_clerk, client, period):
    decision = {"minute_reference": "2022-05/4", **day("decided_on", TODAY)}

    as_clerk.post(reverse("board:add_seat"), {"skill": "Finance", "has_vote": "no", **decision})

    seat = Seat.objects.get(kind=K.COOPTED)
    assert (seat.skill, seat.has_vote) == ("Finance", False)
    assert "Co-opted member, Finance" in page(client, "board")


def test_the_clerk_names_an_acting_chair_whom_the_public_sees(as_clerk, period):
    row = board.appoint(K.LA)
    decision = {"minute_reference": "2022-05/1", **day("decided_on", TODAY)}
    chosen = {"appointment": row.pk, **day("from_on", TODAY), **decision}

    as_clerk.post(reverse("board:name_acting_chair"), chosen)

    assert Chairing.objects.get().post == ChairPost.ACTING
    assert f"{row.person}, acting chair" in page(as_clerk, "board")


def test_a_seat_whose_holder_no_longer_fits_says_so(as_clerk, period):
    row = board.appoint(K.HASH)
    row.person.affiliations.update(to_on=TODAY - timedelta(1))

    assert "The appointment ends tonight." in page(as_clerk, "seat_detail", row.seat_id)


def test_vacant_seats_wait_for_office_and_clerk(period, office, clerk, head):
    board.appoint(K.LA)

    def found(user):
        return [row.count for row in waiting.for_person(user, NOW) if "on the board" in row.title]

    assert (found(office), found(clerk), found(head)) == ([9], [9], [])
