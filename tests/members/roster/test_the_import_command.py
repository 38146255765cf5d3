"""`manage.py import_schools`, as the person at the keyboard meets it."""

import io
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from members.models import RosterImport, School
from tests.members.roster.files import BOURNE, a_file, a_links_file, a_school, take_in, without

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "edubase.csv"
    path.write_bytes(a_file(BOURNE, a_school(100005, cells={"LA (code)": "202"})))
    return path


def output_of(*arguments, out=None, **options):
    out = out or io.StringIO()
    call_command("import_schools", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_it_says_what_it_did(file):
    said = output_of(file, "--la", "312")

    assert said.splitlines() == [
        "edubase.csv: 1 added, 0 changed, 0 closed, 0 as they were.",
        "Added: 1 school",
        "  102368 Bourne Primary School",
        "Rows of other local authorities passed over: 1.",
        "Not in the file, so left as it was: UKPRN, Locality, Address3, County (name), "
        "SchoolWebsite, TelephoneNum, Trusts (code), Trusts (name).",
    ]


def test_several_local_authorities_may_be_named(file):
    output_of(file, "--la", "312", "--la", "202")

    assert School.objects.count() == 2


def test_a_trial_changes_nothing(file):
    assert output_of(file, "--dry-run").startswith("This was a trial")
    assert not School.objects.exists()


def test_links_come_from_a_file_of_their_own(file, tmp_path):
    links = tmp_path / "links.csv"
    links.write_bytes(a_links_file((102368, 100005, "B", "Successor - merged", "01-09-2021")))

    assert "Links: 1 added, 0 changed, 0 as they were." in output_of(file, "--links", links)


def test_a_refusal_is_a_sentence_and_a_failed_command(file):
    file.write_bytes(a_file(without(BOURNE, "URN")))

    with pytest.raises(CommandError, match=r"edubase\.csv has no column “URN”"):
        output_of(file)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"gone\.csv cannot be opened: No such file"):
        output_of(tmp_path / "gone.csv")


def test_the_person_who_imports_can_be_named(file, office):
    output_of(file, "--by", office.email.upper())

    assert RosterImport.objects.get().by == office


def test_a_person_nobody_knows_is_refused(file):
    with pytest.raises(CommandError, match=r"Nobody with the address x@example\.org"):
        output_of(file, "--by", "x@example.org")


def test_a_terminal_sees_how_far_it_is(file):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    assert "Comparing 2 schools …" in output_of(file, out=Terminal())


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_add_every_school_once():
    rows = [a_school(100000 + n) for n in range(300)]
    failures, reports = [], []

    def run():
        try:
            reports.append(take_in(*rows))
        except Exception as error:  # a thread's own would be lost
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sorted(len(report.added) for report in reports) == [0, 0, 300]
    assert School.objects.count() == 300
