"""A register as a table to take out: whom, of which school by its stable numbers, and how."""

from collections.abc import Iterator

from hlp.kit import clock
from hlp.kit.spreadsheets import Cell
from programmes.models import Attendance, Register
from programmes.querysets.registers import people_on
from programmes.states import Mark

HEADINGS = (
    *("Date", "Event", "Name", "School", "URN", "LAEstab", "Mark", "Minutes", "How", "Seen at"),
    "Came without booking",
)


def rows(register: Register) -> Iterator[list[Cell]]:
    """Never what somebody eats or needs."""
    people = list(people_on(register))
    logged = Attendance.objects.in_bulk([place.latest_id for place in people if place.latest_id])
    for place in people:
        seen = logged.get(place.latest_id)
        school = place.school
        yield [
            register.on,
            register.event.title,
            place.who,
            school.name if school else "",
            school.urn if school else None,
            school.laestab if school else "",
            str(Mark(place.latest).label) if place.latest else "",
            seen.minutes if seen else None,
            seen.get_source_display() if seen else "",
            f"{clock.london(seen.seen_at):%Y-%m-%d %H:%M}" if seen else "",
            "Yes" if place.is_walk_in else "",
        ]
