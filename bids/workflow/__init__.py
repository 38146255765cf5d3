"""The law of bidding: which move joins which states, who makes it and when (design 6)."""

from bids.workflow.bids import (
    BID_MOVES,
    PARTNER_MOVES,
    can_submit,
    line_up_is_open,
    may_be_screened,
    may_change,
)
from bids.workflow.calls import (
    CALL_MOVES,
    is_marked,
    is_ready_to_open,
    is_screened,
    may_be_published,
)
from bids.workflow.marking import (
    SHEET_MOVES,
    others_are_hidden,
    takes_marks_of,
)

__all__ = [
    "BID_MOVES",
    "CALL_MOVES",
    "PARTNER_MOVES",
    "SHEET_MOVES",
    "can_submit",
    "is_marked",
    "is_ready_to_open",
    "is_screened",
    "line_up_is_open",
    "may_be_published",
    "may_be_screened",
    "may_change",
    "others_are_hidden",
    "takes_marks_of",
]
