"""Mails of joining: ready to sign, signed (with the agreement), and the note to the office."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from hlp.kit import clock, mail, outbox
from hlp.kit.models import Document, OutboxMessage
from members.models import Membership, User


def ready_to_sign(
    membership: Membership, *, asked_by: User, to: str, is_known: bool, now: datetime
) -> OutboxMessage:
    """A head whom the portal does not know yet is led to the overview, which says how to begin."""
    period = membership.period
    late = now > period.signup_closes_at
    context = {
        **_about(membership),
        "asked_by": asked_by,
        "by_day": period.last_join_on if late else period.signup_closes_on,
        "is_known": is_known,
        "url": _link(f"members:join_{'check' if is_known else 'school'}", membership.school_id),
    }
    key = f"ready-to-sign:{membership.pk}:{clock.day_of(now)}"
    return _queue("members/ready_to_sign", context, key=key, to=to, now=now)


def signed(membership: Membership, document: Document, *, to: str, now: datetime) -> OutboxMessage:
    """To the signatory, the head and who pays; the agreement is enclosed."""
    years = list(membership.period.years.order_by("number"))
    context = {
        **_about(membership),
        "first_year": years[0] if years else None,
        "url": _link("members:school_detail", membership.school_id),
    }
    key = f"signed:{membership.pk}"
    return _queue("members/signed", context, key=key, to=to, now=now, documents=[document])


def office_told(membership: Membership, *, to: str, now: datetime) -> OutboxMessage:
    context = {**_about(membership), "url": _link("members:membership_detail", membership.pk)}
    key = f"office-told:{membership.pk}"
    return _queue("members/office_told", context, key=key, to=to, now=now)


def _about(membership: Membership) -> dict[str, object]:
    return {"membership": membership, "school": membership.school, "period": membership.period}


def _link(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _queue(
    name: str,
    context: dict[str, object],
    *,
    key: str,
    to: str,
    now: datetime,
    documents: list[Document] | None = None,
) -> OutboxMessage:
    made = mail.compose(name, context)
    return outbox.queue(
        key=key,
        to=to,
        subject=made.subject,
        text=made.text,
        html=made.html,
        documents=documents or (),
        now=now,
    )
