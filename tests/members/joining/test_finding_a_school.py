"""Anyone finds a school by name, URN or postcode; only schools that may join lead further."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from members.models import Membership
from members.states import EstablishmentStatus, EstablishmentType
from tests.factories.members import SchoolFactory
from tests.members.joining.conftest import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client, period):
    def names(q=None, **more):
        query = {**more} if q is None else {"q": q, **more}
        answer = client.get(reverse("members:join"), query)
        assert answer.status_code == 200
        return [school.name for school in answer.context["page"]], answer

    return names


@pytest.fixture
def schools(db):
    return [
        SchoolFactory.create(urn=102368, name="Bourne Primary School", postcode="HA4 6UJ"),
        SchoolFactory.create(urn=102422, name="Botwell House RC École", postcode="UB3 2AB"),
        SchoolFactory.create(urn=102417, name="St. Mary's Catholic School", postcode="UB8 2AB"),
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bourne", ["Bourne Primary School"]),
        ("school primary BOURNE", ["Bourne Primary School"]),
        ("saint marys", ["St. Mary's Catholic School"]),
        ("ecole", ["Botwell House RC École"]),
        ("102368", ["Bourne Primary School"]),
        (" 102368 ", ["Bourne Primary School"]),
        ("HA4 6UJ", ["Bourne Primary School"]),
        ("ha46uj", ["Bourne Primary School"]),
        ("2ab", ["Botwell House RC École", "St. Mary's Catholic School"]),
        ("ourne", []),  # words are matched from their beginning
        ("zzz", []),
        ("99999999999999999999", []),
        ("%' OR 1=1 --", []),
    ],
)
def test_by_name_urn_or_postcode(schools, find, typed, found):
    assert find(typed)[0] == found


def test_without_words_all_that_may_join_are_there(schools, find):
    assert len(find()[0]) == 3
    assert len(find("")[0]) == 3


def test_a_long_list_comes_in_pages(find):
    SchoolFactory.create_batch(25)

    assert len(find()[0]) == 20
    assert len(find(page="2")[0]) == 5
    assert len(find(page="nonsense")[0]) == 20


def test_who_has_joined_is_marked(prepared, school, schools, head, find, now):
    assert "Has joined" not in find()[1].content.decode()

    sign(prepared, head, now)

    _, answer = find()
    assert answer.content.decode().count("Has joined") == 1


def test_other_schools_of_the_register_are_explained_and_lead_nowhere(schools, find):
    SchoolFactory.create(name="Bourne Harrow School", la_code="310", la_name="Harrow")
    SchoolFactory.create(name="Bourne Hill Nursery", status=EstablishmentStatus.CLOSED)
    SchoolFactory.create(name="Bourne College", type=EstablishmentType.INDEPENDENT)

    names, answer = find("bourne")

    assert names == ["Bourne Primary School"]
    page = answer.content.decode()
    assert "Bourne Harrow School is not one of the schools that may join 2022–24." in page
    assert "Bourne Hill Nursery is closed in the register of schools" in page
    assert "Bourne College is not one of the schools that may join 2022–24." in page


@pytest.mark.parametrize("step", ["who", "contacts", "billing", "commitment", "check", "done"])
def test_a_school_of_another_authority_joins_by_no_url(client, period, head, office, step):
    school = SchoolFactory.create(name="Harrow Hill School", la_code="310", la_name="Harrow")

    explained = client.get(reverse("members:join_school", args=[school.pk]))
    for person in (head, office):
        client.force_login(person)
        url = reverse(f"members:join_{step}", args=[school.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, {"finance_email": "a@b.example"}).status_code in {404, 405}

    assert "is not one of the schools that may join 2022–24" in explained.content.decode()
    assert not Membership.objects.exists()


def test_before_sign_up_opens_the_page_says_when(find, clock, school, client):
    clock.time = datetime(2022, 1, 31, 12, tzinfo=UTC)

    for page in (find()[1], client.get(reverse("members:join_school", args=[school.pk]))):
        assert "Sign-up for 2022–24 opens on 1 February 2022." in page.content.decode()


def test_late_joiners_are_told_what_they_owe(find, clock):
    clock.time = datetime(2022, 3, 19, 12, tzinfo=UTC)

    page = find()[1].content.decode()

    assert "can still join\n          until 31 December 2022" in page
    assert "It owes the whole fee of the membership year it joins in." in page


def test_after_the_last_date_the_page_says_so(find, clock):
    clock.time = datetime(2023, 1, 1, 12, tzinfo=UTC)

    assert "The last date to join for 2022–24 was 31 December 2022." in find()[1].content.decode()


def test_without_a_period_the_page_points_to_the_prospectus(client, school):
    for url in (reverse("members:join"), reverse("members:join_school", args=[school.pk])):
        assert "Sign-up is not open yet." in client.get(url).content.decode()
