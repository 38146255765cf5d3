"""Announcements: who is meant, the text they read, and sending it in batches that go on."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from hlp.kit import access, audit, clock, work
from hlp.kit.mail import Mail
from hlp.kit.models import OutboxMessage, WorkItem
from hlp.kit.refusal import Refusal
from members.emails import announcing as post
from members.models import Affiliation, Announcement, Contact, Period, School, User
from members.states import (
    COMMITTED_STATES,
    MEMBER_STATES,
    OVER_STATES,
    SPECIAL_OR_ALTERNATIVE,
    Audience,
    Phase,
    SchoolRole,
)

ANNOUNCE = "members.announce"  # the kind of work
BATCH = 100
HEAD, MANAGER = SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER
# Design 12, Votes: which phases a primary and a secondary head stand for.
PRIMARY = (Phase.NURSERY, Phase.PRIMARY, Phase.MIDDLE_PRIMARY, Phase.ALL_THROUGH)
SECONDARY = (Phase.SECONDARY, Phase.MIDDLE_SECONDARY, Phase.ALL_THROUGH, Phase.SIXTEEN_PLUS)


class AlreadySent(Refusal):
    """What has been sent is neither changed nor sent again."""


class NobodyThere(Refusal):
    """The audience has no address."""


def write(
    *,
    period: Period,
    subject: str,
    body: str,
    audience: Audience,
    by: User,
    now: datetime,
    announcement: Announcement | None = None,
) -> Announcement:
    """A new announcement, or another text for one that is not sent yet."""
    access.require(by, "members.announce")
    with transaction.atomic(), audit.acting(by):
        row = _locked(announcement) if announcement else Announcement(period=period)
        row.subject, row.body, row.audience = subject.strip(), body.strip(), audience
        row.written_at, row.written_by = now, by
        row.save()
    return row


def send(*, announcement: Announcement, by: User, now: datetime) -> Announcement:
    """Nothing can be changed from here on; a worker puts the mails into the outbox."""
    access.require(by, "members.announce")
    with transaction.atomic(), audit.acting(by, what="sent the announcement"):
        row = _locked(announcement)
        count = len(addresses(row.period, Audience(row.audience), now))
        if not count:
            raise NobodyThere("There is no address on file for these people.")
        row.sent_at, row.sent_by, row.recipients = now, by, count
        row.save(update_fields=["sent_at", "sent_by", "recipients"])
        work.enqueue(kind=ANNOUNCE, key=row.key, subject_id=str(row.pk), now=now)
    return row


def deliver(*, announcement_id: int, progress: Callable[[int, int], None]) -> None:
    """Queue every mail once: run again, or twice at once, it adds only who is missing."""
    row = Announcement.objects.select_related("period").get(pk=announcement_id)
    sent_at = row.sent_at
    if sent_at is None:
        raise Refusal("Nobody has sent this announcement.")
    known = set(log_of(row).values_list("to", flat=True))
    wanted = addresses(row.period, Audience(row.audience), sent_at)
    missing = [address for address in wanted if address not in known]
    mail = post.compose(row)
    for start in range(0, len(missing), BATCH):
        with transaction.atomic():
            for address in missing[start : start + BATCH]:
                post.queue(row, mail, to=address, now=sent_at)
        progress(len(known) + min(start + BATCH, len(missing)), len(known) + len(missing))


def addresses(period: Period, audience: Audience, now: datetime) -> list[str]:
    """Each address once; of schools without an account, who is on file or the draft names."""
    schools, roles = _meant(period, audience)
    posts = Affiliation.objects.current(clock.day_of(now)).filter(
        school__in=schools, role__in=roles, user__is_active=True
    )
    found = list(posts.values_list("school_id", "user__email", "role"))
    reached = {(school, role) for school, _, role in found}
    rows: Iterable[tuple[int, str, str]] = Contact.objects.filter(
        school__in=schools, role__in=roles
    ).values_list("school_id", "email", "role")
    found += [row for row in rows if (row[0], row[2]) not in reached]
    return sorted({email.strip().lower() for _, email, _ in found if email})


def preview(announcement: Announcement) -> Mail:
    return post.compose(announcement)


def log_of(announcement: Announcement) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(key=announcement.key)


def work_of(announcement: Announcement) -> WorkItem | None:
    return WorkItem.objects.filter(kind=ANNOUNCE, key=announcement.key).first()


def _meant(period: Period, audience: Audience) -> tuple[QuerySet[School], tuple[SchoolRole, ...]]:
    may_join = School.objects.eligible_for(period)
    members = period.memberships.filter(state__in=MEMBER_STATES).values("school")
    # Whoever withdrew or left was promised to be asked no more.
    answered = period.memberships.filter(state__in=COMMITTED_STATES | OVER_STATES).values("school")
    schools = {
        Audience.HEADS: may_join,
        Audience.PRIMARY_HEADS: may_join.filter(phase__in=PRIMARY),
        Audience.SECONDARY_HEADS: may_join.filter(phase__in=SECONDARY),
        Audience.SPECIAL_HEADS: may_join.filter(Q(type__in=SPECIAL_OR_ALTERNATIVE)),
        Audience.BUSINESS_MANAGERS: may_join,
        Audience.NOT_SIGNED: may_join.exclude(pk__in=answered),
        Audience.MEMBERS: School.objects.filter(pk__in=members),
    }
    roles = {
        Audience.BUSINESS_MANAGERS: (MANAGER,),
        Audience.NOT_SIGNED: (HEAD, MANAGER),
        Audience.MEMBERS: (HEAD, MANAGER),
    }
    return schools[audience], roles.get(audience, (HEAD,))


def _locked(announcement: Announcement) -> Announcement:
    rows = Announcement.objects.select_for_update(of=("self",)).select_related("period")
    row = rows.get(pk=announcement.pk)
    if row.sent_at:
        raise AlreadySent("This announcement has been sent, so nothing about it changes any more.")
    return row
