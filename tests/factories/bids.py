"""Calls and bids as services bring them into each state, over schools that are made for it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from bids.models import Bid, BidVersion, Call, Partner, Priority
from bids.services import (
    cancelling,
    closing,
    opening,
    partnering,
    preparing,
    screening,
    starting,
    submitting,
    withdrawing,
    writing,
)
from bids.states import BidState, CallState, ScreenItem, SectionKind
from members.models import MembershipYear, School, User
from members.states import MEMBER_STATES, PortalRole
from tests.factories import board, cast
from tests.factories.members import MembershipYearFactory

T0 = datetime(2022, 4, 4, 8, tzinfo=UTC)  # a call opens, in the prospectus's own spring
TERMS: dict[str, Any] = {
    "funding_ceiling": Decimal("20000.00"),
    "lead_bids": 1,
    "minimum_panel": 3,
    "overall_threshold": None,
    "spread_flag": 2,
}


def holding(role: PortalRole, name: str) -> User:
    """The first who holds the role; made where there is nobody."""
    held = User.objects.filter(roles_held__role=role).order_by("pk").first()
    return held or cast.in_partnership(name, role)


def office() -> User:
    return holding(PortalRole.OFFICE, "Olive Office")


def closes_at(t0: datetime = T0) -> datetime:
    """Noon in London, four weeks on."""
    return t0 + timedelta(days=28, hours=3)


def moments(t0: datetime = T0) -> dict[str, Any]:
    return {
        "opens_at": t0,
        "questions_close_at": t0 + timedelta(days=21),
        "closes_at": closes_at(t0),
        "marks_due_at": t0 + timedelta(days=49),
    }


def after(call: Call) -> datetime:
    """A minute after the last bid got in."""
    return call.enforced_at + timedelta(minutes=1)


class PriorityFactory(DjangoModelFactory[Priority]):
    class Meta:
        model = Priority

    year = factory.SubFactory(MembershipYearFactory)
    title = factory.Sequence(lambda n: "SEND" if n == 0 else f"SEND {n}")
    evidence = "Survey of all schools, June 2021, and published performance data of 2018–19."
    intended_outcome = "Pupils with SEND make better progress in every school."
    baseline = "Four in ten schools say that they need help with SEND."
    decided_on = date(2022, 3, 21)
    minute_reference = "Board 21 March 2022, item 4"
    created_at = T0 - timedelta(days=7)


class CallFactory(DjangoModelFactory[Call]):
    """`CallFactory.create(state=CallState.OPEN)`: by legal moves, as far as calls go by themselves.

    `t0` is when it opens. From MARKING on, bids, marks and decisions are needed: see the
    functions below. `terms` are laid over TERMS, `year` is that of a priority made for it.
    """

    class Meta:
        model = Call

    title = factory.Sequence(lambda n: f"Lead school for SEND {n}")

    @classmethod
    def _create(cls, model_class: type[Call], *args: Any, **fields: Any) -> Call:
        state = fields.pop("state", CallState.DRAFT)
        by, t0 = fields.pop("by", None) or office(), fields.pop("t0", T0)
        grace = fields.pop("grace_minutes", 0)
        call = draft(by=by, t0=t0, **fields)
        if grace:
            call = preparing.change_call(call=call, grace_minutes=grace, by=by)
        if state == CallState.DRAFT:
            return call
        return _further(opened(call, by=by, t0=t0), state, by)


def draft(
    *,
    by: User | None = None,
    t0: datetime = T0,
    year: MembershipYear | None = None,
    priority: Priority | None = None,
    terms: dict[str, Any] | None = None,
    **fields: Any,
) -> Call:
    priority = priority or (PriorityFactory.create(**({"year": year} if year else {})))
    given = {
        "title": "Lead school for SEND",
        "guidance": "Write plainly. The board reads every bid from beginning to end.",
        "decided_on": date(2022, 3, 21),
        "minute_reference": "Board 21 March 2022, item 5",
        **moments(t0),
        **fields,
    }
    return preparing.create_call(
        priority=priority,
        terms={**TERMS, **(terms or {})},
        by=by or office(),
        now=t0 - timedelta(days=5),
        **given,
    )


def opened(call: Call, *, by: User | None = None, t0: datetime = T0) -> Call:
    """The sentences are confirmed and the call is open at `t0`."""
    by = by or office()
    call = preparing.confirm_descriptors(call=call, by=by, now=t0 - timedelta(days=1))
    return opening.open_call(call=call, by=by, now=t0)


def closed(call: Call) -> Call:
    return closing.close(call=call, now=after(call))


def _further(call: Call, state: CallState, by: User) -> Call:
    if state == CallState.OPEN:
        return call
    if state == CallState.CANCELLED:
        because = "The board has put this priority off."
        return cancelling.cancel(call=call, because=because, by=by, now=call.opens_at)
    if state == CallState.CLOSED:
        return closed(call)
    raise NotImplementedError(f"a call gets to {state} with bids, marks and decisions of its own")


TEXTS = {
    kind: f"{kind.label}: what our school would do, who would do it and how we know it works."
    for kind in SectionKind
}


class BidFactory(DjangoModelFactory[Bid]):
    """`BidFactory.create(call=…, state=BidState.SUBMITTED, partners=[school])`: by legal moves.

    Without `lead_school` a member school is made; partners become members and accept. A bid that
    is submitted is filled in. PASSED and FAILED close the call and screen the bid.
    """

    class Meta:
        model = Bid

    @classmethod
    def _create(cls, model_class: type[Bid], *args: Any, **fields: Any) -> Bid:
        state = fields.pop("state", BidState.DRAFT)
        call = fields.pop("call", None) or CallFactory.create(state=CallState.OPEN)
        bid = started(call, fields.pop("lead_school", None))
        for school in fields.pop("partners", ()):
            partner(bid, school)
        if fields or state != BidState.DRAFT:
            filled_in(bid, **fields)
        return _bid_further(bid, state)


def member_of(call: Call, school: School | None = None) -> School:
    """A school that may bid, with its head."""
    period = call.priority.year.period
    if school is None:
        return board.member(period)
    if school.memberships.filter(period=period, state__in=MEMBER_STATES).exists():
        return school
    return board.join(school, period)


def head_of(school: School) -> User:
    return board.head_of(school)


def started(call: Call, school: School | None = None) -> Bid:
    """An empty draft, begun an hour after the call opened."""
    school = member_of(call, school)
    now = call.opens_at + timedelta(hours=1)
    return starting.start(call=call, school=school, by=head_of(school), now=now)


def partner(bid: Bid, school: School | None = None, *, accepts: bool = True) -> Partner:
    """Asked by the lead school's head; its own head accepts."""
    school = member_of(bid.call, school)
    now = bid.created_at + timedelta(hours=1)
    lead = head_of(bid.lead_school)
    asked = partnering.ask(bid=bid, school=school, part="Hosts two sessions.", by=lead, now=now)
    if accepts:
        partnering.accept(partner=asked, by=head_of(school), now=now)
    return asked


