"""Setting an election up: what is filled, when; announcing, closing nominations, stopping."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from board.models import Contest, Election, KeyLock, SealedBallot
from board.services import standing, telling
from board.states import ELECTED_KINDS, ElectionState, KeyPlace, SeatKind
from hlp.kit import access, audit, states
from hlp.kit.refusal import Refusal
from members.models import Period, User


class WrongDates(Refusal):
    """The moments are not in order."""


class NothingToFill(Refusal):
    """No seat was named, or one that is not elected."""


class ReasonMissing(Refusal):
    """Whoever stops an election says why."""


def prepare(
    *,
    period: Period,
    name: str,
    seats: Mapping[SeatKind, int],
    nominations_close_at: datetime,
    voting_opens_at: datetime,
    voting_closes_at: datetime,
    serves_from_on: date,
    serves_to_on: date | None,
    by: User,
    now: datetime,
    because: str = "",
    repeats: Election | None = None,
) -> Election:
    """A draft. A by-election is one whose term of office is the rest of another's."""
    access.require(by, "board.run_election")
    if not nominations_close_at <= voting_opens_at < voting_closes_at:
        raise WrongDates("Nominations close first, then voting opens, then it closes.")
    if serves_to_on and serves_to_on < serves_from_on:
        raise WrongDates("The last day of office is before the first.")
    wanted = {kind: number for kind, number in seats.items() if number > 0}
    if not wanted or set(wanted) - set(ELECTED_KINDS):
        raise NothingToFill("Say how many seats of which kind are to be filled.")
    with transaction.atomic(), audit.acting(by):
        election = Election.objects.create(
            period=period,
            name=name.strip(),
            nominations_close_at=nominations_close_at,
            voting_opens_at=voting_opens_at,
            voting_closes_at=voting_closes_at,
            serves_from_on=serves_from_on,
            serves_to_on=serves_to_on,
            because=because.strip(),
            repeats=repeats,
            created_at=now,
            created_by=by,
        )
        for kind, number in wanted.items():
            Contest.objects.create(election=election, kind=kind, seats=number)
        for place in KeyPlace:
            election.keyholders.create(
                place=place, holder=by if place == KeyPlace.OFFICER else None
            )
    return election


def announce(*, election: Election, by: User, now: datetime) -> Election:
    return states.make(election, "announce", by=by, now=now)


def close_nominations(*, election: Election, by: User, now: datetime) -> Election:
    """Only with candidates who can still stand; nobody is taken off without being named."""
    with transaction.atomic(), audit.acting(by):
        made = states.make(election, "close_nominations", by=by, now=now)
        standing.settle(made, now)
    return made


def stop(*, election: Election, because: str, by: User, now: datetime) -> Election:
    """Give the election up; closed envelopes are destroyed unopened. It can be held again."""
    if not because.strip():
        raise ReasonMissing("Say why the election is stopped. The reason is shown to everybody.")
    with transaction.atomic():
        list(election.roll.select_for_update().values_list("pk"))  # before the election: see close
        stopped = states.make(
            election, "stop", by=by, now=now, stopped_because=because.strip(), public_key=None
        )
        SealedBallot.objects.filter(election=stopped).delete()
        KeyLock.objects.filter(election=stopped).delete()
        if stopped.opened_at:  # who may have voted hears that it does not count
            telling.start(stopped, telling.STOPPED, now=now)
    return stopped


def is_over(election: Election) -> bool:
    return election.state in {ElectionState.DECLARED, ElectionState.STOPPED}
