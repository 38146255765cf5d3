"""Surveys and feedback: answered by whoever has the link, read and written by those who plan."""

from datetime import timedelta

from hlp.kit import clock
from programmes import invitations
from programmes.services import needs_said, surveying
from programmes.states import SurveyStage
from tests.access.page import List, Page, Visible
from tests.access.pages.programmes import led
from tests.access.roles import EVERYONE, SIGNED_IN, Role
from tests.factories import surveys

WRITES = frozenset({Role.HEAD, Role.OFFICE})
OFFICE = frozenset({Role.OFFICE})
SEES = WRITES | {Role.CLERK, Role.BOARD_MEMBER, Role.CHAIR}


def feedback(world, programme=None):
    """On an event that began an hour ago and was the teacher's; five others have answered."""
    event = surveys.event(programme or led(world), clock.now() - timedelta(hours=1))
    surveys.place(event, world.school, world.people[Role.TEACHER])
    others = [surveys.place(event, world.school) for _ in range(5)]
    survey = surveys.feedback(event, world.people[Role.OFFICE])
    surveying.follow_the_clock(now=clock.now())
    for asked in survey.asked.filter(place__in=others):
        surveys.answer(asked, clock.now())
    return survey


def of_survey(world):
    return {"survey_id": feedback(world).pk}


def a_draft(world, programme=None):
    """A needs survey about the programme that the head's school leads."""
    now = clock.now()
    return surveying.write(
        period=world.period,
        programme=programme or led(world),
        stage=SurveyStage.NEEDS,
        title="What do you need?",
        opens_at=now,
        closes_at=now + timedelta(days=20),
        by=world.people[Role.OFFICE],
        now=now,
    )


def of_draft(world):
    return {"survey_id": a_draft(world).pk}


def of_partnership(world):
    """A needs survey of the office's own, open."""
    return surveys.of_schools(world.people[Role.OFFICE], world.period)


def token(world):
    asked = feedback(world).asked.get(place__person=world.people[Role.TEACHER])
    return {"token": invitations.token_of(asked)}


def of_event(world):
    return {"event_id": feedback(world).event_id}


def a_need(world):
    return needs_said.note(
        period=world.period,
        programme=led(world),
        said="More time to try things out",
        did="Two sessions in the spring term",
        by=world.people[Role.OFFICE],
        now=clock.now(),
    )


PAGES = [
    Page("programmes:survey_list", SEES, lambda world: led(world) and {}, look_as=(Role.OFFICE,)),
    Page("programmes:new_survey", OFFICE),
    Page("programmes:survey_detail", SEES, of_survey, look_as=(Role.HEAD, Role.BOARD_MEMBER)),
    Page("programmes:export_answers", SEES, of_survey, is_html=False),
    Page("programmes:edit_survey", WRITES, of_draft),
    Page("programmes:add_question", WRITES, of_draft),
    Page(
        "programmes:remove_question",
        WRITES,
        lambda world: {**of_draft(world), "number": 1},
        method="POST",
    ),
    Page("programmes:move_survey", WRITES, of_draft, method="POST"),
    Page("programmes:answer", EVERYONE, token),
    Page("programmes:event_feedback", SEES | {Role.TEACHER}, of_event, moves_on=True),
    Page("programmes:need_list", SIGNED_IN, look_as=(Role.TEACHER, Role.OFFICE)),
    Page("programmes:note_need", OFFICE),
    Page("programmes:answer_need", WRITES, lambda world: {"need_id": a_need(world).pk}),
]


def every_survey(world):
    """Of the head's programme, of another school's, and of the whole partnership."""
    other = led(world, world.other_school)
    return [
        *(a_draft(world), feedback(world), of_partnership(world)),
        *(a_draft(world, other), feedback(world, other)),
    ]


VISIBLE = [Visible("programmes.Survey", "programmes.view_survey", every_survey)]


def add_surveys(world, count):
    for _ in range(count):
        feedback(world)


def add_needs(world, count):
    for _ in range(count):
        a_need(world).events.add(surveys.event(led(world), clock.now()))


LISTS = [
    List("programmes:survey_list", Role.OFFICE, add_surveys),
    List("programmes:need_list", Role.TEACHER, add_needs),
]
