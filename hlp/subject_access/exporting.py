"""Asking for a copy, making it, and handing it over. Made later, kept for thirty days."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from hlp.kit import access, audit, clock, documents, work
from hlp.kit.models import Document, WorkItem, WorkState
from hlp.kit.refusal import Refusal
from hlp.subject_access import packing
from members.models import User

WORK = "hlp.person_copy"
KIND = "copy of a person's data"
KEPT = timedelta(days=30)


class BeingMade(Refusal):
    """The copy asked for before is not ready yet."""


def ask(*, user: User, by: User, now: datetime) -> WorkItem:
    """Queue a new copy. Everybody may ask for their own, the office for anyone's."""
    access.require(by, "members.export_person", user)
    if is_being_made(user):
        raise BeingMade("The copy is being made. It is ready in a moment.")
    audit.record(user, what="copy of personal data asked for", by=by)
    key = f"{user.pk}:{now:%Y%m%d%H%M%S%f}"
    return work.enqueue(kind=WORK, key=key, subject_id=key, now=now)


def make(*, key: str, now: datetime) -> Document:
    """Called by a worker; a second time finds what the first made."""
    made = documents.get(document_key(key))
    if made:
        return made
    user = User.objects.get(pk=int(key.partition(":")[0]))
    return documents.store(
        key=document_key(key),
        filename=f"your-data-{clock.day_of(now):%Y-%m-%d}.zip",
        data=packing.pack(user, now),
        kind=KIND,
        content_type="application/zip",
        now=now,
    )


def document_key(key: str) -> str:
    return f"person-copy:{key}"


def copies_of(user: User) -> QuerySet[Document]:
    return Document.objects.filter(key__startswith=document_key(f"{user.pk}:")).order_by("-pk")


def is_being_made(user: User) -> bool:
    busy = (WorkState.QUEUED, WorkState.RUNNING)
    items = WorkItem.objects.filter(kind=WORK, key__startswith=f"{user.pk}:")
    return items.filter(state__in=busy).exists()


def hand_over(*, user: User, document: Document, by: User) -> Document:
    """The document, once it is on record who took it."""
    access.require(by, "members.export_person", user)
    audit.record(user, what="copy of personal data downloaded", by=by)
    return document
