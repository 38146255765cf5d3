"""Check 8: the list of a webinar, matched and previewed; reading it in again changes nothing."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programmes import webinars
from programmes.models import Attendance
from programmes.querysets.registers import latest_marks
from programmes.services import importing, registering
from programmes.states import Mark, MarkSource
from programmes.webinars import Seen, Unreadable
from tests.factories import board, events, registers
from tests.factories.sessions import client_of

TEAMS = (
    "1. Summary\nMeeting title\tSequencing\nAttended participants\t2\n\n2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tRole\n"
    "Ada Byron (Guest)\t16:00\t17:30\t1h 29m 40s\tada.byron@school.example.org\tAttendee\n"
    "Nobody Known\t16:00\t16:10\t10m 2s\tnobody@elsewhere.example\tAttendee\n\n"
    "3. In-Meeting Activities\nName\tJoin Time\nAda Byron\t16:00\n"
).encode("utf-16")
ZOOM = (
    b"\xef\xbb\xbfName (original name),Email,Duration (minutes),Guest\n"
    b"BEN NEVIS,,30,Yes\nBen Nevis,,10,Yes\nAda Byron (Ada B),ADA.BYRON@school.example.org,85,No\n"
)


def test_teams_and_zoom_are_read():
    assert webinars.read(TEAMS) == [
        Seen("Ada Byron", "ada.byron@school.example.org", 90),
        Seen("Nobody Known", "nobody@elsewhere.example", 10),
    ]
    assert webinars.read(ZOOM)[0] == Seen("BEN NEVIS", "", 30)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "No column"),
        (b"a,b\n1,2\n", "No column"),
        (b"Name,Email\n", "Nobody"),
        (b"PK\x03\x04\0\0", "no CSV"),
        (b"Name,Email\n" + b"A,a@b.example\n" * 5001, "more than 5000"),
        (b"x" * (webinars.MOST + 1), "smaller"),
    ],
)
def test_what_is_no_list_of_participants_says_what_to_do(data, said):
    with pytest.raises(Unreadable, match=said):
        webinars.read(data)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("65", 65), ("1:05:00", 65), ("1h 5m 3s", 65), ("65 min", 65), ("64.6", 65), ("", None)],
)
def test_minutes_are_written_in_many_ways(text, minutes):
    assert webinars.minutes(text) == minutes


@pytest.fixture
def register(db):
    event = events.event(**events.online())
    events.booked_by_school(event, ["Ada Byron", "Ben Nevis", "Cleo Late"])
    return registers.opened(event)


def marks(register):
    places = register.event.places.in_bulk()
    return {places[pk].who: mark for pk, mark in latest_marks(register.event).items()}


def read_in(register, data, sha256="a" * 64):
    return importing.read_in(
        register=register,
        seen=webinars.read(data),
        file_name="list.csv",
        sha256=sha256,
        by=registers.organiser(register.event),
        now=register.event.ends_at,
    )


def test_people_are_found_by_address_or_name_and_times_add_up(register):
    done = read_in(register, ZOOM)

    assert marks(register) == {"Ada Byron": Mark.ONLINE, "Ben Nevis": Mark.PARTIAL}
    assert Attendance.objects.get(mark=Mark.PARTIAL).minutes == 40
    assert done.report == {"matched": 2, "written": 2, "unmatched": 0, "missing": 1}


def test_the_same_file_again_changes_nothing(register):
    first = read_in(register, ZOOM)

    assert read_in(register, ZOOM) == first
    assert Attendance.objects.count() == 2


def test_a_longer_list_of_the_same_meeting_adds_what_is_new(register):
    read_in(register, ZOOM)

    read_in(register, ZOOM + b"Cleo Late,,80,No\n", "b" * 64)

    assert Attendance.objects.count() == 3
    assert marks(register)["Cleo Late"] == Mark.ONLINE


@pytest.mark.parametrize("seen", [Mark.LATE, Mark.ABSENT])
def test_what_somebody_has_corrected_is_not_undone_by_a_file(register, seen):
    read_in(register, ZOOM, "b" * 64)
    ada = register.event.places.get(name="Ada Byron")
    registers.see(register, ada, seen, now=register.event.ends_at)

    done = read_in(register, ZOOM)

    assert marks(register)["Ada Byron"] == seen
    assert (done.report["matched"], done.report["written"]) == (2, 0)


def test_who_was_absent_only_for_want_of_a_mark_was_there_by_the_file(register):
    by, now = registers.organiser(register.event), register.event.ends_at
    registering.finish(register=register, by=by, now=now)
    register.refresh_from_db()

    read_in(register, ZOOM)

    assert marks(register)["Ada Byron"] == Mark.ONLINE


def test_two_people_of_one_name_are_not_guessed(register):
    school = register.event.places.first().school
    events.booked_by_school(register.event, ["Sam Same"], school)
    elsewhere = board.member(register.event.period)
    events.booked_by_school(register.event, ["Sam-Same"], elsewhere)

    shown = importing.preview(
        register=register,
        seen=[Seen("Sam Same", "")],
        sha256="c" * 64,
        by=registers.organiser(register.event),
    )

    assert (shown.matched, shown.unmatched) == ([], [Seen("Sam Same", "")])


def test_the_page_shows_who_was_found_before_anything_is_saved(register, time_machine):
    time_machine.move_to(register.event.ends_at)
    client = client_of(registers.organiser(register.event))
    page = reverse("programmes:import_register", args=[register.pk])

    shown = client.post(page, {"file": SimpleUploadedFile("Teams list.csv", TEAMS)})

    assert Attendance.objects.count() == 0
    text = shown.content.decode()
    assert "nobody@elsewhere.example" in text
    assert "Read in 1 mark" in text
    client.post(page, {"sealed": shown.context["sealed"]})
    assert marks(register) == {"Ada Byron": Mark.ONLINE}
    assert Attendance.objects.get().source == MarkSource.FILE
    again = client.post(page, {"file": SimpleUploadedFile("Teams list.csv", TEAMS)})
    assert "read in before" in again.content.decode()


def test_what_was_looked_at_cannot_be_changed_on_the_way(register):
    client = client_of(registers.organiser(register.event))
    page = reverse("programmes:import_register", args=[register.pk])

    client.post(page, {"sealed": "something:else"})

    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_check_28_the_register_goes_out_with_urn_and_laestab(register, kind):
    place = register.event.places.get(name="Ada Byron")
    place.name = "=1+1"
    place.save()
    registers.see(register, place, Mark.PRESENT)
    client = client_of(registers.organiser(register.event))

    file = client.get(reverse("programmes:export_register", args=[register.pk, kind])).content

    rows = table(kind, file)
    (row,) = [row for row in rows if "=1+1" in row["Name"]]
    assert row["Name"] == "'=1+1"
    assert str(row["URN"]) == str(place.school.urn)
    assert row["LAEstab"] == place.school.laestab
    assert (row["Mark"], len(rows)) == ("Present", 3)


def table(kind, file):
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
    heads, *rows = openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]
