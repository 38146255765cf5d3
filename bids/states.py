"""The words of bidding: criteria, expectations and states, each with its label and colour."""

from django.db.models import TextChoices

from hlp.kit.states import StateChoices


class CriterionKind(TextChoices):
    """The prospectus's four criteria for selecting lead schools, in its order."""

    EXPERTISE = "expertise", "Expertise"
    CAPACITY = "capacity", "Capacity"
    APPROACH = "approach", "Approach"
    QUALITY = "quality", "Quality assurance"


class ExpectationKind(TextChoices):
    """The prospectus's minimum expectations of the support, in its order."""

    KICK_OFF = "kick_off", "Kick-off event"
    HALF_TERMLY = "half_termly", "Half-termly engagement"
    OUTSIDE = "outside", "Expertise from outside Hillingdon"
    LEARNING_EVENT = "learning_event", "Final learning event"
    MATERIALS = "materials", "Materials shared on LEAP"


class SectionKind(TextChoices):
    """What a bid is made of: a section for each criterion and for each expectation."""

    EXPERTISE = CriterionKind.EXPERTISE.value, CriterionKind.EXPERTISE.label
    CAPACITY = CriterionKind.CAPACITY.value, CriterionKind.CAPACITY.label
    APPROACH = CriterionKind.APPROACH.value, CriterionKind.APPROACH.label
    QUALITY = CriterionKind.QUALITY.value, CriterionKind.QUALITY.label
    KICK_OFF = ExpectationKind.KICK_OFF.value, ExpectationKind.KICK_OFF.label
    HALF_TERMLY = ExpectationKind.HALF_TERMLY.value, ExpectationKind.HALF_TERMLY.label
    OUTSIDE = ExpectationKind.OUTSIDE.value, ExpectationKind.OUTSIDE.label
    LEARNING_EVENT = ExpectationKind.LEARNING_EVENT.value, ExpectationKind.LEARNING_EVENT.label
    MATERIALS = ExpectationKind.MATERIALS.value, ExpectationKind.MATERIALS.label


class ScreenItem(TextChoices):
    """What the screen looks at: membership, then the five expectations."""

    MEMBERSHIP = "membership", "Every school of the bid is a member"
    KICK_OFF = ExpectationKind.KICK_OFF.value, ExpectationKind.KICK_OFF.label
    HALF_TERMLY = ExpectationKind.HALF_TERMLY.value, ExpectationKind.HALF_TERMLY.label
    OUTSIDE = ExpectationKind.OUTSIDE.value, ExpectationKind.OUTSIDE.label
    LEARNING_EVENT = ExpectationKind.LEARNING_EVENT.value, ExpectationKind.LEARNING_EVENT.label
    MATERIALS = ExpectationKind.MATERIALS.value, ExpectationKind.MATERIALS.label


class CallState(StateChoices):
    DRAFT = "draft", "Being prepared", "grey"
    OPEN = "open", "Open for bids", "green"
    CLOSED = "closed", "Closed, being screened", "yellow"
    MARKING = "marking", "Being marked", "blue"
    MODERATING = "moderating", "Being moderated", "purple"
    DECIDED = "decided", "Decided, not yet published", "orange"
    PUBLISHED = "published", "Decided", "green"
    CANCELLED = "cancelled", "Called off", "red"


ANNOUNCED = frozenset(set(CallState) - {CallState.DRAFT})
# From closing on, bids may be read by those who are free of conflict.
UNSEALED = frozenset(
    {
        CallState.CLOSED,
        CallState.MARKING,
        CallState.MODERATING,
        CallState.DECIDED,
        CallState.PUBLISHED,
    }
)
# From moderation on, submitted marks are shown to each other and locked.
REVEALED = frozenset({CallState.MODERATING, CallState.DECIDED, CallState.PUBLISHED})


class BidState(StateChoices):
    DRAFT = "draft", "Draft", "grey"
    SUBMITTED = "submitted", "Submitted", "blue"
    WITHDRAWN = "withdrawn", "Withdrawn", "grey"
    PASSED = "passed", "Passed the screen", "green"
    FAILED = "failed", "Did not pass the screen", "red"
    DECIDED = "decided", "Decided", "green"


# A bid the board has before it; whose schools are out of the call as assessors.
LIVE = frozenset({BidState.SUBMITTED, BidState.PASSED, BidState.FAILED, BidState.DECIDED})
SCORED = frozenset({BidState.PASSED, BidState.DECIDED})


class PartnerState(StateChoices):
    ASKED = "asked", "Waiting for the head", "yellow"
    ACCEPTED = "accepted", "Accepted", "green"
    DECLINED = "declined", "Declined", "red"
    REMOVED = "removed", "No longer a partner", "grey"


IN_THE_BID = frozenset({PartnerState.ASKED, PartnerState.ACCEPTED})


class TaskState(StateChoices):
    """How far a task of writing a bid is, for the person who looks; derived, never stored."""

    TODO = "todo", "To do", "blue"
    TOO_LONG = "too_long", "Too long", "orange"
    WAITING = "waiting", "Waiting for heads", "yellow"
    NOT_READY = "not_ready", "Not ready yet", "grey"
    READY = "ready", "Ready to submit", "yellow"
    AGAIN = "again", "Changes not submitted", "orange"


class EditorRights(TextChoices):
    """What an invited co-editor may do; the next includes the one before."""

    VIEW = "view", "Read the bid"
    EDIT = "edit", "Read and write the bid"
    SUBMIT = "submit", "Read, write and submit the bid"


class InterestKind(TextChoices):
    """What an assessor says of each bid before its content opens."""

    NONE = "none", "No interest"
    PERCEIVED = "perceived", "Something others might see as an interest"
    DIRECT = "direct", "A direct interest"


class SheetState(StateChoices):
    """One assessor's marks for one bid. Abstaining is not marking nought."""

    DRAFT = "draft", "To mark", "yellow"
    SUBMITTED = "submitted", "Marked", "green"
    ABSTAINED = "abstained", "Abstained", "grey"


GIVEN = frozenset({SheetState.SUBMITTED, SheetState.ABSTAINED})  # nothing more is owed


class Outcome(StateChoices):
    SELECTED = "selected", "Selected as lead school", "green"
    NOT_SELECTED = "not_selected", "Not selected", "grey"
    COMBINE = "combine", "Asked to combine", "purple"


class TieStep(TextChoices):
    """Which step of the published rule put one bid before another (design 12)."""

    TOTAL = "total", "Higher total"
    EXPERTISE = CriterionKind.EXPERTISE.value, "Higher agreed mark on expertise"
    APPROACH = CriterionKind.APPROACH.value, "Higher agreed mark on approach"
    QUALITY = CriterionKind.QUALITY.value, "Higher agreed mark on quality assurance"
    CAPACITY = CriterionKind.CAPACITY.value, "Higher agreed mark on capacity"
    CHAIR = "chair", "Reason recorded by the chair"
    NONE = "none", "Level: the chair has yet to record a reason"


LOWEST, HIGHEST = 0, 5  # the scale of every criterion
