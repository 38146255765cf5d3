"""Setting up a period step by step until it is published; then its dates and words stand.

What does not fit together is refused with a sentence, on its own page and again at publishing.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.commitment import current_text, day, unknown_names
from members.models import CommitmentText, Period, User
from members.services import periods
from members.services.periods import months_after
from members.signals import period_published

DATES = (
    *("information_meeting_on", "signup_opens_on", "signup_closes_on", "last_join_on"),
    *("starts_on", "ends_on", "board_first_meets_on", "leads_in_place_on"),
    *("support_starts_on", "evaluation_due_on"),
)
MONTHS = 24
DAY = timedelta(days=1)


class Published(Refusal):
    """A published period is what schools have read and signed; it is not changed any more."""


class DoesNotFit(Refusal):
    """The dates, fees or words do not fit together."""


class NameTaken(Refusal):
    """There is a period of that name."""


def next_period(*, by: User, now: datetime) -> Period:
    """The run after the last one: its choices kept, its dates moved on by two years."""
    access.require(by, "members.set_up_period")
    last = Period.objects.order_by("-starts_on").first()
    starts_on = last.ends_on + DAY if last else _next_april(clock.day_of(now))
    name = f"{starts_on.year}–{(starts_on.year + 2) % 100:02}"
    try:
        with transaction.atomic(), audit.acting(by):
            made = periods.create_period(name=name, starts_on=starts_on, by=by, now=now)
            if last:
                _copy(last, made, now)
    except IntegrityError:
        raise NameTaken(f"The period {name} is there already.") from None
    return made


def save_dates(*, period: Period, dates: Mapping[str, date | None], by: User) -> Period:
    """All dates at once, because they lean on each other; the two years follow them."""
    with _changing(period, by) as row:
        for field in DATES:
            setattr(row, field, dates[field])
        _refuse(what_is_wrong_with_dates(row))
        row.save(update_fields=DATES)
        _move_years(row)
    return row


def save_schools(
    *, period: Period, la_codes: Sequence[str], eligible_types: Sequence[str], by: User
) -> Period:
    with _changing(period, by) as row:
        row.la_codes, row.eligible_types = list(la_codes), sorted(eligible_types)
        row.save(update_fields=["la_codes", "eligible_types"])
    return row


def save_fees(
    *,
    period: Period,
    fees: Mapping[int, tuple[Decimal, date]],
    payment_days: int,
    leaver_owes_year_2: bool,
    by: User,
) -> Period:
    """By year: the highest fee and the day invoices go out."""
    with _changing(period, by) as row:
        for year in row.years.select_for_update():
            year.fee_cap, year.invoice_on = fees[year.number]
            if not year.starts_on - timedelta(days=92) <= year.invoice_on <= year.ends_on:
                raise DoesNotFit(
                    f"Invoices of year {year.number} go out in the year or the three months before"
                    f" it, so between {day(year.starts_on - timedelta(days=92))} and"
                    f" {day(year.ends_on)}."
                )
            year.save(update_fields=["fee_cap", "invoice_on"])
        row.payment_days, row.leaver_owes_year_2 = payment_days, leaver_owes_year_2
        row.save(update_fields=["payment_days", "leaver_owes_year_2"])
    return row


def save_words(*, period: Period, body: str, by: User, now: datetime) -> CommitmentText:
    """Another text is another version, so that nobody's copy of the old one becomes untrue."""
    with _changing(period, by) as row:
        if strange := unknown_names(body, row):
            raise DoesNotFit(f"Nothing is filled in for {{{strange[0]}}}. Check its spelling.")
        text = current_text(row)
        if text and text.body == body:
            return text
        version = text.version + 1 if text else 1
        return CommitmentText.objects.create(period=row, version=version, body=body, written_at=now)


def publish(*, period: Period, by: User, now: datetime) -> Period:
    """From now on schools see it; the portal turns to it when its sign-up opens."""
    with _changing(period, by) as row:
        _refuse(what_is_wrong(row))
        row.is_published = True
        row.save(update_fields=["is_published"])
        period_published.send(sender=Period, period=row, now=now)
    return row


