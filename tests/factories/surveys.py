"""Surveys and their answers, made by their services."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from hlp.kit import clock
from members.models import Period, School, User
from programmes import invitations
from programmes.models import Asked, Event, Place, Programme, Response, Survey
from programmes.services import answering, surveying
from programmes.states import (
    BookedVia,
    EventKind,
    EventState,
    PlaceState,
    QuestionKind,
    SurveyStage,
)

GIVEN = {QuestionKind.SCALE: 4, QuestionKind.TEXT: "Retelling with puppets"}


def event(programme: Programme, starts_at: datetime, **fields: Any) -> Event:
    """A published CPD session of two hours."""
    given = {"kind": EventKind.CPD, "title": "Reading aloud", "state": EventState.PUBLISHED}
    return Event.objects.create(
        period=programme.period,
        programme=programme,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        changed_at=starts_at - timedelta(days=30),
        created_at=starts_at - timedelta(days=30),
        **{**given, **fields},
    )


def place(
    event: Event,
    school: School | None = None,
    person: User | None = None,
    state: PlaceState = PlaceState.CONFIRMED,
) -> Place:
    """A confirmed one unless told otherwise, for an account or for somebody typed in."""
    code = uuid4().hex[:12]
    return Place.objects.create(
        event=event,
        person=person,
        name="" if person else f"Ada {code[:4]}",
        email="" if person else f"{code}@example.org",
        school=school,
        state=state,
        via=BookedVia.SCHOOL,
        booked_at=event.created_at,
        code=code,
    )


def feedback(event: Event, by: User) -> Survey:
    """The feedback on the day, open since the event began."""
    surveying.attach_feedback(event=event, by=by, now=event.created_at)
    surveying.follow_the_clock(now=event.starts_at)
    return event.surveys.get(stage=SurveyStage.ON_THE_DAY)


def of_schools(
    by: User,
    period: Period,
    stage: SurveyStage = SurveyStage.NEEDS,
    lasts: timedelta = timedelta(days=7),
    **more: Any,
) -> Survey:
    """A needs survey, or the head's view, open for a week unless told otherwise."""
    now = clock.now()
    survey = surveying.write(
        period=period,
        stage=stage,
        title="What do you need?",
        opens_at=now - timedelta(hours=1),
        closes_at=now + lasts,
        by=by,
        now=now,
        **more,
    )
    return surveying.open_survey(survey=survey, by=by, now=now)


def link(asked: Asked) -> str:
    return invitations.token_of(asked)


def answer(asked: Asked, now: datetime, **given: Any) -> Response:
    """Every question answered, or those whose text begins as given says."""
    questions = asked.survey.questions.all()
    answers = {q.pk: GIVEN.get(q.kind, q.options[:1]) for q in questions}  # type: ignore[call-overload]
    for number, value in given.items():
        answers[questions.get(number=int(number.removeprefix("q"))).pk] = value
    return answering.answer(asked=asked, answers=answers, now=now)
