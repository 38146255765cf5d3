"""The roster is brought to what the file says: only what differs, and nothing twice."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hlp.kit.access import WrongPerson
from hlp.kit.refusal import Refusal
from members.models import RosterImport, School, Trust
from members.states import EstablishmentStatus, EstablishmentType
from tests.factories.members import SchoolFactory, TrustFactory
from tests.members.roster.files import BOURNE, NOW, a_file, a_school, take_in, without

pytestmark = pytest.mark.django_db

TRUSTED = BOURNE | {"Trusts (code)": "2044", "Trusts (name)": "Elm Trust"}
UNTRUSTED = BOURNE | {"Trusts (code)": "", "Trusts (name)": ""}


def bourne():
    return School.objects.get(urn=102368)


def stored():
    return list(School.objects.order_by("urn").values())


def test_new_schools_are_added_and_can_be_found():
    report = take_in(BOURNE, a_school(102369))

    assert [row.urn for row in report.added] == [102368, 102369]
    assert report.lines()[0] == "upload.csv: 2 added, 0 changed, 0 closed, 0 as they were."
    assert list(School.objects.found_by("ha46uj bourne")) == [bourne()]


def test_the_same_file_again_changes_nothing_and_says_so():
    take_in(BOURNE, a_school(102369), a_school(102370))
    before, logged = stored(), LogEntry.objects.count()

    report = take_in(BOURNE, a_school(102369), a_school(102370))

    assert report.nothing_changed
    assert report.lines()[0] == "Nothing changed: 3 schools are as they were."
    assert stored() == before
    assert LogEntry.objects.count() == logged


def test_a_change_is_reported_field_by_field_and_only_that_is_written():
    take_in(BOURNE, a_school(102369))
    School.objects.filter(urn=102369).update(website="kept.example")

    report = take_in(
        BOURNE | {"EstablishmentName": "Bourne Academy", "OpenDate": "01-09-2024"},
        a_school(102369, Postcode="UB8 1UW"),
    )

    assert [row.changes for row in report.changed] == [
        {
            "name": ("Bourne Primary School", "Bourne Academy"),
            "open_on": (None, date(2024, 9, 1)),
        },
        {"postcode": ("HA4 6UJ", "UB8 1UW")},
    ]
    assert "    EstablishmentName: Bourne Primary School → Bourne Academy" in report.lines()
    assert "    OpenDate: (empty) → 1 September 2024" in report.lines()
    assert bourne().search_text == "bourne academy ha4 6uj ha46uj ruislip"
    assert School.objects.get(urn=102369).website == "kept.example"


def test_columns_the_file_does_not_carry_are_left_alone():
    take_in(BOURNE)

    report = take_in(without(BOURNE, "Street", "OpenDate", "StatutoryLowAge", "LA (name)"))

    assert report.nothing_changed
    assert bourne().street == "Cedar Avenue"


def test_a_school_that_is_not_in_the_file_stays_open():
    take_in(BOURNE, a_school(102369))

    report = take_in(BOURNE)

    assert report.nothing_changed
    assert School.objects.get(urn=102369).is_open


def test_a_school_the_register_calls_closed_is_closed():
    take_in(BOURNE)

    report = take_in(BOURNE | {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2025"})

    assert [row.urn for row in report.closed] == [102368]
    assert report.changed == []
    assert bourne().close_on == date(2025, 8, 31)
    assert not bourne().is_open


@pytest.mark.parametrize(
    ("close_date", "status"),
    [
        ("31-08-2025", EstablishmentStatus.CLOSED),
        ("01-09-2025", EstablishmentStatus.CLOSING),  # today is its last day
        ("31-12-2025", EstablishmentStatus.CLOSING),
    ],
)
def test_a_date_of_closing_in_the_past_closes_whatever_the_status_says(close_date, status):
    row = BOURNE | {
        "CloseDate": close_date,
        "EstablishmentStatus (name)": "Open, but proposed to close",
    }

    take_in(row)

    assert bourne().status == status


def test_refused_rows_are_reported_and_the_rest_is_taken_in():
    report = take_in(BOURNE, a_school(102369), a_school(102370, OpenDate="soon"))

    assert "Refused: 1 row of upload.csv" in report.lines()
    assert "  Line 4: OpenDate “soon” is not a date (dd-mm-yyyy)." in report.lines()
    assert School.objects.count() == 2


def test_a_file_refused_as_a_whole_changes_nothing():
    take_in(BOURNE)
    rows = [BOURNE | {"EstablishmentName": "New name"}, *[a_school(1)] * 10]

    with pytest.raises(Refusal, match=r"10 of 11 rows in upload\.csv cannot be read"):
        take_in(*rows)

    assert bourne().name == "Bourne Primary School"
    assert RosterImport.objects.count() == 1


def test_a_file_without_the_local_authority_asked_for_is_refused():
    with pytest.raises(Refusal, match=r"in upload\.csv is in LA 202 or 203"):
        take_in(BOURNE, la_codes=["202", "203"])


def test_a_file_of_headings_alone_is_refused():
    with pytest.raises(Refusal, match="no school under them"):
        take_in(a_file(BOURNE).split(b"\r\n")[0])


def test_a_trial_reports_the_same_and_keeps_nothing():
    logged = LogEntry.objects.count()

    trial = take_in(TRUSTED, dry_run=True)

    assert trial.lines()[0] == "This was a trial: nothing of it was kept."
    assert [row.urn for row in trial.added] == [102368]
    assert (School.objects.count(), Trust.objects.count()) == (0, 0)
    assert (RosterImport.objects.count(), LogEntry.objects.count()) == (0, logged)


def test_the_report_is_kept_with_the_import(office):
    take_in(BOURNE, a_school(102370, OpenDate="x"), by=office, name="edubase.csv")

    kept = RosterImport.objects.get()
    assert (kept.file_name, kept.by, kept.started_at) == ("edubase.csv", office, NOW)
    assert kept.report["counts"]["added"] == 1
    assert kept.report["added"] == [{"urn": 102368, "name": "Bourne Primary School"}]
    assert kept.report["refused"] == [[3, "OpenDate “x” is not a date (dd-mm-yyyy)."]]


def test_what_changed_is_in_the_audit_log_with_who_did_it(office):
    take_in(BOURNE, by=office)
    take_in(BOURNE | {"Street": "Elm Road"}, by=office)

    added, changed = LogEntry.objects.get_for_object(bourne()).order_by("pk")
    assert (added.actor, added.additional_data["what"]) == (office, "added from the register")
    assert changed.actor == office
    assert changed.additional_data["changes"] == {"Street": ["Cedar Avenue", "Elm Road"]}


@pytest.mark.parametrize("who", ["clerk", "finance", "head", "stranger"])
def test_only_the_office_imports(who, request):
    with pytest.raises(WrongPerson):
        take_in(BOURNE, by=request.getfixturevalue(who))


def test_trusts_are_made_where_the_file_names_them():
    report = take_in(TRUSTED, TRUSTED | {"URN": "102369"})

    trust = Trust.objects.get()
    assert (trust.gias_code, trust.name) == ("2044", "Elm Trust")
    assert bourne().trust == trust
    assert len(report.added) == 2


def test_a_school_that_changes_trust_is_reported():
    take_in(TRUSTED)

    report = take_in(TRUSTED | {"Trusts (code)": "7", "Trusts (name)": "Oak Trust"})

    assert "    Trust: Elm Trust → Oak Trust" in report.lines()
    assert bourne().trust.name == "Oak Trust"


def test_a_trust_that_takes_a_new_name_stays_the_same_trust():
    take_in(TRUSTED)
    before = Trust.objects.get()

    take_in(TRUSTED | {"Trusts (name)": "Elm and Ash Trust"})

    assert Trust.objects.get() == before
    assert Trust.objects.get().name == "Elm and Ash Trust"


def test_the_offices_own_trust_gets_the_registers_code():
    kept = TrustFactory.create(name="elm trust")

    take_in(TRUSTED)

    kept.refresh_from_db()
    assert (kept.name, kept.gias_code) == ("Elm Trust", "2044")


def test_a_trust_kept_by_the_office_survives_a_file_that_names_none():
    take_in(BOURNE)
    School.objects.update(trust=TrustFactory.create(name="Kept by hand"))

    assert take_in(BOURNE).nothing_changed
    assert take_in(UNTRUSTED).nothing_changed
    assert bourne().trust.name == "Kept by hand"


def test_a_trust_of_the_register_goes_when_the_register_says_so():
    take_in(TRUSTED)

    take_in(UNTRUSTED)

    assert bourne().trust is None


def test_a_stub_becomes_a_school_when_its_row_arrives():
    SchoolFactory.create(
        urn=102368, is_stub=True, type=EstablishmentType.UNKNOWN, status=EstablishmentStatus.CLOSED
    )

    report = take_in(BOURNE)

    assert not bourne().is_stub
    assert bourne().type == EstablishmentType.COMMUNITY
    assert "    Known only by a link: yes → no" in report.lines()


def test_more_schools_cost_no_more_queries():
    def queries(count, name):
        rows = [a_school(100000 + n, EstablishmentName=name) for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            take_in(*rows)
        return len(captured)

    queries(1, "Warm the caches")
    added = [queries(3, "A"), queries(30, "B")]
    changed = [queries(3, "C"), queries(30, "D")]

    assert added[1] - added[0] <= 2  # the second also changes the first three
    assert changed[0] == changed[1]


def test_a_trust_without_a_code_is_known_by_its_name():
    named = BOURNE | {"Trusts (name)": "Oak Trust"}

    take_in(named, named | {"URN": "102369"})

    assert Trust.objects.get().gias_code == ""
    assert take_in(named).nothing_changed


def test_two_trusts_of_one_name_are_two_trusts():
    take_in(TRUSTED, TRUSTED | {"URN": "102369", "Trusts (code)": "2045"})

    assert Trust.objects.count() == 2
    again = take_in(TRUSTED, TRUSTED | {"URN": "102369", "Trusts (code)": "2045"})
    assert again.nothing_changed
