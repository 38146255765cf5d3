"""Who came to what, and what they said of it. Written in bulk: it is long past."""

import secrets
from datetime import datetime, timedelta

from hlp.demo import names
from hlp.kit import clock
from members.models import School, User
from programmes.models import Attendance, Event, Expected, Place, PlaceLog, Register
from programmes.services import answering, surveying
from programmes.states import (
    BookedVia,
    Mark,
    MarkSource,
    PlaceState,
    PlaceStep,
    QuestionKind,
    SurveyStage,
    SurveyState,
)

MARKS = (Mark.PRESENT, Mark.PRESENT, Mark.PRESENT, Mark.LATE, Mark.PRESENT, Mark.ABSENT)
SAID = ("Retelling before writing", "Fewer words on the page", "Asking what they remember")
SCALE = (5, 4, 4, 3, 5, 4, 2)


def names_of(school: School, count: int) -> list[tuple[str, str]]:
    """Name and address of staff who have no account."""
    all_names = names.NAMES
    chosen = [all_names[(school.urn + 3 * n) % len(all_names)] for n in range(count)]
    return [
        (name, names.address(name.lower().replace(" ", "."), school))
        for name in dict.fromkeys(chosen)
    ]


def _as_address(name: str) -> str:
    return name.lower().replace(" ", ".")


def took_part(event: Event, schools: list[School], by: User, now: datetime) -> None:
    """One or two of each school were booked; the register was taken; most said what they think."""
    places = Place.objects.bulk_create(
        Place(
            event=event,
            name=name,
            email=email,
            school=school,
            state=PlaceState.CONFIRMED,
            via=BookedVia.SCHOOL,
            booked_at=event.starts_at - timedelta(days=12),
            confirmed_at=event.starts_at - timedelta(days=12),
            code=secrets.token_hex(5),
        )
        for number, school in enumerate(schools)
        for name, email in names_of(school, 1 + number % 2)
    )
    PlaceLog.objects.bulk_create(
        PlaceLog(place=place, step=PlaceStep.BOOKED, at=place.booked_at) for place in places
    )
    _take_register(event, places, by)
    _say(event, SurveyStage.ON_THE_DAY, event.ends_at, now)
    _say(event, SurveyStage.LATER, event.ends_at + timedelta(weeks=9), now)


def _take_register(event: Event, places: list[Place], by: User) -> None:
    register = Register.objects.create(
        event=event,
        on=clock.day_of(event.starts_at),
        opened_at=event.starts_at,
        opened_by=by,
        token=secrets.token_urlsafe(16),
        closed_at=event.ends_at,
        closed_by=by,
    )
    lines = Expected.objects.bulk_create(
        Expected(register=register, place=place) for place in places
    )
    Attendance.objects.bulk_create(
        Attendance(
            line=line,
            mark=MARKS[number % len(MARKS)],
            source=MarkSource.REGISTER,
            seen_at=event.starts_at,
            recorded_at=event.starts_at,
            recorded_by=by,
        )
        for number, line in enumerate(lines)
    )


def _say(event: Event, stage: SurveyStage, at: datetime, now: datetime) -> None:
    """Two of three who were asked answer, an hour after the form opened."""
    if at + timedelta(hours=1) >= now:
        return
    surveying.follow_the_clock(now=at)
    survey = event.surveys.filter(stage=stage, state=SurveyState.OPEN).first()
    if survey is None:
        return
    questions = list(survey.questions.order_by("number"))
    asked = survey.asked.order_by("pk")[:24]
    for number, row in enumerate(asked):
        if number % 3 == 2:
            continue
        answers = {
            question.pk: SCALE[(number + question.number) % len(SCALE)]
            if question.kind == QuestionKind.SCALE
            else SAID[number % len(SAID)]
            for question in questions
        }
        answering.answer(asked=row, answers=answers, now=at + timedelta(hours=1))
