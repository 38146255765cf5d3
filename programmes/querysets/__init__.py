"""What we look up about delivery, and who can see it."""

from programmes.querysets.calendar import HalfTermQuerySet
from programmes.querysets.events import EventQuerySet
from programmes.querysets.places import PlaceQuerySet
from programmes.querysets.programmes import ProgrammeQuerySet, led_from, sees_all, works_in
from programmes.querysets.resources import ResourceQuerySet
from programmes.querysets.surveys import SurveyQuerySet

__all__ = [
    "EventQuerySet",
    "HalfTermQuerySet",
    "PlaceQuerySet",
    "ProgrammeQuerySet",
    "ResourceQuerySet",
    "SurveyQuerySet",
    "led_from",
    "sees_all",
    "works_in",
]
