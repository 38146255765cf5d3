"""What the reader makes of the register's files: encodings, headings, quoting, ZIPs."""

import csv
from datetime import date

import pytest

from members import gias
from members.states import EstablishmentStatus, EstablishmentType, Phase
from tests.members.roster.files import BOURNE, a_file, a_school, a_zip, without

NOËL = a_school(102369, EstablishmentName="École Noël – St Mary’s")


def schools(data, **options):
    return gias.read_schools(gias.open_register(data).schools, **options)


def only(data, **options):
    (row,) = schools(data, **options).rows
    return row


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_every_way_the_register_is_written_reads_the_same(encoding, quoting, ends):
    row = only(a_file(NOËL, encoding=encoding, quoting=quoting, ends=ends))

    assert row.urn == 102369
    assert row.values["name"] == "École Noël – St Mary’s"


def test_a_row_becomes_typed_values():
    row = only(a_file(a_school(148774, OpenDate="01-09-2021", CloseDate="31-08-2030")))

    assert row.values == {
        "la_code": "312",
        "la_name": "Hillingdon",
        "establishment_number": "2003",
        "name": "School 148774",
        "type": EstablishmentType.COMMUNITY,
        "status": EstablishmentStatus.OPEN,
        "phase": Phase.PRIMARY,
        "open_on": date(2021, 9, 1),
        "close_on": date(2030, 8, 31),
        "low_age": 3,
        "high_age": 11,
        "street": "Cedar Avenue",
        "town": "Ruislip",
        "postcode": "HA4 6UJ",
    }
    assert row.trust is None


def test_plain_headings_codes_and_other_spellings_are_understood():
    plain = {
        "urn": "102368",
        " LA ": "12",
        "EstablishmentName": "Bourne  Primary\tSchool",
        "TypeOfEstablishment (code)": "34",
        "EstablishmentStatus": "OPEN, but proposed to close",
        "PhaseOfEducation (name)": "all through",
        "Postcode": "ha46uj",
        "Some column we do not know": "x",
    }

    row = only(a_file(plain))

    assert row.values == {
        "la_code": "012",
        "name": "Bourne Primary School",
        "type": EstablishmentType.ACADEMY_CONVERTER,
        "status": EstablishmentStatus.CLOSING,
        "phase": Phase.ALL_THROUGH,
        "postcode": "HA4 6UJ",
    }


def test_a_cell_may_hold_commas_quotation_marks_and_a_line_break():
    row = only(a_file(a_school(102368, Street='The "Old" Hall,\r\nHigh Street')))

    assert row.values["street"] == 'The "Old" Hall, High Street'


def test_blank_lines_are_no_rows():
    data = b"\r\n" + a_file(BOURNE) + b"\r\n\r\n"

    assert [row.line for row in schools(data).rows] == [3]


def test_only_the_local_authorities_asked_for_are_read_and_the_rest_may_be_broken():
    camden = a_school(100005, cells={"LA (code)": "202", "OpenDate": "rubbish"})
    barnet = a_school(101270, cells={"LA (code)": "302"})

    reading = schools(a_file(BOURNE, camden, barnet), la_codes=["312", "302"])

    assert [row.urn for row in reading.rows] == [102368, 101270]
    assert (reading.refused, reading.passed_over) == ([], 1)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"URN": "12a"}, "URN “12a” is not a number of five or six digits."),
        ({"URN": "１０２３６８"}, "URN “１０２３６８” is not a number of five or six digits."),
        (
            {"TypeOfEstablishment (name)": "Wizarding school"},
            "TypeOfEstablishment (name) “Wizarding school” is not one the portal knows.",
        ),
        (
            {"PhaseOfEducation (name)": "Tertiary"},
            "PhaseOfEducation (name) “Tertiary” is not one the portal knows.",
        ),
        (
            {"EstablishmentStatus (name)": "Dreaming"},
            "EstablishmentStatus (name) “Dreaming” is not one the portal knows.",
        ),
        ({"EstablishmentStatus (name)": ""}, "EstablishmentStatus (name) “” is empty."),
        ({"EstablishmentName": " "}, "EstablishmentName “” is empty."),
        ({"OpenDate": "31-02-2020"}, "OpenDate “31-02-2020” is not a date (dd-mm-yyyy)."),
        ({"CloseDate": "2020-01-31"}, "CloseDate “2020-01-31” is not a date (dd-mm-yyyy)."),
        ({"StatutoryLowAge": "five"}, "StatutoryLowAge “five” is not an age."),
        (
            {"LA (code)": "Camden"},
            "LA (code) “Camden” is not a local authority's code of three digits.",
        ),
        ({"Street": "x" * 201}, f"Street “{'x' * 59}…” is longer than 200 characters."),
        ({"Postcode": "NOT A POSTCODE"}, "Postcode “NOT A POSTCODE” is not a postcode."),
        (
            {"EstablishmentNumber": "12345"},
            "EstablishmentNumber “12345” is not a number of at most 4 digits.",
        ),
        ({"URN": "102370"}, "URN 102370 is already on line 2."),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_a_sentence_and_the_others_are_read(cells, why):
    reading = schools(a_file(a_school(102370), a_school(102368, cells=cells), a_school(102371)))

    assert [str(row) for row in reading.refused] == [f"Line 3: {why}"]
    assert [row.urn for row in reading.rows] == [102370, 102371]


