"""Sharing what a programme has made: files and links, each for its readers.

Prospectus: materials are made available to all partnership schools through LEAP, and the final
learning event's record is visible and accessible to all schools.
"""

from datetime import datetime

from django.db import transaction

from hlp.kit import access, audit, documents
from hlp.kit.refusal import Refusal
from hlp.kit.searching import normalise
from hlp.kit.uploads import Upload
from members.models import Period, User
from programmes.models import Event, HalfTerm, Programme, Resource
from programmes.states import ResourceAudience

MOST_TAGS = 10


class NeitherOrBoth(Refusal):
    """A resource is a file or a link."""


class WrongReaders(Refusal):
    """The record of the learning event is for all schools."""


class AlreadyWithdrawn(Refusal):
    """Somebody was first."""


def share(
    *,
    period: Period,
    title: str,
    audience: ResourceAudience,
    by: User,
    now: datetime,
    programme: Programme | None = None,
    event: Event | None = None,
    half_term: HalfTerm | None = None,
    description: str = "",
    tags: list[str] | None = None,
    file: Upload | None = None,
    link: str = "",
    is_learning_record: bool = False,
) -> Resource:
    """Put a file or a link into the library. The file was looked into by the upload field."""
    access.require(by, "programmes.share_resource", programme)
    _check(file, link, audience, is_learning_record)
    with transaction.atomic(), audit.acting(by):
        resource = Resource(
            period=period,
            programme=programme,
            event=event,
            half_term=half_term,
            title=title.strip(),
            description=description.strip(),
            tags=_tags(tags or []),
            link=link,
            audience=audience,
            is_learning_record=is_learning_record,
            shared_at=now,
            shared_by=by,
        )
        resource.search_text = _words(resource)
        if file is not None:
            resource.document = documents.store(
                key=f"resource:{resource.key}",
                filename=file.filename,
                data=file.data,
                kind="resource",
                content_type=file.content_type,
                now=now,
            )
        resource.save()
    return resource


def describe(
    *,
    resource: Resource,
    title: str,
    description: str,
    tags: list[str],
    audience: ResourceAudience,
    by: User,
) -> Resource:
    """Change what is said about a resource and who reads it; the file itself stays."""
    access.require(by, "programmes.share_resource", resource)
    with transaction.atomic(), audit.acting(by):
        row = Resource.objects.select_for_update().get(pk=resource.pk)
        _check_readers(audience, row.is_learning_record)
        row.title, row.description = title.strip(), description.strip()
        row.tags, row.audience = _tags(tags), audience
        row.search_text = _words(row)
        row.save()
    return row


def withdraw(*, resource: Resource, by: User, now: datetime) -> Resource:
    """Take it off the page for everyone; nothing is deleted."""
    access.require(by, "programmes.share_resource", resource)
    with transaction.atomic(), audit.acting(by):
        row = Resource.objects.select_for_update().get(pk=resource.pk)
        if row.withdrawn_at is not None:
            raise AlreadyWithdrawn(f"“{row}” has been withdrawn already.")
        row.withdrawn_at, row.withdrawn_by = now, by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return row


def _check(
    file: Upload | None, link: str, audience: ResourceAudience, is_learning_record: bool
) -> None:
    if (file is None) == (not link):
        raise NeitherOrBoth("Choose a file or enter a link, not both.")
    _check_readers(audience, is_learning_record)


def _check_readers(audience: ResourceAudience, is_learning_record: bool) -> None:
    if is_learning_record and audience == ResourceAudience.MEMBERS:
        raise WrongReaders(
            "The record of the final learning event is for all schools. "
            "Choose all schools of the borough, or everybody."
        )


def _tags(tags: list[str]) -> list[str]:
    """As typed, each once whatever its capitals, in the order they were given."""
    kept = {normalise(tag): " ".join(tag.split())[:40] for tag in reversed(tags) if tag.strip()}
    return list(reversed(kept.values()))[:MOST_TAGS]


def _words(resource: Resource) -> str:
    parts = [resource.title, *resource.tags, resource.description]
    if resource.programme_id and resource.programme:
        parts.insert(1, resource.programme.title)
    return normalise(" ".join(parts))[:1000]
