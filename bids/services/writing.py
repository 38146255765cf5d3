"""Writing: title, summary, cost and sections, saved as drafts. Nobody overwrites unseen.

Every field that is saved has a revision. Who saves over a revision they have not seen is told and
shown both texts. What comes in after the deadline is kept, and counts for nothing.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from bids.models import Bid, Section
from bids.states import BidState
from bids.workflow import may_change
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User

CHANGING = frozenset({BidState.DRAFT, BidState.SUBMITTED})


class Clash(Refusal):
    """Somebody else saved in the meantime; nothing was written. Both are here to be compared."""

    def __init__(self, theirs: Any, yours: Any, revision: int) -> None:
        super().__init__(
            "Somebody else saved this while you were typing. Nothing is lost: compare the two,"
            " put what you want to keep into the box and save again."
        )
        self.theirs, self.yours, self.revision = theirs, yours, revision


class TooLate(Refusal):
    """The call has closed. The text was kept as a draft; what was submitted stands."""


class NotWritable(Refusal):
    """The bid is withdrawn, or the board has it."""


def save_details(
    *,
    bid: Bid,
    title: str,
    summary: str,
    cost: Decimal | None,
    cost_notes: str,
    revision: int,
    by: User,
    now: datetime,
) -> Bid:
    """Raises Clash with nothing written, or TooLate with everything written."""
    access.require(by, "bids.edit_bid", bid)
    with transaction.atomic(), audit.acting(by):
        row = _locked(bid)
        typed = {
            "title": title.strip(),
            "summary": summary.strip(),
            "cost": cost,
            "cost_notes": cost_notes.strip(),
        }
        stored = {name: getattr(row, name) for name in typed}
        if typed != stored:
            if row.details_revision != revision:
                raise Clash(stored, typed, row.details_revision)
            for name, value in typed.items():
                setattr(row, name, value)
            row.details_revision += 1
            row.save(update_fields=[*typed, "details_revision"])
        closed = may_change(row, now)
    if closed:
        raise TooLate(closed)
    return row


def save_section(
    *,
    bid: Bid,
    kind: str,
    text: str,
    planned_on: date | None,
    revision: int,
    by: User,
    now: datetime,
) -> Section:
    """Raises Clash with nothing written, or TooLate with everything written."""
    access.require(by, "bids.edit_bid", bid)
    with transaction.atomic(), audit.acting(by):
        row = _locked(bid)
        section = row.sections.select_for_update(of=("self",)).get(kind=kind)
        text = "\n".join(text.rstrip().splitlines())
        if (text, planned_on) != (section.text, section.planned_on):
            if section.revision != revision:
                raise Clash(section, text, section.revision)
            section.text, section.planned_on = text, planned_on
            section.revision += 1
            section.saved_at, section.saved_by = now, by
            section.save(update_fields=["text", "planned_on", "revision", "saved_at", "saved_by"])
        closed = may_change(row, now)
    if closed:
        raise TooLate(closed)
    return section


def _locked(bid: Bid) -> Bid:
    row = Bid.objects.select_for_update(of=("self",)).select_related("call").get(pk=bid.pk)
    if row.state not in CHANGING:
        raise NotWritable(
            f"This bid is {row.get_state_display().lower()}, so it can no longer be changed."
        )
    return row
