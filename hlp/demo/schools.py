"""Fictional schools in the register's own format, so that the demo goes through the real import.

URNs start at 900000, which the register does not use. The same number of schools gives the same
file, byte for byte.
"""

import csv
import io
from collections.abc import Iterator
from itertools import count, cycle

from members.states import EstablishmentType as T
from members.states import Phase

FIRST_URN = 900_000
HOME_LA = ("312", "Hillingdon")
OTHER_LA = ("999", "Elsewhere")

PLACES = (
    *("Fraysbrook", "Colnebury", "Ickenmere", "Harmondale", "Yeadingford", "Northmoor"),
    *("Ruislea", "Hayesfield", "Uxmoor", "Pinnswell", "Swakeleigh", "Cranbourne Park"),
    *("Lake End", "Belmont Rise", "Charville", "Dawley Green", "Manor Farm", "Highgrove"),
    *("Longbridge", "Warrenside", "Goulds Green", "Botwell Lane", "Field Heath", "Minet Park"),
    *("Oak Wharf", "Whitehall", "Pole Hill", "Rosedale", "Sipson Gate", "Tudor Court"),
)
STREETS = ("Church Lane", "Station Road", "Long Lane", "The Greenway", "Mill Avenue", "Park Way")
TOWNS = (("Hayes", "UB3"), ("Ruislip", "HA4"), ("Uxbridge", "UB8"), ("Northwood", "HA6"))
SAINTS = ("St Agnes", "St Columba", "Holy Cross", "St Bede", "Our Lady and St John")

# type, phase, how the name ends, ages: one turn of the wheel is a borough in small
WHEEL = (
    (T.COMMUNITY, Phase.PRIMARY, "Primary School", (3, 11)),
    (T.ACADEMY_CONVERTER, Phase.PRIMARY, "Primary Academy", (4, 11)),
    (T.COMMUNITY, Phase.PRIMARY, "Infant School", (3, 7)),
    (T.COMMUNITY, Phase.PRIMARY, "Junior School", (7, 11)),
    (T.ACADEMY_CONVERTER, Phase.SECONDARY, "School", (11, 18)),
    (T.VOLUNTARY_AIDED, Phase.PRIMARY, "Catholic Primary School", (4, 11)),
    (T.ACADEMY_SPONSOR_LED, Phase.PRIMARY, "Academy", (3, 11)),
    (T.FOUNDATION, Phase.PRIMARY, "Primary School", (3, 11)),
    (T.ACADEMY_SPONSOR_LED, Phase.SECONDARY, "Academy", (11, 18)),
    (T.COMMUNITY_SPECIAL, Phase.NOT_APPLICABLE, "School", (4, 19)),
    (T.VOLUNTARY_CONTROLLED, Phase.PRIMARY, "CofE Primary School", (4, 11)),
    (T.FREE_SCHOOL, Phase.ALL_THROUGH, "Free School", (4, 18)),
)
# one of each rarer kind
RARE = (
    (T.NURSERY, Phase.NURSERY, "Nursery School", (2, 5)),
    (T.PUPIL_REFERRAL_UNIT, Phase.NOT_APPLICABLE, "Centre", (5, 16)),
    (T.FOUNDATION_SPECIAL, Phase.NOT_APPLICABLE, "Special School", (3, 19)),
    (T.ACADEMY_SPECIAL_CONVERTER, Phase.NOT_APPLICABLE, "Special Academy", (3, 19)),
    (T.ACADEMY_SPECIAL_SPONSOR_LED, Phase.NOT_APPLICABLE, "Special Academy", (11, 19)),
    (T.ACADEMY_AP_CONVERTER, Phase.NOT_APPLICABLE, "AP Academy", (11, 16)),
    (T.ACADEMY_AP_SPONSOR_LED, Phase.NOT_APPLICABLE, "AP Academy", (11, 16)),
    (T.ACADEMY_16_19_CONVERTER, Phase.SIXTEEN_PLUS, "Sixth Form College", (16, 19)),
    (T.ACADEMY_16_19_SPONSOR_LED, Phase.SIXTEEN_PLUS, "Sixth Form Academy", (16, 19)),
    (T.FREE_SCHOOL_SPECIAL, Phase.NOT_APPLICABLE, "Special Free School", (5, 16)),
    (T.FREE_SCHOOL_AP, Phase.NOT_APPLICABLE, "AP Free School", (11, 16)),
    (T.FREE_SCHOOL_16_19, Phase.SIXTEEN_PLUS, "Sixth Form", (16, 19)),
    (T.STUDIO_SCHOOL, Phase.SECONDARY, "Studio College", (14, 19)),
    (T.UTC, Phase.SECONDARY, "University Technical College", (13, 19)),
    (T.CITY_TECHNOLOGY_COLLEGE, Phase.SECONDARY, "City Technology College", (11, 18)),
    (T.NON_MAINTAINED_SPECIAL, Phase.NOT_APPLICABLE, "School for Communication", (5, 19)),
    (T.COMMUNITY, Phase.MIDDLE_PRIMARY, "Middle School", (8, 12)),
    (T.FOUNDATION, Phase.MIDDLE_SECONDARY, "Middle School", (9, 13)),
    (T.INDEPENDENT, Phase.NOT_APPLICABLE, "House School", (3, 18)),
)

