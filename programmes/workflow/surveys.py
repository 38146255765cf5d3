"""The law of surveys: written, opened, closed."""

from datetime import datetime

from hlp.kit.states import Move, moves
from programmes.models import Survey
from programmes.states import SurveyState

DRAFT, OPEN, CLOSED = SurveyState.DRAFT, SurveyState.OPEN, SurveyState.CLOSED


def has_questions(survey: Survey, now: datetime) -> str | None:
    """It asks something and leaves time to answer."""
    if not survey.questions.exists():
        return "Add a question first."
    if now >= survey.closes_at:
        return "It would close before it opens. Change the dates first."
    return None


def its_time_is_over(survey: Survey, now: datetime) -> str | None:
    """The announced moment has passed."""
    return None if now >= survey.closes_at else "It still takes answers."


SURVEY_MOVES = moves(
    Survey,
    #    move    from     to      permission                 only if
    Move("open", {DRAFT}, OPEN, "programmes.write_survey", has_questions, stamp="opened"),
    Move("close", {OPEN}, CLOSED, "programmes.write_survey", stamp="closed"),
    # The system opens what every event brings along, and closes what is over.
    Move("begin", {DRAFT}, OPEN, None, has_questions, stamp="opened", label="Open by itself"),
    Move("end", {OPEN}, CLOSED, None, its_time_is_over, stamp="closed", label="Close by itself"),
)
