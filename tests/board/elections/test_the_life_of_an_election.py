"""From nomination to declaration through the services; every refusal is a sentence."""

from datetime import timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from board.models import Nomination, Result, SealedBallot
from board.services import (
    casting,
    declaring,
    nominating,
    opening,
    preparing,
    publishing,
)
from board.states import ElectionState, HowElected, NominationState, SeatKind
from hlp.kit.states import WrongMoment, WrongPerson, WrongState
from members.states import EstablishmentType, Phase, PortalRole
from tests.factories import board as made
from tests.factories.members import PeriodFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


def test_a_contested_election_fills_the_seats():
    election = made.declared()

    elected = [
        r.nomination for r in election.contests.get().results.exclude(place=None).order_by("place")
    ]
    assert election.state == ElectionState.DECLARED
    assert len(elected) == 3
    assert {n.nominee for n in elected} == {
        seat.appointments.get().person for seat in made.seats(SeatKind.PRIMARY_HEAD, 3)
    }
    for nomination in elected:  # with the role, from the first day of office
        held = nomination.nominee.roles_held.of(PortalRole.BOARD_MEMBER)
        day = election.serves_from_on
        assert [held.current(on).exists() for on in (day - timedelta(1), day)] == [False, True]


def test_a_tie_across_the_last_seat_waits_for_the_lot():
    election = made.counted(tie=True, candidates=6)
    contest = election.contests.get()
    [tie] = publishing.open_ties(election)

    with pytest.raises(declaring.Tied, match="tied for the last seat"):
        declaring.declare(election=election, by=made.officer(), now=made.after())

    winner, other = tie.tied()
    lot: Any = {"method": "bowl", "by": made.officer(), "now": made.after(), "contest": contest}
    with pytest.raises(declaring.BadLot):
        declaring.record_lot(order=[winner], drawn_by="A", witness="B", **lot)
    with pytest.raises(declaring.BadLot, match="somebody else"):
        declaring.record_lot(order=[winner, other], drawn_by="Ann A", witness="ann  a", **lot)
    declaring.record_lot(order=[winner, other], drawn_by="Ann", witness="Ben", **lot)
    with pytest.raises(declaring.NoTie):
        declaring.record_lot(order=[other, winner], drawn_by="Ann", witness="Ben", **lot)
    declaring.declare(election=election, by=made.officer(), now=made.after())

    assert winner.result.how == HowElected.LOT
    assert other.result.how == HowElected.NOT
    assert publishing.tally(contest).count.elected[-1] == winner.label


@pytest.mark.parametrize("nominees", [2, 3])
def test_nominees_up_to_the_seats_are_declared_without_a_ballot(nominees):
    election = made.announced()
    for school in made.members(nominees):
        made.stand(election, school)
    later = election.nominations_close_at + timedelta(minutes=1)
    preparing.close_nominations(election=election, by=made.officer(), now=later)

    with pytest.raises(WrongMoment, match="nothing to vote on"):
        opening.open_poll(election=election, by=made.officer(), now=later, accept_small=True)
    declaring.declare_unopposed(election=election, by=made.officer(), now=later)

    results = election.contests.get().results
    assert set(results.values_list("how", flat=True)) == {HowElected.UNOPPOSED}
    filled = [seat.appointments.count() for seat in made.seats(SeatKind.PRIMARY_HEAD, 3)]
    assert sorted(filled) == [0, 1, 1] if nominees == 2 else [1, 1, 1]
    assert not election.roll.exists()


def test_two_contests_on_one_paper():
    """Every member school votes in both, whatever its phase."""
    election = made.voting(secondary=1)
    special = made.roll(election)[0]
    primary, secondary = (
        made.candidates(election),
        made.candidates(election, SeatKind.SECONDARY_HEAD),
    )

    made.vote(election, special, primary[0], secondary[1])
    made.vote(election, made.roll(election)[1])
    made.opened(election)

    first, other = publishing.tallies(election)
    assert [line.marks for line in first.lines][:1] == [1]
    assert other.lines[0].nomination == secondary[1]
    assert (first.blanks, other.blanks, first.votes, other.votes) == (1, 1, 2, 2)


SPECIAL = {"phase": Phase.NOT_APPLICABLE, "type": EstablishmentType.COMMUNITY_SPECIAL}


@pytest.mark.parametrize(
    "kind",
    [{"phase": Phase.NURSERY}, {"phase": Phase.PRIMARY}, {"phase": Phase.SECONDARY}, SPECIAL],
)
def test_a_school_of_any_phase_has_both_contests_on_its_paper(kind, time_machine):
    period = PeriodFactory.create()
    school = made.member(period, **kind)
    election = made.voting(period=period, secondary=1)
    time_machine.move_to(made.opens_at())
    client = client_of(made.head_of(school))

    page = client.get(reverse("board:vote", args=[election.pk, school.pk])).content.decode()

    for contest in (SeatKind.PRIMARY_HEAD, SeatKind.SECONDARY_HEAD):
        names = made.candidates(election, contest)
        assert names
        assert [n.name for n in names if n.name not in page] == []
    made.vote(election, school, *made.candidates(election)[:3])


