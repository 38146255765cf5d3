"""The letter to a school that has begun or was invited and has not signed."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from hlp.kit import clock, mail, outbox
from hlp.kit.mail import Mail
from members.commitment import day
from members.models import Period, School


def compose(
    school: School, name: str, period: Period, *, stage_is_known: bool, now: datetime
) -> Mail:
    """`stage_is_known` False stands for the invitation with a personal link, which is not shown."""
    late = now > period.signup_closes_at
    by_day = day(period.last_join_on if late else period.signup_closes_on)
    url = settings.SITE_URL + reverse("members:join_school", args=[school.pk])
    lines = [
        f"{school} has not signed the membership of the Hillingdon Learning Partnership for"
        f" {period} yet. Schools can sign until {by_day}.",
        "It takes about ten minutes. Anyone who works at the school can prepare it; the"
        " headteacher signs. What was saved is still there.",
        "We write to you because the partnership office knows you as somebody who signs the school"
        " up. If your school does not want to join, withdraw the sign-up on the page, or answer"
        " this mail, and we ask no more.",
    ]
    if not stage_is_known:
        lines = [
            "They get a new personal link, as when they were first invited; the old one stops"
            " working.",
            *lines[:1],
        ]
    return mail.compose(
        "members/told",
        {
            "title": f"Sign up {school} by {by_day}",
            "lines": lines,
            "url": url,
            "label": "Go on with the sign-up",
        },
    )


def send(school: School, name: str, email: str, period: Period, *, now: datetime) -> None:
    made = compose(school, name, period, stage_is_known=True, now=now)
    outbox.queue(
        key=f"chase:{school.pk}:{period.pk}:{clock.day_of(now)}",
        to=email,
        subject=made.subject,
        text=made.text,
        html=made.html,
        now=now,
    )
