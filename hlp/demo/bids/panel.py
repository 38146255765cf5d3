"""The demo's panel: the screen, interests, marks, agreed marks, decisions, letters."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bids.models import Bid, Call
from bids.services import (
    agreeing,
    closing,
    deciding,
    declaring_interests,
    marking,
    moderating,
    panels,
    publish,
    screening,
)
from bids.states import CriterionKind, InterestKind, Outcome, ScreenItem
from hlp.demo.bids import bidding
from hlp.demo.bids.calls import Cast
from hlp.kit import clock
from members.models import Period, School, User
from members.states import PortalRole

ASSESSORS = ("board1", "board2", "board3", "chair")
REASONS = {
    5: "Everything asked for is here, with evidence from outside the school.",
    4: "Convincing, with evidence from more than one school.",
    3: "Sound, though most of the evidence is the school’s own.",
    2: "Some of what is asked for, but it stays general.",
    1: "Little more than a statement of intent.",
    0: "The bid does not speak of it.",
}
HIGHER = {
    CriterionKind.EXPERTISE: "Results over several years, and somebody from outside who confirms"
    " them.",
    CriterionKind.CAPACITY: "More than two people with time set aside, and experience of"
    " supporting other schools.",
    CriterionKind.APPROACH: "A clearer account of what schools do between sessions.",
    CriterionKind.QUALITY: "Questions asked again some weeks later, and a say for schools that"
    " take part.",
}


def school_on_the_board(period: Period, cast: Cast) -> School | None:
    """Where a head works who sits on the board: its bid keeps that member out of the whole call."""
    schools = School.objects.members_of(period).filter(
        affiliations__role="headteacher",
        affiliations__user__roles_held__role=PortalRole.BOARD_MEMBER,
    )
    return schools.exclude(affiliations__user__in=cast.values()).order_by("urn").first()


def closed_and_screened(call: Call, cast: Cast) -> Call:
    """A day after closing every bid has passed, and the board is asked to mark."""
    closed = closing.close(call=call, now=call.closes_at + timedelta(minutes=1))
    when, office = closed.closes_at + timedelta(days=1), cast["office"]
    found = {item.value: (True, "") for item in ScreenItem}
    for bid in closed.bids.live().order_by("number"):
        screening.record(bid=bid, findings=found, by=office, now=when)
        screening.finish(bid=bid, by=office, now=when)
    return panels.start_marking(call=closed, by=office, now=when)


def marked_by_all(call: Call, cast: Cast) -> None:
    """By four; the heads on the board were released."""
    when = call.closes_at + timedelta(days=9)
    people = [cast[who] for who in ASSESSORS]
    for assessor in call.assessors.exclude(user__in=people):
        panels.release(
            assessor=assessor, because="At an inspection that week.", by=cast["office"], now=when
        )
    for bid in call.bids.order_by("number"):
        for number, person in enumerate(people):
            _mark(bid, person, _about(bid, number), when)


def half_marked(call: Call, cast: Cast) -> None:
    """One has marked everything, one is in the middle, one waits for the chair's ruling."""
    when = call.closes_at + timedelta(days=3)
    bids = list(call.bids.order_by("number"))
    for bid in bids:
        _mark(bid, cast["board1"], _about(bid, 1), when)
    first, *rest = bids
    _mark(first, cast["board3"], _about(first, 2), when)
    for bid in rest:
        _no_interest(bid, cast["board3"], when)
    _drafts(rest[0], cast["board3"], (3, None, None, None), when)
    for bid in rest:
        _no_interest(bid, cast["board2"], when)
    declaring_interests.declare(
        bid=first,
        kind=InterestKind.PERCEIVED,
        details="Until last year I chaired the school’s fundraising group.",
        by=cast["board2"],
        now=when,
    )


def decided_and_published(call: Call, winner: School, cast: Cast) -> None:
    """Moderated a month ago; the chair published a week later."""
    when = call.closes_at + timedelta(days=20)
    people = [cast[who] for who in ASSESSORS]
    member, day = people[0], clock.day_of(when)
    moderating.open_moderation(call=call, by=member, now=when)
    for bid in call.bids.order_by("number"):
        _moderate(bid, people, when)
        is_best = bid.lead_school_id == winner.pk
        deciding.decide(
            bid=Bid.objects.get(pk=bid.pk),
            outcome=Outcome.SELECTED if is_best else Outcome.NOT_SELECTED,
            public_reason=PUBLIC[is_best],
            private_reason="The sum leaves room for a second call in the spring.",
            decided_on=day,
            minute_reference=f"Board {day:%-d %B %Y}, item 3",
            by=member,
            now=when,
            **(_money(day) if is_best else {}),
        )
    deciding.close_decisions(call=call, by=member, now=when)
    publish(call=call, by=cast["chair"], now=when + timedelta(days=7))


PUBLIC = {
    True: "The bid shows expertise that others confirm, gives enough people enough time, and says"
    " how schools will be heard throughout the year.",
    False: "The bid meets the criteria in part. The panel saw less evidence from outside the"
    " school and less time set aside than a lead school needs.",
}


def _money(day: date) -> dict[str, Any]:
    return {
        "agreed_sum": Decimal("22000.00"),
        "instalments": [
            (Decimal("12000.00"), day + timedelta(days=30), ""),
            (
                Decimal("10000.00"),
                day + timedelta(days=150),
                "After the kick-off event and two half-terms",
            ),
        ],
    }


def _moderate(bid: Bid, people: Sequence[User], when: datetime) -> None:
    by = people[0]
    moderating.begin(bid=bid, held_on=clock.day_of(when), by=by, now=when)
    moderating.note_presence(bid=bid, present=people, left={}, by=by, now=when)
    for kind, mark in zip(CriterionKind, _strength(bid), strict=True):
        agreeing.agree(
            bid=bid,
            criterion=bid.call.criteria.get(kind=kind),
            mark=mark,
            reason=REASONS[mark],
            for_a_higher_mark="" if mark == 5 else HIGHER[kind],
            by=by,
            now=when,
        )
    moderating.finish(bid=bid, notes="Ten minutes; marks were close.", dissent="", by=by, now=when)


def _strength(bid: Bid) -> tuple[int, int, int, int]:
    return next(said.strength for said in bidding.ALL if said.title == bid.title)


def _about(bid: Bid, number: int) -> tuple[int, ...]:
    """Near what the panel will agree: everybody differs on one criterion, by one."""
    marks = list(_strength(bid))
    place = number % len(marks)
    marks[place] += -1 if marks[place] > 2 else 2
    return tuple(marks)


def _mark(bid: Bid, person: User, marks: Iterable[int | None], when: datetime) -> None:
    _no_interest(bid, person, when)
    _drafts(bid, person, marks, when)
    marking.submit(bid=bid, by=person, now=when)


def _drafts(bid: Bid, person: User, marks: Iterable[int | None], when: datetime) -> None:
    for kind, mark in zip(CriterionKind, marks, strict=True):
        if mark is None:
            continue
        marking.save_draft(
            bid=bid,
            criterion=bid.call.criteria.get(kind=kind),
            mark=mark,
            reason=REASONS[mark],
            evidence=f"{kind.label}, first paragraph",
            revision=0,
            by=person,
            now=when,
        )


def _no_interest(bid: Bid, person: User, when: datetime) -> None:
    declaring_interests.declare(bid=bid, kind=InterestKind.NONE, details="", by=person, now=when)
