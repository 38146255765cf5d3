import pytest
from django.core.management import CommandError, call_command

from hlp.kit.access import WrongPerson
from members.models import Contact
from members.services import contacts
from members.states import SchoolRole

HEADER = "URN,Name,Role,E-mail"


def load(text, now, encoding="utf-8", by=None):
    return contacts.import_contacts(data=text.encode(encoding), now=now, by=by)


@pytest.fixture
def two_lines(school):
    return (
        f"{HEADER}\n{school.pk},Zoë Hé,Headteacher,Zoe@Bourne.example\n"
        f"{school.pk},Bea Manager,School Business Manager,bea@bourne.example\n\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_contacts_are_read_as_excel_writes_them(two_lines, school, now, encoding):
    report = load(two_lines, now, encoding)

    assert str(report) == "2 added, 0 changed, 0 removed, 0 already on file."
    assert set(school.contacts.values_list("name", "role", "email")) == {
        ("Zoë Hé", SchoolRole.HEADTEACHER, "zoe@bourne.example"),
        ("Bea Manager", SchoolRole.BUSINESS_MANAGER, "bea@bourne.example"),
    }


def test_the_same_file_again_changes_nothing_and_says_so(two_lines, now):
    load(two_lines, now)

    report = load(two_lines, now)

    assert str(report) == "Nothing to change: all 2 contacts are on file as they are."


def test_a_new_head_replaces_the_old_one_and_nobody_else(two_lines, school, now):
    load(two_lines, now)

    report = load(f"{HEADER}\n{school.pk},New Head,Head,new@bourne.example\n", now)

    assert str(report) == "1 added, 0 changed, 1 removed, 0 already on file."
    assert set(school.contacts.values_list("email", flat=True)) == {
        "new@bourne.example",
        "bea@bourne.example",
    }


def test_a_corrected_name_is_taken_over(two_lines, school, now):
    load(two_lines, now)

    report = load(two_lines.replace("Bea Manager", "Beatrice Manager"), now)

    assert (report.changed, report.same) == (1, 1)
    assert school.contacts.filter(name="Beatrice Manager").exists()


def test_a_missing_column_is_named_and_nothing_changes(school, now):
    with pytest.raises(contacts.CannotRead, match="Missing: role, email"):
        load(f"URN,Name\n{school.pk},Hanna\n", now)
    assert not Contact.objects.exists()


def test_every_broken_line_is_named_and_nothing_changes(school, now):
    text = (
        f"{HEADER}\n{school.pk},Hanna,Headteacher,hanna@bourne.example\n"
        f"{school.pk},Otto,Caretaker,otto@bourne.example\n"
        f"12x,Otto,Headteacher,otto@bourne.example\n"
        f"{school.pk},Otto,Headteacher,no address\n"
        f"{school.pk},,Headteacher,otto@bourne.example\n"
        "123456,Otto,Headteacher,otto@bourne.example\n"
        f"{school.pk}\n"
    )

    with pytest.raises(contacts.CannotRead) as refused:
        load(text, now)

    assert str(refused.value).splitlines() == [
        "Nothing was changed: 6 lines cannot be used.",
        "Line 3: “Caretaker” is not a role. Use one of: Headteacher, Business manager, CPD lead,"
        " Member of staff.",
        "Line 4: “12x” is not a URN.",
        "Line 5: “no address” is not an email address.",
        "Line 6: the name is missing or longer than 150 characters.",
        "Line 8: the name is missing or longer than 150 characters.",
        "Line 7: no school with URN 123456 is on file. Import the schools first.",
    ]
    assert not Contact.objects.exists()


def test_ten_thousand_broken_lines_get_a_short_answer(school, now):
    with pytest.raises(contacts.CannotRead) as refused:
        load(HEADER + "\n" + "x,y,z,ä\n" * 10_000, now)

    lines = str(refused.value).splitlines()
    assert len(lines) == 22
    assert lines[-1] == "and 9980 more."


@pytest.mark.parametrize("data", [b"", b"\0\1\2", b"PK\3\4\0"])
def test_what_is_no_csv_is_refused_with_a_sentence(db, now, data):
    with pytest.raises(contacts.CannotRead, match="Nothing was changed"):
        contacts.import_contacts(data=data, now=now)


def test_the_office_may_import_and_others_not(two_lines, office, head, now):
    with pytest.raises(WrongPerson):
        load(two_lines, now, by=head)
    load(two_lines, now, by=office)


def test_the_command_reports_and_fails_with_a_sentence(two_lines, tmp_path, capsys):
    file = tmp_path / "contacts.csv"
    file.write_text(two_lines, encoding="utf-8")

    call_command("import_contacts", str(file))

    assert "2 added" in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_contacts", str(tmp_path / "none.csv"))
