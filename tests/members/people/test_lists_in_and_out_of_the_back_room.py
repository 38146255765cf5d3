"""Lists that leave the back room as spreadsheets, files that come in, and the log of it all."""

from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members import models
from tests.factories.members import ContactFactory


def url(model, page, *args):
    return reverse(f"admin:members_{model._meta.model_name}_{page}", args=args)


def test_a_list_is_saved_as_a_spreadsheet_and_that_is_on_record(client, school, office):
    ContactFactory.create(school=school, name="=SUM(A1)", email="h@x.example")
    client.force_login(office)
    chosen = models.Contact.objects.values_list("pk", flat=True)

    saved = client.post(
        url(models.Contact, "changelist"),
        {"action": "save_as_csv", "_selected_action": list(chosen)},
    )

    header, line = saved.content.decode("utf-8-sig").splitlines()
    assert header.split(",")[:3] == ["name", "email", "role"]
    assert line.startswith("'=SUM(A1),h@x.example,Headteacher,")
    assert saved.headers["Cache-Control"] == "private, no-store"
    (entry,) = LogEntry.objects.get_for_object(office).filter(actor=office)
    assert entry.additional_data == {"what": "saved as a spreadsheet: contacts", "rows": 1}


def test_contacts_are_taken_from_a_file_after_a_trial(client, school, office):
    client.force_login(office)
    words = f"URN,name,role,email\n{school.pk},Nina New,Head,nina@new.example\n"

    def send(text=words, **trial):
        file = SimpleUploadedFile("contacts.csv", text.encode())
        return client.post(url(models.Contact, "import"), {"file": file, **trial}).text

    assert "Import contacts" in client.get(url(models.Contact, "changelist")).text
    assert "This was a trial: nothing of it was kept." in send(trial="on")
    assert not models.Contact.objects.exists()
    assert "1 added, 0 changed" in send()
    assert models.Contact.objects.get().email == "nina@new.example"
    assert "The first line must name the columns" in send("a,b\n")
    assert "Choose a file" in client.post(url(models.Contact, "import")).text


def test_the_register_is_taken_from_a_file(client, office):
    client.force_login(office)
    file = SimpleUploadedFile("register.csv", b"not,a,register\n1,2,3\n")

    page = client.post(url(models.School, "import"), {"file": file})

    assert "Nothing was changed." in page.text
    assert page.status_code == 200


def test_only_the_office_takes_files_in(client, clerk):
    clerk.is_staff = True
    clerk.save()
    client.force_login(clerk)

    assert "Import contacts" not in client.get(url(models.Contact, "changelist")).text
    assert client.get(url(models.Contact, "import")).status_code == 403


def test_the_audit_log_is_searched_by_the_office(client, office, head, clerk):
    client.force_login(office)
    client.post(
        url(models.User, "changelist"),
        {"action": "close_accounts", "_selected_action": [head.pk]},
    )
    log = reverse("admin:auditlog_logentry_changelist")

    page = client.get(f"{log}?q=Olive")
    entry = LogEntry.objects.filter(actor=office).order_by("-pk")[0]
    detail = client.get(reverse("admin:auditlog_logentry_change", args=[entry.pk]))

    assert "Olive Office" in page.text
    assert "is_active: True → False" in detail.text
    clerk.is_staff = True
    clerk.save()
    client.force_login(clerk)
    assert client.get(log).status_code == 403
