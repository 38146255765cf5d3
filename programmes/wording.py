"""How mails, calendars and pages say when something is, on London's clock."""

from datetime import date, datetime, timedelta

from hlp.kit import clock


def clock_time(moment: datetime) -> str:
    return clock.time_in_words(clock.london(moment).time())


def day(moment: datetime) -> str:
    return f"{clock.london(moment):%A %-d %B %Y}"


def moment_of(moment: datetime) -> str:
    return f"{day(moment)}, {clock_time(moment)}"


def days_of(starts_at: datetime, ends_at: datetime) -> list[date]:
    """What is longer than a day takes place on each at the same hours; a night is one with the
    day on which it begins."""
    # Both on one clock, the difference is the clock's: an hour less or more in a night is none.
    whole = (clock.london(ends_at) - clock.london(starts_at)).days
    return [clock.day_of(starts_at) + timedelta(days=number) for number in range(whole + 1)]


def times(starts_at: datetime, ends_at: datetime) -> str:
    """4pm to 5:30pm; of several days with the last one."""
    hours = f"{clock_time(starts_at)} to {clock_time(ends_at)}"
    days = days_of(starts_at, ends_at)
    return hours if len(days) == 1 else f"{hours} each day until {days[-1]:%A %-d %B %Y}"


def span(starts_at: datetime, ends_at: datetime) -> str:
    """Thursday 20 October 2022, 4pm to 5:30pm."""
    return f"{day(starts_at)}, {times(starts_at, ends_at)}"
