"""The law of delivery: which move joins which states, who makes it and when; one noun a file."""

from programmes.workflow.events import EVENT_MOVES
from programmes.workflow.places import PLACE_MOVES
from programmes.workflow.programmes import PROGRAMME_MOVES
from programmes.workflow.surveys import SURVEY_MOVES

__all__ = ["EVENT_MOVES", "PLACE_MOVES", "PROGRAMME_MOVES", "SURVEY_MOVES"]