def test_who_may_stand_and_who_may_nominate():
    election = made.announced(secondary=1)
    contest = election.contests.get(kind=SeatKind.PRIMARY_HEAD)
    one, other = made.members(2)
    secondary = made.member(phase=Phase.SECONDARY)
    now = election.nominations_close_at - timedelta(days=1)

    def nominate(nominee, school, by, by_school):
        return nominating.nominate(
            contest=contest, nominee=nominee, school=school, by=by, by_school=by_school, now=now
        )

    head, colleague = made.head_of(one), made.head_of(other)
    with pytest.raises(nominating.CannotStand, match="primary"):
        nominate(made.head_of(secondary), secondary, head, one)
    with pytest.raises(WrongPerson):
        nominate(head, one, made.officer(), one)
    with pytest.raises(nominating.CannotStand, match="not the head"):
        nominate(head, other, head, one)

    proposed = nominate(colleague, other, head, one)
    assert proposed.state == NominationState.PROPOSED
    with pytest.raises(nominating.AlreadyNominated):
        nominate(colleague, other, colleague, other)
    with pytest.raises(WrongPerson):
        nominating.accept(nomination=proposed, statement="", by=head, now=now)
    late = election.nominations_close_at + timedelta(seconds=1)
    with pytest.raises(WrongMoment, match="closed"):
        nominating.accept(nomination=proposed, statement="Yes.", by=colleague, now=late)
    nominating.accept(nomination=proposed, statement="Yes.", by=colleague, now=now)
    assert proposed.state == NominationState.ACCEPTED


def test_two_of_one_name_at_schools_of_one_name_are_told_apart_and_both_counted():
    election = made.announced(primary=1)
    for school in made.members(5):
        made.stand(election, school)
    Nomination.objects.update(name="Jo Smith", school_name="St Mary’s School")
    later = election.nominations_close_at + timedelta(minutes=1)
    preparing.close_nominations(election=election, by=made.officer(), now=later)
    opening.open_poll(election=made.with_keys(election), by=made.officer(), now=made.opens_at())
    made.schools_are_told(made.opens_at())
    election.refresh_from_db()
    names = made.candidates(election)
    for school, choice in zip(made.roll(election), (0, 0, 0, 1, 1), strict=True):
        made.vote(election, school, names[choice])
    made.opened(election)

    found = publishing.tally(election.contests.get())

    assert len({n.label for n in names}) == 5
    assert found.elected() == [names[0]]
    assert [line.marks for line in found.lines] == [3, 2, 0, 0, 0]


def test_a_stopped_poll_leaves_no_envelope():
    election = made.voting()
    made.vote(election, made.roll(election)[0])

    with pytest.raises(preparing.ReasonMissing):
        preparing.stop(election=election, because=" ", by=made.officer(), now=made.after())
    preparing.stop(election=election, because="A name was missing.", by=made.officer(), now=made.T0)

    assert not SealedBallot.objects.exists()
    with pytest.raises(casting.PollIsClosed):
        made.vote(election, made.roll(election)[1])
    with pytest.raises(WrongState):
        declaring.declare(election=election, by=made.officer(), now=made.after())


def test_a_withdrawn_candidate_keeps_the_marks_but_no_seat():
    election = made.voting()
    names = made.candidates(election)
    made.vote(election, made.roll(election)[0], *names[:3])
    nominating.withdraw(nomination=names[0], by=names[0].nominee, now=made.opens_at())
    made.opened(election)

    found = publishing.tally(election.contests.get())

    assert [line.marks for line in found.lines if line.is_withdrawn] == [1]
    assert names[0].label not in found.count.elected


def test_nobody_withdraws_from_a_page_loaded_before_the_count():
    election = made.voting()
    name = made.candidates(election)[0]
    assert name.contest.election.is_voting
    made.opened(election)

    with pytest.raises(WrongMoment, match="have been counted"):
        nominating.withdraw(nomination=name, by=name.nominee, now=made.after())


def test_a_small_poll_is_warned_of_and_tells_no_totals():
    with pytest.raises(opening.SmallPoll, match="only who was elected"):
        made.voting(candidates=4)


def test_a_small_poll_shows_only_who_was_elected():
    election = made.counted(candidates=4, accept_small=True)

    assert not publishing.shows_totals(election)
    assert publishing.tallies(election)[0].elected()


def test_a_small_poll_leaves_no_totals_in_the_log_or_a_file(time_machine):
    election = made.declared(candidates=4, accept_small=True)
    time_machine.move_to(made.after())
    client = client_of(made.officer())

    entries = LogEntry.objects.get_for_objects(Result.objects.all())

    assert entries.exists()
    assert not [entry for entry in entries if "marks" in (entry.changes or {})]
    for name in ("votes_csv", "codes_csv"):
        assert client.get(reverse(f"board:{name}", args=[election.pk])).status_code == 404
    assert client.get(reverse("board:codes", args=[election.pk])).status_code == 200
