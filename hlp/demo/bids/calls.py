"""Priorities and calls of the demo, as the office sets them up and opens them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bids.models import Call
from bids.services import opening, preparing, questions
from hlp.kit import clock
from members.models import MembershipYear, School, User

Cast = dict[str, User]


@dataclass(frozen=True)
class About:
    """What is called for, and how many days from today the call opened and closes."""

    title: str
    evidence: str
    outcome: str
    baseline: str
    opened: int
    closes: int
    ceiling: str


READING = About(
    title="Early language and reading",
    evidence="Two of three schools named early language in the survey of all schools, and results"
    " in Year 1 phonics have not come back to where they were.",
    outcome="Every child who struggles with early language is noticed in the first term and gets"
    " help that works.",
    baseline="In the survey 38 of 97 schools screen every child on entry.",
    opened=-95,
    closes=-67,
    ceiling="24000.00",
)
SEND = About(
    title="SEND",
    evidence="The survey, the performance data and talks at head teachers’ meetings all point to"
    " pupils with SEND in ordinary lessons.",
    outcome="Teachers of every school know and use small changes that help pupils with SEND.",
    baseline="Four of ten schools say their teachers feel ready for it.",
    opened=-36,
    closes=-8,
    ceiling="30000.00",
)
CURRICULUM = About(
    title="Curriculum and subject leadership",
    evidence="Schools asked for a second year of support for subject leaders, mostly in the"
    " foundation subjects.",
    outcome="Subject leaders can say what pupils should know by when, and see whether they do.",
    baseline="Half of the subject leaders asked have led their subject for less than two years.",
    opened=-10,
    closes=18,
    ceiling="28000.00",
)


def opened(about: About, year: MembershipYear, cast: Cast, now: datetime) -> Call:
    """Agreed by the board a week before it opened."""
    office, opens_at = cast["office"], at(now, about.opened, hour=9)
    before = opens_at - timedelta(days=7)
    agreed_on = clock.day_of(before)
    minute = f"Board {agreed_on:%-d %B %Y}, item 4"
    priority = preparing.create_priority(
        year=year,
        title=about.title,
        evidence=about.evidence,
        intended_outcome=about.outcome,
        baseline=about.baseline,
        decided_on=agreed_on,
        minute_reference=minute,
        by=office,
        now=before,
    )
    closes_at = at(now, about.closes, hour=12)
    call = preparing.create_call(
        priority=priority,
        title=f"Lead school: {about.title}",
        opens_at=opens_at,
        questions_close_at=closes_at - timedelta(days=7),
        closes_at=closes_at,
        marks_due_at=closes_at + timedelta(days=17),
        guidance="Write for colleagues who do not know your school. Say what you have done, how"
        " you know that it helped, and what you would do for others.",
        decided_on=agreed_on,
        minute_reference=minute,
        terms={
            "funding_ceiling": Decimal(about.ceiling),
            "lead_bids": 1,
            "minimum_panel": 3,
            "overall_threshold": 50,
            "spread_flag": 2,
        },
        by=office,
        now=before,
    )
    preparing.confirm_descriptors(call=call, by=office, now=opens_at)
    return opening.open_call(call=call, by=office, now=opens_at)


def asked_and_answered(call: Call, school: School, cast: Cast, now: datetime) -> None:
    """One question everybody can read the answer to; one the office has yet to answer."""
    head = school.affiliations.heads().select_related("user").first()
    if head is None:
        return
    asked = questions.ask(
        call=call,
        school=school,
        text="May a nursery school be a partner, or only schools with older pupils?",
        by=head.user,
        now=now - timedelta(days=6),
    )
    questions.answer(
        question=asked,
        answer="Any member school may be a partner, of every phase.",
        by=cast["office"],
        now=now - timedelta(days=5),
    )
    questions.ask(
        call=call,
        school=school,
        text="Does the cost include supply cover for schools that take part?",
        by=head.user,
        now=now - timedelta(days=1),
    )


def at(now: datetime, days: int, *, hour: int) -> datetime:
    """On the hour in London, so many days from today."""
    return clock.start_of_day(clock.day_of(now) + timedelta(days=days)) + timedelta(hours=hour)
