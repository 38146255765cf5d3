"""The seats of the board: how each is filled and whose head may hold it (prospectus, design 12)."""

from dataclasses import dataclass

from django.db.models import TextChoices

from board.states import How, SeatKind
from members.models import School
from members.states import SPECIAL_OR_ALTERNATIVE, EstablishmentType, Phase


class Who(TextChoices):
    """What a seat asks of the person in it."""

    INDEPENDENT = "independent", "Nobody employed by or governing a member school or the LA"
    ANY_HEAD = "any_head", "Any head that the body names"
    PRIMARY = "primary", "The head of a primary, nursery or all-through member school"
    SECONDARY = "secondary", "The head of a secondary, all-through or 16 plus member school"
    OFFICER = "officer", "Any officer of the local authority"
    SPECIAL = "special", "The head of a special school, PRU or alternative provision"
    ANYONE = "anyone", "Anyone with the skill that is wanted"


@dataclass(frozen=True)
class Row:
    kind: SeatKind
    seats: int
    how: How
    filled_by: str  # completes "this seat is …"
    who: Who


TABLE = (
    #   seat, how many of it, how it is filled (for machines, then in words), who may hold it
    Row(SeatKind.CHAIR, 1, How.APPOINTED, "filled by open competition", Who.INDEPENDENT),
    Row(SeatKind.PRIMARY_FORUM, 1, How.NAMED, "named by the Primary Forum", Who.ANY_HEAD),
    Row(SeatKind.HASH, 1, How.NAMED, "named by HASH", Who.ANY_HEAD),
    Row(SeatKind.PRIMARY_HEAD, 3, How.ELECTED, "elected by all member schools", Who.PRIMARY),
    Row(SeatKind.SECONDARY_HEAD, 1, How.ELECTED, "elected by all member schools", Who.SECONDARY),
    Row(SeatKind.LA, 2, How.NAMED, "named by the local authority", Who.OFFICER),
    Row(SeatKind.SPECIAL, 1, How.NAMED, "named by the special schools’ heads", Who.SPECIAL),
    Row(SeatKind.COOPTED, 0, How.COOPTED, "co-opted by decision of the board", Who.ANYONE),
)
ROWS = {row.kind: row for row in TABLE}

# "Not applicable" is how the register files special schools and units: their type says it.
SPECIAL_TYPES = SPECIAL_OR_ALTERNATIVE | {EstablishmentType.INDEPENDENT_SPECIAL}
# The register knows no phase infant or junior; all-through counts for both.
PHASES = {
    Who.PRIMARY: {Phase.NURSERY, Phase.PRIMARY, Phase.MIDDLE_PRIMARY, Phase.ALL_THROUGH},
    Who.SECONDARY: {
        *(Phase.SECONDARY, Phase.MIDDLE_SECONDARY, Phase.ALL_THROUGH, Phase.SIXTEEN_PLUS),
    },
}
IN_WORDS = {
    Who.PRIMARY: "a primary, nursery or all-through school",
    Who.SECONDARY: "a secondary or all-through school or one for 16 plus",
    Who.SPECIAL: "a special school, pupil referral unit or alternative provision",
}


def asks_for_head(kind: SeatKind) -> bool:
    """Whether the seat is for the head of a school."""
    return ROWS[kind].who in {Who.ANY_HEAD, Who.PRIMARY, Who.SECONDARY, Who.SPECIAL}


def asks_for_member(kind: SeatKind) -> bool:
    """Elected heads are heads of member schools; a body may name any head."""
    return ROWS[kind].who in PHASES


def who_may_hold(kind: SeatKind, school: School) -> str | None:
    """Why the head of this school may not hold a seat of this kind; None where they may."""
    who = ROWS[kind].who
    is_special = school.type in SPECIAL_TYPES
    if who == Who.SPECIAL:
        fits = is_special
    elif who in PHASES:
        fits = not is_special and school.phase in PHASES[who]
    else:
        return None
    return None if fits else f"{school} is not {IN_WORDS[who]}, so its head cannot hold this seat."