def filled_in(bid: Bid, **fields: Any) -> Bid:
    """Title, summary, cost and text in every section, by the head of the lead school."""
    by, now = head_of(bid.lead_school), bid.created_at + timedelta(hours=2)
    details = {
        "title": f"{bid.lead_school} leads",
        "summary": "Half-termly sessions for all schools, with two days of coaching each.",
        "cost": Decimal("18000.00"),
        "cost_notes": "Cover for two leaders, speakers, and the final event.",
        **fields,
    }
    bid = writing.save_details(bid=bid, revision=bid.details_revision, by=by, now=now, **details)
    for section in bid.sections.all():
        writing.save_section(
            bid=bid,
            kind=section.kind,
            text=TEXTS[SectionKind(section.kind)],
            planned_on=None if section.is_marked else (now + timedelta(days=160)).date(),
            revision=section.revision,
            by=by,
            now=now,
        )
    return bid


def submitted(bid: Bid, *, now: datetime | None = None) -> BidVersion:
    now = now or bid.call.opens_at + timedelta(days=1)
    return submitting.submit(bid=bid, by=head_of(bid.lead_school), now=now)


def screened(bid: Bid, *, passes: bool = True) -> Bid:
    """The call is closed and the office has looked at every item."""
    if bid.call.state == CallState.OPEN:
        closed(bid.call)
    by, now = office(), after(bid.call) + timedelta(hours=1)
    findings: dict[str, tuple[bool, str]] = dict.fromkeys(ScreenItem, (True, ""))
    if not passes:
        findings[ScreenItem.KICK_OFF] = (False, "The bid has no kick-off event.")
    screening.record(bid=bid, findings=findings, by=by, now=now)
    return screening.finish(bid=bid, by=by, now=now)


def _bid_further(bid: Bid, state: BidState) -> Bid:
    if state == BidState.DRAFT:
        return bid
    if state == BidState.WITHDRAWN:
        now = bid.created_at + timedelta(days=1)
        return withdrawing.withdraw(bid=bid, by=head_of(bid.lead_school), now=now)
    submitted(bid)
    if state == BidState.SUBMITTED:
        return bid
    if state in (BidState.PASSED, BidState.FAILED):
        return screened(bid, passes=state == BidState.PASSED)
    raise NotImplementedError(f"a bid gets to {state} with marks and decisions of its own")
