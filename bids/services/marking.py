"""Marking a bid: drafts that only their author sees, marks that are never changed or taken away.

Abstaining is not marking nought, and neither it nor a draft shows anybody else's marks. Each mark
keeps the version of the bid it was given to and the sentence that stood beside it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from django.db import transaction

from bids.models import Bid, BidVersion, Criterion, DraftMark, Mark, MarkSheet
from bids.services.sheets import (
    NotAsked,
    NotMarking,
    check_open,
    lock_bid,
    newest_version,
    own_sheet,
    sheet_of,
)
from bids.states import HIGHEST, LOWEST, SheetState
from bids.workflow import others_are_hidden
from hlp.kit import access, audit, states
from hlp.kit.refusal import Refusal
from members.models import User

__all__ = ["Clash", "Clashes", "Draft", "Incomplete", "NotAsked", "NotMarking", "VersionChanged"]


class Clash(Refusal):
    """The same draft was saved elsewhere meanwhile. Nothing is lost: both are here."""

    def __init__(self, theirs: DraftMark, yours: DraftMark) -> None:
        self.theirs, self.yours = theirs, yours
        super().__init__(
            f"{theirs.criterion} was saved in another window meanwhile. What you typed is below,"
            " what was saved is beside it; save again to keep yours."
        )


class Clashes(Refusal):
    """Some drafts of a page clash; the others are saved."""

    def __init__(self, each: list[Clash]) -> None:
        self.each = each
        super().__init__(" ".join(str(clash) for clash in each))


class Draft(TypedDict):
    criterion: Criterion
    mark: int | None
    reason: str
    evidence: str
    revision: int


class Incomplete(Refusal):
    """A mark or a reason is missing, or is not on the scale."""


class VersionChanged(Refusal):
    """The bid was clarified while it was being marked."""


def save_draft(
    *,
    bid: Bid,
    criterion: Criterion,
    mark: int | None,
    reason: str,
    evidence: str,
    revision: int,
    by: User,
    now: datetime,
) -> DraftMark:
    """Any part may be missing. `revision` is the one the page was opened with; an older clashes."""
    access.require(by, "bids.mark_bid", bid)
    if mark is not None and not LOWEST <= mark <= HIGHEST:
        raise Incomplete(f"A mark is a whole number from {LOWEST} to {HIGHEST}.")
    with transaction.atomic():
        sheet = sheet_of(lock_bid(bid), by, now)
        if sheet.state != SheetState.DRAFT:
            raise NotMarking("Your marks for this bid are given. Change one with a reason instead.")
        saved = sheet.drafts.filter(criterion=criterion).select_related("criterion").first()
        yours = DraftMark(
            sheet=sheet,
            criterion=criterion,
            mark=mark,
            reason=reason.strip(),
            evidence=evidence.strip(),
            revision=(saved.revision if saved else 0) + 1,
            saved_at=now,
        )
        if saved is None or _same(saved, yours):
            return saved or _new(yours)
        if saved.revision != revision:
            raise Clash(theirs=saved, yours=yours)
        yours.pk = saved.pk
        yours.save(force_update=True)
        return yours


def save_drafts(*, bid: Bid, drafts: Iterable[Draft], by: User, now: datetime) -> None:
    """All of a page. One that clashes stops nothing: the others are kept, then it is said."""
    clashes = []
    with transaction.atomic():
        for draft in drafts:
            try:
                save_draft(bid=bid, by=by, now=now, **draft)
            except Clash as clash:
                clashes.append(clash)
    if clashes:
        raise Clashes(clashes)


def submit(*, bid: Bid, by: User, now: datetime, seen: BidVersion | None = None) -> MarkSheet:
    """All four marks with their reasons; from here on they can only be followed by others."""
    with transaction.atomic(), audit.acting(by):
        row = lock_bid(bid)
        sheet = own_sheet(row, by)
        version = newest_version(row)
        if seen is not None and seen != version:
            raise VersionChanged(
                "The bid was clarified while you were marking it. Read what changed, then submit."
            )
        drafts = list(sheet.drafts.select_related("criterion"))
        done = states.make(sheet, "submit", by=by, now=now, version=version)
        for draft in _complete(row, drafts):
            _give(sheet=done, draft=draft, version=version, now=now)
        done.drafts.all().delete()
    return done


def abstain(*, bid: Bid, because: str, by: User, now: datetime) -> MarkSheet:
    """Counts as no mark at all. What was drafted is kept, for taking it up again."""
    access.require(by, "bids.mark_bid", bid)
    if not because.strip():
        raise Incomplete("Say why you abstain from marking this bid.")
    with transaction.atomic(), audit.acting(by):
        sheet = sheet_of(lock_bid(bid), by, now)
        return states.make(sheet, "abstain", by=by, now=now, abstained_because=because.strip())


def take_up(*, bid: Bid, by: User, now: datetime) -> MarkSheet:
    with transaction.atomic(), audit.acting(by):
        row = lock_bid(bid)
        sheet = own_sheet(row, by)
        return states.make(sheet, "take_up", by=by, now=now, abstained_because="")


def change(*, mark: Mark, to: int, reason: str, because: str, by: User, now: datetime) -> Mark:
    """Before moderation: a new row that says what it replaces and why. The old one stays."""
    access.require(by, "bids.submit_marks", mark.sheet)
    if not LOWEST <= to <= HIGHEST or not reason.strip():
        raise Incomplete("Give the new mark and its reason.")
    if not because.strip():
        raise Incomplete("Say why you change the mark.")
    with transaction.atomic(), audit.acting(by):
        bid = lock_bid(mark.sheet.bid)
        check_open(bid, by)
        if closed := others_are_hidden(mark.sheet, now):
            raise NotMarking(closed)
        if Mark.objects.filter(replaces=mark).exists():
            raise NotMarking("This mark has been changed already. Change the newer one.")
        return Mark.objects.create(
            sheet=mark.sheet,
            criterion=mark.criterion,
            version=newest_version(bid),
            mark=to,
            descriptor=_sentence(mark.criterion, to),
            reason=reason.strip(),
            evidence=mark.evidence,
            marked_at=now,
            replaces=mark,
            changed_because=because.strip(),
        )


def stand_by(*, bid: Bid, by: User, now: datetime) -> MarkSheet:
    """After a clarification: the marks given to the earlier version hold for this one."""
    with transaction.atomic(), audit.acting(by, what="stands by the marks"):
        row = lock_bid(bid)
        sheet = own_sheet(row, by)
        if sheet.state != SheetState.SUBMITTED:
            raise NotMarking("You have not given marks for this bid yet.")
        sheet.version = newest_version(row)
        sheet.save(update_fields=["version"])
    return sheet


def _complete(bid: Bid, drafts: list[DraftMark]) -> list[DraftMark]:
    ready = {d.criterion.kind: d for d in drafts if d.mark is not None and d.reason}
    missing = [str(c) for c in bid.call.criteria.in_order() if c.kind not in ready]
    if missing:
        raise Incomplete(f"Give a mark and a reason for: {', '.join(missing)}.")
    return list(ready.values())


def _give(*, sheet: MarkSheet, draft: DraftMark, version: BidVersion, now: datetime) -> Mark:
    assert draft.mark is not None  # noqa: S101 - looked at in _complete
    return Mark.objects.create(
        sheet=sheet,
        criterion=draft.criterion,
        version=version,
        mark=draft.mark,
        descriptor=_sentence(draft.criterion, draft.mark),
        reason=draft.reason,
        evidence=draft.evidence,
        marked_at=now,
    )


def _sentence(criterion: Criterion, mark: int) -> str:
    return criterion.descriptors.get(mark=mark).sentence


def _same(saved: DraftMark, yours: DraftMark) -> bool:
    return (saved.mark, saved.reason, saved.evidence) == (yours.mark, yours.reason, yours.evidence)


def _new(draft: DraftMark) -> DraftMark:
    """An empty answer to a question nobody has touched is no draft."""
    if draft.mark is not None or draft.reason or draft.evidence:
        draft.save()
    return draft
