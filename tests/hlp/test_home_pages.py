"""A start page that says what waits for a person and leads to their work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hlp import home
from hlp.kit import clock, waiting
from hlp.kit.waiting import Waiting
from members.services import claiming, periods
from members.states import PortalRole, SchoolRole
from programmes.states import Audience, EventKind, PlaceState
from tests.factories import events, invoicing
from tests.factories.members import AffiliationFactory, RoleHeldFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    starts_on = clock.today() + timedelta(days=30)
    return periods.create_period(name="This run", starts_on=starts_on, is_published=True)


def home_of(client, person):
    client.force_login(person)
    return client.get(reverse("home")).text


def test_someone_of_no_school_is_led_to_find_it(client, stranger):
    page = home_of(client, stranger)

    assert "You are not linked to a school yet." in page
    assert "Nothing is waiting for you." not in page


def test_who_waits_for_the_office_is_told_so_and_may_take_it_back(client, stranger, school):
    claiming.claim(user=stranger, school=school, role=SchoolRole.CPD_LEAD, now=clock.now())

    page = home_of(client, stranger)

    assert f"of {school.name}. The partnership" in page
    assert "Find your school" not in page


def test_a_head_sees_how_their_school_stands(client, head, school, period):
    before = home_of(client, head)
    invoicing.member(school, period=period)

    after = home_of(client, head)

    assert "Not joined yet" in before
    assert "You are headteacher." in before
    assert "Your school’s invoices" in after
    assert "Sign up<" not in after
    assert "Your work" not in after


def test_one_of_several_roles_at_a_school_has_one_card(head, school):
    AffiliationFactory.create(user=head, school=school, role=SchoolRole.CPD_LEAD)

    (own,) = home.own_schools(head, clock.today())

    assert own.roles == "CPD lead and headteacher"


def test_a_teacher_is_not_led_to_invoices(client, school, period):
    teacher = AffiliationFactory.create(school=school, role=SchoolRole.STAFF).user
    invoicing.member(school, period=period)

    assert "invoices</a>" not in home_of(client, teacher).replace("where invoices go</a>", "")


def titles(work):
    return {subject: [place.title for place in places] for subject, places in work.items()}


def test_finance_has_invoices_and_no_claims(finance):
    assert titles(home.work_of(finance)) == {"Fees": ["Fee runs", "Invoices", "Payments"]}


def test_the_office_has_its_inbox_first_and_the_back_room_last(office):
    work = titles(home.work_of(office))

    assert list(work) == [
        *("Schools and people", "Fees", "Bids", "Board", "Programmes", "The portal"),
    ]
    assert work["Schools and people"][0] == "Questions"
    assert work["The portal"][-1] == "Back room"


def test_the_work_of_the_role_acted_in_stands_first(office):
    RoleHeldFactory.create(user=office, role=PortalRole.FINANCE)
    office.forget_standing()

    assert next(iter(home.work_of(office, first=PortalRole.FINANCE))) == "Fees"


def test_what_is_to_do_comes_before_what_is_only_told(client, stranger, monkeypatch):
    rows = [Waiting("Told", "/", tone="info"), Waiting("Soon", "/", tone="soon")]
    rows.append(Waiting("Do this", "/"))
    monkeypatch.setattr(waiting, "for_person", lambda user, now: rows)

    page = home_of(client, stranger)

    assert page.index("Do this") < page.index(">Soon<") < page.index(">Told<")


def test_a_page_stays_short_however_much_waits(client, stranger, monkeypatch):
    rows = [Waiting(f"Answer {number}", "/") for number in range(30)]
    monkeypatch.setattr(waiting, "for_person", lambda user, now: rows)

    shown, folded = home_of(client, stranger).split("<details", 1)

    assert (shown.count("Answer "), folded.count("Answer ")) == (8, 22)
    assert "22 more" in folded


def test_events_of_members_are_not_for_a_school_that_has_not_joined(head, period):
    starts_at = clock.now() + timedelta(days=2)
    for audience in (Audience.MEMBERS, Audience.ALL_SCHOOLS):
        of = {"kind": EventKind.CPD, "audience": audience}
        events.information(period, now=clock.now(), starts_at=starts_at, **of)

    (row,) = home.coming_events(head, clock.now())

    assert row.event.audience == Audience.ALL_SCHOOLS


def test_what_one_goes_to_comes_before_what_one_may_book(client, head, chair, school, period):
    invoicing.member(school, period=period)
    now, of_members = clock.now(), {"kind": EventKind.CPD, "audience": Audience.MEMBERS}
    soon, later = now + timedelta(days=2), now + timedelta(days=9)
    events.information(period, now=now, starts_at=later, title="For all")
    events.information(period, now=now, starts_at=soon, title="For members", **of_members)
    closed = {"starts_at": soon, "booking_closes_at": now + timedelta(hours=1)}
    events.information(period, now=now - timedelta(days=1), title="No longer booked", **closed)
    own = events.information(period, now=now, starts_at=later, title="Booked", **of_members)
    events.booked(own, person=head, school=school, now=now)

    rows = home.coming_events(head, now + timedelta(hours=2))

    assert [(row.event.title, row.place) for row in rows] == [
        ("Booked", PlaceState.CONFIRMED),
        ("For members", None),
        ("For all", None),
    ]
    assert home.coming_events(chair, now) == []
    page = home_of(client, head)
    assert page.index("Coming up") < page.index("Booked") < page.index("Place confirmed")


def test_the_next_dates_stand_on_everybodys_page(client, chair, period):
    page = home_of(client, chair)

    assert "What comes next in the partnership" in page
    assert len(home.coming(clock.today())) == 3


def test_before_any_period_there_are_no_dates(db):
    assert home.coming(clock.today()) == []


@pytest.mark.parametrize("schools", [1, 5])
def test_a_head_of_many_schools_costs_no_more_queries(client, head, period, schools):
    for _ in range(schools):
        AffiliationFactory.create(
            user=head, school=SchoolFactory.create(), role=SchoolRole.HEADTEACHER
        )
    client.force_login(head)
    client.get(reverse("home"))  # the first page of a session also notes the device

    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("home"))

    assert len(seen) == 11
