"""Setting up a period: its dates, its two membership years and the words of the commitment."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from hlp.kit import access, audit, clock
from members.commitment import DEFAULT_TEXT
from members.models import CommitmentText, MembershipYear, Period, User
from members.signals import period_published

FEE = Decimal("1500.00")  # prospectus, Costs


@dataclass(frozen=True)
class Offsets:
    """When things happen, seen from the first day; so that 1 April 2022 gives the prospectus."""

    signup_opens: timedelta = timedelta(days=-59)  # 1 February
    information_meeting: timedelta = timedelta(days=-36)  # 24 February
    signup_closes: timedelta = timedelta(days=-14)  # 18 March
    board_first_meets: timedelta = timedelta(days=-11)  # 21 March
    leads_in_place: int = 3  # months, less a day: 30 June
    support_starts: int = 5  # months: 1 September
    last_join: int = 9  # months, less a day: 31 December
    evaluation_due: int = 18  # months, less a day: 30 September of year 2


def create_period(
    *,
    name: str,
    starts_on: date,
    by: User | None = None,
    now: datetime | None = None,
    is_published: bool = False,
    offsets: Offsets | None = None,
    text: str = DEFAULT_TEXT,
) -> Period:
    """A period with everything it needs, as design 12 has it; by None for set-up by command."""
    if by is not None:
        access.require(by, "members.set_up_period")
    when = offsets or Offsets()
    with transaction.atomic(), audit.acting(by):
        period = Period.objects.create(
            name=name, is_published=is_published, starts_on=starts_on, **_dates(starts_on, when)
        )
        for number in (1, 2):
            _add_year(period, number)
        moment = now or clock.now()
        CommitmentText.objects.create(period=period, version=1, body=text, written_at=moment)
        if is_published:
            period_published.send(sender=Period, period=period, now=moment)
    return period


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _dates(starts_on: date, when: Offsets) -> dict[str, date]:
    return {
        "signup_opens_on": starts_on + when.signup_opens,
        "information_meeting_on": starts_on + when.information_meeting,
        "signup_closes_on": starts_on + when.signup_closes,
        "board_first_meets_on": starts_on + when.board_first_meets,
        "leads_in_place_on": _day_before(months_after(starts_on, when.leads_in_place)),
        "support_starts_on": months_after(starts_on, when.support_starts),
        "last_join_on": _day_before(months_after(starts_on, when.last_join)),
        "ends_on": _day_before(months_after(starts_on, 24)),
        "evaluation_due_on": _day_before(months_after(starts_on, when.evaluation_due)),
    }


def _add_year(period: Period, number: int) -> MembershipYear:
    starts_on = months_after(period.starts_on, 12 * (number - 1))
    return MembershipYear.objects.create(
        period=period,
        number=number,
        starts_on=starts_on,
        ends_on=_day_before(months_after(period.starts_on, 12 * number)),
        invoice_on=starts_on,
        fee_cap=FEE,
    )


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
