"""A file that is wrong as a whole gets a sentence, and nothing changes."""

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlp.kit.refusal import Refusal
from members import gias
from members.gias import files, tables
from tests.members.roster.files import BOURNE, a_file, a_school, a_zip, without


def refusal_of(data, read=gias.read_schools, opened=lambda data: gias.open_register(data).schools):
    with pytest.raises(Refusal) as caught:
        read(opened(data))
    return str(caught.value)


def refusal_of_links(data):
    return refusal_of(data, gias.read_links, gias.open_links)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_utf_16_and_its_kin_are_not_guessed_at(encoding):
    said = refusal_of(a_file(BOURNE, encoding=encoding))

    assert "UTF-16" in said or "is not a text file" in said


def test_bytes_of_no_encoding_we_know_are_refused():
    said = refusal_of(a_file(a_school(1, Street="Ä"), encoding="cp1252").replace(b"\xc4", b"\x81"))

    assert "neither UTF-8 nor Windows-1252" in said


@pytest.mark.parametrize("data", [b"%PDF-1.7\x00\x01", bytes(range(256)) * 4])
def test_a_file_that_is_no_text_is_refused(data):
    assert "is not a text file" in refusal_of(data)


@pytest.mark.parametrize("data", [b"", b"  \r\n \r\n"])
def test_an_empty_file_is_refused(data):
    assert refusal_of(data) == "upload.csv is empty."


@pytest.mark.parametrize(
    "heading",
    [
        "URN",
        "LA (code)",
        "EstablishmentName",
        "TypeOfEstablishment (name)",
        "EstablishmentStatus (name)",
        "PhaseOfEducation (name)",
    ],
)
def test_a_missing_column_is_named(heading):
    said = refusal_of(a_file(without(BOURNE, heading)))

    assert said.startswith(f"upload.csv has no column “{heading}”.")
    assert "Nothing was changed" in said


def test_a_renamed_heading_is_pointed_at():
    renamed = without(BOURNE, "EstablishmentName") | {"School name": "Bourne"}

    assert refusal_of(a_file(renamed)) == (
        "upload.csv has no column “EstablishmentName”. The nearest heading it has is "
        "“School name”. Nothing was changed: give the column its name back or download "
        "the file again."
    )


@pytest.mark.parametrize(
    ("heading", "renamed"),
    [
        ("EstablishmentName", "Establishment Title"),
        ("EstablishmentName", "EstabName"),
        ("URN", "School URN"),
        ("LA (code)", "LA number"),
        ("TypeOfEstablishment (name)", "Establishment type"),
        ("PhaseOfEducation (name)", "Phase"),
        ("EstablishmentStatus (name)", "Status"),
    ],
)
def test_the_nearest_heading_is_the_one_a_person_would_name(heading, renamed):
    row = without(BOURNE, heading) | {
        "ReasonEstablishmentOpened (name)": "",
        renamed: BOURNE[heading],
    }

    assert f"The nearest heading it has is “{renamed}”." in refusal_of(a_file(row))


def test_where_no_heading_is_near_the_first_ones_are_shown():
    assert "Its headings begin “qqqq”, “zzzz”." in refusal_of(b"qqqq,zzzz\r\n1,2\r\n")


def test_cells_parted_by_semicolons_are_named_as_such():
    data = a_file(BOURNE).replace(b",", b";")

    assert "Its cells are not separated by commas." in refusal_of(data)


def test_a_heading_that_stands_twice_is_refused():
    data = a_file(BOURNE).replace(b"LA (name)", b"URN", 1)

    assert "has two columns “URN”" in refusal_of(data)


def test_the_two_files_mixed_up_are_told_apart():
    links = b"URN,LinkURN,LinkName,LinkType\r\n1,2,A,Successor\r\n"

    assert "this is the file of links between schools" in refusal_of(links)
    assert "this is the table of schools" in refusal_of_links(a_file(BOURNE))


def test_ten_thousand_broken_lines_get_a_short_report():
    said = refusal_of(a_file(BOURNE) + b"broken,line\r\n" * 10_000)

    lines = said.splitlines()
    assert lines[0] == (
        "10,000 of 10,001 rows in upload.csv cannot be read, so nothing was changed."
    )
    assert lines[1] == "Line 3: the quotation marks or the number of cells are wrong."
    assert lines[-1] == "… and 9,980 more."
    assert len(lines) == 22


