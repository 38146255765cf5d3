"""Evidence files: looked into before they come here, kept for the versions that had them."""

from datetime import datetime

from django.db import transaction

from bids.models import Bid, BidFile
from bids.states import BidState
from bids.workflow import may_change
from hlp.kit import access, audit, documents
from hlp.kit.refusal import Refusal
from hlp.kit.uploads import Upload
from members.models import User

KIND = "bid"
MOST = 12  # files of one bid
CHANGING = frozenset({BidState.DRAFT, BidState.SUBMITTED})


class CannotAttach(Refusal):
    """The call has closed, the file is there already, or there are too many."""


def add(*, bid: Bid, section: str, title: str, upload: Upload, by: User, now: datetime) -> BidFile:
    access.require(by, "bids.edit_bid", bid)
    with transaction.atomic(), audit.acting(by):
        row = _locked(bid, now)
        attached = row.files.filter(removed_at=None)
        if attached.filter(section=section, document__sha256=upload.sha256).exists():
            raise CannotAttach("This file is attached to this section already.")
        if attached.count() >= MOST:
            raise CannotAttach(f"A bid can have {MOST} files. Take one off first.")
        document = documents.store(
            key=f"bid:{row.pk}:{section}:{upload.sha256}",
            filename=upload.filename,
            data=upload.data,
            kind=KIND,
            content_type=upload.content_type,
            now=now,
        )
        return BidFile.objects.create(
            bid=row,
            document=document,
            section=section,
            title=title.strip() or upload.filename,
            added_at=now,
            added_by=by,
        )


def remove(*, file: BidFile, by: User, now: datetime) -> BidFile:
    """Off the bid. Versions that were submitted with it keep it."""
    access.require(by, "bids.edit_bid", file.bid)
    with transaction.atomic(), audit.acting(by):
        _locked(file.bid, now)
        row = BidFile.objects.select_for_update().get(pk=file.pk)
        if row.removed_at:
            raise CannotAttach("This file has been taken off already.")
        row.removed_at = now
        row.save(update_fields=["removed_at"])
    return row


def may_read(file: BidFile, user: User) -> bool:
    """Of one's own bid any; of another one what was submitted with it, no draft's."""
    if not user.has_perm("bids.view_bid", file.bid):
        return False
    if user.has_perm("bids.see_own", file.bid):
        return True
    contents = file.bid.versions.values_list("content", flat=True)
    return any(row["id"] == file.pk for content in contents for row in content["files"])


def _locked(bid: Bid, now: datetime) -> Bid:
    row = Bid.objects.select_for_update(of=("self",)).select_related("call").get(pk=bid.pk)
    if row.state not in CHANGING:
        raise CannotAttach(f"This bid is {row.get_state_display().lower()}.")
    if may_change(row, now):
        raise CannotAttach("The call has closed, so files stay as they are.")
    return row
