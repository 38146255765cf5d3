"""Leaving: the head gives notice, the membership lasts to its last day, the board may waive year 2.

What a leaver still owes follows from the dates (members.owing); a waiver is announced, and what it
means for an invoice that is out is invoicing's business.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from hlp.kit import access, audit, clock, states
from hlp.kit.refusal import Refusal
from members import owing, signals
from members.emails import leaving as post
from members.models import Membership, MembershipYear, Period, User, Waiver
from members.states import EndReason, MembershipState


class WrongDay(Refusal):
    """The last day is in the past or after the period."""


class NotLeaving(Refusal):
    """The board waives a year only for a school that leaves."""


class NothingToWaive(Refusal):
    """It is waived already, or not waived and so cannot be taken back."""


@dataclass(frozen=True)
class YearOwed:
    """One membership year of a leaver, for the page that says what leaving costs."""

    year: MembershipYear
    is_owed: bool
    has_begun: bool  # when the school leaves

    @property
    def fee(self) -> Decimal:
        return self.year.fee if self.is_owed else Decimal(0)


def consequence(membership: Membership, last_day: date) -> list[YearOwed]:
    """What the school owes if this is its last day, year by year."""
    standing = owing.standing_of(membership)
    if standing is None:
        return []
    years = list(membership.period.years.order_by("number"))
    leaver = owing.Standing(standing.joined_on, left_on=last_day, waived=owing.waived(membership))
    owed = owing.years_owed(years, leaver, leaver_owes_year_2=membership.period.leaver_owes_year_2)
    return [YearOwed(year, year.number in owed, year.starts_on <= last_day) for year in years]


def suggested_last_day(period: Period, today: date) -> date:
    """The end of the membership year that runs, which is paid for."""
    running = period.years.filter(ends_on__gte=today).order_by("number").first()
    return running.ends_on if running else period.ends_on


def check_last_day(membership: Membership, last_day: date, today: date) -> None:
    period = membership.period
    if last_day < today:
        raise WrongDay("The last day as a member must be today or later")
    if last_day > period.ends_on:
        raise WrongDay(
            f"The membership ends with the period on {period.ends_on:%-d %B %Y}, so the last day"
            " must be before that"
        )


def give_notice(*, membership: Membership, last_day: date, by: User, now: datetime) -> Membership:
    """The school stays a member, with its vote, until that day is over."""
    with transaction.atomic():
        check_last_day(membership, last_day, clock.day_of(now))
        row = states.make(membership, "give_notice", by=by, now=now, leaves_on=last_day)
        post.notice_given(row, consequence(row, last_day), by=by, now=now)
    return row


def stay(*, membership: Membership, by: User, now: datetime) -> Membership:
    """Take the notice back, while the school is still a member."""
    with transaction.atomic():
        nothing = {"leaves_on": None, "notice_at": None, "notice_by": None}
        notice_at = membership.notice_at
        row = states.make(membership, "stay", by=by, now=now, **nothing)
        post.notice_taken_back(row, notice_at or now, by=by, now=now)
    return row


def waive(
    *,
    membership: Membership,
    decided_on: date,
    minute_reference: str,
    by: User,
    now: datetime,
    number: int = 2,
    is_waived: bool = True,
) -> Waiver:
    """Record what the board decided about a leaver's year; `is_waived` False takes it back."""
    access.require(by, "members.record_waiver", membership)
    with transaction.atomic(), audit.acting(by):
        row = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        if row.leaves_on is None:
            raise NotLeaving("The board waives a year for a school that leaves. This one has not.")
        if (number in owing.waived(row)) == is_waived:
            already = "waived already" if is_waived else "not waived, so nothing is taken back"
            raise NothingToWaive(f"Year {number} is {already}.")
        made = Waiver.objects.create(
            membership=row,
            membership_year=row.period.years.get(number=number),
            is_waived=is_waived,
            decided_on=decided_on,
            minute_reference=minute_reference.strip(),
            recorded_at=now,
            recorded_by=by,
        )
        words = "recorded the board's waiver" if is_waived else "took the waiver back"
        audit.record(row, what=f"{words} of year {number}", by=by)
        post.waiver_recorded(made, now=now)
        signals.waiver_recorded.send(sender=Waiver, waiver=made, by=by, now=now)
    return made


def withdraw(*, membership: Membership, by: User, now: datetime) -> Membership:
    """Give up a sign-up nobody has signed. What was typed stays, should the school come back."""
    return states.make(membership, "withdraw", by=by, now=now)


def take_up(*, membership: Membership, by: User, now: datetime) -> Membership:
    """Go on with a withdrawn sign-up where it was left."""
    return states.make(membership, "take_up", by=by, now=now)


def end_due(*, now: datetime) -> int:
    """End what is over: a leaver's last day, then the period. Run twice it does nothing more."""
    today = clock.day_of(now)
    rows = Membership.objects.select_related("school", "period")
    left = rows.filter(state=MembershipState.LEAVING, leaves_on__lt=today)
    over = rows.members().filter(period__ends_on__lt=today).exclude(pk__in=left.values("pk"))
    ended = 0
    for membership in left.order_by("pk"):
        last_day = membership.leaves_on or today
        ended += _end(membership, EndReason.LEFT, min(last_day, membership.period.ends_on), now)
    for membership in over.order_by("pk"):
        ended += _end(membership, EndReason.OVER, membership.period.ends_on, now)
    return ended


def _end(membership: Membership, why: EndReason, on: date, now: datetime) -> bool:
    """False where somebody took the notice back a moment before."""
    try:
        with transaction.atomic():
            seen = membership.leaves_on
            row = states.make(membership, "end", by=None, now=now, ended_on=on, ended_because=why)
            if why == EndReason.LEFT:
                if row.leaves_on != seen:
                    raise states.WrongState("The last day was changed meanwhile.")
                post.left(row, now=now)
    except states.WrongState:
        return False
    return True
