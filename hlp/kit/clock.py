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


def time_in_words(at: time) -> str:
    """4pm, 5:30pm; midday and midnight, because 12am and 12pm are mixed up."""
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at:%-I}{minutes}{at:%p}".lower()


def moment(at: datetime) -> str:
    """4pm on 1 April 2022, by London's clock."""
    there = london(at)
    return f"{time_in_words(there.time())} on {there:%-d %B %Y}"
