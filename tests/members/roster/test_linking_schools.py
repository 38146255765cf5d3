"""The file of links: pairs told from both sides, schools nobody knows, and what is far away."""

from datetime import date

import pytest

from members.models import School, SchoolLink
from members.states import EstablishmentStatus, EstablishmentType
from tests.factories.members import SchoolFactory
from tests.members.roster.files import a_file, a_links_file, a_school, a_zip, take_in

pytestmark = pytest.mark.django_db

FIELD_END = a_school(148774)
BOTH_SIDES = a_links_file(
    (102378, 148774, "Field End Junior School", "Successor", "31-08-2021"),
    (148774, 102378, "Field End Junior School", "Predecessor", "01-09-2021"),
)


def links():
    rows = SchoolLink.objects.order_by("predecessor", "successor")
    return list(rows.values_list("predecessor", "successor", "kind", "established_on"))


def test_two_rows_about_one_pair_are_one_link_from_the_first_day_of_the_successor():
    report = take_in(FIELD_END, links=BOTH_SIDES)

    assert links() == [(102378, 148774, "Succession", date(2021, 9, 1))]
    assert report.links.added == 1


def test_a_school_only_the_links_name_is_a_closed_stub():
    report = take_in(FIELD_END, links=BOTH_SIDES)

    stub = School.objects.get(urn=102378)
    assert (stub.name, stub.type) == ("Field End Junior School", EstablishmentType.UNKNOWN)
    assert (stub.is_stub, stub.status) == (True, EstablishmentStatus.CLOSED)
    assert "Known only by a link, so kept as closed: 1 school" in report.lines()


def test_the_same_links_again_change_nothing():
    take_in(FIELD_END, links=BOTH_SIDES)

    report = take_in(FIELD_END, links=BOTH_SIDES)

    assert report.nothing_changed
    assert report.lines()[0] == "Nothing changed: 1 school and 1 link are as they were."


def test_links_in_the_zip_are_read_without_being_asked_for():
    data = a_zip(edubasealldata__csv=a_file(FIELD_END), links_edubasealldata__csv=BOTH_SIDES)

    take_in(data)

    assert len(links()) == 1


def test_a_link_that_changed_its_kind_or_date_is_changed():
    take_in(FIELD_END, links=a_links_file((102378, 148774, "A", "Successor", "")))

    report = take_in(
        FIELD_END, links=a_links_file((102378, 148774, "A", "Successor - merged", "01-10-2021"))
    )

    assert report.links.changed == 1
    assert links() == [(102378, 148774, "merged", date(2021, 10, 1))]


def test_a_link_that_loses_its_date_keeps_ours():
    take_in(FIELD_END, links=BOTH_SIDES)

    report = take_in(FIELD_END, links=a_links_file((102378, 148774, "A", "Successor", "")))

    assert report.nothing_changed


def test_links_of_the_rest_of_england_are_passed_over_but_chains_are_followed():
    report = take_in(
        FIELD_END,
        links=a_links_file(
            (100001, 102378, "Middle", "Successor", "01-09-1990"),
            (102378, 148774, "Field End", "Successor", "31-08-2021"),
            (110000, 110001, "Elsewhere", "Successor", "01-09-2010"),
        ),
    )

    assert [link[:2] for link in links()] == [(100001, 102378), (102378, 148774)]
    assert report.links.passed_over == 1
    assert School.objects.get(urn=100001).name == "School with URN 100001"
    assert not School.objects.filter(urn=110000).exists()


def test_a_school_the_register_no_longer_names_is_closed_once_another_carries_it_on():
    SchoolFactory.create(urn=102378)

    report = take_in(FIELD_END, links=BOTH_SIDES)

    assert [row.urn for row in report.closed] == [102378]
    assert School.objects.get(urn=102378).status == EstablishmentStatus.CLOSED
    assert take_in(FIELD_END, links=BOTH_SIDES).nothing_changed


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ((102378, 148774, "A", "Successor", "01-01-2030"), "the day has not come"),
        ((102378, 148774, "A", "Successor", ""), "the register names no day"),
        ((102378, 148774, "A", "Successor - Split School", "01-09-2021"), "it may live on"),
    ],
)
def test_a_link_alone_does_not_close_a_school_in_doubt(row, why):
    SchoolFactory.create(urn=102378)

    take_in(FIELD_END, links=a_links_file(row))

    assert School.objects.get(urn=102378).is_open, why


def test_a_school_the_file_calls_open_is_not_closed_by_a_link():
    take_in(FIELD_END, a_school(102378), links=BOTH_SIDES)

    assert School.objects.get(urn=102378).is_open


def test_bad_rows_of_the_links_are_reported_and_the_rest_is_taken_in():
    good = [(102378 + n, 148774, "A", "Successor", "") for n in range(3)]

    report = take_in(FIELD_END, links=a_links_file(*good, (1, 148774, "A", "Successor", "")))

    assert "Refused: 1 row of the links" in report.lines()
    assert "  Line 5: URN “1” is not a number of five or six digits." in report.lines()
    assert len(links()) == 3
