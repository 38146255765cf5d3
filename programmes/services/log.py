"""The log of places: what happened, who did it and why; names stand on the places themselves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from programmes.models import Place, PlaceLog
from programmes.states import PlaceStep

LONGEST = 300


def note(
    places: Iterable[Place], step: PlaceStep, *, by: Any, now: datetime, because: str = ""
) -> None:
    """One line for each place, in the transaction of what it tells of."""
    PlaceLog.objects.bulk_create(
        [
            PlaceLog(place=place, step=step, because=because[:LONGEST], at=now, by=by)
            for place in places
        ]
    )
