import io
import json
import zipfile
from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.management import CommandError, call_command
from django.urls import reverse

from hlp.kit import access, clock, work
from hlp.kit.models import Document, WorkItem
from hlp.subject_access import exporting, packing
from tests.factories.sessions import client_of

YOURS = reverse("your_data")


def copy_of(person, now):
    return zipfile.ZipFile(io.BytesIO(packing.pack(person, now)))


def records(archive):
    data = json.loads(archive.read("your-data.json"))
    return {record["what"]: record["rows"] for record in data["records"]}


def run_work():
    return [work.run(item.pk, now=clock.now()) for item in WorkItem.objects.all()]


def test_it_holds_every_kind_of_row_that_names_the_person(dora, now):
    found = records(copy_of(dora, now))

    assert {
        *("users", "email addresses", "affiliations", "claims", "contacts", "invitations"),
        *("enquiries", "memberships", "messages", "log entries", "authenticators"),
    } <= set(found)
    (membership,) = found["memberships"]
    assert membership["CPD lead's email"] == "dora@bourne.example"
    assert membership["signed name"] == "Dora Departed"
    assert found["claims"][0]["how we can check"] == "Ask my colleague Bea."
    texts = [row.get("text", "not shown: it holds a link that works") for row in found["messages"]]
    assert texts == ["not shown: it holds a link that works", "Hello Dora Departed"]


def test_it_holds_nothing_of_others_and_no_secrets(dora, now):
    archive = copy_of(dora, now)
    text = "".join(archive.read(name).decode() for name in archive.namelist())

    for secret in ("Hanna Head", "hanna@bourne.example", "else@bourne.example", "Olive"):
        assert secret not in text
    for secret in (dora.password, "JBSWY3DPEHPK3PXP"):
        assert secret not in text


def test_it_can_be_read_without_the_portal(dora, now):
    page = copy_of(dora, now).read("your-data.html").decode()

    assert "<h1>What the Hillingdon Learning Partnership holds about Dora Departed</h1>" in page
    assert "To invite the school; replaced by the next import." in page
    assert "src=" not in page


def test_who_asks_gets_it_later_and_shows_once_more_who_they_are(client, dora, now):
    client.force_login(dora)
    assert "Make a copy" in client.get(YOURS).text

    client.post(reverse("ask_copy"))
    waiting = client.get(YOURS)
    again = client.post(reverse("ask_copy"), follow=True)
    assert "The copy is being made." in waiting.text
    assert waiting.headers["Refresh"] == "3"
    assert "It is ready in a moment." in again.text
    assert run_work() == [True]

    (document,) = exporting.copies_of(dora)
    url = reverse("own_copy", args=[document.pk])
    assert url in client.get(YOURS).text
    assert client.get(url).url.startswith(reverse("account_reauthenticate"))
    answer = client_of(dora).get(url)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="your-data-')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


def test_a_worker_that_comes_twice_makes_one_copy(dora, now):
    first = exporting.make(key=f"{dora.pk}:1", now=now)
    second = exporting.make(key=f"{dora.pk}:1", now=now + timedelta(hours=1))

    assert first == second
    assert Document.objects.count() == 1


def test_nobody_else_gets_it(dora, head, clerk, now):
    document = exporting.make(key=f"{dora.pk}:1", now=now)

    for person in (head, clerk):
        theirs = client_of(person)
        assert theirs.get(reverse("own_copy", args=[document.pk])).status_code == 404
        url = reverse("person_copy", args=[dora.pk, document.pk])
        assert theirs.get(url).status_code == 404
        with pytest.raises(access.WrongPerson):
            exporting.ask(user=dora, by=person, now=now)


def test_the_office_makes_one_for_a_person_and_it_is_on_record(dora, office, now):
    client = client_of(office)
    client.post(reverse("ask_person_copy", args=[dora.pk]))
    run_work()
    (document,) = exporting.copies_of(dora)

    answer = client.get(reverse("person_copy", args=[dora.pk, document.pk]))

    assert answer.status_code == 200
    logged = LogEntry.objects.get_for_object(dora).filter(actor=office)
    said = [entry.additional_data["what"] for entry in logged.order_by("pk")]
    assert said == ["copy of personal data asked for", "copy of personal data downloaded"]


def test_the_back_room_leads_to_the_person(dora, office):
    client = client_of(office)
    listed = reverse("admin:members_user_changelist")
    action = {"action": "data_and_erasure", "_selected_action": [dora.pk]}

    assert client.post(listed, action).headers["Location"] == reverse("person_data", args=[dora.pk])
    several = action | {"_selected_action": [dora.pk, office.pk]}
    assert "Choose one person." in client.post(listed, several, follow=True).text


def test_the_command_writes_a_file_only_its_owner_reads(dora, tmp_path, capsys):
    target = tmp_path / "dora.zip"

    call_command("export_person", "DORA@bourne.example", "--to", str(target))

    assert zipfile.ZipFile(target).testzip() is None
    assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_person", dora.email, "--to", str(target))
    with pytest.raises(CommandError, match="Nobody has an account"):
        call_command("export_person", "nobody@x.example")
