"""The law of programmes: planned by the lead school, shown to all, finished by the office."""

from datetime import datetime

from hlp.kit.states import Move, moves
from programmes.models import Programme
from programmes.states import ProgrammeState

DRAFT, OPEN, CLOSED = ProgrammeState.DRAFT, ProgrammeState.OPEN, ProgrammeState.CLOSED


def says_what_it_offers(programme: Programme, now: datetime) -> str | None:
    """It says what it offers and which school leads it."""
    if not programme.about.strip():
        return "Say first what the programme offers to schools."
    if not programme.leads.exists():
        return "Say first which school leads it."
    return None


PROGRAMME_MOVES = moves(
    Programme,
    #    move     from     to     permission                    only if
    Move(
        "open",
        {DRAFT},
        OPEN,
        "programmes.plan_programme",
        says_what_it_offers,
        stamp="opened",
        label="Show to all schools",
    ),
    # An award was published already: its programme is shown with it.
    Move("begin", {DRAFT}, OPEN, None, says_what_it_offers, stamp="opened", label="Open by award"),
    Move("close", {OPEN}, CLOSED, "programmes.close_programme", stamp="closed", label="Finish"),
    Move("reopen", {CLOSED}, OPEN, "programmes.close_programme", label="Take up again"),
)
