"""What time takes away (design 12): each rule finds what is due and does it, every night.

What only a person may decide on, agreements and invoices after seven years, is counted and told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from hlp.kit import audit, clock, documents
from hlp.kit.models import Document, OutboxMessage, PostState, ReminderMail, Said
from hlp.subject_access import exporting
from invoicing.models import Invoice
from invoicing.services import exporting as invoice_files
from members.models import Claim, Invitation, Membership
from members.states import ClaimState

YEAR = timedelta(days=365)
LEGAL = 7  # years after the period

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Rule:
    """`due` finds the rows, `act` deals with them; without `act` they are only counted."""

    what: str
    due: Callable[[datetime], Rows]
    act: Callable[[Rows], int] | None = None


@dataclass(frozen=True)
class Line:
    what: str
    count: int
    done: bool


def apply(*, now: datetime, dry_run: bool = False) -> list[Line]:
    """Run every rule, each in its own transaction; how many rows each met."""
    return [_apply(rule, now, dry_run) for rule in RULES]


def _apply(rule: Rule, now: datetime, dry_run: bool) -> Line:
    with transaction.atomic():
        rows = rule.due(now)
        if dry_run or rule.act is None:
            return Line(rule.what, rows.count(), False)
        return Line(rule.what, rule.act(rows), True)


def old_texts(now: datetime) -> Rows:
    over = OutboxMessage.objects.filter(
        state__in=(PostState.SENT, PostState.FAILED, PostState.UNSURE), created_at__lt=now - YEAR
    )
    return over.exclude(subject="", text="", html="")


def blank_texts(rows: Rows) -> int:
    """The row stays, so that nothing is sent twice."""
    return rows.update(subject="", text="", html="")


def old_claims(now: datetime) -> Rows:
    return Claim.objects.filter(
        state__in=(ClaimState.REFUSED, ClaimState.WITHDRAWN), decided_at__lt=now - YEAR
    )


def approved_claims(now: datetime) -> Rows:
    spoken = Claim.objects.exclude(said="", reason="")
    return spoken.filter(state=ClaimState.APPROVED, decided_at__lt=now - YEAR)


def old_invitations(now: datetime) -> Rows:
    return Invitation.objects.filter(accepted_at=None, expires_at__lt=now - YEAR)


def accepted_invitations(now: datetime) -> Rows:
    named = Invitation.objects.exclude(name="", email="")
    return named.exclude(accepted_at=None).filter(expires_at__lt=now - YEAR)


def old_reminders(now: datetime) -> Rows:
    return Said.objects.filter(mail__on__lt=clock.day_of(now - 2 * YEAR))


def old_reminder_mails(now: datetime) -> Rows:
    return ReminderMail.objects.filter(on__lt=clock.day_of(now - 2 * YEAR), said=None)


def old_copies(now: datetime) -> Rows:
    return Document.objects.filter(kind=exporting.KIND, created_at__lt=now - exporting.KEPT)


def old_exports(now: datetime) -> Rows:
    return invoice_files.old_files(now)


def dead_sessions(now: datetime) -> Rows:
    return Session.objects.filter(expire_date__lt=now)


def orphaned_sessions(now: datetime) -> Rows:
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=now)
    return UserSession.objects.filter(~Exists(alive))


def old_agreements(now: datetime) -> Rows:
    return Membership.objects.filter(_period_over("period", now)).exclude(signed_at=None)


def old_invoices(now: datetime) -> Rows:
    return Invoice.objects.issued().filter(_period_over("membership__period", now))


def _period_over(path: str, now: datetime) -> Q:
    today = clock.day_of(now)
    day = today.replace(year=today.year - LEGAL, day=min(today.day, 28))
    return Q(**{f"{path}__ends_on__lt": day})


def discard(rows: Rows) -> int:
    """The audit log keeps that an audited row was removed."""
    return rows.delete()[0]


def forget(**values: str) -> Callable[[Rows], int]:
    """Blank these fields; the row stays."""

    def act(rows: Rows) -> int:
        found = list(rows)
        audit.bulk(found, what="kept long enough: words removed", by=None)
        same = rows.model._default_manager.filter(pk__in=[row.pk for row in found])
        return same.update(**values)

    return act


def remove_files(rows: Rows) -> int:
    found = list(rows)
    for document in found:
        documents.remove(document)
    return len(found)


RULES = (
    Rule("Texts of mails, one year after they went", old_texts, blank_texts),
    Rule("Refused and withdrawn claims, one year after", old_claims, discard),
    Rule(
        "What was said with approved claims, one year after",
        approved_claims,
        forget(said="", reason=""),
    ),
    Rule("Invitations nobody took up, one year after they ran out", old_invitations, discard),
    Rule(
        "Names on invitations that were taken up, one year after",
        accepted_invitations,
        forget(name="", email=""),
    ),
    Rule("Reminders said, after two years", old_reminders, discard),
    Rule("Days of reminder mails, after two years", old_reminder_mails, discard),
    Rule("Copies of personal data, after thirty days", old_copies, remove_files),
    Rule("Files of invoices taken out, a month after they were made", old_exports, remove_files),
    Rule("Sessions that have ended", dead_sessions, discard),
    Rule("Devices whose session has ended", orphaned_sessions, discard),
    Rule("Agreements, seven years after the period: for the office to decide", old_agreements),
    Rule("Invoices, seven years after the period: for the office to decide", old_invoices),
)