Row = dict[str, str]


def register(schools: int = 100) -> str:
    """The register's CSV with that many schools of the borough, and three of another."""
    rows = [*_borough(schools), *_elsewhere(FIRST_URN + schools)]
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, fieldnames=list(rows[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


def _borough(schools: int) -> Iterator[Row]:
    kinds = [kind for kind, _ in zip(cycle(WHEEL), range(schools), strict=False)]
    # The rarer kinds come after the first thirty, so that a small demo stays ordinary.
    kinds[30 : 30 + len(RARE)] = RARE[: max(schools - 30, 0)]
    used: set[str] = set()
    for number, (kind, phase, ending, ages) in enumerate(kinds[:schools]):
        name = _unused(number, ending, used)
        yield _row(FIRST_URN + number, HOME_LA, name, kind, phase, ages, number)


def _elsewhere(first: int) -> Iterator[Row]:
    for number, (kind, phase, ending, ages) in enumerate(WHEEL[:3]):
        name = f"Farway {ending}"
        yield _row(first + number, OTHER_LA, name, kind, phase, ages, number)


def _unused(number: int, ending: str, used: set[str]) -> str:
    for turn in count():
        place = PLACES[(number * 7 + turn) % len(PLACES)]
        if "Catholic" in ending or "CofE" in ending:
            place = f"{SAINTS[(number + turn) % len(SAINTS)]}, {place},"
        rank = f" {turn // len(PLACES) + 1}" if turn >= len(PLACES) else ""
        name = f"{place} {ending}{rank}"
        if name not in used:
            used.add(name)
            return name
    raise AssertionError("count() does not end")


def _row(
    urn: int, la: tuple[str, str], name: str, kind: T, phase: Phase, ages: tuple[int, int], n: int
) -> Row:
    town, district = TOWNS[n % len(TOWNS)]
    return {
        "URN": str(urn),
        "LA (code)": la[0],
        "LA (name)": la[1],
        "EstablishmentNumber": str(2000 + n % 8000),
        "EstablishmentName": name,
        "TypeOfEstablishment (name)": kind.value,
        "EstablishmentStatus (name)": "Open",
        "OpenDate": "01-09-1995",
        "CloseDate": "",
        "PhaseOfEducation (name)": phase.value,
        "StatutoryLowAge": str(ages[0]),
        "StatutoryHighAge": str(ages[1]),
        "UKPRN": str(10_900_000 + n),
        "Street": f"{n % 90 + 1} {STREETS[n % len(STREETS)]}",
        "Locality": "",
        "Address3": "",
        "Town": town,
        "County (name)": "",
        "Postcode": f"{district} {n % 9 + 1}XX",
        "SchoolWebsite": f"www.school{urn}.example",
        "TelephoneNum": f"01632 960{n % 1000:03}",
    }
