"""The letter that carries a personal link."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from hlp.kit import clock, mail, outbox
from members.models import Invitation, Period
from members.states import SchoolRole


def send_invitation(invitation: Invitation, token: str, now: datetime) -> None:
    """Secret: the outbox forgets the link once it is sent."""
    letter = mail.compose(
        "members/invitation",
        {
            "invitation": invitation,
            "school": invitation.school,
            "role": SchoolRole(invitation.role).in_words,
            "period": Period.objects.current(clock.day_of(now)),
            "url": settings.SITE_URL + reverse("members:accept_invitation", args=[token]),
        },
    )
    outbox.queue(
        key=f"invitation:{invitation.pk}",
        to=invitation.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        secret=True,
        now=now,
    )
