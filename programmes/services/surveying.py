"""Writing surveys, opening them for those they ask, and closing them when their time is over.

Every published event brings two along by itself: feedback on the day, open from its start, and a
second look eight to twelve weeks later, when one can know what came of it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from hlp.kit import access, audit, states
from hlp.kit.refusal import Refusal
from members.models import Period, School, User
from programmes import invitations
from programmes.models import Asked, Event, HalfTerm, Programme, Question, Survey
from programmes.question_sets import STANDARD, Ask
from programmes.states import PlaceState, SurveyStage, SurveyState

FEEDBACK_FOR = timedelta(days=14)
LATER_AFTER, LATER_FOR = timedelta(weeks=8), timedelta(weeks=4)
AT_ONCE = 500  # rows of those asked in one statement


class NotADraft(Refusal):
    """Once somebody could have answered, the questions stay."""


def write(
    *,
    period: Period,
    stage: SurveyStage,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    by: User | None,
    now: datetime,
    introduction: str = "",
    questions: Sequence[Ask] = (),
    programme: Programme | None = None,
    event: Event | None = None,
    half_term: HalfTerm | None = None,
    is_anonymous: bool = False,
) -> Survey:
    """A draft with these questions, or with those that come with its stage."""
    if by is not None:
        access.require(by, "programmes.write_survey", event or programme)
    with transaction.atomic(), audit.acting(by):
        survey = Survey.objects.create(
            period=period,
            programme=programme,
            event=event,
            half_term=half_term,
            stage=stage,
            title=title.strip(),
            introduction=introduction.strip(),
            is_anonymous=is_anonymous,
            opens_at=opens_at,
            closes_at=closes_at,
            created_at=now,
            created_by=by,
        )
        _ask(survey, questions or STANDARD[stage])
    return survey


def rewrite(*, survey: Survey, questions: Sequence[Ask], by: User) -> Survey:
    """Other questions for a draft; each level and option as given."""
    access.require(by, "programmes.write_survey", survey)
    with transaction.atomic(), audit.acting(by):
        row = Survey.objects.select_for_update().get(pk=survey.pk)
        if row.state != SurveyState.DRAFT:
            raise NotADraft("The survey is open, so its questions stay as they are.")
        row.questions.all().delete()
        _ask(row, questions)
    return row


def attach_feedback(*, event: Event, by: User, now: datetime) -> list[Survey]:
    """The two forms of an event. Moved events keep theirs, with the dates of the new day."""
    made = []
    for stage, title, opens_at, lasts in (
        (SurveyStage.ON_THE_DAY, "Feedback", event.starts_at, FEEDBACK_FOR),
        (SurveyStage.LATER, "What came of it", event.ends_at + LATER_AFTER, LATER_FOR),
    ):
        survey = event.surveys.filter(stage=stage).first()
        closes_at = opens_at + lasts
        if survey is None:
            survey = write(
                period=event.period,
                stage=stage,
                title=title,
                opens_at=opens_at,
                closes_at=closes_at,
                programme=event.programme,
                event=event,
                by=by,
                now=now,
            )
        elif survey.state == SurveyState.DRAFT:
            survey.opens_at, survey.closes_at = opens_at, closes_at
            survey.save(update_fields=["opens_at", "closes_at"])
        made.append(survey)
    return made


def open_survey(*, survey: Survey, by: User, now: datetime) -> Survey:
    """Open it by hand and ask everybody it is for."""
    with transaction.atomic(), audit.acting(by):
        opened = states.make(survey, "open", by=by, now=now)
        ask_everybody(survey=opened)
    return opened


def close_survey(*, survey: Survey, by: User, now: datetime) -> Survey:
    return states.make(survey, "close", by=by, now=now)


def follow_the_clock(*, now: datetime) -> int:
    """Open what begins, close what is over, ask who booked since; run twice, it adds nothing."""
    moved = 0
    for survey in Survey.objects.beginning(now).iterator():
        with transaction.atomic(), audit.acting(None):
            ask_everybody(survey=states.make(survey, "begin", by=None, now=now))
            moved += 1
    for survey in Survey.objects.ending(now).iterator():
        states.make(survey, "end", by=None, now=now)
        moved += 1
    for survey in Survey.objects.taking_answers(now).filter(event__isnull=False).iterator():
        ask_everybody(survey=survey)
    return moved


def ask_everybody(*, survey: Survey) -> int:
    """A row for each that is asked and has none yet: schools, or the people who came."""
    rows = _schools_asked(survey) if survey.asks_schools else _people_asked(survey)
    Asked.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(rows)


def _schools_asked(survey: Survey) -> list[Asked]:
    """Needs are asked of all schools (prospectus), the head's view of member schools."""
    schools = School.objects.eligible_for(survey.period)
    if survey.stage == SurveyStage.HEAD:
        schools = School.objects.members_of(survey.period)
    known = survey.asked.filter(place=None).values("school")
    return [
        Asked(
            survey=survey,
            school_id=urn,
            token_hash=invitations.hashed(invitations.token(survey.pk, school_id=urn)),
        )
        for urn in schools.exclude(pk__in=known).values_list("pk", flat=True)
    ]


def _people_asked(survey: Survey) -> list[Asked]:
    if survey.event is None:
        return []
    came = survey.event.places.filter(state=PlaceState.CONFIRMED)
    known = survey.asked.exclude(place=None).values("place")
    return [
        Asked(
            survey=survey,
            place_id=pk,
            school_id=school,
            token_hash=invitations.hashed(invitations.token(survey.pk, place_id=pk)),
        )
        for pk, school in came.exclude(pk__in=known).values_list("pk", "school")
    ]


def _ask(survey: Survey, questions: Sequence[Ask]) -> None:
    Question.objects.bulk_create(
        Question(
            survey=survey,
            number=number,
            kind=asked.kind,
            text=asked.text,
            hint=asked.hint,
            options=list(asked.options),
            level=asked.level,
            is_required=asked.is_required,
        )
        for number, asked in enumerate(questions, start=1)
    )
