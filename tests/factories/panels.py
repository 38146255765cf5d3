"""A panel of any size, by rows and not by moves: for measuring pages, not for stories."""

from datetime import timedelta

from bids.models import (
    AgreedMark,
    Assessor,
    Bid,
    BidVersion,
    Call,
    Criterion,
    Decision,
    Interest,
    Mark,
    MarkSheet,
)
from bids.states import BidState, CallState, InterestKind, Outcome, SheetState
from members.models import School, User

REASON = "Good evidence from three schools, looked at by an outside body."


def grow(call: Call, schools: list[School], people: list[User], *, agreed: bool = True) -> None:
    """One bid for each school, all passed; marked by everybody, and moderated."""
    now = call.closes_at - timedelta(days=1)
    first = call.bids.count() + 1
    head = people[0]
    bids = Bid.objects.bulk_create(
        Bid(
            call=call,
            lead_school=school,
            number=number,
            state=BidState.PASSED,
            title=f"What {school} would do",
            cost=call.terms.funding_ceiling,
            line_up=str(school.pk),
            created_at=now,
            submitted_at=now,
            submitted_by=head,
        )
        for number, school in enumerate(schools, start=first)
    )
    versions = BidVersion.objects.bulk_create(
        BidVersion(
            bid=bid, number=1, content={}, digest="0" * 64, submitted_at=now, submitted_by=head
        )
        for bid in bids
    )
    ask(call, people)
    Interest.objects.bulk_create(
        Interest(bid=bid, user=person, kind=InterestKind.NONE, line_up=bid.line_up, declared_at=now)
        for bid in bids
        for person in people
    )
    _mark(call, versions, people)
    if agreed:
        _agree(call, bids, head)


def ask(call: Call, people: list[User]) -> None:
    known = set(call.assessors.values_list("user", flat=True))
    Assessor.objects.bulk_create(
        Assessor(call=call, user=person, asked_at=call.closes_at)
        for person in people
        if person.pk not in known
    )


def _mark(call: Call, versions: list[BidVersion], people: list[User]) -> None:
    now = call.closes_at + timedelta(days=7)
    criteria = list(call.criteria.in_order())
    sheets = MarkSheet.objects.bulk_create(
        MarkSheet(
            bid=version.bid,
            assessor=person,
            version=version,
            state=SheetState.SUBMITTED,
            started_at=now,
            submitted_at=now,
        )
        for version in versions
        for person in people
    )
    Mark.objects.bulk_create(
        (
            Mark(
                sheet=sheet,
                criterion=criterion,
                version=sheet.version,
                mark=(n + sheet.bid.number + place) % 6,
                descriptor=REASON,
                reason=REASON,
                marked_at=now,
            )
            for n, sheet in enumerate(sheets)
            for place, criterion in enumerate(criteria)
        ),
        batch_size=500,
    )


def _agree(call: Call, bids: list[Bid], by: User) -> None:
    criteria: list[Criterion] = list(call.criteria.in_order())
    AgreedMark.objects.bulk_create(
        AgreedMark(
            bid=bid,
            criterion=criterion,
            mark=(bid.number + place) % 6,
            descriptor=REASON,
            reason=REASON,
            for_a_higher_mark="More of it.",
            agreed_at=call.closes_at + timedelta(days=14),
            agreed_by=by,
        )
        for bid in bids
        for place, criterion in enumerate(criteria)
    )
    Decision.objects.bulk_create(
        Decision(
            bid=bid,
            outcome=Outcome.NOT_SELECTED,
            public_reason=REASON,
            decided_on=call.closes_at.date(),
            minute_reference="Board, item 3",
            decided_at=call.closes_at + timedelta(days=14),
            decided_by=by,
        )
        for bid in bids
    )


def moderating(call: Call) -> Call:
    """As if every step before had been made."""
    Call.objects.filter(pk=call.pk).update(
        state=CallState.MODERATING, moderating_at=call.closes_at + timedelta(days=13)
    )
    return Call.objects.get(pk=call.pk)
