"""Declaring: a lot where a tie crosses the last seat, the result for ever, the seats filled."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from board.emails import elections as post
from board.models import Appointment, Contest, Election, Lot, Nomination, Result, Seat
from board.services import holding, publishing, seats, telling
from board.states import ElectionState, How, HowElected, NominationState
from hlp.kit import access, audit, clock, states
from hlp.kit.refusal import Refusal
from members.models import School, User


class NoTie(Refusal):
    """There is nothing to draw, or it was drawn already."""


class BadLot(Refusal):
    """The lot does not name everybody who is tied, once each, or nobody saw it drawn."""


class Tied(Refusal):
    """A tie crosses the last seat."""


class NoVacantSeat(Refusal):
    """More people are elected than there are seats to take."""


def record_lot(
    *,
    contest: Contest,
    order: Sequence[Nomination],
    method: str,
    drawn_by: str,
    witness: str,
    by: User,
    now: datetime,
) -> Lot:
    """Drawn by a named person in view of a witness; here it is only entered, and never again."""
    election = contest.election
    access.require(by, "board.run_election", election)
    with transaction.atomic(), audit.acting(by):
        locked = Election.objects.select_for_update().get(pk=election.pk)
        tied = publishing.tally(contest).tied()
        if locked.state != ElectionState.COUNTED or not tied:
            raise NoTie("No tie waits for a lot in this contest.")
        if sorted(n.pk for n in order) != sorted(n.pk for n in tied):
            raise BadLot("Put everybody who is tied into the order in which they were drawn.")
        drawer, seen_by = " ".join(drawn_by.split()), " ".join(witness.split())
        if not drawer or not seen_by or drawer.casefold() == seen_by.casefold():
            raise BadLot("Name who drew the lot and, as witness, somebody else.")
        return Lot.objects.create(
            contest=contest,
            order=[nomination.pk for nomination in order],
            method=method.strip(),
            drawn_by=drawer,
            witness=seen_by,
            drawn_at=now,
            entered_by=by,
        )


def declare(*, election: Election, by: User, now: datetime) -> Election:
    """After this neither result nor count can change, at the database too."""
    return _declare(election, "declare", by, now)


def declare_unopposed(*, election: Election, by: User, now: datetime) -> Election:
    """Nominees up to the seats: no ballot; the rest of the seats stays vacant."""
    return _declare(election, "declare_unopposed", by, now)


def _declare(election: Election, move: str, by: User, now: datetime) -> Election:
    left: list[str] = []
    with transaction.atomic(), audit.acting(by):
        election = Election.objects.select_for_update().get(pk=election.pk)
        if _may(election, move, by, now):  # otherwise `make` says why not
            for contest in election.contests.order_by("kind"):
                for result in _results(contest):
                    result.save()
                left += _fill(contest, by, now)
        made = states.make(election, move, by=by, now=now)
        telling.start(made, telling.DECLARED, now=now)
        if left:
            post.left_vacant(made, left, now=now)
    return made


def _may(election: Election, move: str, by: User, now: datetime) -> bool:
    found = states.available(election, by, now)
    return any(row.move.name == move and not row.closed_because for row in found)


def _results(contest: Contest) -> list[Result]:
    if not contest.nominations.on_the_paper().exists():
        standing = contest.nominations.candidates().order_by("name", "pk")[: contest.seats]
        return [
            Result(contest=contest, nomination=n, how=HowElected.UNOPPOSED, place=place)
            for place, n in enumerate(standing, start=1)
        ]
    found = publishing.tally(contest)
    if found.count.tied:
        names = " and ".join(n.name for n in found.tied())
        raise Tied(f"{contest.title}: {names} are tied for the last seat. Draw a lot first.")
    places = {n.pk: place for place, n in enumerate(found.elected(), start=1)}
    lot = Lot.objects.filter(contest=contest).first()
    drawn = set(lot.order) if lot else set()
    return [
        Result(
            contest=contest,
            nomination=line.nomination,
            marks=line.marks,
            how=_how(line.nomination, places, drawn),
            place=places.get(line.nomination.pk),
        )
        for line in found.lines
    ]


def _how(nomination: Nomination, places: dict[int, int], drawn: set[int]) -> HowElected:
    if nomination.state == NominationState.WITHDRAWN:
        return HowElected.WITHDRAWN
    if nomination.pk not in places:
        return HowElected.NOT
    return HowElected.LOT if nomination.pk in drawn else HowElected.VOTES


def _fill(contest: Contest, by: User, now: datetime) -> list[str]:
    """Seat by seat; what was voted stands, also where somebody can no longer take theirs.

    Returns a sentence for each seat that stays vacant because of it.
    """
    election = contest.election
    seats_of_kind = Seat.objects.of(election.period).filter(kind=contest.kind)
    vacant = list(seats_of_kind.vacant_on(election.serves_from_on))
    elected = contest.results.exclude(place=None).order_by("place")
    left: list[str] = []
    for row in elected.select_related("nomination__nominee", "nomination__school"):
        try:
            _take_seat(vacant, row.nomination, election, by, now)
        except Refusal as refused:
            audit.record(row, what="left a seat vacant", by=by)
            left.append(f"{row.nomination.label}: {refused}")
    return left


def _take_seat(
    vacant: list[Seat], nomination: Nomination, election: Election, by: User, now: datetime
) -> None:
    if not vacant:
        day = f"{election.serves_from_on:%-d %B %Y}"
        raise NoVacantSeat(f"No seat is vacant on {day}.")
    seats.fill(
        seat=vacant[0],
        person=nomination.nominee,
        school=_school_now(vacant[0], nomination, election, now),
        from_on=election.serves_from_on,
        to_on=election.serves_to_on,
        how=How.ELECTED,
        reference=f"election {election.pk}",
        by=by,
        now=now,
    )
    del vacant[0]


def _school_now(seat: Seat, nomination: Nomination, election: Election, now: datetime) -> School:
    """The school they stood for, else the one that carries it on or that they moved to."""
    wanted = Appointment(
        seat=seat,
        person=nomination.nominee,
        school=nomination.school,
        from_on=election.serves_from_on,
        to_on=election.serves_to_on or seat.period.ends_on,
    )
    on = max(election.serves_from_on, clock.day_of(now))
    return holding.school_now(wanted, on) or nomination.school
