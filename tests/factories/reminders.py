"""Reminders that were sent, and rules for stories that need none of an app's."""

from collections.abc import Iterable
from datetime import date

from hlp.kit import clock, reminding
from hlp.kit.models import ReminderMail, Said
from hlp.kit.reminders import Due, Line, Rule


def add_said(count: int) -> None:
    """So many people more were reminded of something long ago."""
    first = ReminderMail.objects.count()
    for number in range(first, first + count):
        address = f"person.{number}@example.org"
        mail = ReminderMail.objects.create(to=address, on=date(2022, 3, 4), created_at=clock.now())
        Said.objects.create(
            mail=mail,
            rule="members.sign_up_closing",
            to=address,
            key=f"school:{number}",
            counts_from=date(2022, 3, 18),
            day=-14,
            title=f"Sign-up for School {number} closes on Friday 18 March 2022",
        )


def a_due(to: str, key: str, on: date, title: str = "") -> Due:
    title = title or f"{key} of {to.partition('@')[0]}"
    return Due(to, key, on, Line(title, f"/{key}/", "Look", detail=f"About {key}."))


def a_rule(*dues: Due, name: str = "test.rule", days: Iterable[int] = (0,), **more: object) -> Rule:
    """A rule about these, whatever the day."""
    return Rule(
        name=name,
        title=name.capitalize(),
        purpose="For the test.",
        days=tuple(days),
        due=lambda today: iter(dues),
        **more,  # type: ignore[arg-type]  # whatever a rule may have
    )


def send(on: date) -> int:
    """A run at seven in the morning of the day."""
    return reminding.send(on=on, now=clock.start_of_day(on))
