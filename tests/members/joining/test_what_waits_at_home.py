"""The home page says what waits: a sign-up to finish, a signature, a membership to verify."""

from datetime import UTC, date, datetime

import pytest

from hlp.kit import waiting
from members import home
from members.services import signing
from tests.factories.members import MembershipFactory, SchoolFactory
from tests.members.joining.conftest import sign


def waiting_for(person, at):
    return waiting.for_person(person, at, home.SUBJECTS)


@pytest.fixture
def waits(period, now):
    return lambda person, at=now: [(row.title, row.tone) for row in waiting_for(person, at)]


def test_a_head_who_has_not_begun_is_asked_to(waits, head):
    assert waits(head) == [("Sign up Bourne Lane Primary School by 18 March 2022", "todo")]


@pytest.mark.parametrize("who", ["head", "business_manager"])
def test_an_unfinished_sign_up_waits(request, draft, waits, who):
    person = request.getfixturevalue(who)

    assert waits(person) == [
        ("Finish signing up Bourne Lane Primary School by 18 March 2022", "todo")
    ]


def test_what_is_prepared_waits_for_the_head_and_the_manager_sees_it(
    prepared, waits, head, business_manager
):
    assert waits(head) == [("Bourne Lane Primary School is ready for your signature", "todo")]
    assert waits(business_manager) == [
        ("Bourne Lane Primary School waits for the headteacher’s signature", "info")
    ]


def test_a_trust_s_signatory_sees_what_its_schools_have_begun(prepared, trust_signatory, waits):
    assert waits(trust_signatory) == [
        ("Bourne Lane Primary School is ready for your signature", "todo")
    ]


def test_late_joiners_see_the_last_date(waits, head):
    late = datetime(2022, 3, 19, tzinfo=UTC)

    assert waits(head, late) == [("Sign up Bourne Lane Primary School by 31 December 2022", "todo")]


def test_after_signing_or_the_last_date_nothing_waits(prepared, waits, head, now):
    assert waits(head, datetime(2023, 1, 1, tzinfo=UTC)) == []

    sign(prepared, head, now)

    assert waits(head) == []


def test_others_are_not_bothered(draft, waits, teacher, stranger, office, finance):
    assert [waits(person) for person in (teacher, stranger, office, finance)] == [[], [], [], []]


def test_the_head_of_a_school_that_may_not_join_is_not_asked(waits, head, school):
    school.la_code = "310"
    school.save()

    assert waits(head) == []


def test_paper_to_verify_waits_for_who_did_not_record_it(
    prepared, waits, office, office2, clerk, now
):
    signing.record_paper(
        membership=prepared,
        by=office,
        name="H",
        title="Head",
        signed_on=date(2022, 2, 28),
        now=now,
    )

    [row] = waiting_for(office2, now)
    assert waits(office) == []

    assert (row.title, row.count) == ("Memberships to verify", 1)
    assert row.url.endswith("?state=signed")
    assert waits(clerk) == []


def test_many_schools_cost_no_more_questions(
    period, waits, trust_signatory, school, now, django_assert_max_num_queries
):
    for _ in range(5):
        other = SchoolFactory.create(trust=school.trust)
        MembershipFactory.create(school=other, period=period)

    with django_assert_max_num_queries(10):
        assert len(waits(trust_signatory)) == 5
