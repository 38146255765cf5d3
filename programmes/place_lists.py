"""The places of an event as a list for its organisers: counted, and as a file."""

import csv
import io

from django.db.models import Count

from hlp.kit import clock
from hlp.kit.components import Stat
from programmes.models import Event, Place
from programmes.states import PlaceState

COLUMNS = (
    "Name",
    "Email",
    "School",
    "URN",
    "LAEstab",
    "State",
    "Booked",
    "Booked by",
    "Instead of",
)
SHOWN = (PlaceState.CONFIRMED, PlaceState.OFFERED, PlaceState.WAITING)


def counts(event: Event) -> list[Stat]:
    rows = event.places.order_by().values_list("state").annotate(Count("pk"))
    found = dict(rows)
    return [Stat(found.get(state, 0), state.label) for state in SHOWN]


def as_csv(event: Event) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for place in event.places.active().for_page().by_standing():
        writer.writerow([_harmless(text) for text in _line(place)])
    return "\ufeff" + written.getvalue()  # Excel takes it for UTF-8 only so


def _line(place: Place) -> list[str]:
    school, old = place.school, place.substitute_for
    return [
        place.who,
        place.address,
        school.name if school else "",
        str(school.pk) if school else "",
        f"{school.la_code}{school.establishment_number}" if school else "",
        place.get_state_display(),
        f"{clock.london(place.booked_at):%Y-%m-%d %H:%M}",
        str(place.booked_by or "") if place.forgotten_at is None else "",
        old.who if old else "",
    ]


def _harmless(text: str) -> str:
    """A spreadsheet takes what begins so for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
