"""Checks 2, 3, 28 and 29: which schools take part, which never have, and what is taken out."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from members.models import SchoolLink
from members.states import EstablishmentStatus, Phase, PortalRole
from programmes import reach
from programmes.models import Cluster, ClusterSchool, Expected, OutreachContact
from programmes.services import outreach
from programmes.states import ContactOutcome, ContactWay, EventState, Mark
from tests.factories import invoicing, programmes
from tests.factories.board import holding
from tests.factories.members import PeriodFactory, SchoolFactory
from tests.factories.sessions import client_of
from tests.programmes import seen

pytestmark = pytest.mark.django_db

MARCH = datetime(2023, 3, 1, 12, tzinfo=UTC)
URL = "programmes:impact_reach"


@pytest.fixture(autouse=True)
def in_march(time_machine):
    time_machine.move_to(MARCH)


def lines(**more):
    return reach.lines(period=PeriodFactory.create(), year=programmes.year(), **more)


def never(found=None):
    return {line.urn for line in found or lines() if line.last_ever is None}


def board():
    return client_of(holding(PortalRole.BOARD_MEMBER, "Bola Board"))


def borough(count=98, attending=60):
    """`count` schools, the lead school among those who attend."""
    made = programmes.programme()
    lead = programmes.lead_school(made)
    schools = [lead, *SchoolFactory.create_batch(count - 1)]
    session = seen.event(made, date(2022, 11, 15))
    seen.attend(session, *schools[:attending])
    return made, session, schools


def test_check_2_of_98_schools_with_60_attending_exactly_38_have_never_engaged():
    made, _, schools = borough()
    outreach.log_contact(
        programme=made,
        schools=[schools[97]],
        on=date(2023, 2, 2),
        way=ContactWay.VISIT,
        outcome=ContactOutcome.NOT_NOW,
        by=programmes.office(),
        now=MARCH,
    )

    assert never() == {school.pk for school in schools[60:]}
    page = board().get(reverse(URL)).content.decode()
    assert "38 schools. Take them out" in page
    assert "2 February 2023: Not now" in " ".join(page.split())


def test_the_list_is_filtered_by_phase_cluster_and_membership():
    borough(count=4, attending=1)
    uxbridge = Cluster.objects.create(name="Uxbridge")
    high = SchoolFactory.create(name="Moor High", phase=Phase.SECONDARY)
    ClusterSchool.objects.create(cluster=uxbridge, school=high)
    invoicing.member(high, period=PeriodFactory.create())
    client = board()

    def shown(**query):
        page = client.get(reverse(URL), query).content.decode()
        return int(page.split(". Take them out")[0].split()[-2].removeprefix('class="govuk-body">'))

    assert shown() == 4
    assert shown(phase="Secondary") == 1
    assert shown(cluster=uxbridge.pk) == 1
    assert shown(who="members") == 1
    assert shown(who="others") == 3
    assert shown(which="engaged") == 1
    assert shown(which="all") == 5


def test_in_year_and_cumulative_are_both_counted():
    made, _, schools = borough(count=5, attending=2)
    before = seen.event(made, date(2022, 5, 10))  # in the school year before
    seen.attend(before, schools[1], schools[3])

    total = reach.summed("All", lines())

    assert (total.in_year, total.earlier, total.never) == (2, 1, 2)
    assert total.ever == 3


def test_who_was_absent_or_whose_mark_was_corrected_to_absent_is_not_engaged():
    _, session, schools = borough(count=4, attending=2)
    seen.attend(session, schools[2], mark=Mark.ABSENT)
    corrected = Expected.objects.get(place__school=schools[1])
    seen.see(corrected, Mark.ABSENT)

    assert never() == {school.pk for school in schools[1:]}


def test_a_late_correction_to_present_counts():
    _, session, schools = borough(count=3, attending=1)
    seen.attend(session, schools[1], mark=Mark.ABSENT)
    seen.see(Expected.objects.get(place__school=schools[1]), Mark.LATE)

    assert never() == {schools[2].pk}


def test_a_cancelled_event_reaches_nobody_and_a_recorded_one_whom_it_names():
    made, session, schools = borough(count=4, attending=2)
    type(session).objects.filter(pk=session.pk).update(
        state=EventState.CANCELLED, cancelled_at=MARCH
    )
    seen.present(seen.recorded(made, date(2022, 12, 1)), schools[3])

    assert never() == {school.pk for school in schools[:3]}


def closed(urn, name):
    return SchoolFactory.create(urn=urn, name=name, status=EstablishmentStatus.CLOSED)


def carry_on(old, new):
    SchoolLink.objects.create(predecessor=old, successor=new, kind="Successor")


def test_check_3_what_142107_did_counts_for_149033_once_only():
    made, session, _ = borough(count=1, attending=1)
    old, other = closed(142107, "Old Academy"), closed(142108, "Another Academy")
    new = SchoolFactory.create(urn=149033, name="New Academy")
    carry_on(old, new)
    carry_on(other, new)
    seen.attend(session, old, other)
    later = seen.event(made, date(2023, 1, 24))
    seen.attend(later, new)

    found = {line.urn: line for line in lines()}

    assert found.keys() == {programmes.lead_school(made).pk, 149033}
    assert found[149033].last_ever == date(2023, 1, 24)
    total = reach.summed("All", found.values())
    assert (total.in_year, total.never) == (2, 0)


def test_over_two_generations_and_not_where_a_school_was_split():
    _, session, _ = borough(count=1, attending=1)
    first, second = closed(142107, "First"), closed(142109, "Second")
    heir = SchoolFactory.create()
    parts = SchoolFactory.create_batch(2)
    carry_on(first, second)
    carry_on(second, heir)
    broken = closed(142110, "Split")
    for part in parts:
        carry_on(broken, part)
    seen.attend(session, first, broken)

    assert never() == {part.pk for part in parts}


def test_an_open_school_keeps_what_it_did_though_a_successor_is_announced():
    _, _, schools = borough(count=2, attending=2)
    coming = SchoolFactory.create()
    carry_on(schools[1], coming)

    assert never() == {coming.pk}


def test_check_23_the_board_sees_schools_without_contact_in_two_half_terms():
    made, _, schools = borough(count=4, attending=1)
    for school, day in ((schools[1], date(2022, 11, 3)), (schools[2], date(2023, 1, 20))):
        OutreachContact.objects.create(
            programme=made,
            school=school,
            on=day,
            way=ContactWay.PHONE,
            outcome=ContactOutcome.NO_ANSWER,
            recorded_at=MARCH,
        )

    page = board().get(reverse(URL), {"which": "all", "contact": "none"}).content.decode()

    # On 1 March it is spring 2; spring 1 began on 3 January.
    assert "3 schools. Take them out" in page
    assert schools[2].name not in page


def test_check_28_reach_is_taken_out_with_urn_and_laestab():
    borough(count=3, attending=1)
    wicked = SchoolFactory.create(name="=HYPERLINK(1)", establishment_number="2042")
    client = board()

    answer = client.get(reverse("programmes:export_reach", args=["csv"]), {"which": "all"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    row = next(row for row in rows if row["URN"] == str(wicked.pk))
    assert (row["LAEstab"], row["School"]) == ("312/2042", "'=HYPERLINK(1)")
    assert len(rows) == 4
    assert [row["Engaged in the year"] for row in rows].count("yes") == 1
    book = client.get(reverse("programmes:export_reach", args=["xlsx"]), {"which": "all"})
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert [cell.value for cell in sheet[1]][:3] == ["URN", "LAEstab", "School"]
    assert sheet.max_row == 5
    assert client.get(reverse("programmes:export_reach", args=["exe"])).status_code == 404


def test_check_29_every_chart_stands_in_its_table():
    borough(count=3, attending=1)

    page = board().get(reverse(URL)).content.decode()

    tables = [part.split("</table>")[0] for part in page.split("<table")[1:]]
    bars = sum(table.count('class="hlp-bars__bar"') for table in tables)
    assert bars == page.count('class="hlp-bars__bar"') > 0


def test_the_page_costs_the_same_over_few_schools_and_events_and_over_many(
    django_assert_max_num_queries,
):
    made, _, schools = borough(count=3, attending=2)
    client = board()
    client.get(reverse(URL))
    with django_assert_max_num_queries(20) as few:
        client.get(reverse(URL))
    more = SchoolFactory.create_batch(80)
    for number in range(10):
        seen.attend(seen.event(made, date(2023, 1, 10 + number)), *more[number : number + 3])
    old = closed(142107, "Old")
    carry_on(old, more[-1])

    with django_assert_max_num_queries(len(few)):
        page = client.get(reverse(URL))
    assert "?page=2" in page.content.decode()
    assert len(schools) == 3


def test_without_a_school_year_the_page_says_so(db):
    PeriodFactory.create()

    assert "No school year yet" in board().get(reverse(URL)).content.decode()
