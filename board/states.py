"""The states of an election and of a nomination, and the kinds of seat on the board."""

from django.db.models import TextChoices

from hlp.kit.states import StateChoices


class SeatKind(TextChoices):
    """The places on the board as the prospectus names them (Governance)."""

    CHAIR = "chair", "Independent chair"
    PRIMARY_FORUM = "primary_forum", "Primary Forum representative"
    HASH = "hash", "HASH representative"
    PRIMARY_HEAD = "primary_head", "Primary head"
    SECONDARY_HEAD = "secondary_head", "Secondary head"
    LA = "la", "LA representative"
    SPECIAL = "special", "Special school representative"
    COOPTED = "coopted", "Co-opted member"


# Prospectus, Governance: elected by a vote of all schools signing up to the partnership.
ELECTED_KINDS = (SeatKind.PRIMARY_HEAD, SeatKind.SECONDARY_HEAD)


class How(TextChoices):
    """How a person came to a seat."""

    ELECTED = "elected", "Elected"
    NAMED = "named", "Named by the body it represents"
    APPOINTED = "appointed", "Appointed after open competition"
    COOPTED = "coopted", "Co-opted by the board"


class EndedBecause(TextChoices):
    """Why an appointment ended before its term was over."""

    STEPPED_DOWN = "stepped_down", "Stepped down"
    REPLACED = "replaced", "The body it represents named somebody else"
    REMOVED = "removed", "Decision of the board"
    NO_LONGER = "no_longer", "No longer what the seat asks for"
    NEXT_BOARD = "next_board", "Went on in the next board"
    MISTAKE = "mistake", "Entered by mistake"


class ChairPost(TextChoices):
    """Who leads the board beside the chair, or as long as there is none (design 12)."""

    ACTING = "acting", "Acting chair"
    DEPUTY = "deputy", "Deputy chair"


class ElectionState(StateChoices):
    DRAFT = "draft", "Being prepared", "grey"
    NOMINATION = "nomination", "Nominations open", "blue"
    READY = "ready", "Nominations closed", "yellow"
    VOTING = "voting", "Voting", "green"
    COUNTED = "counted", "Counted, not declared", "orange"
    DECLARED = "declared", "Declared", "purple"
    STOPPED = "stopped", "Stopped", "red"


COMING_STATES = frozenset({ElectionState.NOMINATION, ElectionState.READY})
PUBLIC_STATES = frozenset(ElectionState) - {ElectionState.DRAFT}
# From the moment the box is opened there is something that must reconcile.
OPENED_STATES = frozenset({ElectionState.COUNTED, ElectionState.DECLARED})


class NominationState(StateChoices):
    PROPOSED = "proposed", "Waiting for the nominee", "yellow"
    ACCEPTED = "accepted", "Candidate", "green"
    DECLINED = "declined", "Declined", "grey"
    WITHDRAWN = "withdrawn", "Withdrawn", "grey"


LIVE_NOMINATIONS = frozenset({NominationState.PROPOSED, NominationState.ACCEPTED})


class KeyPlace(TextChoices):
    """Whose passphrase it is; the order of the members is the order of the locks."""

    OFFICER = "officer", "Returning officer"
    SECOND = "second", "Second keyholder"
    PRINTED = "printed", "Printed key"


class HowElected(TextChoices):
    """What a declared result says of one candidate."""

    VOTES = "votes", "Elected"
    LOT = "lot", "Elected by lot"
    UNOPPOSED = "unopposed", "Elected unopposed"
    NOT = "not", "Not elected"
    WITHDRAWN = "withdrawn", "Withdrawn"