def what_is_wrong(period: Period) -> list[str]:
    """Every reason why it cannot be published yet."""
    found = what_is_wrong_with_dates(period)
    if not period.la_codes or not period.eligible_types:
        found.append("Say which schools may join.")
    if current_text(period) is None:
        found.append("Write the words of the commitment.")
    if any(not year.fee_cap for year in period.years.all()):
        found.append("Enter the highest fee of each year.")
    return found


def what_is_wrong_with_dates(period: Period) -> list[str]:
    """Pairs of dates in the wrong order, as sentences; then a period that runs already."""
    p = period
    pairs = (
        (p.signup_opens_on, p.signup_closes_on, "Sign-up opens", "it closes"),
        (p.information_meeting_on, p.signup_closes_on, "The information meeting is", "it closes"),
        (p.signup_closes_on, p.last_join_on, "Sign-up closes", "the last date to join"),
        (p.starts_on, p.ends_on, "The period starts", "it ends"),
        (p.last_join_on, p.ends_on, "The last date to join is", "the period ends"),
        (p.signup_opens_on, p.starts_on, "Sign-up opens", "the period starts"),
        (p.support_starts_on, p.ends_on, "Support starts", "the period ends"),
        (p.evaluation_due_on, p.ends_on, "The evaluation is due", "the period ends"),
    )
    wrong = [
        f"{first} on {day(before)}, which is after {then} on {day(after)}."
        for before, after, first, then in pairs
        if before and after and before > after
    ]
    if not wrong and months_after(p.starts_on, MONTHS) - DAY != p.ends_on:
        end = day(months_after(p.starts_on, MONTHS) - DAY)
        wrong.append(f"A period lasts two years: it ends on {end}.")
    others = Period.objects.filter(is_published=True).exclude(pk=period.pk)
    overlap = others.filter(starts_on__lte=p.ends_on, ends_on__gte=p.starts_on).first()
    if overlap:
        wrong.append(f"{overlap} runs from {day(overlap.starts_on)} to {day(overlap.ends_on)}.")
    return wrong


@contextmanager
def _changing(period: Period, by: User) -> Iterator[Period]:
    """The locked period inside one transaction; refused once it is published."""
    access.require(by, "members.set_up_period")
    with transaction.atomic(), audit.acting(by):
        row = Period.objects.select_for_update().get(pk=period.pk)
        if row.is_published:
            raise Published(f"{row} is published, so nothing about it changes any more.")
        yield row


def _refuse(reasons: Sequence[str]) -> None:
    if reasons:
        raise DoesNotFit(" ".join(reasons))


def _move_years(period: Period) -> None:
    """Year 1 lasts twelve months, year 2 the rest; invoices keep their distance to the start."""
    second = months_after(period.starts_on, 12)
    spans = {1: (period.starts_on, second - DAY), 2: (second, period.ends_on)}
    for year in period.years.select_for_update():
        distance = year.invoice_on - year.starts_on
        year.starts_on, year.ends_on = spans[year.number]
        year.invoice_on = year.starts_on + distance
        year.save(update_fields=["starts_on", "ends_on", "invoice_on"])


def _copy(last: Period, made: Period, now: datetime) -> None:
    for field in DATES:
        old = getattr(last, field)
        setattr(made, field, old and _two_years_on(old))
    made.starts_on = last.ends_on + DAY
    made.ends_on = months_after(made.starts_on, MONTHS) - DAY
    made.la_codes, made.eligible_types = last.la_codes, last.eligible_types
    made.payment_days, made.leaver_owes_year_2 = last.payment_days, last.leaver_owes_year_2
    made.save()
    caps = dict(last.years.values_list("number", "fee_cap"))
    for year in made.years.all():
        year.fee_cap = caps.get(year.number, year.fee_cap)
        year.save(update_fields=["fee_cap"])
    if text := current_text(last):
        made.commitments.update(body=text.body, written_at=now)


def _two_years_on(old: date) -> date:
    """The same day of the month; the last of February and of other months stays the last."""
    moved = months_after(old, MONTHS)
    if old.day == monthrange(old.year, old.month)[1]:
        return moved.replace(day=monthrange(moved.year, moved.month)[1])
    return moved


def _next_april(today: date) -> date:
    return date(today.year + (today >= date(today.year, 4, 1)), 4, 1)
