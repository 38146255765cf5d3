"""How mails, calendars and pages say when something is, on London's clock."""

from datetime import datetime

from hlp.kit import clock


def clock_time(moment: datetime) -> str:
    """4pm, 5:30pm: as schools write it."""
    there = clock.london(moment)
    minutes = f":{there:%M}" if there.minute else ""
    return f"{there:%-I}{minutes}{there:%p}".lower()


def day(moment: datetime) -> str:
    return f"{clock.london(moment):%A %-d %B %Y}"


def moment_of(moment: datetime) -> str:
    return f"{day(moment)}, {clock_time(moment)}"


def times(starts_at: datetime, ends_at: datetime) -> str:
    """4pm to 5:30pm; over midnight with the day it ends."""
    if clock.day_of(starts_at) == clock.day_of(ends_at):
        return f"{clock_time(starts_at)} to {clock_time(ends_at)}"
    return f"{clock_time(starts_at)} to {moment_of(ends_at)}"


def span(starts_at: datetime, ends_at: datetime) -> str:
    """Thursday 20 October 2022, 4pm to 5:30pm."""
    return f"{day(starts_at)}, {times(starts_at, ends_at)}"
