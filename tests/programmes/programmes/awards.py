"""A published award, as bidding leaves it: written as rows, since marking is no matter here."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bids.models import Award, Bid, BidVersion, Call, Partner
from bids.states import BidState, CallState, PartnerState
from members.models import School
from tests.factories import board
from tests.factories.bids import PriorityFactory
from tests.factories.members import MembershipYearFactory, PeriodFactory

DECIDED = datetime(2022, 6, 20, 15, tzinfo=UTC)

PROMISES: dict[str, dict[str, Any]] = {
    "kick_off": {"text": "A kick-off at our school.", "planned_on": "2022-09-27"},
    "half_termly": {"text": "A session each half-term, in clusters.", "planned_on": None},
    "outside": {"text": "Two speakers from universities.", "planned_on": "2023-02-28"},
    "learning_event": {"text": "A day for all schools.", "planned_on": "2023-07-06"},
    "materials": {"text": "All plans on LEAP.", "planned_on": None},
}


def award(
    *,
    school: School | None = None,
    partner: School | None = None,
    promises: dict[str, dict[str, Any]] = PROMISES,
    summary: str = "We lead SEND for all.",
    priority: Any = None,
) -> Award:
    period = PeriodFactory.create()
    school = school or board.member(period)
    priority = priority or PriorityFactory.create(year=MembershipYearFactory.create(period=period))
    by = board.head_of(school)
    bid = Bid.objects.create(
        call=_call(priority),
        lead_school=school,
        number=1,
        state=BidState.DECIDED,
        title="SEND together",
        summary=summary,
        created_at=DECIDED,
        submitted_at=DECIDED,
        submitted_by=by,
    )
    if partner:
        answered = {"answered_at": DECIDED, "answered_by": board.head_of(partner)}
        Partner.objects.create(
            bid=bid, school=partner, state=PartnerState.ACCEPTED, asked_at=DECIDED, **answered
        )
    content = {"title": bid.title, "sections": promises, "partners": [], "files": []}
    BidVersion.objects.create(
        bid=bid, number=1, content=content, digest="0" * 64, submitted_at=DECIDED, submitted_by=by
    )
    return Award.objects.create(
        bid=bid, priority=priority, agreed_sum=Decimal("12000.00"), awarded_at=DECIDED
    )


def _call(priority: Any) -> Call:
    opens_at = DECIDED - timedelta(days=60)
    return Call.objects.create(
        priority=priority,
        title=f"Call {Call.objects.count()}",
        slug=f"call-{Call.objects.count()}",
        state=CallState.DECIDED,
        opens_at=opens_at,
        questions_close_at=opens_at + timedelta(days=10),
        closes_at=opens_at + timedelta(days=20),
        marks_due_at=opens_at + timedelta(days=30),
        decided_on=DECIDED.date(),
        minute_reference="item 5",
        created_at=opens_at,
    )