def test_ten_thousand_open_quotation_marks_are_read_quickly_and_refused():
    said = refusal_of(a_file(BOURNE) + b'"broken\r\n' * 10_000)

    assert said.startswith("10,000 of 10,001 rows")


@pytest.mark.parametrize(
    ("good", "bad", "refused"), [(200, 5, False), (200, 10, False), (90, 6, True), (0, 1, True)]
)
def test_a_few_bad_rows_are_left_out_and_many_refuse_the_file(good, bad, refused):
    data = a_file(
        *(a_school(102000 + n) for n in range(good)),
        *(a_school(200000 + n, OpenDate="x") for n in range(bad)),
    )

    if refused:
        assert "cannot be read, so nothing was changed" in refusal_of(data)
    else:
        reading = gias.read_schools(gias.open_register(data).schools)
        assert (len(reading.rows), len(reading.refused)) == (good, bad)


def test_a_spreadsheet_is_not_taken_for_a_zip_of_csvs():
    assert "is a spreadsheet" in refusal_of(a_zip(**{"[Content_Types]__xml": b"<x/>"}))


def test_a_zip_without_a_csv_is_refused():
    data = a_zip(**{"readme__txt": b"x", "__MACOSX/__edubase__csv": b"x", "._edubase__csv": b"x"})

    assert "holds no CSV file" in refusal_of(data)


def test_a_zip_with_two_tables_that_could_be_meant_is_refused():
    said = refusal_of(a_zip(one__csv=a_file(BOURNE), two__csv=a_file(BOURNE)))

    assert "holds 2 CSV files (one.csv, two.csv)" in said


def test_a_zip_with_links_alone_is_refused():
    assert "no table of schools" in refusal_of(a_zip(links_edubase__csv=b"URN\r\n"))


def test_a_zip_of_a_thousand_files_is_refused():
    assert "1,000 files" in refusal_of(a_zip(**{f"{n}__csv": b"x" for n in range(1000)}))


def test_a_zip_bomb_is_stopped_at_the_limit(monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 2**20)
    data = a_zip(edubasealldata__csv=b"0" * 2**24)

    assert len(data) < 2**20
    assert "edubasealldata.csv in upload.csv is larger than 1 MB" in refusal_of(data)


def test_a_zip_that_lies_about_its_size_is_refused():
    data = a_zip(edubasealldata__csv=a_file(BOURNE) * 50)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.infolist()[0].file_size

    assert "is a damaged ZIP file" in refusal_of(
        data.replace(struct.pack("<L", size), struct.pack("<L", 10))
    )


def test_a_zip_with_a_password_is_refused():
    data = bytearray(a_zip(edubasealldata__csv=a_file(BOURNE)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1

    assert "protected by a password" in refusal_of(bytes(data))


def test_a_large_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 2**20)
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * (2**20 + 1))

    assert refusal_of(path).startswith("large.csv is larger than 1 MB")


def test_a_file_that_is_not_there_or_a_folder_is_named(tmp_path):
    assert "No such file" in refusal_of(tmp_path / "gone.csv")
    assert "cannot be opened" in refusal_of(tmp_path)


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(data):
    for prefix in (b"", b"PK\x03\x04", a_file(BOURNE)[:200], a_file(BOURNE)):
        with suppress(Refusal):  # anything else is a crash
            gias.read_schools(gias.open_register(prefix + data).schools)


@given(st.integers(min_value=0, max_value=10_000), st.binary(min_size=1, max_size=40))
def test_a_damaged_zip_is_read_or_refused(at, junk):
    data = bytearray(a_zip(edubasealldata__csv=a_file(BOURNE)))
    at %= len(data)
    data[at : at + len(junk)] = junk

    with suppress(Refusal):
        gias.read_schools(gias.open_register(bytes(data)).schools)


@given(st.lists(st.text(alphabet='ab",\r\n', max_size=30), max_size=40))
def test_every_row_after_the_headings_is_either_read_or_refused_once(lines):
    table = tables.open_table(
        gias.Text("x.csv", "\n".join(["URN", *lines])),
        [tables.Column("urn", ("URN",), str)],
        hints={},
    )

    numbers = [line for line, _ in table.rows()]
    assert numbers == sorted(set(numbers))


def test_headings_with_a_quotation_mark_left_open_are_no_headings():
    assert "is not a line of headings" in refusal_of(b'"URN,LA\r\n1,2\r\n')
