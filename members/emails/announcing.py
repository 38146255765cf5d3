"""An announcement as a mail, with the sentence that says why one gets it."""

from datetime import datetime

from hlp.kit import mail, outbox
from hlp.kit.mail import Mail
from members.models import Announcement
from members.states import Audience


def compose(announcement: Announcement) -> Mail:
    audience = Audience(announcement.audience)
    return mail.compose(
        "members/announcement",
        {
            "subject_line": announcement.subject,
            "paragraphs": announcement.paragraphs(),
            "why": f"You get this because it went to {audience.in_words}. It is about the running"
            " of the partnership, so it cannot be unsubscribed from; tell us if you are no longer"
            " the right person.",
        },
    )


def queue(announcement: Announcement, made: Mail, *, to: str, now: datetime) -> None:
    outbox.queue(
        key=announcement.key,
        to=to,
        subject=made.subject,
        text=made.text,
        html=made.html,
        now=now,
    )
