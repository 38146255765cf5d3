"""What the office did to a person's account is told to the person."""

from datetime import datetime

from hlp.kit import mail, outbox
from members.models import User


def tell_second_factor_removed(user: User, now: datetime) -> None:
    letter = mail.compose("account/second_factor_removed", {"person": user, "at": now})
    outbox.queue(
        key=f"second factor removed:{user.pk}:{now:%Y%m%d%H%M%S}",
        to=user.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        now=now,
    )