def test_a_quotation_mark_left_open_costs_its_own_row_only():
    lines = a_file(*(a_school(102370 + n) for n in range(30))).split(b"\r\n")
    lines[3] = lines[3].replace(b"Cedar", b'"Cedar')

    reading = schools(b"\r\n".join(lines).replace(b",Cedar", b",Cedar"))
    broken = schools(b"\r\n".join([*lines[:3], lines[3].replace(b',"Cedar', b',"Ce'), *lines[4:]]))

    for found in (reading, broken):
        assert [row.line for row in found.refused] == [4]
        assert len(found.rows) == 29


def test_a_row_with_too_few_cells_is_refused():
    reading = schools(a_file(BOURNE) + b"102370,312\r\n")

    assert [str(row) for row in reading.refused] == [
        "Line 3: the quotation marks or the number of cells are wrong."
    ]


def test_columns_we_can_do_without_are_named_as_absent():
    reading = schools(a_file(without(BOURNE, "CloseDate", "Street")))

    assert {"CloseDate", "Street", "UKPRN"} <= set(reading.absent)
    assert "close_on" not in reading.rows[0].values


def test_trusts_are_read_where_the_file_has_them():
    trusted = BOURNE | {"Trusts (code)": "2044", "Trusts (name)": "Elm Trust"}

    assert only(a_file(trusted)).trust == gias.TrustNamed("2044", "Elm Trust")
    assert only(a_file(trusted | {"Trusts (code)": "", "Trusts (name)": ""})).trust == (
        gias.TrustNamed("", "")
    )


def test_the_zip_as_downloaded_holds_schools_and_links():
    links = b"URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\r\n1,2,A,Successor,\r\n"
    data = a_zip(
        edubasealldata20250717__csv=a_file(BOURNE),
        links_edubasealldata20250717__csv=links,
        readme__txt=b"hello",
    )

    register = gias.open_register(data, name="extract.zip")

    assert register.schools.name == "edubasealldata20250717.csv"
    assert register.links.body == links.decode()
    assert gias.open_links(data).name == "links_edubasealldata20250717.csv"


def test_the_main_table_is_found_among_several():
    data = a_zip(edubasealldata1__csv=a_file(BOURNE), edubaseallacademies1__csv=b"URN\r\n1\r\n")

    assert gias.open_register(data).schools.name == "edubasealldata1.csv"


def test_a_links_row_says_who_succeeded_whom_whichever_side_wrote_it():
    data = (
        b"URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\r\n"
        b"102378,148774,New,Successor,31-08-2021\r\n"
        b"148774,102378,Old,Predecessor,01-09-2021\r\n"
        b"102388,102389,Infants,Predecessor - merged,\r\n"
        b"137077,141561,Part,successor - Split School,01-11-2014\r\n"
        b"102388,102390,Centre,Sixth Form Centre Link,\r\n"
    )

    reading = gias.read_links(gias.open_links(data))

    assert [(row.predecessor, row.successor, row.kind) for row in reading.rows] == [
        (102378, 148774, "Succession"),
        (102378, 148774, "Succession"),
        (102389, 102388, "merged"),
        (137077, 141561, "Split School"),
    ]
    assert reading.passed_over == 1


def test_a_school_linked_to_itself_is_refused():
    data = (
        b"URN,LinkURN,LinkName,LinkType\r\n"
        b"102378,102378,A,Successor\r\n"
        b"102378,102379,B,Successor\r\n"
    )

    reading = gias.read_links(gias.open_links(data))

    assert [str(row) for row in reading.refused] == ["Line 2: URN 102378 is linked to itself."]


def test_empty_cells_and_a_postcode_of_another_country_are_taken_as_they_are():
    row = only(a_file(a_school(132001, StatutoryLowAge="", Postcode="bfpo 5")))

    assert (row.values["low_age"], row.values["postcode"]) == (None, "BFPO 5")


def test_a_broken_row_of_links_is_refused():
    data = b"URN,LinkURN,LinkName,LinkType\r\n102378,1\r\n102378,102379,B,Successor\r\n"

    reading = gias.read_links(gias.open_links(data))

    assert ([row.line for row in reading.refused], len(reading.rows)) == ([2], 1)
