"""Mails about the people of a school: that nobody is left who can act for it."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from hlp.kit import mail, outbox
from members.commitment import day
from members.models import Membership


def nobody_acts(membership: Membership, *, on: date, now: datetime) -> None:
    """To the address that survives people, and to the partnership office."""
    school = membership.school
    made = mail.compose(
        "members/told",
        {
            "title": f"Nobody can act for {school} from {day(on)}",
            "lines": [
                f"From {day(on)} no headteacher or business manager of {school} (URN {school.pk})"
                " is known to the Hillingdon Learning Partnership portal.",
                "Whoever is headteacher then can open the school's sign-up page, say who they are"
                " and be checked by the partnership office; or answer this mail with their name"
                " and email address.",
                "We write to this address because the school named it as the one that stays when"
                " people change.",
            ],
            "url": settings.SITE_URL + reverse("members:join_school", args=[school.pk]),
            "label": "The school's sign-up page",
        },
    )
    for to in dict.fromkeys(filter(None, (membership.office_email, settings.OFFICE_EMAIL))):
        outbox.queue(
            key=f"nobody-acts:{school.pk}:{on}",
            to=to,
            subject=made.subject,
            text=made.text,
            html=made.html,
            now=now,
        )
