"""Calls from marking on: bids, a panel, marks, agreed marks, decisions, through the services."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bids.models import Bid, Call, Decision
from bids.services import (
    agreeing,
    deciding,
    declaring_interests,
    marking,
    moderating,
    panels,
    publishing,
    screening,
    starting,
    submitting,
    writing,
)
from bids.states import (
    BidState,
    CallState,
    CriterionKind,
    ExpectationKind,
    InterestKind,
    Outcome,
    ScreenItem,
    SectionKind,
)
from hlp.kit import clock
from members.models import RoleHeld, School, User
from members.states import PortalRole
from tests.factories import board, cast
from tests.factories.bids import CallFactory, after, holding, office

MINUTE = "Board 6 June 2022, item 3"
DECIDED_ON = date(2022, 6, 6)
Marks = Sequence[int]  # in the prospectus's order


def a_bid(
    call: Call, school: School | None = None, *, cost: str = "18000.00", title: str = ""
) -> Bid:
    """Submitted by its head a day before the call closes."""
    school = school or board.member(call.priority.year.period)
    head, now = board.head_of(school), call.closes_at - timedelta(days=1)
    bid = starting.start(call=call, school=school, by=head, now=now)
    writing.save_details(
        bid=bid,
        title=title or f"Stronger SEND from {school.name}",
        summary="Every school visited once a half-term by a leader who has done it.",
        cost=Decimal(cost),
        cost_notes="Release time and speakers.",
        revision=0,
        by=head,
        now=now,
    )
    write(bid, head, now)
    submitting.submit(bid=Bid.objects.get(pk=bid.pk), by=head, now=now)
    return Bid.objects.get(pk=bid.pk)


def write(bid: Bid, by: User, now: datetime) -> None:
    for kind in SectionKind:
        writing.save_section(
            bid=bid,
            kind=kind,
            text=f"What we offer on {kind.label}, with evidence.",
            planned_on=date(2022, 9, 20) if kind.value in ExpectationKind.values else None,
            revision=bid.sections.get(kind=kind).revision,
            by=by,
            now=now,
        )


def board_members(count: int) -> list[User]:
    """Members of the board who work at no school; those there are, and as many more as it takes."""
    sitting = RoleHeld.objects.of(PortalRole.BOARD_MEMBER).filter(
        to_on=None, from_on__lte=clock.today()
    )
    found = list(
        User.objects.filter(pk__in=sitting.values("user"), affiliations=None).order_by("pk")
    )
    wanted = count - len(found)
    made = [
        cast.in_partnership(f"Member {len(found) + n + 1}", PortalRole.BOARD_MEMBER)
        for n in range(wanted)
    ]
    return [*found, *made][:count]


def chair() -> User:
    """Of the board as well, as the seat gives it."""
    held = User.objects.filter(roles_held__role=PortalRole.CHAIR).order_by("pk").first()
    return held or cast.in_partnership("Chris Chair", PortalRole.CHAIR, PortalRole.BOARD_MEMBER)


def clerk() -> User:
    return holding(PortalRole.CLERK, "Clare Clerk")


def marking_call(
    bids: int = 2, *, members: int = 3, terms: dict[str, Any] | None = None, **fields: Any
) -> Call:
    """Closed, screened, and the board asked to mark; nobody has declared anything yet."""
    board_members(members)
    call = CallFactory.create(state=CallState.OPEN, terms=terms, **fields)
    for _ in range(bids):
        a_bid(call)
    return started(call)


def started(call: Call) -> Call:
    """Close the call, pass every bid through the screen, ask the panel."""
    from bids.services import closing  # noqa: PLC0415 - beside the other steps of one story

    now = after(call)
    if call.state == CallState.OPEN:
        call = closing.close(call=call, now=now)
    for bid in call.bids.filter(state=BidState.SUBMITTED):
        passed(bid, now)
    return panels.start_marking(call=call, by=office(), now=now + timedelta(hours=1))


def passed(bid: Bid, now: datetime) -> Bid:
    found = {item.value: (True, "") for item in ScreenItem}
    screening.record(bid=bid, findings=found, by=office(), now=now)
    return screening.finish(bid=bid, by=office(), now=now)


def marked_at(call: Call) -> datetime:
    return call.closes_at + timedelta(days=7)


def moderated_at(call: Call) -> datetime:
    return call.closes_at + timedelta(days=14)


def give(bid: Bid, assessor: User, marks: Marks | None, *, now: datetime | None = None) -> None:
    """Declares that there is no interest, then marks; None abstains."""
    now = now or marked_at(bid.call)
    no_interest(bid, assessor, now)
    if marks is None:
        marking.abstain(bid=bid, because="I know too little of this.", by=assessor, now=now)
        return
    for kind, mark in zip(CriterionKind, marks, strict=True):
        marking.save_draft(
            bid=bid,
            criterion=bid.call.criteria.get(kind=kind),
            mark=mark,
            reason=f"{assessor.name} saw good evidence of {kind.label.lower()}.",
            evidence="",
            revision=0,
            by=assessor,
            now=now,
        )
    marking.submit(bid=bid, by=assessor, now=now)


def no_interest(bid: Bid, person: User, now: datetime) -> None:
    if not bid.interests.filter(user=person, line_up=bid.line_up).exists():
        declaring_interests.declare(bid=bid, kind=InterestKind.NONE, details="", by=person, now=now)


def moderating_call(
    marks: Sequence[Marks] = ((4, 4, 4, 4), (3, 3, 3, 3)),
    *,
    members: int = 3,
    terms: dict[str, Any] | None = None,
    **fields: Any,
) -> Call:
    """One bid for each row of marks, which every member of the board gives it alike."""
    call = marking_call(len(marks), members=members, terms=terms, **fields)
    for bid, row in zip(call.bids.order_by("number"), marks, strict=True):
        for member in board_members(members):
            give(bid, member, row)
    release_the_rest(call)
    return opened(call)


def release_the_rest(call: Call) -> None:
    """Whoever else sits on the board of the story was asked as well, and owes nothing more."""
    for assessor in call.assessors.owing(call):
        panels.release(
            assessor=assessor, because="Away until autumn", by=office(), now=marked_at(call)
        )


def opened(call: Call) -> Call:
    return moderating.open_moderation(
        call=Call.objects.get(pk=call.pk), by=board_members(1)[0], now=moderated_at(call)
    )


def agree(bid: Bid, marks: Marks, *, present: Sequence[User] = (), finish: bool = True) -> Bid:
    """The panel takes the bid up, agrees these marks and finishes."""
    now = moderated_at(bid.call)
    there = list(present) or [a.user for a in bid.call.assessors.all() if _is_clear(a.user, bid)]
    by = there[0]
    moderating.begin(bid=bid, held_on=now.date(), by=by, now=now)
    moderating.note_presence(bid=bid, present=there, left={}, by=by, now=now)
    for kind, mark in zip(CriterionKind, marks, strict=True):
        agreeing.agree(
            bid=bid,
            criterion=bid.call.criteria.get(kind=kind),
            mark=mark,
            reason=f"The panel saw {kind.label.lower()} in practice.",
            for_a_higher_mark="" if mark == 5 else "Results from more than one school.",
            by=by,
            now=now,
        )
    if finish:
        moderating.finish(bid=bid, notes="Short.", dissent="", by=by, now=now)
    return Bid.objects.get(pk=bid.pk)


def _is_clear(user: User, bid: Bid) -> bool:
    return bool(user.has_perm("bids.moderate_bid", bid))


def agreed_call(marks: Sequence[Marks] = ((4, 4, 4, 4), (3, 3, 3, 3)), **fields: Any) -> Call:
    call = moderating_call(marks, **fields)
    for bid, row in zip(call.bids.order_by("number"), marks, strict=True):
        agree(bid, row)
    return call


def decide(bid: Bid, outcome: Outcome = Outcome.NOT_SELECTED, **fields: Any) -> Decision:
    given: dict[str, Any] = {
        "public_reason": "It met the criteria best."
        if outcome == Outcome.SELECTED
        else "Another bid met the criteria better.",
        "private_reason": "Kept between ourselves: the budget is tight.",
        "decided_on": DECIDED_ON,
        "minute_reference": MINUTE,
        **fields,
    }
    if outcome == Outcome.SELECTED and "agreed_sum" not in given:
        given |= money("18000.00")
    by = given.pop("by", None) or board_members(1)[0]
    now = given.pop("now", None) or moderated_at(bid.call)
    return deciding.decide(bid=Bid.objects.get(pk=bid.pk), outcome=outcome, by=by, now=now, **given)


def money(total: str, *parts: str) -> Mapping[str, Any]:
    """The sum in as many instalments as are named; without any, in two halves."""
    sum_ = Decimal(total)
    amounts = [Decimal(part) for part in parts] or [sum_ / 2, sum_ / 2]
    days = [date(2022, 9, 1), date(2023, 3, 1), date(2023, 7, 1)]
    return {
        "agreed_sum": sum_,
        "instalments": [
            (amount, days[n], "After the kick-off event" if n else "")
            for n, amount in enumerate(amounts)
        ],
    }


def decided_call(
    marks: Sequence[Marks] = ((4, 4, 4, 4), (3, 3, 3, 3)), *, select: int = 1, **fields: Any
) -> Call:
    """The best are selected, the others not; closed, and not yet published."""
    call = agreed_call(marks, **fields)
    bids = sorted(
        zip(call.bids.order_by("number"), marks, strict=True), key=lambda row: -sum(row[1])
    )
    for number, (bid, _) in enumerate(bids):
        decide(bid, Outcome.SELECTED if number < select else Outcome.NOT_SELECTED)
    return deciding.close_decisions(call=call, by=board_members(1)[0], now=moderated_at(call))


def published_call(*args: Any, **fields: Any) -> Call:
    call = decided_call(*args, **fields)
    because = "" if fields.get("select", 1) else "No bid showed enough expertise."
    publishing.publish(call=call, no_award_because=because, by=chair(), now=published_at(call))
    return Call.objects.get(pk=call.pk)


def published_at(call: Call) -> datetime:
    return call.closes_at + timedelta(days=21)


def closed(call: Call) -> Call:
    """The board's decisions are in; nothing is out."""
    return deciding.close_decisions(
        call=Call.objects.get(pk=call.pk), by=board_members(1)[0], now=moderated_at(call)
    )
