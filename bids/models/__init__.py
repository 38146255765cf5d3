"""What bidding stores, by noun."""

from bids.models.bids import Bid, BidFile, BidVersion, Clarification, Section
from bids.models.calls import Call, Extension, Priority, Question
from bids.models.decisions import (
    Award,
    ChairReason,
    Decision,
    FeedbackMeeting,
    Instalment,
    Letter,
)
from bids.models.exceptions import EarlyOpening, LateException
from bids.models.interests import Interest, Ruling
from bids.models.marking import Assessor, DraftMark, Mark, MarkSheet
from bids.models.moderating import AgreedMark, Moderation, Presence
from bids.models.partners import Editor, Partner
from bids.models.screening import Finding
from bids.models.terms import CallTerms, Criterion, Descriptor

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
