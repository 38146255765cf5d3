"""The law of marking: given once, not given is not nought, hidden from each other until the end."""

from datetime import datetime

from bids.models import Call, MarkSheet
from bids.states import (
    CallState,
    SheetState,
)
from hlp.kit.states import Move, moves

DRAFT, OPEN, CLOSED = CallState.DRAFT, CallState.OPEN, CallState.CLOSED
MARKING, MODERATING = CallState.MARKING, CallState.MODERATING
DECIDED, PUBLISHED = CallState.DECIDED, CallState.PUBLISHED


def takes_marks_of(call: Call, user_id: int) -> bool:
    """While the call is being marked. Of who was asked since moderation opened, also then: that is
    how a bid short of assessors free of conflict gets another one (design 12)."""
    asked = call.assessors.asked().filter(user=user_id)
    if call.state == MODERATING:
        asked = asked.filter(asked_at__gte=call.moderating_at)
    return call.state in {MARKING, MODERATING} and asked.exists()


def call_is_marking(sheet: MarkSheet, now: datetime) -> str | None:
    if sheet.bid.call.state == MARKING or takes_marks_of(sheet.bid.call, sheet.assessor_id):
        return None
    return "Marks can be given only while the call is being marked."


def others_are_hidden(sheet: MarkSheet, now: datetime) -> str | None:
    """Whoever gave marks or abstained may have read the others' since moderation opened."""
    if sheet.bid.call.state != MARKING:
        return "Moderation has opened and shows everybody’s marks, so nobody changes theirs."
    return None


SHEET_MOVES = moves(
    MarkSheet,
    Move(
        "submit",
        {SheetState.DRAFT},
        SheetState.SUBMITTED,
        "bids.submit_marks",
        call_is_marking,
        stamp="submitted",
    ),
    Move(
        "abstain",
        {SheetState.DRAFT},
        SheetState.ABSTAINED,
        "bids.submit_marks",
        call_is_marking,
        stamp="abstained",
    ),
    Move(
        "take_up",
        {SheetState.ABSTAINED},
        SheetState.DRAFT,
        "bids.submit_marks",
        others_are_hidden,
        label="Mark after all",
    ),
)
