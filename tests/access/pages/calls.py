"""Calls: what everybody reads, what schools ask, what office and clerk set up and run."""

from datetime import timedelta

from bids.models import Call, Question
from bids.services import questions
from bids.states import CallState, CriterionKind
from hlp.kit import clock
from tests.access.page import List, Page, Visible
from tests.access.roles import EVERYONE, Role
from tests.access.world import World
from tests.factories.bids import CallFactory, PriorityFactory, draft

PREPARES = frozenset({Role.OFFICE, Role.CLERK})
WORKS_AT_A_SCHOOL = frozenset({Role.TEACHER, Role.BUSINESS_MANAGER, Role.HEAD, Role.OTHER_HEAD})
DAYS = {CallState.CLOSED: 40, CallState.CANCELLED: 3}  # since it opened; a call takes four weeks


def a_call(world: World, state: CallState = CallState.OPEN) -> Call:
    """Of the world's period; five days old if it is open."""
    t0 = clock.now() - timedelta(days=DAYS.get(state, 5))
    priority = PriorityFactory.create(year=world.period.years.get(number=1))
    if state == CallState.DRAFT:
        t0 = clock.now() + timedelta(days=5)
    return CallFactory.create(priority=priority, state=state, t0=t0)


def of(state: CallState = CallState.OPEN, **more):
    return lambda world: {"slug": a_call(world, state).slug, **more}


def priority(world: World):
    return {"priority_id": PriorityFactory.create(year=world.period.years.get(number=1)).pk}


def asked(world: World, call: Call | None = None) -> Question:
    return questions.ask(
        call=call or a_call(world),
        school=world.school,
        text="May two schools share the lead?",
        by=world.people[Role.HEAD],
        now=clock.now(),
    )


def with_answers(world: World):
    """One question is answered, one waits."""
    call = a_call(world)
    questions.answer(
        question=asked(world, call),
        answer="One leads; the other is a partner.",
        by=world.people[Role.OFFICE],
        now=clock.now(),
    )
    asked(world, call)
    return {"slug": call.slug}


DRAFT = CallState.DRAFT
PAGES = [
    Page("bids:call_list", EVERYONE, look_as=(Role.ANONYMOUS, Role.OFFICE)),
    Page("bids:call_detail", EVERYONE, of(), look_as=(Role.ANONYMOUS, Role.HEAD, Role.OFFICE)),
    Page(
        "bids:call_questions",
        EVERYONE,
        with_answers,
        look_as=(Role.ANONYMOUS, Role.HEAD, Role.OFFICE),
    ),
    Page("bids:ask_question", WORKS_AT_A_SCHOOL, of()),
    # Setting up
    Page("bids:office", PREPARES),
    Page("bids:add_priority", PREPARES),
    Page("bids:priority_detail", PREPARES, priority),
    Page("bids:change_priority", PREPARES, priority),
    Page("bids:start_call", PREPARES, priority),
    Page("bids:office_call", PREPARES, of(DRAFT)),
    *(
        Page(f"bids:call_{step}", PREPARES, of(DRAFT))
        for step in ("words", "dates", "decision", "terms", "criteria", "sentences")
    ),
    Page("bids:call_criterion", PREPARES, of(DRAFT, kind=CriterionKind.APPROACH.value)),
    Page("bids:open_call", PREPARES, of(DRAFT)),
    # Running
    Page("bids:extend_call", PREPARES, of()),
    Page("bids:grant_exception", frozenset({Role.OFFICE}), of()),
    Page("bids:open_early", PREPARES, of()),
    Page("bids:cancel_call", PREPARES, of()),
    Page("bids:call_again", PREPARES, of(CallState.CANCELLED)),
    Page("bids:add_note", PREPARES, of()),
    Page("bids:answer_question", PREPARES, lambda world: {"question_id": asked(world).pk}),
]


def calls(world: World) -> list[Call]:
    given_up = draft(priority=PriorityFactory.create(year=world.period.years.get(number=1)))
    return [a_call(world, state) for state in (DRAFT, CallState.OPEN, CallState.CANCELLED)] + [
        given_up
    ]


def some_questions(world: World) -> list[Question]:
    with_answers(world)
    return list(Question.objects.order_by("pk"))


VISIBLE = [
    Visible("bids.Call", "bids.view_call", calls),
    Visible("bids.Question", "bids.view_question", some_questions),
]
LISTS = [
    List("bids:call_list", Role.HEAD, lambda world, n: [a_call(world) for _ in range(n)]),
    List("bids:office", Role.OFFICE, lambda world, n: [a_call(world) for _ in range(n)]),
]
