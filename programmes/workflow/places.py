"""The law of places: who waits is offered, who is offered answers, who is confirmed may pass on."""

from datetime import datetime

from hlp.kit.states import Move, moves
from programmes.models import Place
from programmes.states import PlaceState

WAITING, OFFERED, CONFIRMED = PlaceState.WAITING, PlaceState.OFFERED, PlaceState.CONFIRMED
LAPSED, SUBSTITUTED, CANCELLED = PlaceState.LAPSED, PlaceState.SUBSTITUTED, PlaceState.CANCELLED


def still_to_come(place: Place, now: datetime) -> str | None:
    """The event takes place and has not started."""
    if place.event.is_cancelled:
        return "The event is cancelled."
    return None if now < place.event.starts_at else "The event has started already."


def offer_holds(place: Place, now: datetime) -> str | None:
    """The offer has not run out."""
    if place.offer_ends_at is not None and now < place.offer_ends_at:
        return still_to_come(place, now)
    return "The offer has run out. Book again to be put back on the waiting list."


def offer_has_run_out(place: Place, now: datetime) -> str | None:
    """The offer's time is over."""
    if place.offer_ends_at is not None and now < place.offer_ends_at:
        return "The offer still holds."
    return None


CHANGE = "programmes.change_place"

PLACE_MOVES = moves(
    Place,
    #    move     from        to       permission  only if
    Move("offer", {WAITING}, OFFERED, None, still_to_come, label="Offer a place"),
    Move("seat", {WAITING}, CONFIRMED, None, still_to_come, label="Confirm at once"),
    Move("accept", {OFFERED}, CONFIRMED, CHANGE, offer_holds, stamp="confirmed"),
    Move("lapse", {OFFERED}, LAPSED, None, offer_has_run_out, label="Let the offer lapse"),
    Move(
        "substitute",
        {CONFIRMED},
        SUBSTITUTED,
        CHANGE,
        still_to_come,
        label="Send a colleague instead",
    ),
    Move(
        "cancel",
        {WAITING, OFFERED, CONFIRMED},
        CANCELLED,
        CHANGE,
        still_to_come,
        stamp="cancelled",
        label="Cancel the place",
    ),
    Move(
        "call_off",
        {WAITING, OFFERED, CONFIRMED},
        CANCELLED,
        None,
        stamp="cancelled",
        label="Cancel with the event",
    ),
)
