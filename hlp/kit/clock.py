"""The one place that reads the clock; services are handed `now` and never look themselves."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    return timezone.now()


def london(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def day_of(moment: datetime) -> date:
    """The date on the wall in London, which after 23:00 UTC in summer is already tomorrow."""
    return london(moment).date()


def today() -> date:
    return day_of(now())


def end_of_day(day: date) -> datetime:
    """A date-only deadline lasts until 23:59:59 in London."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=LONDON)


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time(0, 0), tzinfo=LONDON)
