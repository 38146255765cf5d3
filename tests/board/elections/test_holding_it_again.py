"""A by-election fills the rest of a term; an election that was stopped is held again from new."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from board.models import Election, SealedBallot, Seat
from board.services import declaring, opening, preparing, publishing, vacating
from board.states import ElectionState, EndedBecause, SeatKind
from hlp.kit import clock
from tests.factories import board as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
AUTUMN = made.T0 + timedelta(days=120)
REST = date(2023, 3, 31)


def prepared(t0, **more):
    return preparing.prepare(
        period=made.PeriodFactory.create(),
        name="By-election",
        seats={SeatKind.PRIMARY_HEAD: 1},
        nominations_close_at=t0 + timedelta(days=7),
        voting_opens_at=made.opens_at(t0),
        voting_closes_at=made.closes_at(t0),
        serves_from_on=clock.day_of(t0) + timedelta(days=30),
        serves_to_on=REST,
        by=made.officer(),
        now=t0,
        **more,
    )


def test_a_by_election_fills_the_seat_that_fell_vacant_for_the_rest_of_its_term(clerk):
    made.declared()
    seats = Seat.objects.filter(kind=SeatKind.PRIMARY_HEAD)
    gone = seats.order_by("number")[0].appointments.get()
    vacating.end(appointment=gone, because=EndedBecause.STEPPED_DOWN, by=clerk, now=AUTUMN)
    others = {row.pk for seat in seats.exclude(pk=gone.seat_id) for row in seat.appointments.all()}
    election = preparing.announce(
        election=prepared(AUTUMN, because="A head has stepped down."), by=made.officer(), now=AUTUMN
    )
    school = made.member()
    made.stand(election, school)
    later = election.nominations_close_at + timedelta(minutes=1)
    preparing.close_nominations(election=election, by=made.officer(), now=later)

    declaring.declare_unopposed(election=election, by=made.officer(), now=later)

    row = gone.seat.appointments.exclude(pk=gone.pk).get()
    assert (row.person, row.from_on, row.to_on) == (
        made.head_of(school),
        election.serves_from_on,
        REST,
    )
    assert not Seat.objects.vacant_on(REST).filter(kind=SeatKind.PRIMARY_HEAD).exists()
    assert Seat.objects.vacant_on(REST + timedelta(1)).filter(pk=gone.seat_id).exists()
    assert {
        row.pk for seat in seats.exclude(pk=gone.seat_id) for row in seat.appointments.all()
    } == others


def test_what_was_voted_in_a_stopped_poll_counts_nowhere_and_every_school_votes_anew():
    stopped = made.voting()
    first = made.roll(stopped)[0]
    made.vote(stopped, first, *made.candidates(stopped)[:3])
    preparing.stop(
        election=stopped, because="A name was missing.", by=made.officer(), now=made.opens_at()
    )

    again = made.voting(t0=AUTUMN)
    assert publishing.turnout(again) == 0
    assert set(made.roll(stopped)) <= set(made.roll(again))
    codes = {made.vote(again, school) for school in made.roll(again)}
    opened = made.opened(again)

    assert publishing.reconcile(opened).agrees
    assert len(codes) == opened.votes_cast == len(made.roll(again))
    assert all(line.marks == 0 for line in publishing.tally(again.contests.get()).lines)
    stopped.refresh_from_db()
    assert stopped.state == ElectionState.STOPPED
    assert not SealedBallot.objects.exists()
    assert opening.electorate(again) == made.roll(again)


def test_the_page_of_a_stopped_election_leads_to_holding_it_again(time_machine):
    time_machine.move_to(made.opens_at(), tick=False)
    stopped = made.announced()
    preparing.stop(election=stopped, because="A name was missing.", by=made.officer(), now=made.T0)
    client, url = client_of(made.officer()), f"{reverse('board:prepare_election')}?repeats="
    page = client.get(reverse("board:election_detail", args=[stopped.pk])).content.decode()
    assert f"{url}{stopped.pk}" in page
    asked = client.get(f"{url}{stopped.pk}").context["form"].initial
    days = {
        "nominations_close": date(2022, 5, 20),
        "voting_opens": date(2022, 5, 23),
        "voting_closes": date(2022, 5, 30),
        "serves_from": date(2022, 6, 6),
    }
    typed = {
        f"{name}-{part}": getattr(day, part)
        for name, day in days.items()
        for part in ("day", "month", "year")
    }

    client.post(f"{url}{stopped.pk}", {**asked, **typed, "because": "Held again."})

    again = Election.objects.exclude(pk=stopped.pk).get()
    assert (again.repeats, again.name, again.state) == (stopped, stopped.name, ElectionState.DRAFT)
    assert [c.seats for c in again.contests.all()] == [c.seats for c in stopped.contests.all()]
