"""Calls and bids as services bring them into each state, over schools that are made for it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from bids.models import Call, Priority
from bids.services import cancelling, closing, opening, preparing
from bids.states import CallState
from members.models import MembershipYear, User
from members.states import PortalRole
from tests.factories import cast
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


def moments(t0: datetime = T0) -> dict[str, datetime]:
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
