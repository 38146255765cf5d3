"""How mails, calendars and pages say when an event is."""

from datetime import datetime

from hlp.kit import clock
from programmes.models import Event


def clock_time(moment: datetime) -> str:
    """4pm, 5:30pm: as the prospectus and schools write it."""
    there = clock.london(moment)
    minutes = f":{there:%M}" if there.minute else ""
    return f"{there:%-I}{minutes}{there:%p}".lower()


def day(moment: datetime) -> str:
    return f"{clock.london(moment):%A %-d %B %Y}"


def when(event: Event) -> str:
    return span(event.starts_at, event.ends_at)


def span(starts_at: datetime, ends_at: datetime) -> str:
    """Thursday 20 October 2022, 4pm to 5:30pm; over midnight with both days."""
    begun = f"{day(starts_at)}, {clock_time(starts_at)}"
    if clock.day_of(starts_at) == clock.day_of(ends_at):
        return f"{begun} to {clock_time(ends_at)}"
    return f"{begun} to {day(ends_at)}, {clock_time(ends_at)}"


def where(event: Event) -> str:
    """For everybody: an online event says that it is online, never the link."""
    place = ", ".join(part for part in (event.venue, event.address) if part)
    if event.is_online and place:
        return f"{place}, and online"
    return "Online" if event.is_online else place
