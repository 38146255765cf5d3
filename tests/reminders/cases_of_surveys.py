"""Feedback on an event of Wednesday 11 May 2022, and a needs survey opened on that day."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from members.states import PortalRole, SchoolRole
from programmes.services import registering, surveying
from programmes.states import Mark, MarkSource, PlaceState
from tests.factories import board, cast, programmes, surveys
from tests.factories.members import ContactFactory, make_period
from tests.reminders.cases import HANNA, Case

STARTS = datetime(2022, 5, 11, 14, tzinfo=UTC)


def feedback_owed() -> None:
    """Hanna was there; one was missed, one had cancelled, one has answered."""
    made = programmes.programme(now=STARTS - timedelta(days=40))
    school = board.join(cast.primary_school(), made.period)
    head = cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    event = surveys.event(made, STARTS)
    surveys.place(event, school, head)
    missed, answered = surveys.place(event, school), surveys.place(event, school)
    surveys.place(event, school, state=PlaceState.CANCELLED)
    survey = surveys.feedback(event, programmes.office())
    office = programmes.office()
    register = registering.open_register(event=event, on=STARTS.date(), by=office, now=STARTS)
    registering.mark(
        line=register.lines.get(place=missed),
        mark=Mark.ABSENT,
        source=MarkSource.REGISTER,
        by=office,
        now=STARTS,
    )
    surveys.answer(survey.asked.get(place=answered), STARTS)


def needs_survey() -> None:
    """Open for three weeks. The head has an account, so the address on file is left alone."""
    with time_machine.travel(STARTS, tick=False):
        period, school = make_period(), cast.primary_school()
        cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
        ContactFactory.create(school=school, email="on.file@example.org")
        office = board.holding(PortalRole.OFFICE, "Olga Office")
        surveys.of_schools(office, period, lasts=timedelta(days=21))


def heads_on_file() -> None:
    """Nobody has an account: the head on file hears of it, and not the CPD lead."""
    with time_machine.travel(STARTS, tick=False):
        period, school = make_period(), cast.primary_school()
        ContactFactory.create(school=school, email=HANNA)
        ContactFactory.create(school=school, email="cpd@example.org", role=SchoolRole.CPD_LEAD)
        office = board.holding(PortalRole.OFFICE, "Olga Office")
        surveys.of_schools(office, period, lasts=timedelta(days=10))


def some_weeks_later() -> None:
    """An event of March looked back on in May."""
    started = datetime(2022, 3, 16, 14, tzinfo=UTC)
    made = programmes.programme(now=started - timedelta(days=10))
    school = board.join(cast.primary_school(), made.period)
    head = cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    event = surveys.event(made, started)
    surveys.place(event, school, head)
    surveying.attach_feedback(event=event, by=programmes.office(), now=started)
    surveying.follow_the_clock(now=event.ends_at + surveying.LATER_AFTER)


ASKED = "What do you need?: Bourne Lane Primary School is asked"
CASES = [
    Case(
        "programmes.feedback_owed",
        feedback_owed,
        [HANNA],
        "Reminder: How was “Reading aloud”?",
        "The link is yours: please do not pass it on.",
        "Answer in a minute: {site}{answer}",
        [date(2022, 5, 12), date(2022, 5, 16)],
    ),
    Case(
        "programmes.feedback_owed",
        some_weeks_later,
        [HANNA],
        "Reminder: What came of “Reading aloud”?",
        "The link is yours: please do not pass it on.",
        "Answer in a minute: {site}{answer}",
        [date(2022, 5, 12), date(2022, 5, 16)],
        more="some weeks later",
    ),
    Case(
        "programmes.survey_unanswered",
        needs_survey,
        [HANNA],
        f"Reminder: {ASKED}",
        "Each school answers once.",
        "Answer for your school: {site}{answer}",
        [date(2022, 5, 11), date(2022, 5, 18), date(2022, 5, 25)],
    ),
    Case(
        "programmes.survey_unanswered",
        heads_on_file,
        [HANNA],
        f"Reminder: {ASKED}",
        "Each school answers once.",
        "Answer for your school: {site}{answer}",
        [date(2022, 5, 11), date(2022, 5, 18)],
        more="of heads on file",
    ),
]
