"""What bidding stores, by noun."""

from bids.models.bids import (
    Bid,
    BidFile,
    BidVersion,
    Clarification,
    EarlyOpening,
    Editor,
    LateException,
    Partner,
    Section,
)
from bids.models.calls import Call, CallTerms, Criterion, Descriptor, Extension, Priority, Question
from bids.models.decisions import (
    Award,
    ChairReason,
    Decision,
    FeedbackMeeting,
    Instalment,
    Letter,
)
from bids.models.interests import Interest, Ruling
from bids.models.marking import Assessor, DraftMark, Mark, MarkSheet
from bids.models.moderating import AgreedMark, Moderation, Presence
from bids.models.screening import Finding

__all__ = [
    "AgreedMark",
    "Assessor",
    "Award",
    "Bid",
    "BidFile",
    "BidVersion",
    "Call",
    "CallTerms",
    "ChairReason",
    "Clarification",
    "Criterion",
    "Decision",
    "Descriptor",
    "DraftMark",
    "EarlyOpening",
    "Editor",
    "Extension",
    "FeedbackMeeting",
    "Finding",
    "Instalment",
    "Interest",
    "LateException",
    "Letter",
    "Mark",
    "MarkSheet",
    "Moderation",
    "Partner",
    "Presence",
    "Priority",
    "Question",
    "Ruling",
    "Section",
]
