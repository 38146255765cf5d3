"""Publishing terms of reference and policies: the file was looked into, old versions stay."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from hlp.kit import access, audit, documents
from hlp.kit.refusal import Refusal
from hlp.kit.uploads import Upload
from members.models import Policy, User
from members.states import PolicyReaders


class SameVersion(Refusal):
    """A version is published once; what changed is a new version."""


def publish(
    *,
    title: str,
    version: str,
    dated_on: date,
    readers: PolicyReaders,
    file: Upload,
    by: User,
    now: datetime,
) -> Policy:
    access.require(by, "members.publish_policy")
    try:
        with transaction.atomic(), audit.acting(by):
            document = documents.store(
                key=f"policy:{file.sha256}",
                filename=file.filename,
                data=file.data,
                kind="policy",
                content_type=file.content_type,
                now=now,
            )
            return Policy.objects.create(
                title=title.strip(),
                version=version.strip(),
                dated_on=dated_on,
                readers=readers,
                document=document,
                added_at=now,
                added_by=by,
            )
    except IntegrityError:
        raise SameVersion(
            f"Version {version} of “{title}” is there already. Give the new one another number."
        ) from None


def show(*, policy: Policy, is_shown: bool, by: User) -> Policy:
    """Take a version off the page, or put it back; it is never deleted."""
    access.require(by, "members.publish_policy")
    with transaction.atomic(), audit.acting(by):
        row = Policy.objects.select_for_update().get(pk=policy.pk)
        row.is_withdrawn = not is_shown
        row.save(update_fields=["is_withdrawn"])
    return row
